"""netmeta 3.2-0 on two data sets published with it: Senn2013 (differences, a trial of three arms), Woods2010 (arms).

The results stand in synthesis.json with 13 digits; each is met to 1e-9, where 1e-6 is asked for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interictal.evidence.network import Network, inconsistency, network, network_document
from interictal.evidence.tables import StudyTable
from support.networks import contrasts, events

REL = 1e-9


def held(reference: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((reference / "synthesis.json").read_text(encoding="utf-8"))[name]
    return found


def differences(known: dict[str, Any]) -> StudyTable:
    return contrasts(*((r["study"], r["treat1"], r["treat2"], r["TE"], r["seTE"]) for r in known["input"]))


def agrees(result: Network, known: dict[str, Any]) -> None:
    """Everything that the reference holds."""
    assert list(result.treatments) == known["treatments"]
    assert (result.k, result.m, result.n, result.q_df) == tuple(known[name] for name in ("k", "m", "n", "df_Q"))
    for kind, model in (("common", result.common), ("random", result.random)):
        np.testing.assert_allclose(model.estimate, known[f"TE_{kind}"], rtol=REL, atol=1e-12)
        np.testing.assert_allclose(model.se, known[f"seTE_{kind}"], rtol=REL, atol=1e-12)
        np.testing.assert_allclose(model.p_scores, known[f"Pscore_{kind}"], rtol=REL)
    assert result.tau2 == pytest.approx(known["tau2"], rel=REL)
    assert result.i2_percent == pytest.approx(100 * known["I2"], rel=REL)
    assert result.q == pytest.approx(known["Q"], rel=REL)
    parts = inconsistency(result)
    assert parts.within.q == pytest.approx(known["Q_het"], rel=REL)
    assert parts.between.q == pytest.approx(known["Q_inc"], rel=REL)
    document = network_document(result)
    assert document["i2"] == pytest.approx(100 * known["I2"], rel=REL)
    assert document["tau"] == pytest.approx(known["tau"], rel=REL)
    assert list(document["p_scores"]) == known["treatments"]


def test_senn2013(reference: Path) -> None:
    """Ten treatments, 26 studies, one of three arms."""
    known = held(reference, "senn2013")
    agrees(network(differences(known), measure="MD"), known)


def test_woods2010_from_arms(reference: Path) -> None:
    """Odds ratios from arms with empty cells, one trial of four arms."""
    known = held(reference, "woods2010")
    agrees(network(events(*((r["author"], r["treatment"], r["N"], r["r"]) for r in known["arms"]))), known)


def test_woods2010_from_differences(reference: Path) -> None:
    """The same from the program's own differences."""
    known = held(reference, "woods2010")
    agrees(network(differences(known), measure="OR"), known)
