"""Cluster Headache Tracker CSV: one row per attack, local times, intensity 1 to 10."""

from __future__ import annotations

from pathlib import Path

from interictal.diary.attacks import Attack, diary_from_attacks
from interictal.diary.findings import Level, Receipt
from interictal.diary.readers.clock import written_date
from interictal.diary.readers.migraine_buddy import note_skipped
from interictal.diary.readers.tables import MAX_ATTACKS, Noticed, intakes_in, intensity_in, table_of
from interictal.diary.reading import Reading
from interictal.errors import InvalidInput

COLUMNS = frozenset({"start_time", "end_time", "intensity", "medication"})
TITLE = "Cluster Headache Tracker CSV"


def read_cluster_headache_tracker(path: Path, *, unlisted_days: str) -> Reading:
    """Attacks with start, end, intensity and medicines.

    Raises:
        InvalidInput: another table.
    """
    table = table_of(path, TITLE, COLUMNS)
    receipt = Receipt(path.name, "cluster-headache-tracker")
    noticed = Noticed()
    if table.encoding_guess:
        receipt.guesses.append(table.encoding_guess)
    attacks: list[Attack] = []
    for row, cells in table.rows:
        receipt.rows_read += 1
        if table.too_long(cells):
            receipt.skip("more cells than columns", row)
            continue
        start = written_date(table.cell(cells, "start_time"))
        started = start.moment("dmy") if start is not None and start.iso else None
        if start is None or started is None:
            receipt.skip("the start is not YYYY-MM-DD HH:MM:SS from 1990 to 2100", row)
            continue
        if len(attacks) >= MAX_ATTACKS:
            raise InvalidInput("rows", "too many", f"at most {MAX_ATTACKS} attacks", "Split the file.", file=path.name)
        text = table.cell(cells, "end_time")
        end = written_date(text)
        ended = end.moment("dmy") if end is not None and end.iso else None
        if text and ended is None:
            noticed.add(
                "end-unreadable", Level.ERROR, "end: not YYYY-MM-DD HH:MM:SS; left out; correct it.", row, "end_time"
            )
        medication = table.cell(cells, "medication")
        attacks.append(
            Attack(
                started=started,
                ended=ended,
                start_offset=start.offset,
                end_offset=end.offset if end is not None else None,
                intensity=intensity_in(table.cell(cells, "intensity"), row, noticed),
                intakes=intakes_in(medication.replace(",", ";"), row, noticed) or None if medication else None,
                row=row,
            )
        )
        receipt.rows_used += 1
    receipt.guesses.append("times are those of the file, taken for local time")
    receipt.guesses.append("an attack without a medicine says nothing about medicines")
    note_skipped(receipt, unlisted_days, noticed)
    return Reading((diary_from_attacks(attacks, noticed.findings(), unlisted_days=unlisted_days),), receipt)
