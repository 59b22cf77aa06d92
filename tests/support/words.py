"""One day in words: ``6h severe +unilateral -nausea took:sumatriptan``. What is not said is unknown.

* ``free``: no headache; ``gap``: not recorded; otherwise a headache day.
* ``plain``: every question answered with no, mild pain, no medicine; later words change that.
* ``+name`` / ``-name``: a feature answered with yes / no.
* ``6h`` hours, ``i7`` intensity, ``20min`` aura minutes, ``mild`` ``moderate`` ``severe`` ``none`` severity.
* ``took:none``, or ``took:`` and medicines joined by ``,`` (names of the table below).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from interictal.diary.days import FEATURES, Day, Severity, Status
from interictal.diary.medicines import DrugClass, Intake
from interictal.verdicts import Verdict

from .diaries import MONDAY

MEDICINES = {
    "sumatriptan": DrugClass.TRIPTAN,
    "ergotamine": DrugClass.ERGOT,
    "ibuprofen": DrugClass.SIMPLE_ANALGESIC,
    "paracetamol": DrugClass.SIMPLE_ANALGESIC,
    "codeine+paracetamol": DrugClass.COMBINATION_ANALGESIC,
    "tramadol": DrugClass.OPIOID,
    "butalbital+caffeine+paracetamol": DrugClass.BARBITURATE,
    "rimegepant": DrugClass.GEPANT,
    "lasmiditan": DrugClass.DITAN,
    "topiramate": DrugClass.PREVENTIVE,
    "magnesium": DrugClass.OTHER,
}
LETTERS = {"Y": Verdict.MET, "N": Verdict.NOT_MET, "?": Verdict.UNDETERMINED}
ANSWERS = {"": None, "1": True, "0": False}


def intakes(text: str) -> tuple[Intake, ...] | None:
    """Medicines by name; ``none`` is (), "" is None, and a name not in the table is not recognised."""
    if not text:
        return None
    if text == "none":
        return ()
    return tuple(Intake(name, name, MEDICINES[name]) if name in MEDICINES else Intake(name) for name in text.split(","))


def day(text: str, date: dt.date = MONDAY) -> Day:
    """The day that the words describe."""
    fields: dict[str, Any] = {"status": Status.HEADACHE}
    for word in text.split():
        if word == "free":
            fields["status"] = Status.NO_HEADACHE
        elif word == "gap":
            fields["status"] = Status.NOT_RECORDED
        elif word == "plain":
            fields.update(dict.fromkeys(FEATURES, False), severity=Severity.MILD, intakes=())
        elif word[0] in "+-":
            assert word[1:] in FEATURES, word
            fields[word[1:]] = word[0] == "+"
        elif word.startswith("took:"):
            fields["intakes"] = intakes(word.removeprefix("took:"))
        elif word.endswith("min"):
            fields["aura_minutes"] = float(word.removesuffix("min"))
        elif word.endswith("h"):
            fields["hours"] = float(word.removesuffix("h"))
        elif word[0] == "i" and word[1:].isdigit():
            fields["intensity"] = int(word[1:])
        else:
            fields["severity"] = Severity(word)
    return Day(diary_date=date, **fields)


def verdicts(text: str) -> tuple[Verdict, ...]:
    """``Y N ?`` as verdicts."""
    return tuple(LETTERS[letter] for letter in text.split())
