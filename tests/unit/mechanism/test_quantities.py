"""What published figures are compared with."""

import pytest

from interictal.mechanism.parameters import values
from interictal.mechanism.quantities import QUANTITIES, Predictions, _crossing, predicted, share_worn_off
from interictal.mechanism.targets import targets


def test_each_target_has_its_quantity() -> None:
    """And no quantity is without a target."""
    assert list(targets()) == list(QUANTITIES)
    assert predicted(values()).keys() == QUANTITIES.keys()


def test_relief_of_the_primary_end_point_is_one() -> None:
    """The course of five cycles is on the scale that net days in week 24 assume."""
    five = Predictions(values()).five()
    assert sum(five[140:168]) / 28 == pytest.approx(1)


def test_share_worn_off_counts_patients() -> None:
    """The share of quantiles of patients whose own effect halves before day 84."""
    from scipy.special import ndtri

    from interictal.mechanism.headache import fall
    from interictal.mechanism.reading import falls_to

    quantiles = [float(ndtri((each + 0.5) / 200)) for each in range(200)]
    lost = [falls_to(fall([(0, 165)], 336, values(), z), 0.5) for z in quantiles]
    share = sum(each is not None and each < 84 for each in lost) / 200
    assert share_worn_off(165, 84, values()) == pytest.approx(share, abs=0.006)


@pytest.mark.parametrize(("days", "limit"), [(14, 0.001), (300, 0.999)])
def test_share_worn_off_at_its_ends(days: int, limit: float) -> None:
    """Nobody has lost it within two weeks, everybody within most of a year."""
    share = share_worn_off(165, days, values())
    assert share < limit if days < 84 else share > limit


def test_everybody_alike_recovers_on_one_day() -> None:
    """Without a spread the share is none or all."""
    alike = {**values(), "recovery_spread": 0.0}
    assert share_worn_off(165, 60, alike) < 0.001
    assert share_worn_off(165, 120, alike) > 0.999


def test_crossing_of_a_step_is_the_step() -> None:
    """A function that jumps over 0 has its jump found; one that does not reach 0 gives the nearer end."""
    assert _crossing(lambda x: -1.0 if x < 0.3 else 2.0, -4, 4) == pytest.approx(0.3, abs=1e-8)
    assert _crossing(lambda x: x - 0.25, -4, 4) == pytest.approx(0.25)
    assert (_crossing(lambda x: x + 9, -4, 4), _crossing(lambda x: x - 9, -4, 4)) == (-4, 4)


def test_durations_end_where_two_years_do() -> None:
    """An effect that is not lost in two years is given that length; so is weakness in its own time."""
    slow = {**values(), "sweat_half_life_days": 1000.0, "motor_half_life_days": 1000.0}
    assert Predictions(slow).half_lost("sweat", 4.0) == 730
    assert Predictions(slow).neck_lost() == 200
