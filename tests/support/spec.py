"""Turns the tables of docs/spec into test cases.

A table that runs stands under a comment ``<!-- spec: name -->``. Each of its rows becomes one test: the function
registered under that name gets the row as a dict (header -> cell text, blank = unknown) and asserts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SPEC = Path(__file__).parents[2] / "docs" / "spec"
_MARK = re.compile(r"<!-- spec: ([a-z0-9-]+) -->\s*$")


@dataclass(frozen=True)
class Row:
    """One row of a table: where it stands, which rule it is about, and its cells."""

    page: str
    line: int
    rule: str
    cells: dict[str, str]

    @property
    def id(self) -> str:
        return f"{self.page}:{self.line}:{self.rule}"


def _cells(line: str) -> list[str]:
    inner = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return [cell.strip().strip("`").replace("\\|", "|") for cell in inner]


def rows() -> list[Row]:
    """Every row of every table that runs."""
    found: list[Row] = []
    for page in sorted(SPEC.glob("*.md")):
        lines = page.read_text(encoding="utf-8").splitlines()
        for index, line in enumerate(lines):
            mark = _MARK.match(line)
            if not mark:
                continue
            at = index + 1
            while not lines[at].strip():
                at += 1
            header = _cells(lines[at])
            at += 2
            before = len(found)
            while at < len(lines) and lines[at].lstrip().startswith("|"):
                cells = _cells(lines[at])
                assert len(cells) == len(header), f"{page.name}:{at + 1}: {len(cells)} cells, {len(header)} columns"
                found.append(Row(page.name, at + 1, mark[1], dict(zip(header, cells, strict=True))))
                at += 1
            assert len(found) > before, f"{page.name}:{index + 1}: a table without rows"
    return found
