"""The one door through which a sentence for a patient reaches a page: by the id of a claim or fact, or not at all."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from interictal.errors import InvalidInput
from interictal.evidence.claims import Statement, statement
from interictal.evidence.claims.records import PLACE
from interictal.report.shell import escaped
from interictal.report.words import shown

UNCONFIRMED = "(unconfirmed)"
"""Stands behind every sentence that rests on a figure not seen at its source."""

ELEMENTS = ("p", "li", "dd", "dt", "td", "th", "span", "strong", "q", "h2", "h3", "h4", "figcaption")

_VOID = {"br", "hr", "img", "wbr"}


def words(statement_id: str, n: int = 0, *, unconfirmed: bool = False, **numbers: str) -> str:
    """Sentence ``n`` of a statement as text, with the numbers that the page worked out.

    Args:
        statement_id: id of a claim or fact.
        n: which of its sentences, from 0.
        unconfirmed: whether one of ``numbers`` rests on a figure that was not seen at its source.
        numbers: by the name of their place in the sentence.

    Raises:
        InvalidInput: no such statement or sentence; a place without its number, or a number without its place.
    """
    one = statement(statement_id)
    if not 0 <= n < len(one.plain):
        raise InvalidInput("sentence", n, f"0 to {len(one.plain) - 1} of {one.id}", "Choose one of these.")
    plain = one.plain[n]
    odd = sorted(set(plain.places) ^ numbers.keys()) or [name for name in numbers if not numbers[name].strip()]
    if odd:
        wanted = ", ".join(plain.places) or "no number"
        raise InvalidInput("number", odd[0], f"exactly {wanted} for {one.id}, each with a text", "Correct the call.")
    text = PLACE.sub(lambda match: shown(numbers[match[1]]), plain.text)
    return text if plain.confirmed and not unconfirmed else f"{text} {UNCONFIRMED}"


def sentence(statement_id: str, n: int = 0, *, element: str = "p", unconfirmed: bool = False, **numbers: str) -> str:
    """The same as an HTML element that names its statement.

    Raises:
        InvalidInput: see ``words``; or an element that holds no sentence.
    """
    return _element(element, statement_id, words(statement_id, n, unconfirmed=unconfirmed, **numbers))


def sentences(statement_id: str, *, element: str = "p") -> str:
    """All sentences of a statement in which no number is worked out by the page, one element each.

    Raises:
        InvalidInput: see ``sentence``.
    """
    return "".join(sentence(statement_id, n, element=element) for n in range(len(statement(statement_id).plain)))


def topic(statement_id: str, *, element: str = "h3") -> str:
    """The claim as told, or what a fact is about, as an HTML element that names its statement.

    Raises:
        InvalidInput: no such statement; or an element that holds no sentence.
    """
    return _element(element, statement_id, statement(statement_id).title)


def _element(element: str, statement_id: str, text: str) -> str:
    if element not in ELEMENTS:
        raise InvalidInput("element", element, ", ".join(ELEMENTS), "Choose one of these.")
    kept = escaped(text).replace(" %", "&nbsp;%")
    return f'<{element} data-claim="{escaped(statement(statement_id).id)}">{kept}</{element}>'


def patient_part(content: str) -> str:
    """The part of a page that speaks to the patient: every word in it came through ``sentence`` or ``topic``.

    Args:
        content: HTML. Signs without a letter or digit (shapes, dashes) may stand in it anywhere.

    Raises:
        InvalidInput: a text that names no statement, or that is none of the sentences of the one it names.
    """
    walk = _Walk()
    walk.feed(content)
    walk.close()
    return f'<div data-audience="patient">{content}</div>'


class _Walk(HTMLParser):
    """Reads a patient part and refuses the first text that is no sentence of the statement it names."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str | None] = [None]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(dict(attrs).get("data-claim"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Holds no text."""

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not any(map(str.isalnum, text)):
            return
        named = self.open[-1]
        if named is None:
            raise InvalidInput("patient sentence", text, "a sentence of a claim or fact", "Give it a record.")
        if not any(pattern.fullmatch(text) for pattern in _patterns(statement(named))):
            raise InvalidInput("patient sentence", text, f"a sentence of {named}", "Render it by its id.")


def _patterns(one: Statement) -> list[re.Pattern[str]]:
    """What each sentence may look like once its numbers are in, and the title."""
    mark = re.escape(f" {UNCONFIRMED}")
    found = [re.compile(re.escape(one.title))]
    for plain in one.plain:
        around = PLACE.split(plain.text)[::2]
        after = f"(?:{mark})?" if plain.confirmed else mark
        found.append(re.compile(".+?".join(map(re.escape, around)) + after))
    return found
