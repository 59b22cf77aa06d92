"""The numbers in a sentence, as numerals and as words, so that none stands there without its figure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b(?:[A-Z]{2,}[A-Z-]*\d[\w-]*|5-HT\w*)")
"""Names that hold digits: HIT-6, CGRP8-37, 5-HT1B."""
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "twice": 2, "double": 2, "doubles": 2, "doubled": 2,
    "half": 50, "halve": 50, "halves": 50, "halved": 50,
}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_OF_100 = Decimal(100)


def numbers(text: str) -> tuple[Decimal, ...]:
    """Every number in a text, without its sign: numerals, and words from two upwards.

    "Half" and "halved" are 50, the responder threshold in percent; "one" is no number, because it is mostly a
    pronoun. Ordinals and digits inside a name (HIT-6) are none either.

    >>> numbers("After 2 weeks, 47.1 of 100 people; twelve weeks of HIT-6")
    (Decimal('2'), Decimal('47.1'), Decimal('100'), Decimal('12'))
    """
    plain = _NAME.sub(lambda match: " " * len(match[0]), text)
    found = [(match.start(), Decimal(match[0].replace(",", ""))) for match in _NUMERAL.finditer(plain)]
    found += [(match.start(), Decimal(_WORDS[match[0].lower()])) for match in _WORD.finditer(plain)]
    return tuple(value for _, value in sorted(found))


def without_figure(text: str, figures: Iterable[str]) -> tuple[Decimal, ...]:
    """The numbers of ``text`` that stand in none of the ``figures``' texts, as printed or rounded.

    100 is always allowed: it is the number of people that a share is told of.

    >>> without_figure("47 of 100 people, and 12 more", ["47.1 %"])
    (Decimal('12'),)
    """
    known = {value for figure in figures for value in numbers(figure)} | {_OF_100}
    return tuple(value for value in numbers(text) if not any(_same(value, each) for each in known))


def _same(said: Decimal, printed: Decimal) -> bool:
    places = Decimal(1).scaleb(int(said.as_tuple().exponent))
    return said in (printed.quantize(places, ROUND_HALF_UP), printed.quantize(places, ROUND_HALF_EVEN))
