"""The moments that the population is fitted to, on people made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from interictal.forecast.trials import targets as t
from interictal.forecast.trials.fitting import figure, figure_of

NAN = np.nan


def people(*rows: dict[int, float], field: int = 0, baseline: float = 20) -> t.Data:
    """Values by week, all others missing."""
    values = np.full((len(rows), 1 + len(t.VISITS), 8), NAN)
    values[:, 0, :] = baseline
    for person, row in enumerate(rows):
        for week, value in row.items():
            values[person, 1 + t.VISITS.index(week), field] = value
    return values


def arms(first: t.Data, second: t.Data, left: list[int] | None = None) -> t.Arms:
    """Two arms; people of the first leave in the weeks given."""
    gone = np.array([[week, 0 if week < 0 else 2] for week in (left or [-1] * len(first))], np.int32)
    return t.Arms((first, second), (gone, np.full((len(second), 2), (-1, 0), np.int32)))


def test_changes_carry_the_last_value_forward() -> None:
    """The count at week 24, an earlier one where it is missing, the baseline where all are."""
    one = arms(people({24: 10}, {12: 16}, {}), people({24: 20}))
    mean, sd = t.change_24(0)(one)
    assert mean == pytest.approx((-10 - 4 + 0) / 3)
    assert sd == pytest.approx(np.std([-10, -4, 0]))
    assert t.difference(t.change_24(0), t.change_24(1))(one)[0] == pytest.approx(mean)


def test_responders_are_of_all() -> None:
    """A missing count is no response, a fall of exactly half is one."""
    one = arms(people({24: 10}, {24: 10.1}, {}, {24: 3}), people({24: 20}))
    assert t.responder_24(0)(one) == pytest.approx((50, 50))


def test_weekly_changes_and_their_spread() -> None:
    """Of headache days in the third week."""
    one = arms(people({3: 3}, {3: 5}, field=6, baseline=5), people({}))
    assert t.change_week_3(0)(one) == pytest.approx((-1, 1))
    assert t.spread_week_3(0)(one) == pytest.approx((1, 1 / 2**0.5))


def test_completers_and_those_who_stayed() -> None:
    """At week 56 only people who did not leave; a share of all stayed to a week."""
    one = arms(people({56: 10}, {56: 0}, {56: 14}), people({}), left=[-1, 40, -1])
    assert t.completers_56(0, 0)(one)[0] == pytest.approx(-8)
    assert t.completed(0, 56)(one)[0] == pytest.approx(200 / 3)
    assert t.completed(0, 40)(one)[0] == 100


def test_first_responses_by_cycle() -> None:
    """Each person once, in the cycle of the first count that fell by half; week 3 is no such count."""
    one = arms(people({8: 10, 16: 5}, {16: 9, 28: 9}, {24: 11, 36: 10}, {3: 0}), people({}))
    assert [t.first_response(cycle)(one)[0] for cycle in (1, 2, 3)] == [25, 25, 25]


def test_severity_is_of_headache_days() -> None:
    """Severe days in percent of headache days, of people who have any."""
    first = people({24: 10}, {24: 0}, {24: 20})
    first[:, 1 + t.VISITS.index(24), 3] = (5, 0, 5)
    one = arms(first, people({24: 8}))
    assert t.severe_share(0, 24)(one)[0] == pytest.approx(37.5)
    assert t.baseline(0)(one)[0] == 20
    assert t.severe_share(None, 0)(one)[0] == 100


def test_figures_of_targets() -> None:
    """Published ones with their signs; one that was held out is refused."""
    by_id = {one.id: one for one in (*t.RESPONSE, *t.SEVERITY)}
    assert figure_of(by_id["difference-3"]) == pytest.approx(-0.5)
    assert figure_of(by_id["moderate-severe-baseline"]) == pytest.approx(-1.8)
    assert figure_of(by_id["severe-24-placebo"]) == 26.3
    with pytest.raises(ValueError, match="held out"):
        figure("compel.onabotulinumtoxina.headache_days_28.108.change_mean")
