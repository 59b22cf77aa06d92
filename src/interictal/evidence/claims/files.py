"""Statements read from a file; what has no source, or says a number that is none of its figures, does not load."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from interictal.errors import InvalidInput
from interictal.evidence.claims.library_figures import Referred
from interictal.evidence.claims.records import PLACE, ClaimVerdict, Figure, Kind, Part, Plain, Statement
from interictal.evidence.claims.stated_numbers import without_figure
from interictal.evidence.library.records import Status
from interictal.sources import source

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TIERS = ("A", "B", "A+C")
"""A figure seen only in a copy elsewhere (C) is unconfirmed."""
_NEVER = re.compile(
    r"\b(?:works?|worked|working|causes?|caused|causing|should|must|ought|cures?|cured|proven|proves?|guaranteed?|"
    r"miracle|breakthrough|amazing|well done|great|excellent|congratulations)\b",
    re.IGNORECASE,
)
"""Words that promise, order, praise, or read an effect into what was only seen."""
_FACT = {"kind", "about", "why", "plain", "figures", "sources", "status"}
_CLAIM = (_FACT - {"about"}) | {"claim", "letter", "verdict", "parts"}
_FIGURE = {"id", "words", "value", "low", "high", "unit", "source", "seen", "status", "tier", "derivation", "refers"}
_REFERRED = {"id", "words", "unit", "refers", "note"}
_Member = TypeVar("_Member", ClaimVerdict, Kind, Status)


def parse(text: str, file: str, lookup: Callable[[str], Referred | None]) -> dict[str, Statement]:
    """The statements in the text of a file, by id.

    Args:
        text: TOML, one table a statement.
        file: its name, for the messages.
        lookup: what an id of the trial library stands for, None where it has no such id.

    Raises:
        InvalidInput: not TOML; a statement without a source, with a verdict that does not exist, with a patient
            sentence that holds a number of none of its figures, or with a key or value that is not allowed.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InvalidInput("file", problem, "TOML", "Correct it.", file=file) from None
    return {name: _Reader(file, name, lookup).statement(table) for name, table in tables.items()}


class _Reader:
    """Reads one statement; its messages name file, statement and key."""

    def __init__(self, file: str, name: str, lookup: Callable[[str], Referred | None]) -> None:
        self.file, self.name, self.lookup = file, name, lookup

    def wrong(self, field: str, value: object, allowed: str, do: str = "Correct it.") -> InvalidInput:
        return InvalidInput(f"{self.name}: {field}", value, allowed, do, file=self.file)

    def statement(self, table: object) -> Statement:
        if not _ID.fullmatch(self.name):
            raise self.wrong("id", self.name, "small letters and digits with hyphens between")
        keys = self._keys("statement", table, _CLAIM | _FACT)
        kind = self._member("kind", keys.get("kind"), Kind)
        claim = kind is Kind.CLAIM
        self._keys(f"a {kind.value}", table, _CLAIM if claim else _FACT)
        letter = self._text(keys, "letter")
        if letter and not re.fullmatch(r"[a-z]", letter):
            raise self.wrong("letter", letter, "one small letter, or nothing")
        figures = tuple(self._figure(each) for each in self._list(keys, "figures"))
        known = {one.id: one for one in figures}
        if len(known) < len(figures):
            raise self.wrong("figures", ", ".join(one.id for one in figures), "each id once")
        sources = self._sources(keys, figures)
        status = self._status(keys, sources)
        return Statement(
            id=self.name,
            kind=kind,
            title=self._text(keys, "claim" if claim else "about", needed=True),
            letter=letter,
            verdict=self._member("verdict", keys.get("verdict"), ClaimVerdict) if claim else None,
            why=self._text(keys, "why", needed=claim),
            parts=tuple(self._part(each) for each in self._list(keys, "parts")),
            plain=self._plain(keys, known, status),
            figures=figures,
            sources=sources,
            status=status,
        )

    def _part(self, table: object) -> Part:
        keys = self._keys("parts", table, {"about", "verdict", "why"})
        return Part(
            about=self._text(keys, "about", needed=True),
            verdict=self._member("parts.verdict", keys.get("verdict"), ClaimVerdict),
            why=self._text(keys, "why", needed=True),
        )

    def _figure(self, table: object) -> Figure:
        keys = self._keys("figures", table, _FIGURE | {"note"})
        identifier, words = self._text(keys, "id", needed=True), self._text(keys, "words", needed=True)
        refers = self._text(keys, "refers")
        if refers:
            more = sorted(set(keys) - _REFERRED)
            if more:
                raise self.wrong("figures", ", ".join(more), "nothing that the library already says", "Remove it.")
            found = self.lookup(refers)
            if found is None:
                raise self.wrong("refers", refers, "an id of the trial library", "See: interictal evidence outcomes")
        else:
            found = self._own(keys)
        return Figure(
            id=identifier,
            words=words,
            value=found.value,
            low=found.low,
            high=found.high,
            below=found.below,
            unit=self._text(keys, "unit"),
            source=found.source,
            seen=found.seen,
            status=found.status,
            tier=found.tier,
            derivation=found.derivation,
            refers=refers,
            note=self._text(keys, "note") or found.note,
        )

    def _own(self, keys: Mapping[str, Any]) -> Referred:
        """A figure that stands nowhere else, with its own provenance."""
        value, low, high = (self._text(keys, key) for key in ("value", "low", "high"))
        for key, text in (("value", value), ("low", low or value), ("high", high or value)):
            if not _NUMBER.fullmatch(text):
                raise self.wrong(f"figures.{key}", text, "a number as printed")
        if bool(low) != bool(high):
            raise self.wrong("figures.low", low, "both limits, or none")
        status = self._member("figures.status", keys.get("status"), Status)
        tier, derivation = self._text(keys, "tier"), self._text(keys, "derivation")
        if (tier not in _TIERS) if status is Status.VERIFIED else bool(tier):
            allowed = "A, B or A+C where the figure was seen at its source, else nothing"
            raise self.wrong("figures.tier", tier, allowed)
        if bool(derivation) != (status is Status.DERIVED):
            raise self.wrong("figures.derivation", derivation, "how it was worked out, exactly where it was")
        note = self._text(keys, "note", needed=status is Status.UNCONFIRMED)
        return Referred(
            value=value,
            low=low,
            high=high,
            below=False,
            source=self._cited(self._text(keys, "source", needed=True)),
            seen=self._text(keys, "seen", needed=status is Status.VERIFIED),
            status=status,
            tier=tier,
            derivation=derivation,
            note=note,
        )

    def _sources(self, keys: Mapping[str, Any], figures: tuple[Figure, ...]) -> tuple[str, ...]:
        named = [self._cited(each) for each in self._texts(keys, "sources")]
        found = tuple(dict.fromkeys((*(one.source for one in figures), *named)))
        if not found:
            raise self.wrong("sources", "", "at least one document of the register", "Name it.")
        return found

    def _status(self, keys: Mapping[str, Any], sources: tuple[str, ...]) -> Status:
        """Unconfirmed where the statement says so; it has to where none of its documents was seen."""
        given = self._member("status", keys.get("status", Status.VERIFIED.value), Status)
        unseen = all(source(each).status == "unconfirmed" for each in sources)
        if given is Status.DERIVED or (unseen and given is Status.VERIFIED):
            raise self.wrong("status", given.value, "unconfirmed where none of its documents was seen, or nothing")
        return given

    def _plain(self, keys: Mapping[str, Any], figures: Mapping[str, Figure], status: Status) -> tuple[Plain, ...]:
        found = tuple(self._sentence(each, figures, status) for each in self._list(keys, "plain"))
        if not found:
            raise self.wrong("plain", "", "at least one sentence for patients", "Write it.")
        return found

    def _sentence(self, table: object, figures: Mapping[str, Figure], status: Status) -> Plain:
        keys = self._keys("plain", table, {"text", "figures"})
        text, used = self._text(keys, "text", needed=True), self._texts(keys, "figures")
        for each in used:
            if each not in figures:
                raise self.wrong("plain.figures", each, ", ".join(figures) or "nothing", "Name a figure of it.")
        bare = PLACE.sub(" ", text)
        if "{" in bare or "}" in bare:
            raise self.wrong("plain", text, "{name} for a number that the page works out")
        ends = text[-1] in ".?!"
        if not ends:
            raise self.wrong("plain", text, "a sentence with its full stop")
        never = _NEVER.search(text)
        if never:
            raise self.wrong("plain", never[0], "no promise, order, praise or causal word", "Say what was seen.")
        rests_on = [part for each in used for part in (figures[each].words, figures[each].text)]
        odd = without_figure(bare, rests_on)
        if odd:
            raise self.wrong("plain", odd[0], "numbers of the figures that the sentence names", "Name its figure.")
        confirmed = status is not Status.UNCONFIRMED and all(figures[each].confirmed for each in used)
        return Plain(text=text, figures=used, confirmed=confirmed)

    def _cited(self, citation: str) -> str:
        try:
            source(citation)
        except InvalidInput as problem:
            raise self.wrong("source", citation, problem.allowed, problem.do) from None
        return citation

    def _keys(self, where: str, table: object, allowed: set[str]) -> Mapping[str, Any]:
        if not isinstance(table, dict):
            raise self.wrong(where, table, "a table")
        more = sorted(set(table) - allowed)
        if more:
            raise self.wrong(where, more[0], ", ".join(sorted(allowed)))
        return table

    def _list(self, keys: Mapping[str, Any], key: str) -> list[object]:
        found = keys.get(key, [])
        if not isinstance(found, list):
            raise self.wrong(key, found, "a list")
        return found

    def _texts(self, keys: Mapping[str, Any], key: str) -> tuple[str, ...]:
        return tuple(self._text({key: each}, key, needed=True) for each in self._list(keys, key))

    def _text(self, keys: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
        text = keys.get(key, "")
        if not isinstance(text, str) or (needed and not text) or text != " ".join(text.split()):
            raise self.wrong(key, text, "a text in one line")
        return text

    def _member(self, field: str, value: object, kind: type[_Member]) -> _Member:
        try:
            return kind(value)
        except ValueError:
            raise self.wrong(field, value, ", ".join(one.value for one in kind)) from None
