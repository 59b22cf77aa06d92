"""Virtual beside published figures: as one JSON document, and as a table for the documentation."""

from __future__ import annotations

import math
from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.evidence.library.records import Status
from interictal.forecast.trials.comparison import Compared, Comparison, inside
from interictal.forecast.trials.document import ranged, rounded
from interictal.forecast.trials.outcomes import OUTCOMES
from interictal.forecast.trials.published import Role

SCHEMA = "interictal.trial-comparison/1"

QUANTITY_WORDS = {
    "change_mean": "mean change",
    "change_mean_all": "mean change, all people",
    "change_sd": "SD of the change",
    "endpoint_mean": "mean",
    "endpoint_sd": "SD",
    "difference_mean": "difference of mean changes",
    "responder_30_percent": "fall by 30 %, percent",
    "responder_50_percent": "fall by half, percent",
    "responder_50_percent_all": "fall by half, percent of all",
    "responder_75_percent": "fall by 75 %, percent",
    "first_responder_50_percent": "first fall by half in this cycle, percent",
    "below_15_percent": "fewer than 15 days, percent",
    "completed_percent": "still in the trial, percent",
    "withdrawal_ineffective_percent": "left because it did not help, percent",
}
_ROLE_WORDS = {Role.FITTED: "fitted", Role.FITTED_TOPIRAMATE: "fitted (topiramate)", Role.HELD_OUT: "held out"}


def comparison_document(found: Comparison) -> dict[str, Any]:
    """What docs/schema/trial-comparison.schema.json describes."""
    counted = found.counted
    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "synthetic": True,
        "seed": found.seed,
        "replicates": found.replicates,
        "held_out": {
            "figures": len(counted),
            "inside": found.inside,
            "share": rounded(found.inside / len(counted)) if counted else None,
            "studies": len({one.row.source for one in counted}),
            **_distance(counted),
            "of_all_treated": _share(found.of_all_treated),
        },
        "rows": [_row(one) for one in found.rows],
    }


def _share(rows: list[Compared]) -> dict[str, int | float | None]:
    return {"figures": len(rows), "inside": inside(rows), "share": rounded(inside(rows) / len(rows)) if rows else None}


def _distance(counted: list[Compared]) -> dict[str, float | None]:
    """How far the means are from the published changes in days, and how wide the intervals are."""
    changes = [
        (one.virtual, one.row.value) for one in counted if one.row.quantity == "change_mean" and one.virtual is not None
    ]
    if not changes:
        return {"change_mean_bias": None, "change_mean_absolute_error": None, "change_mean_half_width": None}
    apart = [virtual.mean - value for virtual, value in changes]
    return {
        "change_mean_bias": rounded(math.fsum(apart) / len(apart)),
        "change_mean_absolute_error": rounded(math.fsum(abs(one) for one in apart) / len(apart)),
        "change_mean_half_width": rounded(math.fsum((v.upper - v.lower) / 2 for v, _value in changes) / len(changes)),
    }


def _row(one: Compared) -> dict[str, Any]:
    row = one.row
    return {
        "id": row.id,
        "design": row.design,
        "arm": row.arm,
        "outcome": row.outcome,
        "timepoint_weeks": row.week,
        "quantity": row.quantity,
        "published": row.value,
        "n": row.n,
        "virtual": ranged(one.virtual),
        "inside": one.inside,
        "counted": one.counted,
        "role": row.role.value,
        "status": row.status.value,
        "source": row.source,
        "why": one.why,
        "selected": one.selected,
    }


def comparison_table(found: Comparison) -> str:
    """A page in Markdown: the share of figures inside, every figure, and the misses."""
    counted = found.counted
    lines = [
        "# Virtual beside published trials",
        "",
        f"Made by `interictal trial compare --to FILE` ({found.replicates} virtual trials of each design, seed "
        f"{found.seed}). All virtual figures are simulated.",
        "",
        summary(found),
        "",
        "Designs take their baseline from the publication, so baselines are not compared. A figure is inside where the "
        "95 % interval of virtual trials holds it, or what rounds to it.",
        "",
        "| trial | arm | outcome | week | quantity | published | virtual (95 %) | inside | role | source |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_line(one) for one in found.rows if one.virtual is not None]
    missed = [one for one in counted if one.inside is False]
    lines += ["", "## Held-out figures outside", ""]
    lines += [f"- {words_of(one)}: {one.why or 'no explanation is known.'}" for one in missed] or ["None."]
    without = [one for one in found.rows if one.virtual is None]
    why = "the model has no such quantity, or the count begins before the first session"
    lines += ["", f"{len(without)} figures are not compared: {why}."]
    lines += ["", INTENDED_USE, ""]
    return "\n".join(lines)


def summary(found: Comparison) -> str:
    """How many held-out figures lie inside, in words."""
    counted = found.counted
    if not counted:
        return "No held-out figure is compared."
    distance = _distance(counted)
    words = (
        f"{found.inside} of {len(counted)} held-out confirmed figures "
        f"({100 * found.inside / len(counted):.0f} %) of {len({one.row.source for one in counted})} publications lie "
        "inside."
    )
    everybody = found.of_all_treated
    if everybody and len(everybody) < len(counted):
        words += (
            f" Of those whose publication counted everybody treated, {inside(everybody)} of {len(everybody)} "
            f"({100 * inside(everybody) / len(everybody):.0f} %); the others counted people chosen by how they did, "
            "which was noted when the figures were collected and which no virtual trial does."
        )
    if distance["change_mean_bias"] is not None:
        words += (
            f" Mean changes are off by {distance['change_mean_absolute_error']:.1f} days on average (virtual less "
            f"published: {signed(distance['change_mean_bias'])}); half of an interval is "
            f"{distance['change_mean_half_width']:.1f} days."
        )
    return words


def words_of(one: Compared) -> str:
    """A figure in words."""
    row = one.row
    outcome = OUTCOMES[row.outcome].words if row.outcome in OUTCOMES else row.outcome
    words = f"{one.name}, {row.arm}, {outcome}, week {row.week}, {QUANTITY_WORDS.get(row.quantity, row.quantity)}"
    return f"{words}: published {signed(row.value)}, virtual {range_words(one)}"


def range_words(one: Compared) -> str:
    """The virtual range in words."""
    found = one.virtual
    return (
        "not simulated" if found is None else f"{signed(found.mean)} ({signed(found.lower)} to {signed(found.upper)})"
    )


def signed(value: float | None) -> str:
    """One decimal, with a true minus."""
    return "?" if value is None else f"{value:.1f}".replace("-", "\N{MINUS SIGN}")


def _line(one: Compared) -> str:
    row = one.row
    unconfirmed = " (unconfirmed)" if row.status is Status.UNCONFIRMED else ""
    within = "yes" if one.inside else "**no**"
    role = _ROLE_WORDS[row.role] + (", selected people" if one.selected else "")
    outcome = OUTCOMES[row.outcome].words if row.outcome in OUTCOMES else row.outcome
    return (
        f"| {one.name} | {row.arm} | {outcome} | {row.week} | {QUANTITY_WORDS[row.quantity]} | "
        f"{signed(row.value)}{unconfirmed} | {range_words(one)} | {within} | {role} | {row.source} |"
    )
