"""The trial library, checked as anybody's table is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.checks import check_arms
from interictal.evidence.checks.library import (
    ARM,
    BETWEEN,
    accepted,
    figures_of,
    library_findings,
    open_and_accepted,
)
from interictal.evidence.library import Arm, Library, Status, Trial, Value, library
from interictal.evidence.library.records import PARTICIPANTS, QUANTITIES


def value(
    of: str, quantity: str, figure: str, outcome: str = "headache_days_28", week: int | None = 24, **more
) -> Value:
    return Value(
        id=f"{of}.{outcome}.{'any' if week is None else week}.{quantity}",
        trial=of.split(".")[0],
        arm=of,
        versus=more.get("versus", ""),
        outcome=outcome,
        week=week,
        quantity=quantity,
        value=Decimal(figure),
        below=more.get("below", False),
        source="preempt-1-2010",
        seen="here",
        status=Status.VERIFIED,
        tier="A",
        derivation=more.get("derivation", ""),
        note="",
    )


def held(
    *values: Value, trials: tuple[tuple[str, str, str], ...] = (("one", "double-blind", ""),), n: int = 100
) -> Library:
    """A library of these values; each trial has two arms of ``n`` people."""
    made = [
        Trial(
            id=identifier,
            name=identifier,
            registry=(),
            year=2010,
            population="cm",
            population_words="",
            design=design,
            part_of=tuple(parts.split()),
            source="preempt-1-2010",
            note="",
        )
        for identifier, design, parts in trials
    ]
    arms = [
        Arm(id=f"{each.id}.{drug}", trial=each.id, label=drug, drug=drug, dose="", n=n)
        for each in made
        for drug in ("drug", "placebo")
    ]
    return replace(
        library(),
        trials={each.id: each for each in made},
        arms={each.id: each for each in arms},
        values={each.id: each for each in values},
    )


def test_every_quantity_of_the_library_is_checked() -> None:
    """A new quantity needs a decision here."""
    assert set(ARM) | set(BETWEEN) == set(QUANTITIES)
    assert not set(ARM) & set(BETWEEN)


def test_values_become_figures() -> None:
    """Of an arm with the mean before treatment and the people of the arm; of a comparison with its p value."""
    arms, differences = figures_of(
        held(
            value("one.drug", "baseline_mean", "20.0", week=0),
            value("one.drug", "change_mean", "-7.8"),
            value("one.drug", "n", "341", PARTICIPANTS, None),
            value("one.drug", "difference", "-1.4", versus="one.placebo"),
            value("one.drug", "p", "0.001", versus="one.placebo", below=True),
            value("one.drug", "odds_ratio", "2.0", "responder50", None, versus="one.placebo"),
        )
    )
    after = next(each for each in arms if each.week == "24")
    assert (after.place, after.days, after.n) == ("one.drug.headache_days_28.24", 28, Decimal(100))
    assert (after.baseline_mean, after.change_mean) == (Decimal("20.0"), Decimal("-7.8"))
    assert len(arms) == 2
    difference, ratio = differences
    assert (difference.estimate, difference.p, difference.below) == (Decimal("-1.4"), Decimal("0.001"), True)
    assert (ratio.ratio, ratio.week, ratio.below) == (True, "any", False)


def test_the_people_of_an_outcome_stand_before_those_of_the_arm() -> None:
    """And an arm whose people are not known has none."""
    (own,), _ = figures_of(held(value("one.drug", "n", "90"), value("one.drug", "percent", "50")))
    assert own.n == Decimal(90)
    (unknown,), _ = figures_of(held(value("one.drug", "percent", "50"), n=0))
    assert unknown.n == Decimal(0)


def test_events_worked_out_from_a_percentage_are_not_checked_against_it() -> None:
    """They fit, or nearly, whatever the percentage is; the percentage itself is checked."""
    derived = value("one.drug", "n_events", "50", derivation="[one.drug.headache_days_28.24.percent] of 100")
    (only,), _ = figures_of(held(value("one.drug", "percent", "50.4"), derived))
    assert only.events is None
    assert [each.code for each in check_arms([only])] == ["PERCENT_GRAIN"]


POOLED = (("one", "double-blind", ""), ("two", "double-blind", ""), ("both", "pooled", "one two"))


def codes(of: Library) -> list[str]:
    return [each.code for each in library_findings(of)]


def test_a_pooled_mean_lies_between_those_of_its_trials() -> None:
    """Rounding apart; where a trial's is not known, nothing is said."""
    parts = (value("one.drug", "change_mean", "-7.8"), value("two.drug", "change_mean", "-9.0"))
    assert codes(held(*parts, value("both.drug", "change_mean", "-8.4"), trials=POOLED)) == []
    assert codes(held(*parts, value("both.drug", "change_mean", "-9.1"), trials=POOLED)) == []
    assert codes(held(*parts, value("both.drug", "change_mean", "-9.4"), trials=POOLED)) == ["STRATA"]
    assert codes(held(parts[0], value("both.drug", "change_mean", "-9.4"), trials=POOLED)) == []


STRATA = (("one", "double-blind", ""), ("yes", "subgroup", "one"), ("no", "subgroup", "one"))


def test_two_parts_that_are_the_whole_make_it_up() -> None:
    """100 people of two parts of 50; parts of other sizes say nothing."""

    def strata(whole: str, of_parts: int = 50, known: bool = True) -> list[str]:
        made = held(
            value("one.drug", "change_mean", whole),
            value("yes.drug", "change_mean", "-8.0"),
            value("no.drug", "change_mean", "-9.0"),
            trials=STRATA,
        )
        arms = {
            name: arm if arm.trial == "one" else replace(arm, n=of_parts if known else None)
            for name, arm in made.arms.items()
        }
        return codes(replace(made, arms=arms))

    assert strata("-8.5") == []
    assert strata("-8.7") == ["STRATA"]
    assert strata("-8.7", of_parts=40) == []
    assert strata("-8.7", known=False) == []


def test_preempt_is_the_mean_of_its_strata() -> None:
    """-8.4 against -6.6 from the strata with and without medication overuse, by their people."""
    values = {each.id: each.value for each in library().values.values()}
    arms = library().arms
    for drug, whole in (("onabotulinumtoxina", "-8.4"), ("placebo", "-6.6")):
        strata = [f"{trial}.{drug}" for trial in ("preempt-overuse", "preempt-no-overuse")]
        people = [arms[arm].n for arm in strata]
        means = [values[f"{arm}.headache_days_28.24.change_mean"] for arm in strata]
        assert sum(people) == arms[f"preempt-pooled.{drug}"].n
        mean = sum(n * each for n, each in zip(people, means, strict=True)) / sum(people)
        assert round(mean, 1) == Decimal(whole) == values[f"preempt-pooled.{drug}.headache_days_28.24.change_mean"]


def test_what_stays_is_listed_with_its_reason_and_nothing_else_is() -> None:
    """Every finding of the library is mended or accepted; every entry of the list is still found."""
    arms, differences = figures_of(library())
    found = [*check_arms(arms, differences), *library_findings(library())]
    still, known = open_and_accepted(found, accepted())
    assert [(one.code, one.place, one.because) for one in still] == []
    assert {(one.code, one.place) for one, _ in known} == {(one.code, one.place) for one in accepted()}


@pytest.mark.parametrize(
    "entry",
    [
        {"code": "NONE", "place": "x", "reason": "y"},
        {"code": "N", "place": "", "reason": "y"},
        {"code": "N", "place": "x", "reason": " "},
        {"code": "N", "place": "x"},
    ],
)
def test_an_entry_of_the_list_is_whole(entry: dict[str, str]) -> None:
    """A listed code, a place, a reason; each once."""
    text = "[[finding]]\n" + "".join(f'{name} = "{text}"\n' for name, text in entry.items())
    with pytest.raises(InvalidInput):
        accepted(text)


def test_an_entry_stands_once() -> None:
    """And an empty list is one."""
    one = '[[finding]]\ncode = "N"\nplace = "x"\nreason = "y"\n'
    assert len(accepted(one)) == 1
    assert accepted("") == ()
    with pytest.raises(InvalidInput):
        accepted(one + one)
