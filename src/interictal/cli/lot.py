"""``interictal lot | barcode``: what became of a lot, and what stands on a vial."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from pathlib import Path

from interictal.cli import DONE, NOT_POSSIBLE
from interictal.cli.files import json_lines, printable
from interictal.injection.gs1 import read_barcode
from interictal.injection.lots import patients_with_lot
from interictal.injection.previous import read_previous


def run(arguments: argparse.Namespace) -> int:
    """List the uses of a lot, or read a barcode."""
    return _lot(arguments) if arguments.command == "lot" else _barcode(arguments)


def _lot(arguments: argparse.Namespace) -> int:
    earlier = [each for name in arguments.records for each in read_previous(Path(name))]
    records = [each.record for each in earlier if each.record is not None]
    without = sum(each.record is None for each in earlier)
    uses = patients_with_lot(records, arguments.lot, arguments.product or "")
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
            amount = "units not recorded" if use.units is None else str(use.units)
            sites = f"{len(use.sites)} site{'s' if len(use.sites) != 1 else ''}"
            print(
                f"{printable(use.patient) or 'patient not recorded'}  {use.date or 'date not recorded'}  "
                f"{use.product or 'product not recorded'}  {amount} in {sites}, vial {printable(', '.join(use.vials))}"
            )
    people = len({use.patient for use in uses})
    print(
        f"interictal: lot found in {len(uses)} of {len(records)} sessions, {people} "
        f"{'patient' if people == 1 else 'patients'}.",
        file=sys.stderr,
    )
    if without:
        print(
            f"interictal: {without} sessions hold no lots (CSV, or toxin given elsewhere) and could not be looked at.",
            file=sys.stderr,
        )
    return DONE if uses or not without else NOT_POSSIBLE


def _barcode(arguments: argparse.Namespace) -> int:
    today = dt.datetime.now().astimezone().date()
    code = re.sub(r"<GS>|\\x1d", "\x1d", arguments.code)  # nobody can type the separator itself
    found = read_barcode(code, today=today)
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
