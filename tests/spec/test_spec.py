"""Every row of every table in docs/spec is a test."""

import importlib
import pkgutil

import pytest

import spec_rules
from support.spec import Row, rows

RUNNERS = {}
for _module in pkgutil.iter_modules(spec_rules.__path__):
    _runners = importlib.import_module(f"spec_rules.{_module.name}").RUNNERS
    assert not RUNNERS.keys() & _runners.keys(), "two runners of one name"
    RUNNERS.update(_runners)
ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row(row: Row) -> None:
    """The row's expected values hold."""
    RUNNERS[row.rule](row.cells)


def test_every_runner_has_a_table() -> None:
    """No runner is left over from a table that is gone."""
    assert {row.rule for row in ROWS} == set(RUNNERS)
