"""What checking published figures found, on the terminal: impossible ones first, like ones together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from interictal import INTENDED_USE
from interictal.evidence.checks import CODES, ArmFigures, Difference, Finding, Severity
from interictal.evidence.checks.document import below_one_day, stated
from interictal.report.screen import Screen
from interictal.report.words import plural
from interictal.report.words import shown as printable

_SHOWN = 12
"""Places of like findings that are listed; the JSON document has all."""

_MOST = 40
"""Studies that are listed for one kind of finding."""

_HEADINGS = {
    Severity.IMPOSSIBLE: "Impossible: one of these figures is wrong",
    Severity.DOUBTFUL: "Doubtful: look these up",
    Severity.NOTE: "To note",
}


def checks_terminal(
    title: str,
    arms: Sequence[ArmFigures],
    differences: Sequence[Difference],
    findings: Sequence[Finding],
    accepted: Sequence[tuple[Finding, str]] = (),
    unused: Sequence[str] = (),
    *,
    width: int = 80,
    colour: bool = False,
    unicode: bool = True,
) -> str:
    """The findings as lines of at most ``width`` characters.

    Args:
        title: what was checked.
        arms, differences: what was checked, for the numbers of figures.
        findings: what is to be mended.
        accepted: findings that stay, each with its reason.
        unused: columns that nothing was checked in.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = Screen(width, colour, unicode)
    counts = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    said = ", ".join(f"{counts[severity]} {severity.value}" for severity in Severity if counts[severity])
    screen.title(f"{printable(title)}: {said or 'nothing found'}")
    figures = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in stated(arms).items())
    screen.text(f"Checked: {figures or 'no figures of arms'}; {plural(len(differences), 'comparison', 'comparisons')}.")
    small = below_one_day(arms)
    if small:
        screen.text(f"{small} SDs of a change in days are below one day.")
    if unused:
        screen.text(f"Not checked, columns: {printable(', '.join(unused))}.")
    for severity in Severity:
        chosen = [one for one in findings if one.severity is severity]
        if chosen:
            screen.heading(_HEADINGS[severity])
            for code, same in groupby(chosen, key=lambda one: one.code):
                _code(screen, code, list(same))
    if accepted:
        screen.heading("Known, and left as published")
        for one, reason in accepted:
            screen.text(printable(f"{one.code}, {one.place}: {one.because} Left: {reason}"), "  ")
    screen.gap()
    screen.text("No finding does not mean that the figures are right: only what stands above was checked.", dim=True)
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def _code(screen: Screen, code: str, found: Sequence[Finding]) -> None:
    screen.text(f"{code}: {CODES[code]} ({len(found)})", "  ")
    alike: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        alike.setdefault((one.study, one.figures[0][0]), []).append(one)
    for (study, _), (first, *others) in list(alike.items())[:_MOST]:
        named = f" {study}" if study and study not in first.place else ""
        arm = f", {first.arm}" if first.arm and first.arm not in first.place else ""
        screen.text(printable(f"{first.place}{named}{arm}: {first.because}"), "    ")
        if others:
            shown = ", ".join(f"{one.place} ({one.figures[0][1]})" for one in others[:_SHOWN])
            more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
            screen.text(printable(f"the same in {shown}{more}"), "      ")
    if len(alike) > _MOST:
        screen.text(f"and in {len(alike) - _MOST} more studies: see --json", "    ")
