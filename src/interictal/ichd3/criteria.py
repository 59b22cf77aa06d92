"""All diagnoses at once: the diary is made ready, and its attacks are counted, a single time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from interictal.diary.days import Day
from interictal.ichd3 import chronic, migraine, overuse
from interictal.ichd3.record import Record
from interictal.profile import Profile
from interictal.verdicts import Judgement


def starting_judgements(days: Sequence[Day], profile: Profile, *, last: dt.date | None = None) -> tuple[Judgement, ...]:
    """1.3, 8.2 and the subtypes of 8.2: what the rules for starting a treatment ask.

    Args:
        days, profile, last: as for ``judgements``.
    """
    record = Record.of(days, profile, last)
    return (chronic.chronic(record), *overuse.overuse(record))


def judgements(days: Sequence[Day], profile: Profile, *, last: dt.date | None = None) -> tuple[Judgement, ...]:
    """1.1, 1.2, 1.3, 1.5.1, 8.2 and the subtypes of 8.2, in this order.

    The same answers as those of ``migraine_without_aura`` and its siblings, at a third of the cost.

    Args:
        days: the diary, sorted.
        profile: what only the clinician or the history can tell.
        last: days after it are ignored; None for the whole diary.
    """
    record = Record.of(days, profile, last)
    return (
        migraine.without_aura(record),
        migraine.with_aura(record),
        chronic.chronic(record),
        migraine.probable(record),
        *overuse.overuse(record),
    )
