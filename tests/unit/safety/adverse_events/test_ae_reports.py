"""The report to the authority, on paper and as E2B(R3)."""

import datetime as dt
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from interictal.errors import DataUnavailable, InvalidInput, NotSupported
from interictal.injection.record import Answer, RecordedSite, RecordedVial, SessionRecord, Status
from interictal.safety.adverse_events.e2b import Sender, icsr, read_sender
from interictal.safety.adverse_events.events import (
    AdverseEvent,
    Intensity,
    MedDRA,
    Outcome,
    Qualification,
    Related,
    Reporter,
    Seriousness,
)
from interictal.safety.adverse_events.reporting import authority_report

DAY = dt.date(2026, 3, 1)
RECORD = SessionRecord(
    patient="P1",
    date=DAY,
    product="onabotulinumtoxinA",
    indication="chronic-migraine",
    jurisdiction="us",
    vials=(RecordedVial(id="v1", lot="L1"), RecordedVial(id="v2", lot="L2")),
    sites=(
        RecordedSite(id="procerus-M1", units=Decimal("5.0"), status=Status.GIVEN),
        RecordedSite(id="temporalis-L1", units=Decimal(5), status=Status.SKIPPED),
        RecordedSite(id="temporalis-L2", units=Decimal("2.5"), status=Status.MOVED),
    ),
    answers={"pregnancy": Answer.NO},
)
EVENT = AdverseEvent(
    id="E1",
    patient="P1",
    term="seizure",
    meddra=MedDRA(code="99999999", version="27.1"),
    onset=DAY,
    end=DAY,
    severity=Intensity.SEVERE,
    seriousness=(Seriousness.HOSPITALISATION,),
    related=Related.YES,
    who_umc="possible",
    naranjo={**{str(n): None for n in range(1, 11)}, "3": True, "4": False},
    outcome=Outcome.RECOVERING,
    session=DAY,
    reporter=Reporter(id="R1", qualification=Qualification.OTHER_HEALTH_PROFESSIONAL, country="GB"),
    received=DAY,
    age=44,
    sex="female",
    description="Fell.\x07 <b>&\nShook " + "on and " * 20,
)
SENDER = Sender(id="S1", receiver="ZZ", organisation="Clinic", country="GB")
AT = dt.datetime(2026, 3, 2, 10, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("  ") and ": " in line:
            name, _, value = line[8:].partition(":")
            found[name] = value.strip()
    return found


def test_a_whole_report() -> None:
    """Every field that is recorded, in its place."""
    text = authority_report(EVENT, RECORD, date=DAY)
    found = fields(text)
    assert found == {
        "Patient (identifier)": "P1",
        "Country": "GB",
        "Date of birth": "not recorded",
        "Age in years": "44",
        "Sex": "female",
        "Onset": "2026-03-01",
        "Reaction": found["Reaction"],
        "Seriousness": "it led to a stay in hospital, or prolonged one",
        "Name and batch": "onabotulinumtoxinA, batch L1, L2",
        "Dose": "7.5 U onabotulinumtoxinA in one session",
        "Route": "injection; sites: procerus-M1, temporalis-L2",
        "Indication": "chronic-migraine",
        "Dates of therapy": "2026-03-01",
        "Duration of therapy": "one session",
        "Better after stopping": "yes",
        "Back after giving it again": "no",
        "Other medicines and dates": "not recorded",
        "Other relevant history": "pregnancy: no",
        "Manufacturer and its numbers": "not recorded",
        "Source": "other health professional",
        "Date of this report": "2026-03-01",
        "Reporter (identifier)": "R1",
        "Case number": "E1",
        "Severity": "severe",
        "Outcome": "recovering",
        "Caused by the treatment": "yes",
        "WHO-UMC category": "possible",
        "Naranjo score": "0, doubtful",
        "Listed in the label": "unknown",
        "MedDRA": "99999999 27.1",
    }
    assert found["Reaction"].startswith("Seizure. Fell. <b>& Shook on and")
    assert "ended 2026-03-01" in text
    assert "All four things a report needs are there." in text
    assert "15 calendar days" in text
    assert "Yellow Card" in text, "the reporter is in Great Britain, whatever label the session was checked by"
    assert max(map(len, text.splitlines())) <= 96


def test_an_empty_report_refuses_nothing() -> None:
    """Every field but the case number is not recorded."""
    text = authority_report(AdverseEvent(id="E1"))
    found = fields(text)
    assert {name for name, value in found.items() if value != "not recorded"} == {"Case number", "Listed in the label"}
    assert "Missing of the four things a report needs: an identifiable patient, an identifiable reporter" in " ".join(
        text.split()
    )
    assert "calendar days" not in text
    assert text.endswith("Enter it at the national authority of the reporter's country.\n")


def test_parts_of_a_report() -> None:
    """What hangs on one value."""
    for country, place in (("US", "MedWatch"), ("GB", "Yellow Card"), ("DE", "national authority")):
        there = replace(EVENT, reporter=replace(EVENT.reporter, country=country))
        assert place in authority_report(there, RECORD)
    found = fields(authority_report(replace(EVENT, seriousness=()), RECORD))
    assert found["Seriousness"] == "not serious"
    found = fields(authority_report(replace(EVENT, outcome=Outcome.FATAL), RECORD))
    assert found["Seriousness"].startswith("it led to death; it led to a stay")
    sites = (*RECORD.sites, RecordedSite(id="x", status=Status.GIVEN))
    found = fields(authority_report(EVENT, replace(RECORD, sites=sites)))
    assert found["Dose"] == "at least 7.5 U onabotulinumtoxinA in one session; not"
    found = fields(authority_report(replace(EVENT, naranjo={"1": True}, lots=("L9",), sites=("s1",)), RECORD))
    assert found["Naranjo score"] == "incomplete: not every question was answered"
    assert found["Name and batch"].endswith("batch L9")
    assert found["Route"] == "injection; sites: s1"
    assert fields(authority_report(replace(EVENT, product="onabotulinumtoxinA")))["Name and batch"].endswith(
        "batch not recorded"
    )
    assert fields(authority_report(replace(EVENT, lots=("L9",))))["Name and batch"] == "name not recorded, batch L9"


V3 = "{urn:hl7-org:v3}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}type"


def parsed(event: AdverseEvent = EVENT, record: SessionRecord | None = RECORD) -> ET.Element:
    return ET.fromstring(icsr(event, record, SENDER, at=AT).encode())


def values(root: ET.Element, tag: str, attribute: str) -> list[str | None]:
    return [found.get(attribute) for found in root.iter(f"{V3}{tag}")]


def coded(root: ET.Element, code: str) -> ET.Element:
    """The value of the observation with a code of the ICH list of observations."""
    for parent in root.iter():
        child = parent.find(f"{V3}code")
        if child is not None and child.get("code") == code and str(child.get("codeSystem")).endswith("2.1.1.19"):
            value = parent.find(f"{V3}value")
            assert value is not None
            return value
    raise AssertionError(code)


def test_the_message() -> None:
    """Wrapper, case, reporter, patient, reaction, medicine."""
    root = parsed()
    assert [child.tag for child in root] == [
        f"{V3}{name}"
        for name in (
            "id",
            "creationTime",
            "responseModeCode",
            "interactionId",
            "name",
            "PORR_IN049016UV",
            "receiver",
            "sender",
        )
    ]
    assert values(root, "creationTime", "value") == ["20260302100005+0100"] * 2
    message = root.find(f"{V3}PORR_IN049016UV")
    assert message is not None
    case = next(root.iter(f"{V3}investigationEvent"))
    assert message[0].get("extension") == case[0].get("extension") == "GB-Clinic-E1"
    roots = {
        str(found.get("root")).rpartition(".")[2]
        for found in root.iter(f"{V3}id")
        if "989.2.1.3" in str(found.get("root"))
    }
    assert roots == {"22", "1", "2", "8", "11", "12", "13", "14"}
    narrative = case.find(f"{V3}text")
    assert narrative is not None
    assert str(narrative.text).startswith("Fell.\N{REPLACEMENT CHARACTER} <b>&\nShook")
    assert values(root, "availabilityTime", "value") == ["20260301"]
    assert values(root, "administrativeGenderCode", "code") == ["2"]
    assert (coded(root, "3").get("value"), coded(root, "3").get("unit")) == ("44", "a")
    reaction = coded(root, "29")
    assert (reaction.get("code"), reaction.get("codeSystemVersion")) == ("99999999", "27.1")
    assert coded(root, "30").text == "Seizure"
    flags = {code: coded(root, code).get("value") for code in ("34", "21", "33", "35", "12", "26")}
    assert flags == {"34": None, "21": None, "33": "true", "35": None, "12": None, "26": None}
    assert {coded(root, code).get("nullFlavor") for code, flag in flags.items() if flag is None} == {"NI"}
    assert coded(root, "27").get("code") == "2"
    assert [found.text for found in root.iter(f"{V3}lotNumberText")] == ["L1", "L2"]
    assert coded(root, "19").findtext(f"{V3}originalText") == "chronic migraine"
    assert "7.5 units of onabotulinumtoxinA in the whole session" in [found.text for found in root.iter(f"{V3}text")]
    assert [found.text for found in root.iter(f"{V3}value") if found.get(XSI) == "ST"] == ["possible", "0 doubtful"]
    names = [found for found in root.iter(f"{V3}name") if found.get("nullFlavor") == "MSK"]
    assert len(names) == 1
    qualified = next(root.iter(f"{V3}asQualifiedEntity"))
    assert qualified[0].get("code") == "3"
    assert "R1" not in ET.tostring(root, encoding="unicode")


def test_what_refers_to_reaction_and_medicine_refers_to_this_one() -> None:
    """Same identifiers, and the same ones each time the same event is written."""
    root = parsed()
    reaction = next(found for found in root.iter(f"{V3}observation") if found[0].tag == f"{V3}id")[0].get("root")
    medicine = next(found for found in root.iter(f"{V3}substanceAdministration") if found[0].tag == f"{V3}id")[0].get(
        "root"
    )
    assert {found[0].get("root") for found in root.iter(f"{V3}adverseEffectReference")} == {reaction}
    assert {found[0].get("root") for found in root.iter(f"{V3}productUseReference")} == {medicine}
    assert icsr(EVENT, RECORD, SENDER, at=AT) == icsr(EVENT, RECORD, SENDER, at=AT)


def test_the_least_message() -> None:
    """Only what must be there: nothing unknown is written as if it were known."""
    event = AdverseEvent(
        id="E1",
        age=44,
        description="in words",
        meddra=EVENT.meddra,
        product="onabotulinumtoxinA",
        reporter=Reporter(id="R1"),
        received=DAY,
        outcome=Outcome.FATAL,
    )
    root = parsed(event, None)
    assert coded(root, "34").get("value") == "true"
    assert coded(root, "27").get("code") == "5"
    for absent in ("administrativeGenderCode", "lotNumberText", "asIdentifiedEntity", "doseQuantity", "comp"):
        assert root.find(f".//{V3}{absent}") is None
    assert values(next(root.iter(f"{V3}asQualifiedEntity")), "code", "nullFlavor") == ["UNK"]
    assert values(next(root.iter(f"{V3}asLocatedEntity")), "code", "nullFlavor") == ["UNK"]
    assert len(list(root.iter(f"{V3}causalityAssessment"))) == 1
    plain = parsed(
        replace(EVENT, description="", onset=None, patient="x" * 21), replace(RECORD, indication="", sites=())
    )
    assert next(plain.iter(f"{V3}investigationEvent")).findtext(f"{V3}text") == "Seizure; no description was recorded."
    assert plain.find(f".//{V3}asIdentifiedEntity") is None
    assert plain.find(f".//{V3}low") is not None
    end = replace(EVENT, end=None)
    assert [found.get("value") for found in parsed(end).iter(f"{V3}high")] == ["20260301"] * 2
    assert len(list(parsed(replace(EVENT, sex="other")).iter(f"{V3}administrativeGenderCode"))) == 0
    unnamed = replace(event, description="", term="")
    assert next(parsed(unnamed, None).iter(f"{V3}investigationEvent")).findtext(f"{V3}text") == (
        "Adverse event; no description was recorded."
    )
    partly = replace(RECORD, sites=(*RECORD.sites, RecordedSite(id="x")))
    assert any(str(found.text).startswith("at least 7.5") for found in parsed(EVENT, partly).iter(f"{V3}text"))
    ageless = parsed(replace(EVENT, age=None))
    assert not [found for found in ageless.iter(f"{V3}value") if found.get(XSI) == "PQ"]
    dated = parsed(replace(EVENT, session=None), RECORD)
    assert [found.get("value") for found in dated.iter(f"{V3}comp")] == [None, None]


@pytest.mark.parametrize("meddra", [MedDRA(), MedDRA(code="99999999"), MedDRA(version="27.1")])
def test_no_message_without_a_licensed_term(meddra: MedDRA) -> None:
    """It says to enter code and version; none is made up."""
    with pytest.raises(NotSupported, match="Enter the code of the lowest level term and the version"):
        icsr(replace(EVENT, meddra=meddra), RECORD, SENDER, at=AT)


def test_no_message_without_what_it_must_hold() -> None:
    """The four things, the day it was first known, and a time with its offset."""
    with pytest.raises(DataUnavailable, match=r"a suspected product, the day it was first known \(received\)"):
        icsr(replace(EVENT, received=None), None, SENDER, at=AT)
    with pytest.raises(InvalidInput, match="offset"):
        icsr(EVENT, RECORD, SENDER, at=AT.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("receiver", " x"),
        ("organisation", "x" * 61),
        ("organisation", "a\nb"),
        ("country", "gb"),
        ("country", "GBR"),
    ],
)
def test_a_sender_that_cannot_be(field: str, value: str) -> None:
    """Each field."""
    assert replace(SENDER, organisation="x" * 60)
    with pytest.raises(InvalidInput, match=f"sender {field}"):
        replace(SENDER, **{field: value})


def test_a_sender_in_a_file(tmp_path: Path) -> None:
    """All four keys and no other."""
    path = tmp_path / "sender.toml"
    text = 'id = "S1"\nreceiver = "ZZ"\norganisation = "Clinic"\ncountry = "GB"\n'
    path.write_text(text, encoding="utf-8")
    assert read_sender(path) == SENDER
    for wrong, match in (
        (text + 'phone = "1"\n', "phone"),
        (text.replace('country = "GB"', ""), "sender.country"),
        (text.replace("GB", "gb"), "sender country"),
        ("id = ", "TOML"),
    ):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(InvalidInput, match=match):
            read_sender(path)
    path.write_bytes(b"\xff")
    with pytest.raises(InvalidInput, match="UTF-8"):
        read_sender(path)
    with pytest.raises(InvalidInput, match="a file that can be read"):
        read_sender(tmp_path)
