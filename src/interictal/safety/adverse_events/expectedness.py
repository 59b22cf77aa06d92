"""Whether a label lists an event: what it lists is expected, what it does not is not; what nobody read is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from interictal.errors import InvalidInput
from interictal.injection.products import product_named
from interictal.safety.adverse_events.events import (
    DATA,
    AdverseEvent,
    Listed,
    cited,
    known,
    required,
    terms,
    texts,
    toml,
    toml_tables,
)

_JURISDICTIONS = ("us", "eu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectedness:
    """Whether an event is expected, and why.

    Args:
        listed: the answer.
        because: one sentence.
        source: citation.
        confirmed: False where the place in the label was not seen.
    """

    listed: Listed
    because: str
    source: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelList:
    """What of one label's list was entered.

    Args:
        product, jurisdiction: whose label.
        complete: the whole list was read and entered.
        note: what was read.
        entries: term id -> citation, and whether it was seen there.
    """

    product: str
    jurisdiction: str
    complete: bool
    note: str
    entries: dict[str, tuple[str, bool]]


@cache
def lists() -> dict[tuple[str, str], LabelList]:
    """The labels' lists by product and jurisdiction."""
    return parse((DATA / "expected.toml").read_text(encoding="utf-8"))


def parse(text: str, file: str = "expected.toml") -> dict[tuple[str, str], LabelList]:
    """The lists in the text of their file.

    Raises:
        InvalidInput: what is wrong, with the entry.
    """
    found: dict[tuple[str, str], LabelList] = {}
    for n, row in enumerate(toml_tables(toml(text, file, {"label"}), "label", file), 1):
        place = f"label[{n}]"
        known(row, {"product", "jurisdiction", "complete", "note", "term"}, place, file)
        product = product_named(required(row, "product", place, file), file=file)
        jurisdiction = required(row, "jurisdiction", place, file)
        if jurisdiction not in _JURISDICTIONS:
            raise InvalidInput(f"{place}.jurisdiction", jurisdiction, ", ".join(_JURISDICTIONS), "Correct.", file=file)
        if (product, jurisdiction) in found:
            raise InvalidInput(place, f"{product} {jurisdiction}", "each label once", "Join the two.", file=file)
        entries: dict[str, tuple[str, bool]] = {}
        for m, entry in enumerate(toml_tables(row, "term", file), 1):
            inner = f"{place}.term[{m}]"
            known(entry, {"ids", "source", "confirmed", "note"}, inner, file)
            citation = cited(entry, inner, file)
            for term in texts(entry, "ids", inner, file):
                if term not in terms():
                    raise InvalidInput(inner, term, "an id of terms.toml", "Correct it.", file=file)
                entries[term] = citation, _yes_no(entry.get("confirmed", True), f"{inner}.confirmed", file)
        found[product, jurisdiction] = LabelList(
            product=product,
            jurisdiction=jurisdiction,
            complete=_yes_no(row.get("complete"), f"{place}.complete", file),
            note=required(row, "note", place, file),
            entries=entries,
        )
    return found


def _yes_no(value: object, place: str, file: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput(place, value, "true, false", "Say which.", file=file)
    return value


def expectedness(event: AdverseEvent, product: str, jurisdiction: str) -> Expectedness:
    """Whether the event is expected by the label.

    The reporter's own judgement counts. Without one the label's list answers, and only with "listed" or "unknown" as
    long as not all of it was entered. A listed term alone does not make every event expected: one that is more severe
    or more specific than the label's is unexpected under ICH E2A, which only the reporter can say.

    Args:
        event: the event.
        product, jurisdiction: whose label; "" where it is not recorded.

    Source: ``ich-e2a``
    """
    if event.expected is not None:
        return Expectedness(
            listed=event.expected,
            because=f"The reporter's judgement: {event.expected.value.replace('-', ' ')}.",
            source="ich-e2a#II.C",
        )
    label = lists().get((product, jurisdiction))
    if label is None:
        return Expectedness(
            listed=Listed.UNKNOWN,
            because="No label's list is entered for this product and jurisdiction: judge it from the label.",
            source="ich-e2a#II.C",
        )
    if event.term in label.entries:
        citation, confirmed = label.entries[event.term]
        seen = "" if confirmed else " The place in the label was not seen: check it."
        return Expectedness(
            listed=Listed.LISTED,
            because="The label lists it; judge whether this one was more severe or more specific than the label's."
            + seen,
            source=citation,
            confirmed=confirmed,
        )
    if label.complete and event.term not in ("", "other"):
        return Expectedness(
            listed=Listed.NOT_LISTED,
            because="The label's list, entered whole, does not hold it.",
            source="ich-e2a#II.C",
        )
    return Expectedness(
        listed=Listed.UNKNOWN,
        because="It is not among the label's reactions entered here, and those are not the whole list: judge it from "
        "the label.",
        source="ich-e2a#II.C",
    )
