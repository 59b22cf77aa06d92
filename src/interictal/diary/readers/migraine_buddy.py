"""Migraine Buddy: the CSV export, and the words that CSV and HTML report share.

The app lists what applied to an attack. What is listed is a yes; what is not listed is unknown, because nobody can
tell an unticked box from an unopened page. docs/spec/readers.md lists every word that is understood.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from interictal.diary.attacks import Attack, diary_from_attacks, end_after
from interictal.diary.findings import Level, Receipt
from interictal.diary.medicines import DrugClass, Intake
from interictal.diary.readers.clock import Written, decided_order, length_in_minutes, written_date
from interictal.diary.readers.tables import MAX_ATTACKS, Noticed, Table, intakes_in, intensity_in, table_of
from interictal.diary.reading import Reading
from interictal.errors import InvalidInput

COLUMNS = frozenset({"started", "lasted", "pain level", "symptoms"})
"""What both column sets (24 and 19 columns) share; the rest is used where it is there."""

TITLE = "Migraine Buddy CSV"

_MEDICATION = ("helpful", "somewhat helpful", "unhelpful", "unsure")
_SYMPTOMS = {
    "sensitivity to light": "photophobia",
    "sensitivity to noise": "phonophobia",
    "sensitivity to sound": "phonophobia",
    "throbbing pain": "pulsating",
    "pulsating pain": "pulsating",
    "pounding pain": "pulsating",
    "worse pain if moving": "aggravated_by_activity",
    "nausea": "nausea",
    "vomiting": "vomiting",
}
_LIMITING = ("missed", "slower", "no screen")
_AURA_WORDS = ("aura", "visual", "zigzag", "zig-zag", "flash", "blind spot", "scotoma", "tingling", "numb", "speech")
_ONGOING = re.compile(r"attack started\s+(.*)", re.IGNORECASE | re.DOTALL)
_NONE = ("no medication", "none")
_ACUTE = (DrugClass.TRIPTAN, DrugClass.ERGOT)


def read_migraine_buddy_csv(path: Path, *, date_order: str | None, unlisted_days: str) -> Reading:
    """The CSV export, old (19 columns) or new (24 columns), found by the names of its columns.

    Raises:
        InvalidInput: another table, or dates whose order nothing proves.
    """
    table = table_of(path, TITLE, COLUMNS)
    receipt = Receipt(path.name, "migraine-buddy-csv")
    noticed = Noticed()
    if table.encoding_guess:
        receipt.guesses.append(table.encoding_guess)
    starts: list[tuple[int, Written, dict[str, str] | None]] = list(_ongoing(table, receipt))
    for row, cells in table.rows:
        receipt.rows_read += 1
        if table.too_long(cells):
            receipt.skip("more cells than columns", row)
            continue
        record = {name: table.cell(cells, name) for name in table.columns}
        started = written_date(record["started"])
        if started is None:
            receipt.skip("the start cannot be read", row)
            continue
        if len(starts) >= MAX_ATTACKS:
            raise InvalidInput("rows", "too many", f"at most {MAX_ATTACKS} attacks", "Split the file.", file=path.name)
        starts.append((row, started, record))
    order, receipt.date_order = decided_order([(row, date) for row, date, _ in starts], date_order, path.name)
    attacks: list[Attack] = []
    numbered: list[tuple[int, dt.date]] = []
    for row, written, values in starts:
        moment = written.moment(order)
        if moment is None:
            receipt.skip("the start is not a date from 1990 to 2100", row)
            continue
        receipt.rows_used += 1
        if values is None:
            attacks.append(Attack(started=moment, row=row))
            continue
        attacks.append(csv_attack(moment, values, row, noticed))
        if values.get("#", "").isascii() and values.get("#", "").isdigit():
            numbered.append((int(values["#"][:9]), moment.date()))
    receipt.guesses.extend(GUESSES)
    doubtful = missing_between(numbered)
    note_doubt(doubtful, unlisted_days, noticed)
    note_skipped(receipt, unlisted_days, noticed)
    diary = diary_from_attacks(attacks, noticed.findings(), unlisted_days=unlisted_days, doubtful=doubtful)
    return Reading((diary,), receipt)


GUESSES = (
    "symptoms, activities and medicines that an attack does not list are unknown, not absent",
    "medicines of an attack that runs past midnight are counted on the date on which it started",
    "the attack type is taken for what the patient believed at onset",
)


def _ongoing(table: Table, receipt: Receipt) -> Iterable[tuple[int, Written, None]]:
    """Attacks that were still running when the file was written: they stand above the table."""
    for row, cells in table.preamble:
        words = [cell.strip().casefold() for cell in cells]
        if "ongoing" not in words:
            continue
        receipt.rows_read += 1
        started = next((found[1] for cell in cells if (found := _ONGOING.match(cell.strip()))), "")
        written = written_date(started.strip())
        if written is None:
            receipt.skip("the start cannot be read", row)
        else:
            yield row, written, None


def csv_attack(started: dt.datetime, values: dict[str, str], row: int, noticed: Noticed) -> Attack:
    """One row of the CSV."""
    start_offset, end_offset = (
        _offset(values.get(f"{which} utc offset (min)", ""), row, noticed) for which in ("start", "end")
    )
    lasted = length(values["lasted"], row, noticed)
    shift = end_offset - start_offset if start_offset is not None and end_offset is not None else 0
    intakes, relieved = medicines([(how, values.get(f"{how} medication", "")) for how in _MEDICATION], row, noticed)
    return Attack(
        started=started,
        ended=None if lasted is None else end_after(started, lasted, shift),
        start_offset=start_offset,
        end_offset=end_offset,
        intensity=intensity_in(values["pain level"], row, noticed),
        unilateral=one_sided(listed(values.get("pain positions", ""))),
        disability=limited(listed(values.get("affected activities", ""))),
        intakes=intakes,
        relieved_by_triptan_or_ergot=relieved,
        row=row,
        **attack_type(values.get("attack types", "")),  # type: ignore[arg-type]
        **symptoms(values["symptoms"]),  # type: ignore[arg-type]
    )


def _offset(text: str, row: int, noticed: Noticed) -> int | None:
    if not text:
        return None
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) <= 4 and int(digits) <= 14 * 60:
        return int(text)
    noticed.add(
        "offset-unreadable", Level.WARNING, "UTC offset: not minutes from -840 to 840; left out, wall times are used.",
        row, "offset",
    )  # fmt: skip
    return None


def length(text: str, row: int, noticed: Noticed) -> float | None:
    """How long it lasted, in minutes; a text that says nothing is unknown and a finding."""
    if not text:
        return None
    minutes = length_in_minutes(text)
    if minutes is None:
        noticed.add(
            "length-unreadable",
            Level.ERROR,
            "lasted: not a length such as '1d 02h 15m'; the end is unknown; correct it.",
            row,
            "lasted",
        )
    return minutes


def listed(text: str) -> list[str]:
    """The items of a comma-separated cell, for comparing."""
    return [item for part in text.casefold().split(",") if (item := " ".join(part.split()))]


def symptoms(text: str) -> dict[str, bool]:
    """Listed symptoms that ICHD-3 asks for; what is not listed stays unknown."""
    return {_SYMPTOMS[item]: True for item in listed(text) if item in _SYMPTOMS}


def one_sided(positions: list[str]) -> bool | None:
    """Whether the pain was on one side: positions are named Left or Right; any other place leaves it open."""
    left = any(position.startswith("left") for position in positions)
    right = any(position.startswith("right") for position in positions)
    if left and right:
        return False
    if not positions or not all(position.startswith(("left", "right")) for position in positions):
        return None
    return True


def limited(activities: list[str]) -> bool | None:
    """Whether activities were missed or limited; lost sleep alone does not say so."""
    if any(activity.startswith(_LIMITING) for activity in activities):
        return True
    return False if activities == ["not affected"] else None


def attack_type(text: str) -> dict[str, bool]:
    """Migraine or not, and with or without aura, as far as the attack's type says."""
    said: dict[str, bool] = {}
    word = text.casefold()
    if "migraine" in word:
        said["believed_migraine"] = True
    elif "tension" in word or "cluster" in word:
        said["believed_migraine"] = False
    if "without aura" in word:
        said["aura"] = False
    elif "with aura" in word:
        said["aura"] = True
    return said


def aura_named(text: str) -> bool | None:
    """The report's aura column: ``No``, or names of auras; other answers leave it open."""
    answers = listed(text)
    if any(word in answer for answer in answers for word in _AURA_WORDS):
        return True
    return False if answers == ["no"] else None


def medicines(
    columns: Iterable[tuple[str, str]], row: int, noticed: Noticed
) -> tuple[tuple[Intake, ...] | None, bool | None]:
    """What was taken, and whether a triptan or ergot helped.

    Args:
        columns: (helpful, somewhat helpful, unhelpful or unsure; the medicines listed under it).
        row: for findings.
        noticed: takes what is not understood.

    Returns:
        Intakes: None where nothing is entered, () where it says ``No medication``. Relief: yes where a triptan or
        ergot stands under helpful; no where none was taken, or those taken stand under unhelpful; else unknown.
    """
    taken: list[Intake] = []
    said_none = lost = False
    judged: set[str] = set()
    for how, text in columns:
        items = [item.strip() for item in text.replace(";", " ").split(",")]
        names = [item for item in items if item and item.casefold() not in _NONE]
        said_none = said_none or any(item.casefold() in _NONE for item in items)
        if names:
            intakes = intakes_in("; ".join(names), row, noticed)
            taken.extend(intakes)
            lost = lost or not intakes
            judged.update(how for intake in intakes if intake.drug_class in _ACUTE)
    if not taken:
        return ((), False) if said_none and not lost else (None, None)
    if "helpful" in judged:
        return tuple(taken), True
    if not judged:
        return tuple(taken), None if any(intake.drug_class is None for intake in taken) else False
    return tuple(taken), False if judged == {"unhelpful"} else None


def missing_between(numbered: Iterable[tuple[int, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    """Ranges of dates in which an attack is missing, seen from gaps in the app's own numbering.

    The app numbers attacks in order of time, newest or oldest first, so a missing number was between its neighbours.
    Where numbers and dates are not in one order, it may have been anywhere.
    """
    order = sorted(numbered)
    gaps = [
        (min(before, after), max(before, after))
        for (low, before), (high, after) in pairwise(order)
        if high - low > 1
    ]  # fmt: skip
    dates = [date for _, date in order]
    if gaps and dates not in (sorted(dates), sorted(dates, reverse=True)):
        return [(min(dates), max(dates))]
    return gaps


def note_doubt(doubtful: list[tuple[dt.date, dt.date]], unlisted_days: str, noticed: Noticed) -> None:
    """Say that attacks are missing, and what that means for dates that were to count as free."""
    if not doubtful:
        return
    message = "attack: the app's own numbering shows attacks that were not read (no row, or a row that was left out)"
    if unlisted_days == "free":
        message += "; the dates where they may have been stay unrecorded"
    noticed.add("attacks-missing", Level.ERROR, f"{message}; correct the rows, or export again in full.")


def note_skipped(receipt: Receipt, unlisted_days: str, noticed: Noticed) -> None:
    """Warn where rows were left out although dates without an entry are to count as free."""
    if unlisted_days == "free" and receipt.skipped:
        for rows in receipt.skipped.values():
            for row in rows:
                noticed.add(
                    "skipped-though-free",
                    Level.ERROR,
                    "row: left out, so the date it was about may count as headache-free; correct the row.",
                    row,
                )
