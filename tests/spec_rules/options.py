"""docs/spec/options.md"""

import re

from interictal.assessment.options import options
from interictal.guidelines import apply, ids
from interictal.outcomes.wearing_off import WearingOff
from interictal.sources import source
from interictal.verdicts import Verdict
from support.cases import case

ADVICE = re.compile(
    r"\b(should|must|ought|recommend\w*|advis(e|es|ed)|works?|worked|best|better|effective|ineffective|"
    r"need(s|ed)?|safe(ly|st|r)?|optimal|caus(e|es|ed))\b",
    re.IGNORECASE,
)


def listed(row: dict[str, str]) -> None:
    patient = case(row["days"], row["sessions"], row["profile"], row["diagnoses"])
    wore_off = tuple(
        WearingOff(number, Verdict(word), None, "18 per 28 days in weeks 9 to 12 against 9 in weeks 5 to 8")
        for number, word in enumerate(row["wore off"].split(), 1)
    )
    verdicts = tuple(apply(one, patient) for one in ids())
    found = options(patient, verdicts, patient.responses, wore_off)
    assert " ".join(one.id for one in found) == row["options"]
    for one in found:
        assert one.sources
        assert all(source(cited) for cited in one.sources)
        for text in (one.label, one.because):
            assert not ADVICE.search(text), text
        assert one.because.endswith(".")


RUNNERS = {"options": listed}
