"""What a check found, as a JSON document (docs/schema/evidence-check.schema.json)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.evidence.checks.figures import ArmFigures, Difference
from interictal.evidence.checks.findings import Finding, Severity

SCHEMA = "interictal.evidence-check/1"


def check_document(
    of: str,
    arms: Sequence[ArmFigures],
    differences: Sequence[Difference],
    findings: Sequence[Finding],
    accepted: Iterable[tuple[Finding, str]] = (),
    unused: Sequence[str] = (),
) -> dict[str, Any]:
    """What was checked and what was found.

    Args:
        of: the file's name, or "library".
        arms, differences: what was checked.
        findings: what is to be mended.
        accepted: findings that stay, each with its reason.
        unused: columns that nothing was checked in.

    Returns:
        Plain JSON values; figures as texts, as printed.
    """
    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "checked": of,
        "arms": len(arms),
        "differences": len(differences),
        "stated": stated(arms),
        "sd_of_change_below_one_day": below_one_day(arms),
        "unused_columns": list(unused),
        "counts": {severity.value: sum(one.severity is severity for one in findings) for severity in Severity},
        "by_code": by_code(findings),
        "findings": [_finding(one) for one in findings],
        "accepted": [{**_finding(one), "reason": reason} for one, reason in accepted],
    }


def stated(arms: Sequence[ArmFigures]) -> dict[str, int]:
    """How often each figure is stated."""
    counts: dict[str, int] = {}
    for arm in arms:
        for name, _ in arm.stated():
            counts[name] = counts.get(name, 0) + 1
    return counts


def below_one_day(arms: Sequence[ArmFigures]) -> int:
    """How many standard deviations of a change in days are below one day: a first look that needs no other figure."""
    return sum(arm.days is not None and arm.change_sd is not None and arm.change_sd < 1 for arm in arms)


def by_code(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each code, in their order."""
    counts: dict[str, int] = {}
    for one in findings:
        counts[one.code] = counts.get(one.code, 0) + 1
    return counts


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity.value,
        "place": one.place,
        "study": one.study,
        "arm": one.arm,
        "figures": dict(one.figures),
        "because": one.because,
        "source": one.source,
    }
