"""Earlier sessions, from a CSV or from session records, as the checks need them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.injection.findings import Severity
from interictal.injection.indications import INDICATION_IDS, indication
from interictal.injection.lots import same_session
from interictal.injection.record import RecordedVial, SessionRecord, Status
from interictal.injection.record_files import json_from, read_json, read_text, record_from
from interictal.injection.sessions import session_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """One earlier injection of any toxin, anywhere.

    Args:
        date: local civil date.
        product: nonproprietary name, "" unknown.
        units: amount given, None unknown.
        indication: id, "" unknown.
        patient: identifier, "" where the file has none.
        vials: the vials used, () unknown.
        record: the whole record where there is one.
    """

    date: dt.date
    product: str = ""
    units: Decimal | None = None
    indication: str = ""
    patient: str = ""
    vials: tuple[RecordedVial, ...] = ()
    record: SessionRecord | None = None


def of_patient(earlier: Iterable[Earlier], patient: str) -> tuple[Earlier, ...]:
    """Those of this patient: of the same identifier, or of a file that names none."""
    return tuple(each for each in earlier if each.patient in ("", patient))


def others_than(record: SessionRecord, earlier: Iterable[Earlier]) -> tuple[Earlier, ...]:
    """The other sessions: without the record itself and without earlier or later versions of it.

    A version has the same signature, or the same patient, day and vials (``lots.same_session``).
    """
    return tuple(each for each in earlier if each.record is None or not same_session(record, each.record))


def read_previous(path: Path) -> tuple[Earlier, ...]:
    """Earlier sessions from a file, in order of date.

    Args:
        path: ``.json``: one session record, a list of them, or ``{"sessions": [...]}``; ``.jsonl`` or ``.ndjson``: one
            record a line; anything else: CSV with the columns ``date``, ``product``, ``units`` and, optionally,
            ``patient`` and ``indication``.

    Returns:
        The sessions, and every dated injection that a record tells of as given elsewhere, each once.

    Raises:
        InvalidInput: the first thing that is wrong. Every earlier session counts towards doses and intervals, so that
            none is skipped and none is half read.
    """
    suffix, name = path.suffix.lower(), path.name
    if suffix in (".jsonl", ".ndjson"):
        lines = enumerate(read_text(path).split("\n"), 1)
        records = [_record(json_from(line, file=name, row=row), name, row) for row, line in lines if line.strip()]
    elif suffix == ".json":
        records = [_record(each, name, number) for number, each in enumerate(_listed(read_json(path)), 1)]
    else:
        return _from_csv(path)
    if not records:
        raise InvalidInput("file", "empty", "at least one session", "Give the earlier sessions.", file=name)
    return _in_order((*(_session(each) for each in records), *dict.fromkeys(_told(records))))


def _listed(content: object) -> list[object]:
    if isinstance(content, dict) and "schema" not in content and isinstance(content.get("sessions"), list):
        return list(content["sessions"])
    return content if isinstance(content, list) else [content]


def _record(content: object, name: str, row: int) -> SessionRecord:
    try:
        record, findings = record_from(content)
    except InvalidInput as problem:
        raise InvalidInput(problem.field, problem.value, problem.allowed, problem.do, file=name, row=row) from None
    blocked = [finding.because for finding in findings if finding.severity is Severity.BLOCK]
    if blocked:
        raise InvalidInput("session", "unreadable", "a session record", blocked[0], file=name, row=row)
    if record.date is None:
        raise InvalidInput("date", "", "YYYY-MM-DD", "Record the date of the session.", file=name, row=row)
    return record


def _session(record: SessionRecord) -> Earlier:
    given = [site.units for site in record.sites if site.status is not Status.SKIPPED]
    known = [units for units in given if units is not None]
    assert record.date is not None  # noqa: S101 - _record() refuses the others
    return Earlier(
        date=record.date,
        product=record.product,
        units=sum(known, Decimal(0)) if record.sites and len(known) == len(given) else None,
        indication=record.indication,
        patient=record.patient,
        vials=record.vials,
        record=record,
    )


def _told(records: Iterable[SessionRecord]) -> Iterator[Earlier]:
    """Dated injections elsewhere, as patients told them."""
    for record in records:
        for each in record.elsewhere:
            if each.date is not None:
                known = each.indication if each.indication in INDICATION_IDS else ""
                yield Earlier(
                    date=each.date, product=each.product, units=each.units, indication=known, patient=record.patient
                )


def _from_csv(path: Path) -> tuple[Earlier, ...]:
    return _in_order(
        Earlier(
            date=session.date,
            product=session.product,
            units=session.units.amount if session.units else None,
            indication=_named(cells.get("indication", ""), path.name, row),
            patient=session.patient,
        )
        for session, cells, row in session_rows(path)
    )


def _named(text: str, name: str, row: int) -> str:
    try:
        return indication(text).id if text else ""
    except InvalidInput as problem:  # what stands in the cell may be a diagnosis, or another column
        raise InvalidInput(
            "indication", "unknown indication", problem.allowed, problem.do, file=name, row=row
        ) from None


def _in_order(sessions: Iterable[Earlier]) -> tuple[Earlier, ...]:
    return tuple(sorted(sessions, key=lambda each: (each.date, each.patient)))
