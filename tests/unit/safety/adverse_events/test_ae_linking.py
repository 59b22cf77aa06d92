"""What about an event wants attention."""

import datetime as dt
from dataclasses import replace

import pytest

from interictal.injection.findings import CODES, Severity
from interictal.injection.record import RecordedSite, RecordedVial, SessionRecord, Status
from interictal.safety.adverse_events.events import AdverseEvent, Outcome, Related, Reporter, Seriousness
from interictal.safety.adverse_events.linking import event_findings, link, linked_record
from interictal.sources import source

DAY = dt.date(2026, 3, 1)
RECORD = SessionRecord(
    patient="P1",
    date=DAY,
    product="onabotulinumtoxinA",
    jurisdiction="us",
    vials=(RecordedVial(id="v1", lot="L1"), RecordedVial(id="v2", lot="L1"), RecordedVial(id="v3")),
    sites=(
        RecordedSite(id="procerus-M1", status=Status.GIVEN),
        RecordedSite(id="temporalis-L1", status=Status.SKIPPED),
        RecordedSite(id="temporalis-L2", status=Status.MOVED),
        RecordedSite(),
    ),
)
EVENT = AdverseEvent(
    id="E1",
    patient="P1",
    term="neck-pain",
    onset=DAY + dt.timedelta(days=3),
    end=DAY + dt.timedelta(days=9),
    seriousness=(),
    related=Related.NO,
    product="onabotulinumtoxinA",
    session=DAY,
    sites=("procerus-M1",),
    lots=("L1",),
    reporter=Reporter(id="R1"),
    received=DAY + dt.timedelta(days=4),
)


def found(**changes: object) -> list[tuple[str, str]]:
    findings = event_findings(replace(EVENT, **changes), [RECORD], today=DAY + dt.timedelta(days=30))  # type: ignore[arg-type]
    for finding in findings:
        assert finding.code in CODES
        assert source(finding.source)
        assert finding.about == ("E1",)
        assert "P1" not in finding.because
    return [(finding.code, finding.severity.value) for finding in findings]


def test_an_offer_holds_what_was_given() -> None:
    """Lots once, sites that were injected, the latest session first."""
    later = replace(RECORD, date=DAY + dt.timedelta(days=2), vials=(), sites=())
    offers = link(EVENT, [RECORD, later])
    assert [(offer.days, offer.lots, offer.sites) for offer in offers] == [
        (1, (), ()),
        (3, ("L1",), ("procerus-M1", "temporalis-L2")),
    ]
    assert (offers[1].product, offers[1].record, offers[1].date) == ("onabotulinumtoxinA", RECORD, DAY)


def test_the_linked_record() -> None:
    """Of the same patient and day; none without a patient or a day."""
    assert linked_record(EVENT, [replace(RECORD, patient="P2"), RECORD]) is RECORD
    assert linked_record(replace(EVENT, session=None), [RECORD]) is None
    assert linked_record(replace(EVENT, patient=""), [replace(RECORD, patient="")]) is None
    assert linked_record(EVENT, [replace(RECORD, date=None)]) is None


def test_a_whole_event_has_no_finding() -> None:
    """Nothing is asked that is answered."""
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"end": DAY + dt.timedelta(days=3)}, []),
        ({"end": DAY + dt.timedelta(days=2)}, [("DATE", "block")]),
        ({"received": DAY + dt.timedelta(days=3)}, []),
        ({"received": DAY + dt.timedelta(days=2)}, [("DATE", "block")]),
        ({"end": DAY + dt.timedelta(days=30)}, []),
        ({"end": DAY + dt.timedelta(days=31)}, [("DATE", "block")]),
        ({"received": DAY + dt.timedelta(days=31)}, [("DATE", "block")]),
        (
            {"onset": DAY + dt.timedelta(days=31), "end": None, "received": None},
            [("DATE", "block")],
        ),
        ({"onset": DAY}, []),
        ({"onset": DAY - dt.timedelta(days=1)}, [("DATE", "block")]),
        ({"onset": None}, []),
        ({"session": DAY - dt.timedelta(days=1)}, [("INCOMPLETE", "ask")]),
        ({"session": None}, []),
        ({"sites": ("procerus-M1", "elsewhere")}, [("SITE", "block")]),
        ({"lots": ("L2",)}, [("VIAL", "block")]),
        ({"lots": ()}, []),
        ({"lots": (), "session": None}, [("INCOMPLETE", "ask")]),
        ({"product": "abobotulinumtoxinA"}, [("PRODUCT", "block")]),
        ({"product": ""}, []),
        ({"reporter": Reporter()}, [("INCOMPLETE", "note")]),
        ({"reporter": Reporter(), "seriousness": None}, [("SERIOUS", "ask"), ("INCOMPLETE", "ask")]),
        ({"related": Related.UNKNOWN}, [("INCOMPLETE", "note")]),
        ({"who_umc": "certain"}, [("INCOMPLETE", "ask")]),
        ({"seriousness": (Seriousness.DISABILITY,)}, [("SERIOUS", "ask")]),
        (
            {"seriousness": (Seriousness.DISABILITY,), "related": Related.YES, "term": "seizure"},
            [("SERIOUS", "ask"), ("EXPEDITED", "note")],
        ),
        ({"term": "dysphagia", "end": DAY}, [("SPREAD", "ask"), ("DATE", "block")]),
    ],
)
def test_findings(changes: dict[str, object], expected: list[tuple[str, str]]) -> None:
    """One change each, at its boundary."""
    assert found(**changes) == expected


def test_an_event_linked_to_no_lot_of_its_session() -> None:
    """A session whose vials have no lot leaves the lot to be asked for."""
    record = replace(RECORD, vials=(RecordedVial(id="v3"),))
    findings = event_findings(replace(EVENT, lots=()), [record])
    assert [finding.source for finding in findings] == ["interictal-adverse-events#lots"]


def test_words_of_a_serious_event() -> None:
    """A fatal outcome is serious whatever was ticked, and is named once."""
    for criteria in (None, (), (Seriousness.DEATH,), (Seriousness.HOSPITALISATION,)):
        event = replace(EVENT, outcome=Outcome.FATAL, seriousness=criteria)
        (finding,) = (one for one in event_findings(event, [RECORD]) if one.code == "SERIOUS")
        assert finding.because.startswith("Serious: it led to death")
        assert finding.because.count("death") == 1
        assert event.serious is True
        assert event.worst
    assert not replace(EVENT, seriousness=(Seriousness.DISABILITY,)).worst
    assert EVENT.serious is False
    assert replace(EVENT, seriousness=None).serious is None


def test_the_expedited_days_are_told_as_information() -> None:
    """With their scope, and with what they hang on."""
    event = replace(
        EVENT, seriousness=(Seriousness.LIFE_THREATENING,), related=Related.UNKNOWN, term="seizure", received=None
    )
    (finding,) = (one for one in event_findings(event, [RECORD]) if one.code == "EXPEDITED")
    assert finding.severity is Severity.NOTE
    assert finding.because.startswith(
        "Fatal or life-threatening: 7 calendar days from the day it was first known, which is not recorded, and "
        "complete within 8 more, if the label does not list it and the treatment is held to have caused it; "
        "that was not judged."
    )
    assert "before approval" in finding.because
