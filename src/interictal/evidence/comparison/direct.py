"""Trials that compared two of the treatments with each other, as they are: both arms, nothing pooled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from interictal.evidence.comparison.chances import odds_ratio
from interictal.evidence.comparison.records import Treatment
from interictal.evidence.comparison.selection import RESPONSE, Count, arms_of, counted, figure, roots
from interictal.evidence.library import outcomes, trials, values
from interictal.evidence.library.records import Arm, Trial

OUTCOMES = (
    *RESPONSE,
    "responder_hit6_ge5",
    "withdrawal_adverse_event",
    "withdrawal_ineffective",
    "completed_randomised_treatment",
)
"""Outcomes shown of a head-to-head trial, in this order."""

_DESIGNS = ("double-blind", "open", "crossover")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One outcome of a head-to-head trial at one time.

    Args:
        outcome, words: id, and what it is.
        week: from the start; None where it does not apply.
        first, second: people of each arm; None where they cannot be counted.
        first_percent, second_percent: as printed; None where not seen.
        odds_ratio: first against second with its 95 % interval; None without counts, and in a crossover trial, whose
            people are the same in both.
        values: ids of the values.
        confirmed: whether every figure was seen at its source.
    """

    outcome: str
    words: str
    week: int | None
    first: Count | None
    second: Count | None
    first_percent: Decimal | None
    second_percent: Decimal | None
    odds_ratio: tuple[float, float, float] | None
    values: tuple[str, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadToHead:
    """One trial of two treatments.

    Args:
        trial: see the library.
        first, second: names of the treatments, in the fixed order.
        rows: what was read; () where no figure was.
    """

    trial: Trial
    first: str
    second: str
    rows: tuple[Row, ...]


def head_to_head(treatments: Sequence[Treatment], *, unconfirmed: bool = False) -> tuple[HeadToHead, ...]:
    """Every randomised trial of two of the treatments, in the order of the library, whatever its population.

    Args:
        treatments: in the fixed order.
        unconfirmed: whether values that were not seen at their source may be shown.
    """
    found: list[HeadToHead] = []
    for trial in trials().values():
        if trial.design not in _DESIGNS:
            continue
        for first, second in combinations(treatments, 2):
            pair = arms_of(trial, first.drugs), arms_of(trial, second.drugs)
            if pair[0] and pair[1]:
                rows = tuple(_rows(trial, first, second, unconfirmed))
                found.append(HeadToHead(trial=trial, first=first.name, second=second.name, rows=rows))
    return tuple(found)


def _rows(trial: Trial, first: Treatment, second: Treatment, unconfirmed: bool) -> Iterator[Row]:
    """The outcomes of a trial, and of further papers on the same people."""
    papers = [
        each for each in trials().values() if each.design == "secondary" and roots(each.id) == frozenset((trial.id,))
    ]
    seen: set[tuple[str, int | None]] = set()
    for paper in (trial, *papers):
        pair = arms_of(paper, first.drugs), arms_of(paper, second.drugs)
        for outcome in OUTCOMES:
            for week in sorted(
                {each.week for each in values() if each.trial == paper.id and each.outcome == outcome},
                key=lambda week: -1 if week is None else week,
            ):
                row = _row(trial, pair, outcome, week, unconfirmed)
                if row is not None and (outcome, week) not in seen:
                    seen.add((outcome, week))
                    yield row


def _row(
    trial: Trial, pair: tuple[tuple[Arm, ...], tuple[Arm, ...]], outcome: str, week: int | None, unconfirmed: bool
) -> Row | None:
    """None where an arm of the two has neither a count nor a percentage."""
    sides = []
    for several in pair:
        arm = next(iter(several), None)
        count = None if arm is None else counted(arm, outcome, week, unconfirmed=unconfirmed)
        percent = None if arm is None else figure(arm.id, outcome, week, "percent", unconfirmed=unconfirmed)
        if count is None and percent is None:
            return None
        sides.append((count, percent))
    (first, first_percent), (second, second_percent) = sides
    behind = [each for each in (first_percent, second_percent) if each is not None]
    countable = first is not None and second is not None and trial.design != "crossover"
    return Row(
        outcome=outcome,
        words=outcomes()[outcome].words,
        week=week,
        first=first,
        second=second,
        first_percent=None if first_percent is None else first_percent.value,
        second_percent=None if second_percent is None else second_percent.value,
        odds_ratio=odds_ratio(first, second) if countable and first and second else None,
        values=tuple(
            dict.fromkeys(
                (*(each for one in (first, second) if one is not None for each in one.values), *(v.id for v in behind))
            )
        ),
        confirmed=all(one is None or one.confirmed for one in (first, second)) and all(v.confirmed for v in behind),
    )
