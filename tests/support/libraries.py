"""A small trial library written into a folder, with one cell changed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

DRUGS = [{"id": "topiramate", "drug_class": "antiepileptic", "route": "by mouth", "names": "Topamax;TPM"},
         {"id": "placebo", "drug_class": "placebo", "route": "", "names": ""}]  # fmt: skip
OUTCOMES = [
    {"id": "participants", "words": "people in the arm", "unit": "people", "kind": "events", "better": ""},
    {"id": "headache_days_28", "words": "headache days", "unit": "days", "kind": "means", "better": "lower"},
    {"id": "responder50", "words": "a fall of 50 %", "unit": "people", "kind": "events", "better": "higher"},
]
TRIALS = [
    {"id": "one", "name": "One", "registry": "NCT1 NCT2", "year": "2007", "population": "cm",
     "population_words": "adults", "design": "double-blind", "part_of": "", "source": "us-label", "note": ""},
    {"id": "part", "name": "Part", "registry": "", "year": "", "population": "cm", "population_words": "adults",
     "design": "subgroup", "part_of": "one", "source": "us-label", "note": "of One"},
]  # fmt: skip
ARMS = [
    {"id": "one.topiramate", "trial": "one", "label": "topiramate", "drug": "topiramate", "dose": "100 mg", "n": "50"},
    {"id": "one.placebo", "trial": "one", "label": "placebo", "drug": "placebo", "dose": "", "n": ""},
    {"id": "part.topiramate", "trial": "part", "label": "topiramate", "drug": "topiramate", "dose": "", "n": ""},
]


def value(identifier: str, figure: str, **cells: str) -> dict[str, str]:
    """A row of values.csv: what the id says, seen and of tier A unless told otherwise."""
    trial, arm, outcome, week, quantity = identifier.split(".")[:5]
    return {
        "id": identifier, "trial": trial, "arm": f"{trial}.{arm}", "versus": "", "outcome": outcome,
        "week": "" if week == "any" else week, "quantity": quantity, "value": figure, "below": "",
        "source": "us-label", "seen": "its section 14", "status": "verified", "tier": "A", "derivation": "", "note": "",
        **cells,
    }  # fmt: skip


VALUES = [
    value("one.topiramate.participants.any.n", "50"),
    value("one.topiramate.responder50.16.percent", "40"),
    value(
        "one.topiramate.responder50.16.n_events", "20", status="derived", tier="", seen="worked out",
        derivation="[one.topiramate.responder50.16.percent] of [one.topiramate.participants.any.n]",
    ),
    value("one.topiramate.responder50.16.p", "0.05", versus="one.placebo", below="yes"),
    value("one.topiramate.responder50.16.odds_ratio", "2.5", versus="one.placebo"),
    value("one.topiramate.headache_days_28.16.change_mean", "-5.8"),
    value("one.topiramate.headache_days_28.16.change_sd", "4.1", status="unconfirmed", tier="C"),
    value("one.placebo.headache_days_28.16.change_mean", "-4.7", status="unconfirmed", tier=""),
]  # fmt: skip

FILES: Mapping[str, list[dict[str, str]]] = {
    "drugs.csv": DRUGS, "outcomes.csv": OUTCOMES, "trials.csv": TRIALS, "arms.csv": ARMS, "values.csv": VALUES,
}  # fmt: skip


def write_library(
    folder: Path, changes: Mapping[tuple[str, int, str], str] | None = None, *, more: list[dict[str, str]] | None = None
) -> Path:
    """The library in a folder.

    Args:
        changes: (file, index of the row, column) -> the cell.
        more: further rows of values.csv.
    """
    counts = {}
    for name, held in FILES.items():
        rows = [dict(row) for row in held]
        for (file, index, column), cell in (changes or {}).items():
            if file == name:
                rows[index][column] = cell
        if name == "values.csv":
            rows += more or []
        counts[name.removesuffix(".csv")] = len(rows)
        with (folder / name).open("w", encoding="utf-8", newline="") as file_:
            writer = csv.DictWriter(file_, list(held[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    write_version(folder, **{name: counts[name] for name in ("trials", "arms", "values")})
    return folder


def write_version(folder: Path, **keys: object) -> None:
    """version.toml with these keys; schema and date are added where they are not among them."""
    said = {"schema": '"interictal.evidence-data/1"', "date": "2026-11-28", **keys}
    text = "".join(f"{name} = {each}\n" for name, each in said.items() if each is not None)
    (folder / "version.toml").write_text(text, encoding="utf-8")
