"""``interictal side-effects``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from interictal import INTENDED_USE
from interictal.cli import BLOCKED, DONE
from interictal.cli.assess import target_file, terminal_style
from interictal.cli.files import json_lines, printable, write_whole
from interictal.errors import InvalidInput
from interictal.injection.findings import Finding, Severity
from interictal.injection.previous import read_previous
from interictal.injection.record import SessionRecord
from interictal.report.screen import Screen
from interictal.safety.adverse_events.events import AdverseEvent
from interictal.safety.adverse_events.files import read_events
from interictal.safety.adverse_events.linking import event_findings, linked_record
from interictal.safety.adverse_events.rates import Row, side_effect_table
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
        return _report(arguments, events, records, today)
    if arguments.e2b is not None:
        raise InvalidInput("--e2b", arguments.e2b, "--authority-report ID beside it", "Say which side effect.")
    findings = [*unreadable, *(found for event in events for found in event_findings(event, records, today=today))]
    treated = sorted({(record.product, record.indication) for record in records if record.product})
    tables = {
        key: side_effect_table(events, records, product=key[0], indication=key[1], end=_until(arguments.until))
        for key in treated
    }
    if arguments.json:
        print(json_lines(json.dumps(_document(findings, tables), ensure_ascii=False), sys.stdout.encoding))
    else:
        print(_terminal(findings, tables, **terminal_style(arguments)))
    return BLOCKED if any(one.severity is Severity.BLOCK for one in findings) else DONE


def _until(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidInput("--until", text, "YYYY-MM-DD", "Write the date in this form.") from None


def _report(
    arguments: argparse.Namespace, events: tuple[AdverseEvent, ...], records: list[SessionRecord], today: dt.date
) -> int:
    wanted = next((event for event in events if event.id == arguments.authority_report), None)
    if wanted is None:
        raise InvalidInput(
            "--authority-report", arguments.authority_report, "the id of a side effect in the file", "Check the id."
        )
    record = linked_record(wanted, records)
    print(authority_report(wanted, record, date=today))
    if arguments.e2b is not None:
        from interictal.safety.adverse_events.e2b import icsr

        target = target_file(arguments.e2b, (".xml",), "--e2b")
        assert target is not None  # noqa: S101 - checked above
        write_whole(target, icsr(wanted, record, at=dt.datetime.now().astimezone()))
        print(f"written: {printable(target)}", file=sys.stderr)
    return DONE


_Tables = dict[tuple[str, str], tuple[Row, ...]]


def _document(findings: list[Finding], tables: _Tables) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "intended_use": INTENDED_USE,
        "findings": finding_documents(findings),
        "rates": [
            {
                "product": product,
                "indication": indication,
                "rows": [
                    {"term": row.term, "ours": row.ours_words, "published": row.published_words, "note": row.note}
                    for row in rows
                ],
            }
            for (product, indication), rows in tables.items()
        ],
    }


def _terminal(findings: list[Finding], tables: _Tables, *, width: int, colour: bool, unicode: bool) -> str:
    from interictal.report.plan_terminal import findings as show

    screen = Screen(width, colour, unicode)
    screen.title("Side effects")
    show(screen, findings)
    for (product, indication), rows in tables.items():
        screen.heading(f"{product}, {indication}: this clinic beside what is published")
        for row in rows:
            screen.text(row.term, "  ")
            for words in (row.ours_words, row.published_words, row.note):
                if words:
                    screen.text(words, "      ")
    screen.gap()
    screen.text("Rates beside each other are not a comparison: patients, doses and ways of asking differ.", dim=True)
    screen.text(INTENDED_USE, dim=True)
    return screen.render()
