"""What checking a plan or a session found: each finding says what, why, and by which document.

Two kinds of check, kept apart on purpose. What contradicts itself or the vial is a fault of the record and *blocks*:
the record cannot be right. What goes beyond a label or meets a warning is a clinician's judgement and *asks* for a
reason. Nothing is ever corrected silently.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from interictal.errors import InvalidInput


class Severity(Enum):
    """What a finding demands."""

    BLOCK = "block"
    """The record contradicts itself, the plan or the vial: it cannot be signed as it stands."""
    ASK = "ask"
    """A clinician's judgement: it goes on with a written reason."""
    NOTE = "note"
    """Worth knowing; nothing is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found.

    Raises:
        InvalidInput: a code that is not listed, or no reason or no source: such a finding could not be acted on.

    Args:
        code: one of ``CODES``.
        severity: what it demands.
        because: one sentence with the figures, and what to do; never a name, a number or a word of the patient.
        source: source id, optionally with a place in it: ``us-pi-botox#2.1``.
        about: ids of the sites, vials or answers it is about, in the order of the record.
    """

    code: str
    severity: Severity
    because: str
    source: str
    about: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise InvalidInput("code", self.code, "a code of CODES", "List it there first.")
        if not self.because or not self.source:
            raise InvalidInput("finding", self.code, "a reason and a source", "Give both.")
        if not all(self.about):
            raise InvalidInput("about", self.code, "ids that are not empty", "Leave out what has no id.")


CODES = {
    # Clinical judgement: the alert codes of HL7 v3 ActCode.
    "DOSEH": "More than the label's dose per site, per muscle, in total or over months, or not the protocol's dose",
    "DOSEHIND": "At least twice the label's dose: a slip of the keyboard?",
    "DOSEIVL": "Sooner after the last toxin than the interval, or not checked",
    "DUPTHPY": "Botulinum toxin from elsewhere, or nobody asked",
    "PREG": "Pregnancy, possible or not asked",
    "LACT": "Breast-feeding, or not asked",
    "COND": "A condition the label warns of",
    "DRG": "A medicine the label warns of",
    "REACT": "An allergy to the toxin or to what the vial holds",
    "AGE": "Younger than the label's age, an adult in a protocol for children, or the age is not known",
    # Beyond the label, or not confirmed.
    "OFF_LABEL": "Not an indication of this product's label in this jurisdiction",
    "DILUTION": "Not a dilution of the label, or no dilution is confirmed",
    "UNCONFIRMED": "A figure of the plan was not seen at its source",
    "REVIEW_DUE": "The label was due for review: it may have changed",
    "OPTIONAL_SITES": "The protocol has places to add that were not chosen",
    # Faults of the record.
    "UNREADABLE": "A value that cannot be what it claims to be",
    "PRODUCT": "The product differs between plan, session and vial, or is missing",
    "VIAL": "A vial is not as it must be: unknown, overdrawn, expired, without its lot",
    "RECALLED": "A lot that was recalled",
    "RECONSTITUTION": "Outside the time in which a reconstituted vial may be used",
    "VIAL_SHARED": "One single-use vial in two patients",
    "VOLUME": "Units, volume and dilution disagree",
    "SITE": "A site twice, unknown, or not accounted for",
    "SIDE": "A site on the other side than planned",
    "DATE": "A date or time that cannot be",
    "REASON": "Skipped or moved without a reason",
    "SIGNATURE": "Not signed, or changed after it was signed",
    "PATIENT": "Another patient's record",
    "CHECKLIST": "Consent, checklist or aftercare is not recorded",
    "DURATION": "How long the session took",
    # Adverse events.
    "SPREAD": "A sign of distant spread of the toxin's effect: immediate medical care",
    "SERIOUS": "An event is serious, or nobody said whether it is",
    "EXPEDITED": "Days by which an expedited report would be due",
    "INCOMPLETE": "Something that a report of an event needs is missing or contradicts itself",
}
"""Code -> what it means."""

ORDER = {Severity.BLOCK: 0, Severity.ASK: 1, Severity.NOTE: 2}


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Blocking first, then what asks, then notes; within each as found, and each only once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: ORDER[finding.severity]))
