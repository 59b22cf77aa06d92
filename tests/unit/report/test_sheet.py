"""The funding sheet, read back."""

import dataclasses
import io
import re
import sys

import pypdf
import pytest

from interictal.assessment import INTENDED_USE, assess
from interictal.errors import NotSupported
from interictal.guidelines.rules import GuidelineVerdicts
from interictal.injection.sessions import Session
from interictal.outcomes.wearing_off import WearingOff
from interictal.profile import Preventive, Profile, Questionnaire, StopReason
from interictal.report.facts import version
from interictal.report.sheet import sheet
from interictal.verdicts import Judgement, Reason, Verdict
from support.assessments import assessment, example_assessment, example_diary, reason
from support.diaries import MONDAY, diary

MARKUP = '#panic("x") *bold* $x^2$ `raw` \\ <label> @cite #sys.inputs [a] {b} // no /* no'


def read(result) -> tuple[pypdf.PdfReader, str]:
    reader = pypdf.PdfReader(io.BytesIO(sheet(result)))
    text = " ".join(page.extract_text() for page in reader.pages)
    return reader, " ".join(text.split())


@pytest.fixture(scope="module")
def example() -> tuple[pypdf.PdfReader, str]:
    return read(example_assessment())


def test_a_cycle_that_is_running_is_said() -> None:
    sessions = [Session(date=MONDAY.replace(day=29))]
    _, running = read(assess(diary("H20 .8 H10 .18"), sessions))
    assert "20.0 before the first injection, 10.0 in cycle 1 so far (28 of 84 days): −50 %." in running
    _, over = read(assess(diary("H20 .8 H30 .54"), sessions))
    assert "20.0 before the first injection, 10.0 in cycle 1: −50 %." in over


def test_two_pages_of_a4_tagged_with_title_and_language(example) -> None:
    reader, _ = example
    assert len(reader.pages) == 2
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Chronic migraine: headache diary summary for funding or renewal"
    metadata = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part>1<", metadata), "it claims PDF/UA-1"


def test_its_fonts_are_its_own(example) -> None:
    reader, _ = example
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("LibertinusSerif" in name for name in fonts)


def test_every_page_says_whose_which_and_what_it_is_not(example) -> None:
    reader, _ = example
    for number, one in enumerate(reader.pages, 1):
        text = " ".join(one.extract_text().split())
        assert "SYNTHETIC, not a real patient. Patient: SYNTHETIC-1" in text
        assert f"document {version(example_assessment())}" in text
        assert INTENDED_USE in text
        assert f"page {number} of 2" in text


def test_it_has_what_a_funder_asks_for(example) -> None:
    _, text = example
    for said in (
        "400 of 434 days recorded (92 %)",
        "20.7 (20 of 27) 9.0 (25 of 78) −57 %",
        "Headache days of 4 hours or more [PREEMPT-HD4]",
        "8 Apr 2024 155 U onabotulinumtoxinA 82 of 84 14.7",
        "from week 10",
        "Chronic migraine (ICHD-3 1.3), at the end of the diary: not met",
        "NICE TA260 (2012): conditions to start: met",
        "What is missing",
        "signature",
        "PREEMPT-HD4: A calendar day with at least 4 hours of headache.",
    ):
        assert said in text, said


def test_the_picture_has_words(example) -> None:
    reader, _ = example
    texts: list[str] = []

    def walk(node) -> None:
        node = node.get_object()
        if isinstance(node, dict):
            if "/Alt" in node:
                texts.append(str(node["/Alt"]))
            for kid in node.get("/K", []) if isinstance(node.get("/K"), list) else [node["/K"]] if "/K" in node else []:
                if not isinstance(kid, int):
                    walk(kid)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    assert any("Headache days per 28, period by period" in text for text in texts)


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert sheet(example_assessment()) == sheet(example_assessment())


def test_markup_stays_text() -> None:
    """In every text that comes from outside."""
    bad = Reason(MARKUP, Verdict.UNDETERMINED, MARKUP, MARKUP)
    judged = Judgement("ichd3.1.3", Verdict.UNDETERMINED, (bad,))
    result = dataclasses.replace(
        example_assessment(),
        diary=dataclasses.replace(example_diary(), patient=MARKUP),
        criteria=(judged,),
        guidelines=(GuidelineVerdicts("g", MARKUP, True, judged, None, None),),
        profile=Profile(preventives=(Preventive(MARKUP),), questionnaires=(Questionnaire(MARKUP, total=3),)),
    )
    _, text = read(result)
    assert text.count('#panic("x") *bold* $x^2$') >= 5


def test_many_guidelines_give_verdicts_one_or_two_give_reasons() -> None:
    one = example_assessment().guidelines[0]
    many = dataclasses.replace(
        example_assessment(),
        guidelines=tuple(dataclasses.replace(one, id=f"g{n}", title=f"Body {n}") for n in range(3)),
    )
    _, text = read(many)
    assert "Conditions of each document" in text
    assert "Body 2 met met not met" in text
    assert "conditions to start" not in text
    silent = dataclasses.replace(many, guidelines=(*many.guidelines, example_assessment().guidelines[1]))
    assert "US label met no rule no rule" in read(silent)[1]


def test_preventives_and_questionnaires() -> None:
    profile = Profile(
        age=41,
        preventives=(
            Preventive("propranolol", "beta_blocker", 12, StopReason.INEFFECTIVE),
            Preventive("something", weeks=None, reason_stopped=None),
        ),
        questionnaires=(
            Questionnaire("hit-6", "2025-03-06", total=58),
            Questionnaire("hit-6", "2024-04-04", total=66),
            Questionnaire("midas", total=40),
            Questionnaire("phq-9", items=(1, 2)),
        ),
    )
    _, text = read(dataclasses.replace(example_assessment(), profile=profile))
    for said in (
        "Patient SYNTHETIC-1, 41 years.",
        "propranolol (beta blocker), 12 weeks, did not work",
        "something, why it was stopped is not known",
        "HIT-6: 66 (4 Apr 2024), then 58 (6 Mar 2025)",
        "MIDAS: 40",
    ):
        assert said in text
    assert "PHQ-9" not in text
    assert "Not asked." in read(example_assessment())[1]
    none = dataclasses.replace(example_assessment(), profile=Profile(preventives=()))
    assert "Preventives tried None." in read(none)[1]


def test_what_is_missing_is_listed_to_a_limit() -> None:
    open_ = Verdict.UNDETERMINED
    reasons = tuple(reason(str(n), open_, f"fact {n} is not known") for n in range(9))
    result = dataclasses.replace(example_assessment(), criteria=(Judgement("x", open_, reasons),), guidelines=())
    _, text = read(result)
    assert "x: fact 5 is not known" in text
    assert "fact 6 is not known" not in text
    assert "And 3 more" in text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("(H.)6", "Headache days per 28: 14.0 from 1 Jan 2024."),
        ("?28", "Headache days per 28: 28.0 from 1 Jan 2024."),
        ("(H.)3", "Headache days per 28: not enough days recorded to tell."),
        ("(H.)20", "Headache days per 28: 14.0 from 1 Jan 2024."),
    ],
)
def test_without_injections_there_is_no_baseline(line: str, said: str) -> None:
    _, text = read(assess(diary(line), guidelines=("nice-ta260",)))
    assert said in text
    assert "Cycles" not in text
    assert "Patient not named" in text


def test_an_injection_without_a_baseline_gives_no_change() -> None:
    _, text = read(assess(diary("(H..)28"), (Session(date=MONDAY),), guidelines=("nice-ta260",)))
    assert "Headache days per 28: 9.3 from 1 Jan 2024." in text


def test_wearing_off_of_every_kind_is_named() -> None:
    off = (
        WearingOff(1, Verdict.NOT_MET, None, ""),
        WearingOff(2, Verdict.UNDETERMINED, None, ""),
        WearingOff(3, Verdict.MET, None, ""),
    )
    _, text = read(dataclasses.replace(example_assessment(), wearing_off=off))
    for change, said in (("−29", "not seen"), ("−39", "cannot tell"), ("−51", "seen"), ("−57", "cannot tell")):
        assert f"{change} % {said}" in text


def test_an_injection_without_a_product_is_given_as_unknown() -> None:
    _, text = read(assessment(diary("(H.)14 (H..)28"), (Session(date=MONDAY.replace(day=29)),)))
    assert "29 Jan 2024 –" in text


def test_without_the_typesetter_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NotSupported, match=r"pip install 'interictal\[report\]'"):
        sheet(example_assessment())
