"""Reading TOML tables strictly: every key is known, every value is what it should be, numbers are exact."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from interictal.errors import InvalidInput
from interictal.sources import source


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file, and where it stands.

    Args:
        given: its keys and values; numbers with a point are ``Decimal``.
        file: the file's name, for messages.
        name: its place in the file ("targets[2]"), "" for the whole file.
    """

    given: dict[str, Any]
    file: str
    name: str = ""

    def only(self, allowed: set[str]) -> None:
        """Refuses every other key.

        Raises:
            InvalidInput: a key that is not allowed here.
        """
        for key in self.given:
            if key not in allowed:
                raise self.wrong(key, key, ", ".join(sorted(allowed)), "Remove or rename the key.")

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.given.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, value, "a text")
        return value

    def text_or_none(self, key: str) -> str:
        """A text, "" where the key is absent."""
        return self.text(key) if key in self.given else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        value = self.given.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise self.wrong(key, value, "a list of texts")
        return tuple(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self.given.get(key, default)
        if type(value) is not bool:
            raise self.wrong(key, value, "true, false")
        return value

    def whole(self, key: str) -> int | None:
        """A whole number, 1 or more; None where the key is absent."""
        if key not in self.given:
            return None
        value = self.given[key]
        if type(value) is not int or value < 1:
            raise self.wrong(key, value, "a whole number, 1 or more")
        return value

    def amount(self, key: str) -> Decimal | None:
        """An exact number above zero; None where the key is absent."""
        return self._amount(key, self.given[key]) if key in self.given else None

    def between(self, key: str) -> tuple[Decimal, Decimal] | None:
        """Two exact numbers above zero, the lower first; None where the key is absent."""
        if key not in self.given:
            return None
        value = self.given[key]
        if not isinstance(value, list) or len(value) != 2:
            raise self.wrong(key, value, "two numbers, the lower first")
        low, high = (self._amount(key, each) for each in value)
        if low > high:
            raise self.wrong(key, f"{low} to {high}", "two numbers, the lower first")
        return low, high

    def _amount(self, key: str, value: object) -> Decimal:
        if type(value) not in (int, Decimal):
            raise self.wrong(key, value, "a number above 0")
        number = Decimal(str(value))
        if not number.is_finite() or number <= 0:
            raise self.wrong(key, value, "a number above 0")
        return number

    def rows(self, key: str) -> Iterator[Table]:
        """The tables of a list; none where the key is absent."""
        value = self.given.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(key, value, "a list of tables", f"Write [[{key}]].")
        return (Table(each, self.file, f"{self._place(key)}[{number}]") for number, each in enumerate(value, 1))

    def cited(self) -> str:
        """The citation under ``source``, which must be in the register."""
        citation = self.text("source")
        source(citation)
        return citation

    def confirmed(self) -> bool:
        """Whether the figures were seen at a source that was seen itself."""
        return self.flag("confirmed", default=True) and source(self.cited()).status != "unconfirmed"

    def wrong(self, key: str, value: object, allowed: str, do: str = "Correct the entry.") -> InvalidInput:
        """The error for a key of this table."""
        return InvalidInput(self._place(key), value, allowed, do, file=self.file)

    def _place(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


def table_of(text: str, file: str) -> Table:
    """The whole of a TOML file.

    Raises:
        InvalidInput: not TOML.
    """
    try:
        return Table(tomllib.loads(text, parse_float=Decimal), file)
    except tomllib.TOMLDecodeError as problem:
        raise InvalidInput("file", problem, "TOML", "Correct the file.", file=file) from None
