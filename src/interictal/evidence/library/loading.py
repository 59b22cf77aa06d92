"""Reading the files of the trial library; a value without a source is refused, and so is all else that cannot be."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.evidence.library.cells import Cells, rows
from interictal.evidence.library.records import (
    DESIGNS,
    PARTICIPANTS,
    PARTS,
    POPULATIONS,
    QUANTITIES,
    ROUTES,
    Arm,
    Drug,
    Outcome,
    Status,
    Trial,
    Value,
    Version,
)

DATA = Path(__file__).parent / "data"

SCHEMA = "interictal.evidence-data/1"
"""Of the files: their names and columns, which are the fields of the records."""


@dataclass(frozen=True, slots=True)
class Library:
    """All files together, checked against each other; each mapping by id, in the order of its file."""

    version: Version
    drugs: Mapping[str, Drug]
    outcomes: Mapping[str, Outcome]
    trials: Mapping[str, Trial]
    arms: Mapping[str, Arm]
    values: Mapping[str, Value]


@cache
def library() -> Library:
    """The library of this version."""
    return read(DATA)


def read(folder: Path) -> Library:
    """The library in a folder: version.toml, drugs.csv, outcomes.csv, trials.csv, arms.csv, values.csv.

    Raises:
        InvalidInput: a value without a source in the register, without the place where it was seen, verified without a
            tier or on a copy alone, derived from nothing or from what is not confirmed; an id that is used twice,
            unknown, or not made as it must be; a cell that is not allowed; a file with more or fewer rows than
            ``version.toml`` says.
    """
    version = _version(folder / "version.toml")
    drugs = {each.id: each for each in rows(folder / "drugs.csv", Drug, _drug)}
    outcomes = {each.id: each for each in rows(folder / "outcomes.csv", Outcome, _outcome)}
    trials = {each.id: each for each in rows(folder / "trials.csv", Trial, _trial)}
    _parts(trials)
    arms = {each.id: each for each in rows(folder / "arms.csv", Arm, lambda cell: _arm(cell, trials, drugs))}
    values = {
        each.id: each for each in rows(folder / "values.csv", Value, lambda cell: _value(cell, trials, arms, outcomes))
    }
    _derivations(values)
    _participants(arms, values)
    for name, held in (("trials", trials), ("arms", arms), ("values", values)):
        said = getattr(version, name)
        if len(held) != said:
            raise InvalidInput(name, len(held), f"{said}, as version.toml says", "Correct one.", file=f"{name}.csv")
    return Library(version, drugs, outcomes, trials, arms, values)


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OUTCOME_ID = re.compile(r"[a-z0-9]+(?:[_.][a-z0-9]+)*")


def _version(path: Path) -> Version:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise InvalidInput("file", problem, "TOML", "Correct it.", file=path.name) from None
    if set(found) != {each.name for each in fields(Version)}:
        names = ", ".join(each.name for each in fields(Version))
        raise InvalidInput("keys", ", ".join(found), names, "Correct them.", file=path.name)
    if found["schema"] != SCHEMA:
        raise InvalidInput("schema", found["schema"], SCHEMA, "Use the files of this version.", file=path.name)
    if not isinstance(found["date"], dt.date):
        raise InvalidInput("date", found["date"], "a date", "Correct it.", file=path.name)
    return Version(**found)


def _made(cell: Cells, pattern: re.Pattern[str], allowed: str) -> str:
    """The id of the row, which must be made of these signs."""
    if not pattern.fullmatch(cell.free("id")):
        raise cell.wrong("id", allowed)
    return cell.free("id")


def _drug(cell: Cells) -> Drug:
    return Drug(
        id=cell.text("id"),
        drug_class=cell.text("drug_class"),
        route=cell.one_of("route", ROUTES),
        names=tuple(each for each in cell.free("names").split(";") if each),
    )


def _outcome(cell: Cells) -> Outcome:
    return Outcome(
        id=_made(cell, _OUTCOME_ID, "small letters, digits, underscores and points"),
        words=cell.text("words"),
        unit=cell.text("unit"),
        kind=cell.one_of("kind", ("means", "events")),
        better=cell.one_of("better", ("lower", "higher", "")),
    )


def _trial(cell: Cells) -> Trial:
    design = cell.one_of("design", DESIGNS)
    part_of = tuple(cell.free("part_of").split())
    if bool(part_of) != (design in PARTS):
        raise cell.wrong(
            "part_of",
            f"ids of the trials whose patients these are, where the design is one of "
            f"{', '.join(sorted(PARTS))}, and nothing otherwise",
        )
    return Trial(
        id=_made(cell, _ID, "small letters, digits and hyphens"),
        name=cell.text("name"),
        registry=tuple(cell.free("registry").split()),
        year=cell.whole("year", 1900),
        population=cell.one_of("population", POPULATIONS),
        population_words=cell.text("population_words"),
        design=design,
        part_of=part_of,
        source=cell.source("source"),
        note=cell.free("note"),
    )


def _parts(trials: Mapping[str, Trial]) -> None:
    """Every part names trials of the library, and leads in the end to trials of their own."""
    for each in trials.values():
        for other in each.part_of:
            if other not in trials:
                raise InvalidInput("part_of", other, "the id of a trial", "Correct it.", file="trials.csv")
        _whole(each, trials, ())


def _whole(each: Trial, trials: Mapping[str, Trial], above: tuple[str, ...]) -> None:
    if each.id in above:
        raise InvalidInput("part_of", each.id, "no circle of parts", "Correct it.", file="trials.csv")
    for other in each.part_of:
        _whole(trials[other], trials, (*above, each.id))


def _arm(cell: Cells, trials: Mapping[str, Trial], drugs: Mapping[str, Drug]) -> Arm:
    trial = cell.text("trial")
    if trial not in trials:
        raise cell.wrong("trial", "the id of a trial")
    identifier = cell.text("id")
    if not (identifier.startswith(f"{trial}.") and _ID.fullmatch(identifier[len(trial) + 1 :])):
        raise cell.wrong("id", f"{trial}. and small letters, digits and hyphens")
    return Arm(
        id=identifier,
        trial=trial,
        label=cell.text("label"),
        drug=cell.one_of("drug", drugs),
        dose=cell.free("dose"),
        n=cell.whole("n", 1),
    )


_OF_EVENTS = frozenset(("n_events", "percent", "odds_ratio", "odds_ratio_low", "odds_ratio_high"))
_OF_EITHER = frozenset(("n", "p", "difference", "difference_se", "difference_low", "difference_high"))
_COMPARED = frozenset(each for each in QUANTITIES if each.startswith(("difference", "odds_ratio")))
_NOT_NEGATIVE = frozenset(each for each in QUANTITIES if each.endswith(("_sd", "_se")))
_BELOW = frozenset(("p", "percent"))


def _value(cell: Cells, trials: Mapping[str, Trial], arms: Mapping[str, Arm], outcomes: Mapping[str, Outcome]) -> Value:
    arm, quantity = cell.text("arm"), cell.one_of("quantity", QUANTITIES)
    if arm not in arms:
        raise cell.wrong("arm", "the id of an arm")
    trial = cell.text("trial")
    if trial != arms[arm].trial:
        raise cell.wrong("trial", f"{arms[arm].trial}, the trial of the arm")
    versus = cell.free("versus")
    if versus and (versus not in arms or versus == arm or arms[versus].trial != trial):
        raise cell.wrong("versus", "another arm of the trial, or nothing")
    if quantity in _COMPARED and not versus:
        raise cell.wrong("versus", f"the arm compared with, for {quantity}")
    if versus and quantity not in _COMPARED and quantity != "p":
        raise cell.wrong("versus", f"nothing, for {quantity}")
    outcome = cell.text("outcome")
    if outcome not in outcomes:
        raise cell.wrong("outcome", "the id of an outcome")
    wanted = "events" if quantity in _OF_EVENTS else "means"
    if quantity not in _OF_EITHER and outcomes[outcome].kind != wanted:
        raise cell.wrong("quantity", f"a quantity of {outcomes[outcome].kind}, as {outcome} is")
    week = cell.whole("week", 0)
    identifier = cell.text("id")
    made = f"{arm}.{outcome}.{'any' if week is None else week}.{quantity}"
    further = identifier.removeprefix(f"{made}.")
    if identifier != made and (further == identifier or not _ID.fullmatch(further)):
        raise cell.wrong("id", f"{made}, and a further part where that is taken")
    status, tier, derivation = _standing(cell)
    below = cell.flag("below")
    if below and quantity not in _BELOW:
        raise cell.wrong("below", f"nothing, for {quantity}")
    return Value(
        id=identifier,
        trial=trial,
        arm=arm,
        versus=versus,
        outcome=outcome,
        week=week,
        quantity=quantity,
        value=_figure(cell, quantity),
        below=below,
        source=cell.source("source"),
        seen=cell.text("seen", "where the figure was seen, in words or as an address"),
        status=status,
        tier=tier,
        derivation=derivation,
        note=cell.free("note"),
    )


def _figure(cell: Cells, quantity: str) -> Decimal:
    found = cell.number("value")
    if found is None:
        raise cell.wrong("value", "a number")
    if quantity in ("n", "n_events") and (found != found.to_integral_value() or found < (quantity == "n")):
        raise cell.wrong("value", "a whole number of people")
    if quantity == "percent" and not 0 <= found <= 100:
        raise cell.wrong("value", "0 to 100 percent")
    if quantity == "p" and not 0 <= found <= 1:
        raise cell.wrong("value", "0 to 1")
    if quantity in _NOT_NEGATIVE and found < 0:
        raise cell.wrong("value", "0 or more")
    if quantity.startswith("odds_ratio") and found <= 0:
        raise cell.wrong("value", "more than 0")
    return found


def _standing(cell: Cells) -> tuple[Status, str, str]:
    """How far the figure can be relied on: what was seen has no derivation, what was worked out names its values."""
    status, tier, derivation = cell.standing()
    if status is Status.VERIFIED and derivation:
        raise cell.wrong("derivation", "nothing where the figure was seen")
    if status is Status.DERIVED and "[" not in derivation:
        raise cell.wrong("derivation", "how it was worked out, with the [id] of each value it rests on")
    return status, tier, derivation


def _derivations(values: Mapping[str, Value]) -> None:
    """A derived value rests on values of the library, and in the end on figures that were seen."""
    for each in values.values():
        for other in each.rests_on:
            if other not in values:
                raise _underived(each, other, "ids of values")
            if each.confirmed and not values[other].confirmed:
                raise _underived(each, other, "confirmed values only, where the status is derived")
        _grounded(each, values, ())


def _grounded(each: Value, values: Mapping[str, Value], above: tuple[str, ...]) -> None:
    if each.id in above:
        raise _underived(each, each.id, "no circle of derivations")
    for other in each.rests_on:
        _grounded(values[other], values, (*above, each.id))


def _underived(each: Value, other: str, allowed: str) -> InvalidInput:
    return InvalidInput("derivation", other, allowed, f"Correct the row of {each.id}.", file="values.csv")


def _participants(arms: Mapping[str, Arm], values: Mapping[str, Value]) -> None:
    """The number of people of an arm is a figure like any other: it has its own value, with its source."""
    for each in arms.values():
        own = values.get(f"{each.id}.{PARTICIPANTS}.any.n")
        said = None if own is None else int(own.value)
        if each.n != said:
            allowed = f"{'nothing' if said is None else said}, as its value of {PARTICIPANTS} says"
            raise InvalidInput("n", each.n, allowed, f"Correct the row of {each.id}.", file="arms.csv")
