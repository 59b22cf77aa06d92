"""The shipped example: a made-up patient, labelled SYNTHETIC everywhere (see README.md in this folder)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class ExamplePaths(NamedTuple):
    """The example's files."""

    diary: Path
    injections: Path
    profile: Path
    sessions: Path
    side_effects: Path


def paths() -> ExamplePaths:
    """Where the example's files lie in the installed package."""
    folder = Path(__file__).parent
    names = ("diary.csv", "injections.csv", "profile.toml", "sessions.jsonl", "side-effects.json")
    return ExamplePaths(*(folder / name for name in names))
