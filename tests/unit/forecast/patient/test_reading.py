"""Diaries and sessions as the model takes them; most rules are rows of docs/spec/patient-forecast.md."""

import datetime as dt
from decimal import Decimal

import pytest

from interictal.diary.days import Day, Diary, Status
from interictal.forecast.patient.reading import INDICATION, PRODUCT, USUAL_UNITS, patient_of
from interictal.forecast.patient.records import HEADACHE, MOST_DAYS, UNKNOWN, Dose
from interictal.injection.protocol_files import protocol
from interictal.injection.sessions import Session
from interictal.profile import Preventive, Profile, StopReason
from interictal.units import ToxinUnits
from support.diaries import MONDAY, diary


def _session(day: int, units: int | None = 155, product: str = PRODUCT) -> Session:
    amount = None if units is None else ToxinUnits(product, Decimal(units))
    return Session(date=MONDAY + dt.timedelta(day), product=product, units=amount)


def test_the_units_taken_are_those_of_the_protocol() -> None:
    total = protocol(INDICATION, "preempt-fixed", PRODUCT).total_units
    assert total is not None
    assert total.low == total.high == Decimal(str(USUAL_UNITS))


def test_the_last_ten_years_are_taken() -> None:
    """It is said; sessions before that keep their day."""
    first = dt.date(2000, 1, 1)
    long = Diary.of(
        Day(diary_date=date, status=Status.HEADACHE) for date in (first, first + dt.timedelta(MOST_DAYS + 9))
    )
    session = Session(date=first, product=PRODUCT, units=ToxinUnits(PRODUCT, Decimal(155)))
    found = patient_of(long, [session])
    assert len(found.history.days) == MOST_DAYS
    assert found.history.first == first + dt.timedelta(10)
    assert (found.history.days[-1], found.history.days[0]) == (HEADACHE, UNKNOWN)
    assert found.history.doses == (Dose(-10, 155),)
    assert "3660" in found.notes[0]


def test_notes_and_reasons_are_empty_for_an_ordinary_patient() -> None:
    found = patient_of(diary("(H.)14", patient="A"), [_session(3)], Profile(preventives=()))
    assert (found.patient, found.notes, found.reasons) == ("A", (), ())


def test_sessions_without_units_are_counted_by_day() -> None:
    found = patient_of(diary("H28"), [_session(1, None), _session(1, None), _session(20, None)])
    assert "2 sessions without units" in found.notes[0]
    assert "1 session without units" in patient_of(diary("H28"), [_session(1, None)]).notes[0]


def test_a_session_of_no_units_is_none() -> None:
    assert patient_of(diary("H28"), [_session(1, 0)]).history.doses == ()


@pytest.mark.parametrize("reason", [StopReason.INEFFECTIVE, None])
def test_a_preventive_that_was_stopped_is_not_new(reason: StopReason | None) -> None:
    profile = Profile(preventives=(Preventive("topiramate", "", 2, reason),))
    assert patient_of(diary("H28"), (), profile).reasons == ()


def test_all_reasons_are_kept_in_order() -> None:
    """Diary, then profile, then sessions."""
    profile = Profile(preventives=(Preventive("topiramate", "", 2, StopReason.ONGOING),))
    found = patient_of(
        diary("H28", attack_diary=True),
        [_session(1, 500, "abobotulinumtoxinA"), _session(2, None, "")],
        profile,
        "cervical-dystonia",
    )
    assert [code for code, _ in found.reasons] == [
        "attack-diary",
        "indication-unknown",
        "new-preventive",
        "other-toxin",
        "product-not-named",
    ]
    assert "topiramate" in dict(found.reasons)["new-preventive"]
