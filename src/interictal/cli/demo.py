"""``interictal demo``: the main job on the shipped synthetic patient, from the diary to plan, comparison and claims."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from interictal import example
from interictal.assessment import assess
from interictal.assessment.document import line
from interictal.cli import DONE
from interictal.cli.assess import terminal_style
from interictal.cli.evidence.computing import missing
from interictal.cli.files import printable, write_whole
from interictal.diary.canonical import read_canonical
from interictal.injection.maps import body_map
from interictal.injection.planning import Addition, make_plan
from interictal.injection.previous import read_previous
from interictal.injection.protocol_files import protocol
from interictal.injection.protocols import Side
from interictal.injection.sessions import read_sessions
from interictal.profile import read_profile
from interictal.safety.checks import plan_findings
from interictal.safety.planned import Planned

_COMPARISON = "comparison.html"
_FORECAST = "forecast.png"


def run(arguments: argparse.Namespace) -> int:
    """Assess the example, print it, and write page, sheet, pictures and JSON."""
    from interictal import figures
    from interictal.evidence.claims import claims
    from interictal.figures.plan_map import plan_map_svg
    from interictal.mechanism import course
    from interictal.report.claims_page import claims_page
    from interictal.report.mechanism_page import mechanism_page
    from interictal.report.page import page
    from interictal.report.plan_page import plan_page
    from interictal.report.plan_sheet import plan_sheet
    from interictal.report.plan_words import finding_words, lead
    from interictal.report.screen import Screen
    from interictal.report.sheet import sheet
    from interictal.report.terminal import terminal

    paths = example.paths()
    reading = read_canonical(paths.diary)
    result = assess(reading.diaries[0], read_sessions(paths.injections), read_profile(paths.profile))
    print(terminal(result, **terminal_style(arguments)))
    folder = Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    overlay = figures.cycle_overlay(result)
    planned = _next_session(paths)
    written = {
        "report.html": page(result).encode(),
        "funding-sheet.pdf": sheet(result),
        "cycle-overlay.png": figures.png(overlay, "light"),
        "cycle-overlay-dark.png": figures.png(overlay, "dark"),
        "assessment.json": line(result).encode() + b"\n",
        "injection-plan.html": plan_page(planned).encode(),
        "injection-plan.pdf": plan_sheet(planned),
        "injection-map.png": figures.png_of(plan_map_svg(planned)),
        **_comparison(paths),
        "claims.html": claims_page(tuple(claims().values())).encode(),
        "mechanism.html": mechanism_page(course()).encode(),
        **_forecast(paths, planned.date),
    }
    screen = Screen(**terminal_style(arguments))
    screen.heading("The next session, as it could be planned")
    for sentence in lead(planned):
        screen.text(sentence, "  ")
    for one in planned.findings:
        screen.text(f"{one.code}: {finding_words(one)}", "  ")
    screen.heading("What may be expected, and how the toxin acts")
    for sentence in _ahead(written):
        screen.text(sentence, "  ")
    screen.heading("Treatments side by side, and what patients hear")
    for sentence in _beside(written):
        screen.text(sentence, "  ")
    print(f"\n{screen.render()}\n")
    for name, content in written.items():
        write_whole(folder / name, content)
        print(f"written: {printable(folder / name)}")
    print(
        "\nThe patient is SYNTHETIC: made by a program, of no person. With your own:\n"
        "  interictal assess diary.csv --injections sessions.csv --profile profile.toml --report report.html\n"
        "  interictal plan --jurisdiction us --profile profile.toml --previous sessions.csv --report plan.pdf\n"
        "  interictal evidence compare --profile profile.toml --report comparison.html\n"
        "  interictal forecast diary.csv --injections sessions.csv --next 2026-03-02 --figure forecast.png"
    )
    return DONE


def _next_session(paths: example.ExamplePaths) -> Planned:
    """The session that is due 84 days after the last one, with two sites more where the pain is."""
    earlier = read_previous(paths.sessions)
    date = max(each.date for each in earlier) + dt.timedelta(days=84)
    chosen = protocol("chronic-migraine", "preempt-follow-the-pain", "onabotulinumtoxinA")
    plan = make_plan(
        chosen,
        body_map(chosen.drawing),
        jurisdiction="eu",
        additions=[Addition(muscle="temporalis", side=Side.LEFT, sites=2)],
    )
    findings = plan_findings(plan, profile=read_profile(paths.profile), earlier=earlier, date=date)
    return Planned(plan=plan, findings=findings, date=date, patient=earlier[0].patient)


def _forecast(paths: example.ExamplePaths, date: dt.date | None) -> dict[str, bytes]:
    """The fan chart of the coming weeks with and without the next session; nothing where it cannot be worked out."""
    if missing():
        return {}
    from interictal import figures
    from interictal.cli.forecast import next_dose
    from interictal.figures.fan import fan
    from interictal.forecast.patient.document import forecast_document
    from interictal.forecast.patient.outlook import forecast
    from interictal.forecast.patient.reading import patient_of

    diary = read_canonical(paths.diary).diaries[0]
    patient = patient_of(diary, read_sessions(paths.injections), read_profile(paths.profile))
    dose, said = next_dose(patient, None if date is None else (date, None), _WEEKS)
    found = forecast(patient.history, next_dose=dose, weeks=_WEEKS, reasons=patient.reasons)
    document = forecast_document(
        found, patient=patient.patient, notes=(*patient.notes, *said), definition=patient.definition
    )
    return {_FORECAST: figures.png(fan(document, figures.WIDE), "light")}


_WEEKS = 24


def _ahead(written: Mapping[str, bytes]) -> tuple[str, ...]:
    """What the picture and the page are, or why the picture is not there."""
    how = "mechanism.html shows how the toxin acts, step by step, and what of it rests on animals and cells."
    if _FORECAST not in written:
        return (f"{_FORECAST} was not made: {missing()}", how)
    return (
        f"{_FORECAST} shows the headache days expected in the coming weeks, with and without the next session, as "
        "ranges. It is a prediction, and it does not say that the session makes the difference.",
        how,
    )


def _comparison(paths: example.ExamplePaths) -> dict[str, bytes]:
    """The page on which treatments stand side by side for this patient; nothing where it cannot be worked out."""
    if missing():
        return {}
    from interictal.evidence.comparison import compare
    from interictal.report.compare_page import compare_page

    return {_COMPARISON: compare_page(compare(read_profile(paths.profile)), synthetic=True).encode()}


def _beside(written: Mapping[str, bytes]) -> tuple[str, ...]:
    """What the two pages are, or why one is not there."""
    claimed = "claims.html takes common claims about the toxin one by one and says what studies found."
    if _COMPARISON not in written:
        return (f"{_COMPARISON} was not made: {missing()}", claimed)
    return (
        f"{_COMPARISON} puts the treatments beside each other for this patient, of 100 people each, with what the "
        "labels say of kidney stones and depression. Nothing is ranked and nothing is recommended; to change nothing "
        "is a choice as well.",
        claimed,
    )
