"""Findings that nobody could act on cannot be built."""

import pytest

from interictal.errors import InvalidInput
from interictal.injection.findings import CODES, Finding, Severity, in_order


def finding(severity: Severity = Severity.ASK, code: str = "DOSEH", because: str = "a", source: str = "b") -> Finding:
    return Finding(code=code, severity=severity, because=because, source=source)


@pytest.mark.parametrize("wrong", [{"code": "DOSE"}, {"because": ""}, {"source": ""}])
def test_each_needs_a_listed_code_a_reason_and_a_source(wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        finding(**wrong)


def test_what_it_is_about_has_a_name() -> None:
    with pytest.raises(InvalidInput, match="about"):
        Finding(code="VIAL", severity=Severity.BLOCK, because="a", source="b", about=("v1", ""))


def test_blocking_first_then_asking_each_once() -> None:
    note, ask, block = finding(Severity.NOTE), finding(), finding(Severity.BLOCK)
    assert in_order([note, ask, note, block, ask]) == (block, ask, note)
    assert all(words for words in CODES.values())
