"""Verdicts: the answer to a question that missing data may leave open.

A verdict is MET, NOT_MET or UNDETERMINED (Kleene's strong three-valued logic): UNDETERMINED means that the
missing facts could still turn the answer either way. It is never an error, and never counts as "no".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NoReturn


class Verdict(Enum):
    """The three answers. ``&``, ``|`` and ``~`` follow Kleene; truth-testing raises: it would lose the third."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    UNDETERMINED = "UNDETERMINED"

    def __and__(self, other: Verdict) -> Verdict:
        return all_of((self, other))

    def __or__(self, other: Verdict) -> Verdict:
        return any_of((self, other))

    def __invert__(self) -> Verdict:
        return _OPPOSITE[self]

    def __bool__(self) -> NoReturn:
        raise TypeError("a Verdict has three values; compare it with Verdict.MET instead of testing its truth")


_OPPOSITE = {
    Verdict.MET: Verdict.NOT_MET,
    Verdict.NOT_MET: Verdict.MET,
    Verdict.UNDETERMINED: Verdict.UNDETERMINED,
}


def verdict(answer: bool | None) -> Verdict:
    """True, False or None (unknown) as a verdict.

    >>> verdict(None)
    <Verdict.UNDETERMINED: 'UNDETERMINED'>
    """
    if answer is None:
        return Verdict.UNDETERMINED
    return Verdict.MET if answer else Verdict.NOT_MET


def at_least(needed: int, verdicts: Iterable[Verdict]) -> Verdict:
    """Whether at least ``needed`` of the verdicts are MET, whatever the undetermined ones turn out to be.

    >>> at_least(2, [Verdict.MET, Verdict.UNDETERMINED, Verdict.NOT_MET])
    <Verdict.UNDETERMINED: 'UNDETERMINED'>
    """
    met = unknown = 0
    for each in verdicts:
        if each is Verdict.MET:
            met += 1
        elif each is Verdict.UNDETERMINED:
            unknown += 1
    return count_at_least(needed, met, unknown)


def count_at_least(needed: float, met: float, unknown: float) -> Verdict:
    """Whether a count reaches ``needed`` when ``met`` are certain and ``unknown`` more are possible."""
    if met >= needed:
        return Verdict.MET
    return Verdict.UNDETERMINED if met + unknown >= needed else Verdict.NOT_MET


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene's conjunction: NOT_MET if any is, else UNDETERMINED if any is, else MET (also of nothing)."""
    result = Verdict.MET
    for each in verdicts:
        if each is Verdict.NOT_MET:
            return each
        if each is Verdict.UNDETERMINED:
            result = each
    return result


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene's disjunction: MET if any is, else UNDETERMINED if any is, else NOT_MET (also of nothing)."""
    result = Verdict.NOT_MET
    for each in verdicts:
        if each is Verdict.MET:
            return each
        if each is Verdict.UNDETERMINED:
            result = each
    return result


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is what it is, for one criterion.

    Args:
        criterion: the criterion's own name in its source ("A", "C1", "stop: < 30 % fall").
        verdict: this criterion's verdict.
        because: one plain sentence with the figures and their denominators; where UNDETERMINED, also what is missing.
        source: source id, optionally with a place in it: ``ichd-3#1.3``.
    """

    criterion: str
    verdict: Verdict
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reasons.

    Args:
        id: what was judged: ``ichd3.1.3``, ``nice-ta260.stop``.
        verdict: the answer.
        reasons: one per criterion, in the order of the source.
    """

    id: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
