"""The products: vials, diluents, storage, excipients, and what each label licenses. Data: ``data/products.toml``.

What may stand in the file: docs/spec/products.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType

from interictal.errors import InvalidInput
from interictal.injection.indications import INDICATION_IDS
from interictal.injection.products import PRODUCTS, product_named
from interictal.injection.tables import Table, table_of
from interictal.profile.conditions import QUESTIONS

DATA = Path(__file__).with_name("data") / "products.toml"

JURISDICTIONS = ("us", "eu")
"""Whose labels are on record: the United States; the European family, the United Kingdom included."""

ALLERGENS = tuple(question for question in QUESTIONS if question.startswith("allergy_"))
"""The questions an excipient can answer to."""

_PRODUCT = {
    *("name", "brands", "vials", "ready_to_use", "diluents", "hours_after_reconstitution", "storage", "storage_after"),
    *("single_use", "excipients", "allergens", "source", "confirmed", "note"),
}
_LABEL = {"product", "jurisdiction", "title", "version", "date", "review_by", "source", "licences"}
_LICENCE = {"indication", "min_age", "source", "confirmed", "note"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """One indication of a label.

    Args:
        indication: id of the indication.
        min_age: youngest age in years, None where the label names none.
        source: document and place.
        confirmed: False where it was not seen at its source.
        note: limits of the wording.
    """

    indication: str
    min_age: int | None
    source: str
    confirmed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A product's label in one jurisdiction.

    Args:
        product: nonproprietary name.
        jurisdiction: "us" or "eu".
        title: document as a person names it.
        version: date or number printed on the version seen.
        date: of the version seen; None where it was not seen.
        review_by: after this day the limits count as due for checking.
        licences: the labelled indications that this program plans.
        source: id.
    """

    product: str
    jurisdiction: str
    title: str
    version: str
    date: dt.date | None
    review_by: dt.date
    licences: tuple[Licence, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One product.

    Args:
        name: nonproprietary name with suffix.
        brands: trade names, as examples; a brand does not name the product in every country.
        vials: units of the vials sold.
        ready_to_use: a solution: nothing is reconstituted.
        diluents: what a vial may be reconstituted with; () where ready to use.
        hours_after_reconstitution: how long a reconstituted vial may be kept; None where not confirmed.
        storage, storage_after: unopened, and after reconstitution, in words.
        single_use: one vial is for one patient and one session.
        excipients: as named on the label.
        allergens: question ids (``interictal.profile.conditions``) an excipient answers to.
        source: document and place.
        confirmed: False where a value was not seen at its source; ``note`` says which.
        note: see there.
    """

    name: str
    brands: tuple[str, ...]
    vials: tuple[Decimal, ...]
    ready_to_use: bool
    diluents: tuple[str, ...]
    hours_after_reconstitution: int | None
    storage: str
    storage_after: str
    single_use: bool
    excipients: tuple[str, ...]
    allergens: tuple[str, ...]
    source: str
    confirmed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All products, and their labels by product and jurisdiction."""

    products: Mapping[str, Product]
    labels: Mapping[tuple[str, str], Label]


def product(name: str) -> Product:
    """A product.

    Args:
        name: nonproprietary name with suffix; capitals do not matter.

    Raises:
        InvalidInput: not one of ``PRODUCTS``.
    """
    return catalogue().products[product_named(name)]


def label(product: str, jurisdiction: str) -> Label | None:
    """A product's label; None where none is on record, which is not to say that there is none.

    Args:
        product: nonproprietary name with suffix; capitals do not matter.
        jurisdiction: one of ``JURISDICTIONS``.

    Raises:
        InvalidInput: no such product or jurisdiction.
    """
    return catalogue().labels.get((product_named(product), jurisdiction_named(jurisdiction)))


def jurisdiction_named(name: str) -> str:
    """The jurisdiction as the list spells it; capitals do not matter.

    Raises:
        InvalidInput: not one of ``JURISDICTIONS``.
    """
    found = name.strip().lower()
    if found not in JURISDICTIONS:
        raise InvalidInput("jurisdiction", name, ", ".join(JURISDICTIONS), "Name whose label the checks shall use.")
    return found


@cache
def catalogue() -> Catalogue:
    """Everything in ``data/products.toml``.

    Raises:
        InvalidInput: see ``parse``.
    """
    return parse(DATA.read_text(encoding="utf-8"), DATA.name)


def parse(text: str, file: str) -> Catalogue:
    """The catalogue in the text of its file.

    Args:
        text: TOML.
        file: the file's name, for messages.

    Raises:
        InvalidInput: what is wrong, with its place: an unknown key, a value that is not allowed, a document that is not
            in the register, a product or label twice, a product missing.
    """
    whole = table_of(text, file)
    whole.only({"products", "labels"})
    products: dict[str, Product] = {}
    for table in whole.rows("products"):
        one = _product(table)
        if one.name in products:
            raise table.wrong("name", one.name, "each product once", "Remove one.")
        products[one.name] = one
    for name in PRODUCTS:
        if name not in products:
            raise whole.wrong("products", f"{name} is missing", ", ".join(PRODUCTS), "Add it.")
    labels: dict[tuple[str, str], Label] = {}
    for table in whole.rows("labels"):
        each = _label(table)
        if (each.product, each.jurisdiction) in labels:
            raise table.wrong("jurisdiction", each.jurisdiction, "each label once", "Remove one.")
        labels[each.product, each.jurisdiction] = each
    return Catalogue(products=MappingProxyType(products), labels=MappingProxyType(labels))


def one_of(table: Table, key: str, allowed: tuple[str, ...]) -> str:
    """The text of a key, which must be one of a list.

    Raises:
        InvalidInput: absent, or not on the list.
    """
    value = table.text(key)
    if value not in allowed:
        raise table.wrong(key, value, ", ".join(allowed))
    return value


def confirmed_and_note(table: Table) -> tuple[bool, str]:
    """Whether an entry was seen at its source, and its note; what was not seen must say so in its note.

    Raises:
        InvalidInput: not confirmed, without a note.
    """
    confirmed, note = table.confirmed(), table.text_or_none("note")
    if not confirmed and not note:
        raise table.wrong("note", note, "a text", "Say which figure was not seen at its source.")
    return confirmed, note


def _product(table: Table) -> Product:
    table.only(_PRODUCT)
    ready = table.flag("ready_to_use", default=False)
    diluents, hours = table.texts("diluents"), table.whole("hours_after_reconstitution")
    storage_after = table.text_or_none("storage_after")
    if ready and (diluents or hours or storage_after):
        raise table.wrong("ready_to_use", "true", "no diluent, hours or storage after", "A solution needs none.")
    if not ready and not (diluents and storage_after):
        raise table.wrong("diluents", diluents, "what to reconstitute with, and storage_after", "Add both.")
    vials = _amounts(table, "vials")
    if not vials or list(vials) != sorted(set(vials)):
        raise table.wrong("vials", vials, "units of each vial size once, the smallest first")
    allergens = table.texts("allergens")
    for each in allergens:
        if each not in ALLERGENS:
            raise table.wrong("allergens", each, ", ".join(ALLERGENS))
    confirmed, note = confirmed_and_note(table)
    return Product(
        name=one_of(table, "name", PRODUCTS),
        brands=table.texts("brands"),
        vials=vials,
        ready_to_use=ready,
        diluents=diluents,
        hours_after_reconstitution=hours,
        storage=table.text("storage"),
        storage_after=storage_after,
        single_use=table.flag("single_use", default=True),
        excipients=table.texts("excipients"),
        allergens=allergens,
        source=table.cited(),
        confirmed=confirmed,
        note=note,
    )


def _label(table: Table) -> Label:
    table.only(_LABEL)
    date, review_by = _date(table, "date"), _date(table, "review_by")
    if review_by is None or (date is not None and review_by <= date):
        raise table.wrong("review_by", review_by, "a date after that of the label", "Say until when it was checked.")
    licences: dict[str, Licence] = {}
    for row in table.rows("licences"):
        one = _licence(row)
        if one.indication in licences:
            raise row.wrong("indication", one.indication, "each indication once", "Remove one.")
        licences[one.indication] = one
    return Label(
        product=one_of(table, "product", PRODUCTS),
        jurisdiction=one_of(table, "jurisdiction", JURISDICTIONS),
        title=table.text("title"),
        version=table.text("version"),
        date=date,
        review_by=review_by,
        licences=tuple(licences.values()),
        source=table.cited(),
    )


def _licence(table: Table) -> Licence:
    table.only(_LICENCE)
    confirmed, note = confirmed_and_note(table)
    return Licence(
        indication=one_of(table, "indication", INDICATION_IDS),
        min_age=table.whole("min_age"),
        source=table.cited(),
        confirmed=confirmed,
        note=note,
    )


def _amounts(table: Table, key: str) -> tuple[Decimal, ...]:
    given = table.given.get(key)
    values = given if isinstance(given, list) else []
    read = (Table({key: value}, table.file, table.name).amount(key) for value in values)
    return tuple(value for value in read if value is not None)


def _date(table: Table, key: str) -> dt.date | None:
    value = table.given.get(key)
    if value is not None and type(value) is not dt.date:
        raise table.wrong(key, value, "a date")
    return value
