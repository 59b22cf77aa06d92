"""docs/spec/profile.md"""

import pytest

from interictal.errors import InvalidInput
from interictal.profile import Preventive, StopReason, failed_classes, preventive_failed, profile_from
from interictal.profile.answers import Profile


def _reason(text: str) -> StopReason | None:
    return StopReason(text) if text else None


def failed(row: dict[str, str]) -> None:
    weeks = float(row["weeks"]) if row["weeks"] else None
    preventive = Preventive(row["name"], row["class"], weeks, _reason(row["reason"]))
    assert preventive_failed(preventive).value == row["failed"]


def classes(row: dict[str, str]) -> None:
    cell = row["preventives (name:class:reason)"]
    tried = []
    for each in cell.split() if cell != "unknown" else ():
        name, drug_class, reason = each.split(":")
        tried.append(Preventive(name, drug_class, None, _reason(reason)))
    found = failed_classes(None if cell == "unknown" else tried)
    assert found.certain == tuple(row["certain"].split())
    assert (found.at_least, found.at_most) == (int(row["at least"]), int(row["at most"]))


def pregnancy(row: dict[str, str]) -> None:
    pregnant = {"": None, "true": True, "false": False}[row["pregnant"]]
    said = row["answers.pregnancy"]
    answers = {"pregnancy": said} if said else {}
    content = {"answers": answers} if pregnant is None else {"pregnant": pregnant, "answers": answers}
    if row["pregnancy is"] == "refused":
        with pytest.raises(InvalidInput, match=r"p\.toml: answers\.pregnancy"):
            profile_from(content, file="p.toml")
        with pytest.raises(InvalidInput, match=r"^answers\.pregnancy"):
            Profile(pregnant=pregnant, answers=answers)
        return
    assert profile_from(content).answers.get("pregnancy", "") == row["pregnancy is"]
    assert profile_from(content).pregnant is pregnant


def history(row: dict[str, str]) -> None:
    given = dict(each.split("=") for each in row["history"].split())
    content = {"history": given, "diagnosis": row["diagnosis"]}
    if row["is"] == "refused":
        with pytest.raises(InvalidInput, match=r"p\.toml: (?:history|diagnosis)"):
            profile_from(content, file="p.toml")
        with pytest.raises(InvalidInput, match=r"^(?:history|diagnosis)"):
            Profile(history=given, diagnosis=row["diagnosis"])
        return
    found = profile_from(content)
    assert " ".join(f"{question}={answer}" for question, answer in found.history.items()) == row["is"]
    assert found.diagnosis == row["diagnosis"]


RUNNERS = {
    "preventive-failed": failed,
    "failed-classes": classes,
    "profile-pregnancy": pregnancy,
    "profile-history": history,
}
