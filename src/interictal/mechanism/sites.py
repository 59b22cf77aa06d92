"""Which sites get how many units, for a protocol and a dose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from interictal.errors import InvalidInput, NotSupported
from interictal.injection.protocols import Protocol, Target
from interictal.mechanism.records import Site
from interictal.mechanism.territories import fixed_sites, places

LEAST_UNITS = 1.0
"""Less than a unit for a whole session is taken for a slip of the pen: a limit of ours."""
MOST_UNITS = 400.0
"""The US label's limit of what an adult gets in 3 months; the model is not asked beyond it. Source: ``us-pi-botox``."""
ALLOWED = f"units from {LEAST_UNITS:g} to {MOST_UNITS:g}"
"""What a dose may be, in the words of a message."""
_NEAR = 1e-9
"""Units by which a sum over sites may be off."""


def sites_for(protocol: Protocol, units: float | None) -> tuple[Site, ...]:
    """The sites of one session.

    A protocol with fixed sites and no others shares any dose by them alike. One that allows more sites gives its fixed
    dose to the fixed ones and the rest to added sites of the same dose, muscle by muscle and side by side, until the
    places are full; what is beyond that is shared by all of them alike, so that no muscle ever gets less for a higher
    dose. Where the clinician chooses, each muscle of the protocol gets one site (or the middle of the number named) on
    each side.

    Args:
        protocol: of onabotulinumtoxinA.
        units: of the session; None for what the protocol gives (the most, where it is a range).

    Raises:
        InvalidInput: units below ``LEAST_UNITS`` or above ``MOST_UNITS``.
        NotSupported: no dose was given and the protocol fixes none, or doses are by body weight.
    """
    if protocol.per_kg or any(target.per_kg for target in protocol.targets):
        raise NotSupported(
            f"the mechanism of {protocol.indication} is not modelled: its doses go by body weight, and its numbers "
            "come from adults. Ask for an indication of adults."
        )
    if units is None:
        units = _usual(protocol)
    if not LEAST_UNITS <= units <= MOST_UNITS:
        raise InvalidInput("--dose", repr(units).removesuffix(".0"), ALLOWED, "Give the units of one session.")
    fixed = [target for target in protocol.targets if target.fixed_sites]
    if not fixed:
        return _chosen(protocol, units)
    each = float(fixed[0].units_per_site or 0)
    own = [(target.muscle, side, number) for target, side, number in _sides(fixed)]
    more = [
        (target.muscle, side)
        for target, side, _ in _sides(fixed)
        for _ in range((target.places - target.fixed_sites) // 2)
    ]
    whole = sum(number for _, _, number in own)
    every = units / whole if units <= each * whole else max(each, units / (whole + len(more)))
    return (
        *(_site(muscle, side, number, every) for muscle, side, number in own),
        *_added(more, every, units - every * whole),
    )


def counted(sites: Sequence[Site]) -> tuple[Site, ...]:
    """The sites of a session that the terminals of the head are blocked by.

    As many of a muscle and side as the fixed protocol has, those with most units first: the fixed protocol is held to
    reach all of its terminals, so that what is added beside them reaches none that is not blocked, and an added site
    with little in it takes nothing away. No trial tells; an assumption of ours.

    Args:
        sites: in muscles of the fixed protocol, none twice in the same place.

    Returns:
        Those with most units first.
    """
    left = dict(fixed_sites())
    found = []
    for site in sorted(sites, key=lambda each: -each.units):
        number = min(site.number, left[site.muscle, site.side])
        left[site.muscle, site.side] -= number
        if number:
            found.append(replace(site, number=number))
    return tuple(found)


def _usual(protocol: Protocol) -> float:
    if protocol.total_units is not None:
        return float(protocol.total_units.high)
    doses = [target.units.high * (2 if target.sided else 1) for target in protocol.targets if target.units is not None]
    if len(doses) < len(protocol.targets):
        raise NotSupported(
            f"the protocol for {protocol.indication} fixes no dose: the clinician chooses muscles and units. "
            "Give the units of one session: --dose U."
        )
    return float(sum(doses, Decimal(0)))


def _sides(targets: list[Target]) -> Iterator[tuple[Target, str, int]]:
    for target in targets:
        for side in ("left", "right") if target.sided else ("midline",):
            yield target, side, target.fixed_sites


def _added(free: Sequence[tuple[str, str]], full: float, rest: float) -> list[Site]:
    """Sites beyond the fixed ones for the rest of a dose, up to so many units each; a place without any is no site."""
    found: dict[tuple[str, str, float], int] = {}
    for muscle, side in free:
        units = full if rest > full - _NEAR else rest
        if units > _NEAR:
            key = (muscle, side, units)
            found[key] = found.get(key, 0) + 1
            rest -= units
    return [_site(muscle, side, number, units) for (muscle, side, units), number in found.items()]


def _chosen(protocol: Protocol, units: float) -> tuple[Site, ...]:
    numbers = [
        (target.muscle, side, 1 if target.sites is None else int((target.sites.low + target.sites.high) / 2))
        for target in protocol.targets
        for side in (("left", "right") if target.sided else ("midline",))
    ]
    each = units / sum(number for _, _, number in numbers)
    return tuple(_site(muscle, side, number, each) for muscle, side, number in numbers)


def _site(muscle: str, side: str, number: int, units: float) -> Site:
    place = places().get(muscle)
    return Site(muscle=muscle, side=side, number=number, units=units, territory=place.territory if place else "")
