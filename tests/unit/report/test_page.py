"""The report page: what stands in it, and that nothing can be brought into it."""

import base64
import dataclasses
import hashlib
import itertools
import re
from html.parser import HTMLParser

import pytest

from interictal.assessment import INTENDED_USE, Option, assess
from interictal.diary.findings import Finding, Level
from interictal.figures import THEMES
from interictal.guidelines.rules import GuidelineVerdicts
from interictal.injection.sessions import Session
from interictal.outcomes.response import CycleResponse
from interictal.outcomes.wearing_off import WearingOff
from interictal.report.facts import facts, version
from interictal.report.page import page
from interictal.verdicts import Judgement, Reason, Verdict
from support.assessments import assessment, example_assessment, example_diary, example_sessions
from support.diaries import MONDAY, diary

VOID = {"meta", "input", "br", "link", "img"}
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' onmouseover='x ]]> <!-- &amp; \u202e\0 {{7*7}}"


class Outline(HTMLParser):
    """Elements with their attributes, nesting checked, and the text outside style."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.headings: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if re.fullmatch(r"h\d", tag):
            self.headings.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def html() -> str:
    return page(example_assessment())


@pytest.fixture(scope="module")
def outline(html: str) -> Outline:
    return Outline(html)


def test_the_answer_comes_before_pictures_reasons_and_sources(outline: Outline) -> None:
    ids = [attributes["id"] for attributes in outline.of("h2")]
    assert ids == [
        *("answer", "pictures", "counts", "criteria", "guidelines", "options", "completeness", "missing"),
        "definitions",
    ]


def test_headings_never_skip_a_level(outline: Outline) -> None:
    levels = [int(name[1]) for name in outline.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_it_says_what_it_is_and_whose(outline: Outline) -> None:
    assert outline.text.count(INTENDED_USE) == 2
    assert "SYNTHETIC: not a real patient" in outline.text
    assert outline.of("html")[0]["lang"] == "en"
    real = Outline(page(assessment(diary("(H.)20", patient="p-7"))))
    assert "SYNTHETIC" not in real.text
    assert "Headache diary: p-7" in real.text
    assert "Headache diary 1 Jan" in Outline(page(assessment(diary("(H.)20")))).text


def test_the_answer_has_its_figures_with_their_denominators(outline: Outline) -> None:
    for said in (
        "20.7 headache days in 28 20 of 27 known days",
        "9.0 headache days in 28 25 of 78 known days",
        "−57 %",
    ):
        assert said in outline.text
    assert "30 % fewer: ● yes ; 50 % fewer: ● yes ; 75 % fewer: ○ no" in outline.text
    assert "headache back up from week 10" in outline.text


def test_words_of_advice_or_cause_do_not_occur(outline: Outline) -> None:
    for word in (r"works\b", "caused", "you should", "effective", "congratul", "well done", "MHD"):
        assert not re.search(word, outline.text, re.IGNORECASE), word


def test_a_verdict_is_a_word_and_a_shape(outline: Outline) -> None:
    assert {"● met", "○ not met", "◐ cannot tell"} <= set(
        re.findall(r"[●○◐] (?:not met|met|cannot tell)", outline.text)
    )


def test_every_reason_names_a_source_that_stands_on_the_page(outline: Outline) -> None:
    targets = {attributes.get("id") for _, attributes in outline.elements}
    links = [attributes["href"] for attributes in outline.of("a")]
    inner = [link for link in links if link and link.startswith("#")]
    assert len(inner) > 10
    assert {link[1:] for link in inner} <= targets
    assert {link.split("/")[0] for link in links if link and not link.startswith("#")} == {"https:"}


def test_pictures_have_words_and_tables(outline: Outline) -> None:
    drawn = outline.of("svg")
    assert len(drawn) == 6, "three pictures, each wide and narrow"
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes in drawn:
        assert attributes["role"] == "img"
        assert set(str(attributes["aria-labelledby"]).split()) <= set(ids)
    assert outline.text.count("The figures behind this picture") == 3


def test_tables_have_scoped_headers(outline: Outline) -> None:
    assert outline.of("table")
    assert {attributes.get("scope") for attributes in outline.of("th")} == {"col", "row"}
    assert not [attributes for attributes in outline.of("table") if not attributes.get("aria-label")]


def test_nothing_is_loaded_and_nothing_runs(html: str, outline: Outline) -> None:
    assert not {"script", "link", "img", "iframe", "object", "form", "image", "use"} & {
        tag for tag, _ in outline.elements
    }
    for _, attributes in outline.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "src", "srcset")]
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(a["content"] for a in outline.of("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import|expression", style)


def test_styles_keep_the_design_s_rules(html: str) -> None:
    style = html[html.index("<style>") : html.index("</style>")]
    for name, colours in THEMES.items():
        assert all(f"--{token}:{colour};" in style for token, colour in colours.items()), name
    for banned in ("animation", "transition", "gradient", "box-shadow", "nth-child"):
        assert banned not in style
    assert all(float(size) >= 1 for size in re.findall(r"font-size: ([\d.]+)r?em", style))
    assert "@media print" in style


def test_the_same_assessment_gives_the_same_page(html: str) -> None:
    assert page(example_assessment()) == html
    assert version(example_assessment()) in html


def test_hostile_text_stays_text() -> None:
    """In the patient's identifier, in reasons, findings, options, titles and sources."""
    bad = Reason(HOSTILE, Verdict.UNDETERMINED, HOSTILE, HOSTILE)
    judged = Judgement(HOSTILE, Verdict.UNDETERMINED, (bad,))
    result = dataclasses.replace(
        example_assessment(),
        diary=dataclasses.replace(example_diary(), patient=HOSTILE),
        criteria=(judged,),
        guidelines=(GuidelineVerdicts(HOSTILE, HOSTILE, True, judged, judged, None),),
        options=(Option(HOSTILE, HOSTILE, HOSTILE, (HOSTILE,)),),
        findings=(Finding(HOSTILE, Level.ERROR, HOSTILE, (2, 3), HOSTILE),),
        response=tuple(dataclasses.replace(one, because=HOSTILE) for one in example_assessment().response),
        wearing_off=tuple(dataclasses.replace(one, because=HOSTILE) for one in example_assessment().wearing_off),
        sessions=(Session(date=example_sessions()[0].date, product=HOSTILE), *example_sessions()[1:]),
    )
    html = page(result)
    outline = Outline(html)
    assert not {"script", "img"} & {tag for tag, _ in outline.elements}
    assert not [name for _, attributes in outline.elements for name in attributes if name.startswith("on")]
    assert "<script" not in html
    assert "<!--" not in html
    assert "\u202e" not in html
    assert "\0" not in html
    assert "<script>alert(1)</script>" in outline.text, "it is shown, as text"


@pytest.mark.parametrize("line", ["H", ".", "_.", "(H.)5", "?28", "(HHH.)7", ".84"])
def test_any_diary_gives_a_page(line: str) -> None:
    outline = Outline(page(assess(diary(line))))
    assert "How it goes" in outline.text


def test_too_few_days_are_said_to_be_too_few() -> None:
    outline = Outline(page(assess(diary("(H.)3"))))
    assert "not enough days recorded to tell 3 of 6 known days" in outline.text
    assert "One picture is left out: no 28-day period has enough days" in outline.text
    assert "Change" not in outline.text


def test_an_attack_diary_gets_no_rate_and_says_so() -> None:
    sessions = (Session(date=MONDAY.replace(day=29)),)
    outline = Outline(page(assess(diary("H__M___" * 9, attack_diary=True), sessions)))
    assert "not enough days recorded to tell" in outline.text
    assert outline.text.count("One picture is left out") == 2


def test_a_baseline_without_enough_days_gives_no_change() -> None:
    outline = Outline(page(assess(diary("H. _26 (H..)20"), (Session(date=MONDAY.replace(day=29)),))))
    assert "Before the first injection – not enough days recorded to tell" in outline.text
    assert "Change – not enough days recorded to tell" in outline.text
    assert "cannot tell" in outline.text


def test_responses_of_every_kind_are_named() -> None:
    levels = (30, 50, 75, 100)
    kinds = {
        "under 30 %": dict.fromkeys(levels, Verdict.NOT_MET),
        "cannot tell": dict.fromkeys(levels, Verdict.UNDETERMINED),
        "30 % or more": {**dict.fromkeys(levels, Verdict.NOT_MET), 30: Verdict.MET},
        "100 % or more": dict.fromkeys(levels, Verdict.MET),
    }
    base = example_assessment()
    response = tuple(CycleResponse(n, 20, 10, -50, kind, "") for n, kind in enumerate(kinds.values(), 1))
    off = (
        WearingOff(1, Verdict.NOT_MET, None, ""),
        WearingOff(2, Verdict.UNDETERMINED, None, ""),
        WearingOff(3, Verdict.MET, None, ""),
    )
    text = Outline(page(dataclasses.replace(base, response=response, wearing_off=off))).text
    for said in kinds:
        assert said in text
    assert "Earlier: cycle 1 not seen; cycle 2 cannot tell" in text
    assert "Cycle 3: headache back up " in text


def test_a_single_cycle_needs_no_table_of_cycles() -> None:
    sessions = (Session(date=MONDAY.replace(day=29)),)
    text = Outline(page(assess(diary("(H.)14 (H..)28"), sessions))).text
    assert "in each cycle" not in text
    assert "Cycle 1, the latest" in text


def test_findings_are_shown_errors_first_with_their_lines() -> None:
    found = (
        Finding("a", Level.NOTE, "A note.", (7,)),
        Finding("b", Level.ERROR, "An error.", tuple(range(2, 15))),
        Finding("c", Level.WARNING, "A warning."),
    )
    text = Outline(page(dataclasses.replace(example_assessment(), findings=found))).text
    assert text.index("An error.") < text.index("A warning.") < text.index("A note.")
    assert "(lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more of the file)" in text
    assert "(line 7 of the file)" in text


def test_a_page_without_criteria_and_guidelines_leaves_their_parts_out() -> None:
    bare = dataclasses.replace(example_assessment(), criteria=(), guidelines=(), findings=(), options=())
    outline = Outline(page(bare))
    ids = [attributes["id"] for attributes in outline.of("h2")]
    assert "criteria" not in ids
    assert "guidelines" not in ids
    assert "Nothing: every question above has an answer." in outline.text


def test_an_injection_after_the_diary_is_no_cycle_yet() -> None:
    later = (Session(date=MONDAY.replace(year=2030)),)
    text = Outline(page(assess(diary("(H.)30"), later))).text
    assert "Latest 28 days with enough recorded" in text


def test_counts_nobody_recorded_are_left_out() -> None:
    titles = [one.title for one in facts(assess(diary("?28"))).compared if one.now.known]
    assert titles == ["Headache days"]
    text = Outline(page(assess(diary("?28")))).text
    assert "Days with a triptan" not in text
    assert "Headache hours" not in text


def test_facts_name_each_cycle_s_session_and_four_hour_days() -> None:
    known = facts(example_assessment())
    assert [one.given for one in known.cycles] == ["155 U onabotulinumtoxinA"] * 4
    assert known.four_hours_before is not None
    assert known.four_hours_before.observed <= known.compared[0].before.observed
    for one in known.cycles:
        assert one.four_hours.observed <= one.headache.observed
    unnamed = dataclasses.replace(example_assessment(), sessions=(Session(date=example_sessions()[0].date),))
    assert facts(unnamed).cycles[0].given == ""
