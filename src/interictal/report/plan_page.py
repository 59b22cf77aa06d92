"""The plan as a page: the dose first, then what is asked, the map, the tables behind it, and the sources."""

from __future__ import annotations

from collections.abc import Sequence

from interictal import INTENDED_USE, __version__
from interictal.figures.bodymap import COLUMNS, site_rows
from interictal.figures.figure import NARROW, WIDE
from interictal.figures.plan_map import plan_map_svg, plan_marks, plan_title
from interictal.injection.findings import Finding, Severity
from interictal.injection.maps import body_map
from interictal.report.plan_words import (
    SEVERITY,
    cautions,
    cited,
    draw_up,
    finding_words,
    heading,
    how,
    lead,
    millilitres,
    muscle_rows,
    side_words,
)
from interictal.report.shell import document, escaped, listed_source, section, table, theme_choice
from interictal.safety.planned import Planned

_SHAPE = {Severity.BLOCK: "■", Severity.ASK: "▲", Severity.NOTE: "●"}
"""The shape that stands beside the word."""


def plan_page(planned: Planned) -> str:
    """The plan as one self-contained HTML page."""
    title = f"Injection plan. {heading(planned)}" + (" (SYNTHETIC)" if planned.synthetic else "")
    parts = (
        section("answer", "The plan", "".join(f"<p>{escaped(one)}</p>" for one in lead(planned))),
        section("checks", "What the checks found", findings_list(planned.findings)),
        section("warnings", "Warnings of the label", _list(cautions(planned.plan))),
        section("map", "Where", _map(planned)),
        section("muscles", "By muscle", _muscles(planned)),
        section("draw-up", "Draw up", _list(draw_up(planned.plan))),
        section("how", "How", _terms(how(planned.plan))),
        section("sites", "Every site", _sites(planned)),
        section("sources", "Sources", f"<ul class='plain long'>{''.join(map(listed_source, cited(planned)))}</ul>"),
    )
    label = '<p class="synthetic">SYNTHETIC: not a real patient</p>' if planned.synthetic else ""
    header = (
        f'<header>{label}<h1 class="long">Injection plan. {escaped(heading(planned))}</h1>'
        f'<p class="quiet">Left and right are the patient’s own.</p>'
        f'<p class="use">{escaped(INTENDED_USE)}</p>{theme_choice()}</header>'
    )
    footer = (
        f"<footer><p>{escaped(INTENDED_USE)}</p><p>interictal {__version__}, plan {planned.version}, "
        f"map {escaped(planned.plan.map_version)}.</p></footer>"
    )
    return document(title, f"{header}\n<main>\n{''.join(parts)}</main>\n{footer}", start="answer")


def findings_list(found: Sequence[Finding]) -> str:
    """Findings as a list: what each demands, in shape and words."""
    if not found:
        return "<p>Nothing. That does not mean that injecting is safe: only what this page names was checked.</p>"
    items = "".join(
        f'<li><span class="verdict"><span class="shape" aria-hidden="true">{_SHAPE[one.severity]}</span>'
        f"<strong>{SEVERITY[one.severity]}</strong></span> {escaped(one.code)}: {escaped(finding_words(one))}</li>"
        for one in found
    )
    return f"<ul class='plain'>{items}</ul>"


def _map(planned: Planned) -> str:
    views = body_map(planned.plan.protocol.drawing).views
    sides = " ".join(f"{view.title}: {view.left_is}" for view in views)
    return (
        f'<figure aria-label="{escaped(plan_title(planned))}">'
        f'<div class="wide">{plan_map_svg(planned, theme=None, width=WIDE, framed=False)}</div>'
        f'<div class="narrow">{plan_map_svg(planned, theme=None, width=NARROW, framed=False)}</div>'
        f"<figcaption>{escaped(sides)}</figcaption></figure>"
    )


def _muscles(planned: Planned) -> str:
    rows = [
        (
            escaped(row.muscle),
            *(f'<span class="nowrap">{escaped(cell)}</span>' for cell in (row.left, row.right, row.midline)),
            *map(escaped, (row.sites, row.units, row.volume)),
        )
        for row in muscle_rows(planned.plan)
    ]
    header = ("Muscle", "Left", "Right", "Midline", "Sites", "U", "mL")
    return table(header, rows, f"Units of {planned.plan.protocol.product}.", "Sites by muscle", right=(4, 5, 6))


def _sites(planned: Planned) -> str:
    plan = planned.plan
    rows = [
        tuple(map(escaped, (*row[:3], side_words(plan, site), row[4], millilitres(site.volume_ml), row[5])))
        for site, row in zip(plan.sites, site_rows(plan_marks(plan)), strict=True)
    ]
    header = (*COLUMNS[:5], "mL", COLUMNS[5])
    caption = "In the order of injection; the numbers are those of the map."
    return table(header, rows, caption, "Every site", right=(4, 5))


def _list(lines: Sequence[str]) -> str:
    return f"<ul class='plain'>{''.join(f'<li>{escaped(one)}</li>' for one in lines)}</ul>"


def _terms(pairs: Sequence[tuple[str, str]]) -> str:
    return (
        "<dl class='answers'>"
        + "".join(f"<div><dt>{escaped(name)}</dt><dd>{escaped(words)}</dd></div>" for name, words in pairs)
        + "</dl>"
    )
