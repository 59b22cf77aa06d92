"""A table of studies from a file: each form, each fault with its row, and what becomes of the rest."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm
from interictal.evidence.tables.reading import MAX_FAULTS, FaultyTable, parse_table, read_table
from interictal.evidence.tables.rows import MAX_ROWS


def faults(text: str) -> list[str]:
    """All faults of a file, without its name."""
    with pytest.raises(FaultyTable) as refused:
        parse_table(text, "t.csv")
    return [str(fault).removeprefix("t.csv: ") for fault in refused.value.faults]


def test_arms_with_events() -> None:
    """Header in any order and case, other titles of the field's programs, a further column kept by study."""
    table = parse_table("Year,Event,N,Treat,StudLab\n2001,3,10,x,A\n,5,12.0,y,A\n", "t.csv")
    assert table.kind is Kind.EVENTS
    assert table.rows == (EventsArm("A", "x", 10, 3), EventsArm("A", "y", 12, 5))
    assert table.columns == {"year": {"A": "2001"}}
    assert table.notes == ()


def test_arms_with_means_and_with_standard_errors() -> None:
    """A standard error of an arm becomes a standard deviation, and that is said."""
    table = parse_table("study,treatment,n,mean,sd\nA,x,1e+02,-1.5,2\nA,y,4,+.5,2\n", "t.csv")
    assert table.rows == (MeansArm("A", "x", 100, -1.5, 2.0), MeansArm("A", "y", 4, 0.5, 2.0))
    table = parse_table("study,treatment,n,mean,se\nA,x,16,1,2\nA,y,4,2,2\n", "t.csv")
    assert table.rows == (MeansArm("A", "x", 16, 1.0, 8.0), MeansArm("A", "y", 4, 2.0, 4.0))
    assert "SD = SE times the root of n" in table.notes[0]


def test_contrasts() -> None:
    """Several rows of one study are its several comparisons."""
    table = parse_table("study\ttreat1\ttreat2\tTE\tseTE\nA\tx\ty\t\N{MINUS SIGN}0.5\t.2\nB\tx\tz\t1\t1\n", "t.csv")
    assert table.rows == (Contrast("A", "x", "y", -0.5, 0.2), Contrast("B", "x", "z", 1.0, 1.0))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("study,ai,n1i,ci,n2i\nA,1,10,2,12\n", (EventsArm("A", "group 1", 10, 1), EventsArm("A", "group 2", 12, 2))),
        ("study,ai,bi,ci,di\nA,1,9,2,10\n", (EventsArm("A", "group 1", 10, 1), EventsArm("A", "group 2", 12, 2))),
        (
            "slab,m1i,sd1i,n1i,m2i,sd2i,n2i\nA,1,2,10,3,4,12\n",
            (MeansArm("A", "group 1", 10, 1.0, 2.0), MeansArm("A", "group 2", 12, 3.0, 4.0)),
        ),
        ("study,yi,vi\nA,1,4\n", (Contrast("A", "group 1", "group 2", 1.0, 2.0),)),
        ("study,yi,sei\nA,1,4\n", (Contrast("A", "group 1", "group 2", 1.0, 4.0),)),
    ],
)
def test_one_row_a_study(text: str, rows) -> None:
    """The wide tables of the field; the two groups get names, and that is said."""
    table = parse_table(text, "t.csv")
    assert table.rows == rows
    assert "'group 1' is the first" in table.notes[0]


@pytest.mark.parametrize(("variance", "error"), [("1e-12", 1e-6), ("1e-18", 1e-9), ("4e16", 2e8)])
def test_a_variance_has_the_limits_of_its_root(variance: str, error: float) -> None:
    """What is read as a standard error is read as its square too."""
    (row,) = parse_table(f"study,yi,vi\nA,1,{variance}\n", "t.csv").rows
    assert isinstance(row, Contrast)
    assert row.se == pytest.approx(error)


def test_a_variance_beyond_them() -> None:
    """The limits that are said are those of a variance."""
    (said,) = faults("study,yi,vi\nA,1,1e-19\n")
    assert "'1e-19' is not allowed; allowed: a number above 0, 1e-18 to 1e+18" in said


def test_one_row_a_study_may_name_its_groups() -> None:
    """Then the names are used, and nothing is said."""
    table = parse_table("study,ai,n1i,ci,n2i,treat1,treat2\nA,1,10,2,12,drug,placebo\n", "t.csv")
    assert table.treatments == ("drug", "placebo")
    assert table.notes == ()
    assert table.columns == {}


def test_decimal_commas() -> None:
    """Read where commas do not stand between cells, and said."""
    table = parse_table("study;treatment;n;mean;sd\nA;x;10;1,5;2\nA;y;12;0,5;2,25\n", "t.csv")
    assert table.rows == (MeansArm("A", "x", 10, 1.5, 2.0), MeansArm("A", "y", 12, 0.5, 2.25))
    assert table.notes == ("Commas within numbers were read as decimal commas.",)


def test_points_and_commas_in_one_file_are_not_guessed_at() -> None:
    """1.200 and 1,5 in one file: each cell with a comma is a fault, and so is the thousand with a point."""
    found = faults("study;treatment;n;mean;sd\nA;x;1.200;1,5;2\nA;y;12;0.5;2\n")
    assert len(found) == 2
    assert "row 2: n: '1.200'" in found[0]
    assert "thousands" in found[0]
    assert "one decimal mark in the whole file" in found[1]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,y,0,0", "n: '0' is not allowed; allowed: a whole number, 1 or more"),
        ("A,y,10.5,0", "n: '10.5'"),
        ("A,y,-3,0", "n: '-3'"),
        ("A,y,5,6", "events: '6' is not allowed; allowed: 0 to n, which is 5"),
        ("A,y,5,-1", "events: '-1' is not allowed; allowed: a whole number, 0 or more. Correct the cell."),
        ("A,y,5,", "events: '' is not allowed; allowed: a whole number, 0 or more. Fill the cell"),
        ("A,y,5", "events: ''"),
        ("A,y,5,NA", "events: 'NA' is not allowed; allowed: a whole number, 0 or more. Leave the row out"),
        ("A,y,nan,1", "n: 'nan'"),
        ("A,y,inf,1", "n: 'inf'"),
        ("A,y,five,1", "n: 'five' is not allowed; allowed: a whole number, 1 or more. Write a plain number."),
        ("A,y,=B2,1", "Save the file with values instead of formulas."),
        ('A,y,"1,200",1', "thousands separators"),
        ("A,y,1 200,1", "thousands separators"),
        ("A,y,5,1,7", "row: 'more cells than the header' is not allowed"),
        ("A,,5,1", "treatment: '' is not allowed; allowed: a name"),
        (",y,5,1", "study: ''"),
        ("A,y\u202ez,5,1", "characters that can be printed"),
        (f"A,{'y' * 201},5,1", "at most 200 characters"),
        ("A,x,5,1", "treatment: 'x' is not allowed; allowed: once in study A"),
        ("A,X,5,1", "one spelling; 'x' stands above"),
        (f"A,y,{'1' * 41},1", "Write a plain number."),
    ],
)
def test_a_cell_that_cannot_be_is_said_with_its_row(row: str, said: str) -> None:
    """Row, field, value, what is allowed, what to do."""
    (found,) = faults(f"study,treatment,n,events\nA,x,10,3\n{row}\nB,x,10,3\nB,y,10,3\n")
    assert found.startswith("row 3: ")
    assert said in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("study,treatment,n,mean,sd\nA,x,10,1,0\nA,y,10,1,1\n", "sd: '0' is not allowed; allowed: a number above 0"),
        ("study,treatment,n,mean,sd\nA,x,10,1,-2\nA,y,10,1,1\n", "sd: '-2'"),
        ("study,treatment,n,mean,sd\nA,x,10,1e10,1\nA,y,10,1,1\n", "Use a larger unit."),
        ("study,treatment,n,mean,sd\nA,x,10,,1\nA,y,10,1,1\n", "mean: ''"),
        ("study,treatment,n,mean,sd\nA,x,10,1,1e-10\nA,y,10,1,1\n", "sd: '1e-10'"),
        ("study,treatment,n,mean,se\nA,x,10,1,\nA,y,10,1,1\n", "se: ''"),
        ("study,treat1,treat2,te,se\nA,x,y,1,0\n", "se: '0'"),
        ("study,treat1,treat2,te,se\nA,x,x,1,1\n", "treat2: 'x' is not allowed; allowed: another treatment"),
        ("study,treat1,treat2,te,se\nA,x,y,1,1\nA,y,x,1,1\n", "comparison: 'y against x'"),
        ("study,treat1,treat2,te,se\nA,x,y,1,1\na,x,y,1,1\n", "study: 'a' is not allowed; allowed: one spelling"),
        ("study,ai,bi,ci,di\nA,0,0,2,10\n", "bi: '0' is not allowed; allowed: a whole number, 1 or more"),
        ("study,ai,n1i,ci,n2i\nA,11,10,2,12\n", "ai: '11' is not allowed; allowed: 0 to n1i, which is 10"),
        ("study,treatment,n,events\nA,x,10,3\n", "study: 'A' is not allowed; allowed: two arms or more"),
    ],
)
def test_a_row_that_cannot_be_pooled_is_a_fault(text: str, said: str) -> None:
    """Zero variance, a study with one arm, a comparison twice."""
    (found,) = faults(text)
    assert said in found


def test_all_faults_are_found_in_one_reading() -> None:
    """In the order of the file; a row that is wrong by itself does not make its study look one arm short."""
    found = faults("study,treatment,n,events\nA,x,0,x\nA,y,10,3\nB,x,10,3\nC,x,1,2\nC,y,3,1\n")
    assert [fault.split(":")[0] for fault in found] == ["row 2", "row 2", "row 4", "row 5"]


def test_faults_are_counted_beyond_those_shown() -> None:
    """The message is one line, with the first fault and how many there are."""
    rows = "".join(f"A{i},x,0,0\n" for i in range(30))
    with pytest.raises(FaultyTable) as refused:
        parse_table(f"study,treatment,n,events\n{rows}", "t.csv")
    assert len(refused.value.faults) == MAX_FAULTS
    assert refused.value.count == 30
    assert str(refused.value).endswith("The file has 30 faults.")
    with pytest.raises(FaultyTable) as refused:
        parse_table("study,treatment,n,events\nA,x,0,0\n", "t.csv")
    assert "faults" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a header and a row"),
        ("\n \n", "a header and a row"),
        ("study,treatment,n,events\n", "a row for each arm"),
        ("a,b\n1,2\n", "Name the columns so."),
        ("study,treatment,n\nA,x,1\n", "Missing: events."),
        ("study;treatment;n;mean\nA;x;1;2\n", "Missing: sd."),
        ("study,studlab,treatment,n,events\nA,A,x,1,1\n", "header: 'study' is not allowed; allowed: each column once"),
        ("study,treatment,n,events,mean,sd\nA,x,1,1,1,1\n", "columns of one form"),
        ("study,treatment,n,mean,sd,se\nA,x,1,1,1,1\n", "columns of one form"),
        ('study,treatment,n,events\nA,"x,1,1\n', "quotation marks in pairs"),
        ('"study,treatment,n,events\n', "quotation marks in pairs"),
        ('study,treatment,n,events\nA,"x"y,1,1\n', "quotation marks in pairs"),
    ],
)
def test_a_file_that_is_no_table_says_what_is_missing(text: str, said: str) -> None:
    """Empty, without rows, without the columns, with too many of them, with a quotation mark left open."""
    with pytest.raises(InvalidInput, match=said) as refused:
        parse_table(text, "t.csv")
    assert "\n" not in str(refused.value)


def test_more_rows_than_can_be_pooled_are_refused() -> None:
    """Reading stops there."""
    text = "study,treatment,n,events\n" + "A,x,1,1\n" * (MAX_ROWS + 1)
    with pytest.raises(InvalidInput, match=f"at most {MAX_ROWS}"):
        parse_table(text, "t.csv")


def test_further_columns_are_kept_where_they_say_one_thing_of_a_study() -> None:
    """What is not kept is said."""
    long = "z" * 201
    text = (
        f"study,treatment,n,events,risk,dose,note,empty,,{long}\n"
        f"A,x,10,3,low,5,{long},,1,1\nA,y,10,3,low,10,,\nB,x,10,3\nB,y,10,3,high,5\n"
    )
    table = parse_table(text, "t.csv")
    assert table.columns == {"risk": {"A": "low", "B": "high"}, "empty": {"A": "", "B": ""}}
    assert table.notes == (
        "Column 'dose' was not kept: it differs between the rows of one study.",
        "Column 'note' was not kept: it holds texts that are too long or cannot be shown.",
        "A further column was not kept: its name is too long or cannot be shown.",
        "A column without a name was not kept.",
    )


def test_a_file_is_read_with_a_byte_order_mark_and_any_line_ends(tmp_path: Path) -> None:
    """As spreadsheets write it."""
    path = tmp_path / "t.csv"
    path.write_bytes("\ufeffstudy;treatment;n;events\r\n\r\nA;x;10;3\r\nA;y;10;3\r\n".encode())
    assert len(read_table(path).rows) == 2
    path.write_bytes(b"study;treatment;n;events\rA;x;10;3\rA;y;10;3\r")
    assert len(read_table(path).rows) == 2


def test_names_are_compared_in_one_form() -> None:
    """Letters with marks, and double blanks, are one name however they are written."""
    table = parse_table("study,treatment,n,events\nMu\u0308ller  1,x,10,3\nM\u00fcller 1,y,10,3\n", "t.csv")
    assert table.studies == ("M\u00fcller 1",)


def test_the_root_of_a_variance_is_said() -> None:
    """So that nobody takes vi for a standard error."""
    table = parse_table("study,yi,vi\nA,1,2\n", "t.csv")
    assert table.rows[0].se == sqrt(2)
    assert "SE is the root of vi" in table.notes[1]
