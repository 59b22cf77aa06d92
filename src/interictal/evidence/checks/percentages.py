"""People, events and percentages: what cannot be, and what no whole number of people gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from interictal.evidence.checks.figures import ArmFigures, half_unit
from interictal.evidence.checks.findings import Finding, Severity


def percentage_findings(rows: Sequence[ArmFigures]) -> Iterator[Finding]:
    """Numbers of people that cannot be, percentages outside 0 to 100, and percentages that do not fit the people.

    Source: a percentage that no whole number of the people gives: ``brown-heathers-2017`` (GRIM), for counts.

    Unknown: what is not stated is not checked.
    """
    for row in rows:
        yield from _people(row)
        yield from _events(row)
        yield from _percent(row)


def _people(row: ArmFigures) -> Iterator[Finding]:
    if row.n is not None and row.people is None:
        yield _finding("N", row, f"n {row.n}: a number of people is whole, 1 or more. Correct it.", "n")


def _events(row: ArmFigures) -> Iterator[Finding]:
    events = row.events
    if events is None:
        return
    if events < 0 or events != int(events):
        yield _finding("EVENTS", row, f"events {events}: people are whole, 0 or more. Correct it.", "events")
    elif row.people is not None and events > row.people:
        because = f"{events} of {row.people} people had the event: more than there are. Correct one of them."
        yield _finding("EVENTS", row, because, "events", "n")


def _percent(row: ArmFigures) -> Iterator[Finding]:
    percent, people = row.percent, row.people
    if percent is None:
        return
    if not 0 <= percent <= 100:
        yield _finding("PERCENT", row, f"{percent} %: a percentage of people is 0 to 100. Correct it.", "percent")
        return
    if people is None:
        return
    if row.events is not None:
        if 0 <= row.events <= people:
            yield from _of_events(row, percent, row.events, people)
        return
    # Printed 45.5 may be 45.45 to 45.55, however halves are rounded.
    low, high = percent - half_unit(percent), percent + half_unit(percent)
    least = (low * people / 100).to_integral_value(ROUND_CEILING)
    most = (high * people / 100).to_integral_value(ROUND_FLOOR)
    if least > most:
        below, above = (100 * Decimal(each) / people for each in (most, least))
        because = (
            f"no whole number of {people} people is {percent} %: {most} are {below:.4g} %, {least} are {above:.4g} %. "
            "It is of other people, from a model, or a slip: look it up before events are worked out from it."
        )
        yield Finding(
            code="PERCENT_GRAIN",
            severity=Severity.DOUBTFUL,
            place=row.place,
            study=row.study,
            arm=row.arm,
            figures=(("percent", str(percent)), ("n", str(people))),
            because=because,
            source="brown-heathers-2017",
        )


def _of_events(row: ArmFigures, percent: Decimal, events: Decimal, people: int) -> Iterator[Finding]:
    """A percentage beside its events: rounded it must fit; cut off it may be."""
    off = abs(100 * events / people - percent)
    if off <= half_unit(percent):
        return
    cut = off < 2 * half_unit(percent)
    because = f"{events} of {people} people are {100 * events / people:.4g} %, not {percent} %"
    because += ": cut off instead of rounded? Look it up." if cut else ". Look all three up."
    severity = Severity.DOUBTFUL if cut else Severity.IMPOSSIBLE
    yield _finding("PERCENT_EVENTS", row, because, "percent", "events", "n", severity=severity)


def _finding(
    code: str, row: ArmFigures, because: str, *names: str, severity: Severity = Severity.IMPOSSIBLE
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        place=row.place,
        study=row.study,
        arm=row.arm,
        figures=tuple((name, str(getattr(row, name))) for name in names),
        because=because,
    )
