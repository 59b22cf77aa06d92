"""The door: which reader is taken, what the user must say, and what is imported for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from interictal.diary.readers import FORMATS, Format, detect, read_diary
from interictal.errors import InterictalError, InvalidInput

HERE = Path(__file__).parent / "synthetic"
CANONICAL = "date,status,hours\n2024-01-01,headache,5\n2024-01-02,no_headache,\n2024-01-05,headache,5\n"


@pytest.fixture
def canonical(tmp_path: Path) -> Path:
    path = tmp_path / "diary.csv"
    path.write_text(CANONICAL)
    return path


def test_formats_have_words_for_the_user() -> None:
    assert all(format_id == one.id and one.title and one.what for format_id, one in FORMATS.items())
    assert isinstance(FORMATS["daylio"], Format)
    assert "headache-activity" in FORMATS["daylio"].needs


def test_canonical_is_read_by_the_canonical_reader(canonical: Path) -> None:
    reading = read_diary(str(canonical))
    assert reading.receipt.format == "canonical"
    assert [day.hours for day in reading.diaries[0]] == [5, None, 5]
    assert not reading.diaries[0].attack_diary


def test_canonical_with_the_users_word_for_the_days_between(canonical: Path) -> None:
    (diary,) = read_diary(canonical, unlisted_days="free").diaries
    assert [day.headache for day in diary] == [True, False, False, False, True]
    assert "unlisted-days: 2 days" in diary.findings[-1].message


def test_rows_that_say_not_recorded_stay_so(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("date,status\n2024-01-01,headache\n2024-01-02,not_recorded\n2024-01-03,headache\n")
    (diary,) = read_diary(path, unlisted_days="free").diaries
    assert [day.headache for day in diary] == [True, None, True]
    path.write_text("date,status\n2024-01-02,not_recorded\n")
    (diary,) = read_diary(path, unlisted_days="free").diaries
    assert [day.headache for day in diary] == [None]


def test_any_other_format_must_be_named_or_mapped() -> None:
    with pytest.raises(InvalidInput, match="Migraine Buddy CSV.*any other CSV.*--map 'Day=date'"):
        read_diary(HERE / "any_days.csv")
    with pytest.raises(InvalidInput, match="--map: 'not given'"):
        read_diary(HERE / "any_days.csv", format="mapped")
    with pytest.raises(InvalidInput, match="mapped, or none, beside --map"):
        read_diary(HERE / "any_days.csv", format="headi", mapping={"Day": "date"})


@pytest.mark.parametrize(
    "options", [{"date_order": "ymd"}, {"unlisted_days": "none"}, {"format": "excel"}, {"date_order": ""}]
)
def test_options_have_few_values(canonical: Path, options: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="Choose one of them"):
        read_diary(canonical, **options)


@pytest.mark.parametrize("format_id", [name for name in FORMATS if name not in ("canonical", "mapped")])
def test_a_named_format_that_it_is_not(canonical: Path, format_id: str) -> None:
    with pytest.raises(InvalidInput):
        read_diary(canonical, format=format_id, headache_activity="headache")


@pytest.mark.parametrize("format_id", [None, *(name for name in FORMATS if name != "mapped")])
@pytest.mark.parametrize("what", ["missing", "folder", "empty", "nul"])
def test_no_file(tmp_path: Path, format_id: str | None, what: str) -> None:
    path = {"missing": tmp_path / "none.csv", "folder": tmp_path, "nul": tmp_path / "a\0b"}.get(what)
    if path is None:
        path = tmp_path / "empty.csv"
        path.touch()
    with pytest.raises(InvalidInput) as refused:
        read_diary(path, format=format_id, headache_activity="headache")
    assert "\n" not in str(refused.value)
    with pytest.raises(InvalidInput):
        read_diary(path, mapping={"Day": "date"})


def test_a_file_that_vanishes_while_it_is_read(canonical: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("interictal.diary.canonical.read_canonical", gone)
    with pytest.raises(InvalidInput, match="a file that exists and can be read"):
        read_diary(canonical)


def test_a_utf_16_file_is_recognised_and_read(tmp_path: Path) -> None:
    path = tmp_path / "tracker.csv"
    path.write_text((HERE / "cluster_headache_tracker.csv").read_text(), encoding="utf-16")
    assert detect(path) == "cluster-headache-tracker"
    assert len(read_diary(path).diaries[0].days) == 5


@pytest.mark.parametrize("name", [path.name for path in sorted(HERE.glob("*.csv")) if not path.name.startswith("any_")])
def test_another_encoding_is_said(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((HERE / name).read_bytes().replace(b"synthetic", b"m\xfcde") + b"\n,,,\xfc\n")
    reading = read_diary(path, headache_activity="headache")
    assert "the text is not UTF-8 and was read as Windows-1252" in reading.receipt.guesses


@pytest.mark.parametrize(
    ("mapping", "match"),
    [
        ({"Day": "day"}, "one of the fields patient, date"),
        ({"Day": "date", "Hours": "date"}, "each field once"),
        ({"Day": "date", "day ": "hours"}, "each column once"),
        ({"": "date"}, "each column once"),
        ({"Hours": "hours"}, "a column for date"),
        ({"Day": "date", "Hours": "duration"}, "a column for date"),
        ({"Tag": "date", "Hours": "hours"}, "'tag' is not allowed; allowed: columns of the file: 'Day', 'Pain"),
        ({"Tag": "date"}, "'tag' is not allowed; allowed: columns of the file. Correct"),
    ],
)
def test_mappings_that_cannot_be(mapping: dict[str, str], match: str) -> None:
    with pytest.raises(InvalidInput, match=match.replace("(", r"\(")):
        read_diary(HERE / "any_days.csv", mapping=mapping)


def test_columns_that_stand_in_different_rows(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("Day,Hours\nPain,More\n")
    with pytest.raises(InvalidInput, match="'pain' is not allowed"):
        read_diary(path, mapping={"Day": "date", "Pain": "intensity"})


def test_a_mapped_table_without_a_usable_row(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("Day,Begin\n")
    for mapping in ({"Day": "date"}, {"Begin": "start"}):
        with pytest.raises(InterictalError):
            read_diary(path, mapping=mapping)


def test_a_mapped_table_parted_by_tabs_with_a_row_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("Day\tPain\n2024-01-01\t3\n2024-01-02\t3\tmore\n2024-01-03\t3\t\n")
    reading = read_diary(path, mapping={"Day": "date", "Pain": "intensity"})
    assert [day.diary_date.day for day in reading.diaries[0]] == [1, 3]
    assert reading.receipt.skipped == {"more cells than columns": [3]}
    assert "cells are parted by tabs" in reading.receipt.guesses


def test_rows_with_more_cells_than_columns_are_left_out(tmp_path: Path) -> None:
    mapped = tmp_path / "mapped.csv"
    mapped.write_bytes("Day,Pain,Who\n2024-01-01,3,Jürg\n".encode("cp1252"))
    reading = read_diary(mapped, mapping={"Day": "date", "Pain": "intensity", "Who": "patient"})
    assert reading.diaries[0].patient == "Jürg"
    assert "the text is not UTF-8 and was read as Windows-1252" in reading.receipt.guesses
    buddy = tmp_path / "buddy.csv"
    buddy.write_text(
        "Started,Lasted,Pain Level,Symptoms\n11/16/24 13:12,1h,3,Nausea,more\n11/17/24 13:12,1h,3,Nausea\n"
    )
    tracker = tmp_path / "tracker.csv"
    tracker.write_text(
        "start_time,end_time,intensity,medication\n2024-03-01 08:00:00,,3,a,b\n01/02/2024 08:00,,3,\n2024-03-02,,3,\n"
    )
    assert read_diary(buddy).receipt.skipped == {"more cells than columns": [2]}
    assert list(read_diary(tracker).receipt.skipped.values()) == [[2], [3]]


def test_impossible_dates_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "buddy.csv"
    path.write_text("Started,Lasted,Pain Level,Symptoms\n13/13/24 8:00,,,\n11/16/24 8:00,,,\nAttack started soon,,,\n")
    assert list(read_diary(path).receipt.skipped.values()) == [[4], [2]]
    path.write_text("x,Ongoing,Attack started soon\nStarted,Lasted,Pain Level,Symptoms\n11/16/24 8:00,,,\n")
    assert list(read_diary(path).receipt.skipped.values()) == [[1]]


def test_a_canonical_diary_loads_no_parser_but_its_own(canonical: Path) -> None:
    code = (
        "import sys; from interictal.diary.readers import read_diary; read_diary(sys.argv[1]);"
        "print(*sorted(name for name in sys.modules if name.startswith('interictal.diary.readers.') or "
        "name.split('.')[0] in ('html', 'xml', 'pyexpat', 'zipfile', 'inspect', 'decimal', 'typing_extensions')))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(canonical)], capture_output=True, text=True, check=True)
    # dataclasses brings inspect; nothing else may come along.
    assert done.stdout.split() in ([], ["inspect"])


def test_the_zone_of_the_computer_moves_no_date() -> None:
    code = (
        "import sys; from pathlib import Path; from interictal.diary.readers import read_diary\n"
        "for path in sorted(Path(sys.argv[1]).glob('[b-m]*.*')): "
        "print(read_diary(path, headache_activity='headache').diaries)"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code, str(HERE)], capture_output=True, text=True, check=True, env={"TZ": zone}
        ).stdout
        for zone in ("UTC", "Asia/Kolkata", "Pacific/Chatham", "Pacific/Honolulu")
    }
    assert len(told) == 1
    assert "datetime.date(2024, 3, 1)" in told.pop()


def test_a_file_that_may_not_be_opened(canonical: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InvalidInput, match="a file that exists and can be read"):
        detect(canonical)


def test_a_file_of_white_space_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text(" \n\t\n")
    with pytest.raises(InvalidInput, match="this one is empty"):
        read_diary(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "a file with content"),
        (b"\xef\xbb\xbf \n", "a file with content"),
        (bytes(range(256)), "text"),
        (b"PK\x03\x04[Content_Types].xml\0", "text"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis\0", "text"),
        (b"date|status\n", "comma, semicolon or tab"),
        (b"a|b;c\n", "any other CSV"),
    ],
)
def test_why_no_format_was_found(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "diary.csv"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=said):
        read_diary(path)


def test_a_file_that_cannot_be_opened(canonical: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(InvalidInput, match="can be read"):
        detect(canonical)


def test_another_delimiter_is_named(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("date|status\n2024-01-01|headache\n")
    with pytest.raises(InvalidInput, match="delimiter: '\\|' is not allowed; allowed: comma, semicolon or tab"):
        read_diary(path)
