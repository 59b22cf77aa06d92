"""The studies of one comparison, out of anybody's table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from interictal.errors import DataUnavailable, InvalidInput, shown
from interictal.evidence.synthesis.counts import COUNT_METHODS, check_count_method, no_contrast, study_estimates
from interictal.evidence.synthesis.distributions import FloatArray
from interictal.evidence.synthesis.effects import EVENT_MEASURES, MEAN_MEASURES, Events, Means, two_arm
from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm, StudyTable

AS_GIVEN = "as given"
"""The measure of contrasts of which nobody says what they are."""

DEFAULT_MEASURE = {Kind.EVENTS: "OR", Kind.MEANS: "MD", Kind.CONTRASTS: AS_GIVEN}

_SHOWN = 12
"""Treatments that a message lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studies:
    """The studies that have both treatments, in the table's order.

    Args:
        names: of the studies.
        yi, vi: estimate and variance of each, first treatment minus second; NaN where a study says nothing.
        first, second: their arms; None where the table holds contrasts.
        notes: what was left out, turned round or corrected.
    """

    names: tuple[str, ...]
    yi: FloatArray
    vi: FloatArray
    first: Events | Means | None
    second: Events | Means | None
    notes: tuple[str, ...]

    @property
    def counts(self) -> tuple[Events, Events] | None:
        """Both arms, where the table holds events."""
        if isinstance(self.first, Events) and isinstance(self.second, Events):
            return self.first, self.second
        return None


def measure_of(table: StudyTable, measure: str | None, method: str) -> str:
    """The measure asked for, or the table's own.

    Raises:
        InvalidInput: one that the table or the method does not give.
    """
    allowed: tuple[str, ...] = EVENT_MEASURES if table.kind is Kind.EVENTS else MEAN_MEASURES
    if table.kind is Kind.CONTRASTS:
        allowed = (*EVENT_MEASURES, *MEAN_MEASURES)
    if measure is not None and measure not in allowed:
        raise InvalidInput("--measure", measure, f"{', '.join(allowed)} for {table.kind.value}", "Choose one of these.")
    if method in COUNT_METHODS:
        if table.kind is not Kind.EVENTS:
            allowed_here = f"any but {' and '.join(COUNT_METHODS)}, which need events, for {table.kind.value}"
            raise InvalidInput("--method", method, allowed_here, "Choose another method, or give events.")
        check_count_method(measure or DEFAULT_MEASURE[table.kind], method)
    return measure or DEFAULT_MEASURE[table.kind]


def comparison_of(table: StudyTable, compare: tuple[str, str] | None, reference: str | None) -> tuple[str, str]:
    """The two treatments, first minus second.

    Args:
        table: the studies.
        compare: both, as asked for; None: the table's two, in its order.
        reference: the second of the table's two.

    Raises:
        InvalidInput: an unknown treatment, one against itself, or a choice that is not clear.
    """
    known = table.treatments
    listed = ", ".join(known[:_SHOWN]) + (f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else "")
    if compare is not None and reference is not None:
        raise InvalidInput("--reference", reference, "either --compare or --reference", "Leave one out.")
    for option, names in (("--compare", compare or ()), ("--reference", (reference,) if reference else ())):
        for name in names:
            if name not in known:
                raise InvalidInput(option, name, listed, "Choose from these.")
    if compare is not None:
        if compare[0] == compare[1]:
            raise InvalidInput("--compare", compare[0], "two treatments", "Name another one.")
        return compare
    if len(known) > 2:
        raise InvalidInput("--compare", "nothing", f"two of: {listed}", "Name two, as A,B.")
    if isinstance(table.rows[0], Contrast):
        known = (table.rows[0].treat1, table.rows[0].treat2)
    return (known[1], known[0]) if reference == known[0] else (known[0], known[1])


def studies_of(table: StudyTable, compare: tuple[str, str], measure: str, method: str) -> Studies:
    """The studies of one comparison with their effects.

    Raises:
        DataUnavailable: no study has both treatments, or no study can say anything.
        InvalidInput: a study without a variance.
    """
    if table.kind is Kind.CONTRASTS:
        found = _contrasts(cast(tuple[Contrast, ...], table.rows), compare)
    else:
        pairs = _pairs(cast("tuple[EventsArm | MeansArm, ...]", table.rows), compare)
        found = (_events if table.kind is Kind.EVENTS else _means)(pairs, measure, method)
    left_out = len(table.studies) - len(found.names)
    if left_out:
        what = "contrast between" if table.kind is Kind.CONTRASTS else "arms of both"
        note = f"{_studies(left_out)} without {what} {shown(compare[0])} and {shown(compare[1])}: left out."
        found = replace(found, notes=(note, *found.notes))
    return found


def _contrasts(rows: tuple[Contrast, ...], compare: tuple[str, str]) -> Studies:
    chosen = [row for row in rows if {row.treat1, row.treat2} == set(compare)]
    _some(len(chosen), compare)
    sign = np.array([1.0 if row.treat1 == compare[0] else -1.0 for row in chosen])
    turned = int((sign < 0).sum())
    note = f"{_studies(turned)} given as {shown(compare[1])} minus {shown(compare[0])}: turned round."
    with np.errstate(over="ignore"):  # an infinite variance is refused where studies are pooled
        vi = np.array([row.se for row in chosen]) ** 2
    return Studies(
        names=tuple(row.study for row in chosen),
        yi=sign * np.array([row.te for row in chosen]),
        vi=vi,
        first=None,
        second=None,
        notes=(note,) if turned else (),
    )


_Pairs = Mapping[str, "tuple[EventsArm | MeansArm, EventsArm | MeansArm]"]


def _pairs(rows: tuple[EventsArm | MeansArm, ...], compare: tuple[str, str]) -> _Pairs:
    """The two arms of each study that has both."""
    held: dict[str, dict[str, EventsArm | MeansArm]] = {}
    for row in rows:
        held.setdefault(row.study, {})[row.treatment] = row
    found = {study: (arms[compare[0]], arms[compare[1]]) for study, arms in held.items() if arms.keys() >= set(compare)}
    _some(len(found), compare)
    return found


def _events(pairs: _Pairs, measure: str, method: str) -> Studies:
    first, second = (
        Events([arm.events for arm in arms], [arm.n for arm in arms])
        for arms in (cast("list[EventsArm]", [pair[side] for pair in pairs.values()]) for side in (0, 1))
    )
    silent = no_contrast(first, second)
    notes: list[str] = []
    if silent.all():
        raise DataUnavailable(
            "In no study does the event separate the arms: nobody, or everybody, had it in both. Nothing can be pooled."
        )
    if method in COUNT_METHODS:
        yi, vi = study_estimates(measure, first, second, method=method)
        corrected = (first.has_empty_cell | second.has_empty_cell) & ~silent
        if method == "MH" and corrected.any():
            notes.append(
                f"{_studies(int(corrected.sum()))} with an empty cell: 1/2 was added to each of its four cells for its "
                "own estimate and for Q, not for the pooled one."
            )
        if silent.any():
            notes.append(
                f"{_studies(int(silent.sum()))} in which nobody, or everybody, had the event in both arms: without an "
                "estimate of its own."
            )
    else:
        _refuse_one_sided(measure, first, second)
        yi, vi = two_arm(measure, first, second)
        empty = first.has_empty_cell | second.has_empty_cell
        if empty.any():
            notes.append(f"{_studies(int(empty.sum()))} with an empty cell: 1/2 was added to each of its four cells.")
        if silent.any():
            notes.append(
                f"{_studies(int(silent.sum()))} in which nobody, or everybody, had the event in both arms: only the "
                "added 1/2 gives it an estimate. MH adds nothing."
            )
    return Studies(names=tuple(pairs), yi=yi, vi=vi, first=first, second=second, notes=tuple(notes))


def _refuse_one_sided(measure: str, first: Events, second: Events) -> None:
    """Where an arm has no event in any study, a ratio would be made of the added 1/2 alone."""
    for arms in (first, second):
        nobody, everybody = (arms.events == 0).all(), (arms.events == arms.n).all()
        if measure != "RD" and (nobody or (everybody and measure == "OR")):
            raise DataUnavailable(
                f"{'Nobody' if nobody else 'Everybody'} had the event in one arm of every study: {measure} would rest "
                "on the added 1/2 alone. Use --measure RD, or --method PETO."
            )


def _means(pairs: _Pairs, measure: str, method: str) -> Studies:
    first, second = (
        Means([arm.n for arm in arms], [arm.mean for arm in arms], [arm.sd for arm in arms])
        for arms in (cast("list[MeansArm]", [pair[side] for pair in pairs.values()]) for side in (0, 1))
    )
    names = tuple(pairs)
    for name, of_first, of_second in zip(names, first.sd.tolist(), second.sd.tolist(), strict=True):
        if of_first == of_second == 0:
            do = "Correct the cells, or leave the study out."
            raise InvalidInput("sd", 0, f"more than 0 in one arm of study {shown(name)}", do)
    yi, vi = two_arm(measure, first, second)
    return Studies(names=names, yi=yi, vi=vi, first=first, second=second, notes=())


def _some(count: int, compare: tuple[str, str]) -> None:
    if not count:
        raise DataUnavailable(
            f"No study compares {shown(compare[0])} with {shown(compare[1])} directly. Name others, or use a network."
        )


def _studies(count: int) -> str:
    return "1 study" if count == 1 else f"{count} studies"
