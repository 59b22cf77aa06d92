"""A comparison as pictures of 100 people: every word of them is a sentence with a record."""

from __future__ import annotations

from decimal import Decimal

from interictal.evidence.comparison import Column, Comparison
from interictal.evidence.comparison.counted import days_counted
from interictal.evidence.comparison.exclusions import Outcome
from interictal.evidence.comparison.records import Role
from interictal.evidence.comparison.result import Response, Stopping
from interictal.evidence.library.records import POPULATIONS
from interictal.figures.figure import Said
from interictal.figures.icons import Icon, IconArray, IconColumn, IconLine
from interictal.report.compare_words import (
    between_words,
    counted_in,
    more_words,
    nearest_stopped,
    overall_words,
    own_words,
    percents_words,
    whole_percent,
)
from interictal.report.patient_words import said, said_topic

HEADER = ("Choice", "Counted", "Of 100 with it", "With placebo", "More", "Could be", "Its own trial", "Stop", "Label")
"""Of the table behind the picture, for clinicians."""

_DASH = "–"


def people_array(comparison: Comparison, *, synthetic: bool = False) -> IconArray:
    """Gains and harms of 100 people, one frame a treatment that has both a number and its placebo.

    No change has a frame and no number. Where no treatment has a number, each has a frame with the reason.

    Args:
        comparison: what to show.
        synthetic: whether the person is made up.
    """
    shown = [one for one in comparison.columns if one.response is not None]
    if not shown:
        shown = [one for one in comparison.columns if one.treatment.role is Role.PREVENTIVE]
    people = (
        f"people with {POPULATIONS[comparison.person.population]}" if comparison.person.assumed else "people like you"
    )
    nothing = [one for one in comparison.columns if one.treatment.role is Role.NONE]
    return IconArray(
        columns=tuple(_frame(one, comparison) for one in (*nothing, *shown)),
        title=said("icon-title", people=people),
        key={icon: said("icon-key", n) for n, icon in enumerate(Icon)},
        source=_source(comparison, shown),
        header=HEADER,
        synthetic=synthetic,
        name="comparison",
    )


def _frame(one: Column, comparison: Comparison) -> IconColumn:
    name, found = said_topic(f"how-{one.treatment.id.lower()}"), one.response
    if found is None:
        return _empty(one, name, said("icon-none", 0 if one.treatment.role is Role.NONE else 1))
    if not found.confirmed or (one.stopping is not None and not one.stopping.confirmed):
        return _empty(one, name, said("icon-none", 2, unconfirmed=True))
    first = found.pairs[0]
    more, _, _ = more_words(found)
    stop = None if one.stopping is None else one.stopping.study.share.of_100[0]
    return IconColumn(
        name=name,
        above=said("icon-counted", days=days_counted(first.outcome, first.trial.id), week=str(first.week)),
        anyway=found.without.share.of_100[0],
        more=more,
        stop=stop,
        lines=(*_gains(found), _harm(one, comparison), *_notes(one, found)),
        row=_row(one, found, one.stopping),
    )


def _empty(one: Column, name: Said, reason: Said) -> IconColumn:
    row = (one.treatment.name, reason.text, *(_DASH for _ in HEADER[3:]), overall_words(one))
    return IconColumn(name=name, reason=reason, row=row)


def _gains(found: Response) -> tuple[IconLine, ...]:
    more, low, high = more_words(found)
    between = between_words(low, high)
    if more < 0:
        gain = IconLine(said("icon-gain", 1, fewer=str(-more), between=between), Icon.FEWER, "bold")
    else:
        gain = IconLine(said("icon-gain", 0, more=str(more), between=between), Icon.MORE, "bold")
    lines = [
        gain,
        IconLine(said("icon-gain", 2, placebo=str(found.without.share.of_100[0])), Icon.ANYWAY),
        IconLine(said("icon-gain", 3, with_it=str(found.applied.share.of_100[0]))),
    ]
    if found.standardised and found.own is not None:
        first, second = (str(whole_percent(Decimal(100 * share))) for share in found.own)
        lines.append(IconLine(said("icon-gain", 4, with_it=first, placebo=second), style="quiet"))
    return tuple(lines)


def _harm(one: Column, comparison: Comparison) -> IconLine:
    """Who stops; where that is not known of these people, what another study saw."""
    if one.stopping is not None:
        study = one.stopping.study
        stop, placebo = str(study.share.of_100[0]), str(study.without.of_100[0])
        return IconLine(said("icon-stop", 0, stop=stop, placebo=placebo), Icon.STOP)
    nearest = nearest_stopped(one, comparison.stratum.population)
    if not nearest:
        return IconLine(said("icon-stop", 1))
    unconfirmed = not all(each.confirmed for each in nearest)
    people, percent = POPULATIONS[nearest[0].population], percents_words(nearest)
    if nearest[0].placebo is None:
        return IconLine(said("icon-stop", 3, unconfirmed=unconfirmed, people=people, percent=percent))
    placebo = str(whole_percent(nearest[0].placebo))
    if nearest[0].population == comparison.stratum.population:
        return IconLine(said("icon-stop", 4, unconfirmed=unconfirmed, percent=percent, placebo=placebo))
    return IconLine(said("icon-stop", 2, unconfirmed=unconfirmed, people=people, percent=percent, placebo=placebo))


def _notes(one: Column, found: Response) -> tuple[IconLine, ...]:
    alone = len(found.pairs) == 1 and len(found.pairs[0].trial.part_of) < 2
    notes = [IconLine(said("icon-note", 1 if alone else 2), style="quiet")]
    if one.overall is Outcome.EXCLUDED:
        notes.insert(0, IconLine(said("icon-note", 0), style="bold"))
    return tuple(notes)


def _row(one: Column, found: Response, stopping: Stopping | None) -> tuple[str, ...]:
    more, low, high = more_words(found)
    stop = _DASH
    if stopping is not None:
        stop = f"{stopping.study.share.of_100[0]}, placebo {stopping.study.without.of_100[0]}"
    return (
        one.treatment.name,
        counted_in(found),
        str(found.applied.share.of_100[0]),
        str(found.without.share.of_100[0]),
        str(more).replace("-", "−"),
        f"{low} to {high}".replace("-", "−"),
        own_words(found),
        stop,
        overall_words(one),
    )


def _source(comparison: Comparison, shown: list[Column]) -> tuple[Said, ...]:
    found = [said("icon-source", 0, people=comparison.stratum.words), said("icon-source", 1), said("icon-source", 2)]
    missing = [
        one.treatment.name
        for one in comparison.columns
        if one.treatment.role is Role.PREVENTIVE and one.response is None and one not in shown
    ]
    if missing:
        found.append(said("icon-source", 3, names=", ".join(missing)))
    return tuple(found)
