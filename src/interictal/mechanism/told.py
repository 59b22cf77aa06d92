"""Which claims that patients hear belong to a course: one list for the JSON document and the page."""

from __future__ import annotations

from interictal.evidence.claims import ClaimVerdict, Statement, claims
from interictal.mechanism.records import Course

_TOLD = {
    "relief": ("cgrp-release", "muscles-and-vessels", "onset-and-series", "lasts-months", "side-effects"),
    "motor-weakness": ("muscles-and-vessels", "other-uses"),
    "autonomic-effect": ("other-uses",),
}
"""By the series from which the effect is read."""


def claims_of(course: Course) -> tuple[Statement, ...]:
    """The claims, in the order in which they are shown."""
    return tuple(claims()[name] for name in _TOLD[course.leading])


def verdict_of(claim: Statement) -> ClaimVerdict:
    """What the literature says of it; no evidence where no verdict stands."""
    return claim.verdict or ClaimVerdict.NO_EVIDENCE
