"""Guideline files: what cannot load, and why."""

import datetime as dt

import pytest

from interictal.errors import InvalidInput
from interictal.guidelines import ids, load
from interictal.guidelines.kinds import KINDS
from interictal.guidelines.reading import DATA, parse

GOOD = """
id = "nice-ta260"
title = "t"
body = "b"
jurisdiction = "j"
document = "d"
version = "v"
date = "2024"
review_by = 2030-01-01
note = "n"
[start]
combine = "any"
criteria = [
  { kind = "adult", label = "adult", years = 18, place = "1" },
]
[stop]
criteria = [
  { kind = "no_response_in_first_cycles", label = "none", percent = 30, cycles_from = 2, cycles_to = 3, place = "2" },
  { kind = "fall_across_injection", label = "fall", percent = 50, place = "3", decides = false },
]
"""


def test_a_good_file_loads() -> None:
    """With everything where it belongs."""
    one = parse(GOOD, "good.toml")
    assert (one.id, one.note, one.review_by, one.confirmed) == ("nice-ta260", "n", dt.date(2030, 1, 1), True)
    assert one.start is not None
    assert one.start.any_suffices
    assert one.start.criteria[0].numbers == {"years": 18}
    assert one.start.criteria[0].source == "nice-ta260#1"
    assert one.go_on is None
    assert one.stop is not None
    assert not one.stop.any_suffices
    assert [each.decides for each in one.stop.criteria] == [True, False]
    assert one.stop.criteria[1].numbers == {"percent": 50, "count": "headache_days"}


def test_to_start_is_empty_where_the_document_is_silent() -> None:
    """The German expert recommendation has no rule of its own for starting."""
    assert load("dmkg-2018").to_start == ()
    assert len(load("uk-label").to_start) == 4


def test_every_file_is_listed_and_every_id_has_a_file() -> None:
    """No rule set is left out, none is twice in the order."""
    assert sorted(ids()) == sorted(path.stem for path in DATA.glob("*.toml"))
    assert len(set(ids())) == len(ids())


def test_every_kind_is_used() -> None:
    """A kind that no file names would be dead code."""
    used = {
        criterion.kind
        for one in map(load, ids())
        for question in (one.start, one.go_on, one.stop)
        if question
        for criterion in question.criteria
    }
    assert used == set(KINDS)


def test_a_file_is_read_once() -> None:
    """Assessing many patients reads no file again."""
    assert load("nice-ta260") is load("nice-ta260")


@pytest.mark.parametrize("name", ["", "nice", "../nice-ta260", "NICE-TA260"])
def test_an_unknown_guideline_is_refused(name: str) -> None:
    """The message lists those there are."""
    with pytest.raises(InvalidInput, match="nice-ta260") as problem:
        load(name)
    assert problem.value.field == "guideline"


def test_a_file_under_another_name_is_refused(tmp_path, monkeypatch) -> None:
    """The file's name is its id."""
    (tmp_path / "us-label.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr("interictal.guidelines.reading.DATA", tmp_path)
    load.cache_clear()
    try:
        with pytest.raises(InvalidInput, match="allowed: us-label") as problem:
            load("us-label")
    finally:
        load.cache_clear()
    assert problem.value.file == "us-label.toml"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('id = "nice-ta260"', "id = ", "file"),
        ('id = "nice-ta260"', 'id = "nobody-1900"', "source"),
        ('title = "t"', "", "title"),
        ('title = "t"', 'title = " "', "title"),
        ('version = "v"', "version = 3", "version"),
        ('date = "2024"', "date = 2024", "date"),
        ("review_by = 2030-01-01", "", "review_by"),
        ("review_by = 2030-01-01", 'review_by = "2030-01-01"', "review_by"),
        ("review_by = 2030-01-01", "review_by = 2030-01-01T00:00:00", "review_by"),
        ('note = "n"', "note = 1", "note"),
        ('note = "n"', 'notes = "n"', "guideline"),
        ('combine = "any"', 'combine = "either"', "start.combine"),
        ('combine = "any"', 'join = "any"', "start"),
        ('kind = "adult", ', "", "start.criteria[1].kind"),
        ('kind = "adult"', 'kind = "grown_up"', "start.criteria[1].kind"),
        ('kind = "adult"', "kind = 1", "start.criteria[1].kind"),
        ('kind = "adult"', 'kind = "fall_below"', "start.criteria[1].kind"),
        ('label = "adult", ', "", "start.criteria[1].label"),
        (', place = "1"', "", "start.criteria[1].place"),
        ('place = "1"', 'place = ""', "start.criteria[1].place"),
        ('place = "1"', 'place = "1", source = 1', "start.criteria[1].source"),
        ('place = "1"', 'place = "1", source = "nobody-1900"', "source"),
        ('place = "1"', 'place = "1", status = "sure"', "start.criteria[1].status"),
        ('place = "1"', 'place = "1", decides = "no"', "start.criteria[1].decides"),
        ('place = "1"', 'place = "1", decides = false', "start.criteria"),
        ('place = "1"', 'place = "1", percent = 30', "start.criteria[1]"),
        ("years = 18, ", "", "start.criteria[1].years"),
        ("years = 18", 'years = "18"', "start.criteria[1].years"),
        ("years = 18", "years = 18.0", "start.criteria[1].years"),
        ("years = 18", "years = true", "start.criteria[1].years"),
        ("years = 18", "years = 11", "start.criteria[1].years"),
        ("years = 18", "years = 22", "start.criteria[1].years"),
        ("percent = 30", "percent = 40", "stop.criteria[1].percent"),
        ("percent = 30", "percent = 30.0", "stop.criteria[1].percent"),
        ("percent = 50", 'percent = 50, count = "attacks"', "stop.criteria[2].count"),
        ("cycles_from = 2", "cycles_from = 4", "stop.criteria[1].cycles_to"),
        ("cycles_from = 2", "cycles_from = 0", "stop.criteria[1].cycles_from"),
    ],
)
def test_a_wrong_file_cannot_load(old: str, new: str, field: str) -> None:
    """No rule without citation, of unknown kind, under the wrong question, or with a wrong number."""
    assert old in GOOD
    with pytest.raises(InvalidInput) as problem:
        parse(GOOD.replace(old, new, 1), "wrong.toml")
    assert problem.value.field == field
    assert "\n" not in str(problem.value)


CRITERION = '{ kind = "adult", label = "adult", years = 18, place = "1" }'


@pytest.mark.parametrize(
    ("criterion", "field"),
    [
        ('{ kind = "days_per_month", label = "l", place = "p", at_least = 0 }', "at_least"),
        ('{ kind = "days_per_month", label = "l", place = "p", at_least = 29 }', "at_least"),
        ('{ kind = "days_per_month", label = "l", place = "p", at_least = 8, definition = "ANY" }', "definition"),
        (
            '{ kind = "days_per_month", label = "l", place = "p", at_least = 8, count = "migraine_days", '
            'definition = "PREEMPT-HD4" }',
            "definition",
        ),
        ('{ kind = "diagnosis_met", label = "l", place = "p", code = "1.3", name = "n" }', "code"),
        ('{ kind = "diagnosis_met", label = "l", place = "p", code = "ichd3.1.3", name = "" }', "name"),
        ('{ kind = "product", label = "l", place = "p", name = "botox" }', "name"),
        ('{ kind = "preventives_failed", label = "l", place = "p", at_least = 2, reasons = [] }', "reasons"),
        ('{ kind = "preventives_failed", label = "l", place = "p", at_least = 2, reasons = "other" }', "reasons"),
        ('{ kind = "preventives_failed", label = "l", place = "p", at_least = 2, reasons = ["other"] }', "reasons"),
        ('{ kind = "preventives_failed", label = "l", place = "p", at_least = 2, reasons = [1] }', "reasons"),
        (
            '{ kind = "preventives_failed", label = "l", place = "p", at_least = 2, '
            'reasons = ["ineffective", "ineffective"] }',
            "reasons",
        ),
    ],
)
def test_a_wrong_criterion_cannot_load(criterion: str, field: str) -> None:
    """The schema of each kind is checked."""
    with pytest.raises(InvalidInput) as problem:
        parse(GOOD.replace(CRITERION, criterion), "wrong.toml")
    assert problem.value.field == f"start.criteria[1].{field}"


@pytest.mark.parametrize("baseline", ["5", "[5]", "[1, 2, 3]", "[20, 11]", "[-1, 5]", '["1", "2"]', "[1.0, 2.0]"])
def test_a_wrong_range_cannot_load(baseline: str) -> None:
    """Two whole numbers, the lower first."""
    wrong = (
        '{ kind = "questionnaire_falls", label = "l", place = "p", instrument = "midas", by = 5, unit = "points", '
        f"baseline = {baseline}, after_days = 168 }}"
    )
    head, _, _ = GOOD.partition("[start]")
    with pytest.raises(InvalidInput) as problem:
        parse(f"{head}[stop]\ncriteria = [{wrong}]", "wrong.toml")
    assert problem.value.field == "stop.criteria[1].baseline"


@pytest.mark.parametrize(
    ("tail", "field"),
    [
        ("", "guideline"),
        ("start = 1", "start"),
        ("[start]", "start.criteria"),
        ("[start]\ncriteria = []", "start.criteria"),
        ("[start]\ncriteria = [1]", "start.criteria"),
        ("[continue]\ncriteria = 1", "continue.criteria"),
        (f"[continue]\ncriteria = [{CRITERION}]", "continue.criteria[1].kind"),
        (f"[stop]\ncriteria = [{CRITERION}]", "stop.criteria[1].kind"),
        (f"[begin]\ncriteria = [{CRITERION}]", "guideline"),
    ],
)
def test_wrong_questions_cannot_load(tail: str, field: str) -> None:
    """At least one question, and no kind under a question it cannot answer."""
    head, _, _ = GOOD.partition("[start]")
    with pytest.raises(InvalidInput) as problem:
        parse(head + tail, "wrong.toml")
    assert problem.value.field == field


def test_an_unconfirmed_document_makes_the_set_unconfirmed() -> None:
    """Whether the document or one criterion was not seen."""
    assert parse(GOOD, "good.toml").confirmed
    assert not parse(GOOD.replace("nice-ta260", "ahs-2021"), "good.toml").confirmed
    assert not parse(GOOD.replace('place = "1"', 'place = "1", source = "ahs-2021"'), "good.toml").confirmed
    assert not parse(GOOD.replace('place = "2"', 'place = "2", status = "unconfirmed"'), "good.toml").confirmed
