"""The studies that ``pool`` and ``network`` are asked for, from a file or from the library, and their pictures."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interictal.cli import BAD_INPUT
from interictal.cli.assess import target_file
from interictal.cli.files import printable, refuse_inputs, write_whole
from interictal.errors import InvalidInput
from interictal.evidence.studies.tables import LibraryStudies, library_studies
from interictal.evidence.tables import Contrast, Kind, StudyTable
from interictal.evidence.tables.reading import FaultyTable, read_table

if TYPE_CHECKING:
    from interictal.figures import Figure

PICTURES = (".png", ".svg")


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be pooled.

    Args:
        table: the studies.
        named: where they come from, in words that stand under a picture.
        measure: as asked for; that of the library's differences, where they are known to be mean differences.
        library: more of studies from the library; None for a file.
    """

    table: StudyTable
    named: str
    measure: str | None
    library: LibraryStudies | None

    def document(self) -> dict[str, Any]:
        """Where the figures come from, as JSON values."""
        from_library = self.library
        return {
            "from": "file" if from_library is None else "library",
            "named": self.named,
            "outcome": None if from_library is None else from_library.outcome.id,
            "unit": None if from_library is None else from_library.outcome.unit,
            "unconfirmed": [] if from_library is None else sorted(from_library.unconfirmed),
            "studies": []
            if from_library is None
            else [
                {
                    "study": study,
                    "status": "unconfirmed" if study in from_library.unconfirmed else "confirmed",
                    "how": from_library.how[study],
                    "sources": list(from_library.sources[study]),
                }
                for study in self.table.studies
            ],
        }


def given(arguments: argparse.Namespace, *, complete: bool) -> Given:
    """The studies asked for.

    Args:
        arguments: of the command.
        complete: see ``library_studies``.

    Raises:
        InvalidInput: options that do not go together, or a file that is no table.
        DataUnavailable: the library has nothing of it.
    """
    if arguments.data is not None:
        for option, value in (
            ("--outcome", arguments.outcome),
            ("--drug", arguments.drug),
            ("--population", arguments.population),
            ("--include-unconfirmed", arguments.include_unconfirmed),
        ):
            if value:
                shown = ", ".join(value) if isinstance(value, list) else value
                raise InvalidInput(option, shown, "without --data: it chooses from the library", "Leave one out.")
        path = Path(arguments.data)
        table = read_table(path)
        _logarithms(table, arguments.measure)
        return Given(table, printable(path.name), arguments.measure, None)
    from interictal.evidence.library import drug_named, outcome_named

    if len(arguments.outcome) != 1:
        shown = ", ".join(arguments.outcome) or "nothing"
        raise InvalidInput("--outcome", shown, "one outcome, or --data FILE", "See: interictal evidence outcomes")
    found = library_studies(
        outcome_named(arguments.outcome[0], "--outcome"),
        tuple(drug_named(name, "--drug") for name in arguments.drug),
        arguments.population,
        include_unconfirmed=arguments.include_unconfirmed,
        complete=complete,
    )
    measure = arguments.measure
    if found.table.kind is Kind.CONTRASTS:
        if measure not in (None, "MD"):
            allowed = f"MD: the library's differences are in {found.outcome.unit}"
            raise InvalidInput("--measure", measure, allowed, "Leave it out.")
        measure = "MD"
    return Given(found.table, f"Trial library, {found.outcome.words}", measure, found)


def _logarithms(table: StudyTable, measure: str | None) -> None:
    """Ratios are given as logarithms: a number too large for one is a ratio, or another measure."""
    for row in table.rows:
        if isinstance(row, Contrast) and measure in ("OR", "RR") and max(abs(row.te), row.se) > _LARGEST_LOGARITHM:
            allowed = f"the logarithm of a ratio and its standard error, up to {_LARGEST_LOGARITHM}"
            shown = f"{row.te:g}, {row.se:g} in study {row.study[:20]}"
            raise InvalidInput("te, se", shown, allowed, "Give logarithms, or leave --measure out.")


_LARGEST_LOGARITHM = 50


def level_of(text: str) -> float:
    """The level of intervals as a share.

    Raises:
        InvalidInput: not a percentage from 50 to under 100.
    """
    try:
        percent = float(text) if text.isascii() and len(text) <= _LONGEST else 0.0
    except ValueError:
        percent = 0.0
    if not 50 <= percent <= _HIGHEST:
        raise InvalidInput("--level", text, f"percent, 50 to {_HIGHEST}", "Give 95 for 95 % intervals.")
    return percent / 100


_LONGEST, _HIGHEST = 10, 99.9999


def target(arguments: argparse.Namespace, name: str | None, endings: tuple[str, ...], option: str) -> Path | None:
    """A file that may be written: with the right ending, and not the one that is read."""
    path = target_file(name, endings, option)
    if path is not None:
        refuse_inputs(path, option, arguments.data)
        if not path.parent.is_dir():
            raise InvalidInput(option, path.parent, "a folder that exists", "Create it, or write elsewhere.")
    return path


def draw(path: Path | None, arguments: argparse.Namespace, make: Callable[[int], Figure]) -> None:
    """Write the picture asked for, and say so.

    Args:
        path: where; None where none is asked for.
        arguments: of the command, with theme and width.
        make: makes the picture at a width.
    """
    if path is None:
        return
    from interictal import figures

    drawn = make(figures.NARROW if arguments.narrow else figures.WIDE)
    if path.suffix.lower() == ".png":
        write_whole(path, figures.png(drawn, arguments.theme))
    else:
        write_whole(path, figures.svg(drawn, arguments.theme).encode())
    written(path)


def written(path: Path) -> None:
    """Say that a file was written."""
    print(f"written: {printable(path)}", file=sys.stderr)


def say(problem: FaultyTable) -> int:
    """Every fault of a table that is shown, a line each; the exit code."""
    for fault in problem.faults:
        print(f"interictal: {printable(fault)}", file=sys.stderr)
    if problem.count > len(problem.faults):
        more = problem.count - len(problem.faults)
        print(f"interictal: and {more} more faults. Mend these first, then run it again.", file=sys.stderr)
    return BAD_INPUT


def csv_text(rows: list[list[str]]) -> str:
    """Rows as CSV in which no name is taken for a formula by a spreadsheet."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[_safe(cell) for cell in row] for row in rows])
    return out.getvalue()


def _safe(cell: str) -> str:
    if not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")):
        return cell
    try:
        float(cell.split(" ")[0])
    except ValueError:
        return f"'{cell}"
    return cell
