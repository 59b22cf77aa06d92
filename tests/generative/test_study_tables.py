"""Generated tables of studies: what is written is read back; whatever else comes in is read or refused in a line."""

from __future__ import annotations

import csv
import io
import string
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interictal.errors import InvalidInput
from interictal.evidence.checks import check_arms
from interictal.evidence.checks.reading import parse_arms, read_arms
from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm, StudyTable
from interictal.evidence.tables.reading import parse_table, read_table

COMMON = settings(derandomize=True, deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])

NAMES = st.text(string.ascii_letters + string.digits + " ,;\"'äß()-+", min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: float(f"{number:.9g}"))
SPREADS = st.floats(1e-3, 1e6).map(lambda number: float(f"{number:.9g}"))
PEOPLE = st.integers(1, 100_000)


def distinct(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Names that differ in more than case."""
    return st.lists(NAMES.filter(bool), min_size=least, max_size=most, unique_by=str.casefold)


@st.composite
def tables(draw: st.DrawFn) -> StudyTable:
    """Any table: studies of two arms or more, or of one comparison or more."""
    kind = draw(st.sampled_from(Kind))
    studies, treatments = draw(distinct(1, 5)), draw(distinct(2, 4))
    rows: list = []
    for study in studies:
        arms = draw(st.permutations(treatments))[: draw(st.integers(2, len(treatments)))]
        if kind is Kind.CONTRASTS:
            rows += [Contrast(study, arms[0], other, draw(NUMBERS), draw(SPREADS)) for other in arms[1:]]
        for arm in arms if kind is not Kind.CONTRASTS else ():
            n = draw(PEOPLE)
            rows.append(
                EventsArm(study, arm, n, draw(st.integers(0, n)))
                if kind is Kind.EVENTS
                else MeansArm(study, arm, n, draw(NUMBERS), draw(SPREADS))
            )
    return StudyTable(kind, tuple(rows), {"year": {study: str(draw(st.integers(1950, 2050))) for study in studies}})


COLUMNS = {
    Kind.EVENTS: ("study", "treatment", "n", "events"),
    Kind.MEANS: ("study", "treatment", "n", "mean", "sd"),
    Kind.CONTRASTS: ("study", "treat1", "treat2", "te", "se"),
}


def written(table: StudyTable, order: list[int], delimiter: str, comma: bool, upper: bool) -> str:
    """The table as a file, with its columns in an order."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    columns = (*COLUMNS[table.kind], "year")
    lines = [columns] + [
        (*(getattr(row, name) for name in COLUMNS[table.kind]), table.columns["year"][row.study]) for row in table.rows
    ]
    for number, line in enumerate(lines):
        cells = [str(line[at]) for at in order]
        if number == 0 and upper:
            cells = [cell.upper() for cell in cells]
        elif number and comma:
            numeric = [columns[at] in ("mean", "sd", "te", "se") for at in order]
            cells = [cell.replace(".", ",") if is_one else cell for cell, is_one in zip(cells, numeric, strict=True)]
        writer.writerow(cells)
    return out.getvalue()


@COMMON
@given(table=tables(), data=st.data(), delimiter=st.sampled_from(",;\t"), comma=st.booleans(), upper=st.booleans())
def test_what_is_written_is_read_back(
    table: StudyTable, data: st.DataObject, delimiter: str, comma: bool, upper: bool
) -> None:
    """Any order of columns, any delimiter, decimal commas where they are none."""
    order = data.draw(st.permutations(range(len(COLUMNS[table.kind]) + 1)))
    read = parse_table(written(table, order, delimiter, comma and delimiter != ",", upper), "t.csv")
    assert (read.kind, read.rows, read.columns) == (table.kind, table.rows, table.columns)


def refused_or_read(content: bytes, path: Path) -> None:
    """A table, or one line that says why not; and the checks take whatever figures the file holds."""
    path.write_bytes(content)
    for read in (read_table, lambda file: check_arms((found := read_arms(file)).arms, found.differences)):
        try:
            read(path)
        except InvalidInput as refused:
            message = str(refused)
        else:
            continue
        assert "\n" not in message
        assert len(message) < 1000


@COMMON
@given(content=st.binary(max_size=300))
def test_any_bytes(content: bytes, tmp_path_factory) -> None:
    """Never another exception."""
    refused_or_read(content, tmp_path_factory.getbasetemp() / "bytes.csv")


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "nan", "1e999", "-1", "0", "1,5", "1.5", '"', "=1+1", "1 000", "\0", "5", "x", "99999999999"]),
)


@COMMON
@given(
    header=st.sampled_from(
        [*(",".join(columns) for columns in COLUMNS.values()), "study,ai,n1i,ci,n2i", "study,yi,vi"]
    ),
    rows=st.lists(st.lists(CELLS, max_size=6), max_size=6),
    delimiter=st.sampled_from(",;\t"),
)
def test_any_cells_under_a_header(header: str, rows: list[list[str]], delimiter: str, tmp_path_factory) -> None:
    """Never another exception, and a row that is read holds what stands in it."""
    lines = [header.replace(",", delimiter), *(delimiter.join(row) for row in rows)]
    refused_or_read("\n".join(lines).encode("utf-8", "replace"), tmp_path_factory.getbasetemp() / "cells.csv")


FIGURES = ("n", "events", "percent", "baseline_mean", "baseline_sd", "change_mean", "change_sd", "mean", "sd", "p",
           "difference", "difference_low", "difference_high", "MMD_baseline", "change_MMD", "MMD_SD")  # fmt: skip


@COMMON
@given(
    columns=st.lists(st.sampled_from(FIGURES), min_size=1, max_size=8, unique=True),
    rows=st.lists(st.lists(st.one_of(CELLS, st.decimals(-200, 200, places=1).map(str)), min_size=10), min_size=1),
)
def test_any_figures_can_be_checked(columns: list[str], rows: list[list[str]]) -> None:
    """Whatever figures a table of arms states, the checks give findings and nothing else."""
    text = io.StringIO()
    csv.writer(text).writerows([["study", "arm", *columns], *rows])
    try:
        table = parse_arms(text.getvalue(), "t.csv")
    except InvalidInput:
        return
    for finding in check_arms(table.arms, table.differences):
        assert "\n" not in finding.because
        assert finding.place.startswith("row ")
