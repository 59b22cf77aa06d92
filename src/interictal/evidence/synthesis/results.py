"""What pooling returns: one result, or the results of many analyses side by side."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from interictal.evidence.synthesis.distributions import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """One pooled result. What does not exist is None.

    Args:
        k: studies.
        method: how tau2 was estimated, or MH, PETO.
        hartung_knapp: whether standard error and interval are Hartung and Knapp's.
        level: of all intervals, as a share.
        estimate, se: pooled estimate and its standard error, on the scale of the input.
        statistic, p: estimate / se, and its two-sided p.
        statistic_df: degrees of freedom of the t distribution; None where the normal one was used.
        ci_low, ci_high: confidence interval of the estimate.
        tau2, tau2_se: variance between studies; 0 and None for a fixed effect; None for MH and PETO.
        tau2_low, tau2_high: its interval by the Q profile; both 0 where the set is empty; None for a fixed effect.
        i2, h2: share of the total variance that is between studies (percent), and total by sampling variance.
        i2_low, i2_high: interval of I2 that follows from that of tau2.
        q, q_df, q_p: Cochran's Q.
        prediction_low, prediction_high: where the effect of a new study lies; None for a fixed effect.
        weights: percent, a number for each study in the given order; 0 for a study that says nothing.
        notes: what has to be known to read the result.
    """

    k: int
    method: str
    hartung_knapp: bool
    level: float
    estimate: float
    se: float
    statistic: float
    statistic_df: int | None
    p: float
    ci_low: float
    ci_high: float
    tau2: float | None
    tau2_se: float | None
    tau2_low: float | None
    tau2_high: float | None
    i2: float | None
    i2_low: float | None
    i2_high: float | None
    h2: float | None
    q: float
    q_df: int
    q_p: float | None
    prediction_low: float | None
    prediction_high: float | None
    weights: tuple[float, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledMany:
    """Pooled results of many analyses; the fields are those of ``Pooled``, one element an analysis.

    What does not exist is NaN. ``weights`` has the shape (analyses, studies). ``factor`` is what Hartung and Knapp
    multiply the variance by, ``set_to_zero`` tells where the likelihood was higher at tau2 = 0 than where the
    iteration arrived.
    """

    method: str
    hartung_knapp: bool
    level: float
    k: NDArray[np.intp]
    estimate: FloatArray
    se: FloatArray
    statistic: FloatArray
    statistic_df: FloatArray
    p: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray
    tau2: FloatArray
    tau2_se: FloatArray
    tau2_low: FloatArray
    tau2_high: FloatArray
    i2: FloatArray
    i2_low: FloatArray
    i2_high: FloatArray
    h2: FloatArray
    q: FloatArray
    q_df: FloatArray
    q_p: FloatArray
    prediction_low: FloatArray
    prediction_high: FloatArray
    weights: FloatArray
    factor: FloatArray
    set_to_zero: NDArray[np.bool_]

    def one(self, index: int, *, notes: tuple[str, ...] = ()) -> Pooled:
        """The result of one analysis, None where nothing exists."""
        found: dict[str, object] = {}
        for name in (each.name for each in fields(Pooled)):
            value = getattr(self, name, None)
            if isinstance(value, np.ndarray) and value.ndim == 1:
                number = float(value[index])
                found[name] = None if np.isnan(number) else number
        for name in ("k", "q_df", "statistic_df"):
            found[name] = None if found[name] is None else int(found[name])  # type: ignore[call-overload]
        found["weights"] = tuple(self.weights[index].tolist())
        settings = {"method": self.method, "hartung_knapp": self.hartung_knapp, "level": self.level}
        return Pooled(**found, **settings, notes=notes)  # type: ignore[arg-type]
