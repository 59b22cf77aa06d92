"""Counts, response and wearing-off on generated diaries, against a slow and obvious reference."""

from __future__ import annotations

import datetime as dt
import random
from fractions import Fraction

from hypothesis import event, given, settings
from hypothesis import strategies as st

from interictal.diary.days import Day, Diary, Severity, Status
from interictal.diary.medicines import DrugClass, Intake
from interictal.ichd3.medication import with_known_intakes
from interictal.outcomes.counts import COUNTS, SEVERITY_POINTS, Tally, period_counts
from interictal.outcomes.definitions import DEFINITIONS
from interictal.outcomes.response import cycles, fallen_by, first_responder_cycle, responses
from interictal.outcomes.wearing_off import wearing_off
from interictal.periods import Imputation, Rate, calendar_periods, injection_periods
from interictal.verdicts import Verdict, verdict
from support.diaries import MONDAY, diary

few = settings(derandomize=True, max_examples=60, deadline=None)
DAY = dt.timedelta(1)
HEADACHE = [one.id for one in DEFINITIONS.values() if one.kind == "headache"]
MIGRAINE = [one.id for one in DEFINITIONS.values() if one.kind == "migraine"]

maybe = st.sampled_from([True, True, False, False, None])
often = st.sampled_from([True] * 5 + [False])
intakes = st.none() | st.lists(
    st.sampled_from([*DrugClass, None]).map(lambda one: Intake("x", None, one)), max_size=3
).map(tuple)


@st.composite
def some_day(draw: st.DrawFn, date: dt.date) -> Day:
    """A day with any answers that a day may carry."""
    status = draw(st.sampled_from([Status.HEADACHE] * 4 + [Status.NO_HEADACHE] * 4 + [Status.NOT_RECORDED]))
    facts: dict[str, object] = {"intakes": draw(intakes)}
    if status is Status.HEADACHE:
        features = ("unilateral", "pulsating", "nausea", "photophobia", "phonophobia", "aura", "believed_migraine")
        facts |= {name: draw(maybe) for name in (*features, "relieved_by_triptan_or_ergot", "disability")}
        facts["hours"] = draw(st.sampled_from([None, 0.1, 0.5, 2.0, 3.9, 4.0, 7.3, 24.0]))
        facts["severity"] = draw(st.sampled_from([*Severity, None]))
        facts["aura_minutes"] = draw(st.none() | st.integers(0, 90))
    return Day(diary_date=date, status=status, **facts)


@st.composite
def some_diary(draw: st.DrawFn, first: dt.date = MONDAY, longest: int = 60) -> Diary:
    """A diary with gaps."""
    length = draw(st.integers(1, longest) | st.integers(28, longest))
    kept = draw(st.lists(often, min_size=length, max_size=length))
    days = [draw(some_day(first + index * DAY)) for index, keep in enumerate(kept) if keep]
    return Diary.of(days, attack_diary=draw(st.sampled_from([False, False, True])))


letters = st.text(alphabet=".?HhMmDTtEIPCOGU_", min_size=28, max_size=90)
dense_diary = letters.map(diary) | letters.map(lambda line: diary("." + line.replace("_", "H"), attack_diary=False))


def test_generated_diaries_reach_every_kind_of_rate() -> None:
    kinds: set[Imputation] = set()

    @few
    @given(dense_diary)
    def look(patient: Diary) -> None:
        tally = Tally.of(patient)
        kinds.update(tally.rate(count, MONDAY, MONDAY + 28 * DAY).imputation for count in COUNTS)

    look()
    assert kinds == set(Imputation)


def _answers(patient: Diary, headache: str, migraine: str) -> dict[dt.date, dict[str, Fraction | None]]:
    # Every question, asked of every recorded day on its own: the value, or None where it is not known.
    by_date = {day.diary_date: day for day in with_known_intakes(patient.days)}
    found: dict[dt.date, dict[str, Fraction | None]] = {}
    for date, day in by_date.items():
        if day.status is Status.NOT_RECORDED:
            continue
        free = day.status is Status.NO_HEADACHE
        is_headache, is_migraine = DEFINITIONS[headache].decide(day), DEFINITIONS[migraine].decide(day)
        strong = verdict(None if day.severity is None else day.severity in (Severity.MODERATE, Severity.SEVERE))
        hours = None if day.hours is None else Fraction(round(day.hours * 3600), 3600)
        yesterday = by_date.get(date - DAY)
        before = Status.NOT_RECORDED if yesterday is None else yesterday.status
        begins = {Status.NO_HEADACHE: 1, Status.HEADACHE: 0, Status.NOT_RECORDED: None}[before]
        points = None if day.severity is None else [*Severity].index(day.severity)
        found[date] = {
            "headache_days": _number(is_headache),
            "migraine_days": _number(is_migraine),
            "moderate_severe_headache_days": _number(is_headache & strong),
            "headache_hours": {Verdict.MET: hours, Verdict.NOT_MET: Fraction(0), Verdict.UNDETERMINED: None}[
                is_headache
            ],
            "attacks": 0 if free else begins,
            "disability_days": 0 if free else None if day.disability is None else int(day.disability),
            SEVERITY_POINTS: 0 if free else points,
        }
        acute = [one for one in DrugClass if one not in (DrugClass.PREVENTIVE, DrugClass.OTHER)]
        for name, classes in {"acute_medication_days": acute, **{f"{one.value}_days": [one] for one in acute}}.items():
            if day.intakes is None:
                found[date][name] = None
            elif any(intake.drug_class in classes for intake in day.intakes):
                found[date][name] = 1
            else:
                found[date][name] = None if any(one.drug_class is None for one in day.intakes) else 0
    return found


def _number(answer: Verdict) -> int | None:
    return {Verdict.MET: 1, Verdict.NOT_MET: 0, Verdict.UNDETERMINED: None}[answer]


@few
@given(
    some_diary() | dense_diary,
    st.sampled_from(HEADACHE),
    st.sampled_from(MIGRAINE),
    st.integers(-3, 30),
    st.integers(1, 90),
)
def test_running_sums_equal_a_count_by_hand(
    patient: Diary, headache: str, migraine: str, offset: int, length: int
) -> None:
    tally = Tally.of(patient, headache_definition=headache, migraine_definition=migraine)
    answers = _answers(patient, headache, migraine)
    start, end = MONDAY + offset * DAY, MONDAY + (offset + length) * DAY
    inside = [answers[date] for date in answers if start <= date < end]
    assert tally.days_recorded(start, end) == len(inside)
    by_date = {day.diary_date: day for day in patient}
    some_free = any(day.status is Status.NO_HEADACHE for day in patient)
    for count in (*COUNTS, SEVERITY_POINTS):
        known = [each[count] for each in inside if each[count] is not None]
        rate = tally.rate(count, start, end)
        assert (rate.observed, rate.known) == (float(sum(known)), len(known)), count
        assert tally.undecided(count, start, end) == length - len(known)
        of_28 = min(Fraction(len(known)), Fraction(28 * len(known), length))
        with_headache = [date for date in answers if start <= date < end and by_date[date].headache]
        decided = [date for date in with_headache if answers[date][count] is not None]
        of_headaches = Fraction(28 * len(decided), len(with_headache)) if with_headache else Fraction(28)
        event(rate.imputation.value)
        if patient.attack_diary or of_28 < (10 if some_free else 20) or of_headaches < 10:
            assert (rate.per_28, rate.imputation) == (None, Imputation.MISSING)
        else:
            worst = min(of_28, of_headaches) if len(decided) < len(with_headache) else of_28
            assert (rate.imputation is Imputation.PRORATED_LOW) == (worst < 20)
            assert rate.per_28 is not None
            assert abs(rate.per_28 - 28 * float(sum(known)) / len(known)) < 1e-9


@few
@given(some_diary(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(patient: Diary, shuffle: random.Random) -> None:
    rows = list(patient.days)
    shuffle.shuffle(rows)
    assert Tally.of(Diary.of(rows, attack_diary=patient.attack_diary)) == Tally.of(patient)


@few
@given(some_diary(), st.integers(0, 40))
def test_splitting_and_joining_changes_nothing(patient: Diary, at: int) -> None:
    halves = [Diary.of(patient.days[:at]), Diary.of(patient.days[at:])]
    joined = Diary.of([day for half in halves for day in half], attack_diary=patient.attack_diary)
    assert Tally.of(joined) == Tally.of(patient)


@few
@given(some_diary(longest=120), st.lists(st.integers(0, 120), max_size=3))
def test_periods_add_up_to_the_whole(patient: Diary, injections: list[int]) -> None:
    tally = Tally.of(patient)
    last = MONDAY + 119 * DAY
    opened = [MONDAY + each * DAY for each in injections]
    periods = injection_periods(opened, MONDAY, last) if injections else calendar_periods(MONDAY, last)
    counted = period_counts(tally, periods)
    assert sum(each.days_recorded for each in counted) == len(patient.recorded)
    for count in COUNTS:
        whole = tally.rate(count, periods[0].start, periods[-1].end)
        assert sum(each.counts[count].known for each in counted) == whole.known
        parts = sum(Fraction(round(each.counts[count].observed * 3600), 3600) for each in counted)
        assert float(parts) == whole.observed


@few
@given(
    some_diary() | dense_diary,
    st.integers(0, 59),
    st.integers(28, 84),
    st.sampled_from(HEADACHE),
    st.sampled_from(MIGRAINE),
)
def test_a_further_headache_free_day_never_raises_a_rate(
    patient: Diary, at: int, length: int, headache: str, migraine: str
) -> None:
    """Of days and hours. Attacks are another matter: the day before a headache becoming known shows its start."""
    date = MONDAY + at * DAY
    kept = [day for day in patient if day.diary_date != date or day.recorded]
    if any(day.diary_date == date for day in kept):
        return
    more = {"headache_definition": headache, "migraine_definition": migraine}
    rates = 0
    before = Tally.of(Diary.of(kept), **more)
    after = Tally.of(Diary.of([*kept, Day(diary_date=date, status=Status.NO_HEADACHE)]), **more)
    for count in (*COUNTS, SEVERITY_POINTS):
        if count == "attacks":
            continue
        old, new = (tally.rate(count, MONDAY, MONDAY + length * DAY) for tally in (before, after))
        assert new.observed == old.observed
        assert new.known >= old.known
        if old.per_28 is not None:
            assert new.per_28 is not None
            assert new.per_28 <= old.per_28
            rates += 1
    event("with rates" if rates else "without")


@few
@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31) - 120 * DAY))
def test_the_date_does_not_matter(first: dt.date) -> None:
    """Leap days, the ends of daylight saving, the turn of a century: only the distance between days counts."""
    line = "(H.M.h_T)17"
    injections = [28, 100]
    here, there = (
        (Tally.of(diary(line, start)), [start + each * DAY for each in injections]) for start in (MONDAY, first)
    )
    assert responses(*here) == responses(*there)
    assert wearing_off(*here) == wearing_off(*there)
    for count in COUNTS:
        assert here[0].rate(count, MONDAY, MONDAY + 84 * DAY) == there[0].rate(count, first, first + 84 * DAY)


@few
@given(st.integers(0, 28), st.integers(1, 28), st.integers(0, 84), st.integers(1, 84), st.integers(0, 100))
def test_a_fall_is_compared_exactly(was: int, of: int, is_now: int, known: int, percent: int) -> None:
    before, now = Rate(was, of, 1.0, Imputation.NONE), Rate(is_now, known, 1.0, Imputation.NONE)
    fallen = fallen_by(percent, before, now)
    if was == 0:
        assert fallen is Verdict.UNDETERMINED
    else:
        exact = Fraction(is_now, known) <= Fraction(was, of) * Fraction(100 - percent, 100)
        assert fallen is verdict(exact)


course = st.text(alphabet=".H_", min_size=28, max_size=28)


@few
@given(course, st.text(alphabet=".H_", min_size=84, max_size=84))
def test_levels_are_nested_and_missing_is_never_zero(before: str, cycle: str) -> None:
    tally, injections = Tally.of(diary(before + cycle + ".")), [MONDAY + 28 * DAY]
    answer = responses(tally, injections)[0]
    order = {Verdict.NOT_MET: 0, Verdict.UNDETERMINED: 1, Verdict.MET: 2}
    levels = [order[answer.responder[level]] for level in (30, 50, 75, 100)]
    assert levels == sorted(levels, reverse=True)
    assert (answer.change_percent is None) == (Verdict.UNDETERMINED in answer.responder.values())
    first = first_responder_cycle(tally, injections)
    assert (first.cycle is None) == (first.verdict is not Verdict.MET)


@few
@given(
    st.text(alphabet=".H", min_size=28, max_size=28),
    st.text(alphabet=".H", min_size=84, max_size=84),
)
def test_wearing_off_in_a_complete_cycle_has_a_week(before: str, cycle: str) -> None:
    tally, injections = Tally.of(diary(before + cycle)), [MONDAY + 28 * DAY]
    assert not cycles(tally, injections)[0].running
    answer = wearing_off(tally, injections)[0]
    middle, late = cycle[28:56].count("H"), cycle[56:84].count("H")
    rise = late - middle >= 4 or (middle > 0 and 5 * late >= 6 * middle)
    baseline = before.count("H")
    if not rise or (baseline and 10 * middle > 7 * baseline):
        assert (answer.verdict, answer.week) == (Verdict.NOT_MET, None)
    elif not baseline:
        assert (answer.verdict, answer.week) == (Verdict.UNDETERMINED, None)
    else:
        assert answer.verdict is Verdict.MET
        assert answer.week in (9, 10, 11, 12)
        own = cycle[7 * (answer.week - 1) : 7 * answer.week].count("H")
        assert 4 * own > middle
