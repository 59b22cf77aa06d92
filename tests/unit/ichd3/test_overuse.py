"""Words, substances and barbiturates: what docs/spec/ichd3-medication-overuse.md does not show."""

import dataclasses
import datetime as dt

from interictal.diary.days import Day
from interictal.diary.medicines import DrugClass, Intake
from interictal.ichd3 import medication_overuse
from interictal.profile import Profile
from interictal.verdicts import Judgement, Verdict
from support.diaries import MONDAY, days
from support.words import day


def each_day(words: str, number: int = 90) -> list[Day]:
    """The same day over and over."""
    return [day(words, MONDAY + dt.timedelta(days=index)) for index in range(number)]


def judged(diary: list[Day]) -> dict[str, Judgement]:
    return {one.id.removeprefix("ichd3."): one for one in medication_overuse(diary, Profile())}


def test_butalbital_counts_with_the_combination_analgesics() -> None:
    found = judged(each_day("plain 6h took:butalbital+caffeine+paracetamol"))
    assert found["8.2.5"].reasons[1].verdict is Verdict.MET
    assert found["8.2.3"].reasons[1].verdict is Verdict.NOT_MET
    assert found["8.2.6"].reasons[1].verdict is Verdict.NOT_MET


def test_barbiturate_and_combination_are_one_class() -> None:
    rows = each_day("plain 6h took:none")
    for month in range(3):
        for back in range(5):
            at = month * 30 + back
            rows[at] = day("plain 6h took:codeine+paracetamol", rows[at].diary_date)
            rows[at + 10] = day("plain 6h took:butalbital+caffeine+paracetamol", rows[at + 10].diary_date)
    found = judged(rows)
    assert found["8.2.5"].reasons[1].verdict is Verdict.MET
    assert found["8.2.6"].reasons[1].verdict is Verdict.NOT_MET


def test_gepants_and_ditans_are_named_where_taken_and_not_counted() -> None:
    found = judged(each_day("plain 6h took:rimegepant", 100))
    reason = found["8.2"].reasons[-1]
    assert reason.criterion == "gepants and ditans"
    assert reason.verdict is Verdict.NOT_MET
    assert reason.because == (
        "A gepant or ditan on 90 of the 90 days up to 2024-04-09: ICHD-3 gives no threshold for these classes, "
        "so they are not counted for B."
    )
    assert judged(each_day("plain 6h took:lasmiditan"))["8.2"].reasons[-1].criterion == "gepants and ditans"
    assert [reason.criterion for reason in judged(days("t30"))["8.2"].reasons] == ["A", "B", "C"]


def test_the_substances_are_listed_by_name_once_a_day_each() -> None:
    rows = each_day("plain 6h took:paracetamol,ibuprofen,paracetamol", 2)
    rows.append(day("plain 6h took:ibuprofen,sumatriptan", MONDAY + dt.timedelta(days=2)))
    assert judged(rows)["8.2.3"].reasons[1].because == (
        "A non-opioid analgesic on 3 of 3, 0 of 0 and 0 of 0 days with known medicines in the three 30-day months up "
        "to 2024-01-03, latest first; each month needs 15; 87 of the 90 days are not recorded or not decided and could "
        "turn this. Days by substance: ibuprofen 3, paracetamol 2."
    )


def test_what_the_patient_wrote_is_not_repeated() -> None:
    written = (Intake("Imigran of my aunt", "sumatriptan", DrugClass.TRIPTAN), Intake("aunt", None, DrugClass.TRIPTAN))
    rows = [dataclasses.replace(day("plain 6h"), intakes=written)]
    assert judged(rows)["8.2.2"].reasons[1].because.endswith(" Days by substance: not named 1, sumatriptan 1.")


def test_what_the_sentences_say() -> None:
    found = judged(days("(t9 I9 _ H11)3"))
    assert found["8.2"].reasons[1].because == (
        "No class of medicine reaches its threshold in each of three months for certain; not decided for 8.2.2, 8.2.6."
    )
    assert (
        found["8.2.6"]
        .reasons[1]
        .because.endswith(
            "Two classes are needed, 2 certainly taken; and none may be overused alone: whether one is cannot be told."
        )
    )
    found = judged(days("(t10 H20)3"))
    assert found["8.2"].reasons[1].because == "Overuse in each of three months for 8.2.2."
    assert found["8.2.2"].reasons[1].because.startswith("A triptan on 10 of 30, 10 of 30 and 10 of 30 days with known")
    assert found["8.2.6"].reasons[1].because.endswith("1 certainly taken; and none may be overused alone: one is.")
    found = judged(days("(t5 I5 H20)3"))
    assert found["8.2.6"].reasons[1].because.endswith("2 certainly taken; and none may be overused alone: none is.")
    assert found["8.2.2"].reasons[0].because == (
        "8.2 medication-overuse headache: cannot be told yet; its reasons stand there."
    )


def test_the_history_is_told() -> None:
    def history(answer: bool | None) -> str:
        profile = Profile(preexisting_headache_disorder=answer)
        return medication_overuse(days("H30"), profile)[0].reasons[0].because.rpartition("; ")[2]

    assert history(True) == "a headache disorder was there before, as the profile says."
    assert history(False) == "a headache disorder was not there before, as the profile says."
    assert history(None) == (
        "whether a headache disorder was there before is not known (profile: preexisting_headache_disorder)."
    )


def test_days_after_last_are_ignored() -> None:
    diary = days("(t10 H20)3 .90")
    before = medication_overuse(diary, Profile(), last=MONDAY + dt.timedelta(days=89))
    after = medication_overuse(diary, Profile())
    assert (before[0].reasons[1].verdict, after[0].reasons[1].verdict) == (Verdict.MET, Verdict.NOT_MET)


def test_blank_medications_of_the_profile_decide() -> None:
    def overuse(blank: str) -> Verdict:
        return medication_overuse(days("(t9 ?21)3"), Profile(blank_medications=blank))[0].reasons[1].verdict

    assert (overuse(""), overuse("none"), overuse("unknown")) == (
        Verdict.NOT_MET,
        Verdict.NOT_MET,
        Verdict.UNDETERMINED,
    )
