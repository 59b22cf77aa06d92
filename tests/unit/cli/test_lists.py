"""What ``interictal protocols`` shows of a protocol: muscles with their ranges, and every mark."""

import json
from argparse import Namespace
from typing import Any

import pytest

from interictal.cli import lists
from interictal.injection.protocol_files import all_protocols


@pytest.fixture
def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    assert lists.run(Namespace(command="protocols", json=True)) == 0
    return {entry["id"]: entry for entry in json.loads(capsys.readouterr().out)}


def of(indication: str, product: str = "onabotulinumtoxinA", protocol: str = "label") -> str:
    return f"--indication {indication} --protocol {protocol} --product {product}"


def test_every_protocol_tells_whether_all_of_it_is_confirmed(listed: dict[str, dict[str, Any]]) -> None:
    """Also where the mark is that of a muscle, a dilution or a caution alone."""
    for one in all_protocols():
        entry = listed[of(one.indication, one.product, one.id)]
        assert bool(entry["status"]) is not one.wholly_confirmed
        assert [line.split(":")[0] for line in entry["muscle"]] == [target.muscle for target in one.targets]
        assert [" (unconfirmed)" in line for line in entry["muscle"]] == [not each.confirmed for each in one.targets]
        assert entry["dilution"].count("(unconfirmed)") == sum(not mix.confirmed for mix in one.mixtures)
        assert entry["doses of"] == one.doses_of
        assert all(target.note in line for target, line in zip(one.targets, entry["muscle"], strict=True))


@pytest.mark.parametrize(
    ("entry", "muscle"),
    [
        (of("chronic-migraine", protocol="preempt-fixed"), "corrugator: 1 site of 5 U on each side"),
        (of("chronic-migraine", protocol="preempt-fixed"), "procerus: 1 site of 5 U"),
        (
            of("chronic-migraine", protocol="preempt-follow-the-pain"),
            "trapezius: 3 sites of 5 U on each side, places for 4 more on each side. "
            "The fixed sites stand in both labels, the added ones in the EU and UK label only.",
        ),
        (of("neurogenic-detrusor-overactivity"), "detrusor: 30 sites. The total is shared by all sites."),
        (of("paediatric-upper-limb-spasticity"), "brachialis: 2 sites on each side, 1 to 2 U per kg on each side"),
        (
            of("upper-limb-spasticity", "abobotulinumtoxinA"),
            "brachialis: 1 to 2 sites on each side, 200 to 400 U on each side",
        ),
        (of("cervical-dystonia", "incobotulinumtoxinA"), "scalenus: no dose in the source"),
    ],
)
def test_a_muscle_with_its_range(listed: dict[str, dict[str, Any]], entry: str, muscle: str) -> None:
    """Sites and units as the protocol has them; nothing where it has none."""
    assert muscle in listed[entry]["muscle"]


def test_session_and_dilution(listed: dict[str, dict[str, Any]]) -> None:
    """What bounds the session, and what the dose is made up to."""
    child = listed[of("paediatric-neurogenic-detrusor-overactivity")]
    assert child["session"] == "6 U per kg, at most 200 U, from 12 kg of body weight (unconfirmed)"
    assert child["dilution"] == "200 U in 10 mL, the dose made up to 10 mL"
    assert listed[of("blepharospasm")]["session"] == ""
    assert listed[of("chronic-migraine", protocol="preempt-follow-the-pain")]["session"] == "155 to 195 U"


def test_both_labels_are_named(listed: dict[str, dict[str, Any]]) -> None:
    """The fixed sites stand in two documents."""
    assert len(listed[of("chronic-migraine", protocol="preempt-fixed")]["source"]) == 2


def test_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    """One line per muscle."""
    assert lists.run(Namespace(command="protocols", json=False)) == 0
    shown = capsys.readouterr().out
    assert "    muscle: frontalis: 2 sites of 5 U on each side\n" in shown
    assert "    doses of: EU and UK label\n" in shown
    assert "no plan is made (contradicted)" in shown
