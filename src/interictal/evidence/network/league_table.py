"""The league table: every treatment against every other, network and direct estimates in one square."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interictal.errors import InvalidInput
from interictal.evidence.network.analysis import Network
from interictal.evidence.synthesis.distributions import FloatArray, normal_quantile, tail_of


@dataclass(frozen=True, slots=True, eq=False)
class League:
    """A square of estimates, row against column: below the diagonal of the network, above it of direct evidence.

    Args:
        treatments: of rows and columns.
        estimate, low, high: as they are shown: ratios themselves, not their logarithms; shape (treatments,
            treatments). Not a number on the diagonal, and above it where no study compared the two.
        level: of the intervals, as a share.
    """

    treatments: tuple[str, ...]
    estimate: FloatArray
    low: FloatArray
    high: FloatArray
    level: float

    def cell(self, row: int, column: int) -> tuple[float, float, float] | None:
        """Estimate and limits of one cell; None where there is none."""
        found = float(self.estimate[row, column])
        return None if np.isnan(found) else (found, float(self.low[row, column]), float(self.high[row, column]))

    def texts(self, digits: int = 2) -> list[list[str]]:
        """The square as texts: names on the diagonal, "0.62 (0.41 to 0.95)", "" where there is no direct evidence."""
        found = []
        rows = zip(self.estimate.tolist(), self.low.tolist(), self.high.tolist(), strict=True)
        for at, (name, row) in enumerate(zip(self.treatments, rows, strict=True)):
            cells = [
                "" if value != value else f"{value:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
                for value, low, high in zip(*row, strict=True)
            ]
            cells[at] = name
            found.append(cells)
        return found


def league(result: Network, *, model: str = "random", order: Sequence[str] | None = None) -> League:
    """The league table of a network.

    Args:
        result: of ``network``.
        model: "common" or "random".
        order: of all treatments; None: their own.

    Raises:
        InvalidInput: no such model, or an order that is not one of all treatments.
    """
    found, studies, n = result.model(model), result.studies, result.n
    names = result.treatments if order is None else tuple(order)
    if sorted(names) != sorted(result.treatments):
        raise InvalidInput("order", ", ".join(names), "each treatment of the network once", "Correct it.")
    weight = 1 / (studies.variance + found.fit.tau2)
    code = studies.first * n + studies.second
    total = np.bincount(code, weight, minlength=n * n).reshape(n, n)
    summed = np.bincount(code, weight * studies.effect, minlength=n * n).reshape(n, n)
    total += total.T
    summed -= summed.T
    made = total > 0
    safe = np.where(made, total, 1.0)
    direct = np.where(made, summed / safe, np.nan)
    reach = normal_quantile(tail_of(result.level)) / np.sqrt(safe)
    at = np.array([result.treatments.index(name) for name in names])
    square = np.ix_(at, at)
    below = np.tril(np.ones((n, n), dtype=np.bool_), -1)

    def shown(of_network: FloatArray, of_direct: FloatArray) -> FloatArray:
        both = np.where(below, of_network[square], of_direct[square])
        np.fill_diagonal(both, np.nan)
        return np.asarray(np.exp(both) if result.is_ratio else both)

    return League(
        treatments=names,
        estimate=shown(found.estimate, direct),
        low=shown(found.ci_low, direct - reach),
        high=shown(found.ci_high, direct + reach),
        level=result.level,
    )
