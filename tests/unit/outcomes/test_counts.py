"""What docs/spec/counts.md does not cover."""

import datetime as dt

import pytest

from interictal.diary.days import Day, Diary, Severity, Status
from interictal.diary.medicines import DrugClass, Intake
from interictal.errors import InvalidInput
from interictal.outcomes.counts import COUNTS, SEVERITY_POINTS, Tally, period_counts
from interictal.periods import Imputation, Rate, calendar_periods
from support.diaries import MONDAY, diary

DAY = dt.timedelta(1)
NEXT = MONDAY + DAY


def _of(*days: dict, **more: object) -> Tally:
    return Tally.of(
        Diary.of(
            Day(**{"diary_date": MONDAY + index * DAY, "status": Status.HEADACHE, **day})
            for index, day in enumerate(days)
        ),
        **more,
    )


def test_a_tally_names_its_definitions_and_its_ends() -> None:
    tally = Tally.of(diary(".H_."), headache_definition="PREEMPT-HD4", migraine_definition="PATIENT")
    assert (tally.headache_definition, tally.migraine_definition) == ("PREEMPT-HD4", "PATIENT")
    assert (tally.first, tally.last) == (MONDAY, MONDAY + 3 * DAY)
    assert Tally.of(diary(".")).headache_definition == "ANY"
    assert Tally.of(diary(".")).migraine_definition == "ICHD3-CM-C"


def test_rows_not_recorded_are_days_without_an_answer() -> None:
    tally = _of({}, {"status": Status.NOT_RECORDED}, {"status": Status.NO_HEADACHE}, {})
    assert (tally.first, tally.last) == (MONDAY, MONDAY + 3 * DAY)
    assert tally.days_recorded(MONDAY, MONDAY + 4 * DAY) == 3
    assert tally.rate("headache_days", MONDAY, MONDAY + 4 * DAY) == Rate(2, 3, None, Imputation.MISSING)
    assert tally.undecided("headache_days", MONDAY, MONDAY + 4 * DAY) == 1


def test_nothing_recorded() -> None:
    tally = Tally.of(Diary.of([Day(diary_date=MONDAY, status=Status.NOT_RECORDED)]))
    assert (tally.first, tally.last) == (None, None)
    for count in COUNTS:
        assert tally.rate(count, MONDAY, NEXT) == Rate(0, 0, None, Imputation.MISSING)
    assert Tally.of(Diary.of([])).rate("attacks", MONDAY, NEXT) == Rate(0, 0, None, Imputation.MISSING)


@pytest.mark.parametrize("drug_class", [DrugClass.BARBITURATE, DrugClass.DITAN])
def test_classes_without_a_letter_in_the_alphabet(drug_class: DrugClass) -> None:
    tally = _of({"intakes": (Intake("x", "x", drug_class), Intake("y"))})
    assert tally.rate(f"{drug_class.value}_days", MONDAY, NEXT).observed == 1
    assert tally.rate("acute_medication_days", MONDAY, NEXT).observed == 1
    assert tally.rate("opioid_days", MONDAY, NEXT).known == 0


@pytest.mark.parametrize("drug_class", [DrugClass.PREVENTIVE, DrugClass.OTHER])
def test_other_medicines_are_not_acute(drug_class: DrugClass) -> None:
    tally = _of({"intakes": (Intake("x", "x", drug_class),)})
    assert tally.rate("acute_medication_days", MONDAY, NEXT) == Rate(0, 1, None, Imputation.MISSING)


def test_days_not_doses_and_every_class_of_a_day() -> None:
    two = (Intake("a", "a", DrugClass.TRIPTAN, count=2), Intake("b", "b", DrugClass.OPIOID))
    tally = _of({"intakes": (*two, *two)})
    for count in ("triptan_days", "opioid_days", "acute_medication_days"):
        assert tally.rate(count, MONDAY, NEXT).observed == 1


def test_a_blank_medicines_cell_may_be_settled_by_the_caller() -> None:
    blank = {"status": Status.NO_HEADACHE}
    assert _of(blank).rate("triptan_days", MONDAY, NEXT).known == 0
    assert _of(blank, blank_medications="none").rate("triptan_days", MONDAY, NEXT).known == 1
    entered = (blank, {"intakes": (Intake("a", "a", DrugClass.TRIPTAN),)})
    assert _of(*entered).rate("triptan_days", MONDAY, NEXT).known == 1
    assert _of(*entered, blank_medications="unknown").rate("triptan_days", MONDAY, NEXT).known == 0


def test_definitions_read_a_blank_medicines_cell_as_the_counts_do() -> None:
    triptan = {"intakes": (Intake("a", "a", DrugClass.TRIPTAN),)}
    blank = {"hours": 2, "severity": Severity.MILD}
    tally = _of(blank, triptan, headache_definition="HALO-HD")
    assert tally.rate("headache_days", MONDAY, MONDAY + 2 * DAY) == Rate(1, 2, None, Imputation.MISSING)
    unknown = _of(blank, triptan, headache_definition="HALO-HD", blank_medications="unknown")
    assert unknown.rate("headache_days", MONDAY, MONDAY + 2 * DAY) == Rate(1, 1, None, Imputation.MISSING)


def test_an_unknown_medicine_on_headache_free_days_does_not_hide_the_headache_days() -> None:
    triptan = {"intakes": (Intake("a", "a", DrugClass.TRIPTAN),)}
    unknown = {"status": Status.NO_HEADACHE, "intakes": (Intake("y"),)}
    free = {"status": Status.NO_HEADACHE}
    tally = _of(*(triptan,) * 4, *(unknown,) * 6, *(free,) * 18)
    rate = tally.rate("triptan_days", MONDAY, MONDAY + 28 * DAY)
    assert (rate.observed, rate.known, rate.imputation) == (4, 22, Imputation.PRORATED)


def test_undecided_headache_days_are_looked_for_in_the_window_alone() -> None:
    tally = Tally.of(diary("?28 M14 .14 M14 ?13 ."))
    assert tally.rate("migraine_days", MONDAY + 28 * DAY, MONDAY + 56 * DAY).imputation is Imputation.NONE
    assert tally.rate("migraine_days", MONDAY + 56 * DAY, MONDAY + 84 * DAY).imputation is Imputation.PRORATED_LOW
    assert tally.rate("migraine_days", MONDAY, MONDAY + 28 * DAY).imputation is Imputation.MISSING
    later = Tally.of(diary("M28 ?14 .14")).rate("migraine_days", MONDAY + 28 * DAY, MONDAY + 56 * DAY)
    assert later == Rate(0, 14, None, Imputation.MISSING)


def test_a_row_not_recorded_is_no_undecided_headache() -> None:
    tally = _of(*({"status": Status.NO_HEADACHE},) * 22, *({"status": Status.NOT_RECORDED},) * 6)
    assert tally.rate("migraine_days", MONDAY, MONDAY + 28 * DAY) == Rate(0, 22, 0, Imputation.PRORATED)


def test_a_mild_day_is_not_moderate_whatever_its_hours() -> None:
    for severity, known in ((Severity.MILD, 1), (Severity.NONE, 1), (Severity.MODERATE, 0), (None, 0)):
        tally = _of({"severity": severity}, headache_definition="PREEMPT-HD4")
        assert tally.rate("moderate_severe_headache_days", MONDAY, NEXT).known == known
        assert tally.rate("moderate_severe_headache_days", MONDAY, NEXT).observed == 0


def test_severity_points() -> None:
    days = [{"severity": each} for each in (Severity.NONE, Severity.MILD, Severity.MODERATE, Severity.SEVERE, None)]
    tally = _of(*days, {"status": Status.NO_HEADACHE})
    assert tally.rate(SEVERITY_POINTS, MONDAY, MONDAY + 6 * DAY).observed == 6
    assert tally.rate(SEVERITY_POINTS, MONDAY, MONDAY + 6 * DAY).known == 5
    assert SEVERITY_POINTS not in COUNTS


def test_hours_add_up_exactly() -> None:
    tally = _of(*({"hours": 0.1},) * 10)
    assert tally.rate("headache_hours", MONDAY, MONDAY + 10 * DAY).observed == 1.0
    assert _of({"hours": 1 / 3}).rate("headache_hours", MONDAY, NEXT).observed == 1 / 3


def test_an_attack_starts_in_the_window_of_its_first_day() -> None:
    tally = Tally.of(diary("..HH"))
    assert tally.rate("attacks", MONDAY, MONDAY + 2 * DAY).observed == 0
    assert tally.rate("attacks", MONDAY + 2 * DAY, MONDAY + 3 * DAY).observed == 1, "the day before lies outside"
    assert tally.rate("attacks", MONDAY + 3 * DAY, MONDAY + 4 * DAY) == Rate(0, 1, None, Imputation.MISSING)


def test_windows_are_half_open() -> None:
    tally = Tally.of(diary("H.H"))
    assert tally.rate("headache_days", MONDAY, MONDAY + 2 * DAY).observed == 1
    assert tally.rate("headache_days", NEXT, MONDAY + 3 * DAY).known == 2
    assert tally.days_recorded(NEXT, MONDAY + 2 * DAY) == 1


def test_undecided_days_of_a_later_window() -> None:
    tally = Tally.of(diary("H3 .3 _2 H_"))
    assert tally.undecided("headache_days", MONDAY + 3 * DAY, MONDAY + 10 * DAY) == 3


def test_longer_windows_are_judged_by_share() -> None:
    tally = Tally.of(diary("H30 .30 _24"))
    rate = tally.rate("headache_days", MONDAY, MONDAY + 84 * DAY)
    assert (rate.per_28, rate.imputation) == (14, Imputation.PRORATED)
    assert Tally.of(diary("H59 _25")).rate("headache_days", MONDAY, MONDAY + 84 * DAY).per_28 is None
    assert Tally.of(diary("H60 _24")).rate("headache_days", MONDAY, MONDAY + 84 * DAY).per_28 == 28


def test_what_cannot_be_asked() -> None:
    tally = Tally.of(diary("H"))
    for ask in (tally.rate, tally.undecided):
        with pytest.raises(InvalidInput, match=r"count: 'headaches' is not allowed; allowed: headache_days, .*ditan"):
            ask("headaches", MONDAY, NEXT)
        with pytest.raises(InvalidInput, match=r"window: '2024-01-01 to 2024-01-01' is not allowed; allowed: at least"):
            ask("attacks", MONDAY, MONDAY)
    with pytest.raises(InvalidInput, match=r"^definition: 'X'"):
        Tally.of(diary("H"), headache_definition="X")
    with pytest.raises(
        InvalidInput, match=r"^headache definition: 'PATIENT' is not allowed; allowed: ANY, PREEMPT-HD4"
    ):
        Tally.of(diary("H"), headache_definition="PATIENT")
    with pytest.raises(InvalidInput, match=r"^migraine definition: 'ANY' is not allowed; allowed: ICHD3-CM-C"):
        Tally.of(diary("H"), migraine_definition="ANY")
    with pytest.raises(InvalidInput, match=r"^blank_medications: 'no'"):
        Tally.of(diary("H"), blank_medications="no")


def test_period_counts_of_a_diary_and_of_its_tally_agree() -> None:
    patient = diary("(mH.T?_)12")
    periods = calendar_periods(MONDAY, MONDAY + 71 * DAY)
    more = {"headache_definition": "PREEMPT-HD4", "migraine_definition": "ICHD3-1.1", "blank_medications": "unknown"}
    counted = period_counts(patient, periods, **more)
    tally = Tally.of(patient, **more)
    assert counted == period_counts(tally, periods)
    assert counted != period_counts(patient, periods)
    assert [each.period for each in counted] == list(periods)
    for each in counted:
        start, end = each.period.start, each.period.end
        assert list(each.counts) == list(COUNTS)
        assert each.days_recorded == tally.days_recorded(start, end)
        for name, rate in each.counts.items():
            assert rate == tally.rate(name, start, end)
    assert len(COUNTS) == len(set(COUNTS)) == 15
