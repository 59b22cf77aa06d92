"""Means of an arm: within the range of days, not below nothing, and adding up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from interictal.evidence.checks.figures import ArmFigures, half_unit
from interictal.evidence.checks.findings import Finding, Severity

TOTALS = ("total", "all", "overall", "all arms", "all patients", "sum")
"""Names of an arm that holds all of a study's people."""


def mean_findings(rows: Sequence[ArmFigures]) -> Iterator[Finding]:
    """Means outside what days can be, changes beyond what there was, and figures that do not add up.

    Unknown: what is not stated is not checked; whether a mean counts days, where nothing says so.
    """
    for row in rows:
        if row.days is not None:
            yield from _range(row, row.days)
        yield from _ends(row)
    yield from _totals(rows)


def _range(row: ArmFigures, days: int) -> Iterator[Finding]:
    for name, words in (("baseline_mean", "mean before treatment"), ("endpoint_mean", "mean at the end")):
        value: Decimal | None = getattr(row, name)
        if value is not None and not -half_unit(value) <= value <= days + half_unit(value):
            because = f"{words} {value}: a count of days is 0 to {days}. Correct it."
            yield _finding("RANGE", Severity.IMPOSSIBLE, row, because, (name,))
    before, change = row.baseline_mean, row.change_mean
    if change is None:
        return
    slack = half_unit(change) + (Decimal(0) if before is None else half_unit(before))
    if before is not None and before + change < -slack:
        because = (
            f"the mean fell by {-change} from {before}: by more than there was. Correct one of them, or the sign of "
            "the change."
        )
        yield _finding("BEYOND_BASELINE", Severity.IMPOSSIBLE, row, because, ("baseline_mean", "change_mean"))
    elif abs(change) > days + slack or (before is not None and before + change > days + slack):
        because = f"a change of {change} leaves 0 to {days} days. Correct it."
        yield _finding("RANGE", Severity.IMPOSSIBLE, row, because, ("change_mean",))


def _ends(row: ArmFigures) -> Iterator[Finding]:
    before, change, end = row.baseline_mean, row.change_mean, row.endpoint_mean
    if before is None or change is None or end is None:
        return
    if abs(before + change - end) > half_unit(before) + half_unit(change) + half_unit(end):
        because = (
            f"{before} before and a change of {change} make {before + change} at the end, not {end}: other people, "
            "a mean from a model, or a slip. Look it up."
        )
        yield _finding("ENDPOINT", Severity.DOUBTFUL, row, because, ("baseline_mean", "change_mean", "endpoint_mean"))


def _totals(rows: Sequence[ArmFigures]) -> Iterator[Finding]:
    """A row that holds all people of a study against the sum of its arms."""
    by_study: dict[tuple[str, str, str], list[ArmFigures]] = {}
    for row in rows:
        by_study.setdefault((row.study, row.outcome, row.week), []).append(row)
    for group in by_study.values():
        whole = [row for row in group if row.arm.casefold() in TOTALS]
        arms = [row for row in group if row.arm.casefold() not in TOTALS]
        for row in whole if len(arms) > 1 else ():
            for name, words in (("n", "people"), ("events", "people with the event")):
                stated, parts = getattr(row, name), [getattr(each, name) for each in arms]
                if stated is not None and None not in parts and stated != _sum(parts):
                    because = f"the arms together have {_sum(parts)} {words}, the total says {stated}. Look them up."
                    yield _finding("TOTAL", Severity.DOUBTFUL, row, because, (name,))


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _finding(code: str, severity: Severity, row: ArmFigures, because: str, names: tuple[str, ...]) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        place=row.place,
        study=row.study,
        arm=row.arm,
        figures=tuple((name, str(getattr(row, name))) for name in names),
        because=because,
    )
