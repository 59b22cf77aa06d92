"""The composition: what goes where, and the findings of the assessment itself."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from interictal.assessment import assess
from interictal.assessment.document import document, line
from interictal.diary.days import Diary
from interictal.errors import DataUnavailable, InvalidInput
from interictal.injection.sessions import Session
from interictal.profile import Profile, Questionnaire
from interictal.verdicts import Verdict
from support.diaries import MONDAY, diary


def on(day: int) -> Session:
    """A session on the n-th day of the diary, counted from 0."""
    return Session(date=MONDAY + dt.timedelta(days=day))


def codes(result) -> set[str]:
    """The codes of the findings."""
    return {one.code for one in result.findings}


def test_baseline_cycle_and_response() -> None:
    """28 days with headache on every second, then 84 with headache on every fourth: half."""
    result = assess(diary("(H.)14 (H...)21"), [on(28)])
    (response,) = result.response
    assert (response.baseline_per_28, response.value_per_28, response.change_percent) == (14, 7, -50)
    assert response.responder[50] is Verdict.MET
    assert response.responder[75] is Verdict.NOT_MET
    assert [(one.period.cycle, one.period.period_in_cycle) for one in result.periods] == [
        (0, -1), (1, 1), (1, 2), (1, 3)
    ]  # fmt: skip
    assert result.findings == ()


def test_sessions_in_any_order_and_after_the_diary() -> None:
    """The order of the file does not matter; one after the last day opens nothing and is said."""
    sessions = [on(200), on(112), on(28)]
    one, other = (assess(diary("(H.)14 (H...)30"), some) for some in (sessions, sessions[::-1]))
    assert document(one) == document(other)
    assert [each.cycle for each in one.response] == [1, 2]
    assert codes(one) == {"session-after-diary"}
    assert "1 injection session" in one.findings[0].message


def test_start_is_judged_before_the_first_injection_and_diagnosis_now() -> None:
    """Chronic migraine for 90 days, then 90 days with four headache days a month."""
    result = assess(diary("(MMM.)23 (M......)13"), [on(92)], Profile(lifetime_attacks=50))
    by_id = {one.id: one for one in result.criteria}
    assert by_id["ichd3.1.3"].verdict is Verdict.NOT_MET
    label = next(one for one in result.guidelines if one.id == "us-label")
    assert label.start is not None
    assert "before the first injection" in " ".join(reason.because for reason in label.start.reasons)
    assert next(r.verdict for r in label.start.reasons if "headache" in r.because.lower()) is Verdict.MET


def test_no_baseline_is_said() -> None:
    """A diary that starts with the first injection, or after it."""
    for sessions in ([on(0)], [on(-5)]):
        result = assess(diary("(H.)20"), sessions)
        assert "no-baseline" in codes(result)
        assert result.response[0].change_percent is None
        assert result.response[0].responder[50] is Verdict.UNDETERMINED
    assert "no-baseline" not in codes(assess(diary("(H.)20"), [on(1)]))


def test_sessions_close_together_are_said() -> None:
    def said(*days: int) -> list[str]:
        sessions = [on(day) for day in days]
        return [one.message for one in assess(diary("(H.)60"), sessions).findings if one.code == "sessions-close"]

    assert said() == said(28) == said(28, 28) == said(28, 56) == []
    assert said(28, 33, 60)[0].startswith("2 session(s) came fewer than 28 days after the one before.")


def test_undecided_headache_days_are_said() -> None:
    found = assess(diary("?3 H2 .25"), headache_definition="PREEMPT-HD4").findings
    (finding,) = (one for one in found if one.code == "headache-day-undecided")
    assert finding.message.startswith("On 3 of 5 days with headache it cannot be told whether they were headache days")
    assert "headache-day-undecided" not in codes(assess(diary("?3 H2 .25")))


def test_attack_diary_is_said() -> None:
    """Its days without an entry are unknown: no rate anywhere."""
    result = assess(replace(diary("(H_)20"), attack_diary=True))
    assert "attack-diary" in codes(result)
    assert all(one.counts["headache_days"].per_28 is None for one in result.periods)


def test_undecided_migraine_days_are_said() -> None:
    """Days with headache and nothing else known."""
    (finding,) = assess(diary("(H?..)10")).findings
    assert finding.code == "migraine-day-undecided"
    assert "10 of 20 days with headache" in finding.message


def test_blank_medications_are_said() -> None:
    """Medicines on some days, empty on others."""
    days = [replace(day, intakes=None) if n % 3 else day for n, day in enumerate(diary("(t.)15").days)]
    assert "blank-medications" in codes(assess(Diary.of(days)))
    assert "blank-medications" not in codes(assess(Diary.of(days), profile=Profile(blank_medications="unknown")))


def test_nothing_recorded() -> None:
    """No assessment, and what to do."""
    with pytest.raises(DataUnavailable, match="at least one day"):
        assess(Diary.of([]))


def test_unknown_definition_and_guideline() -> None:
    """Refused with the list."""
    with pytest.raises(InvalidInput, match="ICHD3-CM-C"):
        assess(diary("H"), migraine_definition="X")
    with pytest.raises(InvalidInput, match="nice-ta260"):
        assess(diary("H"), guidelines=["X"])


def test_guidelines_chosen_and_none() -> None:
    """In the order asked for."""
    assert [one.id for one in assess(diary("H"), guidelines=["us-label", "ehf-2018"]).guidelines] == [
        "us-label", "ehf-2018"
    ]  # fmt: skip
    assert assess(diary("H"), guidelines=[]).guidelines == ()


def test_no_change_is_always_an_option() -> None:
    """Treated or not, known or not."""
    for result in (assess(diary("H")), assess(diary("(H.)14 (H...)50"), [on(28), on(112)])):
        assert result.options[0].id == "no-change"


def test_document_numbers_are_json() -> None:
    """Whole numbers without a fraction, half hours with one, no NaN; the line is the document."""
    days = [replace(day, hours=0.5) for day in diary("(H)28").days]
    result = assess(Diary.of(days, "a\n\u2028b"))
    (period,) = document(result)["periods"]
    assert period["headache_hours"] == {"observed": 14, "per_28": 14.0, "imputation": "none"}
    assert period["cycle"] is None
    odd = document(assess(Diary.of(days[:27])))["periods"][0]["headache_hours"]
    assert odd == {"observed": 13.5, "per_28": 14.0, "imputation": "prorated"}
    assert json.loads(line(result)) == document(result)
    assert "\n" not in line(result)


def test_document_three_answers() -> None:
    """true, false, null; a question that a body does not answer says so."""
    shown = document(assess(diary("(H.)14 (H...)21"), [on(28)]))["response"][0]
    assert (shown["responder_30"], shown["responder_50"], shown["responder_75"]) == (True, True, False)
    unknown = document(assess(diary("(H.)14"), [on(0)]))
    assert unknown["response"][0]["responder_50"] is None
    (label,) = [one for one in unknown["guidelines"] if one["id"] == "us-label"]
    assert label["stop"]["verdict"] == "UNDETERMINED"
    assert "no rule" in label["stop"]["reasons"][0]["because"]


def test_rules_past_their_review_are_said() -> None:
    """Only when a date is given: an assessment depends on no clock."""
    plain = assess(diary("H"), guidelines=["us-label"])
    assert assess(diary("H"), guidelines=["us-label"], today=MONDAY) == plain
    late = assess(diary("H"), guidelines=["us-label"], today=dt.date(2099, 1, 1))
    assert codes(late) - codes(plain) == {"guideline-review-due"}


def test_outcomes_of_the_treated_stand_among_the_criteria() -> None:
    """First response and reversion with injections, the domains with questionnaires too; nothing of it without."""
    ours = ("first-response", "reverted-to-episodic", "multi-domain-response")
    hit = tuple(
        Questionnaire("hit-6", (MONDAY + dt.timedelta(days=day)).isoformat(), total=total)
        for day, total in ((20, 66), (90, 60))
    )
    line, sessions = "(H.)14 (H...)21", [on(28)]
    plain = {one.id: one for one in assess(diary(line), sessions).criteria}
    scored = {one.id: one for one in assess(diary(line), sessions, Profile(questionnaires=hit)).criteria}
    assert [one for one in plain if one in ours] == ["first-response", "reverted-to-episodic"]
    assert plain["first-response"].verdict is Verdict.MET
    assert plain["first-response"].reasons[0].because.startswith("Cycle 1, period 1 is at least 50 % under")
    assert [one for one in scored if one in ours] == list(ours)
    assert scored["multi-domain-response"].reasons[1].verdict is Verdict.MET
    assert not {one.id for one in assess(diary(line)).criteria} & set(ours)
