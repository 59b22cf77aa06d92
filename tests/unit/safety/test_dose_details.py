"""Doses and intervals: sources, marks and sites of what is found; what a check must not lose on its way."""

import datetime as dt
import time
from dataclasses import replace
from decimal import Decimal

import pytest

from interictal.injection.findings import Finding, Severity
from interictal.injection.maps import body_map
from interictal.injection.plan import Plan
from interictal.injection.planning import Addition, make_plan
from interictal.injection.previous import Earlier
from interictal.injection.protocol_files import protocol
from interictal.injection.protocols import Side
from interictal.injection.record import Answer, Elsewhere
from interictal.profile import Profile
from interictal.safety import checks
from interictal.safety.doses import dose_findings, over_place
from interictal.safety.intervals import Toxin, history, interval_findings, seen
from interictal.units import ToxinUnits
from spec_rules.safety_conditions import ALL_NO, of_code, plan, session
from spec_rules.safety_doses import DAY, ONA, doses, limit
from unit.safety.test_checks import ADULT, judged

OURS = "interictal-injection"
NOT_SEEN = "This was not seen in the label itself: look it up."


def ago(days: int, product: str = ONA, indication: str = "chronic-migraine") -> Toxin:
    return Toxin(date=DAY - dt.timedelta(days), product=product, units=Decimal(100), indication=indication)


def interval(toxins: list[Toxin], *limits: str, date: dt.date | None = DAY, known: bool = True) -> tuple[Finding, ...]:
    return interval_findings(toxins, [limit(each) for each in limits], date=date, group="adult", known=known)


@pytest.mark.parametrize(
    ("toxins", "limits", "date", "source", "severity"),
    [
        ([ago(83)], ("interval_days 84",), DAY, "us-pi-botox#2", Severity.ASK),
        ([ago(83)], (), DAY, OURS, Severity.ASK),
        ([ago(83, indication="cervical-dystonia")], ("interval_days 70",), DAY, OURS, Severity.ASK),
        ([ago(83)], ("interval_days 70",), DAY, "us-pi-botox#2", Severity.NOTE),
        ([ago(69)], ("interval_days 70",), DAY, "us-pi-botox#2", Severity.ASK),
        ([Toxin(date=None)], ("interval_days 84",), DAY, "us-pi-botox#2", Severity.ASK),
        ([Toxin(date=None)], (), DAY, OURS, Severity.ASK),
        ([], ("interval_days 84",), None, "us-pi-botox#2", Severity.ASK),
        ([], (), None, OURS, Severity.ASK),
    ],
)
def test_who_says_so(
    toxins: list[Toxin], limits: tuple[str, ...], date: dt.date | None, source: str, severity: Severity
) -> None:
    """The label where it has an interval, ours where it has none."""
    (found,) = interval(toxins, *limits, date=date)
    assert (found.code, found.source, found.severity) == ("DOSEIVL", source, severity)


@pytest.mark.parametrize("days", [69, 83])
def test_an_interval_that_was_not_seen_is_marked(days: int) -> None:
    for words, marked in (("interval_days 70 unconfirmed", True), ("interval_days 70", False)):
        (found,) = interval([ago(days)], words)
        assert (NOT_SEEN in found.because) is marked
    assert seen(True) == ""
    assert NOT_SEEN in seen(False)


def test_earlier_sessions_that_nobody_gave_are_told_by_our_own_rule() -> None:
    (found,) = interval([], "interval_days 84", known=False)
    assert (found.source, found.severity) == (OURS, Severity.NOTE)
    assert interval([], "interval_days 84") == ()


def test_what_is_told_of_elsewhere_keeps_all_that_was_told() -> None:
    told = Elsewhere(date=DAY, product=ONA, units=Decimal(5), indication="blepharospasm")
    before = Earlier(date=DAY, product=ONA, units=Decimal(7), indication="chronic-migraine")
    assert history([before], [told]) == (
        Toxin(date=DAY, product=ONA, units=Decimal(7), indication="chronic-migraine"),
        Toxin(date=DAY, product=ONA, units=Decimal(5), indication="blepharospasm", elsewhere=True),
    )


def test_two_sums_are_two_findings() -> None:
    """400 U in three months and 200 U in thirty days are both said."""
    both = [limit("cumulative_units 400 3m"), limit("cumulative_units 200 30d")]
    found = dose_findings(ONA, doses("temporalis L150"), both, date=DAY, toxins=[replace(ago(10), units=Decimal(300))])
    assert len(found) == 2


def test_units_not_recorded_are_told_by_the_label_or_by_us() -> None:
    (found,) = dose_findings(ONA, doses("temporalis L?"), [limit("session_units 155")], date=DAY)
    assert (found.source, found.about) == ("us-pi-botox#2", ("temporalis-1",))
    (found,) = dose_findings(ONA, doses("temporalis L?"), [], date=DAY)
    assert found.source == OURS


def test_what_is_over_names_its_sites() -> None:
    found = dose_findings(ONA, doses("temporalis L6 frontalis L5"), [limit("muscle_units 5 temporalis")], date=DAY)
    assert [each.about for each in found] == [("temporalis-1",)]


def test_the_worst_slip_is_the_one_that_is_told() -> None:
    """Ten times a site's limit, not the larger number that is twice the session's."""
    own = [limit("session_units 100"), limit("site_units 5")]
    found = dose_findings(ONA, doses("temporalis L50 temporalis L75x2"), own, date=DAY)
    (slip,) = of_code(found, "DOSEHIND")
    assert "75 U" in slip.because
    assert set(slip.about) == {"temporalis-1", "temporalis-2", "temporalis-3"}
    reverse = dose_findings(ONA, doses("temporalis L50 temporalis L75x2"), own[::-1], date=DAY)
    assert of_code(reverse, "DOSEHIND")[0].because == slip.because


def test_places_that_a_limit_of_muscle_or_site_names() -> None:
    """Not those of a session or a limb; and by the weight that is known."""
    given = doses("temporalis L50")
    assert over_place(given, [limit("session_units 5")]) == frozenset()
    assert over_place(given, [limit("side_units 5")]) == frozenset()
    assert over_place(given, [limit("muscle_units 5 temporalis")]) == {"temporalis-1"}
    assert over_place(given, [limit("site_units 5")]) == {"temporalis-1"}
    heavy = [limit("muscle_units 1 temporalis /kg")]
    assert over_place(given, heavy, weight_kg=Decimal(49)) == {"temporalis-1"}
    assert over_place(given, heavy, weight_kg=Decimal(50)) == frozenset()


def test_units_are_not_less_than_themselves() -> None:
    one = ToxinUnits(ONA, Decimal(5))
    assert not one < ToxinUnits(ONA, Decimal(5))
    assert one <= ToxinUnits(ONA, Decimal(5))


# --- What a session's check must not lose ----------------------------------------------------------------------------


def test_recalled_lots_and_other_sessions_reach_the_record_s_checks() -> None:
    record = session()
    lot = record.vials[0].lot
    assert of_code(judged(record, recalled={("", lot)}), "RECALLED")
    other = replace(record, patient="somebody-else")
    earlier = [Earlier(date=DAY, product=ONA, patient=other.patient, vials=other.vials, record=other)]
    assert of_code(judged(record, earlier=earlier), "VIAL_SHARED")


def test_answers_of_the_profile_stand_in() -> None:
    """A condition that the profile knows of asks, though the session did not ask it again."""
    answers = {key: value for key, value in ALL_NO.items() if key != "dysphagia"}
    known = replace(ADULT, answers={**ADULT.answers, "dysphagia": "yes"})
    record = replace(session(), answers=answers)
    assert of_code(judged(record, profile=known), "COND")[0].severity is Severity.ASK
    assert not [each for each in of_code(judged(record), "COND") if each.severity is Severity.ASK]
    alone = of_code(judged(record, profile=None), "COND")
    assert [each.severity for each in alone] == [Severity.NOTE]


def test_questions_are_those_of_product_and_jurisdiction() -> None:
    """Cow's milk protein is asked for one product; pregnancy is told by the label that applies."""
    answers = {**ALL_NO, "allergy_cows_milk_protein": Answer.YES, "pregnancy": Answer.YES}
    record = replace(session(), answers=answers)
    assert not of_code(judged(record), "REACT")
    assert of_code(judged(replace(record, product="abobotulinumtoxinA")), "REACT")
    sources = {of_code(judged(replace(record, jurisdiction=where)), "PREG")[0].source for where in ("us", "eu")}
    assert len(sources) == 2
    told = replace(record, answers={**ALL_NO, "toxin_elsewhere": Answer.UNKNOWN})
    elsewhere = {of_code(judged(replace(told, jurisdiction=where)), "DUPTHPY")[0] for where in ("us", "eu")}
    assert all("Interval and sum over months may be wrong" in each.because for each in elsewhere)
    assert sorted("not seen in the label itself" in each.because for each in elsewhere) == [False, True]
    other = Earlier(date=DAY - dt.timedelta(60), product="abobotulinumtoxinA", units=Decimal(120))
    for where, confirmed in (("us", True), ("eu", False)):
        here = replace(record, jurisdiction=where, answers=ALL_NO)
        (found,) = of_code(judged(here, earlier=[other]), "DUPTHPY")
        assert ("not seen in the label itself" in found.because) is not confirmed


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        (dt.datetime(2026, 11, 22, 9, 59, tzinfo=dt.UTC), "2026-11-22"),
        (dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC), "2026-11-23"),
        (dt.datetime(2026, 11, 22, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=14))), "2026-11-22"),
        (dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.timezone(dt.timedelta(hours=-9))), "2026-11-23"),
    ],
)
def test_the_latest_date_anywhere(now: dt.datetime, latest: str) -> None:
    assert checks._latest_today(now) == dt.date.fromisoformat(latest)


def test_a_plan_counts_the_sessions_of_its_own_patient() -> None:
    """Those of others are left out, and of several unnamed ones it is said that all were counted."""
    mine = Earlier(date=DAY - dt.timedelta(10), product=ONA, units=Decimal(155), patient="a")
    other = replace(mine, date=DAY - dt.timedelta(5), patient="b")
    found = checks.plan_findings(plan(), profile=ADULT, earlier=[mine, other], date=DAY, patient="a")
    assert "10 days since" in of_code(found, "DOSEIVL")[0].because
    both = checks.plan_findings(plan(), profile=ADULT, earlier=[mine, other], date=DAY)
    assert "5 days since" in of_code(both, "DOSEIVL")[0].because
    assert "2 patients, and all were counted" in of_code(both, "PATIENT")[0].because


def test_a_volume_may_differ_by_the_tolerance() -> None:
    """0.005 mL, and no more."""
    record = session()
    for extra, asked in (("0.005", False), ("0.0051", True)):
        sites = (replace(record.sites[0], volume_ml=Decimal("0.1") + Decimal(extra)), *record.sites[1:])
        assert bool(of_code(judged(replace(record, sites=sites)), "DILUTION")) is asked


def test_an_interval_borrowed_from_the_protocol_says_whose_it_is() -> None:
    """Dysport has no interval on file for the neck in Europe: the protocol's own is named, with its source."""
    neck = protocol("cervical-dystonia", "label", "abobotulinumtoxinA")
    made = make_plan(
        neck,
        body_map("neck"),
        jurisdiction="eu",
        vial_units=Decimal(500),
        diluent_ml=Decimal(1),
        additions=[Addition(muscle="splenius capitis", side=Side.LEFT, sites=2, units=Decimal(200))],
    )
    before = [Earlier(date=DAY - dt.timedelta(80), product="abobotulinumtoxinA", indication="cervical-dystonia")]
    (found,) = of_code(checks.plan_findings(made, profile=ADULT, earlier=before, date=DAY), "DOSEIVL")
    assert "no interval of this label was seen; the protocol's is 84 days" in found.because
    assert found.source == neck.source
    assert NOT_SEEN in found.because


def child_s_biceps(units: int) -> Plan:
    """A plan for a child of 20 kg: four sites of the left arm."""
    return make_plan(
        protocol("paediatric-upper-limb-spasticity", "label", ONA),
        body_map("arm"),
        jurisdiction="us",
        vial_units=Decimal(100),
        diluent_ml=Decimal(2),
        additions=[Addition(muscle="biceps brachii", side=Side.LEFT, sites=4, units=Decimal(units))],
        weight_kg=Decimal(20),
    )


def test_ranges_and_fixed_doses_by_weight() -> None:
    """3 U/kg in a child's biceps: at 20 kg 60 U are the most, and the weight of the check is the one that is used."""
    made = child_s_biceps(61)
    child = Profile(age=8, weight_kg=20, answers=ADULT.answers)
    found = of_code(checks.plan_findings(made, profile=child, earlier=(), date=DAY), "DOSEH")
    assert any("biceps brachii, left: 61 U" in each.because and "60 U" in each.because for each in found)
    within = child_s_biceps(60)
    assert not of_code(checks.plan_findings(within, profile=child, earlier=(), date=DAY), "DOSEH")
    unknown = of_code(session_of(within), "DOSEH")
    assert any("body weight, which is not known" in each.because for each in unknown)


def session_of(made: Plan) -> tuple[Finding, ...]:
    """The check of a plan without a weight."""
    return checks.plan_findings(replace(made, weight_kg=None), profile=Profile(age=8), earlier=(), date=DAY)


def test_another_toxin_counts_as_far_back_as_the_longest_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four months, and longer where a label adds up over a longer time."""
    before = [Earlier(date=DAY - dt.timedelta(150), product="abobotulinumtoxinA", units=Decimal(500))]
    assert not of_code(judged(session(), earlier=before), "DUPTHPY")
    monkeypatch.setattr(checks, "limits", lambda product, jurisdiction, indication: [limit("cumulative_units 900 12m")])
    assert of_code(judged(session(), earlier=before), "DUPTHPY")


def test_toxin_elsewhere_is_told_by_the_label_that_applies() -> None:
    """The product's own where it is on file; otherwise the words say to look it up."""
    asked = replace(session(), answers={**ALL_NO, "toxin_elsewhere": Answer.UNKNOWN})
    (own,) = of_code(judged(asked), "DUPTHPY")
    assert "look it up" not in own.because
    (other,) = of_code(judged(replace(asked, product="abobotulinumtoxinA")), "DUPTHPY")
    assert other.because != own.because


def test_ranges_by_weight_without_any_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The protocol's own range is looked at where the label limits nothing; where a limit tells, it is told once."""
    made = child_s_biceps(61)
    child = Profile(age=8, weight_kg=20, answers=ADULT.answers)
    told = of_code(checks.plan_findings(made, profile=child, earlier=(), date=DAY), "DOSEH")
    assert sum("biceps brachii" in each.because for each in told) == 1
    monkeypatch.setattr(checks, "limits", lambda product, jurisdiction, indication: [])
    alone = of_code(checks.plan_findings(made, profile=child, earlier=(), date=DAY), "DOSEH")
    assert any("biceps brachii, left: 61 U" in each.because and "30 to 60 U" in each.because for each in alone)


def test_the_latest_date_does_not_hang_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        at = dt.datetime(2026, 11, 22, 9, 59, tzinfo=dt.UTC)
        assert checks._latest_today(at) == dt.date(2026, 11, 22)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_earlier_sessions_count_as_known_unless_it_is_said() -> None:
    assert interval_findings([], [limit("interval_days 84")], date=DAY, group="") == ()
