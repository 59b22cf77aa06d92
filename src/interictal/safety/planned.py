"""A plan together with what its checks found: what a clinician looks at before injecting."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from interictal.injection.findings import Finding
from interictal.injection.plan import Plan
from interictal.injection.previous import Earlier
from interictal.safety.document import plan_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A checked plan.

    Args:
        plan: the plan.
        findings: of its checks, in order.
        date: the day it is planned for.
        patient: identifier, "" where none was given.
        earlier: the earlier sessions that the checks looked at.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    date: dt.date
    patient: str = ""
    earlier: tuple[Earlier, ...] = ()

    @property
    def synthetic(self) -> bool:
        """Whether the patient is made up and must be labelled so; without a patient, one of the earlier sessions."""
        named = (self.patient,) if self.patient else (each.patient for each in self.earlier)
        return any(each.startswith("SYNTHETIC") for each in named)

    @property
    def document(self) -> dict[str, Any]:
        """As JSON values (``interictal.plan/1``)."""
        return plan_document(self.plan, self.findings, date=self.date, patient=self.patient)

    @property
    def version(self) -> str:
        """A short fingerprint of the plan, the same on screen, page and paper."""
        content = json.dumps(self.document, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:12]
