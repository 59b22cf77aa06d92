"""Virtual trials, their power, their fit and the comparison with published ones, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from interictal import INTENDED_USE
from interictal.evidence.library.records import Status
from interictal.forecast.trials.comparison import Comparison
from interictal.forecast.trials.comparison_document import (
    QUANTITY_WORDS,
    paragraphs,
    range_words,
    sections,
    signed,
    words_of,
)
from interictal.forecast.trials.counts import Range
from interictal.forecast.trials.design import Analysis, Design
from interictal.forecast.trials.design_files import SHIPPED
from interictal.forecast.trials.fitting import Fit
from interictal.forecast.trials.power import Power
from interictal.forecast.trials.replicates import too_few
from interictal.forecast.trials.results import ArmResult, ContrastResult, Result
from interictal.forecast.trials.uses import WORDS
from interictal.report.screen import Screen
from interictal.report.words import plural

_SIMULATED = "Simulated: nobody was treated."
_RANGES = "Ranges are those of 95 % of virtual trials."


def trial_terminal(result: Result, *, width: int, colour: bool, unicode: bool) -> str:
    """Every arm and comparison of virtual trials."""
    design, screen = result.design, Screen(width, colour, unicode)
    trials = plural(result.replicates, "virtual trial", "virtual trials")
    screen.title(f"{design.name}: {trials}, seed {result.seed}")
    simulated = f"{_SIMULATED} {too_few(result.replicates) or _RANGES}"
    screen.text(simulated)
    if result.estimates:
        screen.text("All trials have the parameters at their estimates: ranges are chance alone.")
    entry = design.entry
    screen.row(
        "Lets in",
        f"{_people(entry.n)} with {entry.minimum_headache_days} headache days or more in 28; "
        f"{100 * result.selection.let_in:.0f} % of those screened",
    )
    screen.row("Missing values", {"observed": "left out", "last": "last value carried forward",
                                  "baseline": "baseline carried forward"}[design.missing.value])  # fmt: skip
    for note in (result.selection.note, *design.notes):
        if note:
            screen.row("To know", note)
    level = "range" if too_few(result.replicates) else "95 %"
    for arm in result.arms:
        _arm(screen, arm, level)
    for contrast in result.contrasts:
        if contrast is result.contrasts[0]:
            screen.heading(f"Comparisons ({contrast.analysis.value})")
        _contrast(screen, contrast)
    screen.gap()
    screen.text(simulated, dim=True)
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def _people(count: int) -> str:
    return plural(count, "person", "people")


def _arm(screen: Screen, arm: ArmResult, level: str) -> None:
    screen.heading(f"{arm.name}, {_people(arm.n)}")
    last = None
    for one in arm.outcomes:
        if one.outcome is not last:
            last = one.outcome
            baseline = "" if one.baseline_mean is None else f", baseline {_plain(one.baseline_mean.mean)}"
            screen.text(f"{one.outcome.words}{baseline}", "  ")
            screen.line(f"    {'week':>4}  {f'change ({level})':<24}{'SD':>9}  fall by half ({level})", bold=True)
        half = "not known" if one.responder_50 is None else f"{_range(one.responder_50, 0)} %"
        screen.line(f"    {one.week:>4}  {_range(one.change_mean):<24}{_mean(one.change_sd):>9}  {half}")
    week, stayed = list(arm.stayed.items())[-1]
    screen.text(f"still in the trial at week {week}: {_range(stayed, 0)} %", "  ")


def _contrast(screen: Screen, one: ContrastResult) -> None:
    unit = "percentage points" if one.analysis is Analysis.RESPONDER else one.outcome.unit
    ratio = "" if one.odds_ratio is None else f"; odds ratio {_range(one.odds_ratio)}"
    screen.text(f"{one.arm} against {one.versus}, {one.outcome.words}, week {one.week}", "  ")
    screen.text(
        f"{_range(one.difference)} {unit}, standard error {one.standard_error:.2f}; p below 0.05 in "
        f"{100 * one.significant:.0f} % of trials{ratio}",
        "    ",
    )


def _range(found: Range | None, decimals: int = 1) -> str:
    if found is None:
        return "not known"
    return f"{_plain(found.mean, decimals)} ({_plain(found.lower, decimals)} to {_plain(found.upper, decimals)})"


def _mean(found: Range | None) -> str:
    return "not known" if found is None else _plain(found.mean)


def _plain(value: float, decimals: int = 1) -> str:
    text = f"{value:.{decimals}f}"
    return (text[1:] if float(text) == 0 and text.startswith("-") else text).replace("-", "\N{MINUS SIGN}")


def power_terminal(one: Power, *, width: int, colour: bool, unicode: bool) -> str:
    """Power of a design, and the size that reaches a target."""
    screen = Screen(width, colour, unicode)
    trials = plural(one.replicates, "trial", "trials")
    screen.title(f"{one.design.name}: power by simulation, {trials} of each size, seed {one.seed}")
    screen.row("Compared", f"{one.arm} against {one.versus}, {one.outcome.words}, week {one.week}")
    screen.row("Analysis", f"{one.design.analysis.value}, two-sided level {one.alpha:g}")
    people = sum(arm.n for arm in one.design.arms)
    for note in one.design.notes:
        screen.row("To know", note)
    screen.row("Power", f"{100 * one.power:.1f} % with {_people(people)} (Monte-Carlo error {_error(one.error)})")
    screen.row(
        "Assurance",
        f"{100 * one.assurance:.1f} % (error {_error(one.assurance_error)}): the same where the effect is only as "
        "sure as its figures are",
    )
    sizes = " + ".join(str(n) for n in one.sizes)
    screen.row(
        f"For {100 * one.target:g} %",
        f"{sizes} people ({sum(one.sizes_low)} to {sum(one.sizes_high)} in all, by the error of simulation); power "
        f"there {100 * one.reached:.1f} %",
    )
    screen.gap()
    screen.text(
        "Simulated. Power is at the estimates; a trial that differs from PREEMPT differs in power. Errors are those of "
        "simulation, after Agresti and Coull.",
        dim=True,
    )
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def _error(share: float) -> str:
    """In percentage points; one that rounds to nothing is not said to be nothing."""
    return f"{100 * share:.1f}" if share >= 0.0005 else "below 0.1"


def comparison_terminal(found: Comparison, *, width: int, colour: bool, unicode: bool) -> str:
    """Held-out figures by trial, and what lies outside."""
    screen = Screen(width, colour, unicode)
    trials = plural(found.replicates, "virtual trial", "virtual trials")
    screen.title(f"Virtual beside published trials: {trials} of each design")
    few = too_few(found.replicates)
    for words in (*([few] if few else []), *paragraphs(found)):
        screen.text(words)
    name = None
    for one in found.rows:
        if one.virtual is None:
            continue
        if one.name != name:
            name = one.name
            screen.heading(name)
        sign = "inside " if one.inside else "OUTSIDE"
        row = one.row
        unconfirmed = ", unconfirmed" if row.status is Status.UNCONFIRMED else ""
        screen.text(
            f"{sign} {row.arm}, week {row.week}, {row.outcome}, {QUANTITY_WORDS[row.quantity]}: {signed(row.value)}"
            f"{unconfirmed}; virtual {range_words(one)} [{WORDS[one.use]}, {row.source}]",
            "  ",
        )
    for heading, missed in sections(found):
        if missed:
            screen.heading(heading)
        for one in missed:
            screen.text(f"{words_of(one)}. {one.why or 'No explanation is known.'}", "  ")
    screen.gap()
    screen.text("All virtual figures are simulated.", dim=True)
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def designs_terminal(designs: Mapping[str, Design], *, width: int, colour: bool, unicode: bool) -> str:
    """The designs, those offered by name first."""
    screen = Screen(width, colour, unicode)
    screen.title("Designs of trials")
    for name, design in designs.items():
        if name == next((one for one in designs if one not in SHIPPED), None):
            screen.heading("Of studies that virtual trials are compared with")
        arms = "; ".join(f"{arm.name}, {arm.n}" for arm in design.arms)
        weeks = ", ".join(str(week) for week in design.visits_weeks)
        screen.row(name, f"{design.name}: {arms}; weeks {weeks} [{design.source or 'no source'}]")
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def fit_terminal(fit: Fit, *, width: int, colour: bool, unicode: bool) -> str:
    """Each figure beside the fit, and the parameters."""
    screen = Screen(width, colour, unicode)
    screen.title("The population fitted to published figures")
    screen.line(f"{'figure':<26}{'published':>10}{'fitted':>9}{'residual (SE)':>15}", bold=True)
    for one in fit.figures:
        screen.line(f"{one.id:<26}{_plain(one.published, 2):>10}{_plain(one.fitted, 2):>9}{_plain(one.residual):>15}")
    screen.heading("Parameters")
    for parameter in fit.population.parameters.values():
        interval = "" if parameter.low is None else f" ({parameter.low:g} to {parameter.high:g})"
        basis = "fitted" if parameter.fitted_to else parameter.source or "assumed"
        prior = "" if parameter.prior is None else ", with a prior"
        screen.text(f"{parameter.id}: {parameter.value:g}{interval}, {parameter.words} [{basis}{prior}]", "  ")
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    return screen.render()
