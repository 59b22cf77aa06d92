"""A plan, a check and a refusal on the terminal: the answer first, then what is asked, then the details."""

from __future__ import annotations

from collections.abc import Sequence

from interictal import INTENDED_USE
from interictal.figures.plan_map import plain
from interictal.injection.findings import Finding, Severity
from interictal.injection.indications import Evidence, Indication
from interictal.report.plan_words import (
    JURISDICTION,
    SEVERITY,
    draw_up,
    finding_words,
    heading,
    how,
    lead,
    muscle_rows,
)
from interictal.report.screen import Screen
from interictal.safety.planned import Planned

_WIDE = 78


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
    screen.title(f"{heading(planned)} · {JURISDICTION[plan.jurisdiction]}{synthetic}")
    for sentence in lead(planned):
        screen.text(sentence)
    findings(screen, planned.findings)
    screen.heading("Sites by muscle")
    wide = width >= _WIDE
    head = f"{'muscle':<24}{'left':>12}{'right':>12}{'midline':>12}{'U':>8}" + (f"{'mL':>8}" if wide else "")
    screen.line(head, bold=True)
    for row in muscle_rows(plan):
        screen.line(
            f"{row.muscle:<24}{row.left:>12}{row.right:>12}{row.midline:>12}{row.units:>8}"
            + (f"{row.volume:>8}" if wide else "")
        )
    screen.heading("Draw up")
    for step in draw_up(plan):
        screen.text(step, "  ")
    screen.heading("How")
    for name, words in how(plan):
        screen.text(f"{name}: {words}", "  ")
    screen.heading("Every site, in the order of injection")
    for number, site in enumerate(plan.sites, 1):
        screen.line(
            f"{number:>3} {site.id:<28}{site.side.value:<9}{plain(site.units.amount):>6} U"
            f"{plain(site.volume_ml):>9} mL  {site.kind.value}"
        )
    screen.text("Left and right are the patient's own.")
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def findings(screen: Screen, found: Sequence[Finding]) -> None:
    """What the checks found, by what it demands."""
    for severity in Severity:
        chosen = [one for one in found if one.severity is severity]
        if chosen:
            screen.heading(f"{SEVERITY[severity][0].upper()}{SEVERITY[severity][1:]}")
            for one in chosen:
                screen.text(f"{one.code}: {finding_words(one)}", "  ")


def check_terminal(found: Sequence[Finding], *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """What checking a session found."""
    screen = Screen(width, colour, unicode)
    counts = {severity: sum(one.severity is severity for one in found) for severity in Severity}
    if counts[Severity.BLOCK]:
        screen.title(f"Blocked: {counts[Severity.BLOCK]} to mend before it can be signed")
    elif counts[Severity.ASK]:
        screen.title(f"Nothing blocks; {counts[Severity.ASK]} asked, each with its reason in the record")
    else:
        screen.title("Nothing blocks, and nothing is asked")
    findings(screen, found)
    screen.gap()
    screen.text("No finding does not mean that injecting is safe: only what stands above was checked.", dim=True)
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


_ANSWER = {
    Evidence.CONTRADICTED: "Trials found no benefit, so no plan is made.",
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
