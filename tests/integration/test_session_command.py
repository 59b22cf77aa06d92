"""`interictal check-session`, `sign`, `amend`, `lot` and `barcode` as a clinic runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from support.command import clean, interictal
from support.sessions import session

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "docs" / "schema"
RECORD = json.loads((SCHEMAS / "session.schema.json").read_text(encoding="utf-8"))
CHECK = json.loads((SCHEMAS / "session-check.schema.json").read_text(encoding="utf-8"))


def saved(folder: Path, content: Any, name: str = "session.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def checked(path: Path, *more: object, code: int) -> list[dict[str, Any]]:
    """The findings, after checking the exit code and the schema."""
    done = interictal("check-session", path, *more, "--json")
    clean(done, code)
    document = json.loads(done.stdout)
    jsonschema.validate(document, CHECK)
    assert document["blocked"] is (code == 1)
    return list(document["findings"])


def test_a_session_as_planned_is_not_blocked(tmp_path: Path) -> None:
    """It keeps the schema, nothing blocks, nothing is asked, and how long it took is said."""
    content = session()
    jsonschema.validate(content, RECORD)
    findings = checked(saved(tmp_path, content), code=0)
    assert {each["severity"] for each in findings} == {"note"}
    assert any(each["code"] == "DURATION" and "15 minutes" in each["because"] for each in findings)


def spoil(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Sets one value: ``vials.0.lot``."""

    def change(content: dict[str, Any]) -> None:
        *steps, last = path.split(".")
        at: Any = content
        for step in steps:
            at = at[int(step) if step.isdigit() else step]
        if value is None:
            del at[last]
        else:
            at[int(last) if last.isdigit() else last] = value

    return change


def twice(content: dict[str, Any]) -> None:
    content["sites"].append(dict(content["sites"][0]))


BLOCKING = [
    ("PRODUCT", spoil("vials.0.product", "abobotulinumtoxinA")),
    ("PRODUCT", spoil("product", "abobotulinumtoxinA")),
    ("PRODUCT", spoil("product", None)),
    ("UNREADABLE", spoil("product", "botox")),
    ("UNREADABLE", spoil("sites.0.units", "2,5")),
    ("UNREADABLE", spoil("sites.0.units", -5)),
    ("UNREADABLE", spoil("sites.0.units", 1e9)),
    ("UNREADABLE", spoil("sites.0.units", "NaN")),
    ("UNREADABLE", spoil("sites.0.units", True)),
    ("UNREADABLE", spoil("sites.0.muscle", "masseter-ish")),
    ("UNREADABLE", spoil("sites.0.side", "links")),
    ("UNREADABLE", spoil("sites.0.status", "done")),
    ("UNREADABLE", spoil("date", "20.11.2026")),
    ("UNREADABLE", spoil("vials.0.expiry", "31/05/2028")),
    ("DATE", spoil("date", "2999-01-01")),
    ("VIAL", spoil("vials.0.lot", "")),
    ("VIAL", spoil("vials.0.expiry", "2026-11-19")),
    ("VIAL", spoil("vials.0.units", 100)),
    ("VIAL", spoil("sites.0.vial", "another")),
    ("RECONSTITUTION", spoil("vials.0.reconstituted_at", "2026-11-19T09:30:00")),
    ("RECONSTITUTION", spoil("vials.0.reconstituted_at", "2026-11-20T09:50:00")),
    ("VOLUME", spoil("sites.0.volume_ml", 0.2)),
    ("VOLUME", spoil("vials.0.diluent_ml", 2)),
    ("SITE", twice),
    ("SITE", spoil("sites.0.muscle", "frontalis")),
    ("SIDE", spoil("sites.0.side", "right")),
    ("SITE", spoil("sites.0.status", None)),
]


@pytest.mark.parametrize(("code", "change"), BLOCKING)
def test_faults_of_the_record_block(tmp_path: Path, code: str, change: Callable[[dict[str, Any]], None]) -> None:
    """One thing wrong at a time: exit code 1, and the finding says which."""
    content = session()
    change(content)
    findings = checked(saved(tmp_path, content), code=1)
    assert code in {each["code"] for each in findings if each["severity"] == "block"}, findings


def test_the_last_day_of_a_vial_is_still_good(tmp_path: Path) -> None:
    """Expiry on the day of the session does not block."""
    content = session()
    content["vials"][0]["expiry"] = content["date"]
    checked(saved(tmp_path, content), code=0)


def test_a_recalled_lot_blocks(tmp_path: Path) -> None:
    """Of this product, or of any; a lot of another product does not."""
    path = saved(tmp_path, session())
    recalled = tmp_path / "recalled.csv"
    for row, code in (("onabotulinumtoxinA,c1234", 1), (",C1234", 1), ("abobotulinumtoxinA,C1234", 0)):
        recalled.write_text(f"product,lot\n{row}\n", encoding="utf-8")
        findings = checked(path, "--recalled", recalled, code=code)
        assert ("RECALLED" in {each["code"] for each in findings}) is bool(code)


ASKING = [
    ("DOSEH", spoil("sites.0.units", "10")),
    ("PREG", spoil("answers.pregnancy", "possible")),
    ("PREG", spoil("answers.pregnancy", "unknown")),
    ("PREG", spoil("answers.pregnancy", "yes")),
    ("LACT", spoil("answers.breast_feeding", "yes")),
    ("DUPTHPY", spoil("answers.toxin_elsewhere", "yes")),
    ("DUPTHPY", spoil("answers.toxin_elsewhere", "unknown")),
    ("COND", spoil("answers.infection", "yes")),
    ("COND", spoil("answers.neuromuscular_disease", "yes")),
    ("COND", spoil("answers.dysphagia", "yes")),
    ("REACT", spoil("answers.allergy_albumin", "yes")),
    ("DRG", spoil("answers.aminoglycoside", "yes")),
]


@pytest.mark.parametrize(("code", "change"), ASKING)
def test_judgement_asks_and_a_reason_answers(
    tmp_path: Path, code: str, change: Callable[[dict[str, Any]], None]
) -> None:
    """It cites a document; with a reason in the record it becomes a note and stays in the list."""
    content = session()
    change(content)
    if code == "DOSEH":
        content["sites"][0]["volume_ml"] = "0.2"
    asked = [one for one in checked(saved(tmp_path, content), code=0) if one["severity"] == "ask"]
    assert code in {each["code"] for each in asked}
    assert all(each["source"] for each in asked)
    content["deviations"] = {each["code"]: "discussed and written down" for each in asked}
    after = checked(saved(tmp_path, content), code=0)
    assert not [each for each in after if each["severity"] == "ask"]
    assert any(each["code"] == code and "reason" in each["because"] for each in after)
    assert "discussed" not in json.dumps(after), "the clinician's words stay in the record"


def test_another_patient_with_the_same_vial_blocks(tmp_path: Path) -> None:
    """One single-use vial in two patients: by id and lot, or by its serial number under another id."""
    mine, theirs = session(), session(patient="SYNTHETIC-2")
    path = saved(tmp_path, mine)
    assert checked(path, "--previous", saved(tmp_path, theirs, "other.json"), code=0), "each draft names its own vials"
    theirs["vials"][0]["id"] = mine["vials"][0]["id"].upper() + " "
    findings = checked(path, "--previous", saved(tmp_path, theirs, "other.json"), code=1)
    assert "VIAL_SHARED" in {each["code"] for each in findings if each["severity"] == "block"}
    mine["vials"][0]["serial"] = "S-1"
    theirs["vials"][0].update(id="another", serial="s1")
    findings = checked(saved(tmp_path, mine), "--previous", saved(tmp_path, theirs, "other.json"), code=1)
    assert "VIAL_SHARED" in {each["code"] for each in findings if each["severity"] == "block"}
    theirs["vials"][0]["serial"] = "S-2"
    assert checked(path, "--previous", saved(tmp_path, theirs, "other.json"), code=0)


def test_a_record_is_not_checked_against_itself(tmp_path: Path) -> None:
    """Neither the draft nor the signed one counts as an earlier session; a note says so."""
    first, signed = saved(tmp_path, session()), tmp_path / "signed.json"
    clean(interictal("sign", first, "--by", "CLINICIAN-1", "--to", signed), 0)
    for one, other in ((first, first), (signed, first), (first, signed)):
        findings = checked(one, "--previous", other, code=0)
        assert {each["severity"] for each in findings} == {"note"}, findings
        assert any("this session itself" in each["because"] for each in findings)


def plan_file(folder: Path) -> Path:
    """The plan that the session of these tests began with."""
    options = ("--jurisdiction", "us", "--vial", "200", "--date", "2026-11-20", "--patient", "SYNTHETIC-1")
    done = interictal("plan", *options, "--json")
    clean(done, 0)
    return saved(folder, done.stdout, "plan.json")


def test_a_session_is_compared_with_its_plan(tmp_path: Path) -> None:
    """As planned nothing is found; turned to the other side it blocks; other units ask, and may be answered."""
    plan = plan_file(tmp_path)
    content = session()
    assert {each["severity"] for each in checked(saved(tmp_path, content), "--plan", plan, code=0)} == {"note"}
    site = next(each for each in content["sites"] if each["id"] == "temporalis-L1")
    site.update(id="left temple", planned_side="right", side="right")
    findings = checked(saved(tmp_path, content), "--plan", plan, code=1)
    assert {"SIDE", "SITE"} <= {each["code"] for each in findings}
    content = session()
    content["sites"][0].update(units="4", volume_ml="0.08")
    content["deviations"] = {"DOSEH": "thin muscle"}
    findings = checked(saved(tmp_path, content), "--plan", plan, code=0)
    assert any("5 U in the plan" in each["because"] and each["severity"] == "note" for each in findings)
    for wrong in ("{}", "[", "[]", json.dumps(content)):
        clean(interictal("check-session", tmp_path / "session.json", "--plan", saved(tmp_path, wrong, "wrong.json")), 3)


def test_an_unknown_question_can_be_answered_by_a_reason(tmp_path: Path) -> None:
    """What asks never stands in the way for ever."""
    content = session()
    content["answers"]["shoe_size"] = "yes"
    asked = checked(saved(tmp_path, content), code=0)
    assert [each["code"] for each in asked if each["severity"] == "ask"] == ["UNREADABLE"]
    content["deviations"] = {"UNREADABLE": "a question of our own form"}
    assert {each["severity"] for each in checked(saved(tmp_path, content), code=0)} == {"note"}


@pytest.mark.parametrize(
    "text",
    [
        "product,lot\nonabotulinumtoxinA,C1,x\n",
        "product,lot,lot\n,C1,C2\n",
        "product,lot\n",
        '"product,lot\n,C1\n',
        'product,lot\n,"C1\n',
        "product,lot\n,-\n",
        "product,lot\n,C\u202e1\n",
        "product\nonabotulinumtoxinA\n",
        "product,lot\nBotox,C1\n",
        "",
    ],
)
def test_a_list_of_recalled_lots_is_read_whole_or_not_at_all(tmp_path: Path, text: str) -> None:
    """A lot that is lost in reading is a lot that is injected."""
    recalled = saved(tmp_path, text, "recalled.csv")
    said = clean(interictal("check-session", saved(tmp_path, session()), "--recalled", recalled), 3)
    assert len(said.splitlines()) == 1


def test_an_empty_history_is_said(tmp_path: Path) -> None:
    """A header alone means none before, and who gave it should know."""
    previous = saved(tmp_path, "date,product,units\n", "none.csv")
    done = interictal("check-session", saved(tmp_path, session()), "--previous", previous)
    assert "none.csv holds no session" in clean(done, 0)


def test_swallowed_files_are_no_records(tmp_path: Path) -> None:
    """What is no session record at all is bad input, in one line."""
    for text in ("", "[]", "{", '{"schema": "interictal.plan/1"}', '{"a": 1, "a": 2}', "\x00", "[" * 5000):
        said = clean(interictal("check-session", saved(tmp_path, text)), 3)
        assert len(said.splitlines()) == 1
    clean(interictal("check-session", tmp_path / "absent.json"), 3)


def test_sign_amend_and_what_was_changed_in_between(tmp_path: Path) -> None:
    """A signed record checks; edited by hand it blocks; amended it says who, why, and what stood there."""
    first, signed, amended = (tmp_path / name for name in ("first.json", "signed.json", "amended.json"))
    saved(tmp_path, session(), "first.json")
    clean(interictal("sign", first, "--by", "CLINICIAN-1", "--to", signed), 0)
    content = json.loads(signed.read_text(encoding="utf-8"))
    jsonschema.validate(content, RECORD)
    assert content["signed_by"] == "CLINICIAN-1"
    checked(signed, code=0)
    clean(interictal("sign", first, "--by", "CLINICIAN-1", "--to", signed), 2)

    content["vials"][0]["lot"] = "C9999"
    forged = saved(tmp_path, content, "forged.json")
    assert "SIGNATURE" in {each["code"] for each in checked(forged, code=1) if each["severity"] == "block"}

    change = ("--set", "vials[1].lot=C1235", "--by", "CLINICIAN-2", "--reason", "misread", "--to", amended)
    clean(interictal("amend", signed, *change), 0)
    corrected = json.loads(amended.read_text(encoding="utf-8"))
    assert corrected["vials"][0]["lot"] == "C1235"
    assert corrected["amendments"][0]["old"] == '"C1234"'
    assert corrected["amendments"][0]["author"] == "CLINICIAN-2"
    checked(amended, code=0)
    clean(interictal("amend", first, *change[:-1], tmp_path / "x.json"), 3)


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """A signed record."""
    path = tmp_path / "signed.json"
    clean(interictal("sign", saved(tmp_path, session()), "--by", "CLINICIAN-1", "--to", path), 0)
    return path


@pytest.mark.parametrize(
    ("change", "by", "reason", "code", "says"),
    [
        ("vials[1].product=abobotulinumtoxinA", "C2", "slip", 1, "not amended"),
        ("vials[1].expiry=2026-01-01", "C2", "slip", 1, "last day of use"),
        ("patient=SYNTHETIC-9", "C2", "slip", 2, "is a new record"),
        ("sites[99].units=5", "C2", "slip", 2, "--set"),
        ("sites[1].units=2,5", "C2", "slip", 2, "--set"),
        ("vials[1].lot=a\u202eb", "C2", "slip", 2, "--set"),
        ("vials", "C2", "slip", 2, "--set"),
        ("vials[1].lot=C9", "", "slip", 2, "--by"),
        ("vials[1].lot=C9", "C\u202e2", "slip", 2, "--by"),
        ("vials[1].lot=C9", "C" * 101, "slip", 2, "--by"),
        ("vials[1].lot=C9", "C2", "x" * 1001, 2, "--reason"),
        ("vials[1].lot=C9", "C2", "a\udcffb", 2, "--reason"),
        ("vials[1].lot=C9", "C\udcff", "slip", 2, "--by"),
    ],
)
def test_amendments_that_are_refused(signed: Path, change: str, by: str, reason: str, code: int, says: str) -> None:
    """What could not be read again, what would block, and another patient: nothing is written."""
    target = signed.with_name("amended.json")
    said = clean(interictal("amend", signed, "--set", change, "--by", by, "--reason", reason, "--to", target), code)
    assert says in said
    assert not target.exists()


def test_a_reason_may_be_added_after_signing(signed: Path) -> None:
    """An object that was not there."""
    target = signed.with_name("amended.json")
    how = ("--by", "C2", "--reason", "forgotten", "--to", target)
    clean(interictal("amend", signed, "--set", "deviations.PREG=test done", *how), 0)
    assert json.loads(target.read_text(encoding="utf-8"))["deviations"] == {"PREG": "test done"}
    checked(target, code=0)


@pytest.mark.parametrize("by", ["", " ", "C\u202e1", "C\x1b1", "C" * 101, "C\udcff"])
def test_who_signs_is_checked_before_writing(tmp_path: Path, by: str) -> None:
    """An option that is wrong is usage; the file is not written."""
    target = tmp_path / "signed.json"
    said = clean(interictal("sign", saved(tmp_path, session()), "--by", by, "--to", target), 2)
    assert "--by" in said
    assert not target.exists()


def test_a_signed_record_is_not_signed_again(signed: Path) -> None:
    """That is the file's fault, not the option's."""
    said = clean(interictal("sign", signed, "--by", "C2", "--to", signed.with_name("again.json")), 3)
    assert "Amend it instead" in said


def test_a_link_to_nothing_is_a_name_that_is_taken(signed: Path) -> None:
    """Nothing is written through it."""
    target = signed.with_name("link.json")
    target.symlink_to(signed.with_name("nowhere.json"))
    first = signed.with_name("session.json")
    clean(interictal("sign", first, "--by", "CLINICIAN-1", "--to", target), 2)
    assert not signed.with_name("nowhere.json").exists()


def test_half_a_character_is_refused_in_one_line(tmp_path: Path) -> None:
    """Wherever it stands: JSON can say it, no file and no terminal can hold it."""
    for change in ({"deviations": {"PREG": "\ud800"}}, {"checklist": {"\udfff": True}}, {"patient": "\ud800"}):
        path = saved(tmp_path, session() | change)
        for command in (("check-session", path), ("sign", path, "--by", "C1", "--to", tmp_path / "x.json")):
            assert len(clean(interictal(*command), 3).splitlines()) == 1


def test_thousands_of_unknown_keys_are_refused_at_once(tmp_path: Path) -> None:
    """Not listed one by one."""
    path = saved(tmp_path, session() | {f"key{number}": 1 for number in range(100_000)})
    assert len(clean(interictal("check-session", path), 3)) < 300


def test_what_asks_cannot_be_signed_without_a_reason(tmp_path: Path) -> None:
    """Nor what blocks, with or without one."""
    content = session()
    content["answers"]["pregnancy"] = "unknown"
    path = saved(tmp_path, content)
    target = tmp_path / "signed.json"
    said = clean(interictal("sign", path, "--by", "CLINICIAN-1", "--to", target), 1)
    assert "PREG" in said
    assert not target.exists()
    content["deviations"] = {"PREG": "test done today"}
    saved(tmp_path, content)
    clean(interictal("sign", path, "--by", "CLINICIAN-1", "--to", target), 0)
    target.unlink()
    content["vials"][0]["lot"] = ""
    content["deviations"]["VIAL"] = "none printed"
    saved(tmp_path, content)
    clean(interictal("sign", path, "--by", "CLINICIAN-1", "--to", target), 1)
    assert not target.exists()


def test_who_got_a_lot_is_one_call(tmp_path: Path) -> None:
    """Every session with it, whatever the capitals; the sites and units it went into."""
    one = saved(tmp_path, session(), "one.json")
    two = session(patient="SYNTHETIC-2")
    two["vials"][0]["lot"] = "D5678"
    lines = json.dumps(two) + "\n" + json.dumps(session(patient="SYNTHETIC-3")) + "\n"
    many = saved(tmp_path, lines, "many.jsonl")
    done = interictal("lot", "c1234", one, many, "--json")
    assert "2 of 3 sessions, 2 patients" in clean(done, 0)
    uses = json.loads(done.stdout)
    assert [each["patient"] for each in uses] == ["SYNTHETIC-1", "SYNTHETIC-3"]
    assert [each["units"] for each in uses] == [155, 155]
    assert clean(interictal("lot", "E0000", one), 0).startswith("interictal: lot found in 0 of 1")
    printed = interictal("lot", "C-1234", one, one, "--product", "onabotulinumtoxinA")
    assert "1 of 1 sessions, 1 patient." in clean(printed, 0)
    assert printed.stdout.count("onabotulinumtoxinA") == 1
    for wrong in (("", one), ("-", one), ("C\u202e1", one), ("C1234", one, "--product", "Botox")):
        assert len(clean(interictal("lot", *wrong), 2).splitlines()) == 1
    bare = saved(tmp_path, "date\n2026-01-01\n", "bare.csv")
    assert "1 sessions hold no lots" in clean(interictal("lot", "C1234", bare), 4)


def test_what_became_of_each_vial(tmp_path: Path) -> None:
    """State, units used, wasted and left; totals by product; what contradicts itself is listed with why."""
    one = session()
    one["vials"][0]["discarded_ml"] = "0.9"
    other = session(patient="SYNTHETIC-2")
    other["vials"][0]["units"] = 100
    other["vials"][0]["id"] = "odd"
    for site in other["sites"]:
        site["vial"] = "odd"
    paths = saved(tmp_path, one, "one.json"), saved(tmp_path, other, "other.json")
    done = interictal("vials", *paths, "--json")
    assert "2 vials in 2 sessions, 1 not followed" in clean(done, 0)
    document = json.loads(done.stdout)
    good, odd = document["vials"]
    assert (good["state"], good["used"], good["wasted"], good["left"], good["patients"]) == ("discarded", 155, 45, 0, 1)
    assert (odd["state"], odd["used"]) == (None, None)
    assert "at most" in odd["why"]
    assert document["totals"] == {"onabotulinumtoxinA": {"used": 155, "wasted": 45, "left": 0}}
    text = interictal("vials", *paths)
    clean(text, 0)
    assert "155 U used, 45 U wasted, 0 U left, 1 patient" in text.stdout
    assert "not followed: " in text.stdout
    bare = saved(tmp_path, "date\n2026-01-01\n", "bare.csv")
    clean(interictal("vials", bare), 4)


def test_barcodes_are_read_or_refused() -> None:
    """A made-up article number with a right check digit; a wrong digit is refused."""
    code = "(01)00000000000017(17)280531(10)C1234(21)99"
    done = interictal("barcode", code, "--json")
    clean(done, 0)
    found = json.loads(done.stdout)
    assert (found["lot"], found["expiry"], found["serial"]) == ("C1234", "2028-05-31", "99")
    scanned = "]d2010000000000001717280531" + "10C1234<GS>2199"
    assert json.loads(interictal("barcode", scanned, "--json").stdout) == found
    assert clean(interictal("barcode", code.replace("0017(", "0018("), "--json"), 2).count("\n") == 1


def test_the_map_of_a_session_shows_what_was_skipped_and_moved(tmp_path: Path) -> None:
    """Every site once; a cross for the skipped one, a tick for the moved one, at its new place."""
    content = session()
    content["sites"][3].update(status="skipped", reason="a healing wound", units=None, volume_ml=None)
    content["sites"][5].update(status="moved", reason="a scar", view="front", x="0.3", y="0.2")
    target = tmp_path / "given.svg"
    done = interictal("check-session", saved(tmp_path, content), "--svg", target, "--json")
    assert "written" in clean(done, 0)
    drawn = target.read_text(encoding="utf-8")
    assert "150 U onabotulinumtoxinA given in 30 sites, 1 skipped" in drawn
    assert drawn.count(", skipped</title>") == drawn.count(", moved</title>") == 1
    assert drawn.count(", given</title>") == 29
    assert "SYNTHETIC" in drawn
    content["protocol"] = "preempt"
    clean(interictal("check-session", saved(tmp_path, content), "--svg", target), 3)
