"""Words that page and sheet share."""

import dataclasses

import pytest

from interictal.assessment import assess
from interictal.guidelines.rules import GuidelineVerdicts
from interictal.outcomes.response import CycleResponse
from interictal.outcomes.wearing_off import WearingOff
from interictal.report.words import (
    CRITERIA,
    NO_RULE,
    citation,
    citations,
    criterion_title,
    missing,
    number,
    percent,
    plural,
    shown,
)
from interictal.verdicts import Judgement, Reason, Verdict
from support.assessments import assessment, example_assessment, reason
from support.diaries import diary

OPEN = Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain", "plain"),
        ("two\nlines\tand  gaps", "two lines and gaps"),
        ("right\u202eto left", "right\N{REPLACEMENT CHARACTER}to left"),
        ("\u2066isolate\u2069", "\N{REPLACEMENT CHARACTER}isolate\N{REPLACEMENT CHARACTER}"),
        ("nul\0bell\a", "nul\N{REPLACEMENT CHARACTER}bell\N{REPLACEMENT CHARACTER}"),
        ("zero\u200bwidth", "zero\N{REPLACEMENT CHARACTER}width"),
        ("Ünïcödé 日本 ±", "Ünïcödé 日本 ±"),
        ("", ""),
    ],
)
def test_text_is_made_safe_to_show(text: str, safe: str) -> None:
    assert shown(text) == safe


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        (-56.7, "−57 %"),
        (12.2, "+12 %"),
        (-0.2, "0 %"),
        (0, "0 %"),
        (-30, "−30 %"),
        (-30.4, "−30 %"),
        (-29.76, "−29.7 %"),
        (-29.99, "−29.9 %"),
        (-29.4, "−29 %"),
        (29.8, "+30 %"),
    ],
)
def test_percent(value: float | None, said: str) -> None:
    assert percent(value) == said


def test_numbers() -> None:
    assert [number(None), number(0), number(9.04)] == ["–", "0.0", "9.0"]
    assert [plural(1, "day", "days"), plural(0, "day", "days")] == ["1 day", "0 days"]


def test_every_criterion_of_a_real_assessment_has_a_title() -> None:
    from interictal.assessment import assess

    judged = assess(diary("(H.)60")).criteria
    assert {one.id for one in judged} <= set(CRITERIA)
    assert criterion_title("something.else") == "something.else"


def test_a_source_outside_the_register_is_shown_and_marked() -> None:
    assert citation("nowhere#4").status == "not in the register"
    assert citation("ichd-3#1.3").status == ""
    assert citation("interictal-options").status == "our own rule"


def test_sources_are_listed_once_definitions_first() -> None:
    ids = [one.id for one in citations(example_assessment(), ("nice-ta260", "ichd-3"))]
    assert len(ids) == len(set(ids))
    assert ids[0] == "ichd-3"
    assert ids[-1] == "nice-ta260"


def test_missing_names_what_an_open_verdict_lacks_and_which() -> None:
    lacking = Reason("B", OPEN, "medicines are not known", "ichd-3#8.2")
    result = assessment(
        diary("H."),
        criteria=(
            Judgement("ichd3.8.2", OPEN, (reason(), lacking)),
            Judgement("ichd3.1.3", Verdict.NOT_MET, (Reason("A", OPEN, "does not matter", "ichd-3#1.3"),)),
        ),
        guidelines=(
            GuidelineVerdicts("g", "Body", True, Judgement("g.start", OPEN, (lacking, lacking)), None, None),
            GuidelineVerdicts(
                "h", "Silent", True, Judgement("h.start", OPEN, (Reason(NO_RULE, OPEN, "none", "h"),)), None, None
            ),
        ),
    )
    assert missing(result) == [
        ("medicines are not known", ("Medication-overuse headache (ICHD-3 8.2)", "Body: start")),
    ]
    assert missing(dataclasses.replace(result, criteria=(), guidelines=())) == []


def test_missing_names_cycles_that_cannot_be_told() -> None:
    open_response = CycleResponse(2, None, None, None, dict.fromkeys((30, 50, 75, 100), OPEN), "no baseline")
    result = dataclasses.replace(
        example_assessment(),
        criteria=(),
        response=(*example_assessment().response, open_response),
        wearing_off=(WearingOff(1, Verdict.NOT_MET, None, "seen"), WearingOff(2, OPEN, None, "few days")),
    )
    assert missing(result) == [("no baseline", ("Response in cycle 2",)), ("few days", ("Wearing off in cycle 2",))]


def test_a_subtype_of_overuse_is_not_missing_twice() -> None:
    """8.2 is open, and says so once; its six subtypes do not repeat it."""
    titles = {title for _, titles in missing(assess(diary("(H.)3"))) for title in titles}
    assert "Medication-overuse headache (ICHD-3 8.2)" in titles
    assert not [title for title in titles if "8.2." in title]
