"""docs/spec/counts.md"""

import datetime as dt

from interictal.outcomes.counts import Tally
from interictal.outcomes.definitions import DEFAULT_HEADACHE, DEFAULT_MIGRAINE, definition
from support.diaries import MONDAY, diary, unfold


def _window(line: str) -> tuple[dt.date, dt.date]:
    return MONDAY, MONDAY + dt.timedelta(len(unfold(line)))


def count(row: dict[str, str]) -> None:
    ids = {"headache": DEFAULT_HEADACHE, "migraine": DEFAULT_MIGRAINE}
    ids |= {definition(one).kind: one for one in row["definitions"].split()}
    tally = Tally.of(diary(row["diary"]), headache_definition=ids["headache"], migraine_definition=ids["migraine"])
    rate = tally.rate(row["count"], *_window(row["diary"]))
    assert (rate.observed, rate.known) == (float(row["observed"]), int(row["known"]))


def rate(row: dict[str, str]) -> None:
    tally = Tally.of(diary(row["diary"], attack_diary=row["attack diary"] == "yes"))
    result = tally.rate(row["count"], *_window(row["diary"]))
    assert (result.observed, result.known) == (float(row["observed"]), int(row["known"]))
    assert result.imputation.value == row["imputation"]
    assert ("" if result.per_28 is None else f"{result.per_28:.2f}") == (
        row["per 28"] and f"{float(row['per 28']):.2f}"
    )


def reaches(row: dict[str, str]) -> None:
    tally = Tally.of(diary(row["diary"]))
    window = _window(row["diary"])
    assert tally.undecided(row["count"], *window) == int(row["undecided"])
    assert tally.reaches(int(row["needed"]), row["count"], *window).value == row["verdict"]


RUNNERS = {"tally-count": count, "tally-rate": rate, "tally-reaches": reaches}
