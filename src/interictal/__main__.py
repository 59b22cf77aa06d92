"""``python -m interictal`` and the command ``interictal``."""

from __future__ import annotations

import gc

from interictal.cli import main

__all__ = ["command", "main"]


def command() -> int:
    """Run one command as a process of its own.

    Returns:
        The exit code.
    """
    code = main()
    gc.freeze()  # the process ends here: looking for what could be freed on the way out costs a tenth of a short run
    return code


if __name__ == "__main__":
    raise SystemExit(command())
