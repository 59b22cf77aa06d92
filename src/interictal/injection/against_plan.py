"""A session record beside the plan it began with: what the record alone cannot show. Rules: docs/spec/session.md."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from interictal.errors import InvalidInput
from interictal.injection.findings import Finding, Severity, in_order
from interictal.injection.protocols import Side
from interictal.injection.record import RecordedSite, SessionRecord, Status
from interictal.injection.record_files import number_of

PLAN_SCHEMA = "interictal.plan/1"
OURS = "interictal-injection"

_HEAD = {
    "product": ("PRODUCT", "units of one product are not units of another"),
    "patient": ("PATIENT", "it is the plan of somebody else, or the identifiers differ"),
    "date": ("DATE", "it is not the plan of that day"),
    "indication": ("SITE", "sites and doses are those of another treatment"),
    "protocol": ("SITE", "sites and doses are those of another protocol"),
    "jurisdiction": ("SITE", "limits are those of another label"),
}
"""What record and plan must agree on: key -> code of the finding, and what it means where they do not."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """One site of the plan."""

    id: str
    muscle: str
    side: str
    units: Decimal


def record_against_plan(record: SessionRecord, plan: object) -> tuple[Finding, ...]:
    """What in the record is not as planned.

    Args:
        record: the session.
        plan: a document of ``interictal.plan/1``, as JSON holds it.

    Returns:
        What blocks: another product, patient, day, indication, protocol, jurisdiction, muscle or side, also under an id
        of the other side. What asks: a
        site of the plan that is not in the record, one that is not in the plan, other units.

    Raises:
        InvalidInput: no plan of this schema.

    Source: ``interictal-injection``.
    """
    head, sites = _read(plan)
    found = [*_head(record, head), *_missing(record, sites)]
    recorded = {site.id.casefold() for site in record.sites}
    missing = {(site.muscle, site.side) for key, site in sites.items() if key not in recorded}
    alike: dict[tuple[Severity, str, str], list[str]] = {}
    for site in record.sites:
        for fault in _site(site, sites.get(site.id.casefold()), missing):
            alike.setdefault(fault, []).append(site.id)
    for (severity, code, words), names in alike.items():
        what = f"Site {names[0]}" if len(names) == 1 else f"{len(names)} sites"
        found.append(_finding(severity, code, f"{what}: {words}", *names))
    return in_order(found)


def _finding(severity: Severity, code: str, because: str, *about: str) -> Finding:
    return Finding(code=code, severity=severity, because=because, source=OURS, about=tuple(filter(None, about)))


def _head(record: SessionRecord, head: Mapping[str, str]) -> Iterator[Finding]:
    for key, (code, meaning) in _HEAD.items():
        value = getattr(record, key)
        mine = "" if value is None else str(value)
        if mine and head[key] and mine != head[key]:
            yield _finding(
                Severity.BLOCK,
                code,
                f"The {key} of the plan is not that of the session: {meaning}. Give the plan of this session, or "
                "correct the record.",
            )


def _missing(record: SessionRecord, sites: Mapping[str, _Planned]) -> Iterator[Finding]:
    recorded = {site.id.casefold() for site in record.sites}
    missing = [site.id for key, site in sites.items() if key not in recorded]
    if missing:
        yield _finding(
            Severity.ASK,
            "SITE",
            f"{len(missing)} of the {len(sites)} sites of the plan are not in the record: record each as given, "
            "skipped or moved.",
            *missing,
        )


_OPPOSITE = {Side.LEFT: "right", Side.RIGHT: "left"}


def _site(
    site: RecordedSite, planned: _Planned | None, missing: Collection[tuple[str, str]]
) -> Iterator[tuple[Severity, str, str]]:
    if planned is None:
        opposite = _OPPOSITE.get(site.side) if site.side else None
        if opposite and (site.muscle, opposite) in missing:
            words = f"not in the plan, while a site of {site.muscle} planned on the {opposite} is not in the record."
            do = "Correct the side, or record the planned site as skipped, with the reason."
            yield Severity.BLOCK, "SIDE", f"{words} {do}"
        else:
            yield Severity.ASK, "SITE", "not in the plan. Say why, or correct the id."
        return
    if site.muscle and site.muscle != planned.muscle:
        yield Severity.BLOCK, "SITE", f"planned in {planned.muscle}, recorded in {site.muscle}. Correct one."
    if site.side and site.side.value != planned.side:
        yield Severity.BLOCK, "SIDE", f"planned on the {planned.side}, recorded on the {site.side.value}. Correct one."
    if site.status is not Status.SKIPPED and site.units and site.units != planned.units:
        yield Severity.ASK, "DOSEH", f"{site.units:f} U given, {planned.units:f} U in the plan. Say why."
    if site.planned_units and site.planned_units != planned.units:
        words = f"the record says that {site.planned_units:f} U were planned, the plan says {planned.units:f} U."
        yield Severity.BLOCK, "SITE", f"{words} Correct the record."


def _read(plan: object) -> tuple[dict[str, str], dict[str, _Planned]]:
    if not isinstance(plan, dict) or plan.get("schema") != PLAN_SCHEMA:
        raise InvalidInput("plan", "another document", PLAN_SCHEMA, "Give what `interictal plan --json` printed.")
    sites = plan.get("sites")
    if not isinstance(sites, list) or not sites:
        raise _wrong("sites")
    read = [_planned(each) for each in sites]
    return {key: _text(plan, key) for key in _HEAD}, {each.id.casefold(): each for each in read}


def _planned(site: object) -> _Planned:
    if not isinstance(site, dict):
        raise _wrong("sites")
    units = number_of(site.get("units"))
    if units is None or not site.get("id"):
        raise _wrong("sites")
    return _Planned(_text(site, "id"), _text(site, "muscle"), _text(site, "side"), units)


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        raise _wrong(key)
    return value


def _wrong(key: str) -> InvalidInput:
    return InvalidInput("plan", key, f"a whole document of {PLAN_SCHEMA}", "Make the plan again.")
