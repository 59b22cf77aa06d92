"""A pooled result on the terminal: the answer first, then how the studies differ, then each study."""

from __future__ import annotations

from collections.abc import Callable
from math import exp

from interictal import INTENDED_USE
from interictal.errors import InterictalError
from interictal.evidence.synthesis.regression import Coefficient
from interictal.evidence.synthesis.results import Pooled
from interictal.evidence.synthesis.sensitivity import Subgroups
from interictal.figures import Forest, forest_text
from interictal.report.pooled import AS_GIVEN, METHODS, Analyses, figure_words, p_words
from interictal.report.pooled_figures import forest_of, steps_forest
from interictal.report.screen import Screen
from interictal.report.words import plural
from interictal.report.words import shown as printable

_UNLIKELY = 0.1
"""p of Cochran's Q below which chance alone hardly explains the differences: the test has little power (our choice)."""


def pooled_terminal(analyses: Analyses, *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """The result as lines of at most ``width`` characters.

    Args:
        analyses: what to show.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = Screen(width, colour, unicode)
    _answer(screen, analyses)
    _differences(screen, analyses.result.pooled, analyses)
    picture(screen, lambda: forest_of(analyses))
    _figures(screen, analyses)
    if analyses.subgroups is not None:
        _groups(screen, analyses, analyses.subgroups)
    if analyses.leave_one_out is not None:
        steps = analyses.leave_one_out
        screen.heading("Without each study in turn")
        picture(screen, lambda: steps_forest(analyses, steps, "without"))
    if analyses.cumulative is not None:
        added = analyses.cumulative
        screen.heading("Study by study, in the order of the table")
        picture(screen, lambda: steps_forest(analyses, added, "up to"))
    _line(screen, analyses)
    notes(screen, analyses.result.notes)
    return rendered(screen)


def picture(screen: Screen, make: Callable[[], Forest]) -> None:
    """A forest plot in characters, or why there is none."""
    try:
        screen.block(forest_text(make(), screen.width, screen.unicode))
    except InterictalError as problem:
        screen.gap()
        screen.text(f"No picture: {printable(str(problem))}")


def rendered(screen: Screen) -> str:
    """The lines; without its character set, tau² is written tau2."""
    if not screen.unicode:
        screen.lines = [line.replace("²", "2") for line in screen.lines]
    return screen.render()


def notes(screen: Screen, found: tuple[str, ...]) -> None:
    """What has to be known to read a result, and what it is for."""
    if found:
        screen.heading("Notes")
        for note in found:
            screen.text(printable(note), "  ")
    screen.gap()
    screen.text("A pooled result is no advice: it says what these studies found, in the people they took.", dim=True)
    screen.text(INTENDED_USE, dim=True)


def _answer(screen: Screen, analyses: Analyses) -> None:
    result, one = analyses.result, analyses.result.pooled
    first, second = (printable(name) for name in result.compare)
    mark = ", unconfirmed" if analyses.any_unconfirmed else ""
    screen.title(f"{first} against {second}{mark}")
    screen.text(f"{analyses.measure}: {_span(analyses, one)}, {p_words(one.p)}.")
    if result.scale == "log":
        screen.text(
            f"{first} divided by {second}; below 1 is less often with {first}. Analysed on the log scale: "
            f"{figure_words(one.estimate)}, standard error {figure_words(one.se)}."
        )
    else:
        given = " The table does not say what the numbers are: if ratios, their logarithms."
        screen.text(
            f"{first} minus {second}; standard error {figure_words(one.se)}."
            f"{given if analyses.measure == AS_GIVEN else ''}"
        )
    if not analyses.chosen and analyses.library is None:
        screen.text("The table's own order says which is compared with which; --compare or --reference turns it.")
    screen.gap()
    screen.row("Studies", f"{one.k}{_people(analyses)}")
    hartung = ", Hartung-Knapp standard error and t distribution" if result.hartung_knapp else ""
    screen.row("Method", f"{METHODS[result.method]}{hartung}; {analyses.level_percent:g} % intervals")
    if analyses.any_unconfirmed:
        screen.row("Unconfirmed", "at least one value was not seen at its source; the studies are marked")


def _people(analyses: Analyses) -> str:
    arms = (analyses.result.studies.first, analyses.result.studies.second)
    if arms[0] is None or arms[1] is None:
        return ""
    one, other = (int(each.n.sum()) for each in arms if each is not None)
    return f", {one} and {other} people"


def _differences(screen: Screen, one: Pooled, analyses: Analyses) -> None:
    if one.k < 2:
        screen.row("Between studies", "one study: nothing is known of differences between studies")
        return
    screen.row("Between studies", _heterogeneity(one))
    if one.q_p is not None:
        more = "more than" if one.q_p < _UNLIKELY else "no more than"
        screen.row("", f"The studies differ by {more} chance might make them (Q), whatever the reason.")
    if one.prediction_low is not None and one.prediction_high is not None:
        low, high = _ends(analyses, one.prediction_low), _ends(analyses, one.prediction_high)
        screen.row("A new study", f"between {low} and {high} ({analyses.level_percent:g} % prediction interval)")


def _heterogeneity(one: Pooled) -> str:
    parts = []
    if one.tau2 is not None and one.method != "FE":
        parts.append(f"tau² {figure_words(one.tau2)}{_interval(one.tau2_low, one.tau2_high)}")
    if one.i2 is not None:
        parts.append(f"I² {one.i2:.0f} %{_interval(one.i2_low, one.i2_high)}")
    if one.q_p is not None:
        parts.append(f"Q {figure_words(one.q)} with {one.q_df} df, {p_words(one.q_p)}")
    return "; ".join(parts) or "not estimated"


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({figure_words(low)} to {figure_words(high)})"


def _ends(analyses: Analyses, value: float) -> str:
    if analyses.result.scale != "log":
        return figure_words(value)
    return "beyond any number" if value > _MOST else figure_words(exp(value))


_MOST = 700.0


def _span(analyses: Analyses, one: Pooled) -> str:
    estimate, low, high = (_ends(analyses, value) for value in (one.estimate, one.ci_low, one.ci_high))
    return f"{estimate} ({low} to {high})"


def _figures(screen: Screen, analyses: Analyses) -> None:
    """How figures of the library came about, with their sources."""
    if analyses.library is None:
        return
    screen.heading("Where the figures come from")
    for study in analyses.result.studies.names:
        how = analyses.library.how[study] or "as stated"
        sources = ", ".join(analyses.library.sources[study])
        mark = " (unconfirmed)" if study in analyses.unconfirmed else ""
        screen.text(printable(f"{study}{mark}: {how} [{sources}]"), "  ")


def _groups(screen: Screen, analyses: Analyses, found: Subgroups) -> None:
    screen.heading(f"By {printable(found.column)}")
    for group in found.groups:
        said = "not estimable" if group.pooled is None else _span(analyses, group.pooled)
        screen.text(f"{printable(group.name)}: {said} of {plural(len(group.studies), 'study', 'studies')}", "  ")
    if found.q is not None and found.p is not None:
        screen.text(f"Between the groups: Q {figure_words(found.q)} with {found.df} df, {p_words(found.p)}.", "  ")
        screen.text("Studies were not assigned to groups by chance: a difference may have other reasons.", "  ")
    for note in found.notes:
        screen.text(printable(note), "  ")


def _line(screen: Screen, analyses: Analyses) -> None:
    found = analyses.regression
    if found is not None:
        screen.heading(f"Meta-regression on {printable(found.covariate)}")
        screen.text(f"At {printable(found.covariate)} 0: {_coefficient(found.intercept)}", "  ")
        screen.text(f"For one more of it: {_coefficient(found.slope)}", "  ")
        left = f"What is left: tau² {figure_words(found.tau2)}, I² {found.i2:.0f} %"
        screen.text(f"{left}; explained: {found.r2:.0f} % of tau².", "  ")
        if analyses.result.scale == "log":
            screen.text("On the log scale: the exponential of the slope is a ratio of ratios.", "  ")
        for note in found.notes:
            screen.text(printable(note), "  ")
    tested = analyses.egger
    if tested is not None:
        screen.heading("Funnel asymmetry (Egger)")
        screen.text(f"Slope on the standard error, 0 without asymmetry: {_coefficient(tested.bias)}", "  ")
        screen.text(f"A study without sampling error: {_coefficient(tested.limit)}", "  ")
        screen.text("Small studies may differ for other reasons than that some were not published.", "  ")
        for note in tested.notes:
            screen.text(printable(note), "  ")


def _coefficient(one: Coefficient) -> str:
    low, high = figure_words(one.ci_low), figure_words(one.ci_high)
    return f"{figure_words(one.estimate)} ({low} to {high}), {p_words(one.p)}"
