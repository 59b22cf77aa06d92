"""Names from outside in a picture."""

import pytest

from interictal.figures.drawing import text_width, wrapped
from interictal.figures.labels import UNCONFIRMED, clean, fitted, in_lines, named, named_in_lines, widest


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Aurora 2010", "Aurora 2010"),
        (" a \t b\n\nc ", "a b c"),
        ("a\u202eb\u2066c", "a□b□c"),
        ("\x00\x07\x1b[31m", "□□□[31m"),
        ("12\N{NO-BREAK SPACE}%", "12\N{NO-BREAK SPACE}%"),
        ("<b>&", "<b>&"),
        ("", ""),
    ],
)
def test_a_name_is_one_printable_line(text: str, shown: str) -> None:
    """Nothing in it moves, hides or turns the text around it."""
    assert clean(text) == shown


@pytest.mark.parametrize("length", [199, 200, 201, 800, 801, 10_000])
def test_a_long_name_ends_in_an_ellipsis(length: int) -> None:
    """At most 200 characters stand in a table; no more than four times that is read."""
    shown = clean("x" * length)
    assert len(shown) == min(length, 200)
    assert shown.endswith("…") is (length > 200)
    assert clean(" " * 900 + "x").endswith("…"), "what is cut off is never lost without a sign"


@pytest.mark.parametrize("width", [20, 60, 200])
def test_fitted_is_never_wider_than_its_room(width: float) -> None:
    """Cut with an ellipsis, or as it is."""
    for text in ("short", "a name that is rather long", "W" * 50, "漢字" * 20):
        shown = fitted(text, width, 14)
        assert text_width(shown, 14) <= width
        assert shown == text or shown.endswith("…")
    assert fitted("short", 200, 14) == "short"


def test_lines_break_between_words_and_within_them_only_where_they_must() -> None:
    """A word wider than a line is broken; a percent sign and what a no-break space joins are not parted."""
    assert in_lines("one two three", 40, 14, 5) == ["one", "two", "three"]
    assert in_lines("one two three", 40, 14, 2) == ["one", "two…"]
    assert "".join(in_lines("W" * 20, 50, 14, 9)) == "W" * 20
    assert in_lines("of 50 %", 45, 14, 3) == ["of", "50\N{NO-BREAK SPACE}%"]
    assert in_lines("p\N{NO-BREAK SPACE}0.05 x", 50, 14, 3) == ["p\N{NO-BREAK SPACE}0.05", "x"]
    assert in_lines("df, p = 0.05", 60, 14, 3) == ["df,", "p\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}0.05"]
    assert in_lines("", 50, 14, 3) == [""]
    assert all(text_width(line, 14) <= 50 for line in in_lines("W" * 20 + " and more words", 50, 14, 3))


@pytest.mark.parametrize("label", ["Short", "A name of several words that fills two lines", "x" * 10_000])
def test_an_unconfirmed_name_says_so_however_long_it_is(label: str) -> None:
    """The word is never cut off with the name."""
    lines = named_in_lines(label, True, 150, 14, 2)
    assert len(lines) <= 2
    assert lines[-1].endswith(UNCONFIRMED)
    assert UNCONFIRMED not in " ".join(named_in_lines(label, False, 150, 14, 2))
    assert named("A", True) == "A (unconfirmed)"
    assert named("A", False) == "A"


def test_widest() -> None:
    """Of no lines it is nothing."""
    assert widest([], 14) == 0
    assert widest(["a", "abc"], 14) == text_width("abc", 14)


def test_letters_of_other_scripts_have_room() -> None:
    """They come from a font whose letters may be as wide as they are high."""
    assert text_width("漢", 14) == 14
    assert text_width("é", 14) < 9


def test_titles_keep_the_percent_sign_with_its_number() -> None:
    """Wherever a line of a title or a source ends."""
    text = "Of those who were asked 50 % said yes and 25 % said no and 25 % said nothing"
    for width in range(60, 400, 7):
        lines = wrapped(text, width, 17)
        assert not any(line.startswith("%") for line in lines)
        assert " ".join(lines).replace("\N{NO-BREAK SPACE}", " ") == text
