"""docs/spec/ichd3-medication-overuse.md"""

from interictal.ichd3 import medication_overuse
from interictal.profile import Profile
from spec_rules.ichd3_migraine import shown
from support.diaries import days, unfold
from support.words import ANSWERS, LETTERS

CODES = ("8.2.1", "8.2.2", "8.2.3", "8.2.4", "8.2.5", "8.2.6")


def over_months(row: dict[str, str]) -> None:
    months = [row[name] for name in ("oldest", "middle", "latest")]
    if not row["middle"]:
        months = [row["latest"]] * 3
    found = medication_overuse(days("".join(unfold(month) or "_" * 30 for month in months)), Profile())
    assert [one.id for one in found] == ["ichd3.8.2", *(f"ichd3.{code}" for code in CODES)]
    for code, subtype in zip(CODES, found[1:], strict=True):
        assert subtype.reasons[1].verdict is LETTERS[row[code]], code
    assert found[0].reasons[1].verdict is LETTERS[row["B of 8.2"]]


def judged(row: dict[str, str]) -> None:
    answer = ANSWERS[row["answer"]]
    profile = Profile(
        preexisting_headache_disorder=ANSWERS[row["before"]],
        not_better_accounted_for={} if answer is None else {"8.2": answer},
    )
    found = {one.id: one for one in medication_overuse(days(row["months"]), profile)}
    assert shown(found["ichd3.8.2"]) == row["by criterion"]
    assert found["ichd3.8.2"].verdict is LETTERS[row["8.2"]]
    assert found["ichd3.8.2.2"].verdict is LETTERS[row["8.2.2"]]
    assert found["ichd3.8.2.2"].reasons[0].verdict is LETTERS[row["8.2"]]


RUNNERS = {"overuse-b": over_months, "overuse-judged": judged}
