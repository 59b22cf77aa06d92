"""The fitted population as text, and whether a file holds what the fit gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.forecast.trials.document import FUNCTION, rounded
from interictal.forecast.trials.fitting import RESPONSE_NAMES, SEVERITY_NAMES, Fit
from interictal.forecast.trials.population import DATA, Population, on_scale, population

FILE = DATA / "population.toml"
FITTED = (*RESPONSE_NAMES, *SEVERITY_NAMES, "trial_sd", "topiramate", "topiramate_leaving")
WITHIN = 0.1
"""How far a parameter of the file may be from the fit, in its own standard errors; a fit that starts from its own
result stays nearer. Parameters without uncertainty: in parts of themselves."""


def fitted_text(fit: Fit, text: str | None = None) -> str:
    """population.toml with the values, intervals and covariance of a fit; everything else as it stands."""
    text = FILE.read_text(encoding="utf-8") if text is None else text
    for name in FITTED:
        one = fit.population.parameters[name]
        start = text.index(f"\n[{name}]\n")
        end = text.find("\n[", start + 1)
        table = text[start:end]
        for key, value in (("value", one.value), ("low", one.low), ("high", one.high)):
            if value is not None:
                table = re.sub(rf"^{key} = .*$", f"{key} = {value:g}", table, flags=re.MULTILINE)
        text = text[:start] + table + text[end:]
    rows = [[f"{number:g}" for number in row[: at + 1]] for at, row in enumerate(fit.population.factor.tolist())]
    names = ", ".join(f'"{name}"' for name in fit.population.names)
    factor = "".join(f"    [{', '.join(row)}],\n" for row in rows)
    return f"{text[: text.index('[fit]')]}[fit]\nnames = [{names}]\nfactor = [\n{factor}]\n"


def write_fit(fit: Fit, path: Path) -> str:
    """The text to write to ``path``: it keeps what stands there besides the fit, if there is such a file."""
    return fitted_text(fit, path.read_text(encoding="utf-8") if path.is_file() else None)


def off(fit: Fit, shipped: Population | None = None) -> list[str]:
    """Parameters that are not what the fit gives, each in words; none where the file holds the fit."""
    held = population() if shipped is None else shipped
    found = []
    for name in FITTED:
        ours, theirs = held.parameters[name], fit.population.parameters[name]
        if ours.scale == "fixed":
            apart = abs(ours.value - theirs.value) / max(abs(theirs.value), 1e-9)
            if apart > WITHIN:
                found.append(f"{name}: {ours.value:g} in the file, {theirs.value:g} by the fit")
            continue
        if theirs.low is None or theirs.high is None:
            raise ValueError(f"{name}: fitted without an interval")
        error = (on_scale(theirs.high, ours.scale) - on_scale(theirs.low, ours.scale)) / (2 * 1.96)
        if abs(on_scale(ours.value, ours.scale) - on_scale(theirs.value, ours.scale)) > WITHIN * error:
            found.append(f"{name}: {ours.value:g} in the file, {theirs.value:g} by the fit")
    return found


def fit_document(fit: Fit) -> dict[str, Any]:
    """A fit as JSON values."""
    parameters = fit.population.parameters
    return {
        "schema": "interictal.trial-fit/1",
        "version": __version__,
        "intended_use": INTENDED_USE,
        "function": FUNCTION,
        "figures": [
            {
                "id": one.id,
                "figures": list(one.figures),
                "published": rounded(one.published),
                "fitted": rounded(one.fitted),
                "standard_error": rounded(one.standard_error),
                "residual": rounded(one.residual),
            }
            for one in fit.figures
        ],
        "parameters": [
            {
                "id": name,
                "value": rounded(one.value),
                "low": one.low,
                "high": one.high,
                "unit": one.unit,
                "words": one.words,
                "prior": None if one.prior is None else list(one.prior),
                "basis": "fitted" if one.fitted_to else "source" if one.source else "assumed",
                "note": one.note,
            }
            for name, one in parameters.items()
        ],
    }
