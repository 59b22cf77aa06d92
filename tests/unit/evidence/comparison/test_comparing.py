"""The comparison as a whole: nothing ranked, nothing mixed, everything with its reason."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from interictal.errors import InvalidInput
from interictal.evidence.comparison import columns, compare, comparison_document, direct, seen, treatments
from interictal.evidence.comparison.counted import counted_words, days_counted, days_named
from interictal.evidence.comparison.days import DAYS
from interictal.evidence.comparison.direct import head_to_head
from interictal.evidence.comparison.indirect import indirect
from interictal.evidence.comparison.records import Role
from interictal.evidence.comparison.seen import seen_elsewhere, seen_in
from interictal.evidence.comparison.selection import RESPONSE, responders, scale_of
from interictal.evidence.comparison.strata import Stratum, strata
from interictal.evidence.comparison.words import reasons
from interictal.evidence.library.syntheses import syntheses
from interictal.profile import Profile, profile_from
from interictal.sources import register

SCHEMA = json.loads((Path(__file__).parents[4] / "docs/schema/comparison.schema.json").read_text(encoding="utf-8"))
FAILED = [{"name": name, "reason_stopped": "not tolerated"} for name in ("topiramate", "propranolol", "amitriptyline")]


@pytest.mark.parametrize(
    "content",
    [{}, {"diagnosis": "episodic-migraine", "sex": "male"}, {"diagnosis": "chronic-migraine", "preventives": FAILED}],
    ids=["nothing known", "episodic", "three failed"],
)
def test_the_document_fits_its_schema_and_names_only_known_sources(content: dict[str, object]) -> None:
    """With and without what was not seen at its source."""
    for unconfirmed in (False, True):
        found = comparison_document(compare(profile_from(content), unconfirmed=unconfirmed))
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(found)))
        assert set(found["sources"]) <= set(register())


def test_which_treatments_are_chosen_changes_no_number() -> None:
    """The response with placebo is of all trials, whatever is shown."""
    whole = {one.treatment.id: one for one in compare(Profile()).columns}
    few = compare(Profile(), ["erenumab", "topiramate"])
    assert [one.treatment.id for one in few.columns] == ["no-change", "topiramate", "erenumab"]
    assert all(one == whole[one.treatment.id] for one in few.columns)


def test_no_number_for_no_change_nor_for_acute_treatment() -> None:
    """And the reason stands there."""
    for one in compare(Profile()).columns:
        if one.treatment.role is not Role.PREVENTIVE:
            assert one.response is one.gained is one.stopping is None
            assert set(one.missing) == {"response", "gained", "stopping"}
            assert ("placebo arms" in one.missing["response"]) is (one.treatment.role is Role.NONE)


def test_a_treatment_without_a_trial_in_this_population_says_so() -> None:
    """Its figures of other people stand by themselves."""
    found = {one.treatment.id: one for one in compare(Profile(diagnosis="chronic-migraine")).columns}
    assert found["propranolol"].missing["response"] == "Not studied in chronic migraine in the trials read."
    assert [each.trial.id for each in found["propranolol"].seen] == ["stovner-2014"]
    assert {each.population for each in found["propranolol"].elsewhere} == {"mixed"}


def test_what_was_tried_is_said() -> None:
    """By its name, or by a brand's."""
    profile = profile_from({"preventives": [{"name": "Topamax 50 mg", "reason_stopped": "not tolerated"}]})
    found = {one.treatment.id: one.tried for one in compare(profile).columns}
    assert [(each.name, each.words) for each in found["topiramate"]] == [
        ("Topamax 50 mg", "tried, and stopped because it was not tolerated")
    ]
    assert not found["valproate"]


def test_classes_that_may_have_failed_are_said() -> None:
    """Only what certainly failed counts."""
    profile = profile_from({"preventives": [{"name": "topiramate"}]})
    assert any("not known for certain (0 to 1)" in each for each in compare(profile).why)


def test_closer_figures_where_several_failed() -> None:
    """Days of subgroups, the narrowest first, and never in the table."""
    profile = profile_from({"diagnosis": "chronic-migraine", "preventives": FAILED})
    found = {one.treatment.id: one for one in compare(profile).columns}
    assert [each.stratum.id for each in found["onabotulinumtoxinA"].closer] == ["chronic-three-failed"]
    assert "regain-two-failures" in [each.difference.trial.id for each in found["galcanezumab"].closer]
    assert found["galcanezumab"].response == compare(Profile()).columns[-3].response


def test_the_narrowest_stratum_with_a_placebo_response_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then both the placebo response and the odds ratios are of it, and other treatments have none."""
    narrow = Stratum(
        id="narrow", population="cm", failed=2, words="w", trials=("regain",), source="interictal-comparison"
    )
    known = {**strata(), "chronic-two-failed": narrow}
    monkeypatch.setattr("interictal.evidence.comparison.strata.strata", lambda: known)
    profile = profile_from({"diagnosis": "chronic-migraine", "preventives": FAILED[:2]})
    found = compare(profile, ["galcanezumab", "erenumab", "onabotulinumtoxinA"])
    with_number = [one.treatment.id for one in found.columns if one.response is not None]
    assert (found.stratum.id, with_number) == ("narrow", ["galcanezumab"])
    assert [(one.baseline.k, one.weeks) for one in found.placebo] == [(1, (12,))]
    assert found.columns[1].gained is None, "the published result is not of people whose preventives failed"


def test_a_population_without_a_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """No baseline, no number, no interval, and everything has its reason."""
    nobody = replace(strata()["chronic"], population="other", trials=("sandrini-2011",))
    monkeypatch.setattr("interictal.evidence.comparison.strata.strata", lambda: {"chronic": replace(nobody)})
    monkeypatch.setattr("interictal.evidence.comparison.strata._POPULATION", {"": "other"})
    found = compare(Profile())
    assert found.placebo == ()
    assert all("response" in one.missing for one in found.columns)
    assert found.network.rows == ()
    assert comparison_document(found)["with_placebo"] == []


def test_a_synthesis_without_a_number_cannot_stand_for_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused, not taken as none."""
    words = replace(syntheses()["HERD2018-MD"], estimate=None)
    monkeypatch.setattr(columns, "syntheses", lambda: {"HERD2018-MD": words})
    with pytest.raises(InvalidInput, match="a synthesis with an estimate"):
        compare(Profile(), ["onabotulinumtoxinA"])
    no_limits = replace(syntheses()["HERD2018-MD"], low=None, high=None)
    monkeypatch.setattr(columns, "syntheses", lambda: {"HERD2018-MD": no_limits})
    found = compare(Profile(), ["onabotulinumtoxinA"]).columns[1]
    assert found.gained is not None
    assert (found.gained.days, found.gained.low, found.gained.high) == (2.0, None, None)
    assert any("no interval" in each for each in found.reasons)


def test_unconfirmed_figures_are_marked() -> None:
    """Where they are asked for."""
    found = compare(Profile(diagnosis="chronic-migraine"), unconfirmed=True)
    marked = [one for one in found.columns if any("unconfirmed" in each for each in one.reasons)]
    assert marked
    assert not any("unconfirmed" in each for one in compare(Profile()).columns for each in one.reasons)


def test_head_to_head_trials_stand_as_they_are() -> None:
    """FORWARD with its odds ratio, a crossover trial without one, and a trial of which no figure was read."""
    found = {(each.trial.id, each.first): each for each in head_to_head(tuple(treatments().values()))}
    first = found["forward", "onabotulinumtoxinA"].rows[0]
    assert first.odds_ratio == pytest.approx((4.90, 2.67, 9.01), abs=0.005)
    crossover = found["stovner-2014", "candesartan"].rows[0]
    assert (crossover.first_percent, crossover.second_percent, crossover.odds_ratio) == (43, 40, None)
    assert found["cady-2011", "onabotulinumtoxinA"].rows == ()
    weeks = [each.week for each in found["her-mes", "topiramate"].rows if each.outcome == "responder50_migraine_days"]
    assert len(weeks) == len(set(weeks)), "a paper on the same people does not repeat an outcome"


def test_indirect_comparisons_need_one_outcome_and_time() -> None:
    """Through placebo: the ratio of the odds ratios; the toxin has another outcome and says so."""
    found = compare(Profile(diagnosis="chronic-migraine"))
    of = {one.treatment.name: one for one in found.columns}
    row = next(each for each in found.network.rows if (each.first, each.second) == ("erenumab", "galcanezumab"))
    first, second = of["erenumab"].response, of["galcanezumab"].response
    assert first is not None
    assert second is not None
    assert row.odds_ratio == pytest.approx(first.ratio.value / second.ratio.value, rel=1e-9)
    assert any(each.startswith("onabotulinumtoxinA: ") for each in found.network.left_out)


def test_one_treatment_alone_has_no_network() -> None:
    """Nor have two with different outcomes."""
    chronic = strata()["chronic"]
    pairs = {
        name: responders([name], chronic).together for name in ("onabotulinumtoxinA", "galcanezumab", "rimegepant")
    }
    found = indirect(pairs)
    assert (found.words, found.rows) == ("", ())
    assert len(found.left_out) == 3


def test_figures_of_other_people_take_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of a trial that was shown already is passed over, and so is a trial without placebo."""
    names = ("strive", "strive-week-1", "forward", "regain-two-failures")
    found = seen_in(treatments()["erenumab"], names)
    assert {each.trial.id for each in found} == {"strive"}
    assert seen_in(treatments()["topiramate"], names) == ()
    strive = seen.trials()["strive"]
    again = replace(strive, id="again", part_of=("strive",))
    monkeypatch.setattr(seen, "trials", lambda: {"strive": strive, "again": again})
    monkeypatch.setattr(seen, "roots", lambda _: frozenset(("strive",)))
    assert {each.trial.id for each in seen_elsewhere(treatments()["erenumab"], "cm")} == {"strive"}


def test_a_percentage_is_worked_out_where_only_the_count_was_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """217 of 356 and 224 of 350 give what was printed beside them."""
    printed = seen_in(treatments()["eptinezumab"], ["promise-2"])
    monkeypatch.setattr(seen, "figure", lambda *_, **__: None)
    found = seen_in(treatments()["eptinezumab"], ["promise-2"])
    assert [each.percent for each in found] == [each.percent for each in printed] == [Decimal("61.0"), Decimal("64.0")]
    monkeypatch.setattr(seen, "counted", lambda *_, **__: None)
    assert seen_in(treatments()["eptinezumab"], ["promise-2"]) == ()


def test_a_head_to_head_outcome_of_one_arm_alone_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing stands against nothing."""
    monkeypatch.setattr(direct, "counted", lambda *_, **__: None)
    monkeypatch.setattr(direct, "figure", lambda *_, **__: None)
    assert all(each.rows == () for each in head_to_head(tuple(treatments().values())))


def test_several_trials_are_not_called_one() -> None:
    """The reason "one trial" goes with the second."""
    one = compare(Profile(), ["erenumab"]).columns[1]
    assert one.response is not None
    several = replace(one.response, pairs=one.response.pairs * 2)
    assert any("One trial" in each for each in reasons(one.treatment, one.response, None, None, "cm"))
    assert not any("One trial" in each for each in reasons(one.treatment, several, None, None, "cm"))


def test_a_number_stands_on_placebo_of_its_own_outcome_and_time() -> None:
    """PREEMPT saw 44.8 against 34.2 %: so does the page. Antibodies that count alike share one placebo response."""
    found = {one.treatment.id: one.response for one in compare(Profile(diagnosis="chronic-migraine")).columns}
    toxin, erenumab = found["onabotulinumtoxinA"], found["erenumab"]
    assert toxin is not None
    assert erenumab is not None
    assert (toxin.applied.share.value, toxin.without.share.value) == pytest.approx((0.448, 0.342), abs=0.0005)
    assert toxin.own == pytest.approx((toxin.applied.share.value, toxin.without.share.value))
    assert not toxin.standardised
    assert set(erenumab.without.parts) == {"tepper-2017", "regain", "progress"}
    assert erenumab.standardised
    assert erenumab.own == pytest.approx((152 / 375, 69 / 286))
    assert replace(erenumab, pairs=erenumab.pairs * 2).own is None
    for one in filter(None, found.values()):
        scales = {pair.scale for pair in one.pairs}
        assert len(scales) == 1
        others = [each for each in found.values() if each is not None and each.pairs[0].scale in scales]
        assert all(each.without == one.without for each in others)


def test_the_main_outcome_of_one_trial_is_that_of_no_other() -> None:
    """Its days are named where its document names them."""
    assert scale_of("silberstein-2009", "responder50", 12) != scale_of("top-chrome", "responder50", 12)
    assert days_counted("responder50", "silberstein-2009") == "days with migraine or a headache much like it"
    assert days_counted("responder50", "top-chrome") == "days of the study's main outcome"
    assert counted_words("responder50", "top-chrome") == "a fall of 50 % or more (of the main outcome)"
    assert (
        days_counted("responder50_moderate_severe_headache_days", "halo-cm") == "days with moderate or severe headache"
    )


def test_every_outcome_that_can_be_shown_has_its_days_in_words() -> None:
    """A fall by half, and days gained."""
    for outcome in RESPONSE:
        assert days_counted(outcome, "silberstein-2009")
    for outcome in DAYS:
        assert days_named(outcome) in outcome.replace("_", " ") or "moderate or severe" in days_named(outcome)


def test_a_wide_interval_of_stopping_lowers_the_certainty() -> None:
    """More than 20 of 100 people between its limits."""
    found = {one.treatment.id: one for one in compare(Profile(diagnosis="episodic-migraine")).columns}
    one = found["valproate"]
    assert one.stopping is not None
    few = replace(one.stopping.study.treated, n=10, events=2)
    wide = replace(one.stopping, study=replace(one.stopping.study, treated=few))
    said = "The interval of stopping for side effects is wide: more than 20 of 100 people."
    assert said in reasons(one.treatment, None, None, wide, "em")
    assert said not in reasons(one.treatment, None, None, one.stopping, "em")
