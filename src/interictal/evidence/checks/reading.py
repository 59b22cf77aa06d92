"""Reading anybody's table of trial arms: columns are known by their names, and figures are kept as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.evidence.checks.figures import ArmFigures, Difference
from interictal.evidence.checks.findings import Finding, Severity
from interictal.evidence.tables.rows import MAX_BYTES, records
from interictal.text_files import text_of

MAX_CELL = 200
MONTH = 31
"""Days of the longest month: a file that counts days a month does not say how long its months are."""

NAMES = {
    "study": ("study", "study_id", "studlab", "trial", "trial_id"),
    "arm": ("arm", "treatment", "treat", "intervention", "drug", "group"),
    "versus": ("versus", "comparator", "control"),
    "outcome": ("outcome",),
    "week": ("week", "weeks", "timepoint", "timepoint_weeks", "time"),
}
"""What a column names -> the titles it may have; of several, the first that the file has."""

FIGURES = {
    "n": ("n", "sample_size", "participants"),
    "events": ("events", "n_events", "event", "responders"),
    "percent": ("percent", "percentage", "percent_response", "response_percent"),
    "baseline_mean": ("baseline_mean", "baseline"),
    "baseline_sd": ("baseline_sd",),
    "change_mean": ("change_mean", "change", "mean_change"),
    "change_sd": ("change_sd", "sd_change"),
    "change_se": ("change_se", "se_change"),
    "change_low": ("change_low",),
    "change_high": ("change_high",),
    "endpoint_mean": ("endpoint_mean", "endpoint", "mean"),
    "endpoint_sd": ("endpoint_sd", "sd"),
    "endpoint_low": ("endpoint_low",),
    "endpoint_high": ("endpoint_high",),
}
"""A figure of an arm -> the titles it may have."""

BETWEEN = {
    "estimate": ("difference", "odds_ratio", "estimate", "te"),
    "low": ("difference_low", "odds_ratio_low", "low", "ci_low", "lower"),
    "high": ("difference_high", "odds_ratio_high", "high", "ci_high", "upper"),
    "se": ("difference_se", "odds_ratio_se", "se"),
    "p": ("p", "p_value"),
}
"""A figure of a comparison -> the titles it may have."""

DAYS = {"mmd": "monthly migraine days", "mhd": "monthly headache days", "amd": "monthly days with acute medication"}
"""Short names of outcomes that count days a month; titles begin or end with them: mmd_baseline, change_mmd, mmd_sd."""

_NAMED = {
    "baseline_mean": "{}_baseline",
    "baseline_sd": "{}_baseline_sd",
    "change_mean": "change_{}",
    "change_sd": "{}_sd",
    "change_se": "{}_se",
}


@dataclass(frozen=True, slots=True)
class ArmTable:
    """A table of trial arms.

    Args:
        rows: how many the file has.
        arms, differences: what is stated, a figure set for each outcome of a row.
        findings: cells that hold no number where one is expected.
        unused: the titles of columns that nothing is checked in.
    """

    rows: int
    arms: tuple[ArmFigures, ...]
    differences: tuple[Difference, ...]
    findings: tuple[Finding, ...]
    unused: tuple[str, ...]


def read_arms(path: Path) -> ArmTable:
    """The arms of a CSV file (comma, semicolon or tab; UTF-8).

    Raises:
        InvalidInput: the file cannot be read, is too large, or has no column that can be checked.

    Unknown: an empty cell is not stated, and is not checked.
    """
    return parse_arms(text_of(path, what="the table", most=MAX_BYTES, too_large="Split it."), path.name)


def parse_arms(text: str, file: str) -> ArmTable:
    """As ``read_arms``, from the text of a file."""
    titles, rows = _table(text, file)
    columns = _Columns(titles)
    arms: list[ArmFigures] = []
    differences: list[Difference] = []
    findings: list[Finding] = []
    for number, cells in rows:
        row = _Row(f"row {number}", cells, columns, findings)
        arms += row.arms()
        differences += row.differences()
    return ArmTable(len(rows), tuple(arms), tuple(differences), tuple(findings), columns.unused)


def _table(text: str, file: str) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Title -> index, and the rows with their lines, under the delimiter that gives the most columns to check."""
    best: tuple[int, dict[str, int], str] = (0, {}, ",")
    for delimiter in ",;\t":
        header = next(records(text, delimiter, file), (1, []))[1]
        titles: dict[str, int] = {}
        for index, title in enumerate(header):
            if title.strip():
                titles.setdefault(_plain(title), index)
        best = max(best, (_Columns(titles).count, titles, delimiter), key=lambda one: one[0])
    count, titles, delimiter = best
    if not count:
        allowed = f"columns such as study, arm, {', '.join(FIGURES)}"
        raise InvalidInput("header", file, allowed, "See docs/spec/evidence-checks.md.", file=file)
    rows = list(records(text, delimiter, file))[1:]
    if not rows:
        raise InvalidInput("rows", "none", "a row for each arm", "Fill the file.", file=file)
    return titles, rows


def _plain(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")


class _Columns:
    """Which column holds what.

    Args:
        titles: plain title -> index.
    """

    def __init__(self, titles: Mapping[str, int]) -> None:
        self.names = _chosen(titles, NAMES)
        self.figures = _chosen(titles, FIGURES)
        self.between = _chosen(titles, BETWEEN)
        self.ratio = "estimate" in self.between and "odds_ratio" in titles and "difference" not in titles
        self.outcomes = {
            short: {name: titles[each] for name, form in _NAMED.items() if (each := form.format(short)) in titles}
            for short in dict.fromkeys(
                title.removesuffix("_baseline") for title in titles if title.endswith("_baseline")
            )
        }
        used = {*self.names.values(), *self.figures.values(), *self.between.values()}
        used.update(index for each in self.outcomes.values() for index in each.values())
        self.unused = tuple(title for title, index in titles.items() if index not in used)
        self.count = len(used) - len(self.names)


def _chosen(titles: Mapping[str, int], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found = {name: [titles[title] for title in allowed if title in titles] for name, allowed in names.items()}
    return {name: indexes[0] for name, indexes in found.items() if indexes}


_NUMBER = re.compile(r"[+-]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})", re.ASCII)
_BELOW = re.compile(r"[<≤]\s*")
_UNSTATED = ("", "na", "n/a", "nr", "-", "\N{EN DASH}", "not reported")


class _Row:
    """One row of the file."""

    def __init__(self, place: str, cells: list[str], columns: _Columns, findings: list[Finding]) -> None:
        self.place, self.cells, self.columns, self.findings = place, cells, columns, findings
        self.study = self._name("study")
        self.arm = self._name("arm")

    def _text(self, index: int) -> str:
        return self.cells[index].strip() if index < len(self.cells) else ""

    def _name(self, name: str) -> str:
        index = self.columns.names.get(name)
        return "" if index is None else " ".join(self._text(index).split())[:MAX_CELL]

    def _number(self, name: str, index: int) -> Decimal | None:
        text = self._text(index).replace("\N{MINUS SIGN}", "-").removesuffix("%").strip()
        if text.casefold() in _UNSTATED:
            return None
        if _NUMBER.fullmatch(text):
            return Decimal(text)
        self.findings.append(
            Finding(
                code="UNREADABLE",
                severity=Severity.IMPOSSIBLE,
                place=self.place,
                study=self.study,
                arm=self.arm,
                figures=((name, text[:MAX_CELL]),),
                because=f"{name}: '{text[:40]}' is not a plain number with a decimal point. Correct it, or leave the "
                "cell empty where the figure is not known.",
            )
        )
        return None

    def _figures(self, columns: Mapping[str, int]) -> dict[str, Decimal | None]:
        return {name: self._number(name, index) for name, index in columns.items()}

    def arms(self) -> Iterator[ArmFigures]:
        """The figures of this row: those of titles of their own, and those of each short name of an outcome."""
        outcome = self._name("outcome")
        shared = self._figures({name: at for name, at in self.columns.figures.items() if name == "n"})
        own = self._figures({name: at for name, at in self.columns.figures.items() if name != "n"})
        sets = [(outcome, days_of(outcome), own)] if own or not self.columns.outcomes else []
        for short, columns in self.columns.outcomes.items():
            sets.append((short.upper(), MONTH if short in DAYS else days_of(short), self._figures(columns)))
        for name, days, figures in sets:
            yield ArmFigures(
                place=self.place,
                study=self.study,
                arm=self.arm,
                outcome=name,
                week=self._name("week"),
                days=days,
                **shared,
                **figures,
            )

    def differences(self) -> Iterator[Difference]:
        """The comparison of this row, where it states one."""
        columns = dict(self.columns.between)
        below = False
        if "p" in columns:
            index = columns["p"]
            text = self._text(index)
            below = bool(_BELOW.match(text))
            if below:
                self.cells[index] = _BELOW.sub("", text)
        figures = self._figures(columns)
        if any(value is not None for value in figures.values()):
            yield Difference(
                place=self.place,
                study=self.study,
                arm=self.arm,
                versus=self._name("versus"),
                outcome=self._name("outcome"),
                week=self._name("week"),
                ratio=self.columns.ratio,
                below=below,
                **figures,
            )


def days_of(outcome: str) -> int | None:
    """The days of the period in which an outcome counts days, by its name; None where the name does not say it does.

    >>> days_of("headache_days_28"), days_of("Headache days a month"), days_of("HIT-6")
    (28, 31, None)
    """
    plain = f"_{_plain(outcome)}_"
    if "_days_" not in plain or any(word in plain for word in ("_percent_", "_responder")):
        return None
    numbers = re.findall(r"_(\d{1,3})(?=_)", plain)
    if numbers:
        return int(numbers[-1]) or None
    return 7 if "_week_" in plain else MONTH
