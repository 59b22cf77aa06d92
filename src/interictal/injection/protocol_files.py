"""Protocol files, read and checked: a dose without a citation, or one that contradicts the total, cannot load.

One file per protocol: ``data/protocols/*.toml``; what may stand in it: docs/spec/protocols.md.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

from interictal.errors import InvalidInput, NotSupported
from interictal.injection.indications import INDICATION_IDS, Evidence, indication, shelf
from interictal.injection.maps import MAPS
from interictal.injection.products import product_named
from interictal.injection.protocols import Caution, Mixture, Protocol, Range, Target
from interictal.injection.tables import Table, table_of
from interictal.sources import source

DATA = Path(__file__).with_name("data") / "protocols"

OTHER_NAMES = {
    "flexor digitorum sublimis": "flexor digitorum superficialis",
    "gastrocnemius medial": "gastrocnemius medial head",
    "gastrocnemius lateral": "gastrocnemius lateral head",
    "scalene": "scalenus",
}
"""What other labels call a muscle of the list."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MUSCLE = re.compile(r"[a-z]+(?:[ /][a-z]+)*")

_TEXTS = ("indication", "id", "title", "doses_of", "drawing", "outcome", "followed")
_HOW = ("depth", "needle", "guidance", "before", "after")
_PROTOCOL = {
    *(*_TEXTS, *_HOW, "product", "volume_per_site_ml", "total_units", "most_units", "per_kg", "interval_days"),
    *("least_weight_kg", "weight_step_kg", "source", "also", "confirmed", "note", "mixtures", "targets", "cautions"),
}
_TARGET = {
    *("muscle", "sided", "fixed_sites", "places", "units_per_site", "sites", "units", "per_kg"),
    *("source", "also", "confirmed", "note"),
}
_MIXTURE = {"vial_units", "diluent_ml", "dose_ml", "source", "steps", "confirmed"}
_CAUTION = {"words", "source", "confirmed"}


# --- Which protocols there are ---------------------------------------------------------------------------------------


@cache
def all_protocols() -> tuple[Protocol, ...]:
    """Every protocol, by indication in the order of ``INDICATION_IDS``, then by product and id.

    Raises:
        InvalidInput: a file breaks the schema, or two files say they are the same protocol.
    """
    found: dict[tuple[str, str, str], Protocol] = {}
    for path in sorted(DATA.glob("*.toml")):
        add(found, parse(path.read_text(encoding="utf-8"), path.name), path.name)
    return tuple(sorted(found.values(), key=lambda one: INDICATION_IDS.index(one.indication)))


def add(found: dict[tuple[str, str, str], Protocol], one: Protocol, file: str) -> None:
    """Puts a protocol to the others.

    Raises:
        InvalidInput: there is one of the same indication, id and product.
    """
    key = (one.indication, one.id, one.product)
    if key in found:
        raise InvalidInput("id", one.id, "each protocol once per indication and product", "Rename one.", file=file)
    found[key] = one


def protocols(indication_id: str) -> tuple[Protocol, ...]:
    """The protocols of an indication; none for one without evidence.

    Args:
        indication_id: as in ``INDICATION_IDS``.

    Raises:
        InvalidInput: no such id.
    """
    if indication_id not in INDICATION_IDS:
        raise InvalidInput("indication", indication_id, ", ".join(INDICATION_IDS), "Name one of these.")
    return tuple(one for one in all_protocols() if one.indication == indication_id)


def protocol(indication_id: str, protocol_id: str, product: str) -> Protocol:
    """One protocol.

    Args:
        indication_id: as in ``INDICATION_IDS``.
        protocol_id: name of the protocol within the indication.
        product: nonproprietary name.

    Raises:
        InvalidInput: no such indication, protocol or product.
        NotSupported: the protocol is there, but for other products only: doses are never carried over.
    """
    product = product_named(product)
    of_indication = protocols(indication_id)
    if not of_indication:
        raise NotSupported(
            f"no protocol for {indication_id} is on record, because no benefit of the toxin is known for it. "
            "See `interictal indications` for the figures."
        )
    named = [one for one in of_indication if one.id == protocol_id]
    if not named:
        allowed = ", ".join(dict.fromkeys(one.id for one in of_indication))
        raise InvalidInput("protocol", protocol_id, allowed, f"Name a protocol for {indication_id}.")
    for one in named:
        if one.product == product:
            return one
    raise NotSupported(
        f"no protocol {protocol_id} of {product} for {indication_id} is on record, only of "
        f"{', '.join(one.product for one in named)}. Units are a product's own and are never converted: "
        "choose a product that has one."
    )


@cache
def muscles() -> tuple[str, ...]:
    """Every muscle that any protocol names, in the order of the alphabet; skin and bladder wall count as such too."""
    return tuple(sorted({target.muscle for one in all_protocols() for target in one.targets}))


def muscle_named(text: str) -> str:
    """The muscle as the list spells it; capitals do not matter, and hyphen, underscore and slash are spaces.

    Names that other labels use for the same muscle are understood (``OTHER_NAMES``).

    Raises:
        InvalidInput: not on the list.
    """
    return shelf("muscle", {**{muscle: muscle for muscle in muscles()}, **OTHER_NAMES}, text, muscles())


# --- Reading one -----------------------------------------------------------------------------------------------------


def parse(text: str, file: str) -> Protocol:
    """A protocol from the text of its file.

    Args:
        text: TOML.
        file: the file's name, for messages.

    Raises:
        InvalidInput: the first thing that is wrong, with its field.
    """
    table = table_of(text, file)
    table.only(_PROTOCOL)
    texts = {key: table.text(key) for key in _TEXTS}
    how = {key: table.text_or_none(key) for key in _HOW}
    _one_of(table, "indication", texts["indication"], INDICATION_IDS)
    if indication(texts["indication"]).evidence is not Evidence.LICENSED:
        raise table.wrong("indication", texts["indication"], "an indication with evidence")
    _one_of(table, "drawing", texts["drawing"], MAPS)
    if not _ID.fullmatch(texts["id"]):
        raise table.wrong("id", texts["id"], "small letters and digits, with hyphens")
    targets = tuple(_target(row) for row in table.rows("targets"))
    if len({target.muscle for target in targets}) < len(targets) or not targets:
        raise table.wrong("targets", ", ".join(target.muscle for target in targets), "at least one, each muscle once")
    made = Protocol(
        **texts,
        **how,
        product=product_named(table.text("product"), file=file),
        targets=targets,
        mixtures=tuple(_mixture(row) for row in table.rows("mixtures")),
        volume_per_site_ml=table.amount("volume_per_site_ml"),
        total_units=_range(table, "total_units"),
        most_units=table.amount("most_units"),
        least_weight_kg=table.amount("least_weight_kg"),
        weight_step_kg=table.amount("weight_step_kg"),
        per_kg=table.flag("per_kg", default=False),
        interval_days=table.whole("interval_days"),
        cautions=tuple(_caution(row) for row in table.rows("cautions")),
        source=table.cited(),
        also=_also(table),
        confirmed=table.confirmed(),
        note=_note(table),
    )
    for key in ("most_units", "least_weight_kg", "weight_step_kg"):
        if key in table.given and not made.per_kg:
            raise table.wrong(key, table.given[key], "only beside per_kg")
    _adds_up(table, made)
    return made


def _target(row: Table) -> Target:
    row.only(_TARGET)
    muscle = row.text("muscle")
    if not _MUSCLE.fullmatch(muscle):
        raise row.wrong("muscle", muscle, "small letters, with spaces or /")
    made = Target(
        muscle=muscle,
        sided=row.flag("sided", default=True),
        fixed_sites=row.whole("fixed_sites") or 0,
        places=row.whole("places") or 0,
        units_per_site=row.amount("units_per_site"),
        sites=_range(row, "sites"),
        units=_range(row, "units"),
        per_kg=row.flag("per_kg", default=False),
        source=row.cited(),
        also=_also(row),
        confirmed=row.confirmed(),
        note=_note(row),
    )
    most_sites = max(made.fixed_sites, 1 if made.sites is None else made.sites.high)
    if made.places < most_sites:
        raise row.wrong("places", made.places, f"at least {most_sites}, the sites it can be given")
    if made.sites is not None and any(each % 1 for each in (made.sites.low, made.sites.high)):
        raise row.wrong("sites", f"{made.sites.low} to {made.sites.high}", "whole numbers")
    if made.per_kg and made.units is None:
        raise row.wrong("per_kg", True, "only beside units")
    return made


def _mixture(row: Table) -> Mixture:
    row.only(_MIXTURE)
    vial_units, diluent_ml = row.amount("vial_units"), row.amount("diluent_ml")
    if vial_units is None or diluent_ml is None:
        raise row.wrong("vial_units", vial_units, "the units of the vial and its diluent_ml")
    return Mixture(
        vial_units=vial_units,
        diluent_ml=diluent_ml,
        dose_ml=row.amount("dose_ml"),
        source=row.cited(),
        steps=row.text_or_none("steps"),
        confirmed=row.confirmed(),
    )


def _caution(row: Table) -> Caution:
    row.only(_CAUTION)
    return Caution(words=row.text("words"), source=row.cited(), confirmed=row.confirmed())


def _also(table: Table) -> tuple[str, ...]:
    """The further citations, each of which must be in the register."""
    found = table.texts("also")
    for citation in found:
        source(citation)
    return found


def _adds_up(table: Table, made: Protocol) -> None:
    """The fixed sites give the least total, to the unit; sites without a dose of their own need a total to share."""
    fixed = [target for target in made.targets if target.fixed_sites]
    if not fixed:
        return
    if made.total_units is None:
        raise table.wrong("total_units", None, "a total, where sites are fixed")
    doses = [(target.units_per_site, target.fixed_sites * (2 if target.sided else 1)) for target in fixed]
    if any(units is None for units, _ in doses):
        return
    given = sum((units * sites for units, sites in doses if units is not None), Decimal(0))
    if given != made.total_units.low:
        raise table.wrong("total_units", made.total_units.low, f"{given}, what the fixed sites add up to")


def _range(table: Table, key: str) -> Range | None:
    found = table.between(key)
    return None if found is None else Range(low=found[0], high=found[1])


def _note(table: Table) -> str:
    """The note; what is not confirmed must have one, because users are shown it."""
    note = table.text_or_none("note")
    if not note and not table.confirmed():
        raise table.wrong("note", None, "which figure was not seen at its source")
    return note


def _one_of(table: Table, key: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise table.wrong(key, value, ", ".join(allowed), "Name one of these.")
