"""``interictal check-session | sign | amend``."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import sys
from pathlib import Path

from interictal.cli import BLOCKED, DONE
from interictal.cli.assess import target_file, terminal_style
from interictal.cli.files import json_lines, printable, refuse_inputs, write_whole
from interictal.errors import InvalidInput
from interictal.injection.findings import Finding, Severity
from interictal.injection.lots import lot_key
from interictal.injection.previous import read_previous
from interictal.injection.products import product_named
from interictal.injection.record import SessionRecord
from interictal.injection.record_files import read_record, read_text, record_document
from interictal.injection.signing import amend, sign
from interictal.profile import read_profile
from interictal.report.plan_terminal import check_terminal
from interictal.safety.checks import session_findings
from interictal.safety.document import check_document


def run(arguments: argparse.Namespace) -> int:
    """Check, sign or amend a record."""
    return {"check-session": _check, "sign": _sign, "amend": _amend}[arguments.command](arguments)


def _check(arguments: argparse.Namespace) -> int:
    now = _now()
    drawing = target_file(arguments.svg, (".svg",), "--svg")
    if drawing is not None:
        refuse_inputs(drawing, "--svg", arguments.record, arguments.previous, arguments.profile, arguments.recalled)
    record, findings = _checked(arguments, now)
    if drawing is not None:
        from interictal.figures.plan_map import session_map_svg

        write_whole(drawing, session_map_svg(record).encode())
        print(f"written: {printable(drawing)}", file=sys.stderr)
    if arguments.json:
        content = json.dumps(check_document(findings, checked_on=now.date()), ensure_ascii=False)
        print(json_lines(content, sys.stdout.encoding))
    else:
        print(check_terminal(findings, **terminal_style(arguments)))
    return BLOCKED if _blocks(findings) else DONE


def _sign(arguments: argparse.Namespace) -> int:
    target = _new_record(arguments)
    now = _now()
    record, findings = _checked(arguments, now)
    unanswered = [one for one in findings if one.severity is Severity.ASK]
    if _blocks(findings) or unanswered:
        print(check_terminal(findings, width=80), file=sys.stderr)
        if not _blocks(findings):
            codes = ", ".join(dict.fromkeys(one.code for one in unanswered))
            print(
                f"interictal: not signed: write a reason into the record for {codes} "
                '("deviations": {"CODE": "reason"}), then sign.',
                file=sys.stderr,
            )
        return BLOCKED
    _write(target, sign(record, arguments.by, now))
    return DONE


def _amend(arguments: argparse.Namespace) -> int:
    target = _new_record(arguments)
    field, equals, text = arguments.set.partition("=")
    if not equals or not field.strip():
        raise InvalidInput("--set", arguments.set, "FIELD=VALUE, such as vials[1].lot=C1234", "Write it so.")
    record, findings = read_record(Path(arguments.record))
    if _blocks(findings):
        raise InvalidInput("record", "unreadable in part", "a readable record", "See: interictal check-session")
    new: object = text.strip()
    if text.strip() in ("null", "true", "false"):
        new = json.loads(text)
    changed = amend(record, field.strip(), new, author=arguments.by, reason=arguments.reason, at=_now())
    _write(target, changed)
    return DONE


def _checked(arguments: argparse.Namespace, now: dt.datetime) -> tuple[SessionRecord, tuple[Finding, ...]]:
    """The record, and everything reading and checking it found."""
    record, unreadable = read_record(Path(arguments.record))
    found = session_findings(
        record,
        profile=read_profile(Path(arguments.profile)) if arguments.profile else None,
        earlier=read_previous(Path(arguments.previous)) if arguments.previous else None,
        recalled=_recalled(Path(arguments.recalled)) if arguments.recalled else (),
        now=now,
    )
    blocking = [one for one in found if one.severity is Severity.BLOCK]
    others = [one for one in found if one.severity is not Severity.BLOCK]
    severe = [one for one in unreadable if one.severity is Severity.BLOCK]
    milder = [one for one in unreadable if one.severity is not Severity.BLOCK]
    return record, (*severe, *blocking, *milder, *others)


def _blocks(findings: tuple[Finding, ...]) -> bool:
    return any(one.severity is Severity.BLOCK for one in findings)


def _recalled(path: Path) -> frozenset[tuple[str, str]]:
    """Recalled lots from a CSV with ``product`` and ``lot``; an empty product means any."""
    rows = csv.DictReader(read_text(path).splitlines(), strict=True)
    header = [name.strip().lower() for name in rows.fieldnames or ()]
    if "lot" not in header:
        raise InvalidInput("header", ",".join(header), "product,lot", "Add a first line so.", file=path.name, row=1)
    rows.fieldnames = header
    found = set()
    try:
        for row in rows:
            lot = (row.get("lot") or "").strip()
            product = (row.get("product") or "").strip()
            if product:
                product = product_named(product, file=path.name, row=rows.line_num)
            if not lot:
                raise InvalidInput("lot", "", "a lot", "Give it or remove the row.", file=path.name, row=rows.line_num)
            found.add((product, lot_key(lot)))
    except csv.Error:
        raise InvalidInput(
            "row", "broken quoting", "CSV", "Close the quotation marks.", file=path.name, row=rows.line_num
        ) from None
    return frozenset(found)


def _new_record(arguments: argparse.Namespace) -> Path:
    """Where the new record goes: never over one that exists."""
    target = target_file(arguments.to, (".json",), "--to")
    assert target is not None  # noqa: S101 - --to is required
    refuse_inputs(target, "--to", arguments.record)
    if target.exists():
        raise InvalidInput("--to", target.name, "a name that is not taken", "A record is never overwritten.")
    return target


def _write(target: Path, record: SessionRecord) -> None:
    write_whole(target, (json.dumps(record_document(record), ensure_ascii=False, indent=2) + "\n").encode())
    print(f"written: {printable(target)}", file=sys.stderr)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
