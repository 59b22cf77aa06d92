"""``interictal evidence claims``."""

from __future__ import annotations

import argparse
import json
import sys

from interictal.cli import DONE
from interictal.cli.assess import target_file, terminal_style
from interictal.cli.files import json_lines, printable, write_whole
from interictal.evidence.claims import claims, statement


def run(arguments: argparse.Namespace) -> int:
    """Print the claims asked for, and write them as a page."""
    target = target_file(arguments.report, (".html", ".htm"), "--report")
    named = {one.id: one for one in map(statement, arguments.id)}
    wanted = tuple((named or claims()).values())
    if target is not None:
        from interictal.report.claims_page import claims_page

        write_whole(target, claims_page(wanted).encode())
    if arguments.json:
        from interictal.evidence.claims.document import claims_document

        print(json_lines(json.dumps(claims_document(wanted), ensure_ascii=False), sys.stdout.encoding))
    else:
        from interictal.report.claims_terminal import claims_terminal

        print(claims_terminal(wanted, **terminal_style(arguments)))
    if target is not None:
        print(f"written: {printable(target)}", file=sys.stderr)
    return DONE
