"""What a comparison says to the patient: every sentence by its id, the numbers put in."""

from __future__ import annotations

from decimal import Decimal

from interictal.evidence.comparison import Column, Comparison
from interictal.evidence.comparison.counted import days_counted
from interictal.evidence.comparison.exclusions import Judged, Outcome
from interictal.evidence.comparison.harms import SideEffect
from interictal.evidence.comparison.records import Role
from interictal.evidence.library.records import POPULATIONS
from interictal.report.compare_words import between_words, more_words, nearest_stopped, percents_words, whole_percent
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
    found = [one.baseline for one in comparison.placebo]
    if found:
        lowest, highest = min(one.lowest for one in found), max(one.highest for one in found)
        said.append(
            sentence(
                "compare-placebo",
                unconfirmed=not all(one.confirmed for one in found),
                lowest=str(whole_percent(Decimal(100 * lowest))),
                highest=str(whole_percent(Decimal(100 * highest))),
            )
        )
        said += [sentence("compare-placebo", 1), sentence("compare-dummy")]
    return patient_part("".join(said))


def about_treatment(one: Column, comparison: Comparison) -> str:
    """One treatment: how it is used, the chance, the days, the harms, and what its label asks."""
    treatment = one.treatment
    fact = f"how-{treatment.id.lower()}"
    said = [sentences(fact)]
    if treatment.role is Role.PREVENTIVE:
        nothing = not any((one.response, one.gained, one.stopping))
        said += [sentence("compare-chance", 4)] if nothing else _gains(one)
        said += _harms(one, comparison, silent=nothing)
    said += [sentence("compare-tried", words=each.words) for each in one.tried]
    said += _label(one)
    name = topic(fact, element="span")
    return patient_part(f'<details class="whole"><summary>{name}</summary>{"".join(said)}</details>')


def _gains(one: Column) -> list[str]:
    said = []
    found = one.response
    if found is None:
        said.append(sentence("compare-chance", 1))
    else:
        _, low, high = more_words(found)
        first, unconfirmed = found.pairs[0], not found.confirmed
        said.append(
            sentence(
                "compare-chance",
                unconfirmed=unconfirmed,
                with_it=str(found.applied.share.of_100[0]),
                days=days_counted(first.outcome, first.trial.id),
                week=str(first.week),
                placebo=str(found.without.share.of_100[0]),
                between=between_words(low, high),
            )
        )
        if found.standardised and found.own is not None:
            with_it, placebo = (str(whole_percent(Decimal(100 * share))) for share in found.own)
            said.append(sentence("compare-chance", 3, unconfirmed=unconfirmed, with_it=with_it, placebo=placebo))
        if len(found.pairs) == _LOW_CERTAINTY_TRIALS and len(first.trial.part_of) < 2:
            said.append(sentence("compare-chance", 2))
    gained = one.gained
    if gained is None:
        said.append(sentence("compare-days", 2))
    elif gained.low is None or gained.high is None:
        days = f"{gained.days:.1f}"
        said.append(sentence("compare-days", 1, unconfirmed=not gained.confirmed, days=days, counted=gained.counted))
    else:
        # Days gained are fewer bad days, so the words of the interval turn round.
        between = between_words(round(-gained.high, 1), round(-gained.low, 1))
        said.append(
            sentence(
                "compare-days",
                unconfirmed=not gained.confirmed,
                days=f"{gained.days:.1f}",
                counted=gained.counted,
                between=between,
            )
        )
    return said


def _harms(one: Column, comparison: Comparison, *, silent: bool) -> list[str]:
    """Who stops and what happens; ``silent`` where it was said already that no study was found."""
    said = []
    stopping = one.stopping
    if stopping is not None:
        value, low, high = map(str, stopping.study.share.of_100)
        said.append(
            sentence(
                "compare-stop",
                unconfirmed=not stopping.confirmed,
                with_it=value,
                placebo=str(stopping.study.without.of_100[0]),
                low=low,
                high=high,
            )
        )
    else:
        said += [] if silent else [sentence("compare-stop", 1)]
        nearest = nearest_stopped(one, comparison.stratum.population)
        said += [_stopped(nearest)] if nearest else []
    if one.side_effects:
        shown = one.side_effects[:_MOST_SIDE_EFFECTS]
        listed = "; ".join(map(_side_effect, shown))
        unconfirmed = not all(each.confirmed for each in shown)
        said.append(sentence("compare-side-effects", unconfirmed=unconfirmed, listed=listed))
    return said


def _side_effect(one: SideEffect) -> str:
    beside = "" if one.placebo is None else f" ({whole_percent(one.placebo)} with a dummy)"
    return f"{one.words[:1].lower()}{one.words[1:]} in {whole_percent(one.percent)}{beside}"


def _stopped(several: tuple[SideEffect, ...]) -> str:
    first, unconfirmed = several[0], not all(one.confirmed for one in several)
    people, percent = f"people with {POPULATIONS[first.population]}", percents_words(several)
    if first.placebo is None:
        return sentence("compare-stop-seen", unconfirmed=unconfirmed, people=people, percent=percent)
    placebo = str(whole_percent(first.placebo))
    return sentence("compare-stop-seen", 1, unconfirmed=unconfirmed, people=people, percent=percent, placebo=placebo)


def _label(one: Column) -> list[str]:
    said = [_excluded(each) for each in one.judged if each.outcome is Outcome.EXCLUDED]
    said += [_asks(each) for each in one.judged if each.outcome is Outcome.ASK]
    unanswered = sum(each.outcome in (Outcome.UNKNOWN, Outcome.NOT_ASKED) for each in one.judged)
    if unanswered:
        said.append(sentence("compare-open", count=str(unanswered)))
    elif one.judged and not said:
        said.append(sentence("compare-open", 1))
    return said


def _excluded(one: Judged) -> str:
    unconfirmed = not one.why.confirmed
    if not one.question:
        return sentence("compare-excluded", 1, who=_who(one), unconfirmed=unconfirmed)
    return sentence("compare-excluded", question=one.asks, unconfirmed=unconfirmed)


def _asks(one: Judged) -> str:
    unconfirmed = not one.why.confirmed
    if not one.question:
        return sentence("compare-ask", 1, who=_who(one), unconfirmed=unconfirmed)
    return sentence("compare-ask", question=one.asks, answer=one.answer, unconfirmed=unconfirmed)


def _who(one: Judged) -> str:
    """Whom a rule concerns that nobody answers with yes: it goes by sex and age, or by the diagnosis."""
    return f"{one.asks[:1].lower()}{one.asks[1:]}".removesuffix("?")
