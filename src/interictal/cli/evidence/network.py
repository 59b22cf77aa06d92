"""``interictal evidence network``."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from interictal.cli import DONE
from interictal.cli.assess import terminal_style
from interictal.cli.evidence.computing import needed
from interictal.cli.evidence.studies import PICTURES, Given, csv_text, draw, given, level_of, say, target, written
from interictal.cli.files import json_lines, write_whole
from interictal.errors import InvalidInput, NotSupported
from interictal.evidence.tables.cells import plain
from interictal.evidence.tables.reading import FaultyTable

if TYPE_CHECKING:
    from interictal.figures import Figure

MOST_TREATMENTS = 100
"""Beyond, memory and time for every pair by every comparison run into gigabytes and minutes."""


def run(arguments: argparse.Namespace) -> int:
    """Compare all treatments of a table, and print it."""
    picture = target(arguments, arguments.figure, PICTURES, "--figure")
    table = target(arguments, arguments.league, (".csv",), "--league")
    if picture is not None and table is not None and picture.resolve() == table.resolve():
        raise InvalidInput("--league", table.name, "another file than --figure", "Choose another name.")
    level = level_of(arguments.level)
    try:
        studies = given(arguments, complete=True)
    except FaultyTable as problem:
        return say(problem)
    if len(studies.table.treatments) > MOST_TREATMENTS:
        raise NotSupported(
            f"A network of {len(studies.table.treatments)} treatments is not calculated: the most is "
            f"{MOST_TREATMENTS}. Compare fewer at once."
        )
    # numpy and scipy load here and not before: a wrong option or a wrong file is said at once.
    needed("The network")
    from interictal.evidence.network import network
    from interictal.report.networks import Networked

    result = network(
        studies.table,
        measure=studies.measure,
        method=arguments.method,
        reference=None if arguments.reference is None else plain(arguments.reference),
        small_values_good=_small_values_good(arguments.small_values, studies),
        level=level,
    )
    shown = Networked(result, studies.named, studies.library)
    if table is not None:
        write_whole(table, csv_text(shown.league.texts()).encode())
        written(table)

    def make(width: int) -> Figure:
        from interictal import figures
        from interictal.report.network_figures import against_reference, graph_of

        if arguments.picture == "forest":
            return figures.forest_plot(against_reference(shown), width)
        return figures.network_graph(graph_of(shown), width)

    draw(picture, arguments, make)
    if arguments.json:
        from interictal.evidence.network import network_document

        document = network_document(result)
        document["data"] = studies.document()
        print(json_lines(json.dumps(document, ensure_ascii=False, allow_nan=False), sys.stdout.encoding))
    else:
        from interictal.report.network_terminal import network_terminal

        print(network_terminal(shown, **terminal_style(arguments)))
    return DONE


def _small_values_good(asked: str | None, studies: Given) -> bool:
    """As asked for; else as the outcome of the library says; else a small value is good, as with headache days."""
    if asked is not None:
        return asked == "good"
    return studies.library is None or studies.library.outcome.better != "higher"
