"""The command inside the test's own process: a hundred short runs need not start Python a hundred times."""

from __future__ import annotations

import contextlib
import io
import subprocess

from interictal.cli import main


def inside(*arguments: object, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    """Run the command; what it prints is as on a terminal of that encoding."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True) for _ in range(2))
    words = list(map(str, arguments))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(words)
        except SystemExit as stopped:  # argparse
            code = int(stopped.code or 0)
    texts = (stream.buffer.getvalue().decode(encoding) for stream in (out, err))
    return subprocess.CompletedProcess(words, code, *texts)
