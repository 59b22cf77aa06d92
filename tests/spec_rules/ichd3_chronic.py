"""docs/spec/ichd3-chronic-migraine.md"""

import datetime as dt

from interictal.ichd3 import chronic_migraine
from interictal.ichd3.day import meets_aura, meets_believed_and_relieved, meets_chronic_migraine_c
from interictal.ichd3.day import meets_pain_features as meets_c
from interictal.profile import Profile
from interictal.verdicts import Reason
from spec_rules.ichd3_migraine import shown
from support.diaries import MONDAY, days, unfold
from support.words import ANSWERS, LETTERS, day

C1 = {"Y": "+unilateral +pulsating +nausea", "N": "-unilateral -pulsating mild", "?": ""}
C2 = {"Y": "+aura 20min", "N": "-aura", "?": "+aura"}
C3 = {"Y": "+believed_migraine +relieved_by_triptan_or_ergot", "N": "-believed_migraine", "?": "+believed_migraine"}


def on_a_day(row: dict[str, str]) -> None:
    the_day = day(f"{C1[row['C1']]} {C2[row['C2']]} {C3[row['C3']]}")
    assert meets_c(the_day) is LETTERS[row["C1"]]
    assert meets_aura(the_day) is LETTERS[row["C2"]]
    assert meets_believed_and_relieved(the_day) is LETTERS[row["C3"]]
    assert meets_chronic_migraine_c(the_day) is LETTERS[row["C"]]


def over_months(row: dict[str, str]) -> None:
    months = [unfold(row[name]) or "_" * 30 for name in ("oldest", "middle", "latest")]
    found = chronic_migraine(days("".join(months)), Profile())
    a, _, c, _ = found.reasons
    assert found.id == "ichd3.1.3"
    assert a.verdict is LETTERS[row["A"]]
    assert c.verdict is LETTERS[row["C"]]
    assert figures(a) == row["figures of A"]
    assert figures(c) == row["figures of C"]


def judged(row: dict[str, str]) -> None:
    answer = ANSWERS[row["answer"]]
    profile = Profile(
        lifetime_attacks=int(row["lifetime"]) if row["lifetime"] else None,
        not_better_accounted_for={} if answer is None else {"1.3": answer},
    )
    found = chronic_migraine(days(row["months"]), profile)
    assert shown(found) == row["by criterion"]
    assert found.verdict is LETTERS[row["verdict"]]


def until(row: dict[str, str]) -> None:
    number = row["last (day of the diary)"]
    last = MONDAY + dt.timedelta(days=int(number) - 1) if number else None
    a = chronic_migraine(days(row["diary"]), Profile(), last=last).reasons[0]
    assert a.verdict is LETTERS[row["A"]]
    assert figures(a) == row["figures of A"]


def words(row: dict[str, str]) -> None:
    reasons = chronic_migraine(days(row["months"]), Profile()).reasons
    assert next(reason for reason in reasons if reason.criterion == row["criterion"]).because == row["says"]


def figures(reason: Reason) -> str:
    """``15 of 30, 15 of 30 and 15 of 30`` from the sentence."""
    start = reason.because.index(" on ") + 4
    parts = reason.because[start:].split(" ")
    return " ".join(parts[: parts.index("and") + 4])


RUNNERS = {
    "chronic-c": on_a_day,
    "chronic-months": over_months,
    "chronic-judged": judged,
    "chronic-until": until,
    "chronic-words": words,
}
