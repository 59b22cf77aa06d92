"""A clinic's own rates beside the published ones."""

import dataclasses
import datetime as dt

import pytest

from interictal.errors import DataUnavailable, InvalidInput
from interictal.injection.record import SessionRecord
from interictal.safety.adverse_events.events import AdverseEvent, Related, Seriousness, terms
from interictal.safety.adverse_events.exact import count, proportion
from interictal.safety.adverse_events.linking import LINK_DAYS, link
from interictal.safety.adverse_events.published import ANY, PLACEBO, SERIOUS, Kind, published
from interictal.safety.adverse_events.rates import counted, exposure, rate, side_effect_table

START = dt.date(2026, 1, 1)
ONA = "onabotulinumtoxinA"


def session(
    patient: str = "A", days: int = 0, product: str = ONA, indication: str = "chronic-migraine"
) -> SessionRecord:
    return SessionRecord(patient=patient, date=START + dt.timedelta(days=days), product=product, indication=indication)


def event(number: int, **values: object) -> AdverseEvent:
    return AdverseEvent(
        id=f"E{number}", **{"patient": "A", "term": "neck-pain", "onset": START, "product": ONA, **values}
    )  # type: ignore[arg-type]


def test_products_and_indications_are_never_pooled() -> None:
    """Each rate is of one product, for one indication where one is named."""
    records = [session(), session("B", product="abobotulinumtoxinA"), session("C", indication="cervical-dystonia")]
    assert sorted(exposure(records, product=ONA).followed) == ["A", "C"]
    assert sorted(exposure(records, product="ONABOTULINUMTOXINA", indication="chronic-migraine").followed) == ["A"]
    with pytest.raises(InvalidInput, match="nonproprietary"):
        exposure(records, product="Botox")


def test_a_rate() -> None:
    """Events per session and per 100 patient-years, patients as a proportion."""
    records = [session(), session("A", 84), session("B"), session("C")]
    exposed = exposure(records, product=ONA, end=START + dt.timedelta(days=364))
    found = rate(
        [event(1), event(2), event(3, patient="B"), event(4, term="headache")],
        exposed,
        term="neck-pain",
        kind=Kind.ALL_CAUSE,
    )
    assert (found.events, found.with_event, found.sessions, found.patients) == (3, 2, 4, 3)
    assert found.patient_years == pytest.approx(3 * 365 / 365.25)
    assert found.per_patient == proportion(2, 3)
    assert found.per_100_sessions.low == pytest.approx(count(3).low * 100 / 4)
    assert found.per_100_patient_years.high == pytest.approx(count(3).high * 100 / found.patient_years)
    assert found.per_100_patient_years.level == 0.95


def test_any_and_serious() -> None:
    """Over all terms; an event nobody judged is in no count of serious ones, and is told."""
    exposed = exposure([session()], product=ONA)
    events = [
        event(1, seriousness=()),
        event(2, seriousness=(Seriousness.DISABILITY,), related=Related.YES),
        event(3, term=""),
        event(4, term="other", seriousness=(Seriousness.DEATH,), related=Related.NO),
    ]
    found = rate(events, exposed, term=ANY, kind=Kind.ALL_CAUSE)
    assert (found.events, found.unjudged) == (4, 0)
    found = rate(events, exposed, term=SERIOUS, kind=Kind.ALL_CAUSE)
    assert (found.events, found.unjudged) == (2, 1)
    found = rate(events, exposed, term=SERIOUS, kind=Kind.TREATMENT_RELATED)
    assert (found.events, found.unjudged) == (1, 1)


def test_what_is_outside_unassigned_and_undated_is_told() -> None:
    """Nothing disappears without a number."""
    exposed = exposure([session()], product=ONA)
    found = counted(
        [
            event(1),
            event(2, product=""),
            event(3, onset=None),
            event(4, patient="X"),
            event(5, product="rimabotulinumtoxinB"),
        ],
        exposed,
    )
    assert [one.id for one in found.events] == ["E1", "E2", "E3"]
    assert (found.outside, found.unassigned, found.undated) == (1, 1, 1)


def test_no_rate_without_a_session_and_none_of_an_unknown_term() -> None:
    """An error that says what is missing; the table shows the published side alone."""
    with pytest.raises(DataUnavailable, match="Give the session records"):
        rate([], exposure([], product=ONA), term=ANY, kind=Kind.ALL_CAUSE)
    with pytest.raises(InvalidInput, match="term"):
        rate([], exposure([session()], product=ONA), term="sadness", kind=Kind.ALL_CAUSE)
    rows = side_effect_table([event(1)], [])
    assert rows
    assert {row.ours for row in rows} == {None}
    assert {row.ours_words for row in rows} == {"no session recorded"}


def test_the_table_pairs_like_with_like() -> None:
    """Every row's two sides count the same kind; each published active arm of the indication stands there once."""
    events = [event(1, related=Related.YES), event(2), event(3, term="seizure"), event(4, related=Related.NO)]
    rows = side_effect_table(events, [session()])
    for row in rows:
        assert row.ours is not None
        assert row.ours.kind is row.kind
        assert row.published is None or row.published.kind is row.kind
        assert row.placebo is None or (row.placebo.kind, row.placebo.arm) == (row.kind, PLACEBO)
    listed = [one for one in published() if one.indication == "chronic-migraine" and one.arm != PLACEBO]
    assert sorted(map(id, listed)) == sorted(id(row.published) for row in rows if row.published)
    order = [ANY, SERIOUS, *terms()]
    places = [(order.index(row.term), list(Kind).index(row.kind)) for row in rows if row.published]
    assert places == sorted(places)
    assert [row.term for row in rows if not row.published] == ["seizure"]
    by = {(row.term, row.kind, row.published.study): row for row in rows if row.published}
    assert by["neck-pain", Kind.ALL_CAUSE, "US label"].ours.events == 3  # type: ignore[union-attr]
    related = by["neck-pain", Kind.TREATMENT_RELATED, "COMPEL"]
    assert (related.ours.events, related.ours.unjudged) == (1, 1)  # type: ignore[union-attr]
    assert "one more event, of which nobody said whether the treatment caused it" in related.note


def test_words() -> None:
    """Both sides with their denominators and intervals; what was not confirmed says so."""
    rows = side_effect_table([event(1), event(2, related=Related.YES)], [session(), session("B"), session("B", 84)])
    by = {(row.term, row.kind, row.published.study): row for row in rows if row.published}
    row = by["neck-pain", Kind.TREATMENT_RELATED, "COMPEL"]
    assert row.name == "Neck pain"
    assert row.ours_words == (
        "1 event in 3 sessions; 1 of 2 patients, 50.0 % (95 % interval 1.3 to 98.7); "
        "117.8 per 100 patient-years (3.0 to 656.5)"
    )
    assert row.published_words == (
        "COMPEL: 4.1 % of 716 patients (95 % interval 2.7 to 5.8); treatment-related; 108 weeks (9 cycles)"
    )
    row = by["neck-pain", Kind.TREATMENT_RELATED, "PREEMPT, double-blind, pooled"]
    assert row.published_words == (
        "PREEMPT, double-blind, pooled: 6.7 % of 687 patients; placebo 2.2 %; treatment-related; 24 weeks (2 cycles)"
    )
    row = by["dysphagia", Kind.ALL_CAUSE, "US label"]
    assert "under 1 %" in row.published_words
    row = by["eyelid-ptosis", Kind.ALL_CAUSE, "US label"]
    assert row.published_words == (
        "US label: 4 % (unconfirmed) of 687 patients; placebo under 1 % (unconfirmed); all-cause; 24 weeks (2 cycles)"
    )
    row = by["any", Kind.ALL_CAUSE, "PREEMPT, double-blind, pooled"]
    assert row.note == "Published figure: Not seen at its source."
    row = by["serious", Kind.ALL_CAUSE, "Four trials, pooled"]
    assert "5.4 % of 1997 patients; placebo 3.0 %" in row.published_words
    row = by["eyelid-ptosis", Kind.ALL_CAUSE, "Hull cohort"]
    assert row.published_words.endswith("length of observation not seen")
    assert "Read as all-cause" in row.note
    row = by["serious", Kind.ALL_CAUSE, "COMPEL"]
    assert row.note == "Ours is a lowest count: 2 more events, of which nobody said whether it was serious. Record it."
    assert row.ours_words.startswith("0 events in 3 sessions")
    row = by["serious", Kind.TREATMENT_RELATED, "COMPEL"]
    assert "whether it was serious, or whether the treatment caused it" in row.note


def test_the_table_of_another_indication() -> None:
    """Without a patient number the published words say no more than the percentage."""
    rows = side_effect_table([], [session(indication="cervical-dystonia")], indication="cervical-dystonia")
    assert [row.term for row in rows] == ["neck-pain", "headache", "upper-respiratory-infection", "dysphagia"]
    assert rows[-1].published_words == "US label: 19 %; all-cause; length of observation not seen"
    assert rows[-1].ours_words.startswith("0 events in 1 session; 0 of 1 patients, 0.0 %")


def test_each_arm_has_its_own_mark() -> None:
    """An active arm that was seen does not vouch for a placebo arm that was not."""
    seen = next(one for one in published() if one.study == "COMPEL" and one.term == "neck-pain")
    placebo = dataclasses.replace(seen, arm=PLACEBO, n_events=None, below=True, confirmed=False, note="not seen")
    rows = side_effect_table([], [session()], rates=lambda: (seen, placebo))
    (row,) = rows
    assert "COMPEL: 4.1 % of 716" in row.published_words
    assert "; placebo under 4.1 % (unconfirmed);" in row.published_words


@pytest.mark.parametrize("days", [84, 85, 112, 113])
def test_what_linking_offers_counts(days: int) -> None:
    """One window for both, where no end is given."""
    late = event(1, onset=START + dt.timedelta(days=days))
    exposed = exposure([session()], product=ONA)
    assert len(counted([late], exposed).events) == len(link(late, [session()])) == (days <= LINK_DAYS)
