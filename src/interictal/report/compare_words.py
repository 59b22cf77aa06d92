"""A comparison in words and in people of 100: what terminal, page and picture say alike."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from interictal.evidence.comparison import Column, Comparison
from interictal.evidence.comparison.chances import Applied, Baseline, Share
from interictal.evidence.comparison.direct import HeadToHead, Row
from interictal.evidence.comparison.exclusions import Judged, Outcome
from interictal.evidence.comparison.harms import SideEffect
from interictal.evidence.comparison.records import Fact
from interictal.evidence.comparison.result import Closer, Gained
from interictal.evidence.comparison.seen import Seen
from interictal.evidence.library.records import DESIGNS, POPULATIONS, Synthesis
from interictal.figures.icons import IconArray, IconColumn

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

_MOST_FRAMES = 12


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


def more_words(one: Applied, without: Baseline) -> tuple[int, int, int]:
    """How many more of 100 people than with placebo, with the interval; made of the rounded numbers shown beside it."""
    more = one.share.of_100[0] - without.share.of_100[0]
    _, low, high = one.gain.of_100
    return more, min(low, more), max(high, more)


def between_words(low: float, high: float, unit: str = "") -> str:
    """From few to many, in words and without a sign: 3 fewer to 19 more."""
    first, second = (f"{abs(each):g}{unit}" for each in (low, high))
    if low < 0 < high:
        return f"{first} fewer to {second} more"
    if high <= 0 and low < 0:
        return f"{second} to {first} fewer"
    return f"{first} to {second} more"


def response_words(one: Column, comparison: Comparison) -> str:
    """The chance of a fall by half, with the placebo arm beside it, or why there is none."""
    if one.response is None or comparison.response is None:
        return one.missing["response"]
    ratio = one.response.ratio
    text = (
        f"{share_words(one.response.applied.share)}; with placebo {share_words(comparison.response.share)}; "
        f"odds ratio {ratio.value:.2f} ({ratio.low:.2f} to {ratio.high:.2f})"
    )
    seen = "; ".join(
        f"{pair.trial.name}, week {pair.week}: {pair.treated.events} of {pair.treated.n} against "
        f"{pair.placebo.events} of {pair.placebo.n}"
        for pair in one.response.pairs
    )
    return marked(f"{text}. {seen}", one.response.confirmed)


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
    return "; ".join(
        f"{each.trial.name}, week {each.week}: {each.value:+.1f}".replace("-", "−") for each in found.differences
    )


def stopping_words(one: Column, comparison: Comparison) -> str:
    """The chance of stopping for side effects, with placebo beside it, or why there is none."""
    if one.stopping is None or comparison.stopping is None:
        return one.missing["stopping"]
    study = one.stopping.study
    text = (
        f"{share_words(one.stopping.applied.share)}; with placebo {share_words(comparison.stopping.share)}. "
        f"{study.study}: {study.treated.events} of {study.treated.n} against {study.placebo.events} of "
        f"{study.placebo.n}"
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


def nearest_stopped(one: Column, population: str) -> SideEffect | None:
    """Of all studies that say how many stopped: one in this population before others, with placebo before without."""
    found = sorted(one.stopping_seen, key=lambda each: (each.population != population, each.placebo is None))
    return found[0] if found else None


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


def people_array(comparison: Comparison) -> IconArray:
    """Gains and harms of 100 people, one frame a treatment that has both a number and its placebo.

    No change has a frame and no number. Where no treatment has a number, each has a frame with the reason.
    """
    shown = [one for one in comparison.columns if one.response is not None]
    if not shown:
        shown = [one for one in comparison.columns if one.treatment.role.value == "preventive"][: _MOST_FRAMES - 1]
    frames = [IconColumn(name="No change", withheld="placebo arms are not no treatment, so there is no number")]
    return IconArray(
        columns=(*frames, *(_frame(one, comparison) for one in shown)),
        outcome="half as many days with headache or migraine, or fewer",
        source=_source(comparison, shown),
        people="people like you" if not comparison.person.assumed else "people with chronic migraine",
        baseline="also with placebo",
        name="comparison",
    )


def _frame(one: Column, comparison: Comparison) -> IconColumn:
    name = one.treatment.name
    if one.response is None or comparison.response is None:
        return IconColumn(name=name, withheld=one.missing["response"])
    more, low, high = more_words(one.response.applied, comparison.response)
    stopping = one.stopping
    unconfirmed = not one.response.confirmed or (stopping is not None and not stopping.confirmed)
    excluded = "a label excludes it for this profile; " if one.overall is Outcome.EXCLUDED else ""
    first = one.response.pairs[0].trial
    alone = len(one.response.pairs) == 1 and len(first.part_of) < 2
    trials = "one trial" if alone else "trials pooled"
    return IconColumn(
        name=name,
        anyway=comparison.response.share.of_100[0],
        more=more,
        between=(low, high),
        stop=None if stopping is None else stopping.applied.share.of_100[0],
        stop_words="" if stopping is not None else _stop_words(one, comparison.stratum.population),
        note=f"{excluded}{trials}, week {one.response.pairs[0].week}",
        unconfirmed=unconfirmed,
    )


def _stop_words(one: Column, population: str) -> str:
    """How many stopped in the nearest study, where the number of this comparison is not known."""
    found = nearest_stopped(one, population)
    if found is None:
        return "not known how many stop because of side effects"
    people = "" if found.population == population else f", {POPULATIONS[found.population]}"
    beside = "no placebo" if found.placebo is None else f"{whole_percent(found.placebo)} with placebo"
    return f"{whole_percent(found.percent)} of 100 stopped in {found.study.partition(' (')[0]}{people} ({beside})"


def _source(comparison: Comparison, shown: Sequence[Column]) -> str:
    without = [one.treatment.name for one in comparison.columns if one.response is None and one not in shown]
    missing = ", ".join(name for name in without if name not in ("no change", "triptans"))
    said = [
        f"Trials of {comparison.stratum.words}; odds ratios against placebo, applied to the response with placebo. "
        "“Anyway” is with placebo, which is not no treatment. In a fixed order, not by effect."
    ]
    if missing:
        said.append(f"No number for: {missing}.")
    return " ".join(said)
