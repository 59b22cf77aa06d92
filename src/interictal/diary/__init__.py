"""The headache diary: days, what was taken, and the canonical file.

Loads the standard library alone. Readers of other apps' exports stand in ``interictal.diary.readers``.
"""

from interictal.diary.canonical import read_canonical, read_canonical_text, write_canonical
from interictal.diary.days import Day, Diary, EntryStatus, Severity, Status
from interictal.diary.findings import Finding, Level, Receipt
from interictal.diary.medicines import DrugClass, Intake, format_intakes, parse_intakes, recognise
from interictal.diary.merging import merge
from interictal.diary.reading import Reading

__all__ = [
    "Day",
    "Diary",
    "Status",
    "Severity",
    "EntryStatus",
    "Intake",
    "DrugClass",
    "recognise",
    "parse_intakes",
    "format_intakes",
    "Reading",
    "Receipt",
    "Finding",
    "Level",
    "read_canonical",
    "read_canonical_text",
    "write_canonical",
    "merge",
]
