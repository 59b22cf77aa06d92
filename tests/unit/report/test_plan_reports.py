"""A plan on the terminal, on its page and on paper: the same figures, in the order of their weight."""

import datetime as dt
import io
import re
from dataclasses import replace
from decimal import Decimal

import pypdf
import pytest

from interictal import INTENDED_USE
from interictal.figures.figure import NARROW, WIDE
from interictal.figures.plan_map import plan_map_svg, plan_title, session_map_svg
from interictal.injection.findings import Finding, Severity
from interictal.injection.indications import Evidence, indication
from interictal.injection.maps import body_map
from interictal.injection.planning import Addition, make_plan
from interictal.injection.previous import Earlier
from interictal.injection.protocol_files import protocol
from interictal.injection.protocols import Side
from interictal.injection.record import Status
from interictal.injection.record_files import record_from
from interictal.report.plan_page import plan_page
from interictal.report.plan_sheet import plan_sheet
from interictal.report.plan_terminal import check_terminal, plan_terminal, refusal_terminal
from interictal.report.plan_words import draw_up, millilitres, side_words
from interictal.safety.checks import plan_findings
from interictal.safety.planned import Planned
from support.sessions import session

DAY = dt.date(2026, 11, 22)
ONA = "onabotulinumtoxinA"


def planned(patient: str = "SYNTHETIC-1", jurisdiction: str = "eu", sites: int = 2) -> Planned:
    chosen = protocol("chronic-migraine", "preempt-follow-the-pain", ONA)
    added = [Addition(muscle="temporalis", side=Side.LEFT, sites=sites)] if sites else []
    plan = make_plan(chosen, body_map(chosen.drawing), jurisdiction=jurisdiction, additions=added)
    return Planned(plan=plan, findings=plan_findings(plan, date=DAY), date=DAY, patient=patient)


def finding(severity: Severity) -> Finding:
    return Finding(code="DOSEH", severity=severity, because="Too much.", source="us-pi-botox#2", about=("x",))


def test_terminal_page_and_paper_say_the_same() -> None:
    """Dose, what to draw, what is left over, every finding, the fingerprint, the intended use."""
    one = planned()
    terminal = plan_terminal(one, width=100)
    page = re.sub(r"<[^>]+>", " ", plan_page(one)).replace("&#x27;", "'").replace("&gt;", ">")
    paper = " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(plan_sheet(one))).pages)
    for text in (terminal, page, paper):
        flat = re.sub(r"\s+", "", text)
        for words in ("165Uonabotulinumtoxin", "33sites", "Leftover:35U", "SYNTHETIC", "temporalis-L6"):
            assert words in flat, words
        assert re.sub(r"\s+", "", INTENDED_USE) in flat
        for each in one.findings:
            assert re.sub(r"\s+", "", each.because)[:60] in flat, each.because
    assert one.version in page
    assert one.version in paper


def test_what_is_asked_stands_before_the_details() -> None:
    text = plan_terminal(planned(jurisdiction="us"), width=90)
    assert text.index("165 U") < text.index("Asks for a reason") < text.index("Sites by muscle") < text.index("Draw up")
    assert "\x1b[1m" in plan_terminal(planned(), width=90, colour=True)
    assert plan_terminal(planned(), width=60, unicode=False).isascii()


def test_a_plan_without_findings_does_not_say_that_it_is_safe() -> None:
    one = replace(planned(), findings=())
    assert "does not mean that injecting is safe" in plan_page(one)
    paper = pypdf.PdfReader(io.BytesIO(plan_sheet(one))).pages[0].extract_text()
    assert "does not mean that injecting is safe" in " ".join(paper.split())


def test_every_document_named_is_listed() -> None:
    """Those of protocol, muscles, dilutions, warnings and findings."""
    one = planned()
    chosen = one.plan.protocol
    wanted = {
        chosen.source,
        *chosen.also,
        *(each.source for each in (*chosen.mixtures, *chosen.cautions, *one.findings)),
    }
    wanted |= {source for target in chosen.targets for source in (target.source, *target.also)}
    page = plan_page(one)
    for source in wanted:
        assert f"id='source-{source.partition('#')[0]}'" in page


def test_earlier_sessions_of_nobody_are_labelled() -> None:
    """Where no patient is named, the sessions that the checks looked at say it; a patient who is named is believed."""
    made_up = Earlier(date=dt.date(2026, 8, 1), product="onabotulinumtoxinA", patient="SYNTHETIC-1")
    for one, label in (
        (replace(planned(patient=""), earlier=(made_up,)), True),
        (replace(planned(patient=""), earlier=(replace(made_up, patient=""),)), False),
        (replace(planned(patient="7031"), earlier=(made_up,)), False),
    ):
        for written in (plan_terminal(one), plan_page(one), plan_map_svg(one)):
            assert ("SYNTHETIC" in written) is label


def test_a_map_of_its_own_states_the_intended_use() -> None:
    """On a page and a sheet it stands once, outside the map."""
    one = planned()
    for width in (WIDE, NARROW):
        alone = " ".join(re.findall(r">([^<>]+)</text>", plan_map_svg(one, width=width)))
        assert INTENDED_USE in alone
        assert INTENDED_USE not in " ".join(
            re.findall(r">([^<>]+)</text>", plan_map_svg(one, width=width, framed=False))
        )
    assert "Not CE-marked" not in "".join(re.findall(r"<svg.*?</svg>", plan_page(one), re.DOTALL))


def test_one_site_is_one_site() -> None:
    one = planned()
    alone = replace(one, plan=replace(one.plan, sites=one.plan.sites[:1]))
    assert plan_title(alone).endswith("in 1 site")
    assert plan_title(one).endswith("in 33 sites")


def test_no_name_no_label() -> None:
    """Without a patient nothing is called synthetic."""
    one = planned(patient="")
    assert "SYNTHETIC" not in plan_terminal(one) + plan_page(one) + plan_map_svg(one)
    assert "not named" in pypdf.PdfReader(io.BytesIO(plan_sheet(one))).pages[0].extract_text()


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ([finding(Severity.BLOCK), finding(Severity.ASK)], "Blocked: 1 to mend"),
        ([finding(Severity.ASK)], "1 to answer with a reason"),
        ([finding(Severity.NOTE)], "every question has its answer"),
        ([], "every question has its answer"),
    ],
)
def test_a_check_says_first_what_it_comes_to(findings: list[Finding], words: str) -> None:
    text = check_terminal(findings, width=90)
    assert words in text.splitlines()[0]
    assert "does not mean that injecting is safe" in text


@pytest.mark.parametrize("name", ["fibromyalgia", "chronic-neck-pain", "myofascial-pain", "whiplash-neck-pain"])
def test_every_refusal_has_words(name: str) -> None:
    refused = indication(name)
    assert refused.evidence is not Evidence.LICENSED
    text = " ".join(refusal_terminal(refused, width=90).split())
    assert "so no plan is made" in text
    assert refused.would_change.split(",")[0] in text
    unsure = replace(refused, results=tuple(replace(each, confirmed=False) for each in refused.results))
    assert refusal_terminal(unsure).count("(unconfirmed)") == len(refused.results)


def test_a_wall_without_sides_says_where_each_site_lies() -> None:
    """Twenty sites of the bladder: row and side as on the drawing; a single midline site is just that."""
    bladder = protocol("overactive-bladder", "label", ONA)
    made = make_plan(bladder, body_map("bladder"), jurisdiction="us")
    said = [side_words(made, site) for site in made.sites]
    assert said[0] == "row 1, patient's right"
    assert said[2] == "row 1, midline"
    assert said[4] == "row 1, patient's left"
    assert said[19] == "row 4, patient's left"
    head = planned().plan
    assert [side_words(head, site) for site in head.sites[:3]] == ["left", "right", "midline"]
    assert "row 4, patient's left" in plan_terminal(Planned(plan=made, findings=(), date=DAY))


def test_what_to_draw_up() -> None:
    """Syringes and the sites they serve; a dose that is made up; nothing left over."""
    (one,) = draw_up(planned(sites=0).plan)
    assert one.startswith(
        "Vial 1: draw 3.1 mL (155 U). Syringe 1: 1 mL, sites 1 to 10, syringe 2: 1 mL, sites 11 to 20"
    )
    assert one.endswith("syringe 4: 0.1 mL, site 31. 0.9 mL (45 U) stay in the vial and are discarded.")
    child = protocol("paediatric-neurogenic-detrusor-overactivity", "label", ONA)
    made = make_plan(child, body_map("bladder"), jurisdiction="us", weight_kg=Decimal(13))
    assert "draw 3.6 mL (72 U) and add 6.4 mL of saline, to 10 mL" in draw_up(made)[-1]
    bladder = protocol("overactive-bladder", "label", ONA)
    assert draw_up(make_plan(bladder, body_map("bladder"), jurisdiction="us"))[-1].endswith("Nothing is left over.")


@pytest.mark.parametrize(
    ("volume", "shown"), [("0.1336", "0.13"), ("0.125", "0.13"), ("0.1", "0.1"), ("10.005", "10.01"), ("3", "3")]
)
def test_volumes_as_a_syringe_shows_them(volume: str, shown: str) -> None:
    assert millilitres(Decimal(volume)) == shown


def test_the_map_of_a_session() -> None:
    """What is recorded without a place, a dose or a status is counted, not drawn."""
    record, _ = record_from(session())
    first, second, *others = record.sites
    odd = replace(first, id="elsewhere", units=Decimal(5))
    record = replace(record, sites=(odd, replace(second, status=None), *others), date=None)
    drawn = session_map_svg(record, width=340)
    assert "2 not drawn" in drawn
    assert "date not recorded" in drawn
    assert drawn.count(", given</title>") == 29
    skipped = replace(second, status=Status.SKIPPED, units=None)
    shown = session_map_svg(replace(record, sites=(skipped,)))
    assert "0 U onabotulinumtoxinA given in 0 sites, 1 skipped" in shown
    placed = replace(odd, view="front", x=Decimal("0.5"), y=Decimal("0.5"), status=Status.MOVED)
    assert session_map_svg(replace(record, sites=(placed,))).count(", moved</title>") == 1


def test_the_map_of_a_session_of_chosen_sites() -> None:
    content = session(
        indication="upper-limb-spasticity",
        protocol_id="label",
        vial=100,
        additions=(Addition(muscle="biceps brachii", side=Side.LEFT, sites=4, units=Decimal(100)),),
    )
    record, _ = record_from(content)
    drawn = session_map_svg(record)
    assert drawn.count(", chosen, given</title>") == 4
    assert "Patient&#x27;s left arm" in drawn
