"""What a patient is told, as a record: the sentence, the figures it rests on, and the verdict on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from interictal.evidence.library.records import Status

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""Where a number goes that the page works out: ``{gain}``."""


class Kind(Enum):
    """What a statement is."""

    CLAIM = "claim"
    """Something commonly told to patients, judged by the literature."""
    FACT = "fact"
    """Something that a patient page says by itself."""


class ClaimVerdict(Enum):
    """What the literature says of a claim."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    """Right in part, or right with something left out that matters."""
    CONTRADICTED = "contradicted"
    NO_EVIDENCE = "no evidence"
    """Nothing that was found tests it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published figure that a statement rests on.

    Args:
        id: its name within the statement.
        words: what it is, of whom and when.
        value: as printed, or worked out where ``status`` is derived.
        low, high: limits of its 95 % interval as printed, or "".
        below: printed as "less than".
        unit: "%", "days per 28 days" ..., or "".
        source: citation of the register of sources, with the place where known.
        seen: where it was seen, in words or as an address.
        status: seen, derived, or unconfirmed.
        tier: A, B, C, A+C as in the register of sources; "" for unconfirmed or derived.
        derivation: how a derived value was worked out; else "".
        refers: id of the value or synthesis of the library that it is; "" where it stands in no other file.
        note: limits, in words.
    """

    id: str
    words: str
    value: str
    low: str
    high: str
    below: bool
    unit: str
    source: str
    seen: str
    status: Status
    tier: str
    derivation: str
    refers: str
    note: str

    @property
    def confirmed(self) -> bool:
        """Whether it may be shown without the word "unconfirmed"."""
        return self.status is not Status.UNCONFIRMED

    @property
    def text(self) -> str:
        """The value with its unit and interval."""
        unit = f" {self.unit}" if self.unit else ""
        interval = f" ({self.low} to {self.high})" if self.low else ""
        return f"{'less than ' if self.below else ''}{self.value}{unit}{interval}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """One sentence for a patient, or a few that belong together.

    Args:
        text: second person, present tense; ``{name}`` stands for a number that the page works out.
        figures: ids of the figures its numbers come from.
        confirmed: False where one of them, or the statement itself, was not seen at its source.
    """

    text: str
    figures: tuple[str, ...]
    confirmed: bool

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the numbers that the page works out."""
        return tuple(PLACE.findall(self.text))

    @property
    def sample(self) -> str:
        """The sentence with 12 for each of these numbers, to measure it."""
        return PLACE.sub("12", self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several things that a claim says at once, each with its own verdict."""

    about: str
    verdict: ClaimVerdict
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that patients are told.

    Args:
        id: stable, small letters with hyphens; a patient page carries it beside each sentence.
        kind: claim or fact.
        title: the claim as told, or what the fact is about.
        letter: its letter in the list of common claims, or "".
        verdict: None for a fact.
        why: the reasons for the verdict, for clinicians; for a fact what it leaves out, or "".
        parts: where it says several things at once.
        plain: the sentences for patients, at least one.
        figures: what it rests on.
        sources: citations of every document behind it, each once, at least one.
        status: unconfirmed where no figure could be seen at its source and the statement says so itself.
    """

    id: str
    kind: Kind
    title: str
    letter: str
    verdict: ClaimVerdict | None
    why: str
    parts: tuple[Part, ...]
    plain: tuple[Plain, ...]
    figures: tuple[Figure, ...]
    sources: tuple[str, ...]
    status: Status
