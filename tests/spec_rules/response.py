"""docs/spec/response.md"""

import datetime as dt

from interictal.outcomes.counts import Tally
from interictal.outcomes.response import (
    first_responder_cycle,
    multi_domain_response,
    responses,
    reverted_to_episodic,
)
from interictal.profile import Questionnaire
from support.diaries import diary, unfold

INJECTION = dt.date(2024, 3, 4)


def treated(before: str, cycles: str) -> tuple[Tally, list[dt.date]]:
    """The diary of ``before`` and ``cycles``, and the days of the injections: one at the start of each cycle."""
    lengths = [len(unfold(cycle)) for cycle in cycles.split("/")]
    injections = [INJECTION + dt.timedelta(sum(lengths[:index])) for index in range(len(lengths))]
    line = unfold(before) + unfold(cycles.replace("/", ""))
    return Tally.of(diary(line, INJECTION - dt.timedelta(len(unfold(before))))), injections


def _shown(value: float | None, digits: int, sign: str = "") -> str:
    return "" if value is None else f"{value:{sign}.{digits}f}"


def _cell(text: str, digits: int, sign: str = "") -> str:
    return _shown(float(text) if text else None, digits, sign)


def response(row: dict[str, str]) -> None:
    answers = responses(*treated(row["before"], row["cycles"]))
    assert [each.cycle for each in answers] == list(range(1, row["cycles"].count("/") + 2))
    answer = answers[int(row["cycle"]) - 1]
    assert _shown(answer.baseline_per_28, 2) == _cell(row["baseline"], 2)
    assert _shown(answer.value_per_28, 2) == _cell(row["value"], 2)
    assert _shown(answer.change_percent, 1, "+") == _cell(row["change"], 1, "+")
    assert {str(level): verdict.value for level, verdict in answer.responder.items()} == {
        level: row[level] for level in ("30", "50", "75", "100")
    }
    assert row["says"] in answer.because


def first_response(row: dict[str, str]) -> None:
    answer = first_responder_cycle(*treated(row["before"], row["cycles"]))
    assert answer.verdict.value == row["verdict"]
    assert str(answer.cycle or "") == row["cycle"]


def episodic(row: dict[str, str]) -> None:
    judgement = reverted_to_episodic(Tally.of(diary(row["last 84 days"])))
    average, each_month = judgement.reasons
    assert judgement.verdict is average.verdict
    assert (average.verdict.value, each_month.verdict.value) == (row["average"], row["each month"])


def multi_domain(row: dict[str, str]) -> None:
    tally, injections = treated(row["before"], row["cycle"])
    dates = (injections[0].isoformat(), (injections[0] + dt.timedelta(84)).isoformat())
    filled = [Questionnaire("hit-6", date, total=float(t)) for date, t in zip(dates, row["HIT-6"].split())]  # noqa: B905
    filled += [Questionnaire("midas", date, total=float(t)) for date, t in zip(dates, row["MIDAS"].split())]  # noqa: B905
    for date, total in zip(dates, row["MSQ items 1-7"].split()):  # noqa: B905
        each, more = divmod(int(total), 7)
        items = (each + 1,) * more + (each,) * (7 - more) + (1,) * 7
        filled.append(Questionnaire("msq-2.1", date, items=items))
    judgement = multi_domain_response(tally, injections, 1, filled)
    assert judgement.verdict.value == row["verdict"]
    names = ("days", "HIT-6", "MSQ", "MIDAS", "severity")
    shown = ", ".join(f"{n} {r.verdict.value}" for n, r in zip(names, judgement.reasons, strict=True))
    assert shown == row["domains"]


RUNNERS = {
    "response": response,
    "first-response": first_response,
    "episodic": episodic,
    "multi-domain": multi_domain,
}
