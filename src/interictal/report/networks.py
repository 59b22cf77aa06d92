"""A network of treatments with where it comes from, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from interictal.evidence.network import Effect, League, Network, against, league
from interictal.evidence.studies.tables import LibraryStudies
from interictal.report.pooled import AS_GIVEN, MEASURES

METHODS = {
    "DL": "random effects, tau² by DerSimonian and Laird",
    "REML": "random effects, tau² by REML",
    "ML": "random effects, tau² by maximum likelihood",
    "FE": "one common effect",
}
"""Method -> what it is called."""


@dataclass(frozen=True)
class Networked:
    """What is shown.

    Args:
        result: the network.
        named: where the studies come from.
        library: more of studies from the library; None for a file.
    """

    result: Network
    named: str
    library: LibraryStudies | None

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """The treatments by P-score, the highest first."""
        result = self.result
        scores = result.random.p_scores.tolist()
        order = sorted(range(result.n), key=lambda at: (-scores[at], at))
        return tuple(result.treatments[at] for at in order)

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """Each treatment against the reference, by P-score."""
        by_name = {one.treatment: one for one in against(self.result)}
        return tuple(by_name[name] for name in self.ranked if name in by_name)

    @cached_property
    def league(self) -> League:
        """The league table, by P-score."""
        return league(self.result, order=self.ranked)

    @property
    def unconfirmed(self) -> frozenset[str]:
        """Studies with a value that was not seen at its source."""
        return frozenset() if self.library is None else self.library.unconfirmed & set(self.result.studies.names)

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
