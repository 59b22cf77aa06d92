"""Guidelines as data, applied."""

from __future__ import annotations

from dataclasses import dataclass

from interictal.verdicts import Judgement


@dataclass(frozen=True, slots=True)
class GuidelineVerdicts:
    """One body's rules applied: may start, may go on, should stop.

    Args:
        id: guideline id, such as ``nice-ta260``.
        title: body, document and date.
        confirmed: False where a rule in the set was not confirmed at its source; shown as "unconfirmed".
        start, go_on, stop: the three questions; None where the body says nothing about it.
    """

    id: str
    title: str
    confirmed: bool
    start: Judgement | None
    go_on: Judgement | None
    stop: Judgement | None
