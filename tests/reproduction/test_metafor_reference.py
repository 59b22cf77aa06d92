"""metafor 3.8 on data sets published with it: bcg (Colditz 1994, log risk ratios) and normand_smd (Normand 1999).

Tolerances: 1e-6 relative on estimates and standard errors, 1e-4 on tau2 by iteration, which metafor ends as soon as a
step is below 1e-5; what follows from that tau2 gets the same. The results are read from INTERICTAL_REFERENCE.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interictal.evidence.synthesis.analysis import pool_table
from interictal.evidence.synthesis.counts import pool_counts
from interictal.evidence.synthesis.effects import Events, Means, two_arm
from interictal.evidence.synthesis.pooling import Pooled, pool
from interictal.evidence.synthesis.regression import egger, regress
from interictal.evidence.synthesis.weighting import LineModel, MeanModel
from interictal.evidence.tables import Contrast, Kind, StudyTable

DIRECT = ("FE", "DL", "SJ", "HE")
ITERATED = ("REML", "PM", "ML", "EB")
EARLY = ("PM", "EB")
"""Both solve the same equation. metafor's two answers differ from each other by 8e-5 of tau2, and so its standard
errors by 3e-5: that is where its iterations end. Ours is the solution; at metafor's tau2 everything agrees to 1e-9."""


@pytest.fixture(scope="module")
def results(reference: Path) -> dict[str, Any]:
    """Inputs and results of the reference program."""
    return json.loads((reference / "synthesis.json").read_text(encoding="utf-8"))


def _column(rows: list[dict[str, float]], name: str) -> np.ndarray:
    return np.array([row[name] for row in rows], dtype=float)


def _bcg_arms(rows: list[dict[str, float]]) -> tuple[Events, Events]:
    treated, control = (
        Events(_column(rows, f"{arm}pos"), _column(rows, f"{arm}pos") + _column(rows, f"{arm}neg")) for arm in "tc"
    )
    return treated, control


def _model(rows: list[dict[str, float]]) -> MeanModel:
    y, v = _column(rows, "yi")[None], _column(rows, "vi")[None]
    return MeanModel.of(y, v, np.ones_like(y, dtype=bool))


def _both(rows: list[dict[str, float]], method: str) -> tuple[Pooled, Pooled]:
    y, v = _column(rows, "yi"), _column(rows, "vi")
    return pool(y, v, method=method), pool(y, v, method=method, hartung_knapp=True)


def test_effect_sizes(results: dict[str, Any]) -> None:
    """Log risk ratios from the counts, SMD from the means."""
    rows = results["bcg"]["input"]
    yi, vi = two_arm("RR", *_bcg_arms(rows))
    assert yi == pytest.approx(_column(rows, "yi"), rel=1e-9)
    assert vi == pytest.approx(_column(rows, "vi"), rel=1e-9)
    rows = results["normand_smd"]["input"]
    arms = (Means(*(_column(rows, f"{name}{arm}i") for name in ("n", "m", "sd"))) for arm in (1, 2))
    yi, vi = two_arm("SMD", *arms)
    assert yi == pytest.approx(_column(rows, "yi"), rel=1e-9)
    assert vi == pytest.approx(_column(rows, "vi"), rel=1e-9)


@pytest.mark.parametrize("method", [*DIRECT, *ITERATED])
def test_bcg(results: dict[str, Any], method: str) -> None:
    """Eight estimators of tau2, each with the usual interval and with Hartung-Knapp."""
    expected = results["bcg"][method]
    found, knha = _both(results["bcg"]["input"], method)
    of_tau2 = 1e-6 if method in DIRECT else 1e-4
    assert found.tau2 == pytest.approx(expected["tau2"], rel=of_tau2)
    assert found.q == pytest.approx(expected["QE"], rel=1e-9)
    assert found.i2 == pytest.approx(expected["I2"], rel=of_tau2)
    assert found.h2 == pytest.approx(expected["H2"], rel=of_tau2)
    at_theirs = _model(results["bcg"]["input"]).mean(np.array([expected["tau2"]]))
    assert float(at_theirs[0][0]) == pytest.approx(expected["b"], rel=1e-9)
    assert float(at_theirs[1][0]) == pytest.approx(expected["se"] ** 2, rel=1e-9)
    of_estimate = 5e-5 if method in EARLY else 1e-6
    assert found.estimate == pytest.approx(expected["b"], rel=of_estimate)
    assert found.se == pytest.approx(expected["se"], rel=of_estimate)
    assert (found.ci_low, found.ci_high) == pytest.approx(tuple(expected["ci"]), rel=of_estimate)
    assert knha.se == pytest.approx(expected["knha_se"], rel=of_estimate)
    assert (knha.ci_low, knha.ci_high) == pytest.approx(tuple(expected["knha_ci"]), rel=of_estimate)
    assert knha.statistic_df == 12
    if method == "FE":
        assert (found.tau2_se, found.prediction_low) == (None, None)
    else:
        assert found.tau2_se == pytest.approx(expected["se_tau2"], rel=of_tau2)
        assert (found.prediction_low, found.prediction_high) == pytest.approx(tuple(expected["pi"]), rel=of_tau2)


def test_normand(results: dict[str, Any]) -> None:
    """REML of standardised mean differences."""
    expected = results["normand_smd"]["REML"]
    found, _ = _both(results["normand_smd"]["input"], "REML")
    assert found.estimate == pytest.approx(expected["b"], rel=1e-6)
    assert found.se == pytest.approx(expected["se"], rel=1e-6)
    assert found.tau2 == pytest.approx(expected["tau2"], rel=1e-4)
    assert found.i2 == pytest.approx(expected["I2"], rel=1e-4)


def test_mantel_haenszel_and_peto(results: dict[str, Any]) -> None:
    """From the counts."""
    arms = _bcg_arms(results["bcg"]["input"])
    for measure, method, key in (("RR", "MH", "MH_RR"), ("OR", "PETO", "PETO")):
        found = pool_counts(measure, *arms, method=method)
        assert found.estimate == pytest.approx(results["bcg"][key]["b"], rel=1e-9)
        assert found.se == pytest.approx(results["bcg"][key]["se"], rel=1e-9)


def test_meta_regression_on_latitude(results: dict[str, Any]) -> None:
    """The vaccine works better far from the equator."""
    rows, expected = results["bcg"]["input"], results["bcg"]["metareg_ablat"]
    y, v, x = (_column(rows, name) for name in ("yi", "vi", "ablat"))
    found = regress(y, v, x)
    assert found.tau2 == pytest.approx(expected["tau2"], rel=1e-4)
    assert (found.intercept.estimate, found.slope.estimate) == pytest.approx(tuple(expected["b"]), rel=2e-5)
    assert (found.intercept.se, found.slope.se) == pytest.approx(tuple(expected["se"]), rel=5e-5)
    b, variance = LineModel(y, v, np.column_stack([np.ones_like(x), x])).coefficients(expected["tau2"])
    assert b == pytest.approx(expected["b"], rel=1e-9)
    assert np.sqrt(np.diag(variance)) == pytest.approx(expected["se"], rel=1e-9)
    assert found.r2 == pytest.approx(expected["R2"], rel=1e-4)


def test_egger(results: dict[str, Any]) -> None:
    """Mixed-effects regression on the standard error."""
    rows, expected = results["bcg"]["input"], results["bcg"]["egger"]
    contrasts = tuple(
        Contrast(str(row["trial"]), "BCG", "control", row["yi"], float(np.sqrt(row["vi"]))) for row in rows
    )
    found = egger(pool_table(StudyTable(Kind.CONTRASTS, contrasts, {}), measure="RR"))
    assert found.bias.statistic == pytest.approx(expected["z"], rel=1e-4)
    assert found.bias.p == pytest.approx(expected["p"], rel=1e-4)
