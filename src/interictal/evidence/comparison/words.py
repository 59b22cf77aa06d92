"""What a comparison says in words: which people, why no number, and what lowers the certainty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interictal.evidence.comparison.counted import counted_words
from interictal.evidence.comparison.records import Role, Treatment
from interictal.evidence.comparison.strata import Person, Stratum
from interictal.evidence.library.records import POPULATIONS
from interictal.profile import StopReason

if TYPE_CHECKING:
    from interictal.evidence.comparison.result import Column, Gained, Response, Stopping, WithPlacebo

WIDE = 0.2
"""An interval of the gain that is wider than this share is called wide: 20 of 100 people."""

STOPPED = {
    None: "tried; why it was stopped is not known",
    StopReason.INEFFECTIVE: "tried, and stopped because it did not help",
    StopReason.NOT_TOLERATED: "tried, and stopped because it was not tolerated",
    StopReason.CONTRAINDICATED: "recorded as contraindicated",
    StopReason.OTHER: "tried, and stopped for another reason",
    StopReason.ONGOING: "taken now",
}
"""Why a preventive was stopped -> what is said of it."""

_WHAT = {
    "response": "how many people had half the days or fewer",
    "stopping": "how many people stopped for side effects",
    "gained": "the days gained",
}


def stratum_words(
    person: Person, stratum: Stratum, without: Sequence[Stratum], placebo: Sequence[WithPlacebo]
) -> tuple[str, ...]:
    """Why this stratum, what is unknown, and how far its placebo responses lie apart.

    Args:
        person: whom the comparison is for.
        stratum: the one taken.
        without: narrower ones that fit, whose response with placebo cannot be worked out.
        placebo: what happens with placebo there, by outcome and time.
    """
    said = []
    if person.assumed:
        said.append("The profile names no diagnosis: chronic migraine is assumed.")
    said.append(f"The trials are of {stratum.words}.")
    if person.untold:
        said.append("The profile does not say which preventives were tried: nothing is taken to have failed.")
    elif person.failed_at_most > person.failed_at_least:
        said.append(
            f"How many classes of preventives failed is not known for certain ({person.failed_at_least} to "
            f"{person.failed_at_most}): only what certainly failed counts."
        )
    if without:
        whom = "; nor for ".join(each.words for each in without)
        said.append(
            f"No trial read gives a response with placebo, with the number of people, for {whom}. People for whom "
            "preventives failed respond less often with placebo, so the shares of people below are probably too high. "
            "What is known of them stands under closer to your history."
        )
    if placebo:
        low, high = min(one.baseline.lowest for one in placebo), max(one.baseline.highest for one in placebo)
        said.append(
            f"With placebo {100 * low:.0f} to {100 * high:.0f} of 100 people responded from trial to trial: the trials "
            "differ in outcome, time and how the treatment is given. Each number stands beside placebo of the same "
            "outcome at the same time; numbers of different outcomes or times are not one scale."
        )
    return tuple(said)


def missing(treatment: Treatment, what: str, population: str, *, nothing: bool) -> str:
    """Why a treatment has no number of its own.

    Args:
        treatment: which.
        what: "response", "stopping" or "gained".
        population: code of the population.
        nothing: whether all three are missing.
    """
    if treatment.role is Role.NONE:
        return "Not a treatment. What happened in placebo arms is not what happens without treatment."
    if treatment.role is Role.ACUTE:
        return "It treats an attack and prevents none: it is not put beside preventives."
    if nothing:
        return f"Not studied in {POPULATIONS[population]} in the trials read."
    return f"No figure of {_WHAT[what]}, with placebo beside it, was seen at its source in {POPULATIONS[population]}."


def reasons(
    treatment: Treatment,
    response: Response | None,
    gained: Gained | None,
    stopping: Stopping | None,
    population: str,
) -> tuple[str, ...]:
    """What lowers the certainty of a treatment's numbers, as far as the numbers themselves show it."""
    if treatment.role is not Role.PREVENTIVE:
        return ()
    if response is None:
        said = [f"No figure of {_WHAT['response']} was seen at its source in {POPULATIONS[population]}."]
    else:
        said = _of_response(response)
    if gained is not None and gained.low is None:
        said.append("No spread was seen for the days gained, so they have no interval.")
    if gained is not None and gained.low is not None and gained.low <= 0:
        said.append("The interval of the days gained holds none at all.")
    if stopping is not None and stopping.study.share.high - stopping.study.share.low > WIDE:
        said.append("The interval of stopping for side effects is wide: more than 20 of 100 people.")
    if not all(one.confirmed for one in (response, gained, stopping) if one is not None):
        said.append("Figures that were not seen at their source are in it: unconfirmed.")
    if treatment.certainty.rating and "any kind" in treatment.certainty.of:
        said.append("The published rating is of migraine of any kind, not of this population.")
    return tuple(said)


def _of_response(response: Response) -> list[str]:
    said = []
    first = response.pairs[0]
    if len(response.pairs) == 1:
        several = len(first.trial.part_of) > 1
        said.append(
            f"One analysis of {len(first.trial.part_of)} trials ({first.trial.name})."
            if several
            else f"One trial ({first.trial.name})."
        )
    if response.ratio.low <= 1 <= response.ratio.high:
        said.append("The interval of the odds ratio holds no difference.")
    if response.applied.gain.high - response.applied.gain.low > WIDE:
        said.append("The interval is wide: more than 20 of 100 people.")
    if any(one.treated.worked_out or one.placebo.worked_out for one in response.pairs):
        said.append("People were worked out from rounded percentages.")
    said.append(f"The outcome is {counted_words(first.outcome, first.trial.id)}, week {first.week}.")
    return said


def limits(columns: Sequence[Column], person: Person) -> tuple[str, ...]:
    """What is not compared, and why.

    Args:
        columns: of the comparison.
        person: whom it is for.
    """
    said = [
        "Nothing is ranked: the trials differ in outcome, time, dose and people, and no treatment is recommended.",
        "No change has no chance of its own: people in placebo arms were seen regularly, kept a diary and expected to "
        "improve, so what happened to them is not what happens without treatment.",
    ]
    pairs = [one.response.pairs[0] for one in columns if one.response is not None]
    kinds = {f"{counted_words(pair.outcome, pair.trial.id)}, week {pair.week}" for pair in pairs}
    if len(kinds) > 1:
        said.append(f"A fall by half is not the same in all trials: {'; '.join(sorted(kinds))}.")
    without = [one.treatment.name for one in columns if one.treatment.role is Role.PREVENTIVE and one.response is None]
    if without:
        said.append(
            f"Of {', '.join(without)} no figure of {_WHAT['response']}, with placebo beside it, was seen at its source "
            f"in {POPULATIONS[person.population]}. What is known of them in other people stands by itself and is not "
            "put beside these numbers."
        )
    said.extend(f"Left out: {each.arm}: {each.why}." for one in columns for each in one.treatment.left_out)
    said.extend(
        f"Left out of the side effects: {each.arm}: {each.why}."
        for one in columns
        for each in one.treatment.rates_left_out
    )
    said.append(
        "An allergy to a medicine itself always speaks against it; only those to the toxin and to latex are asked."
    )
    if any(one.treatment.role is Role.ACUTE for one in columns):
        said.append("Triptans treat attacks and prevent none: they are never put beside preventives.")
    return tuple(said)
