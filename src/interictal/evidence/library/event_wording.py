"""Rates of side effects in words: percentage or count, how far it can be relied on, people, and exact interval."""

from __future__ import annotations

from interictal.evidence.library.events import AdverseEventRate
from interictal.evidence.library.wording import mark
from interictal.safety.adverse_events.published import Kind

KINDS = {
    Kind.ALL_CAUSE: "whatever caused them (all-cause)",
    Kind.TREATMENT_RELATED: "held to be caused by the treatment (treatment-related)",
    Kind.ADVERSE_DRUG_REACTION: "at least possibly caused by the medicine (adverse drug reactions)",
}
"""What a rate counts -> which side effects these are, in words."""


def treated_words(one: AdverseEventRate) -> str:
    """What was treated: ``chronic migraine``."""
    return one.indication.replace("-", " ")


def percent_words(one: AdverseEventRate) -> str:
    """The percentage as printed: ``3.5 %``, ``less than 1 %``; "" where only a count was."""
    return "" if one.percent is None else f"{'less than ' if one.below else ''}{one.percent} %"


def count_words(one: AdverseEventRate) -> str:
    """The people: ``12 of 347``, ``12 of 347, derived`` where it was worked out, ``of 687``; "" where none was seen."""
    if one.n is None:
        return ""
    if one.n_events is None:
        return f"of {one.n}"
    return f"{one.n_events} of {one.n}{', derived' if one.derivation else ''}"


def interval_words(one: AdverseEventRate) -> str:
    """The exact 95 % interval of the count in percent: ``1.8 to 6.0 %``; "" where no people were counted."""
    found = one.interval
    return "" if found is None else f"{100 * found.low:.1f} to {100 * found.high:.1f} %"


def rate_words(one: AdverseEventRate) -> str:
    """A rate: ``3.5 % [A] (12 of 347, derived; 95 % interval 1.8 to 6.0 %)``."""
    percent, count, interval = percent_words(one), count_words(one), interval_words(one)
    inner = "; ".join(filter(None, (count if percent else "", interval and f"95 % interval {interval}")))
    return f"{percent or count}{mark(one)}{f' ({inner})' if inner else ''}"
