"""What the toxin is used for, and what it is asked for in vain. Data: ``data/indications.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.injection.tables import Table, table_of

INDICATION_IDS = (
    "chronic-migraine",
    "axillary-hyperhidrosis",
    "overactive-bladder",
    "neurogenic-detrusor-overactivity",
    "paediatric-neurogenic-detrusor-overactivity",
    "cervical-dystonia",
    "blepharospasm",
    "strabismus",
    "upper-limb-spasticity",
    "lower-limb-spasticity",
    "paediatric-upper-limb-spasticity",
    "paediatric-lower-limb-spasticity",
    "fibromyalgia",
    "chronic-neck-pain",
    "whiplash-neck-pain",
    "myofascial-pain",
)
"""In the order in which they are shown; the last four are asked for, without evidence of benefit."""


class Evidence(Enum):
    """What is known of the toxin for an indication."""

    LICENSED = "licensed"
    CONTRADICTED = "contradicted"
    """Trials found no benefit."""
    INCONCLUSIVE = "inconclusive"
    """Trials were done, and do not tell."""
    NONE = "none"
    """No controlled trial was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One published figure behind a refusal, or behind what may be hoped for.

    Args:
        words: what was measured, with its figure and interval.
        source: document and place.
        confirmed: False where the figure was not seen at its source.
    """

    words: str
    source: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication:
    """One indication.

    Args:
        id: stable name: ``chronic-migraine``.
        title: in words.
        aliases: other names a user may type.
        evidence: what is known.
        results: the figures.
        would_change: for an indication without evidence: what would change the answer.
        outcome: id of the measure by which the effect is followed, "" where there is nothing to follow.
        followed: how and when it is followed, in a sentence.
    """

    id: str
    title: str
    aliases: tuple[str, ...]
    evidence: Evidence
    results: tuple[Result, ...]
    would_change: str = ""
    outcome: str = ""
    followed: str = ""


def indication(text: str) -> Indication:
    """The indication by its id, its title or another name; capitals, hyphens and underscores do not matter.

    Raises:
        InvalidInput: no such name.
    """
    found = shelf("indication", _names(), text, INDICATION_IDS)
    return next(one for one in indications() if one.id == found)


@cache
def indications() -> tuple[Indication, ...]:
    """All of them, in the order of ``INDICATION_IDS``."""
    return parse((Path(__file__).with_name("data") / _FILE).read_text(encoding="utf-8"))


@cache
def _names() -> Mapping[str, str]:
    return {name: one.id for one in indications() for name in (one.id, one.title, *one.aliases)}


def shelf(field: str, names: Mapping[str, str], text: str, allowed: tuple[str, ...] = ()) -> str:
    """What a name stands for, where capitals do not matter and hyphen, underscore and slash are spaces.

    Args:
        field: for the message.
        names: name -> what it stands for.
        text: what was typed.
        allowed: what the message lists, where that is not every name.

    Raises:
        InvalidInput: none of the names.
    """
    known = {_plain(name): meaning for name, meaning in names.items()}
    if _plain(text) not in known:
        raise InvalidInput(field, text, ", ".join(allowed or names), "Name one of these.")
    return known[_plain(text)]


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").replace("_", " ").replace("/", " ").split())


# --- Reading the file ------------------------------------------------------------------------------------------------

_FILE = "indications.toml"
_KEYS = {"title", "aliases", "evidence", "results", "would_change", "outcome", "followed"}


def parse(text: str) -> tuple[Indication, ...]:
    """The indications in the text of the file (docs/spec/indications.md).

    Args:
        text: TOML, one table per id.

    Raises:
        InvalidInput: the first thing that is wrong, with its field.
    """
    table = table_of(text, _FILE)
    table.only(set(INDICATION_IDS))
    found = tuple(_indication(each, table) for each in INDICATION_IDS)
    meanings: dict[str, str] = {}
    for one in found:
        for name in (one.id, one.title, *one.aliases):
            if meanings.setdefault(_plain(name), one.id) != one.id:
                raise InvalidInput(f"{one.id}.aliases", name, "a name of one indication only", "Remove it.", file=_FILE)
    return found


def _indication(name: str, file: Table) -> Indication:
    given = file.given.get(name)
    if not isinstance(given, dict):
        raise file.wrong(name, given, "a table", f"Write [{name}].")
    table = Table(given, _FILE, name)
    table.only(_KEYS)
    evidence = next((one for one in Evidence if one.value == table.text("evidence")), None)
    if evidence is None:
        raise table.wrong("evidence", given["evidence"], ", ".join(one.value for one in Evidence))
    made = Indication(
        id=name,
        title=table.text("title"),
        aliases=table.texts("aliases"),
        evidence=evidence,
        results=tuple(_result(row) for row in table.rows("results")),
        would_change=table.text_or_none("would_change"),
        outcome=table.text_or_none("outcome"),
        followed=table.text_or_none("followed"),
    )
    needed = ("outcome", "followed") if evidence is Evidence.LICENSED else ("would_change",)
    for key in needed:
        if not getattr(made, key):
            raise table.wrong(key, None, f"a text, because evidence is {evidence.value}")
    if evidence in (Evidence.CONTRADICTED, Evidence.INCONCLUSIVE) and not made.results:
        raise table.wrong("results", None, f"at least one, because evidence is {evidence.value}")
    return made


def _result(row: Table) -> Result:
    row.only({"words", "source", "confirmed"})
    return Result(words=row.text("words"), source=row.cited(), confirmed=row.confirmed())
