"""A checked plan and a checked session as JSON documents (docs/schema)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from interictal import INTENDED_USE
from interictal.injection.findings import Finding, Severity
from interictal.injection.indications import Indication
from interictal.injection.maps import body_map
from interictal.injection.plan import Plan, PlannedSite
from interictal.injection.protocols import Side

PLAN_SCHEMA = "interictal.plan/1"
CHECK_SCHEMA = "interictal.session-check/1"
REFUSAL_SCHEMA = "interictal.plan-refusal/1"


def plan_document(plan: Plan, findings: Sequence[Finding], *, date: dt.date, patient: str = "") -> dict[str, Any]:
    """A plan with what its checks found (``interictal.plan/1``, docs/schema/plan.schema.json).

    Args:
        plan: the plan.
        findings: of ``interictal.safety.checks.plan_findings``.
        date: the day it is planned for.
        patient: identifier, "" where none was given.

    Returns:
        Plain JSON values; units and millilitres as numbers without rounding.
    """
    protocol = plan.protocol
    return {
        "schema": PLAN_SCHEMA,
        "intended_use": INTENDED_USE,
        "patient": patient,
        "date": date.isoformat(),
        "indication": protocol.indication,
        "protocol": protocol.id,
        "product": protocol.product,
        "jurisdiction": plan.jurisdiction,
        "title": protocol.title,
        "confirmed": protocol.wholly_confirmed,
        "source": protocol.source,
        "weight_kg": number(plan.weight_kg),
        "map": protocol.drawing,
        "map_version": plan.map_version,
        "map_sides": {view.id: view.left_is for view in body_map(protocol.drawing).views},
        "sites": [_site(site, plan) for site in plan.sites],
        "totals": {
            "units": number(plan.total.amount),
            "sites": len(plan.sites),
            "volume_ml": number(plan.volume_ml),
            "by_muscle": _by_muscle(plan.sites),
        },
        "dilution": {
            "vial_units": number(plan.dilution.vial.amount),
            "diluent_ml": number(plan.dilution.diluent_ml),
            "units_per_ml": number(plan.dilution.units_per_ml),
            "made_up_ml": None if plan.made_up is None else number(plan.made_up.diluent_ml),
        },
        "vials": [
            {
                "number": vial.number,
                "product": protocol.product,
                "units": number(vial.dilution.vial.amount),
                "diluent_ml": number(vial.dilution.diluent_ml),
                "drawn_ml": number(vial.drawn_ml),
                "left_ml": number(vial.left_ml),
                "used_units": number(vial.used.amount),
                "waste_units": number(vial.waste.amount),
            }
            for vial in plan.vials
        ],
        "syringes": [
            {
                "number": syringe.number,
                "vial": syringe.vial,
                "draw_ml": number(syringe.volume_ml),
                "units": number(syringe.units.amount),
                "sites": list(syringe.sites),
            }
            for syringe in plan.syringes
        ],
        "waste_units": number(plan.waste.amount),
        "how": {
            "depth": protocol.depth,
            "needle": protocol.needle,
            "guidance": protocol.guidance,
            "before": protocol.before,
            "after": protocol.after,
            "interval_days": protocol.interval_days,
            "note": protocol.note,
            "source": protocol.source,
        },
        "cautions": [
            {"words": one.words, "source": one.source, "confirmed": one.confirmed} for one in protocol.cautions
        ],
        "outcome": {"measure": protocol.outcome, "followed": protocol.followed},
        "findings": finding_documents(findings),
    }


def _site(site: PlannedSite, plan: Plan) -> dict[str, Any]:
    target = plan.protocol.target(site.muscle)
    return {
        "id": site.id,
        "muscle": site.muscle,
        "side": site.side.value,
        "units": number(site.units.amount),
        "volume_ml": number(site.volume_ml),
        "kind": site.kind.value,
        "vial": site.vial,
        "view": site.view,
        "x": number(site.x),
        "y": number(site.y),
        "source": plan.protocol.source if target is None else target.source,
    }


def _by_muscle(sites: Iterable[PlannedSite]) -> dict[str, Any]:
    found: dict[str, dict[Side, list[PlannedSite]]] = {}
    for site in sites:
        found.setdefault(site.muscle, {}).setdefault(site.side, []).append(site)
    return {
        muscle: {
            **_amount([site for each in sides.values() for site in each]),
            "sides": {side.value: _amount(each) for side, each in sides.items()},
        }
        for muscle, sides in found.items()
    }


def _amount(sites: Sequence[PlannedSite]) -> dict[str, Any]:
    return {
        "units": number(sum((site.units.amount for site in sites), Decimal(0))),
        "sites": len(sites),
        "volume_ml": number(sum((site.volume_ml for site in sites), Decimal(0))),
    }


def refusal_document(indication: Indication) -> dict[str, Any]:
    """Why no plan is made (``interictal.plan-refusal/1``): the figures, and what would change the answer."""
    return {
        "schema": REFUSAL_SCHEMA,
        "intended_use": INTENDED_USE,
        "indication": indication.id,
        "title": indication.title,
        "evidence": indication.evidence.value,
        "results": [
            {"result": one.words, "source": one.source, "confirmed": one.confirmed} for one in indication.results
        ],
        "would_change": indication.would_change,
    }


def check_document(findings: Sequence[Finding], *, checked_on: dt.date) -> dict[str, Any]:
    """What checking a session found (``interictal.session-check/1``)."""
    counts = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    return {
        "schema": CHECK_SCHEMA,
        "intended_use": INTENDED_USE,
        "checked_on": checked_on.isoformat(),
        "blocked": counts[Severity.BLOCK] > 0,
        "counts": {severity.value: count for severity, count in counts.items()},
        "findings": finding_documents(findings),
    }


def finding_documents(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as plain JSON values."""
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "because": one.because,
            "source": one.source,
            "about": list(one.about),
        }
        for one in findings
    ]


def number(value: Decimal | None) -> int | float | None:
    """A decimal number as JSON writes it: whole numbers without a point, others with the digits they have.

    >>> number(Decimal("5.0")), number(Decimal("0.1")), number(None)
    (5, 0.1, None)
    """
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
