"""Virtual beside published figures: each quantity is that of the trials, and held-out figures count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from interictal.evidence.library.records import Status
from interictal.forecast.trials import comparison as module
from interictal.forecast.trials.comparison import Compared, Comparison, compare
from interictal.forecast.trials.comparison_document import comparison_document, comparison_table, signed, summary
from interictal.forecast.trials.counts import Range
from interictal.forecast.trials.design_files import design_named
from interictal.forecast.trials.population import population
from interictal.forecast.trials.published import Published, Role, published

from .test_results import validated

ROW = Published(
    "x", "compel", "onabotulinumtoxinA", "headache_days_28", 60, "change_mean", -9.2, 423, Role.HELD_OUT, "compel-2018",
    "", Status.VERIFIED, "",
)  # fmt: skip


def rows(**more: object) -> Published:
    """One figure with changes."""
    return replace(ROW, **more)  # type: ignore[arg-type]


FORWARD = rows(design="forward", week=36)
BOTH = "onabotulinumtoxinA - topiramate"


@pytest.fixture(scope="module")
def found() -> Comparison:
    """Every kind of figure, on few trials."""
    kinds = [
        rows(),
        rows(id="all", quantity="change_mean_all"),
        rows(id="end", quantity="endpoint_mean"),
        rows(id="end-sd", quantity="endpoint_sd"),
        rows(id="sd", quantity="change_sd"),
        *(rows(id=f"r{n}", quantity=f"responder_{n}_percent") for n in (30, 50, 75)),
        rows(id="r-all", quantity="responder_50_percent_all"),
        rows(id="below", quantity="below_15_percent"),
        *(rows(id=f"c{n}", week=12 * n, quantity="first_responder_50_percent") for n in (1, 2)),
        rows(id="left", quantity="completed_percent"),
        rows(id="useless", quantity="withdrawal_ineffective_percent"),
        rows(id="baseline", quantity="baseline_mean"),
        rows(id="early", week=3),
        rows(id="other", outcome="hit6"),
        rows(id="strange", quantity="mode"),
        rows(id="arm", arm="saline"),
        replace(FORWARD, id="difference", arm=BOTH, quantity="difference_mean"),
        replace(FORWARD, id="points", arm=BOTH, quantity="responder_50_percent"),
    ]
    said: list[str] = []
    result = compare(population(), rows=kinds, replicates=12, threads=2, say=said.append)
    assert said == ["COMPEL", "FORWARD"]
    return result


def test_each_quantity(found: Comparison) -> None:
    """They agree with each other, and what the model has not is not compared."""
    virtual = {one.row.id: one.virtual for one in found.rows}
    assert "baseline" not in virtual
    assert all(virtual[name] is None for name in ("early", "other", "strange", "arm"))
    mean = {name: one.mean for name, one in virtual.items() if one is not None}
    assert mean["all"] == mean["x"]
    assert mean["end"] == pytest.approx(22 + mean["x"], abs=0.4)
    assert mean["r30"] > mean["r50"] > mean["r75"] > 0
    assert mean["r-all"] == pytest.approx(mean["r50"] * mean["left"] / 100, rel=0.06)
    assert 0 < mean["c2"] < mean["c1"] < 100
    assert mean["below"] > mean["r50"]
    assert 40 < mean["left"] < 90
    assert 0 < mean["useless"] < 100 - mean["left"]
    assert 0 < mean["sd"] < 12
    assert 0 < mean["end-sd"] < 12
    assert mean["points"] > 0 > mean["difference"]


def test_documents(found: Comparison) -> None:
    """JSON by its schema; the table has every compared figure, and says what is outside."""
    document = comparison_document(found)
    validated(document, "trial-comparison")
    assert document["function"] == "predict"
    first = document["rows"][0]
    assert 0 <= first["position"] <= 1
    assert document["held_out"]["middle_80_percent"]["figures"] == len(found.counted)
    table = comparison_table(found)
    assert table.count("| COMPEL |") == sum(one.virtual is not None and one.name == "COMPEL" for one in found.rows)
    assert "4 figures are not compared" in table
    none = Comparison((), 1, 1)
    assert summary(none) == "No held-out figure is compared."
    validated(comparison_document(none), "trial-comparison")
    assert "None." in comparison_table(none)


def test_inside_allows_for_rounding() -> None:
    """A printed figure stands for all that round to it."""
    assert Compared(ROW, "n", Range(-8, -9.16, -7), "").inside is True
    assert Compared(ROW, "n", Range(-8, -9.14, -7), "").inside is False
    assert Compared(rows(value=-9.0), "n", Range(-8, -8.6, -7), "").inside is True
    assert Compared(ROW, "n", None, "").inside is None


def test_what_counts(found: Comparison) -> None:
    """Held out and confirmed, with a virtual figure beside it."""
    one = Compared(ROW, "n", Range(-8, -10, -7), "")
    assert one.counted
    assert not replace(one, row=rows(status=Status.UNCONFIRMED)).counted
    assert not replace(one, row=rows(role=Role.FITTED)).counted
    assert not replace(one, virtual=None).counted
    outside = replace(one, virtual=Range(-3, -4, -2), why="Because.")
    unconfirmed = replace(outside, row=rows(status=Status.UNCONFIRMED))
    both = Comparison((one, outside, unconfirmed), 1, 1)
    assert (len(both.counted), both.inside) == (2, 1)
    assert summary(both).startswith("1 of 2 (50 %) held-out confirmed figures of 1 publication lie inside.")
    table = comparison_table(both)
    assert "Because." in table
    assert "(unconfirmed)" in table
    assert "no explanation" in comparison_table(Comparison((replace(outside, why=""),), 1, 1))
    assert (signed(None), signed(-0.04), signed(-0.06)) == ("?", "0.0", "−0.1")
    assert len(found.counted) == 16


def test_a_quantity_of_nobody() -> None:
    """Where no person has a value, there is no quantity."""
    assert module._of_sums("change_mean", np.zeros(10, np.int64)) is None


def test_designs_of_the_package_are_compared() -> None:
    """With no rows given, those of the package, of the roles asked for."""
    result = compare(population(), roles=(Role.FITTED_TOPIRAMATE,), replicates=2)
    assert {one.row.design for one in result.rows} == {"silberstein-2007"}
    assert {one.row.role for one in result.rows} == {Role.FITTED_TOPIRAMATE}
    assert {one.row.id for one in result.rows} <= set(published())


def test_a_design_without_comparable_figures() -> None:
    """Nothing is simulated for it; and without changes there is no distance to tell."""
    nothing = compare(population(), rows=[rows(outcome="hit6")], replicates=2)
    assert nothing.rows[0].virtual is None
    shares = Comparison((Compared(rows(quantity="completed_percent"), "n", Range(50, 40, 60), ""),), 1, 1)
    assert "days on average" not in summary(shares)
    assert comparison_document(shares)["held_out"]["change_mean_bias"] is None


def test_position_and_the_middle() -> None:
    """The share of virtual trials below the figure; the middle half and four fifths of them, with rounding."""
    design = design_named("compel")
    one = module._compared(rows(value=-9.0), design, [-10.0, -9.5, -9.0, -8.0, None])
    assert one.position == pytest.approx(2.5 / 4)
    assert one.middle_50 == pytest.approx((-9.625, -8.75))
    assert (one.inside_50, one.inside_80) == (True, True)
    low = module._compared(rows(value=-9.7), design, [-10.0, -9.5, -9.0, -8.0])
    assert (low.inside_50, low.inside_80, low.inside) == (False, True, True)
    none = module._compared(ROW, design, [])
    assert (none.position, none.inside_50, none.inside_80) == (None, None, None)
    words = summary(Comparison((one, low), 1, 1))
    assert "The middle 50 % of virtual trials holds 1 of 2 (50 %), the middle 80 % 2 of 2 (100 %)." in words


def test_what_is_not_independent_is_counted() -> None:
    """Strata of fitted people, splits of one trial, and the mean at the end of a counted change."""
    near = Range(-8, -10, -7)
    kinds = (
        Compared(rows(design="preempt-overuse"), "n", near, ""),
        Compared(rows(design="compel-allodynia"), "n", near, ""),
        Compared(rows(design="compel-no-allodynia"), "n", Range(-3, -4, -2), ""),
        Compared(rows(quantity="endpoint_mean"), "n", near, ""),
        Compared(ROW, "n", near, "", "those who stayed"),
    )
    found = Comparison(kinds, 1, 100)
    held_out = comparison_document(found)["held_out"]
    assert held_out["of_fitted_people"] == {"figures": 1, "inside": 1, "share": 1.0}
    assert held_out["of_splits_of_one_trial"] == {"figures": 2, "inside": 1, "share": 0.5}
    assert held_out["said_twice"]["figures"] == 1
    words = summary(found)
    assert "1 is of PREEMPT's own people" in words
    assert "2 are of two splits" in words
    assert "1 is the mean at the end of a change" in words
    assert "set apart after the result was seen" in words
    assert "Without them, 3 of 4 (75 %) lie inside." in words


def test_every_figure_outside_has_its_place() -> None:
    """Counted, unconfirmed, and those of trials that something was fitted to."""
    off = Range(-3, -4, -2)
    kinds = (
        Compared(ROW, "a", off, ""),
        Compared(rows(status=Status.UNCONFIRMED), "b", off, ""),
        Compared(rows(role=Role.FITTED), "c", off, "Known."),
    )
    table = comparison_table(Comparison(kinds, 1, 5))
    first, second, third = (table.index(f"\n- {name}, ") for name in "abc")
    assert first < table.index("unconfirmed and not counted") < second < table.index("## Other figures") < third
    assert "same trial, not used" in table
    assert "published −9.2 (unconfirmed)" in table
    assert "5 virtual trials are too few" in table
    assert "0 figures are not compared" in table
