"""Everything that patients are told can be read at 12, measured whole, and the syllables have a second opinion."""

from __future__ import annotations

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.claims import Statement, statements
from interictal.evidence.claims.document import reading
from interictal.evidence.claims.readability import OLDEST, readability, spoken, syllables


@pytest.mark.parametrize("one", statements().values(), ids=lambda one: one.id)
def test_every_statement_can_be_read_at_twelve(one: Statement) -> None:
    """By both formulas, with every word and number counted."""
    found = reading(one)
    assert found.age <= OLDEST, f"{found.flesch_kincaid + 5:.1f} and {found.automated + 5:.1f} years"


def test_hyphenation_finds_no_syllable_that_we_miss() -> None:
    """pyphen leaves out breaks after one letter, so it may find fewer, never more."""
    pyphen = pytest.importorskip("pyphen", reason="pyphen is not installed")
    dictionaries = [pyphen.Pyphen(lang=lang) for lang in ("en_GB", "en_US")]
    words = {
        word.strip(".,:?!“”()").lower()
        for one in statements().values()
        for plain in one.plain
        for word in plain.sample.split()
        if word.strip(".,:?!“”()").isalpha()
    }
    theirs = {word: max(len(each.positions(word)) for each in dictionaries) + 1 for word in words}
    assert len(words) > 200
    assert not {word for word in words if theirs[word] > syllables(word)}
    agreed = sum(theirs[word] == syllables(word) for word in words)
    assert agreed / len(words) > 0.85


def test_a_hard_text_is_found() -> None:
    """The clinicians' reasons are not for a reader of 12."""
    hard = [one for one in statements().values() if one.why and readability(one.why).age > OLDEST]
    assert len(hard) > 10


@pytest.mark.parametrize("text", ["", " … ", "(?)"])
def test_a_text_without_a_word_has_no_grade(text: str) -> None:
    with pytest.raises(InvalidInput, match="at least one word"):
        readability(text)


def test_one_more_syllable_or_letter_never_lowers_the_age() -> None:
    """Longer words make a text harder, by one formula or the other."""
    easy, more = readability("You get it now."), readability("You receive it afterwards.")
    assert more.flesch_kincaid > easy.flesch_kincaid
    assert more.automated > easy.automated
    assert more.age > easy.age


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "zero"),
        ("12", "twelve"),
        ("20", "twenty"),
        ("155", "one hundred fifty five"),
        ("1,384", "one thousand three hundred eighty four"),
        ("0.05", "zero point zero five"),
        ("1000000", "one million"),
    ],
)
def test_numbers_as_spoken(number: str, words: str) -> None:
    assert " ".join(spoken(number)) == words


@pytest.mark.parametrize("word", ["hmm", "e", "the", "doesn't", "people’s"])
def test_every_word_has_a_syllable(word: str) -> None:
    assert syllables(word) >= 1
