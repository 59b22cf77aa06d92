"""Where something comes from, on the terminal: the figure, its document, and what it was worked out from."""

from __future__ import annotations

from collections.abc import Sequence

from interictal import INTENDED_USE
from interictal.evidence.library.tracing import Trace
from interictal.evidence.library.wording import signed
from interictal.report.whole_words import WholeWords
from interictal.sources import source

HOLDS_SHOWN = 40
"""What belongs to one thing that is listed; the JSON document has all."""

HOLDS = {
    "value": "what rests on it",
    "arm": "its figures",
    "trial": "its arms, and the analyses of its patients",
    "outcome": "trials with figures of it",
    "synthesis": "the trials in it",
    "treatment": "arms that are left out",
    "source": "what rests on it",
}
"""Kind of a thing -> what is listed below it."""


def why_terminal(found: Sequence[Trace], *, width: int, colour: bool, unicode: bool) -> str:
    """The traces as lines of at most ``width`` characters.

    Args:
        found: at least one.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = WholeWords(width, colour, unicode)
    shown: set[str] = set()
    above = ""
    for one in found:
        screen.heading(f"{one.kind}: {one.id}")
        _traced(screen, one, above)
        for each in one.rests_on:
            _rests(screen, each, one.source, "  ", shown)
        if one.holds:
            screen.text(f"{HOLDS[one.kind]}:", "  ")
        for identifier, text in one.holds[:HOLDS_SHOWN]:
            screen.text(f"{identifier}: {signed(text)}", "    ")
        more = len(one.holds) - HOLDS_SHOWN
        if more > 0:
            screen.text(f"and {more} more (--json lists them)", "    ")
        above = one.source
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def _traced(screen: WholeWords, one: Trace, above: str) -> None:
    if one.kind != "source":
        screen.text(one.title, "  ")
    if one.figure or one.status:
        screen.text(_figure(one), "  ")
    for label, text in one.details:
        screen.text(f"{label}: {text}", "  ")
    if one.source and one.source == above:
        screen.text(f"source: as above [{above}]", "  ")
    _provenance(screen, one, above, "  ")


def _rests(screen: WholeWords, one: Trace, above: str, indent: str, shown: set[str]) -> None:
    """What it rests on, one level deeper; what was told before is not told again.

    Args:
        above: the source of what rests on it, which need not be told again.
        shown: ids told so far; this one is added.
    """
    if one.kind == "fact":
        screen.text(f"{one.title}: {_figure(one)}", indent)
    else:
        known = one.id in shown
        screen.text(f"rests on {one.id}: {_figure(one)}{', as above' if known else ''}", indent)
        if known:
            return
        shown.add(one.id)
        screen.text(one.title, f"{indent}  ")
    _provenance(screen, one, above, f"{indent}  ")
    for each in one.rests_on:
        _rests(screen, each, one.source, f"{indent}  ", shown)


def _provenance(screen: WholeWords, one: Trace, above: str, indent: str) -> None:
    told = (
        ("source", _document(one.source) if one.source and one.source != above else ""),
        ("seen", one.seen),
        ("worked out", one.derivation),
        ("note", one.note),
    )
    for label, text in told:
        if text:
            screen.text(f"{label}: {text}", indent)


def _figure(one: Trace) -> str:
    said, shown = standing(one), signed(one.figure)
    return f"{shown} ({said})" if shown and said else shown or said


def standing(one: Trace) -> str:
    """Status and tier in words: ``verified, tier A``."""
    return f"{one.status}, tier {one.tier}" if one.tier else one.status


def _document(cited: str) -> str:
    one = source(cited)
    named = ((f"doi:{one.doi}", one.doi), (f"PMID {one.pmid}", one.pmid), (one.url, one.url))
    return ", ".join((f"{one.citation} [{cited}]", *(text for text, known in named if known)))
