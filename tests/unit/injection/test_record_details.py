"""Details of the record's checks: boundaries, sources and vials that the tables do not show."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from interictal.injection.findings import Finding, Severity
from interictal.injection.maps import body_map
from interictal.injection.previous import Earlier
from interictal.injection.protocol_files import all_protocols, protocol
from interictal.injection.protocols import Side
from interictal.injection.record import SessionRecord, Status
from interictal.injection.record_checks import planned_sites, record_findings
from interictal.injection.record_files import record_from
from support.sessions import session

NOW = dt.datetime(2026, 11, 22, 18, tzinfo=dt.UTC)


def record(**more: object) -> SessionRecord:
    made, findings = record_from(session(**more))
    assert not findings
    return made


def found(given: SessionRecord, code: str, earlier: tuple[Earlier, ...] = ()) -> list[Finding]:
    return [each for each in record_findings(given, earlier=earlier, now=NOW) if each.code == code]


def vial(given: SessionRecord, **changes: object) -> SessionRecord:
    return replace(given, vials=(replace(given.vials[0], **changes), *given.vials[1:]))


def before(given: SessionRecord, **changes: object) -> Earlier:
    assert given.date is not None
    other = replace(given, **changes)
    return Earlier(date=given.date, product=given.product, patient=other.patient, vials=other.vials, record=other)


@pytest.mark.parametrize(
    ("thrown", "words"), [("0.9", ""), ("0.85", ""), ("0.84", "less"), ("0.95", ""), ("0.96", "more")]
)
def test_given_and_thrown_away_are_the_vial(thrown: str, words: str) -> None:
    """155 of 200 U in 4 mL leave 0.9 mL, to 0.05 mL either way."""
    all_found = found(vial(record(), discarded_ml=Decimal(thrown)), "VOLUME") + found(
        vial(record(), discarded_ml=Decimal(thrown)), "VIAL"
    )
    said = [each for each in all_found if each.severity is Severity.BLOCK]
    assert bool(said) is bool(words)
    if words:
        assert words in said[0].because
        assert said[0].about == (record().vials[0].id,)


def test_what_an_earlier_session_took_from_the_vial_counts() -> None:
    """45 U at noon and 155 U now are the whole vial; then nothing is left to throw away."""
    now = record()
    sites = tuple(replace(each, id=f"x{n}") for n, each in enumerate(now.sites[:9]))
    earlier = before(now, sites=sites, date=now.date, started_at=None, ended_at=None)
    early = replace(earlier, date=dt.date(2026, 11, 19), record=replace(earlier.record, date=dt.date(2026, 11, 19)))
    empty = vial(now, discarded_ml=Decimal(0))
    assert not found(empty, "VIAL", (early,))
    assert not found(empty, "VOLUME", (early,))
    told = found(vial(now, discarded_ml=Decimal("0.9")), "VIAL", (early,))
    told += found(vial(now, discarded_ml=Decimal("0.9")), "VOLUME", (early,))
    assert any(each.severity is Severity.BLOCK for each in told)


def test_a_shared_vial_is_told_by_the_product_s_label() -> None:
    """Whether it blocks or asks; with the vial it is about, by lot or by serial number."""
    now = record()
    other = before(now, patient="SYNTHETIC-9", date=dt.date(2026, 11, 20))
    (blocked,) = found(now, "VIAL_SHARED", (other,))
    assert blocked.source != "interictal-injection"
    assert blocked.about == (now.vials[0].id,)
    assert "lot" in blocked.because
    unnamed = before(now, patient="", date=dt.date(2026, 11, 19))
    for asked in found(now, "VIAL_SHARED", (unnamed,)):
        assert asked.source != "interictal-injection"
        assert asked.about == (now.vials[0].id,)
    numbered = vial(now, serial="S1")
    twin = before(numbered, patient="SYNTHETIC-9", vials=(replace(numbered.vials[0], id="another"),))
    (by_serial,) = found(numbered, "VIAL_SHARED", (twin,))
    assert "serial number" in by_serial.because


def test_ids_alike_with_another_lot_ask_unless_both_have_serial_numbers() -> None:
    now = record()
    other = before(now, date=dt.date(2026, 8, 1), vials=(replace(now.vials[0], lot="D9"),))
    assert [each.about for each in found(now, "VIAL", (other,))] == [(now.vials[0].id,)]
    one = vial(now, serial="S1")
    both = before(now, date=dt.date(2026, 8, 1), vials=(replace(now.vials[0], lot="D9", serial="S2"),))
    assert not found(one, "VIAL", (both,))
    half = before(now, date=dt.date(2026, 8, 1), vials=(replace(now.vials[0], lot="D9", serial=""),))
    assert found(one, "VIAL", (half,))


def test_the_hours_of_a_vial_are_the_label_s() -> None:
    """Twenty-four hours to the minute; without an end of the session it cannot be told."""
    now = record()
    start = now.started_at
    assert start is not None
    late = vial(now, reconstituted_at=start - dt.timedelta(hours=24, minutes=1))
    (told,) = found(late, "RECONSTITUTION")
    assert told.source != "interictal-injection"
    assert told.about == (now.vials[0].id,)
    unfinished = replace(vial(now, reconstituted_at=start - dt.timedelta(hours=20)), started_at=None, ended_at=None)
    for each in found(unfinished, "RECONSTITUTION"):
        assert each.about == (now.vials[0].id,)
    zoned = start.replace(tzinfo=dt.timezone(dt.timedelta(hours=13)))
    without = replace(vial(now, reconstituted_at=zoned - dt.timedelta(hours=30)), started_at=None, ended_at=None)
    assert found(without, "RECONSTITUTION")
    midnight = dt.datetime(2026, 11, 20, tzinfo=zoned.tzinfo)
    for hours, severity in ((24, Severity.ASK), (25, Severity.BLOCK)):
        mixed = replace(vial(without, reconstituted_at=midnight - dt.timedelta(hours=hours)))
        assert severity in {each.severity for each in found(mixed, "RECONSTITUTION")}
        assert (severity is Severity.BLOCK) is any(
            "may be used" in each.because and each.severity is Severity.BLOCK for each in found(mixed, "RECONSTITUTION")
        )


@pytest.mark.parametrize(
    ("x", "swapped"), [("0.4999", True), ("0.5", False), ("0.5001", False), ("0.1", True), ("0.9", False)]
)
def test_a_moved_site_stays_on_its_side(x: str, swapped: bool) -> None:
    """corrugator-L1 lies right of the middle of the front view; the middle itself is no side."""
    now = record()
    moved = replace(now.sites[0], status=Status.MOVED, reason="a scar", view="front", x=Decimal(x), y=Decimal("0.3625"))
    given = replace(now, sites=(moved, *now.sites[1:]))
    assert bool(found(given, "SIDE")) is swapped
    right = replace(moved, id="corrugator-R1", side=Side.RIGHT, planned_side=None)
    at = next(number for number, each in enumerate(now.sites) if each.id == right.id)
    mirrored = replace(now, sites=(*now.sites[:at], right, *now.sites[at + 1 :]))
    assert bool(found(mirrored, "SIDE")) is (Decimal(x) > Decimal("0.5"))
    still = replace(moved, status=Status.GIVEN)
    assert not found(replace(now, sites=(still, *now.sites[1:])), "SIDE")


def test_a_muscle_that_the_view_does_not_show_is_judged_by_what_it_shows() -> None:
    """temporalis-L1 moved to the front view, on the patient's right."""
    now = record()
    at = next(number for number, each in enumerate(now.sites) if each.id == "temporalis-L1")
    for x, swapped in (("0.2", True), ("0.8", False)):
        moved = replace(
            now.sites[at], status=Status.MOVED, reason="a scar", view="front", x=Decimal(x), y=Decimal("0.3")
        )
        sites = (*now.sites[:at], moved, *now.sites[at + 1 :])
        assert bool(found(replace(now, sites=sites), "SIDE")) is swapped


@pytest.mark.parametrize(
    ("each", "severity"),
    [("0.5", None), ("0.5025", None), ("0.503", "block"), ("0.4975", None), ("0.497", "ask"), ("0.18", "ask")],
)
def test_a_dose_that_is_made_up(each: str, severity: str | None) -> None:
    """72 U in 10 mL: 20 sites of 0.5 mL, to 0.05 mL in all."""
    child = {
        "schema": "interictal.session/1",
        "patient": "SYNTHETIC-1",
        "date": "2026-11-20",
        "indication": "paediatric-neurogenic-detrusor-overactivity",
        "protocol": "label",
        "product": "onabotulinumtoxinA",
        "jurisdiction": "us",
        "weight_kg": 13,
        "vials": [
            {
                "id": "v1",
                "product": "onabotulinumtoxinA",
                "units": 200,
                "lot": "C1",
                "expiry": "2028-01-31",
                "reconstituted_at": "2026-11-20T09:00:00",
                "diluent_ml": 10,
            }
        ],
        "sites": [
            {
                "id": f"detrusor-M{number}",
                "muscle": "detrusor",
                "side": "midline",
                "units": "3.6",
                "volume_ml": each,
                "vial": "v1",
                "status": "given",
            }
            for number in range(1, 21)
        ],
        "started_at": "2026-11-20T09:30:00",
        "ended_at": "2026-11-20T09:50:00",
    }
    made, findings = record_from(child)
    assert not findings
    said = found(made, "VOLUME")
    assert [one.severity.value for one in said] == ([severity] if severity else [])
    for one in said:
        assert len(one.about) == 20
        assert one.source.startswith("us-pi-botox")
    own = Decimal(each) + Decimal("0.01")
    other = replace(made, sites=(replace(made.sites[0], volume_ml=own), *made.sites[1:]))
    odd = [one for one in found(other, "VOLUME") if "another volume for a unit" in one.because]
    assert [one.about for one in odd] == [("detrusor-M1",)]
    assert odd[0].source.startswith("us-pi-botox")
    pair = [
        replace(site, volume_ml=Decimal(each) + change)
        for site, change in zip(made.sites[:2], (Decimal("0.005"), Decimal("-0.005")), strict=True)
    ]
    rounded = replace(made, sites=(*pair, *made.sites[2:]))
    assert not [one for one in found(rounded, "VOLUME") if "another volume for a unit" in one.because]


def test_all_places_of_a_protocol() -> None:
    """Those to add besides the fixed ones."""
    pain = protocol("chronic-migraine", "preempt-follow-the-pain", "onabotulinumtoxinA")
    assert len(planned_sites(pain)) == 47


def two_vials() -> SessionRecord:
    """155 U from two vials of 100 U."""
    return record(vial=100)


@pytest.mark.parametrize(
    ("opened", "blocks"),
    [
        ("2026-11-20T09:20:00", False),
        ("2026-11-20T09:30:00", False),
        ("2026-11-20T09:31:00", True),
        ("2026-11-20T09:59:00", True),
    ],
)
def test_a_vial_is_opened_before_it_is_reconstituted(opened: str, blocks: bool) -> None:
    """Reconstituted at 9:30, used from 9:45 to 10:00."""
    given = vial(record(), opened_at=dt.datetime.fromisoformat(opened))
    told = found(given, "DATE")
    assert bool(told) is blocks
    assert all(each.about == (given.vials[0].id,) for each in told)


@pytest.mark.parametrize(("opened", "blocks"), [("2026-11-20T10:00:00", False), ("2026-11-20T10:01:00", True)])
def test_a_vial_without_a_time_of_reconstitution_is_opened_before_the_end(opened: str, blocks: bool) -> None:
    """A second vial may be opened while the session runs, not after it."""
    two = two_vials()
    first = replace(two.vials[0], opened_at=dt.datetime.fromisoformat("2026-11-20T09:20:00"))
    second = replace(two.vials[1], opened_at=dt.datetime.fromisoformat(opened), reconstituted_at=None)
    assert bool(found(replace(two, vials=(first, second)), "DATE")) is blocks
    unfinished = replace(two, vials=(first, second), ended_at=None)
    assert found(unfinished, "DATE")


def test_each_vial_is_looked_at() -> None:
    """What is wrong with the second one is told, whatever the first one is."""
    two = two_vials()
    first, second = two.vials
    late = dt.datetime(2026, 11, 20, 10, 30)  # noqa: DTZ001 - as it is recorded, without an offset
    for one in (first, replace(first, product="rimabotulinumtoxinB"), replace(first, reconstituted_at=None)):
        told = found(replace(two, vials=(one, replace(second, reconstituted_at=late))), "RECONSTITUTION")
        assert any(second.id in each.about for each in told), one
        missing = found(replace(two, vials=(one, replace(second, reconstituted_at=None))), "RECONSTITUTION")
        assert any(second.id in each.about for each in missing), one
    for each in found(replace(two, vials=(first, replace(second, reconstituted_at=None))), "RECONSTITUTION"):
        assert each.source != "interictal-injection"


def test_reconstituted_up_to_the_end_and_not_after_it() -> None:
    two = two_vials()
    end = two.ended_at
    assert end is not None
    for minutes, blocks in ((0, False), (1, True)):
        second = replace(two.vials[1], reconstituted_at=end + dt.timedelta(minutes=minutes))
        assert bool(found(replace(two, vials=(two.vials[0], second)), "RECONSTITUTION")) is blocks


def test_words_on_a_vial_name_its_product() -> None:
    """Sizes sold, and what it may be diluted with; a solution is not diluted."""
    odd = found(vial(record(), units=Decimal(300)), "VIAL")
    assert any("50, 100, 200" in each.because and each.source != "interictal-injection" for each in odd)
    wrong = [
        each
        for code in ("DILUTION", "VIAL")
        for each in found(vial(record(), diluent="sterile water"), code)
        if "sterile" in each.because or "sodium chloride" in each.because
    ]
    assert wrong
    assert all("sodium chloride" in each.because and each.source != "interictal-injection" for each in wrong)


def test_a_session_without_a_record_or_ids_is_no_vial() -> None:
    """Earlier sessions from a CSV, and vials without id or serial number, are alike to nothing."""
    now = record()
    plain = Earlier(date=dt.date(2026, 8, 1), product=now.product, patient="SYNTHETIC-9", vials=now.vials)
    assert not found(now, "VIAL_SHARED", (plain,))
    unnamed = vial(now, id="")
    assert not found(unnamed, "VIAL_SHARED", (before(unnamed, patient="SYNTHETIC-9"),))


ODD_VIALS: list[dict[str, object]] = [
    {"product": ""},
    {"product": "abobotulinumtoxinA"},
    {"units": Decimal(300)},
    {"units": None},
    {"lot": ""},
    {"expiry": None},
    {"expiry": dt.date(2026, 11, 19)},
    {"diluent": "sterile water"},
    {"diluent_ml": None},
    {"units": None, "diluent_ml": Decimal(1)},
    {"discarded_ml": Decimal(3)},
    {"reconstituted_at": None},
    {"reconstituted_at": dt.datetime(2026, 11, 19, 6)},  # noqa: DTZ001 - as it is recorded, without an offset
    {"opened_at": dt.datetime(2026, 11, 20, 12)},  # noqa: DTZ001
]


@pytest.mark.parametrize("change", ODD_VIALS, ids=lambda change: "-".join(map(str, change.values())))
def test_a_finding_on_a_vial_names_it(change: dict[str, object]) -> None:
    """In its words, and in what it is about."""
    given = vial(record(), id="v-odd", **change)
    given = replace(given, sites=tuple(replace(each, vial="v-odd") for each in given.sites))
    findings = record_findings(given, now=NOW)
    told = [each for each in findings if each.because.startswith("Vial ")]
    assert told
    assert all(each.because.startswith("Vial v-odd") and each.about == ("v-odd",) for each in told)
    assert [each for each in findings if each.about == ("v-odd",)] == told


def test_more_volume_than_the_vial_held() -> None:
    given = vial(record(), units=None, diluent_ml=Decimal(1))
    told = found(given, "VOLUME")
    assert any("mL were given from it, but it held 1 mL" in each.because for each in told)


def test_only_moved_sites_with_a_point_are_at_one_point() -> None:
    now = record()
    for status, x, together in (
        (Status.MOVED, Decimal("0.6"), True),
        (Status.MOVED, None, False),
        (Status.GIVEN, Decimal("0.6"), False),
    ):
        y = None if x is None else Decimal("0.3")
        pair = [replace(each, status=status, reason="a scar", view="front", x=x, y=y) for each in now.sites[:2]]
        told = found(replace(now, sites=(*pair, *now.sites[2:])), "SITE")
        assert any("moved to the same point" in each.because for each in told) is together


def test_opened_and_reconstituted_as_the_session_starts() -> None:
    """The same minute is in time."""
    now = record()
    assert not found(vial(now, opened_at=now.started_at, reconstituted_at=now.started_at), "DATE")


@pytest.mark.parametrize(("times", "words"), [(1, "One earlier session names"), (2, "2 earlier sessions differ")])
def test_patients_almost_alike(times: int, words: str) -> None:
    now = record()
    other = before(now, patient=now.patient.lower(), vials=())
    told = found(now, "PATIENT", (other,) * times)
    assert any(each.because.startswith(words) for each in told)


def test_sides_of_a_drawing_lie_on_their_own_half() -> None:
    """On views that show both sides; a drawing without sides says nothing of a site that has one."""
    for drawing in sorted({each.drawing for each in all_protocols()}):
        made = body_map(drawing)
        both = {view.id for view in made.views if view.mirror == view.id}
        halves = {
            (side, place.view, place.x > Decimal("0.5"))
            for (_, side), places in made.places.items()
            for place in places
            if side is not Side.MIDLINE and place.view in both
        }
        assert len(halves) == len({(side, view) for side, view, _ in halves})
    now = replace(record(), indication="overactive-bladder", protocol="label")
    moved = replace(
        now.sites[0], status=Status.MOVED, reason="a scar", view="inside", x=Decimal("0.3"), y=Decimal("0.3")
    )
    told = found(replace(now, sites=(moved,)), "SIDE")
    assert not any("moved to a point of the other side" in each.because for each in told)


def test_the_vial_after_a_solution_is_looked_at() -> None:
    """A solution has no hours to keep; the next vial may be late."""
    two = two_vials()
    first = replace(two.vials[0], product="rimabotulinumtoxinB")
    for late in (dt.datetime(2026, 11, 18, 9), dt.datetime(2026, 11, 18, 10)):  # noqa: DTZ001
        second = replace(two.vials[1], reconstituted_at=late)
        told = found(replace(two, vials=(first, second)), "RECONSTITUTION")
        assert any(each.about == (second.id,) for each in told)


def test_a_vial_that_earlier_sessions_emptied() -> None:
    """Nothing was given from it now; what it held and what was taken do not fit all the same."""
    now = record()
    old = replace(now.vials[0], id="old", units=Decimal(100))
    taken = before(
        now, date=dt.date(2026, 11, 19), vials=(old,), sites=tuple(replace(s, vial="old") for s in now.sites)
    )
    told = found(replace(now, vials=(*now.vials, old)), "VIAL", (taken,))
    assert any(
        "0 U were given from it and 155 U in earlier sessions, but it held 100 U" in each.because for each in told
    )
    assert not any("0.0" in each.because for each in told)
