"""From the trial library to a table of studies: one outcome, one time, no patient twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.checks import roots
from interictal.evidence.library import Arm, Outcome, Status, Trial, Value, library, selection
from interictal.evidence.library.records import PARTICIPANTS, POPULATIONS
from interictal.evidence.studies import tables as library_tables
from interictal.evidence.studies.tables import LibraryStudies, library_studies
from interictal.evidence.tables import Contrast, EventsArm, Kind


def trial(identifier: str, design: str = "double-blind", part_of: str = "", population: str = "cm") -> Trial:
    return Trial(
        id=identifier,
        name=identifier.upper(),
        registry=(),
        year=None if identifier == "two" else 2010,
        population=population,
        population_words="",
        design=design,
        part_of=tuple(part_of.split()),
        source="preempt-1-2010",
        note="",
    )


def arm(of: str, drug: str, name: str = "") -> Arm:
    label = name or drug
    return Arm(id=f"{of}.{label}", trial=of, label=label, drug=drug, dose="", n=None)


def value(
    of: str, quantity: str, figure: str, outcome: str = "days", week: int | None = 12, versus: str = "", **more
) -> Value:
    return Value(
        id=f"{of}.{outcome}.{'any' if week is None else week}.{quantity}",
        trial=of.split(".")[0],
        arm=of,
        versus=versus,
        outcome=outcome,
        week=week,
        quantity=quantity,
        value=Decimal(figure),
        below=False,
        source=more.get("source", "preempt-1-2010"),
        seen="here",
        status=more.get("status", Status.VERIFIED),
        tier="A",
        derivation="",
        note="",
    )


OUTCOMES = (
    Outcome(id="days", words="days", unit="days", kind="means", better="lower"),
    Outcome(id="response", words="a response", unit="people", kind="events", better="higher"),
)


def people(of: str, count: int, status: Status = Status.VERIFIED) -> Value:
    return value(of, "n", str(count), PARTICIPANTS, None, status=status)


def studies(
    monkeypatch: pytest.MonkeyPatch,
    trials: Iterable[Trial],
    arms: Iterable[Arm],
    values: Iterable[Value],
    outcome: str = "days",
    drugs: tuple[str, ...] = (),
    population: str | None = None,
    **options: bool,
) -> LibraryStudies:
    held = replace(
        library(),
        trials={each.id: each for each in trials},
        arms={each.id: each for each in arms},
        values={each.id: each for each in values},
        outcomes={each.id: each for each in OUTCOMES},
    )
    monkeypatch.setattr(library_tables, "library", lambda: held)
    monkeypatch.setattr(selection, "library", lambda: held)
    return library_studies(outcome, drugs, population, **options)


def difference(of: str, drug: str = "drug", other: str = "placebo", week: int = 12, **more) -> list[Value]:
    """Two days fewer, with a standard error of a half."""
    versus = f"{of}.{other}"
    return [
        value(f"{of}.{drug}", "difference", "-2", week=week, versus=versus, **more),
        value(f"{of}.{drug}", "difference_se", "0.5", week=week, versus=versus, **more),
    ]


TWO_ARMS = [arm("one", "placebo"), arm("one", "drug")]


def test_a_difference_becomes_a_contrast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Placebo stands second, with year, population, design and week beside it, and the sources."""
    found = studies(monkeypatch, [trial("one")], TWO_ARMS, difference("one"))
    assert found.table.kind is Kind.CONTRASTS
    assert found.table.rows == (Contrast("ONE", "drug", "placebo", -2.0, 0.5),)
    assert {name: texts["ONE"] for name, texts in found.table.columns.items()} == {
        "year": "2010",
        "population": "cm",
        "design": "double-blind",
        "week": "12",
    }
    assert found.how == {"ONE": "SE 0.5 as stated"}
    assert found.sources == {"ONE": ("preempt-1-2010",)}
    assert found.unconfirmed == frozenset()
    assert found.outcome.id == "days"
    assert found.table.notes[0].endswith(": days.")


def test_the_latest_week_up_to_24_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """An earlier one where the latest cannot be worked out; a later one only where there is no other; never week 0."""
    trials = [trial("one"), trial("two"), trial("three")]
    arms = [arm(each.id, drug) for each in trials for drug in ("drug", "placebo")]
    values = [
        *difference("one", week=12),
        *difference("one", week=24),
        *difference("one", week=52),
        *difference("two", week=0),
        *difference("two", week=52),
        *difference("three", week=8),
        value("three.drug", "change_mean", "-3", week=20),
    ]
    found = studies(monkeypatch, trials, arms, values)
    assert found.table.columns["week"] == {"ONE": "24", "TWO": "52", "THREE": "8"}
    assert found.table.columns["year"]["TWO"] == ""
    assert "Outcomes are of different times: weeks 8 to 52." in found.table.notes


def test_a_figure_without_a_week_is_taken_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """The week is then not said."""
    values = [
        value("one.drug", "difference", "-2", week=None, versus="one.placebo"),
        value("one.drug", "difference_se", "0.5", week=None, versus="one.placebo"),
    ]
    found = studies(monkeypatch, [trial("one")], TWO_ARMS, values)
    assert found.table.columns["week"] == {"ONE": ""}


def test_unconfirmed_values_stay_out_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are named either way."""
    trials = [trial("one"), trial("two")]
    arms = [arm(each.id, drug) for each in trials for drug in ("drug", "placebo")]
    values = [*difference("one"), *difference("two", status=Status.UNCONFIRMED)]
    found = studies(monkeypatch, trials, arms, values)
    assert found.table.studies == ("ONE",)
    assert "Left out, because values that they need are unconfirmed: TWO." in found.table.notes
    found = studies(monkeypatch, trials, arms, values, include_unconfirmed=True)
    assert found.table.studies == ("ONE", "TWO")
    assert found.unconfirmed == {"TWO"}
    assert "With unconfirmed values: TWO." in found.table.notes


def test_no_patient_is_pooled_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A subgroup stands back behind its trial, and that is said."""
    trials = [trial("one"), trial("part", "subgroup", "one")]
    arms = [arm(each.id, drug) for each in trials for drug in ("drug", "placebo")]
    found = studies(monkeypatch, trials, arms, [*difference("one"), *difference("part")])
    assert found.table.studies == ("ONE",)
    assert "PART was left out: its patients are those of ONE." in found.table.notes


def test_what_cannot_be_pooled_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """One group, the same people twice, one treatment, no figures after the start; open trials are named."""
    trials = [
        trial("one", "open"),
        trial("cohort", "cohort"),
        trial("cross", "crossover"),
        trial("single"),
        trial("start"),
        trial("nothing"),
    ]
    arms = [arm(each.id, drug) for each in trials for drug in ("drug", "placebo") if each.id != "single"]
    arms += [arm("single", "drug")]
    values = [each for of in ("one", "cohort", "cross") for each in difference(of)]
    values += [value("single.drug", "change_mean", "-3"), value("start.drug", "baseline_mean", "20", week=12)]
    values += [value("nothing.drug", "n_events", "3", "response")]
    notes = studies(monkeypatch, trials, arms, values).table.notes
    assert "COHORT cannot be pooled: one group, or groups that were not randomised." in notes
    assert "CROSS cannot be pooled: both periods are of the same people." in notes
    assert "SINGLE cannot be pooled: it has no second treatment of those asked for." in notes
    assert "START cannot be pooled: no figures after the start." in notes
    assert "Open label: ONE." in notes
    assert not any("NOTHING" in note for note in notes)


def test_only_the_drugs_asked_for_and_placebo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trial against another drug has no second arm then; populations are chosen too."""
    trials = [trial("one"), trial("two"), trial("three", population="em"), trial("four")]
    arms = [*TWO_ARMS, arm("two", "drug"), arm("two", "other"), arm("three", "drug"), arm("three", "placebo")]
    arms += [arm("four", "other"), arm("four", "placebo")]
    values = [
        *difference("one"),
        *difference("two", other="other"),
        *difference("three"),
        *difference("four", "other"),
    ]
    found = studies(monkeypatch, trials, arms, values, drugs=("drug",), population="cm")
    assert found.table.studies == ("ONE",)
    assert "TWO cannot be pooled: it has no second treatment of those asked for." in found.table.notes
    assert not any("FOUR" in note for note in found.table.notes)
    with pytest.raises(InvalidInput, match=r"cm \(chronic migraine, 3 trials\), em \(episodic migraine, 1 trial\)"):
        studies(monkeypatch, trials, arms, values)
    everything = studies(monkeypatch, trials, arms, values, population="cm")
    assert everything.table.studies == ("ONE", "TWO", "FOUR")


def test_a_trial_of_three_treatments(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a network with all of its differences or not at all."""
    arms = [arm("one", "placebo"), arm("one", "drug"), arm("one", "other")]
    two = [*difference("one"), *difference("one", "other")]
    found = studies(monkeypatch, [trial("one")], arms, two)
    assert [(row.treat1, row.treat2) for row in found.table.rows] == [("drug", "placebo"), ("other", "placebo")]
    with pytest.raises(DataUnavailable, match="drug against other: neither spread"):
        studies(monkeypatch, [trial("one")], arms, two, complete=True)
    three = [*two, *difference("one", "drug", "other")]
    # A value's id names its arm, outcome and week; the comparison with another arm is told apart here.
    three[-2:] = [replace(each, id=f"{each.id}.other") for each in three[-2:]]
    assert len(studies(monkeypatch, [trial("one")], arms, three, complete=True).table.rows) == 3


def events(of: str, count: int, with_event: int, **more) -> list[Value]:
    return [people(of, count), value(of, "n_events", str(with_event), "response", **more)]


def test_events_are_added_up_over_doses(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a dose that is not known is left out and named."""
    arms = [arm("one", "placebo"), arm("one", "drug", "low"), arm("one", "drug", "high"), arm("one", "drug", "highest")]
    values = [*events("one.placebo", 100, 20), *events("one.low", 50, 20)]
    values += [people("one.high", 9), value("one.high", "percent", "55.6", "response")]
    found = studies(monkeypatch, [trial("one")], arms, values, "response")
    assert found.table.kind is Kind.EVENTS
    assert found.table.rows == (EventsArm("ONE", "drug", 59, 25), EventsArm("ONE", "placebo", 100, 20))
    assert found.how["ONE"] == (
        "5 from 55.6 % of 9; 2 doses of drug added up; left out, highest: the people of an arm are not known"
    )


def test_events_of_one_treatment_alone_cannot_be_pooled(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the reason for the other one; people that are not confirmed are not taken."""
    values = [*events("one.drug", 100, 20), value("one.placebo", "n_events", "5", "response")]
    with pytest.raises(DataUnavailable, match="ONE cannot be pooled: placebo: the people of an arm are not known"):
        studies(monkeypatch, [trial("one")], TWO_ARMS, values, "response")
    values.append(people("one.placebo", 100, Status.UNCONFIRMED))
    with pytest.raises(DataUnavailable, match="unconfirmed: ONE"):
        studies(monkeypatch, [trial("one")], TWO_ARMS, values, "response")
    found = studies(monkeypatch, [trial("one")], TWO_ARMS, values, "response", include_unconfirmed=True)
    assert found.unconfirmed == {"ONE"}


def test_an_unknown_outcome_and_an_empty_library_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outcomes are listed."""
    with pytest.raises(InvalidInput, match="days, response"):
        studies(monkeypatch, [], [], [], "none")
    with pytest.raises(DataUnavailable, match="Choose another"):
        studies(monkeypatch, [trial("one")], TWO_ARMS, [])


def test_every_outcome_of_the_library_gives_a_table_or_says_why_not() -> None:
    """With and without unconfirmed values; what is pooled holds no patient twice."""
    pooled = 0
    for outcome in library().outcomes:
        for population, unconfirmed, complete in product(POPULATIONS, (False, True), (False, True)):
            try:
                found = library_studies(outcome, (), population, include_unconfirmed=unconfirmed, complete=complete)
            except DataUnavailable:
                continue
            pooled += 1
            assert unconfirmed or not found.unconfirmed
            by_name = {each.name: each.id for each in library().trials.values()}
            held = [by_name[name] for name in found.table.studies]
            patients = [root for each in held for root in roots(each, library().trials)]
            assert len(patients) == len(set(patients))
            assert all(found.sources[name] for name in found.table.studies)
    assert pooled > 20
