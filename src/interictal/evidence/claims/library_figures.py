"""Figures that a statement names instead of copying: values, pooled results and rates of the trial library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from interictal.evidence.library import library
from interictal.evidence.library.events import AdverseEventRate, events
from interictal.evidence.library.records import Status, Synthesis, Value
from interictal.evidence.library.syntheses import syntheses


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """What stands under an id: the value, its limits, and where it comes from.

    Args:
        value, low, high: as printed; "" for limits that were not.
        below: printed as "less than".
        source, seen, status, tier, derivation, note: as for a value of the library.
    """

    value: str
    low: str
    high: str
    below: bool
    source: str
    seen: str
    status: Status
    tier: str
    derivation: str
    note: str


def referred(identifier: str) -> Referred | None:
    """The figure of the trial library with this id, None where it has none, or none with a number.

    Unknown: of a pooled result with a limit that was not seen, the whole is unconfirmed.
    """
    if identifier in library().values:
        return _value(library().values[identifier])
    if identifier in syntheses():
        return _synthesis(syntheses()[identifier])
    return _rate(_rates()[identifier]) if identifier in _rates() else None


@cache
def _rates() -> Mapping[str, AdverseEventRate]:
    return {one.id: one for one in events()}


def _value(one: Value) -> Referred:
    return Referred(
        value=_text(one.value),
        low="",
        high="",
        below=one.below,
        source=one.source,
        seen=one.seen,
        status=one.status,
        tier=one.tier,
        derivation="",  # of a rate it says how the number of people was found, not the percentage
        note=one.note,
    )


def _synthesis(one: Synthesis) -> Referred | None:
    if one.estimate is None:
        return None
    unseen = set(one.unseen) & {"estimate", "low", "high"}
    return Referred(
        value=_text(one.estimate),
        low=_text(one.low),
        high=_text(one.high),
        below=False,
        source=one.source,
        seen=one.seen,
        status=Status.UNCONFIRMED if unseen else one.status,
        tier="" if unseen else one.tier,
        derivation="",
        note=one.note,
    )


def _rate(one: AdverseEventRate) -> Referred | None:
    if one.percent is None:
        return None
    return Referred(
        value=_text(one.percent),
        low="",
        high="",
        below=one.below,
        source=one.source,
        seen=one.seen,
        status=one.status,
        tier=one.tier,
        derivation="",  # of a rate it says how the number of people was found, not the percentage
        note=one.note,
    )


def _text(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"
