"""What patients are told, in a real browser: readable on a phone in the dark, nothing loaded, nothing hidden."""

from __future__ import annotations

from importlib import resources

import pytest

from interictal.evidence.claims import claims
from interictal.report.claims_page import claims_page
from support.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("claims") / "claims.html"
    file.write_text(claims_page(tuple(claims().values())), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_loads_itself_only_and_nothing_overflows(visit, address: str, width: int) -> None:
    opened = visit({"width": width, "height": 844})
    opened.open_everything()
    assert opened.requests == [address]
    assert opened.messages == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_verdicts_stand_first_and_lead_to_their_claims(visit, viewport: dict) -> None:
    """In the table all verdicts are words; a touch leads to the claim, whose plain words are open."""
    opened = visit(viewport)
    rows = opened.page.locator("table[aria-label='All claims and their verdicts'] tbody tr")
    assert rows.count() == 14
    assert "contradicted" in rows.nth(10).inner_text()
    rows.nth(10).locator("a").click()
    heading = opened.page.locator("#claim-neck-pain-and-fibromyalgia")
    assert -1 < heading.bounding_box()["y"] < 100  # browsers round to parts of a pixel
    assert "nobody knows if it helps" in opened.page.locator("main").inner_text()


def test_every_text_for_patients_is_seen_and_names_its_record(visit) -> None:
    """Without opening anything."""
    opened = visit(PHONE)
    found = opened.page.evaluate(
        """() => [...document.querySelectorAll('[data-audience="patient"] [data-claim]')]
            .map((one) => [one.dataset.claim, one.getClientRects().length > 0])"""
    )
    assert len(found) > 80
    assert all(seen for _, seen in found)
    assert {name for name, _ in found} >= set(claims())


def test_figures_are_one_touch_below(visit) -> None:
    """Closed at first; opened, they show value, source and what is unconfirmed."""
    opened = visit(PHONE, "dark")
    part = opened.page.locator("section:has(#claim-fewer-painkillers) details")
    assert not part.locator("table").is_visible()
    part.locator("summary").click()
    assert part.locator("table").is_visible()
    assert "unconfirmed" in part.inner_text()
    assert part.locator("a[href^='https://doi.org/']").count() > 0


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
    opened = visit(PHONE)
    before = opened.background()
    opened.page.check(f"#theme-{theme}")
    assert (opened.background() == before) is (theme == "light")


def test_it_prints_without_controls(visit) -> None:
    opened = visit(DESKTOP)
    opened.page.emulate_media(media="print")
    assert opened.page.locator("fieldset").is_hidden()
    assert opened.page.locator("#claim-preempt").is_visible()
