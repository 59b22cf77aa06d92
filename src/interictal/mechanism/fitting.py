"""The fit: parameters to published figures, by weighted least squares, with intervals from the curvature.

Fitted numbers move on a scale without limits: the logarithm, for a share the log-odds. A prior counts as one more
figure. Standard errors are taken as published: a poor fit does not widen the intervals, it shows in the residuals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import TYPE_CHECKING

from interictal.errors import DataUnavailable
from interictal.mechanism.parameters import parameters
from interictal.mechanism.population import logistic, logit
from interictal.mechanism.quantities import predicted
from interictal.mechanism.records import Parameter
from interictal.mechanism.targets import Target, targets

if TYPE_CHECKING:
    import numpy as np

SHARES = ("central_share",)
"""Numbers between 0 and 1."""
NORMAL_95 = 1.959963984540054
STEP = 1e-3
"""Of the derivatives, on the scale of the fit: the quantities are smooth above it."""
FROM_PRIOR = 0.8
"""A number whose SD is above this part of its prior's is told by the prior rather than by the figures."""
TOLERANCE = 0.1
"""Standard errors of a number by which a repeated fit may differ, on another machine too: the valley is flat, and where
a search ends in it depends on where it starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """One fitted number.

    Args:
        id: of the parameter.
        value, low, high: estimate and 95 % interval.
        identified: "figures" where the targets tell it, "prior" where mostly its prior does.
        narrowed: SD on the scale of the fit, divided by that of the prior; None without a prior.
    """

    id: str
    value: float
    low: float
    high: float
    identified: str
    narrowed: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One target beside the fitted model; ``residual`` is model less published, in standard errors."""

    target: Target
    model: float
    residual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The result.

    Args:
        fitted: in the order of the model.
        fixed: the numbers that were not fitted.
        compared: in the order of the targets.
        misfit: sum of the squared residuals of the targets.
        from_priors: what the priors add to it.
    """

    fitted: tuple[Fitted, ...]
    fixed: tuple[Parameter, ...]
    compared: tuple[Compared, ...]
    misfit: float
    from_priors: float

    @property
    def values(self) -> dict[str, float]:
        """Every number of the model, by id."""
        held = {each.id: each.value for each in self.fixed}
        return held | {each.id: each.value for each in self.fitted}


def fit(
    known: Mapping[str, Parameter] | None = None,
    figures: Mapping[str, Target] | None = None,
    model: Callable[[Mapping[str, float]], Mapping[str, float]] = predicted,
) -> Fit:
    """Fit the numbers that have ``fitted_to``.

    Args:
        known: all parameters, by id; their values are where the search starts. None for those that are shipped.
        figures: the targets, by id; None for those that are shipped.
        model: the quantities of a set of numbers, by id of their target.

    Raises:
        DataUnavailable: the search does not end, or the targets leave a number open.
    """
    import numpy as np
    from scipy.optimize import least_squares  # type: ignore[import-untyped]

    known = parameters() if known is None else known
    figures = targets() if figures is None else figures
    free = [each for each in known.values() if each.fitted_to]
    fixed = {each.id: each.value for each in known.values() if not each.fitted_to}
    wanted = list(figures.values())

    def residuals(at: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        values = fixed | {each.id: back(each.id, x) for each, x in zip(free, at, strict=True)}
        found = model(values)
        own = [(found[each.id] - each.value) / each.se for each in wanted]
        return np.array(own + [_surprise(each, values[each.id]) for each in free if each.prior])

    start = np.array([forth(each.id, each.value) for each in free])
    ended = least_squares(residuals, start, jac="3-point", diff_step=STEP, x_scale=0.3, xtol=1e-9, ftol=1e-10)
    if not ended.success:
        raise DataUnavailable("the fit did not end: start from other values in parameters.toml.")
    curvature = ended.jac.T @ ended.jac
    if np.linalg.matrix_rank(ended.jac) < len(free):
        raise DataUnavailable("the targets leave a number open: give it a prior, or fix it, in parameters.toml.")
    spread = np.sqrt(np.diag(np.linalg.inv(curvature)))
    values = fixed | {each.id: back(each.id, x) for each, x in zip(free, ended.x, strict=True)}
    found = model(values)
    compared = tuple(
        Compared(target=each, model=found[each.id], residual=(found[each.id] - each.value) / each.se) for each in wanted
    )
    return Fit(
        fitted=tuple(_fitted(*each) for each in zip(free, ended.x.tolist(), spread.tolist(), strict=True)),
        fixed=tuple(each for each in known.values() if not each.fitted_to),
        compared=compared,
        misfit=sum(each.residual**2 for each in compared),
        from_priors=sum(_surprise(each, values[each.id]) ** 2 for each in free if each.prior),
    )


def forth(name: str, value: float) -> float:
    """A number on the scale of the fit."""
    return logit(value) if name in SHARES else log(value)


def back(name: str, x: float) -> float:
    """A number from the scale of the fit."""
    return logistic(x) if name in SHARES else exp(x)


def _surprise(each: Parameter, value: float) -> float:
    median, spread = each.prior or (value, 1.0)
    return log(value / median) / spread


def _fitted(each: Parameter, x: float, spread: float) -> Fitted:
    narrowed = None if each.prior is None else spread / each.prior[1]
    return Fitted(
        id=each.id,
        value=back(each.id, x),
        low=back(each.id, x - NORMAL_95 * spread),
        high=back(each.id, x + NORMAL_95 * spread),
        identified="prior" if narrowed is not None and narrowed > FROM_PRIOR else "figures",
        narrowed=narrowed,
    )


def written(found: Fit, text: str) -> str:
    """The text of ``parameters.toml`` with the fitted values and intervals put in.

    Args:
        found: the fit.
        text: of the file as it is.
    """
    for each in found.fitted:
        for key, value in (("value", each.value), ("low", each.low), ("high", each.high)):
            pattern = re.compile(rf"(^\[{each.id}\]\n(?:(?!\[).*\n)*?{key} = )[^\n]+", re.MULTILINE)
            text = pattern.sub(rf"\g<1>{value:.5g}", text, count=1)
    return text


def differs(found: Fit, known: Mapping[str, Parameter]) -> tuple[str, ...]:
    """Ids of fitted numbers whose shipped value or interval is not what the fit gives, beyond ``TOLERANCE``
    standard errors."""
    return tuple(
        each.id
        for each in found.fitted
        if any(_apart(each, key, getattr(known[each.id], key)) > TOLERANCE for key in ("value", "low", "high"))
    )


def _apart(each: Fitted, key: str, shipped: float) -> float:
    """How far a shipped number is from the fitted one, in standard errors of the fit."""
    if shipped <= 0 or (each.id in SHARES and shipped >= 1):
        return inf
    error = (forth(each.id, each.high) - forth(each.id, each.low)) / (2 * NORMAL_95)
    return abs(forth(each.id, getattr(each, key)) - forth(each.id, shipped)) / error
