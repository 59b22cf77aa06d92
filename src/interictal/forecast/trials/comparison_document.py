"""Virtual beside published figures: as one JSON document, and as a table for the documentation."""

from __future__ import annotations

import math
from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.evidence.library.records import Status
from interictal.forecast.trials.comparison import Compared, Comparison, inside
from interictal.forecast.trials.document import FUNCTION, ranged, rounded
from interictal.forecast.trials.outcomes import OUTCOMES
from interictal.forecast.trials.replicates import too_few
from interictal.forecast.trials.uses import WORDS, Use

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


def comparison_document(found: Comparison) -> dict[str, Any]:
    """What docs/schema/trial-comparison.schema.json describes."""
    counted = found.counted
    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "function": FUNCTION,
        "synthetic": True,
        "seed": found.seed,
        "replicates": found.replicates,
        "held_out": {
            "figures": len(counted),
            "inside": found.inside,
            "share": rounded(found.inside / len(counted)) if counted else None,
            "studies": len({one.row.source for one in counted}),
            **_distance(counted),
            "middle_50_percent": _middle([one.inside_50 for one in counted]),
            "middle_80_percent": _middle([one.inside_80 for one in counted]),
            "of_all_treated": _share(found.of_all_treated),
            "of_fitted_people": _share(found.of_fitted_people),
            "of_splits_of_one_trial": _share(found.of_splits),
            "said_twice": _share(found.said_twice),
        },
        "rows": [_row(one) for one in found.rows],
    }


def _share(rows: list[Compared]) -> dict[str, int | float | None]:
    return {"figures": len(rows), "inside": inside(rows), "share": rounded(inside(rows) / len(rows)) if rows else None}


def _middle(held: list[bool | None]) -> dict[str, int | float | None]:
    known = [one for one in held if one is not None]
    return {"figures": len(known), "inside": sum(known), "share": rounded(sum(known) / len(known)) if known else None}


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
        "position": None if one.position is None else rounded(one.position),
        "inside_50": one.inside_50,
        "inside_80": one.inside_80,
        "counted": one.counted,
        "role": row.role.value,
        "use": one.use.value,
        "status": row.status.value,
        "source": row.source,
        "why": one.why,
        "selected": one.selected,
    }


def comparison_table(found: Comparison) -> str:
    """A page in Markdown: the share of figures inside, every figure, and all that lie outside."""
    lines = [
        "# Virtual beside published trials",
        "",
        f"Made by `interictal trial compare --to FILE` ({found.replicates} virtual trials of each design, seed "
        f"{found.seed}). All virtual figures are simulated. {too_few(found.replicates)}".rstrip(),
        "",
        *(line for words in paragraphs(found) for line in (words, "")),
        "Designs take their baseline from the publication, so baselines are not compared. A figure is inside where the "
        "95 % interval of virtual trials holds it, or what rounds to it. Fitted: the fit of the population uses the "
        "figure; fitted by the mechanism: the course of the toxin's effect was fitted to it; same trial, not used: "
        "another figure of people that something was fitted to. Their agreement proves nothing.",
        "",
        "| trial | arm | outcome | week | quantity | published | virtual (95 %) | inside | role | source |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_line(one) for one in found.rows if one.virtual is not None]
    for heading, rows in sections(found):
        lines += ["", f"## {heading}", ""]
        lines += [f"- {words_of(one)}: {one.why or 'no explanation is known.'}" for one in rows] or ["None."]
    without = sum(one.virtual is None for one in found.rows)
    why = "the model has no such quantity, or the count begins before the first session"
    said = "1 figure is" if without == 1 else f"{without} figures are"
    lines += ["", f"{said} not compared: {why}.", "", INTENDED_USE, ""]
    return "\n".join(lines)


def sections(found: Comparison) -> list[tuple[str, list[Compared]]]:
    """All figures outside: those that count, those held out but unconfirmed, and the others."""
    held_out = [one for one in found.outside if one.use is Use.HELD_OUT]
    return [
        ("Held-out figures outside", [one for one in held_out if one.counted]),
        ("Held-out figures outside, unconfirmed and not counted", [one for one in held_out if not one.counted]),
        ("Other figures outside: fitted, or of the same trials",
         [one for one in found.outside if one.use is not Use.HELD_OUT]),
    ]  # fmt: skip


def summary(found: Comparison) -> str:
    """How many held-out figures lie inside, in words."""
    return " ".join(paragraphs(found))


def paragraphs(found: Comparison) -> list[str]:
    """How many held-out figures lie inside and what that is worth, in paragraphs."""
    counted = found.counted
    if not counted:
        return ["No held-out figure is compared."]
    studies = len({one.row.source for one in counted})
    first = f"{_of(counted)} held-out confirmed figures of {_many(studies, 'publication')} lie inside."
    return [" ".join((first, *_dependent(found))), *_apart(found), *_width(found)]


def _dependent(found: Comparison) -> list[str]:
    """Which figures that count are not independent."""
    own, splits, twice = found.of_fitted_people, found.of_splits, found.said_twice
    said = []
    if own:
        said.append(
            f"{len(own)} {_be(own)} of PREEMPT's own people, divided by medication overuse, whose pooled change was "
            "fitted"
        )
    if splits:
        said.append(
            f"{len(splits)} {_be(splits)} of two splits of the people of one trial, COMPEL at week 108, by daily "
            "headache and by allodynia"
        )
    if twice:
        said.append(f"{len(twice)} {_be(twice)} the mean at the end of a change that is counted too")
    return [f"They are not as many independent tests: {'; '.join(said)}."] if said else []


def _apart(found: Comparison) -> list[str]:
    """The share without those that counted people chosen by how they did."""
    everybody, names = found.of_all_treated, dict.fromkeys(one.name for one in found.counted if one.selected)
    if not everybody or not names:
        return []
    return [
        f"{' and '.join(names)} counted people chosen by how they did, which no virtual trial does. They were set "
        "apart after the result was seen, by a key added to their designs then; that their selection was noted before, "
        f"a reader cannot check. Without them, {_of(everybody)} lie inside."
    ]


def _width(found: Comparison) -> list[str]:
    """How far means are off, how wide intervals are, and whether they are wider than they need be."""
    counted, words = found.counted, []
    distance = _distance(counted)
    if distance["change_mean_bias"] is not None:
        words.append(
            f"Mean changes are off by {distance['change_mean_absolute_error']:.1f} days on average (virtual less "
            f"published: {signed(distance['change_mean_bias'])}); half of an interval is "
            f"{distance['change_mean_half_width']:.1f} days, much of it how trials differ, one number that rests not "
            "on PREEMPT alone."
        )
    half, most = (_middle(each) for each in ([one.inside_50 for one in counted], [one.inside_80 for one in counted]))
    if half["share"] is not None and most["share"] is not None:
        words.append(
            f"The middle 50 % of virtual trials holds {half['inside']} of {half['figures']} "
            f"({100 * half['share']:.0f} %), the middle 80 % {most['inside']} of {most['figures']} "
            f"({100 * most['share']:.0f} %). Far more than 50 and 80 % would mean intervals that are too wide, far "
            "fewer ones that are too narrow."
        )
    return [" ".join(words)] if words else []


def _of(rows: list[Compared]) -> str:
    return f"{inside(rows)} of {len(rows)} ({100 * inside(rows) / len(rows):.0f} %)"


def _be(rows: list[Compared]) -> str:
    return "is" if len(rows) == 1 else "are"


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def words_of(one: Compared) -> str:
    """A figure in words."""
    row = one.row
    outcome = OUTCOMES[row.outcome].words if row.outcome in OUTCOMES else row.outcome
    unconfirmed = " (unconfirmed)" if row.status is Status.UNCONFIRMED else ""
    words = f"{one.name}, {row.arm}, {outcome}, week {row.week}, {QUANTITY_WORDS.get(row.quantity, row.quantity)}"
    return f"{words}: published {signed(row.value)}{unconfirmed}, virtual {range_words(one)}"


def range_words(one: Compared) -> str:
    """The virtual range in words."""
    found = one.virtual
    return (
        "not simulated" if found is None else f"{signed(found.mean)} ({signed(found.lower)} to {signed(found.upper)})"
    )


def signed(value: float | None) -> str:
    """One decimal, with a true minus, and none before nothing."""
    return "?" if value is None else f"{round(value, 1) + 0.0:.1f}".replace("-", "\N{MINUS SIGN}")


def _line(one: Compared) -> str:
    row = one.row
    unconfirmed = " (unconfirmed)" if row.status is Status.UNCONFIRMED else ""
    within = "yes" if one.inside else "**no**"
    role = WORDS[one.use] + (", selected people" if one.selected else "")
    outcome = OUTCOMES[row.outcome].words if row.outcome in OUTCOMES else row.outcome
    return (
        f"| {one.name} | {row.arm} | {outcome} | {row.week} | {QUANTITY_WORDS[row.quantity]} | "
        f"{signed(row.value)}{unconfirmed} | {range_words(one)} | {within} | {role} | {row.source} |"
    )
