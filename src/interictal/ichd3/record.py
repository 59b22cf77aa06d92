"""A diary made ready for the diagnostic criteria, once for all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from interictal.diary.days import Day
from interictal.ichd3.attacks import Attacks, attacks
from interictal.ichd3.day import SHORTEST_HOURS, SHORTEST_HOURS_UNDER_18
from interictal.ichd3.medication import with_known_intakes
from interictal.ichd3.months import until
from interictal.profile import Profile

_ADULT = 18


@dataclass(frozen=True, slots=True)
class Record:
    """What the criteria look at.

    Args:
        days: the days up to the last recorded one, empty medicines cells settled.
        attacks: the attacks that they certainly show.
        profile: what no diary holds.
    """

    days: tuple[Day, ...]
    attacks: Attacks
    profile: Profile

    @classmethod
    def of(cls, days: Sequence[Day], profile: Profile, last: dt.date | None) -> Record:
        """The record up to ``last``; days after it are ignored, but not for what an empty medicines cell means."""
        known = until(with_known_intakes(days, profile.blank_medications), last)
        return cls(known, attacks(known, shortest_attack_hours(profile)), profile)


def shortest_attack_hours(profile: Profile) -> float:
    """Least duration of an attack in hours: 4, or 2 where the patient is known to be under 18.

    Source: ``ichd-3#1.1`` note 3.
    Unknown: an unknown age is taken for an adult's.
    """
    return SHORTEST_HOURS_UNDER_18 if profile.age is not None and profile.age < _ADULT else SHORTEST_HOURS
