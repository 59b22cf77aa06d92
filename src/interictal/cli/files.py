"""Writing files whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interictal.errors import InvalidInput


def printable(text: object) -> str:
    """Text from outside, such as a file's name, as it may reach a terminal: nothing that steers it."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(text))


def json_lines(text: str, encoding: str | None) -> str:
    """JSON that ``encoding`` can hold and that steers no terminal: other characters become ``\\uXXXX``.

    >>> json_lines('{"a": "\N{MINUS SIGN}\N{RIGHT-TO-LEFT OVERRIDE}"}', "utf-8") == '{"a": "\N{MINUS SIGN}\\\\u202e"}'
    True
    """
    ascii_only = not (encoding or "ascii").lower().replace("-", "").startswith("utf")
    if text.isascii() or (text.isprintable() and not ascii_only):
        return text
    return "".join(
        c if c == "\n" or (c.isprintable() and (c.isascii() or not ascii_only)) else json.dumps(c)[1:-1] for c in text
    )


def refuse_inputs(target: Path, option: str, *inputs: str | None) -> None:
    """Refuse to write over a file that is being read.

    Raises:
        InvalidInput: ``target`` is one of the ``inputs``.
    """
    for name in inputs:
        if name and target.exists() and Path(name).exists() and target.samefile(name):
            raise InvalidInput(option, target.name, "a file other than those that are read", "Choose another name.")


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` so that a stop half-way leaves the old file, or none, but never half a file.

    Raises:
        InvalidInput: the folder does not exist.
    """
    with _written(path, content) as name:
        os.replace(name, path)


def write_new(path: Path, content: bytes, option: str = "--to") -> None:
    """Write a file that is not there yet, whole or not at all: of two programs writing one name, one is refused.

    Args:
        path: where; a name that is taken, also by a link to nothing, is refused.
        content: what.
        option: the option that names the file, for the message.

    Raises:
        InvalidInput: the name is taken, or the folder does not exist.
    """
    try:
        with _written(path, content) as name:
            try:
                os.link(name, path)
            except FileExistsError:
                raise
            except OSError:  # no links on this disk: claim the name first, then fill it
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
                os.replace(name, path)
            else:
                os.unlink(name)
    except FileExistsError:
        do = "A record is never overwritten."
        raise InvalidInput(option, path.name, "a name that is not taken", do) from None


@contextmanager
def _written(path: Path, content: bytes) -> Iterator[str]:
    """The name of a whole file in the same folder, which is gone afterwards."""
    import tempfile  # costs as much as an assessment, so only where something is written

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
        yield name
    except FileExistsError:
        Path(name).unlink(missing_ok=True)
        raise
    except OSError as problem:  # a full disk is said without a name, or with the temporary one
        Path(name).unlink(missing_ok=True)
        raise OSError(problem.errno, problem.strerror, str(path)) from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
