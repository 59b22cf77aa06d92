"""``interictal demo``: the main job on the shipped synthetic diary."""

from __future__ import annotations

import argparse
from pathlib import Path

from interictal import example
from interictal.assessment import assess
from interictal.assessment.document import line
from interictal.cli import DONE
from interictal.cli.assess import terminal_style
from interictal.cli.files import printable, write_whole
from interictal.diary.canonical import read_canonical
from interictal.injection.sessions import read_sessions
from interictal.profile import read_profile


def run(arguments: argparse.Namespace) -> int:
    """Assess the example, print it, and write page, sheet, pictures and JSON."""
    from interictal import figures
    from interictal.report.page import page
    from interictal.report.sheet import sheet
    from interictal.report.terminal import terminal

    paths = example.paths()
    reading = read_canonical(paths.diary)
    result = assess(reading.diaries[0], read_sessions(paths.injections), read_profile(paths.profile))
    print(terminal(result, **terminal_style(arguments)))
    folder = Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    overlay = figures.cycle_overlay(result)
    written = {
        "report.html": page(result).encode(),
        "funding-sheet.pdf": sheet(result),
        "cycle-overlay.png": figures.png(overlay, "light"),
        "cycle-overlay-dark.png": figures.png(overlay, "dark"),
        "assessment.json": line(result).encode() + b"\n",
    }
    print()
    for name, content in written.items():
        write_whole(folder / name, content)
        print(f"written: {printable(folder / name)}")
    print(
        "\nThe diary is SYNTHETIC: made by a program, of no person. With your own:\n"
        "  interictal assess diary.csv --injections sessions.csv --profile profile.toml --report report.html"
    )
    return DONE
