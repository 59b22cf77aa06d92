"""From a file to JSON, the commands give the numbers of the field's own programs (metafor, netmeta)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from support.command import clean
from support.inside import inside

CLOSE = {"rel": 1e-6, "abs": 1e-9}
ITERATED = {"rel": 1e-4}
"""Of tau2 by iteration, which metafor ends as soon as a step is small; and of what follows from such a tau2."""


@pytest.fixture(scope="module")
def results(reference: Path) -> dict:
    """Inputs and results of the reference programs."""
    return json.loads((reference / "synthesis.json").read_text(encoding="utf-8"))


def written(path: Path, header: str, rows: Iterable[Iterable[object]]) -> Path:
    """A CSV file, with all digits of its numbers."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path


def document(command: str, *arguments: object) -> dict:
    done = inside("evidence", command, *arguments, "--json")
    clean(done, 0)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def bcg(results: dict, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vaccine trials as metafor's wide table, with their latitude."""
    rows = [
        (f"trial {each['trial']}", each["tpos"], each["tneg"], each["cpos"], each["cneg"], each["ablat"])
        for each in results["bcg"]["input"]
    ]
    return written(tmp_path_factory.mktemp("bcg") / "bcg.csv", "study,ai,bi,ci,di,ablat", rows)


@pytest.mark.parametrize("method", ["REML", "DL", "PM", "ML", "EB", "SJ", "HE", "FE"])
def test_pooled_risk_ratios(results: dict, bcg: Path, method: str) -> None:
    """Estimate, standard error and interval of eight estimators; tau2 of those that iterate less closely."""
    found, known = document("pool", "--data", bcg, "--measure", "RR", "--method", method), results["bcg"][method]
    assert found["scale"] == "log"
    close = ITERATED if method in ("PM", "EB") else CLOSE
    assert found["estimate"] == pytest.approx(known["b"], **close)
    assert found["se"] == pytest.approx(known["se"], **close)
    assert [found["ci_low"], found["ci_high"]] == pytest.approx(known["ci"], **close)
    assert found["tau2"] == pytest.approx(known["tau2"], **ITERATED)


@pytest.mark.parametrize(("method", "measure", "key"), [("MH", "RR", "MH_RR"), ("PETO", "OR", "PETO")])
def test_rare_events(results: dict, bcg: Path, method: str, measure: str, key: str) -> None:
    """Mantel-Haenszel and Peto."""
    found, known = document("pool", "--data", bcg, "--measure", measure, "--method", method), results["bcg"][key]
    assert (found["estimate"], found["se"]) == pytest.approx((known["b"], known["se"]), **CLOSE)


def test_meta_regression_and_egger(results: dict, bcg: Path) -> None:
    """On the latitude of the further column, and on the standard error."""
    found = document("pool", "--data", bcg, "--measure", "RR", "--regress", "ablat", "--egger")
    known = results["bcg"]["metareg_ablat"]
    line = found["regression"]
    assert [line["intercept"]["estimate"], line["slope"]["estimate"]] == pytest.approx(known["b"], **ITERATED)
    assert [line["intercept"]["se"], line["slope"]["se"]] == pytest.approx(known["se"], **ITERATED)
    assert line["r2"] == pytest.approx(known["R2"], **ITERATED)
    assert found["egger"]["bias"]["p"] == pytest.approx(results["bcg"]["egger"]["p"], rel=1e-5)


def test_standardised_mean_differences(results: dict, tmp_path: Path) -> None:
    """Of length of stay, from a wide table of means."""
    names = ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
    rows = [(each["study"], *(each[name] for name in names)) for each in results["normand_smd"]["input"]]
    path = written(tmp_path / "normand.csv", f"study,{','.join(names)}", rows)
    found, known = document("pool", "--data", path, "--measure", "SMD"), results["normand_smd"]["REML"]
    assert (found["estimate"], found["se"]) == pytest.approx((known["b"], known["se"]), **CLOSE)
    assert (found["tau2"], found["i2"]) == pytest.approx((known["tau2"], known["I2"]), **ITERATED)


def compared(found: dict, known: dict) -> None:
    """Both models' matrices, heterogeneity and P-scores."""
    assert found["treatments"] == known["treatments"]
    assert (found["k"], found["m"], found["n"]) == (known["k"], known["m"], known["n"])
    for model in ("common", "random"):
        for name, key in (("estimate", "TE"), ("se", "seTE")):
            for row, expected in zip(found[model][name], known[f"{key}_{model}"], strict=True):
                assert row == pytest.approx(expected, **CLOSE)
    assert found["tau2"] == pytest.approx(known["tau2"], rel=1e-4, abs=1e-9)
    assert (found["q"], found["q_df"]) == pytest.approx((known["Q"], known["df_Q"]), **CLOSE)
    for scores, key in (("p_scores", "Pscore_random"), ("p_scores_common", "Pscore_common")):
        assert [found[scores][name] for name in known["treatments"]] == pytest.approx(known[key], **CLOSE)
    parts = (found["inconsistency"]["q_within"], found["inconsistency"]["q_between"])
    assert parts == pytest.approx((known["Q_het"], known["Q_inc"]), **CLOSE)


def test_a_network_of_contrasts(results: dict, tmp_path: Path) -> None:
    """Glucose-lowering drugs, with one trial of three arms; columns as netmeta writes them."""
    rows = [
        tuple(each[name] for name in ("study", "treat1", "treat2", "TE", "seTE"))
        for each in results["senn2013"]["input"]
    ]
    path = written(tmp_path / "senn.csv", "studlab,treat1,treat2,TE,seTE", rows)
    compared(document("network", "--data", path, "--measure", "MD"), results["senn2013"])


def test_a_network_of_arms(results: dict, tmp_path: Path) -> None:
    """Mortality with inhaled drugs, with empty cells and trials of three arms."""
    rows = [(each["author"], each["treatment"], each["N"], each["r"]) for each in results["woods2010"]["arms"]]
    path = written(tmp_path / "woods.csv", "study,treatment,n,events", rows)
    compared(document("network", "--data", path, "--measure", "OR"), results["woods2010"])
