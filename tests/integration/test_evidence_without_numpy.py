"""What cannot be computed says what to install; what needs no computing goes on."""

from pathlib import Path

import pytest

from interictal.cli import NOT_POSSIBLE, main
from interictal.cli.evidence import computing

ARMS = "study,treatment,n,events\none,a,10,2\none,b,10,4\n"


@pytest.mark.parametrize("command", ["pool", "network", "compare"])
def test_computing_asks_for_numpy(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with the command that installs it, and exit code 4."""
    monkeypatch.setattr(computing, "find_spec", lambda name: None)
    file = tmp_path / "arms.csv"
    file.write_text(ARMS, encoding="utf-8")
    data = [] if command == "compare" else ["--data", str(file)]
    assert main(["evidence", command, *data]) == NOT_POSSIBLE
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("numpy and scipy not installed. Install with: pip install 'interictal[evidence]'")
