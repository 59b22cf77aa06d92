"""Side effects of trials: what is held, where, what is refused, and what they are called."""

import csv
import re
from dataclasses import fields, replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.library import arms, trials, values
from interictal.evidence.library import events as module
from interictal.evidence.library.event_terms import FURTHER, event_words
from interictal.evidence.library.events import (
    SEVERAL,
    AdverseEventRate,
    events,
    identifier,
    read,
    select_events,
    side_by_side,
)
from interictal.evidence.library.records import Status
from interictal.safety.adverse_events.published import Kind, published
from interictal.sources import source

FILE = Path(module.__file__).parent / "data" / "adverse_events.csv"
OWN = read(FILE)
ELSEWHERE = tuple(one for one in events() if one.id not in {each.id for each in OWN})
GOOD = {
    "id": "chronic-migraine.trial.drug-10-mg.nausea.all-cause",
    "study": "Trial",
    "indication": "chronic-migraine",
    "arm": "drug 10 mg",
    "drug": "drug",
    "event": "nausea",
    "published_event": "nausea",
    "kind": "all-cause",
    "n": "100",
    "n_events": "12",
    "percent": "12.0",
    "source": "herd-2019",
    "seen": "abstract",
    "status": "verified",
    "tier": "A",
}


def read_one(folder: Path, **changed: str) -> AdverseEventRate:
    file = folder / "adverse_events.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [each.name for each in fields(AdverseEventRate)], restval="")
        writer.writeheader()
        writer.writerow(GOOD | changed)
    (found,) = read(file)
    return found


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"id": "trial.nausea"}, "id"),
        ({"indication": "Chronic migraine"}, "indication"),
        ({"event": "sadness"}, "event"),
        ({"event": "withdrawal-sadness"}, "event"),
        ({"kind": "probable"}, "kind"),
        ({"arm": ""}, "arm"),
        ({"percent": "101"}, "percent"),
        ({"percent": "-1"}, "percent"),
        ({"percent": "", "n_events": ""}, "percent"),
        ({"percent": "", "below": "yes"}, "percent"),
        ({"n_events": "101"}, "n_events"),
        ({"n": ""}, "n_events"),
        ({"n_events": "15"}, "n_events"),
        ({"n": "0"}, "n"),
        ({"source": "unknown"}, "source"),
        ({"seen": ""}, "seen"),
        ({"tier": ""}, "tier"),
        ({"below": "no"}, "below"),
    ],
)
def test_what_is_refused(tmp_path: Path, changed: dict[str, str], field: str) -> None:
    """The message names the cell."""
    with pytest.raises(InvalidInput) as refused:
        read_one(tmp_path, **changed)
    assert (refused.value.field, refused.value.row) == (field, 2)


def test_one_is_read_as_it_stands(tmp_path: Path) -> None:
    """With its exact interval where people were counted."""
    found = read_one(tmp_path)
    assert (str(found.percent), found.population, found.confirmed) == ("12.0", "cm", True)
    assert found.interval is not None
    assert found.interval.low < 0.12 < found.interval.high
    assert read_one(tmp_path, n_events="", n="").interval is None
    assert read_one(tmp_path, percent="").percent is None
    assert read_one(tmp_path, n_events="15", note="the two disagree").n_events == 15


@pytest.mark.parametrize(
    ("indication", "population"),
    [
        ("chronic-migraine", "cm"),
        ("episodic-migraine", "em"),
        ("migraine-attack", "mixed"),
        ("cervical-dystonia", "other"),
    ],
)
def test_population(tmp_path: Path, indication: str, population: str) -> None:
    """Code of what was treated, as for a trial."""
    name = GOOD["id"].replace("chronic-migraine", indication)
    assert read_one(tmp_path, id=name, indication=indication).population == population


def _document(one: AdverseEventRate) -> str:
    document = source(one.source)
    return document.doi or document.pmid or document.url


def test_no_figure_stands_twice() -> None:
    """What the clinic's table or the library's values hold is not in the file: same document, drug, event and kind."""
    held = {(_document(one), one.drug, one.event, one.kind, one.indication) for one in ELSEWHERE}
    for one in OWN:
        assert (_document(one), one.drug, one.event, one.kind, one.indication) not in held, one.id
    assert len({one.id for one in events()}) == len(events())


def test_clinics_rates_are_shown_unchanged() -> None:
    """Every one of them, first and in its order."""
    shown = events()[: len(published())]
    for one, other in zip(shown, published(), strict=True):
        assert (one.study, one.arm, one.event, one.kind) == (other.study, other.arm, other.term, other.kind)
        assert (one.n, one.n_events, one.percent, one.below) == (other.n, other.n_events, other.percent, other.below)
        assert (one.confirmed, one.source, one.note) == (other.confirmed, other.source, other.note)
        assert (one.drug == "placebo") is (other.arm == "placebo")
        assert bool(one.tier) is one.confirmed
        assert one.seen


def test_rates_among_the_values_are_shown() -> None:
    """FORWARD: 5 of 140 and 72 of 142 stopped; a count worked out says how, one that was not seen is none."""
    found = {one.id: one for one in ELSEWHERE}
    topiramate = found["chronic-migraine.forward.topiramate.withdrawal.all-cause"]
    assert (topiramate.n, topiramate.n_events, topiramate.percent) == (142, 72, Decimal("50.7"))
    assert topiramate.exposure == "36 weeks"
    toxin = found["chronic-migraine.preempt-2-diener-2010.onabotulinumtoxina.withdrawal.all-cause"]
    assert (toxin.n, toxin.n_events) == (347, 12)
    assert "percent" in toxin.derivation
    compared = [one for one in ELSEWHERE if one.study == "Blumenfeld 2008"]
    assert {(one.status, one.tier) for one in compared} == {(Status.VERIFIED, "A")}
    assert {one.derivation for one in compared} == {""}
    assert {(one.event, one.n, one.n_events) for one in compared} == {("withdrawal", None, None), ("any", None, None)}
    assert all(one.percent is not None or one.n_events is not None for one in ELSEWHERE)


def test_notes_of_the_clinics_table_agree_with_the_file() -> None:
    """REPOSE by intensity, deaths of PREEMPT and FORWARD's topiramate stand in notes there and as rates here."""
    notes = " ".join(one.note for one in published())
    mild, moderate, severe = (
        next(one.n_events for one in OWN if one.study == "REPOSE" and one.event == event)
        for event in ("mild", "moderate", "severe")
    )
    assert f"{mild} mild, {moderate} moderate, {severe} severe" in notes
    (death,) = (one for one in OWN if one.event == "death")
    assert (death.n_events, f"None of the {death.n} patients" in notes) == (0, True)
    (anything,) = (one for one in OWN if (one.study, one.event) == ("FORWARD", "any"))
    assert f"{anything.percent} % of {anything.n} patients with topiramate" in notes


def test_selection() -> None:
    """A drug comes with the placebo of its own studies, and with no other."""
    found = select_events(drugs=["valproate"], of=["nausea", "withdrawal"], population="mixed")
    labels = [one for one in found if one.study == "US label, divalproex delayed-release"]
    assert {(one.drug, one.event, one.percent) for one in labels} == {
        ("valproate", "withdrawal", Decimal(17)),
        ("placebo", "withdrawal", Decimal(5)),
        ("valproate", "nausea", Decimal(31)),
        ("placebo", "nausea", Decimal(10)),
    }
    assert {one.drug for one in found} == {"valproate", "placebo"}
    assert select_events() == events()
    assert select_events(drugs=["no such drug"]) == ()


def test_a_rate_stands_as_its_percentage() -> None:
    """A percentage that was seen is verified, though the count beside it was worked out or was not seen."""
    percentages = {
        (one.arm, one.outcome): one
        for one in values()
        if one.quantity == "percent" and one.outcome == "withdrawal_adverse_event"
    }
    assert {one.status for one in percentages.values()} == {Status.VERIFIED, Status.UNCONFIRMED}
    for (arm, _), printed in percentages.items():
        (rate,) = (
            one
            for one in ELSEWHERE
            if (one.study, one.arm, one.event) == (trials()[printed.trial].name, arms()[arm].label, "withdrawal")
        )
        assert (rate.percent, rate.status, rate.tier) == (printed.value, printed.status, printed.tier)
        assert (rate.source, rate.seen) == (printed.source, printed.seen)


def test_arms_stand_side_by_side() -> None:
    """Each drug beside its placebo or comparator: same study, same event, counted the same way."""
    topiramate = [one for one in events() if one.drug == "topiramate"]
    told = side_by_side(topiramate)
    assert {one.id for one, asked in told if asked} == {one.id for one in topiramate}
    assert len({one.id for one, _ in told}) == len(told)
    beside = {one.id for one, asked in told if not asked}
    assert "chronic-migraine.forward.onabotulinumtoxina-155-u.any.all-cause" in beside
    assert "migraine.her-mes.erenumab.withdrawal.all-cause" in beside
    assert "episodic-migraine.topiramate-three-trials-pooled.placebo.withdrawal.all-cause" in beside
    asked_for = {(one.study, one.indication, one.event, one.kind) for one in topiramate}
    assert {(one.study, one.indication, one.event, one.kind) for one, _ in told} == asked_for


def test_what_stands_side_by_side_is_together() -> None:
    """Study by study, kind by kind, event by event: nothing comes back once it was left."""
    for found in (events(), [one for one in events() if one.drug == "onabotulinumtoxinA"]):
        told = side_by_side(found)
        assert {one.id for one, asked in told if asked} == {one.id for one in found}
        for keys in (
            [(one.study, one.indication) for one, _ in told],
            [(one.study, one.indication, one.kind) for one, _ in told],
            [(one.study, one.indication, one.kind, one.event) for one, _ in told],
        ):
            runs = [key for key, _ in groupby(keys)]
            assert len(runs) == len(set(runs))
    assert side_by_side([]) == ()


def test_arms_that_were_not_told_apart_stand_beside_none() -> None:
    """A rate of all arms together is no comparator of one of them."""
    (death,) = (one for one in events() if one.event == "death")
    assert death.drug == SEVERAL
    alone = replace(death, id="other", drug="onabotulinumtoxinA")
    assert side_by_side([alone]) == ((alone, True),)
    assert side_by_side([death]) == ((death, True),)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("any", "Any event"),
        ("nausea", "Nausea"),
        ("withdrawal", "Stopped because of a side effect"),
        ("withdrawal-fatigue", "Stopped because of: Tiredness"),
        ("neck-pain", "Neck pain"),
    ],
)
def test_words(event: str, words: str) -> None:
    """Plain, from the clinic's list where it has the event."""
    assert event_words(event) == words


def test_further_events_are_further() -> None:
    """None of them is on the clinic's list, and each is used."""
    used = {re.sub("^withdrawal-", "", one.event) for one in OWN} | {"withdrawal"}
    assert set(FURTHER) <= used
    assert not {one.event for one in events()[: len(published())]} & set(FURTHER)
    with pytest.raises(InvalidInput, match="withdrawal-<one of these>"):
        event_words("sadness")


@pytest.mark.parametrize(
    "one", [one for one in OWN if one.n_events is not None and one.percent is not None], ids=lambda one: one.id
)
def test_count_and_percentage_agree(one: AdverseEventRate) -> None:
    """Within the rounding of the printed figure; those that do not say so."""
    assert one.n is not None
    assert one.n_events is not None
    assert one.percent is not None
    half = Decimal(1).scaleb(int(one.percent.as_tuple().exponent)) / 2
    agrees = abs(Decimal(100) * one.n_events / one.n - one.percent) <= half
    assert agrees is ("disagree" not in one.note)


def test_related_is_never_more_than_all_cause() -> None:
    """In one arm of one study."""
    every = {(one.study, one.indication, one.arm, one.event): one for one in events() if one.kind is Kind.ALL_CAUSE}
    pairs = 0
    for one in events():
        other = every.get((one.study, one.indication, one.arm, one.event))
        if one.kind is Kind.TREATMENT_RELATED and other and one.percent is not None and other.percent is not None:
            assert one.percent <= other.percent
            pairs += 1
    assert pairs >= 8


def test_what_a_comparison_needs() -> None:
    """Stopping for side effects, drug by drug; nothing without a source that was read."""
    stopped = {one.drug for one in events() if one.event == "withdrawal" and one.confirmed}
    assert {"onabotulinumtoxinA", "topiramate", "valproate", "erenumab", "fremanezumab", "galcanezumab"} <= stopped
    for one in events():
        assert source(one.source).status == "verified"
        assert one.status is not Status.VERIFIED or one.tier in ("A", "B", "A+C")
    assert identifier(indication="x", study="A, b", arm="C 1.5", event="any", kind=Kind.ALL_CAUSE) == (
        "x.a-b.c-1-5.any.all-cause"
    )


def test_a_rate_in_two_places_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is read beside what stands elsewhere."""
    monkeypatch.setattr(module, "read", lambda _: OWN + OWN[:1])
    with pytest.raises(InvalidInput, match="each rate in one place"):
        events.__wrapped__()
