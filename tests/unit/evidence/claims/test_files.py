"""Statements that do not load; what loads and what not is mostly in docs/spec/claims.md."""

from __future__ import annotations

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.claims import Kind, Statement, parse
from interictal.evidence.claims.records import ClaimVerdict
from interictal.evidence.library.records import Status
from spec_rules.claims import referred, statement, toml


def read(name: str = "helped", **changes: object) -> Statement:
    table = {**statement(), **changes}
    return parse(toml(name, table), "claims.toml", referred)[name]


def refused(text: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as problem:
        parse(text, "claims.toml", referred)
    assert problem.value.file == "claims.toml"
    return problem.value


def test_what_is_read() -> None:
    """Figures with their provenance, sources each once, the status of each sentence."""
    one = read(sources=["forward-2019", "compel-2018#abstract"])
    assert (one.kind, one.verdict, one.title, one.letter) == (Kind.CLAIM, ClaimVerdict.PARTLY, "That it helps", "")
    assert one.sources == ("forward-2019", "compel-2018#abstract")
    (figure,) = one.figures
    assert (figure.text, figure.source, figure.seen, figure.tier) == ("47.1 %", "forward-2019", "an abstract", "A")
    assert figure.confirmed
    assert one.plain[0].confirmed
    assert one.status is Status.VERIFIED


def test_a_sentence_is_as_sure_as_its_figures() -> None:
    """One unconfirmed figure is enough; a sentence that names none of it is not touched."""
    unseen = {**statement()["figures"][0], "status": "unconfirmed", "note": "Not seen."}
    del unseen["tier"]
    sentences = [{"text": "47 of 100 people.", "figures": ["half"]}, {"text": "It is known."}]
    one = read(figures=[unseen], plain=sentences)
    assert [plain.confirmed for plain in one.plain] == [False, True]
    assert not one.figures[0].confirmed
    whole = read(figures=[], plain=[{"text": "It is known."}], sources=["forward-2019"], status="unconfirmed")
    assert [plain.confirmed for plain in whole.plain] == [False]


def test_a_figure_of_the_library_brings_its_provenance() -> None:
    """Value, source, place and status are not copied into the file."""
    figure = {"id": "half", "words": "At least half (50 %)", "unit": "%", "refers": "half-in-the-library"}
    one = read(figures=[figure])
    assert one.figures[0].text == "47.1 %"
    assert one.figures[0].source == "forward-2019"
    assert one.figures[0].refers == "half-in-the-library"
    assert read(figures=[{**figure, "note": "Open label."}]).figures[0].note == "Open label."


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[helped", "file"),
        ("helped = 1", "helped: statement"),
        ("[Helped]\nkind = 'claim'", "Helped: id"),
        ("[helped--me]\nkind = 'claim'", "helped--me: id"),
        ("[helped]\nkind = 'story'", "helped: kind"),
        ("[helped]", "helped: kind"),
        ("[helped]\nkind = 'claim'\nfigures = 1", "helped: figures"),
        ("[helped]\nkind = 'claim'\nfigures = [1]", "helped: figures"),
        ("[helped]\nkind = 'claim'\nsources = [1]", "helped: sources"),
        ("[helped]\nkind = 'claim'\nsources = ['']", "helped: sources"),
        ("[helped]\nkind = 'claim'\nletter = 1", "helped: letter"),
        ("[helped]\nkind = 'claim'\nsources = ['forward-2019']", "helped: claim"),
        ("[helped]\nkind = 'claim'\nsources = ['forward-2019']\nclaim = 'a  b'", "helped: claim"),
        ("[helped]\nkind = 'claim'\nsources = ['forward-2019']\nclaim = 'a'\nverdict = 'partly'", "helped: why"),
        ("[helped]\nkind = 'fact'\nsources = ['forward-2019']\nclaim = 'a'", "helped: a fact"),
    ],
)
def test_a_file_that_is_not_as_it_must_be(text: str, field: str) -> None:
    """The message names the statement and the key."""
    assert refused(text).field == field


@pytest.mark.parametrize(
    ("figure", "field"),
    [
        ({"id": ""}, "id"),
        ({"words": ""}, "words"),
        ({"colour": "red"}, "figures"),
        ({"tier": "D"}, "figures.tier"),
        ({"source": ""}, "source"),
        ({"high": "50"}, "figures.low"),
        ({"low": "40", "high": "x"}, "figures.high"),
        ({"status": "derived", "tier": "", "derivation": "from others", "seen": ""}, None),
        ({"derivation": "from others"}, "figures.derivation"),
    ],
)
def test_figures(figure: dict[str, str], field: str | None) -> None:
    table = statement()
    table["figures"][0].update(figure)
    text = toml("helped", table)
    if field is None:
        assert parse(text, "claims.toml", referred)
    else:
        assert refused(text).field == f"helped: {field}"


def test_two_figures_of_one_name() -> None:
    table = statement()
    table["figures"] *= 2
    assert refused(toml("helped", table)).field == "helped: figures"


def test_parts_have_a_verdict_each() -> None:
    parts = [{"about": "a", "verdict": "supported", "why": "b"}, {"about": "c", "verdict": "no evidence", "why": "d"}]
    assert [part.verdict.value for part in read(parts=parts).parts] == ["supported", "no evidence"]
    for broken in ({"about": "", "verdict": "partly", "why": "b"}, {"about": "a", "verdict": "?", "why": "b"}):
        assert "helped: " in refused(toml("helped", {**statement(), "parts": [broken]})).field


def test_shown_with_its_interval_and_less_than() -> None:
    """As a person reads it."""
    table = statement()
    table["figures"][0].update(low="40", high="55.0")
    assert parse(toml("helped", table), "x", referred)["helped"].figures[0].text == "47.1 % (40 to 55.0)"


def test_places_of_numbers_that_a_page_works_out() -> None:
    """Their names, and the sentence as it is measured."""
    plain = read(plain=[{"text": "Of 100 people {gain} gain and {harm} lose."}]).plain[0]
    assert plain.places == ("gain", "harm")
    assert plain.sample == "Of 100 people 12 gain and 12 lose."
