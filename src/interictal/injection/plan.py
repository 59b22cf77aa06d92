"""An injection plan: every site with its units and volume, what to draw up, and what will be left over."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from interictal.injection.dilution import Dilution, plain
from interictal.injection.protocols import Kind, Protocol, Side
from interictal.units import ToxinUnits


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSite:
    """One injection point.

    Args:
        id: stable within the protocol: ``temporalis-L3``.
        muscle: as the protocol names it.
        side: the patient's side.
        kind: part of every plan, or chosen.
        units: the dose, bound to its product.
        volume_ml: the same dose as a volume of the dilution.
        vial: number of the vial it is drawn from.
        view: which drawing of the map shows it.
        x, y: where on that drawing, as parts of its width and height from the left and the top (0 to 1).
    """

    id: str
    muscle: str
    side: Side
    kind: Kind
    units: ToxinUnits
    volume_ml: Decimal
    vial: int
    view: str
    x: Decimal
    y: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVial:
    """One vial, and what becomes of its content.

    Args:
        number: 1 for the first.
        dilution: its units in its diluent.
        used: units that are drawn for sites.
        waste: units left over; ``used + waste`` is the vial.
    """

    number: int
    dilution: Dilution
    used: ToxinUnits
    waste: ToxinUnits

    @property
    def drawn_ml(self) -> Decimal:
        """What is drawn from the vial."""
        return self.dilution.volume_ml(self.used)

    @property
    def left_ml(self) -> Decimal:
        """What stays in the vial; with what is drawn, exactly its volume."""
        return plain(self.dilution.diluent_ml - self.drawn_ml)


@dataclass(frozen=True, slots=True, kw_only=True)
class Syringe:
    """One syringe: what it holds is what is injected from it.

    Args:
        number: 1 for the first.
        vial: number of the vial it is drawn from.
        volume_ml: what it holds when it is ready.
        units: the same as a dose.
        sites: ids of the sites it serves, in the order of injection.
    """

    number: int
    vial: int
    volume_ml: Decimal
    units: ToxinUnits
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole plan.

    Args:
        protocol: what was planned by.
        jurisdiction: "us" or "eu": whose label the checks use.
        dilution: of each vial.
        made_up: the whole dose in its final volume, where it is made up after it is drawn; None where the content of
            the vials is injected as it is.
        sites: in the order of injection.
        vials, syringes: what to draw up.
        map_version: version of the drawings the coordinates belong to.
        weight_kg: body weight where doses are per kilogram.
    """

    protocol: Protocol
    jurisdiction: str
    dilution: Dilution
    made_up: Dilution | None = None
    sites: tuple[PlannedSite, ...]
    vials: tuple[PlannedVial, ...]
    syringes: tuple[Syringe, ...]
    map_version: str
    weight_kg: Decimal | None = None

    @property
    def total(self) -> ToxinUnits:
        """All sites together."""
        return sum((site.units for site in self.sites), ToxinUnits(self.protocol.product, Decimal(0)))

    @property
    def volume_ml(self) -> Decimal:
        """All sites together, millilitres."""
        return sum((site.volume_ml for site in self.sites), Decimal(0))

    @property
    def waste(self) -> ToxinUnits:
        """What is left over of all vials."""
        return sum((vial.waste for vial in self.vials), ToxinUnits(self.protocol.product, Decimal(0)))
