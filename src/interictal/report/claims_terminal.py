"""Claims on the terminal: all verdicts first, then each claim with its figures and sources."""

from __future__ import annotations

from collections.abc import Sequence

from interictal import INTENDED_USE
from interictal.evidence.claims import Statement
from interictal.report.claim_words import VERDICT, age_words, cited, figure_words, standing
from interictal.report.patient_words import UNCONFIRMED
from interictal.report.screen import Screen
from interictal.report.words import citation

_NAME_COLUMNS = 28
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def claims_terminal(wanted: Sequence[Statement], *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """The statements as lines of at most ``width`` characters.

    Args:
        wanted: what to show.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = Screen(width, colour, unicode)
    screen.title("What patients are told, and what the literature says of it")
    for one in wanted:
        screen.line(f"{one.id.ljust(_NAME_COLUMNS)} {_verdict(one)}")
    for one in wanted:
        _claim(screen, one)
    screen.heading("Sources")
    for each in map(citation, cited(wanted)):
        where = f" doi:{each.doi}" if each.doi else f" {each.url}" if each.url else ""
        mark = f" ({each.status})" if each.status else ""
        screen.text(f"{each.id}: {each.text}.{where}{mark}", "  ")
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    if not unicode:
        screen.lines = [line.translate(_QUOTES) for line in screen.lines]
    return screen.render()


def _claim(screen: Screen, one: Statement) -> None:
    letter = f" ({one.letter})" if one.letter else ""
    screen.heading(f"{one.id}{letter}: {_verdict(one)}")
    screen.text(f"“{one.title}”" if one.verdict else one.title, "  ")
    screen.gap()
    for plain in one.plain:
        screen.text(plain.text if plain.confirmed else f"{plain.text} {UNCONFIRMED}", "  ")
    if one.why:
        screen.gap()
        screen.text(f"Why: {one.why}", "  ")
    for part in one.parts:
        screen.text(f"{part.about}: {VERDICT[part.verdict]}. {part.why}", "    ")
    screen.gap()
    for figure in one.figures:
        screen.text(f"{figure.text}: {figure_words(figure)} [{figure.source}, {standing(figure)}]", "    ")
    screen.text(age_words(one), "  ", dim=True)


def _verdict(one: Statement) -> str:
    return VERDICT[one.verdict] if one.verdict else "a fact, not a claim"
