"""``interictal evidence trials | arms | outcomes | events | syntheses | why`` as its users run it."""

import csv
import json
import os
import re
import subprocess
import sys
from io import StringIO

import pytest

from support.command import clean, interictal

LISTS = ("trials", "arms", "outcomes", "events", "syntheses")


@pytest.mark.parametrize("command", LISTS)
def test_each_list_in_each_form(command: str) -> None:
    """Text that ends with the intended use, JSON with its schema, CSV with a header."""
    text = interictal("evidence", command)
    clean(text, 0)
    assert "the clinician decides" in " ".join(text.stdout.split())
    document = json.loads(interictal("evidence", command, "--json").stdout)
    assert document["schema"] == f"interictal.evidence-{command}/1"
    assert document["intended_use"]
    assert document["version"]
    rows = list(csv.DictReader(StringIO(interictal("evidence", command, "--csv").stdout)))
    assert [row["id"] for row in rows] == [one["id"] for one in document[command]]
    assert rows


def test_a_selection() -> None:
    """Only this drug, outcome and population."""
    done = interictal(
        "evidence", "outcomes", "--drug", "BOTOX", "--outcome", "headache_days_28", "--population", "cm", "--json"
    )
    clean(done, 0)
    document = json.loads(done.stdout)
    held = {one["id"]: one for one in document["outcomes"]}
    assert held["preempt-pooled.onabotulinumtoxina.headache_days_28.24.change_mean"]["value"] == -8.4
    assert {one["drug"] for one in held.values()} == {"onabotulinumtoxinA"}
    assert {one["population"] for one in held.values()} == {"cm"}


@pytest.mark.parametrize(
    ("command", "option", "wrong", "known"),
    [
        ("trials", "--drug", "aspirin", "topiramate"),
        ("outcomes", "--outcome", "happiness", "headache_days_28"),
        ("events", "--drug", "aspirin", "frovatriptan"),
        ("events", "--event", "happiness", "neck-pain"),
        ("syntheses", "--drug", "aspirin", "onabotulinumtoxinA"),
        ("syntheses", "--outcome", "happiness", "migraine_days_month"),
    ],
)
def test_an_unknown_name_lists_the_known(command: str, option: str, wrong: str, known: str) -> None:
    """Exit code 2, and what is allowed."""
    said = clean(interictal("evidence", command, option, wrong), 2)
    assert said.startswith(f"interictal: {option}: '{wrong}'")
    assert known in said


def test_pooled_results_of_a_drug() -> None:
    """Whatever its capitals."""
    document = json.loads(interictal("evidence", "syntheses", "--drug", "onabotulinumtoxina", "--json").stdout)
    assert document["syntheses"]
    assert all("onabotulinumtoxinA" in one["drugs"] for one in document["syntheses"])


@pytest.mark.parametrize("command", ["outcomes", "events", "syntheses"])
def test_a_drug_by_another_name(command: str) -> None:
    """Every list knows the same names."""
    by_brand = interictal("evidence", command, "--drug", "BOTOX", "--csv")
    clean(by_brand, 0)
    assert by_brand.stdout == interictal("evidence", command, "--drug", "onabotulinumtoxinA", "--csv").stdout


@pytest.mark.parametrize("command", ["events", "syntheses"])
def test_a_drug_of_which_nothing_is_held(command: str) -> None:
    """The library knows it from a trial: that is no error, and said."""
    done = interictal("evidence", command, "--drug", "melatonin")
    clean(done, 0)
    assert "holds nothing for melatonin." in " ".join(done.stdout.split())


def test_side_effects_beside_their_comparator() -> None:
    """Selected by drug, event and population; the other arm of the study beside it, and said not to be asked for."""
    asked = ("evidence", "events", "--drug", "Topamax", "--event", "Withdrawal", "--population", "cm")
    done = interictal(*asked)
    clean(done, 0)
    flat = " ".join(done.stdout.split())
    assert "topiramate, 36 weeks: 50.7 % [A] (72 of 142; 95 % interval 42.2 to 59.2 %)" in flat
    assert "beside it, onabotulinumtoxinA, 36 weeks: 3.6 % [A] (5 of 140;" in flat
    document = json.loads(interictal(*asked, "--json").stdout)
    assert [(one["drug"], one["asked_for"]) for one in document["events"]] == [
        ("topiramate", True),
        ("onabotulinumtoxinA", False),
    ]
    rows = list(csv.DictReader(StringIO(interictal(*asked, "--csv").stdout)))
    assert [(row["drug"], row["asked_for"]) for row in rows] == [("topiramate", "yes"), ("onabotulinumtoxinA", "")]
    traced = interictal("evidence", "why", document["events"][0]["id"])
    clean(traced, 0)
    assert "PMID 31559634" in traced.stdout


def test_no_side_effect_says_so() -> None:
    """No error, and of what."""
    done = interictal("evidence", "events", "--drug", "atogepant", "--event", "neck-pain", "--population", "cm")
    clean(done, 0)
    assert "holds nothing for atogepant, neck-pain, chronic migraine." in " ".join(done.stdout.split())


def test_an_empty_selection_says_so() -> None:
    """No error: nothing fits, and of what."""
    asked = ("evidence", "outcomes", "--drug", "atogepant", "--outcome", "hit6", "--population", "em")
    done = interictal(*asked)
    clean(done, 0)
    assert "nothing for atogepant, hit6, episodic migraine." in " ".join(done.stdout.split())
    assert json.loads(interictal(*asked, "--json").stdout)["outcomes"] == []
    table = interictal(*asked, "--csv")
    assert "nothing for atogepant" in clean(table, 0)
    assert len(table.stdout.splitlines()) == 1


def test_why() -> None:
    """One call from a figure to its document; JSON with the whole tree."""
    identifier = "forward.topiramate.responder50_headache_days.32.n_events"
    done = interictal("evidence", "why", identifier)
    clean(done, 0)
    assert "10.1111/head.13653" in done.stdout
    document = json.loads(interictal("evidence", "why", identifier, "--json").stdout)
    assert document["schema"] == "interictal.evidence-why/1"
    assert [each["figure"] for each in document["why"][0]["rests_on"]] == ["12.0 %", "142 people"]


@pytest.mark.parametrize("width", ["80", "60"])
@pytest.mark.parametrize("asked", [("outcomes", "--drug", "atogepant"), ("events", "--drug", "atogepant")])
def test_from_a_list_to_the_document(asked: tuple[str, ...], width: str) -> None:
    """Every id that a list shows in brackets can be asked for, on a narrow terminal too, and names a document."""
    environment = {**os.environ, "COLUMNS": width}
    shown = interictal("evidence", *asked, env=environment).stdout
    named = dict.fromkeys(re.findall(r"\[([a-z][a-z0-9_.-]+\.[a-z0-9_.-]+)\]", shown))
    assert len(named) > 4
    for each in list(named)[:6]:
        done = interictal("evidence", "why", f"[{each}]", env=environment)
        clean(done, 0)
        assert re.search(r"doi:|PMID|https://", done.stdout), each


@pytest.mark.parametrize(
    "hostile", ["../../etc/passwd", "preempt-1\x1b[31m\x07", "x" * 10_000, "preempt-1-2010#\x1b[31m", "\u202epreempt-1"]
)
def test_a_hostile_id_steers_no_terminal(hostile: str) -> None:
    """Refused on one line, or shown without what steers."""
    done = interictal("evidence", "why", hostile)
    assert done.returncode in (0, 3)
    assert "Traceback" not in done.stderr
    said = done.stdout + done.stderr
    assert all(each.isprintable() for each in said.splitlines())
    assert max(map(len, done.stderr.splitlines()), default=0) < 1_000


def test_why_of_nothing_offers_what_is_near() -> None:
    """Exit code 3, one line, with ids that exist."""
    said = clean(interictal("evidence", "why", "preempt-3"), 3)
    assert "preempt-1" in said
    assert len(said.splitlines()) == 1


def test_reading_the_library_loads_no_numpy() -> None:
    """Looking something up needs the standard library alone."""
    asked = (
        ["why", "preempt-1"],
        ["why", "preempt"],
        ["why", "topiramate"],
        ["outcomes", "--csv"],
        ["events", "--csv"],
        ["syntheses", "--csv"],
        ["why", "nothing-like-this"],
    )
    code = (
        f"import sys; from interictal.cli import main; [main(['evidence', *each]) for each in {asked!r}]; "
        "print(sorted({'numpy', 'scipy'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
