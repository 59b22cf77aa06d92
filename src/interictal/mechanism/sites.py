"""Which sites get how many units, for a protocol and a dose."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from interictal.errors import InvalidInput, NotSupported
from interictal.injection.protocols import Protocol, Target
from interictal.mechanism.records import Site
from interictal.mechanism.territories import places

MOST_UNITS = 400.0
"""The US label's limit of what an adult gets in 3 months; the model is not asked beyond it. Source: ``us-pi-botox``."""


def sites_for(protocol: Protocol, units: float | None) -> tuple[Site, ...]:
    """The sites of one session.

    A protocol with fixed sites and no others shares any dose by them alike. One that allows more sites gives its fixed
    dose to the fixed ones and the rest to added sites of the same dose, muscle by muscle and side by side, until the
    places are full. Where the clinician chooses, each muscle of the protocol gets one site (or the middle of the number
    named) on each side.

    Args:
        protocol: of onabotulinumtoxinA.
        units: of the session; None for what the protocol gives (the most, where it is a range).

    Raises:
        InvalidInput: units that are not above 0, or above ``MOST_UNITS``.
        NotSupported: no dose was given and the protocol fixes none, or doses are by body weight.
    """
    if protocol.per_kg or any(target.per_kg for target in protocol.targets):
        raise NotSupported(
            f"the mechanism of {protocol.indication} is not modelled: its doses go by body weight, and its numbers "
            "come from adults. Ask for an indication of adults."
        )
    if units is None:
        units = _usual(protocol)
    if not 0 < units <= MOST_UNITS:
        raise InvalidInput(
            "--dose", f"{units:g}", f"units above 0, up to {MOST_UNITS:g}", "Give the units of one session."
        )
    fixed = [target for target in protocol.targets if target.fixed_sites]
    if not fixed:
        return _chosen(protocol, units)
    base = sum(float(target.units_per_site or 0) * number for target, _, number in _sides(fixed))
    added = _added(fixed, units - base) if units > base else []
    if added:
        return tuple(
            _site(target.muscle, side, number, float(target.units_per_site or 0))
            for target, side, number in _sides(fixed)
        ) + tuple(added)
    number = sum(each for _, _, each in _sides(fixed))
    return tuple(_site(target.muscle, side, each, units / number) for target, side, each in _sides(fixed))


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


def _added(fixed: list[Target], rest: float) -> list[Site]:
    """Sites beyond the fixed ones for the rest of a dose; none where the protocol has no more places for all of it."""
    free = [
        (target, side) for target, side, _ in _sides(fixed) for _ in range((target.places - target.fixed_sites) // 2)
    ]
    each = float(fixed[0].units_per_site or 0)
    if not free or rest > each * len(free) + 1e-9:
        return []
    found: dict[tuple[str, str, float], int] = {}
    for target, side in free:
        units = min(each, rest)
        if units > 1e-9:
            key = (target.muscle, side, units)
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
