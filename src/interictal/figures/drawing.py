"""From a figure to SVG and PNG: the plot is rendered from its specification, the frame (title, key, source) drawn here.

Rendering needs ``vl-convert-python``, which is loaded when the first picture is drawn and never before.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from html import escape
from typing import Any

from interictal import INTENDED_USE
from interictal.errors import NotSupported
from interictal.figures.figure import Figure, Key, Placed, Said, token
from interictal.figures.themes import theme as colours_of

FONT = "Liberation Sans, Arial, sans-serif"
"""The first comes with the renderer, so that a PNG looks the same on every machine."""

INSTALL = "pip install 'interictal[report]'"

_CONFIG: dict[str, Any] = {
    "aria": False,
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 14,
        "titleFontSize": 14,
        "titleFontWeight": "normal",
        "labelColor": token("quiet"),
        "titleColor": token("quiet"),
        "domain": False,
        "tickColor": token("border"),
        "gridColor": token("rule"),
        "labelPadding": 4,
    },
    "header": {"labelFontSize": 13, "labelColor": token("text"), "title": None},
    "text": {"fontSize": 14, "color": token("text")},
    "line": {"strokeCap": "round", "strokeJoin": "round"},
}
_SIZE = re.compile(r'<svg[^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')
_ROLES = re.compile(r' (?:role|aria-roledescription|aria-hidden|class|pointer-events)="[^"]*"| opacity="1"')
_EMPTY = re.compile(r'<path d="" display="none"/>|<path d="M0,0h0v0h0Z"/>')
_LONG = re.compile(r"(\d+\.\d{2})\d+")
_BREAK = re.compile("[^\\S\N{NO-BREAK SPACE}]+")
_COLOUR = re.compile(r"var\(--([a-z]+)\)")
_TAG = re.compile(r"<[^>]*>")
"""Only what stands inside a tag is ours; between tags are names from outside, which stay as they are."""
_MARGIN, _LINE, _TITLE_LINE, _KEY_LINE = 16, 17, 22, 24


def svg(figure: Figure, theme: str = "light", *, framed: bool = True) -> str:
    """The whole picture as a file of its own: title, key, plot, source, intended use, on the theme's background.

    Args:
        figure: the picture.
        theme: light, dark or attack.
        framed: False leaves out title, source, intended use and background, for a document that has its own.

    Raises:
        InvalidInput: no theme of that name.
        NotSupported: the renderer is not installed.
    """
    colours = colours_of(theme)
    if not framed:
        return _coloured(page_svg(figure), colours)
    inner = figure.width
    title = _broken(figure.title, inner / _BOLD, 17)
    source = [*_broken(figure.source, inner, 13), *wrapped(INTENDED_USE, inner, 13)]
    plot, width, height = _plot(figure)
    key, key_height = _key(figure.key, inner)
    outer = inner + 2 * _MARGIN
    top = _MARGIN + len(title) * _TITLE_LINE + 8
    bottom = top + key_height + height * inner / width + 8
    full = bottom + len(source) * _LINE + _MARGIN
    parts = [
        _open(figure, outer, full),
        f'<rect width="{outer}" height="{full:.0f}" fill="{token("background")}"/>',
        _lines(title, _MARGIN, _MARGIN + 16, _TITLE_LINE, 17, "text", bold=True),
        f'<g transform="translate({_MARGIN},{top})">{key}</g>',
        f'<svg x="{_MARGIN}" y="{top + key_height:.0f}" width="{inner}" height="{height * inner / width:.0f}" '
        f'viewBox="0 0 {width:g} {height:g}">{plot}</svg>',
        _lines(source, _MARGIN, bottom + 14, _LINE, 13, "quiet"),
        "</svg>",
    ]
    return _coloured("".join(parts), colours)


def _coloured(drawn: str, colours: dict[str, str]) -> str:
    return _TAG.sub(lambda tag: _COLOUR.sub(lambda found: colours[found[1]], tag[0]), drawn)


def page_svg(figure: Figure) -> str:
    """Key and plot for a page that holds title and source itself and defines the tokens as CSS variables.

    Raises:
        NotSupported: the renderer is not installed.
    """
    plot, width, height = _plot(figure)
    key, key_height = _key(figure.key, width)
    return (
        f'{_open(figure, width, height + key_height)}{key}<g transform="translate(0,{key_height:.0f})">{plot}</g></svg>'
    )


def png(figure: Figure, theme: str = "light", scale: float = 2) -> bytes:
    """The whole picture as PNG.

    Args:
        figure: the picture.
        theme: light, dark or attack.
        scale: pixels per pixel of the picture's width.

    Raises:
        InvalidInput: no theme of that name.
        NotSupported: the renderer is not installed.
    """
    drawn = svg(figure, theme)
    return png_of(drawn, scale)


def png_of(svg_text: str, scale: float = 2) -> bytes:
    """Any picture of this package as PNG.

    Args:
        svg_text: a whole SVG in the colours of a theme.
        scale: pixels per pixel of the picture's width.

    Raises:
        NotSupported: the renderer is not installed.
    """
    return _packed(bytes(_renderer().svg_to_png(svg_text, scale=scale)))


def _packed(png: bytes) -> bytes:
    """The same pixels in a third of the bytes: the renderer packs for speed."""
    kept, pixels, at = [png[:8]], b"", 8
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        end = at + 12 + length
        if kind == b"IDAT":
            pixels += png[at + 8 : end - 4]
        else:
            if kind == b"IEND":
                data = b"IDAT" + zlib.compress(zlib.decompress(pixels), 7)
                kept.append((len(data) - 4).to_bytes(4, "big") + data + zlib.crc32(data).to_bytes(4, "big"))
            kept.append(png[at:end])
        at = end
    return b"".join(kept)


def text_width(text: str, size: float) -> float:
    """Roughly how wide a line is, in pixels; on the safe side."""
    return size * sum(_CHARACTER.get(one) or (0.56 if one < _FOREIGN else 1.0) for one in text)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines of at most ``width`` pixels; a percent sign and what follows a no-break space stay."""
    lines, line = [], ""
    for word in _BREAK.split(text.strip().replace(" %", "\N{NO-BREAK SPACE}%")):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _broken(text: str, width: float, size: float) -> list[str]:
    """As ``wrapped``; a word wider than the line, such as a file name, goes on in the next one."""
    lines = []
    for whole in wrapped(text, width, size):
        line = whole
        while text_width(line, size) > width:
            kept = 1
            while text_width(line[: kept + 1], size) <= width:
                kept += 1
            lines.append(line[:kept])
            line = line[kept:]
        lines.append(line)
    return lines


_CHARACTER = (
    dict.fromkeys("ijl.,:;'|! \N{NO-BREAK SPACE}", 0.28)
    | dict.fromkeys("frtI()-/", 0.35)
    | dict.fromkeys("mwM%W", 0.87)
    | dict.fromkeys("ABCDEGHKNOPQRSUVXYZ", 0.72)
    | dict.fromkeys("<>=+~", 0.6)
    | dict.fromkeys("@…—←→", 1.03)
    | dict.fromkeys("–−×±‘’“”•", 0.6)
)
_FOREIGN = "\N{CYRILLIC CAPITAL LETTER ABKHASIAN CHE}"
"""From here on a character may come from another font and be as wide as high."""
_BOLD = 1.08
"""How much wider bold letters are."""


def _renderer() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise NotSupported(f"Pictures need a renderer that is not installed. Install it with: {INSTALL}") from None
    return vl_convert


def _plot(figure: Figure) -> tuple[str, float, float]:
    drawn: str = _renderer().vegalite_to_svg({**figure.spec, "config": _CONFIG})
    size = _SIZE.match(drawn)
    assert size is not None, "the renderer always gives width and height"  # noqa: S101
    inside = _EMPTY.sub("", _TAG.sub(_shorter, drawn[size.end() : drawn.rindex("</svg>")]))
    return inside + "".join(map(_placed, figure.placed)), float(size[1]), float(size[2])


_LOOKS = {"plain": ("text", False), "bold": ("text", True), "quiet": ("quiet", False)}
"""Style of placed words -> colour, and whether they are bold."""


def _placed(one: Placed) -> str:
    colour, bold = _LOOKS[one.style]
    # 5 pixels: from the middle of letters of 14 pixels to the line they stand on.
    return f"<g{_attribute(one.mark)}>{_lines(one.lines, one.x, one.y + 5, _LINE, 14, colour, bold=bold)}</g>"


def _attribute(mark: str) -> str:
    return f" {mark}" if mark else ""


def _shorter(tag: re.Match[str]) -> str:
    return _LONG.sub(r"\1", _ROLES.sub("", tag[0]))


def _open(figure: Figure, width: float, height: float) -> str:
    name = f"{figure.name}-{figure.width}"
    first, rest = figure.marked[:1], figure.marked[1:]
    title = _attribute(first[0].mark) if first else ""
    words = " ".join(map(_spoken, rest)) if rest else escape(figure.description)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:.0f}" width="{width:g}" '
        f'height="{height:.0f}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t"{title}>{escape(figure.title)}</title><desc id="{name}-d">{words}</desc>'
    )


def _spoken(one: Said) -> str:
    return f"<tspan{_attribute(one.mark)}>{escape(one.text)}</tspan>"


def _lines(lines: Iterable[str], x: float, y: float, step: float, size: float, colour: str, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return "".join(
        f'<text x="{x:g}" y="{y + index * step:g}" font-family="{FONT}" font-size="{size:g}"{weight} '
        f'fill="{token(colour)}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    )


def _key(entries: tuple[Key, ...], width: float) -> tuple[str, float]:
    """The key, flowing over as many lines as it needs, and its height."""
    x, y, parts = 0.0, 0, []
    for one in entries:
        wide = 30 + 1.08 * text_width(one.words, 14)
        if x and x + wide > width:
            x, y = 0.0, y + _KEY_LINE
        parts.append(
            f'<g transform="translate({x:.0f},{y})"{_attribute(one.mark)}>{_SHAPES[one.shape]}'
            f"{_lines([one.words], 26, 15, 0, 14, 'text')}</g>"
        )
        x += wide + 14
    return "".join(parts), y + _KEY_LINE + 6 if entries else 0


def _cell(share: float, colour: str) -> str:
    height = 16 * share
    return f'<rect x="5" y="{18 - height:g}" width="11" height="{height:g}" fill="{token(colour)}"/>'


def _hollow(share: float, colour: str) -> str:
    height = 16 * share - 1.5
    return (
        f'<rect x="5.75" y="{17.25 - height:g}" width="9.5" height="{height:g}" fill="none" '
        f'stroke="{token(colour)}" stroke-width="1.5"/>'
    )


def _dot(radius: float, *, filled: bool = True) -> str:
    fill = token("headache") if filled else token("background")
    return f'<circle cx="11" cy="11" r="{radius}" fill="{fill}" stroke="{token("headache")}" stroke-width="2"/>'


def _stroke(colour: str, width: float, dash: str = "") -> str:
    pattern = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M0,11H20" stroke="{token(colour)}" stroke-width="{width}" fill="none"{pattern}/>'


def _outlined(path: str, colour: str, *, filled: bool = True) -> str:
    fill = token(colour if filled else "background")
    return f'<path d="{path}" fill="{fill}" stroke="{token(colour)}" stroke-width="1.5"/>'


def _faint(opacity: float) -> str:
    return f'<rect x="0" y="4" width="20" height="14" fill="{token("headache")}" fill-opacity="{opacity:g}"/>'


CELL_SHARE = {"none": 0.3, "mild": 0.5, "moderate": 0.75, "severe": 1.0, "unknown": 0.75}
"""Height of a calendar cell as a share of its row, by severity."""

_SHAPES = {
    "none": _hollow(CELL_SHARE["none"], "accent"),
    "mild": _cell(CELL_SHARE["mild"], "mild"),
    "moderate": _cell(CELL_SHARE["moderate"], "moderate"),
    "severe": _cell(CELL_SHARE["severe"], "severe"),
    "unknown": _hollow(CELL_SHARE["unknown"], "headache"),
    "blank": f'<path d="M2,18H19" stroke="{token("border")}" stroke-width="1"/>',
    "injection": f'<path d="M5,4H17L11,15Z" fill="{token("injection")}"/>',
    "dot-28": _dot(6.5),
    "dot-14": _dot(4.6),
    "dot-few": _dot(4.6, filled=False),
    "diamond": f'<path d="M11,5L17,11L11,17L5,11Z" fill="none" stroke="{token("medication")}" stroke-width="2"/>',
    "question": f'<text x="7" y="16" font-family="{FONT}" font-size="14" fill="{token("quiet")}">?</text>',
    "latest": _stroke("headache", 3.5),
    "earlier": _stroke("border", 1.5),
    "baseline": _stroke("quiet", 1.5, "2 4"),
    "band": f'<rect x="0" y="5" width="20" height="12" fill="{token("headache")}" fill-opacity="0.18"/>',
    "latest-thin": _stroke("headache", 2),
    "fan-50": _faint(0.42),
    "fan-80": _faint(0.26),
    "fan-95": _faint(0.12),
    "fan-median": _stroke("headache", 3.5).replace("M0,11H20", "M4,11H17"),
    "fan-without": '<path d="M0,6H20M0,17H20" stroke="var(--border)" stroke-width="1.25" stroke-dasharray="2 3"/>'
    + _stroke("quiet", 2, "7 4"),
    "cascade-sensory": _stroke("headache", 2.5),
    "cascade-motor": _stroke("medication", 2, "6 3"),
    "cascade-autonomic": _stroke("accent", 2.5),
    "cascade-central": _stroke("text", 2.5),
    "arm-1": _stroke("injection", 2) + _outlined("M10,7A4,4 0 0 1 10,15A4,4 0 0 1 10,7Z", "injection"),
    "arm-2": _stroke("medication", 2, "7 4") + _outlined("M10,6L14,14H6Z", "medication"),
    "arm-3": _stroke("accent", 2, "2 3") + _outlined("M10,6L15,11L10,16L5,11Z", "accent"),
    "arm-4": _stroke("headache", 2, "9 3 2 3") + _outlined("M10,16L14,8H6Z", "headache"),
    "square": _outlined("M5,5H17V17H5Z", "text"),
    "square-hollow": _outlined("M5,5H17V17H5Z", "text", filled=False),
    "dot-effect": _outlined("M11,6A5,5 0 0 1 11,16A5,5 0 0 1 11,6Z", "text"),
    "dot-hollow": _outlined("M11,6A5,5 0 0 1 11,16A5,5 0 0 1 11,6Z", "text", filled=False),
    "triangle": _outlined("M11,5L17,16H5Z", "text"),
    "rhombus": _outlined("M11,4L18,11L11,18L4,11Z", "text"),
    "triangle-down": _outlined("M11,17L17,6H5Z", "text"),
    "plus": _outlined("M9,5H13V9H17V13H13V17H9V13H5V9H9Z", "text"),
    "region": f'<path d="M2,18L11,3L20,18" fill="{token("border")}" fill-opacity="0.16" stroke="{token("border")}" '
    'stroke-dasharray="2 3"/>',
    "upright": f'<path d="M11,2V19" stroke="{token("quiet")}" stroke-width="1.25"/>',
    "upright-pooled": f'<path d="M11,2V19" stroke="{token("injection")}" stroke-width="2"/>',
    "node": _outlined("M11,4A7,7 0 0 1 11,18A7,7 0 0 1 11,4Z", "injection"),
    "node-hollow": _outlined("M11,6A5,5 0 0 1 11,16A5,5 0 0 1 11,6Z", "injection", filled=False),
    "node-reference": _outlined("M5,5H17V17H5Z", "injection"),
    "edge": _stroke("border", 4),
    "edge-thin": _stroke("border", 1.25),
    "edge-broken": _stroke("border", 3, "6 4"),
    "star": f'<text x="7" y="18" font-family="{FONT}" font-size="16" fill="{token("text")}">*</text>',
    "icon-anyway": _outlined("M11,5A6,6 0 0 1 11,17A6,6 0 0 1 11,5Z", "border"),
    "icon-more": _outlined("M5,5H17V17H5Z", "accent"),
    "icon-fewer": _outlined("M5,5H17V17H5Z", "headache", filled=False),
    "icon-not": _outlined("M11,5A6,6 0 0 1 11,17A6,6 0 0 1 11,5Z", "border", filled=False),
    "icon-stop": f'<path d="M5,5L17,17M5,17L17,5" stroke="{token("headache")}" stroke-width="2"/>',
    "pooled": _outlined("M1,11L11,5L21,11L11,17Z", "injection"),
    "pooled-hollow": _outlined("M1,11L11,5L21,11L11,17Z", "injection", filled=False),
    "prediction": f'<path d="M1,11H21M1,7V15M21,7V15" stroke="{token("injection")}" stroke-width="1.25"/>',
    "beyond": f'<path d="M2,11H14" stroke="{token("text")}" stroke-width="1.75"/>'
    + _outlined("M14,7L20,11L14,15Z", "text"),
}
