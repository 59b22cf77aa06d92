"""Faults of a record: what the tables of docs/spec/session.md leave to say."""

from dataclasses import replace
from typing import Any

import pytest

from interictal.injection import record_checks
from interictal.injection.catalogue import Product, product
from interictal.injection.findings import Finding, Severity
from interictal.injection.protocol_files import protocols
from interictal.injection.protocols import Side
from interictal.injection.record import SessionRecord
from interictal.injection.record_checks import answered, fixed_sites, planned_sites, record_findings
from interictal.injection.signing import sign
from spec_rules.session import NOW, PREEMPT, SIGNED_AT, base, changed, earlier_base, earlier_of, record_of


def found(record: SessionRecord, **more: object) -> list[tuple[str, str]]:
    """Severity and code."""
    return [(one.severity.value, one.code) for one in record_findings(record, now=NOW, **more)]


def test_nothing_at_all() -> None:
    """An empty record is not a good one."""
    blocking = {one.code for one in record_findings(SessionRecord(), now=NOW) if one.severity is Severity.BLOCK}
    assert blocking == {"PATIENT", "DATE", "PRODUCT", "UNREADABLE", "SITE"}


def test_the_fixed_sites_are_31() -> None:
    """And the places of follow-the-pain hold 39."""
    assert len(fixed_sites(PREEMPT)) == 31
    assert fixed_sites(PREEMPT)["cervical-paraspinal-R2"] == ("cervical paraspinal", Side.RIGHT)
    assert fixed_sites(PREEMPT)["procerus-M1"] == ("procerus", Side.MIDLINE)
    (wide,) = (one for one in protocols("chronic-migraine") if one.id == "preempt-follow-the-pain")
    assert fixed_sites(wide) == fixed_sites(PREEMPT)
    assert set(fixed_sites(wide)) < set(planned_sites(wide))


def test_a_place_to_add_is_a_site_of_the_protocol() -> None:
    """A chosen site is not the clinician's own."""
    site = {"id": "temporalis-L5", "muscle": "temporalis", "side": "left", "units": 5, "volume_ml": 0.1}
    document = base() | {"protocol": "preempt-follow-the-pain"}
    document["sites"].append(site | {"vial": "v1", "status": "given"})
    assert found(record_of(document)) == [("note", "DURATION"), ("note", "SIGNATURE")]


def test_the_record_itself_among_the_earlier_ones() -> None:
    """A file of all sessions may hold this one, signed or not: it is not counted against itself, and that is said."""
    record = record_of(base())
    versions = [earlier_of(record), earlier_of(sign(record, "C1", SIGNED_AT))]
    quiet = [("note", "DURATION"), ("note", "SIGNATURE"), ("note", "SIGNATURE")]
    assert found(record, earlier=versions[:1]) == found(record, earlier=versions) == quiet
    said = record_findings(record, earlier=versions, now=NOW)[-1].because
    assert said.startswith("2 of the earlier sessions are this session itself")


def test_the_present_without_an_offset() -> None:
    """Then its own day is the latest."""
    document = base() | {"date": "2026-03-03"}
    said = [one.because for one in record_findings(record_of(document), now=NOW.replace(tzinfo=None))]
    assert any("is after today" in one for one in said)


def test_a_reason_answers_what_asks_and_nothing_else() -> None:
    """A block stays one; a blank is no reason."""
    asks = Finding(code="UNREADABLE", severity=Severity.ASK, because="Why?", source="interictal-injection")
    assert answered(asks, {"UNREADABLE": "known"}).severity is Severity.NOTE
    assert answered(asks, {"UNREADABLE": " "}) is asks
    assert answered(asks, {"PREG": "known"}) is asks
    blocks = replace(asks, severity=Severity.BLOCK)
    assert answered(blocks, {"UNREADABLE": "known"}) is blocks


def test_a_solution_takes_no_diluent() -> None:
    """Nor is there one of the label to compare with."""
    change = 'product = "rimabotulinumtoxinB" ; vials[1].product = "rimabotulinumtoxinB" ; vials[1].diluent = "saline"'
    said = [one for one in record_findings(record_of(changed(base(), change)), now=NOW) if one.code == "DILUTION"]
    assert ["is not diluted" in one.because for one in said] == [True]


def test_roundings_that_add_up() -> None:
    """Each site within its tolerance, all of them together more than the vial held."""
    document = changed(base(), "vials[1].units = 155 ; vials[1].diluent_ml = 3.1 ; sites[*].volume_ml = 0.1")
    for number, volume in enumerate(["0.105"] * 10 + ["0.1"] * 21):
        document["sites"][number]["volume_ml"] = volume
    assert ("block", "VOLUME") not in found(record_of(document))
    document["sites"][10]["volume_ml"] = "0.101"
    assert ("block", "VOLUME") in found(record_of(document))


def bladder(volume: str) -> dict[str, Any]:
    """72 U of a vial of 200 U in 10 mL, which the protocol makes up to 10 mL, in 20 sites."""
    document = base() | {"indication": "paediatric-neurogenic-detrusor-overactivity", "protocol": "label"}
    document["vials"][0] |= {"diluent_ml": 10}
    document["sites"] = [
        {
            "id": f"detrusor-M{number}",
            "muscle": "detrusor",
            "side": "midline",
            "units": 3.6,
            "volume_ml": volume,
            "vial": "v1",
            "status": "given",
        }
        for number in range(1, 21)
    ]
    return document


@pytest.mark.parametrize(
    ("volume", "change", "wanted"),
    [
        ("0.5", "", None),
        ("0.502", "", None),
        ("0.503", "", "block"),
        ("0.498", "", None),
        ("0.497", "", "ask"),
        ("0.18", "", "ask"),
        ("0.5", "sites[1].volume_ml = 0.506", "block"),
        ("0.5", "sites[1].volume_ml = 0.505", None),
        ("0.5", 'sites[1].status = "skipped" ; sites[1].units - ; sites[1].volume_ml -', None),
        ("0.18", 'sites[1].status = "skipped" ; sites[1].units - ; sites[1].volume_ml -', "ask"),
        ("0.5", "vials[1].diluent_ml = 5", "block"),
    ],
)
def test_a_dose_made_up_to_its_final_volume(volume: str, change: str, wanted: str | None) -> None:
    """One concentration in all sites, together the final volume; the vial's own dilution is not it."""
    findings = record_findings(record_of(changed(bladder(volume), change)), now=NOW)
    assert {one.severity.value for one in findings if one.code == "VOLUME"} == ({wanted} if wanted else set())


def test_a_vial_whose_hours_are_not_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asks, with the source of the product."""

    def unknown(name: str) -> Product:
        return replace(product(name), hours_after_reconstitution=None)

    monkeypatch.setattr(record_checks, "product", unknown)
    (one,) = (one for one in record_findings(record_of(base()), now=NOW) if one.code == "RECONSTITUTION")
    assert one.severity is Severity.ASK
    assert "Vial v1: " in one.because
    assert "not confirmed" in one.because
    assert one.source == product("onabotulinumtoxinA").source
    assert one.about == ("v1",)


def test_a_vial_for_several_patients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is shared without a fault; what it holds still counts."""

    def several(name: str) -> Product:
        return replace(product(name), single_use=False)

    other = changed(
        earlier_base(),
        'patient = "P2" ; vials[1].id = "v1" ; vials[1].lot = "LOT1" ; sites[*].vial = "v1" ; '
        'vials[1].reconstituted_at = "2026-03-02T08:30"',
    )
    earlier = [earlier_of(record_of(other)), earlier_of(record_of(earlier_base()))]
    assert ("block", "VIAL_SHARED") in found(record_of(base()), earlier=earlier)
    monkeypatch.setattr(record_checks, "product", several)
    assert found(record_of(base()), earlier=earlier)[0] == ("block", "VIAL")
    assert ("block", "VIAL_SHARED") not in found(record_of(base()), earlier=earlier)


def test_earlier_sessions_without_a_record() -> None:
    """A CSV knows no vials."""
    record = record_of(base())
    earlier = [replace(earlier_of(record), record=None)]
    assert found(record, earlier=earlier) == [("note", "DURATION"), ("note", "SIGNATURE")]


def test_an_earlier_vial_without_an_id() -> None:
    """Is nobody's other vial, but may be known by its serial number."""
    other = changed(earlier_base() | {"patient": "P2"}, "vials[1].id -")
    own = earlier_of(record_of(earlier_base()))
    for serial, blocked in (("", False), ("S1", True)):
        other["vials"][0]["serial"] = serial
        record = record_of(changed(base(), 'vials[1].serial = "S1"'))
        faults = found(record, earlier=[earlier_of(record_of(other)), own])
        assert (("block", "VIAL_SHARED") in faults) is blocked


def test_every_finding_is_said_once_and_blocking_first() -> None:
    """Whatever the order of the checks."""
    findings: tuple[Finding, ...] = record_findings(
        record_of(changed(base(), "consent - ; patient - ; sites[*].status -")), now=NOW
    )
    order = [one.severity.value for one in findings]
    assert order == sorted(order, key=["block", "ask", "note"].index)
    assert len(set(findings)) == len(findings) == 5


def test_no_patient_stands_in_a_finding() -> None:
    """Neither this one nor another."""
    record = record_of(base() | {"patient": "Anna1971", "signed_by": "DrGrey"})
    other = earlier_of(record_of(earlier_base() | {"patient": "Hugo1965"}))
    text = " ".join(one.because for one in record_findings(record, earlier=[other], now=NOW))
    assert not any(word in text for word in ("Anna", "1971", "Hugo", "1965", "Grey"))
