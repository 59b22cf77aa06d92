"""`interictal evidence pool` on files, on the library, and on what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from interictal import INTENDED_USE
from interictal.cli import main
from support.command import clean, interictal
from support.inside import inside

ROOT = Path(__file__).parents[2]

ARMS = """\
study,treatment,n,events,year,blinded
Alpha,drug,100,20,2001,yes
Alpha,control,100,30,2001,yes
Beta,drug,50,5,2005,yes
Beta,control,52,11,2005,yes
Gamma,drug,200,60,2009,no
Gamma,control,190,58,2009,no
Delta,drug,80,8,2013,no
Delta,control,79,20,2013,no
"""


@pytest.fixture
def arms(tmp_path: Path) -> Path:
    """Four studies, made up."""
    path = tmp_path / "arms.csv"
    path.write_text(ARMS, encoding="utf-8")
    return path


def pool(*arguments: object):
    return inside("evidence", "pool", *arguments)


def document(*arguments: object) -> dict:
    done = pool(*arguments, "--json")
    clean(done, 0)
    found = json.loads(done.stdout)
    schema = json.loads((ROOT / "docs" / "schema" / "pool.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, schema)
    return found


def test_the_answer_stands_first_and_fits_80_columns(arms: Path) -> None:
    """What against what, which way round, how the studies differ, each study, what it is for."""
    more = ("--leave-one-out", "--cumulative", "--egger", "--regress", "Year", "--subgroup", "Blinded")
    done = interictal("evidence", "pool", "--data", arms, "--level", 90, *more)
    clean(done, 0)
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "drug against control"
    assert lines[2].startswith("Odds ratio: 0.")
    text = " ".join(done.stdout.split())
    for said in (
        "drug divided by control; below 1 is less often with drug",
        "Analysed on the log scale",
        "random effects, tau² by REML; 90 % intervals",
        "430 and 421 people",
        "90 % prediction interval",
        "without Alpha",
        "up to Delta",
        "Meta-regression on year",
        "By blinded",
        "Funnel asymmetry (Egger)",
        INTENDED_USE,
    ):
        assert said in text


def test_json_holds_what_was_asked_for(arms: Path) -> None:
    """The document follows its schema; the log scale is said, and where the figures come from."""
    found = document("--data", arms, "--leave-one-out", "--cumulative", "--subgroup", "blinded", "--egger")
    assert found["measure"] == "OR"
    assert found["scale"] == "log"
    assert (found["k"], len(found["studies"]), len(found["leave_one_out"])) == (4, 4, 4)
    assert [group["name"] for group in found["subgroups"]["groups"]] == ["yes", "no"]
    assert found["data"]["from"] == "file"
    assert found["data"]["named"] == "arms.csv"


def test_a_study_alone_is_its_own_result(tmp_path: Path) -> None:
    """Nothing is known of differences between studies, and it says so."""
    path = tmp_path / "one.csv"
    path.write_text("study,treat1,treat2,te,se\nA,x,y,-1.5,0.5\n", encoding="utf-8")
    done = pool("--data", path)
    clean(done, 0)
    assert "Estimate as given: −1.5 (−2.48 to −0.52), p = 0.003." in done.stdout
    assert "one study: nothing is known of differences" in done.stdout
    assert "if ratios, their logarithms" in " ".join(done.stdout.split())


def test_ratios_of_contrasts_are_shown_as_ratios(tmp_path: Path) -> None:
    """Where --measure says that they are logarithms of ratios."""
    path = tmp_path / "ratios.csv"
    path.write_text("study,treat1,treat2,te,se\nA,x,y,-0.6931472,0.1\nB,x,y,-0.6931472,0.1\n", encoding="utf-8")
    assert "Odds ratio: 0.5 (" in pool("--data", path, "--measure", "OR").stdout
    path.write_text("study,treat1,treat2,te,se\nA,x,y,120,4\nB,x,y,90,5\n", encoding="utf-8")
    assert "the logarithm of a ratio" in clean(pool("--data", path, "--measure", "RR"), 3)
    clean(pool("--data", path), 0)


def test_too_many_studies_to_leave_each_out(tmp_path: Path) -> None:
    """They are pooled; their forest is not drawn, and leaving out each of them is refused."""
    path = tmp_path / "many.csv"
    rows = "".join(f"S{number},x,y,{number % 7},1\n" for number in range(1001))
    path.write_text(f"study,treat1,treat2,te,se\n{rows}", encoding="utf-8")
    assert "the most is 1000" in clean(pool("--data", path, "--leave-one-out"), 4)
    done = pool("--data", path)
    clean(done, 0)
    assert "No picture: A forest plot of 1001 rows" in done.stdout


def test_the_comparison_can_be_turned_and_chosen(arms: Path, tmp_path: Path) -> None:
    """--reference turns two treatments round; of more, two are named, in quotation marks where they hold a comma."""
    first, turned = document("--data", arms), document("--data", arms, "--reference", "drug")
    assert turned["treatments"] == ["control", "drug"]
    assert turned["estimate"] == pytest.approx(-first["estimate"])
    three = tmp_path / "three.csv"
    three.write_text('study,treatment,n,events\nA,"x, low",10,3\nA,y,10,5\nA,z,10,5\n', encoding="utf-8")
    said = clean(pool("--data", three), 2)
    assert "two of: x, low, y, z" in said
    assert document("--data", three, "--compare", '"x, low",y')["treatments"] == ["x, low", "y"]


def test_pictures_are_written(arms: Path, tmp_path: Path) -> None:
    """Forest and funnel, for paper and for a phone."""
    for name, options in (("wide.svg", ()), ("narrow.svg", ("--narrow", "--theme", "dark", "--egger")), ("p.png", ())):
        target = tmp_path / name
        picture = ("--picture", "funnel") if name != "wide.svg" else ()
        assert f"written: {target}" in clean(pool("--data", arms, "--figure", target, *picture, *options), 0)
        content = target.read_bytes()
        assert content.startswith((b"<svg", b"\x89PNG"))
        if name == "wide.svg":
            assert b"Gamma" in content


def test_the_library_is_pooled_with_its_sources() -> None:
    """PREEMPT's trials, not their pooled analysis as well; each standard error says where it comes from."""
    asked = ("--outcome", "headache_days_28", "--drug", "onabotulinumtoxinA", "--population", "cm")
    found = document(*asked)
    assert found["treatments"] == ["onabotulinumtoxinA", "placebo"]
    assert found["measure"] == "MD"
    held = {each["study"]: each for each in found["data"]["studies"]}
    assert "PREEMPT 1 (Aurora 2010)" in held
    assert not any("pooled" in study for study in held)
    assert "p = 0.006" in held["PREEMPT 1 (Aurora 2010)"]["how"]
    assert held["PREEMPT 1 (Aurora 2010)"]["sources"]
    assert all(each["status"] == "confirmed" for each in held.values())
    done = pool(*asked)
    text = " ".join(done.stdout.split())
    assert "SE 0.51 from the difference -1.4 and p = 0.006 [preempt-1-2010]" in text
    assert "its patients are those of PREEMPT 1 (Aurora 2010) and PREEMPT 2 (Diener 2010)" in text
    assert "unconfirmed" not in text.lower().replace("values that they need are unconfirmed", "")


def test_unconfirmed_values_enter_only_when_asked_for_and_then_say_so() -> None:
    """In the title, beside the study, in the notes and in the document."""
    asked = ("--outcome", "migraine_days_28", "--drug", "topiramate", "--population", "cm", "--include-unconfirmed")
    found = document(*asked)
    assert found["data"]["unconfirmed"]
    done = pool(*asked)
    assert done.stdout.splitlines()[0] == "topiramate against placebo, unconfirmed"
    assert "(unconfirmed)" in done.stdout
    without = pool(*asked[:-1])
    assert "unconfirmed" in without.stdout + without.stderr
    assert without.returncode in (0, 4)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((), 2, "--outcome"),
        (("--outcome", "none"), 2, "headache_days_28"),
        (("--outcome", "hit6", "--outcome", "midas"), 2, "one outcome"),
        (("--outcome", "headache_days_28"), 2, "--population"),
        (("--outcome", "headache_days_28", "--population", "cm", "--measure", "SMD"), 2, "differences are in days"),
        (("--outcome", "participants", "--population", "cm"), 4, "cannot be pooled"),
        (("--outcome", "hit6", "--drug", "aspirin"), 2, "--drug"),
        (("--data", "ARMS", "--outcome", "hit6"), 2, "without --data"),
        (("--data", "ARMS", "--drug", "x"), 2, "without --data"),
        (("--data", "ARMS", "--population", "cm"), 2, "without --data"),
        (("--data", "ARMS", "--include-unconfirmed"), 2, "without --data"),
        (("--data", "ARMS", "--level", "100"), 2, "--level"),
        (("--data", "ARMS", "--level", "nan"), 2, "--level"),
        (("--data", "ARMS", "--level", "95 %"), 2, "--level"),
        (("--data", "ARMS", "--measure", "MD"), 2, "OR, RR, RD for events"),
        (("--data", "ARMS", "--method", "PETO", "--measure", "RR"), 2, "OR with PETO"),
        (("--data", "ARMS", "--method", "MH", "--hartung-knapp"), 2, "--hartung-knapp"),
        (("--data", "ARMS", "--method", "FE", "--hartung-knapp"), 2, "--hartung-knapp"),
        (("--data", "ARMS", "--compare", "drug"), 2, "two treatments with a comma"),
        (("--data", "ARMS", "--compare", 'drug,"control'), 2, "two treatments with a comma"),
        (("--data", "ARMS", "--compare", "drug,drug"), 2, "--compare"),
        (("--data", "ARMS", "--compare", "drug,none"), 2, "drug, control"),
        (("--data", "ARMS", "--compare", "drug,control", "--reference", "drug"), 2, "--reference"),
        (("--data", "ARMS", "--subgroup", "none"), 2, "blinded, year"),
        (("--data", "ARMS", "--regress", "blinded"), 3, "a number"),
        (("--data", "ARMS", "--figure", "x.pdf"), 2, ".png or .svg"),
        (("--data", "ARMS", "--figure", "no/such/x.png"), 2, "a folder that exists"),
        (("--data", "none.csv"), 3, "No such file"),
    ],
)
def test_what_does_not_go_together_is_said_in_a_line(
    arms: Path, options: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The option, what is allowed, what to do."""
    monkeypatch.chdir(arms.parent)
    assert main(["evidence", "pool", *(str(arms) if option == "ARMS" else option for option in options)]) == code
    found = capsys.readouterr()
    assert said in found.err
    assert len(found.err.splitlines()) == 1
    assert found.out == ""


def test_every_fault_of_a_file_is_a_line(tmp_path: Path) -> None:
    """With its row; the first twenty, and how many more."""
    path = tmp_path / "bad.csv"
    path.write_text("study,treatment,n,events\nA,x,0,1\nA,y,10,11\nB,x,ten,\n", encoding="utf-8")
    found = clean(pool("--data", path), 3).splitlines()
    assert [line.split(": ")[1:4] for line in found] == [
        ["bad.csv", "row 2", "n"],
        ["bad.csv", "row 3", "events"],
        ["bad.csv", "row 4", "n"],
        ["bad.csv", "row 4", "events"],
    ]
    path.write_text("study,treatment,n,events\n" + "A,x,0,0\n" * 30, encoding="utf-8")
    found = clean(pool("--data", path), 3).splitlines()
    assert len(found) == 21
    assert found[-1] == "interictal: and 10 more faults. Mend these first, then run it again."


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ("A,x,10,0\nA,y,10,0\nB,x,5,0\nB,y,5,0\n", 4, "nobody, or everybody"),
        ("A,x,10,1\nA,y,10,0\nB,x,10,2\nB,y,10,0\n", 4, "Use --measure RD"),
        ("A,x,10,1\nA,x,10,2\nA,y,10,3\n", 3, "once in study A"),
        ("A,x,10,1\n", 3, "two arms or more"),
    ],
)
def test_degenerate_studies_give_a_message_and_no_number(
    tmp_path: Path, rows: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Zero events, an arm twice, an arm alone."""
    path = tmp_path / "degenerate.csv"
    path.write_text(f"study,treatment,n,events\n{rows}", encoding="utf-8")
    assert main(["evidence", "pool", "--data", str(path)]) == code
    found = capsys.readouterr()
    assert said in found.err
    assert found.out == ""


def test_a_plain_terminal_gets_plain_characters(arms: Path) -> None:
    """No block characters, and tau2 instead of a question mark."""
    done = inside("evidence", "pool", "--data", arms, encoding="ascii")
    clean(done, 0)
    assert done.stdout.isascii()
    assert "tau2" in done.stdout
    assert "?" not in done.stdout


def test_the_file_that_is_read_is_not_written_over(arms: Path, tmp_path: Path) -> None:
    """Also not by another name."""
    data = tmp_path / "data.svg"
    data.write_text(ARMS, encoding="utf-8")
    (tmp_path / "link.svg").symlink_to(data)
    for name in ("data.svg", "link.svg"):
        assert "other than those that are read" in clean(pool("--data", data, "--figure", tmp_path / name), 2)
    assert data.read_text(encoding="utf-8") == ARMS
