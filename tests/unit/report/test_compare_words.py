"""A comparison in words: no sign that can be misread, no frame that a treatment does not deserve."""

from dataclasses import replace
from decimal import Decimal

import pytest

from interictal.evidence.comparison import Comparison, compare
from interictal.evidence.comparison.harms import SideEffect
from interictal.evidence.comparison.records import Fact
from interictal.profile import Profile
from interictal.report.compare_page import compare_page
from interictal.report.compare_terminal import compare_terminal
from interictal.report.compare_words import (
    between_words,
    fact_words,
    gained_words,
    more_words,
    nearest_stopped,
    outcome_words,
    people_array,
    rate_words,
    response_words,
    stopped_words,
    whole_percent,
)
from interictal.safety.adverse_events.published import Kind

FOUND = compare(Profile(diagnosis="chronic-migraine"))
BY_NAME = {one.treatment.id: one for one in FOUND.columns}
EFFECT = SideEffect(
    event="nausea", words="Nausea", study="S (2010)", population="em", kind=Kind.ALL_CAUSE, arm="a",
    percent=Decimal("12.5"), below=True, placebo=None, values=(), source=(), confirmed=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(-3, 19, "3 fewer to 19 more"), (4, 15, "4 to 15 more"), (-9, -2, "2 to 9 fewer"), (0, 3, "0 to 3 more"),
     (-3, 0, "0 to 3 fewer"), (0, 0, "0 to 0 more")],
)  # fmt: skip
def test_an_interval_in_words_has_no_sign(low: float, high: float, words: str) -> None:
    """Fewer and more are said."""
    assert between_words(low, high) == words


def test_outcomes_of_reviews_in_words() -> None:
    """No underscore reaches a reader."""
    assert outcome_words("responder50") == "a fall by half"
    assert outcome_words("responder50_migraine_days") == "a fall by half in migraine days"
    assert outcome_words("migraine_days_month") == "migraine days a month"
    assert "_" not in response_words(BY_NAME["erenumab"], FOUND) + gained_words(BY_NAME["onabotulinumtoxinA"])


def test_rates_say_what_is_not_known_and_what_was_not_seen() -> None:
    """No placebo beside it, less than, unconfirmed."""
    assert rate_words(EFFECT) == "Nausea less than 12.5 % (no placebo beside it) (unconfirmed)"
    assert rate_words(replace(EFFECT, below=False, placebo=Decimal(3), confirmed=True)) == (
        "Nausea 12.5 % (3 % with placebo)"
    )
    assert stopped_words(replace(EFFECT, placebo=Decimal(3))) == (
        "S (2010) (episodic migraine): a less than 12.5 %, placebo 3 % (unconfirmed)"
    )
    assert whole_percent(EFFECT.percent) == 13


def test_a_fact_that_was_not_seen_says_so() -> None:
    """With what was seen instead."""
    seen = Fact(text="t", source="herd-2018", confirmed=True, note="")
    assert fact_words(seen) == "t [herd-2018]"
    assert fact_words(replace(seen, confirmed=False, note="Not read.")) == "t [unconfirmed: Not read. herd-2018]"


def test_how_many_more_is_the_difference_of_what_is_shown() -> None:
    """And lies within its own interval."""
    for one in FOUND.columns:
        if one.response is not None and FOUND.response is not None:
            more, low, high = more_words(one.response.applied, FOUND.response)
            assert more == one.response.applied.share.of_100[0] - FOUND.response.share.of_100[0]
            assert low <= more <= high


def test_each_treatment_with_a_number_has_a_frame_and_no_change_too() -> None:
    """Those without are named below the picture."""
    array = people_array(FOUND)
    assert [one.name for one in array.columns] == [
        "No change", "onabotulinumtoxinA", "topiramate", "eptinezumab", "erenumab", "fremanezumab", "galcanezumab",
        "atogepant",
    ]  # fmt: skip
    assert "No number for: amitriptyline, candesartan" in array.source
    assert "51 of 100 stopped in FORWARD (no placebo)" in array.columns[2].stop_words


def test_the_picture_marks_what_a_label_excludes() -> None:
    """A frame is not seen without it: the picture may be passed on by itself."""
    planning = Profile(diagnosis="chronic-migraine", history={"pregnancy_plans": "yes"})
    notes = {one.name: one.note for one in people_array(compare(planning)).columns}
    assert notes["topiramate"] == "a label excludes it for this profile; one trial, week 16"
    assert notes["onabotulinumtoxinA"] == "trials pooled, week 24"


def test_where_nothing_has_a_number_every_frame_gives_its_reason() -> None:
    """Also for somebody whose diagnosis is assumed."""
    array = people_array(compare(Profile(), ["propranolol", "candesartan", "triptans"]))
    assert [one.withheld[:12] for one in array.columns[1:]] == ["Not studied "] * 2
    assert array.people == "people with chronic migraine"


def test_of_all_studies_the_one_in_the_same_population_comes_first() -> None:
    """Then one with placebo."""
    one = replace(BY_NAME["erenumab"], stopping_seen=(EFFECT, replace(EFFECT, population="cm")))
    assert nearest_stopped(one, "cm") == replace(EFFECT, population="cm")
    assert nearest_stopped(one, "em") == EFFECT
    assert nearest_stopped(replace(one, stopping_seen=()), "cm") is None


def unconfirmed() -> Comparison:
    """A comparison with figures that were not seen at their source."""
    return compare(Profile(diagnosis="chronic-migraine"), unconfirmed=True)


def test_unconfirmed_is_said_everywhere() -> None:
    """On the terminal, on the page, in the picture."""
    found = unconfirmed()
    marked = [
        one.treatment.name
        for one in found.columns
        if any(each is not None and not each.confirmed for each in (one.response, one.stopping, one.gained))
    ]
    assert marked
    text, page = compare_terminal(found), compare_page(found)
    overview = next(line for line in text.splitlines() if line.startswith(marked[0]))
    assert "unconfirmed" in overview
    assert f"{marked[0]} (unconfirmed)" in page


def test_the_terminal_is_plain_ascii_where_it_must_be() -> None:
    """And never wider than it was asked to be."""
    text = compare_terminal(FOUND, width=60, unicode=False)
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 60
    assert "?" not in text.split("Overview")[1].split("Compared")[0]


def test_a_single_treatment_has_no_head_to_head_and_no_network() -> None:
    """And the page says so."""
    one = compare(Profile(diagnosis="episodic-migraine"), ["flunarizine"])
    assert "No trial of two of these treatments is in the library." in compare_page(one)
    assert "Compared with each other in one trial" not in compare_terminal(one)
