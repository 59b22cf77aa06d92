"""An adverse event: what happened, when, how bad it was, how it is judged, and what it is linked to.

Severity is how intense an event is, seriousness what came of it: a severe headache need not be serious, and a mild
weakness that puts someone in hospital is. Nothing here is ever filled in: what was not recorded stays unknown.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from interictal.errors import InvalidInput
from interictal.sources import source

DATA = Path(__file__).with_name("data")


class Intensity(Enum):
    """The severity."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Seriousness(Enum):
    """The criteria of ICH E2A: any one of them makes an event serious.

    Source: ``ich-e2a``
    """

    DEATH = "death"
    LIFE_THREATENING = "life-threatening"
    HOSPITALISATION = "hospitalisation"
    DISABILITY = "disability"
    CONGENITAL_ANOMALY = "congenital-anomaly"
    MEDICALLY_IMPORTANT = "medically-important"


SERIOUS_WORDS = {
    Seriousness.DEATH: "it led to death",
    Seriousness.LIFE_THREATENING: "it threatened life at the time",
    Seriousness.HOSPITALISATION: "it led to a stay in hospital, or prolonged one",
    Seriousness.DISABILITY: "it led to lasting or significant disability",
    Seriousness.CONGENITAL_ANOMALY: "a congenital anomaly or birth defect",
    Seriousness.MEDICALLY_IMPORTANT: "medically important: it may need treatment to prevent one of the others",
}
"""Each criterion as a person reads it."""


class Outcome(Enum):
    """What came of it at the last look."""

    RECOVERED = "recovered"
    RECOVERING = "recovering"
    NOT_RECOVERED = "not-recovered"
    RECOVERED_WITH_SEQUELAE = "recovered-with-sequelae"
    FATAL = "fatal"
    UNKNOWN = "unknown"


class Listed(Enum):
    """Whether the label lists it: what is listed is expected."""

    LISTED = "listed"
    NOT_LISTED = "not-listed"
    UNKNOWN = "unknown"


class Related(Enum):
    """Whether the treatment is held to have caused it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Qualification(Enum):
    """Who reports."""

    PHYSICIAN = "physician"
    PHARMACIST = "pharmacist"
    OTHER_HEALTH_PROFESSIONAL = "other-health-professional"
    LAWYER = "lawyer"
    CONSUMER = "consumer"


class Spread(Enum):
    """Whether a term is a sign of distant spread of the toxin's effect."""

    NO = ""
    SIGN = "sign"
    SIGN_OR_LOCAL = "sign-or-local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who reports: an identifier, never a name; "" and None where not recorded."""

    id: str = ""
    qualification: Qualification | None = None
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MedDRA:
    """The licensed term, as a clinic with a licence enters it; both empty by default, and never filled in here.

    Args:
        code: number of the lowest level term, 8 digits.
        version: of the dictionary: ``27.1``.
    """

    code: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent:
    """One event in one patient.

    Args:
        id: the clinic's own number of the event.
        patient: identifier, never a name.
        term: id of the plain list, "" where none was given.
        meddra: the licensed term, empty by default.
        onset, end: first and last day; None unknown (``end`` also while it goes on).
        severity: how intense it was.
        seriousness: the criteria that are met; () judged not serious, None not judged.
        expected: whether the label lists it, in the reporter's judgement; None leaves it to the label's list.
        related: whether the treatment caused it, in the reporter's judgement.
        who_umc: id of the WHO-UMC category, "" not judged.
        naranjo: answers to the questions of the scale by number: True, False, None asked but not known.
        outcome: at the last look; None not recorded.
        product: nonproprietary name of the suspected product, "" not recorded.
        session: day of the session it is linked to.
        sites: ids of the sites it is linked to.
        lots: lots it is linked to.
        reporter: see there.
        received: the day on which the clinic first knew of it.
        age: in years at onset.
        sex: "female", "male", "other", "" not recorded.
        description: in the reporter's words; it appears in the report to the authority alone, never in a message.
    """

    id: str
    patient: str = ""
    term: str = ""
    meddra: MedDRA = field(default_factory=MedDRA)
    onset: dt.date | None = None
    end: dt.date | None = None
    severity: Intensity | None = None
    seriousness: tuple[Seriousness, ...] | None = None
    expected: Listed | None = None
    related: Related = Related.UNKNOWN
    who_umc: str = ""
    naranjo: Mapping[str, bool | None] = field(default_factory=dict)
    outcome: Outcome | None = None
    product: str = ""
    session: dt.date | None = None
    sites: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    reporter: Reporter = field(default_factory=Reporter)
    received: dt.date | None = None
    age: int | None = None
    sex: str = ""
    description: str = ""

    @property
    def serious(self) -> bool | None:
        """True where any criterion is met, False where none is, None where nobody judged.

        A fatal outcome is serious whatever was ticked.
        """
        if self.outcome is Outcome.FATAL:
            return True
        return None if self.seriousness is None else bool(self.seriousness)

    @property
    def worst(self) -> bool:
        """Whether it led to death or threatened life."""
        criteria = self.seriousness or ()
        return (
            self.outcome is Outcome.FATAL or Seriousness.DEATH in criteria or Seriousness.LIFE_THREATENING in criteria
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of the plain list.

    Args:
        id: ``neck-pain``.
        name: in plain words.
        published: names under which studies and labels count it.
        spread: whether it is a sign of distant spread.
        source: of the sign, or our own list.
    """

    id: str
    name: str
    published: tuple[str, ...]
    spread: Spread
    source: str


@cache
def terms() -> dict[str, Term]:
    """The plain list, by id, in its own order."""
    return parse_terms((DATA / "terms.toml").read_text(encoding="utf-8"))


def parse_terms(text: str, file: str = "terms.toml") -> dict[str, Term]:
    """The terms in the text of a list.

    Raises:
        InvalidInput: what is wrong, with the entry.
    """
    found: dict[str, Term] = {}
    names: set[str] = set()
    for n, row in enumerate(toml_tables(toml(text, file, {"term"}), "term", file), 1):
        place = f"term[{n}]"
        known(row, {"id", "name", "published", "spread", "source"}, place, file)
        one = Term(
            id=required(row, "id", place, file),
            name=required(row, "name", place, file),
            published=tuple(texts(row, "published", place, file)),
            spread=_spread(row.get("spread", ""), place, file),
            source=cited(row, place, file),
        )
        for name in (one.id, *one.published):
            if name in names:
                raise InvalidInput(place, name, "each name once", "Remove one.", file=file)
        names.update((one.id, *one.published))
        found[one.id] = one
    return found


def _spread(value: object, place: str, file: str) -> Spread:
    try:
        return Spread(value)
    except ValueError:
        raise InvalidInput(f"{place}.spread", value, "sign, sign-or-local", "Correct it.", file=file) from None


def term_named(name: str) -> Term | None:
    """The term of an id or of a published name; capitals, hyphens, underscores and spaces are the same."""
    return _by_name().get(_plain(name))


@cache
def _by_name() -> dict[str, Term]:
    return {_plain(name): one for one in terms().values() for name in (one.id, one.name, *one.published)}


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").replace("_", " ").split())


# The strict reading that the data files of this package share.


def toml(text: str, file: str, keys: set[str]) -> dict[str, Any]:
    """The tables of a data file; anything else than ``keys`` at its top is refused."""
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # both of the parser
        raise InvalidInput("file", type(problem).__name__, "TOML", "Correct the file.", file=file) from None
    known(given, keys, "file", file)
    return given


def toml_tables(given: Mapping[str, Any], key: str, file: str) -> list[dict[str, Any]]:
    """A list of tables, at least one."""
    rows = given.get(key)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise InvalidInput(key, "missing", f"a list of tables ([[{key}]])", "Give at least one.", file=file)
    return rows


def known(row: Mapping[str, Any], keys: set[str], place: str, file: str) -> None:
    """Refuses a key that is not one of ``keys``."""
    for key in row:
        if key not in keys:
            raise InvalidInput(place, key, ", ".join(sorted(keys)), "Remove or rename the key.", file=file)


def required(row: Mapping[str, Any], key: str, place: str, file: str) -> str:
    """A text that must be there."""
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(f"{place}.{key}", value, "a text", "Every entry needs one.", file=file)
    return value


def texts(row: Mapping[str, Any], key: str, place: str, file: str) -> list[str]:
    """A list of texts, empty where there is none."""
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise InvalidInput(f"{place}.{key}", value, "a list of texts", "Correct it.", file=file)
    return value


def cited(row: Mapping[str, Any], place: str, file: str) -> str:
    """A citation that stands in the register of sources."""
    citation = required(row, "source", place, file)
    source(citation)
    return citation
