"""Compiling ahead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from interictal.forecast.trials import compiling


def test_compiling_ahead_leaves_everything_compiled() -> None:
    """After it, nothing is left to compile; an unknown cache says nothing."""
    compiling.compile_ahead()
    assert compiling.is_compiled()
    assert compiling._on_disk(object())
    assert compiling._kept(object()) == []


def test_compiling_anew(tmp_path: Path) -> None:
    """As after an installation: in a cache of its own, twice, and each time something is kept."""
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "interictal.forecast.trials.compiling"], capture_output=True, text=True, check=True,
            env={"NUMBA_CACHE_DIR": str(tmp_path), "PATH": "/usr/bin"},
        )  # fmt: skip
        assert done.stderr == ""
        assert list(tmp_path.rglob("kernels.simulate*.nbi"))


def test_a_fresh_machine_is_told(tmp_path: Path) -> None:
    """With an empty cache nothing is compiled yet, and numba is not loaded by the command line itself."""
    code = (
        "import sys, interictal.cli, interictal.forecast, interictal.forecast.trials.design_files\n"
        "import interictal.cli.trial, interictal.cli.trial_options\n"
        "assert 'numba' not in sys.modules and 'numpy' not in sys.modules\n"
        "from interictal.forecast.trials.compiling import is_compiled\nprint(is_compiled())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"NUMBA_CACHE_DIR": str(tmp_path), "PATH": "/usr/bin"},
    )  # fmt: skip
    assert done.stdout.strip() == "False"
