"""What the picture of a virtual trial shows, read from its document and from rows of published figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from interictal.errors import InvalidInput
from interictal.figures.labels import clean
from interictal.forecast.trials.outcomes import OUTCOMES

_USES = {
    "fitted": "fitted",
    "fitted-topiramate": "fitted (topiramate)",
    "fitted-trial-spread": "fitted (how trials differ)",
    "fitted-by-mechanism": "fitted by the mechanism",
    "same-trial": "same trial, not used",
    "held-out": "",
}
"""What the picture says of a published change, by what it was used for; nothing of one that was held out."""

SCHEMA = "interictal.trial/1"

_KEPT = "\N{NO-BREAK SPACE}"

MOST_PANELS = 3
"""Outcomes drawn: those with published changes, else the first of the design."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The change from baseline in an arm at one time: mean over replicates, and the middle 95 % of them."""

    week: int
    mean: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm's visits in order; ``place`` is its place in the document."""

    name: str
    n: int
    place: int
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A published change.

    Args:
        number: by which the picture names it, from 1 in each panel.
        arm, week, value: what was published.
        lower, upper: the band at that week.
        source: id of the document.
        use: what the model used it for, in words; "" where it was held out.
        unconfirmed: whether it was not seen at its source.
    """

    number: int
    arm: str
    week: int
    value: float
    lower: float
    upper: float
    source: str
    use: str
    unconfirmed: bool

    @property
    def held_out(self) -> bool:
        """Whether its agreement says anything."""
        return not self.use

    @property
    def inside(self) -> bool:
        """Whether it lies inside the band, its ends included."""
        return self.lower <= self.value <= self.upper


@dataclass(frozen=True, slots=True)
class Panel:
    """One outcome."""

    outcome: str
    arms: tuple[Arm, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A virtual trial as the picture needs it."""

    name: str
    replicates: int
    seed: int
    panels: tuple[Panel, ...]
    notes: tuple[str, ...] = ()

    @property
    def times(self) -> str:
        """How often it was simulated, in words."""
        return "once" if self.replicates == 1 else f"{self.replicates} times"

    @property
    def points(self) -> list[Point]:
        """The published changes of all panels."""
        return [point for panel in self.panels for point in panel.points]


def read(document: Mapping[str, Any], published: Sequence[Mapping[str, Any]]) -> Trial:
    """The panels of a document with the published changes that belong to them.

    Unknown: a change that cannot be told is left out, and with it an outcome that has no other.

    Raises:
        InvalidInput: another document, one without an outcome, or a published value that is no number.
    """
    if document.get("schema") != SCHEMA:
        raise InvalidInput("schema", document.get("schema"), SCHEMA, "Give the document of interictal trial.")
    outcomes = dict.fromkeys(one["outcome"] for arm in document["arms"] for one in arm["outcomes"])
    panels = [_panel(outcome, document["arms"], published) for outcome in outcomes]
    panels = [panel for panel in panels if panel.arms]
    if not panels:
        raise InvalidInput("outcomes", "none", "one or more", "Name an outcome in the design.")
    shown = [one for one in panels if one.points] or panels[:1]
    return Trial(
        name=str(document["design"]["name"]),
        replicates=document["replicates"],
        seed=document["seed"],
        panels=tuple(shown[:MOST_PANELS]),
        notes=tuple(document.get("notes", ())),
    )


def _panel(outcome: str, arms: Sequence[Mapping[str, Any]], published: Sequence[Mapping[str, Any]]) -> Panel:
    found = []
    for place, arm in enumerate(arms):
        visits = sorted(
            (
                Visit(one["timepoint_weeks"], *(float(one["change_mean"][key]) for key in ("mean", "lower", "upper")))
                for one in arm["outcomes"]
                if one["outcome"] == outcome and one["change_mean"] is not None
            ),
            key=lambda visit: visit.week,
        )
        if visits:
            found.append(Arm(arm["arm"], arm["n"], place, tuple(visits)))
    bands = {(arm.name, visit.week): visit for arm in found for visit in arm.visits}
    points: list[Point] = []
    for row in published:
        if row["quantity"] != "change_mean" or row["outcome"] != outcome:
            continue
        key = (row["arm"], int(_number(row, "week")))
        if key in bands:
            points.append(_point(len(points) + 1, row, bands[key]))
    return Panel(outcome, tuple(found), tuple(points))


def _point(number: int, row: Mapping[str, Any], band: Visit) -> Point:
    return Point(
        number=number,
        arm=row["arm"],
        week=band.week,
        value=_number(row, "value"),
        lower=band.lower,
        upper=band.upper,
        source=row["source"],
        use=_use(row),
        unconfirmed=row["status"] == "unconfirmed",
    )


def _use(row: Mapping[str, Any]) -> str:
    if row["use"] not in _USES:
        raise InvalidInput("use", row["use"], ", ".join(_USES), "Correct the published figure.")
    return _USES[row["use"]]


def _number(row: Mapping[str, Any], field: str) -> float:
    try:
        value = float(row[field])
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise InvalidInput(field, row[field], "a number", "Correct the published figure.")
    return value


def outcome_words(outcome: str) -> str:
    """An outcome in words, as the head of a panel; an id that is not known is shown as it is."""
    known = OUTCOMES.get(outcome)
    return outcome if known is None else known.words[0].upper() + known.words[1:]


def decimal(value: float) -> str:
    """A change with one decimal and a minus sign that is one; never a minus before nothing.

    >>> decimal(-8.44), decimal(-0.01)
    ('−8.4', '0.0')
    """
    said = f"{abs(value):.1f}"
    return f"−{said}" if value < 0 and float(said) else said


def point_words(point: Point) -> str:
    """A published change in words, and where it lies."""
    notes = [
        clean(point.source),
        *([point.use] if point.use else []),
        *(["unconfirmed"] if point.unconfirmed else []),
    ]
    where = "inside" if point.inside else "outside"
    return (
        f"{clean(point.arm)}, week {point.week}: {decimal(point.value)} ({', '.join(notes)}), {where} "
        f"{decimal(point.lower)}{_KEPT}to{_KEPT}{decimal(point.upper)}"
    )


def told(panel: Panel, most: int) -> list[tuple[str, str]]:
    """Number and words of the published changes of a panel; of more than ``most`` those outside before the others."""
    shown = sorted(panel.points, key=lambda point: point.inside)[:most] if len(panel.points) > most else panel.points
    return [(str(point.number), point_words(point)) for point in sorted(shown, key=lambda point: point.number)]
