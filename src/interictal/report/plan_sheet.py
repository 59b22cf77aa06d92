"""The plan on paper: what is taken to the patient, signed, and kept. Tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from interictal import INTENDED_USE
from interictal.figures.plan_map import plan_map_svg, plan_title
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
from interictal.report.typesetting import typeset
from interictal.report.words import citation, shown
from interictal.safety.planned import Planned
from interictal.units import digits

_MAP_WIDTH = 620
"""Pixels: at this width the numbers on the map are as large on paper as the text."""


def plan_sheet(planned: Planned) -> bytes:
    """The plan as PDF.

    Raises:
        NotSupported: the typesetter is not installed.
    """
    template = Path(__file__).with_name("plan.typ").read_bytes()
    picture = plan_map_svg(planned, width=_MAP_WIDTH, framed=False)
    return typeset(template, json.dumps(content(planned), ensure_ascii=False), picture)


def content(planned: Planned) -> dict[str, Any]:
    """What stands on the sheet, apart from the map."""
    plan = planned.plan
    label = "SYNTHETIC, not a real patient. " if planned.synthetic else ""
    views = body_map(plan.protocol.drawing).views
    return {
        "title": f"Injection plan. {heading(planned)}",
        "header": f"{label}Patient: {shown(planned.patient) or 'not named'}",
        "document": f"plan {planned.version}",
        "use": INTENDED_USE,
        "lead": list(lead(planned)),
        "findings": [
            {"severity": SEVERITY[one.severity], "said": f"{one.code}. {finding_words(one)}"}
            for one in planned.findings
        ],
        "no_findings": "Nothing. That does not mean that injecting is safe: only what this sheet names was checked.",
        "muscles": {
            "title": "By muscle",
            "header": ["Muscle", "Left", "Right", "Midline", "Sites", "U", "mL"],
            "rows": [
                [row.muscle, row.left, row.right, row.midline, row.sites, row.units, row.volume]
                for row in muscle_rows(plan)
            ],
            "widths": [1, 0, 0, 0, 0, 0, 0],
            "right": [4, 5, 6],
            "note": f"Units of {plan.protocol.product}. Left and right are the patient's own.",
        },
        "map": {
            "title": "Where",
            "alt": plan_title(planned) + ". " + " ".join(f"{view.title}: {view.left_is}" for view in views),
        },
        "cautions": list(cautions(plan)),
        "draw_up": list(draw_up(plan)),
        "how": [{"name": name, "words": words} for name, words in how(plan)],
        "sites": {
            "title": "Every site, in the order of injection",
            "header": ["No.", "Site", "Side", "U", "mL", "Kind", "Given / reason"],
            "rows": [
                [
                    str(number),
                    site.id,
                    side_words(plan, site),
                    digits(site.units.amount),
                    millilitres(site.volume_ml),
                    site.kind.value,
                    "",
                ]
                for number, site in enumerate(plan.sites, 1)
            ],
            "widths": [0, 0, 0, 0, 0, 0, 1],
            "right": [0, 3, 4],
            "note": "",
        },
        "identity": ["name and date of birth, read out by the patient", "lot", "expiry", "made up at"],
        "sign": ["injected by", "signature", "date and time"],
        "sources": [_source(one) for one in cited(planned)],
    }


def _source(identifier: str) -> str:
    one = citation(identifier)
    where = f", doi:{one.doi}" if one.doi else f", {one.url}" if one.url else ""
    status = f" ({one.status})" if one.status else ""
    return f"{one.id}: {one.text}{where}{status}"
