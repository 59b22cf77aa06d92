"""``interictal evidence trials | arms | outcomes | syntheses | why``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from interictal.cli import DONE
from interictal.cli.assess import terminal_style
from interictal.cli.files import json_lines
from interictal.errors import InvalidInput
from interictal.evidence.library import drug_named, outcome_named, select, select_arms, select_trials
from interictal.evidence.library.records import POPULATIONS, Synthesis

_Record = TypeVar("_Record")


def run(arguments: argparse.Namespace) -> int:
    """Print one list of the trial library, or where one thing comes from."""
    _COMMANDS[arguments.evidence](arguments)
    return DONE


def _trials(arguments: argparse.Namespace) -> None:
    from interictal.evidence.library.document import trials_document, trials_table
    from interictal.report.library_terminal import trials_terminal

    _show(arguments, select_trials(*_wanted(arguments)), trials_document, trials_table, trials_terminal)


def _arms(arguments: argparse.Namespace) -> None:
    from interictal.evidence.library.document import arms_document, arms_table
    from interictal.report.library_terminal import arms_terminal

    _show(arguments, select_arms(*_wanted(arguments)), arms_document, arms_table, arms_terminal)


def _outcomes(arguments: argparse.Namespace) -> None:
    from interictal.evidence.library.document import outcomes_document, outcomes_table
    from interictal.report.library_terminal import outcomes_terminal

    _show(arguments, select(*_wanted(arguments)), outcomes_document, outcomes_table, outcomes_terminal)


def _syntheses(arguments: argparse.Namespace) -> None:
    from interictal.evidence.library.document import syntheses_document, syntheses_table
    from interictal.evidence.library.syntheses import select_syntheses, syntheses
    from interictal.report.library_terminal import syntheses_terminal

    held = tuple(syntheses().values())
    found = select_syntheses(
        drugs=_of("--drug", arguments.drug, held, lambda each: each.drugs),
        outcomes=_of("--outcome", arguments.outcome, held, lambda each: (each.outcome,)),
        population=arguments.population,
    )
    _show(arguments, found, syntheses_document, syntheses_table, syntheses_terminal)


def _why(arguments: argparse.Namespace) -> None:
    from interictal.evidence.library.document import why_document
    from interictal.evidence.tracing import traces
    from interictal.report.why_terminal import why_terminal

    found = traces(arguments.id)
    if arguments.json:
        _print_json(why_document(found))
    else:
        print(why_terminal(found, **terminal_style(arguments)))


_COMMANDS = {"trials": _trials, "arms": _arms, "outcomes": _outcomes, "syntheses": _syntheses, "why": _why}


def _wanted(arguments: argparse.Namespace) -> tuple[list[str], list[str], str | None]:
    return (
        [drug_named(each, "--drug") for each in arguments.drug],
        [outcome_named(each, "--outcome") for each in arguments.outcome],
        arguments.population,
    )


def _of(
    option: str, wanted: Sequence[str], held: Sequence[Synthesis], what: Callable[[Synthesis], tuple[str, ...]]
) -> list[str]:
    """What was asked for, as the pooled results write it; one that none of them has is refused."""
    known = {name.casefold(): name for each in held for name in what(each)}
    for each in wanted:
        if each.strip().casefold() not in known:
            raise InvalidInput(option, each, ", ".join(sorted(known.values())), "Choose one of them.")
    return [known[each.strip().casefold()] for each in wanted]


def _show(
    arguments: argparse.Namespace,
    found: Sequence[_Record],
    document: Callable[[Sequence[_Record]], dict[str, Any]],
    table: Callable[[Sequence[_Record]], str],
    terminal: Callable[..., str],
) -> None:
    """One list in the form asked for; an empty one says what it is empty of."""
    if arguments.json:
        _print_json(document(found))
    elif arguments.csv:
        sys.stdout.write(table(found))
        if not found:
            print(f"interictal: the library holds nothing for {_asked(arguments)}.", file=sys.stderr)
    elif found:
        print(terminal(found, **terminal_style(arguments)))
    else:
        from interictal.report.library_terminal import nothing_terminal

        print(nothing_terminal(_asked(arguments), **terminal_style(arguments)))


def _asked(arguments: argparse.Namespace) -> str:
    population = "" if arguments.population is None else POPULATIONS[arguments.population]
    parts = (" or ".join(arguments.drug), " or ".join(arguments.outcome), population)
    return ", ".join(each for each in parts if each) or "what was asked for"


def _print_json(document: dict[str, Any]) -> None:
    print(json_lines(json.dumps(document, ensure_ascii=False), sys.stdout.encoding))
