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
    counted_in,
    fact_words,
    footnotes,
    gained_words,
    more_words,
    nearest_stopped,
    outcome_words,
    own_words,
    percents_words,
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
    percent=Decimal("12.5"), below=True, placebo=None, people=0, values=(), source=(), confirmed=False,
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
    assert "_" not in response_words(BY_NAME["erenumab"]) + gained_words(BY_NAME["onabotulinumtoxinA"])


def test_a_sign_is_put_before_a_number_only() -> None:
    """A hyphen in the name of a trial stays one."""
    found = compare(Profile(diagnosis="episodic-migraine"), ["candesartan"]).columns[1]
    assert gained_words(found).endswith("CandMig-3 (Øie 2025), week 12: −1.2")


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
        if one.response is not None:
            more, low, high = more_words(one.response)
            assert more == one.response.applied.share.of_100[0] - one.response.without.share.of_100[0]
            assert low <= more <= high


def test_each_number_says_what_it_counts_and_what_its_own_trial_saw() -> None:
    """Percent beside the people; where placebo of other trials stands beside it, that is said."""
    toxin, erenumab = response_words(BY_NAME["onabotulinumtoxinA"]), response_words(BY_NAME["erenumab"])
    assert toxin == (
        "45 of 100 (41 to 49); with placebo 34 of 100 (31 to 38); odds ratio 1.56 (1.26 to 1.94); a fall of 50 % or "
        "more in headache days, week 24. As its own trial saw it: PREEMPT pooled, responders by domain: 308 of 688 "
        "(44.8 %) against 238 of 696 (34.2 %)"
    )
    assert "The placebo response is that of 3 trials, 15 to 26 of 100; in its own trial Tepper 2017" in erenumab
    assert "152 of 375 (40.5 %) against 69 of 286 (24.1 %)" in erenumab
    found = BY_NAME["erenumab"].response
    assert found is not None
    assert own_words(found) == "41 against 24 of 100"
    assert own_words(replace(found, pairs=found.pairs * 2)) == "–"


def test_a_letter_for_each_thing_that_is_counted() -> None:
    """Two numbers have one letter only where they count the same days at the same time."""
    letters = footnotes(FOUND)
    assert len(set(letters.values())) == len(letters)
    of = {name: counted_in(one.response) for name, one in BY_NAME.items() if one.response is not None}
    assert of["erenumab"] == of["atogepant"] != of["eptinezumab"]
    assert len({of[name] for name in ("onabotulinumtoxinA", "topiramate", "fremanezumab", "erenumab")}) == 4
    assert all(one.gained.words in letters for one in FOUND.columns if one.gained is not None)


def test_letters_stand_in_the_terminal_and_on_the_page() -> None:
    """Behind each number, and explained below."""
    text, page = compare_terminal(FOUND), compare_page(FOUND)
    lines = text.splitlines()
    toxin = next(line for line in lines if line.startswith("onabotulinumtoxinA 4"))
    assert toxin == "onabotulinumtoxinA 45 (41-49) 34 (31-38) a 4 v 1   2.0 (1.1 to 2.8) f"
    assert "  a: a fall of 50 % or more in headache days, week 24" in lines
    assert '<td class="num">45 (41 to 49) a</td><td class="num">34 (31 to 38) a</td>' in page
    assert "<li>a: a fall of 50 % or more in headache days, week 24</li>" in page


def test_of_all_studies_one_with_placebo_comes_first() -> None:
    """Then one in the same population; all doses of it, and no other study."""
    placebo = replace(EFFECT, placebo=Decimal(3), study="T", percent=Decimal(2))
    here = replace(EFFECT, population="cm")
    other = replace(placebo, population="cm", percent=Decimal(1))
    more = replace(other, arm="b", percent=Decimal("0.2"))
    one = replace(BY_NAME["erenumab"], stopping_seen=(here, placebo, other, more))
    assert nearest_stopped(one, "cm") == (other, more)
    assert nearest_stopped(one, "em") == (placebo,)
    assert nearest_stopped(replace(one, stopping_seen=(here, placebo)), "cm") == (placebo,)
    assert nearest_stopped(replace(one, stopping_seen=(EFFECT, here)), "cm") == (here,)
    assert nearest_stopped(replace(one, stopping_seen=()), "cm") == ()
    larger = replace(other, study="U", people=500)
    assert nearest_stopped(replace(one, stopping_seen=(other, larger)), "cm") == (larger,)
    assert percents_words((other, more)) == "0 to 1"
    assert percents_words((other,)) == "1"


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
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(marked[0]))
    assert "unconfirmed" in " ".join(lines[at : at + 2])
    assert f"{marked[0]} (unconfirmed)" in page


def test_the_terminal_is_plain_ascii_where_it_must_be() -> None:
    """And never wider than it was asked to be."""
    text = compare_terminal(FOUND, width=60, unicode=False)
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 60
    overview = text.split("Overview")[1].split("Compared")[0]
    assert "?" not in overview
    assert "days gained 2.0 (1.1 to 2.8) f" in overview, "on a line of its own where there is no room"


def test_a_single_treatment_has_no_head_to_head_and_no_network() -> None:
    """And the page says so."""
    one = compare(Profile(diagnosis="episodic-migraine"), ["flunarizine"])
    assert "No trial of two of these treatments is in the library." in compare_page(one)
    assert "Compared with each other in one trial" not in compare_terminal(one)


def test_a_rule_that_nobody_answers_says_whom_it_concerns() -> None:
    """By sex and age, or by the diagnosis: nobody said yes to it."""
    page = compare_page(compare(Profile(diagnosis="episodic-migraine", sex="male", age=40)))
    assert "By its label it is not for people like you: episodic migraine.</p>" in page
    assert "With people like you (male, under 55 years) its label asks for care." in page
    assert "You said yes to: Episodic migraine?" not in page


def test_a_treatment_that_was_not_studied_in_these_people_says_so_once() -> None:
    """And what another study saw stands behind it: the largest with placebo, not the first."""
    page = compare_page(compare(Profile(diagnosis="chronic-migraine"), ["valproate"]))
    assert page.count("We have seen no study of it with a dummy in people like you.") == 1
    assert "We have not seen how many" not in page
    assert "17 of 100 stopped it because of side effects. With a dummy, 5 did." in page
