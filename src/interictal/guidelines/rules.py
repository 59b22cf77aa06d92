"""A rule set as it stands in its file, and what came of applying it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from interictal.verdicts import Judgement


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a rule: what is asked, with its numbers and its place in the document.

    Args:
        label: the condition in plain words, as a reason shows it.
        kind: what is computed; the meaning of each kind stands in ``interictal.guidelines.kinds``.
        numbers: the kind's parameters, checked against its schema when the file is read.
        source: citation: source id and place in the document.
        verified: False where the condition was not seen in the document itself.
        decides: False for what the document only prefers: it is shown with its reason and leaves the verdict alone.
    """

    label: str
    kind: str
    numbers: Mapping[str, Any]
    source: str
    verified: bool
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """Start, continue or stop: criteria that must all hold, or of which one suffices.

    Args:
        any_suffices: True where the document joins its conditions by "or".
        criteria: in the order of the document.
    """

    any_suffices: bool
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Guideline:
    """One body's rules on botulinum toxin in chronic migraine.

    Args:
        id: stable name; also the id of its source.
        title: body and document, short.
        body: who issued it.
        jurisdiction: where it applies.
        document: the document and the place in it.
        version: edition or wording that was read.
        date: date of the document, as exact as known (``2012``, ``2018-09-26``).
        review_by: after this date the rules have to be checked again; a finding says so.
        note: what a reader has to know beside the rules.
        start, go_on, stop: the three questions; None where the document says nothing about it.
        confirmed: False where a rule was not seen in the document itself.
    """

    id: str
    title: str
    body: str
    jurisdiction: str
    document: str
    version: str
    date: str
    review_by: dt.date
    note: str
    start: Question | None
    go_on: Question | None
    stop: Question | None
    confirmed: bool

    @property
    def to_start(self) -> tuple[Criterion, ...]:
        """The criteria for starting, () where the document gives none."""
        return () if self.start is None else self.start.criteria


@dataclass(frozen=True, slots=True)
class GuidelineVerdicts:
    """One body's rules applied: whether its conditions to start, to go on and to stop are met.

    Args:
        id: guideline id, such as ``nice-ta260``.
        title: body, document and date; says "unconfirmed" where a rule in the set is.
        confirmed: False where a rule in the set was not confirmed at its source; shown as "unconfirmed".
        start, go_on, stop: the three questions; None where the body says nothing about it.
    """

    id: str
    title: str
    confirmed: bool
    start: Judgement | None
    go_on: Judgement | None
    stop: Judgement | None
