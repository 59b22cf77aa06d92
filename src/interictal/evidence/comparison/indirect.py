"""Indirect comparisons through placebo, only among trials with one outcome and one time; they say they are indirect."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from interictal.evidence.comparison.counted import counted_words
from interictal.evidence.comparison.selection import PLACEBO, Pair, Scale
from interictal.evidence.network import network
from interictal.evidence.tables import EventsArm, Kind, StudyTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Indirect:
    """Two treatments that no trial compared, through the placebo of their own trials.

    Args:
        first, second: names, in the fixed order.
        odds_ratio, low, high: of a fall by half, first against second.
        trials: names of the trials behind it.
    """

    first: str
    second: str
    odds_ratio: float
    low: float
    high: float
    trials: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What can be compared indirectly, and what not.

    Args:
        words: outcome and time of all its trials; "" where nothing can be compared.
        rows: every pair of its treatments.
        left_out: what is not in it, and why.
    """

    words: str
    rows: tuple[Indirect, ...]
    left_out: tuple[str, ...]


def indirect(of: Mapping[str, tuple[Pair, ...]]) -> Network:
    """The network among the treatments whose trials share outcome and time; the largest such group is taken.

    Args:
        of: name of the treatment, in the fixed order -> its trials against placebo.
    """
    groups: dict[Scale, list[str]] = {}
    for name, pairs in of.items():
        if pairs:
            groups.setdefault(pairs[0].scale, []).append(name)
    chosen = max(groups, key=lambda kind: len(groups[kind]), default=None)
    if chosen is None or len(groups[chosen]) < 2:
        return Network(words="", rows=(), left_out=tuple(_why(name, pairs, None) for name, pairs in of.items()))
    names = groups[chosen]
    first = of[names[0]][0]
    words = f"{counted_words(first.outcome, first.trial.id)}, {'about 24 weeks' if chosen[1] else 'about 12 weeks'}"
    arms: list[EventsArm] = []
    for name in names:
        for pair in of[name]:
            for treatment, count in ((name, pair.treated), (PLACEBO, pair.placebo)):
                arms.append(EventsArm(study=pair.trial.id, treatment=treatment, n=count.n, events=count.events))
    found = network(StudyTable(kind=Kind.EVENTS, rows=tuple(arms), columns={}), measure="OR", reference=PLACEBO)
    place = {each: at for at, each in enumerate(found.studies.treatments)}
    rows = []
    for one, other in combinations(names, 2):
        at = place[one], place[other]
        model = found.random
        rows.append(
            Indirect(
                first=one,
                second=other,
                odds_ratio=math.exp(model.estimate[at]),
                low=math.exp(model.ci_low[at]),
                high=math.exp(model.ci_high[at]),
                trials=tuple(dict.fromkeys(pair.trial.name for each in (one, other) for pair in of[each])),
            )
        )
    others = tuple(_why(name, pairs, words) for name, pairs in of.items() if name not in names)
    return Network(words=words, rows=tuple(rows), left_out=others)


def _why(name: str, pairs: tuple[Pair, ...], words: str | None) -> str:
    if not pairs:
        return f"{name}: no trial against placebo in this population counts a fall by half."
    own = f"{counted_words(pairs[0].outcome, pairs[0].trial.id)}, week {pairs[0].week}"
    if words is None:
        return f"{name}: {own}; no other treatment has the same outcome and time."
    return f"{name}: {own}; the others: {words}."
