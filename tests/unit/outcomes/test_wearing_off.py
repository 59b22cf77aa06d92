"""What docs/spec/wearing-off.md does not cover."""

from interictal.outcomes.counts import Tally
from interictal.outcomes.wearing_off import SOURCE, wearing_off
from interictal.sources import source
from interictal.verdicts import Verdict
from spec_rules.response import INJECTION, treated
from support.diaries import diary


def test_one_answer_for_each_cycle() -> None:
    course = ".28 H8 .20 H28 / .84 / .28 H8 .20 H28 / .10"
    answers = wearing_off(*treated("H20 .8", course))
    assert [each.cycle for each in answers] == [1, 2, 3, 4]
    assert [each.verdict.value for each in answers] == ["MET", "NOT_MET", "MET", "UNDETERMINED"]
    assert [each.week for each in answers] == [9, None, 9, None]
    assert answers[3].because == "the cycle is still running (10 of 84 days)"
    assert wearing_off(treated("H20 .8", course)[0], ()) == ()


def test_the_sentences() -> None:
    def said(before: str, course: str) -> str:
        return wearing_off(*treated(before, course))[0].because

    assert said("H20 .8", ".28 H8 .19 _ H27 _ / .") == (
        "weeks 5-8: 8 headache days on 27 days known (2.1 per week); "
        "weeks 9-12: 27 headache days on 27 days known (7.0 per week); a rise after a fall of at least 30 % from the "
        "baseline"
    )
    assert said("H20 .8", ".28 H8 .20 H9 _19 / .") == (
        "weeks 5-8: 8 headache days on 28 days known (2.0 per week); weeks 9-12: 9 headache days on 9 days known; "
        "20 known days are needed in each"
    )
    assert said("H20 .8", ".28 H8 .20 / .") == "the next injection came on day 56, before weeks 9 to 12"
    assert said("H20 .8", ".28 / .") == "the next injection came on day 28, before weeks 9 to 12"
    assert said("H20 .8", ".28 H28 H8 .20 / .").endswith("; no rise of 1 day a week or 20 %")
    assert said("H20 .8", ".28 H15 .13 H28 / .").endswith(
        "; a rise, but weeks 5-8 were not 30 % under the baseline: no benefit to lose"
    )
    assert said("", ".28 H15 .13 H28 / .").endswith(
        "; a rise, but no baseline tells whether there was a benefit to lose"
    )


def test_an_attack_diary_is_undetermined() -> None:
    tally = Tally.of(diary(".28 H8 .20 H28", INJECTION, attack_diary=True))
    assert wearing_off(tally, [INJECTION])[0].verdict is Verdict.UNDETERMINED


def test_a_late_next_injection_adds_nothing() -> None:
    late = wearing_off(*treated("H20 .8", ".28 H8 .20 H8 .20 H28 / ."))[0]
    assert late.verdict is Verdict.NOT_MET


def test_the_rule_is_ours_and_its_evidence_is_in_the_register() -> None:
    assert source(SOURCE).status == "ours"
    assert {source(f"wear-off-{year}").status for year in (2019, 2020, 2021)} == {"verified"}
