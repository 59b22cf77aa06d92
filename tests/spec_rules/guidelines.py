"""docs/spec/guidelines.md"""

from interictal.guidelines import apply, ids, load
from interictal.guidelines.applying import verdicts
from interictal.guidelines.kinds import KINDS
from interictal.guidelines.reading import parse
from support.cases import case

HEAD = """
id = "nice-ta260"
title = "A rule under test"
body = "b"
jurisdiction = "j"
document = "d"
version = "v"
date = "2024"
review_by = 2030-01-01
"""


def judged_alone(row: dict[str, str], **more: object) -> str:
    numbers = f", {row['numbers']}" if row["numbers"] else ""
    criterion = f'{{ kind = "{row["kind"]}", label = "l", place = "p"{numbers} }}'
    question = "start" if KINDS[row["kind"]].to_start else "stop"
    rules = parse(f"{HEAD}[{question}]\ncriteria = [{criterion}]", "test.toml")
    patient = case(row["days"], row["sessions"], row.get("profile", ""), row.get("diagnoses", ""), **more)
    result = verdicts(rules, patient)
    judgement = result.start or result.stop
    assert judgement is not None
    (reason,) = judgement.reasons
    assert reason.because.endswith(".")
    return reason.verdict.value


def criterion(row: dict[str, str]) -> None:
    assert judged_alone(row) == row["verdict"]


def attack_diary(row: dict[str, str]) -> None:
    assert judged_alone(row, attack_diary=True) == row["verdict"]


def whole(row: dict[str, str]) -> None:
    patient = case(row["days"], row["sessions"], row["profile"], row["diagnoses"])
    result = apply(row["guideline"], patient)
    judgement = {"start": result.start, "continue": result.go_on, "stop": result.stop}[row["question"]]
    assert (judgement.verdict.value if judgement else "") == row["verdict"]
    if judgement:
        assert judgement.id == f"{row['guideline']}.{row['question']}"


def listed(row: dict[str, str]) -> None:
    assert row["id"] in ids()
    one = load(row["id"])
    assert one.jurisdiction == row["jurisdiction"]
    assert one.confirmed == (row["confirmed"] == "yes")
    assert one.review_by.isoformat() == row["review by"]
    for name, question in (("start", one.start), ("continue", one.go_on), ("stop", one.stop)):
        assert (str(len(question.criteria)) if question else "") == row[name]


RUNNERS = {
    "guideline-list": listed,
    "guideline-criterion": criterion,
    "guideline-attack-diary": attack_diary,
    "guideline-verdict": whole,
}
