"""``interictal evidence compare``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from interictal.cli import DONE
from interictal.cli.assess import target_file, terminal_style
from interictal.cli.evidence.computing import needed
from interictal.cli.files import json_lines, printable, refuse_inputs, write_whole
from interictal.profile import Profile, read_profile

if TYPE_CHECKING:
    from interictal.evidence.comparison import Comparison


def run(arguments: argparse.Namespace) -> int:
    """Compare, print, and write what was asked for."""
    figure = target_file(arguments.figure, (".png", ".svg"), "--figure")
    report = target_file(arguments.report, (".html", ".htm"), "--report")
    for option, path in (("--figure", figure), ("--report", report)):
        if path is not None:
            refuse_inputs(path, option, arguments.profile, None)
    profile = read_profile(Path(arguments.profile)) if arguments.profile else Profile()
    needed("The comparison")
    # numpy and scipy load here and not before: a wrong option or a wrong file is said at once.
    from interictal.evidence.comparison import compare, comparison_document

    wanted = None if arguments.treatments is None else arguments.treatments.split(",")
    comparison = compare(profile, wanted)
    if figure is not None:
        write_whole(figure, _picture(comparison, figure, arguments))
    if report is not None:
        from interictal.report.compare_page import compare_page

        write_whole(report, compare_page(comparison).encode())
    if arguments.json:
        print(json_lines(json.dumps(comparison_document(comparison), ensure_ascii=False), sys.stdout.encoding))
    else:
        from interictal.report.compare_terminal import compare_terminal

        print(compare_terminal(comparison, **terminal_style(arguments)))
    for path in (figure, report):
        if path is not None:
            print(f"written: {printable(path)}", file=sys.stderr)
    return DONE


def _picture(comparison: Comparison, path: Path, arguments: argparse.Namespace) -> bytes:
    from interictal.figures.drawing import png, svg
    from interictal.figures.figure import NARROW, WIDE
    from interictal.figures.icon_frames import icon_array
    from interictal.report.compare_icons import people_array

    drawn = icon_array(people_array(comparison), NARROW if arguments.narrow else WIDE)
    return png(drawn, arguments.theme) if path.suffix.lower() == ".png" else svg(drawn, arguments.theme).encode()
