"""A finding can be acted on."""

from __future__ import annotations

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.checks import CODES, Finding, Severity, in_order
from interictal.sources import source


def finding(code: str = "N", severity: Severity = Severity.NOTE, **more: str) -> Finding:
    given = {"place": "row 2", "study": "", "arm": "", "because": "Because.", **more}
    return Finding(code=code, severity=severity, figures=(), **given)


@pytest.mark.parametrize("wrong", [{"code": "NONE"}, {"because": ""}, {"place": ""}])
def test_a_finding_has_a_listed_code_a_place_and_a_reason(wrong: dict[str, str]) -> None:
    """Otherwise nobody could look it up."""
    with pytest.raises(InvalidInput):
        finding(**wrong)


def test_impossible_ones_come_first_and_each_only_once() -> None:
    """Then doubtful ones, then notes; within each by code."""
    note, doubt, worst = (finding(severity=each) for each in (Severity.NOTE, Severity.DOUBTFUL, Severity.IMPOSSIBLE))
    other = finding("PERCENT", Severity.NOTE)
    assert in_order([other, note, doubt, worst, note]) == (worst, doubt, note, other)


def test_each_code_says_what_it_means() -> None:
    """And the methods it uses are in the register."""
    assert all(words[0].isupper() and not words.endswith(".") for words in CODES.values())
    for name in ("cochrane-sd-of-change", "bhatia-davis-2000", "brown-heathers-2017", "altman-bland-2011-p"):
        assert source(name).status == "verified"
