"""Putting treatments side by side for one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from interictal.evidence.comparison.chances import baseline
from interictal.evidence.comparison.columns import Ground, column
from interictal.evidence.comparison.counted import counted_words
from interictal.evidence.comparison.direct import head_to_head
from interictal.evidence.comparison.indirect import indirect
from interictal.evidence.comparison.records import Role
from interictal.evidence.comparison.result import Comparison, WithPlacebo
from interictal.evidence.comparison.selection import Pair, Scale, Selected, responders
from interictal.evidence.comparison.sources_used import sources_of
from interictal.evidence.comparison.strata import Person, Stratum, person_of
from interictal.evidence.comparison.treatments import chosen, treatments
from interictal.evidence.comparison.words import limits, stratum_words
from interictal.profile import Profile


def compare(profile: Profile, treatment_ids: Iterable[str] | None = None, *, unconfirmed: bool = False) -> Comparison:
    """Put treatments side by side for one person.

    Args:
        profile: the person's answers; an empty one is somebody of whom nothing is known.
        treatment_ids: ids of the treatments; None for all. Which are chosen changes no number: what happens with
            placebo is pooled over the trials of all treatments that count the same outcome at the same time.
        unconfirmed: whether figures that were not seen at their source may be used; they are marked.

    Raises:
        InvalidInput: an unknown treatment; the message lists the known ones.
        NotSupported: a child.

    Source: ``interictal-comparison``.

    Unknown: see ``person_of`` in ``interictal.evidence.comparison.strata``, and ``judged`` in ``.exclusions``.
    """
    picked = chosen(treatment_ids)
    person = person_of(profile)
    stratum, pairs, without = _stratum(person, unconfirmed)
    placebo = _placebo(pairs)
    ground = Ground(
        profile=profile,
        person=person,
        stratum=stratum,
        responses={scale: each.baseline for scale, each in placebo.items()},
        unconfirmed=unconfirmed,
    )
    columns = tuple(column(each, pairs[each.id], ground) for each in picked)
    direct = head_to_head(picked, unconfirmed=unconfirmed)
    return Comparison(
        person=person,
        stratum=stratum,
        why=stratum_words(person, stratum, without, tuple(placebo.values())),
        placebo=tuple(placebo.values()),
        columns=columns,
        direct=direct,
        network=indirect({each.name: pairs[each.id].together for each in picked if each.role is Role.PREVENTIVE}),
        limits=limits(columns, person),
        unconfirmed=unconfirmed,
        sources=sources_of(columns, direct, tuple(placebo.values())),
    )


def _stratum(person: Person, unconfirmed: bool) -> tuple[Stratum, Mapping[str, Selected[Pair]], tuple[Stratum, ...]]:
    """The narrowest stratum with a placebo response, what its trials say, and the narrower ones without."""
    without: list[Stratum] = []
    for stratum in person.fitting[:-1]:
        pairs = _pairs(stratum, unconfirmed)
        if any(each.together for each in pairs.values()):
            return stratum, pairs, tuple(without)
        without.append(stratum)
    widest = person.fitting[-1]
    return widest, _pairs(widest, unconfirmed), tuple(without)


def _pairs(stratum: Stratum, unconfirmed: bool) -> dict[str, Selected[Pair]]:
    return {
        each.id: responders(each.drugs, stratum, left_out=(one.arm for one in each.left_out), unconfirmed=unconfirmed)
        for each in treatments().values()
    }


def _placebo(pairs: Mapping[str, Selected[Pair]]) -> dict[Scale, WithPlacebo]:
    """What happens with placebo, each trial once, by outcome and time; in the order of the treatments."""
    trials: dict[Scale, dict[str, Pair]] = {}
    for each in pairs.values():
        for pair in each.together:
            trials.setdefault(pair.scale, {}).setdefault(pair.trial.id, pair)
    return {
        scale: WithPlacebo(
            words=counted_words(first.outcome, first.trial.id),
            weeks=tuple(sorted({pair.week for pair in found.values()})),
            baseline=baseline({trial: pair.placebo for trial, pair in found.items()}),
            pairs=tuple(found.values()),
        )
        for scale, found in trials.items()
        for first in (next(iter(found.values())),)
    }
