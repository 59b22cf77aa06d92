"""docs/spec/virtual-trials.md"""

import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from interictal.errors import InterictalError, InvalidInput
from interictal.forecast.trials import kernels, kernels_sums
from interictal.forecast.trials.counts import seen
from interictal.forecast.trials.design_files import parse_design

_PAGE = Path(__file__).parents[2] / "docs" / "spec" / "virtual-trials.md"


def designs(row: dict[str, str]) -> None:
    block = re.search(r"```toml\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    old, new = row["instead of"], row["stands"].replace("; ", "\n")
    assert old in block[1]
    text = block[1].replace(old, new, 1)
    if not row["code"]:
        parse_design(text, "d.toml")
        return
    with pytest.raises(InterictalError) as refused:
        parse_design(text, "d.toml")
    problem = refused.value
    assert isinstance(problem, InvalidInput) == (row["code"] == "3")
    if isinstance(problem, InvalidInput):
        assert problem.field == row["field"]


def counts(row: dict[str, str]) -> None:
    recorded, headache = int(row["recorded days"]), int(row["of them headache"])
    packed = np.uint64((recorded << 38) | (headache << 56))
    values = np.zeros(kernels.FIELDS, np.int32)
    kernels._read(packed, packed, values)
    if row["in 28 days"]:
        assert values[0] / kernels.UNIT == pytest.approx(float(row["in 28 days"]), abs=1 / 1024)
    else:
        assert values[0] == kernels.UNKNOWN


def _days(cell: str) -> int:
    return round(float(cell) * kernels.UNIT) if cell.strip() else kernels.UNKNOWN


def missing(row: dict[str, str]) -> None:
    """The rule of the simulation, on people of its own who have what the row has missing."""
    rule = {"observed": kernels.OBSERVED, "last": kernels.LAST, "baseline": kernels.BASELINE}[row["missing"]]
    known = [bool(row[f"week {week}"]) for week in (12, 24)]
    people = {one: _simulated(one) for one in (kernels.OBSERVED, rule)}
    observed, ruled = people[kernels.OBSERVED], people[rule]
    alike = ((observed[:, 1, 0] >= 0) == known[0]) & ((observed[:, 2, 0] >= 0) == known[1])
    if not known[0]:  # and none of the counts in between, so that the baseline is the last
        alike &= (_simulated(kernels.OBSERVED, (4, 8, 12, 16, 20, 24))[:, 1:, 0] < 0).all(axis=1)
    elif not known[1]:
        alike &= (_simulated(kernels.OBSERVED, (4, 8, 12, 16, 20, 24))[:, 4:, 0] < 0).all(axis=1)
    assert alike.sum() > 5
    told = ruled[alike, 2, 0]
    of = {row[f"week {week}"]: at for at, week in ((2, 24), (1, 12), (0, 0)) if row[f"week {week}"]}
    if row["counted at week 24"]:
        np.testing.assert_array_equal(told, observed[alike, of[row["counted at week 24"]], 0])
    else:
        assert (told == kernels.UNKNOWN).all()


def _simulated(rule: int, visits: tuple[int, ...] = (12, 24)) -> NDArray[np.int32]:
    """People of whom many leave early and many keep the diary badly."""
    latent = np.zeros(kernels.LATENT)
    latent[[kernels.MU, kernels.SIGMA_MU, kernels.FEWEST_HOURS, kernels.MILD_SPAN]] = 1.0, 1.0, 5, 12
    latent[[kernels.MISSING_LOG_ODDS, kernels.SIGMA_MISSING, kernels.MISSING_STAYS]] = -2.0, 2.0, 0.9
    latent[kernels.LEAVES_OTHER] = 0.2
    values = np.empty((4000, 1 + len(visits), kernels.FIELDS), np.int32)
    left = np.empty((4000, 2), np.int32)
    shape = np.zeros(24)
    kernels.simulate(
        np.uint64(1), np.uint64(1), np.uint64(1), 0, latent, np.ones(29), shape, shape, np.array(visits, np.int64),
        rule, *kernels.tables(), values, left,
    )  # fmt: skip
    return values


def responders(row: dict[str, str]) -> None:
    x = [_days(cell) for cell in row["baselines"].split(",")]
    y = [_days(cell) for cell in row["values"].split(",")]
    values = np.full((len(x), 2, kernels.FIELDS), -1, np.int32)
    values[:, 0, 0], values[:, 1, 0] = x, y
    sums = np.zeros((1, kernels.FIELDS, kernels_sums.SUMS), np.int64)
    kernels_sums.add(values, sums)
    found = seen(sums[0, 0]).responder_50
    assert (found is None) if not row["percent"] else found == float(row["percent"])


RUNNERS = {
    "trial-designs": designs,
    "trial-counts": counts,
    "trial-missing": missing,
    "trial-responders": responders,
}
