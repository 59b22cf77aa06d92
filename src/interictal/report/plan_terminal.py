"""A plan, a check and a refusal on the terminal: the answer first, then what is asked, then the details."""

from __future__ import annotations

from collections.abc import Sequence

from interictal import INTENDED_USE
from interictal.injection.findings import Finding, Severity
from interictal.injection.indications import Evidence, Indication
from interictal.injection.protocols import Kind
from interictal.report.plan_words import (
    SEVERITY,
    cautions,
    draw_up,
    finding_words,
    heading,
    how,
    lead,
    millilitres,
    muscle_rows,
    side_words,
)
from interictal.report.screen import Screen
from interictal.report.words import shown as printable
from interictal.safety.planned import Planned
from interictal.units import digits


def plan_terminal(planned: Planned, *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """The plan as lines of at most ``width`` characters.

    Args:
        planned: what to show.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = Screen(width, colour, unicode)
    plan = planned.plan
    synthetic = " · SYNTHETIC" if planned.synthetic else ""
    screen.title(f"{heading(planned)}{synthetic}")
    for sentence in lead(planned):
        screen.text(sentence)
    findings(screen, planned.findings)
    screen.heading("Sites by muscle")
    _muscles(screen, planned)
    screen.heading("Warnings")
    for warning in cautions(plan):
        screen.text(warning, "  ")
    screen.heading("Draw up")
    for step in draw_up(plan):
        screen.text(step, "  ")
    screen.heading("How")
    for name, words in how(plan):
        screen.text(f"{name}: {words}", "  ")
    screen.heading("Every site, in the order of injection")
    _sites(screen, planned)
    screen.text("Left and right are the patient's own.")
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def _sites(screen: Screen, planned: Planned) -> None:
    """A line a site; where the terminal is narrow, the kind shrinks to a star."""
    sites = planned.plan.sites
    wide = max(len(site.id) for site in sites) + 2
    sides = [side_words(planned.plan, site) for site in sites]
    beside = max(map(len, sides)) + 1
    stars = wide + beside + _SITE_COLUMNS > screen.width
    for number, (site, side) in enumerate(zip(sites, sides, strict=True), 1):
        kind = ("" if site.kind is Kind.FIXED else "*") if stars else site.kind.value
        screen.line(
            f"{number:>3} {site.id:<{wide}}{side:<{beside}}{digits(site.units.amount):>6} U"
            f"{millilitres(site.volume_ml):>7} mL  {kind}"
        )
    if stars and any(site.kind is not Kind.FIXED for site in sites):
        screen.text("* not a fixed site of the protocol")


_SITE_COLUMNS = 39
"""Columns of a line beside the site's name and side."""


def _muscles(screen: Screen, planned: Planned) -> None:
    """A line a muscle; the volume is left out where the terminal is too narrow for it."""
    header = ("muscle", "left", "right", "midline", "U", "mL")
    rows = [(row.muscle, row.left, row.right, row.midline, row.units, row.volume) for row in muscle_rows(planned.plan)]
    widths = [max(len(row[at]) for row in (header, *rows)) + 2 for at in range(len(header))]
    shown = len(header) if sum(widths) <= screen.width else len(header) - 1
    for number, row in enumerate((header, *rows)):
        first, *others = row[:shown]
        cells = "".join(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=False))
        screen.line(f"{first:<{widths[0]}}{cells}", bold=number == 0)


def findings(screen: Screen, found: Sequence[Finding], *, about: bool = False) -> None:
    """What the checks found, by what it demands; with ``about``, also the ids of what each is about."""
    for severity in Severity:
        chosen = [one for one in found if one.severity is severity]
        if chosen:
            screen.heading(f"{SEVERITY[severity][0].upper()}{SEVERITY[severity][1:]}")
            for one in chosen:
                ids = f" ({printable(', '.join(one.about))})" if about and one.about else ""
                screen.text(f"{one.code}{ids}: {finding_words(one)}", "  ")


def check_terminal(found: Sequence[Finding], *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """What checking a session found."""
    screen = Screen(width, colour, unicode)
    counts = {severity: sum(one.severity is severity for one in found) for severity in Severity}
    if counts[Severity.BLOCK]:
        screen.title(f"Blocked: {counts[Severity.BLOCK]} to mend before it can be signed")
    elif counts[Severity.ASK]:
        screen.title(f"Nothing blocks; {counts[Severity.ASK]} to answer with a reason before it can be signed")
    else:
        screen.title("Nothing blocks, and every question has its answer or reason")
    findings(screen, found)
    screen.gap()
    screen.text("No finding does not mean that injecting is safe: only what stands above was checked.", dim=True)
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


_ANSWER = {
    Evidence.CONTRADICTED: "Trials found no benefit, so no plan is made.",
    Evidence.INCONCLUSIVE: "Trials were done and do not tell whether it helps, so no plan is made.",
    Evidence.NONE: "No controlled trial was found, so no plan is made.",
}


def refusal_terminal(refused: Indication, *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """Why no plan is made: the figures with their sources, and what would change the answer."""
    screen = Screen(width, colour, unicode)
    screen.title(refused.title)
    screen.text(_ANSWER[refused.evidence])
    screen.heading("What is published")
    for one in refused.results:
        mark = "" if one.confirmed else " (unconfirmed)"
        screen.text(f"{one.words}{mark} [{one.source}]", "  ")
    screen.heading("What would change this")
    screen.text(refused.would_change, "  ")
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    return screen.render()
