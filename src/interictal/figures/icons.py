"""What an icon array shows: of 100 people, how many gain and how many stop, for each choice in the same frame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from interictal.errors import InvalidInput
from interictal.figures.effects import source_words
from interictal.figures.labels import clean, named

PEOPLE = 100
MOST_COLUMNS = 12
"""Frames of one picture; nobody compares more."""

APART = "Gains and stops are counted separately: the same person may be among both."
"""Stands under every picture that shows both."""


class Icon(Enum):
    """What one of the 100 stands for, in words; what the first is compared with, the array says."""

    ANYWAY = "anyway"
    MORE = "more with the treatment"
    FEWER = "fewer with the treatment"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class IconColumn:
    """One choice.

    Args:
        name: what it is called: "No change", "Botulinum toxin".
        anyway: of 100, how many have the outcome also without it. None: not known, and ``withheld`` says why.
        more: of 100, how many more have it with it; negative where fewer do, 0 for no change.
        between: the interval of ``more``, from lowest to highest.
        stop: of 100, how many stop; None where that is not known.
        stop_words: said in place of the number who stop, such as "nothing to stop".
        note: said below: how long it took, what kind of evidence it is.
        withheld: why nothing is drawn.
        unconfirmed: its figures were not seen at their source; nothing is drawn then.

    Raises:
        InvalidInput: a count outside 0 to 100, an interval that does not hold its count, neither counts nor a reason.
    """

    name: str
    anyway: int | None = None
    more: int = 0
    between: tuple[int, int] | None = None
    stop: int | None = None
    stop_words: str = ""
    note: str = ""
    withheld: str = ""
    unconfirmed: bool = False

    def __post_init__(self) -> None:
        name = clean(self.name, 40)
        if self.anyway is None and not self.reason:
            raise InvalidInput(name, "no count", "counts of 100, or the reason why there are none", "Give either.")
        for count in (self.anyway or 0, (self.anyway or 0) + self.more, self.stop or 0):
            if not 0 <= count <= PEOPLE:
                raise InvalidInput(name, count, "0 to 100", "Give how many of 100 people.")
        if self.between is not None and not self.between[0] <= self.more <= self.between[1]:
            low, high = self.between
            raise InvalidInput(name, f"{self.more} ({low} to {high})", "an interval that holds it", "Correct it.")

    @property
    def reason(self) -> str:
        """Why nothing is drawn; "" where it is."""
        return clean(self.withheld) or ("its figures were not seen at their source." if self.unconfirmed else "")

    @property
    def total(self) -> int | None:
        """Of 100, how many have the outcome with this choice; None where nothing is drawn."""
        return None if self.anyway is None or self.reason else self.anyway + self.more

    @property
    def icons(self) -> list[Icon]:
        """What each of the 100 stands for, from the first; empty where nothing is drawn."""
        if self.anyway is None or self.reason:
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
    def gain_words(self) -> str:
        """How many more or fewer, in words; "" where the choice changes nothing."""
        if not self.more and self.between is None:
            return ""
        sure = "" if self.between is None else f", could be {self._between_words(*self.between)}"
        return f"{_change(self.more)} with it{sure}"

    @staticmethod
    def _between_words(low: int, high: int) -> str:
        if low < 0 < high:
            return f"{-low} fewer to {high} more"
        if high <= 0 and low < 0:
            return f"{-high} to {-low} fewer"
        return f"{low} to {high} more"

    def harm_words(self, harm: str) -> str:
        """How many stop, in words."""
        if self.stop_words:
            return clean(self.stop_words)
        return f"not known how many {clean(harm)}" if self.stop is None else f"{self.stop} {clean(harm)}"


def _change(more: int) -> str:
    return f"{-more} fewer" if more < 0 else f"{more} more"


@dataclass(frozen=True, slots=True)
class IconArray:
    """Everything an icon array shows.

    Args:
        columns: the choices, 1 to ``MOST_COLUMNS``; "no change" is one of them.
        outcome: the gain, as it follows "Of 100 people like you, this many have": "half as many headache days".
        source: where the figures come from and what the baseline is.
        harm: what the crosses are, after a number: "stop because of side effects".
        people: who the 100 are.
        baseline: what "anyway" means: "also without treatment", "also with placebo".
        title: what is seen, with its figures; made from the columns where it is empty.
        synthetic: the figures are made up, and the picture says so.
        name: stable name; differs between the pictures of one page.

    Raises:
        InvalidInput: no column, or too many.
    """

    columns: tuple[IconColumn, ...]
    outcome: str
    source: str
    harm: str = "stop because of side effects"
    people: str = "people like you"
    baseline: str = "also without treatment"
    title: str = ""
    synthetic: bool = False
    name: str = "icon-array"

    def __post_init__(self) -> None:
        if not 1 <= len(self.columns) <= MOST_COLUMNS:
            raise InvalidInput("choices", len(self.columns), f"1 to {MOST_COLUMNS}", "Choose fewer.")

    @property
    def shown_title(self) -> str:
        """Its title, or one made of the columns."""
        if self.title:
            return self.title
        shown = [(clean(one.name, 60), one.total) for one in self.columns if one.total is not None]
        if not shown:
            return f"Of 100 {self.people}, how many have {self.outcome}: not known for any choice"
        start = f"Of 100 {self.people}, this many have {self.outcome}: "
        if len(shown) > 4:
            totals = [total for _, total in shown]
            return f"{start}{min(totals)} to {max(totals)}, by choice"
        return start + ", ".join(f"{total} ({name})" for name, total in shown)

    @property
    def shown_source(self) -> str:
        """What stands under it."""
        both = any(one.total is not None and one.stop for one in self.columns)
        said = f"{self.source} {APART}" if both else self.source
        return source_words(said, self.synthetic)

    def icon_words(self, icon: Icon) -> str:
        """What an icon means."""
        return f"{icon.value}: {clean(self.baseline, 60)}" if icon is Icon.ANYWAY else icon.value

    def sentence(self, one: IconColumn) -> str:
        """A column in words: "Topiramate: 41 of 100 (24 anyway, 17 more with it); 9 stop because of side effects"."""
        if one.total is None:
            return f"{named(one.name, one.unconfirmed)}: not shown: {one.reason.rstrip('.')}"
        gains = ", ".join(part for part in (f"{one.anyway} anyway", one.gain_words) if part)
        note = f". {clean(one.note).rstrip('.')}" if one.note else ""
        return f"{clean(one.name)}: {one.total} of 100 ({gains}); {one.harm_words(self.harm)}{note}"
