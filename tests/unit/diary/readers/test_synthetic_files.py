"""Each format, read from a synthetic file of its confirmed form."""

from pathlib import Path

import pytest

from interictal.diary.canonical import write_canonical
from interictal.diary.days import FEATURES, Day, Severity
from interictal.diary.medicines import format_intakes
from interictal.diary.readers import FORMATS, detect, read_diary
from interictal.errors import InvalidInput

HERE = Path(__file__).parent / "synthetic"
DAYS = {
    "Day": "date",
    "Pain (0-10)": "intensity",
    "hours": "hours",
    "Nausea": "nausea",
    "Tablets": "medications",
    "Second tablet": "medications",
}
ATTACKS = {
    "Date": "date",
    "Start Time": "start",
    "End Time": "end",
    "Duration (hours)": "duration",
    "Pain Level": "intensity",
    "Strength": "severity",
    "Medication": "medications",
    "Nausea": "nausea",
    "Person": "patient",
}
OPTIONS: dict[str, dict] = {
    "daylio.csv": {"headache_activity": "headache"},
    "any_days.csv": {"mapping": DAYS},
    "any_attacks.csv": {"mapping": ATTACKS},
}


SHORT = {
    "aggravated_by_activity": "aggravated",
    "believed_migraine": "migraine",
    "disability": "limited",
    "photophobia": "light",
    "phonophobia": "noise",
    "relieved_by_triptan_or_ergot": "relieved",
}


def read(name: str, **options: object):
    return read_diary(HERE / name, **{**OPTIONS.get(name, {}), **options})


def shown(day: Day) -> str:
    """`0301 headache 2.5h i7 severe +nausea -aura [sumatriptan]`: what is known of a day."""
    parts = [f"{day.diary_date:%m%d}", day.status.value]
    parts += [f"{day.hours:g}h"] if day.hours is not None else []
    parts += [f"i{day.intensity}"] if day.intensity is not None else []
    parts += [day.severity.value] if day.severity else []
    parts += [
        f"{'+' if getattr(day, name) else '-'}{SHORT.get(name, name)}"
        for name in FEATURES
        if getattr(day, name) is not None
    ]
    parts += [f"[{format_intakes(day.intakes)}]"] if day.intakes is not None else []
    return " ".join(parts)


EXPECTED = {
    "migraine_buddy_24_columns.csv": """
        1116 headache 1h i4 +unilateral +pulsating +nausea +light -aura +migraine +relieved +limited [Sumatriptan]
        1117 headache 0.75h i0 -unilateral +vomiting -migraine -relieved -limited [Sumatriptan]
        1118 headache 0.5h i7 +aggravated [Zolmitriptan; Oxygen]
        1119 headache 24h +aggravated
        1120 headache i7 +aggravated
        1121 headache 0.5h +noise +aura +migraine -relieved +limited [Ibuprofen]
        1122 headache i2
        1128 headache
    """,
    "migraine_buddy_19_columns.csv": """
        0305 headache 3h i6 +unilateral +pulsating +nausea -relieved +limited [none]
        0306 headache 3.5h i6 +unilateral +pulsating +nausea -relieved +limited [none]
        0313 headache 4h i3 -relieved [Ibuprofen]
    """,
    "migraine_buddy_report.html": """
        0203 headache -unilateral -aura -relieved -menstruation -limited [none]
        0220 headache 15.75h i5 +unilateral +pulsating +limited [Advil x2; Maxalt; Tylenol]
        0221 headache 24h i5 +unilateral +pulsating +limited
        0222 headache 4.5833h i5 +unilateral +pulsating +limited
        0228 headache 2h i8 +unilateral +nausea +light +aura +relieved +menstruation +limited [Sumatriptan Oral 50 mg]
        0229 headache 2h i8 +unilateral +nausea +light +aura +relieved +limited
    """,
    "apple_health.xml": """
        0301 headache 1h moderate +nausea
        0302 headache 2h severe -nausea +menstruation
        0303 headache 2h severe
        0304 no_headache
        0305 headache mild -menstruation
        0306 headache 1h
    """,
    "bearable.csv": """
        0101 headache moderate +nausea -light [Sumatriptan]
        0102 no_headache
        0103 headache severe +migraine
        0106 headache
    """,
    "daylio.csv": """
        0102 headache
        0105 headache
    """,
    "headi.csv": """
        0101 headache 4h i7 [Sumatriptan x2]
        0103 headache 1h i4
        0104 headache 2.1667h i3 [none]
        0105 headache i3
    """,
    "cluster_headache_tracker.csv": """
        0301 headache 2.5h i7 [sumatriptan]
        0302 headache 1h i8 [sumatriptan; oxygen]
        0303 headache 1.25h i8
        0304 headache i6
        0306 headache [ibuprofen; oxygen]
    """,
    "any_days.csv": """
        0117 headache 5.5h i7 +nausea [Sumatriptan 50 mg; Ibuprofen 400 mg]
        0118 no_headache i0 -nausea [none]
        0119 not_recorded
        0120 headache
    """,
    "any_attacks.csv": """
        0117 headache 2h i7 severe +nausea [Sumatriptan 50 mg]
        0118 headache 4h i7 severe +nausea
        0119 headache i3
        0121 headache i3
    """,
}  # fmt: skip

# rows read, rows used, reason -> rows left out, the order of day and month begins with
RECEIPTS = {
    "migraine_buddy_24_columns.csv": (9, 8, {"the start cannot be read": [9]}, "month/day/year, proved by row"),
    "migraine_buddy_19_columns.csv": (2, 2, {}, "month/day/year, proved by row 6"),
    "migraine_buddy_report.html": (3, 3, {}, "day/month/year, proved by row"),
    "apple_health.xml": (
        9, 5,
        {"the same record again": [17, 21], "a value that is not a severity": [27],
         "the start is not a date from 1990 to 2100": [28]},
        "",
    ),
    "bearable.csv": (
        14, 8,
        {"not a symptom or medicine": [9], "no migraine, which does not say no headache": [10],
         "a headache entry without a severity": [12], "another symptom": [13],
         "a symptom without a severity in words": [14], "the date cannot be read": [15]},
        "",
    ),
    "daylio.csv": (
        5, 2,
        {"the date is not YYYY-MM-DD from 1990 to 2100": [6],
         "no headache activity, which does not say no headache": [3, 5]},
        "",
    ),
    "headi.csv": (4, 4, {}, ""),
    "cluster_headache_tracker.csv": (4, 4, {}, ""),
    "any_days.csv": (4, 4, {}, "day/month/year, proved by rows"),
    "any_attacks.csv": (5, 4, {"the start cannot be read": [5]}, ""),
}  # fmt: skip

FINDINGS = {
    "migraine_buddy_24_columns.csv": {
        "medicine-unclear": (8,), "offset-unreadable": (12,), "intensity-out-of-range": (12,),
        "length-unreadable": (13,), "attacks-missing": (), "attack-without-end": (2, 11, 13),
        "attacks-overlap": (8, 10), "attacks-only": (),
    },
    "migraine_buddy_19_columns.csv": {"attacks-only": ()},
    "migraine_buddy_report.html": {
        "intensity-out-of-range": (21,), "attacks-missing": (), "claims-differ": (), "attack-without-end": (21,),
        "attacks-only": (),
    },
    "apple_health.xml": {"attack-without-end": (25,)},
    "bearable.csv": {},
    "daylio.csv": {"attacks-only": ()},
    "headi.csv": {"time-zone-unknown": (), "attack-without-end": (5,), "attacks-only": ()},
    "cluster_headache_tracker.csv": {
        "medicine-unclear": (3, 5), "end-unreadable": (5,), "intensity-out-of-range": (5,),
        "attack-without-end": (4, 5), "attacks-only": (),
    },
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_days(name: str) -> None:
    lines = [shown(day) for diary in read(name).diaries for day in diary]
    assert lines == [line.strip() for line in EXPECTED[name].strip().splitlines()]


@pytest.mark.parametrize("name", RECEIPTS)
def test_receipt(name: str) -> None:
    receipt = read(name).receipt
    assert (receipt.file, receipt.rows_read, receipt.rows_used, receipt.skipped) == (name, *RECEIPTS[name][:3])
    assert receipt.date_order.startswith(RECEIPTS[name][3])
    assert bool(receipt.date_order) == bool(RECEIPTS[name][3])
    assert receipt.format in FORMATS
    assert receipt.rows_read == receipt.rows_used + sum(map(len, receipt.skipped.values()))


@pytest.mark.parametrize("name", FINDINGS)
def test_findings(name: str) -> None:
    (diary,) = read(name).diaries
    assert {finding.code: finding.rows for finding in diary.findings} == FINDINGS[name]


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("unlisted_days", ["unknown", "free"])
def test_written_as_canonical_it_reads_back_the_same(tmp_path: Path, name: str, unlisted_days: str) -> None:
    diaries = read(name, unlisted_days=unlisted_days).diaries
    path = tmp_path / "canonical.csv"
    write_canonical(diaries, path)
    again = read_diary(path)
    assert again.receipt.format == "canonical"
    assert [(one.patient, one.days, one.attack_diary) for one in again.diaries] == [
        (one.patient, one.days, one.attack_diary) for one in diaries
    ]


def test_every_file_is_recognised_by_its_content() -> None:
    found = {path.name: detect(path) for path in sorted(HERE.iterdir()) if path.suffix != ".md"}
    assert found == {
        "any_attacks.csv": None,
        "any_days.csv": None,
        "apple_health.xml": "apple-health",
        "bearable.csv": "bearable",
        "cluster_headache_tracker.csv": "cluster-headache-tracker",
        "daylio.csv": "daylio",
        "headi.csv": "headi",
        "migraine_buddy_19_columns.csv": "migraine-buddy-csv",
        "migraine_buddy_24_columns.csv": "migraine-buddy-csv",
        "migraine_buddy_report.html": "migraine-buddy-html",
    }
    assert set(EXPECTED) == set(found)
    assert {read(name).receipt.format for name in EXPECTED} == set(FORMATS) - {"canonical"}


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("unlisted_days", ["unknown", "free"])
def test_free_text_is_not_kept(name: str, unlisted_days: str) -> None:
    reading = read(name, unlisted_days=unlisted_days)
    assert "synthetic" not in repr(reading)
    assert "geohash" not in repr(reading).lower()


@pytest.mark.parametrize(
    ("name", "free"),
    [
        ("migraine_buddy_24_columns.csv", ["1123", "1124", "1125", "1126", "1127"]),
        ("migraine_buddy_19_columns.csv", ["0307", "0308", "0309", "0310", "0311", "0312"]),
        # Attack 2 is missing between 3 and 20 February; of what is left the rows tell.
        ("migraine_buddy_report.html", ["0201", "0202", "0223", "0224", "0225", "0226", "0227"]),
        ("apple_health.xml", ["0304"]),
        ("bearable.csv", ["0102", "0104", "0105", "0107", "0108"]),
        ("daylio.csv", ["0101", "0103", "0104"]),
        ("headi.csv", ["0102"]),
        ("cluster_headache_tracker.csv", ["0305"]),
        ("any_days.csv", ["0118"]),
        ("any_attacks.csv", ["0120"]),
    ],
)
def test_when_the_user_vouches_for_the_days_between(name: str, free: list[str]) -> None:
    diaries = read(name, unlisted_days="free").diaries
    days = [day for diary in diaries for day in diary]
    assert [f"{day.diary_date:%m%d}" for day in days if day.headache is False] == free
    known = {day.diary_date for day in days if day.headache}
    assert known == {day.diary_date for diary in read(name).diaries for day in diary if day.headache}
    for diary in diaries:
        assert not diary.attack_diary
        assert "unlisted-days-free" in {finding.code for finding in diary.findings}
        assert "attacks-only" not in {finding.code for finding in diary.findings}


def test_a_row_that_was_left_out_is_named_where_days_between_count_as_free() -> None:
    (diary,) = read("migraine_buddy_24_columns.csv", unlisted_days="free").diaries
    found = {finding.code: finding for finding in diary.findings}
    assert found["skipped-though-free"].rows == (9,)
    assert "stay unrecorded" in found["attacks-missing"].message


def test_apple_health_dates_need_no_recorded_day(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text("<HealthData><Record/></HealthData>")
    (diary,) = read_diary(path, unlisted_days="free").diaries
    assert (diary.days, diary.attack_diary) == ((), True)


def test_daylio_asks_for_the_activity_and_names_likely_ones() -> None:
    with pytest.raises(InvalidInput, match=r"the file has 'Headache', 'headache'\."):
        read("daylio.csv", headache_activity=None)


def test_daylio_refuses_an_activity_that_never_occurs(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="hedache"):
        read("daylio.csv", headache_activity="hedache", unlisted_days="free")
    path = tmp_path / "daylio.csv"
    path.write_text("full_date,mood,activities\n2024-01-01,good,private matters\n")
    with pytest.raises(InvalidInput) as refused:
        read_diary(path, headache_activity="headache")
    assert "private" not in str(refused.value), "only names like headache are repeated"


def test_daylio_takes_several_activities() -> None:
    (diary,) = read("daylio.csv", headache_activity="Run | HEADACHE").diaries
    assert [f"{day.diary_date:%m%d}" for day in diary] == ["0102", "0104", "0105"]


def test_headi_in_the_patients_time_zone() -> None:
    (diary,) = read("headi.csv", utc_offset=-10 * 60).diaries
    assert [f"{day.diary_date:%m%d}" for day in diary] == ["1231", "0101", "0102", "0104", "0105"]
    assert "time-zone-unknown" not in {finding.code for finding in diary.findings}
    with pytest.raises(InvalidInput, match="-840 to 840"):
        read("headi.csv", utc_offset=900)


def test_headi_says_which_unit_it_took(tmp_path: Path) -> None:
    assert "milliseconds (4 rows)" in " ".join(read("headi.csv").receipt.guesses)
    path = tmp_path / "headi.csv"
    path.write_text("_id,pain,start_date,end_date,strength\n1,a,1704096000,1704099600,3\n2,b,1704182400000,0,3\n")
    assert "milliseconds (1 rows) and seconds (1 rows)" in " ".join(read_diary(path).receipt.guesses)
    path.write_text("_id,pain,start_date,end_date,strength\n1,a,b,1,2,3\n")
    reading = read_diary(path)
    assert reading.receipt.skipped == {"more cells than columns": [2]}
    assert not any("epoch" in guess for guess in reading.receipt.guesses)


def test_patients_of_a_mapped_file_stay_apart() -> None:
    diaries = read("any_attacks.csv").diaries
    assert [diary.patient for diary in diaries] == ["A", "B"]
    assert [finding.rows for finding in diaries[1].findings if finding.field == "severity"] == [(4, 6)]
    assert not [finding for finding in diaries[0].findings if finding.field]


def test_mapped_rows_keep_their_line_numbers(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text('Title of the table\n\nDay,Pain,Remark\n2024-01-01,3,"two\nlines"\n2024-01-02,30,\nno day,3,\n')
    reading = read_diary(path, mapping={"Day": "date", "Pain": "intensity"})
    (diary,) = reading.diaries
    assert {finding.rows for finding in diary.findings if finding.field == "intensity"} == {(6,)}
    assert list(reading.receipt.skipped.values()) == [[7]]


def test_mapped_times_of_entry(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text(
        "Day,Pain,Entered\n31/01/2024,3,01/02/2024 10:00\n01/02/2024,3,2024-02-09T10:00:00+01:00\n"
        "02/02/2024,3,03/02/2024\n03/02/2024,3,soon\n"
    )
    (diary,) = read_diary(path, mapping={"Day": "date", "Pain": "intensity", "Entered": "recorded_at"}).diaries
    assert [str(day.recorded_at) for day in diary] == [
        "2024-02-01 10:00:00",
        "2024-02-09 10:00:00+01:00",
        "None",
        "None",
    ]
    assert [day.entry_status.value for day in diary] == ["recorded", "recalled", "recorded", "recorded"]


@pytest.mark.parametrize("cell", ["-3", "5000", "long"])
def test_mapped_attacks_check_their_aura_minutes(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "diary.csv"
    path.write_text(f"Begin,Aura,Tablets\n2024-01-01 08:00,{cell},none\n2024-01-02 08:00,30,\n2024-01-03 08:00,,x\n")
    mapping = {"Begin": "start", "Aura": "aura_minutes", "Tablets": "medications"}
    (diary,) = read_diary(path, mapping=mapping).diaries
    assert [day.aura_minutes for day in diary] == [None, 30, None]
    assert [day.intakes if day.intakes is None else len(day.intakes) for day in diary] == [0, None, 1]
    assert {finding.rows for finding in diary.findings if finding.field == "aura_minutes"} == {(2,)}


def test_a_date_with_and_without_headache(tmp_path: Path) -> None:
    path = tmp_path / "bearable.csv"
    path.write_text(
        "date,category,rating/amount,detail\n"
        "1st Jan 2024,Symptom,0,Headache (None)\n1st Jan 2024,Symptom,1,Migraine (Mild)\n"
        "2nd Jan 2024,Symptom,1,Headache\n2nd Jan 2024,Symptom,1,Headache (Mild)\n3rd Jan 2024,Meds/Supplements,1,\n"
    )
    (diary,) = read_diary(path).diaries
    assert [(day.headache, day.severity) for day in diary] == [(True, Severity.MILD), (True, None)]
    assert [finding.code for finding in diary.findings] == ["headache-and-free", "attacks-only"]


def test_daylio_names_a_few_activities_only(tmp_path: Path) -> None:
    path = tmp_path / "daylio.csv"
    rows = "\n".join(f"2024-01-{number:02},good,headache {number}" for number in range(1, 20))
    path.write_text(f"full_date,mood,activities\n{rows}\n")
    with pytest.raises(InvalidInput) as refused:
        read_diary(path)
    assert str(refused.value).count("'headache ") == 8
