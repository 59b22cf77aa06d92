"""One trial in several publications is counted once."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest

from interictal.evidence.checks import ArmFigures, independent, roots, same_sizes
from interictal.evidence.checks.duplicates import same_registration
from interictal.evidence.library.records import Trial


def trial(identifier: str, design: str = "double-blind", part_of: str = "", registry: str = "") -> Trial:
    return Trial(
        id=identifier,
        name=identifier,
        registry=tuple(registry.split()),
        year=2010,
        population="cm",
        population_words="",
        design=design,
        part_of=tuple(part_of.split()),
        source="preempt-1-2010",
        note="",
    )


TRIALS = {
    each.id: each
    for each in (
        trial("one", registry="NCT1"),
        trial("two", registry="NCT2"),
        trial("pooled", "pooled", "one two", "NCT1 NCT2"),
        trial("overuse", "subgroup", "pooled", "NCT1 NCT2"),
        trial("no-overuse", "subgroup", "pooled", "NCT1 NCT2"),
        trial("later", "extension", "one", "NCT1"),
        trial("reported", "secondary", "one", "NCT1"),
        trial("other", registry="NCT3"),
        trial("again", registry="NCT3"),
    )
}


def kept(**people: int) -> tuple[str, ...]:
    return independent({name.replace("_", "-"): n for name, n in people.items()}, TRIALS)[0]


def test_the_patients_of_an_analysis_are_those_of_its_trials() -> None:
    """To the last: a subgroup of a pooled analysis holds patients of both trials."""
    assert roots("overuse", TRIALS) == {"one", "two"}
    assert roots("one", TRIALS) == {"one"}


@pytest.mark.parametrize(
    ("people", "chosen"),
    [
        ({"one": 600, "two": 700, "pooled": 1300}, ("one", "two")),
        ({"one": 600, "pooled": 1300}, ("pooled",)),
        ({"pooled": 1300, "overuse": 900}, ("pooled",)),
        ({"overuse": 900, "no_overuse": 400}, ("overuse",)),
        ({"one": 600, "overuse": 900}, ("one",)),
        ({"later": 500, "reported": 400}, ("reported",)),
        ({"one": 600, "reported": 600}, ("one",)),
        ({"one": 600, "two": 700, "other": 50}, ("one", "two", "other")),
        ({"other": 50}, ("other",)),
    ],
)
def test_no_patient_is_pooled_twice(people: dict[str, int], chosen: tuple[str, ...]) -> None:
    """Single trials before their pooled analysis, wholes before parts, and as many trials as there are."""
    assert kept(**people) == chosen


def test_what_is_left_out_names_those_that_hold_its_patients() -> None:
    """So that it can be said."""
    _, left = independent({"one": 600, "two": 700, "overuse": 900}, TRIALS)
    (out,) = left
    assert (out.trial, out.for_the_sake_of) == ("overuse", ("one", "two"))


def test_the_order_of_the_candidates_does_not_matter() -> None:
    """The same trials are kept whichever is named first."""
    names = ("one", "two", "pooled", "overuse", "later", "other")
    chosen = {frozenset(independent(dict.fromkeys(order, 100), TRIALS)[0]) for order in itertools.permutations(names)}
    assert chosen == {frozenset(("one", "two", "other"))}


def test_one_registry_number_in_two_trials_is_found() -> None:
    """Where neither says that it is part of the other."""
    (finding,) = same_registration(TRIALS)
    assert finding.code == "SAME_TRIAL"
    assert "again and other have the registry number NCT3" in finding.because


def test_arms_of_the_same_sizes_are_found() -> None:
    """Two studies of one treatment with the same two sizes; one size alone says nothing."""

    def rows(study: str, arm: str, *people: int) -> list[ArmFigures]:
        return [ArmFigures(place=f"{study} {n}", study=study, arm=arm, n=None if not n else Decimal(n)) for n in people]

    (finding,) = same_sizes([*rows("A", "x", 221, 228), *rows("B", "x", 228, 221), *rows("C", "y", 221, 228)])
    assert (finding.place, finding.study) == ("B 228", "B")
    assert list(same_sizes([*rows("A", "x", 221, 221), *rows("B", "x", 221, 221)])) == []
    assert list(same_sizes(rows("A", "x", 0, 5))) == []
