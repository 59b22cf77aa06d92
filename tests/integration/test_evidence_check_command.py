"""`interictal evidence check` on files and on the trial library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interictal import INTENDED_USE
from support.command import clean, interictal
from support.inside import inside

ARMS = """\
Study_ID,Intervention,Sample_Size,MMD_Baseline,MMD_Baseline_SD,Change_MMD,MMD_SD,Country
Alpha,drug,221,7.2,2.5,-3.4,0.2,fr
Alpha,drug,228,7.3,2.4,-3.3,0.2,fr
Beta,drug,11,5,2,-7.1,3,de
"""


def check(*arguments: object):
    return inside("evidence", "check", *arguments)


@pytest.fixture
def arms(tmp_path: Path) -> Path:
    """Two standard errors that stand as standard deviations, and a mean that fell by more than there was."""
    path = tmp_path / "arms.csv"
    path.write_text(ARMS, encoding="utf-8")
    return path


def test_an_impossible_figure_gives_exit_code_1(arms: Path) -> None:
    """It stands first; what is doubtful after it, like figures of a study together."""
    done = interictal("evidence", "check", "--data", arms)
    clean(done, 1)
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "arms.csv, 3 rows: 1 impossible, 2 doubtful"
    text = " ".join(done.stdout.split())
    assert "row 4 Beta, drug: the mean fell by 7.1 from 5" in text
    assert "row 2 Alpha, drug: SD of the change 0.2 is too small" in text
    assert "the same in row 3 (0.2)" in text
    assert "Not checked, columns: country." in text
    assert INTENDED_USE in text


def test_doubtful_figures_alone_give_exit_code_0(tmp_path: Path) -> None:
    """They are listed all the same; a table without any says so."""
    path = tmp_path / "arms.csv"
    path.write_text("study,arm,n,percent\nA,x,9,50\n", encoding="utf-8")
    done = check("--data", path)
    clean(done, 0)
    assert "PERCENT_GRAIN" in done.stdout
    path.write_text("study,arm,n,percent\nA,x,9,55.6\n", encoding="utf-8")
    done = check("--data", path)
    clean(done, 0)
    assert done.stdout.startswith("arms.csv, 1 rows: nothing found")


def test_json_has_every_finding_with_place_figures_and_reason(arms: Path) -> None:
    """Codes are counted; figures are as printed."""
    done = check("--data", arms, "--json")
    clean(done, 1)
    found = json.loads(done.stdout)
    assert found["schema"] == "interictal.evidence-check/1"
    assert found["intended_use"] == INTENDED_USE
    assert found["by_code"] == {"BEYOND_BASELINE": 1, "SE_AS_SD": 2}
    assert found["stated"]["change_sd"] == 3
    assert found["sd_of_change_below_one_day"] == 2
    assert found["unused_columns"] == ["country"]
    first = found["findings"][0]
    assert (first["place"], first["severity"]) == ("row 4", "impossible")
    assert first["figures"] == {"baseline_mean": "5", "change_mean": "-7.1"}


def test_the_library_is_checked_and_nothing_is_open() -> None:
    """What stays is listed with its reason."""
    done = check("--json")
    clean(done, 0)
    found = json.loads(done.stdout)
    assert found["checked"] == "library"
    assert found["findings"] == []
    assert all(each["reason"] for each in found["accepted"])
    shown = check()
    clean(shown, 0)
    assert "nothing found" in shown.stdout.splitlines()[0]
    assert "Known, and left as published" in shown.stdout


def test_files_that_cannot_be_checked_are_said_in_a_line(tmp_path: Path) -> None:
    """No columns to check, no file; a cell that holds no number is a finding."""
    path = tmp_path / "arms.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    for name in (path, tmp_path / "none.csv", tmp_path):
        assert len(clean(check("--data", name), 3).splitlines()) == 1
    path.write_text("study,arm,n\nA,x,ten\n", encoding="utf-8")
    done = check("--data", path)
    clean(done, 1)
    assert "'ten' is not a plain number" in done.stdout


@pytest.mark.real_data
def test_published_arms_of_migraine_preventives(real_data: Path) -> None:
    """63 of the 114 SDs of the change are standard errors, and 2 of the 125 before treatment."""
    done = check("--data", real_data / "prophylaxis-arms" / "mmd_data.csv", "--json")
    clean(done, 1)
    found = json.loads(done.stdout)
    errors = [each for each in found["findings"] if each["code"] == "SE_AS_SD"]
    assert sum("change_sd" in each["figures"] for each in errors) == 63
    assert sum("baseline_sd" in each["figures"] for each in errors) == 2
    assert (found["stated"]["change_sd"], found["sd_of_change_below_one_day"]) == (114, 65)
    shown = check("--data", real_data / "prophylaxis-arms" / "mmd_data.csv")
    assert max(map(len, shown.stdout.splitlines())) <= 80
