"""Published pooled results: what reviews found, each with its source, and whether it can be worked out again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.evidence.library.cells import Cells, rows
from interictal.evidence.library.event_terms import event_words
from interictal.evidence.library.records import MEASURES, POPULATIONS, Status, Synthesis
from interictal.evidence.library.selection import outcomes

RATIOS = ("OR", "RR")
FIGURES = {
    "estimate": "the estimate",
    "low": "its limits",
    "high": "its limits",
    "control": "the comparison group",
    "i2_percent": "the heterogeneity",
    "k": "the number of trials",
    "n": "the number of people",
}
"""A field that holds a figure, and may be unseen -> what it is, in words."""

_SPELT = (
    (r"_(\d+)_(\d+)$", r", \1 to \2"),
    ("_per_month$", " in a month"),
    ("_month$", " in a month"),
    ("_28$", " in 28 days"),
    ("_", " "),
)
"""Parts of an outcome's id, and how they are spelt for a person."""

_FILE = Path(__file__).parent / "data" / "syntheses.csv"
_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_HUNDRED = Decimal(100)


@cache
def syntheses() -> Mapping[str, Synthesis]:
    """All published pooled results by id, in the order of their file.

    Raises:
        InvalidInput: see ``read``.
    """
    return read(_FILE)


def read(path: Path) -> dict[str, Synthesis]:
    """The pooled results in a file, by id.

    Raises:
        InvalidInput: a result without a source in the register, without the place where it was seen, verified without
            a tier or on a copy alone; limits that do not hold the estimate between them; a cell that is not allowed.
    """
    return {each.id: each for each in rows(path, Synthesis, _synthesis)}


def synthesis(identifier: str) -> Synthesis:
    """One pooled result.

    Raises:
        InvalidInput: there is none of this id.
    """
    found = syntheses().get(identifier)
    if found is None:
        raise InvalidInput(
            "id", identifier, "the id of a published pooled result", "See `interictal evidence syntheses`."
        )
    return found


def select_syntheses(
    *, drugs: Iterable[str] = (), outcomes: Iterable[str] = (), population: str | None = None
) -> tuple[Synthesis, ...]:
    """The pooled results about any of the drugs, with any of the outcomes, in the population.

    Args:
        drugs: canonical names; none: all.
        outcomes: ids; none: all.
        population: one of ``POPULATIONS``; None: all.

    Returns:
        Results in the order of their file; empty where none fits.
    """
    wanted, measured = set(drugs), set(outcomes)
    return tuple(
        each
        for each in syntheses().values()
        if (not wanted or wanted & set(each.drugs))
        and (not measured or each.outcome in measured)
        and population in (None, each.population)
    )


def in_words(one: Synthesis) -> str:
    """The result on one line: ``MD -2.0 (95 % CI -2.8 to -1.1)``; what was not seen says so."""
    percent = one.measure == "percent"
    if one.estimate is None:
        text = f"{one.measure}: {one.interval}"
    else:
        text = f"{one.estimate} %" if percent else f"{one.measure} {one.estimate}"
        text += _doubt(one, "estimate")
    if one.control is not None:
        text += f" against {one.control} %{_doubt(one, 'control')}"
    if one.low is not None:
        text += f" ({one.interval} {one.low} to {one.high}{_doubt(one, 'low')})"
    return text if one.status is not Status.UNCONFIRMED else f"{text}, unconfirmed"


def outcome_words(outcome: str) -> str:
    """What a review measured, for a person; worded as the library's outcomes and events where it is one of them."""
    measured, comma, when = outcome.partition(", ")
    if measured in outcomes():
        words = outcomes()[measured].words
    else:
        try:
            words = event_words(measured).lower()
        except InvalidInput:
            words = measured
            for pattern, spelt in _SPELT:
                words = re.sub(pattern, spelt, words)
    return f"{words}{comma}{when}"


def size_in_words(one: Synthesis) -> str:
    """Trials and people: ``2 trials, 1384 people``; what was not seen says so, what is unknown is left out."""
    trials = "" if one.k is None else f"{one.k} trial{'' if one.k == 1 else 's'}{doubt(one, 'k')}"
    people = "" if one.n is None else f"{one.n} people{doubt(one, 'n')}"
    return ", ".join(filter(None, (trials, people)))


def unseen_words(one: Synthesis) -> str:
    """What of a result that was seen was not: ``its limits, the number of people``; "" where all was."""
    return ", ".join(dict.fromkeys(FIGURES[each] for each in one.unseen))


def doubt(one: Synthesis, field: str) -> str:
    """The word behind the figure of a field: ``" (unconfirmed)"``, or nothing where it was seen."""
    return " (unconfirmed)" if one.status is Status.UNCONFIRMED or field in one.unseen else ""


def _doubt(one: Synthesis, field: str) -> str:
    return ", unconfirmed" if field in one.unseen else ""


def _synthesis(cell: Cells) -> Synthesis:
    if not _ID.fullmatch(cell.text("id")):
        raise cell.wrong("id", "letters and digits, with hyphens")
    status, tier, _ = cell.standing()
    measure = cell.one_of("measure", MEASURES)
    found = Synthesis(
        id=cell.text("id"),
        drugs=tuple(cell.text("drugs").split()),
        comparison=cell.text("comparison"),
        population=cell.one_of("population", POPULATIONS),
        population_words=cell.text("population_words"),
        outcome=cell.text("outcome"),
        measure=measure,
        estimate=cell.number("estimate"),
        low=cell.number("low"),
        high=cell.number("high"),
        interval=cell.free("interval"),
        control=cell.number("control"),
        i2_percent=cell.number("i2_percent"),
        k=cell.whole("k", 1),
        n=cell.whole("n", 1),
        method=cell.free("method"),
        source=cell.source("source"),
        seen=cell.text("seen", "where the result was seen, in words or as an address"),
        status=status,
        tier=tier,
        unseen=tuple(cell.free("unseen").split()),
        reproduced=cell.text("reproduced", "the test that works it out again, or why none can"),
        note=cell.free("note"),
    )
    _check(cell, found)
    return found


def _check(cell: Cells, one: Synthesis) -> None:
    for column in _scales(one.measure):
        value = getattr(one, column)
        if value is not None and one.measure in RATIOS and value <= 0:
            raise cell.wrong(column, f"more than 0, for {one.measure}")
        if value is not None and one.measure not in RATIOS and not 0 <= value <= _HUNDRED:
            raise cell.wrong(column, "0 to 100 percent")
    if one.control is not None and one.measure != "percent":
        raise cell.wrong("control", "nothing but beside a percent")
    if (one.low is None) != (one.high is None) or (one.low is not None and one.estimate is None):
        raise cell.wrong("low", "both limits of an estimate, or none")
    limits = [each for each in (one.low, one.estimate, one.high) if each is not None]
    if limits != sorted(limits):
        raise cell.wrong("estimate", "between its limits")
    if not one.interval and (one.low is not None or one.estimate is None):
        raise cell.wrong("interval", "what the limits are, or the words that stand for a number")
    if one.i2_percent is not None and not 0 <= one.i2_percent <= _HUNDRED:
        raise cell.wrong("i2_percent", "0 to 100 percent")
    if one.unseen and one.status is Status.UNCONFIRMED:
        raise cell.wrong("unseen", "nothing, where the whole result is unconfirmed")
    for field in one.unseen:
        if field not in FIGURES or getattr(one, field) is None:
            raise cell.wrong("unseen", "names of columns that hold a figure")


def _scales(measure: str) -> tuple[str, ...]:
    """The columns whose figures have a natural limit."""
    return ("estimate", "low", "high", "control") if measure in (*RATIOS, "percent") else ()
