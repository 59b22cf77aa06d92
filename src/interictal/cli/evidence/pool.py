"""``interictal evidence pool``."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from typing import TYPE_CHECKING

from interictal.cli import DONE
from interictal.cli.assess import terminal_style
from interictal.cli.evidence.computing import needed
from interictal.cli.evidence.studies import PICTURES, Given, draw, given, level_of, say, target
from interictal.cli.files import json_lines
from interictal.errors import InvalidInput
from interictal.evidence.tables.cells import plain
from interictal.evidence.tables.reading import FaultyTable

if TYPE_CHECKING:
    from interictal.figures import Figure
    from interictal.report.pooled import Analyses


def run(arguments: argparse.Namespace) -> int:
    """Pool one comparison, and print it."""
    picture = target(arguments, arguments.figure, PICTURES, "--figure")
    level = level_of(arguments.level)
    compare = _pair(arguments.compare)
    if arguments.hartung_knapp and arguments.method in _WITHOUT_TAU2:
        allowed = f"with {', '.join(_WITH_TAU2)}"
        raise InvalidInput("--hartung-knapp", arguments.method, allowed, "Leave it out, or choose another --method.")
    try:
        studies = given(arguments, complete=False)
    except FaultyTable as problem:
        return say(problem)
    # numpy and scipy load here and not before: a wrong option or a wrong file is said at once.
    needed("The pooled result")
    from interictal.evidence.synthesis.analysis import pool_table
    from interictal.report.pooled import analyses_of

    result = pool_table(
        studies.table,
        measure=studies.measure,
        method=arguments.method,
        compare=compare,
        reference=None if arguments.reference is None else plain(arguments.reference),
        hartung_knapp=arguments.hartung_knapp,
        level=level,
    )
    more = analyses_of(
        result,
        named=studies.named,
        library=studies.library,
        chosen=compare is not None or arguments.reference is not None,
        leave_one_out=arguments.leave_one_out,
        cumulative=arguments.cumulative,
        subgroup=arguments.subgroup,
        regress=arguments.regress,
        egger=arguments.egger,
    )

    def make(width: int) -> Figure:
        from interictal import figures
        from interictal.report.pooled_figures import forest_of, funnel_of

        if arguments.picture == "funnel":
            return figures.funnel_plot(funnel_of(more), width)
        return figures.forest_plot(forest_of(more), width)

    draw(picture, arguments, make)
    _show(arguments, studies, more)
    return DONE


def _show(arguments: argparse.Namespace, studies: Given, more: Analyses) -> None:
    if arguments.json:
        from interictal.evidence.synthesis.document import pool_document

        document = pool_document(
            more.result,
            leave_one_out=more.leave_one_out,
            cumulative=more.cumulative,
            subgroups=more.subgroups,
            regression=more.regression,
            egger=more.egger,
        )
        document["data"] = studies.document()
        print(json_lines(json.dumps(document, ensure_ascii=False, allow_nan=False), sys.stdout.encoding))
    else:
        from interictal.report.pooled_terminal import pooled_terminal

        print(pooled_terminal(more, **terminal_style(arguments)))


_WITHOUT_TAU2 = ("FE", "MH", "PETO")
_WITH_TAU2 = ("REML", "DL", "PM", "ML", "EB", "SJ", "HE")


def _pair(text: str | None) -> tuple[str, str] | None:
    """Two treatments with a comma between them; a name with a comma stands in quotation marks, as in CSV."""
    if text is None:
        return None
    try:
        (cells,) = csv.reader([text], strict=True, skipinitialspace=True)
    except (csv.Error, ValueError):
        cells = []
    names = [plain(cell) for cell in cells]
    if len(names) != 2 or not all(names):
        do = "Write A,B; a name that holds a comma stands in quotation marks."
        raise InvalidInput("--compare", text, "two treatments with a comma between them", do)
    return names[0], names[1]
