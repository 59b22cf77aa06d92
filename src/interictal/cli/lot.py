"""``interictal lot | vials | barcode``: what became of a lot or a vial, and what stands on it."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from pathlib import Path

from interictal.cli import BAD_USAGE, DONE, NOT_POSSIBLE
from interictal.cli.files import json_lines, printable
from interictal.errors import InvalidInput
from interictal.injection.gs1 import read_barcode
from interictal.injection.lots import lot_key, patients_with_lot, versions
from interictal.injection.previous import read_previous
from interictal.injection.products import product_named
from interictal.injection.record import SessionRecord
from interictal.injection.vials import Account, inventory
from interictal.units import digits


def run(arguments: argparse.Namespace) -> int:
    """List the uses of a lot, what became of vials, or read a barcode."""
    return {"lot": _lot, "vials": _vials, "barcode": _barcode}[arguments.command](arguments)


def _misused(problem: InvalidInput) -> int:
    """What was typed is wrong, not what stands in a file."""
    print(f"interictal: {printable(problem)}", file=sys.stderr)
    return BAD_USAGE


def _records(arguments: argparse.Namespace) -> tuple[list[SessionRecord], int]:
    """The records of all files, and how many sessions have none."""
    earlier = [each for name in arguments.records for each in read_previous(Path(name))]
    records = [each.record for each in earlier if each.record is not None]
    return records, len(earlier) - len(records)


def _without(count: int) -> None:
    if count:
        print(
            f"interictal: {count} sessions hold no lots (CSV, or toxin given elsewhere) and could not be looked at.",
            file=sys.stderr,
        )


def _lot(arguments: argparse.Namespace) -> int:
    if not lot_key(arguments.lot) or not arguments.lot.isprintable():
        return _misused(InvalidInput("lot", arguments.lot, "the lot printed on the vial", "Name the lot."))
    product = arguments.product or ""
    try:
        product = product_named(product) if product else ""
    except InvalidInput as problem:
        return _misused(problem)
    records, without = _records(arguments)
    uses = patients_with_lot(records, arguments.lot, product)
    if arguments.json:
        listed = [
            {
                "patient": use.patient,
                "date": None if use.date is None else use.date.isoformat(),
                "product": use.product,
                "vials": list(use.vials),
                "sites": list(use.sites),
                "units": None if use.units is None else float(use.units.amount),
            }
            for use in uses
        ]
        print(json_lines(json.dumps(listed, ensure_ascii=False), sys.stdout.encoding))
    else:
        for use in uses:
            amount = "units not recorded" if use.units is None else f"{digits(use.units.amount)} U"
            sites = f"{len(use.sites)} site{'s' if len(use.sites) != 1 else ''}"
            print(
                f"{printable(use.patient) or 'patient not recorded'}  {use.date or 'date not recorded'}  "
                f"{use.product or 'product not recorded'}  {amount} in {sites}, vial {printable(', '.join(use.vials))}"
            )
    people = len({use.patient for use in uses})
    print(
        f"interictal: lot found in {len(uses)} of {len(versions(records))} sessions, {people} {_people(people)}.",
        file=sys.stderr,
    )
    _without(without)
    return DONE if uses or not without else NOT_POSSIBLE


def _vials(arguments: argparse.Namespace) -> int:
    records, without = _records(arguments)
    accounts, stock = inventory(records, on=dt.datetime.now().astimezone().date())
    products = sorted({vial.content.product for vial in stock.vials.values()})
    totals = {name: [float(each.amount) for each in stock.totals(name)] for name in products}
    if arguments.json:
        content = {
            "vials": [_account(each) for each in accounts],
            "totals": {name: dict(zip(("used", "wasted", "left"), each, strict=True)) for name, each in totals.items()},
        }
        print(json_lines(json.dumps(content, ensure_ascii=False), sys.stdout.encoding))
    else:
        for each in accounts:
            vial = each.vial
            what = f"not followed: {each.why}"
            if vial is not None:
                what = (
                    f"{vial.state.value}, {digits(vial.used)} U used, {digits(vial.wasted)} U wasted, "
                    f"{digits(vial.left.amount)} U left, {each.patients} {_people(each.patients)}"
                )
            print(
                f"{printable(each.id) or 'without id'}  {each.product or 'product not recorded'}  "
                f"lot {printable(each.lot) or 'not recorded'}  {what}"
            )
        for name, (used, wasted, left) in totals.items():
            print(f"all vials of {name}: {used:g} U used, {wasted:g} U wasted, {left:g} U left")
    lost = sum(each.vial is None for each in accounts)
    print(
        f"interictal: {len(accounts)} vials in {len(versions(records))} sessions, {lost} not followed.", file=sys.stderr
    )
    _without(without)
    return DONE if accounts or not without else NOT_POSSIBLE


def _people(count: int) -> str:
    return "patient" if count == 1 else "patients"


def _account(each: Account) -> dict[str, object]:
    vial = each.vial
    return {
        "id": each.id,
        "product": each.product,
        "lot": each.lot,
        "state": None if vial is None else vial.state.value,
        "patients": each.patients,
        "used": None if vial is None else float(vial.used),
        "wasted": None if vial is None else float(vial.wasted),
        "left": None if vial is None else float(vial.left.amount),
        "why": each.why,
    }


def _barcode(arguments: argparse.Namespace) -> int:
    today = dt.datetime.now().astimezone().date()
    code = re.sub(r"<GS>|\\x1d", "\x1d", arguments.code)  # nobody can type the separator itself
    try:
        found = read_barcode(code, today=today)
    except InvalidInput as problem:
        return _misused(problem)
    content = {
        "gtin": found.gtin,
        "lot": found.lot,
        "expiry": None if found.expiry is None else found.expiry.isoformat(),
        "serial": found.serial,
        "others": [list(each) for each in found.others],
        "expired": None if found.expiry is None else found.expiry < today,
    }
    if arguments.json:
        print(json_lines(json.dumps(content, ensure_ascii=False), sys.stdout.encoding))
        return DONE
    for name, value in content.items():
        if value not in ("", None, []):
            print(f"{name:<8}{'yes' if value is True else 'no' if value is False else value}")
    return DONE
