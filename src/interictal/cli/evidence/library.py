"""``interictal evidence trials | arms | outcomes | events | syntheses | why``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from interictal.cli import DONE
from interictal.cli.assess import terminal_style
from interictal.cli.files import json_lines, printable
from interictal.errors import InvalidInput
from interictal.evidence.library import drug_named, drugs, outcome_named, select, select_arms, select_trials
from interictal.evidence.library.records import POPULATIONS

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


def _events(arguments: argparse.Namespace) -> None:
    from interictal.evidence.library.document import events_document, events_table
    from interictal.evidence.library.events import SEVERAL, events, select_events
    from interictal.report.events_terminal import events_terminal

    held = events()
    wanted = _drugs(arguments.drug, (each.drug for each in held if each.drug != SEVERAL))
    found = select_events(
        drugs=wanted,
        of=_of("--event", arguments.event, (each.event for each in held)),
        population=arguments.population,
    )
    own = tuple(each for each in found if not wanted or each.drug in wanted)
    _show(arguments, own, events_document, events_table, events_terminal)


def _syntheses(arguments: argparse.Namespace) -> None:
    from interictal.evidence.library.document import syntheses_document, syntheses_table
    from interictal.evidence.library.syntheses import select_syntheses, syntheses
    from interictal.report.library_terminal import syntheses_terminal

    held = tuple(syntheses().values())
    found = select_syntheses(
        drugs=_drugs(arguments.drug, (name for each in held for name in each.drugs)),
        outcomes=_of("--outcome", arguments.outcome, (each.outcome for each in held)),
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


_COMMANDS = {
    "trials": _trials,
    "arms": _arms,
    "outcomes": _outcomes,
    "events": _events,
    "syntheses": _syntheses,
    "why": _why,
}


def _wanted(arguments: argparse.Namespace) -> tuple[list[str], list[str], str | None]:
    return (
        [drug_named(each, "--drug") for each in arguments.drug],
        [outcome_named(each, "--outcome") for each in arguments.outcome],
        arguments.population,
    )


def _drugs(wanted: Sequence[str], held: Iterable[str]) -> list[str]:
    """Canonical names of drugs that are held, or that the library knows; another one is refused with the known."""
    names = dict.fromkeys(held)
    others = {other: each.id for each in drugs().values() for other in each.names}
    known = {name.casefold(): name for name in (*names, *drugs())}
    return _known("--drug", wanted, {**{each.casefold(): name for each, name in others.items()}, **known})


def _of(option: str, wanted: Sequence[str], held: Iterable[str]) -> list[str]:
    """What was asked for, as what is held writes it; one that nothing held has is refused."""
    return _known(option, wanted, {each.casefold(): each for each in held})


def _known(option: str, wanted: Sequence[str], known: Mapping[str, str]) -> list[str]:
    for each in wanted:
        if each.strip().casefold() not in known:
            raise InvalidInput(option, each, ", ".join(sorted(set(known.values()))), "Choose one of them.")
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
    measured = arguments.event if arguments.evidence == "events" else arguments.outcome
    parts = (" or ".join(arguments.drug), " or ".join(measured), population)
    return ", ".join(printable(each) for each in parts if each) or "what was asked for"


def _print_json(document: dict[str, Any]) -> None:
    print(json_lines(json.dumps(document, ensure_ascii=False), sys.stdout.encoding))
