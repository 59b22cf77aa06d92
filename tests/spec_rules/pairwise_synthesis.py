"""docs/spec/pairwise-synthesis.md"""

from __future__ import annotations

import pytest

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.synthesis.analysis import pool_table
from interictal.evidence.synthesis.counts import pool_counts
from interictal.evidence.synthesis.effects import Events, Means, two_arm
from interictal.evidence.synthesis.pooling import pool
from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm, StudyTable


def _close(found: float, cell: str) -> None:
    assert found == pytest.approx(float(cell), abs=6e-6)


def _arm(text: str) -> Events | Means:
    if "/" in text:
        return Events(*([float(each)] for each in text.split("/")))
    return Means(*([float(each)] for each in text.split()))


def effect(row: dict[str, str]) -> None:
    estimate, variance = two_arm(row["measure"], _arm(row["first"]), _arm(row["second"]))
    _close(estimate[0], row["estimate"])
    _close(variance[0], row["variance"])


def _pairs(text: str) -> tuple[list[float], list[float]]:
    both = [each.split(":") for each in text.split()]
    return [float(one) for one, _ in both], [float(two) for _, two in both]


def pooled(row: dict[str, str]) -> None:
    found = pool(*_pairs(row["studies"]), method=row["method"], hartung_knapp=row["hartung-knapp"] == "yes")
    _close(found.estimate, row["estimate"])
    _close(found.se, row["se"])
    _close(found.tau2, row["tau2"])
    if row["i2"]:
        _close(found.i2, row["i2"])
    else:
        assert found.i2 is None
    if row["prediction half-width"]:
        _close((found.prediction_high - found.prediction_low) / 2, row["prediction half-width"])
    else:
        assert found.prediction_high is None
    assert row["note says"] in " ".join(found.notes)
    assert bool(row["note says"]) == bool(found.notes)


def rare(row: dict[str, str]) -> None:
    arms = [[arm.split("/") for arm in study.split("-")] for study in row["studies"].split()]
    first, second = (Events([float(x[i][0]) for x in arms], [float(x[i][1]) for x in arms]) for i in (0, 1))
    found = pool_counts(row["measure"], first, second, method=row["method"])
    _close(found.estimate, row["estimate"])
    assert (found.k, found.q_df) == (int(row["k"]), int(row["q_df"]))


def refusal(row: dict[str, str]) -> None:
    with pytest.raises((InvalidInput, DataUnavailable)) as caught:
        pool(*_pairs(row["studies"]), method=row["method"], hartung_knapp=row["hartung-knapp"] == "yes")
    assert row["says"] in str(caught.value)


STUDIES = {"S1": "ABC", "S2": "AB", "S3": "BC"}


def _table(kind: str) -> StudyTable:
    if kind == "c":
        rows = (
            Contrast("S1", "A", "B", -1.0, 0.5),
            Contrast("S1", "A", "C", -1.5, 0.5),
            Contrast("S2", "B", "A", 0.8, 0.4),
            Contrast("S3", "B", "C", -0.3, 0.6),
        )
        return StudyTable(Kind.CONTRASTS, rows, {})
    arms = [(study, arm) for study, letters in STUDIES.items() for arm in letters]
    if kind == "m":
        means = tuple(MeansArm(study, arm, 20, 5.0 + i, 2.0) for i, (study, arm) in enumerate(arms))
        return StudyTable(Kind.MEANS, means, {})
    return StudyTable(Kind.EVENTS, tuple(EventsArm(study, arm, 30, 5 + i) for i, (study, arm) in enumerate(arms)), {})


def compared(row: dict[str, str]) -> None:
    def run() -> object:
        return pool_table(
            _table(row["table"]),
            measure=row["measure"] or None,
            method=row["method"] or "REML",
            compare=tuple(row["compare"].split(",")) if row["compare"] else None,
            reference=row["reference"] or None,
        )

    if not row["pair"]:
        with pytest.raises(InvalidInput) as caught:
            run()
        assert row["says"] in str(caught.value)
        return
    found = run()
    assert "-".join(found.compare) == row["pair"]
    assert " ".join(found.studies.names) == row["studies"]
    assert row["says"] in " ".join(found.notes)


RUNNERS = {
    "effect-sizes": effect,
    "pooled": pooled,
    "rare-events": rare,
    "pooling-refusals": refusal,
    "compared-studies": compared,
}
