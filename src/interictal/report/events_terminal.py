"""Rates of side effects on the terminal: each arm asked for, and beside it the other arms of its study."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from interictal.evidence.library.event_wording import KINDS, rate_words, treated_words
from interictal.evidence.library.events import AdverseEventRate, event_words, side_by_side
from interictal.report.library_terminal import LEGEND, WHY, ended, started
from interictal.report.whole_words import WholeWords
from interictal.report.words import plural

EXACT = (
    "95 % interval: exact (Clopper and Pearson), worked out by us from the people counted; none where no count was "
    "seen. Where nothing stands beside an arm, its study had no other arm, or its rate was not seen."
)
APART = "Rates of different studies are not a comparison: people, doses and ways of asking differ."


def events_terminal(found: Sequence[AdverseEventRate], *, width: int, colour: bool, unicode: bool) -> str:
    """The rates by study, kind and event; kinds never stand in one list."""
    open_ones = sum(not each.confirmed for each in found)
    said = f"{plural(len(found), 'rate', 'rates')} of side effects, {open_ones} of them unconfirmed"
    screen = started(said, width, colour, unicode)
    for _, in_study in groupby(side_by_side(found), key=lambda each: (each[0].study, each[0].indication)):
        study = list(in_study)
        screen.heading(f"{study[0][0].study}: {treated_words(study[0][0])}")
        for kind, of_kind in groupby(study, key=lambda each: each[0].kind):
            screen.text(f"side effects {KINDS[kind]}", "  ")
            for event, of_event in groupby(of_kind, key=lambda each: each[0].event):
                screen.text(f"{event_words(event)} [{event}]", "    ")
                _event(screen, list(of_event))
        sources = dict.fromkeys(one.source for one, _ in study)
        screen.text(f"source{'s' if len(sources) > 1 else ''}: {', '.join(sources)}", "  ", dim=True)
    return ended(screen, EXACT, APART, LEGEND, WHY)


def _event(screen: WholeWords, rates: Sequence[tuple[AdverseEventRate, bool]]) -> None:
    """The arms, each with its note; a note of all of them stands once, below them."""
    notes = {one.note for one, _ in rates}
    shared = rates[0][0].note if len(notes) == 1 else ""
    for one, asked in rates:
        screen.text(_line(one, asked), "      ", dim=not asked)
        if one.note and not shared:
            screen.text(one.note, "        ", dim=True)
    if shared:
        screen.text(shared, "      ", dim=True)


def _line(one: AdverseEventRate, asked: bool) -> str:
    observed = f", {one.exposure}" if one.exposure else ""
    return f"{'' if asked else 'beside it, '}{one.arm}{observed}: {rate_words(one)} [{one.id}]"
