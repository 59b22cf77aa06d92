"""The icon array in a terminal: 100 signs a choice, and the same in words."""

from __future__ import annotations

from textwrap import wrap

from interictal.figures.forest_lines import key_lines
from interictal.figures.icons import APART, Icon, IconArray, IconColumn
from interictal.figures.labels import clean

_SIGNS: dict[bool, dict[Icon | str, str]] = {
    True: {Icon.ANYWAY: "●", Icon.MORE: "■", Icon.FEWER: "□", Icon.NOT: "○", "stop": "×", "both": "⊗"},
    False: {Icon.ANYWAY: "o", Icon.MORE: "#", Icon.FEWER: "-", Icon.NOT: ".", "stop": "x", "both": "@"},
}


def icon_text(array: IconArray, width: int = 80, unicode: bool = True) -> str:
    """Each choice in words, with one sign for each of its 100 people.

    Args:
        array: what it shows.
        width: columns, 40 or more.
        unicode: shapes; plain ASCII otherwise.

    Returns:
        Lines of at most ``width`` characters: a title, a key, then the choices.
    """
    signs = _SIGNS[unicode]
    lines = [*wrap(clean(array.shown_title, 400), width), *key_lines(_key(array, signs), width)]
    for one in array.columns:
        lines += ["", *wrap(f"{array.sentence(one)}.", width)]
        drawn = _signs(one, signs)
        per_line = 10 * min(5, max(1, (width - 1) // 11))
        for start in range(0, len(drawn), per_line):
            row = drawn[start : start + per_line]
            lines.append("  " + " ".join(row[at : at + 10] for at in range(0, len(row), 10)))
    if any(one.total is not None and one.stop for one in array.columns):
        lines += ["", *wrap(APART, width)]
    text = "\n".join(lines)
    return text if unicode else text.replace("–", "-").replace("−", "-").encode("ascii", "replace").decode()


def _key(array: IconArray, signs: dict[Icon | str, str]) -> list[str]:
    used = {icon for one in array.columns for icon in one.icons}
    entries = [f"{signs[icon]} {array.icon_words(icon)}" for icon in Icon if icon in used]
    drawn = "".join(_signs(one, signs) for one in array.columns)
    if signs["stop"] in drawn:
        entries.append(f"{signs['stop']} {clean(array.harm, 60)}")
    if signs["both"] in drawn:
        entries.append(f"{signs['both']} one with the outcome, marked because more stop than are left")
    return entries


def _signs(one: IconColumn, signs: dict[Icon | str, str]) -> str:
    found = []
    for at, icon in enumerate(one.icons):
        if at not in one.stopping:
            found.append(signs[icon])
        else:
            found.append(signs["stop" if icon in (Icon.NOT, Icon.FEWER) else "both"])
    return "".join(found)
