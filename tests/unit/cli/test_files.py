"""Writing whole files, and text that steers no terminal."""

import errno
import json
import os
from pathlib import Path

import pytest

from interictal.cli.files import json_lines, printable, write_new, write_whole
from interictal.errors import InvalidInput


def test_a_full_disk_names_the_file_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file stays whole, and no temporary one is left."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    target = tmp_path / "report.html"
    target.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as caught:
        write_whole(target, b"new")
    assert caught.value.filename == str(target)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert target.read_text() == "old"


def test_printable() -> None:
    assert printable("a\x1b[0m\u202eb\n") == "a\N{REPLACEMENT CHARACTER}[0m" + "\N{REPLACEMENT CHARACTER}b\ufffd"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", None, "cp1252"])
def test_json_stays_the_same_document(encoding: str | None) -> None:
    """Also beyond the basic plane."""
    document = {"a": "\u2212\u202e\U0001f600\x7f", "b": [1, "x"]}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    shown = json_lines(text, encoding)
    assert json.loads(shown) == document
    assert shown.replace("\n", "").isprintable()
    assert shown.isascii() or encoding == "utf-8"


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_is_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    """Also on a disk without links; the second writer is refused, and nothing else is left in the folder."""

    def none(*_: object) -> None:
        raise PermissionError(1, "no links here")

    if not links:
        monkeypatch.setattr(os, "link", none)
    target = tmp_path / "new.json"
    write_new(target, b"first")
    with pytest.raises(InvalidInput, match="--session: 'new.json'"):
        write_new(target, b"second", "--session")
    assert target.read_bytes() == b"first"
    (tmp_path / "dangling.json").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InvalidInput, match="a name that is not taken"):
        write_new(tmp_path / "dangling.json", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dangling.json", "new.json"]
    with pytest.raises(InvalidInput, match="a folder that exists"):
        write_new(tmp_path / "none" / "new.json", b"x")
