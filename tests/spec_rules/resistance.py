"""docs/spec/resistant-migraine.md"""

from interictal.outcomes.resistance import refractory_migraine, resistant_migraine
from interictal.profile import PREVENTIVE_CLASSES, Preventive, Profile, StopReason
from interictal.verdicts import Verdict
from support.diaries import days

JUDGED = {3: resistant_migraine, 6: refractory_migraine}


def debilitating(row: dict[str, str]) -> None:
    judgement = JUDGED[int(row["months"])](days(row["diary"]), Profile(), diagnosis=Verdict.MET)
    reason = {each.criterion: each for each in judgement.reasons}["debilitating headache"]
    assert reason.verdict.value == row["verdict"], reason.because


def _preventives(cell: str) -> tuple[Preventive, ...] | None:
    if cell == "unknown":
        return None
    tried = []
    for each in cell.split() if cell != "none" else ():
        name = each.rstrip("?")
        reason = None if name and name != each else StopReason.NOT_TOLERATED
        tried.append(Preventive(name, name if name in PREVENTIVE_CLASSES else "", None, reason))
    return tuple(tried)


def resistance(row: dict[str, str]) -> None:
    triptans = int(row["triptans failed"]) if row["triptans failed"] else None
    profile = Profile(preventives=_preventives(row["classes failed"]), triptans_failed=triptans)
    for judge, name in ((resistant_migraine, "resistant"), (refractory_migraine, "refractory")):
        judgement = judge(days("(D8 .22)6"), profile, diagnosis=Verdict(row["diagnosis"]))
        assert judgement.verdict.value == row[name], judgement
        assert judgement.id == f"ehf2020.{name}"


RUNNERS = {"debilitating": debilitating, "resistance": resistance}
