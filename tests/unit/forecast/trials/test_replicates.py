"""Few virtual trials give no 95 % range, and that is said."""

from interictal.forecast.trials.replicates import ENOUGH, too_few


def test_from_forty_on_nothing_is_said() -> None:
    """Of 40, one is 2.5 %."""
    assert 1 / ENOUGH == 0.025
    assert too_few(ENOUGH) == ""
    assert too_few(ENOUGH - 1).startswith("39 virtual trials are too few for a 95 % range (40 are needed)")
    assert too_few(1).startswith("1 virtual trial is too few")
