"""The command as its users run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def interictal(*arguments: object, cwd: Path | None = None, **more: object) -> subprocess.CompletedProcess[str]:
    """Run the command; never raises."""
    return subprocess.run(
        [sys.executable, "-m", "interictal", *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=cwd, encoding="utf-8", timeout=120, **more,
    )  # fmt: skip


def clean(done: subprocess.CompletedProcess[str], code: int) -> str:
    """The standard error, after checking the exit code and that no traceback was shown."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr
