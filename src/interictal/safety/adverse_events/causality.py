"""Whether the treatment caused it: the WHO-UMC categories and the Naranjo scale (docs/spec/causality.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from interictal.errors import InvalidInput
from interictal.safety.adverse_events.events import (
    DATA,
    AdverseEvent,
    Related,
    cited,
    known,
    required,
    toml,
    toml_tables,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A WHO-UMC category.

    Args:
        id: "certain", "probable", "possible", "unlikely", "conditional", "unassessable".
        text: what it means, in our words.
        related: how it reads as yes, no or unknown; the reading is ours.
        source: citation of the category.
    """

    id: str
    text: str
    related: Related
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the Naranjo scale: points for yes and for no; not known is always 0."""

    id: str
    text: str
    yes: int
    no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Naranjo:
    """The scale.

    Args:
        questions: in their order.
        bands: lowest points of a band and its name, from the highest; the last has no lowest.
        source: citation.
    """

    questions: tuple[Question, ...]
    bands: tuple[tuple[int | None, str], ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A Naranjo score.

    Args:
        points: the sum.
        band: "definite", "probable", "possible", "doubtful".
        not_known: numbers of the questions answered with "not known"; they score 0.
        source: citation.
    """

    points: int
    band: str
    not_known: tuple[str, ...]
    source: str


@cache
def categories() -> dict[str, Category]:
    """The WHO-UMC categories by id, the most certain first."""
    return _read()[1]


@cache
def scale() -> Naranjo:
    """The Naranjo scale."""
    return _read()[0]


@cache
def _read() -> tuple[Naranjo, dict[str, Category]]:
    return parse((DATA / "causality.toml").read_text(encoding="utf-8"))


def parse(text: str, file: str = "causality.toml") -> tuple[Naranjo, dict[str, Category]]:
    """The scale and the categories in the text of their file.

    Raises:
        InvalidInput: what is wrong, with the entry.
    """
    given = toml(text, file, {"naranjo", "who_umc"})
    table = given.get("naranjo")
    if not isinstance(table, dict):
        raise InvalidInput("naranjo", table, "a table", "Write [naranjo].", file=file)
    known(table, {"source", "band", "question"}, "naranjo", file)
    questions = []
    for n, row in enumerate(toml_tables(table, "question", file), 1):
        place = f"naranjo.question[{n}]"
        known(row, {"id", "text", "yes", "no"}, place, file)
        questions.append(
            Question(
                id=required(row, "id", place, file),
                text=required(row, "text", place, file),
                yes=_points(row, "yes", place, file),
                no=_points(row, "no", place, file),
            )
        )
    bands = []
    for n, row in enumerate(toml_tables(table, "band", file), 1):
        place = f"naranjo.band[{n}]"
        known(row, {"from", "name"}, place, file)
        lowest = _points(row, "from", place, file) if "from" in row else None
        bands.append((lowest, required(row, "name", place, file)))
    lowests = [lowest for lowest, _ in bands[:-1]]
    falling = all(lowest is not None for lowest in lowests) and lowests == sorted(set(lowests), key=int, reverse=True)  # type: ignore[arg-type]
    if not falling or bands[-1][0] is not None:
        raise InvalidInput(
            "naranjo.band", [lowest for lowest, _ in bands], "falling, and none for the last", "Correct it.", file=file
        )
    found = {}
    for n, row in enumerate(toml_tables(given, "who_umc", file), 1):
        place = f"who_umc[{n}]"
        known(row, {"id", "text", "related", "source"}, place, file)
        one = Category(
            id=required(row, "id", place, file),
            text=required(row, "text", place, file),
            related=_related(required(row, "related", place, file), place, file),
            source=cited(row, place, file),
        )
        found[one.id] = one
    return Naranjo(questions=tuple(questions), bands=tuple(bands), source=cited(table, "naranjo", file)), found


def _points(row: Mapping[str, Any], key: str, place: str, file: str) -> int:
    value = row.get(key)
    if type(value) is not int:
        raise InvalidInput(f"{place}.{key}", value, "a whole number of points", "Correct it.", file=file)
    return value


def _related(value: str, place: str, file: str) -> Related:
    try:
        return Related(value)
    except ValueError:
        raise InvalidInput(f"{place}.related", value, "yes, no, unknown", "Correct it.", file=file) from None


def naranjo(answers: Mapping[str, bool | None]) -> Score | None:
    """The score of the answers.

    Args:
        answers: number of the question -> True, False, or None for "not known", which scores 0.

    Returns:
        The score, or None while a question has no answer at all: a question nobody asked is not one answered with
        "not known".

    Raises:
        InvalidInput: a question the scale does not have.

    Source: ``naranjo-1981``
    """
    questions = {question.id: question for question in scale().questions}
    for number in answers:
        if number not in questions:
            raise InvalidInput("naranjo", number, "1 to 10", "Correct the number of the question.")
    if len(answers) < len(questions):
        return None
    points = 0
    for number, answer in answers.items():
        if answer is not None:
            points += questions[number].yes if answer else questions[number].no
    band = next(name for lowest, name in scale().bands if lowest is None or points >= lowest)
    not_known = tuple(number for number in questions if answers[number] is None)
    return Score(points=points, band=band, not_known=not_known, source=scale().source)


def relatedness(event: AdverseEvent) -> Related:
    """Whether the treatment is held to have caused it.

    The reporter's own yes or no counts; where there is none, the WHO-UMC category is read as one (certain, probable and
    possible: yes; unlikely: no). Where the two contradict each other it stays unknown until one is corrected. The
    Naranjo score never decides.

    Source: ``interictal-adverse-events#causality``
    """
    category = categories().get(event.who_umc)
    read = category.related if category else Related.UNKNOWN
    if event.related is Related.UNKNOWN:
        return read
    return Related.UNKNOWN if contradicts(event) else event.related


def contradicts(event: AdverseEvent) -> bool:
    """Whether the reporter's yes or no and the WHO-UMC category say opposite things."""
    category = categories().get(event.who_umc)
    return category is not None and {category.related, event.related} == {Related.YES, Related.NO}
