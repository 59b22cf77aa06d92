"""docs/spec/comparison.md"""

import pytest

from interictal.evidence.comparison import compare, treatments
from interictal.evidence.comparison.chances import applied, baseline, ratio
from interictal.evidence.comparison.exclusions import judged
from interictal.evidence.comparison.result import Response
from interictal.evidence.comparison.selection import Count
from interictal.profile import Profile, profile_from
from interictal.profile.history import HISTORY
from interictal.report.compare_words import more_words


def _profile(text: str) -> Profile:
    content: dict[str, object] = {"answers": {}, "history": {}}
    for each in text.split():
        key, value = each.split("=")
        if key in ("sex", "age", "diagnosis"):
            content[key] = int(value) if key == "age" else value
        else:
            content["history" if key in HISTORY else "answers"][key] = value
    return profile_from(content)


def strata(row: dict[str, str]) -> None:
    tried = row["tried and failed"]
    names = [] if tried == "none" else tried.split()
    preventives = [{"name": each, "reason_stopped": "not tolerated"} for each in names]
    content = {"diagnosis": row["diagnosis"], **({} if tried == "unknown" else {"preventives": preventives})}
    found = compare(profile_from(content), ["topiramate"])
    assert found.stratum.id == row["stratum"]
    assert found.person.assumed is not row["diagnosis"].endswith("migraine")
    without = [each for each in found.person.fitting if each.failed > found.stratum.failed]
    assert len(without) == int(row["narrower without a response"])
    assert row["says"] in " ".join(found.why)


def trials(row: dict[str, str]) -> None:
    column = compare(Profile(diagnosis=row["diagnosis"]), [row["treatment"]]).columns[-1]
    if row["what"] == "response":
        one = column.response
        together = [] if one is None else [pair.trial.id for pair in one.pairs]
        apart = [] if one is None else [each.one.trial.id for each in one.apart]
    else:
        one = column.gained
        together = [each.trial.id for each in one.differences] or [one.synthesis.id]
        apart = [each.one.trial.id for each in one.apart]
    assert together == row["together"].split()
    assert apart == row["apart"].split()
    assert bool(together) is (row["what"] not in column.missing)


def _split(text: str) -> list[list[str]]:
    return [each.split(":") for each in text.split()]


def _named(text: str) -> list[tuple[str, Count]]:
    return [(name, _count(arm)) for name, arm in _split(text)]


def _count(text: str) -> Count:
    events, n = map(int, text.split("/"))
    return Count(n=n, events=events, values=(), worked_out=False, confirmed=True)


def chances(row: dict[str, str]) -> None:
    without = baseline(dict(_named(row["placebo arms (events/people)"])))
    by = ratio({name: tuple(map(_count, arms)) for name, *arms in _split(row["treated/placebo of the trials"])})
    found = applied(without, by)
    response = Response(pairs=(), apart=(), without=without, ratio=by, applied=found, confirmed=True)
    assert "{} ({} to {})".format(*without.share.of_100) == row["with placebo"]
    assert "{} ({} to {})".format(*found.share.of_100) == row["with it"]
    assert "{} ({} to {})".format(*more_words(response)) == row["more"]
    assert by.value == pytest.approx(float(row["odds ratio"]), abs=0.005)


def exclusions(row: dict[str, str]) -> None:
    found = judged(treatments()[row["treatment"]], _profile(row["profile"]))
    chosen = [each for each in found if row["question"] in (each.question, each.asks)]
    assert [each.outcome.value for each in chosen] == [row["comes out as"]] * bool(row["comes out as"])
    assert [each.why.source for each in chosen] == [row["source"]] * bool(row["comes out as"])
    assert ("unconfirmed" in row["why"]) is any(not each.why.confirmed for each in chosen)


RUNNERS = {
    "comparison-strata": strata,
    "comparison-trials": trials,
    "comparison-chances": chances,
    "comparison-exclusions": exclusions,
}
