"""The treatments are read strictly: nothing without a source, nothing out of its fixed order."""

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.comparison import treatments
from interictal.evidence.comparison.records import CLASSES, Role
from interictal.evidence.comparison.treatments import chosen, parse
from interictal.evidence.library import arms, drugs
from interictal.evidence.library.events import events
from interictal.evidence.library.syntheses import syntheses

FACT = 'text = "t", source = "interictal-comparison"'
ONE = f"""
[[treatment]]
id = "b"
name = "b"
class = "gepant"
role = "preventive"
given = {{ {FACT} }}
acts = {{ {FACT} }}
lasts = {{ {FACT} }}
judge = {{ {FACT} }}
certainty = {{ note = "n", source = "interictal-comparison" }}
"""
RULE = """
[[treatment.rule]]
question = "asthma"
effect = "asks"
why = "w"
source = "interictal-comparison"
"""


def test_the_order_is_by_class_and_name_and_no_change_comes_first() -> None:
    """Nobody can read an order of effect into it."""
    places = [(CLASSES.index(one.drug_class), one.name.lower()) for one in treatments().values()]
    assert places == sorted(places)
    assert next(iter(treatments().values())).role is Role.NONE


def test_what_they_name_is_in_the_library() -> None:
    """Drugs, arms that are left out, and the syntheses that stand for days."""
    for one in treatments().values():
        assert set(one.drugs) <= set(drugs())
        assert {each.arm for each in one.left_out} <= set(arms())
        published = {each.arm for each in events() if each.drug in one.drugs}
        assert {each.arm for each in one.rates_left_out} <= published
        assert not one.days or one.days in syntheses()
        assert all(each.why for each in (*one.left_out, *one.rates_left_out))


def test_every_fact_says_how_far_it_can_be_relied_on() -> None:
    """Our own rules have no tier, unconfirmed facts neither."""
    topiramate, nothing = treatments()["topiramate"], treatments()["no-change"]
    assert (topiramate.given.status, topiramate.given.tier) == ("verified", "B")
    assert (topiramate.lasts.status, topiramate.lasts.tier) == ("unconfirmed", "")
    assert (nothing.given.status, nothing.given.tier) == ("ours", "")


@pytest.mark.parametrize("wanted", [["TOPIRAMATE ", "erenumab"], ["erenumab", "topiramate"]])
def test_choosing_keeps_the_order_and_adds_no_change(wanted: list[str]) -> None:
    """Whatever the order of the ids."""
    assert [one.id for one in chosen(wanted)] == ["no-change", "topiramate", "erenumab"]


def test_an_unknown_treatment_lists_the_known_ones() -> None:
    """As an option of the command line."""
    with pytest.raises(InvalidInput, match=r"--treatments: 'aspirin' .*amitriptyline, candesartan"):
        chosen(["aspirin"])
    assert len(chosen(None)) == len(treatments())


def test_a_rule_about_age_and_one_about_a_diagnosis() -> None:
    """They need no question."""
    text = ONE + RULE.replace('question = "asthma"', 'sex = "male"\nage_below = 55')
    text += RULE.replace('question = "asthma"', 'diagnosis = "episodic-migraine"')
    first, second = parse(text, "t").popitem()[1].rules
    assert (first.sex, first.age_below, second.diagnosis) == ("male", 55, "episodic-migraine")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ONE + ONE, "each id once"),
        (ONE + ONE.replace('"b"', '"a"'), "never by effect"),
        (ONE.replace("gepant", "herb"), "no change, botulinum toxin"),
        (ONE.replace('role = "preventive"', 'role = "best"'), "none, preventive, acute"),
        (ONE.replace("[[treatment]]", "[treatment]"), "a list of tables"),
        (ONE.replace('given = { text = "t", ', "given = { "), "a text"),
        (ONE.replace("acts = {", "acts = 1 #{"), "a table"),
        (ONE.replace('source = "interictal-comparison" }', 'source = "nowhere" }', 1), "interictal sources"),
        (ONE.replace('source = "interictal-comparison" }', 'source = "interictal-comparison", confirmed = false }', 1),
         "Say what was seen instead"),
        (ONE.replace('note = "n"', 'rating = "best", of = "o"'), "high, moderate, low, very low"),
        (ONE + 'conditions = "aspirin"', "onabotulinumtoxinA"),
        (ONE + 'price = "1"', "price"),
        (ONE + RULE.replace("asthma", "hiccups"), "a question of the profile"),
        (ONE + RULE.replace('question = "asthma"', 'sex = "male"'), "a sex and an age, or a diagnosis"),
        (ONE + RULE.replace('question = "asthma"', 'sex = "all"\nage_below = 3'), "female, male"),
        (ONE + RULE.replace("asks", "forbids"), "excludes, asks"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_place(text: str, message: str) -> None:
    """One line: field, value, what is allowed, what to do."""
    with pytest.raises(InvalidInput, match=message):
        parse(text, "treatments.toml")
