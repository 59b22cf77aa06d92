"""The pictures of a comparison: each frame says what it counts, and each word has a record."""

from dataclasses import replace

import pytest

from interictal.evidence.comparison import Column, Comparison, compare
from interictal.evidence.comparison.chances import Applied, Share
from interictal.figures.icons import Icon, IconArray
from interictal.profile import Profile
from interictal.report.compare_icons import HEADER, people_array

FOUND = compare(Profile(diagnosis="chronic-migraine"))


def lines(array: IconArray) -> dict[str, list[str]]:
    """What each frame says, by its name."""
    return {one.name.text: [each.text for each in one.spoken[1:]] for one in array.columns}


def with_column(name: str, **changes: object) -> Comparison:
    """The comparison with one column changed."""
    return replace(
        FOUND,
        columns=tuple(
            replace(one, **changes) if one.treatment.id == name else one  # type: ignore[arg-type]
            for one in FOUND.columns
        ),
    )


def column(name: str) -> Column:
    """The column of a treatment."""
    return next(one for one in FOUND.columns if one.treatment.id == name)


def test_each_treatment_with_a_number_has_a_frame_and_no_change_too() -> None:
    """Those without are named below the picture."""
    array = people_array(FOUND)
    assert [one.name.text for one in array.columns] == [
        "No change", "onabotulinumtoxinA (Botox)", "topiramate", "eptinezumab", "erenumab", "fremanezumab",
        "galcanezumab", "atogepant",
    ]  # fmt: skip
    assert "No picture for: amitriptyline, candesartan, flunarizine" in array.source[-1].text
    assert array.title.text == "Of 100 people like you, how many get to half as many bad days, or fewer?"


def test_each_frame_names_its_days_and_its_week() -> None:
    """Fremanezumab counts other days than erenumab, and what that means is said."""
    found = lines(people_array(FOUND))
    assert {name: each[0] for name, each in found.items()} == {
        "No change": "No number. In these studies all people got a treatment or a dummy.",
        "onabotulinumtoxinA (Botox)": "Counted: headache days, week 24.",
        "topiramate": "Counted: days with migraine or a headache much like it, week 16.",
        "eptinezumab": "Counted: migraine days, week 24.",
        "erenumab": "Counted: migraine days, week 12.",
        "fremanezumab": "Counted: days with moderate or severe headache, week 12.",
        "galcanezumab": "Counted: migraine days, week 12.",
        "atogepant": "Counted: migraine days, week 12.",
    }
    assert "are not on one scale" in people_array(FOUND).source[1].text


def test_gains_harms_and_the_own_study_in_one_frame() -> None:
    """The toxin shows its own trials; erenumab beside the placebo of three, with its own study named."""
    found = lines(people_array(FOUND))
    assert found["onabotulinumtoxinA (Botox)"][1:] == [
        "11 more with it. It could be 5 to 16 more.", "34 get there with a dummy as well.", "In all 45 of 100.",
        "4 stop because of side effects, 1 with a dummy.", "Studies put together.",
    ]  # fmt: skip
    assert "In its own study 41, with a dummy 24." in found["erenumab"]
    assert "In one study 0 to 1 of 100 stopped because of side effects, 1 with a dummy." in found["erenumab"]
    topiramate = " ".join(found["topiramate"])
    assert "With episodic migraine, 25 of 100 stopped because of side effects, 11 with a dummy." in topiramate
    assert "We do not know how many stop because of side effects." in found["atogepant"]
    toxin = people_array(FOUND).columns[1]
    assert (toxin.anyway, toxin.more, toxin.stop) == (34, 11, 4)


def test_a_study_without_a_dummy_says_so() -> None:
    """Where no other is known."""
    seen = tuple(each for each in column("topiramate").stopping_seen if each.placebo is None)[:1]
    found = lines(people_array(with_column("topiramate", stopping_seen=seen)))
    assert any(each.endswith("No dummy was beside it.") for each in found["topiramate"])


def test_the_picture_marks_what_a_label_excludes() -> None:
    """A frame is not seen without it: the picture may be passed on by itself."""
    planning = Profile(diagnosis="chronic-migraine", history={"pregnancy_plans": "yes"})
    found = lines(people_array(compare(planning)))
    assert "You said yes to something that speaks against it." in found["topiramate"]
    assert "You said yes to something that speaks against it." not in found["onabotulinumtoxinA (Botox)"]


def test_fewer_with_the_treatment() -> None:
    """Hollow squares, and words without a sign."""
    one = column("topiramate").response
    assert one is not None
    worse = Applied(share=Share(value=0.25, low=0.2, high=0.3), gain=Share(value=-0.0376, low=-0.1, high=0.02))
    array = people_array(with_column("topiramate", response=replace(one, applied=worse)))
    frame = array.columns[2]
    assert (frame.more, frame.lines[0].icon) == (-4, Icon.FEWER)
    assert frame.lines[0].said.text == "4 fewer with it. It could be 10 fewer to 2 more."
    assert frame.row[4:6] == ("−4", "−10 to 2")


def test_unconfirmed_figures_are_not_drawn() -> None:
    """The frame says why."""
    one = column("erenumab").response
    assert one is not None
    array = people_array(with_column("erenumab", response=replace(one, confirmed=False)))
    frame = next(each for each in array.columns if each.name.text == "erenumab")
    assert frame.icons == []
    assert frame.reason is not None
    assert frame.reason.text == "No number. We have not seen its figures at their source. (unconfirmed)"


@pytest.mark.parametrize("diagnosis", ["", "chronic-migraine"])
def test_where_nothing_has_a_number_every_frame_gives_its_reason(diagnosis: str) -> None:
    """Also for somebody whose diagnosis is assumed."""
    array = people_array(compare(Profile(diagnosis=diagnosis), ["propranolol", "candesartan", "triptans"]))
    assert [one.name.text for one in array.columns] == ["No change", "candesartan", "propranolol"]
    assert all(one.reason is not None for one in array.columns)
    assert ("people like you" in array.title.text) is bool(diagnosis)
    assert not any("No picture for" in one.text for one in array.source)


def test_the_table_behind_it_says_the_same() -> None:
    """With the interval, the own trial and what the label asks."""
    array = people_array(FOUND)
    rows = {one.row[0]: one.row for one in array.columns}
    assert all(len(row) == len(HEADER) for row in rows.values())
    assert rows["erenumab"][2:8] == ("37", "21", "16", "8 to 23", "41 against 24 of 100", "–")
    assert rows["onabotulinumtoxinA"][7] == "4, placebo 1"
    assert rows["no change"][1].startswith("No number.")


def test_every_word_carries_the_id_of_its_statement() -> None:
    """Title, key, frames and what stands below."""
    array = people_array(FOUND)
    spoken = [array.title, *array.key.values(), *array.source, *(each for one in array.columns for each in one.spoken)]
    assert all(one.mark.startswith('data-claim="') for one in spoken)
