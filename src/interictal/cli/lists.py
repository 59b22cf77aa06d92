"""``interictal definitions | guidelines | sources | formats``: what is inside."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from typing import Any

from interictal.cli import DONE
from interictal.cli.files import json_lines


def run(arguments: argparse.Namespace) -> int:
    """Print one list, as text or as JSON."""
    entries = _LISTS[arguments.command]()
    if arguments.json:
        print(json_lines(json.dumps(entries, ensure_ascii=False, indent=2), sys.stdout.encoding))
        return DONE
    for entry in entries:
        print(_shown(entry))
    return DONE


def _shown(entry: dict[str, Any]) -> str:
    head = f"{entry['id']}  {entry['title']}"
    lines = [head]
    for key, value in entry.items():
        if key in ("id", "title") or value in ("", None, []):
            continue
        values = value if isinstance(value, list) else [value]
        for each in values:
            lines.append(textwrap.fill(f"{key}: {each}", 96, initial_indent="    ", subsequent_indent="      "))
    return "\n".join(lines) + "\n"


def _definitions() -> list[dict[str, Any]]:
    from interictal.outcomes.definitions import DEFAULT_HEADACHE, DEFAULT_MIGRAINE, DEFINITIONS
    from interictal.sources import source

    return [
        {
            "id": one.id,
            "title": one.title,
            "kind": f"{one.kind} day" + (" (default)" if one.id in (DEFAULT_HEADACHE, DEFAULT_MIGRAINE) else ""),
            "rule": one.rule,
            "source": _cited(one.source),
            "status": source(one.source).status,
        }
        for one in DEFINITIONS.values()
    ]


def _guidelines() -> list[dict[str, Any]]:
    from interictal import guidelines

    return [guidelines.described(one) for one in guidelines.ids()]


def _sources() -> list[dict[str, Any]]:
    from interictal.sources import register

    return [
        {
            "id": one.id,
            "title": one.citation,
            "doi": one.doi,
            "pmid": one.pmid,
            "url": one.url,
            "kind": one.kind,
            "status": f"{one.status}" + (f" (tier {one.tier})" if one.tier else ""),
            "checked": one.checked,
            "note": one.note,
        }
        for one in register().values()
    ]


def _formats() -> list[dict[str, Any]]:
    from interictal.diary.readers import FORMATS

    return [{"id": one.id, "title": one.title, "reads": one.what, "needs": one.needs} for one in FORMATS.values()]


def _cited(citation: str) -> str:
    from interictal.sources import source

    place = citation.partition("#")[2]
    return source(citation).citation + (f" [{place}]" if place else "")


_LISTS = {"definitions": _definitions, "guidelines": _guidelines, "sources": _sources, "formats": _formats}
