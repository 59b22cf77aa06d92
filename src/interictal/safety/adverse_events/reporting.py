"""What is reported: the four things a report needs, the days of expedited reporting, and the authority's form."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from interictal.injection.record import SessionRecord, Status
from interictal.safety.adverse_events.causality import naranjo, relatedness
from interictal.safety.adverse_events.events import (
    SERIOUS_WORDS,
    AdverseEvent,
    Listed,
    Outcome,
    Related,
    Seriousness,
    term_named,
)
from interictal.safety.adverse_events.expectedness import expectedness
from interictal.units import digits


class Element(Enum):
    """What a report needs to be one.

    Source: ``gvp-vi-b2``
    """

    PATIENT = "an identifiable patient"
    REPORTER = "an identifiable reporter"
    PRODUCT = "a suspected product"
    EVENT = "an event or outcome"


def minimum(event: AdverseEvent, record: SessionRecord | None = None) -> tuple[Element, ...]:
    """Which of the four are missing, in their order.

    Args:
        event: the event.
        record: of the linked session; its product counts where the event names none.

    Source: ``gvp-vi-b2``
    """
    there = {
        Element.PATIENT: event.patient or event.age is not None or event.sex,
        Element.REPORTER: event.reporter.id or event.reporter.qualification is not None,
        Element.PRODUCT: _product(event, record),
        Element.EVENT: event.term not in ("", "other") or event.description or event.outcome is Outcome.FATAL,
    }
    return tuple(element for element, present in there.items() if not present)


SCOPE = (
    "These are the days that ICH E2A gives a sponsor before approval; after approval other rules hold (ICH E2D, GVP "
    "Module VI, 21 CFR 600.80). A clinic reports to its authority without delay."
)

_FIRST, _COMPLETE, _OTHER = 7, 8, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """By when an expedited report would be due.

    Args:
        days: calendar days to the first report, 7 or 15.
        first: day by which the first report is due; None where the day it was first known is not recorded.
        complete: day by which a report of the 7-day kind is completed; None for the other kind.
        certain: False where it hangs on something that nobody judged.
        words: as a person reads it.
        source: citation.
    """

    days: int
    first: dt.date | None
    complete: dt.date | None
    certain: bool
    words: str
    source: str


def clock(event: AdverseEvent, record: SessionRecord | None = None) -> Clock | None:
    """The days of expedited reporting: for a serious, unexpected event held to be related.

    What nobody judged never stops the clock: it runs, and ``words`` says what it hangs on.

    Returns:
        None where the event is not serious (or nobody said so), is listed, or is held to be unrelated.

    Source: ``ich-e2a``
    """
    related = relatedness(event)
    listed = _expected(event, record)
    if not event.serious or related is Related.NO or listed is Listed.LISTED:
        return None
    days = _FIRST if event.worst else _OTHER
    open_questions = []
    if listed is Listed.UNKNOWN:
        open_questions.append("the label does not list it")
    if related is Related.UNKNOWN:
        open_questions.append("the treatment is held to have caused it")
    first = None if event.received is None else event.received + dt.timedelta(days=days)
    complete = first + dt.timedelta(days=_COMPLETE) if first is not None and event.worst else None
    what = "Fatal or life-threatening" if event.worst else "Serious"
    start = "from the day it was first known" if event.received is None else f"from {event.received}"
    words = f"{what}: {days} calendar days {start}"
    words += ", which is not recorded" if first is None else f", so by {first}"
    if event.worst:
        words += f", and complete within {_COMPLETE} more" + (f", by {complete}" if complete else "")
    if open_questions:
        words += f", if {' and '.join(open_questions)}; that was not judged"
    return Clock(
        days=days, first=first, complete=complete, certain=not open_questions, words=f"{words}.", source="ich-e2a#III.B"
    )


def _expected(event: AdverseEvent, record: SessionRecord | None) -> Listed:
    return expectedness(event, _product(event, record), record.jurisdiction if record else "").listed


def _product(event: AdverseEvent, record: SessionRecord | None) -> str:
    return event.product or (record.product if record else "")


NOT_RECORDED = "not recorded"

_WIDTH = 96


def authority_report(event: AdverseEvent, record: SessionRecord | None = None, *, date: dt.date | None = None) -> str:
    """The report, in the fields of the CIOMS I form, for whoever enters it at the authority.

    Nothing is refused and nothing guessed: what is missing is printed as "not recorded". It holds the patient's
    identifier and the reporter's description; it goes to the authority and to nobody else.

    Args:
        event: the event.
        record: of the linked session.
        date: of the report.

    Source: ``cioms-i``
    """
    answers = event.naranjo
    sections: list[tuple[str, list[tuple[str, str, str]]]] = [
        (
            "I. Reaction",
            [
                ("1", "Patient (identifier)", event.patient),
                ("1a", "Country", event.reporter.country),
                ("2", "Date of birth", ""),
                ("2a", "Age in years", "" if event.age is None else str(event.age)),
                ("3", "Sex", event.sex),
                ("4-6", "Onset", _day(event.onset)),
                ("7+13", "Reaction", _reaction(event)),
                ("8-12", "Seriousness", _seriousness(event)),
            ],
        ),
        (
            "II. Suspected medicine",
            [
                ("14", "Name and batch", _suspect(event, record)),
                ("15", "Dose", _dose(record)),
                ("16", "Route", _sites(event, record)),
                ("17", "Indication", record.indication if record else ""),
                ("18", "Dates of therapy", _day(event.session or (record.date if record else None))),
                ("19", "Duration of therapy", "one session" if record or event.session else ""),
                ("20", "Better after stopping", _answer(answers, "3")),
                ("21", "Back after giving it again", _answer(answers, "4")),
            ],
        ),
        (
            "III. Other medicines and history",
            [("22", "Other medicines and dates", ""), ("23", "Other relevant history", _history(record))],
        ),
        (
            "IV. Manufacturer and reporter",
            [
                ("24a-c", "Manufacturer and its numbers", ""),
                ("24d", "Source", _source(event)),
                ("25", "Date of this report", _day(date)),
                ("26", "Reporter (identifier)", event.reporter.id),
            ],
        ),
        (
            "Judgements",
            [
                ("", "Case number", event.id),
                ("", "Severity", event.severity.value if event.severity else ""),
                ("", "Outcome", event.outcome.value.replace("-", " ") if event.outcome else ""),
                ("", "Caused by the treatment", _related(event)),
                ("", "WHO-UMC category", event.who_umc),
                ("", "Naranjo score", _naranjo(event)),
                ("", "Listed in the label", _expected(event, record).value.replace("-", " ")),
                ("", "MedDRA", " ".join(filter(None, (event.meddra.code, event.meddra.version)))),
            ],
        ),
    ]
    lines = ["Suspected adverse reaction, in the fields of the CIOMS I form", ""]
    for title, fields in sections:
        lines.append(title)
        for number, name, value in fields:
            lines += _line(number, name, value)
        lines.append("")
    missing = minimum(event, record)
    lines += _wrapped(
        "All four things a report needs are there."
        if not missing
        else f"Missing of the four things a report needs: {', '.join(each.value for each in missing)}."
    )
    due = clock(event, record)
    if due is not None:
        lines += _wrapped(f"{due.words} {SCOPE}")
    lines += _wrapped(_where(event.reporter.country))
    return "\n".join(lines) + "\n"


def _where(country: str) -> str:
    """Where such a report goes, by the country of the reporter."""
    places = {
        "US": "Enter it at FDA MedWatch (form 3500, www.fda.gov/medwatch).",
        "GB": "Enter it at Yellow Card (yellowcard.mhra.gov.uk).",
    }
    return places.get(country, "Enter it at the national authority of the reporter's country.")


def _line(number: str, name: str, value: str) -> list[str]:
    label = f"  {number:<6}{name + ':':<30}"
    clean = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return textwrap.wrap(
        clean or NOT_RECORDED, _WIDTH, initial_indent=label, subsequent_indent=" " * len(label), break_on_hyphens=False
    )


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_on_hyphens=False)


def _day(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()


def _reaction(event: AdverseEvent) -> str:
    term = term_named(event.term)
    end = f"ended {event.end.isoformat()}" if event.end else ""
    return ". ".join(filter(None, (term.name if term else "", event.description.strip().rstrip("."), end)))


def _seriousness(event: AdverseEvent) -> str:
    if event.serious is None:
        return ""
    criteria = list(event.seriousness or ())
    if event.outcome is Outcome.FATAL and Seriousness.DEATH not in criteria:
        criteria.insert(0, Seriousness.DEATH)
    return "; ".join(SERIOUS_WORDS[each] for each in criteria) or "not serious"


def _suspect(event: AdverseEvent, record: SessionRecord | None) -> str:
    product = _product(event, record)
    batches = lots(event, record)
    return f"{product or 'name not recorded'}, batch {', '.join(batches) or NOT_RECORDED}" if product or batches else ""


def lots(event: AdverseEvent, record: SessionRecord | None) -> tuple[str, ...]:
    """The lots of the event; where it names none, those of the linked session's vials."""
    if event.lots or record is None:
        return event.lots
    return tuple(dict.fromkeys(vial.lot for vial in record.vials if vial.lot))


def dose(record: SessionRecord | None) -> tuple[Decimal, bool]:
    """Units given in the session, in its product's own units, and whether every injected site has its units."""
    given = [site.units for site in record.sites if site.status is not Status.SKIPPED] if record else []
    return sum((units for units in given if units is not None), Decimal(0)), bool(given) and None not in given


def _dose(record: SessionRecord | None) -> str:
    units, whole = dose(record)
    if not units or record is None:
        return ""
    words = f"{digits(units)} U {record.product}".rstrip()
    return f"{words} in one session" if whole else f"at least {words} in one session; not every site has its units"


def _sites(event: AdverseEvent, record: SessionRecord | None) -> str:
    sites = event.sites or tuple(
        site.id for site in (record.sites if record else ()) if site.id and site.status is not Status.SKIPPED
    )
    return f"injection; sites: {', '.join(sites)}" if sites else ""


def _answer(answers: Mapping[str, bool | None], number: str) -> str:
    return {True: "yes", False: "no", None: ""}[answers.get(number)]


def _history(record: SessionRecord | None) -> str:
    return "; ".join(f"{question}: {answer.value}" for question, answer in (record.answers if record else {}).items())


def _source(event: AdverseEvent) -> str:
    return event.reporter.qualification.value.replace("-", " ") if event.reporter.qualification else ""


def _related(event: AdverseEvent) -> str:
    answer = relatedness(event)
    return "" if answer is Related.UNKNOWN else answer.value


def _naranjo(event: AdverseEvent) -> str:
    if not event.naranjo:
        return ""
    score = naranjo(event.naranjo)
    if score is None:
        return "incomplete: not every question was answered"
    return f"{score.points}, {score.band}"
