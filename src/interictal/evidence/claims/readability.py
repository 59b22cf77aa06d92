"""How old a reader has to be: two school grades of a text, one from syllables, one from letters.

Both were made for long texts of running English, know nothing of what words mean, and differ by a grade or two on a few
sentences: they find what is certainly too hard, and prove of nothing that it is understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from interictal.errors import InvalidInput

STARTS_SCHOOL = 5
"""Reading age is the grade and this many years: grade 7 is reached at 12."""

OLDEST = 12
"""The reading age that what patients are told may have at most, by both grades."""

_END = re.compile(r"[.!?]+(?=\s|$)")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*")
_GROUP = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?<=[^aeiouy])e(?=(?:ly|less|ful|ment|ness|some|where|time)s?$)")
_SILENT_END = re.compile(r"(?<![^aeiouyl]l)(?<![^aeiouyr]r)(?:e|(?<!ch)(?<!sh)(?<![sxzcg])es|(?<![td])ed)$")
_APART = re.compile(
    r"(?<![ctsgx])i(?=[aou](?!n))|(?<![ctsgxln])i(?=[ao]n)|(?<!q)u(?=a)|y(?=i)|(?<=[^e])e(?=ing)|e(?=ing$)|o(?=ing|e[^s])|(?<!g)e(?=o(?!u))|(?<=s)m$"
)
"""Vowels that stand side by side in two syllables: medi-al, usu-al, try-ing, be-ing, do-ing, vide-o; and -is-m."""

_EXCEPTIONS = {
    "people": 2, "people's": 2, "one": 1, "once": 1, "someone": 2, "anyone": 3, "everyone": 3, "every": 2,
    "area": 3, "idea": 3, "create": 2, "being": 2, "does": 1, "goes": 1, "shoes": 1, "toes": 1, "year": 1, "years": 1,
    "muscle": 2, "muscles": 2, "eye": 1, "eyes": 1, "eyelid": 2, "eyelids": 2, "guide": 1, "science": 2, "quiet": 2,
    "diet": 2, "trial": 2, "trials": 2, "reliable": 4, "lion": 2, "before": 2, "therefore": 2, "something": 2,
    "sometimes": 2, "somewhere": 2, "business": 2, "evening": 2, "different": 3, "difference": 3, "several": 3,
    "average": 3, "preempt": 2, "headache": 2, "headaches": 2, "ache": 1, "aches": 1, "nausea": 3, "areas": 3,
    "ninety": 2, "tired": 1, "tiredness": 2, "fibromyalgia": 6, "botox": 2, "onabotulinumtoxina": 9, "cgrp": 4,
}  # fmt: skip
"""Words that the rules miscount; letters spoken one by one count each."""

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SIZES = ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """What was counted in a text, and what follows from it.

    Args:
        sentences, words, syllables, letters: counted; a number is one word, its syllables those of its spoken form,
            its letters its digits.
    """

    sentences: int
    words: int
    syllables: int
    letters: int

    @property
    def flesch_kincaid(self) -> float:
        """School grade from the length of sentences and the syllables of words.

        Source: ``kincaid-1975``: 0.39 words a sentence + 11.8 syllables a word - 15.59.
        """
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def automated(self) -> float:
        """School grade from the length of sentences and the letters of words, so independent of counted syllables.

        Source: ``smith-senter-1967``: 4.71 letters a word + 0.5 words a sentence - 21.43.
        """
        return 4.71 * self.letters / self.words + 0.5 * self.words / self.sentences - 21.43

    @property
    def age(self) -> float:
        """Reading age in years: the higher of the two grades and ``STARTS_SCHOOL`` years."""
        return max(self.flesch_kincaid, self.automated) + STARTS_SCHOOL


def readability(text: str) -> Readability:
    """What is counted in a text.

    Args:
        text: sentences; what follows the last full stop counts as one more.

    Raises:
        InvalidInput: a text without a word.
    """
    found = _WORD.findall(text)
    if not found:
        raise InvalidInput("text", text, "at least one word", "Give the sentences.")
    return Readability(
        sentences=sum(bool(_WORD.search(part)) for part in _END.split(text)),
        words=len(found),
        syllables=sum(map(syllables, found)),
        letters=sum(sum(map(str.isalnum, word)) for word in found),
    )


def syllables(word: str) -> int:
    """Syllables of an English word or a number, at least one.

    Groups of vowels count one each. A final e, es and ed are silent, except after what makes them heard (ta-ble,
    do-ses, trea-ted), and so is the e before -ly, -less, -ful, -ment, -ness. Some vowels side by side are two
    (medi-al, do-ing). Words that these rules miscount stand in a list.

    >>> [syllables(word) for word in ("headache", "treated", "tables", "usual", "47.1", "migraine")]
    [2, 2, 2, 3, 6, 2]
    """
    lower = word.lower().replace("’", "'")
    if lower[0].isdigit():
        return sum(map(syllables, spoken(lower)))
    if lower in _EXCEPTIONS:
        return _EXCEPTIONS[lower]
    plain = _SILENT_E.sub("", lower.partition("'")[0])
    bare = _SILENT_END.sub("", plain)
    count = len(_GROUP.findall(bare)) or len(_GROUP.findall(plain))
    return max(1, count + len(_APART.findall(plain)))


def spoken(number: str) -> list[str]:
    """A number as it is read aloud: "1,384" is one thousand three hundred eighty four, "9.4" nine point four."""
    whole, _, rest = number.replace(",", "").partition(".")
    found = _whole(int(whole)) or ["zero"]
    return [*found, "point", *(_SMALL[int(digit)] for digit in rest if digit != ".")] if rest else found


def _whole(number: int) -> list[str]:
    for size, name in _SIZES:
        if number >= size:
            return [*_whole(number // size), name, *_whole(number % size)]
    if number < len(_SMALL):
        return [_SMALL[number]] if number else []
    return [_TENS[number // 10], *_whole(number % 10)]
