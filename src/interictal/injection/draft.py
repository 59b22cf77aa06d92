"""A session record begun from a plan: every planned site stands in it, and nobody has yet said what was given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from interictal.injection.plan import Plan
from interictal.injection.record import CHECKLIST
from interictal.profile.conditions import ALWAYS_ASKED

SESSION_SCHEMA = "interictal.session/1"


def draft(
    plan: Plan,
    *,
    date: dt.date,
    patient: str = "",
    clinician: str = "",
    questions: Iterable[str] = ALWAYS_ASKED,
) -> dict[str, Any]:
    """The record as plain JSON values, to be filled in: no answer, lot or status is given beforehand.

    The vials get ids that no other session has, as long as its patient has one session a day.

    Args:
        plan: what was planned.
        date: the day of the session.
        patient, clinician: identifiers, never names.
        questions: ids of what is to be asked before injecting.
    """
    names = {vial.number: f"{date:%Y%m%d}-{patient or 'patient'}-{vial.number}" for vial in plan.vials}
    return {
        "schema": SESSION_SCHEMA,
        "patient": patient,
        "clinician": clinician,
        "date": date.isoformat(),
        "indication": plan.protocol.indication,
        "protocol": plan.protocol.id,
        "product": plan.protocol.product,
        "jurisdiction": plan.jurisdiction,
        "weight_kg": None if plan.weight_kg is None else str(plan.weight_kg),
        "vials": [
            {
                "id": names[vial.number],
                "product": plan.protocol.product,
                "units": str(vial.dilution.vial.amount),
                "lot": "",
                "expiry": None,
                "reconstituted_at": None,
                "diluent_ml": str(vial.dilution.diluent_ml),
            }
            for vial in plan.vials
        ],
        "sites": [
            {
                "id": site.id,
                "muscle": site.muscle,
                "side": site.side.value,
                "units": str(site.units.amount),
                "volume_ml": str(site.volume_ml),
                "vial": names[site.vial],
                "status": None,
                "reason": "",
                "planned_units": str(site.units.amount),
                "planned_side": site.side.value,
            }
            for site in plan.sites
        ],
        "answers": dict.fromkeys(questions),
        "consent": None,
        "checklist": dict.fromkeys(CHECKLIST),
        "aftercare": None,
        "started_at": None,
        "ended_at": None,
        "signed_by": "",
    }
