"""Imports go downwards only, and a light use stays light."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

STANDARD = set(sys.stdlib_module_names)
RULES = (
    "interictal.diary.days",
    "interictal.diary",
    "interictal.diary.canonical",
    "interictal.ichd3",
    "interictal.injection",
    "interictal.safety",
    "interictal.outcomes",
    "interictal.guidelines",
    "interictal.assessment",
    "interictal.evidence",
    "interictal.evidence.library",
    "interictal.evidence.claims",
    "interictal.evidence.tracing",
    "interictal.evidence.tables",
    "interictal.mechanism",
    "interictal.forecast",
)


def loaded_by(statement: str) -> set[str]:
    """Top-level names and interictal's own modules in ``sys.modules`` after a statement, in a fresh interpreter."""
    code = f"import sys; before = set(sys.modules); {statement}; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_contract_holds() -> None:
    """The layers of .importlinter."""
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("module", RULES)
def test_rules_need_the_standard_library_alone(module: str) -> None:
    """Nothing outside the standard library is loaded; numpy above all."""
    foreign = {name.partition(".")[0] for name in loaded_by(f"import {module}")} - STANDARD - {"interictal"}
    assert not {name for name in foreign if not name.startswith("_")}


def test_diary_is_light() -> None:
    """Counting headache days needs no numpy, Django, Spark or network."""
    loaded = loaded_by("import interictal.diary")
    assert not loaded & {
        "numpy",
        "pandas",
        "django",
        "pyspark",
        "ssl",
        "socket",
        "urllib.request",
        "xml",
        "html.parser",
    }


def test_command_loads_no_pictures_before_they_are_needed() -> None:
    """`interictal assess` without --report loads neither vl_convert nor typst, nor the readers of other formats."""
    loaded = loaded_by("import interictal.cli.assess")
    assert not loaded & {"vl_convert", "typst", "html.parser", "xml.parsers.expat", "zipfile", "sqlite3"}


def test_no_command_line_loads_a_compiler() -> None:
    """Building the whole command line, and a patient's forecast, load no numba; the mechanism loads no numpy."""
    assert not loaded_by("from interictal.cli import parser; parser()") & {"numba", "numpy", "scipy"}
    assert "numba" not in loaded_by("import interictal.forecast.patient.outlook, interictal.forecast.patient.backtest")
    code = "from interictal.mechanism import course, relief; relief([(0, 155.0)], range(28)); course()"
    assert not loaded_by(code) & {"numba", "numpy", "scipy"}


def test_pooling_loads_no_slow_statistics() -> None:
    """Distributions come from scipy.special: scipy.stats would take longer to load than any pooling takes."""
    loaded = loaded_by("import interictal.evidence.synthesis, interictal.evidence.network; import sys")
    code = "import interictal.cli.evidence.pool, interictal.cli.evidence.network"
    assert not (loaded | loaded_by(code)) & {"scipy.stats", "pandas", "statsmodels"}


def test_every_layer_is_in_the_contract() -> None:
    """A new top-level package cannot stay outside the contract."""
    contract = (ROOT / ".importlinter").read_text(encoding="utf-8")
    for entry in (ROOT / "src" / "interictal").iterdir():
        name = entry.stem
        if name.startswith("__") and name != "__main__":
            continue
        if entry.is_dir() or entry.suffix == ".py":
            assert f"interictal.{name}" in contract, f"{name} stands in no layer of .importlinter"
