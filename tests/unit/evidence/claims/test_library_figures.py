"""Figures that are named by their id in the trial library."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from interictal.evidence.claims import library_figures as module
from interictal.evidence.claims.files import parse
from interictal.evidence.claims.library_figures import referred
from interictal.evidence.library import value
from interictal.evidence.library.events import events
from interictal.evidence.library.records import Status
from interictal.evidence.library.syntheses import syntheses
from spec_rules.claims import statement, toml

VALUE = "preempt-pooled.onabotulinumtoxina.headache_days_28.24.change_mean"
RATE = "chronic-migraine.compel.onabotulinumtoxina-155-u.any.treatment-related"


def test_a_value() -> None:
    found, held = referred(VALUE), value(VALUE)
    assert found is not None
    assert (found.value, found.low, found.high, found.below) == (str(held.value), "", "", False)
    assert (found.source, found.seen, found.status, found.tier) == (held.source, held.seen, held.status, held.tier)


def test_a_pooled_result_brings_its_interval() -> None:
    found = referred("JACKSON2012-EM")
    assert found is not None
    assert (found.value, found.low, found.high) == ("0.05", "-0.26", "0.36")
    assert found.status is Status.VERIFIED


def test_a_rate_of_side_effects() -> None:
    found = referred(RATE)
    assert found is not None
    assert found.value == "18.3"


@pytest.mark.parametrize("identifier", ["", "nobody", "preempt-pooled"])
def test_nothing_of_this_id(identifier: str) -> None:
    assert referred(identifier) is None


def test_a_limit_that_was_not_seen_makes_the_whole_unconfirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """And it then has no tier; a result in words alone is no figure."""
    seen = syntheses()["JACKSON2012-EM"]
    changed = {
        "UNSEEN": replace(seen, unseen=("high",)),
        "OTHER": replace(seen, unseen=("k",)),
        "WORDS": replace(seen, estimate=None),
    }
    monkeypatch.setattr(module, "syntheses", lambda: changed)
    unseen, other = referred("UNSEEN"), referred("OTHER")
    assert unseen is not None
    assert (unseen.status, unseen.tier) == (Status.UNCONFIRMED, "")
    assert other is not None
    assert other.status is Status.VERIFIED
    assert referred("WORDS") is None


def test_a_rate_that_is_a_count_alone_is_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    one = events()[0]
    monkeypatch.setattr(module, "_rates", lambda: {"COUNT": replace(one, percent=None), "RATE": one})
    assert referred("COUNT") is None
    assert referred("RATE") is not None


def test_printed_as_less_than(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words go with the value, wherever it is shown."""
    one = replace(events()[0], percent=Decimal("0.50"), below=True)
    monkeypatch.setattr(module, "_rates", lambda: {"BELOW": one})
    figure = {"id": "half", "words": "47 of 50", "unit": "%", "refers": "BELOW"}
    found = parse(toml("helped", {**statement(), "figures": [figure]}), "x", referred)["helped"]
    assert found.figures[0].text == "less than 0.50 %"
