"""docs/spec/diary-days.md"""

import datetime as dt

import pytest

from interictal.diary.days import Day, Diary, Severity, Status
from interictal.errors import InvalidInput
from support.diaries import MONDAY, days


def entry_status(row: dict[str, str]) -> None:
    at = dt.datetime.fromisoformat(row["recorded at"]) if row["recorded at"] else None
    day = Day(diary_date=dt.date.fromisoformat(row["date"]), status=Status(row["status"]), recorded_at=at)
    assert day.entry_status.value == row["state"]


def limits(row: dict[str, str]) -> None:
    field, value = row["field"], row["value"]
    given: dict[str, object] = {"diary_date": MONDAY, "status": Status.HEADACHE}
    if field == "date":
        given["diary_date"] = dt.date.fromisoformat(value)
    else:
        given["status"] = Status.NO_HEADACHE if field.startswith("no headache") else Status.HEADACHE
        name = field.split()[-1]
        given[name] = Severity(value) if name == "severity" else int(value) if name == "intensity" else float(value)
    if row["allowed"] == "yes":
        Day(**given)
    else:
        with pytest.raises(InvalidInput, match="is not allowed; allowed: "):
            Day(**given)


def order(row: dict[str, str]) -> None:
    listed = tuple(Day(diary_date=dt.date.fromisoformat(one), status=Status.HEADACHE) for one in row["dates"].split())
    if row["allowed"] == "yes":
        assert Diary("", listed).days == Diary.of(reversed(listed)).days
    else:
        with pytest.raises(InvalidInput, match="each date once, in order"):
            Diary("", listed)


def span(row: dict[str, str]) -> None:
    listed = [
        Day(diary_date=MONDAY + dt.timedelta(index), status=Status.NOT_RECORDED)
        if letter == "n"
        else days(letter, MONDAY + dt.timedelta(index))[0]
        for index, letter in enumerate(row["days"])
    ]
    diary = Diary.of(listed)
    assert list(diary) == listed
    assert len(diary.recorded) == int(row["recorded"])
    assert [str(one or "") for one in (diary.first, diary.last)] == [row["first"], row["last"]]


RUNNERS = {"entry-status": entry_status, "day-limits": limits, "diary-order": order, "diary-span": span}
