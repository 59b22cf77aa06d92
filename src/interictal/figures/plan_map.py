"""The map of a plan, and of what was given: one SVG for page, PDF and command line."""

from __future__ import annotations

from decimal import Decimal

from interictal import INTENDED_USE
from interictal.figures.bodymap import Mark, body_map_svg
from interictal.figures.figure import WIDE
from interictal.figures.written import day
from interictal.injection.maps import BodyMap, Place, body_map
from interictal.injection.plan import Plan
from interictal.injection.planning import site_id
from interictal.injection.protocol_files import protocol
from interictal.injection.protocols import Kind, Protocol
from interictal.injection.record import RecordedSite, SessionRecord, Status
from interictal.safety.intervals import count
from interictal.safety.planned import Planned
from interictal.units import digits


def plan_marks(plan: Plan) -> tuple[Mark, ...]:
    """The sites of a plan as marks, numbered in the order of injection."""
    return tuple(
        Mark(
            number=number,
            id=site.id,
            muscle=site.muscle,
            side=site.side.value,
            units=digits(site.units.amount),
            kind=site.kind.value,
            view=site.view,
            x=site.x,
            y=site.y,
        )
        for number, site in enumerate(plan.sites, 1)
    )


def plan_title(planned: Planned) -> str:
    """What is seen: the dose and the sites."""
    plan = planned.plan
    return f"{digits(plan.total.amount)} U {plan.protocol.product} in {count(len(plan.sites), 'site')}"


def plan_map_svg(planned: Planned, *, theme: str | None = "light", width: int = WIDE, framed: bool = True) -> str:
    """The map with every planned site.

    Args:
        planned: the checked plan.
        theme: light, dark or attack; None leaves the colours to the page.
        width: pixels; below 600 the views stand under each other.
        framed: False leaves out the intended use, for a document that states it itself.

    Raises:
        InvalidInput: no such theme.
    """
    plan = planned.plan
    drawn = body_map(plan.protocol.drawing)
    marks = plan_marks(plan)
    each = {digits(site.units.amount) for site in plan.sites}
    a_site = f"{next(iter(each))} U a site. " if len(each) == 1 else ""
    by_muscle: dict[str, list[str]] = {}
    for mark in marks:
        by_muscle.setdefault(f"{mark.muscle} {mark.side}", []).append(f"{mark.number} ({mark.units} U)")
    described = "; ".join(f"{muscle}: {', '.join(numbers)}" for muscle, numbers in by_muscle.items())
    return body_map_svg(
        drawn,
        marks,
        theme=theme,
        title=plan_title(planned),
        description=f"Injection sites by number. {described}. {' '.join(view.left_is for view in drawn.views)}",
        caption=(
            f"{plan.protocol.title}. {a_site}For {day(planned.date)}. Map {plan.map_version}, plan {planned.version}."
        ),
        width=width,
        synthetic=planned.synthetic,
        footnote=INTENDED_USE if framed else "",
    )


def session_map_svg(record: SessionRecord, *, theme: str | None = "light", width: int = WIDE) -> str:
    """The map of a session: what was given where, what was skipped (crosses) and what was moved (ticks).

    Args:
        record: the session; its protocol tells the drawing and the places.
        theme: light, dark or attack; None leaves the colours to the page.
        width: pixels; below 600 the views stand under each other.

    Raises:
        InvalidInput: no such theme, or no such protocol.
    """
    chosen = protocol(record.indication, record.protocol, record.product)
    drawn = body_map(chosen.drawing)
    places = _places(chosen, drawn)
    marks: list[Mark] = []
    beside = 0
    for site in record.sites:
        where = _where(site, places)
        dose = site.units or site.planned_units or (places[site.id][1] if site.id in places else None)
        if where is None or dose is None or len(marks) == _MOST_MARKS or site.status is None:
            beside += 1
            continue
        marks.append(
            Mark(
                number=len(marks) + 1,
                id=site.id,
                muscle=site.muscle,
                side="" if site.side is None else site.side.value,
                units=digits(dose),
                kind=places[site.id][2].value if site.id in places else Kind.CHOSEN.value,
                status=site.status.value,
                view=where.view,
                x=where.x,
                y=where.y,
            )
        )
    given = [site for site in record.sites if site.status in (Status.GIVEN, Status.MOVED)]
    total = sum((site.units for site in given if site.units is not None), Decimal(0))
    skipped = sum(site.status is Status.SKIPPED for site in record.sites)
    left_out = f" {beside} not drawn: no place, dose or status is recorded." if beside else ""
    when = "date not recorded" if record.date is None else day(record.date)
    described = "; ".join(f"{mark.number} {mark.muscle} {mark.side}: {mark.units} U, {mark.status}" for mark in marks)
    return body_map_svg(
        drawn,
        marks,
        theme=theme,
        title=f"{digits(total)} U {record.product} given in {count(len(given), 'site')}, {skipped} skipped",
        description=f"Sites as recorded. {described}. {' '.join(view.left_is for view in drawn.views)}",
        caption=f"Session of {when}. {chosen.title}. Map {drawn.version}.{left_out}",
        width=width,
        synthetic=record.patient.startswith("SYNTHETIC"),
        footnote=INTENDED_USE,
    )


_MOST_MARKS = 99
"""Numbers on a map have two digits."""


def _places(chosen: Protocol, drawn: BodyMap) -> dict[str, tuple[Place, Decimal | None, Kind]]:
    """Site id -> its place, the dose the protocol fixes for it, and its kind."""
    found = {}
    for (muscle, side), places in drawn.places.items():
        target = chosen.target(muscle)
        if target is None:
            continue
        for number, place in enumerate(places[: target.places], 1):
            kind = Kind.FIXED if number <= target.fixed_sites else Kind.FOLLOW_THE_PAIN
            if not target.fixed_sites:
                kind = Kind.CHOSEN
            found[site_id(muscle, side, number)] = (place, target.units_per_site, kind)
    return found


def _where(site: RecordedSite, places: dict[str, tuple[Place, Decimal | None, Kind]]) -> Place | None:
    if site.view and site.x is not None and site.y is not None:
        return Place(site.view, site.x, site.y)
    return places[site.id][0] if site.id in places else None
