"""What docs/spec/instruments.md does not cover: the data file and its schema, dates, thresholds."""

import copy
import datetime as dt
import tomllib
from importlib import resources

import pytest

from interictal.errors import InvalidInput
from interictal.outcomes import instruments as package
from interictal.outcomes.instruments import (
    Band,
    Change,
    change,
    completed,
    instrument,
    instrument_from,
    instruments,
    score,
)
from interictal.profile import Questionnaire
from interictal.sources import register

FILE = tomllib.loads(resources.files(package).joinpath("instruments.toml").read_text(encoding="utf-8"))


def test_every_instrument_of_the_file_loads() -> None:
    assert list(instruments()) == ["hit-6", "midas", "msq-2.1", "phq-9", "gad-7", "asc-12"]
    for name, found in instruments().items():
        assert (found.id, found.title) == (name, FILE[name]["title"])
        assert found.missing.startswith("no rule")
        assert found.version
        for scale in found.scales:
            assert scale.low < scale.high
            for band in scale.bands:
                assert band.words
                assert scale.low <= band.start <= scale.high


def test_thresholds_carry_their_sources() -> None:
    shown = {
        (name, scale.id): [(each.points, each.source) for each in scale.changes]
        for name, found in instruments().items()
        for scale in found.scales
    }
    assert shown == {
        ("hit-6", "total"): [(6, "hit-6-change-2020"), (5, "benefits-beyond-2020"), (2.5, "hit-6-change-2014")],
        ("midas", "total"): [(5, "multi-domain-compel")],
        ("msq-2.1", "role_function_restrictive"): [
            (10.9, "benefits-beyond-2020"),
            (5, "msq-change-2009"),
            (25, "msq-change-2019"),
        ],
        ("msq-2.1", "role_function_preventive"): [(7.9, "msq-change-2009"), (5, "msq-change-2009")],
        ("msq-2.1", "emotional_function"): [(10.6, "msq-change-2009"), (8, "msq-change-2009")],
        ("phq-9", "total"): [(5, "phq-9-change-2004")],
        ("gad-7", "total"): [(4, "gad-7-change-2020")],
        ("asc-12", "total"): [],
    }
    assert register()["msq-2.1"].status == "unconfirmed"


def test_a_score_names_version_and_source() -> None:
    result = score(Questionnaire("msq-2.1", items=(1,) * 14))
    assert (result.version, result.source) == ("2.1", "msq-2.1")


def test_a_change_names_the_threshold_it_was_judged_by() -> None:
    before, after = (score(Questionnaire("hit-6", total=total)) for total in (66, 60))
    assert change(before, after)[0].threshold == instrument("hit-6").scales[0].changes[0]
    assert change(before, after)[0].scale == "total"
    nothing = score(Questionnaire("asc-12", total=3))
    assert change(nothing, nothing)[0].threshold is None


def test_two_instruments_cannot_be_compared() -> None:
    with pytest.raises(
        InvalidInput, match=r"^instrument: 'gad-7' is not allowed; allowed: hit-6. Compare scores of one instrument.$"
    ):
        change(score(Questionnaire("hit-6", total=60)), score(Questionnaire("gad-7", total=6)))


def test_the_day_it_was_filled_in() -> None:
    assert completed(Questionnaire("hit-6")) is None
    assert completed(Questionnaire("hit-6", "2024-02-29")) == dt.date(2024, 2, 29)
    with pytest.raises(InvalidInput, match=r"^date: '29.2.2024' is not allowed; allowed: YYYY-MM-DD"):
        completed(Questionnaire("hit-6", "29.2.2024"))


def test_an_empty_phq_9_says_nothing_of_item_9() -> None:
    assert score(Questionnaire("phq-9")).alerts == ("phq-9-item-9-unknown",)
    assert score(Questionnaire("gad-7")).alerts == ()


@pytest.mark.parametrize(
    ("name", "items", "allowed"),
    [
        ("hit-6", (7,) * 6, "one of 6, 8, 10, 11, 13"),
        ("phq-9", (4,) * 9, "a whole number from 0 to 3"),
        ("midas", (93,) * 5, "a whole number from 0 to 92"),
        ("msq-2.1", (7,) * 14, "a whole number from 1 to 6"),
    ],
)
def test_a_refused_answer_says_what_is_allowed(name: str, items: tuple[int, ...], allowed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        score(Questionnaire(name, items=items))
    assert str(caught.value) == (f"{name} item 1: '{items[0]}' is not allowed; allowed: {allowed}. Correct the answer.")
    with pytest.raises(InvalidInput, match=r"allowed: 6 answers"):
        score(Questionnaire("hit-6", items=(6,)))
    with pytest.raises(
        InvalidInput, match=r"total: '40' .*allowed: 36, the sum of the items. Correct the total or the items.$"
    ):
        score(Questionnaire("hit-6", items=(6,) * 6, total=40))
    with pytest.raises(InvalidInput, match=r"total: '80' .*allowed: a whole number from 36 to 78. Correct the total.$"):
        score(Questionnaire("hit-6", total=80))


def _broken(change: object) -> dict:
    entry = copy.deepcopy(FILE["hit-6"])
    change(entry)
    return entry


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda e: e.pop("source"), r"instruments.toml: hit-6: 'source' is not allowed; allowed: answers, items"),
        (lambda e: e.update(text="x"), r"hit-6: 'text'"),
        (lambda e: e.update(answers=[6, 6]), r"hit-6 answers: "),
        (lambda e: e.update(answers=[8, 6]), r"hit-6 answers: '\(8, 6\)' .*ascending values, each once"),
        (lambda e: e.update(source="nowhere"), r"source: 'nowhere'"),
        (lambda e: e.update(items=7), r"hit-6 items: '7' is not allowed; allowed: 6, as in its scales"),
        (lambda e: e["scales"]["total"].update(items=[2, 6]), r"hit-6 total items: '\[2, 6\]' .* to start with 1"),
        (lambda e: e["scales"]["total"].update(items=[1, 0]), r"hit-6 total items: "),
        (lambda e: e["scales"]["total"].update(items=[1, 5]), r"hit-6 items: '6' is not allowed; allowed: 5"),
        (lambda e: e["scales"]["total"].update(formula="mean"), r"hit-6 total formula: 'mean' .*sum, percent-of-best"),
        (lambda e: e["scales"]["total"].update(better="left"), r"hit-6 total better: 'left' .*lower, higher"),
        (lambda e: e["scales"]["total"].pop("range"), r"hit-6 total: 'range'"),
        (lambda e: e["scales"]["total"]["bands"].reverse(), r"hit-6 total bands: "),
        (lambda e: e["scales"]["total"]["bands"][0].pop("words"), r"hit-6 total band: 'words'"),
        (lambda e: e["scales"]["total"]["changes"][0].pop("source"), r"hit-6 total change: 'source'"),
        (lambda e: e["scales"]["total"]["changes"][0].update(source="nowhere"), r"source: 'nowhere'"),
        (lambda e: e["scales"].update(more=e["scales"]["total"]), r"hit-6 more items: .* to start with 7"),
        (lambda e: e.update(lowest=0), r"hit-6: 'lowest'"),
    ],
)
def test_an_entry_that_breaks_the_schema_does_not_load(change: object, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        instrument_from("hit-6", _broken(change))


def test_an_entry_is_read_as_it_stands() -> None:
    found = instrument_from("msq-2.1", FILE["msq-2.1"])
    scale = found.scales[2]
    assert (found.id, found.title, found.version) == (
        "msq-2.1",
        "Migraine-Specific Quality of Life Questionnaire 2.1",
        "2.1",
    )
    assert (found.items, found.answers, found.source) == (14, (1, 2, 3, 4, 5, 6), "msq-2.1")
    assert found.missing == FILE["msq-2.1"]["missing"]
    assert (scale.id, scale.first, scale.last, scale.low, scale.high) == ("emotional_function", 12, 14, 0, 100)
    assert (scale.recoded, scale.higher_is_better, scale.bands) == (True, True, ())
    assert scale.changes[1] == Change(8, "within a person, lower end of the range", "msq-change-2009")
    total = instrument_from("gad-7", FILE["gad-7"]).scales[0]
    assert (total.recoded, total.higher_is_better, total.changes) == (
        False,
        False,
        (Change(4, "within a person", "gad-7-change-2020"),),
    )
    assert total.bands[1] == Band(5, "mild", "mild anxiety")
    assert instrument_from("midas", FILE["midas"]).answers == tuple(range(93))


def test_an_entry_gives_answers_or_a_range() -> None:
    assert instrument_from("midas", {**FILE["midas"], "lowest": 90}).answers == (90, 91, 92)
    for key in ("lowest", "highest"):
        with pytest.raises(InvalidInput, match=rf"midas: '{key}' is not allowed"):
            instrument_from("midas", {name: value for name, value in FILE["midas"].items() if name != key})


def test_a_scale_of_one_item_is_a_scale() -> None:
    entry = _broken(lambda e: (e.update(items=1), e["scales"]["total"].update(items=[1, 1])))
    assert instrument_from("hit-6", entry).scales[0].last == 1
