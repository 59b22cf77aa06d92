"""What a comparison says to the patient: every sentence by its id, the numbers put in."""

from __future__ import annotations

from decimal import Decimal

from interictal.evidence.comparison import Column, Comparison
from interictal.evidence.comparison.exclusions import Outcome
from interictal.evidence.comparison.harms import SideEffect
from interictal.evidence.comparison.records import Role
from interictal.evidence.library.records import POPULATIONS
from interictal.report.compare_words import between_words, more_words, nearest_stopped, whole_percent
from interictal.report.patient_words import patient_part, sentence, sentences, topic

_MOST_SIDE_EFFECTS = 4
_LOW_CERTAINTY_TRIALS = 1
_FEW_FAILED = 2


def about_people(comparison: Comparison) -> str:
    """What the page is, who was studied, and what happened with a dummy."""
    said = [sentences("compare-page"), sentence("compare-people", people=comparison.stratum.words)]
    if comparison.person.assumed:
        said.append(sentence("compare-assumed"))
    if comparison.person.failed_at_least >= _FEW_FAILED and not comparison.stratum.failed:
        said.append(sentence("compare-failed"))
    found = comparison.response
    if found is not None:
        said.append(
            sentence(
                "compare-placebo",
                unconfirmed=not found.confirmed,
                placebo=str(found.share.of_100[0]),
                lowest=str(whole_percent(Decimal(100 * found.lowest))),
                highest=str(whole_percent(Decimal(100 * found.highest))),
            )
        )
        said.append(sentence("compare-dummy"))
    return patient_part("".join(said))


def about_treatment(one: Column, comparison: Comparison) -> str:
    """One treatment: how it is used, the chance, the days, the harms, and what its label asks."""
    treatment = one.treatment
    fact = f"how-{treatment.id.lower()}"
    said = [sentences(fact)]
    if treatment.role is Role.PREVENTIVE:
        said += [*_gains(one, comparison), *_harms(one, comparison)]
    said += [sentence("compare-tried", words=each.words) for each in one.tried]
    said += _label(one)
    name = topic(fact, element="span")
    return patient_part(f"<details><summary>{name}</summary>{''.join(said)}</details>")


def _gains(one: Column, comparison: Comparison) -> list[str]:
    said = []
    if one.response is None or comparison.response is None:
        said.append(sentence("compare-chance", 1))
    else:
        _, low, high = more_words(one.response.applied, comparison.response)
        said.append(
            sentence(
                "compare-chance",
                unconfirmed=not one.response.confirmed,
                with_it=str(one.response.applied.share.of_100[0]),
                placebo=str(comparison.response.share.of_100[0]),
                between=between_words(low, high),
            )
        )
        if len(one.response.pairs) == _LOW_CERTAINTY_TRIALS and len(one.response.pairs[0].trial.part_of) < 2:
            said.append(sentence("compare-chance", 2))
    gained = one.gained
    if gained is None:
        said.append(sentence("compare-days", 2))
    elif gained.low is None or gained.high is None:
        said.append(sentence("compare-days", 1, unconfirmed=not gained.confirmed, days=f"{gained.days:.1f}"))
    else:
        # Days gained are fewer bad days, so the words of the interval turn round.
        between = between_words(round(-gained.high, 1), round(-gained.low, 1))
        said.append(
            sentence("compare-days", unconfirmed=not gained.confirmed, days=f"{gained.days:.1f}", between=between)
        )
    return said


def _harms(one: Column, comparison: Comparison) -> list[str]:
    said = []
    stopping = one.stopping
    if stopping is not None and comparison.stopping is not None:
        value, low, high = map(str, stopping.applied.share.of_100)
        placebo = str(comparison.stopping.share.of_100[0])
        said.append(
            sentence(
                "compare-stop",
                unconfirmed=not stopping.confirmed,
                with_it=value,
                placebo=placebo,
                low=low,
                high=high,
            )
        )
    else:
        said.append(sentence("compare-stop", 1))
        nearest = nearest_stopped(one, comparison.stratum.population)
        said += [_stopped(nearest)] if nearest is not None else []
    if one.side_effects:
        shown = one.side_effects[:_MOST_SIDE_EFFECTS]
        listed = "; ".join(map(_side_effect, shown))
        unconfirmed = not all(each.confirmed for each in shown)
        said.append(sentence("compare-side-effects", unconfirmed=unconfirmed, listed=listed))
    return said


def _side_effect(one: SideEffect) -> str:
    beside = "" if one.placebo is None else f" ({whole_percent(one.placebo)} with a dummy)"
    return f"{one.words[:1].lower()}{one.words[1:]} in {whole_percent(one.percent)}{beside}"


def _stopped(one: SideEffect) -> str:
    people, percent = f"people with {POPULATIONS[one.population]}", str(whole_percent(one.percent))
    if one.placebo is None:
        return sentence("compare-stop-seen", unconfirmed=not one.confirmed, people=people, percent=percent)
    placebo = str(whole_percent(one.placebo))
    return sentence(
        "compare-stop-seen", 1, unconfirmed=not one.confirmed, people=people, percent=percent, placebo=placebo
    )


def _label(one: Column) -> list[str]:
    said = [
        sentence("compare-excluded", question=each.asks, unconfirmed=not each.why.confirmed)
        for each in one.judged
        if each.outcome is Outcome.EXCLUDED
    ]
    said += [
        sentence("compare-ask", question=each.asks, answer=each.answer, unconfirmed=not each.why.confirmed)
        for each in one.judged
        if each.outcome is Outcome.ASK
    ]
    unanswered = sum(each.outcome in (Outcome.UNKNOWN, Outcome.NOT_ASKED) for each in one.judged)
    if unanswered:
        said.append(sentence("compare-open", count=str(unanswered)))
    elif one.judged and not said:
        said.append(sentence("compare-open", 1))
    return said
