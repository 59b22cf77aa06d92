"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from interictal.errors import InvalidInput


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` so that a stop half-way leaves the old file, or none, but never half a file.

    Raises:
        InvalidInput: the folder does not exist.
    """
    folder = path.parent
    if not folder.is_dir():
        raise InvalidInput("folder", folder, "a folder that exists", "Create it, or write elsewhere.")
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())  # mkstemp makes 0600; a report gets what any new file gets
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
