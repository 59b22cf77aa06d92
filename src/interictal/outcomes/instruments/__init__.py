"""Questionnaires: from answers to scores, bands and changes that matter. docs/spec/instruments.md.

Numbers only: answers go in by item number, and no item text is shipped. How an instrument is scored stands in
``instruments.toml``, each entry with its source; this module holds what the words of that file mean.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from interictal.errors import InvalidInput
from interictal.profile import Questionnaire
from interictal.verdicts import Verdict, verdict

SUICIDE_RISK = "phq-9-item-9"
"""Alert: PHQ-9 item 9 is above 0. It asks for a person to talk to the patient, whatever the total is."""

SUICIDE_RISK_UNKNOWN = "phq-9-item-9-unknown"
"""Alert: PHQ-9 was filled in, but the answer to item 9 is not at hand."""

COUNTED_TWICE = "midas-counted-twice"
"""Alert: two MIDAS items that exclude each other add up to more days than three months have."""

_DAYS_IN_THREE_MONTHS = 92
_EXCLUSIVE_ITEMS = ((1, 2), (3, 4))


@dataclass(frozen=True, slots=True)
class Change:
    """A smallest change that matters.

    Args:
        points: in points of the scale.
        meaning: for whom, and how it was found.
        source: source id.
    """

    points: float
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class Band:
    """A range of scores with a name.

    Args:
        start: the lowest score in it.
        id: short name.
        words: what it is called.
    """

    start: float
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """One score of an instrument.

    Args:
        id: ``total``, or the scale's name.
        first, last: item numbers, both included.
        recoded: whether answers are turned round and scaled to 0-100.
        low, high: the range of the score.
        higher_is_better: the direction of improvement.
        bands: from the lowest.
        changes: smallest changes that matter; the first is the one judged by.
    """

    id: str
    first: int
    last: int
    recoded: bool
    low: float
    high: float
    higher_is_better: bool
    bands: tuple[Band, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire.

    Args:
        id: such as ``hit-6``.
        title: its name.
        version: the version whose scoring this is.
        items: how many.
        answers: the values that an item may take.
        missing: what it allows for missing items.
        source: source id.
        scales: its scores.
    """

    id: str
    title: str
    version: str
    items: int
    answers: tuple[int, ...]
    missing: str
    source: str
    scales: tuple[Scale, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What a filled questionnaire says.

    Args:
        instrument: its id.
        version: the version scored.
        values: scale -> score; a scale with a missing item is absent.
        band: the band of the total; "" where there is none.
        missing: item numbers without an answer; () where only the total was given.
        source: source id of the scoring.
        alerts: what must be seen whatever the score: ``SUICIDE_RISK``, ``SUICIDE_RISK_UNKNOWN``, ``COUNTED_TWICE``.
    """

    instrument: str
    version: str
    values: dict[str, float]
    band: str
    missing: tuple[int, ...]
    source: str
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """The change of one scale.

    Args:
        scale: its id.
        improvement: points towards better; negative is worse; None where a score is missing.
        important: whether the improvement reaches the smallest change that matters.
        threshold: that change; None where none is published.
    """

    scale: str
    improvement: float | None
    important: Verdict
    threshold: Change | None


def instruments() -> Mapping[str, Instrument]:
    """All questionnaires by id.

    Raises:
        InvalidInput: the file of instruments breaks its schema.
    """
    return _instruments()


def instrument(id: str) -> Instrument:  # noqa: A002 - it is the id
    """The questionnaire with an id.

    Raises:
        InvalidInput: no such instrument; the message lists the ids.
    """
    try:
        return _instruments()[id]
    except KeyError:
        raise InvalidInput("instrument", id, ", ".join(_instruments()), "Name one of these.") from None


def completed(questionnaire: Questionnaire) -> dt.date | None:
    """The day it was filled in; None where unknown.

    Raises:
        InvalidInput: not an ISO date.
    """
    if not questionnaire.date:
        return None
    try:
        return dt.date.fromisoformat(questionnaire.date)
    except ValueError:
        raise InvalidInput("date", questionnaire.date, "YYYY-MM-DD", "Write the date in this form.") from None


def score(questionnaire: Questionnaire) -> Score:
    """The scores of a filled questionnaire.

    Args:
        questionnaire: answers by item number, as scored in ``instruments.toml`` (HIT-6: 6, 8, 10, 11, 13; MSQ: 1 to 6
            as ticked, not recoded); or the total alone, where the instrument has one.

    Returns:
        Scores, band, missing items and alerts.

    Raises:
        InvalidInput: an unknown instrument, a wrong number of items, an answer that is not allowed, a total out of
            range, or one that the items contradict.

    Source: each instrument's own, in the result.
    Unknown: a scale with a missing item has no score: no rule to fill it in was confirmed for any of the six.

    >>> score(Questionnaire("hit-6", items=(8, 10, 10, 11, 13, 8))).band
    'severe'
    """
    found = instrument(questionnaire.instrument)
    items, total = questionnaire.items, questionnaire.total
    values: dict[str, float] = {}
    missing: tuple[int, ...] = ()
    if items:
        _check_items(found, items)
        missing = tuple(number for number, answer in enumerate(items, 1) if answer is None)
        for scale in found.scales:
            answers = [answer for answer in items[scale.first - 1 : scale.last] if answer is not None]
            if len(answers) == scale.last - scale.first + 1:
                values[scale.id] = _value(found, scale, answers)
    if total is not None:
        _check_total(found, total, values)
        if not items:
            values["total"] = total
    return Score(
        instrument=found.id,
        version=found.version,
        values=values,
        band=_band(found, values),
        missing=missing,
        source=found.source,
        alerts=_alerts(found.id, items, total),
    )


def change(before: Score, after: Score) -> tuple[ScoreChange, ...]:
    """The change of every scale from one score to a later one.

    Raises:
        InvalidInput: two different instruments.

    Unknown: UNDETERMINED where a score is missing or no smallest change is published (ASC-12).
    """
    if before.instrument != after.instrument:
        raise InvalidInput("instrument", after.instrument, before.instrument, "Compare scores of one instrument.")
    changes: list[ScoreChange] = []
    for scale in instrument(before.instrument).scales:
        was, is_now = before.values.get(scale.id), after.values.get(scale.id)
        improvement = (
            None if was is None or is_now is None else (is_now - was if scale.higher_is_better else was - is_now)
        )
        threshold = scale.changes[0] if scale.changes else None
        reached = None if improvement is None or threshold is None else improvement >= threshold.points
        changes.append(ScoreChange(scale.id, improvement, verdict(reached), threshold))
    return tuple(changes)


def _check_items(found: Instrument, items: tuple[int | None, ...]) -> None:
    if len(items) != found.items:
        allowed = f"{found.items} answers, an empty one for a missing item"
        raise InvalidInput(f"{found.id} items", len(items), allowed, "Give one answer for each item.")
    for number, answer in enumerate(items, 1):
        if answer is not None and answer not in found.answers:
            raise InvalidInput(f"{found.id} item {number}", answer, _allowed(found), "Correct the answer.")


def _check_total(found: Instrument, total: float, values: dict[str, float]) -> None:
    scale = found.scales[0]
    if scale.id != "total":
        raise InvalidInput(f"{found.id} total", total, "no total: it has scales", "Give the answers to the items.")
    if not (scale.low <= total <= scale.high and total == int(total)):
        allowed = f"a whole number from {scale.low:g} to {scale.high:g}"
        raise InvalidInput(f"{found.id} total", total, allowed, "Correct the total.")
    if values.get("total", total) != total:
        raise InvalidInput(
            f"{found.id} total", total, f"{values['total']:g}, the sum of the items", "Correct the total or the items."
        )


def _allowed(found: Instrument) -> str:
    answers = found.answers
    if len(answers) == answers[-1] - answers[0] + 1:
        return f"a whole number from {answers[0]} to {answers[-1]}"
    return f"one of {', '.join(map(str, answers))}"


def _value(found: Instrument, scale: Scale, answers: list[int]) -> float:
    if not scale.recoded:
        return sum(answers)
    low, high = found.answers[0], found.answers[-1]
    return 100 * (high * len(answers) - sum(answers)) / ((high - low) * len(answers))


def _band(found: Instrument, values: dict[str, float]) -> str:
    band = ""
    if "total" in values:
        for each in found.scales[0].bands:
            if values["total"] >= each.start:
                band = each.id
    return band


def _alerts(id: str, items: tuple[int | None, ...], total: float | None) -> tuple[str, ...]:  # noqa: A002
    if id == "phq-9":
        risk = items[8] if items else (0 if total == 0 else None)
        if risk is None:
            return (SUICIDE_RISK_UNKNOWN,)
        return (SUICIDE_RISK,) if risk > 0 else ()
    if id == "midas" and items:
        for one, other in _EXCLUSIVE_ITEMS:
            if (items[one - 1] or 0) + (items[other - 1] or 0) > _DAYS_IN_THREE_MONTHS:
                return (COUNTED_TWICE,)
    return ()


@cache
def _instruments() -> dict[str, Instrument]:
    import tomllib
    from pathlib import Path

    text = Path(__file__).with_name("instruments.toml").read_text(encoding="utf-8")
    return {name: instrument_from(name, entry) for name, entry in tomllib.loads(text).items()}


def instrument_from(name: str, entry: Mapping[str, Any]) -> Instrument:
    """An entry of ``instruments.toml``, checked against its schema.

    Raises:
        InvalidInput: a key that is missing or unknown, a source that the register does not know, scales that leave an
            item out or count one twice, bands or answers out of order.
    """
    from interictal.sources import source

    answered = {"answers"} if "answers" in entry else {"lowest", "highest"}
    _keys(name, entry, {"title", "version", "items", "missing", "source", "scales"} | answered)
    answers = tuple(entry["answers"]) if "answers" in entry else tuple(range(entry["lowest"], entry["highest"] + 1))
    _ordered(f"{name} answers", answers)
    scales: list[Scale] = []
    following = 1
    for scale_id, given in entry["scales"].items():
        place = f"{name} {scale_id}"
        _keys(place, given, {"items", "formula", "range", "better", "bands", "changes"})
        first, last = given["items"]
        if first != following or last < first:
            raise _broken(f"{place} items", given["items"], f"to start with {following}")
        following = last + 1
        _one_of(f"{place} formula", given["formula"], ("sum", "percent-of-best"))
        _one_of(f"{place} better", given["better"], ("lower", "higher"))
        for each in given["bands"]:
            _keys(f"{place} band", each, {"from", "band", "words"})
        for each in given["changes"]:
            _keys(f"{place} change", each, {"points", "meaning", "source"})
            source(each["source"])
        _ordered(f"{place} bands", tuple(each["from"] for each in given["bands"]))
        scales.append(
            Scale(
                id=scale_id,
                first=first,
                last=last,
                recoded=given["formula"] == "percent-of-best",
                low=given["range"][0],
                high=given["range"][1],
                higher_is_better=given["better"] == "higher",
                bands=tuple(Band(each["from"], each["band"], each["words"]) for each in given["bands"]),
                changes=tuple(Change(each["points"], each["meaning"], each["source"]) for each in given["changes"]),
            )
        )
    if following != entry["items"] + 1:
        raise _broken(f"{name} items", entry["items"], f"{following - 1}, as in its scales")
    source(entry["source"])
    return Instrument(
        id=name,
        title=entry["title"],
        version=entry["version"],
        items=entry["items"],
        answers=answers,
        missing=entry["missing"],
        source=entry["source"],
        scales=tuple(scales),
    )


def _keys(place: str, entry: Mapping[str, Any], wanted: set[str]) -> None:
    if entry.keys() != wanted:
        raise _broken(place, ", ".join(sorted(entry.keys() ^ wanted)), ", ".join(sorted(wanted)))


def _one_of(place: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise _broken(place, value, ", ".join(allowed))


def _ordered(place: str, values: tuple[float, ...]) -> None:
    if sorted(set(values)) != list(values):
        raise _broken(place, values, "ascending values, each once")


def _broken(place: str, value: object, allowed: str) -> InvalidInput:
    return InvalidInput(place, value, allowed, "Correct the entry.", file="instruments.toml")
