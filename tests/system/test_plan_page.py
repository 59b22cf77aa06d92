"""The plan in a real browser: one map, nothing loaded, nothing hidden, readable in every theme."""

from __future__ import annotations

import datetime as dt
from importlib import resources

import pytest

from interictal.injection.maps import body_map
from interictal.injection.planning import Addition, make_plan
from interictal.injection.protocol_files import protocol
from interictal.injection.protocols import Side
from interictal.report.plan_page import plan_page
from interictal.safety.checks import plan_findings
from interictal.safety.planned import Planned
from support.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser

DAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    chosen = protocol("chronic-migraine", "preempt-follow-the-pain", "onabotulinumtoxinA")
    added = [Addition(muscle="temporalis", side=Side.LEFT, sites=2)]
    plan = make_plan(chosen, body_map(chosen.drawing), jurisdiction="us", additions=added)
    findings = plan_findings(plan, date=DAY)
    file = tmp_path_factory.mktemp("plan") / "plan.html"
    planned = Planned(plan=plan, findings=findings, date=DAY, patient="SYNTHETIC <b>1</b>")
    file.write_text(plan_page(planned), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_loads_itself_only_and_nothing_overflows(visit, address: str, viewport: dict) -> None:
    opened = visit(viewport)
    assert opened.requests == [address]
    assert opened.messages == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_map_that_is_seen_has_every_site_once(visit, viewport: dict) -> None:
    """33 numbered marks in the one picture that is shown, and 33 rows in the table."""
    opened = visit(viewport)
    numbers = opened.page.evaluate(
        """() => [...document.querySelectorAll('figure > div > svg')]
            .filter((one) => one.getBoundingClientRect().width > 0)
            .map((one) => [...one.querySelectorAll('text')].map((each) => each.textContent)
                .filter((text) => /^\\d+$/.test(text)).map(Number).sort((a, b) => a - b))"""
    )
    assert numbers == [list(range(1, 34))]
    assert opened.page.locator("table[aria-label='Every site'] tbody tr").count() == 33


def test_what_is_asked_stands_before_the_map_and_the_patient_is_text(visit) -> None:
    opened = visit(DESKTOP)
    words = opened.page.locator("main").inner_text()
    assert words.index("asks for a reason") < words.index("Front of the head")
    assert "DOSEH" in words
    assert opened.page.locator("h1 b").count() == 0
    assert "SYNTHETIC <b>1</b>" in opened.page.locator("h1").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_accessibility_rule_is_broken(visit, viewport: dict, scheme: str) -> None:
    opened = visit(viewport, scheme)
    script = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    opened.page.evaluate(script)
    found = opened.page.evaluate("axe.run().then((result) => result.violations.map((one) => one.id))")
    assert found == []


def test_it_prints_without_controls(visit) -> None:
    opened = visit(DESKTOP)
    opened.page.emulate_media(media="print")
    assert opened.page.locator("fieldset").is_hidden()
    assert opened.page.locator("figure svg").first.is_visible()
