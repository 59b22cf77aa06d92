"""What a patient reads came through one door: no page writes a sentence for patients by itself."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import interictal
from interictal.evidence.claims import claims, statements
from interictal.report.claims_page import claims_page
from interictal.report.patient_words import UNCONFIRMED, topic, words

SOURCE = Path(next(iter(interictal.__path__)))
DOOR = SOURCE / "report" / "patient_words.py"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path != DOOR)
MARKS = ("data-audience", "data-claim")
PROMISES = re.compile(r"\b(works?|worked|cause[sd]?|should|must|cures?|proven)\b", re.IGNORECASE)


class Part(HTMLParser):
    """The texts of the parts for patients, each with the id on the element that holds it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[dict[str, str | None]] = []
        self.texts: list[tuple[str | None, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "input", "br", "hr", "img", "link"):
            self.open.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if any(each.get("data-audience") == "patient" for each in self.open) and any(map(str.isalnum, text)):
            self.texts.append((self.open[-1].get("data-claim"), text))


def read(page: str) -> list[tuple[str | None, str]]:
    part = Part()
    part.feed(page)
    part.close()
    return part.texts


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_other_module_marks_a_part_or_a_sentence(path: Path) -> None:
    """The marks are written in patient_words.py alone; style sheets and tests may read them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not any(mark in node.value for mark in MARKS), node.lineno


def test_every_text_of_the_claims_page_is_a_sentence_of_its_record() -> None:
    """Each text for patients names a statement, and is a sentence or the title of it, word for word."""
    texts = read(claims_page(tuple(claims().values())))
    assert len(texts) > 60
    for name, text in texts:
        assert name in statements(), text
        one = statements()[name]
        assert text in {one.title, *(words(name, n) for n in range(len(one.plain)))}


def test_every_sentence_of_every_claim_is_on_the_page() -> None:
    """Once, with the mark where its figures are not confirmed."""
    texts = [text for _, text in read(claims_page(tuple(claims().values())))]
    for one in claims().values():
        for n, plain in enumerate(one.plain):
            assert texts.count(words(one.id, n)) == 1
            assert words(one.id, n).endswith(UNCONFIRMED) is not plain.confirmed


def test_no_sentence_promises_or_orders() -> None:
    """Titles of claims are what others say, and stand in quotation marks."""
    for one in statements().values():
        for plain in one.plain:
            assert not PROMISES.search(plain.text), f"{one.id}: {plain.text}"
    assert topic("preempt", element="q").startswith("<q ")


def test_the_walk_itself_finds_what_is_wrong() -> None:
    """A text in a part for patients that names nothing is seen by this test's own reader."""
    assert read('<div data-audience="patient"><p>Loose</p></div><p>Outside</p>') == [(None, "Loose")]
