"""What labels limit: units and sites, per site, per muscle, in a session, over months; and the time between sessions.

Limits are data (``data/limits.toml``), keyed by product, jurisdiction and indication. No limit stands in code.
What may stand in the file: docs/spec/limits.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.injection.catalogue import JURISDICTIONS, confirmed_and_note, jurisdiction_named, one_of
from interictal.injection.indications import INDICATION_IDS
from interictal.injection.products import PRODUCTS, product_named
from interictal.injection.tables import Table, table_of

DATA = Path(__file__).with_name("data") / "limits.toml"


class Bound(Enum):
    """What a limit bounds."""

    SITE_UNITS = "site_units"
    """Units of one site, at most."""
    MUSCLE_UNITS = "muscle_units"
    """Units of one muscle over both sides, at most."""
    MUSCLE_SITES = "muscle_sites"
    """Sites of one muscle over both sides, at most."""
    SIDE_UNITS = "side_units"
    """Units of one muscle (or all of one limb or axilla, where ``muscle`` is "") on one side, at most."""
    SESSION_UNITS = "session_units"
    """Units of the session, at most."""
    SESSION_SITES = "session_sites"
    """Sites of the session, at most."""
    CUMULATIVE_UNITS = "cumulative_units"
    """Units of all sessions within the window, this one included, at most."""
    INTERVAL_DAYS = "interval_days"
    """Days since the last session, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit of one label.

    Args:
        product: nonproprietary name; units are its own.
        jurisdiction: "us" or "eu".
        indication: id; "" for all indications together.
        bound: what is bounded.
        value: units, sites or days; units per kilogram of body weight where ``per_kg``.
        per_kg: ``value`` is per kilogram; ``cap`` then is the most in units, and the lower of the two holds.
        cap: see ``per_kg``.
        muscle: for a limit on one muscle.
        within_days, within_months: the window of a cumulative limit; exactly one of the two is set. A session exactly
            so long ago no longer counts.
        ages: "adult" (18 or more), "paediatric" (under 18), or "" for both.
        source: document and place.
        confirmed: False where the figure was not seen at its source.
        note: what the label adds.
    """

    product: str
    jurisdiction: str
    indication: str
    bound: Bound
    value: Decimal
    per_kg: bool = False
    cap: Decimal | None = None
    muscle: str = ""
    within_days: int | None = None
    within_months: int | None = None
    ages: str = ""
    source: str
    confirmed: bool = True
    note: str = ""


def limits(product: str, jurisdiction: str, indication: str) -> tuple[Limit, ...]:
    """The limits of a label for an indication, then its limits over all indications.

    Args:
        product: nonproprietary name with suffix; capitals do not matter.
        jurisdiction: "us" or "eu".
        indication: id, as in ``INDICATION_IDS``; "" for the limits over all indications alone.

    Returns:
        In the order of the file. None on record does not mean that the label has none.

    Raises:
        InvalidInput: no such product, jurisdiction or indication.
    """
    if indication and indication not in INDICATION_IDS:
        raise InvalidInput("indication", indication, ", ".join(INDICATION_IDS), "Name one of these.")
    key = (product_named(product), jurisdiction_named(jurisdiction))
    of_label = [each for each in all_limits() if (each.product, each.jurisdiction) == key]
    own = [each for each in of_label if indication and each.indication == indication]
    return (*own, *(each for each in of_label if not each.indication))


@cache
def all_limits() -> tuple[Limit, ...]:
    """Every limit of ``data/limits.toml``, in its order.

    Raises:
        InvalidInput: see ``parse``.
    """
    return parse(DATA.read_text(encoding="utf-8"), DATA.name)


def parse(text: str, file: str) -> tuple[Limit, ...]:
    """The limits in the text of their file.

    Args:
        text: TOML.
        file: the file's name, for messages.

    Raises:
        InvalidInput: what is wrong, with its place: an unknown key, a value that is not allowed, a document that is not
            in the register, a limit twice.
    """
    whole = table_of(text, file)
    whole.only({"sets"})
    found: dict[tuple[object, ...], Limit] = {}
    for of_set in whole.rows("sets"):
        of_set.only({*_OF_A_SET, "limits"})
        shared = {key: of_set.given[key] for key in _OF_A_SET if key in of_set.given}
        for row in of_set.rows("limits"):
            row.only({*_OF_A_LIMIT, *_OF_EITHER})
            one = _limit(Table({**shared, **row.given}, row.file, row.name))
            key = (one.product, one.jurisdiction, one.indication, one.bound, one.muscle, one.ages, *_window(one))
            if key in found:
                raise row.wrong("bound", one.bound.value, "each limit once", "Remove one.")
            found[key] = one
    return tuple(found.values())


_OF_EITHER = ("source", "confirmed", "note")
"""What a set says for all its limits, and a limit may say for itself."""
_OF_A_SET = ("product", "jurisdiction", "indication", *_OF_EITHER)
_OF_A_LIMIT = ("bound", "value", "per_kg", "cap", "muscle", "within_days", "within_months", "ages")

_AGES = ("adult", "paediatric")
_COUNTS = (Bound.MUSCLE_SITES, Bound.SESSION_SITES, Bound.INTERVAL_DAYS)
_OF_A_MUSCLE = (Bound.MUSCLE_UNITS, Bound.MUSCLE_SITES)
_OF_A_MUSCLE_OR_ALL = (*_OF_A_MUSCLE, Bound.SIDE_UNITS, Bound.SITE_UNITS)


def _window(limit: Limit) -> tuple[int | None, int | None]:
    return limit.within_days, limit.within_months


def _limit(table: Table) -> Limit:
    bound = Bound(one_of(table, "bound", tuple(each.value for each in Bound)))
    value = table.amount("value")
    if value is None or (bound in _COUNTS and value % 1):
        raise table.wrong("value", value, "a whole number" if bound in _COUNTS else "a number above 0")
    per_kg, cap = table.flag("per_kg", default=False), table.amount("cap")
    if per_kg and bound in _COUNTS:
        raise table.wrong("per_kg", "true", "false", "Only units go by body weight.")
    if cap is not None and not per_kg:
        raise table.wrong("cap", cap, "a cap only beside per_kg", "Without per_kg the value is the limit.")
    muscle = table.text_or_none("muscle")
    if muscle and bound not in _OF_A_MUSCLE_OR_ALL:
        raise table.wrong("muscle", muscle, "no muscle", f"{bound.value} is over all muscles.")
    if not muscle and bound in _OF_A_MUSCLE:
        raise table.wrong("muscle", muscle, "a muscle", f"{bound.value} is of one muscle.")
    within_days, within_months = table.whole("within_days"), table.whole("within_months")
    windows = sum(window is not None for window in (within_days, within_months))
    if windows != (bound is Bound.CUMULATIVE_UNITS):
        allowed = "within_days or within_months, exactly where the bound is cumulative_units"
        raise table.wrong("within_days", f"{windows} windows", allowed)
    confirmed, note = confirmed_and_note(table)
    return Limit(
        product=one_of(table, "product", PRODUCTS),
        jurisdiction=one_of(table, "jurisdiction", JURISDICTIONS),
        indication=one_of(table, "indication", INDICATION_IDS) if "indication" in table.given else "",
        bound=bound,
        value=value,
        per_kg=per_kg,
        cap=cap,
        muscle=muscle,
        within_days=within_days,
        within_months=within_months,
        ages=one_of(table, "ages", _AGES) if "ages" in table.given else "",
        source=table.cited(),
        confirmed=confirmed,
        note=note,
    )
