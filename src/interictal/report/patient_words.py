"""The one door through which a sentence for a patient reaches a page: by the id of a claim or fact, or not at all."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from interictal.errors import InvalidInput
from interictal.evidence.claims import Statement, statement
from interictal.evidence.claims.records import PLACE
from interictal.figures.figure import Said
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


def said(statement_id: str, n: int = 0, *, unconfirmed: bool = False, **numbers: str) -> Said:
    """The same for a picture, which carries the id of its statement as well.

    Raises:
        InvalidInput: see ``words``.
    """
    return Said(words(statement_id, n, unconfirmed=unconfirmed, **numbers), _mark(statement_id))


def said_topic(statement_id: str) -> Said:
    """The claim as told, or what a fact is about, for a picture.

    Raises:
        InvalidInput: no such statement.
    """
    return Said(statement(statement_id).title, _mark(statement_id))


def rendered(one: Said, *, element: str = "span") -> str:
    """What a picture says as an HTML element, for the text around it.

    Raises:
        InvalidInput: an element that holds no sentence.
    """
    return _marked(element, one.mark, one.text)


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
    return _marked(element, _mark(statement_id), text)


def _marked(element: str, mark: str, text: str) -> str:
    if element not in ELEMENTS:
        raise InvalidInput("element", element, ", ".join(ELEMENTS), "Choose one of these.")
    kept = escaped(text).replace(" %", "&nbsp;%")
    return f"<{element} {mark}>{kept}</{element}>"


def _mark(statement_id: str) -> str:
    return f'data-claim="{escaped(statement(statement_id).id)}"'


def patient_part(content: str) -> str:
    """The part of a page that speaks to the patient: every word in it came through ``sentence`` or ``topic``.

    Args:
        content: HTML, pictures (SVG) among it, whose title, text alternative, key and words are read as well. Signs
            without a letter or digit (shapes, dashes) may stand in it anywhere.

    Raises:
        InvalidInput: a text that names no statement, or that is none of the sentences of the one it names.
    """
    walk = _Walk()
    walk.feed(content)
    walk.close()
    return f'<div data-audience="patient">{content}</div>'


_LINES = ("text", "tspan")
"""SVG: lines of one sentence; those without a statement of their own belong to that of the group they stand in."""


class _Named:
    """An element that names a statement, and the words in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.words: list[str] = []

    def check(self) -> None:
        """Refuses words that are no sentence of the statement."""
        text = " ".join(self.words)
        if text and not any(pattern.fullmatch(text) for pattern in _patterns(statement(self.name))):
            raise InvalidInput("patient sentence", text, f"a sentence of {self.name}", "Render it by its id.")


class _Walk(HTMLParser):
    """Reads a patient part and refuses the first text that is no sentence of the statement it names."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[_Named | None, bool]] = [(None, False)]
        """What each open element belongs to, and whether it is the one that names it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        name = dict(attrs).get("data-claim")
        if name is not None:
            self.open.append((_Named(name), True))
        else:
            self.open.append((self.open[-1][0] if tag in _LINES else None, False))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Holds no text."""

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1:
            self._leave()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not any(map(str.isalnum, text)):
            return
        named = self.open[-1][0]
        if named is None:
            raise InvalidInput("patient sentence", text, "a sentence of a claim or fact", "Give it a record.")
        named.words.append(text)

    def close(self) -> None:
        super().close()
        while len(self.open) > 1:
            self._leave()

    def _leave(self) -> None:
        named, is_its_own = self.open.pop()
        if named is not None and is_its_own:
            named.check()


def _patterns(one: Statement) -> list[re.Pattern[str]]:
    """What each sentence may look like once its numbers are in, and the title."""
    mark = re.escape(f" {UNCONFIRMED}")
    found = [re.compile(re.escape(one.title))]
    for plain in one.plain:
        around = PLACE.split(plain.text)[::2]
        after = f"(?:{mark})?" if plain.confirmed else mark
        found.append(re.compile(".+?".join(map(re.escape, around)) + after))
    return found
