"""Kleene's three-valued logic."""

import itertools

import pytest

from interictal.verdicts import Verdict, all_of, any_of, at_least, count_at_least, verdict

MET, NOT_MET, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.UNDETERMINED
POSSIBLE = {MET: (True,), NOT_MET: (False,), OPEN: (True, False)}


def judged(answers: set[bool]) -> Verdict:
    """The verdict when all ways of filling the unknowns in give these answers."""
    return OPEN if len(answers) == 2 else verdict(answers.pop())


@pytest.mark.parametrize("given", list(itertools.product(Verdict, repeat=3)))
def test_verdicts_equal_all_ways_of_filling_in_what_is_unknown(given: tuple[Verdict, ...]) -> None:
    """The definition of UNDETERMINED: some filling gives yes and some gives no."""
    fillings = list(itertools.product(*(POSSIBLE[one] for one in given)))
    assert all_of(given) is judged({all(one) for one in fillings})
    assert any_of(given) is judged({any(one) for one in fillings})
    for needed in range(5):
        assert at_least(needed, given) is judged({sum(one) >= needed for one in fillings})
    assert given[0] & given[1] is all_of(given[:2])
    assert given[0] | given[1] is any_of(given[:2])


def test_of_nothing() -> None:
    """All of nothing is met; any of nothing is not."""
    assert all_of(()) is MET
    assert any_of(()) is NOT_MET


def test_opposites() -> None:
    """Not unknown is unknown."""
    assert (~MET, ~NOT_MET, ~OPEN) == (NOT_MET, MET, OPEN)


def test_a_verdict_has_no_truth() -> None:
    """`if verdict:` would lose the third value."""
    with pytest.raises(TypeError, match="three values"):
        bool(MET)


def test_from_an_answer() -> None:
    """True, False, None."""
    assert (verdict(True), verdict(False), verdict(None)) == (MET, NOT_MET, OPEN)


@pytest.mark.parametrize(
    ("met", "unknown", "expected"), [(15, 0, MET), (14, 0, NOT_MET), (14, 1, OPEN), (10, 4, NOT_MET), (15, 9, MET)]
)
def test_counts(met: int, unknown: int, expected: Verdict) -> None:
    """Fifteen days, of which some may be unknown."""
    assert count_at_least(15, met, unknown) is expected
