"""From a figure to SVG and PNG."""

import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib

import pytest

from interictal import INTENDED_USE
from interictal.errors import InvalidInput, NotSupported
from interictal.figures import NARROW, THEMES, WIDE, calendar_strip, cycle_overlay, days_per_28, page_svg, png, svg
from interictal.figures.drawing import text_width, wrapped
from support.assessments import example_assessment

MAKERS = (calendar_strip, days_per_28, cycle_overlay)
SPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("theme", THEMES)
def test_a_file_has_title_words_and_the_theme_s_colours_only(make, theme: str) -> None:
    figure = make(example_assessment())
    drawn = svg(figure, theme)
    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    title, words = root.find(f"{SPACE}title"), root.find(f"{SPACE}desc")
    assert title is not None
    assert words is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert (title.text, words.text) == (figure.title, figure.description)
    assert set(re.findall(r"#[0-9a-f]{6}", drawn)) <= set(THEMES[theme].values())
    assert "var(" not in drawn
    shown = " ".join("".join(element.itertext()) for element in root.iter(f"{SPACE}text"))
    assert "Headache day: ANY" in shown
    assert INTENDED_USE in shown


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_on_the_page_colours_are_variables(make, width: int) -> None:
    drawn = page_svg(make(example_assessment(), width))
    root = ET.fromstring(drawn)
    assert not re.search(r"#[0-9a-f]{6}", drawn)
    used = set(re.findall(r"var\(--([a-z]+)\)", drawn))
    assert used <= set(THEMES["light"])
    assert root.get("width") == str(width), "the picture is as wide as it says"
    for forbidden in ("<script", "style=", "href", "<image", "url("):
        assert forbidden not in drawn


def test_ids_differ_between_the_widths() -> None:
    both = page_svg(cycle_overlay(example_assessment())) + page_svg(cycle_overlay(example_assessment(), NARROW))
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids)) == 4


def test_the_same_assessment_gives_the_same_picture() -> None:
    assert svg(days_per_28(example_assessment())) == svg(days_per_28(example_assessment()))


def test_a_document_with_its_own_title_gets_the_plot_alone() -> None:
    figure = days_per_28(example_assessment())
    bare = svg(figure, framed=False)
    assert "var(" not in bare
    assert f">{figure.source[:40]}" not in bare
    assert len(bare) < len(svg(figure))


def test_png_scales() -> None:
    figure = cycle_overlay(example_assessment())
    sizes = [struct.unpack(">II", png(figure, "dark", scale)[16:24]) for scale in (1, 2)]
    assert sizes[0][0] == WIDE + 32
    assert sizes[1] == (2 * sizes[0][0], 2 * sizes[0][1])


def test_png_is_packed_without_a_changed_pixel() -> None:
    import vl_convert

    def pixels(data: bytes) -> bytes:
        at, found = 8, b""
        while at < len(data):
            length = int.from_bytes(data[at : at + 4], "big")
            assert (
                zlib.crc32(data[at + 4 : at + 8 + length]).to_bytes(4, "big")
                == data[at + 8 + length : at + 12 + length]
            )
            if data[at + 4 : at + 8] == b"IDAT":
                found += data[at + 8 : at + 8 + length]
            at += 12 + length
        return zlib.decompress(found)

    figure = cycle_overlay(example_assessment())
    plain = vl_convert.svg_to_png(svg(figure), scale=1)
    packed = png(figure, scale=1)
    assert pixels(packed) == pixels(plain)
    assert len(packed) < len(plain)


def test_unknown_theme() -> None:
    with pytest.raises(InvalidInput, match="theme"):
        svg(cycle_overlay(example_assessment()), "sepia")


def test_without_the_renderer_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(NotSupported, match=r"pip install 'interictal\[report\]'"):
        png(cycle_overlay(example_assessment()))


@pytest.mark.parametrize("module", ["interictal.figures", "interictal.report.page", "interictal.report.sheet"])
def test_importing_loads_no_renderer(module: str) -> None:
    code = f"import sys, {module}; print(sorted({{'vl_convert', 'typst', 'numpy'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_wrapping_keeps_every_word() -> None:
    text = "one two three four five six seven"
    lines = wrapped(text, 80, 14)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert all(text_width(line, 14) <= 80 for line in lines)
    assert wrapped("unbreakable" * 9, 10, 14) == ["unbreakable" * 9]
