"""What computing needs beyond the standard library, and what to do where it is missing."""

from __future__ import annotations

from importlib.util import find_spec

from interictal.errors import NotSupported

INSTALL = "pip install 'interictal[evidence]'"

NEEDED = ("numpy", "scipy")


def missing() -> str:
    """What is not installed, in words with the command that installs it; "" where nothing is missing."""
    absent = [name for name in NEEDED if find_spec(name) is None]
    return f"{' and '.join(absent)} not installed. Install with: {INSTALL}" if absent else ""


def needed(what: str) -> None:
    """Refuse what cannot be computed here.

    Args:
        what: the start of the message: "The comparison".

    Raises:
        NotSupported: numpy or scipy is not installed.
    """
    if absent := missing():
        raise NotSupported(f"{what} cannot be worked out: {absent}")
