"""docs/spec/adverse-events.md"""

import datetime as dt
import json
from typing import Any

from interictal.injection.record import SessionRecord
from interictal.safety.adverse_events.events import AdverseEvent, Listed, Outcome, Related, Reporter, Seriousness
from interictal.safety.adverse_events.files import SCHEMA, events_from
from interictal.safety.adverse_events.linking import event_findings, link
from interictal.safety.adverse_events.reporting import clock, minimum

START = dt.date(2026, 3, 1)


def day(text: str) -> dt.date | None:
    return START + dt.timedelta(days=int(text)) if text else None


def value(row: dict[str, str]) -> None:
    content: dict[str, Any] = {"schema": SCHEMA, "id": "E1", row["key"]: json.loads(row["value"])}
    (event,), findings = events_from([content])
    if row["usable"] == "yes":
        assert findings == ()
        (blank,), _ = events_from([{"schema": SCHEMA, "id": "E1"}])
        assert event != blank
    else:
        assert [finding.code for finding in findings] == ["UNREADABLE"]
        assert findings[0].because.startswith(row["key"])


def offered(row: dict[str, str]) -> None:
    event = AdverseEvent(
        id="E1", patient={"": "", "same": "P1", "another": "P2"}[row["patient"]], onset=day(row["onset"])
    )
    offers = link(event, [SessionRecord(patient="P1", date=day(row["session"]))])
    assert [offer.date for offer in offers] == ([day(row["session"])] if row["offered"] == "yes" else [])
    assert "".join("" if offer.days is None else str(offer.days) for offer in offers) == row["days"]


def spread(row: dict[str, str]) -> None:
    event = AdverseEvent(id="E1", patient="P1", term=row["term"], onset=day(row["days after"]))
    findings = event_findings(event, [SessionRecord(patient="P1", date=START)])
    found = [finding for finding in findings if finding.code == "SPREAD"]
    assert [finding.severity.value for finding in found] == [each for each in (row["severity"],) if each]
    if found:
        assert findings[0] is found[0]
        assert row["says"] in found[0].because
        assert "immediate medical care" in found[0].because


def four(row: dict[str, str]) -> None:
    event = AdverseEvent(
        id="E1",
        patient=row["patient"],
        age=int(row["age"]) if row["age"] else None,
        reporter=Reporter(id=row["reporter"]),
        product=row["product"],
        term=row["term"],
        description=row["description"],
    )
    assert ", ".join(element.name.lower() for element in minimum(event)) == row["missing"]


def expedited(row: dict[str, str]) -> None:
    criteria = {"": None, "none": ()}.get(row["seriousness"], row["seriousness"])
    event = AdverseEvent(
        id="E1",
        seriousness=(Seriousness(criteria),) if isinstance(criteria, str) else criteria,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        related=Related(row["related"]),
        expected=Listed(row["expected"]) if row["expected"] else None,
        received=dt.date.fromisoformat(row["received"]) if row["received"] else None,
    )
    due = clock(event)
    if not row["days"]:
        assert due is None
        return
    assert due is not None
    assert str(due.days) == row["days"]
    assert ("" if due.first is None else str(due.first)) == row["first"]
    assert ("" if due.complete is None else str(due.complete)) == row["complete"]
    assert ("yes" if due.certain else "no") == row["sure"]
    assert ("not judged" in due.words) is not due.certain
    assert (row["first"] or "which is not recorded") in due.words


RUNNERS = {
    "event-values": value,
    "session-offers": offered,
    "spread-signs": spread,
    "minimum-report": four,
    "expedited": expedited,
}
