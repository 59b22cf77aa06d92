"""Profile files are read strictly: a misspelt answer is never silently unknown."""

import json
import os
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.injection.record import Answer
from interictal.profile import Profile, StopReason, profile_from, read_profile
from interictal.profile.conditions import ANSWERS

TOML = """
age = 41
sex = "Female"
lifetime_attacks = 200
preexisting_headache_disorder = true
overuse_managed = false
diagnosed_by_specialist = true
pregnant = false
blank_medications = "unknown"
[not_better_accounted_for]
"1.3" = true
"8.2" = false
[[preventives]]
name = "topiramate"
class = "Anti-seizure"
weeks = 12
reason_stopped = "not tolerated"
[[preventives]]
name = "candesartan"
[[questionnaires]]
instrument = "HIT-6"
date = 2024-03-01
items = [8, 10, "", 11, 13, 6]
[[questionnaires]]
instrument = "midas"
total = 40
"""


def file_with(tmp_path: Path, content: str | bytes, name: str = "profile.toml") -> Path:
    """A file with this content."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_everything(tmp_path: Path) -> None:
    """Each field arrives; what is absent is unknown."""
    text = TOML.replace('class = "Anti-seizure"\n', "")
    profile = read_profile(file_with(tmp_path, "\ufeff" + text))
    assert (profile.age, profile.sex, profile.lifetime_attacks) == (41, "female", 200)
    assert profile.preexisting_headache_disorder is True
    assert (profile.overuse_managed, profile.diagnosed_by_specialist, profile.pregnant) == (False, True, False)
    assert profile.not_better_accounted_for == {"1.3": True, "8.2": False}
    assert profile.blank_medications == "unknown"
    assert profile.preventives is not None
    first, second = profile.preventives
    assert (first.name, first.weeks, first.reason_stopped) == ("topiramate", 12, StopReason.NOT_TOLERATED)
    assert (second.drug_class, second.weeks, second.reason_stopped) == ("", None, None)
    hit, midas = profile.questionnaires
    assert (hit.instrument, hit.date, hit.items) == ("hit-6", "2024-03-01", (8, 10, None, 11, 13, 6))
    assert (midas.total, midas.items) == (40, ())


def test_answers_before_an_injection(tmp_path: Path) -> None:
    """In the order of the questions; one that is left empty was not asked."""
    text = 'weight_kg = 61.5\n[answers]\ndysphagia = "No"\ntoxin_elsewhere = "possible"\ninfection = ""\n'
    profile = read_profile(file_with(tmp_path, text))
    assert profile.weight_kg == 61.5
    assert list(profile.answers.items()) == [("toxin_elsewhere", "possible"), ("dysphagia", "no")]


@pytest.mark.parametrize("answers", [{"disphagia": "no"}, {"dysphagia": "never"}])
def test_answers_that_are_none_are_refused_in_code_too(answers: dict[str, str]) -> None:
    """A profile that was not read from a file is as strict."""
    with pytest.raises(InvalidInput, match="answers"):
        Profile(answers=answers)


def test_the_answers_given_are_not_changed() -> None:
    """What pregnant adds goes into a dictionary of the profile's own."""
    given = {"dysphagia": "no"}
    assert Profile(pregnant=True, answers=given).answers == {"dysphagia": "no", "pregnancy": "yes"}
    assert given == {"dysphagia": "no"}


def test_the_answers_are_those_of_a_session_record() -> None:
    """The two lists of answers are one."""
    assert tuple(each.value for each in Answer) == ANSWERS


def test_json_says_the_same(tmp_path: Path) -> None:
    """A file that ends in .json."""
    content = {"age": 41.5, "preventives": [], "questionnaires": [{"instrument": "hit-6", "items": [6, None]}]}
    profile = read_profile(file_with(tmp_path, json.dumps(content), "p.JSON"))
    assert profile.age == 41.5
    assert profile.preventives == ()
    assert profile.questionnaires[0].items == (6, None)


def test_nothing_is_unknown(tmp_path: Path) -> None:
    """An empty file is an empty profile; preventives nobody asked for are not "none tried"."""
    assert read_profile(file_with(tmp_path, "")) == Profile()
    assert Profile().preventives is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"agee": 1}, "agee"),
        ({"age": "41"}, "a number from 0 to 130"),
        ({"age": True}, "a number from 0 to 130"),
        ({"age": 131}, "a number from 0 to 130"),
        ({"age": -1}, "a number from 0 to 130"),
        ({"age": float("nan")}, "a number from 0 to 130"),
        ({"lifetime_attacks": 1.5}, "a whole number"),
        ({"sex": "x"}, "female, male, other"),
        ({"sex": 1}, "text"),
        ({"pregnant": "no"}, "true or false"),
        ({"pregnant": 0}, "true or false"),
        ({"not_better_accounted_for": True}, "by ICHD code"),
        ({"not_better_accounted_for": {"1.9": True}}, "not_better_accounted_for.1.9"),
        ({"not_better_accounted_for": {"1.3": "yes"}}, "not_better_accounted_for.1.3"),
        ({"preventives": {"name": "x"}}, "a list of tables"),
        ({"preventives": ["topiramate"]}, "a list of tables"),
        ({"preventives": [{"class": "beta_blocker"}]}, "preventives[1].name"),
        ({"preventives": [{"name": "a"}, {"name": "x", "class": "snake oil"}]}, "preventives[2].class"),
        ({"preventives": [{"name": "x", "reason_stopped": "bored"}]}, "preventives[1].reason_stopped"),
        ({"preventives": [{"name": "x", "weeks": "12"}]}, "preventives[1].weeks"),
        ({"preventives": [{"name": "x", "dose": 1}]}, "preventives[1].dose"),
        ({"questionnaires": [{"instrument": "hit-6", "date": "May"}]}, "YYYY-MM-DD"),
        ({"questionnaires": [{"instrument": "hit-6", "items": "6,8"}]}, "whole numbers"),
        ({"questionnaires": [{"instrument": "hit-6", "items": [6.5]}]}, "whole numbers"),
        ({"questionnaires": [{"instrument": "hit-6", "items": [True]}]}, "whole numbers"),
        ({"blank_medications": "zero"}, "none, unknown"),
        ({"weight_kg": "70"}, "a number from 0.1 to 500"),
        ({"weight_kg": 0}, "a number from 0.1 to 500"),
        ({"weight_kg": 501}, "a number from 0.1 to 500"),
        ({"answers": "no"}, "a table of answers by question"),
        ({"answers": {"disphagia": "no"}}, "answers.disphagia"),
        ({"answers": {"dysphagia": "never"}}, "yes, no, possible, unknown, not-applicable"),
        ({"answers": {"dysphagia": False}}, "answers.dysphagia"),
    ],
)
def test_what_is_wrong_is_named(content: dict, message: str) -> None:
    """File, key and what is allowed, on one line."""
    with pytest.raises(InvalidInput, match="p.toml") as caught:
        profile_from(content, file="p.toml")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.toml", "age ="),
        ("p.json", "{"),
        ("p.json", "[1]"),
        ("p.json", '{"age": 41, "age": 42}'),
        ("p.json", "[" * 100_000),
        ("p.toml", b"\xff\xfe\x00"),
        ("p.toml", b"#" * (1 << 20) + b"#"),
    ],
)
def test_files_that_are_no_profile(tmp_path: Path, name: str, content: str | bytes) -> None:
    """Broken, not a table, endless nesting, wrong encoding, too large: one line that names the file."""
    with pytest.raises(InvalidInput, match=name):
        read_profile(file_with(tmp_path, content, name))


def test_a_file_of_exactly_the_limit(tmp_path: Path) -> None:
    """One MiB is allowed."""
    assert read_profile(file_with(tmp_path, b"#" * (1 << 20))) == Profile()


def test_missing_file(tmp_path: Path) -> None:
    """Says that it cannot be read."""
    with pytest.raises(InvalidInput, match=r"none\.toml"):
        read_profile(tmp_path / "none.toml")


@pytest.mark.parametrize("word", ["ineffective", "lack of efficacy", "side effects", "contraindicated", "ongoing"])
def test_words_for_stopping(word: str) -> None:
    """Plain words for the five reasons, with spaces or underscores."""
    for spelt in (word, word.replace(" ", "_"), word.upper()):
        (one,) = profile_from({"preventives": [{"name": "x", "reason_stopped": spelt}]}).preventives or ()
        assert one.reason_stopped is not None


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(InvalidInput, match="not a regular file"):
        read_profile(tmp_path / "pipe.toml")
