"""What labels limit: units and sites, per site, per muscle, in a session, over months; and the time between sessions.

Limits are data (``data/limits.toml``), keyed by product, jurisdiction and indication. No limit stands in code.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


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
