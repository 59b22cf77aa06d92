"""Virtual trials, their power, their fit and the comparison with published ones, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from interictal import INTENDED_USE
from interictal.evidence.library.records import Status
from interictal.forecast.trials.comparison import Comparison
from interictal.forecast.trials.comparison_document import QUANTITY_WORDS, range_words, signed, summary, words_of
from interictal.forecast.trials.counts import Range
from interictal.forecast.trials.design import Analysis, Design
from interictal.forecast.trials.design_files import SHIPPED
from interictal.forecast.trials.fitting import Fit
from interictal.forecast.trials.power import Power
from interictal.forecast.trials.results import ArmResult, ContrastResult, Result
from interictal.report.screen import Screen

_SIMULATED = "Simulated: nobody was treated. Ranges are those of 95 % of virtual trials."


def trial_terminal(result: Result, *, width: int, colour: bool, unicode: bool) -> str:
    """Every arm and comparison of virtual trials."""
    design, screen = result.design, Screen(width, colour, unicode)
    screen.title(f"{design.name}: {result.replicates} virtual trials, seed {result.seed}")
    screen.text(_SIMULATED)
    if result.estimates:
        screen.text("All trials have the parameters at their estimates: ranges are chance alone.")
    entry = design.entry
    screen.row(
        "Lets in",
        f"{entry.n} people with {entry.minimum_headache_days} headache days or more in 28; "
        f"{100 * result.selection.let_in:.0f} % of those screened",
    )
    screen.row("Missing values", {"observed": "left out", "last": "last value carried forward",
                                  "baseline": "baseline carried forward"}[design.missing.value])  # fmt: skip
    if result.selection.note:
        screen.row("To know", result.selection.note)
    for arm in result.arms:
        _arm(screen, arm)
    for contrast in result.contrasts:
        if contrast is result.contrasts[0]:
            screen.heading(f"Comparisons ({contrast.analysis.value})")
        _contrast(screen, contrast)
    screen.gap()
    screen.text(_SIMULATED, dim=True)
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def _arm(screen: Screen, arm: ArmResult) -> None:
    screen.heading(f"{arm.name}, {arm.n} people")
    last = None
    for one in arm.outcomes:
        if one.outcome is not last:
            last = one.outcome
            baseline = "" if one.baseline_mean is None else f", baseline {_plain(one.baseline_mean.mean)}"
            screen.text(f"{one.outcome.words}{baseline}", "  ")
            screen.line(f"    {'week':>4}  {'change (95 %)':<24}{'SD':>9}  fall by half (95 %)", bold=True)
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
    screen.title(f"{one.design.name}: power by simulation, {one.replicates} trials of each size, seed {one.seed}")
    screen.row("Compared", f"{one.arm} against {one.versus}, {one.outcome.words}, week {one.week}")
    screen.row("Analysis", f"{one.design.analysis.value}, two-sided level {one.alpha:g}")
    people = sum(arm.n for arm in one.design.arms)
    screen.row("Power", f"{100 * one.power:.1f} % with {people} people (Monte-Carlo error {100 * one.error:.1f})")
    screen.row(
        "Assurance",
        f"{100 * one.assurance:.1f} % (error {100 * one.assurance_error:.1f}): the same where the effect is only as "
        "sure as its figures are",
    )
    sizes = " + ".join(str(n) for n in one.sizes)
    screen.row(
        f"For {100 * one.target:g} %",
        f"{sizes} people ({sum(one.sizes_low)} to {sum(one.sizes_high)} in all, by the error of simulation); power "
        f"there {100 * one.reached:.1f} %",
    )
    screen.gap()
    screen.text("Simulated. Power is at the estimates; a trial that differs from PREEMPT differs in power.", dim=True)
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def comparison_terminal(found: Comparison, *, width: int, colour: bool, unicode: bool) -> str:
    """Held-out figures by trial, and what lies outside."""
    screen = Screen(width, colour, unicode)
    screen.title(f"Virtual beside published trials: {found.replicates} virtual trials of each design")
    screen.text(summary(found))
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
            f"{unconfirmed}; virtual {range_words(one)} [{row.role.value}, {row.source}]",
            "  ",
        )
    missed = [one for one in found.counted if one.inside is False]
    if missed:
        screen.heading("Held-out figures outside")
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
        screen.line(f"{one.id:<26}{one.published:>10.2f}{one.fitted:>9.2f}{one.residual:>15.1f}")
    screen.heading("Parameters")
    for parameter in fit.population.parameters.values():
        interval = "" if parameter.low is None else f" ({parameter.low:g} to {parameter.high:g})"
        basis = "fitted" if parameter.fitted_to else parameter.source or "assumed"
        prior = "" if parameter.prior is None else ", with a prior"
        screen.text(f"{parameter.id}: {parameter.value:g}{interval}, {parameter.words} [{basis}{prior}]", "  ")
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    return screen.render()
