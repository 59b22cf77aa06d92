"""The record of a session: what was planned, what was given, from which vial, by whom, and what was asked before.

Every value may be None or "": not recorded, or recorded as something that cannot be; reading says which as a finding.
A signed record does not change: a correction is an amendment with author and reason.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from interictal.injection.protocols import Side


class Status(Enum):
    """What became of a planned site."""

    GIVEN = "given"
    SKIPPED = "skipped"
    MOVED = "moved"


class Answer(Enum):
    """An answer to a question asked before injecting. Unknown is never no."""

    YES = "yes"
    NO = "no"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


CHECKLIST = {
    "two_identifiers": "the patient was asked for two identifiers",
    "plan_of_today": "the plan is today's, and this patient's",
    "vial_read": "product, lot and last day of use were read off the vial",
}
"""What is checked right before injecting: item -> in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedVial:
    """One vial of the session.

    Args:
        id: what the clinic calls this very vial; the same id in two sessions is the same vial.
        product: nonproprietary name, "" where missing or not one of the list.
        units: units of the unopened vial.
        lot, serial: as printed on it.
        expiry: last day of use.
        opened_at, reconstituted_at: when, with its offset from UTC where it was recorded with one.
        diluent_ml: volume put in.
        diluent: what was put in, "" not recorded.
        discarded_ml: volume thrown away, None not recorded.
    """

    id: str = ""
    product: str = ""
    units: Decimal | None = None
    lot: str = ""
    serial: str = ""
    expiry: dt.date | None = None
    opened_at: dt.datetime | None = None
    reconstituted_at: dt.datetime | None = None
    diluent_ml: Decimal | None = None
    diluent: str = ""
    discarded_ml: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSite:
    """One site: what was given, or why not.

    Args:
        id: the site's id in the protocol; any other name for a site of the clinician's own.
        muscle, side: where.
        units, volume_ml: what was given; None not recorded.
        vial: id of the vial.
        status: None where nobody said.
        reason: why skipped or moved.
        view, x, y: where it was moved to.
        planned_units, planned_side: what the plan held; None where the record began without a plan.
    """

    id: str = ""
    muscle: str = ""
    side: Side | None = None
    units: Decimal | None = None
    volume_ml: Decimal | None = None
    vial: str = ""
    status: Status | None = None
    reason: str = ""
    view: str = ""
    x: Decimal | None = None
    y: Decimal | None = None
    planned_units: Decimal | None = None
    planned_side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Botulinum toxin given elsewhere, as the patient tells it; each part may be unknown."""

    date: dt.date | None = None
    product: str = ""
    units: Decimal | None = None
    indication: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A correction of a signed record.

    Args:
        field: path of the value in the record's JSON, the first of a list being 1: ``sites[3].units``.
        old, new: the value before and after, as JSON text.
        author, reason: who, and why.
        at: when; None not recorded.
        digest: SHA-256 over the signature, the earlier amendments and this one, "" not recorded.
    """

    field: str
    old: str
    new: str
    author: str
    reason: str
    at: dt.datetime | None
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """One session.

    Args:
        patient: identifier, never a name.
        clinician: identifier of who injected.
        date: local civil date.
        indication, protocol: ids.
        product: nonproprietary name, "" where missing or not one of the list.
        jurisdiction: "us", "eu", "" not recorded.
        vials, sites: see there.
        answers: question id (``interictal.profile.conditions``) -> answer.
        elsewhere: toxin given elsewhere.
        weight_kg: body weight.
        started_at, ended_at: first and last injection.
        consent: None not recorded.
        checklist: item -> done; those of ``CHECKLIST`` count, others are kept.
        aftercare: aftercare instructions were given; None not recorded.
        deviations: reason for each finding that asked: code -> reason.
        signed_by, signed_at: who signed, and when; "" and None before.
        signature: SHA-256 of the record as it was signed, "" before.
        amendments: corrections since.
    """

    patient: str = ""
    clinician: str = ""
    date: dt.date | None = None
    indication: str = ""
    protocol: str = ""
    product: str = ""
    jurisdiction: str = ""
    vials: tuple[RecordedVial, ...] = ()
    sites: tuple[RecordedSite, ...] = ()
    answers: dict[str, Answer] = field(default_factory=dict)
    elsewhere: tuple[Elsewhere, ...] = ()
    weight_kg: Decimal | None = None
    started_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    consent: bool | None = None
    checklist: dict[str, bool] = field(default_factory=dict)
    aftercare: bool | None = None
    deviations: dict[str, str] = field(default_factory=dict)
    signed_by: str = ""
    signed_at: dt.datetime | None = None
    signature: str = ""
    amendments: tuple[Amendment, ...] = ()
