"""docs/spec/side-effect-rates.md"""

import datetime as dt
import re

import pytest

from interictal.injection.record import SessionRecord
from interictal.safety.adverse_events.events import AdverseEvent, Related
from interictal.safety.adverse_events.exact import Interval, count, proportion
from interictal.safety.adverse_events.published import Kind, published
from interictal.safety.adverse_events.rates import exposure, rate

START = dt.date(2026, 1, 1)
ONA = "onabotulinumtoxinA"


def _day(text: str) -> dt.date | None:
    return START + dt.timedelta(days=int(text)) if text else None


def _session(text: str) -> SessionRecord:
    match = re.fullmatch(r"([AB]?)(\d*)", text)
    assert match
    return SessionRecord(patient=match[1], date=_day(match[2]), product=ONA, indication="chronic-migraine")


def follow_up(row: dict[str, str]) -> None:
    sessions = map(_session, row["sessions"].split())
    found = exposure(sessions, product=ONA, end=_day(row["end"]), today=_day(row["today"]))
    assert (found.sessions, found.patients) == (int(row["counted"]), int(row["patients"]))
    assert found.patient_years == pytest.approx(int(row["days"]) / 365.25)
    assert found.not_counted == int(row["not counted"])


def own(row: dict[str, str]) -> None:
    exposed = exposure([_session("A0")], product=ONA)
    event = AdverseEvent(
        id="E1",
        patient=row["patient"],
        term="neck-pain",
        onset=_day(row["onset"]),
        related=Related(row["related"]),
        product=row["product"],
    )
    assert rate([event], exposed, term="neck-pain", kind=Kind.ALL_CAUSE).events == int(row["all-cause"])
    for kind in (Kind.TREATMENT_RELATED, Kind.ADVERSE_DRUG_REACTION):
        found = rate([event], exposed, term="neck-pain", kind=kind)
        assert (found.events, found.unjudged) == (int(row["related count"]), int(row["unjudged"]))


def rates(row: dict[str, str]) -> None:
    keys = ("study", "indication", "arm", "term")
    (one,) = (
        each
        for each in published()
        if each.kind.value == row["kind"] and all(getattr(each, key) == row[key] for key in keys)
    )
    assert tuple("" if each is None else str(each) for each in (one.n, one.n_events)) == (row["n"], row["n_events"])
    assert (str(one.percent), one.below) == (row["percent"], False)
    assert one.confirmed is (row["confirmed"] == "yes")
    assert row["note says"] in one.note
    assert "edian" not in one.note


def _same(found: Interval, row: dict[str, str]) -> None:
    assert (f"{found.low:.3f}", f"{found.high:.3f}") == (row["low"], row["high"])


RUNNERS = {
    "follow-up": follow_up,
    "own-events": own,
    "published-rates": rates,
    "exact-proportion": lambda row: _same(proportion(int(row["x"]), int(row["n"])), row),
    "exact-count": lambda row: _same(count(int(row["x"])), row),
}
