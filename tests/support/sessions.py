"""Session records for tests: one that nothing blocks, made from a plan, to be spoilt one thing at a time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from interictal.injection.draft import draft
from interictal.injection.maps import body_map
from interictal.injection.planning import Addition, make_plan
from interictal.injection.protocol_files import protocol
from interictal.injection.record import CHECKLIST
from interictal.profile.conditions import QUESTIONS

DAY = dt.date(2026, 11, 20)
PATIENT = "SYNTHETIC-1"


def session(
    *,
    indication: str = "chronic-migraine",
    protocol_id: str = "preempt-fixed",
    product: str = "onabotulinumtoxinA",
    jurisdiction: str = "us",
    vial: int = 200,
    additions: tuple[Addition, ...] = (),
    date: dt.date = DAY,
    patient: str = PATIENT,
) -> dict[str, Any]:
    """The JSON of a whole session in which every planned site was given."""
    chosen = protocol(indication, protocol_id, product)
    plan = make_plan(
        chosen,
        body_map(chosen.drawing),
        jurisdiction=jurisdiction,
        vial_units=Decimal(vial),
        additions=additions,
    )
    content = draft(plan, date=date, patient=patient, clinician="CLINICIAN-1")
    for each in content["vials"]:
        each.update(lot="C1234", expiry="2028-05-31", reconstituted_at=f"{date}T09:30:00")
    for each in content["sites"]:
        each.update(status="given")
    allergies = [question for question in QUESTIONS if question.startswith("allergy_")]
    content["answers"] = dict.fromkeys((*content["answers"], *allergies), "no")
    content.update(
        started_at=f"{date}T09:45:00",
        ended_at=f"{date}T10:00:00",
        consent=True,
        aftercare=True,
        checklist=dict.fromkeys(CHECKLIST, True),
    )
    return content
