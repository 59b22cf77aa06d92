"""Published figures that the parameters are fitted to (``data/targets.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from interictal.injection.tables import Table, table_of
from interictal.mechanism.parameters import number
from interictal.mechanism.quantities import QUANTITIES
from interictal.sources import source

DATA = Path(__file__).with_name("data") / "targets.toml"
READING = "our reading"
VALUE_FROM = ("published", "worked out", READING)
SE_FROM = ("published", "worked out", "assumed")

_KEYS = {"value", "value_from", "se", "se_from", "unit", "words", "source", "confirmed", "note"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One published figure, and how far it may be off.

    Args:
        id: names the quantity of the model that it is compared with (``interictal.mechanism.quantities``).
        value: the figure.
        value_from: "published", "worked out" from published figures, or "our reading" of what prints no such figure.
        se: its standard error.
        unit: of both.
        words: what was measured.
        source: citation.
        se_from: "published", "worked out" from published figures, or "assumed" by us.
        confirmed: False where the figure, or what its error rests on, was not seen at its source; so for each reading.
        note: how it is read.
    """

    id: str
    value: float
    value_from: str
    se: float
    unit: str
    words: str
    source: str
    se_from: str
    confirmed: bool
    note: str


@cache
def targets() -> Mapping[str, Target]:
    """All targets, by id.

    Raises:
        InvalidInput: see ``parse``.
    """
    return parse(DATA.read_text(encoding="utf-8"))


def parse(text: str, file: str = DATA.name) -> Mapping[str, Target]:
    """The targets in the text of a file.

    Args:
        text: TOML, one table per quantity.
        file: for messages.

    Raises:
        InvalidInput: a target is missing, is unknown, has no source, note or standard error above 0.
    """
    whole = table_of(text, file)
    whole.only(set(QUANTITIES))
    return MappingProxyType({each: _target(each, whole) for each in QUANTITIES})


def _target(name: str, whole: Table) -> Target:
    given = whole.given.get(name)
    if not isinstance(given, dict):
        raise whole.wrong(name, given, "a table", f"Write [{name}].")
    table = Table(given, whole.file, name)
    table.only(_KEYS)
    error = number(table, "se")
    if error <= 0:
        raise table.wrong("se", error, "a number above 0")
    read = _one_of(table, "value_from", VALUE_FROM)
    citation = table.cited()
    return Target(
        id=name,
        value=number(table, "value"),
        value_from=read,
        se=error,
        unit=table.text("unit"),
        words=table.text("words"),
        source=citation,
        se_from=_one_of(table, "se_from", SE_FROM),
        confirmed=table.flag("confirmed", default=True)
        and read != READING
        and source(citation).status != "unconfirmed",
        note=table.text("note"),
    )


def _one_of(table: Table, key: str, allowed: tuple[str, ...]) -> str:
    found = table.text(key)
    if found not in allowed:
        raise table.wrong(key, found, ", ".join(allowed))
    return found
