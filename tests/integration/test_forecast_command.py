"""`interictal forecast`, `forecast backtest` and `forecast fit`, as their users run them."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from interictal import INTENDED_USE, example
from interictal.cli import BAD_INPUT, BAD_USAGE, DONE, NOT_POSSIBLE, forecast, main
from interictal.forecast.patient.backtest_document import NO_TREATED
from support.command import clean, interictal
from support.diaries import unfold

FILES = example.paths()
SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
FIRST = dt.date(2024, 1, 1)
_STATUS = {"H": "headache", ".": "no_headache"}


def write(path: Path, **lines: str) -> Path:
    """A canonical diary, a line for each patient."""
    rows = ["patient,date,status"]
    for patient, line in lines.items():
        for index, letter in enumerate(unfold(line)):
            if letter != "_":
                rows.append(f"{patient},{FIRST + dt.timedelta(index)},{_STATUS[letter]}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def sessions(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["patient,date,product,units", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return write(tmp_path / "diary.csv", A="(HH.H..H)6")


def checked(text: str, name: str) -> dict:
    found = json.loads(text)
    jsonschema.validate(found, json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")))
    return found


def test_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    """Synthetic, and it says so; the intended use stands last."""
    assert main(["forecast", str(FILES.diary), "--weeks", "4"]) == DONE
    shown = " ".join(capsys.readouterr().out.split())
    assert "· SYNTHETIC" in shown
    assert "80 % interval" in shown
    assert shown.endswith(INTENDED_USE)


def test_a_planned_session(diary: Path, tmp_path: Path) -> None:
    """With and without it, in the document and on the picture; the whole command, as a process."""
    given = sessions(tmp_path / "s.csv", "A,2024-01-29,onabotulinumtoxinA,")
    picture = tmp_path / "fan.svg"
    more = ("--next", "2024-02-14", "--units", "195", "--weeks", "4", "--json", "--figure", picture)
    done = interictal("forecast", diary, "--injections", given, *more)
    assert "written: " in clean(done, DONE)
    found = checked(done.stdout, "forecast")
    assert found["next"] == {"date": "2024-02-14", "units": 195}
    assert found["sessions"] == ["2024-01-29"]
    assert "155 U were taken for 1 session without units" in found["basis"]["words"]
    last = found["periods"][0]
    assert last["expected"]["mean"] < last["without_next"]["mean"]
    assert "<svg" in picture.read_text(encoding="utf-8")


def test_units_of_the_next_session_are_assumed_and_said(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forecast", str(diary), "--next", "2024-02-12", "--weeks", "1", "--json"]) == DONE
    found = checked(capsys.readouterr().out, "forecast")
    assert found["next"]["units"] == 155
    assert "155 U were taken for the next session" in found["basis"]["words"]


def test_units_of_the_next_session(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As given, decimals too, and nothing is assumed."""
    assert main(["forecast", str(diary), "--next", "2024-02-13", "--units", "97.5", "--weeks", "1", "--json"]) == DONE
    found = checked(capsys.readouterr().out, "forecast")
    assert found["next"] == {"date": "2024-02-13", "units": 97.5}
    assert "were taken" not in found["basis"]["words"]


def test_a_session_after_the_diary_is_the_next_one(
    diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given on the day after the last entry: expected with it, and it is said; later ones are not used."""
    rows = ("A,2024-02-12,onabotulinumtoxinA,155", "A,2024-05-06,onabotulinumtoxinA,155")
    given = sessions(tmp_path / "s.csv", *rows, "A,2024-07-29,onabotulinumtoxinA,155")
    asked = ["forecast", str(diary), "--injections", str(given), "--weeks", "1"]
    assert main([*asked, "--json"]) == DONE
    found = checked(capsys.readouterr().out, "forecast")
    assert found["next"]["date"] == "2024-02-12"
    assert "the file's first after the diary. 2 later sessions of the file were not used." in found["basis"]["words"]
    assert main([*asked, "--next", "2024-02-13"]) == BAD_USAGE
    assert "a session on 2024-02-12" in capsys.readouterr().err
    late = sessions(tmp_path / "late.csv", "A,2024-07-29,onabotulinumtoxinA,155")
    assert main(["forecast", str(diary), "--injections", str(late), "--weeks", "1", "--json"]) == DONE
    found = checked(capsys.readouterr().out, "forecast")
    assert found["next"] is None
    assert "1 later session of the file was not used." in found["basis"]["words"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--next", "2024-02-11"), "2024-02-12 (the day after the diary) to 2024-07-28"),
        (("--next", "2024-07-29"), "ask for more --weeks"),
        (("--next", "12 Feb"), "YYYY-MM-DD"),
        (("--units", "155"), "--next"),
        (("--next", "2024-02-14", "--units", "0"), "more than 0"),
        (("--next", "2024-02-14", "--units", "-5"), "--units"),
        (("--next", "2024-02-14", "--units", "1001"), "at most 1000"),
        (("--next", "2024-02-14", "--units", "1e2"), "--units"),
        (("--weeks", "0"), "1 to 52"),
        (("--weeks", "53"), "1 to 52"),
        (("--weeks", "two"), "1 to 52"),
        (("--indication", "gout"), "--indication"),
        (("--figure", "fan.gif"), ".png or .svg"),
        (("--patient", "B"), "--patient"),
    ],
)
def test_wrong_options_are_one_line(
    diary: Path, more: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(["forecast", str(diary), *more])
    except SystemExit as stopped:  # argparse: a value that looks like an option
        code = stopped.code
    assert code == BAD_USAGE
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line


def test_a_picture_never_goes_over_the_diary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = write(tmp_path / "diary.svg", A="H20")
    assert main(["forecast", str(drawn), "--figure", str(drawn)]) == BAD_USAGE
    assert "--figure" in capsys.readouterr().err


@pytest.mark.parametrize("picture", ["fan.png", "fan.svg"])
def test_withheld(tmp_path: Path, picture: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4; the reason stands in the document, on the terminal and on the picture."""
    short = write(tmp_path / "short.csv", A="H13")
    target = tmp_path / picture
    asked = ["forecast", str(short), "--figure", str(target), "--narrow", "--theme", "dark"]
    assert main([*asked, "--json"]) == NOT_POSSIBLE
    out = capsys.readouterr()
    assert checked(out.out, "forecast")["withheld"]["code"] == "history-too-short"
    assert target.stat().st_size > 1000
    assert main(["forecast", str(short)]) == NOT_POSSIBLE
    assert "at least 14 are needed" in " ".join(capsys.readouterr().out.split())


def test_what_is_outside_the_model(diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another toxin, another indication, a new preventive."""
    profile = tmp_path / "profile.toml"
    profile.write_text('[[preventives]]\nname = "topiramate"\nweeks = 2\nreason_stopped = "ongoing"\n')
    given = sessions(tmp_path / "s.csv", "A,2024-01-08,abobotulinumtoxinA,500")
    for code, more in (
        ("other-toxin", ["--injections", str(given)]),
        ("indication-unknown", ["--indication", "cervical dystonia"]),
        ("new-preventive", ["--profile", str(profile)]),
    ):
        assert main(["forecast", str(diary), *more, "--json"]) == NOT_POSSIBLE
        assert checked(capsys.readouterr().out, "forecast")["withheld"]["code"] == code


def test_several_patients(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document a line; one withheld gives exit code 4; the next session and the picture want one patient."""
    two = write(tmp_path / "two.csv", A="(HH.)10", B="H5")
    assert main(["forecast", str(two), "--weeks", "1", "--json"]) == NOT_POSSIBLE
    first, second = capsys.readouterr().out.splitlines()
    assert checked(first, "forecast")["withheld"] is None
    assert checked(second, "forecast")["withheld"]["code"] == "history-too-short"
    assert main(["forecast", str(two), "--weeks", "1"]) == NOT_POSSIBLE
    assert "\n\nB · Forecast from" in capsys.readouterr().out
    for option, value in (("--next", "2024-02-14"), ("--figure", "fan.png")):
        assert main(["forecast", str(two), option, value]) == BAD_USAGE
        assert "Choose one with --patient" in capsys.readouterr().err
    assert main(["forecast", str(two), "--weeks", "1", "--patient", "A", "--json"]) == DONE
    capsys.readouterr()


def test_a_patient_without_a_day_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two = write(tmp_path / "two.csv", A="(HH.)10")
    with two.open("a", encoding="utf-8") as file:
        file.write("B,2024-01-01,not_recorded\n")
    assert main(["forecast", str(two), "--weeks", "1", "--json"]) == NOT_POSSIBLE
    out = capsys.readouterr()
    assert len(out.out.splitlines()) == 1
    assert "left out, number 2 of 2 patients: no day with headache or without" in out.err
    assert main(["forecast", str(two), "--patient", "B"]) == NOT_POSSIBLE
    assert main(["forecast", "fit", str(two)]) == NOT_POSSIBLE
    assert "1 patient left out: no day recorded" in capsys.readouterr().err


def test_an_empty_diary(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("", encoding="utf-8")
    assert clean(interictal("forecast", empty), BAD_INPUT).count("\n") == 1


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve made-up patients of 40 days."""
    random = np.random.default_rng(2)
    lines = {
        f"SYNTHETIC{number}": "".join("H" if day else "." for day in random.random(40) < random.uniform(0.2, 0.9))
        for number in range(12)
    }
    return write(tmp_path_factory.mktemp("many") / "many.csv", **lines)


def test_backtest(many: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Scores of the model and the baselines; who is left out is said, and who is treated."""
    given = sessions(
        tmp_path / "s.csv",
        "SYNTHETIC0,2024-01-10,onabotulinumtoxinA,155",
        "SYNTHETIC1,2024-01-10,abobotulinumtoxinA,500",
        "SYNTHETIC2,2024-01-10,abobotulinumtoxinA,500",
    )
    asked = ["forecast", "backtest", str(many), "--injections", str(given), "--horizon-days", "14"]
    assert main([*asked, "--origin-every-days", "14", "--json"]) == DONE
    out = capsys.readouterr()
    found = checked(out.out, "backtest")
    assert "2 patients left out: other toxin." in out.err
    assert (found["patients"], found["treated"], found["synthetic"]) == (10, 1, True)
    assert (found["horizon_days"], found["origin_every_days"]) == (14, 14)
    assert "2 patients left out: other toxin." in found["notes"]
    assert NO_TREATED not in found["notes"]
    assert main(["forecast", "backtest", str(many), "--origin-every-days", "28"]) == DONE
    shown = " ".join(capsys.readouterr().out.split())
    assert "SYNTHETIC" in shown
    assert "No public daily diary" in shown
    assert shown.endswith(INTENDED_USE)


def test_progress_is_told_to_who_looks(
    many: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """On a terminal alone."""
    asked = ["forecast", "backtest", str(many), "--origin-every-days", "28", "--json"]
    assert main(asked) == DONE
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert main(asked) == DONE
    assert capsys.readouterr().err.endswith("\r12 of 12 patients\n")


@pytest.mark.parametrize(
    ("command", "more", "words"),
    [
        ("backtest", ("--horizon-days", "6"), "7 to 366"),
        ("backtest", ("--horizon-days", "month"), "7 to 366"),
        ("backtest", ("--origin-every-days", "0"), "1 to 366"),
        ("fit", ("--half-life-days", "0"), "1 to 366"),
    ],
)
def test_wrong_options_of_the_others(
    many: Path, command: str, more: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forecast", command, str(many), *more]) == BAD_USAGE
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line


def test_nothing_to_backtest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A diary that is too short, and one that the model cannot follow."""
    short = write(tmp_path / "short.csv", A="H10")
    assert main(["forecast", "backtest", str(short)]) == NOT_POSSIBLE
    assert "longer diaries" in capsys.readouterr().err
    given = sessions(tmp_path / "s.csv", "A,2024-01-02,abobotulinumtoxinA,500")
    assert main(["forecast", "backtest", str(short), "--injections", str(given)]) == NOT_POSSIBLE
    assert "can be followed" in capsys.readouterr().err


def test_fit(many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the shipped parameters; another half-life does not agree with the one shipped."""
    assert main(["forecast", "fit", str(many), "--half-life-days", "14", "--json"]) == DONE
    found = checked(capsys.readouterr().out, "forecast-fit")
    assert (found["patients"], found["days"]) == (12, 480)
    held = next(one for one in found["daily"] if one["held"])
    assert (held["value"], held["agrees"]) == (14, False)
    for one in found["daily"]:
        if not one["held"]:
            assert one["interval_95"][0] < one["value"] < one["interval_95"][1]


def test_a_fit_of_few_is_refused(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forecast", "fit", str(diary)]) == NOT_POSSIBLE
    assert "at least 10 patients" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["forecast"], ["forecast", "backtest"], ["forecast", "fit"]])
def test_help_is_of_the_command_asked_for(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*words, "--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith(f"usage: interictal {' '.join(words)} [")
    assert ("--next" in out) is (words == ["forecast"])
    assert ("--horizon-days" in out) is (words[-1] == "backtest")
    assert "Not CE-marked" in out


def test_a_diary_named_like_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its folder it is a file."""
    write(tmp_path / "backtest", A="(HH.)10")
    monkeypatch.chdir(tmp_path)
    assert main(["forecast", "./backtest", "--weeks", "1"]) == DONE


@pytest.mark.parametrize("words", [[], ["backtest"], ["fit"]])
def test_without_numpy(
    words: list[str], diary: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with the command that installs it."""
    monkeypatch.setattr(forecast, "find_spec", lambda name: None)
    assert main(["forecast", *words, str(diary)]) == NOT_POSSIBLE
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("numpy and scipy not installed. Install with: pip install 'interictal[forecast]'")


def test_the_command_line_loads_nothing_heavy() -> None:
    """Neither numpy nor scipy nor numba before something is computed."""
    code = (
        "import sys, interictal.cli as cli, interictal.cli.forecast; cli.parser(); "
        "print(*sorted({'numpy', 'scipy', 'numba', 'interictal.forecast'} & set(sys.modules)))"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_chart_in_characters(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Above the tables: the weeks before today, those ahead, and what the signs mean."""
    assert main(["forecast", str(diary), "--weeks", "4", "--chart"]) == DONE
    chart, tables = capsys.readouterr().out.split("Forecast from", 1)
    assert "today" in chart
    assert "median" in chart
    assert "Headache days expected in each week" in tables


def test_doses_that_no_trial_gave_are_withheld(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Given or planned; the ends of what was tried are still forecast."""
    for units, code in (("74", "dose-outside"), ("75", None), ("225", None), ("226", "dose-outside")):
        given = ["forecast", str(diary), "--next", "2024-02-14", "--units", units, "--weeks", "2", "--json"]
        assert main(given) == (DONE if code is None else NOT_POSSIBLE)
        found = json.loads(capsys.readouterr().out)["withheld"]
        assert (found and found["code"]) == code
