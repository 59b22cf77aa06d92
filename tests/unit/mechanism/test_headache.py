"""Relief: scale, order, what is refused."""

import pytest

from interictal.errors import InvalidInput
from interictal.mechanism import relief
from interictal.mechanism.headache import NODES, SCALED_BY, SCALED_DAYS, mean_fall, scale
from interictal.mechanism.parameters import values


def test_nodes_are_those_of_a_standard_normal() -> None:
    """Moments up to the eighth: 1, 0, 1, 0, 3, 0, 15, 0, 105."""
    found = [sum(weight * z**power for z, weight in NODES) for power in range(9)]
    assert found == pytest.approx([1, 0, 1, 0, 3, 0, 15, 0, 105], abs=1e-9)


def test_scale_is_the_mean_of_the_primary_end_point() -> None:
    """Of any parameters, not of the shipped ones alone."""
    other = {**values(), "central_share": 0.2, "sensory_half_life_days": 12.0}
    for used in (values(), other):
        found = relief(SCALED_BY, SCALED_DAYS, parameters=used)
        assert sum(found) / len(found) == pytest.approx(1)
    assert scale(other) != pytest.approx(scale(values()), rel=0.05)


def test_days_and_sessions_come_in_any_order() -> None:
    """Each day gets its own value, a day asked for twice too."""
    sessions = [(84, 155.0), (0, 165.0)]
    inorder = relief(sorted(sessions), range(-3, 120))
    days = [100, -3, 50, 100]
    assert relief(sessions, days) == [inorder[day + 3] for day in days]


def test_first_session_need_not_be_on_day_0() -> None:
    """The same course, later or earlier."""
    assert relief([(40, 165)], range(40, 140)) == pytest.approx(relief([(0, 165)], range(100)))
    assert relief([(-40, 165)], range(60)) == pytest.approx(relief([(0, 165)], range(40, 100)))


def test_what_comes_later_changes_nothing_before() -> None:
    """A session after the last day asked for is as good as none."""
    assert relief([(0, 165), (84, 165)], range(84)) == relief([(0, 165)], range(84))


def test_no_days_and_no_sessions() -> None:
    """An empty answer, and zeros."""
    assert relief([(0, 165)], []) == []
    assert relief([], range(3)) == [0.0, 0.0, 0.0]
    assert relief([(0, 0.0), (5, 0.0)], [4]) == [0.0]


@pytest.mark.parametrize("units", [-1, float("nan"), float("inf")])
def test_impossible_units(units: float) -> None:
    """Negative, not a number, infinite."""
    with pytest.raises(InvalidInput, match="units"):
        relief([(0, units)], [1])


def test_mean_of_patients_is_between_them() -> None:
    """No day of the mean is outside what slow and fast patients have."""
    from interictal.mechanism.headache import fall

    each = [fall(SCALED_BY, 100, values(), z) for z, _ in NODES]
    for found, *of_patients in zip(mean_fall(SCALED_BY, 100, values()), *each, strict=True):
        assert min(of_patients) <= found <= max(of_patients)
