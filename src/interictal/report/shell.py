"""What every page is made of: one HTML file, nothing loaded from anywhere, no script.

Everything that comes from outside is escaped, and characters that could turn the reading direction are replaced. The
content policy in the file's head forbids every load, so that even a mistake here could fetch nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from interictal import __version__
from interictal.figures import THEMES
from interictal.report.words import citation, shown

_SCHEMES = (("device", "As the device"), ("light", "Light"), ("dark", "Dark"), ("attack", "Very dark, for an attack"))


def document(title: str, body: str, *, start: str) -> str:
    """A whole page.

    Args:
        title: plain text.
        body: HTML; header, main and footer.
        start: id of the heading that the skip link leads to.
    """
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; "
        f"base-uri 'none'; form-action 'none'\">\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="interictal {__version__}">\n'
        f"<title>{escaped(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<div class="sheet">\n<a class="skip" href="#{start}">To the answer</a>\n'
        f"{body}\n</div>\n</body>\n</html>\n"
    )


def theme_choice() -> str:
    """The buttons that choose the colours; without a script, by CSS alone."""
    radios = "".join(
        f'<label for="theme-{name}"><input type="radio" name="theme" id="theme-{name}"'
        f"{' checked' if name == 'device' else ''}> {words}</label>"
        for name, words in _SCHEMES
    )
    return f"<fieldset><legend>Colours</legend>{radios}</fieldset>"


def escaped(text: str) -> str:
    """Text from anywhere, safe in an element and in a quoted attribute."""
    return escape(shown(text), quote=True)


def _style() -> str:
    """The style sheet: the tokens of each theme, then the rules. The device decides until a button is set."""

    def tokens(name: str) -> str:
        scheme = "light" if name == "light" else "dark"
        return f"color-scheme:{scheme};" + "".join(f"--{key}:{value};" for key, value in THEMES[name].items())

    chosen = "".join(f":root:has(#theme-{name}:checked){{{tokens(name)}}}" for name in THEMES)
    printed = ",".join(f":root:has(#theme-{name}:checked)" for name in THEMES)  # as strong as the choice it overrules
    rules = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return (
        f":root{{{tokens('light')}}}@media (prefers-color-scheme:dark){{:root{{{tokens('dark')}}}}}{chosen}"
        f"{rules}@media print{{:root,{printed}{{{tokens('light')}--background:#fff;}}}}"
    )


def section(name: str, title: str, content: str) -> str:
    """A part of the page under its heading; ``content`` is HTML."""
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{title}</h2>{content}</section>\n'


def listed_source(identifier: str) -> str:
    """A document of the register as an item of the list of sources."""
    one = citation(identifier)
    link = ""
    if one.doi:
        link = f" <a href='https://doi.org/{escaped(one.doi)}'>doi:{escaped(one.doi)}</a>"
    elif one.url.startswith("https://"):
        link = f" <a href='{escaped(one.url)}'>{escaped(one.url.split('/')[2])}</a>"
    status = f" <strong>({one.status})</strong>" if one.status else ""
    return (
        f"<li id='source-{escaped(one.id)}'><strong>{escaped(one.id)}</strong>: {escaped(one.text)}.{link}{status}</li>"
    )


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    caption: str,
    name: str,
    right: Sequence[int] = (),
    kind: str = "figures",
) -> str:
    """A table whose cells are HTML already; a row's first cell is its header. A wide one scrolls in its own box."""

    def cell(at: int, content: str) -> str:
        style = ' class="num"' if at in right else ""
        return f'<th scope="row"{style}>{content}</th>' if at == 0 else f"<td{style}>{content}</td>"

    head = "".join(
        f'<th scope="col"{" class=num" if at in right else ""}>{escaped(words)}</th>' for at, words in enumerate(header)
    )
    body = "".join(f"<tr>{''.join(cell(at, content) for at, content in enumerate(row))}</tr>" for row in rows)
    said = f'<p class="caption">{escaped(caption)}</p>' if caption else ""
    return (
        f'{said}<div class="scroll" role="group" tabindex="0" aria-label="{escaped(name)}">'
        f'<table class="{kind}" aria-label="{escaped(name)}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
