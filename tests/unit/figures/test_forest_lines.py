"""The forest plot in a terminal."""

import dataclasses

import pytest

from interictal.figures import Effect, Forest, Pooled, Scale, forest_text
from interictal.figures.forest_lines import key_lines

PLOT = Forest(
    (
        Effect("Aurora 2010", 0.5, 0.25, 1.0, weight=60, text="60/341 v 80/338", group="large"),
        Effect("Diener 2010", 0.7, 0.5, 0.98, weight=35, text="55/347 v 70/358", group="large"),
        Effect("Small 2011", 1.2, 0.4, 3.6, weight=5, text="5/30 v 4/29", group="small", unconfirmed=True),
        Effect("No events", None, None, None, group="small"),
    ),
    (
        Pooled("Random effects", 0.6, 0.45, 0.8, text="I² 12 %, τ² 0.02", prediction=(0.3, 1.2)),
        Pooled("Large ones", 0.62, 0.46, 0.84, group="large", unconfirmed=True),
    ),
    "Odds ratio of stopping",
    "x",
    scale=Scale.LOG,
    favours=("fewer stop with A", "fewer stop with B"),
)


@pytest.mark.parametrize("width", [44, 60, 75, 76, 80, 100, 120, 200])
@pytest.mark.parametrize("unicode", [True, False])
def test_lines_fit(width: int, unicode: bool) -> None:
    """No line is longer than the terminal; plain text is plain; every figure is there."""
    text = forest_text(PLOT, width, unicode)
    assert all(len(line) <= width for line in text.splitlines())
    assert unicode or text.isascii()
    flat = " ".join(text.split())
    for words in ("0.50 (0.25 to 1.00)", "1.20 (0.40 to 3.60)", "not estimable", "0.60 (0.45 to 0.80)", "0.30 to 1.20"):
        assert words in flat
    for words in ("(unconfirmed)", "Odds ratio of stopping", "fewer stop with A", "prediction interval", "60.0 %"):
        assert words in flat


def test_marks_stand_at_their_columns() -> None:
    """The line of no difference is one column; the diamond lies between the ends of its interval."""
    lines = forest_text(PLOT, 100).splitlines()
    at = {line.split("  ")[0]: line for line in lines if line}
    upright = {line.index("│") for name, line in at.items() if name in ("No events", "Large ones (unconfirmed)")}
    assert len(upright) == 1
    (column,) = upright
    assert at["Small 2011 (unconfirmed)"][column] == "┼"
    assert at["Small 2011 (unconfirmed)"].index("□") > column
    assert at["Aurora 2010"].index("■") < column
    pooled = at["Random effects"]
    assert pooled.index("═") < pooled.index("◆") < pooled.rindex("═") < column
    assert "◇" in at["Large ones (unconfirmed)"]
    assert "╌" in at["95 % prediction interval"]
    assert "60/341 v 80/338" in at["Aurora 2010"]
    axis = lines[lines.index("Odds ratio of stopping") - 1]
    assert axis[column] == "1"
    assert "60/341" not in forest_text(PLOT, 80), "no room for the data beside a readable plot"


def test_key_names_what_is_there() -> None:
    """And no more."""
    text = forest_text(PLOT, 100)
    for entry in ("■ study", "□ study, unconfirmed", "◆ pooled", "◇ pooled, part of it unconfirmed", "╌ prediction"):
        assert entry in text
    assert "beyond the axis" not in text
    plain = forest_text(Forest((Effect("A", 1, 0, 2),), (), "Difference", "x"), 80)
    assert plain.splitlines()[-1] == "■ study"


@pytest.mark.parametrize("unicode", [True, False])
def test_what_leaves_the_axis_ends_in_an_arrowhead(unicode: bool) -> None:
    """Also to the left; a study beyond the axis has no mark of its own."""
    rows = (*(Effect(f"S{at}", -1 - at / 10, -2 - at / 10, -at / 10) for at in range(6)), Effect("Far", 1e6, 9e5, 2e6))
    pooled = (Pooled("All", -1.2, -900, 900),)
    lines = forest_text(Forest(rows, pooled, "Difference", "x"), 90, unicode).splitlines()
    left, right, mark = ("◄", "►", "■") if unicode else ("<", ">", "#")
    far = next(line for line in lines if line.startswith("Far"))
    assert right in far
    assert mark not in far
    drawn = next(line for line in lines if line.startswith("All"))
    assert left in drawn
    assert right in drawn
    assert "goes on beyond the axis" in lines[-1]


def test_hostile_and_long_names() -> None:
    """Printable, cut with an ellipsis before the mark that they are unconfirmed."""
    row = Effect("\x1b[31m" + "x" * 10_000, 1, 0.5, 2, unconfirmed=True)
    for width, unicode in ((80, True), (44, False)):
        text = forest_text(Forest((row,), (), "\x1b]0;y\x07", "x"), width, unicode)
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "x… (unconfirmed)" in text or "x... (unconfirmed)" in text
    assert "漢" in forest_text(Forest((Effect("漢字", 1, 0, 2),), (), "D", "x"))
    assert "??" in forest_text(Forest((Effect("漢字", 1, 0, 2),), (), "D", "x"), unicode=False)


def test_a_terminal_narrower_than_44_columns_gets_44() -> None:
    """Anything less holds no plot."""
    assert forest_text(PLOT, 10) == forest_text(PLOT, 44)


def test_keys_flow() -> None:
    """Entries stay whole unless one is longer than a line."""
    assert key_lines(["aaa", "bbb", "ccc"], 9) == ["aaa   bbb", "ccc"]
    assert key_lines(["one two three"], 8) == ["one two", "three"]
    assert key_lines([], 8) == []


def test_without_weights_there_is_no_column_for_them() -> None:
    """Of a network's estimates, for example."""
    plot = dataclasses.replace(PLOT, rows=(Effect("A", 1.0, 0.5, 2.0),), pooled=())
    assert "eight" not in forest_text(plot, 100)
    assert "eight" not in forest_text(plot, 50)
