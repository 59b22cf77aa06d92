"""The forest plot: each study with its interval, and the pooled results as diamonds."""

from __future__ import annotations

from interictal.figures.axis import Axis, tick_words
from interictal.figures.effects import NOT_ESTIMABLE, Forest, Span, source_words, weight_words
from interictal.figures.figure import WIDE, Figure, Key
from interictal.figures.forest_marks import layers
from interictal.figures.forest_page import page_of
from interictal.figures.labels import clean, named
from interictal.figures.pixels import specification


def forest_plot(plot: Forest, width: int = WIDE) -> Figure:
    """The forest plot as a picture.

    A square's area is the study's weight; without weights all are dots of one size. A hollow mark is unconfirmed. An
    interval that goes on beyond the axis ends in an arrowhead. On a phone each name stands above its line.

    Args:
        plot: what it shows.
        width: ``WIDE`` or ``NARROW``.
    """
    page = page_of(plot, width)
    header, rows = _table(plot)
    return Figure(
        name=plot.name,
        title=clean(plot.shown_title),
        description=_description(plot),
        spec=specification(page.room, page.y, layers(page), (page.left, page.right)),
        key=_key(plot, page.axis),
        header=header,
        rows=rows,
        source=source_words(plot.source, plot.synthetic),
        width=width,
    )


def _description(plot: Forest) -> str:
    rows = []
    for row in plot.rows:
        more = [part for part in (row.group, row.text) if part]
        if row.weight is not None:
            more.append(f"weight {weight_words(row.weight)}")
        rest = f", {clean(', '.join(more))}" if more else ""
        rows.append(f"{named(row.label, row.unconfirmed)}: {plot.words(row.span)}{rest}")
    parts = [f"{clean(plot.measure)} with {plot.level_words} intervals. {'; '.join(rows)}."]
    for one in plot.pooled:
        of = f" of {clean(one.group)}" if one.group else ""
        parts.append(f"Pooled{of}, {named(one.label, one.unconfirmed)}: {plot.words(one.span)}.")
        if one.prediction is not None:
            parts.append(f"{plot.level_words} prediction interval {plot.interval_words(*one.prediction)}.")
        if one.text:
            parts.append(f"{clean(one.text)}.")
    parts.append(f"No difference is at {tick_words(plot.no_effect)}.")
    if plot.favours is not None:
        left, right = (clean(words) for words in plot.favours)
        parts.append(f"To the left: {left}; to the right: {right}.")
    return " ".join(parts)


def _table(plot: Forest) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    interval = f"{plot.level_words} interval"
    header = (
        clean(plot.head),
        "Group",
        clean(plot.text_head) or "Data",
        clean(plot.measure),
        interval,
        "Weight",
        "Status",
    )
    rows: list[tuple[str, ...]] = []

    def add(label: str, group: str, text: str, span: Span | None, weight: str, unconfirmed: bool) -> None:
        estimate, _, interval = plot.words(span).partition(" (")
        status = "unconfirmed" if unconfirmed else "–"
        written = NOT_ESTIMABLE if span is None else estimate
        ends = "–" if span is None else interval[:-1]
        rows.append((clean(label), clean(group) or "–", clean(text) or "–", written, ends, weight, status))

    for row in plot.rows:
        add(row.label, row.group, row.text, row.span, weight_words(row.weight), row.unconfirmed)
    for one in plot.pooled:
        add(one.label, one.group, one.text, one.span, "–", one.unconfirmed)
        if one.prediction is not None:
            ends = plot.interval_words(*one.prediction)
            rows.append((plot.prediction_name, clean(one.group) or "–", "–", "–", ends, "–", rows[-1][-1]))
    kept = [at for at in range(len(header)) if at in (0, 3, 4) or any(row[at] != "–" for row in rows)]
    return tuple(header[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in rows)


def _key(plot: Forest, axis: Axis) -> tuple[Key, ...]:
    one = clean(plot.head, 20).lower()
    drawn = [row for row in plot.rows if row.span is not None]
    weighted = any(row.weight is not None for row in plot.rows)
    entries = []
    if any(not row.unconfirmed for row in drawn):
        entries.append(Key("square", f"{one}, area: weight") if weighted else Key("dot-effect", one))
    if any(row.unconfirmed for row in drawn):
        entries.append(Key("square-hollow" if weighted else "dot-hollow", f"{one}, unconfirmed"))
    if any(not one.unconfirmed for one in plot.pooled):
        entries.append(Key("pooled", "pooled"))
    if any(one.unconfirmed for one in plot.pooled):
        entries.append(Key("pooled-hollow", "pooled, part of it unconfirmed"))
    if any(one.prediction for one in plot.pooled):
        entries.append(Key("prediction", "prediction interval"))
    if any(low < axis.low or high > axis.high for low, _, high in plot.spans):
        entries.append(Key("beyond", "goes on beyond the axis"))
    return tuple(entries)
