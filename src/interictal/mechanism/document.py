"""A course and a fit as JSON documents (docs/schema/mechanism.schema.json, mechanism-fit.schema.json)."""

from __future__ import annotations

from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.mechanism.fitting import Compared, Fit, Fitted
from interictal.mechanism.parameters import parameters
from interictal.mechanism.records import Course, Parameter, Series, SideEffect, Site
from interictal.mechanism.studied import STUDIED, StudiedDoses
from interictal.mechanism.told import claims_of, verdict_of

SCHEMA = "interictal.mechanism/1"
FIT_SCHEMA = "interictal.mechanism-fit/1"
FUNCTION = "predict"
"""What kind of software function this is: it predicts, it does not record or calculate what is there."""
_DIGITS = 5


def course_document(course: Course) -> dict[str, Any]:
    """A course, with the numbers of the model behind it.

    Returns:
        What docs/schema/mechanism.schema.json describes; daily values are means over days 0, 1, ...
    """
    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "function": FUNCTION,
        "indication": course.indication,
        "protocol": course.protocol,
        "product": course.product,
        "of_whom": of_whom(course),
        "sessions": [
            {
                "day": session.day,
                "units": _units(session.units),
                "sites": [_site(site) for site in session.sites],
            }
            for session in course.sessions
        ],
        "studied_doses": _studied(STUDIED[course.indication]),
        "extrapolated": course.extrapolated or None,
        "days": len(course.days),
        "leading": course.leading,
        "timing": {
            "onset_day": course.timing.onset_day,
            "best_day": course.timing.best_day,
            "best_week": course.timing.best_week,
            "wear_off_day": course.timing.wear_off_day,
            "half_lost_day_once": course.timing.half_lost_day_once,
            "share_worn_off": _rounded(course.timing.share_worn_off),
        },
        "series": [_series(each, course) for each in course.series],
        "side_effects": [_side_effect(each) for each in course.side_effects],
        "drive_shares": {name: round(share, _DIGITS) for name, share in course.drive_shares},
        "rests_on": list(course.rests_on),
        "left_out": list(course.left_out),
        "unconfirmed": list(course.unconfirmed),
        "claims": [{"id": one.id, "verdict": verdict_of(one).value} for one in claims_of(course)],
        "parameters": [_parameter(each) for each in parameters().values()],
    }


def of_whom(course: Course) -> str:
    """Whose course it is."""
    return "mean of patients" if course.leading == "relief" else "median patient"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _units(value: float) -> float:
    """By significant digits: a site may get very little, and that is not nothing."""
    return float(f"{value:.8g}")


def _studied(known: StudiedDoses) -> dict[str, Any]:
    return {"low": known.low, "high": known.high, "words": known.words, "sources": list(known.sources)}


def _site(site: Site) -> dict[str, Any]:
    return {
        "muscle": site.muscle,
        "side": site.side,
        "number": site.number,
        "units": _units(site.units),
        "territory": site.territory or None,
    }


def _series(each: Series, course: Course) -> dict[str, Any]:
    return {
        "id": each.id,
        "branch": each.branch.value,
        "stage": each.stage.value,
        "territory": each.territory or None,
        "words": each.words,
        "unit": each.unit,
        "daily": [round(value, _DIGITS) for value in each.values],
        "weekly": [round(value, _DIGITS) for value in course.weekly(each.id)],
    }


def _side_effect(each: SideEffect) -> dict[str, Any]:
    return {
        "term": each.term,
        "name": each.name,
        "muscles": list(each.muscles),
        "percent": [round(value, 3) for value in each.percent],
        "background_percent": [round(value, 3) for value in each.background],
        "published": each.published,
        "source": each.source,
        "confirmed": each.confirmed,
    }


def _parameter(each: Parameter) -> dict[str, Any]:
    return {
        "id": each.id,
        "words": each.words,
        "value": each.value,
        "low": each.low,
        "high": each.high,
        "unit": each.unit,
        "source": each.source or None,
        "fitted_to": list(each.fitted_to),
        "prior": None if each.prior is None else {"median": each.prior[0], "sd_log": each.prior[1]},
        "studied": each.studied,
        "confirmed": each.confirmed,
        "note": each.note,
    }


def fit_document(fit: Fit, differing: tuple[str, ...]) -> dict[str, Any]:
    """A fit beside what is shipped.

    Args:
        fit: the result.
        differing: ids of shipped numbers that the fit does not give.
    """
    return {
        "schema": FIT_SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "targets": [_compared(each) for each in fit.compared],
        "misfit": round(fit.misfit, 3),
        "from_priors": round(fit.from_priors, 3),
        "fitted": [_fitted(each) for each in fit.fitted],
        "fixed": [_parameter(each) for each in fit.fixed],
        "differs_from_shipped": list(differing),
    }


def _compared(each: Compared) -> dict[str, Any]:
    target = each.target
    return {
        "id": target.id,
        "words": target.words,
        "published": target.value,
        "value_from": target.value_from,
        "se": target.se,
        "se_from": target.se_from,
        "unit": target.unit,
        "model": round(each.model, 4),
        "residual_se": round(each.residual, 3),
        "source": target.source,
        "confirmed": target.confirmed,
        "note": target.note,
    }


def _fitted(each: Fitted) -> dict[str, Any]:
    return {
        "id": each.id,
        "unit": parameters()[each.id].unit,
        "value": float(f"{each.value:.5g}"),
        "low": float(f"{each.low:.5g}"),
        "high": float(f"{each.high:.5g}"),
        "told_by": each.identified,
        "sd_of_prior": None if each.narrowed is None else round(each.narrowed, 3),
    }
