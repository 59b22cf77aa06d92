"""The map of a plan: one SVG for page, PDF and command line."""

from __future__ import annotations

from decimal import Decimal

from interictal.figures.bodymap import Mark, body_map_svg
from interictal.figures.figure import WIDE, day
from interictal.injection.maps import body_map
from interictal.injection.plan import Plan
from interictal.safety.planned import Planned


def plain(amount: Decimal) -> str:
    """A number of units or millilitres as it is printed: no exponent, no trailing zeros."""
    return f"{amount.normalize():f}"


def plan_marks(plan: Plan) -> tuple[Mark, ...]:
    """The sites of a plan as marks, numbered in the order of injection."""
    return tuple(
        Mark(
            number=number,
            id=site.id,
            muscle=site.muscle,
            side=site.side.value,
            units=plain(site.units.amount),
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
    return f"{plain(plan.total.amount)} U {plan.protocol.product} in {len(plan.sites)} sites"


def plan_map_svg(planned: Planned, *, theme: str | None = "light", width: int = WIDE) -> str:
    """The map with every planned site.

    Args:
        planned: the checked plan.
        theme: light, dark or attack; None leaves the colours to the page.
        width: pixels; below 600 the views stand under each other.

    Raises:
        InvalidInput: no such theme.
    """
    plan = planned.plan
    drawn = body_map(plan.protocol.drawing)
    marks = plan_marks(plan)
    each = {plain(site.units.amount) for site in plan.sites}
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
    )
