"""Designs read from TOML and checked: one that cannot be is refused in one line that says what to do."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from interictal.errors import InterictalError, InvalidInput, NotSupported
from interictal.forecast.trials.design import (
    DRUGS,
    LAST_WEEK,
    MOST_PEOPLE,
    MOST_UNITS,
    PLACEBO,
    TOXIN,
    Analysis,
    Arm,
    Design,
    Entry,
    Missing,
)
from interictal.forecast.trials.outcomes import outcome
from interictal.injection.products import PRODUCTS
from interictal.text_files import text_of

DESIGNS = Path(__file__).parents[1] / "data" / "designs"
SHIPPED = ("preempt", "compel", "forward")
"""Designs that are offered by name; the others belong to studies that virtual trials are compared with."""
_MOST_BYTES = 2**20
_NAME_LENGTH = 100

_TOP = ("name", "source", "visits_weeks", "outcomes", "missing", "analysis", "blinded", "selected")
_ENTRY = ("n", "baseline_mean", "baseline_sd", "minimum_headache_days", "medication_overuse_share",
          "baseline_migraine_days", "baseline_acute_medication_days")  # fmt: skip
_ARM = ("name", "drug", "placebo", "dose_units", "n", "cycles", "interval_weeks", "placebo_cycles")
_OTHER_NAMES = {"locf": "last", "mlocf": "last", "bocf": "baseline", "blocf": "baseline", "none": "observed"}
"""What missing values are also called: last or baseline observation carried forward, and nothing put in."""
_Member = TypeVar("_Member", Missing, Analysis)


def shipped() -> dict[str, Design]:
    """Every design of the package, by the name of its file."""
    return {path.stem: read_design(path) for path in sorted(DESIGNS.glob("*.toml"))}


def design_named(name: str) -> Design:
    """A shipped design by its name, or the design in a file.

    Raises:
        InvalidInput: there is no such design or file, or the file holds no design.
    """
    path = DESIGNS / f"{name}.toml"
    if name == Path(name).name and "." not in name and path.is_file():
        return read_design(path)
    if not Path(name).exists() and not name.endswith(".toml"):
        raise InvalidInput("DESIGN", name, f"a TOML file, or one of {', '.join(SHIPPED)}", "Check the name.")
    return read_design(Path(name))


def read_design(path: Path) -> Design:
    """A design from a file.

    Raises:
        InvalidInput: not TOML, an unknown key, or a value that no trial can have.
        NotSupported: a product without a published course in chronic migraine.
    """
    return parse_design(text_of(path, what="the design", most=_MOST_BYTES), path.name)


def parse_design(text: str, file: str) -> Design:
    """A design from the text of a file; as ``read_design``."""
    try:
        return _Reader(file).design(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise InvalidInput("file", problem, "TOML", "Correct it.", file=file) from None
    except InterictalError:
        raise
    except (ValueError, RecursionError):  # a number of more digits than Python reads, or thousands of brackets
        raise InvalidInput("file", "what no design needs", "TOML", "Correct it.", file=file) from None


class _Reader:
    """Reads one design; its messages name the file and the key."""

    def __init__(self, file: str) -> None:
        self.file = file

    def wrong(self, field: str, value: object, allowed: str, do: str = "Correct it.") -> InvalidInput:
        return InvalidInput(field, value, allowed, do, file=self.file)

    def design(self, tables: Mapping[str, Any]) -> Design:
        self._keys("", tables, (*_TOP, "trial", "population", "arms"))
        inner = self._table("trial", tables.get("trial", {}))
        self._keys("trial.", inner, _TOP)
        twice = sorted(set(inner) & set(tables))
        if twice:
            raise self.wrong(twice[0], inner[twice[0]], "each key once", "Remove it here or in [trial].")
        top = {**{key: tables[key] for key in _TOP if key in tables}, **inner}
        arms = self._arms(tables.get("arms"))
        entry = self._entry(self._table("population", tables.get("population")), arms)
        visits = self._visits(top.get("visits_weeks", [12, 24]))
        named = top.get("outcomes", ["headache_days_28"])
        if not isinstance(named, list) or not named or not all(isinstance(one, str) for one in named):
            raise self.wrong("outcomes", named, "a list of outcomes", 'Such as ["headache_days_28"].')
        outcomes = tuple(dict.fromkeys(outcome(one, file=self.file) for one in named))
        if not any(one.weeks <= week for one in outcomes for week in visits):
            raise self.wrong("visits_weeks", visits, "a visit at 4 weeks or later for counts of 28 days", "Add one.")
        return Design(
            name=self._text("name", top.get("name", Path(self.file).stem)),
            source=self._text("source", top.get("source", "")),
            visits_weeks=visits,
            outcomes=outcomes,
            missing=self._missing(top.get("missing", "observed")),
            analysis=self._member("analysis", top.get("analysis", "ANCOVA"), Analysis),
            blinded=self._flag("blinded", top.get("blinded", any(arm.drug == PLACEBO for arm in arms))),
            entry=entry,
            arms=arms,
            selected=self._text("selected", top.get("selected", "")),
        )

    def _entry(self, table: Mapping[str, Any], arms: tuple[Arm, ...]) -> Entry:
        self._keys("population.", table, _ENTRY)
        least = self._whole("population.minimum_headache_days", table.get("minimum_headache_days", 15), 0, 28)
        low = "a number from minimum_headache_days to 28"
        mean = self._number("population.baseline_mean", table.get("baseline_mean"), 0, 28, low)
        if mean < least:
            raise self.wrong("population.baseline_mean", mean, f"{low} ({least} to 28)", "The minimum is let in above.")
        sd = self._number("population.baseline_sd", table.get("baseline_sd", 4.5), 0, 14, "a number from 0 to 14")
        most = math.sqrt(max(0.0, (mean - least) * (28 - mean)))
        if sd > most:
            allowed = f"at most {most:.2f} for a mean of {mean:g} between {least} and 28"
            raise self.wrong("population.baseline_sd", sd, allowed, "No people can spread further.")
        together = sum(arm.n for arm in arms)
        n = self._whole("population.n", table.get("n", together), 1, MOST_PEOPLE)
        if n != together:
            raise self.wrong("population.n", n, f"the people of all arms, {together}", "Leave it out, or correct one.")
        share = table.get("medication_overuse_share", 0.65)
        overuse = self._number("population.medication_overuse_share", share, 0, 1, "a share from 0 to 1")
        return Entry(
            n, mean, sd, least, overuse, self._of_headache(table, "baseline_migraine_days", mean),
            self._of_headache(table, "baseline_acute_medication_days", mean),
        )  # fmt: skip

    def _of_headache(self, table: Mapping[str, Any], key: str, mean: float) -> float | None:
        """A mean of days that are headache days."""
        if key not in table:
            return None
        return self._number(f"population.{key}", table[key], 0, mean, f"a number from 0 to baseline_mean ({mean:g})")

    def _arms(self, tables: object) -> tuple[Arm, ...]:
        if not isinstance(tables, list) or not tables:
            raise self.wrong("arms", tables, "at least one [[arms]]", "Add the arms.")
        arms = tuple(self._arm(number, self._table("arms", table)) for number, table in enumerate(tables, 1))
        names = [arm.name for arm in arms]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise self.wrong("arms.name", twice, "each name once", "Rename one.")
        if sum(arm.n for arm in arms) > MOST_PEOPLE:
            raise self.wrong("arms.n", sum(arm.n for arm in arms), f"at most {MOST_PEOPLE} together", "Take fewer.")
        return arms

    def _arm(self, number: int, table: Mapping[str, Any]) -> Arm:
        astray = [key for key in table if key in _TOP and key not in _ARM]
        if astray:
            do = f"Move {astray[0]} above the first table: what stands after [[arms]] belongs to that arm."
            raise self.wrong(f"arms[{number}]", astray[0], "a key of an arm", do)
        place = f"arms[{number}]."
        self._keys(place, table, _ARM)
        drug = self._drug(place, self._drug_or_placebo(place, table), "dose_units" in table)
        dose: float | None = None
        if drug == TOXIN:
            allowed = f"a number above 0, to {MOST_UNITS:g} units"
            dose = self._number(f"{place}dose_units", table.get("dose_units"), 0, MOST_UNITS, allowed)
            if dose == 0:
                raise self.wrong(f"{place}dose_units", 0, allowed, f'For saline write drug = "{PLACEBO}".')
        elif table.get("dose_units", 0) != 0 or isinstance(table.get("dose_units"), bool):
            raise self.wrong(f"{place}dose_units", table["dose_units"], f"nothing for {drug}", "Remove it.")
        cycles = self._whole(f"{place}cycles", table.get("cycles", 2), 1, LAST_WEEK)
        before = self._whole(f"{place}placebo_cycles", table.get("placebo_cycles", 0), 0, LAST_WEEK)
        return Arm(
            name=self._text(f"{place}name", table.get("name", drug)),
            drug=drug,
            n=self._whole(f"{place}n", table.get("n"), 1, MOST_PEOPLE),
            dose_units=dose,
            cycles=cycles,
            interval_weeks=self._whole(f"{place}interval_weeks", table.get("interval_weeks", 12), 1, 52),
            placebo_cycles=before,
        )

    def _drug_or_placebo(self, place: str, table: Mapping[str, Any]) -> object:
        given = table.get("drug")
        if "placebo" not in table or not self._flag(f"{place}placebo", table["placebo"]):
            return given
        if given is not None and str(given).lower() != PLACEBO:
            raise self.wrong(f"{place}placebo", "true", "false, or no drug", "Say one of the two.")
        return PLACEBO

    def _drug(self, place: str, given: object, dosed: bool) -> str:
        known = {name.lower(): name for name in DRUGS}
        wanted = self._text(f"{place}drug", given if given is not None else (TOXIN if dosed else PLACEBO))
        if wanted.lower() in known:
            return known[wanted.lower()]
        product = next((one for one in PRODUCTS if one.lower() == wanted.lower()), None)
        if product is not None:
            raise NotSupported(
                f"{self.file}: {product} has no published course in chronic migraine, and units of one product are "
                f"never units of another. Only {TOXIN} can be simulated."
            )
        near = get_close_matches(wanted.lower(), [*known], 1)
        do = f"Did you mean {known[near[0]]}?" if near else "Choose one of them."
        raise self.wrong(f"{place}drug", wanted, ", ".join(DRUGS), do)

    def _visits(self, given: object) -> tuple[int, ...]:
        if not isinstance(given, list) or not given:
            raise self.wrong("visits_weeks", given, "a list of whole weeks", "Such as [12, 24].")
        weeks = tuple(self._whole("visits_weeks", one, 1, LAST_WEEK) for one in given)
        if list(weeks) != sorted(set(weeks)):
            raise self.wrong("visits_weeks", given, "rising weeks, each once", "Sort them.")
        return weeks

    def _keys(self, place: str, table: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
        more = [key for key in table if key not in allowed]
        if more:
            near = get_close_matches(more[0], allowed, 1)
            do = f"Did you mean {near[0]}?" if near else "Remove it."
            raise self.wrong(f"{place}{more[0]}", table[more[0]], ", ".join(allowed), do)

    def _table(self, field: str, given: object) -> Mapping[str, Any]:
        if not isinstance(given, dict):
            raise self.wrong(field, given, "a table", f"Write [{field}] with its keys.")
        return given

    def _text(self, field: str, given: object) -> str:
        if not isinstance(given, str) or not given.isprintable() or len(given) > _NAME_LENGTH:
            raise self.wrong(field, given, f"a text of at most {_NAME_LENGTH} characters that can be printed")
        return given

    def _flag(self, field: str, given: object) -> bool:
        if not isinstance(given, bool):
            raise self.wrong(field, given, "true or false")
        return given

    def _number(self, field: str, given: object, low: float, high: float, allowed: str) -> float:
        if isinstance(given, bool) or not isinstance(given, int | float) or not low <= given <= high:
            raise self.wrong(field, "" if given is None else given, allowed)
        return float(given)

    def _whole(self, field: str, given: object, low: int, high: int) -> int:
        if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
            raise self.wrong(field, "" if given is None else given, f"a whole number from {low} to {high}")
        return given

    def _missing(self, given: object) -> Missing:
        return self._member(
            "missing", _OTHER_NAMES.get(given.lower(), given) if isinstance(given, str) else given, Missing
        )

    def _member(self, field: str, given: object, kind: type[_Member]) -> _Member:
        found = next((one for one in kind if isinstance(given, str) and one.value.lower() == given.lower()), None)
        if found is None:
            raise self.wrong(field, given, ", ".join(one.value for one in kind))
        return found
