"""Which days an outcome counts, in words: two numbers that count other days are not on one scale."""

from __future__ import annotations

from interictal.evidence.library import outcomes

_HALVED = "responder50_"
_OF_THE_TRIAL = "responder50"

_DAYS = {
    "migraine_days": "migraine days",
    "headache_days": "headache days",
    "moderate_severe_headache_days": "days with moderate or severe headache",
}
"""Days that outcomes count -> in words."""

_MAIN = {"silberstein-2009": "days with migraine or a headache much like it"}
"""Trial -> the days of its main outcome, as its document names them: migraine and migrainous days there."""


def days_counted(outcome: str, trial: str) -> str:
    """The days of which a fall by half is counted, in plain words.

    Args:
        outcome: id of an outcome that counts a fall by half.
        trial: id of the trial; it decides where the outcome is only "the trial's main one".

    Source: the outcomes of the trial library; ``silberstein-2009`` for its main outcome.

    Unknown: the main outcome of another trial is named as no more than that.
    """
    if outcome == _OF_THE_TRIAL:
        return _MAIN.get(trial, "days of the study's main outcome")
    return days_named(outcome.removeprefix(_HALVED))


def days_named(outcome: str) -> str:
    """Which days an outcome counts, without the time they are counted over: migraine_days_28 are migraine days."""
    return _DAYS[outcome.removesuffix("_28").removesuffix("_month")]


def counted_words(outcome: str, trial: str) -> str:
    """The same for clinicians: a fall of 50 % or more in migraine days."""
    if outcome == _OF_THE_TRIAL and trial in _MAIN:
        return f"a fall of 50 % or more in {_MAIN[trial]}"
    return outcomes()[outcome].words
