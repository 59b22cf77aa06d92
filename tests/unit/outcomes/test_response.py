"""What docs/spec/response.md does not cover: sentences, other counts, the choice of questionnaires."""

import datetime as dt

import pytest

from interictal.diary.days import Diary
from interictal.errors import InvalidInput
from interictal.outcomes.counts import Tally
from interictal.outcomes.response import (
    Cycle,
    baseline,
    below,
    change_percent,
    cycles,
    fallen_by,
    first_responder_cycle,
    multi_domain_response,
    responses,
    reverted_to_episodic,
)
from interictal.periods import rate_per_28
from interictal.profile import Questionnaire
from interictal.sources import source
from interictal.verdicts import Judgement, Verdict
from spec_rules.response import INJECTION, treated
from support.diaries import diary

DAY = dt.timedelta(1)


def _because(before: str, cycle: str) -> str:
    return responses(*treated(before, cycle))[0].because


def test_the_sentence_gives_figures_and_denominators() -> None:
    assert _because("H20 .8", "H30 .53 _ / .28") == (
        "30 headache days on 83 of 84 days known (10.1 per 28) in days 0 to 83; "
        "baseline 20 headache days on 28 of 28 days known (20.0 per 28); change -49.4 %"
    )
    assert _because("H20 .8", "H10 .9") == (
        "10 headache days on 19 of 19 days known (14.7 per 28, few days known) in days 0 to 18; "
        "the cycle is still running (19 of 84 days); "
        "baseline 20 headache days on 28 of 28 days known (20.0 per 28); change -26.3 %"
    )
    assert _because("_19 H9", ".84") == (
        "0 headache days on 84 of 84 days known (0.0 per 28) in days 0 to 83; "
        "no baseline: 9 of the 28 days before the first injection are known for headache days"
    )
    one_sided = "days free of headache are not recorded, or too many headaches are undecided"
    assert _because("(H_)14", "(H_)42") == (
        f"42 headache days on 42 of 83 days known (no rate: {one_sided}) in days 0 to 82; "
        "the cycle is still running (83 of 84 days); "
        "no baseline: 14 of the 28 days before the first injection are known for headache days, "
        f"but {one_sided}"
    )
    assert _because(".28", "H2") == (
        "2 headache days on 2 of 2 days known (too few for a rate) in days 0 to 1; "
        "the cycle is still running (2 of 84 days); "
        "the baseline has no headache days, so no percentage can be told"
    )


def test_the_sentences_of_a_first_response() -> None:
    def said(before: str, course: str) -> str:
        return first_responder_cycle(*treated(before, course)).because

    figures = "(20 headache days on 28 of 28 days known (20.0 per 28))"
    assert said("H20 .8", "H28 H10 .18 H28") == f"cycle 1, period 2 is at least 50 % under the baseline {figures}"
    assert said("H20 .8", "H28 _28 H28 / H28 _28 H28 / .84") == (
        f"cycle 3, period 1 is at least 50 % under the baseline {figures}; "
        "days are missing in cycle 1, 2, which may have responded before"
    )
    assert said("H20 .8", "H84 / H84") == f"no period of 2 cycles is 50 % under the baseline {figures}"
    assert said("H20 .8", "H84 / H28 _28 H28") == "days are missing in cycle 2"
    assert said("", "H84 .") == "no baseline: 0 of the 28 days before the first injection are known for headache days"


def test_without_an_injection_there_is_no_cycle() -> None:
    tally = Tally.of(diary("H.H"))
    assert cycles(tally, ()) == responses(tally, ()) == ()
    assert baseline(tally, ()) is None
    answer = first_responder_cycle(tally, ())
    assert (answer.verdict, answer.cycle) == (Verdict.UNDETERMINED, None)
    assert answer.because == "no injection in the time of the diary"
    assert cycles(Tally.of(Diary.of([])), [INJECTION]) == ()


def test_cycles_end_with_the_next_injection_or_after_84_days() -> None:
    tally = Tally.of(diary(".200", INJECTION))
    opened = [INJECTION + 90 * DAY, INJECTION, INJECTION, INJECTION + 150 * DAY, INJECTION + 200 * DAY]
    assert cycles(tally, opened) == (
        Cycle(1, INJECTION, INJECTION + 84 * DAY, INJECTION + 84 * DAY),
        Cycle(2, INJECTION + 90 * DAY, INJECTION + 150 * DAY, INJECTION + 150 * DAY),
        Cycle(3, INJECTION + 150 * DAY, INJECTION + 234 * DAY, INJECTION + 200 * DAY),
    )
    assert [each.running for each in cycles(tally, opened)] == [False, False, True]
    assert [each.days for each in cycles(tally, opened)] == [84, 60, 50]
    assert len(cycles(tally, [INJECTION + 199 * DAY])) == 1, "an injection on the last day opens a cycle"


def test_the_diary_may_start_after_a_cycle() -> None:
    tally = Tally.of(diary(".84", INJECTION))
    first, second = responses(tally, [INJECTION - 84 * DAY, INJECTION])
    assert first.value_per_28 is None
    assert second.value_per_28 == 0
    assert second.baseline_per_28 is None


def test_response_of_another_count() -> None:
    tally, injections = treated("H20 .8", "h30 .54")
    hours = responses(tally, injections, count="headache_hours")[0]
    assert (hours.baseline_per_28, hours.value_per_28) == (120, 20)
    assert "60 headache hours on 84 of 84 days known (20.0 per 28)" in hours.because
    none = responses(tally, injections, count="migraine_days")[0]
    assert none.change_percent is None
    assert "no migraine days" in none.because
    assert first_responder_cycle(tally, injections, count="headache_hours").cycle == 1
    assert first_responder_cycle(*treated("H20 .8", "H84 / H28 _28 H28 / H28 _28 H28")).because == (
        "days are missing in cycle 2, 3"
    )
    assert first_responder_cycle(tally, injections, count="migraine_days").cycle is None


def test_thresholds_are_exact() -> None:
    before = rate_per_28(2800, 28)
    for percent in range(101):
        for known in (20, 27, 28):
            at = (100 - percent) * known
            assert fallen_by(percent, before, rate_per_28(at, known)) is Verdict.MET
            assert fallen_by(percent, before, rate_per_28(at + 1, known)) is Verdict.NOT_MET
    assert fallen_by(30, rate_per_28(20, 28), rate_per_28(14.0003, 28)) is Verdict.NOT_MET
    assert fallen_by(50, None, rate_per_28(1, 28)) is Verdict.UNDETERMINED
    assert change_percent(None, rate_per_28(1, 28)) is None
    assert change_percent(rate_per_28(1, 9), rate_per_28(1, 28)) is None
    assert change_percent(rate_per_28(8, 28), rate_per_28(1, 9)) is None
    assert change_percent(rate_per_28(8, 28), rate_per_28(10, 28)) == 25
    assert below(15, rate_per_28(15, 28)) is Verdict.NOT_MET
    assert below(15, rate_per_28(14, 28)) is Verdict.MET
    assert below(15, rate_per_28(14, 9)) is Verdict.UNDETERMINED


def test_an_attack_diary_has_no_response() -> None:
    line = "H20 .8 .84"
    tally = Tally.of(diary(line, INJECTION - 28 * DAY, attack_diary=True))
    answer = responses(tally, [INJECTION])[0]
    assert answer.baseline_per_28 is answer.value_per_28 is answer.change_percent is None
    assert set(answer.responder.values()) == {Verdict.UNDETERMINED}
    assert reverted_to_episodic(tally).verdict is Verdict.UNDETERMINED


def test_reversion_may_be_asked_for_any_day() -> None:
    tally = Tally.of(diary("(H14 .14)3 H84"))
    assert reverted_to_episodic(tally).verdict is Verdict.NOT_MET
    earlier = reverted_to_episodic(tally, dt.date(2024, 3, 25))
    assert earlier.id == "reverted-to-episodic"
    assert earlier.verdict is Verdict.MET
    assert [each.because for each in earlier.reasons] == [
        "42 headache days on 84 of 84 days known (14.0 per 28) up to 2024-03-24; fewer than 15 are asked for",
        "; ".join(["14 headache days on 28 of 28 days known (14.0 per 28)"] * 3)
        + ": the three 28-day months up to 2024-03-24; fewer than 15 are asked for",
    ]
    with pytest.raises(
        InvalidInput, match=r"^end: 'none' is not allowed; allowed: a date. Give one: the diary has no recorded day.$"
    ):
        reverted_to_episodic(Tally.of(Diary.of([])))


def _hit(days: int, total: float) -> Questionnaire:
    return Questionnaire("hit-6", (INJECTION + days * DAY).isoformat(), total=total)


def _hit_reason(judgement: Judgement) -> tuple[Verdict, str]:
    reason = judgement.reasons[1]
    assert reason.criterion == "HIT-6"
    return reason.verdict, reason.because


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        ([(-1, 70), (0, 65), (84, 60)], "65 before, 60 in cycle 1"),
        ([(-90, 65), (1, 60)], "65 before, 60 in cycle 1"),
        ([(0, 65), (50, 50), (84, 60), (85, 40)], "65 before, 60 in cycle 1"),
        ([(84, 60), (50, 50), (-1, 65)], "65 before, 60 in cycle 1"),
        ([(1, 60)], "missing before, 60 in cycle 1"),
        ([(0, 65), (85, 60)], "65 before, missing in cycle 1"),
    ],
)
def test_which_questionnaire_is_before_and_after(filled: list[tuple[int, int]], expected: str) -> None:
    tally, injections = treated("H20 .8", "H84 / H84")
    judgement = multi_domain_response(tally, injections, 1, [_hit(*each) for each in filled])
    verdict, because = _hit_reason(judgement)
    assert because == f"{expected}; an improvement of 5 is asked for"
    assert verdict is (Verdict.UNDETERMINED if "missing" in expected else Verdict.MET)


def test_the_last_cycle_takes_what_came_after_it() -> None:
    tally, injections = treated("H20 .8", "H84 / H84")
    judgement = multi_domain_response(tally, injections, 2, [_hit(0, 65), _hit(84, 60), _hit(400, 62)])
    assert _hit_reason(judgement) == (Verdict.NOT_MET, "65 before, 62 in cycle 2; an improvement of 5 is asked for")


def test_the_day_of_an_injection_belongs_to_the_cycle_before_it() -> None:
    tally, injections = treated("H20 .8", "H84 / H84")
    on_the_day = multi_domain_response(tally, injections, 2, [_hit(0, 65), _hit(84, 50)])
    assert _hit_reason(on_the_day)[0] is Verdict.UNDETERMINED


def test_undated_and_unreadable_questionnaires() -> None:
    tally, injections = treated("H20 .8", "H84")
    undated = [Questionnaire("hit-6", total=65), _hit(10, 60)]
    assert _hit_reason(multi_domain_response(tally, injections, 1, undated))[0] is Verdict.UNDETERMINED
    with pytest.raises(InvalidInput, match=r"^date: 'May'"):
        multi_domain_response(tally, injections, 1, [Questionnaire("hit-6", "May", total=65)])
    with pytest.raises(InvalidInput, match=r"^cycle: '2' is not allowed; allowed: 1 to 1"):
        multi_domain_response(tally, injections, 2, [])


def test_multi_domain_sentences_and_sources() -> None:
    tally, injections = treated("M20 .8", "H10 .10")
    days, *_, severity = multi_domain_response(tally, injections, 1, []).reasons
    assert days.because == (
        "10 headache days on 20 of 20 days known (14.0 per 28); "
        "before 20 headache days on 28 of 28 days known (20.0 per 28); a fall of 50 % is asked for"
    )
    assert severity.because == (
        "2.14 before, 1.00 in the cycle; a mean daily severity (0 to 3) that is lower by 1 is asked for"
    )
    judgement = multi_domain_response(tally, injections, 1, [])
    assert judgement.id == "multi-domain-response"
    assert [each.criterion for each in judgement.reasons] == [
        "headache days",
        "HIT-6",
        "MSQ role function-restrictive",
        "MIDAS",
        "mean daily severity",
    ]
    average, each_month = reverted_to_episodic(tally).reasons
    assert (average.criterion, each_month.criterion) == ("mean of three months", "each of three months")
    for reason in multi_domain_response(tally, injections, 1, []).reasons + reverted_to_episodic(tally).reasons:
        assert source(reason.source)
    without = multi_domain_response(*treated("", "H20"), 1, []).reasons
    assert "before 0 headache days on 0 of 28 days known (too few for a rate)" in without[0].because
    assert without[-1].because.startswith("the severity of too few days is known;")
