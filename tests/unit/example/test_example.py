"""The shipped example is what its maker gives, and shows what it is there to show."""

import datetime as dt
import importlib.util
import io
from pathlib import Path

import pytest

from interictal import example
from interictal.assessment import assess
from interictal.diary.canonical import read_canonical, write_canonical
from interictal.injection.findings import Severity
from interictal.injection.previous import read_previous
from interictal.injection.sessions import read_sessions
from interictal.profile import read_profile
from interictal.safety.adverse_events.files import read_events
from interictal.safety.adverse_events.linking import linked_record
from interictal.safety.checks import session_findings
from interictal.verdicts import Verdict

ROOT = Path(__file__).parents[3]
FOLDER = example.paths().diary.parent


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_example", ROOT / "tools" / "make_example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reading():
    return read_canonical(example.paths().diary)


@pytest.fixture(scope="module")
def assessed(reading):
    paths = example.paths()
    return assess(reading.diaries[0], read_sessions(paths.injections), read_profile(paths.profile))


def test_the_maker_gives_the_shipped_files_byte_for_byte(maker, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    maker.main(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {name: (FOLDER / name).read_bytes() for name in made}
    assert set(made) == {
        "sessions.jsonl",
        "side-effects.json",
        "diary.csv",
        "injections.csv",
        "profile.toml",
        "README.md",
    }


def test_another_seed_gives_another_diary(maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maker, "SEED", maker.SEED + 1)
    assert maker.files()["diary.csv"].encode() != (FOLDER / "diary.csv").read_bytes()


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.*") if path.suffix != ".py"))
def test_every_file_says_that_it_is_synthetic(name: str) -> None:
    assert "SYNTHETIC" in (FOLDER / name).read_text(encoding="utf-8")


def test_it_reads_without_a_finding_and_writes_the_same_bytes(reading) -> None:
    assert reading.receipt.rows_used == reading.receipt.rows_read
    assert reading.diaries[0].findings == ()
    text = io.StringIO(newline="")
    write_canonical(reading.diaries, text)
    assert text.getvalue().encode().replace(b"\r\n", b"\n") == (FOLDER / "diary.csv").read_bytes()


def test_it_has_gaps_and_rows_that_say_so(reading) -> None:
    diary = reading.diaries[0]
    span = (diary.last - diary.first).days + 1
    assert span == 434
    assert len(diary.days) < span, "the holiday has no rows"
    assert len(diary.recorded) < len(diary.days), "some rows say not_recorded"
    assert any(day.entry_status.value == "recalled" for day in diary.days)


def test_chronic_migraine_is_met_before_the_first_injection(reading) -> None:
    from interictal.ichd3 import chronic_migraine

    paths = example.paths()
    first = read_sessions(paths.injections)[0].date
    before = tuple(day for day in reading.diaries[0].days if day.diary_date < first)
    assert (first - before[0].diary_date).days >= 90
    assert chronic_migraine(before, read_profile(paths.profile)).verdict is Verdict.MET


def test_response_grows_and_wears_off_from_week_ten(assessed) -> None:
    changes = [one.change_percent for one in assessed.response]
    assert changes == sorted(changes, reverse=True)
    assert assessed.response[-1].responder[50] is Verdict.MET
    last = assessed.wearing_off[-1]
    assert (last.verdict, last.week) == (Verdict.MET, 10)


def test_its_sessions_are_those_of_the_injections_and_nothing_blocks_them() -> None:
    paths = example.paths()
    earlier = read_previous(paths.sessions)
    given = read_sessions(paths.injections)
    assert [(each.date, each.product, each.units) for each in earlier] == [
        (each.date, each.product, each.units.amount) for each in given if each.units
    ]
    for each in earlier:
        assert each.record is not None
        now = dt.datetime.combine(each.date, dt.time(23), dt.UTC)
        others = [one for one in earlier if one.date < each.date]
        profile = read_profile(paths.profile)
        found = session_findings(each.record, profile=profile, earlier=others, now=now)
        assert {one.severity for one in found} == {Severity.NOTE}, found


def test_its_side_effects_are_linked_to_its_sessions() -> None:
    paths = example.paths()
    records = [each.record for each in read_previous(paths.sessions) if each.record is not None]
    events, findings = read_events(paths.side_effects)
    assert not findings
    for event in events:
        linked = linked_record(event, records)
        assert linked is not None
        assert set(event.sites) <= {site.id for site in linked.sites}
        assert set(event.lots) == {vial.lot for vial in linked.vials}
