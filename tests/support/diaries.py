"""Small diaries in one line: one character a day. The alphabet is documented in docs/spec/README.md."""

from __future__ import annotations

import datetime as dt
import re

from interictal.diary.days import Day, Diary, Severity, Status
from interictal.diary.medicines import DrugClass, Intake

MONDAY = dt.date(2024, 1, 1)

_NO = dict.fromkeys(
    ("unilateral", "pulsating", "aggravated_by_activity", "nausea", "vomiting", "photophobia", "phonophobia", "aura",
     "believed_migraine", "relieved_by_triptan_or_ergot", "disability"), False
)  # fmt: skip
_MIGRAINE = {**_NO, "unilateral": True, "pulsating": True, "nausea": True, "believed_migraine": True}


def intake(name: str, drug_class: DrugClass) -> tuple[Intake, ...]:
    """One intake of a recognised medicine."""
    return (Intake(name, name, drug_class),)


def _headache(hours: float | None, severity: Severity | None, features: dict[str, bool], **more: object) -> dict:
    return {"status": Status.HEADACHE, "hours": hours, "severity": severity, **features, **more}


_PLAIN = _headache(6, Severity.MODERATE, _NO)
ALPHABET: dict[str, dict] = {
    ".": {"status": Status.NO_HEADACHE, "intakes": ()},
    "_": {"status": Status.NOT_RECORDED},
    "?": {"status": Status.HEADACHE},
    "h": _headache(2, Severity.MILD, _NO, intakes=()),
    "H": {**_PLAIN, "intakes": ()},
    "m": _headache(2, Severity.SEVERE, _MIGRAINE, intakes=()),
    "M": _headache(6, Severity.SEVERE, _MIGRAINE, intakes=()),
    "D": _headache(6, Severity.SEVERE, {**_MIGRAINE, "disability": True}, intakes=()),
    "T": {**_PLAIN, "believed_migraine": True, "relieved_by_triptan_or_ergot": True,
          "intakes": intake("sumatriptan", DrugClass.TRIPTAN)},
    "t": {**_PLAIN, "intakes": intake("sumatriptan", DrugClass.TRIPTAN)},
    "E": {**_PLAIN, "intakes": intake("ergotamine", DrugClass.ERGOT)},
    "I": {**_PLAIN, "intakes": intake("ibuprofen", DrugClass.SIMPLE_ANALGESIC)},
    "P": {**_PLAIN, "intakes": intake("paracetamol", DrugClass.SIMPLE_ANALGESIC)},
    "C": {**_PLAIN, "intakes": intake("aspirin+paracetamol+caffeine", DrugClass.COMBINATION_ANALGESIC)},
    "O": {**_PLAIN, "intakes": intake("tramadol", DrugClass.OPIOID)},
    "G": {**_PLAIN, "intakes": intake("rimegepant", DrugClass.GEPANT)},
    "U": {**_PLAIN, "intakes": (Intake("something"),)},
}  # fmt: skip


def unfold(line: str) -> str:
    """``(H.)3 M2`` -> ``H.H.H.MM``; white space is ignored."""
    line = re.sub(r"\s", "", line)
    while (again := re.sub(r"\(([^()]*)\)(\d+)", lambda m: m[1] * int(m[2]), line)) != line:
        line = again
    return re.sub(r"([^()\d])(\d+)", lambda m: m[1] * int(m[2]), line)


def days(line: str, first: dt.date = MONDAY) -> list[Day]:
    """The days of a line, starting on ``first``; ``_`` gives no row at all."""
    return [
        Day(diary_date=first + dt.timedelta(days=index), **ALPHABET[letter])
        for index, letter in enumerate(unfold(line))
        if letter != "_"
    ]


def diary(line: str, first: dt.date = MONDAY, **more: object) -> Diary:
    """The diary of a line."""
    return Diary.of(days(line, first), **more)
