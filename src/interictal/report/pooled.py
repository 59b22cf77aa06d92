"""A pooled result with all that was asked for beside it, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass

from interictal.errors import NotSupported
from interictal.evidence.studies.tables import LibraryStudies
from interictal.evidence.synthesis import regression, sensitivity
from interictal.evidence.synthesis.analysis import PooledTable
from interictal.evidence.synthesis.regression import Egger, Regression
from interictal.evidence.synthesis.sensitivity import Step, Subgroups

MEASURES = {
    "OR": "Odds ratio",
    "RR": "Risk ratio",
    "RD": "Risk difference",
    "MD": "Mean difference",
    "SMD": "Standardised mean difference",
}
"""Measure -> what it is called; anything else is an estimate as it was given."""

AS_GIVEN = "Estimate as given"

MOST_STEPS = 1000
"""Studies of which each is left out, or added: with n studies that is n analyses of n studies."""

METHODS = {
    "REML": "random effects, tau² by REML",
    "DL": "random effects, tau² by DerSimonian and Laird",
    "PM": "random effects, tau² by Paule and Mandel",
    "ML": "random effects, tau² by maximum likelihood",
    "EB": "random effects, tau² by empirical Bayes",
    "SJ": "random effects, tau² by Sidik and Jonkman",
    "HE": "random effects, tau² by Hedges",
    "FE": "one common effect, weighted by inverse variance",
    "MH": "one common effect, Mantel-Haenszel",
    "PETO": "one common effect, Peto",
}
"""Method -> what it is called."""


@dataclass(frozen=True, slots=True)
class Analyses:
    """What is shown.

    Args:
        result: the pooled result.
        named: where the studies come from.
        library: more of studies from the library; None for a file.
        chosen: whether the comparison was asked for, or taken from the order of the file.
        leave_one_out, cumulative, subgroups, regression, egger: None where not asked for.
    """

    result: PooledTable
    named: str
    library: LibraryStudies | None
    chosen: bool
    leave_one_out: tuple[Step, ...] | None
    cumulative: tuple[Step, ...] | None
    subgroups: Subgroups | None
    regression: Regression | None
    egger: Egger | None

    @property
    def unconfirmed(self) -> frozenset[str]:
        """Studies with a value that was not seen at its source."""
        return frozenset() if self.library is None else self.library.unconfirmed

    @property
    def any_unconfirmed(self) -> bool:
        """Whether such a study went into the result."""
        return bool(self.unconfirmed & set(self.result.studies.names))

    @property
    def level_percent(self) -> float:
        """The level of the intervals, without the rounding of shares."""
        return round(100 * self.result.level, 6)

    @property
    def measure(self) -> str:
        """What the estimates are, with the unit of an outcome of the library."""
        words = MEASURES.get(self.result.measure, AS_GIVEN)
        if self.library is not None and self.result.measure == "MD":
            return f"{words}, {self.library.outcome.words}"
        return words

    @property
    def favours(self) -> tuple[str, str]:
        """What it means to lie below and above no difference; which is better for a patient, the table does not say."""
        first, second = map(short, self.result.compare)
        if self.result.measure in ("OR", "RR", "RD"):
            return f"less often with {first}", f"less often with {second}"
        return f"lower with {first}", f"lower with {second}"


def analyses_of(
    result: PooledTable,
    *,
    named: str,
    library: LibraryStudies | None = None,
    chosen: bool = True,
    leave_one_out: bool = False,
    cumulative: bool = False,
    subgroup: str | None = None,
    regress: str | None = None,
    egger: bool = False,
) -> Analyses:
    """The result with what is asked for beside it.

    Raises:
        InvalidInput: a column that the table does not have, or that holds no numbers.
        DataUnavailable: too few studies for one of them.
        NotSupported: too many studies to leave each out.
    """
    if (leave_one_out or cumulative) and len(result.studies.names) > MOST_STEPS:
        raise NotSupported(
            f"Leaving out, or adding, each of {len(result.studies.names)} studies is not done: the most is "
            f"{MOST_STEPS}. Choose fewer, or leave the option out."
        )
    return Analyses(
        result,
        named,
        library,
        chosen,
        sensitivity.leave_one_out(result) if leave_one_out else None,
        sensitivity.cumulative(result) if cumulative else None,
        None if subgroup is None else sensitivity.subgroups(result, column_of(subgroup)),
        None if regress is None else regression.regress_table(result, column_of(regress)),
        regression.egger(result) if egger else None,
    )


def column_of(title: str) -> str:
    """A column's title as a table keeps it: small letters, one blank between words."""
    return " ".join(title.casefold().split())


def short(name: str) -> str:
    """A treatment's name where room is scarce, cut so that it can be seen.

    >>> short("placebo"), short("matching placebo injections every twelve weeks")
    ('placebo', 'matching placebo injections every twelv…')
    """
    return name if len(name) <= _SHORT else f"{name[: _SHORT - 1].rstrip()}…"


_SHORT = 40


def p_words(p: float) -> str:
    """A p value as it is written: p = 0.034, p < 0.001.

    >>> p_words(0.0341), p_words(0.0004)
    ('p = 0.034', 'p < 0.001')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def figure_words(value: float) -> str:
    """A number with about three figures, the minus sign typographic.

    >>> figure_words(-0.12345), figure_words(1234.5), figure_words(0.0)
    ('−0.123', '1234', '0')
    """
    size = abs(value)
    if size >= 100_000 or 0 < size < 0.0001:
        text = f"{size:.2e}"
    elif size >= 100:
        text = f"{size:.0f}"
    else:
        text = f"{size:.3g}"
    return f"−{text}" if value < 0 else text
