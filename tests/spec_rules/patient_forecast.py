"""docs/spec/patient-forecast.md"""

import datetime as dt
from decimal import Decimal
from math import sqrt

import pytest

from interictal.errors import DataUnavailable
from interictal.forecast.patient.outlook import forecast
from interictal.forecast.patient.reading import INDICATION, PRODUCT, patient_of
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN, Dose, Expected
from interictal.injection.sessions import Session
from interictal.profile import Preventive, Profile, StopReason
from interictal.units import ToxinUnits
from support.diaries import MONDAY, diary, unfold

_LETTERS = {HEADACHE: "H", FREE: ".", UNKNOWN: "_"}


def _sessions(text: str) -> list[Session]:
    found = []
    for each in text.split():
        day, *product, units = each.split(":")
        name = (product[0] if product else PRODUCT).replace("?", "")
        amount = ToxinUnits(name, Decimal(units)) if units else None
        found.append(Session(date=MONDAY + dt.timedelta(int(day)), product=name, units=amount))
    return found


def _written(doses: tuple[Dose, ...]) -> str:
    return " ".join(f"{dose.day}:{dose.units:g}" for dose in doses)


def days(row: dict[str, str]) -> None:
    one = diary(row["diary"])
    if not row["days"]:
        with pytest.raises(DataUnavailable, match="Record days"):
            patient_of(one)
        return
    found = patient_of(one)
    assert "".join(_LETTERS[day] for day in found.history.days) == unfold(row["days"])
    assert found.history.origin == MONDAY + dt.timedelta(int(row["origin after"]))
    assert found.definition == "ANY"


def sessions(row: dict[str, str]) -> None:
    found = patient_of(diary(row["diary"]), _sessions(row["sessions"]))
    assert _written(found.history.doses) == row["doses"]
    assert _written(found.coming) == row["coming"]
    assert any("155 U were taken" in note for note in found.notes) is (row["assumed"] == "yes")


def withheld(row: dict[str, str]) -> None:
    name, _, weeks = row["preventive"].partition(" ")
    taken = (Preventive(name, "", float(weeks) if weeks else None, StopReason.ONGOING),) if name else None
    found = patient_of(
        diary(row["diary"], attack_diary=row["attacks only"] == "yes"),
        _sessions(row["sessions"]),
        Profile(diagnosis=row["diagnosis"], preventives=taken),
        row["indication"] or INDICATION,
    )
    said = forecast(found.history, weeks=1, reasons=found.reasons)
    assert (said.withheld.code if said.withheld else "") == row["code"]
    assert bool(said.weeks) is not bool(row["code"])
    if said.withheld:
        assert said.withheld.reason.endswith(".")


def _expected(line: str) -> Expected:
    found = forecast(patient_of(diary(line)).history, weeks=4)
    assert found.withheld is None or found.withheld.code == "baseline-better"
    if found.withheld:
        pytest.fail(f"{line} is withheld, so it cannot be compared")
    return found.periods[0].expected


def _spread(one: Expected) -> float:
    return sqrt(sum(p * (count - one.mean) ** 2 for count, p in enumerate(one.probabilities)))


def compared(row: dict[str, str]) -> None:
    one, other = _expected(row["one"]), _expected(row["other"])
    if row["is"] == "more":
        assert one.mean > other.mean + 1e-3
    elif row["is"] == "wider":
        assert _spread(one) > _spread(other) + 1e-3
    else:
        assert one == other


def limits(row: dict[str, str]) -> None:
    one = _expected(row["diary"])
    assert float(row["from"]) <= one.mean <= float(row["to"])
    assert sum(one.probabilities) == pytest.approx(1)
    assert all(0 < each < 1 for each in one.probabilities)


RUNNERS = {
    "forecast-days": days,
    "forecast-sessions": sessions,
    "forecast-withheld": withheld,
    "forecast-compared": compared,
    "forecast-limits": limits,
}
