"""Doses against the protocol's own ranges: units and sites of one muscle on one side, too little and too much."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from interictal.injection.findings import Finding, Severity
from interictal.injection.protocols import Protocol, Range, Side, Target
from interictal.safety.doses import Dose, weight_counted
from interictal.safety.intervals import count, seen
from interictal.units import digits


def range_findings(
    protocol: Protocol, doses: Sequence[Dose], *, weight_kg: Decimal | None = None, named: Collection[str] = ()
) -> tuple[Finding, ...]:
    """What lies outside the ranges that the protocol publishes for a muscle on one side.

    Args:
        protocol: of the plan or session.
        doses: its sites. A muscle that got none is not looked at; one whose side is not recorded counts with each side.
        weight_kg: None unknown: ranges per kilogram cannot be checked then (``by_weight``).
        named: sites that a limit of the label named; a muscle and side of which it named all is left out.

    Returns:
        DOSEH findings that ask; muscles of which the same is said are one finding.
    """
    counted = None if weight_kg is None else weight_counted(weight_kg, protocol.weight_step_kg)
    places: dict[tuple[str, str, str, bool], list[str]] = {}
    about: dict[tuple[str, str, str, bool], list[str]] = {}
    for target in protocol.targets:
        for place, own in _places(target, doses):
            outside = [*_units(target, own, counted, protocol.product), *_sites(target, own)]
            if outside and not all(each.site in named for each in own):
                given, allowed = (" and ".join(words) for words in zip(*outside, strict=True))
                key = (given, f"{allowed} on each side" if target.sided else allowed, target.source, target.confirmed)
                places.setdefault(key, []).append(place)
                about.setdefault(key, []).extend(each.site for each in own)
    return tuple(
        Finding(
            code="DOSEH",
            severity=Severity.ASK,
            because=f"{'; '.join(where)}: {key[0]}; the protocol's published range ({protocol.doses_of}) is {key[1]}. "
            f"Give the reason, or change it.{seen(key[3])}",
            source=key[2],
            about=tuple(dict.fromkeys(about[key])),
        )
        for key, where in places.items()
    )


def by_weight(protocol: Protocol, doses: Sequence[Dose]) -> bool:
    """Whether one of these muscles has a range per kilogram of body weight."""
    used = {each.muscle for each in doses}
    return any(each.per_kg and each.muscle in used for each in protocol.targets)


def _places(target: Target, doses: Sequence[Dose]) -> Iterator[tuple[str, list[Dose]]]:
    """Each side that was injected, in words, with its sites; all of them together where sides are not told apart."""
    own = [each for each in doses if each.muscle == target.muscle]
    if not target.sided:
        if own:
            yield target.muscle, own
        return
    sides = [side for side in Side if any(each.side is side for each in own)]
    for side in sides:
        yield f"{target.muscle}, {side.value}", [each for each in own if each.side in (side, None)]
    if own and not sides:
        yield f"{target.muscle}, side not recorded", own


def _units(target: Target, own: Sequence[Dose], weight_kg: Decimal | None, product: str) -> Iterator[tuple[str, str]]:
    """What was given, and the range, where it is not within it."""
    if target.units is None or (target.per_kg and weight_kg is None):
        return
    total = sum((each.units for each in own if each.units is not None), Decimal(0))
    weight = weight_kg if target.per_kg and weight_kg is not None else Decimal(1)
    low, high = target.units.low * weight, target.units.high * weight
    open_sum = any(each.units is None for each in own)
    if total > high or (total < low and not open_sum):
        words = f"{_range(target.units)} U"
        if target.per_kg:
            words += f" per kg, {_range(Range(low=low, high=high))} U"
        yield f"{digits(total)} U {product}", words


def _sites(target: Target, own: Sequence[Dose]) -> Iterator[tuple[str, str]]:
    if target.sites is not None and not target.sites.low <= len(own) <= target.sites.high:
        words = f"{_range(target.sites)} sites" if target.sites.high > 1 else "1 site"
        yield count(len(own), "site"), words


def _range(given: Range) -> str:
    low, high = f"{digits(given.low)}", f"{digits(given.high)}"
    return low if low == high else f"{low} to {high}"
