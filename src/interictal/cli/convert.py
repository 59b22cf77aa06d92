"""``interictal import``."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from interictal.cli import DONE
from interictal.cli.files import printable, refuse_inputs, write_whole
from interictal.cli.reading import read
from interictal.diary.canonical import write_canonical
from interictal.errors import InvalidInput


def run(arguments: argparse.Namespace) -> int:
    """Read, write the canonical CSV, and say what was noticed."""
    target = Path(arguments.to)
    refuse_inputs(target, "--to", arguments.diary)
    if target.exists() and not arguments.force:
        raise InvalidInput(
            "--to", target.name, "a file that does not exist yet", "Choose another name, or add --force."
        )
    reading = read(arguments)
    text = io.StringIO(newline="")
    write_canonical(reading.diaries, text)
    write_whole(target, text.getvalue().encode())
    days = sum(len(diary.days) for diary in reading.diaries)
    print(
        f"{printable(target)}: {days} days of {len(reading.diaries)} patient{'s' if len(reading.diaries) != 1 else ''}"
    )
    for diary in reading.diaries:
        for finding in diary.findings:
            print(f"  {finding.level.value}: {printable(finding.message)}")
    return DONE
