"""Claims on the terminal and as a page: the same verdicts, figures and words."""

from __future__ import annotations

import re

import pytest

from interictal import INTENDED_USE
from interictal.evidence.claims import ClaimVerdict, claims, statements
from interictal.report.claim_words import FACT, SHAPE, VERDICT, age_words, cited, figure_words, standing
from interictal.report.claims_page import claims_page
from interictal.report.claims_terminal import claims_terminal

ALL = tuple(claims().values())


def flat(text: str) -> str:
    return " ".join(text.replace("&nbsp;", " ").split())


def test_every_verdict_has_its_word_shape_and_fact() -> None:
    """Shapes differ, so that colour says nothing alone."""
    assert set(VERDICT) == set(SHAPE) == set(FACT) == set(ClaimVerdict)
    assert len(set(SHAPE.values())) == len(SHAPE)
    for verdict, fact in FACT.items():
        assert statements()[fact].title.lower() == VERDICT[verdict]


def test_the_page_holds_every_claim_with_its_figures() -> None:
    """Sentences, reasons, values, sources, the intended use."""
    page = flat(claims_page(ALL))
    for one in ALL:
        for plain in one.plain:
            assert plain.text.replace("'", "&#x27;") in page
        for figure in one.figures:
            assert f"<td>{figure.text}</td>" in page
        for source in cited([one]):
            assert f'id="source-{source}"' in page.replace("'", '"')
    assert page.count(INTENDED_USE) == 2


def test_unconfirmed_figures_say_so_on_page_and_terminal() -> None:
    """As often as there are such figures, at least."""
    unsure = [figure for one in ALL for figure in one.figures if not figure.confirmed]
    assert len(unsure) >= 4
    assert claims_page(ALL).count('<strong><span class="nowrap">unconfirmed') == len(unsure)
    assert flat(claims_terminal(ALL)).count(", unconfirmed]") == len(unsure)
    assert flat(claims_terminal([claims()["fewer-painkillers"]])).count("with the dummy. (unconfirmed)") == 1


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("unicode", [True, False])
def test_no_line_is_too_long(width: int, unicode: bool) -> None:
    """And plain ASCII has no sign that it cannot show in our own words."""
    text = claims_terminal(ALL, width=width, unicode=unicode)
    long = [line for line in text.splitlines() if len(line) > width]
    assert all(re.search(r"https?://\S{30}|doi:\S{30}|\S{50}", line) for line in long)
    assert flat(text).endswith(INTENDED_USE)
    if not unicode:
        assert text.isascii()
        assert "?" not in text.split("Sources")[0].replace("CGRP fall in people, too?", "")


def test_a_fact_is_shown_without_a_verdict() -> None:
    fact = statements()["verdict-partly"]
    assert "a fact, not a claim" in claims_terminal([fact])
    page = claims_page([fact])
    assert "a fact</td>" in page
    assert '<q data-claim="verdict-partly"' not in page


def test_parts_have_their_verdicts() -> None:
    one = claims()["neck-pain-and-fibromyalgia"]
    for text in (flat(claims_terminal([one])), flat(re.sub("<[^>]+>", " ", claims_page([one])))):
        assert re.search(r"Fibromyalgia:? (○ )?no evidence ?\. No controlled trial was found", text)


def test_words_of_a_figure() -> None:
    """How it was worked out stands with it."""
    found = {figure.id: figure for figure in claims()["halved-in-40-percent"].figures}
    assert "Worked out: 44.8 minus 34.2" in figure_words(found["more"])
    assert standing(found["more"]) == "worked out"
    assert standing(found["toxin"]) == "tier B"
    assert ".." not in "".join(figure_words(figure) for one in ALL for figure in one.figures)


def test_the_measured_age_is_shown() -> None:
    assert re.match(r"Reading age \d+\.\d years, at most 12 \(school grades: ", age_words(ALL[0]))
    assert age_words(ALL[0]) in flat(claims_page(ALL[:1]))
