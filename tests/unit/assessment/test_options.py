"""Options: what their words may and may not say. When each is listed stands in docs/spec/options.md."""

import ast
from pathlib import Path

import pytest

from interictal.assessment import options as package
from interictal.assessment.options import options
from interictal.guidelines import apply, ids
from interictal.outcomes.wearing_off import WearingOff, wearing_off
from interictal.verdicts import Verdict
from spec_rules.options import ADVICE
from support.cases import case, diagnoses_of

KNOWN = "age=40 tried=none overuse=no specialist=yes attacks=9 better=yes"


def found(days: str, sessions: str = "", profile: str = KNOWN, diagnoses: str = "", now: str = "", **more: object):
    """The options by id."""
    patient = case(days, sessions, profile, diagnoses, **more)
    verdicts = tuple(apply(one, patient) for one in ids())
    wore_off = wearing_off(patient.tally, patient.injections)
    current = diagnoses_of(now) if now else None
    return {one.id: one for one in options(patient, verdicts, patient.responses, wore_off, current)}


def test_no_text_of_the_module_advises() -> None:
    """Every string in it, also those that no example reaches."""
    tree = ast.parse(Path(package.__file__).read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef) and isinstance(node.body[0], ast.Expr)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
    ]
    assert len(texts) > 50
    assert [text for text in texts if ADVICE.search(text)] == []


@pytest.mark.parametrize("words", ["You should stop.", "It works", "We recommend a start", "the best choice"])
def test_advice_is_recognised(words: str) -> None:
    """The check can fail."""
    assert ADVICE.search(words)


def test_no_change_comes_first_and_sums_up_who_lets_go_on() -> None:
    """Whatever else is listed."""
    listed = found("M28 M84 M84", "28 112")
    first, *others = listed.values()
    assert first.id == "no-change"
    assert first.because.startswith("This is always possible. Conditions to go on: met: Humber and North Yorkshire")
    assert "not met: NICE TA260 (2012)" in first.because
    assert others


def test_no_change_without_any_guideline() -> None:
    """Still there."""
    patient = case("M28 M84", "28")
    (only,) = options(patient, (), (), ())
    assert (only.id, only.because) == ("no-change", "This is always possible.")


def test_stopping_quotes_the_rule_that_is_met() -> None:
    """With its figures, and its source beside that of looking again."""
    stop = found("M28 M84 M84", "28 112")["stop-and-look-again"]
    assert stop.because.startswith(
        "NICE TA260 (2012): headache days down by less than 30 % after 2 cycles. 28 headache"
    )
    assert stop.sources == ("nice-ta260", "ehf-2018")
    both = found("M28 .84 (M9 .19)3", "28 112")["stop-and-look-again"]
    assert both.sources == ("nice-ta260", "ehf-2018", "hellenic-2019")


def test_starting_names_the_rule_sets_that_let_it() -> None:
    """And those that do not."""
    start = found("M20 .8", diagnoses="1.3=MET 8.2=NOT_MET")["start"]
    assert start.sources == ("us-label", "uk-label", "ehf-2018")
    assert "not met: EU label" in start.because


def test_diagnoses_of_today_decide_on_overuse_where_they_are_given() -> None:
    """Not those of the time for starting."""
    assert "treat-overuse" not in found("M28 M84", "28", diagnoses="8.2=NOT_MET")
    assert "treat-overuse" in found("M28 M84", "28", diagnoses="8.2=NOT_MET", now="8.2=MET")
    assert "treat-overuse" not in found("M28 M84", "28", diagnoses="8.2=MET", now="8.2=NOT_MET")
    assert found("M28", diagnoses="8.2=MET")["treat-overuse"].label.endswith("first, or alongside")


def test_the_diagnosis_quotes_the_criterion_that_is_not_met() -> None:
    """And its source."""
    review = found(".28", diagnoses="1.3=NOT_MET")["review-diagnosis"]
    assert review.because.endswith("Criterion A: As the table says.")
    assert review.sources == ("ichd-3#1.3",)


def test_a_diagnosis_without_reasons_is_still_an_option() -> None:
    """With our own source."""
    patient = case(".28")
    bare = {"ichd3.1.3": diagnoses_of("1.3=NOT_MET")["ichd3.1.3"].__class__("ichd3.1.3", Verdict.NOT_MET, ())}
    review = {one.id: one for one in options(patient, (), (), (), bare)}["review-diagnosis"]
    assert review.sources == ("interictal-options",)


@pytest.mark.parametrize(
    ("days", "sessions", "because"),
    [
        (
            "M10 .9 _9",
            "",
            "19 of 28 days known at the end of the diary (2023-12-23 to 2024-01-19). "
            "From 20 known days a rate is used without a flag: 1 more.",
        ),
        (
            "M5 _23 M10 _17 M1",
            "28",
            "5 of 28 days known before the first injection (2024-01-01 to 2024-01-28); "
            "11 of 28 days known at the end of the diary (2024-01-29 to 2024-02-25). "
            "From 20 known days a rate is used without a flag: 15 more.",
        ),
    ],
)
def test_the_diary_option_counts_the_days(days: str, sessions: str, because: str) -> None:
    """Known days with their denominators."""
    assert found(days, sessions)["complete-diary"].because == because


def test_an_attack_diary_is_never_complete() -> None:
    """However many attacks it lists."""
    listed = found("M28", attack_diary=True)
    assert listed["complete-diary"].because.startswith("The diary lists attacks only")


def test_a_wearing_off_sentence_ends_once() -> None:
    """With or without its own full stop."""
    patient = case("M28 .84", "28:155")
    for because in ("18 against 9 per 28 days", "18 against 9 per 28 days."):
        wore_off = (WearingOff(1, Verdict.MET, 10, because),)
        listed = {one.id: one for one in options(patient, (), patient.responses, wore_off)}
        assert listed["interval-shorter"].because.startswith("Cycle 1: 18 against 9 per 28 days. The documents")
        assert listed["dose-within-label"].because == (
            "Cycle 1: 18 against 9 per 28 days. The latest session gave 155 U onabotulinumtoxinA; the European and the "
            "German document name 155 to 195 U of this product."
        )
