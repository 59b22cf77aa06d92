"""Reading the treatments: a fact without a source is refused, and so is an order that is not the fixed one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.evidence.comparison.records import (
    CLASSES,
    Certainty,
    Effect,
    Fact,
    LeftOut,
    Role,
    Rule,
    Treatment,
)
from interictal.injection.products import PRODUCTS
from interictal.injection.tables import Table, table_of
from interictal.profile.answers import DIAGNOSES
from interictal.profile.conditions import QUESTIONS
from interictal.profile.history import HISTORY

RATINGS = ("high", "moderate", "low", "very low")
"""Certainty of evidence in the words of GRADE."""

_FILE = "treatments.toml"
_FACT = {"text", "source", "confirmed", "note"}
_RULE = {"question", "sex", "age_below", "diagnosis", "effect", "why", "source", "confirmed", "note"}
_FACTS = ("given", "acts", "lasts", "judge")
_TREATMENT = {
    "id",
    "name",
    "class",
    "role",
    "drugs",
    "conditions",
    "certainty",
    "acute",
    "rule",
    "left_out",
    "rates_left_out",
    "days",
    *_FACTS,
}
_SEXES = ("female", "male")


@cache
def treatments() -> dict[str, Treatment]:
    """All treatments by id, in the fixed order: by class, then by name.

    Raises:
        InvalidInput: see ``parse``.
    """
    return parse((Path(__file__).with_name("data") / _FILE).read_text(encoding="utf-8"), _FILE)


def chosen(wanted: Iterable[str] | None) -> tuple[Treatment, ...]:
    """The treatments of these ids in the fixed order, whatever the order of the ids.

    Args:
        wanted: ids, without regard to capitals; None for all. ``no-change`` is always among them.

    Raises:
        InvalidInput: an unknown id; the message lists the known ones.
    """
    known = treatments()
    if wanted is None:
        return tuple(known.values())
    by_name = {each.lower(): each for each in known}
    picked = {"no-change"}
    for each in wanted:
        if each.strip().lower() not in by_name:
            raise InvalidInput("--treatments", each, ", ".join(known), "Choose from these.")
        picked.add(by_name[each.strip().lower()])
    return tuple(each for each in known.values() if each.id in picked)


def parse(text: str, file: str) -> dict[str, Treatment]:
    """The treatments in the text of a file, by id.

    Raises:
        InvalidInput: what is wrong, with its place: a fact without a source of the register, an unconfirmed one without
            a note, a question that is none, a rating that GRADE does not know, an order that is not by class and name.
    """
    whole = table_of(text, file)
    whole.only({"treatment"})
    found: dict[str, Treatment] = {}
    for table in whole.rows("treatment"):
        one = _treatment(table)
        if one.id in found:
            raise table.wrong("id", one.id, "each id once")
        found[one.id] = one
    for earlier, later in pairwise(found.values()):
        if _place(later) < _place(earlier):
            allowed = "by class, then by name: never by effect"
            raise InvalidInput("treatment", later.id, allowed, "Move it.", file=file)
    return found


def _place(one: Treatment) -> tuple[int, str]:
    return CLASSES.index(one.drug_class), one.name.lower()


def _treatment(table: Table) -> Treatment:
    table.only(_TREATMENT)
    given, acts, lasts, judge = (_fact(_inner(table, key)) for key in _FACTS)
    conditions = table.text_or_none("conditions")
    if conditions and conditions not in PRODUCTS:
        raise table.wrong("conditions", conditions, ", ".join(PRODUCTS))
    return Treatment(
        id=table.text("id"),
        name=table.text("name"),
        drug_class=_one_of(table, "class", CLASSES),
        role=Role(_one_of(table, "role", tuple(each.value for each in Role))),
        drugs=table.texts("drugs"),
        conditions=conditions,
        given=given,
        acts=acts,
        lasts=lasts,
        judge=judge,
        certainty=_certainty(_inner(table, "certainty")),
        acute=tuple(_fact(each) for each in table.rows("acute")),
        rules=tuple(_rule(each) for each in table.rows("rule")),
        left_out=_left_out(table, "left_out"),
        rates_left_out=_left_out(table, "rates_left_out"),
        days=table.text_or_none("days"),
    )


def _left_out(table: Table, key: str) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(arm=each.text("arm"), why=each.text("why")) for each in table.rows(key))


def _fact(table: Table) -> Fact:
    table.only(_FACT)
    return _said(table, table.text("text"))


def _said(table: Table, text: str) -> Fact:
    found = Fact(text=text, source=table.cited(), confirmed=table.confirmed(), note=table.text_or_none("note"))
    if not found.confirmed and not found.note:
        raise table.wrong("note", "", "a text", "Say what was seen instead.")
    return found


def _certainty(table: Table) -> Certainty:
    table.only({"rating", "of", "source", "note"})
    rating = table.text_or_none("rating")
    if not rating:
        return Certainty(rating="", of="", why=_said(table, table.text("note")))
    _one_of(table, "rating", RATINGS)
    return Certainty(rating=rating, of=table.text("of"), why=_said(table, table.text("of")))


def _rule(table: Table) -> Rule:
    table.only(_RULE)
    question = table.text_or_none("question")
    if question and question not in HISTORY and question not in QUESTIONS:
        raise table.wrong("question", question, "a question of the profile")
    sex = _one_of(table, "sex", _SEXES) if "sex" in table.given else ""
    age_below = table.whole("age_below")
    diagnosis = _one_of(table, "diagnosis", DIAGNOSES) if "diagnosis" in table.given else ""
    if not question and not (sex and age_below) and not diagnosis:
        raise table.wrong("question", question, "a question of the profile, a sex and an age, or a diagnosis")
    return Rule(
        question=question,
        sex=sex,
        age_below=age_below,
        diagnosis=diagnosis,
        effect=Effect(_one_of(table, "effect", tuple(each.value for each in Effect))),
        why=_said(table, table.text("why")),
    )


def _inner(table: Table, key: str) -> Table:
    value = table.given.get(key)
    if not isinstance(value, dict):
        raise table.wrong(key, value, "a table")
    return Table(value, table.file, f"{table.name}.{key}")


def _one_of(table: Table, key: str, allowed: tuple[str, ...]) -> str:
    value = table.text(key)
    if value not in allowed:
        raise table.wrong(key, value, ", ".join(allowed))
    return value
