"""When an effect comes, is best, and is lost."""

import pytest

from interictal.mechanism.reading import best, falls_to, mean, rises_to

HILL = [1 - ((day + 0.5 - 30.2) / 40) ** 2 for day in range(80)]


def test_best_is_the_top_of_the_parabola() -> None:
    """Between days too; at an end, that day."""
    assert best(HILL) == pytest.approx(30.2)
    assert best([3.0, 2.0, 1.0]) == 0.5
    assert best([1.0, 2.0, 3.0]) == 2.5
    assert best([1.0, 2.0, 2.0, 1.0]) == pytest.approx(2.0)
    assert best([2.0, 2.0, 2.0]) == 0.5


def test_half_is_crossed_between_days() -> None:
    """On a straight line from nothing, and on the way down."""
    rising = [0.1 * (day + 0.5) for day in range(10)]
    assert rises_to(rising, 0.5) == pytest.approx(0.95 * 10 * 0.5)
    assert falls_to([1.0, 0.8, 0.6, 0.4], 0.5) == pytest.approx(3.0)
    assert rises_to([1.0, 0.5], 0.5) == pytest.approx(0.25)
    assert rises_to([0.5, 1.0], 0.5) == pytest.approx(0.5)


def test_no_effect_and_no_loss() -> None:
    """Nothing to read is None."""
    for values in ([], [0.0, 0.0]):
        assert rises_to(values, 0.5) is None
        assert falls_to(values, 0.5) is None
    assert falls_to([0.2, 1.0, 0.9], 0.5) is None


def test_mean_of_days() -> None:
    """The stop is not counted."""
    assert mean([1.0, 2.0, 3.0, 9.0], 1, 3) == 2.5
