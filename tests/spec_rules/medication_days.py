"""docs/spec/medication-days.md"""

import datetime as dt

from interictal.diary.days import Day
from interictal.diary.medicines import DrugClass
from interictal.ichd3.medication import (
    ACUTE_CLASSES,
    MIGRAINE_SPECIFIC_CLASSES,
    blank_medications_finding,
    known_intakes,
    took,
    with_known_intakes,
)
from support.diaries import MONDAY, days
from support.words import LETTERS, day, intakes

ASKED = {
    "acute": ACUTE_CLASSES,
    "migraine-specific": MIGRAINE_SPECIFIC_CLASSES,
    "triptan": (DrugClass.TRIPTAN,),
    "opioid": (DrugClass.OPIOID,),
}


def known(found: list[Day], blank: str = "") -> str:
    known = known_intakes(found, blank)
    assert [one.intakes for one in with_known_intakes(found, blank)] == known
    return "".join("-" if one is None else str(len(one)) for one in known)


def blank(row: dict[str, str]) -> None:
    diary = days(row["diary"])
    assert known(diary, row["profile"]) == row["known"]
    finding = blank_medications_finding(diary, row["profile"])
    assert (finding is None) == (row["finding"] == "")
    if finding is not None:
        assert finding.code == "blank-medications"
        assert f"empty on {row['finding']};" in finding.message


def not_recorded(row: dict[str, str]) -> None:
    second = day(row["second day"], MONDAY + dt.timedelta(days=1))
    assert known([day(row["first day"]), second]) == row["known"]


def taken(row: dict[str, str]) -> None:
    assert took(intakes(row["medicines"]), ASKED[row["asked for"]]) is LETTERS[row["verdict"]]


RUNNERS = {"blank-medications": blank, "blank-not-recorded": not_recorded, "took": taken}
