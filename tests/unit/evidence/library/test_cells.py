"""Rows of the library's files: what a cell may hold, and how a refusal reads."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.library.cells import Cells, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    id: str
    text: str


def cells(**row: str) -> Cells:
    return Cells(row, "file.csv", 7)


@pytest.mark.parametrize(
    ("ask", "cell"),
    [
        ("text", " "),
        ("whole", "1.5"),
        ("whole", "-1"),
        ("whole", "2"),
        ("whole", "³"),
        ("whole", "1" * 30),
        ("number", "many"),
        ("number", "nan"),
        ("flag", "no"),
        ("source", "no-such-source"),
        ("source", ""),
    ],
)
def test_refusal_names_file_line_and_column(ask: str, cell: str) -> None:
    """One message for each kind of cell."""
    one = cells(column=cell)
    with pytest.raises(InvalidInput) as refused:
        one.whole("column", 3) if ask == "whole" else getattr(one, ask)("column")
    assert (refused.value.file, refused.value.row, refused.value.field) == ("file.csv", 7, "column")


def test_what_is_allowed() -> None:
    """Text, numbers as printed, and nothing where nothing is known."""
    one = cells(a="x", b="", c="3", d="-1.50", e="yes", f="herd-2018#abstract")
    assert (one.text("a"), one.free("b"), one.whole("c", 3), one.whole("b", 0)) == ("x", "", 3, None)
    assert (str(one.number("d")), one.number("b")) == ("-1.50", None)
    assert (one.flag("e"), one.flag("b"), one.source("f")) == (True, False, "herd-2018#abstract")
    assert one.number("d") == Decimal("-1.5")


def test_closed_list_is_told() -> None:
    """Nothing is called nothing."""
    with pytest.raises(InvalidInput, match="allowed: A, nothing"):
        cells(tier="D").one_of("tier", ("A", ""))


@pytest.mark.parametrize(
    ("status", "tier", "derivation", "field"),
    [
        ("verified", "", "", "tier"),
        ("verified", "C", "", "tier"),
        ("derived", "A", "from others", "tier"),
        ("derived", "", " ", "status"),
        ("unconfirmed", "A", "", "tier"),
        ("seen", "A", "", "status"),
        ("verified", "D", "", "tier"),
    ],
)
def test_status_and_tier_must_fit(status: str, tier: str, derivation: str, field: str) -> None:
    """A copy alone verifies nothing, and what was worked out says how."""
    with pytest.raises(InvalidInput) as refused:
        cells(status=status, tier=tier, derivation=derivation).standing()
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("status", "tier", "derivation"),
    [("verified", "A", ""), ("verified", "A+C", "the count"), ("derived", "", "how"), ("unconfirmed", "C", "")],
)
def test_status_and_tier_that_fit(status: str, tier: str, derivation: str) -> None:
    """A file without the column has no derivation."""
    found = cells(status=status, tier=tier, derivation=derivation).standing()
    assert (found[0].value, found[1:]) == (status, (tier, derivation))
    assert cells(status="verified", tier="B").standing()[2] == ""


@pytest.mark.parametrize(
    ("text", "field"),
    [("id,word\na,b\n", "header"), ("id,text\na\n", "row"), ("id,text\na,b,c\n", "row"), ("id,text\na,b\na,c\n", "id")],
)
def test_file_that_is_not_right(tmp_path: Path, text: str, field: str) -> None:
    """Another header, another number of cells, an id twice."""
    file = tmp_path / "pairs.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        list(rows(file, _Pair, lambda cell: _Pair(id=cell.text("id"), text=cell.text("text"))))
    assert (refused.value.field, refused.value.file) == (field, "pairs.csv")


def test_rows_in_their_order(tmp_path: Path) -> None:
    """As the file has them."""
    file = tmp_path / "pairs.csv"
    file.write_text('id,text\nb,"1,2"\na,3\n', encoding="utf-8")
    found = rows(file, _Pair, lambda cell: _Pair(id=cell.text("id"), text=cell.text("text")))
    assert [(one.id, one.text) for one in found] == [("b", "1,2"), ("a", "3")]
