"""What a picture is: a specification, the words that say the same, and the table behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from interictal.assessment.result import Assessment
from interictal.figures.written import day

WIDE, NARROW = 760, 340
"""Widths in pixels: a page or a sheet, and a phone."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a picture that a page has to know again.

    Args:
        text: plain text, a sentence.
        mark: the attribute that the element with these words carries, as it stands in SVG; "" for none.
    """

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Words over a plot, drawn as they are rather than by its specification, so that they keep their mark.

    Args:
        lines: what they are broken into.
        x, y: where the first line starts, and its middle, in pixels of the plot.
        style: plain, bold or quiet.
        mark: as in ``Said``.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    style: str
    mark: str


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a picture's key.

    Args:
        shape: what is drawn before the words (``interictal.figures.drawing`` knows the shapes).
        words: what it means.
        mark: as in ``Said``.
    """

    shape: str
    words: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture and its equivalents in words and figures.

    Args:
        name: stable name, usable in ids and file names.
        title: what is seen, with its figures.
        description: the text alternative; says what the picture says.
        spec: the Vega-Lite specification of the plot; its colours are tokens (``var(--headache)``).
        key: what the shapes mean.
        header, rows: the table behind the picture.
        source: where the figures come from and by which definition, as it stands under the picture.
        width: pixels, ``WIDE`` or ``NARROW``.
        placed: words over the plot, which then has no margin of its own.
        marked: title and text alternative once more, sentence by sentence with their marks; () where nobody asks.
    """

    name: str
    title: str
    description: str
    spec: dict[str, Any]
    key: tuple[Key, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str
    width: int
    placed: tuple[Placed, ...] = ()
    marked: tuple[Said, ...] = ()


def token(name: str) -> str:
    """A colour token as it stands in a specification."""
    return f"var(--{name})"


def recorded_of(assessment: Assessment) -> str:
    """How much of the diary is there, in words."""
    span = (assessment.last - assessment.first).days + 1
    return f"{len(assessment.diary.recorded)} of {span} days recorded"


def source_line(assessment: Assessment, more: str = "", *, migraine: bool = False) -> str:
    """Source and definition id, as they stand under a picture."""
    definitions = f"Headache day: {assessment.headache_definition}."
    if migraine:
        definitions += f" Migraine day: {assessment.migraine_definition}."
    span = f"{day(assessment.first)} to {day(assessment.last)}"
    made_up = "SYNTHETIC, no real patient." if synthetic(assessment) else ""
    return " ".join(part for part in (made_up, f"Diary, {span}, {recorded_of(assessment)}.", definitions, more) if part)


def synthetic(assessment: Assessment) -> bool:
    """Whether the patient is made up and must be labelled so."""
    return assessment.diary.patient.startswith("SYNTHETIC")
