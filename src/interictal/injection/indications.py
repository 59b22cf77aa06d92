"""What the toxin is used for, and what it is asked for in vain. Data: ``data/indications.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Evidence(Enum):
    """What is known of the toxin for an indication."""

    LICENSED = "licensed"
    CONTRADICTED = "contradicted"
    """Trials found no benefit."""
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
