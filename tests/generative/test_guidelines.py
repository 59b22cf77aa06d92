"""Any diary, any sessions: no stop on thin data, no contradiction between going on and stopping, always "no change"."""

from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.assessment.options import options
from interictal.guidelines import apply, ids
from interictal.outcomes.wearing_off import wearing_off
from interictal.verdicts import Verdict
from support.cases import case

RUNS = st.lists(st.tuples(st.sampled_from(".HMh_?"), st.integers(1, 60)), min_size=1, max_size=8)
SESSIONS = st.lists(st.integers(0, 300), max_size=4, unique=True)


def words(runs: list[tuple[str, int]], sessions: list[int]) -> tuple[str, str]:
    """The line of days, with at least one recorded, and the numbers of the days with a session."""
    return "".join(letter * length for letter, length in runs) + ".", " ".join(map(str, sorted(sessions)))


@settings(derandomize=True, max_examples=150, deadline=None)
@given(RUNS, SESSIONS)
def test_no_rule_to_stop_is_met_on_one_cycle_or_without_coverage(
    runs: list[tuple[str, int]], sessions: list[int]
) -> None:
    """In any guideline."""
    patient = case(*words(runs, sessions))
    thin = patient.completed_cycles < 2 or sum(day.recorded for day in patient.diary.days) < 60
    for one in ids():
        stop = apply(one, patient).stop
        assert not (thin and stop is not None and stop.verdict is Verdict.MET)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(RUNS, SESSIONS)
def test_nice_never_says_both(runs: list[tuple[str, int]], sessions: list[int]) -> None:
    """Its conditions to go on are the contrary of those to stop."""
    found = apply("nice-ta260", case(*words(runs, sessions)))
    assert found.go_on is not None
    assert found.stop is not None
    if found.go_on.verdict is Verdict.MET:
        assert found.stop.verdict is Verdict.NOT_MET
    if found.stop.verdict is Verdict.MET:
        assert found.go_on.verdict is Verdict.NOT_MET


@settings(derandomize=True, max_examples=100, deadline=None)
@given(RUNS, SESSIONS)
def test_no_change_is_always_the_first_option(runs: list[tuple[str, int]], sessions: list[int]) -> None:
    """And no option is listed twice."""
    patient = case(*words(runs, sessions))
    verdicts = tuple(apply(one, patient) for one in ids())
    found = options(patient, verdicts, patient.responses, wearing_off(patient.tally, patient.injections))
    assert found[0].id == "no-change"
    assert len({one.id for one in found}) == len(found)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(RUNS, SESSIONS, st.integers(0, 60))
def test_a_settled_threshold_stays_settled_when_missing_days_are_filled(
    runs: list[tuple[str, int]], sessions: list[int], at: int
) -> None:
    """Where the known days alone decide, no further day turns the answer."""
    line, opened = words(runs, sessions)
    where = [index for index, letter in enumerate(line) if letter == "_"]
    if not where:
        return
    before = apply("uk-label", case(line, opened)).start
    index = where[at % len(where)]
    assert before is not None
    for letter in ".M":
        after = apply("uk-label", case(f"{line[:index]}{letter}{line[index + 1 :]}", opened)).start
        assert after is not None
        for was, now in zip(before.reasons[2:], after.reasons[2:], strict=True):
            if was.verdict is not Verdict.UNDETERMINED and "prorated" not in was.because:
                assert now.verdict is was.verdict
