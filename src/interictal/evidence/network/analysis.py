"""Network meta-analysis: the effects of all treatments against each other, from all trials at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from interictal.errors import InvalidInput
from interictal.evidence.network.fit import Fit, fit
from interictal.evidence.network.graph import best_linked, connected
from interictal.evidence.network.heterogeneity import METHODS, generalised_q, likelihood, moments
from interictal.evidence.network.rows import Rows, rows_of
from interictal.evidence.network.studies import Studies, studies_of
from interictal.evidence.synthesis.distributions import (
    FloatArray,
    chi2_p,
    normal_p,
    normal_quantile,
    t_quantile,
    tail_of,
)
from interictal.evidence.synthesis.effects import RATIOS
from interictal.evidence.synthesis.selection import AS_GIVEN, measure_of
from interictal.evidence.tables import Kind, StudyTable

LEAST_DF = 2
"""Degrees of freedom from which a prediction interval is given."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """All estimates of one model. Every matrix is row against column, shape (treatments, treatments).

    Args:
        kind: "common" or "random".
        fit: the regression behind it.
        estimate, se: ratios on the log scale; 0 against itself.
        ci_low, ci_high: limits of the confidence interval, from the normal distribution.
        z, p: of no difference, two-sided; 0 and 1 against itself.
        p_scores: mean certainty that a treatment is better than another, 0 to 1, shape (treatments,).
        prediction_low, prediction_high: limits for the effect in a new study, from Student's t; None in the common
            effect model, with fewer than ``LEAST_DF`` degrees of freedom, and where tau2 was not estimated.
    """

    kind: str
    fit: Fit
    estimate: FloatArray
    se: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray
    z: FloatArray
    p: FloatArray
    p_scores: FloatArray
    prediction_low: FloatArray | None
    prediction_high: FloatArray | None


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The result of a network meta-analysis.

    Args:
        measure: OR, RR, RD, MD, SMD; "as given" for differences of which nobody said what they are.
        method: of tau2: DL, REML, ML; FE for none.
        reference: the treatment that others are shown against.
        small_values_good: whether a small value is good for the patient, for P-scores.
        level: of the intervals, as a share.
        studies, rows: what was analysed.
        common: every study estimates the same effects.
        random: the effects of the studies vary about those of the network, with the variance tau2. The same as
            ``common`` where tau2 is 0, None, or not asked for (FE).
        tau2: None where ``q_df`` is 0: it cannot be estimated.
        i2_percent: the share of Q beyond chance; None where ``q_df`` is 0.
        q, q_df, q_p: Cochran's Q of the network: differences between studies of a comparison and between ways to
            compare, together. p is None where ``q_df`` is 0.
        notes: what was left out or could not be estimated, in words.
    """

    measure: str
    method: str
    reference: str
    small_values_good: bool
    level: float
    studies: Studies
    rows: Rows
    common: Model
    random: Model
    tau2: float | None
    i2_percent: float | None
    q: float
    q_df: int
    q_p: float | None
    notes: tuple[str, ...]

    @property
    def treatments(self) -> tuple[str, ...]:
        """In alphabetical order; the order of all matrices."""
        return self.studies.treatments

    @property
    def k(self) -> int:
        """Studies."""
        return len(self.studies.names)

    @property
    def m(self) -> int:
        """Differences between two arms of a study."""
        return len(self.studies.effect)

    @property
    def n(self) -> int:
        """Treatments."""
        return len(self.treatments)

    @property
    def n_designs(self) -> int:
        """Sets of treatments that were compared in one study."""
        return len(set(self.studies.designs))

    @property
    def is_ratio(self) -> bool:
        """Whether estimates are logarithms, to be shown as ratios."""
        return self.measure in RATIOS

    @property
    def scale(self) -> str:
        """ "log" for ratios, "as given" where nobody said what the differences are, else "identity"."""
        if self.is_ratio:
            return "log"
        return AS_GIVEN if self.measure == AS_GIVEN else "identity"

    def model(self, kind: str) -> Model:
        """The model by name.

        Raises:
            InvalidInput: neither "common" nor "random".
        """
        if kind not in ("common", "random"):
            raise InvalidInput("model", kind, "common, random", "Choose one of these.")
        return self.common if kind == "common" else self.random

    def position(self, treatment: str, field: str = "treatment") -> int:
        """Where a treatment stands in the matrices.

        Raises:
            InvalidInput: no such treatment in the network.
        """
        if treatment not in self.treatments:
            names = ", ".join(self.treatments[:_NAMED]) + (", ..." if self.n > _NAMED else "")
            raise InvalidInput(field, treatment, names, "Name a treatment of the table.")
        return self.treatments.index(treatment)


_NAMED = 12


@dataclass(frozen=True, slots=True)
class Effect:
    """A treatment against the reference, on the scale of the analysis (ratios as logarithms).

    Args:
        treatment: against the reference.
        k: studies that compared the two directly.
        estimate, se, low, high, p: of the network.
        prediction_low, prediction_high: None as in ``Model``.
        p_score: of the treatment in the whole network.
    """

    treatment: str
    k: int
    estimate: float
    se: float
    low: float
    high: float
    p: float
    prediction_low: float | None
    prediction_high: float | None
    p_score: float


def network(
    table: StudyTable,
    *,
    measure: str | None = None,
    method: str = "DL",
    reference: str | None = None,
    small_values_good: bool = True,
    level: float = 0.95,
) -> Network:
    """Compare all treatments of a table at once, by direct and indirect evidence.

    Args:
        table: arms or differences. A trial of several arms has all of its arms, or all of its differences.
        measure: OR, RR, RD for events; MD, SMD for means; for differences only the name of what they are. None: OR,
            MD, or as given.
        method: of the variance between studies: DL, REML, ML; FE for none.
        reference: the treatment to show others against; None: the one that most others were compared with.
        small_values_good: whether small values are good for the patient.
        level: of the intervals, as a share.

    Returns:
        The result; ``splits``, ``contributions``, ``inconsistency``, ``league`` and ``graph`` of this package
        calculate more of it.

    Raises:
        InvalidInput: an option that is none, or a trial of several arms that cannot be as it stands.
        DataUnavailable: the network falls apart, or no study is left in it.

    Source: ``rucker-2012``, ``rucker-schwarzer-2014``; P-scores ``rucker-schwarzer-2015``.
    Unknown: a study that says nothing of the measure is left out and named in the notes.

    >>> from interictal.evidence.tables import Contrast, Kind, StudyTable
    >>> rows = (Contrast("one", "a", "b", 2.0, 1.0), Contrast("two", "b", "c", 3.0, 1.0))
    >>> result = network(StudyTable(Kind.CONTRASTS, rows, {}))
    >>> round(float(result.common.estimate[0, 2]), 6), round(float(result.common.se[0, 2]) ** 2, 6)
    (5.0, 2.0)
    """
    if method not in METHODS:
        raise InvalidInput("--method", method, ", ".join(METHODS), "Choose one of these.")
    tail = tail_of(level)
    chosen = measure_of(table, measure, method)
    studies = studies_of(table, chosen)
    if reference is not None and reference not in studies.treatments:
        names = ", ".join(studies.treatments[:_NAMED]) + (", ..." if len(studies.treatments) > _NAMED else "")
        raise InvalidInput("--reference", reference, names, "Name a treatment of the table.")
    connected(studies)
    rows = rows_of(studies, from_arms=table.kind is not Kind.CONTRASTS)
    common = fit(rows, 0.0)
    df = len(rows.variance) - len(studies.treatments) + 1
    q = generalised_q(rows, common) if df else 0.0
    q += float(rows.not_adding_up(len(studies.names)).sum())
    tau2, notes = _tau2(rows, common, q, df, method)
    random = fit(rows, tau2) if tau2 else common
    predicts = df >= LEAST_DF and method != "FE"
    return Network(
        measure=chosen,
        method=method,
        reference=reference or studies.treatments[best_linked(studies)],
        small_values_good=small_values_good,
        level=level,
        studies=studies,
        rows=rows,
        common=_model("common", common, tail, small_values_good, None),
        random=_model("random", random, tail, small_values_good, float(t_quantile(tail, df)) if predicts else None),
        tau2=tau2,
        i2_percent=(max(0.0, 100 * (q - df) / q) if q > 0 else 0.0) if df else None,
        q=q,
        q_df=df,
        q_p=float(chi2_p(q, df)) if df else None,
        notes=(*table.notes, *studies.notes, *rows.notes, *notes),
    )


def _tau2(rows: Rows, common: Fit, q: float, df: int, method: str) -> tuple[float | None, tuple[str, ...]]:
    if method == "FE":
        return 0.0, ("One common effect: the variance between studies is taken to be 0, not estimated.",)
    if df == 0:
        note = "There are no more studies than are needed: the variance between studies cannot be estimated."
        return None, (f"{note} The random-effects results are those of the common effect.",)
    if method == "DL":
        return moments(rows, common, q, df), ()
    return likelihood(rows, restricted=method == "REML"), ()


def _model(kind: str, at: Fit, tail: float, small_values_good: bool, t: float | None) -> Model:
    estimate, variance = at.estimate, at.variance
    se = np.sqrt(variance)
    reach = normal_quantile(tail) * se
    z = estimate / np.where(se > 0, se, 1.0)
    p = normal_p(z)
    better = z < 0 if small_values_good else z > 0
    certainty = np.where(better, 1 - p / 2, p / 2)
    np.fill_diagonal(certainty, 0.0)
    ahead = None if t is None else t * np.sqrt(variance + at.tau2)
    if ahead is not None:
        np.fill_diagonal(ahead, 0.0)
    return Model(
        kind=kind,
        fit=at,
        estimate=estimate,
        se=se,
        ci_low=estimate - reach,
        ci_high=estimate + reach,
        z=z,
        p=p,
        p_scores=certainty.sum(axis=1) / (len(certainty) - 1),
        prediction_low=None if ahead is None else estimate - ahead,
        prediction_high=None if ahead is None else estimate + ahead,
    )


def against(result: Network, reference: str | None = None, *, model: str = "random") -> tuple[Effect, ...]:
    """Every other treatment against one, in the order of the treatments.

    Args:
        result: of ``network``.
        reference: the one; None: that of the result.
        model: "common" or "random".

    Raises:
        InvalidInput: no such treatment, or no such model.
    """
    at = result.position(reference or result.reference, "--reference")
    found = result.model(model)
    pairs = np.zeros((result.n, result.n), dtype=np.intp)
    np.add.at(pairs, (result.studies.first, result.studies.second), 1)
    direct = pairs + pairs.T
    low, high = found.prediction_low, found.prediction_high
    return tuple(
        Effect(
            treatment=name,
            k=int(direct[row, at]),
            estimate=float(found.estimate[row, at]),
            se=float(found.se[row, at]),
            low=float(found.ci_low[row, at]),
            high=float(found.ci_high[row, at]),
            p=float(found.p[row, at]),
            prediction_low=None if low is None else float(low[row, at]),
            prediction_high=None if high is None else float(high[row, at]),
            p_score=float(found.p_scores[row]),
        )
        for row, name in enumerate(result.treatments)
        if row != at
    )


def shown_value(result: Network, value: float) -> float:
    """A value on the scale on which it is shown: ratios themselves, differences as they are."""
    return math.exp(value) if result.is_ratio else value
