"""Contrast is measured, not believed."""

import itertools

import pytest

from interictal.errors import InvalidInput
from interictal.figures.themes import MARK_TOKENS, TEXT_TOKENS, THEMES, contrast, theme

ALL = list(itertools.product(THEMES, TEXT_TOKENS))


@pytest.mark.parametrize(("name", "token"), ALL)
def test_words_are_at_least_four_and_a_half_to_one(name: str, token: str) -> None:
    assert contrast(THEMES[name][token], THEMES[name]["background"]) >= 4.5


@pytest.mark.parametrize(("name", "token"), list(itertools.product(THEMES, MARK_TOKENS)))
def test_shapes_that_mean_something_are_at_least_three_to_one(name: str, token: str) -> None:
    assert contrast(THEMES[name][token], THEMES[name]["background"]) >= 3


@pytest.mark.parametrize("token", [*TEXT_TOKENS, *MARK_TOKENS])
def test_attack_theme_stays_under_ten_to_one(token: str) -> None:
    assert contrast(THEMES["attack"][token], THEMES["attack"]["background"]) <= 10


@pytest.mark.parametrize("name", THEMES)
def test_severity_steps_are_told_apart_by_lightness_too(name: str) -> None:
    colours = THEMES[name]
    steps = [contrast(colours[step], colours["background"]) for step in ("mild", "moderate", "severe")]
    assert steps[1] / steps[0] > 1.25
    assert steps[2] / steps[1] > 1.25


def test_the_design_s_own_measurements() -> None:
    """The contrasts that the design measured for its tokens."""
    measured = {
        "light": (14.1, 5.9, 5.5, 7.1, 5.5, 6.5),
        "dark": (12.4, 7.0, 8.3, 7.7, 8.9, 7.9),
        "attack": (9.0, 5.3, 7.3, 6.5, 6.4, 5.9),
    }
    for name, expected in measured.items():
        colours = THEMES[name]
        assert [round(contrast(colours[each], colours["background"]), 1) for each in TEXT_TOKENS] == list(expected)


def test_every_theme_has_every_token() -> None:
    assert len({tuple(colours) for colours in THEMES.values()}) == 1


def test_no_pure_black_or_white() -> None:
    assert not {"#000000", "#ffffff"} & {colour for colours in THEMES.values() for colour in colours.values()}


def test_contrast_of_equal_colours() -> None:
    assert contrast("#123456", "#123456") == 1


def test_unknown_theme() -> None:
    with pytest.raises(InvalidInput, match="light, dark, attack"):
        theme("sepia")
