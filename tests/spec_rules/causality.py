"""docs/spec/causality.md"""

from interictal.safety.adverse_events.causality import contradicts, naranjo, relatedness
from interictal.safety.adverse_events.events import AdverseEvent, Related

_ANSWERS = {"y": True, "n": False, "u": None}


def score(row: dict[str, str]) -> None:
    answers = {str(n): _ANSWERS[sign] for n, sign in enumerate(row["answers"], 1) if sign != "."}
    found = naranjo(answers)
    if not row["points"]:
        assert found is None
        return
    assert found is not None
    assert (str(found.points), found.band) == (row["points"], row["band"])
    assert found.not_known == tuple(str(n) for n, sign in enumerate(row["answers"], 1) if sign == "u")


def read(row: dict[str, str]) -> None:
    event = AdverseEvent(id="E1", related=Related(row["reporter"]), who_umc=row["category"])
    assert relatedness(event).value == row["reads"]
    assert contradicts(event) is (row["reporter"] != "unknown" and row["reads"] == "unknown")


RUNNERS = {"naranjo": score, "relatedness": read}
