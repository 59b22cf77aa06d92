"""docs/spec/attacks.md"""

import datetime as dt
import re

from interictal.diary.attacks import Attack, days_from_attacks, diary_from_attacks
from interictal.diary.days import Day, Severity, Status
from interictal.diary.medicines import Intake


def _moment(text: str) -> tuple[dt.datetime | None, int | None]:
    if text.strip() == "?":
        return None, None
    found = re.fullmatch(r"(\d\d)(\d\d) (\d\d):(\d\d)(?:@(-?\d+))?", text.strip())
    month, day, hour, minute = (int(part) for part in found.groups()[:4])
    return dt.datetime(2024, month, day, hour, minute), None if found[5] is None else int(found[5])  # noqa: DTZ001


def _attacks(text: str) -> list[Attack]:
    attacks = []
    for row, part in enumerate(filter(None, text.split(";")), 2):
        (started, start_offset), (ended, end_offset) = (_moment(side) for side in part.split(">"))
        attacks.append(Attack(started=started, ended=ended, start_offset=start_offset, end_offset=end_offset, row=row))
    return attacks


def _shown(days: tuple[Day, ...]) -> str:
    text = " ".join(f"{day.diary_date:%m%d}={'?' if day.hours is None else format(day.hours, '.6g')}" for day in days)
    parts = text.split()
    return text if len(parts) < 10 else f"{parts[0]} … {parts[-1]}"


def hours(row: dict[str, str]) -> None:
    days, findings = days_from_attacks(_attacks(row["attacks"]))
    assert _shown(days) == row["days"]
    assert " ".join(finding.code for finding in findings) == row["findings"]


def clock(row: dict[str, str]) -> None:
    days, _ = days_from_attacks(_attacks(row["attacks"]))
    assert _shown(days) == row["days"]
    assert all(day.status is Status.HEADACHE for day in days)


def _value(field: str, text: str) -> object:
    if text == "":
        return None
    if field == "intakes":
        return () if text == "none" else tuple(Intake(name) for name in text.split("; "))
    if field == "severity":
        return Severity(text)
    return float(text) if field == "aura_minutes" else int(text) if field == "intensity" else text == "1"


def answers(row: dict[str, str]) -> None:
    field = row["field"]
    attacks = [
        Attack(
            started=dt.datetime(2024, 3, 1, hour),  # noqa: DTZ001
            ended=dt.datetime(2024, 3, 1, hour + 1),  # noqa: DTZ001
            **{field: _value(field, row[which])},
        )
        for hour, which in ((8, "first attack"), (18, "second attack"))
    ]
    (day,), findings = days_from_attacks(attacks)
    assert getattr(day, field) == _value(field, row["day"])
    assert not findings
    if field in ("intensity", "severity"):
        assert getattr(day, "severity" if field == "intensity" else "intensity") is None


def later(row: dict[str, str]) -> None:
    field = row["field"]
    attack = Attack(
        started=dt.datetime(2024, 3, 1, 22),  # noqa: DTZ001
        ended=dt.datetime(2024, 3, 2, 3),  # noqa: DTZ001
        **{field: _value(field, row["attack over midnight"])},
    )
    (first, second), _ = days_from_attacks([attack])
    assert getattr(first, field) == _value(field, row["first date"])
    assert getattr(second, field) == _value(field, row["second date"])


def unlisted(row: dict[str, str]) -> None:
    def date(number: str) -> dt.date:
        return dt.date(2024, 3, int(number))

    attacks = [
        Attack(started=dt.datetime(2024, 3, int(day), 8), ended=dt.datetime(2024, 3, int(day), 9))  # noqa: DTZ001
        for day in row["attacks on"].split()
    ]
    first, last = (date(number) for number in row["span"].split("-")) if row["span"] else (None, None)
    missing = [tuple(date(number) for number in part.split("-")) for part in row["missing between"].split()]
    diary = diary_from_attacks(attacks, first=first, last=last, unlisted_days=row["unlisted"], doubtful=missing)
    letters = {day.diary_date: "H" if day.headache else "." for day in diary}
    week = [date(str(number)) for number in range(1, 8)]
    assert "".join(letters.get(day, "_") for day in week) == row["dates"]
    assert diary.attack_diary == (row["attack diary"] == "yes")
    code = "attacks-only" if diary.attack_diary else "unlisted-days-free"
    assert [finding.code for finding in diary.findings] == [code]


RUNNERS = {
    "attack-hours": hours,
    "attack-clock": clock,
    "attack-answers": answers,
    "attack-later-dates": later,
    "attack-unlisted": unlisted,
}
