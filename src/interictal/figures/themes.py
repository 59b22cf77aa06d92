"""Colours by meaning. Three themes; every text colour is at least 4.5:1 on its background, every mark at least 3:1.

A specification never holds a colour, only a token: ``var(--headache)``. On the page the browser looks it up, so one
picture serves light and dark; elsewhere ``interictal.figures.drawing`` writes the theme's colour in its place.
"""

from __future__ import annotations

from interictal.errors import InvalidInput

THEMES: dict[str, dict[str, str]] = {
    "light": {
        "background": "#f7f6f3",
        "text": "#22262a",
        "quiet": "#55606a",
        "accent": "#2f6f5e",
        "headache": "#8a3b2e",
        "medication": "#8a5a00",
        "injection": "#3d5a80",
        "mild": "#c0796a",
        "moderate": "#a85a4a",
        "severe": "#8a3b2e",
        "border": "#858d95",
        "rule": "#dedbd4",
    },
    "dark": {
        "background": "#16191c",
        "text": "#d5d9dc",
        "quiet": "#9aa4ad",
        "accent": "#7fbfa6",
        "headache": "#e09a8a",
        "medication": "#d9b36a",
        "injection": "#8fb0d6",
        "mild": "#99625a",
        "moderate": "#bd7e71",
        "severe": "#e09a8a",
        "border": "#6f7881",
        "rule": "#2b3035",
    },
    "attack": {
        "background": "#0c0e0f",
        "text": "#a9b3ae",
        "quiet": "#7d8883",
        "accent": "#7fa893",
        "headache": "#b98a7f",
        "medication": "#a8926a",
        "injection": "#7d8fa6",
        "mild": "#7d5e55",
        "moderate": "#9b746a",
        "severe": "#b98a7f",
        "border": "#5f6965",
        "rule": "#1e2224",
    },
}
"""Theme -> token -> colour. ``rule`` is for lines that carry no meaning; everything else carries some."""

TEXT_TOKENS = ("text", "quiet", "accent", "headache", "medication", "injection")
"""Tokens that words are set in: at least 4.5:1."""

MARK_TOKENS = ("mild", "moderate", "severe", "border")
"""Tokens for shapes that carry meaning: at least 3:1."""


def theme(name: str) -> dict[str, str]:
    """The colours of a theme.

    Raises:
        InvalidInput: no theme of that name.
    """
    try:
        return THEMES[name]
    except KeyError:
        raise InvalidInput("theme", name, ", ".join(THEMES), "Choose one of them.") from None


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, 1 to 21.

    Source: WCAG 2.2, "contrast ratio" and "relative luminance".

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
