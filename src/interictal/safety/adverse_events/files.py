"""Adverse events in files: JSON ``interictal.adverse-event/1``, one object, a list of them, or one to a line.

Read strictly: an unknown key is refused, so that a misspelt one is never silently unknown. A value that cannot be what
it claims to be becomes a finding, and counts as not recorded. No message repeats the description, the patient or the
reporter.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from interictal.errors import InvalidInput
from interictal.injection.findings import Finding, Severity
from interictal.injection.products import product_named
from interictal.safety.adverse_events.causality import categories, scale
from interictal.safety.adverse_events.events import (
    AdverseEvent,
    Intensity,
    Listed,
    MedDRA,
    Outcome,
    Qualification,
    Related,
    Reporter,
    Seriousness,
    term_named,
)
from interictal.text_files import text_of

SCHEMA = "interictal.adverse-event/1"

_LARGEST = 16 * 1024 * 1024
_MOST_EVENTS = 100_000
_TEXT, _LONG_TEXT = 200, 20_000
_KEYS = {
    "schema",
    "id",
    "patient",
    "term",
    "meddra",
    "onset",
    "end",
    "severity",
    "seriousness",
    "expected",
    "related",
    "causality",
    "outcome",
    "product",
    "session",
    "sites",
    "lots",
    "reporter",
    "received",
    "age",
    "sex",
    "description",
}
_ANSWERS = {"yes": True, "no": False, "unknown": None}
_COUNTRY = re.compile(r"[A-Z]{2}")
_MEDDRA_CODE = re.compile(r"[0-9]{8}")
_MEDDRA_VERSION = re.compile(r"[0-9]{1,2}\.[0-9]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_events(path: Path) -> tuple[tuple[AdverseEvent, ...], tuple[Finding, ...]]:
    """The events of a file.

    Args:
        path: UTF-8 JSON: an object, a list of objects, or an object on each line.

    Returns:
        The events in the order of the file, and a finding for each value that cannot be used.

    Raises:
        InvalidInput: the file cannot be read, an object lacks its id or schema or has a key that is not known, or an id
            stands there twice.
    """
    text, name = text_of(path, what="the events", most=_LARGEST, too_large="Split it."), path.name
    return events_from(_contents(text, name), file=name)


def _contents(text: str, name: str) -> list[Any]:
    try:
        content = _parsed(text)
    except (ValueError, RecursionError):
        try:
            return [_parsed(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            raise InvalidInput(
                "file", name, "JSON: an object, a list of objects, or an object on each line", "Correct it.", file=name
            ) from None
    return content if isinstance(content, list) else [content]


def _parsed(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_unique, parse_constant=_refused)


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def events_from(
    contents: Iterable[Any], *, file: str | None = None
) -> tuple[tuple[AdverseEvent, ...], tuple[Finding, ...]]:
    """The events in plain values, as ``read_events``.

    Raises:
        InvalidInput: see ``read_events``.
    """
    events: dict[str, AdverseEvent] = {}
    findings: list[Finding] = []
    for number, content in enumerate(contents, 1):
        if number > _MOST_EVENTS:
            raise InvalidInput("file", "too many events", f"at most {_MOST_EVENTS}", "Split it.", file=file)
        event, found = _event(content, number, file)
        if event.id in events:
            raise InvalidInput(
                "id", "used twice", "each event once", "Give each event its own id.", file=file, row=number
            )
        events[event.id] = event
        findings += found
    if not events:
        raise InvalidInput("file", "empty", "at least one event", "Give the events as JSON.", file=file)
    return tuple(events.values()), tuple(findings)


def _event(content: Any, number: int, file: str | None) -> tuple[AdverseEvent, list[Finding]]:
    if not isinstance(content, dict):
        raise InvalidInput("event", type(content).__name__, "an object", "Correct it.", file=file, row=number)
    if content.get("schema") != SCHEMA:
        raise InvalidInput("schema", content.get("schema"), SCHEMA, "Name the schema.", file=file, row=number)
    _known(content, _KEYS, "event", number, file)
    event_id = content.get("id")
    if not isinstance(event_id, str) or not event_id.strip() or len(event_id) > _TEXT or not event_id.isprintable():
        raise InvalidInput("id", "missing", f"a text of 1 to {_TEXT} characters", "Number it.", file=file, row=number)
    read = _Values(content, event_id.strip())
    causality = read.table("causality", {"who_umc", "naranjo"}, number, file)
    meddra = read.table("meddra", {"code", "version"}, number, file)
    reporter = read.table("reporter", {"id", "qualification", "country"}, number, file)
    questions = {question.id for question in scale().questions}
    naranjo = causality.table("naranjo", questions, number, file)
    event = AdverseEvent(
        id=event_id.strip(),
        patient=read.text("patient"),
        term=read.term(),
        meddra=MedDRA(
            code=meddra.like("code", _MEDDRA_CODE, "8 digits"), version=meddra.like("version", _MEDDRA_VERSION, "27.1")
        ),
        onset=read.date("onset"),
        end=read.date("end"),
        severity=read.choice("severity", Intensity),
        seriousness=read.seriousness(),
        expected=read.choice("expected", Listed),
        related=read.choice("related", Related) or Related.UNKNOWN,
        who_umc=causality.one_of("who_umc", tuple(categories())),
        naranjo={key: _ANSWERS[answer] for key in naranjo.content if (answer := naranjo.one_of(key, tuple(_ANSWERS)))},
        outcome=read.choice("outcome", Outcome),
        product=read.product(),
        session=read.date("session"),
        sites=read.texts("sites"),
        lots=read.texts("lots"),
        reporter=Reporter(
            id=reporter.text("id"),
            qualification=reporter.choice("qualification", Qualification),
            country=reporter.like("country", _COUNTRY, "two capital letters (ISO 3166)"),
        ),
        received=read.date("received"),
        age=read.age(),
        sex=read.one_of("sex", ("female", "male", "other")),
        description=read.text("description", _LONG_TEXT),
    )
    return event, read.findings


def _known(content: dict[str, Any], keys: Iterable[str], place: str, number: int, file: str | None) -> None:
    for key in content:
        if key not in keys:
            allowed = ", ".join(sorted(keys))
            raise InvalidInput(place, key, allowed, "Remove or rename the key.", file=file, row=number)


_E = TypeVar("_E", bound=Enum)


class _Values:
    """The values of one object; each that cannot be used becomes a finding, and counts as not recorded."""

    def __init__(
        self, content: dict[str, Any], event: str, place: str = "", findings: list[Finding] | None = None
    ) -> None:
        self.content, self.event, self.place = content, event, place
        self.findings: list[Finding] = [] if findings is None else findings

    def wrong(self, key: str, allowed: str) -> None:
        self.findings.append(
            Finding(
                code="UNREADABLE",
                severity=Severity.BLOCK,
                because=f"{self.place}{key} cannot be used and counts as not recorded; allowed: {allowed}. Correct it.",
                source="interictal-adverse-events",
                about=(self.event,),
            )
        )

    def table(self, key: str, keys: Iterable[str], number: int, file: str | None) -> _Values:
        value = self.content.get(key)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            self.wrong(key, "an object")
            value = {}
        place = f"{self.place}{key}"
        _known(value, keys, place, number, file)
        return _Values(value, self.event, f"{place}.", self.findings)

    def text(self, key: str, longest: int = _TEXT) -> str:
        value = self.content.get(key)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > longest:
            self.wrong(key, f"a text of at most {longest} characters")
            return ""
        return value.strip()

    def like(self, key: str, pattern: re.Pattern[str], allowed: str) -> str:
        value = self.text(key)
        if value and not pattern.fullmatch(value):
            self.wrong(key, allowed)
            return ""
        return value

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key)
        if value and value not in allowed:
            self.wrong(key, ", ".join(allowed))
            return ""
        return value

    def choice(self, key: str, kind: type[_E]) -> _E | None:
        value = self.one_of(key, tuple(str(each.value) for each in kind))
        return kind(value) if value else None

    def term(self) -> str:
        value = self.text("term")
        found = term_named(value) if value else None
        if value and found is None:
            self.wrong("term", "an id of the plain list (other, with a description, for what is not on it)")
        return found.id if found else ""

    def product(self) -> str:
        value = self.text("product")
        if not value:
            return ""
        try:
            return product_named(value)
        except InvalidInput as problem:
            self.wrong("product", problem.allowed)
            return ""

    def date(self, key: str) -> dt.date | None:
        value = self.text(key)
        if not value:
            return None
        try:
            if not _DATE.fullmatch(value):
                raise ValueError
            return dt.date.fromisoformat(value)
        except ValueError:
            self.wrong(key, "YYYY-MM-DD")
            return None

    def age(self) -> int | None:
        value = self.content.get("age")
        if value is not None and (type(value) is not int or not 0 <= value <= 130):
            self.wrong("age", "a whole number of years from 0 to 130")
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.content.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(
            isinstance(each, str) and each.strip() and len(each) <= _TEXT for each in value
        ):
            self.wrong(key, "a list of texts")
            return ()
        return tuple(dict.fromkeys(each.strip() for each in value))

    def seriousness(self) -> tuple[Seriousness, ...] | None:
        value = self.content.get("seriousness")
        if value is None:
            return None
        known = {each.value: each for each in Seriousness}
        if not isinstance(value, list) or not all(isinstance(each, str) and each in known for each in value):
            self.wrong("seriousness", f"a list of {', '.join(known)}; an empty list for not serious")
            return None
        return tuple(each for each in Seriousness if each.value in value)


def event_document(event: AdverseEvent) -> dict[str, Any]:
    """The event as plain values, for JSON; ``events_from`` reads it back. What is unknown is null or empty."""

    def day(value: dt.date | None) -> str | None:
        return None if value is None else value.isoformat()

    def word(value: Enum | None) -> str | None:
        return None if value is None else value.value

    answers = {answer: name for name, answer in _ANSWERS.items()}
    return {
        "schema": SCHEMA,
        "id": event.id,
        "patient": event.patient,
        "term": event.term,
        "meddra": {"code": event.meddra.code, "version": event.meddra.version},
        "onset": day(event.onset),
        "end": day(event.end),
        "severity": word(event.severity),
        "seriousness": None if event.seriousness is None else [each.value for each in event.seriousness],
        "expected": word(event.expected),
        "related": event.related.value,
        "causality": {
            "who_umc": event.who_umc,
            "naranjo": {number: answers[answer] for number, answer in event.naranjo.items()},
        },
        "outcome": word(event.outcome),
        "product": event.product,
        "session": day(event.session),
        "sites": list(event.sites),
        "lots": list(event.lots),
        "reporter": {
            "id": event.reporter.id,
            "qualification": word(event.reporter.qualification),
            "country": event.reporter.country,
        },
        "received": day(event.received),
        "age": event.age,
        "sex": event.sex,
        "description": event.description,
    }
