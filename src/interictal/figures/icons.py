"""What an icon array shows: of 100 people, how many gain and how many stop, for each choice in the same frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from interictal.errors import InvalidInput
from interictal.figures.figure import Said
from interictal.figures.labels import clean

PEOPLE = 100
MOST_COLUMNS = 16
"""Frames of one picture; nobody compares more."""


class Icon(Enum):
    """What one of the 100 stands for; the key says it in words."""

    ANYWAY = "anyway"
    MORE = "more"
    FEWER = "fewer"
    NOT = "not"
    STOP = "stop"
    """A cross; it can stand on one of the others."""


@dataclass(frozen=True, slots=True)
class IconLine:
    """What is said below a frame.

    Args:
        said: a sentence.
        icon: drawn before it; None for nothing.
        style: plain, bold or quiet.
    """

    said: Said
    icon: Icon | None = None
    style: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class IconColumn:
    """One choice.

    Args:
        name: what it is called.
        above: said between the name and the people: what was counted, and when.
        anyway: of 100, how many have the outcome also without it; None where ``reason`` says why nothing is drawn.
        more: of 100, how many more have it with it; negative where fewer do, 0 for no change.
        stop: of 100, how many stop; None where that is not known.
        lines: what is said below.
        reason: said in place of the people.
        row: the same in the table behind the picture.

    Raises:
        InvalidInput: a count outside 0 to 100, or both counts and a reason, or neither.
    """

    name: Said
    row: tuple[str, ...]
    above: Said | None = None
    anyway: int | None = None
    more: int = 0
    stop: int | None = None
    lines: tuple[IconLine, ...] = ()
    reason: Said | None = None

    def __post_init__(self) -> None:
        name = clean(self.name.text, 40)
        if (self.anyway is None) == (self.reason is None):
            given = "neither" if self.reason is None else "both"
            raise InvalidInput(name, given, "counts of 100, or the reason why there are none", "Give either.")
        for count in (self.anyway or 0, (self.anyway or 0) + self.more, self.stop or 0):
            if not 0 <= count <= PEOPLE:
                raise InvalidInput(name, count, "0 to 100", "Give how many of 100 people.")

    @property
    def icons(self) -> list[Icon]:
        """What each of the 100 stands for, from the first; empty where nothing is drawn."""
        if self.anyway is None:
            return []
        both = min(self.anyway, self.anyway + self.more)
        changed = [Icon.MORE if self.more > 0 else Icon.FEWER] * abs(self.more)
        found = [Icon.ANYWAY] * both + changed
        return found + [Icon.NOT] * (PEOPLE - len(found))

    @property
    def stopping(self) -> range:
        """The places of those who stop: the last ones, so that they stand apart from the gains as long as they can."""
        return range(PEOPLE - (self.stop or 0), PEOPLE)

    @property
    def used(self) -> frozenset[Icon]:
        """The kinds that are drawn, those who stop among them."""
        stop = {Icon.STOP} if self.anyway is not None and self.stop else set()
        return frozenset(self.icons) | stop

    @property
    def spoken(self) -> tuple[Said, ...]:
        """All its words in the order of reading."""
        above = () if self.above is None else (self.above,)
        below = () if self.reason is None else (self.reason,)
        return (self.name, *above, *below, *(line.said for line in self.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class IconArray:
    """Everything an icon array shows. Its words are given to it: it has none of its own.

    Args:
        columns: the choices, 1 to ``MOST_COLUMNS``; "no change" is one of them.
        title: what is seen; it compares nothing.
        key: what each kind of icon means.
        source: where the figures come from, and how they are to be read.
        header: of the table behind the picture, as long as the rows of the columns.
        synthetic: the person is made up, and the picture says so.
        name: stable name; differs between the pictures of one page.

    Raises:
        InvalidInput: no column, too many, a kind of icon without its words, or rows of another length than the header.
    """

    columns: tuple[IconColumn, ...]
    title: Said
    key: Mapping[Icon, Said] = field(default_factory=dict)
    source: tuple[Said, ...] = ()
    header: tuple[str, ...] = ()
    synthetic: bool = False
    name: str = "icon-array"

    def __post_init__(self) -> None:
        if not 1 <= len(self.columns) <= MOST_COLUMNS:
            raise InvalidInput("choices", len(self.columns), f"1 to {MOST_COLUMNS}", "Choose fewer.")
        for icon in self.used:
            if icon not in self.key:
                raise InvalidInput("key", icon.value, "words for each kind of icon", "Add them.")
        for one in self.columns:
            if len(one.row) != len(self.header):
                raise InvalidInput(clean(one.name.text, 40), len(one.row), f"{len(self.header)} cells", "Correct it.")

    @property
    def used(self) -> tuple[Icon, ...]:
        """The kinds of icons that are drawn, in the order of the key."""
        drawn = frozenset[Icon]().union(*(one.used for one in self.columns))
        return tuple(icon for icon in Icon if icon in drawn)
