"""What a patient reads came through one door: no page writes a sentence for patients by itself."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import interictal
from interictal.errors import InvalidInput
from interictal.evidence.claims import claims, statements
from interictal.evidence.claims.records import PLACE, Statement
from interictal.evidence.comparison import compare
from interictal.figures.figure import Said
from interictal.profile import Profile, profile_from
from interictal.report import compare_icons, compare_page
from interictal.report.claims_page import claims_page
from interictal.report.patient_words import UNCONFIRMED, topic, words

SOURCE = Path(next(iter(interictal.__path__)))
DOOR = SOURCE / "report" / "patient_words.py"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path != DOOR)
MARKS = ("data-audience", "data-claim")
PROMISES = re.compile(r"\b(works?|worked|cause[sd]?|should|must|cures?|proven)\b", re.IGNORECASE)


class Part(HTMLParser):
    """The texts of the parts for patients, each with the id that holds it; lines of one SVG group are one text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str | None, str]] = []
        self.lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "input", "br", "hr", "img", "link"):
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        _, attributes = self.open.pop()
        if tag == "g" and "data-claim" in attributes and self.lines:
            self.texts.append((attributes["data-claim"], " ".join(self.lines)))
            self.lines = []

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if any(each.get("data-audience") == "patient" for _, each in self.open) and any(map(str.isalnum, text)):
            (tag, own), (outer, above) = self.open[-1], self.open[-2]
            if tag == "text" and outer == "g" and "data-claim" in above:
                self.lines.append(text)
            else:
                self.texts.append((own.get("data-claim"), text))


def read(page: str) -> list[tuple[str | None, str]]:
    part = Part()
    part.feed(page)
    part.close()
    return part.texts


def known(text: str, one: Statement) -> bool:
    """Whether a text is the title or a sentence of a statement, whatever stands in its places."""
    patterns = [re.escape(one.title)]
    for plain in one.plain:
        around = ".+?".join(map(re.escape, PLACE.split(plain.text)[::2]))
        patterns.append(f"{around}(?: {re.escape(UNCONFIRMED)})?")
    return any(re.fullmatch(pattern, text) for pattern in patterns)


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


PROFILES = {
    "nothing known": {},
    "episodic": {"diagnosis": "episodic-migraine"},
    "yes to much": {
        "diagnosis": "chronic-migraine",
        "age": 31,
        "history": {"pregnancy_plans": "yes", "kidney_stones": "possible", "asthma": "yes"},
        "preventives": [{"name": name, "reason_stopped": "not tolerated"} for name in ("topiramate", "amitriptyline")],
    },
}


@pytest.mark.parametrize("content", PROFILES.values(), ids=PROFILES)
def test_every_text_of_the_compare_page_is_a_sentence_of_its_record(content: dict[str, object]) -> None:
    """The pictures too: title, text alternative, key, every word in a frame, and what stands under them."""
    pytest.importorskip("vl_convert", reason="the renderer is not installed")
    page = compare_page.compare_page(compare(profile_from(content)))
    texts = read(page)
    for name, text in texts:
        assert name in statements(), text
        assert known(text, statements()[name]), (name, text)
    figure = read(
        f'<div data-audience="patient">{page[page.index("<figure") : page.index("</figure>")]}</figure></div>'
    )
    names = [name for name, _ in figure]
    assert {"icon-title", "icon-key", "icon-gain", "icon-counted", "icon-source", "icon-none"} <= set(names)
    assert len(figure) > 100, "two pictures, each with its text alternative"
    assert page.count("<figure") == 1


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("key", 'Said("Works best.", "")'),
        ("key", """Said("Works best.", 'data-claim="icon-key"')"""),
        ("source", 'Said("Loose words.", "")'),
        ("source", """Said("Loose words.", 'data-claim="icon-source"')"""),
        ("title", 'Said("35 to 51, by choice", "")'),
        ("above", """Said("Counted: migraine days, week 12. Ask for it.", 'data-claim="icon-key"')"""),
        ("name", 'Said("Miracle", "")'),
    ],
)
def test_words_of_a_picture_without_a_record_do_not_render(
    place: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever they stand in it: without an id, or under the id of a statement that does not say them."""
    pytest.importorskip("vl_convert", reason="the renderer is not installed")
    whole, words_of_it = compare_icons.people_array, eval(said, {"Said": Said})  # noqa: S307 - the table above

    def changed(*arguments: object, **more: object) -> object:
        array = whole(*arguments, **more)  # type: ignore[arg-type]
        if place == "key":
            return replace(array, key={**array.key, **dict.fromkeys(array.used, words_of_it)})
        if place in ("title", "source"):
            return replace(array, **{place: words_of_it if place == "title" else (*array.source, words_of_it)})
        return replace(array, columns=(array.columns[0], replace(array.columns[1], **{place: words_of_it})))

    monkeypatch.setattr(compare_page, "people_array", changed)
    with pytest.raises(InvalidInput, match="patient sentence"):
        compare_page.compare_page(compare(Profile(diagnosis="chronic-migraine")))


def test_the_walk_finds_loose_words_in_a_picture() -> None:
    """In a group without an id, and beside one."""
    lines = '<g data-claim="a"><text>It</text><text>is.</text></g>'
    loose = f'<div data-audience="patient"><svg><g><text>Loose</text></g>{lines}</svg></div>'
    assert read(loose) == [(None, "Loose"), ("a", "It is.")]
