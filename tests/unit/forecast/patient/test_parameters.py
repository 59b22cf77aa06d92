"""Parameters are numbers with a source."""

import math
import tomllib

import pytest

from interictal.errors import InvalidInput
from interictal.forecast.patient.parameters import FILE, Daily, baselines, daily, response, values
from interictal.sources import register


@pytest.mark.parametrize("name", ["propensity_sd", "drift_sd", "drift_half_life_days", "persistence_sd"])
@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf])
def test_spreads_and_half_lives_are_above_zero(name: str, value: float) -> None:
    good = {
        "propensity": 0.0, "propensity_sd": 1.0, "drift_sd": 1.0, "drift_half_life_days": 28.0, "persistence": 0.0,
        "persistence_sd": 1.0,
    }  # fmt: skip
    with pytest.raises(InvalidInput, match=name):
        Daily(**{**good, name: value})


@pytest.mark.parametrize("value", [math.nan, -math.inf])
def test_means_are_finite(value: float) -> None:
    with pytest.raises(InvalidInput, match="propensity"):
        Daily(value, 1.0, 1.0, 28.0, 0.0, 1.0)
    with pytest.raises(InvalidInput, match="persistence"):
        Daily(0.0, 1.0, 1.0, 28.0, value, 1.0)


def test_what_is_shipped_can_be_read_and_names_documents_of_the_register() -> None:
    """Each value has a source or what it was fitted to, and those are known."""
    assert daily().propensity_sd > 0
    assert 0 < baselines().rate < 1
    assert 0 <= response().toxin_without_response < 1
    known = register()
    for table in tomllib.loads(FILE.read_text(encoding="utf-8")).values():
        for entry in table.values():
            named = entry.get("fitted_to") or [entry["source"]]
            assert all(each in known for each in named), named


@pytest.mark.parametrize(
    ("entry", "message"),
    [({"value": 1.0}, "no source"), ({"value": "1", "source": "s"}, "a number"), ({"value": True, "source": "s"}, "a")],
    ids=["no source", "text", "truth"],
)
def test_a_value_without_source_or_number_is_refused(entry: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        values({"propensity": entry}, ["propensity"], "f.toml")
