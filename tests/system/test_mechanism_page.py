"""How the toxin may act, in a real browser: readable on a phone in the dark, nothing loaded, nothing hidden."""

from __future__ import annotations

from importlib import resources

import pytest

from interictal.mechanism import course
from interictal.report.mechanism_page import mechanism_page
from support.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    pytest.importorskip("vl_convert", reason="the renderer is not installed")
    file = tmp_path_factory.mktemp("mechanism") / "mechanism.html"
    file.write_text(mechanism_page(course()), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_loads_itself_only_and_nothing_overflows(visit, address: str, width: int) -> None:
    opened = visit({"width": width, "height": 844})
    opened.open_everything()
    assert opened.requests == [address]
    assert opened.messages == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("viewport", "shown", "hidden"), [(PHONE, "narrow", "wide"), (DESKTOP, "wide", "narrow")])
def test_one_picture_is_seen_and_none_of_its_words_leaves_it(visit, viewport: dict, shown: str, hidden: str) -> None:
    opened = visit(viewport)
    assert opened.page.locator(f"figure .{shown} svg").is_visible()
    assert opened.page.locator(f"figure .{hidden} svg").is_hidden()
    outside = opened.page.evaluate(
        """(kind) => {
            const picture = document.querySelector(`figure .${kind} svg`);
            const frame = picture.getBoundingClientRect();
            return [...picture.querySelectorAll('text')].filter((one) => {
                const box = one.getBoundingClientRect();
                return box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1;
            }).map((one) => one.textContent);
        }""",
        shown,
    )
    assert outside == []


def test_every_text_for_patients_is_seen_and_names_its_record(visit) -> None:
    """Without opening anything."""
    opened = visit(PHONE)
    found = opened.page.evaluate(
        """() => [...document.querySelectorAll('[data-audience="patient"] [data-claim]')]
            .map((one) => [one.dataset.claim, one.getClientRects().length > 0])"""
    )
    assert len(found) > 40
    assert all(seen for _, seen in found)
    assert {"mechanism-nerve", "mechanism-weeks", "cgrp-release"} <= {name for name, _ in found}


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_no_accessibility_rule_is_broken(visit, viewport: dict, scheme: str) -> None:
    opened = visit(viewport, scheme)
    opened.open_everything()
    script = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    opened.page.evaluate(script)
    found = opened.page.evaluate("axe.run().then((result) => result.violations.map((one) => one.id))")
    assert found == []


@pytest.mark.parametrize("theme", ["light", "dark", "attack"])
def test_the_colours_can_be_chosen(visit, theme: str) -> None:
    """The picture follows: its letters are those of the page."""
    opened = visit(PHONE)
    before = opened.background()
    opened.page.check(f"#theme-{theme}")
    assert (opened.background() == before) is (theme == "light")
    letters = opened.page.evaluate(
        "getComputedStyle([...document.querySelectorAll('.narrow text')].find((e) => e.textContent === 'Dose')).fill"
    )
    assert letters == opened.page.evaluate("getComputedStyle(document.body).color")


def test_the_figures_behind_the_picture_are_one_touch_away(visit) -> None:
    opened = visit(PHONE)
    table = opened.page.locator("table[aria-label='The picture in figures']")
    assert table.is_hidden()
    opened.page.locator("details.data > summary").click()
    assert table.is_visible()
    assert table.locator("tbody tr").count() == 24


def test_it_prints_without_controls(visit) -> None:
    opened = visit(DESKTOP)
    opened.page.emulate_media(media="print")
    assert opened.page.locator("fieldset").is_hidden()
    assert opened.page.locator("#weeks").is_visible()
