"""The fit of the mechanism on the terminal: each published figure beside the model, each number with its interval."""

from __future__ import annotations

from interictal import INTENDED_USE
from interictal.mechanism.fitting import TOLERANCE, Fit
from interictal.mechanism.parameters import parameters
from interictal.mechanism.targets import READING
from interictal.report.screen import Screen

_UNCONFIRMED = "  unconfirmed"
_READING = f"{_UNCONFIRMED}, {READING}"
_TOLD = {"figures": "told by the figures", "prior": "told mostly by its prior"}


def fit_terminal(
    fit: Fit, differing: tuple[str, ...], *, width: int = 80, colour: bool = False, unicode: bool = True
) -> str:
    """A fit as lines of at most ``width`` characters.

    Args:
        fit: the result.
        differing: ids of shipped numbers that the fit does not give.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = Screen(width, colour, unicode)
    screen.title("The mechanism, fitted to published figures")
    screen.line(f"  {'figure'.ljust(20)}{'value':>8}{'SE':>7}{'model':>8}{'off, SE':>9}", bold=True)
    for each in fit.compared:
        target = each.target
        published = f"{target.id.ljust(20)}{target.value:>8.4g}{target.se:>7.3g}"
        line = f"  {published}{each.model:>8.4g}{each.residual:>9.2f}"
        mark = _READING if target.value_from == READING else "" if target.confirmed else _UNCONFIRMED
        if len(line) + len(mark) <= width:
            screen.line(line + mark)
        else:
            screen.line(line)
            screen.line(f"  {mark}")
    screen.gap()
    free = len(fit.fitted)
    screen.text(
        f"Sum of squares {fit.misfit:.1f} over {len(fit.compared)} figures, {fit.from_priors:.1f} more from the "
        f"priors of {sum(each.narrowed is not None for each in fit.fitted)} of {free} fitted numbers.",
        "  ",
    )
    screen.heading("Fitted numbers, with 95 % intervals from the curvature")
    for number in fit.fitted:
        known = parameters()[number.id]
        told = _TOLD[number.identified]
        prior = f" (its prior: {known.source})" if known.prior else ""
        screen.text(f"{number.id} {number.value:.3g} ({number.low:.3g} to {number.high:.3g}) {known.unit}", "  ")
        screen.text(f"{known.words}; {told}{prior}", "      ", dim=True)
    screen.heading("Held at what a source says: the figures do not tell them")
    for held in fit.fixed:
        mark = "" if held.confirmed else ", unconfirmed"
        rests = f"[{held.source}, {held.studied}{mark}]"
        screen.text(f"{held.id} {held.value:g} ({held.low:g} to {held.high:g}) {held.unit} {rests}", "  ")
    screen.heading("How the figures are read")
    for each in fit.compared:
        target = each.target
        screen.text(
            f"{target.id}: {target.words}, {target.unit} [{target.source}]. Value {target.value_from}, SE "
            f"{target.se_from}. {target.note}",
            "  ",
        )
    screen.gap()
    if differing:
        screen.text(f"The shipped numbers are not what comes out: {', '.join(differing)}.")
    else:
        screen.text(f"The shipped numbers are what comes out, within {TOLERANCE:g} of a standard error.")
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    return screen.render()
