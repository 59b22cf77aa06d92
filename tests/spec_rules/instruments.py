"""docs/spec/instruments.md"""

import pytest

from interictal.errors import InvalidInput
from interictal.outcomes.instruments import Score, change, instrument, score
from interictal.profile import Questionnaire


def _filled(row: dict[str, str]) -> Questionnaire:
    items = tuple(None if each == "?" else int(each) for each in row["items"].split())
    return Questionnaire(row["instrument"], items=items, total=float(row["total"]) if row["total"] else None)


def scored(row: dict[str, str]) -> None:
    result = score(_filled(row))
    words = row["scores"].split()
    expected = dict(zip(words[::2], map(float, words[1::2]), strict=True))
    assert {scale: round(value, 2) for scale, value in result.values.items()} == expected
    assert result.band == row["band"]
    assert result.missing == tuple(map(int, row["missing"].split()))
    assert result.alerts == tuple(row["alerts"].split())
    assert result.instrument == row["instrument"]


def refused(row: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        score(_filled(row))
    assert caught.value.field == row["field"]


def _of(name: str, sums: str) -> Score:
    found = instrument(name)
    if sums == "?":
        return score(Questionnaire(name, items=(None,) * found.items))
    if name != "msq-2.1":
        return score(Questionnaire(name, total=float(sums)))
    items: list[int] = []
    for scale, total in zip(found.scales, map(int, sums.split()), strict=True):
        count = scale.last - scale.first + 1
        each, more = divmod(total, count)
        items += [each + 1] * more + [each] * (count - more)
    return score(Questionnaire(name, items=tuple(items)))


def changed(row: dict[str, str]) -> None:
    result = change(_of(row["instrument"], row["before"]), _of(row["instrument"], row["after"]))
    expected = [None if each == "?" else float(each) for each in row["improvement"].split()]
    assert [None if each.improvement is None else round(each.improvement, 2) for each in result] == expected
    assert " ".join(each.important.value for each in result) == row["important"]


RUNNERS = {"score": scored, "score-refused": refused, "score-change": changed}
