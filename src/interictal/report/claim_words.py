"""What terminal and page say of a claim, in one place, so that they never differ."""

from __future__ import annotations

from collections.abc import Iterable

from interictal.evidence.claims import ClaimVerdict, Figure, Statement
from interictal.evidence.claims.document import reading
from interictal.evidence.claims.readability import OLDEST
from interictal.evidence.library.records import Status

VERDICT = {
    ClaimVerdict.SUPPORTED: "supported",
    ClaimVerdict.PARTLY: "partly right",
    ClaimVerdict.CONTRADICTED: "contradicted",
    ClaimVerdict.NO_EVIDENCE: "no evidence",
}
"""A verdict in words."""

SHAPE = {
    ClaimVerdict.SUPPORTED: "●",
    ClaimVerdict.PARTLY: "◐",
    ClaimVerdict.CONTRADICTED: "■",
    ClaimVerdict.NO_EVIDENCE: "○",
}
"""The shape that stands beside the word."""

FACT = {
    ClaimVerdict.SUPPORTED: "verdict-supported",
    ClaimVerdict.PARTLY: "verdict-partly",
    ClaimVerdict.CONTRADICTED: "verdict-contradicted",
    ClaimVerdict.NO_EVIDENCE: "verdict-no-evidence",
}
"""The fact that tells a patient what a verdict means."""

_STANDING = {Status.DERIVED: "worked out", Status.UNCONFIRMED: "unconfirmed"}


def figure_words(one: Figure) -> str:
    """What a figure is, how it was worked out, and its limits."""
    found = [one.words]
    if one.derivation:
        found.append(f"Worked out: {one.derivation}")
    if one.note:
        found.append(one.note)
    return " ".join(f"{each.removesuffix('.')}." for each in found)


def standing(one: Figure) -> str:
    """How far a figure can be relied on, in words."""
    return f"tier {one.tier}" if one.status is Status.VERIFIED else _STANDING[one.status]


def age_words(one: Statement) -> str:
    """The measured reading age of the sentences for patients."""
    found = reading(one)
    return (
        f"Reading age {found.age:.1f} years, at most {OLDEST} (school grades: {found.flesch_kincaid:.1f} by "
        f"Flesch-Kincaid, {found.automated:.1f} by the automated readability index)."
    )


def cited(wanted: Iterable[Statement]) -> tuple[str, ...]:
    """Ids of every document that the statements rest on, each once."""
    return tuple(dict.fromkeys(each.partition("#")[0] for one in wanted for each in one.sources))
