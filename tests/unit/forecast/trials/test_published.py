"""Published figures: every row is whole, and damage is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.forecast.trials.comparison import explanations
from interictal.forecast.trials.design_files import shipped
from interictal.forecast.trials.published import PUBLISHED, published, read_published
from interictal.forecast.trials.published_points import published_points
from interictal.sources import register


def test_every_figure_has_its_design_and_source() -> None:
    """The design exists and has the arms; the source is in the register."""
    designs = shipped()
    for one in published().values():
        names = {arm.name for arm in designs[one.design].arms}
        assert set(one.arm.split(" - ")) <= names, one.id
        assert one.source in register(), one.id


def test_explanations_are_of_figures() -> None:
    """Each names a figure that exists."""
    assert set(explanations()) <= set(published())


def test_points_for_the_picture() -> None:
    """Those of one design with what they were used for; none of a design of one's own."""
    assert {one["use"] for one in published_points("preempt")} == {"fitted", "fitted-by-mechanism", "same-trial"}
    assert {one["use"] for one in published_points("compel")} == {"held-out"}
    assert published_points("mine.toml") == []


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("id,design", "design,id", "header"), (",fitted,", ",guessed,", "row"), (",-7.8,", ",many,", "row")],
)
def test_damage_is_said(tmp_path: Path, old: str, new: str, field: str) -> None:
    """Another header, an unknown role, a figure that is none; the row is named."""
    text = PUBLISHED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "p.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        read_published(path)
    assert refused.value.field == field


def test_an_id_stands_once(tmp_path: Path) -> None:
    """A row twice."""
    lines = PUBLISHED.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "p.csv"
    path.write_text("\n".join((*lines[:2], lines[1])) + "\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="once"):
        read_published(path)
