"""docs/spec/evidence-checks.md"""

from decimal import Decimal

from interictal.evidence.checks import ArmFigures, Difference, check_arms, independent
from interictal.evidence.library.records import Trial


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _codes(arms: list[ArmFigures], differences: tuple[Difference, ...] = ()) -> str:
    found = check_arms(arms, differences)
    assert all(one.because and one.place == "row 2" for one in found)
    return " ".join(one.code for one in found)


def spread(row: dict[str, str]) -> None:
    arm = ArmFigures(
        place="row 2",
        days=28,
        n=_number(row["n"]),
        baseline_mean=_number(row["before"]),
        baseline_sd=_number(row["SD before"]),
        change_mean=_number(row["change"]),
        change_sd=_number(row["SD of change"]),
    )
    assert _codes([arm]) == row["found"]


def means(row: dict[str, str]) -> None:
    arm = ArmFigures(
        place="row 2",
        days=int(row["days"]) if row["days"] else None,
        baseline_mean=_number(row["before"]),
        change_mean=_number(row["change"]),
        endpoint_mean=_number(row["end"]),
    )
    assert _codes([arm]) == row["found"]


def percentages(row: dict[str, str]) -> None:
    arm = ArmFigures(place="row 2", **{name: _number(row[name]) for name in ("n", "events", "percent")})
    assert _codes([arm]) == row["found"]


def intervals(row: dict[str, str]) -> None:
    one = Difference(
        place="row 2",
        ratio=row["ratio"] == "yes",
        below=row["p"].startswith("<"),
        p=_number(row["p"].removeprefix("<")),
        **{name: _number(row[name]) for name in ("estimate", "low", "high", "se")},
    )
    assert _codes([], (one,)) == row["found"]


def differences(row: dict[str, str]) -> None:
    arms = [
        ArmFigures(place="row 2", study="A", arm=name, change_mean=_number(row[name])) for name in ("first", "second")
    ]
    one = Difference(
        place="row 2",
        study="A",
        arm="first",
        versus="second",
        estimate=_number(row["difference"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
    )
    assert _codes(arms, (one,)) == row["found"]


def _trial(identifier: str, design: str = "double-blind", parts: str = "") -> Trial:
    return Trial(
        id=identifier,
        name=identifier,
        registry=(),
        year=None,
        population="cm",
        population_words="",
        design=design,
        part_of=tuple(parts.split()),
        source="",
        note="",
    )


TRIALS = {
    each.id: each
    for each in (
        _trial("T"),
        _trial("U"),
        _trial("P", "pooled", "T U"),
        _trial("S", "subgroup", "P"),
        _trial("R", "subgroup", "P"),
        _trial("E", "extension", "T"),
        _trial("C", "secondary", "T"),
    )
}


def apart(row: dict[str, str]) -> None:
    candidates = {name: int(people) for name, people in (part.split() for part in row["to be pooled"].split(","))}
    kept, left = independent(candidates, TRIALS)
    assert " ".join(kept) == row["kept"]
    assert {one.trial for one in left} == set(candidates) - set(kept)
    assert all(one.for_the_sake_of for one in left)


RUNNERS = {
    "check-spread": spread,
    "check-means": means,
    "check-percentages": percentages,
    "check-intervals": intervals,
    "check-differences": differences,
    "check-independent": apart,
}
