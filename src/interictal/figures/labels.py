"""Names from outside in a picture: printable, and no longer than the room there is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from interictal.figures.drawing import text_width

LONGEST = 200
"""Characters of a name that stand in a text alternative or a table; longer ones end in an ellipsis."""

BOLD = 1.08
"""How much wider bold letters are."""

UNCONFIRMED = "(unconfirmed)"

_UNPRINTABLE = "□"
_KEPT = "\N{NO-BREAK SPACE}"
_SPACE = re.compile(rf"[^\S{_KEPT}]+")


def clean(text: str, most: int = LONGEST) -> str:
    """The text on one line and printable, at most ``most`` characters.

    Runs of white space become one space. What cannot be printed, or would turn the direction of the text around it,
    becomes a square. No-break spaces stay.

    >>> clean("a  b" + chr(10) + "c" + chr(0x202E))
    'a b c□'
    """
    # No more is read than can be shown: a name may have any length.
    start = text[: 4 * most]
    words = _SPACE.sub(" ", start).strip(" ")
    shown = "".join(one if one.isprintable() or one == _KEPT else _UNPRINTABLE for one in words)
    return shown if len(shown) <= most and start == text else f"{shown[: most - 1].rstrip()}…"


def fitted(text: str, width: float, size: float) -> str:
    """The text on one line, cut with an ellipsis where it is wider than ``width`` pixels."""
    if text_width(text, size) <= width:
        return text
    return f"{text[: _fitting(text, width - text_width('…', size), size)].rstrip()}…"


def in_lines(text: str, width: float, size: float, most: int) -> list[str]:
    """The text in at most ``most`` lines of ``width`` pixels.

    Words are broken only where one is wider than a line. A percent sign stays with its number, and so does an equals
    sign with both its sides.
    """
    words = text.replace(" %", f"{_KEPT}%").replace(" = ", f"{_KEPT}={_KEPT}").split(" ")
    lines: list[str] = []
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size) <= width:
            line = f"{line} {words.pop(0)}"
        if text_width(line, size) > width:
            kept = max(1, _fitting(line, width, size))
            words.insert(0, line[kept:])
            line = line[:kept]
        lines.append(line)
    if words:
        lines.append(fitted(" ".join(words), width, size))
    return lines


def named(label: str, unconfirmed: bool) -> str:
    """A name as it is shown; what was not seen at its source says so."""
    return f"{clean(label)} {UNCONFIRMED}" if unconfirmed else clean(label)


def named_in_lines(label: str, unconfirmed: bool, width: float, size: float, most: int) -> list[str]:
    """A name in at most ``most`` lines, two or more; however long it is, it says that it is unconfirmed."""
    lines = in_lines(named(label, unconfirmed), width, size, most)
    if unconfirmed and not lines[-1].endswith(UNCONFIRMED):
        return [*in_lines(clean(label), width, size, most - 1), UNCONFIRMED]
    return lines


def widest(lines: Iterable[str], size: float) -> float:
    """The width of the widest line, in pixels."""
    return max((text_width(line, size) for line in lines), default=0.0)


def _fitting(text: str, width: float, size: float) -> int:
    """How many characters from its start fit."""
    kept = len(text)
    while kept and text_width(text[:kept], size) > width:
        kept -= 1
    return kept
