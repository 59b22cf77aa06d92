"""Metamorphic: what does not change a dose does not change what is found; what adds to it never silences a finding."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.injection.findings import Finding, Severity
from interictal.injection.limits import Bound, Limit
from interictal.injection.previous import Earlier
from interictal.injection.products import PRODUCTS
from interictal.injection.protocol_files import protocol
from interictal.injection.protocols import Range, Side
from interictal.injection.record import Answer, RecordedSite, SessionRecord
from interictal.profile import Profile
from interictal.profile.conditions import ALWAYS_ASKED, QUESTIONS
from interictal.safety.checks import session_findings
from interictal.safety.conditions import condition_findings
from interictal.safety.doses import Dose, dose_findings, weight_counted, window_start
from interictal.safety.intervals import Toxin, interval_findings
from interictal.safety.ranges import range_findings
from spec_rules.safety_conditions import NOW, session
from spec_rules.safety_doses import DAY, ONA

MUSCLES = ("temporalis", "frontalis", "trapezius")
MIRRORED = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.MIDLINE: Side.MIDLINE, None: None}
UNITS = st.integers(0, 4000).map(lambda hundredths: Decimal(hundredths) / 100)
SITES = st.lists(
    st.builds(
        Dose,
        site=st.just(""),
        muscle=st.sampled_from(MUSCLES),
        side=st.sampled_from([*Side, None]),
        units=st.one_of(UNITS, st.none()),
    ),
    max_size=8,
).map(lambda doses: tuple(replace(each, site=f"s{number}") for number, each in enumerate(doses)))
PER_SESSION = [each for each in Bound if each not in (Bound.INTERVAL_DAYS, Bound.CUMULATIVE_UNITS)]
LIMITS = st.lists(
    st.builds(
        Limit,
        product=st.just(ONA),
        jurisdiction=st.just("us"),
        indication=st.just("chronic-migraine"),
        bound=st.sampled_from(PER_SESSION),
        value=st.integers(1, 60).map(Decimal),
        muscle=st.sampled_from(["", *MUSCLES]),
        source=st.just("us-pi-botox#2"),
    ),
    max_size=6,
)
TOXINS = st.lists(
    st.builds(
        Toxin,
        date=st.one_of(st.none(), st.integers(0, 200).map(lambda days: DAY - dt.timedelta(days))),
        product=st.sampled_from([*PRODUCTS, ""]),
        units=st.one_of(UNITS, st.none()),
        indication=st.sampled_from(["", "cervical-dystonia"]),
    ),
    max_size=6,
).map(tuple)
SUM = Limit(
    product=ONA,
    jurisdiction="us",
    indication="",
    bound=Bound.CUMULATIVE_UNITS,
    value=Decimal(60),
    within_months=3,
    source="us-pi-botox#2.1",
)
generated = settings(derandomize=True, max_examples=120, deadline=None)


def said(found: tuple[Finding, ...]) -> list[tuple[str, frozenset[str]]]:
    """What was found, whatever the order."""
    return sorted(((each.because, frozenset(each.about)) for each in found), key=str)


@generated
@given(SITES, LIMITS, st.randoms(use_true_random=False))
def test_the_order_of_the_sites_does_not_matter(doses: tuple[Dose, ...], limits: list[Limit], random: object) -> None:
    shuffled = sorted(doses, key=lambda dose: random.random())  # type: ignore[attr-defined]
    assert said(dose_findings(ONA, doses, limits, date=DAY)) == said(dose_findings(ONA, shuffled, limits, date=DAY))


@generated
@given(SITES, LIMITS)
def test_mirrored_sides_find_the_same_on_the_other_side(doses: tuple[Dose, ...], limits: list[Limit]) -> None:
    other = tuple(replace(each, side=MIRRORED[each.side]) for each in doses)
    swapped = {", left": ", right", ", right": ", left"}
    there = [
        (next((because.replace(a, b) for a, b in swapped.items() if a in because), because), about)
        for because, about in said(dose_findings(ONA, other, limits, date=DAY))
    ]
    assert sorted(there, key=str) == said(dose_findings(ONA, doses, limits, date=DAY))


@generated
@given(SITES, LIMITS, st.integers(0, 7))
def test_a_site_split_in_two_keeps_every_sum(doses: tuple[Dose, ...], limits: list[Limit], which: int) -> None:
    """Units of muscle, side and session are judged as before; only limits of one site and on counts may differ."""
    known = [number for number, each in enumerate(doses) if each.units is not None]
    if not known:
        return
    number = known[which % len(known)]
    whole = doses[number]
    assert whole.units is not None
    halves = (replace(whole, units=whole.units / 2), replace(whole, site=f"{whole.site}b", units=whole.units / 2))
    sums = [each for each in limits if each.bound not in (Bound.SITE_UNITS, Bound.MUSCLE_SITES, Bound.SESSION_SITES)]
    split = (*doses[:number], *halves, *doses[number + 1 :])
    before = [each.because for each in dose_findings(ONA, doses, [*sums, SUM], date=DAY)]
    assert [each.because for each in dose_findings(ONA, split, [*sums, SUM], date=DAY)] == before


@generated
@given(SITES, LIMITS, st.sampled_from(MUSCLES), st.sampled_from(list(Side)), UNITS)
def test_one_more_site_never_silences_a_limit(
    doses: tuple[Dose, ...], limits: list[Limit], muscle: str, side: Side, units: Decimal
) -> None:
    """Each limit by itself: what was over stays over."""
    more = (*doses, Dose(site="more", muscle=muscle, side=side, units=units))
    for limit in [*limits, SUM]:
        if dose_findings(ONA, doses, [limit], date=DAY):
            assert dose_findings(ONA, more, [limit], date=DAY)


@generated
@given(TOXINS, UNITS)
def test_the_sum_is_that_of_the_same_product_in_the_window(toxins: tuple[Toxin, ...], units: Decimal) -> None:
    """By adding up anew: over, open or neither."""
    now = Dose(site="s", muscle="temporalis", side=Side.LEFT, units=units)
    own = [each for each in toxins if each.product == ONA]
    inside = [each for each in own if each.date is not None and each.date > dt.date(2026, 8, 22)]
    total = units + sum(each.units or 0 for each in inside)
    unknown = any(each.date is None for each in own) or any(each.units is None for each in inside)
    found = dose_findings(ONA, (now,), [SUM], date=DAY, toxins=toxins)
    assert len(found) == (total > 60 or unknown)
    assert all(("cannot be known" in each.because) == (total <= 60) for each in found)


@generated
@given(TOXINS, TOXINS)
def test_more_toxin_never_silences_the_interval(before: tuple[Toxin, ...], more: tuple[Toxin, ...]) -> None:
    interval = [replace(SUM, bound=Bound.INTERVAL_DAYS, value=Decimal(84), within_months=None)]
    if interval_findings(before, interval, date=DAY, group=""):
        assert interval_findings((*before, *more), interval, date=DAY, group="")


@generated
@given(TOXINS, TOXINS, st.sampled_from([42, 70, 84, 112]))
def test_a_shorter_interval_of_a_label_lets_no_other_toxin_pass(
    before: tuple[Toxin, ...], more: tuple[Toxin, ...], days: int
) -> None:
    """By counting anew; and more toxin never makes a note of what asked."""
    own = replace(SUM, indication="cervical-dystonia", bound=Bound.INTERVAL_DAYS, value=Decimal(days))
    interval = [replace(own, within_months=None)]
    found = interval_findings(before, interval, date=DAY, group="")
    ages = [((DAY - each.date).days, each) for each in before if each.date is not None]
    other = any(age < 84 and (each.product, each.indication) != (ONA, own.indication) for age, each in ages)
    early = any(age < days for age, _ in ages)
    undated = any(each.date is None for each in before)
    asks = any(each.severity is Severity.ASK for each in found)
    assert asks == (other or early or undated)
    if asks:
        again = interval_findings((*before, *more), interval, date=DAY, group="")
        assert any(each.severity is Severity.ASK for each in again)


@generated
@given(st.integers(1, 40), st.integers(1, 12), st.integers(0, 4), st.integers(0, 4))
def test_a_range_of_a_protocol_asks_on_both_sides_of_it(units: int, sites: int, low: int, high: int) -> None:
    """Exactly outside, whichever end; a muscle that a limit named is left out."""
    real = protocol("strabismus", "label", ONA)
    target = replace(
        real.targets[0],
        sites=Range(low=Decimal(1 + low), high=Decimal(5 + high)),
        units=Range(low=Decimal(10 + low), high=Decimal(20 + high)),
    )
    chosen = replace(real, targets=(target,))
    own = tuple(
        Dose(site=f"s{number}", muscle=target.muscle, side=Side.LEFT, units=Decimal(units) / sites)
        for number in range(sites)
    )
    total = sum((each.units for each in own if each.units is not None), Decimal(0))
    outside = not 10 + low <= total <= 20 + high or not 1 + low <= sites <= 5 + high
    assert len(range_findings(chosen, own)) == outside
    assert range_findings(chosen, own, named={each.site for each in own}) == ()
    assert len(range_findings(chosen, own, named={"s0"})) == (outside and sites > 1)


@generated
@given(st.integers(1, 40000), st.integers(1, 10))
def test_weight_is_rounded_down_by_less_than_a_step(hundredths: int, step: int) -> None:
    weight = Decimal(hundredths) / 100
    counted = weight_counted(weight, Decimal(step))
    assert counted % step == 0
    assert 0 <= weight - counted < step


@generated
@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 24))
def test_a_window_of_months_starts_on_the_same_day_of_the_month_or_its_last(date: dt.date, months: int) -> None:
    start = window_start(date, months=months)
    assert (date.year - start.year) * 12 + date.month - start.month == months
    assert start.day == date.day or (start.day < date.day and (start + dt.timedelta(1)).day == 1)


ANSWERS = st.dictionaries(st.sampled_from(list(QUESTIONS)), st.sampled_from(list(Answer)))


@generated
@given(ANSWERS, ANSWERS, st.sampled_from(["", *PRODUCTS]), st.sampled_from(["", "us", "eu"]))
def test_an_answer_can_only_add_and_unknown_is_never_no(
    answers: dict[str, Answer], background: dict[str, Answer], product: str, jurisdiction: str
) -> None:
    """Whatever is not a plain no is named, for every product and label; nothing is ever called safe."""
    found = condition_findings(
        answers, product=product, jurisdiction=jurisdiction, indication="", background=background
    )
    named = {question for each in found for question in each.about}
    for each in found:
        assert each.source
        assert "safe" not in each.because
        assert each.severity in (Severity.ASK, Severity.NOTE)
    assert sum(each.severity is Severity.NOTE for each in found) <= 1
    clear = (Answer.NO, Answer.NOT_APPLICABLE)
    for question in QUESTIONS.keys() - {"toxin_elsewhere"}:
        if product not in ("", "abobotulinumtoxinA") and question == "allergy_cows_milk_protein":
            continue
        if product == "daxibotulinumtoxinA" and question == "allergy_albumin":
            continue
        own, before = answers.get(question), background.get(question)
        if own not in (*clear, None) or (own is None and (question in ALWAYS_ASKED or before not in clear)):
            assert question in named


def changed(record: SessionRecord, sites: tuple[RecordedSite, ...]) -> list[tuple[str, str]]:
    """The clinical findings of a session with these sites."""
    found = session_findings(
        replace(record, sites=sites), profile=Profile(age=40), earlier=(Earlier(date=DAY, product=ONA),), now=NOW
    )
    return sorted((each.code, each.because) for each in found if each.code in ("DOSEH", "DOSEIVL", "DUPTHPY"))


@settings(derandomize=True, max_examples=25, deadline=None)
@given(st.permutations(range(31)), st.integers(0, 30), UNITS)
def test_a_whole_session_in_any_order(order: list[int], which: int, units: Decimal) -> None:
    record = session()
    sites = list(record.sites)
    sites[which] = replace(sites[which], units=units)
    assert changed(record, tuple(sites)) == changed(record, tuple(sites[number] for number in order))
