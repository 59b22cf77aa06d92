"""Standard errors that stand where standard deviations should, and other spreads that cannot be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf, log, sqrt
from statistics import geometric_mean, median

from interictal.evidence.checks.figures import ArmFigures, half_unit
from interictal.evidence.checks.findings import Finding, Severity

STRONGEST_CORRELATION = 0.9
"""Of a person's value before treatment with that at the end, above which it is not credible (our choice).

The standard deviation of the change is then at least sqrt(1 - 0.9^2) = 0.44 of that before treatment, whatever that at
the end is."""

LEAST_OF_BASELINE = sqrt(1 - STRONGEST_CORRELATION**2)

LEAST_OF_CHANCE = 0.5
"""Of the standard deviation that days falling independently of each other give, below which counts of days are not
credible (our choice). Headache days come in runs, which makes counts vary more than that, not less."""

LEAST_OF_OTHERS = 0.25
"""Of the median standard deviation of the other studies, where nothing else can be compared (our choice)."""
FEWEST_OTHERS = 3

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class _Yardstick:
    """Something that a standard deviation can be measured against.

    Args:
        words: what it is.
        size: about what the standard deviation would be.
        least: the part of ``size`` below which it is not credible.
    """

    words: str
    size: float
    least: float


@dataclass(frozen=True, slots=True)
class _Spread:
    """One stated standard deviation, and what it can be measured against."""

    row: ArmFigures
    name: str
    sd: float
    people: int
    yardsticks: tuple[_Yardstick, ...]
    largest: float

    @property
    def size(self) -> float:
        return geometric_mean([each.size for each in self.yardsticks])

    @property
    def as_error(self) -> float:
        """The standard deviation that it would mean if it were a standard error."""
        return self.sd * sqrt(self.people)

    def below(self) -> list[bool]:
        """For each yardstick, whether the stated figure is not credible as a standard deviation."""
        return [self.sd < each.least * each.size for each in self.yardsticks]

    @property
    def may_be_error(self) -> bool:
        """Whether it could be a standard error: no more than data in this range have, and nearer than it is now."""
        credible = any(self.as_error >= each.least * each.size for each in self.yardsticks)
        nearer = abs(log(self.as_error / self.size)) < abs(log(self.sd / self.size))
        return credible and nearer and self.as_error <= self.largest


def spread_findings(rows: Sequence[ArmFigures]) -> Iterator[Finding]:
    """Standard deviations that are standard errors, or that cannot be.

    A figure is said to be a standard error where (1) it is too small for a standard deviation by every yardstick that
    there is: the standard deviation before treatment, the chance variation of counts of days, or else the other
    studies; (2) times the root of n it is credible, possible, and nearer to them; (3) no figure of the same study and
    outcome contradicts that: one study states one kind of figure.

    Source: standard deviation of a change from those before and after and their correlation:
        ``cochrane-sd-of-change``; largest standard deviation of a bounded number: ``bhatia-davis-2000``. The rule and
        its limits are ours.

    Unknown: a figure without n, or without anything to measure it against, is not judged.
    """
    for row in rows:
        yield from _signs(row)
        yield from _against_error(row)
    errors_before: set[tuple[str, str]] = set()
    for name in ("baseline_sd", "change_sd", "endpoint_sd"):
        others = _Others(rows, name)
        spreads = [each for row in rows if (each := _spread(row, name, others, errors_before)) is not None]
        yield from _too_large(spreads)
        below = [each.below() for each in spreads]
        suspects = [bool(small) and all(small) for small in below]
        refuted = {
            _series(each.row)
            for each, suspect in zip(spreads, suspects, strict=True)
            if suspect and not each.may_be_error
        }
        for each, small, suspect in zip(spreads, below, suspects, strict=True):
            if suspect:
                error = _series(each.row) not in refuted
                if error and name == "baseline_sd":
                    errors_before.add((each.row.place, each.row.outcome))
                yield _is_error(each) if error else _is_neither(each)
            elif any(small):
                yield _is_small(each)


class _Others:
    """The same figure of the other studies with the same outcome, one a study: the median of its arms."""

    def __init__(self, rows: Sequence[ArmFigures], name: str) -> None:
        held: dict[str, dict[str, list[float]]] = {}
        for row in rows:
            value = getattr(row, name)
            if value is not None and value > 0:
                held.setdefault(row.outcome, {}).setdefault(row.study, []).append(float(value))
        self.own = {
            outcome: {study: median(each) for study, each in studies.items()} for outcome, studies in held.items()
        }
        self.all = {outcome: sorted(studies.values()) for outcome, studies in self.own.items()}

    def median_without(self, row: ArmFigures) -> float | None:
        """The median of all studies but this row's; None of too few."""
        found = self.all[row.outcome]
        at = bisect_left(found, self.own[row.outcome][row.study])
        rest = len(found) - 1
        if rest < FEWEST_OTHERS:
            return None
        middle = [index + (index >= at) for index in ((rest - 1) // 2, rest // 2)]
        return (found[middle[0]] + found[middle[1]]) / 2


def _series(row: ArmFigures) -> tuple[str, str]:
    return row.study, row.outcome


def _spread(row: ArmFigures, name: str, others: _Others, errors_before: set[tuple[str, str]]) -> _Spread | None:
    stated = getattr(row, name)
    people = row.people
    if stated is None or stated <= 0 or people is None or people < 2:
        return None
    sd = float(stated)
    found: list[_Yardstick] = []
    before = None
    if row.baseline_sd is not None and row.baseline_sd > 0:
        before = float(row.baseline_sd) * (sqrt(people) if (row.place, row.outcome) in errors_before else 1)
    if name == "change_sd" and before is not None:
        found.append(_Yardstick("the SD before treatment", before, LEAST_OF_BASELINE))
    chance = _chance(row, name)
    if chance is not None:
        found.append(_Yardstick("that of days falling by chance", chance, LEAST_OF_CHANCE))
    if not found:
        middle = others.median_without(row)
        if middle is not None:
            found.append(_Yardstick("the median of the other studies", middle, LEAST_OF_OTHERS))
    return _Spread(row, name, sd, people, tuple(found), _largest(row, name, before, people))


def _chance(row: ArmFigures, name: str) -> float | None:
    """The standard deviation of counts of days that fall independently of each other; of a change, of both counts."""
    if row.days is None:
        return None
    means = {"baseline_sd": [row.baseline_mean], "endpoint_sd": [row.end]}.get(name, [row.baseline_mean, row.end])
    if any(mean is None for mean in means):
        return None
    variance = sum(max(0.0, float(mean) * (1 - float(mean) / row.days)) for mean in means if mean is not None)
    return sqrt(variance) if variance > 0 else None


def _largest(row: ArmFigures, name: str, before: float | None, people: int) -> float:
    """The largest standard deviation that counts of days with these means have; of a change, where a person's counts
    before and at the end do not go against each other."""
    if row.days is None:
        return inf

    small_sample = people / (people - 1)
    at_baseline = _bound(row.baseline_mean, row.days) * small_sample
    at_end = _bound(row.end, row.days) * small_sample
    if name == "change_sd":
        return sqrt((at_baseline if before is None else before**2) + at_end)
    return sqrt(at_baseline if name == "baseline_sd" else at_end)


def _bound(mean: Decimal | None, days: int) -> float:
    """The largest variance of a number from 0 to ``days`` with this mean; no bound where the mean itself cannot be."""
    return inf if mean is None or not 0 <= mean <= days else float(mean) * (days - float(mean))


_WORDS = {
    "baseline_sd": "SD before treatment",
    "change_sd": "SD of the change",
    "endpoint_sd": "SD",
    "change_se": "SE of the change",
}


def _figures(one: _Spread, more: tuple[tuple[str, str], ...] = ()) -> tuple[tuple[str, str], ...]:
    stated = str(getattr(one.row, one.name))
    return (
        (one.name, stated),
        ("n", str(one.people)),
        *((each.words, f"{each.size:.2g}") for each in one.yardsticks),
        *more,
    )


def _against(one: _Spread) -> str:
    return " and ".join(f"{each.words} ({each.size:.2g})" for each in one.yardsticks)


def _is_error(one: _Spread) -> Finding:
    stated = getattr(one.row, one.name)
    because = (
        f"{_WORDS[one.name]} {stated} is too small against {_against(one)}; as a standard error of {one.people} people "
        f"it means an SD of {one.as_error:.2g}"
    )
    half = one.as_error / Z95
    if abs(log(half / one.size)) < abs(log(one.as_error / one.size)):
        because += f", as half of a 95 % interval one of {half:.2g}"
    because += ". Look it up, and enter the SD."
    return _finding("SE_AS_SD", Severity.DOUBTFUL, one, because, (("sd_if_se", f"{one.as_error:.3g}"),))


def _is_neither(one: _Spread) -> Finding:
    because = (
        f"{_WORDS[one.name]} {getattr(one.row, one.name)} is too small against {_against(one)}, and is not a standard "
        f"error either: it, or another of this study, would mean an SD that is too large (here {one.as_error:.2g}). "
        "Look it up."
    )
    return _finding("SD_NEITHER", Severity.DOUBTFUL, one, because, (("sd_if_se", f"{one.as_error:.3g}"),))


def _is_small(one: _Spread) -> Finding:
    small = [each for each, below in zip(one.yardsticks, one.below(), strict=True) if below]
    fits = [each for each, below in zip(one.yardsticks, one.below(), strict=True) if not below]
    because = (
        f"{_WORDS[one.name]} {getattr(one.row, one.name)} is small against {small[0].words} ({small[0].size:.2g}), "
        f"though not against {fits[0].words} ({fits[0].size:.2g}). Look it up."
    )
    return _finding("SD_SMALL", Severity.NOTE, one, because)


def _too_large(spreads: Sequence[_Spread]) -> Iterator[Finding]:
    for one in spreads:
        if one.sd > one.largest * (1 + 1e-9):
            because = (
                f"{_WORDS[one.name]} {getattr(one.row, one.name)}: counts of 0 to {one.row.days} days with these means "
                f"have at most {one.largest:.3g}. Correct it."
            )
            yield _finding("SD_LARGE", Severity.IMPOSSIBLE, one, because, source="bhatia-davis-2000")


def _finding(
    code: str,
    severity: Severity,
    one: _Spread,
    because: str,
    more: tuple[tuple[str, str], ...] = (),
    source: str = "cochrane-sd-of-change",
) -> Finding:
    row = one.row
    return Finding(
        code=code,
        severity=severity,
        place=row.place,
        study=row.study,
        arm=row.arm,
        figures=_figures(one, more),
        because=because,
        source=source,
    )


def _signs(row: ArmFigures) -> Iterator[Finding]:
    for name, value in row.stated():
        if name.endswith(("_sd", "_se")) and value <= 0:
            yield Finding(
                code="SD_SIGN",
                severity=Severity.IMPOSSIBLE if value < 0 else Severity.DOUBTFUL,
                place=row.place,
                study=row.study,
                arm=row.arm,
                figures=((name, str(value)),),
                because=f"{_WORDS[name]} {value}: it must be above 0, or everybody would have the same value. "
                "Correct it.",
            )


def _against_error(row: ArmFigures) -> Iterator[Finding]:
    """Where both are stated, the standard error must be the standard deviation over the root of n, but for rounding."""
    sd, se, people = row.change_sd, row.change_se, row.people
    if sd is None or se is None or people is None or sd <= 0 or se <= 0:
        return
    root = sqrt(people)
    low = (float(sd) - float(half_unit(sd))) / root - float(half_unit(se))
    high = (float(sd) + float(half_unit(sd))) / root + float(half_unit(se))
    if not low * (1 - 1e-9) <= float(se) <= high * (1 + 1e-9):
        yield Finding(
            code="SE_AND_SD",
            severity=Severity.DOUBTFUL,
            place=row.place,
            study=row.study,
            arm=row.arm,
            figures=(("change_sd", str(sd)), ("change_se", str(se)), ("n", str(people))),
            because=f"an SD of {sd} in {people} people makes a standard error of {float(sd) / root:.2g}, not {se}. "
            "Look both up: a standard error from a model may differ.",
        )
