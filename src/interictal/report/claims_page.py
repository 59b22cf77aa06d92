"""What patients are told, as a page: the verdicts first, each claim in plain words, its figures one touch below."""

from __future__ import annotations

from collections.abc import Sequence

from interictal import INTENDED_USE, __version__
from interictal.evidence.claims import ClaimVerdict, Figure, Part, Statement
from interictal.report.claim_words import FACT, SHAPE, VERDICT, age_words, cited, figure_words, standing
from interictal.report.patient_words import patient_part, sentence, sentences, topic
from interictal.report.shell import document, escaped, listed_source, section, table, theme_choice
from interictal.sources import source

_TITLE = "What you hear about Botox for migraine, and what studies say"


def claims_page(wanted: Sequence[Statement]) -> str:
    """The statements as one self-contained HTML page."""
    parts = (
        section("answer", "All at a glance", patient_part(sentence("claims-page")) + _summary(wanted)),
        section("reading", "How to read this page", patient_part(sentences("claims-page-reading"))),
        *map(_claim, wanted),
        section("sources", "Sources", f"<ul class='plain long'>{''.join(map(listed_source, cited(wanted)))}</ul>"),
    )
    header = (
        f'<header><h1 class="long">{escaped(_TITLE)}</h1><p class="use">{escaped(INTENDED_USE)}</p>'
        f"{theme_choice()}</header>"
    )
    footer = f"<footer><p>{escaped(INTENDED_USE)}</p><p>interictal {__version__}.</p></footer>"
    return document(_TITLE, f"{header}\n<main>\n{''.join(parts)}</main>\n{footer}", start="answer")


def _summary(wanted: Sequence[Statement]) -> str:
    rows = [(f'<a href="#claim-{one.id}">{_text(one.title)}</a>', _mark(one.verdict)) for one in wanted]
    return table(("What you hear", "What studies say"), rows, "", "All claims and their verdicts")


def _claim(one: Statement) -> str:
    name = f"claim-{one.id}"
    quoted = topic(one.id, element="q" if one.verdict else "span")
    said = patient_part(f'<h2 id="{name}">{quoted}</h2>{_verdict(one.verdict)}{sentences(one.id)}')
    why = f"<p>{_text(one.why)}</p>" if one.why else ""
    parts = f"<ul class='options'>{''.join(map(_part, one.parts))}</ul>" if one.parts else ""
    rows = map(_row, one.figures)
    figures = table(("Figure", "Value", "Source"), rows, "", f"Figures of {one.title}") if one.figures else ""
    return (
        f'<section aria-labelledby="{name}">{said}<details><summary>Reasons and figures</summary>{why}{parts}{figures}'
        f'<p class="quiet">{_sources(one)} {_text(age_words(one))}</p></details></section>\n'
    )


def _part(one: Part) -> str:
    return f'<li><span class="label">{_text(one.about)}</span>{_mark(one.verdict)}. {_text(one.why)}</li>'


def _verdict(verdict: ClaimVerdict | None) -> str:
    if verdict is None:
        return ""
    shape = f'<span class="shape" aria-hidden="true">{SHAPE[verdict]}</span>'
    meaning = f"{topic(FACT[verdict], element='strong')}:</span> {sentence(FACT[verdict], element='span')}"
    return f'<p><span class="verdict">{shape}{meaning}</p>'


def _mark(verdict: ClaimVerdict | None) -> str:
    if verdict is None:
        return "a fact"
    shape = f'<span class="shape" aria-hidden="true">{SHAPE[verdict]}</span>'
    return f'<span class="verdict">{shape}{VERDICT[verdict]}</span>'


def _row(figure: Figure) -> tuple[str, str, str]:
    status = f'<span class="nowrap">{escaped(standing(figure))}</span>'
    known = status if figure.confirmed else f"<strong>{status}</strong>"
    return _text(figure_words(figure)), _text(figure.text), f"{_link(figure.source)}, {known}"


def _text(text: str) -> str:
    """Escaped, with no percent sign at the start of a line."""
    return escaped(text).replace(" %", "&nbsp;%")


def _sources(one: Statement) -> str:
    return "Sources: " + ", ".join(_link(each) for each in cited([one])) + "."


def _link(citation: str) -> str:
    """The id of a document, which leads to it by its DOI, or else to the list of sources."""
    found = source(citation)
    target = f"https://doi.org/{found.doi}" if found.doi else f"#source-{found.id}"
    return f'<a href="{escaped(target)}">{escaped(found.id)}</a>'
