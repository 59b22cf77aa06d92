"""What docs/spec/medication-days.md does not show."""

import pytest

from interictal.diary.findings import Level
from interictal.errors import InvalidInput
from interictal.ichd3.medication import blank_medications_finding, known_intakes, with_known_intakes
from support.diaries import days


def test_a_word_that_is_neither_none_nor_unknown_is_refused() -> None:
    with pytest.raises(InvalidInput, match="none or unknown"):
        known_intakes(days("t?"), "nothing")


def test_the_finding_gives_figures_and_says_what_to_do() -> None:
    finding = blank_medications_finding(days("tI??."))
    assert finding is not None
    assert finding.level is Level.WARNING
    assert finding.field == "medications"
    assert finding.message == (
        "medications: empty on 2 of 5 recorded days; counted as none taken, because medicines are entered on 2 days. "
        "Set blank_medications to 'unknown' in the profile if an empty cell says nothing."
    )


def test_days_without_a_change_are_the_same_objects() -> None:
    before = days("t?.")
    after = with_known_intakes(before)
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, False, True]
    assert with_known_intakes(after) == after
