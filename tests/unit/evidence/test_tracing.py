"""Where anything that is shown comes from, in one call."""

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.claims import claims, facts
from interictal.evidence.comparison.treatments import treatments
from interictal.evidence.library.events import events
from interictal.evidence.library.tracing import library_ids
from interictal.evidence.tracing import ids, near, traces
from interictal.sources import register


def test_one_id_may_stand_for_a_trial_and_its_publication() -> None:
    """Both are told, the trial first."""
    assert [each.kind for each in traces("sandrini-2011")] == ["trial", "source"]


def test_a_claim_rests_on_its_figures() -> None:
    """Verdict, the sentences for patients, and each figure with its document."""
    one = next(each for each in claims().values() if any(figure.refers for figure in each.figures))
    (found,) = (each for each in traces(one.id) if each.kind == "claim")
    assert one.verdict is not None
    assert ("verdict", one.verdict.value) in found.details
    assert [text for label, text in found.details if label == "patients read"] == [each.text for each in one.plain]
    assert [each.kind for each in found.rests_on] == ["figure"] * len(one.figures)
    refers = [each.refers or each.id for each in one.figures]
    assert [each.id for each in found.rests_on] == refers
    assert all(each.source and each.status for each in found.rests_on)


def test_a_fact_of_the_patient_pages() -> None:
    """A fact has no verdict."""
    name = next(iter(facts()))
    (found,) = (each for each in traces(name) if each.kind == "fact")
    assert "verdict" not in dict(found.details)


def test_a_treatment_rests_on_its_facts() -> None:
    """Each statement with its document; rules of its label; arms that stay out."""
    one = treatments()["topiramate"]
    (found,) = (each for each in traces("topiramate") if each.kind == "treatment")
    told = {each.title: each for each in found.rests_on}
    assert told["how it is given"].figure == one.given.text
    assert told["how it is given"].source == one.given.source
    assert len(found.rests_on) == 5 + len(one.acute) + len(one.rules)
    assert [each for each, _ in found.holds] == [each.arm for each in one.left_out]
    (nothing,) = (each for each in traces("no-change") if each.kind == "treatment")
    assert ("drugs", "none") in nothing.details


def test_no_treatment_has_the_id_of_something_else() -> None:
    """Treatments are looked up last: nothing hides one."""
    others = {*library_ids(), *claims(), *facts(), *register()}
    assert not others & set(treatments())


def test_a_source_lists_what_rests_on_it() -> None:
    """Its trials, values, and claims, each with its figure."""
    (found,) = traces("preempt-1-2010")
    assert ("preempt-1", "PREEMPT 1 (Aurora 2010), its publication") in found.holds
    assert ("preempt-1.placebo.headache_episodes_28.24.change_mean", "−5.3 episodes, verified") in found.holds
    cited = [each for each, _ in found.holds if each in claims()]
    assert cited == [
        each.id for each in claims().values() if any(name.startswith("preempt-1-2010") for name in each.sources)
    ]


def test_a_source_lists_pooled_results_and_side_effects() -> None:
    """Whatever kind of figure cites it."""
    held = {
        each: text for name in ("herd-2019", "preempt-1-2010", "compel-2018") for each, text in traces(name)[0].holds
    }
    assert held["HERD2018-MD"] == "MD -2.0 (95 % CI -2.8 to -1.1), verified"
    assert held["herd2018-md.preempt-1"] == "PREEMPT 1, derived"
    assert held["chronic-migraine.compel.onabotulinumtoxina-155-u.any.all-cause"].startswith("60.9 % [A] (436 of 716")


def test_a_place_is_kept_where_something_cites_it() -> None:
    """A place that nothing cites is not repeated as if it were one, whatever it holds."""
    cited = next(one.source for one in events() if "#" in one.source)
    (found,) = traces(cited)
    assert (found.id, found.source) == (cited.partition("#")[0], cited)
    for place in ("Table 2", "../../etc/passwd", "\x1b[31mred", "x" * 10_000):
        (found,) = traces(f"preempt-1-2010#{place}")
        assert (found.id, found.source) == ("preempt-1-2010", "preempt-1-2010")


def test_a_claim_by_its_letter() -> None:
    """As patients' claims are asked for elsewhere."""
    one = next(each for each in claims().values() if each.letter)
    assert [each.id for each in traces(one.letter) if each.kind == "claim"] == [one.id]


def test_capitals_do_not_matter() -> None:
    """An id typed in capitals is found."""
    assert traces("PREEMPT-1")[0].id == "preempt-1"
    assert traces(" herd2018-md ")[0].id == "HERD2018-MD"
    shared = "preempt-1.onabotulinumtoxina.headache_days_28.24"
    assert traces(shared.upper()) == traces(shared)


def test_brackets_around_an_id_do_not_matter() -> None:
    """Lists show ids in brackets."""
    assert traces("[preempt-1]") == traces("preempt-1")


@pytest.mark.parametrize("hostile", ["../../etc/passwd", "preempt-1\x1b[31m\x07", "x" * 10_000, "preempt-1." * 1_000])
def test_a_hostile_id_is_refused_on_one_printable_line(hostile: str) -> None:
    """Whatever it holds, and however long it is."""
    with pytest.raises(InvalidInput) as refused:
        traces(hostile)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 1_000


@pytest.mark.parametrize("wrong", ["preempt-3", "halo-cm.placebo.headache"])
def test_an_unknown_id_offers_what_is_near(wrong: str) -> None:
    """The message offers ids that exist."""
    with pytest.raises(InvalidInput) as refused:
        traces(wrong)
    offered = refused.value.allowed.removeprefix("an id; near it: ").split(", ")
    assert offered == near(wrong)
    assert set(offered) <= set(ids())
    assert offered[0].startswith(wrong.partition(".")[0][:5])


@pytest.mark.parametrize("wrong", ["", "   ", "§§§§§§§§§§§§"])
def test_an_id_like_nothing_says_what_ids_are(wrong: str) -> None:
    """Nothing is near; the message says of what an id may be."""
    assert near(wrong.strip()) == []
    with pytest.raises(InvalidInput, match="an id of a trial, value, pooled result, claim or source"):
        traces(wrong)


def test_all_that_can_be_cited_can_be_asked_for() -> None:
    """Claims, facts, treatments and sources are found under their ids."""
    for each in [*claims(), *facts(), *treatments(), *register()]:
        assert any(found.id == each for found in traces(each)), each
