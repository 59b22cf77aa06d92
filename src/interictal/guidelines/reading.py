"""Guideline files, read and checked: a rule without a citation, or with a wrong number, cannot load."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from interictal.errors import InvalidInput
from interictal.guidelines.case import SELECTED
from interictal.guidelines.kinds import KINDS
from interictal.guidelines.rules import Criterion, Guideline, Question
from interictal.sources import source

DATA = Path(__file__).with_name("data")

ORDER = (
    "us-label",
    "eu-label",
    "uk-label",
    "nice-ta260",
    "smc-692-11",
    "hny-2025",
    "ehf-2018",
    "dmkg-2018",
    "hellenic-2019",
    "ahs-2021",
)
"""Labels first, then funders, then societies: the order in which they are shown."""

_TEXTS = ("id", "title", "body", "jurisdiction", "document", "version", "date")
_TABLES = ("start", "continue", "stop")
_STATUSES = ("verified", "unconfirmed")


def ids() -> tuple[str, ...]:
    """The ids of all guidelines, in the order in which they are shown."""
    return ORDER


@cache
def load(guideline_id: str) -> Guideline:
    """A guideline by its id.

    Raises:
        InvalidInput: no such guideline, or its file breaks the schema (docs/spec/guidelines.md).
    """
    if guideline_id not in ORDER:
        raise InvalidInput(
            "guideline", guideline_id, ", ".join(ORDER), "See `interictal guidelines` for what each one is."
        )
    name = f"{guideline_id}.toml"
    guideline = parse((DATA / name).read_text(encoding="utf-8"), name)
    if guideline.id != guideline_id:
        raise InvalidInput("id", guideline.id, guideline_id, "Give the file the name of its id.", file=name)
    return guideline


def parse(text: str, file: str) -> Guideline:
    """A guideline from the text of its file.

    Args:
        text: TOML.
        file: the file's name, for messages.

    Raises:
        InvalidInput: what is wrong, with the field.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InvalidInput("file", problem, "TOML", "Correct the file.", file=file) from None
    _known_keys(given, {*_TEXTS, "review_by", "note", *_TABLES}, "guideline", file)
    texts = {key: _text(given, key, file) for key in _TEXTS}
    review_by = given.get("review_by")
    if type(review_by) is not dt.date:
        raise InvalidInput("review_by", review_by, "a date", "Say until when the rules count as checked.", file=file)
    note = given.get("note", "")
    if not isinstance(note, str):
        raise InvalidInput("note", note, "a text", "Correct it.", file=file)
    questions = [_question(given.get(key), key, texts["id"], file) for key in _TABLES]
    if not any(questions):
        raise InvalidInput("guideline", texts["id"], "a start, continue or stop table", "Add one.", file=file)
    seen = source(texts["id"]).status == "verified"
    confirmed = seen and all(one.verified for question in questions if question for one in question.criteria)
    start, go_on, stop = questions
    return Guideline(**texts, review_by=review_by, note=note, start=start, go_on=go_on, stop=stop, confirmed=confirmed)


def _question(table: object, name: str, guideline_id: str, file: str) -> Question | None:
    if table is None:
        return None
    if not isinstance(table, dict):
        raise InvalidInput(name, table, "a table", f"Write [{name}].", file=file)
    _known_keys(table, {"combine", "criteria"}, name, file)
    combine = table.get("combine", "all")
    if combine not in ("all", "any"):
        raise InvalidInput(f"{name}.combine", combine, "all, any", "Correct it.", file=file)
    rows = table.get("criteria")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise InvalidInput(f"{name}.criteria", rows, "a list of tables", "Give at least one.", file=file)
    criteria = tuple(
        _criterion(row, f"{name}.criteria[{n}]", name, guideline_id, file) for n, row in enumerate(rows, 1)
    )
    if not any(one.decides for one in criteria):
        raise InvalidInput(f"{name}.criteria", "none decides", "at least one that decides", "Add one.", file=file)
    return Question(combine == "any", criteria)


def _criterion(row: dict[str, Any], field: str, question: str, guideline_id: str, file: str) -> Criterion:
    kind_name = row.get("kind")
    kind = KINDS.get(kind_name) if isinstance(kind_name, str) else None
    if kind is None:
        raise InvalidInput(f"{field}.kind", kind_name, ", ".join(KINDS), "Name one of these.", file=file)
    if kind.to_start != (question == "start"):
        allowed = ", ".join(name for name, one in KINDS.items() if one.to_start != kind.to_start)
        raise InvalidInput(f"{field}.kind", kind_name, allowed, f"This kind cannot stand under {question}.", file=file)
    _known_keys(row, {"kind", "label", "place", "source", "status", "decides", *kind.parameters}, field, file)
    label, place = _text(row, "label", file, field), _text(row, "place", file, field)
    cited = row.get("source", guideline_id)
    if not isinstance(cited, str):
        raise InvalidInput(f"{field}.source", cited, "a source id", "Correct it.", file=file)
    status = row.get("status", "verified")
    if status not in _STATUSES:
        raise InvalidInput(f"{field}.status", status, ", ".join(_STATUSES), "Correct it.", file=file)
    decides = row.get("decides", True)
    if type(decides) is not bool:
        raise InvalidInput(f"{field}.decides", decides, "true, false", "Correct it.", file=file)
    numbers: dict[str, Any] = {}
    for name, parameter in kind.parameters.items():
        value = row.get(name, parameter.default)
        if value is None or not parameter.accepts(value):
            raise InvalidInput(f"{field}.{name}", value, parameter.allowed, "Correct the number.", file=file)
        numbers[name] = value
    if numbers.get("cycles_from", 0) > numbers.get("cycles_to", 0):
        raise InvalidInput(f"{field}.cycles_to", numbers["cycles_to"], "cycles_from or more", "Correct it.", file=file)
    if numbers.get("definition", SELECTED) != SELECTED and numbers["count"] != "headache_days":
        raise InvalidInput(f"{field}.definition", numbers["definition"], SELECTED, "Only headache days.", file=file)
    verified = status == "verified" and source(cited).status == "verified"
    return Criterion(label, str(kind_name), numbers, f"{cited}#{place}", verified, decides)


def _known_keys(given: Mapping[str, object], allowed: set[str], field: str, file: str) -> None:
    for key in given:
        if key not in allowed:
            raise InvalidInput(field, key, ", ".join(sorted(allowed)), "Remove or rename the key.", file=file)


def _text(given: Mapping[str, object], key: str, file: str, field: str = "") -> str:
    value = given.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(f"{field}.{key}" if field else key, value, "a text", "Every rule needs one.", file=file)
    return value
