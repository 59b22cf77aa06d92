"""The trial library, checked as anybody's table is; what stays is listed with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.evidence.checks.duplicates import roots, same_registration
from interictal.evidence.checks.figures import ArmFigures, Difference, half_unit
from interictal.evidence.checks.findings import CODES, Finding, Severity
from interictal.evidence.checks.reading import days_of
from interictal.evidence.library import Library
from interictal.evidence.library.records import PARTICIPANTS, Value

ACCEPTED = Path(__file__).with_name("accepted.toml")

ARM = {
    "n": "n",
    "n_events": "events",
    "percent": "percent",
    "baseline_mean": "baseline_mean",
    "baseline_sd": "baseline_sd",
    "change_mean": "change_mean",
    "change_sd": "change_sd",
    "change_se": "change_se",
    "change_low": "change_low",
    "change_high": "change_high",
    "endpoint_mean": "endpoint_mean",
    "endpoint_sd": "endpoint_sd",
    "endpoint_low": "endpoint_low",
    "endpoint_high": "endpoint_high",
}
"""A quantity of an arm -> the figure that is checked."""
BETWEEN = {
    "difference": "estimate",
    "difference_low": "low",
    "difference_high": "high",
    "difference_se": "se",
    "odds_ratio": "estimate",
    "odds_ratio_low": "low",
    "odds_ratio_high": "high",
    "p": "p",
}
"""A quantity of a comparison -> the figure that is checked."""


def figures_of(held: Library) -> tuple[tuple[ArmFigures, ...], tuple[Difference, ...]]:
    """The library's values as figures to check: one set for each arm, outcome and week, and for each comparison.

    Events that were worked out from a percentage here are left out: they would only be checked against themselves.

    Unknown: a baseline that is stated without a week, or at another week of the same outcome, is that of each week.
    """
    sets: dict[tuple[str, str, int | None], dict[str, Value]] = {}
    pairs: dict[tuple[str, str, str, int | None, bool], dict[str, Value]] = {}
    before: dict[tuple[str, str], dict[str, Value]] = {}
    for value in held.values.values():
        if value.outcome == PARTICIPANTS or _of_percent(value):
            continue
        if value.quantity in ARM:
            sets.setdefault((value.arm, value.outcome, value.week), {})[ARM[value.quantity]] = value
            if value.quantity.startswith("baseline"):
                before.setdefault((value.arm, value.outcome), {}).setdefault(ARM[value.quantity], value)
        else:
            ratio = value.quantity.startswith("odds")
            key = (value.arm, value.versus, value.outcome, value.week, ratio)
            pairs.setdefault(key, {})[BETWEEN[value.quantity]] = value
    arms = []
    for (arm, outcome, week), found in sets.items():
        stated = {name: value.value for name, value in before.get((arm, outcome), {}).items()}
        stated |= {name: value.value for name, value in found.items()}
        people = held.arms[arm].n
        if "n" not in stated and people is not None:
            stated["n"] = Decimal(people)
        arms.append(
            ArmFigures(
                place=f"{arm}.{outcome}.{_week(week)}",
                study=held.arms[arm].trial,
                arm=arm,
                outcome=outcome,
                week=_week(week),
                days=days_of(outcome),
                **stated,
            )
        )
    differences = [
        Difference(
            place=f"{arm}.{outcome}.{_week(week)}",
            study=held.arms[arm].trial,
            arm=arm,
            versus=versus,
            outcome=outcome,
            week=_week(week),
            ratio=ratio,
            below=found["p"].below if "p" in found else False,
            **{name: value.value for name, value in found.items()},
        )
        for (arm, versus, outcome, week, ratio), found in pairs.items()
    ]
    return tuple(arms), tuple(differences)


def _of_percent(value: Value) -> bool:
    return value.quantity == "n_events" and any(each.endswith(".percent") for each in value.rests_on)


def _week(week: int | None) -> str:
    return "any" if week is None else str(week)


def library_findings(held: Library) -> Iterator[Finding]:
    """What only the library shows: trials registered twice, and wholes that their parts do not make up."""
    yield from same_registration(held.trials)
    yield from _wholes(held)


def _wholes(held: Library) -> Iterator[Finding]:
    """A mean of a pooled analysis lies between those of its trials; two parts that are the whole must make it up."""
    means: dict[tuple[str, str, str, int | None], list[tuple[str, Value]]] = {}
    for value in held.values.values():
        if value.quantity in ("change_mean", "endpoint_mean", "percent"):
            drug = held.arms[value.arm].drug
            means.setdefault((drug, value.outcome, value.quantity, value.week), []).append((value.trial, value))
    for stated in means.values():
        for trial, whole in stated:
            parts = held.trials[trial].part_of
            own = [value for other, value in stated if other in parts]
            if held.trials[trial].design == "pooled" and len(own) == len(parts) > 1:
                yield from _between(whole, own)
            halves = [
                value
                for other, value in stated
                if held.trials[other].design == "subgroup" and roots(other, held.trials) == roots(trial, held.trials)
            ]
            if held.trials[trial].design != "subgroup":
                yield from _make_up(held, whole, halves)


def _between(whole: Value, parts: Sequence[Value]) -> Iterator[Finding]:
    low, high = min(each.value for each in parts), max(each.value for each in parts)
    slack = half_unit(whole.value) + max(half_unit(each.value) for each in parts)
    if not low - slack <= whole.value <= high + slack:
        because = (
            f"the trials have {' and '.join(str(each.value) for each in parts)}, the pooled analysis {whole.value}: a "
            "mean lies between those of its parts. Look them up."
        )
        yield _strata(whole, parts, because)


def _make_up(held: Library, whole: Value, parts: Sequence[Value]) -> Iterator[Finding]:
    """Two subgroups whose people are all of the whole."""
    total = held.arms[whole.arm].n
    for index, first in enumerate(parts):
        for second in parts[index + 1 :]:
            people = (held.arms[first.arm].n, held.arms[second.arm].n)
            one, other = people
            if one is None or other is None or one + other != total:
                continue
            together = (one * first.value + other * second.value) / total
            slack = half_unit(whole.value) + max(half_unit(first.value), half_unit(second.value))
            if abs(together - whole.value) > slack:
                because = (
                    f"{one} people with {first.value} and {other} with {second.value} make {together:.2f}, the whole "
                    f"says {whole.value}: other people, a mean from a model, or a slip. Look them up."
                )
                yield _strata(whole, (first, second), because)


def _strata(whole: Value, parts: Sequence[Value], because: str) -> Finding:
    return Finding(
        code="STRATA",
        severity=Severity.DOUBTFUL,
        place=whole.id,
        study=whole.trial,
        arm=whole.arm,
        figures=tuple((each.id, str(each.value)) for each in (whole, *parts)),
        because=because,
    )


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding of the library that stays: the figures are as published, and the reason says why that may be."""

    code: str
    place: str
    reason: str


def accepted(text: str | None = None) -> tuple[Accepted, ...]:
    """The findings that stay.

    Args:
        text: TOML; None for the list of this version.

    Raises:
        InvalidInput: an entry without a reason, with an unknown code, or twice.
    """
    entries = tomllib.loads(ACCEPTED.read_text(encoding="utf-8") if text is None else text).get("finding", [])
    found: dict[tuple[str, str], Accepted] = {}
    for entry in entries:
        one = Accepted(**{name: str(entry.get(name, "")) for name in ("code", "place", "reason")})
        for name, value, right in (
            ("code", one.code, one.code in CODES),
            ("place", one.place, bool(one.place) and (one.code, one.place) not in found),
            ("reason", one.reason, bool(one.reason.strip())),
        ):
            if not right:
                raise InvalidInput(name, value, "a listed code, a place named once, a reason", "Correct the entry.")
        found[one.code, one.place] = one
    return tuple(found.values())


def open_and_accepted(
    findings: Sequence[Finding], list_of: Sequence[Accepted]
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, str], ...]]:
    """Findings to be mended, and those that stay with the reason."""
    reasons: Mapping[tuple[str, str], str] = {(one.code, one.place): one.reason for one in list_of}
    still = tuple(one for one in findings if (one.code, one.place) not in reasons)
    known = tuple((one, reasons[one.code, one.place]) for one in findings if (one.code, one.place) in reasons)
    return still, known
