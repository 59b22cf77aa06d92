"""Injection protocols: which sites, how many units, how deep, how diluted, how often, and by which document.

A protocol is data (``data/protocols/*.toml``), bound to one product, because its units are that product's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Side(Enum):
    """The patient's own side, never the viewer's."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"


class Kind(Enum):
    """Why a site is in a plan."""

    FIXED = "fixed"
    """It belongs to every plan of the protocol."""
    FOLLOW_THE_PAIN = "follow-the-pain"
    """It was added to the fixed sites of its muscle."""
    CHOSEN = "chosen"
    """The protocol fixes no site in this muscle; the clinician chose it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a protocol gives into one muscle; the skin of the axilla and the bladder wall count as such too.

    Args:
        muscle: the name used everywhere ("cervical paraspinal").
        sided: True where left and right are told apart; False for a midline structure.
        fixed_sites: sites that belong to every plan, on each side (in all, where not sided).
        places: how many sites a side can hold on the map, fixed ones included.
        units_per_site: the dose of one site, where the protocol fixes it.
        sites: how many sites a treated muscle gets, where the clinician chooses; per side.
        units: how many units a treated muscle gets, where the clinician chooses; per side; per kg where ``per_kg``.
        per_kg: ``units`` are units per kilogram of body weight.
        source: document and place.
        also: further documents that hold the same figures.
        confirmed: False where a figure was not seen at its source; ``note`` says which.
        note: what a clinician should know.
    """

    muscle: str
    sided: bool = True
    fixed_sites: int = 0
    places: int = 0
    units_per_site: Decimal | None = None
    sites: Range | None = None
    units: Range | None = None
    per_kg: bool = False
    source: str
    also: tuple[str, ...] = ()
    confirmed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """One dilution a label gives: this vial with this much diluent.

    Args:
        vial_units: units of the vial.
        diluent_ml: final volume of one vial's content, millilitres.
        dose_ml: the final volume the whole dose is made up to after it is drawn from the vial; None where the vial's
            dilution is injected as it is.
        source: document and place.
        steps: how it is made, where it is not simply put into the vial.
        confirmed: False where it was not seen at its source.
    """

    vial_units: Decimal
    diluent_ml: Decimal
    dose_ml: Decimal | None = None
    source: str
    steps: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """One warning of a label that belongs to every plan of a protocol, in own words.

    Args:
        words: what may happen, and what to look for or to do.
        source: document and place.
        confirmed: False where it was not seen at its source.
    """

    words: str
    source: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """One way to inject one product for one indication.

    Args:
        indication: id of the indication.
        id: name of the protocol within it ("preempt-fixed", "label").
        product: nonproprietary name; every unit here is a unit of it.
        title: what it is, in a line.
        doses_of: whose doses these are: "US label".
        drawing: name of the body map it is drawn on.
        targets: the muscles, in the order of injection.
        mixtures: dilutions of the label; the first one of a vial size is the default.
        volume_per_site_ml: volume of one site, where the protocol fixes it.
        total_units: what the whole session gives, where the protocol fixes or bounds it; per kg where ``per_kg``.
        per_kg: ``total_units`` are units per kilogram of body weight.
        most_units: the most a dose by body weight may come to, None where there is no such cap.
        least_weight_kg: the lightest weight the label doses for; None where no source names one.
        weight_step_kg: body weight counts in steps of so many kilograms, rounded down; None where it counts as it is.
        interval_days: not sooner than this after the last injection.
        depth, needle, guidance: how, each as short words; "" where no source says.
        before, after: what is done before and after injecting, each as short words.
        outcome: id of the measure by which the effect is followed, and ``followed`` says how and when.
        cautions: warnings of the label that belong to every plan.
        source: document and place.
        also: further documents that hold the same figures.
        confirmed: False where a figure of its own was not seen at its source; the whole: ``wholly_confirmed``.
        note: what a clinician should know.
    """

    indication: str
    id: str
    product: str
    title: str
    doses_of: str
    drawing: str
    targets: tuple[Target, ...]
    mixtures: tuple[Mixture, ...]
    volume_per_site_ml: Decimal | None = None
    total_units: Range | None = None
    per_kg: bool = False
    most_units: Decimal | None = None
    least_weight_kg: Decimal | None = None
    weight_step_kg: Decimal | None = None
    interval_days: int | None = None
    depth: str = ""
    needle: str = ""
    guidance: str = ""
    before: str = ""
    after: str = ""
    outcome: str
    followed: str
    cautions: tuple[Caution, ...] = ()
    source: str
    also: tuple[str, ...] = ()
    confirmed: bool = True
    note: str = ""

    @property
    def wholly_confirmed(self) -> bool:
        """Whether every figure was seen at its source: its own, and those of its targets, mixtures and cautions."""
        parts: tuple[Target | Mixture | Caution, ...] = (*self.targets, *self.mixtures, *self.cautions)
        return self.confirmed and all(part.confirmed for part in parts)

    def target(self, muscle: str) -> Target | None:
        """The target of that name, None where the protocol has none."""
        return next((each for each in self.targets if each.muscle == muscle), None)
