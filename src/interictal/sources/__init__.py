"""The register of sources: every rule, limit and published number names one of these, or it cannot load.

A citation is ``<source id>`` or ``<source id>#<place>`` (section, table, criterion): ``ichd-3#1.3``.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interictal.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Source:
    """One document.

    Args:
        id: stable name.
        citation: who, what, where, when.
        doi, pmid, url: identifiers; at least one, except for our own rules.
        kind: classification, guideline, label, trial, review, method, register, ours.
        status: "verified" (seen at the source), "unconfirmed", or "ours" (our own rule, labelled as such).
        tier: A, B, C as in the evidence; "" for ours.
        checked: ISO date of the last check at the source.
        note: what was checked.
    """

    id: str
    citation: str
    doi: str
    pmid: str
    url: str
    kind: str
    status: str
    tier: str
    checked: str
    note: str


KINDS = ("classification", "guideline", "label", "trial", "review", "method", "register", "ours")
STATUSES = ("verified", "unconfirmed", "ours")
TIERS = ("A", "B", "C", "A+C")
_TIERS = {"verified": TIERS, "unconfirmed": (*TIERS, ""), "ours": ("",)}

_ID = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DIGITS = re.compile(r"\d{1,8}")
_URL = re.compile(r"https?://[^\s/]+\S*")


@cache
def register() -> dict[str, Source]:
    """All sources by id.

    Raises:
        InvalidInput: see ``parse``.
    """
    return parse(Path(__file__).with_name(_FILE).read_text(encoding="utf-8"))


_FILE = "sources.csv"


def parse(text: str) -> dict[str, Source]:
    """The sources in the text of a register, by id.

    Raises:
        InvalidInput: a row without an identifier, with an id used twice, or with a cell that is not allowed.
    """
    found: dict[str, Source] = {}
    rows = csv.reader(text.splitlines(), strict=True)
    columns = list(Source.__dataclass_fields__)
    header = next(rows, [])
    if header != columns:
        raise InvalidInput("header", ",".join(header), ",".join(columns), "Correct it.", file=_FILE, row=1)
    for cells in rows:
        number = rows.line_num
        each = _source(cells, number)
        if each.id in found:
            raise InvalidInput("id", each.id, "each id once", "Rename one.", file=_FILE, row=number)
        if number != len(found) + 2:
            raise InvalidInput("row", each.id, "one line for each source", "Join its lines.", file=_FILE, row=number)
        found[each.id] = each
    return found


def _source(cells: list[str], number: int) -> Source:
    """One row, checked."""
    columns = len(Source.__dataclass_fields__)
    if len(cells) != columns:
        raise InvalidInput("row", f"{len(cells)} cells", f"{columns} cells", "Quote commas.", file=_FILE, row=number)
    each = Source(*cells)
    _check(each, number)
    return each


def _check(each: Source, number: int) -> None:
    ours = each.status == "ours"
    tiers = "nothing" if ours else ", ".join(TIERS)
    for field, value, allowed, right in (
        ("id", each.id, "small letters, digits, hyphens and points", _ID.fullmatch(each.id)),
        ("citation", each.citation, "a text", each.citation.strip()),
        ("doi", each.doi, "10.<registrant>/<name>, or nothing", not each.doi or _DOI.fullmatch(each.doi)),
        ("pmid", each.pmid, "1 to 8 digits, or nothing", not each.pmid or _DIGITS.fullmatch(each.pmid)),
        ("url", each.url, "http or https, or nothing", not each.url or _URL.fullmatch(each.url)),
        ("kind", each.kind, ", ".join(KINDS), each.kind in KINDS),
        ("status", each.status, ", ".join(STATUSES), each.status in STATUSES),
        ("status", each.status, "ours exactly where the kind is ours", ours == (each.kind == "ours")),
        ("tier", each.tier, tiers, each.tier in _TIERS.get(each.status, ())),
        ("doi", each.doi, "a doi, pmid or url", ours or each.doi or each.pmid or each.url),
        ("checked", each.checked, "an ISO date", _is_date(each.checked)),
    ):
        if not right:
            raise InvalidInput(field, value, allowed, "Correct the row.", file=_FILE, row=number)


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def source(citation: str) -> Source:
    """The document behind a citation (``ichd-3`` or ``ichd-3#1.3``).

    Raises:
        InvalidInput: the register has no such id.
    """
    wanted = citation.partition("#")[0]
    row = _rows().get(wanted)
    if row is None:
        raise InvalidInput(
            "source", citation, "an id from `interictal sources`", "Add the document to sources.csv first."
        )
    return _read(*row)


@cache
def _rows() -> dict[str, tuple[str, int]]:
    """Each row of the register unread, with its number, by id: one assessment asks for twenty of hundreds.

    A row is one line (``register`` refuses another).
    """
    lines = Path(__file__).with_name(_FILE).read_text(encoding="utf-8").splitlines()
    return {line.partition(",")[0]: (line, number) for number, line in enumerate(lines[1:], 2)}


@cache
def _read(line: str, number: int) -> Source:
    (cells,) = csv.reader([line], strict=True)
    return _source(cells, number)
