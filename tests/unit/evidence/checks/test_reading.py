"""Anybody's table of trial arms: which columns are known, and what is kept of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.checks.reading import days_of, parse_arms, read_arms
from interictal.evidence.tables.rows import MAX_ROWS


def test_columns_are_known_by_their_names() -> None:
    """In any case and order; what is not known is listed."""
    table = parse_arms("Trial;Treatment;N;Mean;SD;;Country\nA;x;10;5.5;2;;fr\n\nA;y;12;6;2;;fr\n", "t.csv")
    first, second = table.arms
    assert (first.study, first.arm, first.n) == ("A", "x", Decimal(10))
    assert (first.endpoint_mean, first.endpoint_sd, first.days) == (Decimal("5.5"), Decimal(2), None)
    assert second.place == "row 4"
    assert table.unused == ("country",)
    assert (table.rows, table.differences, table.findings) == (2, (), ())


def test_short_names_of_outcomes_are_known() -> None:
    """MMD_Baseline, MMD_Baseline_SD, Change_MMD, MMD_SD; several outcomes of a row are several sets of figures."""
    text = (
        "Study_ID,Intervention,Sample_Size,MMD_Baseline,MMD_Baseline_SD,Change_MMD,MMD_SD,PAIN_Baseline,Percent_Response"
        "\nA,x,221,7.2,2.5,-3.4,0.2,60,50\n"
    )
    own, days, pain = parse_arms(text, "t.csv").arms
    assert (own.outcome, own.percent, own.n) == ("", Decimal(50), Decimal(221))
    assert (days.outcome, days.days, days.change_sd) == ("MMD", 31, Decimal("0.2"))
    assert (pain.outcome, pain.days, pain.baseline_mean) == ("PAIN", None, Decimal(60))
    alone = parse_arms("study,mmd_baseline\nA,7.2\n", "t.csv").arms
    assert [each.outcome for each in alone] == ["MMD"]


def test_a_table_of_people_alone_is_checked() -> None:
    """One set of figures a row."""
    assert [each.n for each in parse_arms("study,n\nA,10\n", "t.csv").arms] == [Decimal(10)]


def test_comparisons_are_known() -> None:
    """A difference or an odds ratio with its limits and p value, which may be less than something."""
    text = "study,arm,versus,outcome,week,difference,low,high,p\nA,x,y,headache_days_28,24,-1.4,-2.4,-0.4,<0.001\n"
    (one,) = parse_arms(text, "t.csv").differences
    assert (one.arm, one.versus, one.week, one.estimate, one.p, one.below) == (
        "x",
        "y",
        "24",
        Decimal("-1.4"),
        Decimal("0.001"),
        True,
    )
    assert not one.ratio
    (one,) = parse_arms("study,odds_ratio,low,high,p\nA,4.9,2.67,9.01,0.02\n", "t.csv").differences
    assert (one.ratio, one.below) == (True, False)
    assert parse_arms("study,n,p\nA,5,\n", "t.csv").differences == ()


@pytest.mark.parametrize("text", ["", "NA", "n/a", "NR", "-", "\N{EN DASH}", "not reported"])
def test_what_is_not_stated_is_not_checked(text: str) -> None:
    """An empty cell, and how the field writes one."""
    table = parse_arms(f"study,n,percent\nA,10,{text}\n", "t.csv")
    assert table.arms[0].percent is None
    assert table.findings == ()


@pytest.mark.parametrize("text", ["ten", "1e5", "nan", "=A1", '"1,5"', "1 000", "5 (3)"])
def test_a_cell_without_a_plain_number_is_a_finding(text: str) -> None:
    """The row's other figures are checked all the same."""
    table = parse_arms(f"study,n,percent\nA,10,{text}\n", "t.csv")
    (finding,) = table.findings
    assert (finding.code, finding.place) == ("UNREADABLE", "row 2")
    assert table.arms[0].n == Decimal(10)


def test_signs_and_percent_signs_are_read() -> None:
    """A typographic minus, a percent sign, a row that is too short."""
    table = parse_arms("study,change,percent,n\nA,\N{MINUS SIGN}3.4,50 %\n", "t.csv")
    assert (table.arms[0].change_mean, table.arms[0].percent, table.arms[0].n) == (Decimal("-3.4"), Decimal(50), None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "columns such as study"),
        ("a,b\n1,2\n", "columns such as study"),
        ("study,arm\nA,x\n", "columns such as study"),
        ("study,n\n", "a row for each arm"),
        ("study,n\n" + '"' + "x" * 140_000, "at most 131072 characters"),
        ("study,n\n" + "A,1\n" * (MAX_ROWS + 1), f"at most {MAX_ROWS}"),
    ],
    ids=str.__len__,
)
def test_a_file_without_figures_is_refused(text: str, said: str) -> None:
    """In a line that says what is looked for."""
    with pytest.raises(InvalidInput, match=said):
        parse_arms(text, "t.csv")


def test_a_file_is_read(tmp_path: Path) -> None:
    """With the byte order mark that spreadsheets write."""
    path = tmp_path / "arms.csv"
    path.write_text("\ufeffstudy,n\nA,10\n", encoding="utf-8")
    assert read_arms(path).rows == 1


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("headache_days_28", 28),
        ("headache_days_30", 30),
        ("headache_free_days_84", 84),
        ("migraine_days_week", 7),
        ("Monthly migraine days", 31),
        ("headache_days_28_change_percent", None),
        ("responder50_headache_days", None),
        ("headache_days_0", None),
        ("HIT-6", None),
        ("", None),
    ],
)
def test_the_days_of_an_outcome_are_in_its_name(name: str, days: int | None) -> None:
    """None where the name does not say that days are counted."""
    assert days_of(name) == days
