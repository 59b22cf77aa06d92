"""`interictal mechanism` and `mechanism fit` as users run them."""

import json
from pathlib import Path

import jsonschema
import pytest

from interictal import INTENDED_USE
from interictal.cli.evidence import computing
from interictal.mechanism.parameters import DATA
from support.command import clean, interictal
from support.inside import inside

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def schema(name: str) -> dict[str, object]:
    """A schema of the documentation."""
    return dict(json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")))


def test_course_as_text() -> None:
    """In a process of its own: week by week, with the intended use at the end."""
    done = interictal("mechanism", "--protocol", "preempt-follow-the-pain", "--dose", "195", "--sessions", "3")
    assert clean(done, 0) == ""
    assert "195 U of onabotulinumtoxinA at weeks 0, 12, 24." in done.stdout
    assert " ".join(done.stdout.split()).endswith(INTENDED_USE)


def test_course_as_json() -> None:
    """What docs/schema/mechanism.schema.json describes."""
    done = inside("mechanism", "--indication", "hyperhidrosis", "--weeks", "30", "--json")
    assert done.returncode == 0
    document = json.loads(done.stdout)
    jsonschema.validate(document, schema("mechanism"))
    assert (document["schema"], document["indication"]) == ("interictal.mechanism/1", "axillary-hyperhidrosis")


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_figure(ending: str, tmp_path: Path) -> None:
    """The cascade, wide and narrow."""
    pytest.importorskip("vl_convert", reason="pictures need vl-convert")
    file = tmp_path / f"cascade.{ending}"
    narrow = ["--narrow"] if ending == "svg" else []
    done = inside("mechanism", "--weeks", "12", "--sessions", "1", "--figure", file, *narrow)
    assert (done.returncode, done.stderr) == (0, f"written: {file}\n")
    assert file.read_bytes()[:4] in (b"<svg", b"\x89PNG")


def test_report(tmp_path: Path) -> None:
    """A page that explains it."""
    pytest.importorskip("vl_convert", reason="pictures need vl-convert")
    file = tmp_path / "how.html"
    done = inside("mechanism", "--report", file)
    assert (done.returncode, done.stderr) == (0, f"written: {file}\n")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert INTENDED_USE in text


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--dose", "many"], 2, "--dose"),
        (["--dose", "-3"], 2, "--dose"),
        (["--dose", "inf"], 2, "--dose"),
        (["--dose", "401"], 2, "--dose: '401' is not allowed; allowed: units from 1 to 400"),
        (["--dose", "400.00001"], 2, "--dose: '400.00001' is not allowed; allowed: units from 1 to 400"),
        (["--dose", "400.001"], 2, "--dose: '400.001' is not allowed; allowed: units from 1 to 400"),
        (["--dose", "1e-9"], 2, "--dose: '1e-9'"),
        (["--dose", "0.999"], 2, "--dose: '0.999'"),
        (["--dose", "\uff11\uff10\uff10"], 2, "--dose: '\uff11\uff10\uff10'"),
        (["--dose", "1_0"], 2, "--dose: '1_0'"),
        (["--dose", " 5"], 2, "--dose: ' 5'"),
        (["--dose", "5\n"], 2, "--dose"),
        (["--dose", "+5"], 2, "--dose"),
        (["--dose", ""], 2, "--dose"),
        (["--sessions", "two"], 2, "--sessions"),
        (["--sessions", "0"], 2, "--sessions"),
        (["--interval-weeks", "12.5"], 2, "--interval-weeks"),
        (["--weeks", "99999"], 2, "--weeks"),
        (["--figure", "picture.gif"], 2, "--figure"),
        (["--figure", "e.csv.png/"], 2, "--figure: 'e.csv.png/'"),
        (["--figure", "e.png/."], 2, "--figure: 'e.png/.'"),
        (["--report", "page.pdf"], 2, "--report"),
        (["--report", "page.html/"], 2, "--report: 'page.html/'"),
        (["fit", "--to", "numbers.toml/"], 2, "--to: 'numbers.toml/'"),
        (["--indication", "gout"], 2, "--indication: 'gout'"),
        (["--indication", ""], 2, "--indication: ''"),
        (["--protocol", "mine"], 2, "--protocol: 'mine' is not allowed; allowed: preempt-fixed"),
        (["--protocol", ""], 2, "--protocol: ''"),
        (["--product", "Botox"], 2, "--product: 'Botox'"),
        (["--product", "incobotulinumtoxinA"], 4, "never converted"),
        (["--indication", "strabismus"], 4, "not modelled"),
        (["--indication", "upper-limb-spasticity", "--dose", "200"], 4, "not modelled"),
        (["--indication", "cervical-dystonia"], 4, "--dose U"),
        (["--indication", "fibromyalgia"], 4, "no benefit"),
    ],
)
def test_refusals(words: list[str], code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line with what is allowed, and the exit code of its kind; nothing is written."""
    monkeypatch.chdir(tmp_path)
    done = inside("mechanism", *words)
    assert list(tmp_path.iterdir()) == []
    assert done.returncode == code
    (line,) = done.stderr.splitlines()
    assert says in line
    assert done.stdout == ""


@pytest.mark.parametrize("dose", ["1", "155", "155.5", "0155.125", "400"])
def test_plain_numbers_are_doses(dose: str) -> None:
    """ASCII digits with up to three decimals, from the least to the most."""
    done = inside("mechanism", "--dose", dose, "--weeks", "4", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["sessions"][0]["units"] == pytest.approx(float(dose))


def test_fit_again_gives_what_is_shipped(tmp_path: Path) -> None:
    """The check of the shipped numbers; the file that is written is read back and is the same to a digit or four."""
    file = tmp_path / "parameters.toml"
    done = inside("mechanism", "fit", "--check", "--json", "--to", file)
    assert (done.returncode, done.stderr) == (0, f"written: {file}\n")
    document = json.loads(done.stdout)
    jsonschema.validate(document, schema("mechanism-fit"))
    assert document["differs_from_shipped"] == []
    assert document["misfit"] < len(document["targets"])
    assert max(abs(one["residual_se"]) for one in document["targets"]) < 2.5
    assert len(file.read_text(encoding="utf-8").splitlines()) == len(DATA.read_text(encoding="utf-8").splitlines())


def test_fit_as_text_and_a_check_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every figure and number is named; a shipped number that is not what comes out is named, with exit code 1."""
    from interictal.mechanism import fitting

    done = inside("mechanism", "fit")
    assert done.returncode == 0
    for words in ("preempt-week-1", "sensory_half_life_days", "told mostly by its prior", "sprout_days", "unconfirmed"):
        assert words in done.stdout
    assert "The shipped numbers are what comes out" in done.stdout
    found = fitting.fit()
    monkeypatch.setattr(fitting, "fit", lambda: found)
    monkeypatch.setattr(fitting, "differs", lambda *_: ("cleavage",))
    done = inside("mechanism", "fit", "--check")
    assert done.returncode == 1
    assert "not what comes out: cleavage." in done.stdout
    assert inside("mechanism", "fit").returncode == 0


def test_fit_without_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Says what to install; the course needs neither."""
    monkeypatch.setattr(computing, "find_spec", lambda name: None)
    done = inside("mechanism", "fit")
    assert done.returncode == 4
    assert done.stderr.startswith("interictal: The fit cannot be worked out: numpy and scipy not installed.")
    assert inside("mechanism", "--weeks", "4").returncode == 0


def test_fit_does_not_write_over_what_it_reads() -> None:
    """The shipped file is an input."""
    done = inside("mechanism", "fit", "--to", DATA)
    assert done.returncode == 2
    assert "other than those that are read" in done.stderr
