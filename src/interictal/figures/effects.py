"""What a forest plot shows: the studies, the pooled results, and the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from interictal.errors import InvalidInput, NotSupported
from interictal.figures.axis import LARGEST, SMALLEST, Axis, Scale, axis_of, decimals_of, effect_words
from interictal.figures.labels import clean

MOST_ROWS = 200
"""Rows of one forest plot; a longer picture would be longer than a printer or a renderer takes."""

LONGEST_SOURCE = 1500
"""Characters of the line under a picture."""

NOT_ESTIMABLE = "not estimable"


Span = tuple[float, float, float]
"""Low, estimate and high."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of a forest plot: a study, a treatment against the reference, or a pooled result without one study.

    Args:
        label: its name.
        estimate: the effect; a ratio as the ratio, not as its logarithm. None: cannot be estimated.
        low, high: ends of its interval.
        weight: its share in the pooled result in percent; None where it has none.
        text: what it rests on, such as "12/100 v 5/98".
        group: the subgroup it belongs to.
        unconfirmed: its figures were not seen at their source.

    Raises:
        InvalidInput: not finite, not in order, or a weight outside 0 to 100.
    """

    label: str
    estimate: float | None
    low: float | None
    high: float | None
    weight: float | None = None
    text: str = ""
    group: str = ""
    unconfirmed: bool = False

    def __post_init__(self) -> None:
        if (self.estimate is None, self.low is None, self.high is None) not in ((False,) * 3, (True,) * 3):
            raise InvalidInput(
                "estimate",
                f"{self.estimate}, {self.low}, {self.high}",
                "an estimate with both ends of its interval, or none of the three",
                f"Give all three for {clean(self.label, 40)}.",
            )
        if self.weight is not None and not 0 <= self.weight <= 100:
            raise InvalidInput("weight", self.weight, "percent, 0 to 100, or none", "Give the share in percent.")

    @property
    def span(self) -> Span | None:
        """Low, estimate and high; None where it cannot be estimated."""
        if self.estimate is None or self.low is None or self.high is None:
            return None
        return self.low, self.estimate, self.high


@dataclass(frozen=True, slots=True)
class Pooled:
    """A diamond: the pooled result of all studies, or of a subgroup.

    Args:
        label: such as "Random effects (REML)".
        estimate, low, high: the effect and its interval; ratios as ratios.
        group: the subgroup it pools; "" for all studies.
        text: what stands below it, such as heterogeneity.
        prediction: ends of the prediction interval, where there is one.
        unconfirmed: values that were not seen at their source went into it.
    """

    label: str
    estimate: float
    low: float
    high: float
    group: str = ""
    text: str = ""
    prediction: tuple[float, float] | None = None
    unconfirmed: bool = False

    @property
    def span(self) -> Span:
        """Low, estimate and high."""
        return self.low, self.estimate, self.high

    @property
    def predicted(self) -> Span | None:
        """The prediction interval around the estimate."""
        return None if self.prediction is None else (self.prediction[0], self.estimate, self.prediction[1])


@dataclass(frozen=True, slots=True)
class Forest:
    """Everything a forest plot shows, on paper, on a phone and in a terminal.

    Args:
        rows: the lines, in order; those of one subgroup are put together.
        pooled: the diamonds; none where nothing is pooled.
        measure: what the numbers are: "Odds ratio", "Mean difference in headache days per 28".
        source: where the figures come from and by which method.
        title: what is seen, with its figures; made from the first pooled result of all studies where it is empty.
        scale: linear for differences, logarithmic for ratios.
        null: the value of no difference; the scale's own where it is None.
        favours: what it means to lie to the left and to the right: "fewer headache days with A", "... with B".
        level: of the intervals, in percent.
        head: what a row is.
        text_head: what the rows' texts are, such as "A v B, events/people".
        synthetic: the studies are made up, and the picture says so.
        name: stable name; differs between the plots of one page.

    Raises:
        InvalidInput: no row, an effect that is not finite or not in its interval, a ratio that is not positive, a
            pooled result of a subgroup without rows.
        NotSupported: more than ``MOST_ROWS`` rows.
    """

    rows: tuple[Effect, ...]
    pooled: tuple[Pooled, ...]
    measure: str
    source: str
    title: str = ""
    scale: Scale = Scale.LINEAR
    null: float | None = None
    favours: tuple[str, str] | None = None
    level: float = 95
    head: str = "Study"
    text_head: str = ""
    synthetic: bool = False
    name: str = "forest"

    def __post_init__(self) -> None:
        if not self.rows:
            raise InvalidInput("rows", "none", "one or more", "Give at least one study.")
        if len(self.rows) > MOST_ROWS:
            raise NotSupported(
                f"A forest plot of {len(self.rows)} rows cannot be read; the most is {MOST_ROWS}. "
                "Choose fewer, or take the table."
            )
        for row in self.rows:
            _check(row.label, row.span, self.scale)
        for one in self.pooled:
            _check(one.label, one.span, self.scale)
            _check(one.label, one.predicted, self.scale)
            if one.group and one.group not in self.groups:
                raise InvalidInput("group", one.group, "a group of the rows", "Give the rows of that group.")
        if not 50 <= self.level < 100:
            raise InvalidInput("level", self.level, "percent, from 50 to under 100", "Give 95 for 95 %.")

    @property
    def groups(self) -> tuple[str, ...]:
        """The subgroups in order of appearance, rows without one first."""
        return tuple(sorted(dict.fromkeys(row.group for row in self.rows), key=lambda name: name != ""))

    @property
    def spans(self) -> list[Span]:
        """Low, estimate and high of everything that can be drawn, the rows first."""
        found = [row.span for row in self.rows] + [one.span for one in self.pooled]
        return [span for span in found + [one.predicted for one in self.pooled] if span is not None]

    @property
    def no_effect(self) -> float:
        """The value of no difference."""
        return self.scale.no_effect if self.null is None else self.null

    def axis(self, room: float) -> Axis:
        """Its axis.

        Args:
            room: length in pixels.
        """
        rows = [row.span for row in self.rows if row.span is not None]
        others = self.spans[len(rows) :]
        always = [self.no_effect, *(one.estimate for one in self.pooled)]
        return axis_of(rows or others or [(self.no_effect,) * 3], always, self.scale, room, others)

    @property
    def decimals(self) -> int:
        """Decimals of its differences."""
        return decimals_of([row.span for row in self.rows if row.span is not None] or [(0.0, 0.0, 0.0)])

    def words(self, span: Span | None) -> str:
        """An effect with its interval, as it is written everywhere: 0.56 (0.32 to 0.98)."""
        if span is None:
            return NOT_ESTIMABLE
        low, estimate, high = (effect_words(value, self.scale, self.decimals) for value in span)
        return f"{estimate} ({low} to {high})"

    def interval_words(self, low: float, high: float) -> str:
        """An interval on its own: 0.32 to 0.98."""
        ends = (effect_words(value, self.scale, self.decimals) for value in (low, high))
        return " to ".join(ends)

    @property
    def prediction_name(self) -> str:
        """What its prediction interval is called."""
        return f"{self.level_words} prediction interval"

    @property
    def level_words(self) -> str:
        """The level of its intervals: 95 %."""
        return f"{self.level:g} %"

    @property
    def overall(self) -> Pooled | None:
        """The first pooled result of all studies."""
        return next((one for one in self.pooled if not one.group), None)

    @property
    def shown_title(self) -> str:
        """Its title, or one made of the pooled result."""
        if self.title:
            return self.title
        count = counted(len(self.rows), self.head.lower())
        if self.overall is None:
            return f"{self.measure}: {count}"
        marked = ", unconfirmed" if self.overall.unconfirmed else ""
        return f"{self.measure}: {self.words(self.overall.span)} from {count}{marked}"


def counted(number: int, what: str) -> str:
    """A number of things: 1 study, 12 studies.

    >>> counted(1, "study"), counted(12, "study"), counted(2, "treatment")
    ('1 study', '12 studies', '2 treatments')
    """
    if number == 1:
        return f"1 {what}"
    return f"{number} {what[:-1]}ies" if what.endswith("y") else f"{number} {what}s"


def weight_words(weight: float | None) -> str:
    """A share in percent: 12.3 %."""
    return "–" if weight is None else f"{weight:.1f} %"


def source_words(source: str, synthetic: bool) -> str:
    """The line under a picture of results; made-up ones are labelled."""
    shown = clean(source, LONGEST_SOURCE)
    return f"SYNTHETIC, made-up figures. {shown}" if synthetic else shown


def _check(label: str, span: Sequence[float] | None, scale: Scale) -> None:
    if span is None:
        return
    low, estimate, high = span
    name = clean(label, 40)
    if not all(isfinite(value) for value in span):
        raise InvalidInput(name, _shown(span), "finite numbers", "Leave out what cannot be estimated.")
    if not low <= estimate <= high:
        raise InvalidInput(name, _shown(span), "an interval that holds its estimate", "Correct the interval.")
    if scale is Scale.LOG and not (low >= SMALLEST and high <= LARGEST):
        allowed = f"a ratio, from {SMALLEST:g} to {LARGEST:g}"
        raise InvalidInput(name, _shown(span), allowed, "Give ratios, not their logarithms.")
    if scale is Scale.LINEAR and max(-low, high) > LARGEST:
        raise InvalidInput(name, _shown(span), f"at most {LARGEST:g}", "Correct the figures.")


def _shown(span: Sequence[float]) -> str:
    low, estimate, high = span
    return f"{estimate:g} ({low:g} to {high:g})"
