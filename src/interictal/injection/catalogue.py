"""The products: vials, diluents, storage, excipients, and what each label licenses. Data: ``data/products.toml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


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
