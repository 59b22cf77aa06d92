"""A whole plan and a whole session: what is checked, what it is told by, and what a reason changes."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from interictal.errors import UnitMismatch
from interictal.injection import catalogue as shelf
from interictal.injection.findings import CODES, Finding, Severity
from interictal.injection.maps import body_map
from interictal.injection.planning import Addition, make_plan
from interictal.injection.previous import Earlier
from interictal.injection.protocol_files import protocol
from interictal.injection.protocols import Side
from interictal.injection.record import Answer, Elsewhere, SessionRecord, Status
from interictal.profile import Profile
from interictal.profile.conditions import QUESTIONS
from interictal.safety import checks
from interictal.safety.checks import plan_findings, session_findings
from interictal.safety.doses import dose_findings, over_site
from spec_rules.safety_conditions import ALL_NO, NOW, of_code, plan, session
from spec_rules.safety_doses import DAY, ONA, doses, limit

ADULT = Profile(age=40, answers=dict.fromkeys(QUESTIONS, "no"))


def judged(record: SessionRecord, **more: Any) -> tuple[Finding, ...]:
    """The session of an adult without earlier sessions, unless said otherwise."""
    return session_findings(record, **{"profile": ADULT, "earlier": (), "now": NOW, **more})


def clinical(record: SessionRecord, **more: Any) -> list[tuple[str, str]]:
    """Code and severity of the clinical findings."""
    ours = [*list(CODES)[: list(CODES).index("OPTIONAL_SITES")], "DATE"]
    return [(each.code, each.severity.value) for each in judged(record, **more) if each.code in ours]


def with_site(number: int, **changes: Any) -> SessionRecord:
    """The session with one site changed."""
    sites = list(session().sites)
    sites[number] = replace(sites[number], **changes)
    return replace(session(), sites=tuple(sites))


def test_a_session_as_the_label_has_it() -> None:
    """155 units into 31 sites of an adult: nothing asks, nothing blocks."""
    assert clinical(session()) == []
    assert all(each.severity is Severity.NOTE for each in judged(session()))


def test_a_plan_as_the_label_has_it() -> None:
    assert plan_findings(plan(), profile=ADULT, earlier=(), date=DAY) == ()


def test_a_plan_without_a_profile() -> None:
    """What is asked at every session asks, and so do contraindications; the rest is three notes."""
    found = plan_findings(plan(), date=DAY)
    assert [(each.code, each.severity.value) for each in found] == [
        ("DUPTHPY", "ask"),
        ("PREG", "ask"),
        ("LACT", "ask"),
        ("COND", "ask"),
        ("REACT", "ask"),
        ("AGE", "note"),
        ("DOSEIVL", "note"),
        ("COND", "note"),
    ]


def test_follow_the_pain_is_beyond_the_us_label_and_within_the_european() -> None:
    """195 units into 39 sites: four findings, for the session and three muscles, not eight."""
    made = protocol("chronic-migraine", "preempt-follow-the-pain", ONA)
    additions = [
        Addition(muscle=muscle, side=side, sites=sites)
        for muscle, sites in (("temporalis", 1), ("occipitalis", 1), ("trapezius", 2))
        for side in (Side.LEFT, Side.RIGHT)
    ]
    both = {}
    for jurisdiction in ("us", "eu"):
        whole = make_plan(
            made,
            body_map(made.drawing),
            jurisdiction=jurisdiction,
            vial_units=Decimal(200),
            diluent_ml=Decimal(4),
            additions=additions,
        )
        assert whole.total.amount == 195
        both[jurisdiction] = of_code(plan_findings(whole, profile=ADULT, earlier=(), date=DAY), "DOSEH")
    assert both["eu"] == []
    assert [each.severity for each in both["us"]] == [Severity.ASK] * 4
    assert both["us"][0].because.startswith(
        "The session: 195 U onabotulinumtoxinA and 39 sites; the label's limit for chronic-migraine is "
        "155 U onabotulinumtoxinA and 31 sites."
    )


def test_skipped_sites_are_not_counted_and_moved_ones_are() -> None:
    """A status is what decides; a site of no status is the record's own fault."""
    assert clinical(with_site(0, units=Decimal(6), status=Status.GIVEN)) == [("DOSEH", "ask")] * 3
    moved = with_site(0, units=Decimal(6), status=Status.MOVED)
    assert clinical(moved) == [("DOSEH", "ask")] * 3
    assert clinical(with_site(0, units=Decimal(6), status=Status.SKIPPED)) == []
    assert clinical(with_site(0, units=Decimal(6), status=None)) == []


def test_a_dose_below_the_protocol_asks_once() -> None:
    """Above the limit of a site it is not named a second time."""
    (below,) = of_code(judged(with_site(0, units=Decimal(4))), "DOSEH")
    assert below.severity is Severity.ASK
    assert "The protocol fixes 5 U onabotulinumtoxinA per site; 1 site otherwise: 4 U." in below.because
    assert below.about == (session().sites[0].id,)
    above = of_code(judged(with_site(0, units=Decimal(6))), "DOSEH")
    assert not any("The protocol fixes" in each.because for each in above)
    missing = of_code(judged(with_site(0, units=None)), "DOSEH")
    assert [each.because[:18] for each in missing] == ["Units not recorded"]


def test_a_volume_per_site_that_is_not_the_protocols() -> None:
    """One finding for all of them; one that is not recorded is the record's own fault."""
    record = with_site(0, volume_ml=Decimal("0.2"))
    sites = (record.sites[0], replace(record.sites[1], volume_ml=Decimal("0.05")), *record.sites[2:])
    (found,) = of_code(judged(replace(record, sites=sites)), "DILUTION")
    assert "0.1 mL per site; 2 sites otherwise: 0.05, 0.2 mL" in found.because
    assert found.about == (sites[0].id, sites[1].id)
    assert of_code(judged(with_site(0, volume_ml=None)), "DILUTION") == []


@pytest.mark.parametrize(("ml", "severities"), [("4", []), ("8", ["ask"]), (None, [])])
def test_a_dilution_that_is_not_the_protocols(ml: str | None, severities: list[str]) -> None:
    vial = replace(session().vials[0], diluent_ml=None if ml is None else Decimal(ml))
    found = of_code(judged(replace(session(), vials=(vial, vial))), "DILUTION")
    assert [each.severity.value for each in found] == severities
    assert all("200 U in 8 mL is not a dilution of the protocol (on file: " in each.because for each in found)


def test_a_protocol_without_a_dilution_on_file(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(protocol("chronic-migraine", "preempt-fixed", ONA), mixtures=(), volume_per_site_ml=None)
    monkeypatch.setattr(checks, "protocols", lambda indication: (bare,))
    (found,) = of_code(judged(with_site(0, volume_ml=Decimal("0.2"))), "DILUTION")
    assert "(none is on file)" in found.because


def test_per_muscle_sum_of_the_european_label() -> None:
    """50 units of temporalis are within it, 51 are not."""
    eu = replace(session(), jurisdiction="eu")
    numbers = [number for number, site in enumerate(eu.sites) if site.muscle == "temporalis"]
    for more, expected in ((Decimal(15), False), (Decimal(16), True)):
        sites = list(eu.sites)
        sites[numbers[0]] = replace(sites[numbers[0]], units=more)
        found = of_code(judged(replace(eu, sites=tuple(sites))), "DOSEH")
        assert any(each.because.startswith("temporalis, both sides") for each in found) is expected


@pytest.mark.parametrize(("days", "severities"), [(0, ["ask"]), (1, ["ask"]), (83, ["ask"]), (84, []), (85, [])])
def test_the_interval_counts_any_toxin_for_anything(days: int, severities: list[str]) -> None:
    """Earlier here or elsewhere, of another product, for another indication."""
    date = DAY - dt.timedelta(days)
    here = [Earlier(date=date, product="abobotulinumtoxinA", units=Decimal(500), indication="cervical-dystonia")]
    found = of_code(judged(session(), earlier=here), "DOSEIVL")
    assert [each.severity.value for each in found] == severities
    told = replace(
        session(), answers={**ALL_NO, "toxin_elsewhere": Answer.YES}, elsewhere=(Elsewhere(date=date, product=ONA),)
    )
    found = of_code(judged(told), "DOSEIVL")
    assert [each.severity.value for each in found] == severities
    on_plan = of_code(plan_findings(plan(), profile=ADULT, earlier=here, date=DAY), "DOSEIVL")
    assert [each.severity.value for each in on_plan] == severities
    assert all(each.source.startswith("us-pi-botox") for each in found)


def test_the_clock_change_does_not_move_the_boundary() -> None:
    """Local dates across both changes of the clock: 84 days are 84 days."""
    for day in (dt.date(2026, 3, 29), dt.date(2026, 10, 25)):
        date = day + dt.timedelta(10)
        for days, expected in ((83, 1), (84, 0)):
            earlier = [Earlier(date=date - dt.timedelta(days))]
            found = of_code(plan_findings(plan(), profile=ADULT, earlier=earlier, date=date), "DOSEIVL")
            assert len(found) == expected


def test_the_sum_over_months_counts_elsewhere() -> None:
    """245 units told of 53 days before make 400; one unit more is beyond the label."""
    for units, expected in ((245, False), (246, True)):
        told = Elsewhere(date=dt.date(2026, 9, 30), product=ONA, units=Decimal(units))
        record = replace(session(), answers={**ALL_NO, "toxin_elsewhere": Answer.YES}, elsewhere=(told,))
        found = of_code(judged(record), "DOSEH")
        assert any("401 U" in each.because for each in found) is expected
        same = Earlier(date=told.date or DAY, product=ONA, units=told.units)
        again = of_code(judged(record, earlier=[same]), "DOSEH")
        assert [each.because for each in again] == [each.because for each in found]


def test_sessions_of_another_patient_do_not_count() -> None:
    """For a session they are left out; a plan, which has no patient, counts all and says that they are of several."""
    other = Earlier(date=DAY - dt.timedelta(10), product=ONA, units=Decimal(300), patient="p2")
    own = replace(other, patient="p1")
    assert of_code(judged(session(), earlier=[other]), "DOSEIVL") == []
    assert len(of_code(judged(session(), earlier=[own]), "DOSEIVL")) == 1
    assert len(of_code(judged(session(), earlier=[replace(other, patient="")]), "DOSEIVL")) == 1
    found = plan_findings(plan(), profile=ADULT, earlier=[own, other], date=DAY)
    assert [each.severity for each in of_code(found, "PATIENT")] == [Severity.ASK]
    assert of_code(plan_findings(plan(), profile=ADULT, earlier=[own, own], date=DAY), "PATIENT") == []
    named = plan_findings(plan(), profile=ADULT, earlier=[other, replace(own, patient="")], date=DAY, patient="p1")
    (left,) = of_code(named, "PATIENT")
    assert left.severity is Severity.NOTE
    assert "not counted: 1 earlier session; counted: 1." in left.because
    assert len(of_code(named, "DOSEIVL")) == 1
    assert of_code(plan_findings(plan(), profile=ADULT, earlier=[other], date=DAY, patient="p1"), "DOSEIVL") == []
    assert plan_findings(plan(), profile=ADULT, earlier=[], date=DAY, patient="p1") == ()
    nobody = plan_findings(plan(), profile=ADULT, earlier=None, date=DAY, patient="p1")
    assert [each.code for each in nobody] == ["DOSEIVL"]


def test_the_record_itself_is_not_earlier() -> None:
    itself = Earlier(date=DAY, product=ONA, units=Decimal(155), patient="p1", record=session())
    assert of_code(judged(session(), earlier=[itself]), "DOSEIVL") == []
    version = replace(itself, record=replace(session(), aftercare=False))
    assert of_code(judged(session(), earlier=[version]), "DOSEIVL") == []


def test_dates_after_the_session() -> None:
    later = [Earlier(date=DAY + dt.timedelta(2), product=ONA)]
    assert ("DATE", "block") in clinical(session(), earlier=later)
    assert ("DATE", "ask") in clinical(session(), earlier=later, now=NOW + dt.timedelta(5))
    more = [*later, Earlier(date=DAY + dt.timedelta(9), product=ONA)]
    both = of_code(judged(session(), earlier=more, now=NOW + dt.timedelta(5)), "DATE")
    assert [(each.severity.value, "1 injection " in each.because) for each in both] == [("block", True), ("ask", True)]
    assert [each.severity for each in plan_findings(plan(), profile=ADULT, earlier=later, date=DAY)] == [Severity.ASK]
    told = replace(
        session(),
        answers={**ALL_NO, "toxin_elsewhere": Answer.YES},
        elsewhere=(Elsewhere(date=DAY + dt.timedelta(1), product=ONA),),
    )
    assert ("DATE", "block") in clinical(told)
    (asked,) = of_code(judged(told), "DUPTHPY")
    assert "on 2026-11-23" in asked.because


def test_a_session_without_a_date_says_what_could_not_be_checked() -> None:
    told = replace(
        session(),
        date=None,
        answers={**ALL_NO, "toxin_elsewhere": Answer.YES},
        elsewhere=(Elsewhere(date=DAY, product="abobotulinumtoxinA"),),
    )
    found = judged(told)
    assert "The date of the session is not recorded" in of_code(found, "DOSEIVL")[0].because
    assert "the sum over months cannot be checked" in of_code(found, "DOSEH")[0].because
    assert "on 2026-11-22" in of_code(found, "DUPTHPY")[0].because


def test_other_toxin_where_no_sum_is_limited() -> None:
    """The window is then that of the question: four months."""
    record = replace(session(), product="abobotulinumtoxinA", indication="cervical-dystonia", protocol="label")
    for date, expected in ((dt.date(2026, 7, 23), 1), (dt.date(2026, 7, 22), 0)):
        found = of_code(judged(record, earlier=[Earlier(date=date, product=ONA, units=Decimal(155))]), "DUPTHPY")
        assert len(found) == expected
        assert all("Read for onabotulinumtoxinA" in each.because for each in found)


def test_other_toxin_within_the_longest_window() -> None:
    """Blepharospasm has sums over 30 days and over three months; the question reaches further, four months."""
    record = replace(session(), indication="blepharospasm", protocol="label")
    other = Earlier(date=DAY - dt.timedelta(60), product="abobotulinumtoxinA", units=Decimal(120))
    (found,) = of_code(judged(record, earlier=[other]), "DUPTHPY")
    assert "after 2026-07-22" in found.because


@pytest.mark.parametrize(
    ("profile", "severities"),
    [
        (None, ["note"]),
        (Profile(), ["note"]),
        (Profile(sex="female"), ["ask"]),
        (Profile(age=17), ["ask"]),
        (Profile(age=17.99), ["ask"]),
        (Profile(age=18), []),
        (Profile(age=19), []),
    ],
)
def test_age(profile: Profile | None, severities: list[str]) -> None:
    found = of_code(judged(session(), profile=profile), "AGE")
    assert [each.severity.value for each in found] == severities
    assert all(each.source == "us-pi-botox#1" for each in found)


def test_a_licence_without_an_age_asks_for_none() -> None:
    hyperhidrosis = replace(session(), jurisdiction="eu", indication="axillary-hyperhidrosis", protocol="label")
    assert of_code(judged(hyperhidrosis, profile=Profile()), "AGE") == []


def test_limits_of_adults_and_children() -> None:
    """By the age, else by the indication or its licence; where nothing tells, both hold."""

    def texts(indication: str, profile: Profile | None, jurisdiction: str = "us") -> str:
        record = replace(session(), indication=indication, protocol="label", jurisdiction=jurisdiction)
        return " ".join(each.because for each in judged(record, profile=profile))

    assert "by body weight" not in texts("chronic-migraine", ADULT)
    assert "by body weight" in texts("chronic-migraine", Profile(age=17))
    assert "by body weight" not in texts("chronic-migraine", None)
    assert "by body weight" in texts("paediatric-lower-limb-spasticity", None)
    assert "by body weight" in texts("blepharospasm", None)  # licensed from 12 years
    assert "by body weight" in texts("blepharospasm", Profile(age=17.9))
    assert "by body weight" not in texts("blepharospasm", Profile(age=18))
    assert "by body weight" not in texts("blepharospasm", Profile(age=17, weight_kg=50.5))


def test_the_weight_of_the_session_goes_before_that_of_the_profile() -> None:
    """10 U per kg: 155 units are beyond 15 kg and within 16."""
    for kg, profile, expected in (
        (Decimal(15), 60.0, True),
        (Decimal(16), None, False),
        (None, 15.0, True),
        (None, 16.0, False),
    ):
        record = replace(session(), weight_kg=kg)
        found = of_code(judged(record, profile=replace(ADULT, age=10, weight_kg=profile)), "DOSEH")
        assert any("(10 U per kg)" in each.because for each in found) is expected


def test_off_label() -> None:
    (found,) = of_code(judged(replace(session(), product="prabotulinumtoxinA", protocol="")), "OFF_LABEL")
    assert "chronic-migraine is not among the indications on file for prabotulinumtoxinA" in found.because
    nowhere = replace(session(), product="prabotulinumtoxinA", protocol="", jurisdiction="eu")
    (found,) = of_code(judged(nowhere), "OFF_LABEL")
    assert "No label of prabotulinumtoxinA is on file" in found.because
    assert found.severity is Severity.ASK


def test_what_is_missing_is_said() -> None:
    """No product, jurisdiction or indication: the questions are judged all the same."""
    answers = {**ALL_NO, "dysphagia": Answer.YES}
    for missing in ("product", "jurisdiction", "indication"):
        found = judged(replace(session(), answers=answers, **{missing: ""}))
        assert any("trouble swallowing" in each.because for each in found)
        said = [each for each in of_code(found, "UNREADABLE") if each.because.startswith("jurisdiction: not recorded")]
        assert [each.severity for each in said] == [Severity.BLOCK] * (missing == "jurisdiction")
    without = of_code(judged(replace(session(), indication="")), "UNCONFIRMED")
    assert any("The session names no protocol on file" in each.because for each in without)


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_review_of_the_label(days: int) -> None:
    page = shelf.label(ONA, "us")
    assert page is not None
    found = plan_findings(plan(), profile=ADULT, earlier=(), date=page.review_by + dt.timedelta(days))
    assert [each.code for each in found] == ["REVIEW_DUE"] * (days > 0)


def test_no_limit_on_file() -> None:
    """That nothing was compared is said."""
    record = replace(session(), product="daxibotulinumtoxinA", protocol="")
    found = of_code(judged(record), "UNCONFIRMED")
    assert any("the doses were not checked" in each.because for each in found)
    assert any("of daxibotulinumtoxinA for chronic-migraine is on file" in each.because for each in found)


def test_an_interval_alone_limits_no_dose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "limits", lambda product, jurisdiction, indication: [limit("interval_days 84")])
    (found,) = of_code(judged(session()), "UNCONFIRMED")
    assert "the doses were not checked" in found.because


def test_what_was_not_seen_at_its_source_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protocol, dose, dilution, licence and limits in one finding; of the muscles only those injected."""
    real = protocol("chronic-migraine", "preempt-fixed", ONA)
    doubtful = replace(
        real,
        confirmed=False,
        interval_days=None,
        targets=tuple(replace(each, confirmed=each.muscle != "temporalis") for each in real.targets),
        mixtures=tuple(replace(each, confirmed=False) for each in real.mixtures),
    )
    page = shelf.label(ONA, "us")
    assert page is not None
    licences = tuple(replace(each, confirmed=False) for each in page.licences)
    unseen = [
        limit("muscle_units 40 temporalis unconfirmed"),
        limit("muscle_units 40 deltoid unconfirmed"),
        limit("cumulative_units 400 3m unconfirmed", ""),
        limit("interval_days 84 unconfirmed"),
        limit("session_units 20 /kg unconfirmed"),
    ]
    monkeypatch.setattr(checks, "protocols", lambda indication: (doubtful,))
    monkeypatch.setattr(checks, "label", lambda product, jurisdiction: replace(page, licences=licences))
    monkeypatch.setattr(checks, "limits", lambda product, jurisdiction, indication: unseen)
    doses, kept = of_code(judged(replace(session(), weight_kg=Decimal(60))), "UNCONFIRMED")
    assert (doses.severity, kept.severity) == (Severity.ASK, Severity.NOTE)
    assert doses.because == (
        "Not seen at the source: the protocol preempt-fixed; the doses of temporalis; "
        "the dilution of 200 U in 4 mL; the licence for this indication. Look it up in the label."
    )
    assert kept.because == (
        "Not seen at the source: the limit of 40 U onabotulinumtoxinA (temporalis, muscle units); "
        "the limit of 400 U onabotulinumtoxinA (3 months); the limit of 84 days between sessions; "
        "the limit of 20 U onabotulinumtoxinA per kg (session units). Look it up in the label."
    )


def test_the_protocols_interval_where_the_label_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "limits", lambda product, jurisdiction, indication: [limit("session_units 155")])
    found = of_code(judged(session(), earlier=[Earlier(date=DAY - dt.timedelta(83))]), "DOSEIVL")
    assert [each.severity for each in found] == [Severity.ASK]
    none = replace(protocol("chronic-migraine", "preempt-fixed", ONA), interval_days=None)
    monkeypatch.setattr(checks, "protocols", lambda indication: (none,))
    found = of_code(judged(session(), earlier=[Earlier(date=DAY - dt.timedelta(83))]), "DOSEIVL")
    assert [(each.severity, each.source) for each in found] == [(Severity.ASK, "interictal-injection")]


def test_the_interval_that_is_the_protocols_says_so() -> None:
    """Dysport in the arm in Europe: no interval of the label was seen."""
    record = replace(
        session(),
        product="abobotulinumtoxinA",
        jurisdiction="eu",
        indication="upper-limb-spasticity",
        protocol="label",
    )
    found = judged(record, earlier=[Earlier(date=DAY - dt.timedelta(83), product=ONA)])
    (early,) = of_code(found, "DOSEIVL")
    assert "no interval of this label was seen; the protocol's is 84 days" in early.because
    assert "the label's interval" not in early.because
    assert early.because.endswith("This was not seen in the label itself: look it up.")
    notes = [each for each in of_code(found, "UNCONFIRMED") if each.severity is Severity.NOTE]
    assert any("an interval of this label (the protocol's 84 days stand in)" in each.because for each in notes)


def test_a_protocol_by_weight_without_a_limit_by_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    """The weight is asked for once: by the limits, or else by the protocol's ranges; not for muscles of neither."""
    own = doses("brachialis L8x2")
    children = replace(
        session(),
        indication="paediatric-upper-limb-spasticity",
        protocol="label",
        sites=tuple(
            replace(session().sites[0], id=each.site, muscle=each.muscle, side=each.side, units=each.units)
            for each in own
        ),
    )

    def texts(record: SessionRecord) -> list[str]:
        return [
            each.because
            for each in of_code(judged(record, profile=Profile(age=8)), "DOSEH")
            if "body weight, which is not known" in each.because
        ]

    assert [text.startswith("The label limits") for text in texts(children)] == [True]
    monkeypatch.setattr(checks, "limits", lambda product, jurisdiction, indication: [limit("interval_days 84")])
    assert [text.startswith("The protocol doses") for text in texts(children)] == [True]
    assert texts(replace(children, sites=(replace(children.sites[0], muscle="deltoid"),))) == []
    assert texts(replace(children, weight_kg=Decimal(8))) == []


def test_ranges_and_weights_of_a_plan() -> None:
    """25 units into the superior rectus are within the label's limit and ten times the protocol's range."""
    chosen = protocol("strabismus", "label", ONA)
    made = make_plan(
        chosen,
        body_map("eye"),
        jurisdiction="us",
        additions=[Addition(muscle="superior rectus", side=Side.RIGHT, sites=1, units=Decimal(25))],
    )
    (found,) = of_code(plan_findings(made, profile=ADULT, earlier=(), date=DAY), "DOSEH")
    assert found.severity is Severity.ASK
    assert "the protocol's published range (US label) is 1.25 to 2.5 U" in found.because
    assert found.source == "us-pi-botox#2"
    assert found.about == tuple(site.id for site in made.sites)
    heavier = replace(made, weight_kg=Decimal(70))
    both = of_code(
        plan_findings(heavier, profile=replace(ADULT, weight_kg=71.0), earlier=(), date=DAY),
        "DOSEH",
    )
    assert [each.because[:18] for each in both] == ["The weights differ", "superior rectus, r"]


def test_the_bladder_is_asked_about_anew_at_every_session_and_not_at_a_plan() -> None:
    """What the profile says of infection and retention is of another day."""
    anew = ("urinary_tract_infection", "urinary_retention")
    record = replace(
        session(),
        indication="overactive-bladder",
        protocol="label",
        answers={question: Answer.NO for question in QUESTIONS if question not in anew},
    )
    found = [each for each in judged(record) if each.about in ((anew[0],), (anew[1],))]
    assert [each.severity for each in found] == [Severity.ASK] * 2
    assert all("Nobody asked" in each.because for each in found)
    chosen = protocol("overactive-bladder", "label", ONA)
    made = make_plan(chosen, body_map("bladder"), jurisdiction="us")
    assert of_code(plan_findings(made, profile=ADULT, earlier=(), date=DAY), "COND") == []


def test_volumes_that_differ_by_rounding_or_are_made_up_afterwards_ask_nothing() -> None:
    """200 U in 30 sites: 6.67 U are 1.0005 mL. By body weight the dose is made up to its volume after it is drawn."""
    for indication, weight in (
        ("neurogenic-detrusor-overactivity", None),
        ("paediatric-neurogenic-detrusor-overactivity", Decimal(20)),
    ):
        chosen = protocol(indication, "label", ONA)
        made = make_plan(chosen, body_map("bladder"), jurisdiction="us", weight_kg=weight)
        assert not of_code(checks.plan_findings(made, date=DAY), "DILUTION")
    chosen = protocol("overactive-bladder", "label", ONA)
    thinner = make_plan(chosen, body_map("bladder"), jurisdiction="us", vial_units=Decimal(100), diluent_ml=Decimal(12))
    assert len(of_code(checks.plan_findings(thinner, date=DAY), "DILUTION")) == 2


def test_a_reason_makes_a_note_of_what_asked_and_lifts_no_block() -> None:
    record = with_site(0, units=Decimal(6), volume_ml=Decimal("0.12"))
    before = of_code(judged(record), "DOSEH")
    after = of_code(judged(replace(record, deviations={"DOSEH": "severe pain", "DATE": "x"})), "DOSEH")
    assert [each.severity for each in before] == [Severity.ASK] * len(after)
    assert [each.severity for each in after] == [Severity.NOTE] * len(before)
    assert [each.because for each in after] == [f"{each.because} A reason is recorded." for each in before]
    assert "severe pain" not in " ".join(each.because for each in after)
    blank = of_code(judged(replace(record, deviations={"DOSEH": " "})), "DOSEH")
    assert blank == before
    later = [Earlier(date=DAY + dt.timedelta(2), product=ONA)]
    blocked = judged(replace(session(), deviations={"DATE": "a reason"}), earlier=later)
    assert blocked[0].severity is Severity.BLOCK


def test_each_finding_once_and_in_order() -> None:
    """What blocks comes first; the record's own faults are among them."""
    record = replace(session(), patient="", product="", answers={})
    found = judged(record, earlier=None)
    assert len(set(found)) == len(found)
    order = [list(Severity).index(each.severity) for each in found]
    assert order == sorted(order)
    assert {"PATIENT", "PRODUCT"} <= {each.code for each in found if each.severity is Severity.BLOCK}


def test_every_finding_has_a_code_and_says_nothing_of_the_patient() -> None:
    """Identifiers, reasons and told words stay out of every message."""
    secret = Elsewhere(date=DAY - dt.timedelta(9), product="abobotulinumtoxinA", indication="secret words")
    record = replace(session(), patient="secret", elsewhere=(secret,), deviations={"DOSEIVL": "secret"})
    for each in judged(record, earlier=None, profile=None):
        assert each.code in CODES
        assert "secret" not in each.because
        assert "\n" not in each.because


def test_limits_of_another_product_are_refused() -> None:
    other = replace(limit("session_units 155"), product="abobotulinumtoxinA")
    with pytest.raises(UnitMismatch):
        dose_findings(ONA, doses("temporalis L5"), [other], date=DAY)


def test_a_sum_without_a_date() -> None:
    (found,) = dose_findings(ONA, doses("temporalis L500"), [limit("cumulative_units 400 3m")], date=None)
    assert "The date of the session is not recorded" in found.because


def test_sites_over_a_limit_per_kilogram() -> None:
    """Known only with the weight."""
    own = doses("temporalis L5 temporalis L6")
    per_kg = [limit("site_units 0.1 /kg"), limit("session_units 1")]
    assert over_site(own, per_kg, weight_kg=Decimal(50)) == {"temporalis-2"}
    assert over_site(own, per_kg) == frozenset()
