"""The file of conditions is read strictly; it agrees with the questions and with the catalogue."""

import re
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.injection.catalogue import catalogue
from interictal.injection.products import PRODUCTS
from interictal.profile.conditions import QUESTIONS
from interictal.safety import conditions as module
from interictal.safety.conditions import conditions, parse

TEXT = (Path(module.__file__).with_name("data") / "conditions.toml").read_text(encoding="utf-8")


def test_every_question_has_what_the_labels_say() -> None:
    """In the order in which they are asked, each with a citation for the reference product."""
    assert list(conditions()) == list(QUESTIONS)
    for one in conditions().values():
        assert one.passages
        assert one.products or {("onabotulinumtoxinA", "us"), ("onabotulinumtoxinA", "eu")} <= one.passages.keys()


def test_what_was_not_seen_says_where_it_was() -> None:
    """A passage that is not confirmed has a note."""
    for one in conditions().values():
        for passage in one.passages.values():
            assert passage.confirmed or passage.note


@pytest.mark.parametrize("question", ["allergy_albumin", "allergy_cows_milk_protein"])
def test_allergies_are_those_to_what_the_vials_hold(question: str) -> None:
    """The products named here are those whose excipients answer to the question."""
    held = [name for name in PRODUCTS if question in catalogue().products[name].allergens]
    assert list(conditions()[question].products) == held


def test_no_word_of_the_file_calls_anything_safe() -> None:
    """An answer can only add a finding."""
    words = " ".join(f"{one.title} {one.why}" for one in conditions().values())
    assert not re.search(r"\bsafe", words)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[dysphagia]", "[disphagia]", "disphagia"),
        ('code = "PREG"', 'code = "PREGNANT"', "pregnancy.code"),
        ('title = "pregnancy"', 'title = " "', "pregnancy.title"),
        ('title = "pregnancy"', 'titel = "pregnancy"', "pregnancy.titel"),
        ('source = "us-pi-botox#8.1"', 'source = "nobody-1900#1"', "sources.csv"),
        ('us = { source = "us-pi-botox#8.1" }', 'us = "us-pi-botox#8.1"', "pregnancy.onabotulinumtoxinA.us"),
        ('us = { source = "us-pi-botox#8.1" }', 'fr = { source = "us-pi-botox#8.1" }', "onabotulinumtoxinA.fr"),
        ("[pregnancy.onabotulinumtoxinA]", "[pregnancy.botox]", "pregnancy.botox"),
        ('products = ["abobotulinumtoxinA"]', 'products = ["dysport"]', "allergy_cows_milk_protein.products"),
        ('indications = ["overactive-bladder",', 'indications = ["oab",', "antiplatelet.indications"),
        ("contraindicated = true", "contraindicated = 1", "infection.contraindicated"),
        (
            ', note = "The US label was read, section 7; whether the European one says so was not seen." }',
            " }",
            "toxin_elsewhere.onabotulinumtoxinA.eu.note",
        ),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, message: str) -> None:
    """The place in the file; a rule without a citation cannot load."""
    assert old in TEXT
    with pytest.raises(InvalidInput) as caught:
        parse(TEXT.replace(old, new, 1), "c.toml")
    assert message in str(caught.value)


def test_a_question_without_an_entry() -> None:
    """The list of questions and the file are of one length."""
    start, end = TEXT.index("[anticholinergic]"), TEXT.index("[urinary_tract_infection]")
    with pytest.raises(InvalidInput, match="anticholinergic"):
        parse(TEXT[:start] + TEXT[end:], "c.toml")


def test_an_entry_without_a_citation() -> None:
    """No label, no rule."""
    start, end = TEXT.index("[pregnancy.onabotulinumtoxinA]"), TEXT.index("[breast_feeding]")
    with pytest.raises(InvalidInput, match=r"pregnancy\.source"):
        parse(TEXT[:start] + TEXT[end:], "c.toml")
