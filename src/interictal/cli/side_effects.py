"""``interictal side-effects``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from interictal import INTENDED_USE
from interictal.cli import BLOCKED, DONE
from interictal.cli.assess import target_file, terminal_style
from interictal.cli.files import json_lines, printable, refuse_inputs, write_whole
from interictal.cli.plan import date_of
from interictal.errors import InvalidInput
from interictal.injection.findings import Finding, Severity
from interictal.injection.previous import read_previous
from interictal.injection.record import SessionRecord
from interictal.report.screen import Screen
from interictal.safety.adverse_events.events import AdverseEvent
from interictal.safety.adverse_events.exact import Interval
from interictal.safety.adverse_events.files import read_events
from interictal.safety.adverse_events.linking import event_findings, linked_record
from interictal.safety.adverse_events.rates import Row, counted, exposure, side_effect_table
from interictal.safety.adverse_events.reporting import authority_report
from interictal.safety.document import finding_documents

SCHEMA = "interictal.side-effects/1"


def run(arguments: argparse.Namespace) -> int:
    """Findings and rates, or the report of one side effect."""
    events, unreadable = read_events(Path(arguments.events))
    earlier = [each for name in arguments.sessions for each in read_previous(Path(name))]
    records = [each.record for each in earlier if each.record is not None]
    today = dt.datetime.now().astimezone().date()
    if arguments.authority_report is not None:
        return _report(arguments, events, unreadable, records, today)
    if arguments.e2b is not None:
        raise InvalidInput("--e2b", arguments.e2b, "--authority-report ID beside it", "Say which side effect.")
    until = None if arguments.until is None else date_of(arguments.until, "--until")
    of_patient: dict[str, list[SessionRecord]] = {}
    for record in records:
        of_patient.setdefault(record.patient, []).append(record)
    findings = list(unreadable)
    for event in events:
        findings += event_findings(event, of_patient.get(event.patient, []), today=today)
    treated = sorted({(record.product, record.indication) for record in records if record.product})
    tables = [_table(events, records, product, indication, until, today) for product, indication in treated]
    without = sum(each.record is None for each in earlier)
    if without:
        print(
            f"interictal: --sessions: {without} sessions hold no record (CSV, or toxin given elsewhere) and are in no "
            "denominator.",
            file=sys.stderr,
        )
    if arguments.json:
        print(json_lines(json.dumps(_document(findings, tables), ensure_ascii=False), sys.stdout.encoding))
    else:
        print(_terminal(findings, tables, **terminal_style(arguments)))
    return BLOCKED if any(one.severity is Severity.BLOCK for one in findings) else DONE


def _report(
    arguments: argparse.Namespace,
    events: tuple[AdverseEvent, ...],
    unreadable: tuple[Finding, ...],
    records: list[SessionRecord],
    today: dt.date,
) -> int:
    """Print one report; what is wrong with the event is said, and no message is written while something blocks."""
    wanted = next((event for event in events if event.id == arguments.authority_report), None)
    if wanted is None:
        raise InvalidInput(
            "--authority-report", arguments.authority_report, "the id of a side effect in the file", "Check the id."
        )
    target = target_file(arguments.e2b, (".xml",), "--e2b")
    if target is not None and arguments.e2b_sender is None:
        raise InvalidInput("--e2b-sender", "", "a TOML file with id, receiver, organisation, country", "Give it.")
    record = linked_record(wanted, records)
    print(authority_report(wanted, record, date=today))
    found = (*(one for one in unreadable if wanted.id in one.about), *event_findings(wanted, records, today=today))
    for one in found:
        print(f"interictal: {one.severity.value}: {one.code}: {printable(one.because)}", file=sys.stderr)
    if any(one.severity is Severity.BLOCK for one in found):
        return BLOCKED
    if target is not None:
        from interictal.safety.adverse_events.e2b import icsr, read_sender

        refuse_inputs(target, "--e2b", arguments.events, arguments.e2b_sender, *arguments.sessions)
        sender = read_sender(Path(arguments.e2b_sender))
        write_whole(target, icsr(wanted, record, sender, at=dt.datetime.now().astimezone()).encode())
        print(f"written: {printable(target)}", file=sys.stderr)
    return DONE


@dataclass(frozen=True, slots=True)
class _Table:
    """The rates of one product in one indication, and what stands in no rate."""

    product: str
    indication: str
    rows: tuple[Row, ...]
    aside: tuple[str, ...]


def _table(
    events: tuple[AdverseEvent, ...],
    records: list[SessionRecord],
    product: str,
    indication: str,
    until: dt.date | None,
    today: dt.date,
) -> _Table:
    exposed = exposure(records, product=product, indication=indication, end=until, today=today)
    found = counted(events, exposed)
    aside = (
        (exposed.not_counted, "session records without patient or date, or after the end, are in no denominator"),
        (found.outside, "side effects before the first session, after the follow-up, or of others are in no rate"),
        (found.unassigned, "side effects name no product, and are counted"),
        (found.undated, "side effects have no day of onset, and are counted"),
    )
    return _Table(
        product,
        indication,
        side_effect_table(events, records, product=product, indication=indication, end=until, today=today),
        tuple(f"{number} {words}" for number, words in aside if number),
    )


def _document(findings: list[Finding], tables: list[_Table]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "intended_use": INTENDED_USE,
        "findings": finding_documents(findings),
        "rates": [
            {
                "product": table.product,
                "indication": table.indication,
                "aside": list(table.aside),
                "rows": [_row(row) for row in table.rows],
            }
            for table in tables
        ],
    }


def _row(row: Row) -> dict[str, Any]:
    ours = row.ours
    return {
        "term": row.term,
        "name": row.name,
        "kind": row.kind.value,
        "ours": None
        if ours is None
        else {
            "events": ours.events,
            "patients_with_event": ours.with_event,
            "not_judged": ours.unjudged,
            "sessions": ours.sessions,
            "patients": ours.patients,
            "patient_years": round(ours.patient_years, 3),
            "per_patient_95": _interval(ours.per_patient),
            "per_session_95": _interval(ours.per_100_sessions, 100),
            "per_100_patient_years_95": _interval(ours.per_100_patient_years),
        },
        "published": None
        if row.published is None
        else {
            "words": row.published_words,
            "source": row.published.source,
            "confirmed": row.published.confirmed,
        },
        "words": row.ours_words,
        "note": row.note,
    }


def _interval(interval: Interval, of: int = 1) -> list[float]:
    return [round(interval.low / of, 6), round(interval.high / of, 6)]


def _terminal(findings: list[Finding], tables: list[_Table], *, width: int, colour: bool, unicode: bool) -> str:
    from interictal.report.plan_terminal import findings as show

    screen = Screen(width, colour, unicode)
    screen.title("Side effects")
    show(screen, findings, about=True)
    for table in tables:
        screen.heading(f"{table.product}, {table.indication}: this clinic beside what is published")
        for (name, kind), rows in groupby(table.rows, key=lambda row: (row.name, row.kind)):
            same = list(rows)
            screen.text(f"{name}, {kind.value}", "  ")
            screen.text(f"here: {same[0].ours_words}", "      ")
            for row in same:
                if row.published is not None:
                    screen.text(f"published: {row.published_words} [{row.published.source}]", "      ")
                if row.note:
                    screen.text(row.note, "        ")
        for words in table.aside:
            screen.text(words, "  ")
    if not tables:
        screen.text("No session record names a product: there is nothing to count side effects against.")
    screen.gap()
    screen.text("Rates beside each other are not a comparison: patients, doses and ways of asking differ.", dim=True)
    screen.text(INTENDED_USE, dim=True)
    return screen.render()
