"""The comparison in a real browser: nothing loaded, nothing hidden, readable in every theme and on a phone."""

from __future__ import annotations

from importlib import resources

import pytest

from interictal.evidence.comparison import compare
from interictal.profile import profile_from
from interictal.report.compare_page import compare_page
from support.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser

SMALL = {"width": 340, "height": 740}
PROFILE = {
    "age": 31,
    "sex": "female",
    "diagnosis": "chronic-migraine",
    "history": {"pregnancy_plans": "yes", "kidney_stones": "yes", "asthma": "yes"},
    "preventives": [{"name": "amitriptyline <b>10</b>", "reason_stopped": "ineffective", "weeks": 12}],
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("compare") / "compare.html"
    file.write_text(compare_page(compare(profile_from(PROFILE))), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("viewport", [SMALL, PHONE, DESKTOP], ids=["small", "phone", "desktop"])
def test_it_loads_itself_only_and_nothing_overflows(visit, address: str, viewport: dict) -> None:
    """Unfolded as well."""
    opened = visit(viewport)
    opened.open_everything()
    assert opened.requests == [address]
    assert opened.messages == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_patient_comes_first_and_no_change_is_a_treatment_like_others(visit) -> None:
    """The patient's part, the picture, then each treatment; the clinician's table below."""
    opened = visit(PHONE)
    heads = opened.page.locator("h2").all_inner_texts()
    assert heads[:3] == ["Side by side", "What each one is", "The figures, for clinicians"]
    names = opened.page.locator(
        "section[aria-labelledby='each'] [data-audience='patient'] > details > summary"
    ).all_inner_texts()
    assert names[:3] == ["No change", "onabotulinumtoxinA (Botox)", "Triptans"]
    assert len(names) == 15


def test_one_picture_is_seen(visit) -> None:
    """The wide or the narrow one."""
    for viewport in (PHONE, DESKTOP):
        shown = visit(viewport).page.evaluate(
            "[...document.querySelectorAll('figure > div > svg')]"
            ".filter((one) => one.getBoundingClientRect().width > 0).length"
        )
        assert shown == 1


def test_every_frame_says_what_it_counts(visit) -> None:
    """In the picture that is seen, on the phone and on the desktop."""
    for viewport in (PHONE, DESKTOP):
        seen = visit(viewport).page.evaluate(
            "[...document.querySelectorAll('figure g[data-claim=icon-counted]')]"
            ".filter((one) => one.getBoundingClientRect().width > 0)"
            ".map((one) => [...one.querySelectorAll('text')].map((line) => line.textContent).join(' '))"
        )
        assert len(seen) == 7
        assert "Counted: headache days, week 24." in seen
        assert "Counted: days with moderate or severe headache, week 12." in seen


def test_every_sentence_of_the_patient_has_a_record(visit) -> None:
    """No text of the patient's part, the pictures too, stands outside an element with the id of a claim or fact."""
    opened = visit(DESKTOP)
    assert opened.page.locator("[data-audience='patient'] [data-claim]").count() > 20
    without = opened.page.evaluate(
        """() => [...document.querySelectorAll('[data-audience="patient"]')].flatMap((part) => {
            const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT); const found = [];
            while (walk.nextNode()) { const text = walk.currentNode.textContent.trim();
                if (text && !walk.currentNode.parentElement.closest('[data-claim]')) found.push(text); }
            return found; })"""
    )
    assert without == []


def test_the_patient_part_is_printed_unfolded(visit) -> None:
    """What each treatment is; the clinicians' details stay as they are on the screen."""
    page = visit(DESKTOP).page
    read = "(selector) => document.querySelector(selector).checkVisibility({contentVisibilityAuto: true})"
    patient, clinician = "[aria-labelledby='each'] details p", "[aria-labelledby='figures'] details dl"
    assert not page.evaluate(read, patient)
    page.emulate_media(media="print")
    page.wait_for_function(read, arg=patient, timeout=10_000)
    assert not page.evaluate(read, clinician)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL, DESKTOP], ids=["small", "desktop"])
def test_no_accessibility_rule_is_broken(visit, viewport: dict, scheme: str) -> None:
    """axe, everything unfolded."""
    opened = visit(viewport, scheme)
    opened.open_everything()
    opened.page.evaluate(resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = opened.page.evaluate("axe.run().then((result) => result.violations.map((one) => one.id))")
    assert found == []
