"""Networks of any shape: the fast way equals slow ways, the reference program agrees, and what must hold, holds."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.errors import DataUnavailable
from interictal.evidence.network import (
    Network,
    contributions,
    graph_of,
    inconsistency,
    league,
    network,
    splits,
)
from interictal.evidence.synthesis.pooling import pool
from interictal.evidence.tables import Contrast, Kind, StudyTable
from support.networks import random_network, reduced_weights, slow, trial

RUNS = settings(derandomize=True, max_examples=80, deadline=None)
FEW = settings(derandomize=True, max_examples=30, deadline=None)
MATRICES = ("estimate", "se", "ci_low", "ci_high", "p")


@st.composite
def tables(draw: st.DrawFn, *, most_arms: int = 4, least: int = 2) -> StudyTable:
    """A network with trials of two to ``most_arms`` arms."""
    treatments = draw(st.integers(least, 8))
    studies = draw(st.integers(treatments - 1, 16))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    tau = draw(st.sampled_from([0.0, 0.3, 1.0]))
    return random_network(rng, treatments=treatments, studies=studies, most_arms=most_arms, tau=tau)


def rows_of(table: StudyTable) -> tuple[Contrast, ...]:
    return tuple(row for row in table.rows if isinstance(row, Contrast))


def of(rows: Iterator[Contrast] | tuple[Contrast, ...] | list[Contrast]) -> StudyTable:
    return StudyTable(Kind.CONTRASTS, tuple(rows), {})


def same(one: Network, other: Network, *, rel: float = 1e-8) -> None:
    """Both say the same of the same treatments."""
    assert one.treatments == other.treatments
    for kind in ("common", "random"):
        for name in MATRICES:
            first, second = getattr(one.model(kind), name), getattr(other.model(kind), name)
            np.testing.assert_allclose(first, second, rtol=rel, atol=rel)
        np.testing.assert_allclose(one.model(kind).p_scores, other.model(kind).p_scores, atol=rel)
    assert (one.q, one.q_df, one.k, one.m, one.n_designs) == (
        pytest.approx(other.q, rel=rel, abs=rel),
        other.q_df,
        other.k,
        other.m,
        other.n_designs,
    )
    assert one.tau2 == (None if other.tau2 is None else pytest.approx(other.tau2, rel=rel, abs=rel))


@given(tables())
@RUNS
def test_equals_generalised_least_squares(table: StudyTable) -> None:
    """Estimates, standard errors, Q and tau2 are those of whole covariance matrices."""
    result = network(table)
    for kind, tau2 in (("common", 0.0), ("random", None)):
        oracle = slow(rows_of(table), tau2)
        np.testing.assert_allclose(result.model(kind).estimate, oracle.estimate, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(result.model(kind).se, oracle.se, rtol=1e-9, atol=1e-9)
        assert (result.q, result.q_df) == (pytest.approx(oracle.q, rel=1e-9, abs=1e-9), oracle.df)
    if result.q_df:
        assert result.tau2 == pytest.approx(oracle.tau2, rel=1e-8, abs=1e-10)


@given(tables(least=3), st.integers(3, 4))
@RUNS
def test_rounded_differences_are_weighed_as_in_the_reference_program(table: StudyTable, digits: int) -> None:
    """Differences that add up only roughly are settled by the reduced weights, and count in Q."""
    table = of([replace(row, te=round(row.te, digits), se=round(row.se, 4)) for row in rows_of(table)])
    result = network(table)
    for kind, tau2 in (("common", 0.0), ("random", None)):
        oracle = reduced_weights(rows_of(table), tau2)
        np.testing.assert_allclose(result.model(kind).estimate, oracle.estimate, rtol=1e-8, atol=1e-8)
        np.testing.assert_allclose(result.model(kind).se, oracle.se, rtol=1e-8, atol=1e-8)
        assert result.q == pytest.approx(oracle.q, rel=1e-8, abs=1e-8)
    parts = inconsistency(result)
    assert parts.within.q + parts.between.q == pytest.approx(result.q, rel=1e-8, abs=1e-8)


@given(tables(), st.randoms(use_true_random=False))
@RUNS
def test_order_of_rows_does_not_matter(table: StudyTable, random: object) -> None:
    """Studies in another order, and treatments of a difference the other way round, change nothing."""
    rows = list(rows_of(table))
    random.shuffle(rows)  # type: ignore[attr-defined]
    turned = [
        Contrast(row.study, row.treat2, row.treat1, -row.te, row.se) if at % 2 else row for at, row in enumerate(rows)
    ]
    same(network(table), network(of(turned)))


@given(tables(), st.integers(0, 2**32))
@RUNS
def test_names_do_not_matter(table: StudyTable, seed: int) -> None:
    """With other names the same numbers stand in another order."""
    one = network(table)
    order = np.random.default_rng(seed).permutation(one.n)
    named = {name: f"x{order[at]:02d}" for at, name in enumerate(one.treatments)}
    other = network(of([replace(row, treat1=named[row.treat1], treat2=named[row.treat2]) for row in rows_of(table)]))
    at = np.array([other.treatments.index(named[name]) for name in one.treatments])
    for kind in ("common", "random"):
        for name in MATRICES:
            found = getattr(other.model(kind), name)[np.ix_(at, at)]
            np.testing.assert_allclose(getattr(one.model(kind), name), found, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(one.model(kind).p_scores, other.model(kind).p_scores[at], atol=1e-9)
    first, second = inconsistency(one), inconsistency(other)
    assert first.between.q == pytest.approx(second.between.q, rel=1e-8, abs=1e-8)


@given(tables())
@RUNS
def test_signs_reversed(table: StudyTable) -> None:
    """With all signs reversed estimates are reversed and every P-score is 1 less itself, as for large values good."""
    one = network(table)
    other = network(of([replace(row, te=-row.te) for row in rows_of(table)]))
    large = network(table, small_values_good=False)
    for kind in ("common", "random"):
        np.testing.assert_allclose(other.model(kind).estimate, -one.model(kind).estimate, atol=1e-9)
        np.testing.assert_allclose(other.model(kind).se, one.model(kind).se, rtol=1e-9)
        np.testing.assert_allclose(other.model(kind).p_scores, 1 - one.model(kind).p_scores, atol=1e-9)
        np.testing.assert_allclose(large.model(kind).p_scores, 1 - one.model(kind).p_scores, atol=1e-12)
    assert other.q == pytest.approx(one.q, rel=1e-9, abs=1e-9)


@given(tables(), st.floats(-100, 100), st.sampled_from([1e3, 1e6, 1e9]))
@RUNS
def test_a_study_without_weight_changes_nothing(table: StudyTable, te: float, se: float) -> None:
    """A study with a huge standard error, between treatments of the network, leaves the common-effect model as it is.

    It counts as a study, so Q has one degree of freedom more, and with it tau2.
    """
    one = network(table)
    null = Contrast("null", one.treatments[0], one.treatments[-1], te, se)
    other = network(of((*rows_of(table), null)))
    for name in MATRICES:
        first, second = getattr(one.common, name), getattr(other.common, name)
        np.testing.assert_allclose(first, second, rtol=1e-3 if se < 1e4 else 1e-8, atol=1e-3 if se < 1e4 else 1e-8)
    assert (other.k, other.q_df) == (one.k + 1, one.q_df + 1)


@given(tables(), st.floats(-10, 10))
@RUNS
def test_a_treatment_known_from_a_study_without_weight(table: StudyTable, te: float) -> None:
    """It stands at the end of the network, known from that study alone, and leaves everything else as it is."""
    one = network(table, method="FE")
    null = Contrast("null", one.treatments[0], "zz", te, 1e6)
    other = network(of((*rows_of(table), null)), method="FE")
    rest = slice(0, one.n)
    np.testing.assert_allclose(other.common.estimate[rest, rest], one.common.estimate, atol=1e-8)
    np.testing.assert_allclose(other.common.se[rest, rest], one.common.se, rtol=1e-8)
    assert other.common.estimate[0, one.n] == pytest.approx(te, abs=1e-6)
    assert other.common.se[0, one.n] == pytest.approx(1e6, rel=1e-9)
    assert contributions(other, model="common").share.sum(axis=1) == pytest.approx(np.ones(other.n * one.n // 2))


@given(tables(), st.sampled_from(["DL", "REML", "ML", "FE"]))
@RUNS
def test_estimates_fit_together(table: StudyTable, method: str) -> None:
    """A to C is A to B and B to C; B to A is A to B reversed; P-scores average one half; intervals hold estimates."""
    result = network(table, method=method)
    for kind in ("common", "random"):
        model = result.model(kind)
        e = model.estimate
        assert np.abs(e[:, :, None] - (e[:, None, :] + e.T[None, :, :])).max() < 1e-9
        np.testing.assert_array_equal(e, -e.T)
        np.testing.assert_array_equal(model.se, model.se.T)
        assert model.p_scores.mean() == pytest.approx(0.5)
        assert ((model.ci_low <= e) & (e <= model.ci_high)).all()
        assert (np.diag(model.se) == 0).all()
    assert (result.random.se >= result.common.se - 1e-12).all()
    low, high = result.random.prediction_low, result.random.prediction_high
    assert (low is not None) == (high is not None) == (result.q_df >= 2 and method != "FE")
    if low is not None and high is not None:
        assert (low <= result.random.ci_low + 1e-12).all()
        assert (high >= result.random.ci_high - 1e-12).all()


@given(tables(most_arms=2))
@RUNS
def test_networks_of_two_arms_are_a_regression(table: StudyTable) -> None:
    """With trials of two arms, it is least squares with weights and nothing else."""
    result, rows = network(table), rows_of(table)
    names = result.treatments
    root = np.array([1 / row.se for row in rows])
    x = np.array([[(name == row.treat1) - (name == row.treat2) for name in names] for row in rows])
    found, *_ = np.linalg.lstsq(root[:, None] * x, root * [row.te for row in rows], rcond=None)
    np.testing.assert_allclose(result.common.estimate, found[:, None] - found[None, :], atol=1e-9)


@given(st.integers(1, 12), st.integers(0, 2**32), st.sampled_from(["DL", "FE", "REML", "ML"]))
@RUNS
def test_two_treatments_are_one_pooled_comparison(studies: int, seed: int, method: str) -> None:
    """The network of two treatments is the pairwise analysis of its studies."""
    rng = np.random.default_rng(seed)
    te, se = rng.normal(0, 0.5, studies), rng.uniform(0.1, 0.5, studies)
    result = network(
        of([Contrast(f"s{at}", "b", "a", float(te[at]), float(se[at])) for at in range(studies)]), method=method
    )
    pooled = pool(te, se**2, method=method)
    # A likelihood is climbed in one way here and in another there.
    rel = 1e-10 if method in ("DL", "FE") else 1e-6
    assert result.random.estimate[1, 0] == pytest.approx(pooled.estimate, rel=rel, abs=1e-12)
    assert result.random.se[1, 0] == pytest.approx(pooled.se, rel=rel)
    assert (result.tau2 or 0.0) == pytest.approx(pooled.tau2, rel=rel, abs=1e-9)
    assert result.q == pytest.approx(pooled.q, rel=1e-9, abs=1e-12)


@given(tables())
@RUNS
def test_splits(table: StudyTable) -> None:
    """Direct and indirect evidence make the network estimate, in their proportion and with its precision."""
    result = network(table)
    for kind in ("common", "random"):
        for split in splits(result, model=kind):
            assert 0 <= split.proportion <= 1
            assert (split.direct is None) == (split.k == 0) == (split.proportion == 0)
            if split.direct is None:
                assert split.indirect == split.network
            elif split.indirect is None:
                assert split.direct.estimate == pytest.approx(split.network.estimate, abs=0.2 * split.network.se)
            else:
                assert split.difference is not None
                mean = split.proportion * split.direct.estimate + (1 - split.proportion) * split.indirect.estimate
                assert mean == pytest.approx(split.network.estimate, abs=1e-8)
                precision = split.direct.se**-2 + split.indirect.se**-2
                assert precision == pytest.approx(split.network.se**-2)


@given(tables(most_arms=2, least=3))
@RUNS
def test_indirect_evidence_is_what_is_left_without_the_direct(table: StudyTable) -> None:
    """With trials of two arms, the indirect estimate is that of the network without the studies of the comparison."""
    for split in splits(network(table), model="common"):
        rest = [row for row in rows_of(table) if row.study not in split.studies]
        if split.k and split.indirect:
            other = network(of(rest))
            one, two = other.position(split.treat1), other.position(split.treat2)
            assert split.indirect.estimate == pytest.approx(other.common.estimate[one, two], abs=1e-6)
            assert split.indirect.se == pytest.approx(other.common.se[one, two], rel=1e-6)


@given(tables())
@RUNS
def test_contributions(table: StudyTable) -> None:
    """Every estimate is made wholly of the comparisons made in trials."""
    result = network(table)
    for kind in ("common", "random"):
        found = contributions(result, model=kind)
        np.testing.assert_allclose(found.share.sum(axis=1), 1.0)
        assert (found.share >= 0).all()
        assert found.edges == tuple((edge.treat1, edge.treat2) for edge in graph_of(result.studies).edges)
        assert found.comparisons == tuple((split.treat1, split.treat2) for split in splits(result, model=kind))


def listed(result: Network, one: int, other: int) -> np.ndarray:
    """Contributions to one estimate, by listing all paths of the flow."""
    at = result.random.fit
    potential = at.inverse[one] - at.inverse[other]
    flow = np.maximum(-at.laplacian * (potential[:, None] - potential[None, :]), 0)
    np.fill_diagonal(flow, 0)
    flow[flow < 1e-10] = 0
    flow[other] = 0
    found = np.zeros_like(flow)

    def follow(path: list[int], chance: float) -> None:
        here = path[-1]
        if here == other:
            for step in pairwise(path):
                found[step] += chance / (len(path) - 1)
            return
        for there in np.flatnonzero(flow[here]):
            follow([*path, int(there)], chance * flow[here, there] / flow[here].sum())

    follow([one], 1.0)
    return found + found.T


@given(tables())
@FEW
def test_contributions_equal_all_paths(table: StudyTable) -> None:
    """What is calculated without listing paths equals what listing them gives."""
    result = network(table)
    found = contributions(result)
    at = {name: position for position, name in enumerate(result.treatments)}
    for row, (one, other) in enumerate(found.comparisons):
        oracle = listed(result, at[one], at[other])
        expected = [oracle[at[first], at[second]] for first, second in found.edges]
        np.testing.assert_allclose(found.share[row], expected, atol=1e-7)


@given(st.integers(2, 7), st.integers(1, 3), st.integers(0, 2**32))
@RUNS
def test_a_star_cannot_be_inconsistent(arms: int, each: int, seed: int) -> None:
    """Where everything was compared with one treatment only, all of Q is within designs."""
    rng = np.random.default_rng(seed)
    rows = [
        Contrast(f"{arm} {number}", "centre", f"arm {arm}", float(rng.normal()), float(rng.uniform(0.1, 1)))
        for arm in range(arms)
        for number in range(each)
    ]
    result = network(of(rows))
    found = inconsistency(result)
    assert (found.between.df, found.between.p) == (0, None)
    assert found.between.q == pytest.approx(0, abs=1e-9)
    assert found.within.df == result.q_df == arms * (each - 1)
    assert all(design.without is None for design in found.designs)
    assert all(split.difference is None for split in splits(result))
    assert graph_of(result.studies).nodes[-1].links == arms
    assert result.reference == ("centre" if arms > 1 else "arm 0")


@given(tables())
@RUNS
def test_q_comes_apart(table: StudyTable) -> None:
    """Within and between designs make Q; the parts of the designs make their sums; a detached design fits itself."""
    result = network(table)
    found = inconsistency(result)
    assert found.within.q + found.between.q == pytest.approx(result.q, rel=1e-9, abs=1e-9)
    assert found.within.df + found.between.df == result.q_df
    assert sum(design.within.q for design in found.designs) == pytest.approx(found.within.q, abs=1e-9)
    assert sum(design.between for design in found.designs) == pytest.approx(found.between.q, abs=1e-9)
    for design in found.designs:
        assert design.between > -1e-9
        if design.without:
            assert design.without.q <= found.between.q + 1e-9
            assert 0 <= design.without.df < found.between.df
    assert (found.tau2_within is None) == (found.within.df == 0)


@given(tables(least=3))
@FEW
def test_a_design_detached_is_a_design_left_out(table: StudyTable) -> None:
    """Where the network hangs together without it, detaching a design is leaving out its studies."""
    result = network(table)
    for design in inconsistency(result).designs:
        rest = [row for row in rows_of(table) if row.study not in design.studies]
        named = {name for row in rest for name in (row.treat1, row.treat2)}
        if named != set(result.treatments):
            continue
        try:
            other = inconsistency(network(of(rest)))
        except DataUnavailable:
            continue
        assert design.without is not None
        assert design.without.df == other.between.df
        assert design.without.q == pytest.approx(other.between.q, rel=1e-7, abs=1e-7)


@given(tables())
@RUNS
def test_league_holds_network_and_direct_estimates(table: StudyTable) -> None:
    """Below the diagonal stand network estimates, above it direct ones, row against column, in any order."""
    result = network(table)
    order = result.treatments[::-1]
    found = league(result, order=order)
    of_pair = {(split.treat1, split.treat2): split for split in splits(result)}
    for row, one in enumerate(order):
        for column, other in enumerate(order):
            cell = found.cell(row, column)
            split = of_pair.get((other, one)) or of_pair.get((one, other))
            if split is None:
                assert cell is None
                continue
            kind = split.network if row > column else split.direct
            if kind is None:
                assert cell is None
                continue
            sign = 1 if split.treat1 == one else -1
            limits = sorted((sign * kind.low, sign * kind.high))
            assert cell == pytest.approx((sign * kind.estimate, *limits))


METAFOR = """
suppressMessages(library(metafor))
all <- read.csv("rows.csv")
out <- NULL
for (net in unique(all$net)) {
  d <- all[all$net == net, ]
  X <- as.matrix(d[, grep("^x", names(d))])
  X <- X[, colSums(abs(X)) > 0, drop = FALSE]
  V <- matrix(0, nrow(d), nrow(d))
  for (s in unique(d$study)) {
    i <- which(d$study == s)
    V[i, i] <- as.matrix(d[i, grep("^v", names(d))])[, seq_along(i)]
  }
  for (method in c("FE", "REML", "ML")) {
    if (method == "FE")
      m <- rma.mv(d$y, V, mods = X, intercept = FALSE)
    else
      m <- rma.mv(d$y, V, mods = X, intercept = FALSE, random = ~ arm | study, struct = "CS", rho = 0.5, data = d,
                  method = method, control = list(REMLf = TRUE))
    out <- rbind(out, data.frame(net = net, method = method, tau2 = if (method == "FE") 0 else m$tau2, q = m$QE,
                                 at = seq_along(m$beta), b = as.vector(m$beta), se = m$se))
  }
}
write.csv(format(out, digits = 15), "found.csv", row.names = FALSE, quote = FALSE)
"""


def test_agrees_with_metafor(tmp_path: Path) -> None:
    """On random networks with trials of up to four arms, metafor's multivariate model finds the same."""
    if shutil.which("Rscript") is None:
        pytest.skip("R is not at hand: install R with the package metafor to run this test")
    probe = subprocess.run(["Rscript", "-e", "library(metafor)"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("R has no package metafor: install it to run this test")
    rng = np.random.default_rng(20261128)
    nets, lines = [], []
    for number in range(8):
        table = random_network(
            rng, treatments=int(rng.integers(3, 9)), studies=int(rng.integers(12, 26)), most_arms=2 + number % 3
        )
        nets.append(table)
        lines += basic(table, number)
    with (tmp_path / "rows.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    (tmp_path / "metafor.R").write_text(METAFOR, encoding="utf-8")
    subprocess.run(["Rscript", "metafor.R"], cwd=tmp_path, check=True, capture_output=True)
    with (tmp_path / "found.csv").open(encoding="utf-8") as file:
        found = [{name: cell.strip() for name, cell in row.items()} for row in csv.DictReader(file)]
    assert len(found) == sum(3 * (len(table.treatments) - 1) for table in nets)
    for row in found:
        result = network(nets[int(row["net"])], method=row["method"])
        at = int(row["at"])
        # metafor stops its search for tau2 at 1e-8 of the likelihood, which moves tau2 by up to 1e-4 of itself.
        rel = 1e-9 if row["method"] == "FE" else 1e-5
        assert result.tau2 == pytest.approx(float(row["tau2"]), rel=1e-4, abs=1e-5)
        assert result.random.estimate[at, 0] == pytest.approx(float(row["b"]), rel=rel, abs=rel)
        assert result.random.se[at, 0] == pytest.approx(float(row["se"]), rel=rel)
        assert result.q == pytest.approx(float(row["q"]), rel=1e-8)


def basic(table: StudyTable, number: int) -> list[dict[str, object]]:
    """The differences of each study to its first treatment, with their covariances, for metafor."""
    treatments = sorted(table.treatments)
    lines = []
    for study in table.studies:
        mine = [row for row in rows_of(table) if row.study == study]
        te = {(row.treat1, row.treat2): row.te for row in mine} | {(row.treat2, row.treat1): -row.te for row in mine}
        var = {frozenset((row.treat1, row.treat2)): row.se**2 for row in mine}
        arms = sorted({name for row in mine for name in (row.treat1, row.treat2)})
        for one in arms[1:]:
            line: dict[str, object] = {"net": number, "study": study, "arm": one, "y": repr(te[one, arms[0]])}
            for at, other in enumerate(arms[1:]):
                both = var[frozenset((one, arms[0]))] + var[frozenset((other, arms[0]))]
                line[f"v{at}"] = both / 2 if one == other else (both - var[frozenset((one, other))]) / 2
            for at in range(3):
                line.setdefault(f"v{at}", 0)
            for at in range(1, 9):
                name = treatments[at] if at < len(treatments) else ""
                line[f"x{at}"] = (name == one) - (name == arms[0])
            lines.append(line)
    return lines


def test_the_maker_makes_trials_of_several_arms() -> None:
    """The networks of these tests have what they are meant to test."""
    rng = np.random.default_rng(5)
    result = network(random_network(rng, treatments=6, studies=20, most_arms=4))
    assert {len(members) for members in result.studies.designs} == {2, 3, 4}
    assert len(trial("a", ["x", "y", "z"], [1, 2, 3], [1, 1, 1])) == 3
