"""Where pain from an injected muscle is carried, and how much that counts: ``data/territories.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from interictal.injection.protocol_files import muscles, protocol
from interictal.injection.tables import Table, table_of

DATA = Path(__file__).with_name("data") / "territories.toml"

TERRITORIES = ("V1", "V3", "C2", "C3")
"""Ophthalmic and mandibular nerve, second cervical root, third and those below."""
REGIONS = ("forehead", "temple", "neck")

_KEYS = {"territory", "sensory", "motor", "region", "source", "confirmed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a muscle belongs.

    Args:
        muscle: the name of the protocols.
        territory: one of ``TERRITORIES``.
        sensory: nerves that carry pain from there.
        motor: nerve that moves the muscle.
        region: one of ``REGIONS``.
        source: citation.
        confirmed: False where the passage on this muscle was not seen.
    """

    muscle: str
    territory: str
    sensory: str
    motor: str
    region: str
    source: str
    confirmed: bool


@cache
def places() -> Mapping[str, Place]:
    """Every muscle of the head and neck that the model knows, by name.

    Raises:
        InvalidInput: see ``parse``.
    """
    return parse(DATA.read_text(encoding="utf-8"))


def parse(text: str, file: str = DATA.name) -> Mapping[str, Place]:
    """The places in the text of a file.

    Args:
        text: TOML, one table per muscle.
        file: for messages.

    Raises:
        InvalidInput: a muscle that no protocol names, a territory or region that is none, a source that is missing.
    """
    whole = table_of(text, file)
    whole.only(set(muscles()))
    return MappingProxyType({name: _place(name, whole) for name in whole.given})


def _place(name: str, whole: Table) -> Place:
    given = whole.given[name]
    if not isinstance(given, dict):
        raise whole.wrong(name, given, "a table", f"Write [{name}].")
    table = Table(given, whole.file, name)
    table.only(_KEYS)
    for key, allowed in (("territory", TERRITORIES), ("region", REGIONS)):
        if table.text(key) not in allowed:
            raise table.wrong(key, given[key], ", ".join(allowed))
    return Place(
        muscle=name,
        territory=table.text("territory"),
        sensory=table.text("sensory"),
        motor=table.text("motor"),
        region=table.text("region"),
        source=table.cited(),
        confirmed=table.confirmed(),
    )


@cache
def fixed_sites() -> Mapping[tuple[str, str], int]:
    """Sites of the fixed protocol, by muscle and side ("left", "right", "midline")."""
    fixed = protocol("chronic-migraine", "preempt-fixed", "onabotulinumtoxinA")
    return MappingProxyType(
        {
            (target.muscle, side): target.fixed_sites
            for target in fixed.targets
            for side in (("left", "right") if target.sided else ("midline",))
        }
    )


@cache
def reference_sites() -> Mapping[str, int]:
    """Sites of the fixed protocol in each territory: all of them together count as the whole of the drive."""
    found = dict.fromkeys(TERRITORIES, 0)
    for (muscle, _), number in fixed_sites().items():
        found[places()[muscle].territory] += number
    return MappingProxyType(found)


def shares() -> tuple[tuple[str, float], ...]:
    """Share of each territory in the drive: its part of the sites of the fixed protocol, as no trial compares them."""
    sites = reference_sites()
    return tuple((name, number / sum(sites.values())) for name, number in sites.items())
