"""Text files from outside: a regular file, of a bounded size, in UTF-8."""

from __future__ import annotations

from pathlib import Path

from interictal.errors import InvalidInput


def text_of(path: Path, *, what: str, most: int, too_large: str = "") -> str:
    """The text of a file, without a byte order mark.

    Args:
        what: what the file holds, for the messages: "the record".
        most: the largest size in bytes, whole MiB; nothing beyond it is read.
        too_large: what to do about a larger file.

    Raises:
        InvalidInput: cannot be read, not a regular file, larger, not UTF-8.
    """
    name = path.name
    try:
        if path.exists() and not path.is_dir() and not path.is_file():  # a pipe or a device may never end
            raise InvalidInput("file", "not a regular file", "a file", f"Save {what} as a file.", file=name)
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as problem:
        raise InvalidInput("file", name, "a file that can be read", f"{problem.strerror or 'Check it'}.") from None
    if len(raw) > most:
        do = too_large or f"Give the file of {what}."
        raise InvalidInput("file", "too large", f"at most {most // 2**20} MiB", do, file=name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("encoding", "not UTF-8", "UTF-8", "Save the file as UTF-8.", file=name) from None
