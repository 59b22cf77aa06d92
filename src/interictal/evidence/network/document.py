"""A network meta-analysis as the JSON document ``interictal.network/1`` (docs/schema/network.schema.json)."""

from __future__ import annotations

from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.errors import DataUnavailable
from interictal.evidence.network.analysis import Model, Network
from interictal.evidence.network.designs import Squares, inconsistency
from interictal.evidence.network.flows import Contributions, contributions
from interictal.evidence.network.splitting import APPROXIMATE, Estimate, Split, splits
from interictal.evidence.synthesis.document import SCALE_WORDS
from interictal.evidence.synthesis.selection import AS_GIVEN

SCHEMA = "interictal.network/1"

MOST_TREATMENTS = 40
"""Beyond, a table of contributions is longer than anybody reads: of 100 treatments it would have 250 MB."""


def network_document(result: Network) -> dict[str, Any]:
    """The result as plain JSON values.

    Matrices are row against column in the order of ``treatments``; ratios stand as logarithms. Unknown is null. Node
    splits and contributions are those of the random-effects model.

    Args:
        result: of ``network``.
    """
    notes = list(result.notes)
    shares: Contributions | None = None
    try:
        if result.n > MOST_TREATMENTS:
            raise DataUnavailable(f"Contributions are given for networks of up to {MOST_TREATMENTS} treatments.")
        shares = contributions(result)
    except DataUnavailable as unavailable:
        notes.append(str(unavailable))
    named, split = result.treatments, splits(result)
    if result.studies.several_arms and any(each.difference is not None for each in split):
        notes.append(APPROXIMATE)
    random = _model(result.random)
    low, high = result.random.prediction_low, result.random.prediction_high
    random["prediction_low"] = None if low is None else low.tolist()
    random["prediction_high"] = None if high is None else high.tolist()
    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "measure": None if result.measure == AS_GIVEN else result.measure,
        "scale": result.scale,
        "scale_words": SCALE_WORDS[result.measure],
        "method": result.method,
        "reference": result.reference,
        "small_values": "good" if result.small_values_good else "bad",
        "level_percent": 100 * result.level,
        "k": result.k,
        "m": result.m,
        "n": result.n,
        "n_designs": result.n_designs,
        "treatments": list(named),
        "people": None if result.studies.people is None else list(result.studies.people),
        "common": _model(result.common),
        "random": random,
        "tau2": result.tau2,
        "tau": None if result.tau2 is None else result.tau2**0.5,
        "i2": result.i2_percent,
        "q": result.q,
        "q_df": result.q_df,
        "q_p": result.q_p,
        "p_scores": dict(zip(named, result.random.p_scores.tolist(), strict=True)),
        "p_scores_common": dict(zip(named, result.common.p_scores.tolist(), strict=True)),
        "inconsistency": _inconsistency(result),
        "comparisons": [
            _comparison(each, None if shares is None else _shares(shares, row)) for row, each in enumerate(split)
        ],
        "notes": notes,
    }


def _model(model: Model) -> dict[str, Any]:
    return {
        "estimate": model.estimate.tolist(),
        "se": model.se.tolist(),
        "ci_low": model.ci_low.tolist(),
        "ci_high": model.ci_high.tolist(),
        "p": model.p.tolist(),
    }


def _inconsistency(result: Network) -> dict[str, Any]:
    found = inconsistency(result)
    return {
        **_named("within", found.within),
        **_named("between", found.between),
        "tau2_within": found.tau2_within,
        "between_random": None if found.between_random is None else _squares(found.between_random),
        "designs": [
            {
                "treatments": list(design.treatments),
                "studies": list(design.studies),
                "within": _squares(design.within),
                "between": design.between,
                "without": None if design.without is None else _squares(design.without),
            }
            for design in found.designs
        ],
    }


def _named(name: str, squares: Squares) -> dict[str, Any]:
    return {f"q_{name}": squares.q, f"df_{name}": squares.df, f"p_{name}": squares.p}


def _squares(squares: Squares) -> dict[str, Any]:
    return {"q": squares.q, "df": squares.df, "p": squares.p}


def _comparison(split: Split, shares: list[dict[str, Any]] | None) -> dict[str, Any]:
    gap = split.difference
    return {
        "treat1": split.treat1,
        "treat2": split.treat2,
        "k": split.k,
        "studies": list(split.studies),
        "direct": _estimate(split.direct),
        "indirect": _estimate(split.indirect),
        "network": _estimate(split.network),
        "proportion": split.proportion,
        "difference": None if gap is None else {"estimate": gap.estimate, "se": gap.se, "z": gap.z},
        "p": None if gap is None else gap.p,
        "contributions": shares,
    }


def _estimate(one: Estimate | None) -> dict[str, float] | None:
    return None if one is None else {"estimate": one.estimate, "se": one.se, "ci_low": one.low, "ci_high": one.high}


def _shares(shares: Contributions, row: int) -> list[dict[str, Any]]:
    """The comparisons that contribute, with their shares."""
    return [
        {"treat1": one, "treat2": other, "share": share}
        for (one, other), share in zip(shares.edges, shares.share[row].tolist(), strict=True)
        if share > 0
    ]
