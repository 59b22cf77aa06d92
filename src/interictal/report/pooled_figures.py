"""The forest and the funnel of a pooled result, as pictures and terminals show them."""

from __future__ import annotations

from math import exp

from interictal.evidence.synthesis.effects import Events, Means
from interictal.evidence.synthesis.results import Pooled as Result
from interictal.evidence.synthesis.sensitivity import Step, funnel
from interictal.figures import Effect, Forest, Funnel, FunnelPoint, Pooled, Scale
from interictal.report.pooled import METHODS, Analyses, figure_words, p_words

_MOST_LOG = 230.0
"""Ratios beyond e^230 are drawn as such; no picture could hold them."""


def forest_of(analyses: Analyses) -> Forest:
    """Each study with its interval and weight, by group where groups are asked for, and the pooled results."""
    result = analyses.result
    low, high = result.intervals()
    groups: dict[str, str] = {}
    if analyses.subgroups is not None:
        groups = {study: group.name for group in analyses.subgroups.groups for study in group.studies}
    rows = []
    for index, study in enumerate(result.studies.names):
        known = bool(result.estimable[index])
        rows.append(
            Effect(
                label=study,
                estimate=_shown(analyses, float(result.studies.yi[index])) if known else None,
                low=_shown(analyses, float(low[index])) if known else None,
                high=_shown(analyses, float(high[index])) if known else None,
                weight=min(100.0, max(0.0, result.pooled.weights[index])),
                text=_arms(analyses, index),
                group=groups.get(study, ""),
                unconfirmed=study in analyses.unconfirmed,
            )
        )
    pooled = [_diamond(analyses, "All studies", result.pooled, unconfirmed=analyses.any_unconfirmed)]
    if analyses.subgroups is not None:
        pooled += [
            _diamond(
                analyses,
                group.name,
                group.pooled,
                group=group.name,
                unconfirmed=bool(analyses.unconfirmed & set(group.studies)),
            )
            for group in analyses.subgroups.groups
            if group.pooled is not None
        ]
    return _forest(analyses, tuple(rows), tuple(pooled))


def steps_forest(analyses: Analyses, steps: tuple[Step, ...], words: str) -> Forest:
    """The result of each step, such as without one study; steps without a result are shown as not estimable."""
    rows = []
    for step in steps:
        one = step.pooled
        span = (None, None, None) if one is None else (one.estimate, one.ci_low, one.ci_high)
        estimate, low, high = (None if value is None else _shown(analyses, value) for value in span)
        rows.append(Effect(label=f"{words} {step.study}", estimate=estimate, low=low, high=high))
    return _forest(analyses, tuple(rows), (), head="Result")


def _forest(analyses: Analyses, rows: tuple[Effect, ...], pooled: tuple[Pooled, ...], head: str = "Study") -> Forest:
    result = analyses.result
    first, second = result.compare
    arms = {Events: "events/people", Means: "mean (SD), people"}.get(type(result.studies.first), "")
    return Forest(
        rows=rows,
        pooled=pooled,
        measure=analyses.measure,
        source=f"{analyses.named}. {first} against {second}; {METHODS[result.method]}"
        f"{', Hartung-Knapp' if result.hartung_knapp else ''}.",
        scale=Scale.LOG if result.scale == "log" else Scale.LINEAR,
        favours=analyses.favours,
        level=analyses.level_percent,
        head=head,
        text_head=f"{first} v {second}, {arms}" if arms and head == "Study" else "",
    )


def funnel_of(analyses: Analyses) -> Funnel:
    """Each study's effect against its standard error."""
    result = analyses.result
    points = tuple(
        FunnelPoint(
            label=one.study,
            estimate=_shown(analyses, one.estimate),
            se=one.se,
            unconfirmed=one.study in analyses.unconfirmed,
        )
        for one in funnel(result).points
    )
    tested = analyses.egger
    return Funnel(
        points=points,
        pooled=_shown(analyses, result.pooled.estimate),
        measure=analyses.measure,
        source=f"{analyses.named}. {result.compare[0]} against {result.compare[1]}.",
        scale=Scale.LOG if result.scale == "log" else Scale.LINEAR,
        level=analyses.level_percent,
        egger_p=None if tested is None else tested.bias.p,
        note="" if tested is None else " ".join(tested.notes),
    )


def _diamond(analyses: Analyses, label: str, one: Result, group: str = "", *, unconfirmed: bool) -> Pooled:
    predicted = None
    if one.prediction_low is not None and one.prediction_high is not None:
        predicted = (_shown(analyses, one.prediction_low), _shown(analyses, one.prediction_high))
    return Pooled(
        label=label,
        estimate=_shown(analyses, one.estimate),
        low=_shown(analyses, one.ci_low),
        high=_shown(analyses, one.ci_high),
        group=group,
        text=heterogeneity_words(one),
        prediction=predicted if not group else None,
        unconfirmed=unconfirmed,
    )


def heterogeneity_words(one: Result) -> str:
    """How the studies differ, in one line; "" of one study."""
    parts = []
    if one.tau2 is not None and one.method not in ("FE", "MH", "PETO"):
        parts.append(f"tau² {figure_words(one.tau2)}")
    if one.i2 is not None:
        parts.append(f"I² {one.i2:.0f} %")
    if one.q_p is not None:
        parts.append(f"Q {figure_words(one.q)} with {one.q_df} df, {p_words(one.q_p)}")
    return ", ".join(parts) if one.k > 1 else ""


def _shown(analyses: Analyses, value: float) -> float:
    if analyses.result.scale != "log":
        return value
    return exp(min(_MOST_LOG, max(-_MOST_LOG, value)))


def _arms(analyses: Analyses, index: int) -> str:
    """What a study's row rests on: 12/100 v 5/98."""
    sides = []
    for arms in (analyses.result.studies.first, analyses.result.studies.second):
        if isinstance(arms, Events):
            sides.append(f"{arms.events[index]:.0f}/{arms.n[index]:.0f}")
        elif isinstance(arms, Means):
            mean, sd = figure_words(float(arms.mean[index])), figure_words(float(arms.sd[index]))
            sides.append(f"{mean} ({sd}), {arms.n[index]:.0f}")
    return " v ".join(sides)
