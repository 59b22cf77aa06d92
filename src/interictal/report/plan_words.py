"""What terminal, page and sheet say of a plan, in one place, so that they never differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from interictal.figures.written import day
from interictal.injection.catalogue import label
from interictal.injection.findings import Finding, Severity
from interictal.injection.indications import indication
from interictal.injection.maps import body_map
from interictal.injection.plan import Plan, PlannedSite, Syringe
from interictal.injection.protocols import Side
from interictal.report.words import citation, plural, shown
from interictal.safety.planned import Planned
from interictal.units import digits

SEVERITY = {
    Severity.BLOCK: "blocks",
    Severity.ASK: "asks for a reason",
    Severity.NOTE: "to know",
}
"""What a finding demands, in words."""


def label_words(plan: Plan) -> str:
    """Whose label the plan is checked by, and which text of it was read."""
    seen = label(plan.protocol.product, plan.jurisdiction)
    return f"Label: {seen.title}" if seen is not None else f"No label on record for {plan.jurisdiction}"


def heading(planned: Planned) -> str:
    """What is planned, for whom and when."""
    who = f"{shown(planned.patient)}, " if planned.patient else ""
    return f"{indication(planned.plan.protocol.indication).title}: {who}{day(planned.date)}"


def lead(planned: Planned) -> tuple[str, ...]:
    """The plan in three sentences: the dose, what to open, what is left over."""
    plan = planned.plan
    total, waste = digits(plan.total.amount), digits(plan.waste.amount)
    return (
        label_words(plan) + f". Doses of the protocol: {plan.protocol.doses_of}.",
        f"{total} U {plan.protocol.product} in {plural(len(plan.sites), 'site', 'sites')}, "
        f"{millilitres(plan.volume_ml)} mL in all. {plan.protocol.title}.",
        f"Open {plural(len(plan.vials), 'vial', 'vials')} of {digits(plan.dilution.vial.amount)} U"
        f"{' each' if len(plan.vials) > 1 else ''}, diluted to {digits(plan.dilution.diluent_ml)} mL: "
        f"{digits(plan.dilution.units_per_ml)} U in 1 mL.",
        f"Left over: {waste} U." if plan.waste.amount else "Nothing is left over.",
    )


@dataclass(frozen=True, slots=True)
class MuscleRow:
    """One muscle, as a line of a table: cells of left, right and midline are "sites x units" or an en dash."""

    muscle: str
    left: str
    right: str
    midline: str
    sites: str
    units: str
    volume: str


def muscle_rows(plan: Plan) -> tuple[MuscleRow, ...]:
    """Sites, units and volume by muscle and side, and the sum of all."""
    rows = []
    for muscle in dict.fromkeys(site.muscle for site in plan.sites):
        sites = [site for site in plan.sites if site.muscle == muscle]
        left, right, middle = (_side([site for site in sites if site.side is side]) for side in Side)
        rows.append(MuscleRow(muscle, left, right, middle, str(len(sites)), _units(sites), _volume(sites)))
    left, right, middle = (
        _units([site for site in plan.sites if site.side is side]) + " U"
        if any(site.side is side for site in plan.sites)
        else "–"
        for side in Side
    )
    total = MuscleRow("all", left, right, middle, str(len(plan.sites)), _units(plan.sites), _volume(plan.sites))
    return (*rows, total)


def _side(sites: list[PlannedSite]) -> str:
    if not sites:
        return "–"
    doses = dict.fromkeys(site.units.amount for site in sites)
    if len(doses) == 1:
        return f"{len(sites)} × {digits(sites[0].units.amount)} U"
    return f"{len(sites)} sites, {_units(sites)} U"


def _units(sites: Iterable[PlannedSite]) -> str:
    return digits(sum((site.units.amount for site in sites), Decimal(0)))


def _volume(sites: Iterable[PlannedSite]) -> str:
    return millilitres(sum((site.volume_ml for site in sites), Decimal(0)))


def side_words(plan: Plan, site: PlannedSite) -> str:
    """The side of a site; of one on a wall that has no sides, its row and where it lies, as on the drawing."""
    side: str = site.side.value
    if site.side is not Side.MIDLINE:
        return side
    together = [each for each in plan.sites if (each.muscle, each.view) == (site.muscle, site.view)]
    if len(together) == 1:
        return side
    rows = sorted({each.y for each in together})
    first, last = body_map(plan.protocol.drawing).view(site.view).edges
    middle = Decimal("0.5")
    where = side if site.x == middle else first if site.x < middle else last
    return f"row {rows.index(site.y) + 1}, {where}"


def draw_up(plan: Plan) -> tuple[str, ...]:
    """How the vials are made up and drawn into syringes, a sentence a step."""
    protocol = plan.protocol
    mixture = next(
        (
            each
            for each in protocol.mixtures
            if each.vial_units == plan.dilution.vial.amount and each.diluent_ml == plan.dilution.diluent_ml
        ),
        None,
    )
    steps = [mixture.steps] if mixture is not None and mixture.steps else []
    for vial in plan.vials:
        syringes = [each for each in plan.syringes if each.vial == vial.number]
        drawn = f"Vial {vial.number}: draw {_ml(vial.drawn_ml)} ({digits(vial.used.amount)} U)"
        if plan.made_up is not None:
            saline = plan.made_up.diluent_ml - vial.drawn_ml
            drawn += f" and add {_ml(saline)} of saline, to {_ml(plan.made_up.diluent_ml)}"
        filled = ", ".join(f"syringe {each.number}: {_ml(each.volume_ml)}, {_served(plan, each)}" for each in syringes)
        left = (
            f" {_ml(vial.left_ml)} ({digits(vial.waste.amount)} U) stay in the vial and are discarded."
            if vial.waste.amount
            else " Nothing is left over."
        )
        steps.append(f"{drawn}. {filled[0].upper()}{filled[1:]}.{left}")
    return tuple(steps)


def millilitres(volume: Decimal) -> str:
    """A volume as a syringe shows it: to a hundredth of a millilitre; the JSON holds it exactly."""
    return digits(volume.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def _ml(volume: Decimal) -> str:
    return f"{millilitres(volume)} mL"


def _served(plan: Plan, syringe: Syringe) -> str:
    """Which sites a syringe is for, by their numbers in the order of injection."""
    numbers = [number for number, site in enumerate(plan.sites, 1) if site.id in syringe.sites]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
    return f"site{'s' if len(numbers) > 1 else ''} {shown}"


def how(plan: Plan) -> tuple[tuple[str, str], ...]:
    """How it is injected and followed: what no source says is left out."""
    protocol = plan.protocol
    said = (
        ("Needle", protocol.needle),
        ("Depth", protocol.depth),
        ("Where", protocol.guidance),
        ("Before", protocol.before),
        ("After", protocol.after),
        ("Not sooner than", "" if protocol.interval_days is None else f"{protocol.interval_days} days after the last"),
        ("Followed by", protocol.followed),
        ("Note", protocol.note),
        ("From", "; ".join(_cited(one) for one in (protocol.source, *protocol.also))),
    )
    return tuple((name, shown(words)) for name, words in said if words)


def cautions(plan: Plan) -> tuple[str, ...]:
    """Warnings of the label that belong to every plan of the protocol, each with its source."""
    return tuple(
        f"{shown(one.words)}{'' if one.confirmed else ' (unconfirmed)'} [{one.source}]"
        for one in plan.protocol.cautions
    )


def _cited(source: str) -> str:
    """A document and the place in it."""
    place = source.partition("#")[2]
    return citation(source).text + (f" [{place}]" if place else "")


def finding_words(finding: Finding) -> str:
    """A finding in a line: why, and by which document."""
    return f"{shown(finding.because)} [{finding.source}]"


def cited(planned: Planned) -> tuple[str, ...]:
    """Ids of every document the plan and its checks rest on, each once."""
    protocol = planned.plan.protocol
    named = [protocol.source, *protocol.also, *(one.source for one in protocol.mixtures)]
    treated = {site.muscle for site in planned.plan.sites}
    for target in protocol.targets:
        if target.muscle in treated:
            named += [target.source, *target.also]
    named += [caution.source for caution in protocol.cautions]
    named += [finding.source for finding in planned.findings]
    return tuple(dict.fromkeys(each.partition("#")[0] for each in named))
