"""Published rates of side effects, each with what it counted: all-cause, treatment-related, adverse drug reactions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache

from interictal.errors import InvalidInput
from interictal.injection.products import product_named
from interictal.safety.adverse_events.events import DATA, terms
from interictal.safety.adverse_events.exact import Interval, proportion
from interictal.sources import source

ANY = "any"
"""Patients with any event at all."""
SERIOUS = "serious"
"""Patients with a serious event."""
GROUPS = {ANY: "Any event", SERIOUS: "A serious event"}
"""What is counted over all terms, as a person reads it."""

PLACEBO = "placebo"


class Kind(Enum):
    """What a rate counts. The kinds are never mixed: all-cause rates are several times the treatment-related ones."""

    ALL_CAUSE = "all-cause"
    """Every event, whatever caused it."""
    TREATMENT_RELATED = "treatment-related"
    """Events that the investigator held to be caused by the treatment."""
    ADVERSE_DRUG_REACTION = "adverse-drug-reaction"
    """Events whose relationship to the medicine was at least possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One published rate.

    Args:
        study: short name.
        indication: id.
        product: nonproprietary name of the study's toxin (also on its placebo arm).
        arm: what the patients were given; "placebo".
        term: id of the plain list, or ``ANY`` or ``SERIOUS``.
        published_term: the study's own word.
        kind: what it counts.
        n: patients; None where not seen.
        n_events: patients with the event; None where not seen, and never worked out from a percentage.
        percent: as printed.
        below: the percentage is printed as "less than".
        exposure: how long they were observed, "" not seen.
        source: citation.
        confirmed: False where the figure was not seen at its source.
        note: limits.
    """

    study: str
    indication: str
    product: str
    arm: str
    term: str
    published_term: str
    kind: Kind
    n: int | None
    n_events: int | None
    percent: Decimal
    below: bool
    exposure: str
    source: str
    confirmed: bool
    note: str

    @property
    def interval(self) -> Interval | None:
        """The exact 95 % interval of the proportion, None where no count was seen."""
        return None if self.n is None or self.n_events is None else proportion(self.n_events, self.n)


COLUMNS = tuple(Published.__dataclass_fields__)


@cache
def published() -> tuple[Published, ...]:
    """All published rates, in the order of their file."""
    return parse((DATA / "published.csv").read_text(encoding="utf-8"))


def parse(text: str, file: str = "published.csv") -> tuple[Published, ...]:
    """The rates in the text of a file.

    Raises:
        InvalidInput: a row that is not as it must be, or stands there twice.
    """
    rows = csv.DictReader(text.splitlines(), strict=True)
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise InvalidInput("header", rows.fieldnames, ",".join(COLUMNS), "Correct it.", file=file, row=1)
    found: dict[tuple[str, str, str, str, Kind], Published] = {}
    for row in rows:
        one = _row(row, file, rows.line_num)
        key = (one.study, one.indication, one.arm, one.term, one.kind)
        if key in found:
            raise InvalidInput("row", one.term, "each rate once", "Remove one.", file=file, row=rows.line_num)
        found[key] = one
    return tuple(found.values())


def _row(row: dict[str, str], file: str, number: int) -> Published:
    if None in row or None in row.values():
        raise InvalidInput("row", "a wrong number of cells", f"{len(COLUMNS)}", "Quote commas.", file=file, row=number)

    def wrong(column: str, allowed: str) -> InvalidInput:
        return InvalidInput(column, row[column], allowed, "Correct it.", file=file, row=number)

    def whole(column: str) -> int | None:
        if row[column] and not (row[column].isascii() and row[column].isdigit()):
            raise wrong(column, "a whole number, or nothing")
        return int(row[column]) if row[column] else None

    for column in ("study", "indication", "arm", "published_term"):
        if not row[column].strip():
            raise wrong(column, "a text")
    if row["term"] not in terms() and row["term"] not in GROUPS:
        raise wrong("term", "an id of terms.toml, any, serious")
    if row["kind"] not in {kind.value for kind in Kind}:
        raise wrong("kind", ", ".join(kind.value for kind in Kind))
    if row["confirmed"] not in ("true", "false"):
        raise wrong("confirmed", "true, false")
    if row["confirmed"] == "false" and not row["note"].strip():
        raise wrong("note", "what was not seen, where the figure is not confirmed")
    if row["below"] not in ("", "yes"):
        raise wrong("below", "yes, or nothing")
    try:
        percent = Decimal(row["percent"])
    except InvalidOperation:
        percent = Decimal(-1)
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise wrong("percent", "0 to 100")
    n, n_events = whole("n"), whole("n_events")
    if n == 0 or (n_events is not None and (n is None or n_events > n)):
        raise wrong("n_events", "not more than n, and only with it")
    source(row["source"])
    return Published(
        study=row["study"],
        indication=row["indication"],
        product=product_named(row["product"], file=file, row=number),
        arm=row["arm"],
        term=row["term"],
        published_term=row["published_term"],
        kind=Kind(row["kind"]),
        n=n,
        n_events=n_events,
        percent=percent,
        below=row["below"] == "yes",
        exposure=row["exposure"],
        source=row["source"],
        confirmed=row["confirmed"] == "true",
        note=row["note"],
    )
