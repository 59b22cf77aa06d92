"""Lines on a terminal: wrapped, styled in bold and dim only, and in plain ASCII where it shows no more."""

from __future__ import annotations

import textwrap

_KEPT = "\N{NO-BREAK SPACE}%"
"""A percent sign that no line begins with; a plain space stands before it in what is printed."""


class Screen:
    """Lines of a report, wrapped to the width of a terminal.

    Args:
        width: columns.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """

    def __init__(self, width: int, colour: bool, unicode: bool) -> None:
        self.width, self.colour, self.unicode = width, colour, unicode
        self.lines: list[str] = []

    def style(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def bold(self, text: str) -> str:
        return self.style(text, "1")

    def title(self, text: str) -> None:
        """The first line, in bold; wrapped where it is long."""
        self.lines.extend(self.bold(line) for line in textwrap.wrap(text, self.width))
        self.gap()

    def heading(self, text: str) -> None:
        """The head of a part."""
        self.gap()
        self.lines.append(self.bold(text))

    def line(self, text: str, *, bold: bool = False) -> None:
        """One line of a table as it is."""
        self.lines.append(self.bold(text.rstrip()) if bold else text.rstrip())

    def gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def text(self, text: str, indent: str = "", *, dim: bool = False) -> None:
        for line in textwrap.wrap(
            text.replace(" %", _KEPT), self.width, initial_indent=indent, subsequent_indent=indent
        ):
            self.lines.append(self.style(line, "2") if dim else line)

    def row(self, label: str, value: str) -> None:
        wrapped = textwrap.wrap(value.replace(" %", _KEPT), max(20, self.width - 26)) or [""]
        self.lines.append(f"{self.bold(label.ljust(25))} {wrapped[0]}")
        self.lines.extend(" " * 26 + more for more in wrapped[1:])

    def block(self, text: str) -> None:
        if text:
            self.gap()
            self.lines.extend(text.splitlines())

    def render(self) -> str:
        text = "\n".join(self.lines).replace(_KEPT, " %")
        if self.unicode:
            return text
        for sign, plain in (("−", "-"), ("–", "-"), ("·", "-"), ("≥", ">="), ("…", "..."), ("→", "->"), ("×", "x")):
            text = text.replace(sign, plain)
        return text.encode("ascii", "replace").decode()
