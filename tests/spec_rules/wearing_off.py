"""docs/spec/wearing-off.md"""

from interictal.outcomes.wearing_off import wearing_off
from spec_rules.response import treated


def wore_off(row: dict[str, str]) -> None:
    cycle = f".28 {row['weeks 5-8']} {row['weeks 9-12']}"
    answer, *_ = wearing_off(*treated(row["before"], f"{cycle} / .28" if row["then"] else cycle))
    assert answer.cycle == 1
    assert answer.verdict.value == row["verdict"], answer.because
    assert str(answer.week or "") == row["week"], answer.because
    assert row["says"] in answer.because


RUNNERS = {"wearing-off": wore_off}
