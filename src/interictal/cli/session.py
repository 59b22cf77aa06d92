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
from interictal.cli.files import json_lines, printable, refuse_inputs, write_new, write_whole
from interictal.errors import InvalidInput
from interictal.injection.against_plan import record_against_plan
from interictal.injection.findings import Finding, Severity, in_order
from interictal.injection.lots import lot_key
from interictal.injection.previous import others_than, read_previous
from interictal.injection.products import product_named
from interictal.injection.record import SessionRecord
from interictal.injection.record_checks import answered, versions_note
from interictal.injection.record_files import read_json, read_record, read_text, record_document, record_from
from interictal.injection.sessions import cells_of, columns_of
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
        read = (arguments.record, arguments.previous, arguments.profile, arguments.recalled, arguments.plan)
        refuse_inputs(drawing, "--svg", *read)
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
    try:
        signed = sign(record, arguments.by, now)
    except InvalidInput as problem:
        raise _as_option(problem, {"signed_by": "--by"}) from None
    _write(target, signed)
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
    now = _now()
    try:
        changed = amend(record, field.strip(), new, author=arguments.by, reason=arguments.reason, at=now)
    except InvalidInput as problem:
        if problem.field in ("signature", "amendments"):
            raise
        raise _as_option(problem, {"author": "--by", "reason": "--reason"}, "--set") from None
    found = _found(*record_from(record_document(changed)), arguments, now)
    if _blocks(found):
        print(check_terminal(found, width=80), file=sys.stderr)
        print("interictal: not amended: the record would be blocked.", file=sys.stderr)
        return BLOCKED
    _write(target, changed)
    return DONE


def _as_option(problem: InvalidInput, options: dict[str, str], otherwise: str | None = None) -> InvalidInput:
    """The same fault, named by the option that the value came from."""
    option = options.get(problem.field, otherwise)
    if option is None:
        return problem
    return InvalidInput(option, problem.value, problem.allowed, problem.do)


def _checked(arguments: argparse.Namespace, now: dt.datetime) -> tuple[SessionRecord, tuple[Finding, ...]]:
    """The record, and everything reading and checking it found."""
    record, unreadable = read_record(Path(arguments.record))
    return record, _found(record, unreadable, arguments, now)


def _found(
    record: SessionRecord, unreadable: tuple[Finding, ...], arguments: argparse.Namespace, now: dt.datetime
) -> tuple[Finding, ...]:
    profile, previous, recalled, plan = (
        Path(name) if name else None
        for name in (getattr(arguments, option, None) for option in ("profile", "previous", "recalled", "plan"))
    )
    given = read_previous(previous) if previous else ()
    if previous and not given:
        print(f"interictal: {printable(previous.name)} holds no session: taken as none before.", file=sys.stderr)
    others = others_than(record, given)
    planned = record_against_plan(record, read_json(plan)) if plan else ()
    beside = [*unreadable, *planned, *versions_note(len(given) - len(others))]
    checked = session_findings(
        record,
        profile=read_profile(profile) if profile else None,
        earlier=others if previous else None,
        recalled=_recalled(recalled) if recalled else (),
        now=now,
    )
    return in_order([*(answered(one, record.deviations) for one in beside), *checked])


def _blocks(findings: tuple[Finding, ...]) -> bool:
    return any(one.severity is Severity.BLOCK for one in findings)


def _recalled(path: Path) -> frozenset[tuple[str, str]]:
    """Recalled lots from a CSV with ``product`` and ``lot``; an empty product means any."""
    rows = csv.DictReader(read_text(path).splitlines(), strict=True)
    name = path.name
    found = set()
    try:
        rows.fieldnames = columns_of(rows.fieldnames, "lot", "product,lot", name)
        for row in rows:
            cells = cells_of(row, name, rows.line_num)
            lot, product = cells["lot"], cells.get("product", "")
            if product:
                product = product_named(product, file=name, row=rows.line_num)
            if not lot_key(lot) or not lot.isprintable():
                raise InvalidInput("lot", "", "a lot", "Give it or remove the row.", file=name, row=rows.line_num)
            found.add((product, lot_key(lot)))
    except csv.Error:
        raise InvalidInput(
            "row", "broken quoting", "CSV", "Close the quotation marks.", file=name, row=max(rows.line_num, 1)
        ) from None
    if not found:
        raise InvalidInput("file", "no lot", "at least one row", "Leave --recalled out if none is known.", file=name)
    return frozenset(found)


def _new_record(arguments: argparse.Namespace) -> Path:
    """Where the new record goes: never over one that exists."""
    target = target_file(arguments.to, (".json",), "--to")
    assert target is not None  # noqa: S101 - --to is required
    refuse_inputs(target, "--to", arguments.record)
    if target.exists() or target.is_symlink():
        raise InvalidInput("--to", target.name, "a name that is not taken", "A record is never overwritten.")
    return target


def _write(target: Path, record: SessionRecord) -> None:
    write_new(target, (json.dumps(record_document(record), ensure_ascii=False, indent=2) + "\n").encode())
    print(f"written: {printable(target)}", file=sys.stderr)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
