"""The studies of a network, each as the differences between every two of its treatments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import cast

import numpy as np

from interictal.errors import InvalidInput, shown
from interictal.evidence.network.arms import IntArray, alphabetical, arms_of
from interictal.evidence.synthesis.distributions import FloatArray
from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm, StudyTable

LARGEST = 1e100
"""No difference and no standard error may be larger, and no standard error smaller than its inverse: beyond it, their
squares cannot be calculated with."""

FARTHEST = 1e10
"""An effect may be so many of its standard errors from 0: beyond, its digits do not reach down to its error."""


@dataclass(frozen=True, slots=True, eq=False)
class Studies:
    """The studies of a network.

    Args:
        treatments: in alphabetical order.
        names: of the studies, in the order of the table.
        designs: for each study, the positions of its treatments, ascending.
        study, first, second: for each difference its study and its two treatments, as positions, first < second;
            shape (differences,). Differences of one study stand together, pairs in ascending order.
        effect: first minus second, ratios on the log scale, shape (differences,).
        variance: sampling variances, shape (differences,).
        people: in all arms, by treatment; None where the table does not say.
        notes: what was left out, in words.
    """

    treatments: tuple[str, ...]
    names: tuple[str, ...]
    designs: tuple[tuple[int, ...], ...]
    study: IntArray
    first: IntArray
    second: IntArray
    effect: FloatArray
    variance: FloatArray
    people: tuple[int, ...] | None
    notes: tuple[str, ...]

    @property
    def several_arms(self) -> bool:
        """Whether a study has three arms or more."""
        return any(len(design) > 2 for design in self.designs)


def studies_of(table: StudyTable, measure: str) -> Studies:
    """The studies of a table as differences.

    Args:
        table: arms or differences.
        measure: OR, RR, RD, MD or SMD; for differences it is only a name.

    Returns:
        The studies; what ``arms_of`` leaves out is said in the notes.

    Raises:
        InvalidInput: a trial of several arms without all of its differences, or numbers that cannot be calculated
            with.
        DataUnavailable: no study is left.
    """
    if table.kind is Kind.CONTRASTS:
        return _from_contrasts(cast(tuple[Contrast, ...], table.rows))
    return _from_arms(cast("tuple[EventsArm, ...] | tuple[MeansArm, ...]", table.rows), measure)


def _from_contrasts(rows: tuple[Contrast, ...]) -> Studies:
    treatments = sorted({name for row in rows for name in (row.treat1, row.treat2)}, key=alphabetical)
    position = {name: at for at, name in enumerate(treatments)}
    held: dict[str, list[tuple[int, int, float, float]]] = {}
    for row in rows:
        one, other = position[row.treat1], position[row.treat2]
        found = (one, other, row.te, row.se) if one < other else (other, one, -row.te, row.se)
        held.setdefault(row.study, []).append(found)
    for name, pairs in held.items():
        if len(pairs) > 1:
            pairs.sort()
            _complete(name, pairs, treatments)
    first, second, effect, se = zip(*(pair for pairs in held.values() for pair in pairs), strict=True)
    counts = [len(pairs) for pairs in held.values()]
    study = np.repeat(np.arange(len(counts)), counts)
    spread = np.array(se)
    wrong = (spread > LARGEST) | (spread < 1 / LARGEST) | (np.abs(effect) > LARGEST)
    if wrong.any():
        allowed = f"differences up to {LARGEST:g} and standard errors from {1 / LARGEST:g} to {LARGEST:g}"
        raise InvalidInput("study", list(held)[int(study[wrong.argmax()])], allowed, "Use another unit.")
    _near_enough(list(held), study, np.abs(effect), spread)
    return Studies(
        treatments=tuple(treatments),
        names=tuple(held),
        designs=tuple(
            pairs[0][:2] if len(pairs) == 1 else tuple(sorted({at for pair in pairs for at in pair[:2]}))
            for pairs in held.values()
        ),
        study=study,
        first=np.array(first),
        second=np.array(second),
        effect=np.array(effect),
        variance=spread**2,
        people=None,
        notes=(),
    )


def _near_enough(names: Sequence[str], study: IntArray, effect: FloatArray, se: FloatArray) -> None:
    far = effect > FARTHEST * se
    if far.any():
        allowed = f"effects of at most {FARTHEST:g} of their standard errors"
        raise InvalidInput(
            "study", names[int(study[far.argmax()])], allowed, "Correct its standard errors or deviations."
        )


def _complete(study: str, pairs: Sequence[tuple[int, int, float, float]], treatments: Sequence[str]) -> None:
    """A trial of several arms is used only with the differences between every two of them."""
    held = {pair[:2] for pair in pairs}
    wanted = list(combinations(sorted({at for pair in held for at in pair}), 2))
    missing = [pair for pair in wanted if pair not in held]
    if missing:
        named = ", ".join(f"{shown(treatments[one])} against {shown(treatments[other])}" for one, other in missing[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        arms = len({at for pair in held for at in pair})
        allowed = f"all {len(wanted)} differences of its {arms} treatments; missing: {named}{more}"
        do = "Add them; different trials need different names."
        raise InvalidInput("study", study, allowed, do)


def _from_arms(rows: tuple[EventsArm, ...] | tuple[MeansArm, ...], measure: str) -> Studies:
    with np.errstate(all="ignore"):  # what overflows is refused below
        arms = arms_of(rows, measure)
    counts = np.bincount(arms.study)
    starts = np.cumsum(counts) - counts
    triangles = {int(count): np.triu_indices(int(count), 1) for count in set(counts.tolist())}
    pairs = [
        (start + triangles[count][0], start + triangles[count][1])
        for start, count in zip(starts, counts.tolist(), strict=True)
    ]
    one, other = (np.concatenate(side) for side in zip(*pairs, strict=True))
    study = arms.study[one]
    with np.errstate(all="ignore"):
        effect = arms.effect[one] - arms.effect[other]
        variance = arms.variance[one] + arms.variance[other] + arms.shared[study] * effect**2
        wrong = ~((variance > LARGEST**-2) & (variance < LARGEST**2) & (np.abs(effect) < LARGEST))
    if wrong.any():
        name = arms.studies[int(study[wrong.argmax()])]
        allowed = "a spread in one of every two arms, and numbers that can be squared"
        raise InvalidInput("study", name, allowed, "Correct the standard deviations; 0 is seldom right.")
    largest = np.maximum(np.abs(arms.effect[one]), np.abs(arms.effect[other]))
    _near_enough(arms.studies, study, largest, np.sqrt(variance))
    return Studies(
        treatments=arms.treatments,
        names=arms.studies,
        designs=tuple(tuple(design.tolist()) for design in np.split(arms.treatment, starts[1:])),
        study=study,
        first=arms.treatment[one],
        second=arms.treatment[other],
        effect=effect,
        variance=variance,
        people=arms.people,
        notes=arms.notes,
    )
