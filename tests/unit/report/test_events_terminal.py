"""Rates of side effects on the terminal."""

import re

import pytest

from interictal import INTENDED_USE
from interictal.evidence.library.events import AdverseEventRate, events, select_events
from interictal.report.events_terminal import events_terminal

PLAIN = {"width": 80, "colour": False, "unicode": True}


def _of(drug: str, *wanted: str) -> list[AdverseEventRate]:
    return [one for one in select_events(drugs=[drug], of=wanted) if one.drug == drug]


def _show(found: list[AdverseEventRate], **more: object) -> str:
    return events_terminal(found, **(PLAIN | more))  # type: ignore[arg-type]


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_an_arm_and_what_stands_beside_it() -> None:
    """Percentage as printed, count, exact interval, status, source; the comparator of the same study below it."""
    flat = _flat(_show(_of("topiramate", "withdrawal")))
    assert "FORWARD: chronic migraine" in flat
    assert "topiramate, 36 weeks: 50.7 % [A] (72 of 142; 95 % interval 42.2 to 59.2 %)" in flat
    assert "beside it, onabotulinumtoxinA, 36 weeks: 3.6 % [A] (5 of 140; 95 % interval 1.2 to 8.1 %)" in flat
    assert "beside it, placebo, 26 weeks: 11.0 % [A] (of 372)" in flat
    assert "source: forward-2019" in flat
    assert "[chronic-migraine.forward.topiramate.withdrawal.all-cause]" in flat
    assert flat.endswith(_flat(INTENDED_USE))


def test_kinds_stand_apart() -> None:
    """All-cause and treatment-related rates of one study have a head each."""
    lines = _show(_of("fremanezumab", "any")).splitlines()
    first = lines.index("Fremanezumab trial 2021: migraine")
    heads = [line for line in lines[first:] if line.startswith("  side effects")]
    assert heads[:2] == [
        "  side effects whatever caused them (all-cause)",
        "  side effects held to be caused by the treatment (treatment-related)",
    ]


def test_unconfirmed_rates_say_so() -> None:
    """In the title and behind each of them."""
    open_ones = [one for one in events() if not one.confirmed]
    text = _show(open_ones)
    assert f"{len(open_ones)} rates of side effects, {len(open_ones)} of them unconfirmed" in _flat(text)
    assert len(re.findall(r" %, unconfirmed", _flat(text))) == len(open_ones)
    assert "1 rate of side effects, 1 of them unconfirmed" in _flat(_show(open_ones[:1]))


def test_notes() -> None:
    """One of all arms stands once, below them; that of one arm stands below that arm."""
    together = _of("atogepant", "any")
    assert all(not one.note for one in together)
    shared = _flat(_show(_of("topiramate", "any")))
    assert shared.count("59 people in both arms") == 1
    assert shared.count("Open label; the number of patients, some of whom had topiramate first") == 1


def test_sources_of_a_study() -> None:
    """Each once, whatever number of its rates cites it."""
    flat = _flat(_show([one for one in events() if one.study == "PREEMPT, double-blind, pooled"]))
    assert flat.count("sources: preempt-pooled-2010, preempt-neck-pain-2010") == 1


@pytest.mark.parametrize("width", [60, 80, 100])
def test_lines_fit(width: int) -> None:
    """No line is longer than the terminal, except one long word, which stays whole."""
    for line in _show(list(events()), width=width).splitlines():
        assert len(line) <= width or len(line.split()) == 1, line


def test_plain_ascii_and_colour() -> None:
    """ASCII where the terminal shows no more; what nobody asked for is dim where colour is allowed."""
    found = _of("topiramate", "withdrawal")
    assert _show(found, unicode=False).isascii()
    assert "\x1b[2m      beside it, onabotulinumtoxinA" in _show(found, colour=True)
