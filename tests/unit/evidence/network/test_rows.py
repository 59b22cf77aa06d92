"""Trials of several arms as independent rows."""

import numpy as np
import pytest

from interictal.errors import InvalidInput
from interictal.evidence.network import network
from interictal.evidence.network.rows import rows_of
from interictal.evidence.network.studies import studies_of
from interictal.evidence.tables import Contrast, Kind, StudyTable
from support.networks import contrasts, means, trial


def four_arms(**changed: float) -> StudyTable:
    """A trial of four arms, some of whose standard errors are given."""
    rows = [
        Contrast(row.study, row.treat1, row.treat2, row.te, changed.get(row.treat1 + row.treat2, row.se))
        for row in trial("four", ["a", "b", "c", "d"], [1.0, 2.0, 4.0, 8.0], [0.1, 0.2, 0.3, 0.4])
    ]
    return StudyTable(Kind.CONTRASTS, tuple(rows), {})


def test_rows_are_independent_and_complete() -> None:
    """Covariances of all differences come back from the rows, with any variance between studies."""
    studies = studies_of(four_arms(), "")
    rows = rows_of(studies, from_arms=False)
    assert rows.design.shape == (3, 4)
    np.testing.assert_allclose(rows.design.sum(axis=1), 0, atol=1e-12)
    for tau2 in (0.0, 0.7):
        laplacian = rows.design.T / (rows.variance + tau2) @ rows.design
        arm = np.diag([0.1, 0.2, 0.3, 0.4]) + np.eye(4) * tau2 / 2
        inverse = np.linalg.inv(arm)
        known = inverse - inverse.sum(axis=1)[:, None] * inverse.sum(axis=0) / inverse.sum()
        np.testing.assert_allclose(laplacian, known, atol=1e-10)
    level = np.array([1.0, 2.0, 4.0, 8.0])
    np.testing.assert_allclose(rows.observed(0.7), rows.design @ level, atol=1e-12)


def test_differences_that_do_not_add_up() -> None:
    """They are refused with how far they are off; rounding of a hundredth of a standard error is not."""
    with pytest.raises(
        InvalidInput, match=r"te: 'off by 0\.1 in study s' is not allowed; allowed: differences that add"
    ):
        network(contrasts(("s", "a", "b", 1.0, 0.5), ("s", "a", "c", 3.3, 0.5), ("s", "b", "c", 2.0, 0.5)))
    wide = contrasts(("s", "a", "b", 100.0, 50.0), ("s", "a", "c", 301.0, 50.0), ("s", "b", "c", 200.0, 50.0))
    assert network(wide).common.estimate[0, 2] == pytest.approx(300.667, abs=0.001)


def test_standard_errors_that_no_trial_has() -> None:
    """Directions without a variance, and arms with one below 0, are refused with the study."""
    with pytest.raises(InvalidInput, match="se: 'those of study s' is not allowed.* give more digits"):
        network(contrasts(("s", "a", "b", 0.0, 1.0), ("s", "a", "c", 0.0, 1.0), ("s", "b", "c", 0.0, 2.0)))
    with pytest.raises(InvalidInput, match="An arm would need a variance of 0 or below"):
        network(contrasts(("s", "a", "b", 0.0, 1.0), ("s", "a", "c", 0.0, 1.0), ("s", "b", "c", 0.0, 1.5)))


def test_an_arm_without_variance() -> None:
    """One arm may be known exactly: the others carry the variance."""
    exact = contrasts(("s", "a", "b", 1.0, 1.0), ("s", "a", "c", 2.0, 2.0), ("s", "b", "c", 1.0, 5**0.5))
    assert network(exact).common.se[0, 1] == pytest.approx(1.0)


def test_standard_errors_not_of_arms() -> None:
    """In a trial of four arms variances can be such that no variances of arms add up to them: used, with a note."""
    assert network(four_arms()).notes == (
        "There are no more studies than are needed: the variance between studies cannot be estimated. "
        "The random-effects results are those of the common effect.",
    )
    odd = network(four_arms(ab=0.45))
    assert odd.notes[0] == "The standard errors of study 'four' are not those of independent arms."
    assert odd.common.se[0, 1] == pytest.approx(0.45)


def test_far_standardised_arms() -> None:
    """Arms far apart have negative covariances, which differences calculated from arms may have."""
    result = network(
        means(("s", "a", 10, -3.0, 1.0), ("s", "b", 10, 0.0, 1.0), ("s", "c", 10, 3.0, 1.0)), measure="SMD"
    )
    assert result.common.se[0, 2] ** 2 == pytest.approx(0.2 + result.common.estimate[0, 2] ** 2 / 60)
