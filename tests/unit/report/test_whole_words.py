"""A screen that breaks no word."""

import pytest

from interictal.report.whole_words import WholeWords


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Gonçalves, Øie, Læger, Straße, Łukasz", "Goncalves, Oie, Laeger, Strasse, Lukasz"),
        ("“seen”, the trial’s", '"seen", the trial\'s'),
        ("−7.8 days – 95 % of 4 · ≥ 50", "-7.8 days - 95 % of 4 - >= 50"),
    ],
)
def test_plain_ascii(text: str, plain: str) -> None:
    """Names keep their letters, signs become plain ones; both stay as they are where a terminal shows them."""
    for unicode, expected in ((False, plain), (True, text)):
        screen = WholeWords(80, colour=False, unicode=unicode)
        screen.text(text)
        assert screen.render() == expected


def test_a_long_word_stays_whole() -> None:
    """On a line of its own, in a heading too."""
    word = "x" * 90
    screen = WholeWords(60, colour=False, unicode=True)
    screen.heading(f"a {word}")
    screen.text(f"b {word}", "  ")
    assert screen.render().splitlines() == ["a", word, "  b", f"  {word}"]
