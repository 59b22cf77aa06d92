"""What a reader returns: the diaries in a file, and the receipt of what became of its rows."""

from __future__ import annotations

from dataclasses import dataclass

from interictal.diary.days import Diary
from interictal.diary.findings import Finding, Receipt


@dataclass(frozen=True, slots=True)
class Reading:
    """The diaries of a file, one per patient in order of first appearance, and its receipt."""

    diaries: tuple[Diary, ...]
    receipt: Receipt

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all diaries; one that concerns the whole file, and so stands in each, is listed once."""
        return tuple(dict.fromkeys(found for diary in self.diaries for found in diary.findings))
