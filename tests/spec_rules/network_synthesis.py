"""docs/spec/network-synthesis.md"""

import pytest

from interictal.errors import DataUnavailable, InterictalError
from interictal.evidence.network import Network, contributions, inconsistency, network, splits
from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm, StudyTable

TOLERANCE = 1e-5


def near(text: str) -> object:
    """The number of a cell; None where it is empty."""
    return pytest.approx(float(text), abs=TOLERANCE) if text else None


def analysed(text: str, **options: bool) -> Network:
    rows = []
    for number, study in enumerate(text.split(";")):
        for difference in study.split(","):
            pair, te, se = difference.split()
            rows.append(Contrast(f"study {number + 1}", *pair.split("-"), float(te), float(se)))
    return network(StudyTable(Kind.CONTRASTS, tuple(rows), {}), **options)  # type: ignore[arg-type]


def estimates(row: dict[str, str]) -> None:
    result = analysed(row["studies"])
    one, other = (result.position(name) for name in row["pair"].split("-"))
    assert result.common.estimate[one, other] == near(row["estimate"])
    assert result.random.estimate[one, other] == near(row["estimate"])
    assert result.common.se[one, other] ** 2 == near(row["variance"])
    assert result.random.se[one, other] ** 2 == near(row["random"])
    assert (result.q, result.q_df, result.tau2) == (near(row["Q"]), int(row["df"]), near(row["tau2"]))


def split(row: dict[str, str]) -> None:
    (one,) = (
        each
        for each in splits(analysed(row["studies"]), model="common")
        if f"{each.treat1}-{each.treat2}" == row["pair"]
    )
    assert one.k == int(row["k"])
    assert (one.direct and one.direct.estimate) == near(row["direct"])
    assert (one.indirect and one.indirect.estimate) == near(row["indirect"])
    assert (one.network.estimate, one.proportion) == (near(row["network"]), near(row["share"]))
    assert (one.difference and one.difference.estimate) == near(row["difference"])
    assert (one.difference and one.difference.se) == near(row["se"])


def shares(row: dict[str, str]) -> None:
    found = contributions(analysed(row["studies"]), model="common")
    at = found.comparisons.index(tuple(row["pair"].split("-")))  # type: ignore[arg-type]
    made = {"-".join(pair): share for pair, share in zip(found.edges, found.share[at], strict=True) if share > 0}
    assert made == {pair: near(share) for pair, share in map(str.split, row["contributions"].split(","))}


def p_scores(row: dict[str, str]) -> None:
    result = analysed(row["studies"], small_values_good=row["small values"] == "good")
    found = dict(zip(result.treatments, result.common.p_scores, strict=True))
    assert found == {name: near(score) for name, score in map(str.split, row["P-scores"].split(","))}


def disagreement(row: dict[str, str]) -> None:
    found = inconsistency(analysed(row["studies"]))
    assert (found.within.q, found.within.df) == (near(row["within"]), int(row["df"]))
    assert (found.between.q, found.between.df) == (near(row["between"]), int(row["df between"]))
    (design,) = (each for each in found.designs if each.treatments == ("A", "C"))
    assert (design.without and design.without.q) == near(row["without A-C"])


def zero_cells(row: dict[str, str]) -> None:
    rows = []
    for arm in row["arms"].split(";"):
        name, _, counts = arm.strip().partition(" ")
        of, n = map(int, counts.split("/"))
        rows.append(EventsArm("study", name, n, of))
    table = StudyTable(Kind.EVENTS, tuple(rows), {})
    if row["effect"] == "left out":
        with pytest.raises(DataUnavailable, match="No study is left"):
            network(table, measure=row["measure"])
        return
    result = network(table, measure=row["measure"])
    assert result.common.estimate[0, 1] == near(row["effect"])
    assert result.common.se[0, 1] ** 2 == near(row["variance"])


def standardised(row: dict[str, str]) -> None:
    rows = []
    for arm in row["arms"].split(";"):
        name, n, mean, sd = arm.split()
        rows.append(MeansArm("study", name, int(n), float(mean), float(sd)))
    result = network(StudyTable(Kind.MEANS, tuple(rows), {}), measure="SMD")
    one, other = (result.position(name) for name in row["pair"].split("-"))
    assert result.common.estimate[one, other] == near(row["effect"])
    assert result.common.se[one, other] ** 2 == near(row["variance"])


def refused(row: dict[str, str]) -> None:
    with pytest.raises(InterictalError) as caught:
        analysed(row["studies"])
    assert row["says"] in str(caught.value)


RUNNERS = {
    "network-estimates": estimates,
    "network-splits": split,
    "network-contributions": shares,
    "network-p-scores": p_scores,
    "network-inconsistency": disagreement,
    "network-zero-cells": zero_cells,
    "network-smd": standardised,
    "network-refused": refused,
}
