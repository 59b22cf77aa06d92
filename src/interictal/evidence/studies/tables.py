"""From the trial library to a table of studies: one outcome, no patient twice, each figure with where it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import cast

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.checks import independent
from interictal.evidence.library import Arm, Outcome, Trial, Value, library, people
from interictal.evidence.library.records import POPULATIONS
from interictal.evidence.studies.effects import Find, NoEffect, Worked, events_of, worked_out
from interictal.evidence.tables import Contrast, EventsArm, Kind, Rows, StudyTable

PLACEBO = "placebo"

USUAL_LAST_WEEK = 24
"""A trial's latest week up to this one is taken; where it has none, the first later one (our choice)."""

NOT_POOLED = {
    "cohort": "one group, or groups that were not randomised",
    "crossover": "both periods are of the same people",
}
"""Designs that are never pooled here -> why."""


@dataclass(frozen=True, slots=True)
class LibraryStudies:
    """Studies of the library, ready to be pooled.

    Args:
        table: the studies; contrasts are differences in the outcome's unit.
        outcome: what was pooled.
        how: study -> how its standard error or events came about, "" as stated.
        sources: study -> citations of the register.
        unconfirmed: studies with a value that was not seen at its source.
    """

    table: StudyTable
    outcome: Outcome
    how: Mapping[str, str]
    sources: Mapping[str, tuple[str, ...]]
    unconfirmed: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Study:
    """What one trial gives."""

    trial: Trial
    week: int | None
    rows: tuple[EventsArm, ...] | tuple[Contrast, ...]
    values: tuple[Value, ...]
    how: str
    people: int

    @property
    def confirmed(self) -> bool:
        return all(value.confirmed for value in self.values)


def library_studies(
    outcome: str,
    drugs: Sequence[str] = (),
    population: str | None = None,
    *,
    include_unconfirmed: bool = False,
    complete: bool = False,
) -> LibraryStudies:
    """The trials of one outcome as a table.

    Args:
        outcome: id of the outcome.
        drugs: ids of the drugs: only these, and placebo. Empty: all.
        population: only trials of this population.
        include_unconfirmed: also values that were not seen at their source; such studies are marked.
        complete: trials of three treatments only with all of their differences, as a network needs them.

    Raises:
        InvalidInput: no such outcome, or trials of several populations; its message lists them.
        DataUnavailable: no trial has two treatments with figures that can be pooled.

    Unknown: what a trial does not say is not filled in; trials that cannot be pooled are named in the notes, each with
        the reason.
    """
    held = library()
    if outcome not in held.outcomes:
        raise InvalidInput("--outcome", outcome, ", ".join(held.outcomes), "See: interictal evidence outcomes")
    asked: dict[str, list[Value]] = {}
    for value in held.values.values():
        if value.outcome == outcome and population in (None, held.trials[value.trial].population):
            asked.setdefault(value.trial, []).append(value)
    arms: dict[str, list[Arm]] = {}
    for arm in held.arms.values():
        if not drugs or arm.drug in drugs or arm.drug == PLACEBO:
            arms.setdefault(arm.trial, []).append(arm)
    make = _events if held.outcomes[outcome].kind == "events" else _means
    found: dict[str, _Study] = {}
    reasons: list[str] = []
    with_unconfirmed: list[str] = []
    notes = [f"From the trial library of {held.version.date}: {held.outcomes[outcome].words}."]
    for trial in held.trials.values():
        of_drugs = arms.get(trial.id, [])
        if trial.id not in asked or (drugs and not any(arm.drug in drugs for arm in of_drugs)):
            continue
        one = _of_trial(trial, of_drugs, asked[trial.id], make, include_unconfirmed, complete)
        if isinstance(one, _Study):
            found[trial.id] = one
        elif isinstance(_of_trial(trial, of_drugs, asked[trial.id], make, True, complete), _Study):
            with_unconfirmed.append(trial.name)
        else:
            reasons.append(f"{trial.name} cannot be pooled: {one.why}.")
    kept, left = independent({name: study.people for name, study in found.items()}, held.trials)
    for out in left:
        others = " and ".join(held.trials[name].name for name in out.for_the_sake_of)
        notes.append(f"{held.trials[out.trial].name} was left out: its patients are those of {others}.")
    if with_unconfirmed:
        notes.append(f"Left out, because values that they need are unconfirmed: {', '.join(with_unconfirmed)}.")
    notes += reasons
    studies = [found[name] for name in kept]
    if not studies:
        raise DataUnavailable(
            f"The library has no trial that can be pooled for {outcome}. {' '.join(notes[1:]) or 'Choose another.'}"
        )
    _one_population(studies)
    return _gathered(held.outcomes[outcome], studies, notes)


def _one_population(studies: Sequence[_Study]) -> None:
    """Trials of different populations are not pooled unless the library itself calls them mixed."""
    by_population: dict[str, int] = {}
    for study in studies:
        by_population[study.trial.population] = by_population.get(study.trial.population, 0) + 1
    if len(by_population) > 1:
        listed = ", ".join(
            f"{name} ({POPULATIONS[name]}, {count} trial{'' if count == 1 else 's'})"
            for name, count in by_population.items()
        )
        do = "People of different populations are not compared: choose one."
        raise InvalidInput("--population", "all of them", listed, do)


def _gathered(outcome: Outcome, studies: Sequence[_Study], notes: list[str]) -> LibraryStudies:
    weeks = sorted({study.week for study in studies if study.week is not None})
    if len(weeks) > 1:
        notes.append(f"Outcomes are of different times: weeks {weeks[0]} to {weeks[-1]}.")
    if any(study.trial.design == "open" for study in studies):
        notes.append(f"Open label: {', '.join(each.trial.name for each in studies if each.trial.design == 'open')}.")
    unconfirmed = frozenset(study.trial.name for study in studies if not study.confirmed)
    if unconfirmed:
        notes.append(f"With unconfirmed values: {', '.join(sorted(unconfirmed))}.")
    columns = {
        "year": {study.trial.name: "" if study.trial.year is None else str(study.trial.year) for study in studies},
        "population": {study.trial.name: study.trial.population for study in studies},
        "design": {study.trial.name: study.trial.design for study in studies},
        "week": {study.trial.name: "" if study.week is None else str(study.week) for study in studies},
    }
    rows = cast(Rows, tuple(row for study in studies for row in study.rows))
    return LibraryStudies(
        table=StudyTable(Kind.EVENTS if outcome.kind == "events" else Kind.CONTRASTS, rows, columns, tuple(notes)),
        outcome=outcome,
        how={study.trial.name: study.how for study in studies},
        sources={study.trial.name: tuple(dict.fromkeys(one.source for one in study.values)) for study in studies},
        unconfirmed=unconfirmed,
    )


def _of_trial(
    trial: Trial, arms: Sequence[Arm], asked: Sequence[Value], make: _Maker, unconfirmed: bool, complete: bool
) -> _Study | NoEffect:
    """What a trial gives, or why it gives nothing."""
    treatments: dict[str, list[Arm]] = {}
    for arm in arms:
        treatments.setdefault(arm.drug, []).append(arm)
    if trial.design in NOT_POOLED:
        return NoEffect(NOT_POOLED[trial.design])
    if len(treatments) < 2:
        return NoEffect("it has no second treatment of those asked for")
    usable = {
        (value.week, value.arm, value.quantity, value.versus): value
        for value in asked
        if value.confirmed or unconfirmed
    }
    outcome = asked[0].outcome
    last: NoEffect = NoEffect("no figures after the start")
    for week in _weeks(asked):
        counts = {arm.id: _people(arm.id, outcome, week, unconfirmed) for arm in arms}

        def find(arm: str, quantity: str, versus: str, week: int | None = week) -> Value | None:
            return usable.get((week, arm, quantity, versus))

        made = make(find, trial, treatments, counts, complete)
        if not isinstance(made, NoEffect):
            rows, values, how = made
            total = sum(int(count.value) for count in counts.values() if count is not None)
            return _Study(trial, week, rows, values, how, total)
        last = made
    return last


def _weeks(values: Sequence[Value]) -> Iterator[int | None]:
    """The latest week up to the usual last one first, then earlier ones, then later ones, then none."""
    weeks = {value.week for value in values if value.week != 0 and not value.quantity.startswith("baseline")}
    known = sorted(week for week in weeks if week is not None)
    yield from sorted((week for week in known if week <= USUAL_LAST_WEEK), reverse=True)
    yield from (week for week in known if week > USUAL_LAST_WEEK)
    if None in weeks:
        yield None


def _people(arm: str, outcome: str, week: int | None, unconfirmed: bool) -> Value | None:
    found = people(arm, outcome, week)
    return found if found is not None and (found.confirmed or unconfirmed) else None


_Maker = Callable[[Find, Trial, Mapping[str, Sequence[Arm]], Mapping[str, "Value | None"], bool], "_Made | NoEffect"]
_Made = tuple["tuple[EventsArm, ...] | tuple[Contrast, ...]", tuple[Value, ...], str]


def _events(
    find: Find, trial: Trial, treatments: Mapping[str, Sequence[Arm]], counts: Mapping[str, Value | None], _: bool
) -> _Made | NoEffect:
    """One row a treatment, in which its doses are added up."""
    rows: list[EventsArm] = []
    values: list[Value] = []
    hows: list[str] = []
    unknown: list[str] = []
    for drug in _in_order(treatments):
        arms = treatments[drug]
        found = [(arm, events_of(find, arm, counts[arm.id])) for arm in arms]
        known = [one for _, one in found if not isinstance(one, NoEffect)]
        unknown += [f"{arm.label}: {one.why}" for arm, one in found if isinstance(one, NoEffect)]
        if not known:
            continue
        rows.append(EventsArm(trial.name, drug, sum(one[0] for one in known), sum(one[1] for one in known)))
        values += [value for one in known for value in one[3]]
        hows += [one[2] for one in known if one[2]]
        if len(known) > 1:
            hows.append(f"{len(known)} doses of {drug} added up")
    if len(rows) < 2:
        return NoEffect("; ".join(unknown))
    hows += [f"left out, {each}" for each in unknown]
    return tuple(rows), tuple(dict.fromkeys(values)), "; ".join(hows)


def _in_order(treatments: Iterable[str]) -> list[str]:
    """Placebo last, so that a drug stands before what it is compared with."""
    return sorted(treatments, key=lambda drug: drug == PLACEBO)


def _means(
    find: Find,
    trial: Trial,
    treatments: Mapping[str, Sequence[Arm]],
    counts: Mapping[str, Value | None],
    complete: bool,
) -> _Made | NoEffect:
    """One row for each two treatments."""
    order = _in_order(treatments)
    rows: list[Contrast] = []
    values: list[Value] = []
    hows: list[str] = []
    why = ""
    for first, second in combinations(order, 2):
        one: Worked | NoEffect = worked_out(find, treatments[first], treatments[second], counts)
        if isinstance(one, NoEffect):
            why = f"{first} against {second}: {one.why}"
            continue
        rows.append(Contrast(trial.name, first, second, one.estimate, one.se))
        values += one.values
        hows.append(one.how)
    missing = len(rows) < len(order) * (len(order) - 1) // 2
    if not rows or (complete and missing):
        return NoEffect(why)
    return tuple(rows), tuple(dict.fromkeys(values)), "; ".join(hows)
