"""Chromium for the system tests: skipped, with the reason, where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

from support.browser import DESKTOP, Visit


def _chromium() -> str:
    named = os.environ.get("INTERICTAL_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        pytest.skip("no Chromium on this machine: install it, or name it in INTERICTAL_CHROMIUM")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    executable = _chromium()
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(browser, address: str) -> Iterator[object]:
    opened: list[Visit] = []

    def to(viewport: dict = DESKTOP, scheme: str = "light") -> Visit:
        opened.append(Visit(browser, address, viewport, scheme))
        return opened[-1]

    yield to
    for one in opened:
        one.context.close()
