"""The fuzzing harness works, and reads its own seeds and simple mutations of them."""

import importlib.util
import random
import sys
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("fuzz_readers", Path(__file__).with_name("fuzz_readers.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
fuzz_readers = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fuzz_readers)


@pytest.mark.parametrize("name", fuzz_readers.TARGETS)
def test_target_takes_its_seed_and_its_mutants(tmp_path: Path, name: str) -> None:
    seed = (fuzz_readers.SEEDS / fuzz_readers.TARGETS[name][0]).read_bytes()
    read = fuzz_readers.target(name, tmp_path / "input")
    read(seed)
    chance = random.Random(name)  # noqa: S311
    for _ in range(150):
        data = bytearray(seed)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randint(1, 40)]
                case 2:
                    data[at:at] = chance.choice([b"\0", b'"', b",", b"\n", b"<", b"\xff", b"9" * 30, b"-", b"99999"])
                case 3:
                    data[at:at] = data[at : at + chance.randint(1, 400)]
        read(bytes(data))


def test_the_list_of_targets_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz_readers.main(["fuzz_readers.py"]) == 2
    assert "apple-health" in capsys.readouterr().out


def test_atheris_runs_the_target() -> None:
    pytest.importorskip("atheris", reason="atheris is not installed; see tests/fuzz/README.md to fuzz by hand")
    import subprocess

    script = Path(__file__).with_name("fuzz_readers.py")
    subprocess.run([sys.executable, str(script), "headi", "-runs=2000"], check=True, capture_output=True)
