"""A screen that breaks no word, so that an id or an address can be copied from one line."""

from __future__ import annotations

import textwrap
import unicodedata

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

    def render(self) -> str:
        """The lines as one text; where only ASCII is shown, letters of names without their marks: Gonçalves."""
        if not self.unicode:
            self.lines = [_plain(line) for line in self.lines]
        return super().render()

    def _wrapped(self, text: str, indent: str) -> list[str]:
        return textwrap.wrap(
            text,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


_LETTERS = str.maketrans(
    {"Ø": "O", "ø": "o", "Æ": "Ae", "æ": "ae", "ß": "ss", "Ł": "L", "ł": "l", "“": '"', "”": '"', "‘": "'", "’": "'"}
)


def _plain(line: str) -> str:
    """The line with letters and quotes in plain ASCII; signs stay, which ``Screen`` turns into plain ones."""
    apart = unicodedata.normalize("NFD", line.translate(_LETTERS))
    return "".join(each for each in apart if not unicodedata.combining(each))
