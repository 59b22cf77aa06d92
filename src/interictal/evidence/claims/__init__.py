"""What patients are told, what the literature says of it, and the only sentences that a patient page may hold.

Reading them needs the standard library alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.evidence.claims.files import parse
from interictal.evidence.claims.library_figures import referred
from interictal.evidence.claims.records import ClaimVerdict, Figure, Kind, Part, Plain, Statement

__all__ = [
    "ClaimVerdict",
    "Figure",
    "Kind",
    "Part",
    "Plain",
    "Statement",
    "claims",
    "facts",
    "merged",
    "parse",
    "statement",
    "statements",
]

_CLAIMS = Path(__file__).with_name("data") / "claims.toml"
_FACTS = (
    Path(__file__).with_name("data") / "facts.toml",
    Path(__file__).parents[1] / "comparison" / "data" / "facts.toml",
)


@cache
def claims() -> dict[str, Statement]:
    """Statements commonly told to patients, each with its verdict, by id: those of the list of letters first.

    Raises:
        InvalidInput: see ``parse`` and ``merged``.
    """
    return merged(Kind.CLAIM, (_CLAIMS,))


@cache
def facts() -> dict[str, Statement]:
    """What patient pages say by themselves, by id.

    Raises:
        InvalidInput: see ``parse`` and ``merged``.
    """
    return merged(Kind.FACT, _FACTS)


@cache
def statements() -> dict[str, Statement]:
    """Claims and facts by id.

    Raises:
        InvalidInput: see ``parse`` and ``merged``.
    """
    return _together(claims(), facts())


def merged(kind: Kind, files: Iterable[Path]) -> dict[str, Statement]:
    """The statements in several files, which are all of one kind.

    Args:
        kind: of every one of them.
        files: TOML; a file that does not exist holds none.

    Raises:
        InvalidInput: see ``parse``; or a statement of the other kind, an id or a letter that stands for two.
    """
    found: dict[str, Statement] = {}
    for path in files:
        if path.is_file():
            found = _together(found, parse(path.read_text(encoding="utf-8"), path.name, referred), path.name)
    for one in found.values():
        if one.kind is not kind:
            raise InvalidInput(f"{one.id}: kind", one.kind.value, kind.value, "Move it to the other file.")
    letters = [one.letter for one in found.values() if one.letter]
    for letter in letters:
        if letters.count(letter) > 1:
            raise InvalidInput("letter", letter, "each letter once", "Change one.")
    return found


def _together(some: dict[str, Statement], more: dict[str, Statement], file: str | None = None) -> dict[str, Statement]:
    for name in more:
        if name in some:
            raise InvalidInput("id", name, "each id once, among claims and facts", "Rename one.", file=file)
    return {**some, **more}


def statement(identifier: str) -> Statement:
    """A claim or fact by its id; a claim also by its letter.

    Raises:
        InvalidInput: no statement has this id; the message lists the claims.
    """
    lettered = {one.letter: one for one in claims().values() if one.letter}
    found = statements().get(identifier) or lettered.get(identifier)
    if found is None:
        raise InvalidInput("claim", identifier, f"one of: {', '.join(claims())}", "See: interictal evidence claims")
    return found
