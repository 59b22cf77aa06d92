"""Shared fixtures. The network is closed except for loopback, and the global random generator stays untouched."""

from __future__ import annotations

import os
import random
import socket
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every machine, and no deadline: a busy machine is no fault of the code.
settings.register_profile("same-everywhere", derandomize=True, deadline=None)
settings.load_profile("same-everywhere")

_ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _network_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _global_random_is_untouched() -> object:
    before = random.getstate()
    yield
    assert random.getstate() == before, "a test or the code under test used the global random generator"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with real diaries that are not part of the project."""
    named = os.environ.get("INTERICTAL_DATA")
    folder = Path(named) if named else _ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real diaries not at hand: set INTERICTAL_DATA to their folder to run this test")
    return folder


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder with results of the field's reference programs, which are not part of the project."""
    named = os.environ.get("INTERICTAL_REFERENCE")
    folder = Path(named) if named else _ROOT.parent / "shared" / "reference"
    if not (folder / "synthesis.json").is_file():
        pytest.skip("reference results not at hand: set INTERICTAL_REFERENCE to their folder to run this test")
    return folder
