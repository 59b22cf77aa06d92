"""What trials contributed to published results, so that those results can be worked out again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.library.cells import Cells, rows
from interictal.evidence.library.records import Status
from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm, StudyTable

_FILE = Path(__file__).parent / "data" / "synthesis_inputs.csv"
_OF_EVENTS = ("OR", "RR", "RD")
_OF_MEANS = ("MD", "SMD")


@dataclass(frozen=True, slots=True, kw_only=True)
class SynthesisInput:
    """Two arms of one trial, or of one part of it.

    Args:
        id: ``<analysis>.<study>``, small letters.
        analysis: the result that it belongs to: id of a published pooled result, or of a trial's own.
        study: trial, or the part of it, in words.
        outcome: as in the publication.
        measure: of the effect: OR, RR, RD, MD or SMD.
        arm1, arm2: what the people were given; the effect is the first against the second.
        n1, n2: people; None unknown.
        events1, events2: people with the event, for OR, RR and RD.
        mean1, mean2: for MD and SMD.
        sd1, sd2: standard deviation between people.
        se1, se2: standard error of the mean, where that was printed.
        se: standard error of the difference, where that is what is known.
        effect, low, high: the trial's own result with its 95 % limits; None unknown.
        p: p value as printed, or None.
        effect_status: verified where the effect was printed and seen, derived where it only follows from this row,
            unconfirmed where it was printed and not seen; None without an effect.
        source, seen, status, tier, note: as for a value; they hold for the arms.
        derivation: what of the row was worked out, and how; else "".
    """

    id: str
    analysis: str
    study: str
    outcome: str
    measure: str
    arm1: str
    n1: int | None
    events1: int | None
    mean1: Decimal | None
    sd1: Decimal | None
    se1: Decimal | None
    arm2: str
    n2: int | None
    events2: int | None
    mean2: Decimal | None
    sd2: Decimal | None
    se2: Decimal | None
    se: Decimal | None
    effect: Decimal | None
    low: Decimal | None
    high: Decimal | None
    p: Decimal | None
    effect_status: Status | None
    source: str
    seen: str
    status: Status
    tier: str
    derivation: str
    note: str

    @property
    def confirmed(self) -> bool:
        """Whether its arms were seen at their source, or follow from what was."""
        return self.status is not Status.UNCONFIRMED

    @property
    def difference(self) -> Decimal | None:
        """The trial's own difference, as it was printed; else the first mean minus the second; else None."""
        if self.effect_status is Status.VERIFIED or self.mean1 is None or self.mean2 is None:
            return self.effect
        return self.mean1 - self.mean2


@cache
def inputs() -> tuple[SynthesisInput, ...]:
    """All inputs, in the order of their file.

    Raises:
        InvalidInput: see ``read``.
    """
    return read(_FILE)


def read(path: Path) -> tuple[SynthesisInput, ...]:
    """The inputs in a file.

    Raises:
        InvalidInput: a row without a source in the register, without the place where it was seen, derived without how;
            more events than people, a spread that is not above 0, limits that do not hold the effect between them; a
            cell that is not allowed.
    """
    return tuple(rows(path, SynthesisInput, _input))


def inputs_of(analysis: str) -> tuple[SynthesisInput, ...]:
    """The inputs of one result, in the order of their file.

    Raises:
        InvalidInput: there are none.
    """
    found = tuple(each for each in inputs() if each.analysis == analysis)
    if not found:
        known = ", ".join(dict.fromkeys(each.analysis for each in inputs()))
        raise InvalidInput("analysis", analysis, known, "Choose one of these.")
    return found


def study_table(found: Sequence[SynthesisInput]) -> StudyTable:
    """Inputs as a table of studies, as pooling takes it.

    Events where people were counted; means where each arm has a standard deviation, or a standard error and its
    people; contrasts where only the standard error of each difference is known, or of two means without their people.

    Args:
        found: of one outcome; two that share a placebo arm are not independent, and which of them may stand together
            is the caller's decision.

    Raises:
        DataUnavailable: a row that has neither counts nor a spread.
    """
    if all(each.measure in _OF_EVENTS for each in found):
        return StudyTable(kind=Kind.EVENTS, rows=tuple(arm for each in found for arm in _events(each)), columns={})
    means = [_means(each) for each in found]
    if all(means):
        return StudyTable(kind=Kind.MEANS, rows=tuple(arm for pair in means for arm in pair), columns={})
    return StudyTable(kind=Kind.CONTRASTS, rows=tuple(map(_contrast, found)), columns={})


def _events(one: SynthesisInput) -> tuple[EventsArm, ...]:
    arms = ((one.arm1, one.n1, one.events1), (one.arm2, one.n2, one.events2))
    return tuple(EventsArm(one.study, arm, n, e) for arm, n, e in arms if n is not None and e is not None)


def _means(one: SynthesisInput) -> tuple[MeansArm, ...]:
    """Both arms, or nothing where one of them has no spread of its own."""
    arms = []
    for arm, n, mean, sd, se in (
        (one.arm1, one.n1, one.mean1, one.sd1, one.se1),
        (one.arm2, one.n2, one.mean2, one.sd2, one.se2),
    ):
        if n is not None and mean is not None and sd is not None:
            arms.append(MeansArm(one.study, arm, n, float(mean), float(sd)))
        elif n is not None and mean is not None and se is not None:
            arms.append(MeansArm(one.study, arm, n, float(mean), float(se) * math.sqrt(n)))
        else:
            return ()
    return tuple(arms)


def _contrast(one: SynthesisInput) -> Contrast:
    if one.se is not None:
        error = float(one.se)
    elif one.se1 is not None and one.se2 is not None:
        error = math.hypot(one.se1, one.se2)
    else:
        error = math.nan
    if one.difference is None or math.isnan(error):
        raise DataUnavailable(f"{one.id} has no spread, so its weight is unknown: pool its means by people instead.")
    return Contrast(one.study, one.arm1, one.arm2, float(one.difference), error)


def _input(cell: Cells) -> SynthesisInput:
    status, tier, derivation = cell.standing()
    effect_status = cell.one_of("effect_status", (*(each.value for each in Status), ""))
    found = SynthesisInput(
        id=cell.text("id"),
        analysis=cell.text("analysis"),
        study=cell.text("study"),
        outcome=cell.text("outcome"),
        measure=cell.one_of("measure", (*_OF_EVENTS, *_OF_MEANS)),
        arm1=cell.text("arm1"),
        n1=cell.whole("n1", 1),
        events1=cell.whole("events1", 0),
        mean1=cell.number("mean1"),
        sd1=cell.number("sd1"),
        se1=cell.number("se1"),
        arm2=cell.text("arm2"),
        n2=cell.whole("n2", 1),
        events2=cell.whole("events2", 0),
        mean2=cell.number("mean2"),
        sd2=cell.number("sd2"),
        se2=cell.number("se2"),
        se=cell.number("se"),
        effect=cell.number("effect"),
        low=cell.number("low"),
        high=cell.number("high"),
        p=cell.number("p"),
        effect_status=Status(effect_status) if effect_status else None,
        source=cell.source("source"),
        seen=cell.text("seen", "where the arms were seen, in words or as an address"),
        status=status,
        tier=tier,
        derivation=derivation,
        note=cell.free("note"),
    )
    _check(cell, found)
    return found


def _check(cell: Cells, one: SynthesisInput) -> None:
    if not one.id.startswith(f"{one.analysis.lower()}."):
        raise cell.wrong("id", f"{one.analysis.lower()}. and the study")
    for arm in ("1", "2"):
        _check_arm(cell, one, arm)
    for column in ("sd1", "se1", "sd2", "se2", "se"):
        value = getattr(one, column)
        if value is not None and value <= 0:
            raise cell.wrong(column, "more than 0, or nothing")
    if (one.effect is None) != (one.effect_status is None):
        raise cell.wrong("effect_status", "how far the effect can be relied on, and nothing without one")
    if one.effect is None and (one.low, one.high) != (None, None):
        raise cell.wrong("low", "nothing without an effect")
    if (one.low is None) != (one.high is None):
        raise cell.wrong("low", "both limits, or none")
    limits = [each for each in (one.low, one.effect, one.high) if each is not None]
    if limits != sorted(limits):
        raise cell.wrong("effect", "between its limits")
    if one.p is not None and not 0 <= one.p <= 1:
        raise cell.wrong("p", "0 to 1")
    if one.measure in _OF_MEANS and one.difference is None:
        raise cell.wrong("effect", "a difference, or two means")


def _check_arm(cell: Cells, one: SynthesisInput, arm: str) -> None:
    counts: Mapping[str, int | None] = {each: getattr(one, f"{each}{arm}") for each in ("n", "events")}
    n, events = counts["n"], counts["events"]
    if one.measure in _OF_EVENTS and (n is None or events is None):
        raise cell.wrong(f"events{arm}", f"people with the event, and n{arm}, for {one.measure}")
    if events is not None and (one.measure not in _OF_EVENTS or n is None or events > n):
        raise cell.wrong(f"events{arm}", f"not more than n{arm}, and only for a measure of events")
    if getattr(one, f"sd{arm}") is not None and getattr(one, f"se{arm}") is not None:
        raise cell.wrong(f"se{arm}", "a standard deviation or a standard error, not both")
