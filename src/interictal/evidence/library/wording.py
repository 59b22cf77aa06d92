"""Values in words: an estimate with its spread and interval, each with its mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from interictal.evidence.library.records import (
    PARTICIPANTS,
    POPULATIONS,
    QUANTITIES,
    Status,
    Synthesis,
    Trial,
    Value,
)
from interictal.evidence.library.selection import outcomes

if TYPE_CHECKING:
    from interictal.evidence.library.events import AdverseEventRate

_GROUPS = (
    ("baseline_mean", "mean before", ("baseline_sd",)),
    ("change_mean", "mean change", ("change_sd", "change_se", "change_low", "change_high")),
    ("endpoint_mean", "mean at the end", ("endpoint_sd", "endpoint_low", "endpoint_high")),
    ("percent", "", ()),
    ("n_events", "", ()),
    ("n", "of", ()),
    ("difference", "difference", ("difference_se", "difference_low", "difference_high")),
    ("odds_ratio", "odds ratio", ("odds_ratio_low", "odds_ratio_high")),
    ("p", "p", ()),
)
"""Quantity -> how it is told, and the quantities told with it."""

_SPREAD = {"sd": "SD", "se": "SE"}


def mark(one: Value | Synthesis | AdverseEventRate) -> str:
    """How far it can be relied on, to stand behind it: ``" [A]"``, ``", derived"``, ``", unconfirmed"``."""
    return f" [{one.tier}]" if one.status is Status.VERIFIED else f", {one.status.value}"


def number(figure: Decimal) -> str:
    """As printed, with a minus sign."""
    return str(figure).replace("-", "−")


def signed(text: str) -> str:
    """A text with minus signs before its negative numbers: a hyphen within a word or a name stays."""
    return re.sub(r"(?<![\w.)\]-])-(?=\d)", "\N{MINUS SIGN}", text)


def figure(one: Value) -> str:
    """The number of one value with its unit: ``−7.8 days``, ``44.8 %``, ``308 people``, ``less than 0.001``."""
    text = f"{'less than ' if one.below else ''}{number(one.value)}"
    if one.quantity == "percent":
        return f"{text} %"
    if one.quantity in ("n", "n_events"):
        return f"{text} {'person' if one.value == 1 else 'people'}"
    if one.quantity == "p" or one.quantity.startswith("odds_ratio"):
        return text
    unit = outcomes()[one.outcome].unit
    return f"{text} {'%' if unit == 'percent' else 'percentage points' if unit == 'people' else unit}"


def title(one: Value) -> str:
    """What a value is, in words: ``mean change of headache days in 28 days, week 24``."""
    week = "" if one.week is None else f", week {one.week}"
    return f"{QUANTITIES[one.quantity]}: {outcomes()[one.outcome].words}{week}"


def taking_part(one: Trial) -> str:
    """Who took part; the population before it, but where the words say it or it has no name of its own."""
    population = POPULATIONS[one.population]
    said = all(each in one.population_words for each in population.split() if each != "and")
    return one.population_words if said or one.population == "other" else f"{population}: {one.population_words}"


def phrases(values: Iterable[Value]) -> tuple[str, ...]:
    """The values of one arm, outcome and week, each estimate told with its spread and its interval.

    Args:
        values: of one arm, outcome and week.

    Returns:
        One phrase for each estimate, in a fixed order; a spread or a limit without its estimate is told by itself.
    """
    by_variant: dict[str, dict[str, Value]] = {}
    for each in values:
        by_variant.setdefault(variant(each), {})[each.quantity] = each
    return tuple(phrase for held in by_variant.values() for phrase in _phrases(held))


def variant(one: Value) -> str:
    """What tells this value from another of the same arm, outcome, week and quantity; "" where there is one."""
    week = "any" if one.week is None else one.week
    return one.id.removeprefix(f"{one.arm}.{one.outcome}.{week}.{one.quantity}").removeprefix(".")


def _phrases(held: Mapping[str, Value]) -> Iterable[str]:
    for main, words, companions in _GROUPS:
        beside = [held[each] for each in companions if each in held]
        if main in held:
            yield _told(held[main], words, beside)
        else:
            yield from (f"{QUANTITIES[each.quantity]} {figure(each)}{mark(each)}" for each in beside)


def _told(one: Value, words: str, beside: list[Value]) -> str:
    sign = " < " if one.quantity == "p" and one.below else " "
    shown = number(one.value) if one.quantity == "p" else figure(one)
    if one.quantity == "n" and one.outcome == PARTICIPANTS:
        words = ""
    text = f"{words}{sign}{shown}".strip()
    inner = _within({each.quantity.rpartition("_")[2]: each for each in beside}, one)
    return f"{text}{mark(one)}{f' ({inner})' if inner else ''}"


def _within(beside: Mapping[str, Value], one: Value) -> str:
    """Spread and interval, with a mark where theirs is another than that of the estimate."""
    parts = [
        f"{name} {number(beside[key].value)}{_other(beside[key], one)}"
        for key, name in _SPREAD.items()
        if key in beside
    ]
    if "low" in beside and "high" in beside:
        low, high = beside["low"], beside["high"]
        parts.append(f"95 % {number(low.value)} to {number(high.value)}{_other(high, one)}")
    return ", ".join(parts)


def _other(companion: Value, one: Value) -> str:
    return "" if mark(companion) == mark(one) else mark(companion)
