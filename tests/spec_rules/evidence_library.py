"""docs/spec/evidence-library.md"""

import tempfile
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.library import select_trials, trials, value
from interictal.evidence.library.loading import read
from support.libraries import write_library

_ROWS = {"change": 5, "count": 2, "ratio": 4}


def loaded(row: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = write_library(Path(name), {("values.csv", _ROWS[row["row"]], row["column"]): row["cell"]})
        if not row["refused"]:
            read(folder)
            return
        with pytest.raises(InvalidInput) as refused:
            read(folder)
        assert refused.value.field == row["refused"]
        assert refused.value.file == "values.csv"


def parts(row: dict[str, str]) -> None:
    one = trials()[row["analysis"]]
    assert (one.design, one.part_of) == (row["design"], tuple(row["patients of"].split()))


def figure(row: dict[str, str]) -> None:
    one = value(row["value id"])
    found = (str(one.value), one.status.value, one.tier, one.source)
    assert found == (row["value"], row["status"], row["tier"], row["source"])


def selection(row: dict[str, str]) -> None:
    wanted = [row["drug"]] if row["drug"] else [], [row["outcome"]] if row["outcome"] else [], row["population"] or None
    if row["refused"]:
        with pytest.raises(InvalidInput) as refused:
            select_trials(*wanted)
        assert refused.value.field == row["refused"]
        return
    assert [each.id for each in select_trials(*wanted)] == row["trials"].split()


RUNNERS = {
    "library-value": loaded,
    "library-parts": parts,
    "library-figure": figure,
    "library-selection": selection,
}
