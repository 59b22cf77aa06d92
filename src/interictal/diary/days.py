"""The diary day: one row per patient and local calendar date, with unknown as a third value everywhere.

Two words that must not be confused:

* **not recorded**: nobody said anything about that day. It is never a headache-free day.
* **unknown** (``None``): something was said about the day, but not this.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from interictal.diary.findings import Finding
from interictal.diary.medicines import Intake
from interictal.errors import InvalidInput

RECALLED_AFTER = dt.timedelta(hours=48)
"""An entry made later than this after the end of its day counts as recalled (our rule)."""

EARLIEST = dt.date(1990, 1, 1)
LATEST = dt.date(2100, 12, 31)


class Status(Enum):
    """What was recorded about the day as a whole."""

    HEADACHE = "headache"
    NO_HEADACHE = "no_headache"
    NOT_RECORDED = "not_recorded"


class Severity(Enum):
    """The four-point scale of the trials; never computed from the 0-10 intensity, nor the other way round."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class EntryStatus(Enum):
    """The four states that every denominator needs."""

    RECORDED = "recorded"
    RECORDED_NO_HEADACHE = "recorded_no_headache"
    NOT_RECORDED = "not_recorded"
    RECALLED = "recalled"


FEATURES = (
    "unilateral",
    "pulsating",
    "aggravated_by_activity",
    "nausea",
    "vomiting",
    "photophobia",
    "phonophobia",
    "aura",
    "believed_migraine",
    "relieved_by_triptan_or_ergot",
    "menstruation",
    "disability",
)
"""The yes/no/unknown answers of a day; the canonical columns are made of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What is known of one local calendar day.

    Args:
        diary_date: the local civil date as the patient saw it; never derived from an instant later.
        status: headache, no headache, or not recorded.
        hours: headache hours on this date, 0 to 24.
        severity: worst pain, four-point scale.
        intensity: worst pain, 0 to 10.
        unilateral, pulsating, aggravated_by_activity: ICHD-3 pain features (C1, C2, C4).
        nausea, vomiting, photophobia, phonophobia: ICHD-3 accompanying symptoms (D).
        aura: an aura occurred; ``aura_minutes`` is the longest symptom's duration.
        believed_migraine: the patient took it for a migraine at onset.
        relieved_by_triptan_or_ergot: a triptan or ergot relieved it.
        menstruation: menstruation on this date.
        disability: activities were missed or limited because of the headache.
        intakes: acute and preventive medicines taken; () is "none taken", None is unknown.
        recorded_at: when the entry was made (local wall time, or with an offset).

    Raises:
        InvalidInput: a value out of its range, or a headache-free day that carries headache.
    """

    diary_date: dt.date
    status: Status
    hours: float | None = None
    severity: Severity | None = None
    intensity: int | None = None
    unilateral: bool | None = None
    pulsating: bool | None = None
    aggravated_by_activity: bool | None = None
    nausea: bool | None = None
    vomiting: bool | None = None
    photophobia: bool | None = None
    phonophobia: bool | None = None
    aura: bool | None = None
    believed_migraine: bool | None = None
    relieved_by_triptan_or_ergot: bool | None = None
    menstruation: bool | None = None
    disability: bool | None = None
    aura_minutes: float | None = None
    intakes: tuple[Intake, ...] | None = None
    recorded_at: dt.datetime | None = None

    def __post_init__(self) -> None:
        hours, intensity = self.hours, self.intensity
        if not EARLIEST <= self.diary_date <= LATEST:
            raise InvalidInput("date", self.diary_date, f"{EARLIEST} to {LATEST}", "Correct the date.")
        if hours is not None and not 0 <= hours <= 24:
            raise InvalidInput("hours", hours, "a number from 0 to 24", "Correct the cell or leave it empty.")
        if intensity is not None and not 0 <= intensity <= 10:
            raise InvalidInput("intensity", intensity, "a whole number from 0 to 10", "Correct it or leave it empty.")
        if self.aura_minutes is not None and not 0 <= self.aura_minutes <= 72 * 60:
            raise InvalidInput("aura_minutes", self.aura_minutes, "0 to 4320", "Correct it or leave it empty.")
        if self.status is Status.NO_HEADACHE and (hours or intensity or self.severity not in _WITHOUT_PAIN):
            raise InvalidInput(
                "status",
                self.status.value,
                "headache, where hours, severity or intensity are above zero",
                "Correct the status, or empty hours, severity and intensity.",
            )

    @property
    def recorded(self) -> bool:
        """Whether headache or no headache was recorded."""
        return self.status is not Status.NOT_RECORDED

    @property
    def headache(self) -> bool | None:
        """Any headache on this date; None where not recorded."""
        if self.status is Status.NOT_RECORDED:
            return None
        return self.status is Status.HEADACHE

    @property
    def entry_status(self) -> EntryStatus:
        """The state for denominators, ``recalled`` where the entry came more than 48 h after the day's end."""
        if self.status is Status.NOT_RECORDED:
            return EntryStatus.NOT_RECORDED
        if self.recorded_at is not None:
            day_end = dt.datetime.combine(self.diary_date, dt.time()) + dt.timedelta(days=1)
            if self.recorded_at.replace(tzinfo=None) - day_end > RECALLED_AFTER:
                return EntryStatus.RECALLED
        return EntryStatus.RECORDED if self.status is Status.HEADACHE else EntryStatus.RECORDED_NO_HEADACHE


_WITHOUT_PAIN = (None, Severity.NONE)


@dataclass(frozen=True, slots=True)
class Diary:
    """One patient's days, at most one per date, in order of date; gaps are days not recorded.

    Args:
        patient: the identifier in the file, or "" where there is none.
        days: the rows, sorted and unique by date (checked). Rows with status not_recorded are kept.
        findings: what was noticed while reading.
        attack_diary: the source records attacks only, so a day without an entry says nothing, and no rate can be told.

    Raises:
        InvalidInput: days out of order or twice.
    """

    patient: str
    days: tuple[Day, ...]
    findings: tuple[Finding, ...] = ()
    attack_diary: bool = False

    def __post_init__(self) -> None:
        dates = [day.diary_date for day in self.days]
        for before, after in itertools.pairwise(dates):
            if after <= before:
                raise InvalidInput("date", after, "each date once, in order", "Sort the days and merge doubles.")

    def __iter__(self) -> Iterator[Day]:
        return iter(self.days)

    @property
    def recorded(self) -> tuple[Day, ...]:
        """The days with headache or no headache recorded."""
        return tuple(day for day in self.days if day.status is not Status.NOT_RECORDED)

    @property
    def first(self) -> dt.date | None:
        """The first recorded day, None where nothing is recorded."""
        return next((day.diary_date for day in self.days if day.status is not Status.NOT_RECORDED), None)

    @property
    def last(self) -> dt.date | None:
        """The last recorded day, None where nothing is recorded."""
        return next((day.diary_date for day in reversed(self.days) if day.status is not Status.NOT_RECORDED), None)

    @classmethod
    def of(cls, days: Iterable[Day], patient: str = "", **more: object) -> Diary:
        """A diary from days in any order."""
        return cls(patient, tuple(sorted(days, key=lambda day: day.diary_date)), **more)  # type: ignore[arg-type]
