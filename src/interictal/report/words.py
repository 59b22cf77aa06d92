"""Words that page and sheet share: verdicts, names of criteria and counts, sources, and text made safe to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from interictal.assessment.result import Assessment
from interictal.errors import InvalidInput
from interictal.outcomes.definitions import definition
from interictal.outcomes.response import RESPONDER_LEVELS
from interictal.sources import Source, source
from interictal.verdicts import Judgement, Reason, Verdict

VERDICT = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNDETERMINED: "cannot tell"}
"""A verdict in words."""

SHAPE = {Verdict.MET: "●", Verdict.NOT_MET: "○", Verdict.UNDETERMINED: "◐"}
"""The shape that stands beside the word."""

NO_RULE = "no rule"
"""What stands where a document says nothing on a question."""

CRITERIA = {
    "ichd3.1.1": "Migraine without aura (ICHD-3 1.1)",
    "ichd3.1.2": "Migraine with aura (ICHD-3 1.2)",
    "ichd3.1.3": "Chronic migraine (ICHD-3 1.3)",
    "ichd3.1.5.1": "Probable migraine without aura (ICHD-3 1.5.1)",
    "ichd3.8.2": "Medication-overuse headache (ICHD-3 8.2)",
    "ichd3.8.2.1": "Ergotamine overuse (ICHD-3 8.2.1)",
    "ichd3.8.2.2": "Triptan overuse (ICHD-3 8.2.2)",
    "ichd3.8.2.3": "Non-opioid analgesic overuse (ICHD-3 8.2.3)",
    "ichd3.8.2.4": "Opioid overuse (ICHD-3 8.2.4)",
    "ichd3.8.2.5": "Combination analgesic overuse (ICHD-3 8.2.5)",
    "ichd3.8.2.6": "Overuse of several classes together (ICHD-3 8.2.6)",
    "ehf2020.resistant": "Resistant migraine (EHF 2020)",
    "ehf2020.refractory": "Refractory migraine (EHF 2020)",
    "first-response": "A response of 50 % in any period of 28 days",
    "reverted-to-episodic": "Headache has become episodic",
    "multi-domain-response": "A meaningful change in any of five domains, latest cycle",
}
"""What a criterion's id means; another id is shown as it is."""


def shown(text: str) -> str:
    """Text on one line without control and direction characters, which could make it read as something else."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text.split()))


def criterion_title(identifier: str) -> str:
    """What was judged, in words."""
    return CRITERIA.get(identifier, identifier)


def number(value: float | None) -> str:
    """A rate with one decimal; a missing one as an en dash."""
    return "–" if value is None else f"{value:.1f}"


def percent(value: float | None) -> str:
    """A change in percent with its sign; a missing one as an en dash.

    A fall just short of a responder level keeps a decimal: 29.8 is never shown as the 30 that it does not reach.
    """
    if value is None:
        return "–"
    whole = round(value)
    if value > whole and -whole in RESPONDER_LEVELS:
        return f"−{int(-10 * value) / 10:.1f} %"
    return f"{'−' if whole < 0 else '+' if whole > 0 else ''}{abs(whole)} %"


def plural(count: int, one: str, more: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{count} {one if count == 1 else more}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A document as it is listed.

    Args:
        id: its id in the register.
        text: who, what, where, when.
        doi: "" where there is none.
        url: "" where there is none.
        status: "" where verified; else what has to be said of it.
    """

    id: str
    text: str
    doi: str
    url: str
    status: str


_STATUS = {"verified": "", "unconfirmed": "unconfirmed", "ours": "our own rule"}


def citation(identifier: str) -> Citation:
    """The document behind a source id; an id that the register does not hold is shown as it is, and so marked."""
    wanted = identifier.partition("#")[0]
    try:
        found: Source = source(wanted)
    except InvalidInput:
        return Citation(wanted, wanted, "", "", "not in the register")
    return Citation(found.id, found.citation, found.doi, found.url, _STATUS[found.status])


def judgements(assessment: Assessment) -> list[tuple[str, Judgement]]:
    """Everything judged, with its title: the criteria, then each guideline's questions."""
    listed = [(criterion_title(one.id), one) for one in assessment.criteria]
    for guideline in assessment.guidelines:
        for question, judged in (("start", guideline.start), ("go on", guideline.go_on), ("stop", guideline.stop)):
            if judged is not None:
                listed.append((f"{guideline.title}: {question}", judged))
    return listed


def missing(assessment: Assessment) -> list[tuple[str, tuple[str, ...]]]:
    """What would have to be known to answer what is open: the sentence, and the questions that it leaves open."""
    found: dict[str, dict[str, None]] = {}
    for title, judged in judgements(assessment):
        # What leaves a subtype of 8.2 open leaves 8.2 open too, and is said there.
        if judged.verdict is Verdict.UNDETERMINED and not judged.id.startswith("ichd3.8.2."):
            for reason in judged.reasons:
                if reason.verdict is Verdict.UNDETERMINED and reason.criterion != NO_RULE:
                    found.setdefault(reason.because, {})[title] = None
    for response in assessment.response:
        if Verdict.UNDETERMINED in response.responder.values():
            found.setdefault(response.because, {})[f"Response in cycle {response.cycle}"] = None
    for worn in assessment.wearing_off:
        if worn.verdict is Verdict.UNDETERMINED:
            found.setdefault(worn.because, {})[f"Wearing off in cycle {worn.cycle}"] = None
    return [(because, tuple(titles)) for because, titles in found.items()]


def citations(assessment: Assessment, more: Iterable[str] = ()) -> list[Citation]:
    """Every document that the assessment rests on, each once, in the order in which it is first named."""
    ids: dict[str, None] = {}
    for name in (assessment.headache_definition, assessment.migraine_definition):
        ids[definition(name).source.partition("#")[0]] = None
    for _, judged in judgements(assessment):
        for reason in judged.reasons:
            ids[reason.source.partition("#")[0]] = None
    for option in assessment.options:
        ids.update(dict.fromkeys(each.partition("#")[0] for each in option.sources))
    ids.update(dict.fromkeys(more))
    return [citation(each) for each in ids]


def place(reason: Reason) -> str:
    """Where in its document a reason's rule stands, "" where that is not given."""
    return reason.source.partition("#")[2]
