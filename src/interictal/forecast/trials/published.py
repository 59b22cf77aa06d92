"""Published figures that virtual trials are fitted to, or compared with."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.evidence.library.records import Status

PUBLISHED = Path(__file__).parents[1] / "data" / "published.csv"
_COLUMNS = (
    "id",
    "design",
    "arm",
    "outcome",
    "week",
    "quantity",
    "value",
    "n",
    "role",
    "source",
    "seen",
    "status",
    "note",
)


class Role(Enum):
    """What a figure is used for."""

    FITTED = "fitted"
    FITTED_TOPIRAMATE = "fitted-topiramate"
    HELD_OUT = "held-out"


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure.

    Args:
        id: stable name.
        design: name of the design of its trial.
        arm: name of the arm in it, or two joined by " - ".
        outcome: what was counted.
        week: weeks from the first session; 0 at baseline.
        quantity: such as change_mean.
        value: the figure.
        n: people it rests on; None where it is not known.
        role: fitted, or held out.
        source: id in the register of sources.
        seen: where it was seen.
        status: whether it was seen at its source.
        note: anything else.
    """

    id: str
    design: str
    arm: str
    outcome: str
    week: int
    quantity: str
    value: float
    n: int | None
    role: Role
    source: str
    seen: str
    status: Status
    note: str


@cache
def published() -> dict[str, Published]:
    """All figures by id.

    Raises:
        InvalidInput: the file is damaged.
    """
    return read_published(PUBLISHED)


def read_published(path: Path) -> dict[str, Published]:
    """Figures from a file; as ``published``."""
    found: dict[str, Published] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != _COLUMNS:
            raise InvalidInput("header", rows.fieldnames, ",".join(_COLUMNS), "Correct it.", file=path.name)
        for number, row in enumerate(rows, 2):
            one = _row(row, path.name, number)
            if one.id in found:
                raise InvalidInput("id", one.id, "each id once", "Rename one.", file=path.name, row=number)
            found[one.id] = one
    return found


def _row(row: dict[str, str], file: str, number: int) -> Published:
    try:
        return Published(
            id=row["id"],
            design=row["design"],
            arm=row["arm"],
            outcome=row["outcome"],
            week=int(row["week"]),
            quantity=row["quantity"],
            value=float(row["value"]),
            n=int(row["n"]) if row["n"] else None,
            role=Role(row["role"]),
            source=row["source"],
            seen=row["seen"],
            status=Status(row["status"]),
            note=row["note"],
        )
    except ValueError as problem:
        raise InvalidInput(
            "row", problem, "a figure in each of its columns", "Correct it.", file=file, row=number
        ) from None
