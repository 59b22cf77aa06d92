"""The command as its users run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from interictal import example
from support.command import clean, interictal

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "schema" / "assessment.schema.json").read_text(encoding="utf-8"))
FILES = example.paths()
INJECTIONS = ("--injections", str(FILES.injections))


def simple(tmp_path: Path, *patients: str, days: int = 100) -> Path:
    """A diary in which every second day has headache."""
    import datetime as dt

    lines = ["patient,date,status,hours,severity"]
    for patient in patients:
        for n in range(days):
            date = dt.date(2024, 1, 1) + dt.timedelta(days=n)
            lines.append(f"{patient},{date}," + ("headache,6,moderate" if n % 2 else "no_headache,,"))
    path = tmp_path / "diary.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_json_is_one_document_that_keeps_its_schema() -> None:
    """One line, nothing on standard error, valid against the published schema."""
    done = interictal("assess", FILES.diary, *INJECTIONS, "--profile", FILES.profile, "--json")
    assert clean(done, 0) == ""
    (line,) = done.stdout.splitlines()
    document = json.loads(line)
    jsonschema.validate(document, SCHEMA)
    assert [one["cycle"] for one in document["response"]] == [1, 2, 3, 4]
    assert document["periods"][0]["cycle"] == 0
    assert {one["id"] for one in document["criteria"]} >= {"ichd3.1.3", "ichd3.8.2"}
    assert any(one["verdict"] == "MET" and one["week"] == 10 for one in document["wearing_off"])
    assert "no-change" in {one["id"] for one in document["options"]}


def test_the_schema_can_fail() -> None:
    """A verdict that is none is refused."""
    done = interictal("assess", FILES.diary, "--json")
    document = json.loads(done.stdout)
    document["criteria"][0]["verdict"] = "PERHAPS"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)


def test_terminal_report_fits_a_screen_and_answers_first() -> None:
    """At most 48 lines of 80 columns, the answer in the first five, the intended use at the end, no escape codes."""
    done = interictal("assess", FILES.diary, *INJECTIONS, "--profile", FILES.profile)
    clean(done, 0)
    lines = done.stdout.splitlines()
    assert len(lines) <= 48
    assert max(map(len, lines)) <= 80
    assert "Headache days in 28" in "".join(lines[:5])
    assert "the clinician decides" in " ".join(lines[-2:])
    assert "\x1b" not in done.stdout
    assert "SYNTHETIC" in lines[0]


def test_terminal_without_unicode() -> None:
    """An ASCII terminal gets ASCII."""
    import os

    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = interictal("assess", FILES.diary, *INJECTIONS, env=environment)
    clean(done, 0)
    assert done.stdout.isascii()


def test_without_injections(tmp_path: Path) -> None:
    """Calendar periods without a cycle, no response, and continue and stop cannot be told."""
    done = interictal("assess", simple(tmp_path, "a"), "--json")
    clean(done, 0)
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA)
    assert document["response"] == []
    assert [(one["cycle"], one["period_in_cycle"]) for one in document["periods"]] == [(None, n) for n in (1, 2, 3, 4)]
    assert document["periods"][0]["headache_days"] == {"observed": 14, "per_28": 14.0, "imputation": "none"}
    assert {one["stop"]["verdict"] for one in document["guidelines"]} == {"UNDETERMINED"}


def test_several_patients_give_a_line_each(tmp_path: Path) -> None:
    """In the order of the file; sessions find their patient."""
    sessions = tmp_path / "sessions.csv"
    sessions.write_text("patient,date\nb,2024-02-01\n", encoding="utf-8")
    done = interictal("assess", simple(tmp_path, "a", "b"), "--injections", sessions, "--json")
    clean(done, 0)
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["patient"], len(one["response"])) for one in documents] == [("a", 0), ("b", 1)]
    one = interictal("assess", tmp_path / "diary.csv", "--patient", "b", "--json")
    assert json.loads(one.stdout)["patient"] == "b"


def test_other_peoples_injections_are_refused(tmp_path: Path) -> None:
    """Injections of another patient, or of nobody in particular, never land on this one."""
    sessions = tmp_path / "sessions.csv"
    sessions.write_text("patient,date\nz,2024-02-01\n", encoding="utf-8")
    assert "another patient" in clean(interictal("assess", simple(tmp_path, "a"), "--injections", sessions), 3)
    sessions.write_text("date\n2024-02-01\n", encoding="utf-8")
    assert "patient column" in clean(interictal("assess", simple(tmp_path, "a", "b"), "--injections", sessions), 3)
    sessions.write_text("patient,date\na,2024-02-01\nb,2024-02-01\n", encoding="utf-8")
    nameless = simple(tmp_path, "")
    assert "one patient's injections" in clean(interictal("assess", nameless, "--injections", sessions), 3)


def test_definitions_change_every_count(tmp_path: Path) -> None:
    """Days of four hours or more are fewer, in the counts, the response and the document's own words."""
    path = tmp_path / "d.csv"
    rows = [f"2024-01-{n:02d},headache,{2 if n % 2 else 6}" for n in range(1, 29)]
    path.write_text("date,status,hours\n" + "\n".join(rows) + "\n", encoding="utf-8")
    plain = json.loads(interictal("assess", path, "--json").stdout)
    four = json.loads(interictal("assess", path, "--json", "--definition", "PREEMPT-HD4,DUR4H").stdout)
    assert plain["periods"][0]["headache_days"]["observed"] == 28
    assert four["periods"][0]["headache_days"]["observed"] == 14
    assert four["definitions"] == {"headache_day": "PREEMPT-HD4", "migraine_day": "DUR4H", "period_days": 28}
    both = interictal("assess", path, "--definition", "ANY", "--definition", "PREEMPT-HD4")
    assert "one headache-day definition" in clean(both, 2)


def test_guidelines_can_be_chosen(tmp_path: Path) -> None:
    """One rule set, and an unknown one."""
    done = interictal("assess", FILES.diary, "--guideline", "nice-ta260", "--json")
    assert [one["id"] for one in json.loads(done.stdout)["guidelines"]] == ["nice-ta260"]
    assert "nice-ta260" in clean(interictal("assess", FILES.diary, "--guideline", "nice"), 2)


@pytest.mark.parametrize("command", ["definitions", "guidelines", "products", "protocols", "sources", "formats"])
def test_lists(command: str) -> None:
    """As text and as JSON, with the same ids."""
    text, machine = interictal(command), interictal(command, "--json")
    clean(text, 0)
    clean(machine, 0)
    entries = json.loads(machine.stdout)
    assert len(entries) >= 4
    for entry in entries:
        assert f"{entry['id']} {entry['title']}" in " ".join(text.stdout.split())


def test_reports_and_figures(tmp_path: Path) -> None:
    """Page, sheet and pictures are written whole, and said so."""
    for option, name, start in (
        ("--report", "a.html", b"<!doctype html>"),
        ("--report", "a.pdf", b"%PDF-"),
        ("--figure", "a.png", b"\x89PNG"),
        ("--figure", "a.svg", b"<svg"),
    ):
        done = interictal("assess", FILES.diary, *INJECTIONS, option, tmp_path / name)
        assert f"written: {tmp_path / name}" in clean(done, 0)
        assert (tmp_path / name).read_bytes()[: len(start)].lower() == start.lower()
    assert len(list(tmp_path.iterdir())) == 4, "no temporary file is left"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, ""),
        (("asses",), 2, "--help"),
        (("assess",), 2, "--help"),
        (("assess", "{diary}", "--report", "a.doc"), 2, ".html"),
        (("assess", "{diary}", "--report", "none/a.html"), 3, "folder"),
        (("assess", "none.csv"), 3, "none.csv"),
        (("assess", "{diary}", "--map", "x"), 2, "COLUMN=FIELD"),
        (("assess", "{diary}", "--format", "x"), 2, "canonical"),
        (("assess", "{diary}", "--patient", "x"), 2, "identifier"),
        (("assess", "{diary}", "--definition", "x"), 2, "ICHD3-CM-C"),
        (("import", "{diary}", "--to", "{diary}"), 2, "a file other than those that are read"),
        (("import", "{diary}", "--to", "{diary}", "--force"), 2, "a file other than those that are read"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    """One line that says what to do; 2 for usage, 3 for input."""
    filled = [each.format(diary=FILES.diary) for each in arguments]
    error = clean(interictal(*filled, cwd=tmp_path), code)
    assert said in error
    assert len(error.splitlines()) <= 1


def test_nothing_recorded_is_not_possible(tmp_path: Path) -> None:
    """Exit 4, with what to do."""
    path = tmp_path / "d.csv"
    path.write_text("date,status\n2024-01-01,not_recorded\n", encoding="utf-8")
    assert "at least one day" in clean(interictal("assess", path), 4)


def test_one_silent_patient_does_not_stop_the_others(tmp_path: Path) -> None:
    """The others are printed, the exit code tells."""
    path = tmp_path / "d.csv"
    path.write_text("patient,date,status\na,2024-01-01,not_recorded\nb,2024-01-01,headache\n", encoding="utf-8")
    done = interictal("assess", path, "--json")
    clean(done, 4)
    assert [json.loads(line)["patient"] for line in done.stdout.splitlines()] == ["b"]


def test_import_round_trip(tmp_path: Path) -> None:
    """The canonical file of the example, imported, gives the same assessment."""
    copy = tmp_path / "copy.csv"
    clean(interictal("import", FILES.diary, "--to", copy), 0)
    first, second = (interictal("assess", path, *INJECTIONS, "--json") for path in (FILES.diary, copy))
    assert json.loads(first.stdout)["periods"] == json.loads(second.stdout)["periods"]


def test_no_identity_in_messages(tmp_path: Path) -> None:
    """A diary full of mistakes: the patient's identifier and the medicines never reach standard error."""
    path = tmp_path / "d.csv"
    path.write_text(
        "patient,date,status,hours,medications\n"
        "Jane Example,2024-01-01,headache,99,secret potion\nJane Example,2024-13-01,headache,1,\n",
        encoding="utf-8",
    )
    error = clean(interictal("assess", path), 0)
    assert "Jane" not in error
    assert "secret" not in error


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    """`interictal sources | head -1`."""
    command = f"{sys.executable} -m interictal sources --json | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize("columns", [60, 72, 77, 80, 200])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    """Nothing runs over the edge and nothing is cut: the heading, the cycles and the unconfirmed rules are whole."""
    environment = {**os.environ, "COLUMNS": str(columns), "PYTHONIOENCODING": "utf-8"}
    done = interictal("assess", FILES.diary, *INJECTIONS, "--profile", FILES.profile, env=environment)
    clean(done, 0)
    assert [line for line in done.stdout.splitlines() if len(line) > columns] == []
    words = " ".join(done.stdout.split())
    assert "400 of 434 days recorded · SYNTHETIC" in words
    assert "(blocks from 0 to 28 days per 28; 3-week means)" in words
    assert "unconfirmed in part" in words
    assert not any(line.lstrip().startswith("%") for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "a file with content"),
        (b" \n\r\n\t\n", "a file with content"),
        (bytes(range(256)) * 20, "text (CSV, HTML or XML)"),
        (b"\0" * 5000, "text (CSV, HTML or XML)"),
        ("date,status\n2024-01-01,headache\n".encode("utf-16-le"), "text (CSV, HTML or XML)"),
        ("date,status\n2024-01-01,headache\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml" + b"\0" * 99, "Export the diary as CSV"),
        (b"date|status\n2024-01-01|headache\n", "comma, semicolon or tab"),
        (b"a,b\n1,2\n", "--map"),
    ],
)
def test_what_is_wrong_with_a_file_of_no_known_format(tmp_path: Path, content: bytes, said: str) -> None:
    """Not a list of formats where the file is empty, binary, a workbook or parted by something else."""
    (tmp_path / "diary.csv").write_bytes(content)
    done = interictal("assess", tmp_path / "diary.csv")
    assert said in clean(done, 3)
    assert done.stderr.count("\n") == 1


def test_a_file_too_large_for_a_diary(tmp_path: Path) -> None:
    """Refused by its size, before it is read."""
    with (tmp_path / "diary.csv").open("wb") as file:
        file.truncate(1 << 30)
    assert "at most 256 MiB" in clean(interictal("assess", tmp_path / "diary.csv"), 3)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("option", ["", "--injections", "--profile"])
def test_a_pipe_does_not_hang(tmp_path: Path, option: str) -> None:
    """A pipe may never end."""
    os.mkfifo(tmp_path / "pipe")
    arguments = ("assess", FILES.diary, option, tmp_path / "pipe") if option else ("assess", tmp_path / "pipe")
    assert "file" in clean(interictal(*arguments), 3)


@pytest.mark.parametrize("option", ["--report", "--figure"])
def test_never_writes_over_what_it_reads(tmp_path: Path, option: str) -> None:
    """A patient's own report is an HTML file too."""
    path = tmp_path / ("diary.html" if option == "--report" else "diary.svg")
    path.write_bytes(FILES.diary.read_bytes())
    done = interictal("assess", path, option, path)
    assert "a file other than those that are read" in clean(done, 2)
    assert path.read_bytes() == FILES.diary.read_bytes()


def test_no_control_or_bidirectional_character_reaches_the_terminal(tmp_path: Path) -> None:
    """Neither from a file's name nor from its cells, nor through JSON; and the JSON keeps them."""
    bad = "\x1b[31m\u202e"
    source = tmp_path / f"in{bad}.csv"
    source.write_text(f'patient;date;status;{bad}\n"{bad}x";2024-01-01;headache;1\n', encoding="utf-8")
    page, canonical = tmp_path / f"out{bad}.html", tmp_path / f"out{bad}.csv"
    runs = [
        interictal("assess", source, "--report", page),
        interictal("assess", source, "--json"),
        interictal("import", source, "--to", canonical),
    ]
    for done in runs:
        clean(done, 0)
        assert (done.stdout + done.stderr).replace("\n", "").isprintable()
    assert json.loads(runs[1].stdout)["patient"] == f"{bad}x"
    assert page.exists()
    assert canonical.exists()


@pytest.mark.parametrize("arguments", [("assess", FILES.diary, "--json"), ("guidelines", "--json")])
def test_json_in_an_ascii_terminal_loses_nothing(arguments: tuple[str, ...]) -> None:
    """A terminal without the characters gets escapes, never question marks."""
    plain = interictal(*arguments, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    full = interictal(*arguments, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert plain.stdout.isascii()
    assert json.loads(plain.stdout) == json.loads(full.stdout)


def test_what_several_patients_share_is_said(tmp_path: Path) -> None:
    """One profile for all, and injections of somebody who is not in the diary."""
    diary = simple(tmp_path, "A", "B")
    sessions = tmp_path / "sessions.csv"
    sessions.write_text("patient,date\nA,2024-02-01\na,2024-02-01\n", encoding="utf-8")
    said = clean(interictal("assess", diary, "--injections", sessions, "--profile", FILES.profile, "--json"), 0)
    assert "the same answers were used for every patient" in said
    assert "1 patient not in the diary" in said
    assert clean(interictal("assess", diary, "--profile", FILES.profile, "--patient", "A", "--json"), 0) == ""
