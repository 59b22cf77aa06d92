"""Which documents stand behind what a comparison shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from interictal.evidence.comparison.direct import HeadToHead
from interictal.evidence.comparison.result import Column, WithPlacebo
from interictal.evidence.library import value


def sources_of(
    columns: Sequence[Column], direct: Sequence[HeadToHead], placebo: Sequence[WithPlacebo]
) -> tuple[str, ...]:
    """Ids of the register, without places, in the order of the alphabet."""
    cited = [
        *(each for one in columns for each in _of_column(one)),
        *(each for one in direct for each in _of_trial(one)),
        *_of_values(each for one in placebo for pair in one.pairs for each in pair.placebo.values),
    ]
    return tuple(sorted({each.partition("#")[0] for each in cited}))


def _of_column(one: Column) -> Iterator[str]:
    treatment = one.treatment
    yield from (each.source for each in (treatment.given, treatment.acts, treatment.lasts, treatment.judge))
    yield treatment.certainty.why.source
    yield from (each.source for each in treatment.acute)
    yield from (each.why.source for each in one.judged)
    if one.response is not None:
        for pair in one.response.pairs:
            yield from _of_values((*pair.treated.values, *pair.placebo.values))
    if one.stopping is not None:
        yield from one.stopping.study.source
    if one.gained is not None:
        for difference in one.gained.differences:
            yield from _of_values(difference.values)
        if one.gained.synthesis is not None:
            yield one.gained.synthesis.source
    yield from (each for effect in one.side_effects for each in effect.source)
    yield from (each for effect in one.stopping_seen for each in effect.source)
    yield from (each for seen in (*one.closer_seen, *one.seen) for each in _of_values(seen.values))
    yield from (each for closer in one.closer for each in _of_values(closer.difference.values))
    yield from (each.source for each in (*one.published, *one.elsewhere))


def _of_trial(one: HeadToHead) -> Iterator[str]:
    yield one.trial.source
    yield from (each for row in one.rows for each in _of_values(row.values))


def _of_values(identifiers: Iterable[str]) -> Iterator[str]:
    return (value(each).source for each in identifiers)
