"""A comparison in words and in people of 100: what terminal, page and picture say alike."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from string import ascii_lowercase

from interictal.evidence.comparison import Column, Comparison
from interictal.evidence.comparison.chances import Share
from interictal.evidence.comparison.counted import counted_words
from interictal.evidence.comparison.direct import HeadToHead, Row
from interictal.evidence.comparison.exclusions import Judged, Outcome
from interictal.evidence.comparison.harms import SideEffect
from interictal.evidence.comparison.records import Fact
from interictal.evidence.comparison.result import Closer, Gained, Response
from interictal.evidence.comparison.seen import Seen
from interictal.evidence.comparison.selection import Count
from interictal.evidence.library.records import DESIGNS, POPULATIONS, Synthesis

UNCONFIRMED = "unconfirmed"

OUTCOME = {
    Outcome.EXCLUDED: "excluded",
    Outcome.ASK: "ask first",
    Outcome.UNKNOWN: "not known",
    Outcome.NOT_ASKED: "not asked",
    Outcome.NOT_EXCLUDED: "not excluded",
}
"""What came of a question -> its word."""

SHAPE = {
    Outcome.EXCLUDED: "■",
    Outcome.ASK: "▲",
    Outcome.UNKNOWN: "?",
    Outcome.NOT_ASKED: "○",
    Outcome.NOT_EXCLUDED: "–",
}
"""The shape that stands beside the word."""

FACTS = ("How given", "How it acts", "How long it lasts", "When to judge it")
"""The four rows on how a treatment is used."""


def outcome_words(outcome: str) -> str:
    """The outcome of a review in words: migraine_days_month is migraine days a month."""
    if outcome.startswith("responder50"):
        of = outcome.removeprefix("responder50").replace("_", " ").strip()
        return f"a fall by half{' in ' if of else ''}{of}"
    return outcome.replace("_month", " a month").replace("_28", " in 28 days").replace("_", " ")


def marked(text: str, confirmed: bool) -> str:
    """The text, with the word where a figure of it was not seen at its source."""
    return text if confirmed else f"{text} ({UNCONFIRMED})"


def fact_words(one: Fact) -> str:
    """A fact with its source, and why it is unconfirmed where it is."""
    where = f"[{one.source}]" if one.confirmed else f"[{UNCONFIRMED}: {one.note} {one.source}]"
    return f"{one.text} {where}"


def facts(one: Column) -> tuple[tuple[str, Fact], ...]:
    """How a treatment is used, in the order of ``FACTS``."""
    treatment = one.treatment
    return tuple(zip(FACTS, (treatment.given, treatment.acts, treatment.lasts, treatment.judge), strict=True))


def share_words(one: Share) -> str:
    """A share as people of 100 with its interval: 36 of 100 (27 to 46)."""
    value, low, high = one.of_100
    return f"{value} of 100 ({low} to {high})"


def more_words(one: Response) -> tuple[int, int, int]:
    """How many more of 100 people than with placebo, with the interval; made of the rounded numbers shown beside it."""
    more = one.applied.share.of_100[0] - one.without.share.of_100[0]
    _, low, high = one.applied.gain.of_100
    return more, min(low, more), max(high, more)


def counted_in(one: Response) -> str:
    """What a response counts, and when: a fall of 50 % or more in headache days, week 24."""
    first = one.pairs[0]
    return f"{counted_words(first.outcome, first.trial.id)}, week {first.week}"


def footnotes(comparison: Comparison) -> dict[str, str]:
    """What the numbers of a comparison count -> a letter for each, in the order of the treatments."""
    responses = [counted_in(one.response) for one in comparison.columns if one.response is not None]
    gained = [one.gained.words for one in comparison.columns if one.gained is not None]
    return dict(zip(dict.fromkeys((*responses, *gained)), ascii_lowercase, strict=False))


def own_words(one: Response) -> str:
    """What was seen in the treatment's own trial: 45 against 34 of 100; a dash where it has several."""
    if one.own is None:
        return "–"
    first, second = (whole_percent(Decimal(100 * share)) for share in one.own)
    return f"{first} against {second} of 100"


def between_words(low: float, high: float, unit: str = "") -> str:
    """From few to many, in words and without a sign: 3 fewer to 19 more."""
    first, second = (f"{abs(each):g}{unit}" for each in (low, high))
    if low < 0 < high:
        return f"{first} fewer to {second} more"
    if high <= 0 and low < 0:
        return f"{second} to {first} fewer"
    return f"{first} to {second} more"


def response_words(one: Column) -> str:
    """The chance of a fall by half, with placebo beside it and what each trial saw, or why there is none."""
    if one.response is None:
        return one.missing["response"]
    found, ratio = one.response, one.response.ratio
    text = (
        f"{share_words(found.applied.share)}; with placebo {share_words(found.without.share)}; "
        f"odds ratio {ratio.value:.2f} ({ratio.low:.2f} to {ratio.high:.2f}); {counted_in(found)}"
    )
    seen = "; ".join(f"{pair.trial.name}: {_arms(pair.treated, pair.placebo)}" for pair in found.pairs)
    if found.standardised:
        among = (
            f"{found.without.k} trials, {100 * found.without.lowest:.0f} to {100 * found.without.highest:.0f} of 100"
        )
        text = f"{text}. The placebo response is that of {among}; in its own trial {seen}"
    else:
        text = f"{text}. As its own trial saw it: {seen}"
    return marked(text, found.confirmed)


def _arms(first: Count, second: Count) -> str:
    """Both arms of a trial: 308 of 688 (44.8 %) against 238 of 696 (34.2 %)."""
    return " against ".join(f"{one.events} of {one.n} ({100 * one.events / one.n:.1f} %)" for one in (first, second))


def gained_words(one: Column) -> str:
    """The days gained, with interval and definition, or why there are none."""
    found = one.gained
    if found is None:
        return one.missing["gained"]
    interval = "no interval" if found.low is None or found.high is None else f"{found.low:.1f} to {found.high:.1f}"
    text = f"{found.days:.1f} ({interval}): {found.words}, against placebo. {_behind(found)}"
    return marked(text.replace("(-", "(−"), found.confirmed)


def _behind(found: Gained) -> str:
    if found.synthesis is not None:
        return f"Published: {found.synthesis.id}, {found.synthesis.comparison} [{found.synthesis.source}]"
    return "; ".join(f"{each.trial.name}, week {each.week}: {_signed(each.value)}" for each in found.differences)


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def stopping_words(one: Column) -> str:
    """How many stopped for side effects in the largest study with placebo, or why there is no number."""
    if one.stopping is None:
        return one.missing["stopping"]
    study = one.stopping.study
    text = (
        f"{share_words(study.share)}; with placebo {share_words(study.without)}. {study.study}"
        f"{f', {study.exposure}' if study.exposure else ''}: {_arms(study.treated, study.placebo)}"
    )
    return marked(text, one.stopping.confirmed)


def rate_words(one: SideEffect) -> str:
    """A side effect with its rate, and that of placebo: Neck pain 8.7 % (2.7 % with placebo)."""
    below = "less than " if one.below else ""
    beside = "no placebo beside it" if one.placebo is None else f"{one.placebo} % with placebo"
    return marked(f"{one.words} {below}{one.percent} % ({beside})", one.confirmed)


def side_effects_words(one: Column) -> str:
    """The common side effects, and in whom they were counted."""
    if not one.side_effects:
        return "no rate was read"
    listed = "; ".join(map(rate_words, one.side_effects))
    studies = ", ".join(dict.fromkeys(each.study for each in one.side_effects))
    return f"{listed}. In {POPULATIONS[one.side_effects[0].population]}: {studies}"


def certainty_words(one: Column) -> str:
    """The published rating, and what lowers the certainty of the numbers here."""
    rating = one.treatment.certainty
    if rating.rating:
        said = f"{rating.rating} (GRADE): {rating.of} [{rating.why.source}]."
    else:
        said = f"not rated in the sources read. {rating.why.text}"
    return " ".join((said, *one.reasons))


def judged_words(one: Judged) -> str:
    """One question of a label, its answer, and what the label says."""
    answer = one.answer or "not asked"
    where = one.why.source if one.why.confirmed else f"{one.why.source}, {UNCONFIRMED}: {one.why.note}"
    return f"{OUTCOME[one.outcome]}: {one.asks} {answer}. {sentence_case(one.why.text)} [{where}]"


def overall_words(one: Column) -> str:
    """How many questions came out how, the most pressing first; never that a treatment is safe."""
    counted = [(outcome, sum(each.outcome is outcome for each in one.judged)) for outcome in Outcome]
    listed = ", ".join(f"{count} {OUTCOME[outcome]}" for outcome, count in counted if count)
    return listed or "no question"


def seen_words(one: Seen) -> str:
    """A fall by half in a trial of other people."""
    text = (
        f"{one.trial.name} ({POPULATIONS[one.trial.population]}; {DESIGNS[one.trial.design]}): {one.arm} {one.percent} "
        f"%, placebo {one.placebo} %; {one.words}, week {one.week}"
    )
    return marked(text, one.confirmed)


def closer_words(one: Closer) -> str:
    """Days gained by people nearer to this person."""
    found = one.difference
    spread = (
        "" if found.se is None else f" ({found.value - 1.96 * found.se:.1f} to {found.value + 1.96 * found.se:.1f})"
    )
    text = f"{found.trial.name}, week {found.week}: {found.value:.1f}{spread} days against placebo"
    return marked(text.replace("-", "−"), found.confirmed)


def stopped_words(one: SideEffect) -> str:
    """Stopping for side effects in a study of any population."""
    below = "less than " if one.below else ""
    beside = "" if one.placebo is None else f", placebo {one.placebo} %"
    return marked(
        f"{one.study} ({POPULATIONS[one.population]}): {one.arm} {below}{one.percent} %{beside}", one.confirmed
    )


def nearest_stopped(one: Column, population: str) -> tuple[SideEffect, ...]:
    """The doses of one study that says how many stopped: with placebo, then of this population, then of most people.

    A study without placebo cannot tell how many would have stopped anyway, so it comes last, whoever was in it.
    """
    found = sorted(
        one.stopping_seen, key=lambda each: (each.placebo is None, each.population != population, -each.people)
    )
    return tuple(each for each in found if (each.study, each.population) == (found[0].study, found[0].population))


def percents_words(several: Iterable[SideEffect]) -> str:
    """How many of 100 over several doses: 2, or 0 to 1."""
    found = sorted({whole_percent(each.percent) for each in several})
    return str(found[0]) if len(found) == 1 else f"{found[0]} to {found[-1]}"


def synthesis_words(one: Synthesis) -> str:
    """A pooled result of others."""
    figure = one.interval
    if one.estimate is not None:
        limits = "" if one.low is None else f" ({one.low} to {one.high}, {one.interval})"
        figure = f"{one.measure} {one.estimate}{limits}".replace("-", "−")
    text = f"{one.comparison}, {POPULATIONS[one.population]}, {outcome_words(one.outcome)}: {figure}"
    return marked(f"{text} [{one.id}, {one.source}]", one.confirmed)


def direct_words(one: HeadToHead) -> str:
    """Which treatments a head-to-head trial compared, in whom and how."""
    trial = one.trial
    return f"{one.first} against {one.second}: {trial.name}, {trial.population_words}; {DESIGNS[trial.design]}"


def row_words(one: Row) -> str:
    """One outcome of a head-to-head trial."""
    week = "" if one.week is None else f", week {one.week}"
    sides = [
        f"{count.events} of {count.n}" if count is not None else f"{percent} %"
        for count, percent in ((one.first, one.first_percent), (one.second, one.second_percent))
    ]
    ratio = ""
    if one.odds_ratio is not None:
        value, low, high = one.odds_ratio
        ratio = f"; odds ratio {value:.2f} ({low:.2f} to {high:.2f})"
    return marked(f"{one.words}{week}: {sides[0]} against {sides[1]}{ratio}", one.confirmed)


def sentence_case(text: str) -> str:
    """The text with a capital first letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def whole_percent(one: Decimal) -> int:
    """A percentage as people of 100, rounded half up."""
    return int(one.to_integral_value(ROUND_HALF_UP))
