"""Medicines as people write them: names, classes, doses; an unknown name is kept as entered and never guessed.

The names stand in ``data/medicines.csv``; the grammar and what counts as what in ``docs/spec/medicines.md``.
"""

from __future__ import annotations

import csv
import os.path
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from interictal.errors import InvalidInput

TABLE = os.path.join(os.path.dirname(__file__), "data", "medicines.csv")
"""The shipped names: name, kind (generic, class, brand, ambiguous), countries, ingredients, class, source."""

UNITS = ("mg", "g", "ug", "ml", "IU", "U", "")
"""Units of a dose as ``Intake`` holds them; "" where none was written."""

DOSES = (0.0001, 1_000_000.0)
COUNTS = (0.01, 1000.0)
"""What can be meant at all; anything else is a slip of the pen."""


class DrugClass(Enum):
    """Classes that the rules ask for."""

    TRIPTAN = "triptan"
    ERGOT = "ergot"
    SIMPLE_ANALGESIC = "simple_analgesic"
    COMBINATION_ANALGESIC = "combination_analgesic"
    OPIOID = "opioid"
    BARBITURATE = "barbiturate"
    GEPANT = "gepant"
    DITAN = "ditan"
    PREVENTIVE = "preventive"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Intake:
    """One medicine taken on a day.

    Args:
        name: as entered.
        ingredient: generic name, "+"-joined for combinations; None where the name is not recognised.
        drug_class: the class; None where the name is not recognised.
        dose: amount of one unit taken, None where not given.
        unit: "mg", "g", "ug", "ml", "IU", "U"; "" where not given.
        count: how many were taken.

    Raises:
        InvalidInput: no name, or a dose, unit or count that cannot be.
    """

    name: str
    ingredient: str | None = None
    drug_class: DrugClass | None = None
    dose: float | None = None
    unit: str = ""
    count: float = 1

    def __post_init__(self) -> None:
        if not self.name or self.name.isspace():
            raise InvalidInput("name", self.name, "the name of a medicine", "Name it.")
        if self.dose is not None and not DOSES[0] <= self.dose <= DOSES[1]:
            raise InvalidInput("dose", self.dose, "0.0001 to 1000000", "Correct the dose or leave it out.")
        if self.unit not in UNITS or (self.unit and self.dose is None):
            raise InvalidInput("unit", self.unit, "mg, g, ug, ml, IU or U, after a dose", "Correct the unit.")
        if not COUNTS[0] <= self.count <= COUNTS[1]:
            raise InvalidInput("count", self.count, "0.01 to 1000", "Correct how many were taken.")


def recognise(name: str) -> tuple[str, DrugClass] | None:
    """What a name means: exact up to capitals, accents, spaces, hyphens, salt, form and strength; never fuzzy.

    Args:
        name: a generic or brand name, or a combination written with ``+`` or ``/``.

    Returns:
        Ingredient ("+"-joined for a combination) and class, or None.

    Unknown: a name that is not in the table, or that means different things in different countries, is None.

    >>> recognise("IMIGRAN 50")
    >>> recognise("Imigran")
    ('sumatriptan', <DrugClass.TRIPTAN: 'triptan'>)
    >>> recognise("paracetamol/caffeine")[1].value
    'combination_analgesic'
    >>> recognise("sumatryptan")
    """
    if len(name) > _LONG:
        return None
    known = _names().known
    found = known.get(_key(name))
    if found is None:
        bare = _bare(name)
        found = known.get(_key(bare)) or (_combination(bare) if "+" in bare or "/" in bare else None)
    return found


def is_ambiguous(name: str) -> bool:
    """Whether the table lists the name as one that means different medicines, by country or by product."""
    return _key(_bare(name)) in _names().ambiguous


def parse_intakes(text: str) -> tuple[tuple[Intake, ...], list[str]]:
    """The medicines in a cell, and the entries that were not understood in full.

    Args:
        text: entries parted by ``;``, line break, or a comma that is not between digits; ``none`` for "none taken".
            An entry is ``[2x] name [50 mg] [x2]``, a combination ``paracetamol 500 mg + caffeine 65 mg``.

    Returns:
        The intakes, and each entry (as entered) whose name is not recognised, or whose dose is not clear. An entry
        whose name is not recognised is also among the intakes, with ingredient and class None.

    Unknown: text without any entry gives no intakes *and* is itself listed as not understood; only ``none`` gives no
        intakes with nothing listed.

    >>> parse_intakes("2x Imigran 50 mg; something")[1]
    ['something']
    >>> parse_intakes("none")
    ((), [])
    """
    intakes, unclear = read_intakes(text)
    return intakes, list(unclear)


def read_intakes(text: str) -> tuple[tuple[Intake, ...], tuple[str, ...]]:
    """As ``parse_intakes``, in tuples, and remembered by text: diaries repeat themselves."""
    return _remembered(text) if len(text) <= _LONG else _read_cell(text)


def _read_cell(text: str) -> tuple[tuple[Intake, ...], tuple[str, ...]]:
    if text.strip().casefold() == "none":
        return (), ()
    intakes: list[Intake] = []
    unclear: list[str] = []
    for match in _ENTRIES.finditer(text):
        quoted = match["quoted"]
        entry = quoted or match["plain"].strip()
        if entry:
            taken, clear = _quoted_entry(match) if quoted else _entry(entry)
            intakes += taken
            if not clear:
                unclear.append(entry)
    return tuple(intakes), tuple(unclear) if intakes else (text,)


_LONG = 500
_remembered = lru_cache(maxsize=4096)(_read_cell)


def format_intakes(intakes: tuple[Intake, ...]) -> str:
    """The cell that ``parse_intakes`` reads back as the same intakes; classes are not written but looked up again.

    A name that would be read differently is put in double quotes, and so is one that a spreadsheet would calculate.

    >>> format_intakes((Intake("Imigran", dose=50.0, unit="mg", count=2),))
    'Imigran 50 mg x2'
    >>> format_intakes(())
    'none'
    """
    return "; ".join(_written(intake) for intake in intakes) or "none"


def number_text(value: float) -> str:
    """A number as cells hold it: the shortest text that reads back as the same number, without a superfluous ``.0``."""
    text = repr(float(value))
    return text[:-2] if text.endswith(".0") else text


# --- names -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Names:
    known: dict[str, tuple[str, DrugClass]]
    combinations: dict[frozenset[str], tuple[str, DrugClass]]
    ambiguous: frozenset[str]


@cache
def _names() -> _Names:
    """The table, by key. A line is ``name,kind,countries,ingredients,class,source``."""
    known: dict[str, tuple[str, DrugClass]] = {}
    combinations: dict[frozenset[str], tuple[str, DrugClass]] = {}
    ambiguous: set[str] = set()
    classes = {each.value: each for each in DrugClass}
    with open(TABLE, encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        for name, kind, _countries, ingredients, drug_class, _source in rows:
            if kind == "ambiguous":
                ambiguous.add(_key(name))
                continue
            meaning = (ingredients, classes[drug_class])
            known[_key(name)] = meaning
            if "+" in ingredients:
                combinations[frozenset(ingredients.split("+"))] = meaning
    return _Names(known, combinations, frozenset(ambiguous))


_IGNORED = re.compile("[\\s\\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}'\N{RIGHT SINGLE QUOTATION MARK}.®™©]+")


def _key(name: str) -> str:
    """Capitals, accents, spaces, hyphens, full stops and trade marks do not tell names apart."""
    text = _IGNORED.sub("", name).casefold()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


_SALTS = (
    "sodium potassium succinate tartrate benzoate hydrobromide hydrochloride hcl malate mesylate phosphate sulfate "
    "sulphate maleate mucate"
)
_FORMS = (
    "tablet tablets tab tabs caplet caplets capsule capsules cap caps odt orodispersible dispersible effervescent "
    "soluble oral orally nasal spray injection inject pen subcutaneous sc im iv suppository suppositories liquid syrup "
    "drops sublingual tablette tabletten kapsel kapseln nasenspray zäpfchen comprimé comprimés gélule suppositoire "
    "comprimido comprimidos compressa compresse supposta zetpil"
)
_QUALIFIERS = frozenset((*_SALTS.split(), *_FORMS.split()))
_STRENGTHS = re.compile(r"\s*\b[0-9][0-9.,]*(?:\s*mg)?(?:\s*/\s*[0-9][0-9.,]*)+(?:\s*mg)?\Z")


def _bare(name: str) -> str:
    """The name without strengths such as ``30/500`` and without salt and form words at its end."""
    # Looking for strengths costs the square of the length, and no name is as long as that.
    words = (_STRENGTHS.sub("", name) if len(name) <= _LONG else name).split()
    while len(words) > 1 and words[-1].casefold() in _QUALIFIERS:
        words.pop()
    return " ".join(words)


def _combination(name: str) -> tuple[str, DrugClass] | None:
    """A fixed combination of the table, its parts in any order and each with or without its strength."""
    names = _names()
    parts: set[str] = set()
    for part in re.split(r"[+/]", name):
        dosed = _dosed(part.strip())
        meaning = names.known.get(_key(_bare(dosed[0] if dosed else part)))
        if meaning is None:
            return None
        parts.update(meaning[0].split("+"))
    return names.combinations.get(frozenset(parts))


# --- entries ---------------------------------------------------------------------------------------------------------

_NUMBER = r"[0-9]{1,9}(?:[.,][0-9]{1,40})?"
_SPELLING = {
    **dict.fromkeys(("mg", "Mg", "MG"), "mg"),
    **dict.fromkeys(("g", "G"), "g"),
    **dict.fromkeys(("ug", "mcg", "MCG", "\N{MICRO SIGN}g", "\N{GREEK SMALL LETTER MU}g"), "ug"),
    **dict.fromkeys(("ml", "mL", "ML"), "ml"),
    **dict.fromkeys(("IU", "iu", "IE", "UI"), "IU"),
    **dict.fromkeys(("U", "u"), "U"),
}
_UNIT = f"(?P<unit>{'|'.join(_SPELLING)})"
_ENTRIES = re.compile(
    rf'\s*(?P<quoted>"(?P<name>(?:[^"]|"")*)"(?:\s+(?P<dose>{_NUMBER})(?:\s?{_UNIT})?)?(?:\s+x(?P<count>{_NUMBER}))?)'
    r"\s*(?:[;,\n]|\Z)|(?P<plain>(?:[^;,\n]|(?<=[0-9]),(?=[0-9]))*)(?:[;,\n]|\Z)"
)
_BEFORE = re.compile(rf"(?P<count>{_NUMBER})\s?[xX×]\s+(?=\S)")
_AFTER = re.compile(rf"\s+(?:[xX×]\s?(?P<count>{_NUMBER})|(?P<times>{_NUMBER})\s?[xX×])\Z")
_DOSE_LAST = re.compile(rf"(?P<name>\S.*?)\s+(?P<dose>{_NUMBER})(?:\s?{_UNIT}(?P<form>(?:\s+[^\W\d]+)*))?\Z", re.DOTALL)
_DOSE_FIRST = re.compile(rf"(?P<dose>{_NUMBER})\s?{_UNIT}\s+(?P<name>\S.*)\Z", re.DOTALL)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_Read = tuple[tuple[Intake, ...], bool]


def _quoted_entry(match: re.Match[str]) -> _Read:
    """An entry whose name stands in double quotes: whatever it holds is the name."""
    name, dose, count = match["name"].replace('""', '"'), _dose(match["dose"]), _count(match["count"])
    if not name or name.isspace() or count is None or (match["dose"] and dose is None):
        return _unknown(match["quoted"])
    return _taken(name, dose, match["unit"], count)


def _entry(entry: str) -> _Read:
    """One entry that is not empty: its intakes, and whether all of it was understood."""
    if len(entry) > _LONG:
        return _unknown(entry)
    if recognise(entry):
        return _taken(entry)
    rest, before, after = entry, _BEFORE.match(entry), _AFTER.search(entry)
    if after:
        rest = rest[: after.start()]
    if before:
        rest = rest[before.end() :].strip()
    known = recognise(rest)
    if "+" in rest and not known:
        return _separate(entry)
    count = _count(before["count"] if before else after and (after["count"] or after["times"]))
    if count is None or not rest or (before and after):
        return _unknown(entry)
    dosed = None if known else _dosed(rest)
    if dosed is None:
        return _taken(rest, count=count)
    name, amount, unit = dosed
    if _THOUSANDS.fullmatch(amount):  # 1,000 mg: one gram or one milligram
        return _taken(name, count=count)[0], False
    dose = _dose(amount)
    return _unknown(entry) if dose is None else _taken(name, dose, unit, count)


def _dosed(text: str) -> tuple[str, str, str | None] | None:
    """Name, amount and unit of ``name 50 mg``, ``name 50 mg tablet``, ``name 50`` and ``50 mg name``."""
    if match := _DOSE_LAST.match(text):
        form = (match["form"] or "").split()
        if all(word.casefold() in _QUALIFIERS for word in form):
            return " ".join((match["name"], *form)), match["dose"], match["unit"]
    elif match := _DOSE_FIRST.match(text):
        return match["name"], match["dose"], match["unit"]
    return None


def _separate(entry: str) -> _Read:
    """``a + b`` where no such product exists: two medicines taken together, if each of them is known."""
    taken: list[Intake] = []
    clear = True
    for part in entry.split("+"):
        read, understood = _entry(part.strip()) if part.strip() else _unknown(entry)
        if any(intake.drug_class is None for intake in read):
            return _unknown(entry)
        taken += read
        clear = clear and understood
    return tuple(taken), clear


def _unknown(entry: str) -> _Read:
    return (Intake(entry),), False


def _taken(name: str, dose: float | None = None, unit: str | None = None, count: float = 1) -> _Read:
    ingredient, drug_class = recognise(name) or (None, None)
    intake = Intake(name, ingredient, drug_class, dose, _SPELLING[unit] if unit else "", count)
    return (intake,), drug_class is not None


def _dose(text: str | None) -> float | None:
    value = float((text or "0").replace(",", "."))
    return value if DOSES[0] <= value <= DOSES[1] else None


def _count(text: str | None) -> float | None:
    if not text:
        return 1
    value = float(text.replace(",", "."))
    return value if COUNTS[0] <= value <= COUNTS[1] else None


def _written(intake: Intake) -> str:
    tail = ""
    if intake.dose is not None:
        amount = number_text(intake.dose)
        tail = f" {amount}0" if _THOUSANDS.fullmatch(amount) else f" {amount}"
        tail += f" {intake.unit}" if intake.unit else ""
    if intake.count != 1:
        tail += f" x{number_text(intake.count)}"
    plain = intake.name + tail
    if '"' not in plain and plain[0] not in FORMULA:
        read, _ = read_intakes(plain)
        if len(read) == 1 and _said(read[0]) == _said(intake):
            return plain
    quoted = intake.name.replace('"', '""')
    return f'"{quoted}"{tail}'


def _said(intake: Intake) -> tuple[str, float | None, str, float]:
    return intake.name, intake.dose, intake.unit, intake.count


FORMULA = (
    "=+-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
"""Characters with which a spreadsheet begins to calculate."""
