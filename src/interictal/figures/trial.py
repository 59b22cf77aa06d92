"""A virtual trial beside the published points: change from baseline by week, one panel an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from interictal.figures.figure import WIDE, Figure, Key
from interictal.figures.labels import clean, named
from interictal.figures.trial_marks import LOOKS, drawn
from interictal.figures.trial_panels import Point, Trial, decimal, outcome_words, point_words, read
from interictal.forecast.trials.replicates import too_few


def trial_figure(document: Mapping[str, Any], published: Sequence[Mapping[str, Any]], width: int = WIDE) -> Figure:
    """Change from baseline in each arm of a virtual trial, with 95 % bands over replicates and the published changes.

    Each published change has a number, and a line beneath that says whether it lies inside the band; what the model
    was fitted to is told from what it was not.

    Args:
        document: an ``interictal.trial/1``.
        published: rows of published figures (``arm``, ``outcome``, ``week``, ``quantity``, ``value``, ``use``,
            ``source``, ``status``); those of other arms, outcomes, weeks and quantities are left out.
        width: ``WIDE`` or ``NARROW``.

    Raises:
        InvalidInput: another document, or a published value that is no number, an unknown use.
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
    """What is seen, with its figures: of published changes only those that the model was not fitted to are counted."""
    name = f"{clean(trial.name, 60)}, simulated {trial.times}"
    if trial.points:
        return f"{name}: {_inside_words(trial)}"
    said = []
    panel = trial.panels[0]
    for arm in panel.arms:
        last = arm.visits[-1]
        said.append(f"{decimal(last.mean)} with {clean(arm.name, 40)}")
    return f"{name}: {outcome_words(panel.outcome)} in week {panel.arms[0].visits[-1].week}: {', '.join(said)}"


def _inside_words(trial: Trial) -> str:
    counted = [point for point in trial.points if point.held_out]
    if not counted:
        return "the model was fitted to this trial, so that its published changes prove nothing"
    band = "the band" if too_few(trial.replicates) else "the 95\N{NO-BREAK SPACE}% band"
    doubtful = sum(point.unconfirmed for point in counted)
    also = f", {doubtful} of them unconfirmed" if doubtful else ""
    changes = "change" if len(counted) == 1 else "changes"
    inside = sum(point.inside for point in counted)
    return f"{inside} of {len(counted)} held-out published {changes} inside {band}{also}"


def _source(trial: Trial) -> str:
    used = any(not point.held_out for point in trial.points)
    also = " Fitted, or of the same trial: agreement proves nothing." if used else ""
    bands = too_few(trial.replicates) or f"Bands: the middle 95 % of {trial.replicates} trials."
    notes = "".join(f" {clean(note, 200)}" for note in trial.notes)
    return f"SYNTHETIC, no real patients: simulated trials, seed {trial.seed}. {bands}{also}{notes}"


def _description(trial: Trial) -> str:
    parts = []
    for panel in trial.panels:
        for arm in panel.arms:
            each = "; ".join(
                f"week {one.week} {decimal(one.mean)} ({decimal(one.lower)} to {decimal(one.upper)})"
                for one in arm.visits
            )
            people = "1 person" if arm.n == 1 else f"{arm.n} people"
            parts.append(f"{outcome_words(panel.outcome)}, change with {clean(arm.name)}, {people}: {each}.")
        parts += [f"Published {point.number}: {point_words(point)}." for point in panel.points]
    return " ".join(parts)


def _key(trial: Trial, width: int) -> tuple[Key, ...]:
    arms = list(dict.fromkeys(arm.name for panel in trial.panels for arm in panel.arms))
    entries = [Key(LOOKS[at % len(LOOKS)].key, clean(name, 28 if width < WIDE else 60)) for at, name in enumerate(arms)]
    if any(not point.unconfirmed for point in trial.points):
        entries.append(Key("square", "published"))
    if any(point.unconfirmed for point in trial.points):
        entries.append(Key("square-hollow", "published, unconfirmed"))
    return tuple(entries)


def _table(trial: Trial) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    band = "Band" if too_few(trial.replicates) else "95 % band"
    header = ("Outcome", "Arm", "Week", "Simulated change", band, "Published", "Where", "Source")
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
    where = f"{'inside' if point.inside else 'outside'}{f', {point.use}' if point.use else ''}"
    return decimal(point.value), where, named(point.source, point.unconfirmed)
