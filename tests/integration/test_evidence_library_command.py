"""``interictal evidence trials | arms | outcomes | syntheses | why`` as its users run it."""

import csv
import json
import subprocess
import sys
from io import StringIO

import pytest

from support.command import clean, interictal

LISTS = ("trials", "arms", "outcomes", "syntheses")


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


def test_why_of_nothing_offers_what_is_near() -> None:
    """Exit code 3, one line, with ids that exist."""
    said = clean(interictal("evidence", "why", "preempt-3"), 3)
    assert "preempt-1" in said
    assert len(said.splitlines()) == 1


def test_reading_the_library_loads_no_numpy() -> None:
    """Looking something up needs the standard library alone."""
    code = (
        "import sys; from interictal.cli import main; main(['evidence', 'why', 'preempt-1']); "
        "main(['evidence', 'outcomes', '--csv']); print(sorted({'numpy', 'scipy'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
