"""The shipped example: a made-up patient, labelled SYNTHETIC everywhere (see README.md in this folder)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class ExamplePaths(NamedTuple):
    """The example's three files."""

    diary: Path
    injections: Path
    profile: Path


def paths() -> ExamplePaths:
    """Where the example's diary, injections and profile lie in the installed package."""
    folder = Path(__file__).parent
    return ExamplePaths(folder / "diary.csv", folder / "injections.csv", folder / "profile.toml")
