"""Session records as files: JSON of the schema ``interictal.session/1`` (docs/spec/session.md).

Nothing is dropped silently. A file that is no session record at all is refused; within a record every value that
cannot be what it claims to be, and every key nobody knows, is a finding, and the value then counts as not recorded.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from interictal.errors import InvalidInput, shown
from interictal.injection.catalogue import JURISDICTIONS
from interictal.injection.dilution import plain
from interictal.injection.findings import CODES, Finding, Severity
from interictal.injection.indications import indication
from interictal.injection.products import product_named
from interictal.injection.protocol_files import muscle_named, protocols
from interictal.injection.protocols import Side
from interictal.injection.record import (
    Amendment,
    Answer,
    Elsewhere,
    RecordedSite,
    RecordedVial,
    SessionRecord,
    Status,
)
from interictal.profile.conditions import QUESTIONS
from interictal.text_files import text_of

SCHEMA = "interictal.session/1"
OURS = "interictal-injection"

MOST_UNITS = 100_000
MOST_ML = 1_000
MOST_KG = 500
FINEST_PLACES = 6
_BYTES = 4 * 1024 * 1024
_DEPTH = 16
_TEXT = 2_000
MOST_ENTRIES = 1_000
MOST_NAME = 100
MOST_REASON = 1_000
_VIAL = 200
_LONG = 20

_EnumT = TypeVar("_EnumT", bound=Enum)


def read_record(path: Path) -> tuple[SessionRecord, tuple[Finding, ...]]:
    """A session record from its file.

    Returns:
        The record, and what in it could not be read.

    Raises:
        InvalidInput: the file cannot be read, or is no session record.
    """
    return record_from(read_json(path), file=path.name)


def read_json(path: Path) -> Any:
    """The content of a JSON file; every number in it is a ``Decimal``.

    Raises:
        InvalidInput: cannot be read, more than 4 MiB, not UTF-8, not JSON, a key given twice, nested too deeply.
    """
    return json_from(read_text(path), file=path.name)


def read_text(path: Path) -> str:
    """The text of a file of records.

    Raises:
        InvalidInput: cannot be read, more than 4 MiB, not UTF-8.
    """
    return text_of(path, what="the record", most=_BYTES)


def json_from(text: str, *, file: str | None = None, row: int | None = None) -> Any:
    """The value of a JSON text; every number in it is a ``Decimal``, and NaN and Infinity are that of no number.

    Raises:
        InvalidInput: not JSON, a key given twice, nested too deeply.
    """
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_float=_decimal,
            parse_int=_decimal,
            parse_constant=lambda _: Decimal("NaN"),
        )
    except (ValueError, RecursionError) as problem:
        reason = str(problem) if isinstance(problem, json.JSONDecodeError | _KeysError) else "nested too deeply"
        raise InvalidInput("file", reason, "JSON", "Correct the file.", file=file, row=row) from None
    if _SURROGATE.search(text) and _halved(value):
        do = "Write the text again."
        raise InvalidInput("file", "half a character", "whole characters", do, file=file, row=row)
    if _too_deep(value):
        raise InvalidInput("file", "nested too deeply", f"{_DEPTH} levels", "Correct the file.", file=file, row=row)
    return value


class _KeysError(ValueError):
    """A key given twice, or too many of them."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_ENTRIES:
        raise _KeysError(f"an object of {len(pairs)} keys, which are more than {MOST_ENTRIES}")
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:  # JSON itself would silently keep the last
            raise _KeysError(f"{shown(key)} is given twice")
        found[key] = value
    return found


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond all bounds
        return Decimal("NaN")


_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _halved(value: object) -> bool:
    """Whether a text holds half of a pair: JSON can say it, no file can hold it."""
    return any("\ud800" <= sign <= "\udfff" for sign in json.dumps(value, ensure_ascii=False, default=str))


def _too_deep(value: object) -> bool:
    level: list[object] = [value]
    for _ in range(_DEPTH):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return bool(level)


def record_from(content: object, *, file: str | None = None) -> tuple[SessionRecord, tuple[Finding, ...]]:
    """A session record from parsed JSON.

    Args:
        content: the object; numbers may be ``Decimal``, ``int`` or ``float``, or texts with a decimal point.
        file: the file's name, for messages.

    Returns:
        The record, and what in it could not be read: blocking, except for answers to questions nobody knows.

    Raises:
        InvalidInput: not an object, or not of the schema.
    """
    if not isinstance(content, dict):
        raise InvalidInput("file", _kind(content), "a session record", f'Give an object with "schema": "{SCHEMA}".')
    if content.get("schema") != SCHEMA:
        raise InvalidInput(
            "schema", _shown(content.get("schema", "")), SCHEMA, "Give a session record of this schema.", file=file
        )
    findings: list[Finding] = []
    table = _Table(content, "", findings)
    table.known(("schema", *(each.name for each in fields(SessionRecord) if each.name != "elsewhere")))
    answers, elsewhere = _answers(table)
    indicated = table.indication("indication")
    record = SessionRecord(
        patient=table.text("patient", most=MOST_NAME),
        clinician=table.text("clinician", most=MOST_NAME),
        date=table.date("date"),
        indication=indicated,
        protocol=_protocol(table, indicated),
        product=table.product("product"),
        jurisdiction=table.choice("jurisdiction", {name: name for name in JURISDICTIONS}) or "",
        vials=tuple(_vial(each) for each in table.tables("vials")),
        sites=tuple(_site(each) for each in table.tables("sites")),
        answers=answers,
        elsewhere=elsewhere,
        weight_kg=table.number("weight_kg", MOST_KG),
        started_at=table.time("started_at"),
        ended_at=table.time("ended_at"),
        consent=table.yes_no("consent"),
        checklist=_checklist(table),
        aftercare=table.yes_no("aftercare"),
        deviations=_deviations(table),
        signed_by=table.text("signed_by", most=MOST_NAME),
        signed_at=table.time("signed_at"),
        signature=table.text("signature", most=MOST_NAME),
        amendments=tuple(_amendment(each) for each in table.tables("amendments")),
    )
    return record, tuple(findings)


def _protocol(table: _Table, indicated: str) -> str:
    name = table.text("protocol", most=MOST_NAME)
    if not indicated or not name:
        return name
    ids = {each.id: each.id for each in protocols(indicated)}
    if not ids:
        table.wrong("protocol", name, "nothing: there is no protocol for this indication", "Leave it out.")
        return ""
    return table.choice("protocol", ids) or ""


def _vial(table: _Table) -> RecordedVial:
    table.known(each.name for each in fields(RecordedVial))
    return RecordedVial(
        id=table.text("id", most=_VIAL),
        product=table.product("product"),
        units=table.number("units", MOST_UNITS),
        lot=table.text("lot", most=MOST_NAME),
        serial=table.text("serial", most=MOST_NAME),
        expiry=table.date("expiry", month=True),
        opened_at=table.time("opened_at"),
        reconstituted_at=table.time("reconstituted_at"),
        diluent_ml=table.number("diluent_ml", MOST_ML),
        diluent=table.text("diluent", most=MOST_NAME),
        discarded_ml=table.number("discarded_ml", MOST_ML, zero=True),
    )


_SIDES = {each.value: each for each in Side} | {each.value[0]: each for each in Side}


def _site(table: _Table) -> RecordedSite:
    table.known(each.name for each in fields(RecordedSite))
    status = table.choice("status", {each.value: each for each in Status})
    skipped = status is Status.SKIPPED
    return RecordedSite(
        id=table.text("id", most=MOST_NAME),
        muscle=table.named("muscle", muscle_named),
        side=table.choice("side", _SIDES, "left, right, midline"),
        units=table.number("units", MOST_UNITS, zero=skipped),
        volume_ml=table.number("volume_ml", MOST_ML, zero=skipped),
        vial=table.text("vial", most=_VIAL),
        status=status,
        reason=table.text("reason", lines=True),
        view=table.text("view", most=MOST_NAME),
        x=table.number("x", 1, zero=True),
        y=table.number("y", 1, zero=True),
        planned_units=table.number("planned_units", MOST_UNITS),
        planned_side=table.choice("planned_side", _SIDES, "left, right, midline"),
    )


def _amendment(table: _Table) -> Amendment:
    table.known(each.name for each in fields(Amendment))
    return Amendment(
        field=table.text("field"),
        old=table.text("old", lines=True, most=_BYTES),
        new=table.text("new", lines=True, most=_BYTES),
        author=table.text("author", most=MOST_NAME),
        reason=table.text("reason", lines=True, most=MOST_REASON),
        at=table.time("at"),
        digest=table.text("digest", most=MOST_NAME),
    )


_ANSWERS = {each.value: each for each in Answer} | {
    "not applicable": Answer.NOT_APPLICABLE,
    "not_applicable": Answer.NOT_APPLICABLE,
    "n/a": Answer.NOT_APPLICABLE,
}
ALIASES = {
    "breastfeeding": "breast_feeding",
    "lactation": "breast_feeding",
    "pregnant": "pregnancy",
    "toxin": "toxin_elsewhere",
    "other_toxin": "toxin_elsewhere",
    "infection_at_site": "infection",
    "anticoagulants": "anticoagulant",
    "anticoagulation": "anticoagulant",
    "aminoglycosides": "aminoglycoside",
}
"""Other names of questions; capitals, hyphens, underscores and blanks are the same."""

_SURE = (Answer.YES, Answer.POSSIBLE, Answer.UNKNOWN, Answer.NO, Answer.NOT_APPLICABLE)


def _answers(table: _Table) -> tuple[dict[str, Answer], tuple[Elsewhere, ...]]:
    asked = table.table("answers")
    answers: dict[str, Answer] = {}
    elsewhere: tuple[Elsewhere, ...] = ()
    given: set[str] = set()
    strange: list[str] = []
    for key, value in asked.content.items():
        plain_key = re.sub(r"[\s_-]+", "_", key.strip().lower())
        question = ALIASES.get(plain_key, plain_key)
        if question not in QUESTIONS:
            strange.append(key)
            continue
        if question in given:
            asked.wrong(key, "given twice", "each question once", "Keep one answer.")
            continue
        given.add(question)
        answer: Answer | None
        if question == "toxin_elsewhere" and isinstance(value, dict | list):
            answer, elsewhere = _elsewhere(asked, key)
        elif isinstance(value, bool):
            answer = Answer.YES if value else Answer.NO
        else:
            answer = asked.choice(key, _ANSWERS, _ANSWERS_ALLOWED)
        if answer is not None:
            answers[question] = answer
    asked.unknown(strange, "question", QUESTIONS, Severity.ASK)
    return answers, elsewhere


_ANSWERS_ALLOWED = ", ".join(each.value for each in Answer)


def _elsewhere(asked: _Table, key: str) -> tuple[Answer | None, tuple[Elsewhere, ...]]:
    """The strongest of the answers, and what is told of each injection; details without an answer mean yes."""
    single = isinstance(asked.content[key], dict)
    tables = [asked.table(key)] if single else asked.tables(key)
    found: list[Elsewhere] = []
    answers: set[Answer] = set()
    for table in tables:
        table.known(("answer", *(each.name for each in fields(Elsewhere))))
        told = Elsewhere(
            date=table.date("date"),
            product=table.product("product"),
            units=table.number("units", MOST_UNITS),
            indication=_wherefore(table.text("indication", lines=True)),
        )
        said = table.content.get("answer")
        answer = (
            (Answer.YES if said else Answer.NO)
            if isinstance(said, bool)
            else table.choice("answer", _ANSWERS, _ANSWERS_ALLOWED)
        )
        if told != Elsewhere():
            found.append(told)
            if answer in (Answer.NO, Answer.NOT_APPLICABLE):
                table.wrong("answer", answer.value, "yes, possible, unknown", "Details of an injection say otherwise.")
            answer = answer or Answer.YES
        if answer is not None:
            answers.add(answer)
    return next((each for each in _SURE if each in answers), None), tuple(found)


def _wherefore(text: str) -> str:
    """The id of the indication, or the words as they were told."""
    try:
        return indication(text).id
    except InvalidInput:
        return text


def _checklist(table: _Table) -> dict[str, bool]:
    items = table.table("checklist")
    found = {}
    for key in items.content:
        fault = fault_of(key, most=MOST_NAME)
        if fault:
            items.wrong(key, *fault)
        else:
            found[key] = items.yes_no(key)
    return {key: done for key, done in found.items() if done is not None}


def _deviations(table: _Table) -> dict[str, str]:
    given = table.table("deviations")
    given.unknown((key for key in given.content if key not in CODES), "code", CODES, Severity.ASK)
    found = {key: given.text(key, lines=True) for key in given.content if key in CODES}
    return {key: reason for key, reason in found.items() if reason}


# Digits are 0 to 9: those of other scripts look like other digits to some readers.
_DATE = re.compile(r"(19|20|21)\d\d-\d\d-\d\d", re.ASCII)
_MONTH = re.compile(r"((?:19|20|21)\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_TIME = re.compile(r"(19|20|21)\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{1,12})?", re.ASCII)
_COMMA = re.compile(r"\d{1,12},\d{1,12}")


class _Table:
    """An object of the file: every accessor gives the value, or says what is wrong with it and gives nothing."""

    def __init__(self, content: dict[str, Any], place: str, findings: list[Finding]) -> None:
        self.content, self.place, self.findings = content, place, findings

    def wrong(
        self, key: str, value: object, allowed: str, do: str, severity: Severity = Severity.BLOCK, about: str = ""
    ) -> None:
        message = str(InvalidInput(f"{self.place}{_name(key)}", value, allowed, do))
        name = self.content.get("id")
        named = (name.strip(),) if isinstance(name, str) and name.strip() else ()
        self.findings.append(Finding(code="UNREADABLE", severity=severity, because=message, source=OURS, about=named))

    def known(self, allowed: Iterable[str]) -> None:
        names = tuple(allowed)
        self.unknown((key for key in self.content if key not in names), "key", names)

    def unknown(self, keys: Iterable[str], what: str, allowed: Iterable[str], severity: Severity | None = None) -> None:
        """Keys that nobody knows, as one finding: there may be hundreds."""
        found = tuple(keys)
        if found:
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            do = "Correct the name, or remove it."
            self.wrong(found[0], f"unknown {what}{more}", ", ".join(allowed), do, severity or Severity.BLOCK)

    def text(self, key: str, *, lines: bool = False, most: int = _TEXT) -> str:
        """A text without blanks at its ends; "" where there is none; never shown in a message.

        Line breaks are allowed where ``lines`` is true.
        """
        value = self.content.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(key, _kind(value), "a text", "Put it in quotation marks.")
            return ""
        short = value.strip()
        fault = fault_of(short, most=most, lines=lines)
        if fault:
            self.wrong(key, *fault)
            return ""
        return short

    def choice(self, key: str, allowed: dict[str, _EnumT] | dict[str, str], words: str = "") -> Any:
        value = self.content.get(key)
        if value is None or value == "":
            return None
        found = allowed.get(value.strip().lower()) if isinstance(value, str) else None
        if found is None:
            self.wrong(key, _shown(value), words or ", ".join(allowed), "Write one of these.")
        return found

    def named(self, key: str, naming: Any) -> str:
        """A text that a function turns into the name on a closed list, or refuses."""
        text = self.text(key)
        if not text:
            return ""
        try:
            return str(naming(text))
        except InvalidInput as problem:
            self.wrong(key, _shown(text), problem.allowed, problem.do)
            return ""

    def product(self, key: str) -> str:
        return self.named(key, product_named)

    def indication(self, key: str) -> str:
        return self.named(key, lambda text: indication(text).id)

    def yes_no(self, key: str) -> bool | None:
        value = self.content.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, _kind(value), "true, false", "Write one of these without quotation marks.")
            return None
        return value

    def number(self, key: str, most: int, *, zero: bool = False) -> Decimal | None:
        """An exact number above 0 (or from 0), at most ``most``, with at most six decimals."""
        value = self.content.get(key)
        if value is None or value == "":
            return None
        least = "0 or more" if zero else "above 0"
        allowed = f"a number {least}, at most {most}, with a point before at most {FINEST_PLACES} decimals"
        found = number_of(value)
        if found is None:
            comma = isinstance(value, str) and _COMMA.fullmatch(value.strip())
            do = "Write a point for decimals, and no sign between thousands." if comma else "Correct the number."
            self.wrong(key, _shown(value), allowed, do)
            return None
        if found < 0 or (not found and not zero) or found > most:
            self.wrong(key, _shown(value), allowed, "Correct the number.")
            return None
        return found

    def date(self, key: str, *, month: bool = False) -> dt.date | None:
        """A day; where ``month`` is true also a month, which is its last day."""
        value = self.content.get(key)
        if value is None or value == "":
            return None
        text = value.strip() if isinstance(value, str) else ""
        only = _MONTH.fullmatch(text) if month else None
        if only:
            year, number = int(only[1]), int(only[2])
            return dt.date(year, number, calendar.monthrange(year, number)[1])
        try:
            return dt.date.fromisoformat(text if _DATE.fullmatch(text) else "")
        except ValueError:
            allowed = "YYYY-MM-DD, or YYYY-MM for the last day of a month" if month else "YYYY-MM-DD"
            self.wrong(key, _shown(value), allowed, "Write the date in this form.")
            return None

    def time(self, key: str) -> dt.datetime | None:
        value = self.content.get(key)
        if value is None or value == "":
            return None
        text = value.strip() if isinstance(value, str) else ""
        try:
            return dt.datetime.fromisoformat(text if _TIME.fullmatch(text) else "")
        except ValueError:
            allowed = "YYYY-MM-DDThh:mm, with or without seconds and offset"
            self.wrong(key, _shown(value), allowed, "Write date and time in this form.")
            return None

    def table(self, key: str) -> _Table:
        value = self.content.get(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, _kind(value), "an object", "Write its keys and values in curly brackets.")
        return _Table(value if isinstance(value, dict) else {}, f"{self.place}{_name(key)}.", self.findings)

    def tables(self, key: str) -> list[_Table]:
        """The objects of a list; one that is no object is a finding, and counts as an empty one."""
        value = self.content.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(key, _kind(value), "a list of objects", "Write them in square brackets.")
            return []
        if len(value) > MOST_ENTRIES:
            self.wrong(key, f"{len(value)} entries", f"at most {MOST_ENTRIES}", "Give one session.")
            return []
        found = []
        for number, each in enumerate(value, 1):
            if not isinstance(each, dict):
                self.wrong(f"{key}[{number}]", _kind(each), "an object", "Write its keys and values.")
            inner = each if isinstance(each, dict) else {}
            found.append(_Table(inner, f"{self.place}{_name(key)}[{number}].", self.findings))
        return found


_IN_LINES = {ord(sign): None for sign in "\n\r\t\N{NO-BREAK SPACE}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"}


def fault_of(text: str, *, most: int = _TEXT, lines: bool = False) -> tuple[str, str, str] | None:
    """Why a text cannot stand in a record: what it is, what is allowed, what to do; None where it can.

    Args:
        text: without blanks at its ends.
        most: characters.
        lines: line breaks, and the joiners that some scripts need, are allowed; characters that steer a terminal, turn
            the direction of writing or are half a character never are.
    """
    if len(text) > most:
        return f"{len(text)} characters", f"at most {most} characters", "Shorten it."
    if not (text.translate(_IN_LINES) if lines else text).isprintable():
        return "control characters", "printable text", "Write it again."
    return None


def _name(key: str) -> str:
    """A key as it may stand in a message: the file may hold anything as a key."""
    return shown(key)[1:-1]


def _kind(value: object) -> str:
    """What a value is, in words, where the value itself is not shown."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float | Decimal):
        return "a number"
    return {dict: "an object", list: "a list", str: "a text", type(None): "nothing"}.get(type(value), "something else")


def _shown(value: object) -> object:
    """A wrong value as it may stand in a message: a long text may be about the patient."""
    if isinstance(value, dict | list):
        return _kind(value)
    return "a long text" if isinstance(value, str) and len(value) > _LONG else value


def number_of(value: object) -> Decimal | None:
    """The value as an exact number of at most six decimals, None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    if isinstance(value, str):
        text = value.strip()
        if not _NUMBER.fullmatch(text):
            return None
        found = Decimal(text)
    else:
        found = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not found.is_finite() or found.adjusted() > 12 or len(found.as_tuple().digits) > 24:
        return None
    if found and found.adjusted() < -FINEST_PLACES:
        return None
    short = plain(found)
    exponent = short.as_tuple().exponent
    return short if isinstance(exponent, int) and exponent >= -FINEST_PLACES else None


def record_document(record: SessionRecord) -> dict[str, Any]:
    """The record as JSON of ``interictal.session/1``; what is not recorded is left out.

    Numbers stand as JSON numbers where a reader gets the same number back, else as texts with a decimal point.
    """
    document: dict[str, Any] = {"schema": SCHEMA}
    for each in fields(SessionRecord):
        value = getattr(record, each.name)
        if each.name == "answers":
            value = _answers_document(record)
        elif each.name == "elsewhere":
            continue
        plain_value = _plain(value)
        if plain_value not in (None, "", [], {}):
            document[each.name] = plain_value
    return document


def _answers_document(record: SessionRecord) -> dict[str, object]:
    answers: dict[str, object] = dict(record.answers)
    if record.elsewhere:
        said = {"answer": record.answers["toxin_elsewhere"]} if "toxin_elsewhere" in record.answers else {}
        answers["toxin_elsewhere"] = [{**said, **_plain(each)} for each in record.elsewhere]
    return answers


def _plain(value: Any) -> Any:
    """As JSON holds it; within an object, what is not recorded is left out."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return json_number(value)
    if isinstance(value, dt.date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, RecordedVial | RecordedSite | Elsewhere | Amendment):
        content = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return {key: each for key, each in content.items() if each is not None and each != ""}
    return value


def json_number(value: Decimal) -> int | float | str:
    """A number for JSON that reads back as the very same number."""
    if value == value.to_integral_value():
        return int(value)
    nearest = float(value)  # only how it is written: the shortest form that reads back is compared with the original
    return nearest if Decimal(repr(nearest)) == value else format(value, "f")
