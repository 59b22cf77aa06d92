"""Profile files: TOML or JSON, read strictly, so that a misspelt answer is never silently unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from interictal.errors import InvalidInput
from interictal.profile.answers import DIAGNOSES, Profile, Questionnaire, contradict
from interictal.profile.conditions import ANSWERS, QUESTIONS
from interictal.profile.history import HISTORY
from interictal.profile.preventives import PREVENTIVE_CLASSES, Preventive, StopReason
from interictal.text_files import text_of


def read_profile(path: Path) -> Profile:
    """A profile from a TOML or JSON file.

    Args:
        path: ``.toml`` or ``.json``; the keys are the fields of ``Profile`` (docs/spec/profile.md), all optional. A
            preventive's class stands under ``class``.

    Raises:
        InvalidInput: the file cannot be read, or a key or value is not one of those allowed; every key is checked, so
            that a misspelt answer is never silently unknown.
    """
    import json
    import tomllib

    name = path.name
    text = text_of(path, what="the profile", most=_PROFILE_BYTES)
    try:
        content = json.loads(text, object_pairs_hook=_unique) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError):  # both parsers' errors are ValueErrors
        raise InvalidInput(
            "file", name, "TOML, or JSON where the name ends in .json", "Correct the file.", file=name
        ) from None
    if not isinstance(content, dict):
        raise InvalidInput("file", type(content).__name__, "an object with keys", "Correct the file.", file=name)
    return profile_from(content, file=name)


_PROFILE_BYTES = 1 << 20


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # TOML refuses a key given twice; JSON would silently keep the last.
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def profile_from(content: dict[str, Any], *, file: str | None = None) -> Profile:
    """A profile from plain values (a parsed TOML or JSON file).

    Raises:
        InvalidInput: a key or value that is not allowed.
    """
    answers = _Answers(content, file, "")
    answers.known({field.name for field in fields(Profile)})
    accounted = answers.table("not_better_accounted_for")
    accounted.known(ICHD_CODES)
    asked = answers.table("answers", 'a table of answers by question, such as { dysphagia = "no" }')
    asked.known(QUESTIONS)
    before = answers.table("history", 'a table of answers by question, such as { kidney_stones = "no" }')
    before.known(HISTORY)
    pregnant, said = answers.yes_no("pregnant"), asked.choice("pregnancy", ANSWERS)
    if contradict(pregnant, said):
        raise asked.wrong("pregnancy", said, "what `pregnant` says too")
    return Profile(
        age=answers.number("age", 0, 130),
        sex=answers.choice("sex", ("female", "male", "other")),
        lifetime_attacks=answers.whole("lifetime_attacks", 0, 100_000),
        preexisting_headache_disorder=answers.yes_no("preexisting_headache_disorder"),
        not_better_accounted_for={code: yes for code in ICHD_CODES if (yes := accounted.yes_no(code)) is not None},
        preventives=tuple(map(_preventive, answers.tables("preventives"))) if "preventives" in content else None,
        triptans_failed=answers.whole("triptans_failed", 0, 20),
        overuse_managed=answers.yes_no("overuse_managed"),
        diagnosed_by_specialist=answers.yes_no("diagnosed_by_specialist"),
        pregnant=pregnant,
        questionnaires=tuple(map(_questionnaire, answers.tables("questionnaires"))),
        blank_medications=answers.choice("blank_medications", ("none", "unknown")),
        weight_kg=answers.number("weight_kg", 0.1, 500),
        answers={question: answer for question in QUESTIONS if (answer := asked.choice(question, ANSWERS))},
        history={question: answer for question in HISTORY if (answer := before.choice(question, ANSWERS))},
        diagnosis=answers.choice("diagnosis", DIAGNOSES),
    )


ICHD_CODES = ("1.1", "1.2", "1.3", "1.5.1", "8.2")
"""The diagnoses whose "no better diagnosis" criterion a clinician answers."""

_STOP_WORDS = {
    StopReason.INEFFECTIVE: ("ineffective", "not effective", "no effect", "lack of efficacy", "inefficacy", "failed"),
    StopReason.NOT_TOLERATED: ("not tolerated", "intolerance", "intolerable", "side effects", "adverse effects"),
    StopReason.CONTRAINDICATED: ("contraindicated", "contraindication", "unsuitable"),
    StopReason.OTHER: ("other",),
    StopReason.ONGOING: ("ongoing",),
}
_STOP_REASONS = {word: reason for reason, words in _STOP_WORDS.items() for word in words}


def _preventive(answers: _Answers) -> Preventive:
    answers.known(("name", "class", "weeks", "reason_stopped"))
    reason = answers.text("reason_stopped").replace("_", " ").lower()
    if reason and reason not in _STOP_REASONS:
        raise answers.wrong("reason_stopped", reason, ", ".join(each.value for each in StopReason))
    drug_class = answers.text("class").lower().replace(" ", "_").replace("-", "_")
    if drug_class and drug_class not in PREVENTIVE_CLASSES:
        raise answers.wrong("class", drug_class, ", ".join(PREVENTIVE_CLASSES))
    name = answers.text("name")
    if not name:
        raise answers.wrong("name", "", "the preventive's name")
    return Preventive(name, drug_class, answers.number("weeks", 0, 5200), _STOP_REASONS.get(reason))


def _questionnaire(answers: _Answers) -> Questionnaire:
    answers.known(("instrument", "date", "items", "total"))
    date = answers.text("date")
    if date:
        try:
            dt.date.fromisoformat(date)
        except ValueError:
            raise answers.wrong("date", date, "YYYY-MM-DD") from None
    items = answers.content.get("items", [])
    if not isinstance(items, list) or any(
        isinstance(item, bool) or not (item is None or item == "" or isinstance(item, int)) for item in items
    ):
        raise answers.wrong("items", "items", "a list of whole numbers, with an empty text for a missing item")
    return Questionnaire(
        answers.text("instrument").lower(),
        date,
        tuple(None if item == "" else item for item in items),
        answers.number("total", 0, 1000),
    )


class _Answers:
    """A table of the file, read strictly: every accessor names file, key, value and what is allowed."""

    def __init__(self, content: dict[str, Any], file: str | None, place: str) -> None:
        self.content, self.file, self.place = content, file, place

    def wrong(self, key: str, value: object, allowed: str) -> InvalidInput:
        return InvalidInput(f"{self.place}{key}", value, allowed, "Correct it, or leave it out.", file=self.file)

    def known(self, allowed: Iterable[str]) -> None:
        for key in self.content:
            if key not in allowed:
                raise self.wrong(str(key), "unknown key", ", ".join(sorted(allowed)))

    def yes_no(self, key: str) -> bool | None:
        value = self.content.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, value, "true or false")
        return value

    def number(self, key: str, low: float, high: float) -> float | None:
        value = self.content.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.wrong(key, value, f"a number from {low} to {high}")
        return value

    def whole(self, key: str, low: int, high: int) -> int | None:
        value = self.number(key, low, high)
        if value is not None and value != int(value):
            raise self.wrong(key, value, f"a whole number from {low} to {high}")
        return None if value is None else int(value)

    def text(self, key: str) -> str:
        value = self.content.get(key, "")
        if isinstance(value, dt.date):  # TOML has dates of its own
            return value.isoformat()
        if value is not None and not isinstance(value, str):
            raise self.wrong(key, value, "text")
        return (value or "").strip()

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key).lower()
        if value and value not in allowed:
            raise self.wrong(key, value, ", ".join(allowed))
        return value

    def table(self, key: str, allowed: str = 'a table of answers by ICHD code, such as { "1.3" = true }') -> _Answers:
        value = self.content.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, value, allowed)
        return _Answers(value, self.file, f"{self.place}{key}.")

    def tables(self, key: str) -> list[_Answers]:
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(key, "not a list of tables", f"a list of tables ([[{key}]] in TOML)")
        return [_Answers(each, self.file, f"{self.place}{key}[{n}].") for n, each in enumerate(value, 1)]
