"""What checking published figures found: each finding names the place and the figures, and says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from interictal.errors import InvalidInput


class Severity(Enum):
    """How sure it is that something is wrong."""

    IMPOSSIBLE = "impossible"
    """No data could give these figures as they stand: one of them is wrong."""
    DOUBTFUL = "doubtful"
    """Data could give them, but hardly would."""
    NOTE = "note"
    """Worth knowing before the figures are pooled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found.

    Args:
        code: one of ``CODES``.
        severity: how sure it is.
        place: where: "row 12", or the id of a value.
        study, arm: names; "" where there is none.
        figures: (name, figure as printed), in the order of the sentence.
        because: one sentence with the figures, and what to do.
        source: citation of the register of sources where a published method was used; "" for arithmetic.

    Raises:
        InvalidInput: a code that is not listed, or no reason or place: such a finding could not be acted on.
    """

    code: str
    severity: Severity
    place: str
    study: str
    arm: str
    figures: tuple[tuple[str, str], ...]
    because: str
    source: str = ""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise InvalidInput("code", self.code, "a code of CODES", "List it there first.")
        if not self.because or not self.place:
            raise InvalidInput("finding", self.code, "a reason and a place", "Give both.")


CODES = {
    "UNREADABLE": "A cell that should hold a number does not",
    "N": "A number of people that cannot be",
    "EVENTS": "More people with the event than there are, or not a whole number of them",
    "PERCENT": "A percentage outside 0 to 100",
    "PERCENT_EVENTS": "The percentage is not that of the events among the people",
    "PERCENT_GRAIN": "No whole number of these people gives this percentage",
    "SE_AS_SD": "A standard error (or half of an interval) stands where a standard deviation should",
    "SD_NEITHER": "Too small for a standard deviation, too large for a standard error",
    "SD_SMALL": "Small for a standard deviation",
    "SD_LARGE": "A standard deviation larger than any data in this range have",
    "SD_SIGN": "A standard deviation or error that is not above 0",
    "SE_AND_SD": "Standard error, standard deviation and number of people contradict each other",
    "BEYOND_BASELINE": "The mean fell by more than there was",
    "RANGE": "A mean below 0, or of more days than the period has",
    "ENDPOINT": "Mean before, change and mean at the end do not add up",
    "INTERVAL": "An interval that does not hold its estimate, or whose limits are the wrong way round",
    "INTERVAL_SIDES": "An estimate that is not in the middle of its interval",
    "INTERVAL_SE": "The interval is not as wide as its standard error makes it",
    "P_INTERVAL": "The p value and the interval contradict each other",
    "P_RANGE": "A p value outside 0 to 1",
    "SIGN": "The difference has another sign than the arms' means",
    "DIFFERENCE": "The difference of the arms' means lies outside the interval of the difference",
    "TOTAL": "The total is not the sum of the arms",
    "STRATA": "The parts of a trial do not make up the whole",
    "SAME_TRIAL": "Two entries look like one trial",
}
"""Code -> what it means."""

ORDER = {Severity.IMPOSSIBLE: 0, Severity.DOUBTFUL: 1, Severity.NOTE: 2}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Impossible first, then doubtful, then notes; within each by code, then as found; each only once."""
    codes = list(CODES)
    return tuple(sorted(dict.fromkeys(findings), key=lambda one: (ORDER[one.severity], codes.index(one.code))))
