"""The report page in a real browser: nothing is loaded, nothing overflows, every theme can be read."""

from __future__ import annotations

from importlib import resources

import pytest

from interictal import example
from interictal.assessment import assess
from interictal.diary.canonical import read_canonical
from interictal.figures import THEMES
from interictal.injection.sessions import read_sessions
from interictal.profile import read_profile
from interictal.report.page import page as report_page
from support.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser


_CONTRASTS = """() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const part = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = (c) => 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]);
  const behind = light(parse(getComputedStyle(document.body).backgroundColor));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('title, desc')) continue;
    const style = getComputedStyle(element);
    const mine = light(parse(element.closest('svg') ? style.fill : style.color));
    const ratio = (Math.max(mine, behind) + 0.05) / (Math.min(mine, behind) + 0.05);
    found.push([ratio, parseFloat(style.fontSize), element.closest('svg') !== null, node.data.trim().slice(0, 40)]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    paths = example.paths()
    diary = read_canonical(paths.diary).diaries[0]
    result = assess(diary, read_sessions(paths.injections), read_profile(paths.profile))
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(report_page(result), encoding="utf-8")
    return file.as_uri()


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_loads_itself_only_and_says_nothing_to_the_console(visit, address: str, viewport: dict) -> None:
    opened = visit(viewport)
    opened.open_everything()
    for link in ("#definitions", "#answer"):
        opened.page.goto(address + link)
    assert {url.partition("#")[0] for url in opened.requests} == {address}
    assert opened.messages == []


def test_what_is_smuggled_in_cannot_load_or_run(visit) -> None:
    """The content policy holds even for markup that a mistake would let through."""
    opened = visit()
    opened.page.evaluate(
        """() => { const div = document.createElement('div');
        div.innerHTML = '<img src="https://example.org/x.png" onerror="window.hit = 1">'
          + '<p style="color: red" id="p">x</p>';
        document.body.append(div); const s = document.createElement('script'); s.textContent = 'window.hit = 2';
        document.body.append(s); }"""
    )
    opened.page.wait_for_timeout(100)
    assert opened.page.evaluate("window.hit") is None
    assert opened.page.evaluate("getComputedStyle(document.getElementById('p')).color") != "rgb(255, 0, 0)"
    assert opened.messages, "the browser reports what the policy refused"


@pytest.mark.parametrize("width", [320, 390, 640, 641, 1280])
def test_nothing_overflows_sideways(visit, width: int) -> None:
    opened = visit({"width": width, "height": 800})
    opened.open_everything()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_device_from_the_first_paint(visit, scheme: str) -> None:
    opened = visit(PHONE, scheme)
    assert opened.background() == rgb(THEMES[scheme]["background"])
    drawn = opened.page.evaluate(
        "getComputedStyle([...document.querySelectorAll('svg text')].find((one) => one.getClientRects().length)).fill"
    )
    assert drawn in {rgb(colour) for colour in THEMES[scheme].values()}, "the pictures change with it"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", THEMES)
def test_the_switch_overrules_the_device_without_a_script(visit, scheme: str, name: str) -> None:
    opened = visit(PHONE, scheme)
    opened.page.check(f"#theme-{name}")
    assert opened.background() == rgb(THEMES[name]["background"])
    opened.page.check("#theme-device")
    assert opened.background() == rgb(THEMES[scheme]["background"])


@pytest.mark.parametrize("name", THEMES)
def test_all_words_have_contrast_and_size(visit, name: str) -> None:
    opened = visit(PHONE)
    opened.page.check(f"#theme-{name}")
    opened.open_everything()
    found = opened.page.evaluate(_CONTRASTS)
    assert len(found) > 500
    assert [one for one in found if one[0] < 4.5] == []
    assert [one for one in found if not one[2] and one[1] < 16] == []
    if name == "attack":
        assert [one for one in found if one[0] > 10] == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_each_picture_is_shown_once_and_has_its_words(visit, viewport: dict) -> None:
    opened = visit(viewport)
    images = opened.page.get_by_role("img").all()
    assert len(images) == 3
    for image in images:
        label = image.evaluate("(one) => one.getAttribute('aria-labelledby').split(' ').map((id) => "
                               "document.getElementById(id).textContent).join(' ')")  # fmt: skip
        assert len(label) > 200


def test_words_in_pictures_stay_inside_them(visit) -> None:
    """No label is cut off at an edge, on the phone and on the desk."""
    for viewport in (PHONE, DESKTOP):
        cut = visit(viewport).page.evaluate(
            """() => [...document.querySelectorAll('svg')].flatMap((one) => {
              if (!one.getClientRects().length) return [];
              const frame = one.getBoundingClientRect();
              return [...one.querySelectorAll('text')].filter((text) => {
                const box = text.getBoundingClientRect();
                return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1
                  || box.bottom > frame.bottom + 1);
              }).map((text) => text.textContent);
            })"""
        )
        assert cut == []


def test_it_can_be_used_by_keyboard(visit) -> None:
    opened = visit(PHONE)
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.className") == "skip"
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.id") == "theme-device"
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowRight")
    assert opened.background() == rgb(THEMES["dark"]["background"])


def test_it_prints_light_without_the_switch(visit) -> None:
    opened = visit(DESKTOP, "dark")
    opened.page.check("#theme-attack")
    opened.page.emulate_media(media="print")
    assert opened.background() == "rgb(255, 255, 255)"
    assert not opened.page.locator("fieldset").is_visible()
    pdf = opened.page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")


def test_axe_finds_nothing(visit) -> None:
    """WCAG rules of axe-core (carried by a test dependency), with everything unfolded, in each theme."""
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    for viewport, name in ((PHONE, "light"), (PHONE, "attack"), (DESKTOP, "dark")):
        opened = visit(viewport)
        opened.page.check(f"#theme-{name}")
        opened.open_everything()
        opened.page.evaluate(axe)
        found = opened.page.evaluate("axe.run()")
        said = [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]]
        assert said == [], f"{viewport['width']} px, {name}"
