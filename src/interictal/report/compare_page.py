"""A comparison as a page: plain words and pictures of 100 people first, then the figures for clinicians."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from interictal import INTENDED_USE, __version__
from interictal.evidence.comparison import Column, Comparison
from interictal.evidence.comparison.chances import Share
from interictal.evidence.comparison.exclusions import Outcome
from interictal.figures.drawing import page_svg
from interictal.figures.figure import NARROW, WIDE
from interictal.figures.icon_frames import icon_array
from interictal.figures.icons import IconArray
from interictal.report.compare_icons import people_array
from interictal.report.compare_patient import about_people, about_treatment
from interictal.report.compare_words import (
    OUTCOME,
    SHAPE,
    certainty_words,
    closer_words,
    counted_in,
    direct_words,
    fact_words,
    facts,
    footnotes,
    gained_words,
    judged_words,
    overall_words,
    own_words,
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
from interictal.report.patient_words import patient_part, rendered, topic
from interictal.report.shell import document, escaped, listed_source, section, table, theme_choice

_TITLE = "Treatments for migraine, side by side"


def compare_page(comparison: Comparison, *, synthetic: bool = False) -> str:
    """The comparison as one self-contained HTML page.

    Args:
        comparison: what to show.
        synthetic: whether the person is made up; the page and its pictures say so. A profile cannot: it has no name.
    """
    array = people_array(comparison, synthetic=synthetic)
    title = f"{_TITLE} (SYNTHETIC)" if synthetic else _TITLE
    label = '<p class="synthetic">SYNTHETIC: not a real patient</p>' if synthetic else ""
    parts = (
        section("answer", "Side by side", f"{about_people(comparison)}{_picture(array)}"),
        section("each", "What each one is", "".join(about_treatment(one, comparison) for one in comparison.columns)),
        section("figures", "The figures, for clinicians", f"{_figures(comparison)}{_behind(array)}"),
        section("direct", "Compared with each other in one trial", _direct(comparison)),
        section("labels", "What each label asks of this profile", _labels(comparison)),
        section("others", "Closer to this history, and other people", _others(comparison)),
        section("how", "How the numbers were worked out", _how(comparison)),
        section("sources", "Sources", _folded(f"{len(comparison.sources)} documents", _sources(comparison))),
    )
    header = (
        f'<header>{label}<h1 class="long">{escaped(_TITLE)}</h1><p class="quiet">Nothing is ranked, and nothing is '
        f'recommended.</p><p class="use">{escaped(INTENDED_USE)}</p>{theme_choice()}</header>'
    )
    footer = f"<footer><p>{escaped(INTENDED_USE)}</p><p>interictal {__version__}.</p></footer>"
    return document(title, f"{header}\n<main>\n{''.join(parts)}</main>\n{footer}", start="answer")


def _picture(array: IconArray) -> str:
    """The pictures with the words under them: a part for patients like any other, read word by word."""
    wide, narrow = page_svg(icon_array(array, WIDE)), page_svg(icon_array(array, NARROW))
    caption = " ".join(map(rendered, array.source))
    return patient_part(
        f"{topic('icon-title')}{rendered(array.title, element='p')}"
        f'<figure><div class="wide">{wide}</div><div class="narrow">{narrow}</div>'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _behind(array: IconArray) -> str:
    """The table behind the pictures."""
    figure = icon_array(array, WIDE)
    rows = [tuple(map(escaped, row)) for row in figure.rows]
    shown = table(figure.header, rows, "", "The pictures in figures", right=(2, 3, 4, 5))
    return _folded("The pictures of 100 people in figures", shown)


def _figures(comparison: Comparison) -> str:
    header = (
        "Treatment",
        "Fall by half",
        "With placebo",
        "In its own trial",
        "Odds ratio",
        "Days gained",
        "Stop, and with placebo",
        "Label",
    )
    letters = footnotes(comparison)
    caption = (
        "Of 100 people, with 95 % intervals; odds ratios and days as they are. The order is fixed: by kind, then name. "
        "Numbers with different letters are not on one scale. A dash has its reason below."
    )
    rows = [_numbers(one, letters) for one in comparison.columns]
    notes = _list(f"{letter}: {words}" for words, letter in letters.items())
    shown = table(header, rows, caption, "Treatments side by side", right=(1, 2, 3, 4, 5, 6, 7), kind="beside")
    return f"{shown}{notes}" + "".join(_details(one) for one in comparison.columns)


def _numbers(one: Column, letters: Mapping[str, str]) -> tuple[str, ...]:
    """The cells of one treatment, as HTML; what each number counts stands behind it as a letter."""
    found, gained = one.response, one.gained
    response = placebo = own = ratio = days = stop = "–"
    if found is not None:
        letter = letters[counted_in(found)]
        response, placebo = (f"{_interval(each)} {letter}" for each in (found.applied.share, found.without.share))
        own = escaped(own_words(found).removesuffix(" of 100"))
        ratio = f"{found.ratio.value:.2f} ({found.ratio.low:.2f} to {found.ratio.high:.2f})"
    if gained is not None:
        known = gained.low is not None and gained.high is not None
        limits = f" ({gained.low:.1f} to {gained.high:.1f})" if known else ", no interval"
        days = f"{gained.days:.1f}{limits} {letters[gained.words]}".replace("-", "−")
    if one.stopping is not None:
        stop = f"{_interval(one.stopping.study.share)} against {one.stopping.study.without.of_100[0]}"
    estimates = (found, one.stopping, gained)
    unseen = "" if all(each is None or each.confirmed for each in estimates) else " (unconfirmed)"
    label = f"{SHAPE[one.overall]} {OUTCOME[one.overall]}"
    return escaped(f"{one.treatment.name}{unseen}"), response, placebo, own, ratio, days, stop, label


def _interval(one: Share) -> str:
    return share_words(one).replace(" of 100", "")


def _details(one: Column) -> str:
    treatment = one.treatment
    pairs = [(label, fact_words(fact)) for label, fact in facts(one)]
    pairs += [("In an attack", fact_words(fact)) for fact in treatment.acute]
    pairs += [
        ("Fall by half or more", response_words(one)),
        ("Days gained", gained_words(one)),
        ("Stop for side effects", stopping_words(one)),
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
        "with placebo in the trials of all treatments that count the same outcome at the same time (REML on logits). "
        "Both uncertainties count, less what both share: a trial's placebo arm stands in both. Where no other trial "
        "counts the same, the numbers are those of the treatment's own trial.",
        "Stopping for side effects stands as it was in the largest study with placebo, with exact intervals: studies "
        "watched people for different times, so nothing is put on one placebo response.",
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
