"""docs/spec/ichd3-migraine.md"""

import datetime as dt

import pytest

from interictal.diary.days import Day
from interictal.errors import InvalidInput
from interictal.ichd3 import day as of_day
from interictal.ichd3 import migraine_with_aura, migraine_without_aura, probable_migraine
from interictal.ichd3.attacks import attacks
from interictal.ichd3.record import shortest_attack_hours
from interictal.profile import Profile
from interictal.verdicts import Judgement
from support.diaries import MONDAY
from support.words import ANSWERS, LETTERS, day, verdicts

JUDGES = {"1.1": migraine_without_aura, "1.2": migraine_with_aura, "1.5.1": probable_migraine}
DAY_COLUMNS = {
    "1.1 B": of_day.meets_duration,
    "1.1 C": of_day.meets_pain_features,
    "1.1 D": of_day.meets_accompanying_symptoms,
    "1.2 B-C": of_day.meets_aura,
    "1.3 C3": of_day.meets_believed_and_relieved,
    "1.3 C": of_day.meets_chronic_migraine_c,
    "1.1 B-D": of_day.meets_migraine_without_aura,
    "1.5.1": of_day.meets_probable_migraine,
    "1.1 or 1.5.1": of_day.meets_migraine_or_probable,
}


def attack_days(text: str) -> list[Day]:
    """``6 3t . _ 6cda``: see the page."""
    found = []
    for index, word in enumerate(text.split()):
        date = MONDAY + dt.timedelta(days=index)
        if word == "_":
            continue
        if word in "./":
            found.append(day("free" if word == "." else "gap", date))
            continue
        hours = word.rstrip("cdatuv")
        marks = word[len(hours) :]
        words = ["plain"] + ([] if hours == "x" else [f"{hours}h"])
        words += [] if "c" in marks else ["severe", "+pulsating"]
        words += [] if "d" in marks else ["+nausea"]
        words += ["+aura", "20min"] if "a" in marks else []
        words += ["took:sumatriptan"] if "t" in marks else []
        if "v" in marks:
            words = [f"{hours}h", "severe", "+pulsating", "-aura", "took:none"]
        if "u" in marks:
            words = [f"{hours}h", "+nausea", "-aura", "took:none"]
        found.append(day(" ".join(words), date))
    return found


def one_day(row: dict[str, str]) -> None:
    the_day = day(row["day"])
    for column, decide in DAY_COLUMNS.items():
        assert decide(the_day) is LETTERS[row[column]], column


def pain(row: dict[str, str]) -> None:
    if not row["C"]:
        with pytest.raises(InvalidInput):
            day(row["day"])
        return
    assert of_day.pain_features(day(row["day"])) == verdicts(row["C1 C2 C3 C4"])
    assert of_day.meets_pain_features(day(row["day"])) is LETTERS[row["C"]]


def accompanying(row: dict[str, str]) -> None:
    names = ("nausea", "vomiting", "photophobia", "phonophobia")
    words = " ".join(f"{'+' if ANSWERS[row[name]] else '-'}{name}" for name in names if row[name])
    assert of_day.meets_accompanying_symptoms(day(words)) is LETTERS[row["D"]]


def duration(row: dict[str, str]) -> None:
    needed = float(row["hours needed"])
    assert of_day.meets_duration(day(row["day"]), needed) is LETTERS[row["B"]]


def aura(row: dict[str, str]) -> None:
    assert of_day.meets_aura(day(row["day"])) is LETTERS[row["1.2 B-C"]]


def believed(row: dict[str, str]) -> None:
    assert of_day.meets_believed_and_relieved(day(row["day"])) is LETTERS[row["C3"]]


def counted(row: dict[str, str]) -> None:
    found = attacks(attack_days(row["days"]))
    expected = tuple(int(row[name]) for name in ("runs", "1.1", "1.2", "either", "1.5.1"))
    assert (found.runs, found.without_aura, found.with_aura, found.migraine, found.probable) == expected


def by_age(row: dict[str, str]) -> None:
    profile = Profile(age=float(row["age"]) if row["age"] else None)
    assert attacks(attack_days(row["days"]), shortest_attack_hours(profile)).without_aura == int(row["1.1"])


def judged(row: dict[str, str]) -> None:
    answer = ANSWERS[row["answer"]]
    profile = Profile(
        lifetime_attacks=int(row["lifetime"]) if row["lifetime"] else None,
        not_better_accounted_for={} if answer is None else {row["code"]: answer},
    )
    result = JUDGES[row["code"]](attack_days(row["days"]), profile)
    assert result.id == f"ichd3.{row['code']}"
    assert shown(result) == row["by criterion"]
    assert result.verdict is LETTERS[row["verdict"]]


def until(row: dict[str, str]) -> None:
    last = MONDAY + dt.timedelta(days=int(row["last"]) - 1) if row["last"] else None
    result = migraine_without_aura(attack_days(row["days"]), Profile(), last=last)
    assert result.reasons[0].verdict is LETTERS[row["A of 1.1"]]


def shown(judgement: Judgement) -> str:
    """``A:Y E:?``"""
    letters = {verdict: letter for letter, verdict in LETTERS.items()}
    return " ".join(f"{reason.criterion}:{letters[reason.verdict]}" for reason in judgement.reasons)


RUNNERS = {
    "ichd3-day": one_day,
    "pain-features": pain,
    "accompanying": accompanying,
    "duration-on-date": duration,
    "aura": aura,
    "believed-and-relieved": believed,
    "attacks": counted,
    "attack-age": by_age,
    "judged-migraine": judged,
    "judged-until": until,
}
