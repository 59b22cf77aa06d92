"""`interictal evidence network` on files, on the library, and on what goes wrong."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest

from interictal import INTENDED_USE
from interictal.cli import main
from support.command import clean, interictal
from support.inside import inside

ROOT = Path(__file__).parents[2]

CONTRASTS = """\
study,treat1,treat2,te,se
One,alpha,beta,-2,1
Two,beta,gamma,-3,1
Three,alpha,gamma,-8,1
Four,alpha,beta,-2.5,1.5
"""


@pytest.fixture
def contrasts(tmp_path: Path) -> Path:
    """Three treatments in a triangle, made up."""
    path = tmp_path / "contrasts.csv"
    path.write_text(CONTRASTS, encoding="utf-8")
    return path


def network(*arguments: object):
    return inside("evidence", "network", *arguments)


def document(*arguments: object) -> dict:
    done = network(*arguments, "--json")
    clean(done, 0)
    found = json.loads(done.stdout)
    schema = json.loads((ROOT / "docs" / "schema" / "network.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, schema)
    return found


def test_the_network_fits_80_columns(contrasts: Path) -> None:
    """Each treatment against the reference, P-scores, agreement, direct and indirect evidence, league."""
    done = interictal("evidence", "network", "--data", contrasts, "--reference", "gamma", "--measure", "MD")
    clean(done, 0)
    assert max(map(len, done.stdout.splitlines())) <= 80
    text = " ".join(done.stdout.split())
    for said in (
        "2 treatments against gamma",
        "each treatment minus gamma",
        "P-scores, if small values are good for the patient",
        "Within designs, heterogeneity: Q",
        "Between designs, inconsistency: Q",
        "Beside each: p and where the effect of a new study would lie, both against gamma.",
        "alpha against gamma direct",
        "% direct",
        "League table, row against column",
        INTENDED_USE,
    ):
        assert said in text


def test_a_narrow_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long names and prediction intervals stay within 60 columns; what is cut is seen to be cut."""
    path = tmp_path / "long.csv"
    long = {
        "alpha": "a tablet of ten milligrams taken three times a day",
        "gamma": "a matching placebo three times a day for weeks",
    }
    text = CONTRASTS
    for name, full in long.items():
        text = text.replace(name, full)
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "60")
    done = network("--data", path, "--reference", long["gamma"])
    clean(done, 0)
    assert max(map(len, done.stdout.splitlines())) <= 60
    assert "a matching placebo three times a day fo…" in " ".join(done.stdout.split())


def test_json_has_the_matrices_and_their_order(contrasts: Path) -> None:
    """Row against column in the order of the treatments; turning the reference changes nothing in them."""
    found = document("--data", contrasts)
    assert found["treatments"] == ["alpha", "beta", "gamma"]
    assert found["random"]["estimate"][0][2] == -found["random"]["estimate"][2][0]
    assert set(found["p_scores"]) == {"alpha", "beta", "gamma"}
    assert found["data"]["named"] == "contrasts.csv"
    assert found["small_values"] == "good"
    other = document("--data", contrasts, "--reference", "beta", "--small-values", "bad")
    assert other["random"]["estimate"] == found["random"]["estimate"]
    assert other["p_scores"]["alpha"] == pytest.approx(1 - found["p_scores"]["alpha"])


def test_the_common_effect_alone(contrasts: Path) -> None:
    """--method FE gives one model, without tau2."""
    done = network("--data", contrasts, "--method", "FE")
    clean(done, 0)
    assert "one common effect" in done.stdout
    assert "tau²" not in done.stdout


def test_the_league_table_is_written(contrasts: Path, tmp_path: Path) -> None:
    """As CSV; a name that a spreadsheet would take for a formula is written as text."""
    data = tmp_path / "formula.csv"
    data.write_text(CONTRASTS.replace("alpha", "=1+1"), encoding="utf-8")
    target = tmp_path / "league.csv"
    assert f"written: {target}" in clean(network("--data", data, "--league", target), 0)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert sorted(rows[at][at] for at in range(3)) == ["'=1+1", "beta", "gamma"]
    assert any(cell.startswith("-") for row in rows for cell in row)
    assert "other than those that are read" in clean(network("--data", data, "--league", data), 2)


def test_pictures_are_written(contrasts: Path, tmp_path: Path) -> None:
    """The graph, and the forest of treatments against the reference."""
    for picture in ("graph", "forest"):
        target = tmp_path / f"{picture}.svg"
        clean(network("--data", contrasts, "--figure", target, "--picture", picture, "--narrow"), 0)
        assert "gamma" in target.read_text(encoding="utf-8")
    clean(network("--data", contrasts, "--figure", tmp_path / "graph.png", "--theme", "dark"), 0)


def test_a_network_of_the_library() -> None:
    """A response is good where it is frequent: the library says so, and the command follows."""
    asked = ("--outcome", "responder50_migraine_days", "--population", "cm")
    found = document(*asked)
    assert found["reference"] == "placebo"
    assert found["small_values"] == "bad"
    assert found["p_scores"]["placebo"] < 0.5
    assert all(each["sources"] for each in found["data"]["studies"])
    done = network(*asked)
    text = " ".join(done.stdout.split())
    assert "P-scores, if large values are good" in text
    assert "Where the figures come from" in text
    unsure = network(*asked, "--include-unconfirmed")
    assert "unconfirmed" in unsure.stdout.splitlines()[0]


def test_a_network_that_falls_apart_names_its_parts(tmp_path: Path) -> None:
    """And gives no number."""
    path = tmp_path / "apart.csv"
    path.write_text("study,treat1,treat2,te,se\nA,a,b,1,1\nB,c,d,1,1\n", encoding="utf-8")
    done = network("--data", path)
    said = clean(done, 4)
    assert "2 parts" in said
    assert "a, b | " in said.replace("'", "")
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("text", "options", "code", "said"),
    [
        (CONTRASTS, ("--reference", "none"), 2, "alpha, beta, gamma"),
        (CONTRASTS, ("--league", "x.txt"), 2, ".csv"),
        (CONTRASTS, ("--figure", "x.jpg"), 2, ".png or .svg"),
        (CONTRASTS, ("--level", "0"), 2, "--level"),
        (CONTRASTS, ("--outcome", "hit6"), 2, "without --data"),
        ("study,treat1,treat2,te,se\nA,a,b,1,1\nA,b,c,1,1\n", (), 3, "missing"),
        ("study,treat1,treat2,te,se\nA,a,b,x,1\n", (), 3, "row 2: te"),
        ("study,treatment,n,mean,sd\nA,a,10,1,1\nA,b,10,1,1\n", ("--measure", "OR"), 2, "MD, SMD for means"),
        (
            "study,treat1,treat2,te,se\n" + "".join(f"S{i},T{i},T{i + 1},1,1\n" for i in range(101)),
            (),
            4,
            "the most is 100",
        ),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    tmp_path: Path, text: str, options: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unknown treatments, a trial without all its differences, text in numbers, too many treatments."""
    path = tmp_path / "data.csv"
    path.write_text(text, encoding="utf-8")
    assert main(["evidence", "network", "--data", str(path), *options]) == code
    found = capsys.readouterr()
    assert said in found.err
    assert len(found.err.splitlines()) == 1
    assert found.out == ""


def test_one_file_is_not_written_twice(contrasts: Path, tmp_path: Path) -> None:
    """The picture and the league table need two names, whichever way they are written."""
    (tmp_path / "same.csv").symlink_to(tmp_path / "same.svg")
    said = clean(network("--data", contrasts, "--figure", tmp_path / "same.svg", "--league", tmp_path / "same.csv"), 2)
    assert "another file than --figure" in said
