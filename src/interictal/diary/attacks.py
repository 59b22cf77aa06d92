"""Attacks become days: what was entered from start to end is cut at local midnight.

Apps record attacks; every rule asks for days. Times are local wall times, as the patient saw them; a UTC offset,
where the source has one, is only used to tell how long an attack really lasted when the clocks moved under it.
docs/spec/attacks.md is the specification.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from interictal.diary.days import EARLIEST, FEATURES, LATEST, Day, Diary, Severity, Status
from interictal.diary.findings import Finding, Level
from interictal.diary.medicines import Intake
from interictal.errors import InvalidInput

UNLISTED = ("unknown", "free")
"""What a date without an entry means: nothing is known of it, or (the user states it) no headache."""

LONGEST_ATTACK = dt.timedelta(days=92)
"""An end later than this after the start is not believed (our rule): more likely an attack nobody stopped."""

LONG_ATTACK = dt.timedelta(hours=72)
"""Longer attacks are used, and shown for checking: 72 hours is the upper end of ICHD-3 1.1 B."""

CLOCK_CHANGE = 120
"""Minutes: a change of UTC offset up to this is taken for a clock change, a larger one for a journey (our rule)."""

_DAY = dt.timedelta(days=1)
_FULL = 24 * 60.0
_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One attack as entered.

    Args:
        started: local wall time.
        ended: local wall time; None unknown, or still running.
        start_offset: minutes east of UTC at the start; None unknown.
        end_offset: minutes east of UTC at the end; None unknown.
        severity: worst pain on the four-point scale, only where the source has that scale.
        intensity: worst pain, 0 to 10, only where the source has that scale.
        unilateral to disability: as in ``Day``; ``menstruation`` is told of the starting date only.
        aura_minutes: the longest aura symptom.
        intakes: medicines of the whole attack; () none, None unknown.
        row: where it stands in the file.
    """

    started: dt.datetime
    ended: dt.datetime | None = None
    start_offset: int | None = None
    end_offset: int | None = None
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
    row: int = field(default=0, compare=False)

    @property
    def shift(self) -> int:
        """Minutes by which the clock at the end is ahead of the clock at the start; 0 where not known."""
        if self.start_offset is None or self.end_offset is None:
            return 0
        return self.end_offset - self.start_offset

    @property
    def minutes(self) -> float | None:
        """How long it lasted, from instants where both offsets are known, else from the wall times; None unknown."""
        if self.ended is None:
            return None
        return (self.ended - self.started).total_seconds() / 60 - self.shift


def end_after(started: dt.datetime, minutes: float, shift: int = 0) -> dt.datetime:
    """The wall time at which an attack of that length ends, where the clock moves ahead by ``shift`` minutes.

    A length beyond belief stays beyond belief but is shortened, so that no date overflows.

    >>> end_after(dt.datetime(2024, 3, 30, 23, 0), 300, shift=60)
    datetime.datetime(2024, 3, 31, 5, 0)
    """
    longest = (LONGEST_ATTACK + _DAY).total_seconds() / 60
    return started + dt.timedelta(minutes=min(minutes, longest) + shift)


class _Date:
    """What the attacks leave on one date."""

    __slots__ = ("attacks", "moved", "open", "pieces")

    def __init__(self) -> None:
        self.pieces: list[tuple[float, float]] = []
        self.moved = 0.0
        self.open = False
        self.attacks: list[tuple[Attack, bool]] = []


def days_from_attacks(
    attacks: Iterable[Attack],
    first: dt.date | None = None,
    last: dt.date | None = None,
    unlisted_days: str = "unknown",
    doubtful: Iterable[tuple[dt.date, dt.date]] = (),
) -> tuple[tuple[Day, ...], list[Finding]]:
    """The dates that attacks touch, as headache days, and what was noticed on the way.

    Args:
        attacks: in any order; one that is there twice, equal in everything, counts once.
        first: first date of the span that ``free`` fills; default the first headache day.
        last: its last date; default the last headache day.
        unlisted_days: ``unknown`` leaves dates without an attack unrecorded; ``free`` records them as headache-free.
        doubtful: ranges of dates (both ends included) that are never filled, because an attack is missing there.

    Returns:
        Days in order of date, and findings.

    Unknown: an attack without an end makes its starting date a headache day of unknown hours, and no other. Hours,
    intensity and severity of a date are known only where all its attacks tell them, or one reaches the top of the
    scale; a yes/no answer is yes where one attack says yes, no where all say no, else unknown.
    """
    if unlisted_days not in UNLISTED:
        raise InvalidInput("unlisted-days", unlisted_days, " or ".join(UNLISTED), "Choose one of them.")
    dates: dict[dt.date, _Date] = {}
    rows: dict[str, list[int]] = {}
    seen: set[Attack] = set()
    for attack in attacks:
        if attack in seen:
            rows.setdefault("attack-twice", []).append(attack.row)
            continue
        seen.add(attack)
        for code in _spread(attack, dates):
            rows.setdefault(code, []).append(attack.row)
    days = {date: _day(date, dates[date], rows) for date in sorted(dates)}
    findings = [_finding(code, sorted(set(at) - {0})) for code, at in rows.items()]
    if unlisted_days == "free":
        filled = _free(days, first, last, doubtful)
        days.update(filled)
        findings.append(free_finding(len(filled)))
    return tuple(days[date] for date in sorted(days)), findings


def diary_from_attacks(
    attacks: Iterable[Attack],
    findings: Iterable[Finding] = (),
    patient: str = "",
    first: dt.date | None = None,
    last: dt.date | None = None,
    unlisted_days: str = "unknown",
    doubtful: Iterable[tuple[dt.date, dt.date]] = (),
) -> Diary:
    """The diary of ``days_from_attacks``: an attack diary, unless the user vouches for the days between."""
    days, noticed = days_from_attacks(attacks, first, last, unlisted_days, doubtful)
    listed_only = unlisted_days == "unknown"
    return Diary(patient, days, (*findings, *noticed, *((ATTACKS_ONLY,) if listed_only else ())), listed_only)


def free_finding(filled: int) -> Finding:
    """Says that the user's word made ``filled`` dates headache-free."""
    return Finding(
        "unlisted-days-free",
        Level.WARNING,
        f"unlisted-days: {filled} days without a headache entry count as headache-free because you stated so; "
        "where that is not certain, read the file again without it.",
    )


ATTACKS_ONLY = Finding(
    "attacks-only",
    Level.WARNING,
    "diary: only headaches are entered, so days without an entry are not recorded, counts are lower bounds and no rate "
    "per 28 days can be told; if all other days were headache-free, say so with --unlisted-days free.",
)

_MESSAGES = {
    "attack-twice": (Level.NOTE, "attack: there twice with the same content; counted once."),
    "attack-without-end": (
        Level.WARNING,
        "end: missing; only the date on which the attack started counts as a headache day, its hours unknown; "
        "enter the end in the app if you know it.",
    ),
    "attack-ends-before-start": (
        Level.ERROR,
        "end: before the start; the end was left out, so only the starting date counts; correct start or end.",
    ),
    "attack-too-long": (
        Level.ERROR,
        f"end: more than {LONGEST_ATTACK.days} days after the start, which is not believed; the end was left out, "
        "so only the starting date counts; correct the end.",
    ),
    "attack-over-72-hours": (
        Level.WARNING,
        "end: the attack lasted more than 72 hours; used as entered, please check.",
    ),
    "attacks-overlap": (Level.NOTE, "attack: overlaps another one; the hours they share count once."),
}


def _finding(code: str, rows: list[int]) -> Finding:
    level, message = _MESSAGES[code]
    return Finding(code, level, message, tuple(rows))


def _spread(attack: Attack, dates: dict[dt.date, _Date]) -> list[str]:
    """Lay the attack over its dates; returns the codes of what was noticed."""
    codes: list[str] = []
    start, end, minutes = attack.started, attack.ended, attack.minutes
    if minutes is not None and minutes < 0:
        codes.append("attack-ends-before-start")
        end = None
    elif end is not None and (end - start > LONGEST_ATTACK or end.date() > LATEST or end.date() < EARLIEST):
        codes.append("attack-too-long")
        end = None
    elif minutes is None or minutes == 0:
        # A length of zero is how apps store "no length entered".
        codes.append("attack-without-end")
        end = None
    elif minutes > LONG_ATTACK.total_seconds() / 60:
        codes.append("attack-over-72-hours")
    if end is None:
        _at(dates, start.date(), attack, started=True).open = True
        return codes
    pieces = list(_pieces(start, end))
    for date, low, high in pieces:
        on_date = _at(dates, date, attack, started=date == start.date())
        if low < high:
            on_date.pieces.append((low, high))
    _move(sum(high - low for _, low, high in pieces) - (minutes or 0.0), pieces, dates)
    return codes


def _at(dates: dict[dt.date, _Date], date: dt.date, attack: Attack, *, started: bool) -> _Date:
    found = dates.setdefault(date, _Date())
    found.attacks.append((attack, started))
    return found


def _pieces(start: dt.datetime, end: dt.datetime) -> Iterable[tuple[dt.date, float, float]]:
    """(date, from minute, to minute) in wall time; a clock put back may leave pieces of no length."""
    date, low = start.date(), _minute(start)
    if end <= start:
        if end.date() < date:
            yield end.date(), 0.0, 0.0
        yield date, low, low
        return
    while date < end.date():
        yield date, low, _FULL
        date, low = date + _DAY, 0.0
    if low < _minute(end):
        yield date, low, _minute(end)


def _minute(moment: dt.datetime) -> float:
    return moment.hour * 60 + moment.minute + moment.second / 60


def _move(ahead: float, pieces: list[tuple[dt.date, float, float]], dates: dict[dt.date, _Date]) -> None:
    """Take the minutes by which the clock moved ahead from the wall time, or add those by which it went back.

    Clocks change in the small hours, so a clock change belongs to the last date; on a journey the longest date
    gives way. What a date cannot give is taken from the one before.
    """
    order = pieces[::-1]
    if abs(ahead) > CLOCK_CHANGE:
        order.sort(key=lambda piece: piece[1] - piece[2])
    left = ahead
    for date, low, high in order:
        taken = min(left, high - low)
        if abs(taken) > abs(dates[date].moved):  # overlapping attacks meet the same change once
            dates[date].moved = taken
        left -= taken


def _day(date: dt.date, found: _Date, rows: dict[str, list[int]]) -> Day:
    covered = _union(found.pieces)
    if covered < sum(high - low for low, high in found.pieces):
        rows.setdefault("attacks-overlap", []).extend(attack.row for attack, _ in found.attacks)
    minutes = min(max(covered - found.moved, 0.0), _FULL)
    known = not found.open or minutes == _FULL
    attacks = [attack for attack, _ in found.attacks]
    features = {name: _any(getattr(attack, name) for attack in attacks) for name in FEATURES}
    features["menstruation"] = _any(attack.menstruation if started else None for attack, started in found.attacks)
    aura_minutes = [attack.aura_minutes for attack in attacks if attack.aura_minutes is not None]
    severity = _worst([_rank(attack.severity) for attack in attacks], len(_SEVERITIES) - 1)
    return Day(
        diary_date=date,
        status=Status.HEADACHE,
        hours=round(minutes / 60, 4) if known else None,
        severity=None if severity is None else _SEVERITIES[severity],
        intensity=_worst([attack.intensity for attack in attacks], 10),
        **features,  # type: ignore[arg-type]
        aura_minutes=max(aura_minutes, default=None),
        intakes=_intakes(found.attacks),
    )


def _union(pieces: list[tuple[float, float]]) -> float:
    total = reached = 0.0
    for low, high in sorted(pieces):
        total += max(high - max(low, reached), 0.0)
        reached = max(reached, high)
    return total


def _any(answers: Iterable[bool | None]) -> bool | None:
    result: bool | None = False
    for answer in answers:
        if answer:
            return True
        if answer is None:
            result = None
    return result


def _rank(severity: Severity | None) -> int | None:
    return None if severity is None else _SEVERITIES.index(severity)


def _worst(values: list[int | None], top: int) -> int | None:
    """The highest value, where no unknown one could be higher."""
    known = [value for value in values if value is not None]
    return max(known) if len(known) == len(values) or top in known else None


def _intakes(attacks: list[tuple[Attack, bool]]) -> tuple[Intake, ...] | None:
    """Medicines go with the date on which their attack started; on its later dates they are unknown unless none."""
    taken: list[Intake] = []
    unknown = False
    for attack, started in attacks:
        if attack.intakes is None or (attack.intakes and not started):
            unknown = True
        else:
            taken.extend(attack.intakes)
    return tuple(taken) if taken or not unknown else None


def _free(
    days: dict[dt.date, Day],
    first: dt.date | None,
    last: dt.date | None,
    doubtful: Iterable[tuple[dt.date, dt.date]],
) -> dict[dt.date, Day]:
    begin = first or min(days, default=None)
    end = last or max(days, default=None)
    filled: dict[dt.date, Day] = {}
    if begin is None or end is None:
        return filled
    begin, end = max(begin, EARLIEST), min(end, LATEST)
    reached = begin
    for low, high in (*sorted(doubtful), (end + _DAY, end)):
        for number in range(reached.toordinal(), min(low, end + _DAY).toordinal()):
            date = dt.date.fromordinal(number)
            if date not in days:
                filled[date] = Day(diary_date=date, status=Status.NO_HEADACHE)
        reached = max(reached, high + _DAY)
    return filled
