"""The trial library as JSON documents and as tables (docs/schema/evidence-*.schema.json)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from enum import Enum
from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.evidence.library.event_wording import KINDS, treated_words
from interictal.evidence.library.events import AdverseEventRate, event_words, side_by_side
from interictal.evidence.library.records import POPULATIONS, QUANTITIES, Arm, Synthesis, Trial, Value
from interictal.evidence.library.selection import arms, outcomes, trials, version
from interictal.evidence.library.tracing import Trace
from interictal.sources import source

Row = dict[str, Any]
_Held = Trial | Arm | Value | Synthesis | AdverseEventRate


def trials_document(found: Sequence[Trial]) -> Row:
    """The trials, each with its arms."""
    return _document("trials", [{**_plain(one), "arms": _arms_of(one)} for one in found], _cited(found))


def arms_document(found: Sequence[Arm]) -> Row:
    """The arms, each with the population of its trial."""
    rows = [{**_plain(one), "population": trials()[one.trial].population} for one in found]
    return _document("arms", rows, _cited(trials()[one.trial] for one in found))


def outcomes_document(found: Sequence[Value]) -> Row:
    """The values: each as a number and as printed, with its standing and what it rests on."""
    return _document("outcomes", [_value(one) for one in found], _cited(found))


def syntheses_document(found: Sequence[Synthesis]) -> Row:
    """The published pooled results."""
    return _document("syntheses", [_plain(one) for one in found], _cited(found))


def events_document(found: Sequence[AdverseEventRate]) -> Row:
    """The rates of side effects, each with those that stand beside it, which were not asked for."""
    told = side_by_side(found)
    return _document("events", [_event(one, asked) for one, asked in told], _cited(one for one, _ in told))


def why_document(found: Sequence[Trace]) -> Row:
    """Traces, each with what it rests on."""
    return _document("why", [_trace(one) for one in found], {})


def trials_table(found: Sequence[Trial]) -> str:
    """The trials as CSV; the columns are the fields of the record."""
    return _table(Trial, (_plain(one) for one in found))


def arms_table(found: Sequence[Arm]) -> str:
    """The arms as CSV; the columns are the fields of the record."""
    return _table(Arm, (_plain(one) for one in found))


def outcomes_table(found: Sequence[Value]) -> str:
    """The values as CSV; the columns are the fields of the record, the value as printed, then drug and population."""
    rows = (
        {**_plain(one), "drug": arms()[one.arm].drug, "population": trials()[one.trial].population} for one in found
    )
    return _table(Value, rows, ("drug", "population"))


def events_table(found: Sequence[AdverseEventRate]) -> str:
    """The rates as CSV: the fields of the record, then population, exact interval, and whether it was asked for."""
    rows = ({**_plain(one), **_further(one, asked)} for one, asked in side_by_side(found))
    return _table(AdverseEventRate, rows, ("population", "low_percent", "high_percent", "asked_for"))


def syntheses_table(found: Sequence[Synthesis]) -> str:
    """The published pooled results as CSV; the columns are the fields of the record."""
    return _table(Synthesis, (_plain(one) for one in found))


def _document(name: str, rows: list[Row], sources: Row) -> Row:
    held = version()
    return {
        "schema": f"interictal.evidence-{name}/1",
        "version": __version__,
        "intended_use": INTENDED_USE,
        "data": {"date": held.date.isoformat(), "trials": held.trials, "arms": held.arms, "values": held.values},
        name: rows,
        **({"sources": sources} if name != "why" else {}),
    }


def _value(one: Value) -> Row:
    arm, trial, outcome = arms()[one.arm], trials()[one.trial], outcomes()[one.outcome]
    return {
        **_plain(one),
        "value": float(one.value),
        "printed": str(one.value),
        "quantity_words": QUANTITIES[one.quantity],
        "outcome_words": outcome.words,
        "unit": outcome.unit,
        "drug": arm.drug,
        "arm_label": arm.label,
        "trial_name": trial.name,
        "population": trial.population,
        "population_words": POPULATIONS[trial.population],
        "part_of": list(trial.part_of),
        "confirmed": one.confirmed,
        "rests_on": list(one.rests_on),
    }


def _event(one: AdverseEventRate, asked_for: bool) -> Row:
    return {
        **_plain(one),
        "percent": None if one.percent is None else float(one.percent),
        "printed": "" if one.percent is None else str(one.percent),
        **_further(one, asked_for),
        "event_words": event_words(one.event),
        "kind_words": KINDS[one.kind],
        "indication_words": treated_words(one),
        "confirmed": one.confirmed,
    }


def _further(one: AdverseEventRate, asked_for: bool) -> Row:
    """What a rate says of itself besides its fields; the interval is ours, from the people who were counted."""
    limits = one.interval
    return {
        "population": one.population,
        "low_percent": None if limits is None else round(100 * limits.low, 3),
        "high_percent": None if limits is None else round(100 * limits.high, 3),
        "asked_for": asked_for,
    }


def _arms_of(one: Trial) -> list[Row]:
    return [_plain(arm) for arm in arms().values() if arm.trial == one.id]


def _trace(one: Trace) -> Row:
    cited = {} if not one.source else {"cited": _source(one.source)}
    return {
        **{name: getattr(one, name) for name in _TRACED},
        **cited,
        "details": [{"label": label, "text": text} for label, text in one.details],
        "rests_on": [_trace(each) for each in one.rests_on],
        "holds": [{"id": identifier, "text": text} for identifier, text in one.holds],
    }


_TRACED = ("id", "kind", "title", "figure", "status", "tier", "source", "seen", "derivation", "note")


def _source(citation: str) -> Row:
    one = source(citation)
    return {
        "id": one.id,
        "place": citation.partition("#")[2],
        "citation": one.citation,
        "doi": one.doi,
        "pmid": one.pmid,
        "url": one.url,
    }


def _cited(found: Iterable[Trial | Value | Synthesis | AdverseEventRate]) -> Row:
    return {each: _source(each) for each in sorted({one.source for one in found})}


def _plain(one: _Held) -> Row:
    """The fields as plain JSON values; a figure as printed."""
    return {each.name: _json(getattr(one, each.name)) for each in fields(one)}


def _json(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Decimal) else value


def _table(kind: type[_Held], rows: Iterable[Row], more: Sequence[str] = ()) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, (*(each.name for each in fields(kind)), *more), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    """As the library's own files have it: nothing for what is unknown, yes for true, blanks between several."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return " ".join(map(str, value)) if isinstance(value, list) else "" if value is None else value
