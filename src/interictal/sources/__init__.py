"""The register of sources: every rule, limit and published number names one of these, or it cannot load.

A citation is ``<source id>`` or ``<source id>#<place>`` (section, table, criterion): ``ichd-3#1.3``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from interictal.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Source:
    """One document.

    Args:
        id: stable name.
        citation: who, what, where, when.
        doi, pmid, url: identifiers; at least one, except for our own rules.
        kind: classification, guideline, label, trial, review, register, ours.
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


@cache
def register() -> dict[str, Source]:
    """All sources by id.

    Raises:
        InvalidInput: a row without an identifier, a status that is not allowed, or an id used twice.
    """
    found: dict[str, Source] = {}
    text = resources.files(__package__).joinpath("sources.csv").read_text(encoding="utf-8")
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        each = Source(**row)
        if each.id in found:
            raise InvalidInput("id", each.id, "each id once", "Rename one.", file="sources.csv", row=number)
        if each.status not in ("verified", "unconfirmed", "ours"):
            raise InvalidInput(
                "status",
                each.status,
                "verified, unconfirmed, ours",
                "Correct it.",
                file="sources.csv",
                row=number,
            )
        if each.status != "ours" and not (each.doi or each.pmid or each.url):
            raise InvalidInput("doi", "", "a doi, pmid or url", "Name the document.", file="sources.csv", row=number)
        found[each.id] = each
    return found


def source(citation: str) -> Source:
    """The document behind a citation (``ichd-3`` or ``ichd-3#1.3``).

    Raises:
        InvalidInput: the register has no such id.
    """
    wanted = citation.partition("#")[0]
    try:
        return register()[wanted]
    except KeyError:
        raise InvalidInput(
            "source", citation, "an id from `interictal sources`", "Add the document to sources.csv first."
        ) from None
