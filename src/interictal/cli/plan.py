"""``interictal plan``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from decimal import Decimal
from pathlib import Path

from interictal.cli import DONE, NOT_POSSIBLE
from interictal.cli.assess import target_file, terminal_style
from interictal.cli.files import json_lines, printable, refuse_inputs, write_new, write_whole
from interictal.errors import InvalidInput
from interictal.injection.indications import Evidence, indication
from interictal.injection.maps import body_map
from interictal.injection.planning import Addition, make_plan
from interictal.injection.previous import Earlier, read_previous
from interictal.injection.products import product_named
from interictal.injection.protocol_files import muscle_named, protocols
from interictal.injection.protocols import Protocol, Side
from interictal.profile import Profile, read_profile
from interictal.safety.checks import plan_findings
from interictal.safety.conditions import questions_for
from interictal.safety.document import refusal_document
from interictal.safety.planned import Planned

JURISDICTIONS = ("us", "eu")
_NUMBER = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,6})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1980, 2199
_LONGEST_ID = 100


def run(arguments: argparse.Namespace) -> int:
    """Plan, check, and write what was asked for; refuse where there is no evidence."""
    targets = {
        "--svg": target_file(arguments.svg, (".svg",), "--svg"),
        "--figure": target_file(arguments.figure, (".png", ".svg"), "--figure"),
        "--report": target_file(arguments.report, (".html", ".htm", ".pdf"), "--report"),
        "--session": target_file(arguments.session, (".json",), "--session"),
    }
    for option, path in targets.items():
        if path is not None:
            refuse_inputs(path, option, arguments.profile, arguments.previous)
    session = targets["--session"]
    if session is not None and (session.exists() or session.is_symlink()):
        raise InvalidInput("--session", session.name, "a name that is not taken", "A record is never overwritten.")
    try:
        wanted = indication(arguments.indication)
        if wanted.evidence is not Evidence.LICENSED:
            return _refuse(arguments, wanted.id)
        protocol = _protocol(wanted.id, arguments.protocol, arguments.product)
        if arguments.jurisdiction is None:
            raise InvalidInput("jurisdiction", "", ", ".join(JURISDICTIONS), "Say whose label the plan is checked by.")
        date = _date(arguments.date)
        patient = identifier(arguments.patient, "patient")
        profile = read_profile(Path(arguments.profile)) if arguments.profile else Profile()
        weight = number(arguments.weight_kg, "weight_kg")
        if weight is None and profile.weight_kg is not None:
            weight = Decimal(str(profile.weight_kg))
        plan = make_plan(
            protocol,
            body_map(protocol.drawing),
            jurisdiction=arguments.jurisdiction,
            vial_units=number(arguments.vial, "vial"),
            diluent_ml=number(arguments.diluent_ml, "diluent_ml"),
            additions=[addition(text) for text in arguments.add],
            weight_kg=weight,
            syringe_ml=number(arguments.syringe_ml, "syringe_ml"),
        )
    except InvalidInput as problem:
        raise as_option(problem, arguments) from None
    earlier: tuple[Earlier, ...] | None = None
    if arguments.previous:
        earlier = read_previous(Path(arguments.previous))
    planned = Planned(
        plan=plan,
        findings=plan_findings(plan, profile=profile, earlier=earlier, date=date, patient=patient),
        date=date,
        patient=patient,
        earlier=earlier or (),
    )
    _write(planned, targets, arguments)
    if arguments.json:
        print(json_lines(_line(planned.document), sys.stdout.encoding))
    else:
        from interictal.report.plan_terminal import plan_terminal

        print(plan_terminal(planned, **terminal_style(arguments)))
    for path in targets.values():
        if path is not None:
            print(f"written: {printable(path)}", file=sys.stderr)
    return DONE


def _line(document: object) -> str:
    return json.dumps(document, ensure_ascii=False)


def _refuse(arguments: argparse.Namespace, name: str) -> int:
    """No evidence is an answer: the figures, and what would change it."""
    refused = indication(name)
    if arguments.json:
        print(json_lines(_line(refusal_document(refused)), sys.stdout.encoding))
    else:
        from interictal.report.plan_terminal import refusal_terminal

        print(refusal_terminal(refused, **terminal_style(arguments)))
    print(f"interictal: no plan is made for {refused.title}: the reasons are given above.", file=sys.stderr)
    return NOT_POSSIBLE


def _protocol(name: str, wanted: str | None, product: str | None) -> Protocol:
    """The protocol asked for; where there is only one, or one comes first, that one."""
    known = protocols(name)
    if product is not None:
        chosen = product_named(product)
        fitting = tuple(each for each in known if each.product == chosen)
        if not fitting:
            others = ", ".join(dict.fromkeys(each.product for each in known))
            raise InvalidInput(
                "product",
                chosen,
                f"{others} for {name}: no protocol of {chosen} for it is on record, and units of one product are "
                "never those of another",
                "Choose one of these.",
            )
        known = fitting
    if wanted is not None:
        fitting = tuple(each for each in known if each.id == wanted.strip().lower())
        if not fitting:
            raise InvalidInput(
                "protocol", wanted, ", ".join(dict.fromkeys(each.id for each in known)), "See: interictal protocols"
            )
        known = fitting
    products = tuple(dict.fromkeys(each.product for each in known))
    if len(products) > 1:
        raise InvalidInput("product", "", ", ".join(products), "Say which product is injected.")
    return known[0]


def _date(text: str | None) -> dt.date:
    return dt.datetime.now().astimezone().date() if text is None else date_of(text, "date")


def date_of(text: str, field: str) -> dt.date:
    """A date of the command line, in one form only."""
    try:
        date = dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        date = None
    if date is None or not _FIRST_YEAR <= date.year <= _LAST_YEAR:
        raise InvalidInput(field, text, f"YYYY-MM-DD, {_FIRST_YEAR} to {_LAST_YEAR}", "Write the date in this form.")
    return date


def identifier(text: str | None, field: str) -> str:
    """An identifier of the command line: a short line that can be printed and stored."""
    given = (text or "").strip()
    if not given.isprintable() or len(given) > _LONGEST_ID or any(0xD800 <= ord(c) <= 0xDFFF for c in given):
        raise InvalidInput(
            field,
            "characters that cannot be shown, or too many",
            f"up to {_LONGEST_ID} characters that can be printed",
            "Give the identifier.",
        )
    return given


def number(text: str | None, field: str) -> Decimal | None:
    """A decimal number of the command line: digits, with a point; nothing else is guessed at."""
    if text is None:
        return None
    if not _NUMBER.fullmatch(text.strip()):
        raise InvalidInput(field, text, "a number such as 2 or 2.5, with a point", "Correct it.")
    return Decimal(text.strip())


def addition(text: str) -> Addition:
    """Sites to add, from ``muscle:side:sites`` or ``muscle:side:sites:units``."""
    parts = [part.strip() for part in text.split(":")]
    if len(parts) not in (3, 4):
        raise InvalidInput("add", text, "muscle:side:sites or muscle:side:sites:units", "Such as temporalis:left:2.")
    muscle, side, sites = parts[:3]
    if side.lower() not in {each.value for each in Side}:
        raise InvalidInput("add", text, "left, right or midline as the second part", "Name the patient's side.")
    if not re.fullmatch(r"[0-9]{1,3}", sites):
        raise InvalidInput("add", text, "a whole number of sites as the third part", "Such as temporalis:left:2.")
    return Addition(
        muscle=muscle_named(muscle),
        side=Side(side.lower()),
        sites=int(sites),
        units=number(parts[3], "add") if len(parts) == 4 else None,
    )


def as_option(problem: InvalidInput, arguments: argparse.Namespace) -> InvalidInput:
    """The same fault, named by the option that the value came from."""
    field = {"muscle": "add", "site": "add"}.get(problem.field, problem.field)
    if not hasattr(arguments, field):
        return problem
    return InvalidInput(f"--{field.replace('_', '-')}", problem.value, problem.allowed, problem.do)


def _write(planned: Planned, targets: dict[str, Path | None], arguments: argparse.Namespace) -> None:
    svg, figure, report, session = targets.values()
    if svg is not None or figure is not None:
        from interictal.figures.drawing import png_of
        from interictal.figures.plan_map import plan_map_svg

        drawn = plan_map_svg(planned, theme=arguments.theme)
        if svg is not None:
            write_whole(svg, drawn.encode())
        if figure is not None:
            write_whole(figure, png_of(drawn) if figure.suffix.lower() == ".png" else drawn.encode())
    if report is not None:
        if report.suffix.lower() == ".pdf":
            from interictal.report.plan_sheet import plan_sheet

            write_whole(report, plan_sheet(planned))
        else:
            from interictal.report.plan_page import plan_page

            write_whole(report, plan_page(planned).encode())
    if session is not None:
        from interictal.injection.draft import draft

        protocol = planned.plan.protocol
        questions = questions_for(protocol.product, protocol.indication)
        record = draft(planned.plan, date=planned.date, patient=planned.patient, questions=questions)
        write_new(session, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(), "--session")
