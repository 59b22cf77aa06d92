"""The door for patient sentences; what a patient part may hold is in docs/spec/claims.md."""

from __future__ import annotations

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.claims import Statement, parse
from interictal.report import patient_words
from interictal.report.patient_words import UNCONFIRMED, patient_part, sentence, sentences, topic, words
from spec_rules.claims import referred, statement, toml


@pytest.fixture(autouse=True)
def _two_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    helped = statement()
    helped["plain"] = [{"text": "You get it."}, {"text": "Of 100 people, {gain} gain and {harm} lose."}]
    helped["claim"] = "A <b>claim</b>"
    heard = {**statement(), "figures": [], "sources": ["forward-2019"], "status": "unconfirmed"}
    heard["plain"] = [{"text": "It is heard."}]
    found = parse(f"{toml('helped', helped)}\n{toml('heard', heard)}", "claims.toml", referred)

    def named(identifier: str) -> Statement:
        if identifier not in found:
            raise InvalidInput("claim", identifier, "helped, heard", "Choose one.")
        return found[identifier]

    monkeypatch.setattr(patient_words, "statement", named)


def test_a_sentence_carries_its_id() -> None:
    assert sentence("helped") == '<p data-claim="helped">You get it.</p>'
    assert sentence("helped", element="li") == '<li data-claim="helped">You get it.</li>'


def test_numbers_go_to_their_places() -> None:
    """Escaped, on one line, with no percent sign at the start of a line."""
    said = sentence("helped", 1, gain="12 %", harm="<3>\n")
    assert said == '<p data-claim="helped">Of 100 people, 12&nbsp;% gain and &lt;3&gt; lose.</p>'
    assert patient_part(said)


@pytest.mark.parametrize(
    "numbers",
    [{}, {"gain": "12"}, {"gain": "12", "harm": " "}, {"gain": "12", "harm": "3", "more": "1"}],
)
def test_each_place_has_exactly_its_number(numbers: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="exactly gain, harm for helped"):
        words("helped", 1, **numbers)


def test_a_sentence_without_places_takes_no_number() -> None:
    with pytest.raises(InvalidInput, match="exactly no number for helped"):
        words("helped", 0, gain="12")


@pytest.mark.parametrize("n", [-1, 2])
def test_a_sentence_that_is_not_there(n: int) -> None:
    with pytest.raises(InvalidInput, match="0 to 1 of helped"):
        words("helped", n)


def test_an_unknown_statement_renders_nothing() -> None:
    for call in (words, sentence, sentences, topic):
        with pytest.raises(InvalidInput, match="nobody"):
            call("nobody")


def test_unconfirmed_is_always_said() -> None:
    """Where the record says it, and where the page's own number rests on something unconfirmed."""
    assert words("heard") == f"It is heard. {UNCONFIRMED}"
    assert words("helped", unconfirmed=True) == f"You get it. {UNCONFIRMED}"
    assert UNCONFIRMED not in words("helped")
    assert patient_part(sentence("heard")).count(UNCONFIRMED) == 1
    assert patient_part(sentence("helped", unconfirmed=True))


def test_a_title_is_escaped() -> None:
    assert topic("helped", element="q") == '<q data-claim="helped">A &lt;b&gt;claim&lt;/b&gt;</q>'
    assert patient_part(topic("helped"))


def test_other_elements_are_refused() -> None:
    """A sentence is no script and no link."""
    for element in ("script", "a", "div", "p onclick"):
        with pytest.raises(InvalidInput, match="element"):
            sentence("helped", element=element)


def test_all_sentences_of_a_statement() -> None:
    """Only where the page works out no number."""
    assert sentences("heard", element="li") == f'<li data-claim="heard">It is heard. {UNCONFIRMED}</li>'
    with pytest.raises(InvalidInput, match="exactly gain, harm"):
        sentences("helped")


def test_a_part_that_ends_in_the_middle_of_a_text_is_read_to_its_end() -> None:
    with pytest.raises(InvalidInput, match="Loose"):
        patient_part(f"{sentence('helped')}Loose")


def test_text_in_a_comment_or_an_entity_is_no_way_in() -> None:
    """An entity is read as the letter that it is; a comment is not shown."""
    assert patient_part(f"{sentence('helped')}<!-- not shown -->")
    with pytest.raises(InvalidInput, match="A record|a record"):
        patient_part("<p>&#65; record</p>")
