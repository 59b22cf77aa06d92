"""A virtual trial beside the published points."""

import json
import re

import pytest

from interictal.errors import InvalidInput
from interictal.figures import NARROW, WIDE
from interictal.figures.trial import trial_figure
from interictal.figures.trial_panels import decimal
from support.forecasts import published, spread, trial

A, P = "onabotulinumtoxinA", "placebo"
ROWS = [
    published(A, 24, -8.4),
    published(P, 24, -6.6),
    published(A, 12, -7.9, use="held-out", status="unconfirmed"),
    published(P, 12, -3.9, use="held-out", source="preempt-1-2010"),
]
WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])


def values(layer: dict) -> list[dict]:
    return layer["data"]["values"]


def layers(figure, kind: str) -> list[dict]:
    return [layer for layer in figure.spec["layer"] if layer["mark"]["type"] == kind]


def squares(figure) -> list[dict]:
    return [value for layer in layers(figure, "point") if layer["mark"]["shape"] == "square" for value in values(layer)]


def texts(figure) -> list[str]:
    return [
        value["text"] for layer in layers(figure, "text") if "stroke" not in layer["mark"] for value in values(layer)
    ]


def flat(figure) -> str:
    return " ".join(texts(figure)).replace("\N{NO-BREAK SPACE}", " ")


@WIDTHS
def test_each_published_change_is_said_to_be_inside_or_outside(width: int) -> None:
    """In the title, the picture, the text alternative and the table; the ends of the band belong to it."""
    figure = trial_figure(trial(), ROWS, width)
    assert figure.title == (
        "PREEMPT, simulated 200 times: 0 of 2 held-out published changes inside the 95\N{NO-BREAK SPACE}% band, "
        "1 of them unconfirmed"
    )
    shown = flat(figure)
    told = figure.description.replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        "onabotulinumtoxinA, week 24: −8.4 (dodick-2010, fitted), inside −9.3 to −7.5",
        "onabotulinumtoxinA, week 12: −7.9 (dodick-2010, unconfirmed), outside −7.6 to −5.8",
        "placebo, week 12: −3.9 (preempt-1-2010), outside −6.2 to −4.4",
    ):
        assert words in shown
        assert words in told
    assert len(squares(figure)) == 4
    where = {(row[1], row[2]): row[6] for row in figure.rows}
    assert where[A, "24"] == "inside, fitted"
    assert where[P, "12"] == "outside"
    assert where[A, "4"] == "–"
    assert {len(row) for row in figure.rows} == {len(figure.header)}
    ends = [published(P, 24, value, use="held-out") for value in (-9.3, -7.5)]
    edge = trial_figure(trial(arms=(P,)), ends, width)
    assert edge.title.startswith("PREEMPT, simulated 200 times: 2 of 2 held-out published changes inside")
    one = trial_figure(trial(arms=(P,)), ends[:1], width)
    assert "1 of 1 held-out published change inside" in one.title


def test_agreement_with_what_was_fitted_is_not_counted() -> None:
    """Where nothing was held out, the title says that it proves nothing."""
    rows = [
        published(A, 24, -8.4),
        published(P, 24, -6.6, use="same-trial"),
        published(A, 12, -7, use="fitted-by-mechanism"),
    ]
    figure = trial_figure(trial(), rows)
    assert figure.title.endswith("the model was fitted to this trial, so that its published changes prove nothing")
    assert "(dodick-2010, same trial, not used), inside" in flat(figure)
    assert "(dodick-2010, fitted by the mechanism)" in flat(figure)
    with pytest.raises(InvalidInput, match="Correct the published figure"):
        trial_figure(trial(), [published(A, 24, -8.4, use="guessed")])


def test_few_trials_have_no_95_percent_band() -> None:
    """Below 40; once is not times; a note of the document is shown."""
    figure = trial_figure(trial(replicates=1, notes=["75 U: extrapolated."]), [published(A, 24, -8.4, use="held-out")])
    assert figure.title.startswith("PREEMPT, simulated once: 1 of 1 held-out published change inside the band")
    assert "1 virtual trial is too few for a 95 % range (40 are needed)" in figure.source
    assert "75 U: extrapolated." in figure.source
    assert figure.header[4] == "Band"
    document = trial()
    document["arms"][0]["n"] = 1
    assert "with onabotulinumtoxinA, 1 person:" in trial_figure(document, []).description


def test_an_unconfirmed_change_is_hollow_and_says_so() -> None:
    figure = trial_figure(trial(), ROWS)
    hollow = [
        layer
        for layer in layers(figure, "point")
        if layer["mark"].get("fill") == "var(--background)" and layer["mark"]["shape"] == "square"
    ]
    assert [len(values(layer)) for layer in hollow] == [1]
    assert [entry.words for entry in figure.key] == [A, P, "published", "published, unconfirmed"]
    assert ("dodick-2010 (unconfirmed)") in [row[7] for row in figure.rows]
    sure = trial_figure(trial(), ROWS[:1])
    assert [entry.words for entry in sure.key] == [A, P, "published"]


def test_each_arm_has_a_band_a_dash_and_a_shape_of_its_own() -> None:
    """Colour is not all that tells them apart; a band starts at no change."""
    figure = trial_figure(trial(arms=("75 U", "150 U", "225 U", P)), [])
    bands = layers(figure, "area")
    assert len(bands) == 4
    assert all(values(band)[0]["low"] == values(band)[0]["high"] for band in bands)
    assert all(value["low"] > value["high"] for band in bands for value in values(band)[1:])
    assert len({json.dumps(layer["mark"].get("strokeDash")) for layer in layers(figure, "line")}) == 4
    assert len({layer["mark"]["shape"] for layer in layers(figure, "point")}) == 4


def test_without_published_changes_the_title_names_the_last_visit() -> None:
    figure = trial_figure(trial(), [])
    assert figure.title.endswith("Headache days in 28 days in week 24: −8.4 with onabotulinumtoxinA, −6.6 with placebo")
    assert not squares(figure)
    assert "Fitted" not in figure.source
    assert "agreement proves nothing" in trial_figure(trial(), ROWS).source


def test_rows_that_belong_elsewhere_are_left_out() -> None:
    """Another quantity, arm, outcome or week."""
    others = [
        published(A, 24, -8.4, quantity="change_sd"),
        published("topiramate", 24, -4.0),
        published(A, 24, -8.2, outcome="migraine_days_28"),
        published(A, 60, -9.2),
    ]
    assert not squares(trial_figure(trial(), others))


@WIDTHS
def test_outcomes_with_published_changes_have_a_panel_each(width: int) -> None:
    """Three at most; those without are drawn only where none has any."""
    outcomes = ("headache_days_28", "migraine_days_28", "hit6", "moderate_severe_headache_days_28", "headache_hours_28")
    rows = [published(A, 24, -8.0, outcome=outcome) for outcome in outcomes[1:]]
    figure = trial_figure(trial(outcomes=outcomes), rows, width)
    heads = [text for text in texts(figure) if text.endswith("change from baseline")]
    assert heads == [
        "Migraine days in 28 days, change from baseline",
        "hit6, change from baseline",
        "Days with moderate or severe headache in 28 days, change from baseline",
    ]
    lone = trial_figure(trial(outcomes=outcomes), [], width)
    assert [text for text in texts(lone) if text.endswith("baseline")] == [
        "Headache days in 28 days, change from baseline"
    ]


def test_an_arm_without_the_outcome_is_left_out() -> None:
    document = trial()
    document["arms"][1]["outcomes"] = []
    assert len(layers(trial_figure(document, []), "area")) == 1


def test_a_change_that_cannot_be_told_is_left_out() -> None:
    """One visit of an arm; and an outcome without any is no panel."""
    document = trial(outcomes=("hit6", "headache_days_28"))
    for one in document["arms"][0]["outcomes"]:
        if one["outcome"] == "hit6" or one["timepoint_weeks"] == 4:
            one["change_mean"] = None
    document["arms"][1]["outcomes"] = []
    figure = trial_figure(document, [])
    assert [row[2] for row in figure.rows] == ["8", "12", "16", "20", "24"]
    assert "hit6" not in figure.description


def test_points_that_would_hide_each_other_stand_side_by_side() -> None:
    """Twelve trials with the same change; the numbers do not meet either."""
    rows = [published(A, 24, -8.4 + 0.01 * at, source=f"trial-{at}") for at in range(12)]
    figure = trial_figure(trial(), rows)
    places = [(one["x"], one["y"]) for one in squares(figure)]
    assert all(
        abs(a[0] - b[0]) >= 12 or abs(a[1] - b[1]) >= 12 for at, a in enumerate(places) for b in places[at + 1 :]
    )
    assert "and" not in flat(figure).split("12 onab")[-1]


def test_numbers_that_would_hide_each_other_stand_in_the_list_alone() -> None:
    """Forty trials with the same change: every square is there, its number where there is room."""
    figure = trial_figure(trial(), [published(A, 24, -8.4, source=f"trial-{at}") for at in range(40)], NARROW)
    assert len(squares(figure)) == 40
    numbers = [
        value
        for layer in layers(figure, "text")
        if "stroke" in layer["mark"]
        for value in values(layer)
        if value["text"].isdigit()
    ]
    assert 0 < len(numbers) < 40


def test_many_points_are_told_in_part_those_outside_first() -> None:
    """Fifteen, of which the last two lie outside."""
    rows = [published(A, 24, -8.4 if at < 13 else -1.0, source=f"trial-{at}") for at in range(15)]
    shown = flat(trial_figure(trial(), rows))
    assert "and 3 more in the table" in shown
    assert "trial-13" in shown
    assert "trial-14" in shown
    assert "trial-12" not in shown


@pytest.mark.parametrize("value", ["", "many", "nan", "inf"])
def test_a_published_value_that_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(InvalidInput, match="published figure"):
        trial_figure(trial(), [published(A, 24, 0) | {"value": value}])


def test_another_document_and_one_without_outcomes_are_refused() -> None:
    with pytest.raises(InvalidInput, match=r"interictal\.trial/1"):
        trial_figure({"schema": "x"}, [])
    with pytest.raises(InvalidInput, match="one or more"):
        trial_figure(trial(outcomes=()), [])


def test_it_is_labelled_as_simulated_and_plain_json() -> None:
    """Every picture of a virtual trial says that no patient is in it."""
    figure = trial_figure(trial(weeks=(24, 60, 108)), ROWS, NARROW)
    assert figure.source.startswith("SYNTHETIC, no real patients: simulated trials, seed 1.")
    text = json.dumps(figure.spec, allow_nan=False).replace("https://vega.github.io/schema/vega-lite/v6.json", "")
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b", text)


def test_a_trial_in_which_nothing_changes_has_an_axis() -> None:
    document = trial(arms=(P,))
    for one in document["arms"][0]["outcomes"]:
        one["change_mean"] = spread(0.0, 0.0)
    assert "0" in texts(trial_figure(document, []))


def test_decimals_have_a_minus_sign_and_none_before_nothing() -> None:
    assert [decimal(value) for value in (-8.44, -0.04, 0.0, 2.0)] == ["−8.4", "0.0", "0.0", "2.0"]
