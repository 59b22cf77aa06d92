"""An event as an individual case safety report, ICH E2B(R3) (HL7 v3, ISO 27953-2).

Only what could be confirmed in reference instances is written (docs/spec/adverse-events.md lists it). No authority's
gateway has validated it, and no MedDRA code is ever made up: without the licensed one there is no message.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
import xml.etree.ElementTree as ET  # written, never read: nothing hostile can come in
from dataclasses import dataclass
from pathlib import Path

from interictal.errors import DataUnavailable, InvalidInput, NotSupported
from interictal.injection.record import SessionRecord
from interictal.injection.record_files import read_text
from interictal.safety.adverse_events.causality import naranjo
from interictal.safety.adverse_events.events import (
    AdverseEvent,
    Outcome,
    Qualification,
    Seriousness,
    required,
    term_named,
    toml,
)
from interictal.safety.adverse_events.reporting import dose, lots, minimum
from interictal.units import digits

SOURCE = "fda-e2b-r3-instances"

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ICH = "2.16.840.1.113883.3.989.2.1"
_LISTS, _IDS = f"{_ICH}.1", f"{_ICH}.3"
_OBSERVATION = f"{_LISTS}.19"
_MEDDRA = "2.16.840.1.113883.6.163"
_COUNTRIES = "1.0.3166.1.2.2"

_SERIOUS = (
    ("34", "resultsInDeath", Seriousness.DEATH),
    ("21", "isLifeThreatening", Seriousness.LIFE_THREATENING),
    ("33", "requiresInpatientHospitalization", Seriousness.HOSPITALISATION),
    ("35", "resultsInPersistentOrSignificantDisability", Seriousness.DISABILITY),
    ("12", "congenitalAnomalyBirthDefect", Seriousness.CONGENITAL_ANOMALY),
    ("26", "otherMedicallyImportantCondition", Seriousness.MEDICALLY_IMPORTANT),
)
_OUTCOMES = {
    None: "0",
    Outcome.UNKNOWN: "0",
    Outcome.RECOVERED: "1",
    Outcome.RECOVERING: "2",
    Outcome.NOT_RECOVERED: "3",
    Outcome.RECOVERED_WITH_SEQUELAE: "4",
    Outcome.FATAL: "5",
}
_QUALIFICATIONS = {
    Qualification.PHYSICIAN: "1",
    Qualification.PHARMACIST: "2",
    Qualification.OTHER_HEALTH_PROFESSIONAL: "3",
    Qualification.LAWYER: "4",
    Qualification.CONSUMER: "5",
}
_SEXES = {"male": "1", "female": "2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends the message, as registered with the authority.

    Args:
        id: sender identifier at the authority.
        receiver: the authority's identifier.
        organisation: name of the clinic, without spaces around it.
        country: two capital letters (ISO 3166).
    """

    id: str
    receiver: str
    organisation: str
    country: str

    def __post_init__(self) -> None:
        for name, value in (("id", self.id), ("receiver", self.receiver), ("organisation", self.organisation)):
            if not re.fullmatch(r"\S(?:[^\x00-\x1f]{0,58}\S)?", value):
                raise InvalidInput(f"sender {name}", value, "a text of 1 to 60 characters", "Give the registered one.")
        if not re.fullmatch(r"[A-Z]{2}", self.country):
            raise InvalidInput("sender country", self.country, "two capital letters (ISO 3166)", "Correct it.")


def read_sender(path: Path) -> Sender:
    """The sender in a TOML file with the keys ``id``, ``receiver``, ``organisation`` and ``country``.

    Raises:
        InvalidInput: the file cannot be read, a key is missing or unknown, or a value is not allowed.
    """
    name = path.name
    text = read_text(path)
    keys = ("id", "receiver", "organisation", "country")
    given = toml(text, name, set(keys))
    return Sender(**{key: required(given, key, "sender", name) for key in keys})


def icsr(event: AdverseEvent, record: SessionRecord | None, sender: Sender, *, at: dt.datetime) -> str:
    """The event as one E2B(R3) message in its batch.

    Args:
        event: the event, with its MedDRA code and version, the day it was first known, and the four things a report
            needs.
        record: of the linked session: dose, lots, indication.
        sender: who sends it.
        at: when it is made, with its offset from UTC.

    Returns:
        The XML, with its declaration.

    Raises:
        NotSupported: the event has no MedDRA term.
        DataUnavailable: something that the message must hold is not recorded.
        InvalidInput: ``at`` has no offset from UTC.

    Source: ``fda-e2b-r3-instances``
    """
    if not event.meddra.code or not event.meddra.version:
        raise NotSupported(
            "an E2B(R3) message needs a MedDRA code, and MedDRA is licensed: none is made up here. Enter the code of "
            "the lowest level term and the version under meddra, or use the printed report."
        )
    missing = [each.value for each in minimum(event, record)]
    if event.received is None:
        missing.append("the day it was first known (received)")
    if missing:
        raise DataUnavailable(f"an E2B(R3) message cannot do without: {', '.join(missing)}. Record it first.")
    if at.utcoffset() is None:
        raise InvalidInput("at", at.isoformat(), "a time with its offset from UTC", "Add the offset.")
    return _Message(event, record, sender, at).text()


class _Message:
    def __init__(self, event: AdverseEvent, record: SessionRecord | None, sender: Sender, created: dt.datetime) -> None:
        self.event, self.record, self.sender = event, record, sender
        self.created = created.strftime("%Y%m%d%H%M%S%z")
        self.case = f"{sender.country}-{sender.organisation}-{event.id}"
        self.reaction = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.case}/reaction"))
        self.drug = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.case}/drug"))

    def text(self) -> str:
        root = ET.Element("MCCI_IN200100UV01", {"xmlns": "urn:hl7-org:v3", "xmlns:xsi": _XSI, "ITSVersion": "XML_1.0"})
        _add(root, "id", extension=f"{self.case}-{self.created}", root=f"{_IDS}.22")
        _add(root, "creationTime", value=self.created)
        _add(root, "responseModeCode", code="D")
        _add(root, "interactionId", extension="MCCI_IN200100UV01", root="2.16.840.1.113883.1.6")
        _add(root, "name", code="1", displayName="ichicsr", codeSystem=f"{_LISTS}.1")
        self._message(_add(root, "PORR_IN049016UV"))
        self._parties(root, receiver="14", sender="13")
        ET.indent(root)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'

    def _parties(self, parent: ET.Element, *, receiver: str, sender: str) -> None:
        for name, kind, identifier, number in (
            ("receiver", "RCV", self.sender.receiver, receiver),
            ("sender", "SND", self.sender.id, sender),
        ):
            party = _add(parent, name, typeCode=kind)
            device = _add(party, "device", classCode="DEV", determinerCode="INSTANCE")
            _add(device, "id", extension=identifier, root=f"{_IDS}.{number}")

    def _message(self, message: ET.Element) -> None:
        _add(message, "id", extension=self.case, root=f"{_IDS}.1")
        _add(message, "creationTime", value=self.created)
        _add(message, "interactionId", extension="PORR_IN049016UV", root="2.16.840.1.113883.1.6")
        _add(message, "processingCode", code="P")
        _add(message, "processingModeCode", code="T")
        _add(message, "acceptAckCode", code="AL")
        self._parties(message, receiver="12", sender="11")
        process = _add(message, "controlActProcess", classCode="CACT", moodCode="EVN")
        _add(process, "code", code="PORR_TE049016UV", codeSystem="2.16.840.1.113883.1.18")
        _add(process, "effectiveTime", value=self.created)  # C.1.2
        subject = _add(process, "subject", typeCode="SUBJ")
        self._case(_add(subject, "investigationEvent", classCode="INVSTG", moodCode="EVN"))

    def _case(self, case: ET.Element) -> None:
        received = _day(self.event.received)
        _add(case, "id", extension=self.case, root=f"{_IDS}.1")  # C.1.1
        _add(case, "id", extension=self.case, root=f"{_IDS}.2")  # C.1.8.1
        _add(case, "code", code="PAT_ADV_EVNT", codeSystem="2.16.840.1.113883.5.4")
        _text(case, "text", self._narrative())  # H.1
        _add(case, "statusCode", code="active")
        _add(_add(case, "effectiveTime"), "low", value=received)  # C.1.4
        _add(case, "availabilityTime", value=received)  # C.1.5
        component = _add(case, "component", typeCode="COMP")
        self._assessment(_add(component, "adverseEventAssessment", classCode="INVSTG", moodCode="EVN"))
        for code, name, value in (
            ("1", "additionalDocumentsAvailable", {"value": "false"}),  # C.1.6.1
            ("23", "localCriteriaForExpedited", {"nullFlavor": "NI"}),  # C.1.7: only the authority's rules say
        ):
            component = _add(case, "component", typeCode="COMP")
            observed = _add(component, "observationEvent", classCode="OBS", moodCode="EVN")
            _add(observed, "code", code=code, codeSystem=_OBSERVATION, displayName=name)
            _typed(observed, "BL", **value)
        first = self._related(case, "1", "initialReport", priority="")
        _add(first, "code", code="2", codeSystem=f"{_LISTS}.3", displayName="Other")  # C.1.8.2
        self._reporter(self._related(case, "2", "sourceReport", priority="1"))
        sender = _add(case, "subjectOf1", typeCode="SUBJ")
        control = _add(sender, "controlActEvent", classCode="CACT", moodCode="EVN")
        entity = _add(_add(control, "author", typeCode="AUT"), "assignedEntity", classCode="ASSIGNED")
        _add(entity, "code", code="3", codeSystem=f"{_LISTS}.7")  # C.3.1: health professional
        department = _add(entity, "representedOrganization", classCode="ORG", determinerCode="INSTANCE")
        inner = _add(department, "assignedEntity", classCode="ASSIGNED")
        organisation = _add(inner, "representedOrganization", classCode="ORG", determinerCode="INSTANCE")
        _text(organisation, "name", self.sender.organisation)  # C.3.2
        for code, name, kind, attributes in (
            ("1", "ICH ReportType", "CE", {"code": "1", "codeSystem": f"{_LISTS}.2"}),  # C.1.3: spontaneous
            ("2", "otherCaseIds", "BL", {"nullFlavor": "NI"}),  # C.1.9.1
        ):
            holder = _add(case, "subjectOf2", typeCode="SUBJ")
            characteristic = _add(holder, "investigationCharacteristic", classCode="OBS", moodCode="EVN")
            _add(characteristic, "code", code=code, codeSystem=f"{_LISTS}.23", displayName=name)
            _typed(characteristic, kind, **attributes)

    def _related(self, case: ET.Element, code: str, name: str, *, priority: str) -> ET.Element:
        relationship = _add(case, "outboundRelationship", typeCode="SPRT")
        if priority:
            _add(relationship, "priorityNumber", value=priority)  # C.2.r.5
        related = _add(relationship, "relatedInvestigation", classCode="INVSTG", moodCode="EVN")
        _add(related, "code", code=code, codeSystem=f"{_LISTS}.22", displayName=name)
        subject = _add(related, "subjectOf2", typeCode="SUBJ")
        control = _add(subject, "controlActEvent", classCode="CACT", moodCode="EVN")
        return _add(_add(control, "author", typeCode="AUT"), "assignedEntity", classCode="ASSIGNED")

    def _reporter(self, entity: ET.Element) -> None:
        reporter = self.event.reporter
        person = _add(entity, "assignedPerson", classCode="PSN", determinerCode="INSTANCE")
        name = _add(person, "name")
        _add(name, "given", nullFlavor="MSK")  # C.2.r.1.2: an identifier is kept here, never a name
        _add(name, "family", nullFlavor="MSK")  # C.2.r.1.4
        qualified = _add(person, "asQualifiedEntity", classCode="QUAL")
        if reporter.qualification is None:
            _add(qualified, "code", nullFlavor="UNK")
        else:
            _add(qualified, "code", code=_QUALIFICATIONS[reporter.qualification], codeSystem=f"{_LISTS}.6")  # C.2.r.4
        located = _add(person, "asLocatedEntity", classCode="LOCE")
        location = _add(located, "location", classCode="COUNTRY", determinerCode="INSTANCE")
        if reporter.country:
            _add(location, "code", code=reporter.country, codeSystem=_COUNTRIES)  # C.2.r.3
        else:
            _add(location, "code", nullFlavor="UNK")

    def _assessment(self, assessment: ET.Element) -> None:
        role = _add(_add(assessment, "subject1", typeCode="SBJ"), "primaryRole", classCode="INVSBJ")
        self._patient(role)
        self._reaction(role)
        self._medicine(role)
        characterised = self._causality(assessment, "20", "interventionCharacterization")
        _typed(characterised, "CE", code="1", codeSystem=f"{_LISTS}.13")  # G.k.1: suspect
        self._refer(characterised, "subject2", "productUseReference", "SBADM", self.drug)
        score = naranjo(self.event.naranjo) if self.event.naranjo else None
        for method, result in (("WHO-UMC", self.event.who_umc), ("Naranjo", score and f"{score.points} {score.band}")):
            if result:
                judged = self._causality(assessment, "39", "causality")
                _typed(judged, "ST").text = result  # G.k.9.i.2.r.3
                _text(_add(judged, "methodCode"), "originalText", method)  # G.k.9.i.2.r.2
                author = _add(_add(judged, "author", typeCode="AUT"), "assignedEntity", classCode="ASSIGNED")
                _text(_add(author, "code"), "originalText", "Primary source reporter")  # G.k.9.i.2.r.1
                self._refer(judged, "subject1", "adverseEffectReference", "OBS", self.reaction)
                self._refer(judged, "subject2", "productUseReference", "SBADM", self.drug)

    def _causality(self, assessment: ET.Element, code: str, name: str) -> ET.Element:
        component = _add(assessment, "component", typeCode="COMP")
        judged = _add(component, "causalityAssessment", classCode="OBS", moodCode="EVN")
        _add(judged, "code", code=code, codeSystem=_OBSERVATION, displayName=name)
        return judged

    def _refer(self, parent: ET.Element, holder: str, name: str, kind: str, identifier: str) -> None:
        reference = _add(_add(parent, holder, typeCode="SUBJ"), name, classCode=kind, moodCode="EVN")
        _add(reference, "id", root=identifier)

    def _patient(self, role: ET.Element) -> None:
        person = _add(role, "player1", classCode="PSN", determinerCode="INSTANCE")
        _add(person, "name", nullFlavor="MSK")  # D.1: kept from the message
        if self.event.sex in _SEXES:
            _add(person, "administrativeGenderCode", code=_SEXES[self.event.sex], codeSystem="1.0.5218")  # D.5
        if 0 < len(self.event.patient) <= 20:
            identified = _add(person, "asIdentifiedEntity", classCode="IDENT")
            _add(identified, "id", extension=self.event.patient, root=f"{_IDS}.8")  # D.1.1.2: the clinic's number
            _add(identified, "code", code="2", codeSystem=f"{_LISTS}.4", displayName="Specialist")
        if self.event.age is not None:
            observed = self._observation(_add(role, "subjectOf2", typeCode="SBJ"), "3", "age")
            _typed(observed, "PQ", value=str(self.event.age), unit="a")  # D.2.2

    def _observation(self, holder: ET.Element, code: str, name: str) -> ET.Element:
        observed = _add(holder, "observation", classCode="OBS", moodCode="EVN")
        _add(observed, "code", code=code, codeSystem=_OBSERVATION, displayName=name)
        return observed

    def _reaction(self, role: ET.Element) -> None:
        event = self.event
        observed = _add(_add(role, "subjectOf2", typeCode="SBJ"), "observation", classCode="OBS", moodCode="EVN")
        _add(observed, "id", root=self.reaction)
        _add(observed, "code", code="29", codeSystem=_OBSERVATION, displayName="reaction")
        if event.onset or event.end:
            span = _add(observed, "effectiveTime", **{"xsi:type": "IVL_TS"})
            if event.onset:
                _add(span, "low", value=_day(event.onset))  # E.i.4
            if event.end:
                _add(span, "high", value=_day(event.end))  # E.i.5
        _typed(observed, "CE", code=event.meddra.code, codeSystem=_MEDDRA, codeSystemVersion=event.meddra.version)
        term = term_named(event.term)
        if term is not None:
            inner = self._observation(_add(observed, "outboundRelationship2", typeCode="PERT"), "30", _TRANSLATION)
            _typed(inner, "ED").text = term.name  # E.i.1.2
        criteria = set(event.seriousness or ()) | ({Seriousness.DEATH} if event.outcome is Outcome.FATAL else set())
        for code, name, criterion in _SERIOUS:  # E.i.3.2a to f
            inner = self._observation(_add(observed, "outboundRelationship2", typeCode="PERT"), code, name)
            _typed(inner, "BL", **({"value": "true"} if criterion in criteria else {"nullFlavor": "NI"}))
        inner = self._observation(_add(observed, "outboundRelationship2", typeCode="PERT"), "27", "outcome")
        _typed(inner, "CE", code=_OUTCOMES[event.outcome], codeSystem=f"{_LISTS}.11")  # E.i.7

    def _medicine(self, role: ET.Element) -> None:
        organizer = _add(_add(role, "subjectOf2", typeCode="SBJ"), "organizer", classCode="CATEGORY", moodCode="EVN")
        _add(organizer, "code", code="4", codeSystem=f"{_LISTS}.20", displayName="drugInformation")
        given = _add(
            _add(organizer, "component", typeCode="COMP"), "substanceAdministration", classCode="SBADM", moodCode="EVN"
        )
        _add(given, "id", root=self.drug)
        product = _kind_of_product(given)
        _text(product, "name", self.event.product or (self.record.product if self.record else ""))  # G.k.2.2
        for lot in lots(self.event, self.record) or ("",):
            self._dosage(_add(given, "outboundRelationship2", typeCode="COMP"), lot)
        if self.record is not None and self.record.indication:
            reason = _add(given, "inboundRelationship", typeCode="RSON")
            inner = self._observation(reason, "19", "indication")
            value = _typed(inner, "CE", codeSystem=_MEDDRA)
            _text(value, "originalText", self.record.indication.replace("-", " "))  # G.k.7.r.1
            performer = _add(_add(inner, "performer", typeCode="PRF"), "assignedEntity", classCode="ASSIGNED")
            _add(performer, "code", code="3", codeSystem=f"{_LISTS}.21", displayName="sourceReporter")

    def _dosage(self, relationship: ET.Element, lot: str) -> None:
        given = _add(relationship, "substanceAdministration", classCode="SBADM", moodCode="EVN")
        units, whole = dose(self.record)
        if self.record is not None and units:
            least = "" if whole else "at least "
            # The unit of a toxin is its product's own and stands in no code list: the dose goes into the text.
            words = f"{least}{digits(units)} units of {self.record.product} in the whole session"
            _text(given, "text", words)  # G.k.4.r.8
        day = self.event.session or (self.record.date if self.record else None)
        if day is not None:
            span = _add(given, "effectiveTime", **{"xsi:type": "SXPR_TS"})
            part = _add(span, "comp", **{"xsi:type": "IVL_TS", "operator": "A"})
            _add(part, "low", value=_day(day))  # G.k.4.r.4
            _add(part, "high", value=_day(day))  # G.k.4.r.5
        if lot:
            kind = _add(_add(given, "consumable", typeCode="CSM"), "instanceOfKind", classCode="INST")
            vial = _add(kind, "productInstanceInstance", classCode="MMAT", determinerCode="INSTANCE")
            _text(vial, "lotNumberText", lot)  # G.k.4.r.7

    def _narrative(self) -> str:
        if self.event.description:
            return self.event.description
        term = term_named(self.event.term)
        return f"{term.name if term else 'Adverse event'}; no description was recorded."


_TRANSLATION = "reactionForTranslation"


def _kind_of_product(given: ET.Element) -> ET.Element:
    kind = _add(_add(given, "consumable", typeCode="CSM"), "instanceOfKind", classCode="INST")
    return _add(kind, "kindOfProduct", classCode="MMAT", determinerCode="KIND")


def _add(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, name, {key: _legal(value) for key, value in attributes.items()})


def _typed(parent: ET.Element, kind: str, **attributes: str) -> ET.Element:
    return _add(parent, "value", **{"xsi:type": kind, **attributes})


def _text(parent: ET.Element, name: str, text: str) -> None:
    _add(parent, name).text = _legal(text)


def _legal(text: str) -> str:
    """The text without the characters that XML 1.0 cannot hold."""
    return re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\N{REPLACEMENT CHARACTER}", text)


def _day(day: dt.date | None) -> str:
    return "" if day is None else day.strftime("%Y%m%d")
