"""``interictal evidence check``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from interictal.cli import BLOCKED, DONE
from interictal.cli.assess import terminal_style
from interictal.cli.files import json_lines
from interictal.evidence.checks import Finding, Severity, check_arms, in_order
from interictal.evidence.checks.document import check_document
from interictal.evidence.checks.library import accepted, figures_of, library_findings, open_and_accepted
from interictal.evidence.checks.reading import read_arms
from interictal.evidence.library import library


def run(arguments: argparse.Namespace) -> int:
    """Check a file, or the trial library; 1 where a figure is impossible."""
    known: tuple[tuple[Finding, str], ...] = ()
    unused: tuple[str, ...] = ()
    if arguments.data is not None:
        table = read_arms(Path(arguments.data))
        title, of, arms, differences, unused = (
            f"{Path(arguments.data).name}, {table.rows} rows",
            Path(arguments.data).name,
            table.arms,
            table.differences,
            table.unused,
        )
        findings = in_order((*table.findings, *check_arms(arms, differences)))
    else:
        held = library()
        title, of = f"Trial library of {held.version.date}, {len(held.values)} values", "library"
        arms, differences = figures_of(held)
        found = in_order((*check_arms(arms, differences), *library_findings(held)))
        findings, known = open_and_accepted(found, accepted())
    if arguments.json:
        document = check_document(of, arms, differences, findings, known, unused)
        print(json_lines(json.dumps(document, ensure_ascii=False), sys.stdout.encoding))
    else:
        from interictal.report.checks_terminal import checks_terminal

        print(checks_terminal(title, arms, differences, findings, known, unused, **terminal_style(arguments)))
    return BLOCKED if any(one.severity is Severity.IMPOSSIBLE for one in findings) else DONE
