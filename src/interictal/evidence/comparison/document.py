"""A comparison as a document, ``interictal.comparison/1``."""

from __future__ import annotations

from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.evidence.comparison.chances import Applied, Baseline, Ratio, Share
from interictal.evidence.comparison.direct import HeadToHead, Row
from interictal.evidence.comparison.exclusions import Judged
from interictal.evidence.comparison.harms import SideEffect
from interictal.evidence.comparison.records import Fact
from interictal.evidence.comparison.result import Closer, Column, Comparison, Gained, Response, Stopping, WithPlacebo
from interictal.evidence.comparison.seen import Seen
from interictal.evidence.comparison.selection import Count, Pair
from interictal.evidence.library.records import Synthesis

SCHEMA = "interictal.comparison/1"


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON values: shares are 0 to 1, days are days gained, ids lead to the trial library."""
    person = comparison.person
    return {
        "schema": SCHEMA,
        "intended_use": INTENDED_USE,
        "version": __version__,
        "population": person.population,
        "population_assumed": person.assumed,
        "failed_classes": [person.failed_at_least, person.failed_at_most],
        "stratum": {
            "id": comparison.stratum.id,
            "words": comparison.stratum.words,
            "source": comparison.stratum.source,
            "why": list(comparison.why),
        },
        "unconfirmed_included": comparison.unconfirmed,
        "with_placebo": [_with_placebo(each) for each in comparison.placebo],
        "treatments": [_column(each) for each in comparison.columns],
        "head_to_head": [_direct(each) for each in comparison.direct],
        "indirect": {
            "outcome": comparison.network.words,
            "indirect": True,
            "rows": [
                {
                    "first": each.first,
                    "second": each.second,
                    "odds_ratio": each.odds_ratio,
                    "ci_low": each.low,
                    "ci_high": each.high,
                    "trials": list(each.trials),
                }
                for each in comparison.network.rows
            ],
            "left_out": list(comparison.network.left_out),
        },
        "limits": list(comparison.limits),
        "sources": list(comparison.sources),
    }


def _column(one: Column) -> dict[str, Any]:
    treatment = one.treatment
    return {
        "id": treatment.id,
        "name": treatment.name,
        "class": treatment.drug_class,
        "role": treatment.role.value,
        "given": _fact(treatment.given),
        "acts": _fact(treatment.acts),
        "lasts": _fact(treatment.lasts),
        "judge": _fact(treatment.judge),
        "acute": [_fact(each) for each in treatment.acute],
        "profile": {
            "overall": one.overall.value,
            "tried": [{"name": each.name, "words": each.words} for each in one.tried],
            "questions": [_judged(each) for each in one.judged],
        },
        "response": _response(one.response),
        "stopping": _stopping(one.stopping),
        "gained": _gained(one.gained),
        "missing": dict(one.missing),
        "side_effects": [_side_effect(each) for each in one.side_effects],
        "certainty": {
            "rating": treatment.certainty.rating,
            "of": treatment.certainty.of,
            **_fact(treatment.certainty.why),
            "reasons": list(one.reasons),
        },
        "closer": [*(_closer(each) for each in one.closer), *(_seen(each) for each in one.closer_seen)],
        "elsewhere": {
            "trials": [_seen(each) for each in one.seen],
            "stopping": [_side_effect(each) for each in one.stopping_seen],
            "pooled": [_synthesis(each) for each in one.elsewhere],
        },
        "published": [_synthesis(each) for each in one.published],
        "left_out": [{"arm": each.arm, "why": each.why} for each in (*treatment.left_out, *treatment.rates_left_out)],
    }


def _fact(one: Fact) -> dict[str, Any]:
    return {"text": one.text, "source": one.source, "status": one.status, "tier": one.tier, "note": one.note}


def _judged(one: Judged) -> dict[str, Any]:
    return {
        "question": one.question,
        "asks": one.asks,
        "answer": one.answer,
        "effect": one.effect.value,
        "outcome": one.outcome.value,
        "why": _fact(one.why),
    }


def _share(one: Share) -> dict[str, float]:
    return {"value": one.value, "ci_low": one.low, "ci_high": one.high}


def _with_placebo(one: WithPlacebo) -> dict[str, Any]:
    return {
        "outcome": one.words,
        "weeks": list(one.weeks),
        "trials": [pair.trial.id for pair in one.pairs],
        **_baseline(one.baseline),
    }


def _baseline(one: Baseline) -> dict[str, Any]:
    return {
        **_share(one.share),
        "k": one.k,
        "n": one.n,
        "lowest": one.lowest,
        "highest": one.highest,
        "confirmed": one.confirmed,
    }


def _ratio(one: Ratio) -> dict[str, Any]:
    return {
        "value": one.value,
        "ci_low": one.low,
        "ci_high": one.high,
        "tau2": one.tau2,
        "i2_percent": one.i2_percent,
        "k": one.k,
        "n": one.n,
    }


def _applied(one: Applied) -> dict[str, Any]:
    return {"with_treatment": _share(one.share), "gain": _share(one.gain)}


def _count(one: Count | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "n": one.n,
        "events": one.events,
        "worked_out": one.worked_out,
        "confirmed": one.confirmed,
        "values": list(one.values),
    }


def _pair(one: Pair) -> dict[str, Any]:
    return {
        "trial": one.trial.id,
        "outcome": one.outcome,
        "week": one.week,
        "treated": _count(one.treated),
        "placebo": _count(one.placebo),
    }


def _response(one: Response | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "with_placebo": _baseline(one.without),
        "odds_ratio": _ratio(one.ratio),
        **_applied(one.applied),
        "standardised": one.standardised,
        "trials": [_pair(each) for each in one.pairs],
        "apart": [{"trial": each.one.trial.id, "why": each.why} for each in one.apart],
        "confirmed": one.confirmed,
    }


def _stopping(one: Stopping | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "with_treatment": _share(one.study.share),
        "with_placebo": _share(one.study.without),
        "study": one.study.study,
        "exposure": one.study.exposure,
        "treated": _count(one.study.treated),
        "placebo": _count(one.study.placebo),
        "not_added": list(one.others),
        "confirmed": one.confirmed,
    }


def _gained(one: Gained | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "outcome": one.words,
        "days": one.days,
        "ci_low": one.low,
        "ci_high": one.high,
        "trials": [
            {
                "trial": each.trial.id,
                "outcome": each.outcome,
                "week": each.week,
                "difference": each.value,
                "se": each.se,
                "values": list(each.values),
            }
            for each in one.differences
        ],
        "synthesis": None if one.synthesis is None else one.synthesis.id,
        "apart": [{"trial": each.one.trial.id, "why": each.why} for each in one.apart],
        "confirmed": one.confirmed,
    }


def _side_effect(one: SideEffect) -> dict[str, Any]:
    return {
        "event": one.event,
        "words": one.words,
        "study": one.study,
        "arm": one.arm,
        "population": one.population,
        "kind": one.kind.value,
        "percent": float(one.percent),
        "below": one.below,
        "placebo_percent": None if one.placebo is None else float(one.placebo),
        "confirmed": one.confirmed,
        "values": list(one.values),
        "sources": list(one.source),
    }


def _closer(one: Closer) -> dict[str, Any]:
    return {
        "stratum": one.stratum.id,
        "trial": one.difference.trial.id,
        "outcome": one.difference.outcome,
        "week": one.difference.week,
        "difference": one.difference.value,
        "se": one.difference.se,
        "confirmed": one.difference.confirmed,
        "values": list(one.difference.values),
    }


def _seen(one: Seen) -> dict[str, Any]:
    return {
        "trial": one.trial.id,
        "population": one.trial.population,
        "arm": one.arm,
        "outcome": one.words,
        "week": one.week,
        "percent": float(one.percent),
        "placebo_percent": float(one.placebo),
        "confirmed": one.confirmed,
        "values": list(one.values),
    }


def _synthesis(one: Synthesis) -> dict[str, Any]:
    return {
        "id": one.id,
        "comparison": one.comparison,
        "population": one.population,
        "outcome": one.outcome,
        "measure": one.measure,
        "estimate": None if one.estimate is None else float(one.estimate),
        "low": None if one.low is None else float(one.low),
        "high": None if one.high is None else float(one.high),
        "interval": one.interval,
        "k": one.k,
        "confirmed": one.confirmed,
        "source": one.source,
    }


def _direct(one: HeadToHead) -> dict[str, Any]:
    return {
        "trial": one.trial.id,
        "name": one.trial.name,
        "population": one.trial.population,
        "design": one.trial.design,
        "first": one.first,
        "second": one.second,
        "rows": [_row(each) for each in one.rows],
        "source": one.trial.source,
    }


def _row(one: Row) -> dict[str, Any]:
    ratio = one.odds_ratio
    return {
        "outcome": one.outcome,
        "words": one.words,
        "week": one.week,
        "first": _count(one.first),
        "second": _count(one.second),
        "first_percent": None if one.first_percent is None else float(one.first_percent),
        "second_percent": None if one.second_percent is None else float(one.second_percent),
        "odds_ratio": None if ratio is None else {"value": ratio[0], "ci_low": ratio[1], "ci_high": ratio[2]},
        "confirmed": one.confirmed,
    }
