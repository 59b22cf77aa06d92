"""What each arm of a study says on the scale of a measure, so that arms of one study differ by its effects.

Empty cells are treated as the reference program of network meta-analysis treats them, which for risk ratio and risk
difference is not how the one of pairwise meta-analysis does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interictal.errors import DataUnavailable, InvalidInput, shown
from interictal.evidence.synthesis.distributions import FloatArray
from interictal.evidence.synthesis.effects import HALF, Events, Means, arm_level, small_sample_correction
from interictal.evidence.tables import EventsArm, MeansArm

IntArray = NDArray[np.intp]


_NAMED = 8


def listed(names: Sequence[str]) -> str:
    """Names in a message; many are counted."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(map(shown, names[:_NAMED])) + more


def alphabetical(name: str) -> tuple[str, str]:
    """The key by which treatments are sorted: capital letters do not come first."""
    return name.casefold(), name


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """Arms by study, those of one study together, treatments ascending.

    Two arms of one study differ by ``effect[i] - effect[j]``, with the sampling variance
    ``variance[i] + variance[j] + shared * (effect[i] - effect[j])**2``.

    Args:
        treatments: in alphabetical order.
        studies: names, in the order of the table.
        study, treatment: positions, shape (arms,).
        effect, variance: on the scale of the measure, shape (arms,).
        shared: what the arms of a study share because they are standardised by one standard deviation,
            shape (studies,); 0 elsewhere.
        people: in all arms, by treatment.
        notes: what was left out, in words.
    """

    treatments: tuple[str, ...]
    studies: tuple[str, ...]
    study: IntArray
    treatment: IntArray
    effect: FloatArray
    variance: FloatArray
    shared: FloatArray
    people: tuple[int, ...]
    notes: tuple[str, ...]


def arms_of(rows: tuple[EventsArm, ...] | tuple[MeansArm, ...], measure: str) -> Arms:
    """The arms of a table on the scale of a measure.

    Args:
        rows: the arms, two or more for each study.
        measure: OR (log odds), RR (log risk), RD (risk), MD (mean) or SMD (mean in standard deviations).

    Returns:
        The arms. 1/2 is added to the cells of a study in which one of them is empty: for RR to the people with the
        event and to all people, for RD in the variance alone. A study in which nobody had the event (OR, RR), or
        everybody (OR), in every arm says nothing of a ratio; it is left out and named.

    Raises:
        InvalidInput: an SMD that does not exist.
        DataUnavailable: no study is left.

    Source: variances of log odds, log risk and risk: ``viechtbauer-2010``. SMD: the standard deviation is pooled
        over all arms, so that the differences of a study add up, with the covariances of ``gleser-olkin-2009`` and
        the exact correction of ``hedges-1981``.
    """
    studies = list(dict.fromkeys(row.study for row in rows))
    place = {name: at for at, name in enumerate(studies)}
    ordered: list[EventsArm | MeansArm] = sorted(rows, key=lambda row: (place[row.study], alphabetical(row.treatment)))
    study = np.array([place[row.study] for row in ordered])
    n = np.array([row.n for row in ordered], dtype=np.float64)
    kept = np.ones(len(studies), dtype=np.bool_)
    shared = np.zeros(len(studies))
    if isinstance(ordered[0], EventsArm):
        events = Events([row.events for row in ordered if isinstance(row, EventsArm)], n)
        effect, variance, kept = _of_events(events, study, measure)
    else:
        found = [row for row in ordered if isinstance(row, MeansArm)]
        means = Means(n, [row.mean for row in found], [row.sd for row in found])
        if measure == "SMD":
            effect, variance, shared = _standardised(means, study, studies)
        else:
            effect, variance = arm_level(measure, means)
    return _kept(ordered, studies, kept, study, effect, variance, shared, measure)


def _of_events(events: Events, study: IntArray, measure: str) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """Effect and variance of each arm, and which studies say something."""
    count, nobody = np.bincount(study), np.bincount(study, events.events == 0)
    everybody = np.bincount(study, events.events == events.n)
    add = np.where(nobody + everybody > 0, HALF, 0.0)[study]
    with_event, people = events.events + add, events.n + add
    without = events.n - events.events
    if measure == "RD":
        variance = with_event * (without + add) / (people + add) ** 3
        return events.events / events.n, variance, np.ones(len(count), dtype=np.bool_)
    if measure == "RR":
        kept = nobody < count
        # Two arms in which everybody had the event would differ by nothing, with certainty: there the half is not
        # added to the events in the variance.
        certain = (without == 0) & (everybody > 1)[study]
        safe = np.where(kept[study], with_event, 1.0)
        variance = np.where(certain, add / (events.n * people), without / (safe * people))
        return np.log(safe / people), variance, kept
    effect, variance = arm_level("OR", events, increment=add)
    return effect, variance, (nobody < count) & (everybody < count)


def _standardised(means: Means, study: IntArray, names: list[str]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Effect and variance of each arm, and what the arms of each study share."""
    people, arms = np.bincount(study, means.n), np.bincount(study)
    df = people - arms
    few = df < 2
    if few.any():
        name = names[int(few.argmax())]
        allowed = "two people or more beyond one for each arm, for SMD"
        raise InvalidInput("n", f"{people[few][0]:g} in all arms of study {name}", allowed, "Use MD.")
    pooled = np.bincount(study, (means.n - 1) * means.sd**2) / df
    if (pooled == 0).any():
        name = names[int((pooled == 0).argmax())]
        allowed = "more than 0 in one of its arms for SMD"
        raise InvalidInput("sd", f"0 in study {name}", allowed, "Correct the cells, or use MD.")
    factor = small_sample_correction(df) / np.sqrt(pooled)
    # Measured from the mean of the study, so that nothing is lost where means are far larger than their differences.
    centre = np.bincount(study, means.n * means.mean) / people
    return (means.mean - centre[study]) * factor[study], 1 / means.n, 1 / (2 * people)


def _kept(
    rows: list[EventsArm | MeansArm],
    studies: list[str],
    kept: NDArray[np.bool_],
    study: IntArray,
    effect: FloatArray,
    variance: FloatArray,
    shared: FloatArray,
    measure: str,
) -> Arms:
    stays = kept[study]
    left = [row for row, here in zip(rows, stays, strict=True) if here]
    if not left:
        raise DataUnavailable(
            "No study is left: in each one nobody, or everybody, had the event in every arm, "
            "which says nothing of a ratio. Use RD."
        )
    treatments = sorted({row.treatment for row in left}, key=alphabetical)
    position = {name: at for at, name in enumerate(treatments)}
    treatment = np.array([position[row.treatment] for row in left])
    notes = []
    if not kept.all():
        gone = [name for name, here in zip(studies, kept, strict=True) if not here]
        notes.append(f"Left out, because nobody or everybody had the event in every arm: {listed(gone)}.")
    lost = sorted({row.treatment for row in rows} - set(treatments), key=alphabetical)
    if lost:
        notes.append(f"Treatments that are in no other study, and so in no comparison: {listed(lost)}.")
    notes += _small_samples(left) if measure == "SMD" else _empty_cells(left, measure)
    people = np.bincount(treatment, [row.n for row in left])
    return Arms(
        treatments=tuple(treatments),
        studies=tuple(name for name, here in zip(studies, kept, strict=True) if here),
        study=(np.cumsum(kept) - 1)[study][stays],
        treatment=treatment,
        effect=effect[stays],
        variance=variance[stays],
        shared=shared[kept],
        people=tuple(int(each) for each in people),
        notes=tuple(notes),
    )


_ADDED = {
    "OR": "to people with and to people without the event",
    "RR": "to people with the event and to all people",
    "RD": "for the variance alone, to people with and to people without the event",
}


def _empty_cells(rows: Sequence[EventsArm | MeansArm], measure: str) -> list[str]:
    """In how many studies 1/2 was added, and the treatments whose ratios rest on that alone."""
    arms = [row for row in rows if isinstance(row, EventsArm)]
    studies = {arm.study for arm in arms if arm.events in (0, arm.n)}
    if not studies:
        return []
    count = "1 study" if len(studies) == 1 else f"{len(studies)} studies"
    notes = [f"{count} with an empty cell: 1/2 was added in each arm, {_ADDED[measure]}."]
    for who, which, having in (("Nobody", "any arm", 0), ("Everybody", "every arm", 1)):
        if measure == "RD" or (measure == "RR" and having):
            continue
        others = {arm.treatment for arm in arms if arm.events != having * arm.n}
        alone = sorted({arm.treatment for arm in arms} - others, key=alphabetical)
        if alone:
            notes.append(
                f"{who} had the event in {which} of {listed(alone)}: ratios to it rest on the added 1/2 alone."
            )
    return notes


def _small_samples(rows: Sequence[EventsArm | MeansArm]) -> list[str]:
    """By how much effects would be larger without the correction for small samples."""
    df: dict[str, int] = {}
    for row in rows:
        df[row.study] = df.get(row.study, 0) + row.n - 1
    excess = 100 * (1 / small_sample_correction(list(df.values())) - 1)
    low, high = (f"{each:.2g}" for each in (excess.min(), excess.max()))
    by = low if low == high else f"{low} to {high}"
    return [f"Effects are corrected for small samples (Hedges' g): Cohen's d would be larger by {by} %."]
