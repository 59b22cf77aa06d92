"""A virtual trial beside the published points: change from baseline by week, one panel an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from interictal.figures.figure import WIDE, Figure, Key
from interictal.figures.labels import clean, named
from interictal.figures.trial_marks import LOOKS, drawn
from interictal.figures.trial_panels import Point, Trial, decimal, outcome_words, point_words, read


def trial_figure(document: Mapping[str, Any], published: Sequence[Mapping[str, Any]], width: int = WIDE) -> Figure:
    """Change from baseline in each arm of a virtual trial, with 95 % bands over replicates and the published changes.

    Each published change has a number, and a line beneath that says whether it lies inside the band; what the model
    was fitted to is told from what it was not.

    Args:
        document: an ``interictal.trial/1``.
        published: rows of published figures (``arm``, ``outcome``, ``week``, ``quantity``, ``value``, ``role``,
            ``source``, ``status``); those of other arms, outcomes, weeks and quantities are left out.
        width: ``WIDE`` or ``NARROW``.

    Raises:
        InvalidInput: another document, or a published value that is no number.
    """
    trial = read(document, published)
    header, rows = _table(trial)
    return Figure(
        name="trial",
        title=title_words(trial),
        description=_description(trial),
        spec=drawn(trial, width),
        key=_key(trial, width),
        header=header,
        rows=rows,
        source=_source(trial),
        width=width,
    )


def title_words(trial: Trial) -> str:
    """What is seen, with its figures."""
    points = [point for panel in trial.panels for point in panel.points]
    name = f"{clean(trial.name, 60)}, simulated {trial.replicates} times"
    if points:
        inside = sum(point.inside for point in points)
        return f"{name}: {inside} of {len(points)} published changes inside the 95\N{NO-BREAK SPACE}% band"
    said = []
    panel = trial.panels[0]
    for arm in panel.arms:
        last = arm.visits[-1]
        said.append(f"{decimal(last.mean)} with {clean(arm.name, 40)}")
    return f"{name}: {outcome_words(panel.outcome)} in week {panel.arms[0].visits[-1].week}: {', '.join(said)}"


def _source(trial: Trial) -> str:
    fitted = any(point.fitted for panel in trial.panels for point in panel.points)
    also = " Fitted: the model was fitted to it, so that agreement proves nothing." if fitted else ""
    return (
        f"SYNTHETIC, no real patients: simulated trials, seed {trial.seed}. Bands: the middle 95 % of "
        f"{trial.replicates} trials.{also}"
    )


def _description(trial: Trial) -> str:
    parts = []
    for panel in trial.panels:
        for arm in panel.arms:
            each = "; ".join(
                f"week {one.week} {decimal(one.mean)} ({decimal(one.lower)} to {decimal(one.upper)})"
                for one in arm.visits
            )
            parts.append(f"{outcome_words(panel.outcome)}, change with {clean(arm.name)}, {arm.n} people: {each}.")
        parts += [f"Published {point.number}: {point_words(point)}." for point in panel.points]
    return " ".join(parts)


def _key(trial: Trial, width: int) -> tuple[Key, ...]:
    arms = list(dict.fromkeys(arm.name for panel in trial.panels for arm in panel.arms))
    entries = [Key(LOOKS[at % len(LOOKS)].key, clean(name, 28 if width < WIDE else 60)) for at, name in enumerate(arms)]
    points = [point for panel in trial.panels for point in panel.points]
    if any(not point.unconfirmed for point in points):
        entries.append(Key("square", "published"))
    if any(point.unconfirmed for point in points):
        entries.append(Key("square-hollow", "published, unconfirmed"))
    return tuple(entries)


def _table(trial: Trial) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    header = ("Outcome", "Arm", "Week", "Simulated change", "95 % band", "Published", "Where", "Source")
    rows: list[tuple[str, ...]] = []
    for panel in trial.panels:
        for arm in panel.arms:
            for one in arm.visits:
                start = (outcome_words(panel.outcome), clean(arm.name), str(one.week), decimal(one.mean))
                band = f"{decimal(one.lower)} to {decimal(one.upper)}"
                found = [point for point in panel.points if (point.arm, point.week) == (arm.name, one.week)]
                rows += [(*start, band, *_published_cells(point)) for point in found] or [(*start, band, "–", "–", "–")]
    return header, tuple(rows)


def _published_cells(point: Point) -> tuple[str, str, str]:
    where = f"{'inside' if point.inside else 'outside'}{', fitted' if point.fitted else ''}"
    return decimal(point.value), where, named(point.source, point.unconfirmed)
