"""What a virtual trial counts: each outcome with its window and its place among the values of a patient."""

from __future__ import annotations

from dataclasses import dataclass

from interictal.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome.

    Args:
        id: as in the library of trials.
        words: what it is.
        unit: days or hours.
        weeks: length of its window, ending at the visit.
        field: its place among the values that the simulation gives.
        most: the largest value it can have.
    """

    id: str
    words: str
    unit: str
    weeks: int
    field: int
    most: int


OUTCOMES = {
    one.id: one
    for one in (
        Outcome("headache_days_28", "headache days in 28 days", "days", 4, 0, 28),
        Outcome("migraine_days_28", "migraine days in 28 days", "days", 4, 1, 28),
        Outcome(
            "moderate_severe_headache_days_28", "days with moderate or severe headache in 28 days", "days", 4, 2, 28
        ),
        Outcome("severe_headache_days_28", "days with severe headache in 28 days", "days", 4, 3, 28),
        Outcome("acute_medication_days_28", "days with acute medication in 28 days", "days", 4, 4, 28),
        Outcome("headache_hours_28", "hours of headache in 28 days", "hours", 4, 5, 672),
        Outcome("headache_days_week", "headache days in a week", "days", 1, 6, 7),
        Outcome("migraine_days_week", "migraine days in a week", "days", 1, 7, 7),
    )
}

OTHER_NAMES = {
    **{name.removesuffix("_28"): name for name in OUTCOMES if name.endswith("_28")},
    "headache_days_7": "headache_days_week",
    "migraine_days_7": "migraine_days_week",
    "moderate_severe_days": "moderate_severe_headache_days_28",
    "moderate_severe_days_28": "moderate_severe_headache_days_28",
}


def outcome(name: str, *, field: str = "outcomes", file: str | None = None) -> Outcome:
    """The outcome of a name, or of one of its other names.

    Raises:
        InvalidInput: there is none.
    """
    found = OUTCOMES.get(OTHER_NAMES.get(name, name))
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(name, [*OUTCOMES, *OTHER_NAMES], 1, cutoff=0.6)
        do = f"Did you mean {near[0]}?" if near else "Choose one of them."
        raise InvalidInput(field, name, ", ".join(OUTCOMES), do, file=file)
    return found
