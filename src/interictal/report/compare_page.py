"""A comparison as a page: plain words and pictures of 100 people first, then the figures for clinicians."""

from __future__ import annotations

from collections.abc import Iterable

from interictal import INTENDED_USE, __version__
from interictal.evidence.comparison import Column, Comparison
from interictal.evidence.comparison.exclusions import Outcome
from interictal.figures.drawing import page_svg
from interictal.figures.figure import NARROW, WIDE
from interictal.figures.icon_frames import icon_array
from interictal.report.compare_patient import about_people, about_treatment
from interictal.report.compare_words import (
    OUTCOME,
    SHAPE,
    certainty_words,
    closer_words,
    direct_words,
    fact_words,
    facts,
    gained_words,
    judged_words,
    overall_words,
    people_array,
    response_words,
    row_words,
    seen_words,
    sentence_case,
    share_words,
    side_effects_words,
    stopped_words,
    stopping_words,
    synthesis_words,
)
from interictal.report.patient_words import patient_part, sentences
from interictal.report.shell import document, escaped, listed_source, section, table, theme_choice

_TITLE = "Treatments for migraine, side by side"


def compare_page(comparison: Comparison) -> str:
    """The comparison as one self-contained HTML page."""
    parts = (
        section("answer", "Side by side", f"{about_people(comparison)}{_picture(comparison)}"),
        section("each", "What each one is", "".join(about_treatment(one, comparison) for one in comparison.columns)),
        section("figures", "The figures, for clinicians", _figures(comparison)),
        section("direct", "Compared with each other in one trial", _direct(comparison)),
        section("labels", "What each label asks of this profile", _labels(comparison)),
        section("others", "Closer to this history, and other people", _others(comparison)),
        section("how", "How the numbers were worked out", _how(comparison)),
        section("sources", "Sources", _folded(f"{len(comparison.sources)} documents", _sources(comparison))),
    )
    header = (
        f'<header><h1 class="long">{escaped(_TITLE)}</h1><p class="quiet">Nothing is ranked, and nothing is '
        f'recommended.</p><p class="use">{escaped(INTENDED_USE)}</p>{theme_choice()}</header>'
    )
    footer = f"<footer><p>{escaped(INTENDED_USE)}</p><p>interictal {__version__}.</p></footer>"
    return document(_TITLE, f"{header}\n<main>\n{''.join(parts)}</main>\n{footer}", start="answer")


def _picture(comparison: Comparison) -> str:
    array = people_array(comparison)
    wide, narrow = icon_array(array, WIDE), icon_array(array, NARROW)
    rows = [tuple(map(escaped, row)) for row in wide.rows]
    behind = table(wide.header, rows, "The same in figures.", "The picture in figures", right=(1, 2, 3, 5))
    return (
        f'<figure aria-label="{escaped(wide.title)}"><div class="wide">{page_svg(wide)}</div>'
        f'<div class="narrow">{page_svg(narrow)}</div><figcaption>{escaped(wide.title)}. {escaped(wide.source)}'
        f"</figcaption></figure>{patient_part(sentences('compare-order'))}"
        f"<details><summary>The same in figures</summary>{behind}</details>"
    )


def _figures(comparison: Comparison) -> str:
    header = ("Treatment", "Fall by half, of 100", "Odds ratio", "Days gained", "Stop, of 100", "Label")
    rows: list[tuple[str, ...]] = []
    if comparison.response is not None:
        stop = "–" if comparison.stopping is None else share_words(comparison.stopping.share)
        rows.append(("with placebo", share_words(comparison.response.share), "–", "–", stop, "–"))
    rows += [_numbers(one) for one in comparison.columns]
    caption = "95 % intervals. The order is fixed: by kind, then by name. A dash has its reason below."
    shown = [tuple(map(escaped, row)) for row in rows]
    return table(header, shown, caption, "Treatments side by side") + "".join(
        _details(one, comparison) for one in comparison.columns
    )


def _numbers(one: Column) -> tuple[str, ...]:
    ratio = None if one.response is None else one.response.ratio
    gained = one.gained
    days = "–"
    if gained is not None:
        known = gained.low is not None and gained.high is not None
        limits = f" ({gained.low:.1f} to {gained.high:.1f})" if known else ", no interval"
        days = f"{gained.days:.1f}{limits}".replace("-", "−")
    estimates = (one.response, one.stopping, gained)
    mark = "" if all(each is None or each.confirmed for each in estimates) else " (unconfirmed)"
    return (
        f"{one.treatment.name}{mark}",
        "–" if one.response is None else share_words(one.response.applied.share),
        "–" if ratio is None else f"{ratio.value:.2f} ({ratio.low:.2f} to {ratio.high:.2f})",
        days,
        "–" if one.stopping is None else share_words(one.stopping.applied.share),
        f"{SHAPE[one.overall]} {overall_words(one)}",
    )


def _details(one: Column, comparison: Comparison) -> str:
    treatment = one.treatment
    pairs = [(label, fact_words(fact)) for label, fact in facts(one)]
    pairs += [("In an attack", fact_words(fact)) for fact in treatment.acute]
    pairs += [
        ("Fall by half or more", response_words(one, comparison)),
        ("Days gained", gained_words(one)),
        ("Stop for side effects", stopping_words(one, comparison)),
    ]
    if treatment.drugs:
        pairs.append(("Common side effects", side_effects_words(one)))
    pairs += [("Tried", f"{each.name}: {each.words}") for each in one.tried]
    pairs.append(("Certainty", sentence_case(certainty_words(one))))
    return _folded(f"{treatment.name} ({treatment.drug_class})", _terms(pairs))


def _direct(comparison: Comparison) -> str:
    if not comparison.direct:
        return "<p>No trial of two of these treatments is in the library.</p>"
    found = []
    for one in comparison.direct:
        lines = [row_words(row) for row in one.rows] or ["No figure of the outcomes shown here was read."]
        note = f'<p class="quiet">{escaped(one.trial.note)}</p>' if one.trial.note else ""
        found.append(f"<h3>{escaped(direct_words(one))}</h3>{_list(lines)}{note}")
    return "".join(found)


def _labels(comparison: Comparison) -> str:
    found = []
    for one in comparison.columns:
        if not one.judged:
            continue
        head = f"{one.treatment.name}: {overall_words(one)}"
        found.append(_folded(head, _list(f"{SHAPE[each.outcome]} {judged_words(each)}" for each in one.judged)))
    words = ", ".join(f"{SHAPE[each]} {OUTCOME[each]}" for each in Outcome)
    return f'<p class="quiet">{escaped(words)}. Not excluded does not mean safe.</p>{"".join(found)}'


def _others(comparison: Comparison) -> str:
    found = []
    for one in comparison.columns:
        lines = [
            *(f"Closer to this history: {closer_words(each)}" for each in one.closer),
            *(f"Closer to this history: {seen_words(each)}" for each in one.closer_seen),
            *(f"Pooled by others: {synthesis_words(each)}" for each in one.published),
            *(f"Stopped for side effects: {stopped_words(each)}" for each in one.stopping_seen),
            *(f"Other people: {seen_words(each)}" for each in one.seen),
            *(f"Other people, pooled: {synthesis_words(each)}" for each in one.elsewhere),
        ]
        if lines:
            found.append(_folded(one.treatment.name, _list(lines)))
    said = "These figures are of other people, or pooled by others. They are not put beside the numbers above."
    return f"<p>{said}</p>{''.join(found)}"


def _how(comparison: Comparison) -> str:
    network = comparison.network
    lines = [
        *comparison.why,
        "The odds ratio of each treatment against placebo, pooled over its trials (REML), is applied to the response "
        "with placebo, pooled over all trials (REML, logit scale). Both uncertainties count; they are taken as "
        "independent, so the intervals are rather too wide than too narrow.",
        *comparison.limits,
    ]
    if network.rows:
        indirect = [
            f"{row.first} against {row.second}: odds ratio {row.odds_ratio:.2f} ({row.low:.2f} to {row.high:.2f})"
            for row in network.rows
        ]
        said = f"<p>{escaped(sentence_case(network.words))} No trial compared these: the results are indirect.</p>"
    else:
        indirect, said = [], "<p>No two of these treatments have trials with the same outcome and time.</p>"
    left_out = _list(f"Not in it: {each}" for each in network.left_out)
    return f"{_list(lines)}<h3>Indirect comparisons, through placebo</h3>{said}{_list(indirect)}{left_out}"


def _sources(comparison: Comparison) -> str:
    return f"<ul class='plain long'>{''.join(map(listed_source, comparison.sources))}</ul>"


def _folded(title: str, content: str) -> str:
    return f"<details><summary>{escaped(title)}</summary>{content}</details>"


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escaped(one)}</li>" for one in lines)
    return f"<ul class='plain long'>{items}</ul>" if items else ""


def _terms(pairs: Iterable[tuple[str, str]]) -> str:
    items = "".join(f"<div><dt>{escaped(name)}</dt><dd>{escaped(words)}</dd></div>" for name, words in pairs)
    return f"<dl class='answers'>{items}</dl>"
