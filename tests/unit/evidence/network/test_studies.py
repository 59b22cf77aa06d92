"""What a table of studies becomes, and what is refused."""

import numpy as np
import pytest

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.network import network
from interictal.evidence.network.studies import studies_of
from support.networks import contrasts, events, means


def test_treatments_are_in_alphabetical_order() -> None:
    """Capital letters do not come first; a difference turned round changes its sign."""
    found = studies_of(contrasts(("s", "SFC", "salmeterol", 1.0, 0.5), ("t", "salmeterol", "Acarbose", 2.0, 0.5)), "")
    assert found.treatments == ("Acarbose", "salmeterol", "SFC")
    assert found.designs == ((1, 2), (0, 1))
    assert found.effect.tolist() == [-1.0, -2.0]
    assert found.people is None


def test_many_missing_differences_are_counted() -> None:
    """Three are named, the others counted; one name for two trials is found the same way."""
    with pytest.raises(InvalidInput, match="all 6 differences of its 4 treatments; missing: 'a' against 'c', .* and 1"):
        studies_of(contrasts(("s", "a", "b", 1.0, 0.5), ("s", "c", "d", 1.0, 0.5)), "")


def test_numbers_that_cannot_be_squared() -> None:
    """They are refused with their study."""
    for te, se in ((1e120, 1.0), (1.0, 1e120), (1.0, 1e-120)):
        with pytest.raises(InvalidInput, match="study: 'far' is not allowed"):
            studies_of(contrasts(("near", "a", "b", 1.0, 0.5), ("far", "a", "b", te, se)), "")


def test_effects_whose_digits_do_not_reach_their_error() -> None:
    """Rounding would decide; from differences and from arms."""
    with pytest.raises(InvalidInput, match="'far' is not allowed; allowed: effects of at most 1e.10 of their standard"):
        studies_of(contrasts(("near", "a", "b", 1.0, 0.5), ("far", "a", "b", 1e9, 1e-3)), "")
    with pytest.raises(InvalidInput, match="'far' is not allowed; allowed: effects of at most"):
        studies_of(means(("far", "a", 10, 1e9, 1e-6), ("far", "b", 10, 1e9 + 1, 1e-6)), "MD")


def test_no_spread_at_all() -> None:
    """A difference without a variance would outweigh everything."""
    with pytest.raises(InvalidInput, match="'still' is not allowed; allowed: a spread in one of every two arms"):
        studies_of(means(("still", "a", 10, 1.0, 0.0), ("still", "b", 10, 2.0, 0.0)), "MD")


def test_arms_become_differences() -> None:
    """A trial of three arms has three differences, and its arms are people of their treatments."""
    found = studies_of(
        means(("s", "c", 10, 1.0, 2.0), ("s", "a", 20, 4.0, 2.0), ("s", "b", 40, 2.0, 2.0), ("t", "a", 5, 0.0, 1.0),
              ("t", "c", 5, 1.0, 1.0)),
        "MD",
    )  # fmt: skip
    assert found.treatments == ("a", "b", "c")
    assert found.people == (25, 40, 15)
    assert list(zip(found.study, found.first, found.second, strict=True)) == [
        (0, 0, 1), (0, 0, 2), (0, 1, 2), (1, 0, 2),
    ]  # fmt: skip
    np.testing.assert_allclose(found.effect, [2, 3, 1, -1])
    np.testing.assert_allclose(found.variance, [0.3, 0.6, 0.5, 0.4])


def test_a_study_without_anybody_with_the_event_is_left_out() -> None:
    """It is named, and so is a treatment that is in no other study."""
    result = network(
        events(("one", "a", 50, 5), ("one", "b", 50, 9), ("none", "a", 30, 0), ("none", "zz", 30, 0)), measure="RR"
    )
    assert result.treatments == ("a", "b")
    assert result.studies.people == (50, 50)
    assert result.notes[:2] == (
        "Left out, because nobody or everybody had the event in every arm: 'none'.",
        "Treatments that are in no other study, and so in no comparison: 'zz'.",
    )


def test_two_arms_with_everybody_in_a_trial_of_three() -> None:
    """Their risk ratio is 1, with a variance above 0."""
    found = studies_of(events(("s", "a", 10, 10), ("s", "b", 20, 20), ("s", "c", 20, 10)), "RR")
    assert found.effect[0] == pytest.approx(0.0)
    assert found.variance[0] == pytest.approx(0.5 / (10 * 10.5) + 0.5 / (20 * 20.5))


def test_two_arms_without_the_event_in_a_trial_of_three() -> None:
    """They stay: with a half added to every cell of the trial its differences add up."""
    found = studies_of(events(("s", "a", 10, 0), ("s", "b", 20, 0), ("s", "c", 20, 10)), "OR")
    assert found.effect[0] + found.effect[2] == pytest.approx(found.effect[1])
    assert found.effect[0] == pytest.approx(np.log((0.5 / 10.5) / (0.5 / 20.5)))


def test_standardised_differences_need_people_and_spread() -> None:
    """Both are asked for with the study's name."""
    with pytest.raises(InvalidInput, match="'3 in all arms of study few' is not allowed"):
        studies_of(means(("few", "a", 1, 1.0, 0.0), ("few", "b", 2, 1.0, 1.0)), "SMD")
    with pytest.raises(InvalidInput, match="sd: '0 in study still' is not allowed"):
        studies_of(means(("still", "a", 5, 1.0, 0.0), ("still", "b", 5, 2.0, 0.0)), "SMD")


def test_standardised_differences_far_from_zero() -> None:
    """Large means lose nothing to rounding: only their differences count."""
    near = studies_of(means(("s", "a", 5, 1.0, 1.5), ("s", "b", 5, 2.0, 1.0)), "SMD")
    far = studies_of(means(("s", "a", 5, 1e8 + 1.0, 1.5), ("s", "b", 5, 1e8 + 2.0, 1.0)), "SMD")
    assert far.effect[0] == pytest.approx(near.effect[0], rel=1e-7)
    assert far.variance[0] == pytest.approx(near.variance[0], rel=1e-7)


def test_no_study_left() -> None:
    """What to use instead is said."""
    with pytest.raises(DataUnavailable, match="says nothing of a ratio. Use RD"):
        network(events(("none", "a", 30, 0), ("none", "b", 30, 0)))


def test_risk_differences_need_no_event() -> None:
    """A study without anybody with the event says that risks are equal; the half is in its variance alone."""
    found = studies_of(events(("s", "a", 10, 0), ("s", "b", 20, 0)), "RD")
    assert found.effect.tolist() == [0.0]
    assert found.variance[0] == pytest.approx(0.5 * 10.5 / 11**3 + 0.5 * 20.5 / 21**3)


def test_the_added_half_is_said() -> None:
    """In how many studies, to what, and which treatments have nothing else in a ratio."""
    rows = (("one", "a", 50, 5), ("one", "b", 50, 0), ("two", "a", 40, 40), ("two", "c", 40, 40), ("two", "b", 40, 0),
            ("three", "a", 30, 3), ("three", "c", 30, 30))  # fmt: skip
    assert network(events(*rows), measure="OR").notes == (
        "3 studies with an empty cell: 1/2 was added in each arm, to people with and to people without the event.",
        "Nobody had the event in any arm of 'b': ratios to it rest on the added 1/2 alone.",
        "Everybody had the event in every arm of 'c': ratios to it rest on the added 1/2 alone.",
    )
    assert network(events(*rows), measure="RR").notes[1:] == (
        "Nobody had the event in any arm of 'b': ratios to it rest on the added 1/2 alone.",
    )
    assert network(events(*rows[:2]), measure="RD").notes[0] == (
        "1 study with an empty cell: 1/2 was added in each arm, for the variance alone, to people with and to "
        "people without the event."
    )
    assert network(events(("one", "a", 50, 5), ("one", "b", 50, 6), ("two", "a", 9, 1), ("two", "b", 9, 2))).notes == ()


def test_the_correction_for_small_samples_is_said() -> None:
    """By how much effects would be larger without it: of 18 degrees of freedom 4.4 %, of 38 2 %."""
    one = (("one", "a", 10, 1.0, 2.0), ("one", "b", 10, 2.0, 2.0))
    (note,) = network(means(*one, ("two", "a", 10, 1.0, 2.0), ("two", "b", 10, 2.0, 2.0)), measure="SMD").notes
    assert note == "Effects are corrected for small samples (Hedges' g): Cohen's d would be larger by 4.4 %."
    (note,) = network(means(*one, ("two", "a", 20, 1.0, 2.0), ("two", "b", 20, 2.0, 2.0)), measure="SMD").notes
    assert note.endswith("larger by 2 to 4.4 %.")
