"""The states of each branch for the sites of a course."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from interictal.mechanism.headache import NODES, fall_of, half_life, scale
from interictal.mechanism.motor import Muscle, autonomic, muscle
from interictal.mechanism.records import Branch, Series, Site, Stage
from interictal.mechanism.terminals import Terminal, Values, by_day, follow, terminal
from interictal.mechanism.territories import REGIONS, places, reference_sites, shares

FRACTION, RELATIVE = "fraction of untreated", "relative"
_EFFECT_OF = {
    "sweat": "Sweat held back",
    "detrusor": "Contraction of the bladder held back",
    "neurogenic_detrusor": "Contraction of the bladder held back",
}


def _average(parts: Sequence[tuple[float, Sequence[float]]]) -> list[float]:
    """Weighted mean of lists."""
    whole = sum(weight for weight, _ in parts)
    return [
        sum(weight * each for (weight, _), each in zip(parts, row, strict=True)) / whole
        for row in zip(*(values for _, values in parts), strict=True)
    ]


def daily(parts: Sequence[tuple[float, Sequence[float]]]) -> tuple[float, ...]:
    """Weighted means over each day, of states at the start of each day and the end of the last."""
    return tuple(by_day(_average(parts)))


def _terminal_series(branch: Branch, parts: Sequence[tuple[float, Terminal]], transmitter: str) -> list[Series]:
    """Light chain, SNAP-25 and release of the sites of one branch."""
    name = branch.value
    kinds: tuple[tuple[Stage, str, str, Callable[[Terminal], list[float]]], ...] = (
        (Stage.LIGHT_CHAIN, "Active light chain", RELATIVE, lambda each: each.light_chain),
        (Stage.SNAP25, "Intact SNAP-25", FRACTION, lambda each: each.intact),
        (Stage.RELEASE, f"Release of {transmitter}", FRACTION, lambda each: each.release),
    )
    return [
        Series(
            id=f"{name}-{stage.value}",
            branch=branch,
            stage=stage,
            words=text,
            unit=unit,
            values=daily([(weight, read(each)) for weight, each in parts]),
        )
        for stage, text, unit, read in kinds
    ]


def sensory(sites: Sequence[Site], starts: Sequence[int], days: int, used: Values) -> list[Series]:
    """C-fibre terminals, drive, sensitisation and relief: means of patients."""
    number: dict[tuple[str, float], int] = {}
    for site in sites:
        number[site.territory, site.units] = number.get((site.territory, site.units), 0) + site.number
    whole = reference_sites()
    covering = {
        name: max(total, sum(n for (each, _), n in number.items() if each == name)) for name, total in whole.items()
    }
    weight = dict(shares())
    parts: list[tuple[float, Terminal]] = []
    by_territory: dict[str, list[tuple[float, Sequence[float]]]] = {name: [] for name in whole}
    blocks, learnt, falls = [], [], []
    for z, likely in NODES:
        own = {
            units: terminal([(day, units) for day in starts], days, half_life(used, z), used)
            for units in dict.fromkeys(units for _, units in number)
        }
        block = [0.0] * (days + 1)
        for (territory, units), sites_there in number.items():
            parts.append((likely * sites_there, own[units]))
            by_territory[territory].append((likely * sites_there, own[units].release))
            part = weight[territory] * sites_there / covering[territory]
            block = [sofar + part * (1 - each) for sofar, each in zip(block, own[units].release, strict=True)]
        blocks.append((likely, block))
        learnt.append((likely, follow(block, used["central_days"])))
        falls.append((likely, fall_of(block, used)))
    one = scale(used)
    return [
        *_terminal_series(Branch.SENSORY, parts, "CGRP"),
        *(
            Series(
                id=f"sensory-release-{name}",
                branch=Branch.SENSORY,
                stage=Stage.RELEASE,
                words=f"Release of CGRP, {name}",
                unit=FRACTION,
                values=daily(each),
                territory=name,
            )
            for name, each in by_territory.items()
            if each
        ),
        _central("drive", Stage.DRIVE, "Drive from the periphery", FRACTION, [1 - each for each in daily(blocks)]),
        _central(
            "sensitisation", Stage.SENSITISATION, "Central sensitisation", FRACTION, [1 - x for x in daily(learnt)]
        ),
        _central(
            "relief",
            Stage.RELIEF,
            "Relief: fall of the log-odds of a headache day",
            "relief",
            [x / one for x in daily(falls)],
        ),
    ]


def _central(name: str, stage: Stage, text: str, unit: str, values: Sequence[float]) -> Series:
    branch = Branch.SENSORY if stage is Stage.DRIVE else Branch.CENTRAL
    return Series(id=name, branch=branch, stage=stage, words=text, unit=unit, values=tuple(values))


def muscles(sites: Sequence[Site], starts: Sequence[int], days: int, used: Values) -> dict[float, Muscle]:
    """Each muscle of a dose, by units of a site."""
    return {
        units: muscle([(day, units) for day in starts], days, used)
        for units in dict.fromkeys(site.units for site in sites)
    }


def motor(sites: Sequence[Site], starts: Sequence[int], days: int, used: Values, *, regions: bool) -> list[Series]:
    """Motor terminals and muscle, of the median patient; by region of the head where asked for."""
    own = muscles(sites, starts, days, used)
    all_sites = [(float(site.number), own[site.units]) for site in sites]
    found = [
        *_terminal_series(Branch.MOTOR, [(n, each.terminal) for n, each in all_sites], "acetylcholine"),
        Series(
            id="motor-transmission",
            branch=Branch.MOTOR,
            stage=Stage.TRANSMISSION,
            words="Transmission to muscle, sprouts included",
            unit=FRACTION,
            values=daily([(n, each.transmission) for n, each in all_sites]),
        ),
        Series(
            id="motor-weakness",
            branch=Branch.MOTOR,
            stage=Stage.WEAKNESS,
            words="Relaxation of the injected muscles",
            unit=RELATIVE,
            values=daily([(n, each.weakness) for n, each in all_sites]),
        ),
    ]
    for region in REGIONS if regions else ():
        there = [
            (float(site.number), own[site.units].weakness) for site in sites if places()[site.muscle].region == region
        ]
        found.append(
            Series(
                id=f"motor-weakness-{region}",
                branch=Branch.MOTOR,
                stage=Stage.WEAKNESS,
                words=f"Relaxation, {region}",
                unit=RELATIVE,
                values=daily(there),
                territory=region,
            )
        )
    return found


def glands(sites: Sequence[Site], starts: Sequence[int], days: int, kind: str, used: Values) -> list[Series]:
    """Autonomic terminals, of the median patient."""
    parts = [(float(site.number), autonomic([(day, site.units) for day in starts], days, kind, used)) for site in sites]
    blocked = [(n, [1 - release for release in each.release]) for n, each in parts]
    return [
        *_terminal_series(Branch.AUTONOMIC, parts, "acetylcholine"),
        Series(
            id="autonomic-effect",
            branch=Branch.AUTONOMIC,
            stage=Stage.EFFECT,
            words=_EFFECT_OF[kind],
            unit=RELATIVE,
            values=daily(blocked),
        ),
    ]
