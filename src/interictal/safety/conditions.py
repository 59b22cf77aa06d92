"""The answers to the questions asked before injecting, against what the labels say. Data: ``data/conditions.toml``.

An answer can only add a finding: nothing here ever says that something is safe. Contraindications ask like everything
else that is a clinician's judgement, and their words name them as contraindications of the label.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.injection.catalogue import JURISDICTIONS
from interictal.injection.findings import CODES, Finding, Severity
from interictal.injection.indications import INDICATION_IDS
from interictal.injection.products import PRODUCTS
from interictal.injection.record import Answer
from interictal.injection.tables import Table, table_of
from interictal.profile.conditions import ALWAYS_ASKED, QUESTIONS
from interictal.safety.intervals import OURS, count, seen

REFERENCE = "onabotulinumtoxinA"
"""Whose label is cited, and said to be, where no passage of the product's own label is on file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where a label says it.

    Args:
        source: document and place.
        confirmed: False where it was not seen in the label itself; ``note`` says where it was.
        note: see there.
    """

    source: str
    confirmed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a label says of one question.

    Args:
        question: id (``interictal.profile.conditions``).
        code: of the finding.
        title: what was asked about, as a noun.
        why: what the label says of it, in our own words.
        contraindicated: the label excludes the injection, or the place.
        products: whom it concerns; () all.
        indications: for what it concerns; () all.
        passages: (product, jurisdiction) -> where the label says it.
    """

    question: str
    code: str
    title: str
    why: str
    contraindicated: bool
    products: tuple[str, ...]
    indications: tuple[str, ...]
    passages: Mapping[tuple[str, str], Passage]

    def concerns(self, product: str, indication: str) -> bool:
        """Whether it concerns this product and indication; one that is not known ("") may be any."""
        return (not self.products or product in ("", *self.products)) and (
            not self.indications or indication in ("", *self.indications)
        )

    def passage(self, product: str, jurisdiction: str) -> tuple[Passage, str]:
        """Where this product's label says it, else where another's does; and what a user is told of that."""
        for other, where in (
            (product, jurisdiction),
            *((product, each) for each in JURISDICTIONS),
            (REFERENCE, jurisdiction),
        ):
            if (other, where) in self.passages:
                break
        else:
            (other, where) = next(iter(self.passages))
        found = self.passages[other, where]
        if other != product and product:
            return found, f" Read for {other}: look it up in the label of {product}."
        if where != jurisdiction and jurisdiction:
            return found, f" Read in the label of another jurisdiction ({where}): look it up in that of {jurisdiction}."
        return found, seen(found.confirmed)


def questions_for(product: str, indication: str) -> tuple[str, ...]:
    """Ids of the questions to ask before injecting this product for this indication, in the order of the list."""
    return tuple(each for each, condition in conditions().items() if condition.concerns(product, indication))


_MAY_NOT_APPLY = ("pregnancy", "breast_feeding")
"""Questions that do not concern everybody."""


def condition_findings(
    answers: Mapping[str, Answer],
    *,
    product: str,
    jurisdiction: str,
    indication: str,
    background: Mapping[str, Answer] | None = None,
) -> tuple[Finding, ...]:
    """What the answers ask for.

    Args:
        answers: the session's own: question id -> answer. A question that is not in it was not asked.
        product, jurisdiction, indication: "" unknown.
        background: answers of the profile. They stand in for the session's own except for ``ALWAYS_ASKED``, which
            change from one session to the next; where the profile says yes or possible and the session no, both are
            told.

    Returns:
        One finding for each question that was answered with yes, possible or unknown, and for each of ``ALWAYS_ASKED``
        that was not asked; one that asks for all contraindications that nobody asked about, and one note for all
        others that were not asked. ``toxin_elsewhere`` is left to
        ``interictal.safety.checks``, which knows what was told.
    """
    found: list[Finding] = []
    silent: list[str] = []
    for question, condition in conditions().items():
        if question == "toxin_elsewhere" or not condition.concerns(product, indication):
            continue
        before = (
            None if question in ALWAYS_ASKED and question not in _MAY_NOT_APPLY else (background or {}).get(question)
        )
        answer = answers.get(question)
        words = ""
        if answer is Answer.NOT_APPLICABLE and question not in _MAY_NOT_APPLY and before is None:
            answer = None  # there is nobody whom the question does not concern
        if answer is None:
            answer = None if question in ALWAYS_ASKED else before
        elif before in (Answer.YES, Answer.POSSIBLE) and answer in (Answer.NO, Answer.NOT_APPLICABLE):
            words = f" The profile says {before.value}, the session {answer.value}: settle which."
            answer = before
        if answer is None and question not in ALWAYS_ASKED:
            silent.append(question)
        elif answer not in (Answer.NO, Answer.NOT_APPLICABLE):
            found.append(asked(condition, answer, product=product, jurisdiction=jurisdiction, more=words))
    excluding = [each for each in silent if conditions()[each].contraindicated]
    silent = [each for each in silent if each not in excluding]
    if excluding:
        found.append(_never_asked(excluding, product, jurisdiction))
    if silent:
        found.append(
            Finding(
                code="COND",
                severity=Severity.NOTE,
                because=f"Not asked about conditions and medicines: {count(len(silent), 'question')} ("
                f"{', '.join(each.replace('_', ' ') for each in silent)}). Ask them.",
                source=OURS,
                about=tuple(silent),
            )
        )
    return tuple(found)


def asked(condition: Condition, answer: Answer | None, *, product: str, jurisdiction: str, more: str = "") -> Finding:
    """The finding for one answer that is neither no nor not applicable.

    Args:
        condition: what the label says of the question.
        answer: None where nobody asked.
        product, jurisdiction: whose label is cited.
        more: added before what is told of the source.
    """
    opening, do = _ANSWERED[answer]
    strength = " Contraindicated by the label." if condition.contraindicated else ""
    where, told = condition.passage(product, jurisdiction)
    return Finding(
        code=condition.code,
        severity=Severity.ASK,
        because=f"{opening.format(condition.title)}: {condition.why}.{strength} {do}{more}{told}",
        source=where.source,
        about=(condition.question,),
    )


def _never_asked(questions: list[str], product: str, jurisdiction: str) -> Finding:
    """One finding for all contraindications that nobody asked about."""
    own = [conditions()[each] for each in questions]
    where, told = own[0].passage(product, jurisdiction)
    return Finding(
        code=own[0].code,
        severity=Severity.ASK,
        because=f"Nobody asked about {'; '.join(each.title for each in own)}. Contraindicated by the label. "
        f"Ask before injecting.{told}",
        source=where.source,
        about=tuple(questions),
    )


_ANSWERED: dict[Answer | None, tuple[str, str]] = {
    Answer.YES: ("Yes to {}", "Give the reason for going on, or do not inject."),
    Answer.POSSIBLE: ("Possibly {}", "Settle it first, or give the reason for going on."),
    Answer.UNKNOWN: ("Nobody knows about {}", "Unknown is not no: find out, or give the reason for going on."),
    Answer.NOT_APPLICABLE: ("Said not to apply: {}", "Answer the question."),
    None: ("Nobody asked about {}", "Ask before injecting."),
}


# --- Reading the file ------------------------------------------------------------------------------------------------

_FILE = "conditions.toml"
_KEYS = {"code", "title", "why", "contraindicated", "products", "indications"}


@cache
def conditions() -> Mapping[str, Condition]:
    """What the labels say, by question, in the order in which the questions are asked."""
    return parse((Path(__file__).with_name("data") / _FILE).read_text(encoding="utf-8"), _FILE)


def parse(text: str, file: str) -> Mapping[str, Condition]:
    """The conditions in the text of the file (docs/spec/safety-conditions.md).

    Raises:
        InvalidInput: what is wrong, with its place: a question that is not one of the list or has no entry, an entry
            without a citation, a passage that was not seen and does not say where it was.
    """
    whole = table_of(text, file)
    whole.only(set(QUESTIONS))
    missing = [each for each in QUESTIONS if each not in whole.given]
    if missing:
        raise InvalidInput("questions", missing[0], "every question once", "Add its table.", file=file)
    return {each: _condition(each, _inner(whole, each)) for each in QUESTIONS}


def _condition(question: str, table: Table) -> Condition:
    table.only({*_KEYS, *PRODUCTS})
    passages: dict[tuple[str, str], Passage] = {}
    for name in PRODUCTS:
        if name in table.given:
            labels = _inner(table, name)
            labels.only(set(JURISDICTIONS))
            for jurisdiction in labels.given:
                passages[name, jurisdiction] = _passage(_inner(labels, jurisdiction))
    if not passages:
        raise table.wrong("source", "none", "at least one product's label", "A rule without a citation cannot load.")
    return Condition(
        question=question,
        code=_of(table, "code", (table.text("code"),), tuple(CODES))[0],
        title=table.text("title"),
        why=table.text("why"),
        contraindicated=table.flag("contraindicated", default=False),
        products=_of(table, "products", table.texts("products"), PRODUCTS),
        indications=_of(table, "indications", table.texts("indications"), INDICATION_IDS),
        passages=passages,
    )


def _passage(table: Table) -> Passage:
    table.only({"source", "confirmed", "note"})
    passage = Passage(source=table.cited(), confirmed=table.confirmed(), note=table.text_or_none("note"))
    if not passage.confirmed and not passage.note:
        raise table.wrong("note", "", "a text", "Say where it was seen instead.")
    return passage


def _inner(table: Table, key: str) -> Table:
    value = table.given[key]
    name = f"{table.name}.{key}" if table.name else key
    if not isinstance(value, dict):
        raise table.wrong(key, value, "a table")
    return Table(value, table.file, name)


def _of(table: Table, key: str, values: Iterable[str], allowed: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(values)
    for each in found:
        if each not in allowed:
            raise table.wrong(key, each, ", ".join(allowed))
    return found
