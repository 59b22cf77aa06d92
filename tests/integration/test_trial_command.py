"""`interictal trial` as its users run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from support.command import clean, interictal

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
MINE = """
name = "Mine"
visits_weeks = [24]
analysis = "responder"
[population]
baseline_mean = 20
[[arms]]
dose_units = 155
n = 60
[[arms]]
drug = "placebo"
n = 60
"""


def document(text: str, name: str) -> dict[str, object]:
    """JSON that its schema allows."""
    found: dict[str, object] = json.loads(text)
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(found)
    return found


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A design of one's own."""
    path = tmp_path / "mine.toml"
    path.write_text(MINE, encoding="utf-8")
    return path


def test_shipped_designs() -> None:
    """Each by its name, the same twice, with any number of threads."""
    for name in ("preempt", "compel", "forward"):
        ask = ("trial", name, "--replicates", 4, "--json")
        first, second = interictal(*ask, "--threads", 1), interictal(*ask, "--threads", 2)
        assert clean(first, 0) == ""
        assert first.stdout == second.stdout
        found = document(first.stdout, "trial")
        assert found["synthetic"] is True
    other = interictal("trial", "preempt", "--replicates", 4, "--json", "--seed", 2)
    assert json.loads(other.stdout)["seed"] == 2


def test_a_design_of_ones_own(mine: Path) -> None:
    """On the terminal, and with the parameters held."""
    done = interictal("trial", mine, "--replicates", 5, "--estimates")
    assert clean(done, 0) == ""
    assert "Mine: 5 virtual trials" in done.stdout
    assert "Simulated" in done.stdout
    assert "clinician decides" in done.stdout


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_picture(tmp_path: Path, ending: str) -> None:
    """Written whole, beside the text."""
    path = tmp_path / f"trial.{ending}"
    done = interictal("trial", "preempt", "--replicates", 3, "--figure", path)
    assert "written" in clean(done, 0)
    assert path.stat().st_size > 5000


def test_power(mine: Path) -> None:
    """JSON and text, with the error of simulation."""
    ask = ("trial", "power", mine, "--replicates", 60, "--target", "0.5")
    done = interictal(*ask, "--json")
    assert clean(done, 0) == ""
    found = document(done.stdout, "trial-power")
    assert found["target"] == 0.5
    text = interictal(*ask, "--outcome", "headache_days", "--alpha", "0.1")
    clean(text, 0)
    assert "Monte-Carlo error" in text.stdout


def test_compare(tmp_path: Path) -> None:
    """The table, as the documentation has it."""
    path = tmp_path / "table.md"
    done = interictal("trial", "compare", "--replicates", 2, "--to", path, "--json")
    assert "written" in clean(done, 0)
    document(done.stdout, "trial-comparison")
    assert path.read_text(encoding="utf-8").startswith("# Virtual beside published trials")
    assert "Held-out" in interictal("trial", "compare", "--replicates", 2).stdout


def test_designs() -> None:
    """A list, and a document."""
    done = interictal("trial", "designs")
    clean(done, 0)
    assert done.stdout.index("preempt") < done.stdout.index("chassis")
    document(interictal("trial", "designs", "--json").stdout, "trial-designs")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("trial", "preemt"), 3, "preempt, compel, forward"),
        (("trial", "absent.toml"), 3, "can be read"),
        (("trial", "preempt", "--replicates", "0"), 2, "--replicates"),
        (("trial", "preempt", "--replicates", "many"), 2, "--replicates"),
        (("trial", "preempt", "--seed", "-1"), 2, "--seed"),
        (("trial", "preempt", "--threads", "0"), 2, "--threads"),
        (("trial", "preempt", "--figure", "a.pdf"), 2, "--figure"),
        (("trial", "power", "preempt", "--alpha", "x"), 2, "--alpha"),
        (("trial", "power", "preempt", "--target", "1"), 2, "--target"),
        (("trial", "power", "preempt", "--outcome", "hours"), 2, "--outcome"),
        (("trial", "power", "preempt", "--outcome", "headache_hours"), 2, "of the design"),
        (("trial", "power", "compel", "--replicates", "2"), 3, "compares nothing"),
        (("trial", "compare", "--to", "a.csv"), 2, "--to"),
        (("trial", "fit", "--to", "a.csv"), 2, "--to"),
    ],
)
def test_what_goes_wrong(words: tuple[str, ...], code: int, says: str) -> None:
    """One line, and the exit code of its kind."""
    error = clean(interictal(*words), code)
    assert says in error
    assert error.count("\n") == 1


def test_a_design_that_cannot_be(mine: Path, tmp_path: Path) -> None:
    """Bad input is 3, another product 4; the design is not written over."""
    mine.write_text(MINE.replace("n = 60", "n = 0", 1), encoding="utf-8")
    assert "mine.toml: arms[1].n" in clean(interictal("trial", mine), 3)
    mine.write_text(MINE.replace("dose_units", 'drug = "Abobotulinumtoxina"\ndose_units'), encoding="utf-8")
    assert "never units of another" in clean(interictal("trial", mine), 4)
    picture = tmp_path / "a.svg"
    picture.write_text(MINE, encoding="utf-8")
    assert "--figure" in clean(interictal("trial", picture, "--figure", picture), 2)
