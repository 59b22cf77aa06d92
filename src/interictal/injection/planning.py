"""Making a plan: the protocol's sites, those chosen besides, their volumes, and what to draw up from which vial."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from interictal.errors import InvalidInput, NotSupported
from interictal.injection.dilution import Dilution, plain
from interictal.injection.maps import BodyMap, Place
from interictal.injection.plan import Plan, PlannedSite, PlannedVial, Syringe
from interictal.injection.protocols import Kind, Mixture, Protocol, Side, Target
from interictal.units import ToxinUnits

FINEST_UNITS = Decimal("0.01")
"""Where a total does not divide evenly, sites differ by this much at most."""

MOST_UNITS = Decimal(50_000)
MOST_ML = Decimal(100)
LEAST_SYRINGE_ML = Decimal("0.1")
LEAST_SITE_ML, MOST_SITE_ML = Decimal("0.005"), Decimal(10)
LEAST_KG, MOST_KG = Decimal(2), Decimal(350)
MOST_TIMES = 10
"""Beyond these, or with a site of ten times the protocol's volume or a tenth of it, a number is a slip, not a dose."""

_SYRINGES = ((Decimal("0.2"), Decimal(1)), (Decimal(1), Decimal(3)))
_LARGE_SYRINGE = Decimal(10)
_INJECTED_THROUGH_A_CYSTOSCOPE = Decimal("0.5")
"""Protocols that fix this much per site or more are those of the bladder, drawn into large syringes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """Sites that the clinician chooses.

    Args:
        muscle: as the protocol names it.
        side: the patient's side.
        sites: how many.
        units: in all of them together; None where the protocol fixes the dose of a site.
    """

    muscle: str
    side: Side
    sites: int
    units: Decimal | None = None


def make_plan(
    protocol: Protocol,
    body_map: BodyMap,
    *,
    jurisdiction: str,
    vial_units: Decimal | None = None,
    diluent_ml: Decimal | None = None,
    additions: Iterable[Addition] = (),
    weight_kg: Decimal | None = None,
    syringe_ml: Decimal | None = None,
) -> Plan:
    """A plan by a protocol.

    Args:
        protocol: what is planned.
        body_map: the map its sites are drawn on.
        jurisdiction: whose label the plan is checked against.
        vial_units: units of the vials to be used; None takes the vial of the label that leaves least over.
        diluent_ml: final volume of one vial; None takes the label's.
        additions: sites chosen besides the fixed ones. A muscle and side may be named once.
        weight_kg: needed where the protocol doses by body weight.
        syringe_ml: size of the syringes; None chooses by the volume of a site (ours).

    Returns:
        The plan. Its checks are another matter (``interictal.safety``): a plan beyond a label is made, and says so.

    Raises:
        InvalidInput: a choice the protocol has no place for, a dose that is missing, or a vial that cannot serve.
        NotSupported: the protocol gives no dilution for this vial and none was chosen.
    """
    if weight_kg is not None and not LEAST_KG <= weight_kg <= MOST_KG:
        raise InvalidInput("weight_kg", weight_kg, f"{LEAST_KG} to {MOST_KG} kg", "Check the weight.")
    doses = _doses(protocol, tuple(additions), weight_kg)
    dilution = _dilution(protocol, vial_units, diluent_ml, _sum(amount for *_, amounts in doses for amount in amounts))
    named = [
        (target, side, number, ToxinUnits(protocol.product, amount), place)
        for target, side, amounts in doses
        for number, (amount, place) in enumerate(
            zip(amounts, _places(body_map, target, side, len(amounts)), strict=True), 1
        )
    ]
    assigned = _assigned(named, dilution)
    made_up = _made_up(protocol, dilution, named)
    injected = made_up or dilution
    sites = tuple(
        PlannedSite(
            id=site_id(target.muscle, side, number),
            muscle=target.muscle,
            side=side,
            kind=_kind(target, number),
            units=units,
            volume_ml=injected.volume_ml(units),
            vial=vial,
            view=place.view,
            x=place.x,
            y=place.y,
        )
        for (target, side, number, units, place), vial in zip(named, assigned, strict=True)
    )
    _plausible(protocol, sites, dilution)
    size = _syringe_size(protocol, sites) if syringe_ml is None else syringe_ml
    return Plan(
        protocol=protocol,
        jurisdiction=jurisdiction,
        dilution=dilution,
        made_up=made_up,
        sites=sites,
        vials=_vials(sites, dilution),
        syringes=_syringes(sites, size),
        map_version=body_map.version,
        weight_kg=weight_kg,
    )


def _plausible(protocol: Protocol, sites: Sequence[PlannedSite], dilution: Dilution) -> None:
    """Refuse a dilution by which nobody can inject: it is a slip, not a choice."""
    wanted = protocol.volume_per_site_ml
    least = LEAST_SITE_ML if wanted is None else max(LEAST_SITE_ML, wanted / MOST_TIMES)
    most = MOST_SITE_ML if wanted is None else min(MOST_SITE_ML, wanted * MOST_TIMES)
    for site in sites:
        if not least <= site.volume_ml <= most:
            raise InvalidInput(
                "diluent_ml",
                dilution.diluent_ml,
                f"a volume that makes each site {plain(least)} to {plain(most)} mL; {site.id} would be "
                f"{plain(site.volume_ml)} mL",
                "Check the volume and the units of the vial.",
            )


def _kind(target: Target, number: int) -> Kind:
    if number <= target.fixed_sites:
        return Kind.FIXED
    return Kind.FOLLOW_THE_PAIN if target.fixed_sites else Kind.CHOSEN


def site_id(muscle: str, side: Side, number: int) -> str:
    """The name of a site.

    >>> site_id("cervical paraspinal", Side.LEFT, 2)
    'cervical-paraspinal-L2'
    """
    return f"{muscle.replace(' ', '-').replace('/', '-')}-{side.value[0].upper()}{number}"


def share(total: Decimal, parts: int, finest: Decimal = FINEST_UNITS) -> tuple[Decimal, ...]:
    """``total`` in ``parts`` that differ by at most ``finest`` and add up to it exactly; the larger ones first.

    >>> share(Decimal(10), 3)
    (Decimal('3.34'), Decimal('3.33'), Decimal('3.33'))
    """
    finest = min(finest, Decimal(1).scaleb(int(total.normalize().as_tuple().exponent)))  # nothing is left undivided
    least = (total / parts).quantize(finest, rounding=ROUND_FLOOR)
    more = int((total - least * parts) / finest)
    return tuple(plain(least + finest if index < more else least) for index in range(parts))


# --- Doses -----------------------------------------------------------------------------------------------------------

_Dose = tuple[Target, Side, tuple[Decimal, ...]]
_Named = tuple[Target, Side, int, ToxinUnits, Place]


def _doses(protocol: Protocol, additions: tuple[Addition, ...], weight_kg: Decimal | None) -> list[_Dose]:
    """For each treated muscle and side, the units of each of its sites, in the order of the protocol."""
    chosen = _chosen(protocol, additions)
    fixed = _fixed_amounts(protocol, weight_kg)
    found: list[_Dose] = []
    for target in protocol.targets:
        for side in _sides(target):
            amounts = fixed.get((target.muscle, side), ())
            addition = chosen.get((target.muscle, side))
            if addition is not None:
                amounts += _added(target, addition)
            if amounts:
                found.append((target, side, amounts))
    if not found:
        example = protocol.targets[0]
        raise InvalidInput(
            "add",
            "nothing",
            "the muscles to inject, of which this protocol fixes none: "
            + ", ".join(target.muscle for target in protocol.targets),
            f"Add each as muscle:side:sites:units, such as {example.muscle.replace(' ', '-')}:"
            f"{_sides(example)[0].value}:1:{_example_units(example)}.",
        )
    return found


def _example_units(target: Target) -> Decimal:
    return target.units.low if target.units is not None and not target.per_kg else Decimal(10)


def _sides(target: Target) -> tuple[Side, ...]:
    return (Side.LEFT, Side.RIGHT) if target.sided else (Side.MIDLINE,)


def _chosen(protocol: Protocol, additions: tuple[Addition, ...]) -> dict[tuple[str, Side], Addition]:
    found: dict[tuple[str, Side], Addition] = {}
    open_targets = [target for target in protocol.targets if target.places > target.fixed_sites]
    for each in additions:
        target = protocol.target(each.muscle)
        if target is None or target not in open_targets:
            raise InvalidInput(
                "add",
                each.muscle,
                ", ".join(one.muscle for one in open_targets)
                or f"no muscle: protocol {protocol.id} has no sites to add",
                "Choose another muscle or protocol (see: interictal protocols).",
            )
        if each.side not in _sides(target):
            raise InvalidInput(
                "add",
                f"{each.muscle}:{each.side.value}",
                " or ".join(side.value for side in _sides(target)),
                "Name the patient's side.",
            )
        if (each.muscle, each.side) in found:
            raise InvalidInput(
                "add", f"{each.muscle}:{each.side.value}", "each muscle and side once", "Put the sites together."
            )
        most = target.places - target.fixed_sites
        if not 1 <= each.sites <= most:
            raise InvalidInput(
                "add",
                f"{each.muscle}:{each.side.value}:{each.sites}",
                f"1 to {most} sites in this muscle and side",
                "Correct the number of sites.",
            )
        if each.units is not None and not 0 < each.units <= MOST_UNITS:
            raise InvalidInput("add", each.units, f"more than 0 and at most {MOST_UNITS} units", "Correct the units.")
        found[each.muscle, each.side] = each
    return found


def _added(target: Target, addition: Addition) -> tuple[Decimal, ...]:
    if target.units_per_site is not None:
        if addition.units is not None and addition.units != target.units_per_site * addition.sites:
            raise InvalidInput(
                "add",
                f"{addition.muscle}:{addition.side.value}:{addition.sites}:{addition.units}",
                f"{target.units_per_site} U a site, as the protocol fixes",
                "Leave the units out.",
            )
        return (target.units_per_site,) * addition.sites
    units = addition.units
    if units is None and target.units is not None and not target.per_kg and target.units.low == target.units.high:
        units = target.units.low
    if units is None:
        per = " U/kg" if target.per_kg else " U"
        known = f"{target.units.low} to {target.units.high}{per} in this muscle" if target.units else "the units"
        raise InvalidInput(
            "add",
            f"{addition.muscle}:{addition.side.value}:{addition.sites}",
            f"muscle:side:sites:units ({known})",
            "Add the units that go into this muscle and side.",
        )
    return share(units, addition.sites)


def _fixed_amounts(protocol: Protocol, weight_kg: Decimal | None) -> dict[tuple[str, Side], tuple[Decimal, ...]]:
    places = [(target, side) for target in protocol.targets if target.fixed_sites for side in _sides(target)]
    found = {
        (target.muscle, side): (target.units_per_site,) * target.fixed_sites
        for target, side in places
        if target.units_per_site is not None
    }
    shared = [(target, side) for target, side in places if target.units_per_site is None]
    if shared:
        amounts = iter(share(session_units(protocol, weight_kg), sum(target.fixed_sites for target, _ in shared)))
        for target, side in shared:
            found[target.muscle, side] = tuple(next(amounts) for _ in range(target.fixed_sites))
    return found


def session_units(protocol: Protocol, weight_kg: Decimal | None) -> Decimal:
    """Units of the whole session where the protocol fixes them, by body weight where it doses so.

    Raises:
        InvalidInput: the weight is needed and not known.
    """
    if protocol.total_units is None:
        raise InvalidInput(
            "total_units", None, "a total, where sites have no dose of their own", "Correct the protocol's file."
        )
    if not protocol.per_kg:
        return protocol.total_units.high
    if weight_kg is None:
        raise InvalidInput(
            "weight_kg", "", "the body weight in kilograms, because this protocol doses by it", "Give the weight."
        )
    least = protocol.least_weight_kg
    if least is not None and weight_kg < least:
        raise InvalidInput(
            "weight_kg", weight_kg, f"{least} kg or more: no dose is published for less", "Check the weight."
        )
    step = protocol.weight_step_kg
    kilograms = weight_kg if step is None else weight_kg // step * step  # a label's table rounds down to its steps
    by_weight = (protocol.total_units.high * kilograms).quantize(FINEST_UNITS, rounding=ROUND_FLOOR)
    units = by_weight if protocol.most_units is None else min(by_weight, protocol.most_units)
    if not units:
        raise InvalidInput("weight_kg", weight_kg, "a weight that gives a dose", "Check the weight.")
    return plain(units)


def _places(body_map: BodyMap, target: Target, side: Side, number: int) -> Sequence[Place]:
    places = body_map.places.get((target.muscle, side), ())
    if len(places) < number:
        raise InvalidInput(
            "site",
            f"{target.muscle} {side.value}, number {number}",
            f"{len(places)} places on map {body_map.name}",
            "Choose fewer sites.",
        )
    return places[:number]


# --- Dilution, vials, syringes ---------------------------------------------------------------------------------------


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _dilution(protocol: Protocol, vial_units: Decimal | None, diluent_ml: Decimal | None, needed: Decimal) -> Dilution:
    if vial_units is None:
        if not protocol.mixtures:
            raise NotSupported(
                f"no dilution of {protocol.product} for {protocol.indication} is on record: "
                "give the vial and the volume of its diluent."
            )
        vial_units = min(protocol.mixtures, key=lambda mixture: _left_over(mixture, needed)).vial_units
    if not 0 < vial_units <= MOST_UNITS:
        raise InvalidInput("vial", vial_units, "the units printed on the vial", "Correct the vial.")
    if diluent_ml is None:
        known = [mixture for mixture in protocol.mixtures if mixture.vial_units == vial_units]
        if not known:
            raise InvalidInput(
                "diluent_ml",
                "",
                f"the volume of diluent for a vial of {vial_units} U: the protocol gives none",
                "Give the volume, or take a vial of "
                + (", ".join(f"{mixture.vial_units} U" for mixture in protocol.mixtures) or "the label")
                + ".",
            )
        diluent_ml = known[0].diluent_ml
    if not 0 < diluent_ml <= MOST_ML:
        raise InvalidInput("diluent_ml", diluent_ml, f"more than 0 and at most {MOST_ML} mL", "Correct the volume.")
    return Dilution(vial=ToxinUnits(protocol.product, vial_units), diluent_ml=diluent_ml)


def _left_over(mixture: Mixture, needed: Decimal) -> tuple[Decimal, Decimal]:
    """What would be left over with this vial, and how many of it would be opened."""
    vials = (needed / mixture.vial_units).to_integral_value(ROUND_CEILING)
    return vials * mixture.vial_units - needed, vials


def _assigned(named: Sequence[_Named], dilution: Dilution) -> tuple[int, ...]:
    """The vial of each site: the first with room for all of it, so that a record names one vial and one lot a site."""
    used: list[Decimal] = []
    vials: list[int] = []
    for target, side, number, units, _ in named:
        if units.amount > dilution.vial.amount:
            raise InvalidInput(
                "vial",
                dilution.vial.amount,
                f"at least {plain(units.amount)} U, the dose of site {site_id(target.muscle, side, number)}",
                "Choose a larger vial, or spread the dose over more sites.",
            )
        at = next((at for at, amount in enumerate(used) if amount + units.amount <= dilution.vial.amount), len(used))
        if at == len(used):
            used.append(Decimal(0))
        used[at] += units.amount
        vials.append(at + 1)
    return tuple(vials)


def _vials(sites: Sequence[PlannedSite], dilution: Dilution) -> tuple[PlannedVial, ...]:
    product = dilution.vial.product
    found = []
    for number in range(1, max(site.vial for site in sites) + 1):
        used = _sum(site.units.amount for site in sites if site.vial == number)
        found.append(
            PlannedVial(
                number=number,
                dilution=dilution,
                used=ToxinUnits(product, plain(used)),
                waste=ToxinUnits(product, plain(dilution.vial.amount - used)),
            )
        )
    return tuple(found)


def _syringe_size(protocol: Protocol, sites: tuple[PlannedSite, ...]) -> Decimal:
    if protocol.volume_per_site_ml is not None and protocol.volume_per_site_ml >= _INJECTED_THROUGH_A_CYSTOSCOPE:
        return _LARGE_SYRINGE
    largest = max(site.volume_ml for site in sites)
    return next((size for most, size in _SYRINGES if largest <= most), _LARGE_SYRINGE)


def _made_up(protocol: Protocol, dilution: Dilution, named: Sequence[_Named]) -> Dilution | None:
    """The dose in its final volume, where the protocol makes this vial's dose up after drawing it."""
    for mixture in protocol.mixtures:
        same = (mixture.vial_units, mixture.diluent_ml) == (dilution.vial.amount, dilution.diluent_ml)
        if same and mixture.dose_ml is not None:
            dose = _sum(units.amount for *_, units, _ in named)
            return Dilution(vial=ToxinUnits(protocol.product, dose), diluent_ml=mixture.dose_ml)
    return None


_SYRINGE_GIVES_ML = Decimal("0.01")
"""A syringe may hold so much more than its size: no scale shows less."""


def _syringes(sites: Sequence[PlannedSite], size: Decimal) -> tuple[Syringe, ...]:
    """Whole sites into each syringe, in the order of injection: what it holds is what is injected from it."""
    if not LEAST_SYRINGE_ML <= size <= MOST_ML:
        raise InvalidInput("syringe_ml", size, f"{LEAST_SYRINGE_ML} to {MOST_ML} mL", "Correct the size.")
    loads: list[list[PlannedSite]] = []
    for site in sorted(sites, key=lambda one: one.vial):
        if site.volume_ml > size + _SYRINGE_GIVES_ML:
            raise InvalidInput(
                "syringe_ml", size, f"at least {site.volume_ml} mL, the volume of site {site.id}", "Take a larger one."
            )
        last = loads[-1] if loads else []
        fits = _sum(each.volume_ml for each in (*last, site)) <= size + _SYRINGE_GIVES_ML
        if last and fits and last[0].vial == site.vial:
            last.append(site)
        else:
            loads.append([site])
    return tuple(
        Syringe(
            number=number,
            vial=load[0].vial,
            volume_ml=plain(_sum(site.volume_ml for site in load)),
            units=ToxinUnits(sites[0].units.product, plain(_sum(site.units.amount for site in load))),
            sites=tuple(site.id for site in load),
        )
        for number, load in enumerate(loads, 1)
    )
