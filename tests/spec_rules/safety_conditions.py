"""docs/spec/safety-conditions.md"""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import cache

from interictal.injection.findings import Finding
from interictal.injection.indications import INDICATION_IDS
from interictal.injection.maps import body_map
from interictal.injection.plan import Plan
from interictal.injection.planning import make_plan
from interictal.injection.previous import Earlier
from interictal.injection.products import PRODUCTS
from interictal.injection.protocol_files import protocol
from interictal.injection.record import (
    CHECKLIST,
    Answer,
    Elsewhere,
    RecordedSite,
    RecordedVial,
    SessionRecord,
    Status,
)
from interictal.profile import Profile
from interictal.profile.conditions import QUESTIONS
from interictal.safety.checks import session_findings
from interictal.safety.conditions import condition_findings
from spec_rules.safety_doses import DAY, ONA, doses, toxins
from spec_rules.safety_doses import PRODUCTS as PRODUCT_NAMES

NOW = dt.datetime(2026, 11, 22, 18, tzinfo=dt.UTC)
ALL_NO = dict.fromkeys(QUESTIONS, Answer.NO)


@cache
def plan(jurisdiction: str = "us") -> Plan:
    """The fixed sites of chronic migraine, from one vial of 200 units in 4 mL."""
    made = protocol("chronic-migraine", "preempt-fixed", ONA)
    return make_plan(
        made,
        body_map(made.drawing),
        jurisdiction=jurisdiction,
        vial_units=Decimal(200),
        diluent_ml=Decimal(4),
    )


@cache
def session() -> SessionRecord:
    """A session that gave the plan as it stands, every question answered with no."""
    at = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
    vial = RecordedVial(
        id="v1",
        product=ONA,
        units=Decimal(200),
        lot="C1234",
        expiry=dt.date(2027, 6, 30),
        opened_at=at,
        reconstituted_at=at,
        diluent_ml=Decimal(4),
        diluent="preservative-free 0.9 % sodium chloride",
    )
    sites = tuple(
        RecordedSite(
            id=site.id,
            muscle=site.muscle,
            side=site.side,
            units=site.units.amount,
            volume_ml=site.volume_ml,
            vial="v1",
            status=Status.GIVEN,
        )
        for site in plan().sites
    )
    return SessionRecord(
        patient="p1",
        clinician="c1",
        date=DAY,
        indication="chronic-migraine",
        protocol="preempt-fixed",
        product=ONA,
        jurisdiction="us",
        vials=(vial,),
        sites=sites,
        answers=ALL_NO,
        started_at=at + dt.timedelta(minutes=5),
        ended_at=at + dt.timedelta(minutes=20),
        consent=True,
        checklist=dict.fromkeys(CHECKLIST, True),
        aftercare=True,
    )


def answered(question: str, answer: str) -> dict[str, Answer]:
    """All questions with no, but for this one."""
    others = {each: Answer.NO for each in QUESTIONS if each != question}
    return others if answer == "not asked" else {**others, question: Answer(answer)}


def condition(row: dict[str, str]) -> None:
    words = row["with"].split()
    product = next((word for word in words if word in PRODUCTS), "" if row["with"] == "unknown product" else ONA)
    indication = next(
        (word for word in words if word in INDICATION_IDS),
        "" if row["with"] == "unknown indication" else "chronic-migraine",
    )
    found = condition_findings(
        answered(row["question"], row["answer"]),
        product=product,
        jurisdiction="eu" if "eu" in words else "us",
        indication=indication,
    )
    shown = " ".join(f"{each.severity.value} {each.code}" for each in found)
    assert shown == row["finds"].replace("nothing", "")
    assert " ".join(each.source for each in found) == row["source"]
    assert row["says"] in " ".join(each.because for each in found), found
    assert all(each.about == (row["question"],) for each in found)


def background(row: dict[str, str]) -> None:
    found = condition_findings(
        answered(row["question"], row["session"]),
        product=ONA,
        jurisdiction="us",
        indication=row["for"] or "chronic-migraine",
        background={row["question"]: Answer(row["profile"])},
    )
    severity, *both = row["finds"].replace("nothing", "").split() or [""]
    assert [each.severity.value for each in found] == [severity] * bool(severity)
    assert [f"The profile says {row['profile']}" in each.because for each in found] == [bool(both)] * len(found)


def never_asked(row: dict[str, str]) -> None:
    words, silent = row["with"].split(), row["not asked"].split()
    found = condition_findings(
        {each: Answer.NO for each in QUESTIONS if each not in silent},
        product=next((word for word in words if word in PRODUCTS), ONA),
        jurisdiction="us",
        indication=next((word for word in words if word in INDICATION_IDS), "chronic-migraine"),
    )
    assert sorted(each.severity.value for each in found) == row["finds"].split(), found
    assert row["says"] in " ".join(each.because for each in found), found
    assert sorted(question for each in found for question in each.about) == sorted(silent)


def of_code(found: tuple[Finding, ...], code: str) -> list[Finding]:
    """Those of one code."""
    return [each for each in found if each.code == code]


def elsewhere(row: dict[str, str]) -> None:
    told = tuple(Elsewhere(date=each.date, product=each.product, units=each.units) for each in toxins(row["told"]))
    record = replace(session(), answers=answered("toxin_elsewhere", row["answer"]), elsewhere=told)
    found = of_code(session_findings(record, earlier=(), now=NOW), "DUPTHPY")
    assert [each.severity.value for each in found] == row["finds"].replace("nothing", "").split(), found
    assert row["says"] in " ".join(each.because for each in found), found
    assert all(each.source == "us-pi-botox#7" for each in found)


def whole(row: dict[str, str]) -> None:
    """A whole session of one protocol, by one code: what the doses, the weight and the age of the row ask for."""
    sites = tuple(
        RecordedSite(id=each.site, muscle=each.muscle, side=each.side, units=each.units, vial="v1", status=Status.GIVEN)
        for each in doses(row["sites"])
    )
    product = PRODUCT_NAMES[row["product"]]
    record = replace(
        session(),
        product=product,
        jurisdiction=row["where"],
        indication=row["indication"],
        protocol="label",
        sites=sites,
        weight_kg=Decimal(row["kg"]) if row["kg"] else None,
    )
    told = row.get("profile kg", "")
    profile = Profile(
        age=None if row["age"] == "?" else float(row["age"]), sex="female", weight_kg=float(told) if told else None
    )
    earlier = [
        Earlier(date=each.date, product=each.product, units=each.units, indication=each.indication)
        for each in toxins(row.get("earlier", ""))
        if each.date is not None
    ]
    found = of_code(session_findings(record, profile=profile, earlier=earlier, now=NOW), row["code"])
    assert [each.severity.value for each in found] == row["finds"].replace("nothing", "").split(), found
    assert row["says"] in " ".join(each.because for each in found), found


RUNNERS = {
    "safety-condition": condition,
    "safety-background": background,
    "safety-never-asked": never_asked,
    "safety-elsewhere": elsewhere,
    "safety-whole": whole,
    "safety-whole-earlier": whole,
}
