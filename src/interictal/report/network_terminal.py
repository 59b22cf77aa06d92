"""A network of treatments on the terminal: each against the reference, then how far the evidence agrees."""

from __future__ import annotations

from math import exp

from interictal.evidence.network import APPROXIMATE, Effect, Estimate, Inconsistency, Squares, inconsistency, splits
from interictal.report.network_figures import against_reference
from interictal.report.networks import METHODS, Networked
from interictal.report.pooled import figure_words, p_words
from interictal.report.pooled_terminal import notes, picture, rendered
from interictal.report.screen import Screen
from interictal.report.words import plural
from interictal.report.words import shown as printable

_MOST_IN_LEAGUE = 6
"""Treatments of a league table that still fits 80 columns, if only as a list; more are written with --league."""
_MOST_SPLITS = 20
"""Comparisons that are shown with direct and indirect evidence; the JSON document has all."""
_NAME = 24


def network_terminal(shown: Networked, *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """The network as lines of at most ``width`` characters.

    Args:
        shown: what to show.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = Screen(width, colour, unicode)
    _answer(screen, shown)
    picture(screen, lambda: against_reference(shown))
    _scores(screen, shown)
    _agreement(screen, shown, inconsistency(shown.result))
    _evidence(screen, shown)
    _league(screen, shown)
    _figures(screen, shown)
    notes(screen, shown.result.notes)
    return rendered(screen)


def _answer(screen: Screen, shown: Networked) -> None:
    result = shown.result
    mark = ", unconfirmed" if shown.unconfirmed else ""
    screen.title(f"{plural(result.n - 1, 'treatment', 'treatments')} against {printable(result.reference)}{mark}")
    scale = " They are analysed as logarithms." if result.is_ratio else ""
    screen.text(
        f"{shown.measure}: each treatment {'divided by' if result.is_ratio else 'minus'} "
        f"{printable(result.reference)}, from direct and indirect evidence together.{scale}"
    )
    screen.text("Indirect evidence compares people of different studies: chance did not assign them.")
    if shown.unconfirmed:
        screen.text("Unconfirmed: at least one value was not seen at its source, and every estimate may rest on it.")
    screen.gap()
    screen.row("Studies", f"{result.k}, with {plural(result.n_designs, 'design', 'designs')}")
    screen.row("Method", f"{METHODS[result.method]}; {shown.level_percent:g} % intervals")
    parts = [] if result.tau2 is None or result.method == "FE" else [f"tau² {figure_words(result.tau2)}"]
    if result.i2_percent is not None:
        parts.append(f"I² {result.i2_percent:.0f} %")
    if result.q_p is not None:
        parts.append(f"Q {figure_words(result.q)} with {result.q_df} df, {p_words(result.q_p)}")
    screen.row("Heterogeneity", ", ".join(parts) or "cannot be told: no study is more than is needed")


def _scores(screen: Screen, shown: Networked) -> None:
    result = shown.result
    good = "small" if result.small_values_good else "large"
    screen.heading(f"P-scores, if {good} values are good for the patient")
    scores = dict(zip(result.treatments, result.random.p_scores.tolist(), strict=True))
    by_name = {one.treatment: one for one in shown.effects}
    room = screen.width - 30 - max(len(_beside(shown, one)) for one in shown.effects)
    for name in shown.ranked:
        one = by_name.get(name)
        said = "" if one is None else _beside(shown, one)
        if room >= 0:
            screen.line(f"  {scores[name]:.2f}  {_name(name)}  {said}")
        else:
            screen.line(f"  {scores[name]:.2f}  {_name(name)}")
            screen.text(said, " " * 8)
    predicted = (
        " and where the effect of a new study would lie, both" if result.random.prediction_low is not None else ""
    )
    screen.text(f"Beside each: p{predicted} against {printable(result.reference)}.", "  ")
    screen.text(
        "A P-score is the mean certainty that a treatment is better than another one: 1 is certain, 0.5 says nothing. "
        "It is no measure of how much better.",
        "  ",
    )


def _name(name: str) -> str:
    plain = printable(name)
    return (plain if len(plain) <= _NAME else f"{plain[: _NAME - 1]}…").ljust(_NAME)


def _beside(shown: Networked, one: Effect) -> str:
    """What is said of a treatment against the reference beside its P-score."""
    if one.prediction_low is None or one.prediction_high is None:
        return p_words(one.p)
    low, high = _value(shown, one.prediction_low), _value(shown, one.prediction_high)
    return f"{p_words(one.p)}; a new study: {low} to {high}"


def _value(shown: Networked, value: float) -> str:
    if not shown.result.is_ratio:
        return figure_words(value)
    return "beyond any number" if value > _MOST else figure_words(exp(value))


_MOST = 700.0


def _span(shown: Networked, one: Estimate) -> str:
    return f"{_value(shown, one.estimate)} ({_value(shown, one.low)} to {_value(shown, one.high)})"


def _agreement(screen: Screen, shown: Networked, found: Inconsistency) -> None:
    screen.heading("Do the studies agree?")
    screen.text(f"Within designs, heterogeneity: {_squares(found.within)}", "  ")
    screen.text(f"Between designs, inconsistency: {_squares(found.between)}", "  ")
    if found.between_random is not None:
        screen.text(f"Between designs, allowing for heterogeneity: {_squares(found.between_random)}", "  ")


def _squares(one: Squares) -> str:
    if one.p is None:
        return "cannot be told: no study is more than is needed"
    return f"Q {figure_words(one.q)} with {one.df} df, {p_words(one.p)}"


def _evidence(screen: Screen, shown: Networked) -> None:
    """Direct against indirect evidence, where there is both; the least agreeing first."""
    both = [one for one in splits(shown.result) if one.difference is not None]
    if not both:
        screen.text("No comparison has both direct and indirect evidence: their agreement cannot be told.", "  ")
        return
    both.sort(key=lambda one: one.difference.p if one.difference is not None else 1.0)
    screen.heading("Direct and indirect evidence, where there is both")
    for one in both[:_MOST_SPLITS]:
        screen.text(f"{printable(one.treat1)} against {printable(one.treat2)}", "  ")
        direct = "" if one.direct is None else _span(shown, one.direct)
        indirect = "" if one.indirect is None else _span(shown, one.indirect)
        gap = "" if one.difference is None else p_words(one.difference.p)
        screen.text(
            f"direct {direct} of {plural(one.k, 'study', 'studies')}; indirect {indirect}; difference {gap}; "
            f"{100 * one.proportion:.0f} % direct",
            "    ",
        )
    if len(both) > _MOST_SPLITS:
        screen.text(f"and {len(both) - _MOST_SPLITS} more, which agree better: see --json", "  ")
    if shown.result.studies.several_arms:
        screen.text(APPROXIMATE, "  ")


def _league(screen: Screen, shown: Networked) -> None:
    table = shown.league
    screen.heading("League table, row against column")
    if len(table.treatments) > _MOST_IN_LEAGUE:
        screen.text(f"{len(table.treatments)} treatments: --league FILE writes it.", "  ")
        return
    texts = table.texts()
    for row, name in enumerate(table.treatments):
        for column, other in enumerate(table.treatments):
            if row > column:
                direct = texts[column][row]
                # Above the diagonal stands the direct estimate the other way round.
                said = f"; direct, {printable(other)} against {printable(name)}: {direct}" if direct else "; no direct"
                screen.text(f"{printable(name)} against {printable(other)}: {texts[row][column]}{said}", "  ")


def _figures(screen: Screen, shown: Networked) -> None:
    """How figures of the library came about, with their sources."""
    if shown.library is None:
        return
    screen.heading("Where the figures come from")
    for study in shown.result.studies.names:
        how = shown.library.how[study] or "as stated"
        mark = " (unconfirmed)" if study in shown.unconfirmed else ""
        screen.text(printable(f"{study}{mark}: {how} [{', '.join(shown.library.sources[study])}]"), "  ")
