"""The rows of a table, and what is wrong between them."""

from __future__ import annotations

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm, StudyTable, faults_between


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: EventsArm("A", "x", 0, 0), "n"),
        (lambda: EventsArm("A", "x", 5, 6), "events"),
        (lambda: EventsArm("A", "x", 5, -1), "events"),
        (lambda: EventsArm(" ", "x", 5, 1), "study"),
        (lambda: EventsArm("A", "", 5, 1), "treatment"),
        (lambda: MeansArm("A", "x", 0, 1.0, 1.0), "n"),
        (lambda: MeansArm("A", "x", 5, float("nan"), 1.0), "mean"),
        (lambda: MeansArm("A", "x", 5, 1.0, float("inf")), "sd"),
        (lambda: MeansArm("A", "x", 5, 1.0, -1.0), "sd"),
        (lambda: Contrast("A", "x", "x", 1.0, 1.0), "treat2"),
        (lambda: Contrast("A", "x", "", 1.0, 1.0), "treat2"),
        (lambda: Contrast("A", "x", "y", float("inf"), 1.0), "te"),
        (lambda: Contrast("A", "x", "y", 1.0, float("nan")), "se"),
        (lambda: Contrast("A", "x", "y", 1.0, 0.0), "se"),
    ],
)
def test_a_row_that_cannot_be_is_refused(make, field: str) -> None:
    """No arm of nobody, no event of nobody, no number that is none."""
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.field == field


def test_a_table_knows_its_treatments_and_studies_in_the_order_of_the_file() -> None:
    """Of arms and of contrasts."""
    arms = (EventsArm("B", "y", 5, 1), EventsArm("B", "x", 5, 1), EventsArm("A", "x", 5, 1), EventsArm("A", "z", 5, 1))
    table = StudyTable(Kind.EVENTS, arms, {})
    assert table.treatments == ("y", "x", "z")
    assert table.studies == ("B", "A")
    contrasts = StudyTable(Kind.CONTRASTS, (Contrast("A", "x", "y", 1.0, 1.0), Contrast("B", "z", "x", 1.0, 1.0)), {})
    assert contrasts.treatments == ("x", "y", "z")


@pytest.mark.parametrize(
    ("kind", "rows", "said"),
    [
        (Kind.EVENTS, (), "one study or more"),
        (Kind.MEANS, (EventsArm("A", "x", 5, 1), EventsArm("A", "y", 5, 1)), "rows of kind means"),
        (Kind.EVENTS, (EventsArm("A", "x", 5, 1), EventsArm("A", "x", 6, 1)), "once in study A"),
        (Kind.EVENTS, (EventsArm("A", "x", 5, 1),), "two arms or more"),
        (
            Kind.CONTRASTS,
            (Contrast("A", "x", "y", 1.0, 1.0), Contrast("A", "y", "x", -1.0, 1.0)),
            "'y against x'",
        ),
    ],
)
def test_a_table_that_would_give_a_wrong_number_is_refused(kind: Kind, rows, said: str) -> None:
    """Nothing to pool, rows of two kinds, an arm twice, a study with one arm, a comparison twice."""
    with pytest.raises(InvalidInput, match=said):
        StudyTable(kind, rows, {})


def test_a_comparison_of_two_treatments_may_stand_alone() -> None:
    """A contrast has both its treatments in one row."""
    assert list(faults_between((Contrast("A", "x", "y", 1.0, 1.0),))) == []
