"""Signing a session record, and correcting a signed one without losing what it said.

The signature is the SHA-256 of the record's canonical JSON (keys in order, no blanks, without the signature itself and
without amendments); each amendment carries one more, over the signature, the amendments before it and itself. It shows
that a record was changed after it was signed; it does not prove who signed, and whoever can write the file can sign it
anew.
"""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
import re
from dataclasses import replace
from typing import Any

from interictal.errors import InvalidInput
from interictal.injection.record import Amendment, SessionRecord
from interictal.injection.record_files import (
    MOST_ENTRIES,
    MOST_NAME,
    MOST_REASON,
    fault_of,
    json_from,
    record_document,
    record_from,
)

_UNSIGNED = ("signature", "amendments")
_OPEN = ("answers", "checklist", "deviations")
"""Objects whose keys may be added."""
_FIXED = ("schema", "signed_by", "signed_at", *_UNSIGNED)


def sign(record: SessionRecord, by: str, at: dt.datetime) -> SessionRecord:
    """The record, signed. Whether its findings allow that is the caller's to check first.

    Args:
        record: not signed yet.
        by: identifier of the clinician who signs.
        at: when.

    Raises:
        InvalidInput: no one signs, or what cannot be read again does, or the record is signed already, also by another
            name only.
    """
    if not by.strip():
        raise InvalidInput("signed_by", by, "the identifier of the clinician", "Say who signs.")
    _readable("signed_by", by, MOST_NAME)
    if record.signature or record.signed_by not in ("", by.strip()):
        raise InvalidInput("signature", "a signed record", "a record without a signature", "Amend it instead.")
    signed = replace(record, signed_by=by.strip(), signed_at=at, amendments=())
    return replace(signed, signature=_digest(record_document(signed)))


def _readable(name: str, text: str, most: int, *, lines: bool = False) -> None:
    """Refuses what reading would refuse: a signed record is never mended by hand."""
    fault = fault_of(text.strip(), most=most, lines=lines)
    if fault:
        raise InvalidInput(name, *fault)


def signature_holds(record: SessionRecord) -> bool:
    """Whether the record is what was signed, apart from amendments that keep what they changed."""
    document = record_document(record)
    chained = all(
        each.digest == _chained(record.signature, record.amendments[:number], each)
        for number, each in enumerate(record.amendments)
    )
    return bool(record.signature) and chained and _undone(document) and _digest(document) == record.signature


def _chained(signature: str, before: tuple[Amendment, ...], amendment: Amendment) -> str:
    said = [amendment.field, amendment.old, amendment.new, amendment.author, amendment.reason]
    when = None if amendment.at is None else amendment.at.isoformat()
    content = [signature, [each.digest for each in before], *said, when]
    return hashlib.sha256(_text(content).encode("ascii")).hexdigest()


def amend(
    record: SessionRecord, field: str, new: object, *, author: str, reason: str, at: dt.datetime
) -> SessionRecord:
    """A correction of a signed record: the new value stands in it, the old one in the amendment.

    Args:
        record: signed.
        field: path of the value in the record's JSON, the first of a list being 1: ``sites[3].units``, or ``sites``
            for the whole list.
        new: the value as JSON holds it; None takes the value away.
        author, reason: who, and why.
        at: when.

    Raises:
        InvalidInput: not signed or changed since, no author or reason, no such value, another patient, a value that
            cannot be, too many amendments, or nothing changes.
    """
    for name, text, most, lines in (("author", author, MOST_NAME, False), ("reason", reason, MOST_REASON, True)):
        if not text.strip():
            raise InvalidInput(name, text, "a text", "Say who corrects, and why.")
        _readable(name, text, most, lines=lines)
    if not signature_holds(record):
        raise InvalidInput("signature", "missing or wrong", "a signed record", "Correct an unsigned record itself.")
    if len(record.amendments) >= MOST_ENTRIES:
        raise InvalidInput("amendments", len(record.amendments), f"at most {MOST_ENTRIES}", "Write a new record.")
    steps = _steps(field)
    if steps[0] == "patient":
        raise InvalidInput(
            "field", field, "any other value", "The record of another patient is a new record: write and sign that."
        )
    document = record_document(record)
    old = _value_at(document, steps, field)
    _put(document, steps, json_from(_text(new)))
    changed, findings = record_from(document)
    before = {finding.because for finding in record_from(record_document(record))[1]}
    for finding in findings:
        if finding.because not in before:
            raise InvalidInput(field, "the new value", "a value of the schema", finding.because)
    written = _value_at(record_document(changed), steps, field)
    if _text(written) == _text(old):
        raise InvalidInput(field, "the value it has", "another value", "There is nothing to correct.")
    amendment = Amendment(
        field=field, old=_text(old), new=_text(written), author=author.strip(), reason=reason.strip(), at=at
    )
    amendment = replace(amendment, digest=_chained(record.signature, record.amendments, amendment))
    return replace(changed, amendments=(*record.amendments, amendment))


def original(record: SessionRecord) -> SessionRecord:
    """The record as it was signed, without any amendment.

    Raises:
        InvalidInput: the amendments do not fit the record.
    """
    document = record_document(record)
    if not _undone(document):
        raise InvalidInput("amendments", "not those of this record", "amendments that fit", "Look for the first copy.")
    return replace(record_from(document)[0], amendments=())


def _undone(document: dict[str, Any]) -> bool:
    """Takes the amendments back, the last one first; False where a value is not what its amendment made it."""
    for amendment in reversed(document.get("amendments", [])):
        try:
            steps = _steps(amendment["field"])
            if _text(_value_at(document, steps, amendment["field"])) != amendment["new"]:
                return False
            _put(document, steps, json.loads(amendment["old"]))
        except (KeyError, ValueError, RecursionError):  # InvalidInput and wrong JSON are ValueErrors
            return False
    return True


def _digest(document: dict[str, Any]) -> str:
    signed = {key: value for key, value in document.items() if key not in _UNSIGNED}
    return hashlib.sha256(_text(signed).encode("ascii")).hexdigest()


def _text(value: object) -> str:
    """Canonical JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str)


_STEP = re.compile(r"([A-Za-z][A-Za-z0-9_ -]*)(?:\[([1-9][0-9]{0,3})\])?")


def _steps(field: str) -> list[str | int]:
    steps: list[str | int] = []
    for part in field.split("."):
        match = _STEP.fullmatch(part)
        if match is None:
            raise InvalidInput("field", field, "a path such as sites[3].units", "Name the value to correct.")
        steps.append(match[1])
        if match[2]:
            steps.append(int(match[2]) - 1)
    if steps[0] in _FIXED:
        raise InvalidInput("field", field, "a value of the session", "A signature is not corrected.")
    return steps


def _value_at(document: dict[str, Any], steps: list[str | int], field: str) -> Any:
    """The value there, None where there is none yet but could be."""
    value: Any = document
    if len(steps) == 2 and steps[0] in _OPEN and steps[0] not in document:
        return None
    for step in steps[:-1]:
        value = _inner(value, step, field)
    if isinstance(steps[-1], str) and isinstance(value, dict):
        return value.get(steps[-1])
    return _inner(value, steps[-1], field)


def _inner(value: Any, step: str | int, field: str) -> Any:
    if isinstance(step, str) and isinstance(value, dict) and step in value:
        return value[step]
    if isinstance(step, int) and isinstance(value, list) and step < len(value):
        return value[step]
    raise InvalidInput("field", field, "a value of this record", "Name a value that the record has.")


def _put(document: dict[str, Any], steps: list[str | int], new: object) -> None:
    value: Any = document
    for step in steps[:-1]:
        value = value.setdefault(step, {}) if step in _OPEN else value[step]
    if new is None and isinstance(value, dict):
        value.pop(steps[-1], None)
        if not value and steps[0] in _OPEN:
            document.pop(str(steps[0]))  # an empty object stands in no record
    else:
        value[steps[-1]] = copy.deepcopy(new)
