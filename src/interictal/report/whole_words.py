"""A screen that breaks no word, so that an id or an address can be copied from one line."""

from __future__ import annotations

import textwrap

from interictal.report.screen import Screen

_KEPT = "\N{NO-BREAK SPACE}%"
"""As in ``Screen``: a percent sign that no line begins with."""


class WholeWords(Screen):
    """Lines on a terminal as in ``Screen``; a word longer than a line stands on its own, and is not broken."""

    def heading(self, text: str) -> None:
        """The head of a part; wrapped where it is long."""
        self.gap()
        self.lines.extend(self.bold(line) for line in self._wrapped(text, ""))

    def text(self, text: str, indent: str = "", *, dim: bool = False) -> None:
        for line in self._wrapped(text.replace(" %", _KEPT), indent):
            self.lines.append(self.style(line, "2") if dim else line)

    def _wrapped(self, text: str, indent: str) -> list[str]:
        return textwrap.wrap(
            text,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
