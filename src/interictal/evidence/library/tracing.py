"""Where something of the library comes from: its source, the place it was seen, and what it was worked out from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interictal.evidence.library.event_wording import count_words, interval_words, percent_words, treated_words
from interictal.evidence.library.events import AdverseEventRate, event_words, events
from interictal.evidence.library.inputs import SynthesisInput, inputs
from interictal.evidence.library.records import DESIGNS, Arm, Outcome, Synthesis, Trial, Value
from interictal.evidence.library.selection import arms, outcomes, trials, value, values
from interictal.evidence.library.syntheses import doubt, in_words, outcome_words, syntheses, unseen_words
from interictal.evidence.library.wording import figure, taking_part, title


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One thing, and where it comes from.

    Args:
        id: of what was asked for.
        kind: "value", "arm", "trial", "outcome", "synthesis", "synthesis input", "side effect", "claim", "fact",
            "treatment", "figure" or "source".
        title: what it is, in words.
        figure: the number with its unit, or ""; for an input both arms.
        status: verified, derived or unconfirmed; "ours" for a rule of our own; "" where it is no single statement.
        tier: A, B, C, A+C as in the register of sources, or "".
        source: citation of the register of sources; "" where it has none of its own.
        seen: where it was seen, in words or as an address, or "".
        derivation: how it was worked out, or "".
        note: limits, in words, or "".
        details: further facts, each with its label.
        rests_on: what it was worked out from, or what it says, each traced in turn.
        holds: ids of what belongs to it, each with words.
    """

    id: str
    kind: str
    title: str
    figure: str = ""
    status: str = ""
    tier: str = ""
    source: str = ""
    seen: str = ""
    derivation: str = ""
    note: str = ""
    details: tuple[tuple[str, str], ...] = ()
    rests_on: tuple[Trace, ...] = ()
    holds: tuple[tuple[str, str], ...] = ()


def library_ids() -> Iterator[str]:
    """The ids of all that this module traces; one id may stand for two things."""
    yield from trials()
    yield from arms()
    yield from outcomes()
    yield from (each.id for each in values())
    yield from syntheses()
    yield from (each.id for each in inputs())
    yield from (each.id for each in events())


def library_traces(identifier: str) -> tuple[Trace, ...]:
    """Everything of the library that has this id.

    Args:
        identifier: also the beginning that the ids of several values share, up to a point: those of an arm, an outcome
            and a week.

    Returns:
        Trial, arm, outcome, value, pooled result, input of one, rate of a side effect; empty where nothing has it.
    """
    found: list[Trace] = []
    if identifier in trials():
        found.append(_trial(trials()[identifier]))
    if identifier in arms():
        found.append(_arm(arms()[identifier]))
    if identifier in outcomes():
        found.append(_outcome(outcomes()[identifier]))
    found += [of_value(each) for each in values() if each.id == identifier]
    if identifier in syntheses():
        found.append(_synthesis(syntheses()[identifier]))
    found += [_input(each) for each in inputs() if each.id == identifier]
    found += [_event(each) for each in events() if each.id == identifier]
    return tuple(found or [of_value(each) for each in values() if each.id.startswith(f"{identifier}.")])


def of_value(one: Value) -> Trace:
    """A value, down to the figures that it rests on."""
    arm, trial = arms()[one.arm], trials()[one.trial]
    compared = () if not one.versus else (("compared with", f"{arms()[one.versus].label} [{one.versus}]"),)
    week = () if one.week is None else (("week", str(one.week)),)
    return Trace(
        id=one.id,
        kind="value",
        title=title(one),
        figure=figure(one),
        status=one.status.value,
        tier=one.tier,
        source=one.source,
        seen=one.seen,
        derivation=one.derivation,
        note=one.note,
        details=(
            ("trial", f"{trial.name} [{trial.id}]"),
            ("arm", f"{arm.label} [{arm.id}]"),
            *compared,
            ("outcome", f"{outcomes()[one.outcome].words} [{one.outcome}]"),
            *week,
        ),
        rests_on=tuple(of_value(value(each)) for each in one.rests_on),
        holds=tuple((each.id, "is worked out from it") for each in values() if one.id in each.rests_on),
    )


def _arm(one: Arm) -> Trace:
    trial = trials()[one.trial]
    return Trace(
        id=one.id,
        kind="arm",
        title=one.label,
        details=(
            ("trial", f"{trial.name} [{trial.id}]"),
            ("drug", one.drug),
            ("dose", one.dose or "not seen"),
            ("people", "not seen" if one.n is None else str(one.n)),
        ),
        holds=tuple((each.id, f"{figure(each)}, {each.status.value}") for each in values() if each.arm == one.id),
    )


def _outcome(one: Outcome) -> Trace:
    better = {"lower": "fewer or less is better", "higher": "more is better"}.get(one.better, "neither good nor bad")
    measured = {each.trial for each in values() if each.outcome == one.id}
    return Trace(
        id=one.id,
        kind="outcome",
        title=one.words,
        details=(("counted in", one.unit), ("direction", better)),
        holds=tuple((each.id, each.name) for each in trials().values() if each.id in measured),
    )


def _trial(one: Trial) -> Trace:
    parts = tuple(("part of", f"{trials()[each].name} [{each}]") for each in one.part_of)
    return Trace(
        id=one.id,
        kind="trial",
        title=one.name,
        source=one.source,
        note=one.note,
        details=(
            ("registry", ", ".join(one.registry) or "not seen"),
            ("year", "not seen" if one.year is None else str(one.year)),
            ("population", taking_part(one)),
            ("design", DESIGNS[one.design]),
            *parts,
        ),
        holds=(
            *((each.id, each.label) for each in arms().values() if each.trial == one.id),
            *((each.id, f"{each.name}, a part of it") for each in trials().values() if one.id in each.part_of),
        ),
    )


def _synthesis(one: Synthesis) -> Trace:
    facts = (
        ("comparison", one.comparison),
        ("population", one.population_words),
        ("outcome", f"{outcome_words(one.outcome)} [{one.outcome}]"),
        ("method", one.method),
        ("trials", "" if one.k is None else f"{one.k}{doubt(one, 'k')}"),
        ("people", "" if one.n is None else f"{one.n}{doubt(one, 'n')}"),
        ("I2", "" if one.i2_percent is None else f"{one.i2_percent} %{doubt(one, 'i2_percent')}"),
        ("unconfirmed", unseen_words(one)),
        ("worked out again", one.reproduced),
    )
    return Trace(
        id=one.id,
        kind="synthesis",
        title=f"{one.comparison}: {outcome_words(one.outcome)}",
        figure=in_words(one),
        status=one.status.value,
        tier=one.tier,
        source=one.source,
        seen=one.seen,
        note=one.note,
        details=tuple((label, text) for label, text in facts if text),
        holds=tuple((each.id, each.study) for each in inputs() if each.analysis == one.id),
    )


def _input(one: SynthesisInput) -> Trace:
    return Trace(
        id=one.id,
        kind="synthesis input",
        title=f"{one.study}: {one.arm1} against {one.arm2}, {outcome_words(one.outcome)}",
        figure=_both_arms(one),
        status=one.status.value,
        tier=one.tier,
        source=one.source,
        seen=one.seen,
        derivation=one.derivation,
        note=one.note,
        details=(("pooled result", one.analysis), ("measure", one.measure)),
    )


def _both_arms(one: SynthesisInput) -> str:
    told = (
        (one.arm1, one.n1, one.events1, one.mean1),
        (one.arm2, one.n2, one.events2, one.mean2),
    )
    return "; ".join(
        f"{arm}: {'' if events is None else f'{events} of '}{'people not seen' if n is None else f'{n} people'}"
        f"{'' if mean is None else f', mean {mean}'}"
        for arm, n, events, mean in told
    )


def _event(one: AdverseEventRate) -> Trace:
    interval = interval_words(one)
    exact = () if not interval else (("exact 95 % interval of the count", interval),)
    return Trace(
        id=one.id,
        kind="side effect",
        title=f"{event_words(one.event)} (published as: {one.published_event}), {one.kind.value}",
        figure=", ".join(filter(None, (percent_words(one), count_words(one)))),
        status=one.status.value,
        tier=one.tier,
        source=one.source,
        seen=one.seen,
        derivation=one.derivation,
        note=one.note,
        details=(
            ("study", f"{one.study}, {treated_words(one)}"),
            ("arm", one.arm),
            ("observed", one.exposure or "not seen"),
            *exact,
        ),
    )
