"""The whole assessment over generated diaries: it always answers, and the answer depends on facts alone."""

import datetime as dt
import io
import json
import random
from pathlib import Path

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.assessment import assess
from interictal.assessment.document import document
from interictal.diary.canonical import read_canonical_text, write_canonical
from interictal.diary.days import Day, Diary, Status
from interictal.injection.sessions import Session
from support.diaries import ALPHABET, days

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs" / "schema" / "assessment.schema.json").read_text(encoding="utf-8"))
)
LETTERS = "".join(ALPHABET)
LINES = st.text(alphabet=LETTERS + "..__HM", min_size=1, max_size=240)
FIRST = st.dates(dt.date(1990, 1, 1), dt.date(2099, 1, 1))
OFFSETS = st.lists(st.integers(-60, 340), max_size=5)
SETTINGS = settings(derandomize=True, max_examples=150, deadline=None)


def sessions(first: dt.date, offsets: list[int]) -> list[Session]:
    """Sessions so many days after the diary's first date."""
    return [Session(date=first + dt.timedelta(days=each)) for each in offsets if first.year + each // 300 > 1990]


def csv_of(diary: Diary) -> list[str]:
    """The diary as canonical lines, header first."""
    text = io.StringIO(newline="")
    write_canonical([diary], text)
    return text.getvalue().splitlines(keepends=True)


def facts(result) -> dict:
    """The document without what names rows of a file."""
    shown = document(result)
    shown["diary"]["findings"] = sorted(finding["code"] for finding in shown["diary"]["findings"])
    return shown


@SETTINGS
@given(line=LINES.filter(lambda line: line.strip("_")), first=FIRST, offsets=OFFSETS, seed=st.integers(0, 99))
def test_any_diary_is_answered_and_the_order_of_rows_does_not_matter(
    line: str, first: dt.date, offsets: list[int], seed: int
) -> None:
    """The document keeps its schema; shuffled rows, and a file split and joined again, give the same."""
    diary = Diary.of(days(line, first))
    given_sessions = sessions(first, offsets)
    header, *rows = csv_of(diary)
    read = read_canonical_text(header + "".join(rows), "a.csv").diaries[0]
    result = assess(read, given_sessions)
    SCHEMA.validate(document(result))
    expected = facts(result)
    owned = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
    shuffled = owned.sample(rows, len(rows))
    joined = rows[len(rows) // 2 :] + rows[: len(rows) // 2]
    for again in (shuffled, joined):
        other = read_canonical_text(header + "".join(again), "a.csv").diaries[0]
        assert facts(assess(other, owned.sample(given_sessions, len(given_sessions)))) == expected


@SETTINGS
@given(line=LINES.filter(lambda line: line.strip("_") and "_" in line), first=FIRST, offsets=OFFSETS)
def test_recording_a_headache_free_day_never_raises_a_rate(line: str, first: dt.date, offsets: list[int]) -> None:
    """One gap inside the span becomes a headache-free day: every rate that was given falls or stays."""
    inside = line.strip("_")
    if "_" not in inside:
        return
    gap = line.index(inside) + inside.index("_")
    before = Diary.of(days(line, first))
    added = Day(diary_date=first + dt.timedelta(days=gap), status=Status.NO_HEADACHE, intakes=())
    after = Diary.of([*before.days, added])
    given_sessions = sessions(first, offsets)
    old, new = (document(assess(each, given_sessions)) for each in (before, after))
    for was, now in zip(old["periods"], new["periods"], strict=True):
        for count, value in was.items():
            # An attack's start can be seen only beside a recorded headache-free day, so attacks may come to light.
            if isinstance(value, dict) and count != "attacks" and value["per_28"] is not None:
                assert now[count]["per_28"] is not None
                assert now[count]["per_28"] <= value["per_28"], (count, was["start"])


@SETTINGS
@given(line=LINES.filter(lambda line: line.strip("_")), offsets=OFFSETS)
def test_where_the_diary_lies_in_time_does_not_matter(line: str, offsets: list[int]) -> None:
    """Leap days, year ends and changes of the clocks move no figure."""
    found = []
    for first in (dt.date(2024, 2, 20), dt.date(2023, 3, 1), dt.date(2096, 12, 30)):
        shown = document(assess(Diary.of(days(line, first)), sessions(first, offsets)))
        figures = [{k: v for k, v in one.items() if k not in ("start", "end")} for one in shown["periods"]]
        answers = [(one["cycle"], one["change_percent"], one["responder_50"]) for one in shown["response"]]
        judged = [(one["id"], one["verdict"]) for one in shown["criteria"]]
        found.append((figures, answers, judged))
    assert found[0] == found[1] == found[2]
