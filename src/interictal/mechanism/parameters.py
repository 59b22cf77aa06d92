"""The numbers of the model (``data/parameters.toml``): each with unit, interval, and source or what it was fitted to.

A number without these does not load: docs/spec/mechanism.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from interictal.injection.tables import Table, table_of
from interictal.mechanism.records import Parameter
from interictal.sources import source

DATA = Path(__file__).with_name("data") / "parameters.toml"
STUDIED = ("people", "animal", "cell", "assumption")

OF_TERMINALS = ("half_binding_units", "uptake_half_time_days", "snap25_synthesis", "cleavage", "cooperativity")
OF_HEADACHE = (
    *("sensory_half_life_days", "recovery_spread", "central_share", "central_days", "reference_sites"),
    *("headache_log_odds", "response_spread", "period_spread"),
)
OF_MUSCLE = ("motor_half_life_days", "muscle_days", "sprout_share", "sprout_days")
OF_GLANDS = ("sweat_half_life_days", "detrusor_half_life_days", "neurogenic_detrusor_half_life_days")
PARAMETERS = (*OF_TERMINALS, *OF_HEADACHE, *OF_MUSCLE, *OF_GLANDS)
"""Every number of the model, in the order of the chain."""

_KEYS = {
    *("value", "unit", "low", "high", "words", "source", "fitted_to", "prior", "confirmed", "studied", "note"),
}


@cache
def parameters() -> Mapping[str, Parameter]:
    """All parameters, by id.

    Raises:
        InvalidInput: see ``parse``.
    """
    return parse(DATA.read_text(encoding="utf-8"))


@cache
def values() -> Mapping[str, float]:
    """The value of each, by id."""
    return MappingProxyType({each.id: each.value for each in parameters().values()})


def parse(text: str, file: str = DATA.name) -> Mapping[str, Parameter]:
    """The parameters in the text of a file.

    Args:
        text: TOML, one table per id.
        file: for messages.

    Raises:
        InvalidInput: a parameter is missing or unknown; it has neither source nor ``fitted_to``; its source is not in
            the register; its value is outside its interval; a number is not one.
    """
    whole = table_of(text, file)
    whole.only(set(PARAMETERS))
    return MappingProxyType({each: _parameter(each, whole) for each in PARAMETERS})


def _parameter(name: str, whole: Table) -> Parameter:
    given = whole.given.get(name)
    if not isinstance(given, dict):
        raise whole.wrong(name, given, "a table", f"Write [{name}].")
    table = Table(given, whole.file, name)
    table.only(_KEYS)
    value, low, high = (number(table, key) for key in ("value", "low", "high"))
    if not low <= value <= high or value < 0:
        raise table.wrong("value", value, f"0 or more, and from low {low} to high {high}")
    fitted = table.texts("fitted_to")
    if not fitted and "source" not in given:
        raise table.wrong("source", None, "a source of the register, or fitted_to", "Say what the number rests on.")
    citation = table.cited() if "source" in given else ""
    prior = _prior(table)
    if prior is not None and (not fitted or not citation):
        raise table.wrong("prior", given["prior"], "a prior only where the number is fitted, and with its source")
    studied = table.text("studied")
    if studied not in STUDIED:
        raise table.wrong("studied", studied, ", ".join(STUDIED))
    seen = table.flag("confirmed", default=True)
    note = table.text_or_none("note")
    if not seen and not note:
        raise table.wrong("note", None, "what was not seen, where the figure is not confirmed")
    return Parameter(
        id=name,
        value=value,
        unit=table.text("unit"),
        low=low,
        high=high,
        words=table.text("words"),
        source=citation,
        fitted_to=fitted,
        prior=prior,
        confirmed=seen and (not citation or source(citation).status != "unconfirmed"),
        studied=studied,
        note=note,
    )


def number(table: Table, key: str) -> float:
    """A finite number that must be there."""
    return _number(table, key, table.given.get(key))


def _number(table: Table, key: str, value: Any) -> float:
    if type(value) not in (int, Decimal) or not Decimal(value).is_finite():
        raise table.wrong(key, value, "a number")
    return float(value)


def _prior(table: Table) -> tuple[float, float] | None:
    """Median on the number's own scale, and the SD of its logarithm."""
    if "prior" not in table.given:
        return None
    given = table.given["prior"]
    if not isinstance(given, list) or len(given) != 2:
        raise table.wrong("prior", given, "median, and SD of the logarithm")
    median, spread = (_number(table, "prior", each) for each in given)
    if median <= 0 or spread <= 0:
        raise table.wrong("prior", given, "median, and SD of the logarithm, both above 0")
    return median, spread
