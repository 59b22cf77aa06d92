"""docs/spec/profile.md"""

from interictal.profile import Preventive, StopReason, failed_classes, preventive_failed


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


RUNNERS = {"preventive-failed": failed, "failed-classes": classes}
