"""Makes the shipped example: a made-up patient's diary, injections and profile. Same seed, same bytes.

    python tools/make_example.py [FOLDER]
    python tools/make_example.py --pictures

Without FOLDER the files in src/interictal/example are renewed; with --pictures, the pictures of it in docs/pictures.
Nobody's data went into them: the shape (headache on about 20 of 28 days before, fewer from two weeks after each
injection, back from about week 10) is what the example is there to show, and its numbers are chosen, not estimated.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
import sys
from pathlib import Path

SEED = 2
PATIENT = "SYNTHETIC-1"
FIRST = dt.date(2024, 1, 1)
INJECTIONS = tuple(dt.date(2024, 4, 8) + dt.timedelta(days=84 * index) for index in range(4))
LAST = INJECTIONS[-1] + dt.timedelta(days=83)
HOLIDAY = (dt.date(2024, 8, 3), dt.date(2024, 8, 14))
"""A gap: both days included, no rows at all."""

BEFORE = 0.73
"""Share of headache days before treatment."""
LOWEST = (0.42, 0.30, 0.24, 0.20)
"""The share reached in each cycle, from day 14 until the effect fades in week 10 (day 63)."""
FADED = (0.70, 0.66, 0.62, 0.60)
"""The share reached at the end of week 11."""
ACUTE_DAYS_IN_30 = 8
"""The patient keeps acute medicines under ten days a month, as agreed with the clinic."""

COLUMNS = (
    *("patient", "date", "status", "hours", "severity", "intensity"),
    *("unilateral", "pulsating", "aggravated_by_activity", "nausea", "vomiting", "photophobia", "phonophobia"),
    *("aura", "believed_migraine", "relieved_by_triptan_or_ergot", "menstruation"),
    *("aura_minutes", "medications", "recorded_at", "disability"),
)

PROFILE = """\
# SYNTHETIC: a made-up patient. What only the clinician or the patient's history can tell; see docs/spec/profile.md.
age = 41
sex = "female"
lifetime_attacks = 400
preexisting_headache_disorder = true
triptans_failed = 1
overuse_managed = true
diagnosed_by_specialist = true
pregnant = false
diagnosis = "chronic-migraine"

# Asked before every injection; the session's own record asks the first four anew.
[answers]
toxin_elsewhere = "no"
breast_feeding = "no"
infection = "no"
inflammation_or_weakness_at_site = "no"
neuromuscular_disease = "no"
dysphagia = "no"
breathing_difficulty = "no"
allergy_botulinum_toxin = "no"
allergy_albumin = "no"
anticoagulant = "no"
aminoglycoside = "no"
neuromuscular_blocker = "no"
muscle_relaxant = "no"
anticholinergic = "no"

# Asked before a choice between treatments; what nobody asked is left out.
[history]
pregnancy_plans = "no"
no_effective_contraception = "no"
asthma = "no"
heart_attack_or_angina = "no"
stroke_or_tia = "no"
high_blood_pressure = "no"
kidney_stones = "yes"
depression = "yes"
constipation = "no"
latex_allergy = "unknown"

[not_better_accounted_for]
"1.1" = true
"1.2" = true
"1.3" = true
"1.5.1" = true
"8.2" = true

[[preventives]]
name = "propranolol"
class = "beta_blocker"
weeks = 12
reason_stopped = "ineffective"

[[preventives]]
name = "topiramate"
class = "antiepileptic"
weeks = 9
reason_stopped = "not_tolerated"

[[preventives]]
name = "amitriptyline"
class = "tricyclic"
weeks = 16
reason_stopped = "ineffective"

[[questionnaires]]
instrument = "hit-6"
date = "2024-04-04"
total = 66

[[questionnaires]]
instrument = "hit-6"
date = "2025-03-06"
total = 58

[[questionnaires]]
instrument = "midas"
date = "2024-04-04"
total = 52

[[questionnaires]]
instrument = "midas"
date = "2025-03-06"
total = 21
"""

README = """\
# SYNTHETIC example

A made-up patient, `SYNTHETIC-1`: no row describes a real person, and no finding about treatment may be drawn from it.

| file | what it holds |
|---|---|
| `diary.csv` | 434 days in the canonical format: 14 weeks before the first injection, then four cycles of 12 weeks; \
single days and one holiday of 12 days are not recorded |
| `injections.csv` | four sessions, onabotulinumtoxinA 155 U, every 12 weeks |
| `profile.toml` | what no diary holds: age, preventives tried, the clinician's answers, the history that a choice \
between treatments asks for |
| `sessions.jsonl` | the signed records of the four sessions, one a line: sites, vials, made-up lots, answers |
| `side-effects.json` | two side effects, tied to session and sites |

Made by `tools/make_example.py` with a fixed seed; a test proves that it gives these bytes again.
Written to show what the program shows: a fall in headache days after each injection, and headache back from week 10.
"""


def share(day: dt.date) -> float:
    """The chance of a headache on that day."""
    given = [injection for injection in INJECTIONS if injection <= day]
    if not given:
        return BEFORE
    cycle = len(given) - 1
    start = BEFORE if cycle == 0 else FADED[cycle - 1]
    since = (day - given[-1]).days
    if since < 14:
        return start + (LOWEST[cycle] - start) * since / 14
    if since < 63:
        return LOWEST[cycle]
    return LOWEST[cycle] + (FADED[cycle] - LOWEST[cycle]) * min(1.0, (since - 56) / 14)


def rows() -> list[dict[str, str]]:
    """The diary's rows, in order of date."""
    chance = random.Random(SEED)  # noqa: S311 - a picture-book patient, not a secret
    made: list[dict[str, str]] = []
    acute: list[dt.date] = []
    credit = 0.5
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + dt.timedelta(days=offset)
        # Headache days come in runs and gaps, yet keep to the share over a fortnight or so.
        credit += share(day) - 0.5
        headache = chance.random() < 0.5 + 0.55 * credit
        credit += 0.5 - headache
        row = {"patient": PATIENT, "date": day.isoformat(), **_day(day, headache, acute, chance)}
        if HOLIDAY[0] <= day <= HOLIDAY[1]:
            continue
        if chance.random() < 0.035 and day not in (FIRST, LAST):
            if chance.random() < 0.5:
                made.append({"patient": PATIENT, "date": day.isoformat(), "status": "not_recorded"})
            continue
        made.append(row)
    return made


def _day(day: dt.date, headache: bool, acute: list[dt.date], chance: random.Random) -> dict[str, str]:
    late = chance.random() < 0.02
    minute = chance.randrange(19 * 60, 23 * 60)
    written = dt.datetime.combine(day, dt.time()) + dt.timedelta(days=4 if late else 0, minutes=minute)
    menstruation = str(int((day - FIRST).days % 28 < 5))
    always = {"menstruation": menstruation, "recorded_at": written.isoformat(timespec="seconds")}
    migraine = chance.random() < (0.72 if menstruation == "1" else 0.6)
    long_enough = chance.random() < 0.9
    hours = chance.randrange(8, 31) / 2 if migraine else chance.randrange(8, 19) / 2
    severity = chance.choices(("mild", "moderate", "severe"), (1, 9, 8) if migraine else (6, 4, 0))[0]
    intensity = {"mild": 2, "moderate": 5, "severe": 8}[severity] + chance.randrange(0, 2)
    features = [chance.random() for _ in range(9)]
    aura = migraine and chance.random() < 0.08
    aura_minutes = str(5 * chance.randrange(3, 10))
    helped, tablets = chance.random() < 0.75, chance.choice(("ibuprofen 400 mg", "ibuprofen 400 mg x2"))
    if not headache:
        return {
            **always,
            "status": "no_headache",
            "hours": "0",
            "severity": "none",
            "intensity": "0",
            "medications": "none",
        }
    medications = "none"
    recent = sum((day - one).days < 30 for one in acute)
    if severity != "mild" and recent < ACUTE_DAYS_IN_30 and chance.random() < 0.75:
        medications = "sumatriptan 50 mg" if migraine else tablets
        acute.append(day)
    triptan = medications.startswith("sumatriptan")
    return {
        **always,
        "status": "headache",
        "hours": f"{hours if long_enough else chance.randrange(2, 7) / 2:g}",
        "severity": severity,
        "intensity": str(intensity),
        "unilateral": _yes(features[0] < (0.8 if migraine else 0.2)),
        "pulsating": _yes(features[1] < (0.8 if migraine else 0.1)),
        "aggravated_by_activity": _yes(migraine and features[2] < 0.9),
        "nausea": _yes(migraine and features[3] < 0.85),
        "vomiting": _yes(migraine and features[4] < 0.1),
        "photophobia": _yes(features[5] < (0.9 if migraine else 0.2)),
        "phonophobia": _yes(migraine and features[6] < 0.85),
        "aura": _yes(aura),
        "believed_migraine": _yes(migraine),
        "relieved_by_triptan_or_ergot": _yes(helped) if triptan else "",
        "disability": _yes(severity == "severe" or (severity == "moderate" and features[7] < 0.4)),
        "aura_minutes": aura_minutes if aura else "",
        "medications": medications,
    }


def _yes(answer: bool) -> str:
    return "1" if answer else "0"


def files() -> dict[str, str]:
    """Name -> content of every file of the example."""
    diary = io.StringIO()
    writer = csv.DictWriter(diary, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows())
    injections = "".join(f"{PATIENT},{date},onabotulinumtoxinA,155\n" for date in INJECTIONS)
    return {
        "diary.csv": diary.getvalue(),
        "injections.csv": f"patient,date,product,units\n{injections}",
        "profile.toml": PROFILE,
        "sessions.jsonl": sessions(),
        "side-effects.json": side_effects(),
        "README.md": README,
    }


QUESTIONS = (
    "toxin_elsewhere",
    "pregnancy",
    "breast_feeding",
    "infection",
    "inflammation_or_weakness_at_site",
    "neuromuscular_disease",
    "dysphagia",
    "breathing_difficulty",
    "allergy_botulinum_toxin",
    "allergy_albumin",
    "anticoagulant",
    "aminoglycoside",
    "neuromuscular_blocker",
    "muscle_relaxant",
    "anticholinergic",
)


def sessions() -> str:
    """The signed record of every session, one a line: each site of the protocol given."""
    from interictal.injection.draft import draft
    from interictal.injection.maps import body_map
    from interictal.injection.planning import make_plan
    from interictal.injection.protocol_files import protocol
    from interictal.injection.record import CHECKLIST
    from interictal.injection.record_files import record_document, record_from
    from interictal.injection.signing import sign

    chosen = protocol("chronic-migraine", "preempt-fixed", "onabotulinumtoxinA")
    plan = make_plan(chosen, body_map(chosen.drawing), jurisdiction="us")
    lines = []
    for number, date in enumerate(INJECTIONS, 1):
        content = draft(plan, date=date, patient=PATIENT, clinician="SYNTHETIC-NURSE")
        vial = f"SYNTHETIC-VIAL-{number}"
        for each in content["vials"]:
            each.update(
                id=vial,
                lot=f"SYNTHETIC{number:02}",
                expiry=date.replace(year=date.year + 2).isoformat(),
                reconstituted_at=f"{date}T08:40:00",
            )
        for each in content["sites"]:
            each.update(status="given", vial=vial)
        content["answers"] = dict.fromkeys(QUESTIONS, "no")
        content.update(
            consent=True,
            aftercare=True,
            checklist=dict.fromkeys(CHECKLIST, True),
            started_at=f"{date}T09:00:00",
            ended_at=f"{date}T09:{10 + 2 * number}:00",
        )
        record, findings = record_from(content)
        assert not findings  # noqa: S101 - the maker's own data
        signed = sign(record, "SYNTHETIC-NURSE", dt.datetime.combine(date, dt.time(9, 30), dt.UTC))
        lines.append(json.dumps(record_document(signed), ensure_ascii=False))
    return "\n".join(lines) + "\n"


def side_effects() -> str:
    """Two side effects, the second one of those that look like more than they are."""
    first, third = INJECTIONS[0], INJECTIONS[2]
    shared = {
        "schema": "interictal.adverse-event/1",
        "patient": PATIENT,
        "product": "onabotulinumtoxinA",
        "seriousness": [],
        "related": "yes",
        "outcome": "recovered",
        "age": 41,
        "sex": "female",
        "reporter": {"qualification": "other-health-professional", "country": "GB"},
    }
    events = [
        {
            **shared,
            "id": "SYNTHETIC-AE-1",
            "term": "neck-pain",
            "onset": (first + dt.timedelta(3)).isoformat(),
            "end": (first + dt.timedelta(12)).isoformat(),
            "severity": "moderate",
            "session": first.isoformat(),
            "sites": ["cervical-paraspinal-L1", "cervical-paraspinal-R1"],
            "lots": ["SYNTHETIC01"],
        },
        {
            **shared,
            "id": "SYNTHETIC-AE-2",
            "term": "eyelid-ptosis",
            "onset": (third + dt.timedelta(6)).isoformat(),
            "end": (third + dt.timedelta(41)).isoformat(),
            "severity": "mild",
            "session": third.isoformat(),
            "sites": ["corrugator-L1"],
            "lots": ["SYNTHETIC03"],
        },
    ]
    return json.dumps(events, ensure_ascii=False, indent=2) + "\n"


def main(folder: Path) -> None:
    """Write the files."""
    for name, content in files().items():
        (folder / name).write_text(content, encoding="utf-8", newline="")
        print(folder / name)


def pictures(folder: Path) -> None:
    """Draw the example for the documentation; the overlay in dark too."""
    from interictal import example, figures
    from interictal.assessment import assess
    from interictal.diary.canonical import read_canonical
    from interictal.injection.sessions import read_sessions
    from interictal.profile import read_profile

    paths = example.paths()
    diary = read_canonical(paths.diary).diaries[0]
    result = assess(diary, read_sessions(paths.injections), read_profile(paths.profile))
    for make in (figures.cycle_overlay, figures.days_per_28, figures.calendar_strip):
        figure = make(result)
        for theme, ending in (("light", ""), ("dark", "-dark")):
            if theme == "dark" and make is not figures.cycle_overlay:
                continue
            path = folder / f"{figure.name}{ending}.png"
            path.write_bytes(figures.png(figure, theme))
            print(path)


def injection_map(folder: Path) -> None:
    """Draw the map of a plan that follows the pain."""
    from interictal.figures.drawing import png_of
    from interictal.figures.plan_map import plan_map_svg
    from interictal.injection.maps import body_map
    from interictal.injection.planning import Addition, make_plan
    from interictal.injection.protocol_files import protocol
    from interictal.injection.protocols import Side
    from interictal.safety.planned import Planned

    chosen = protocol("chronic-migraine", "preempt-follow-the-pain", "onabotulinumtoxinA")
    added = [Addition(muscle=muscle, side=Side.LEFT, sites=2) for muscle in ("temporalis", "occipitalis", "trapezius")]
    plan = make_plan(chosen, body_map(chosen.drawing), jurisdiction="eu", additions=added)
    path = folder / "injection-map.png"
    date = INJECTIONS[-1] + dt.timedelta(days=84)
    path.write_bytes(png_of(plan_map_svg(Planned(plan=plan, findings=(), date=date, patient=PATIENT)), 1.5))
    print(path)


if __name__ == "__main__":
    root = Path(__file__).parents[1]
    if sys.argv[1:] == ["--pictures"]:
        pictures(root / "docs" / "pictures")
        injection_map(root / "docs" / "pictures")
    else:
        main(Path(sys.argv[1]) if sys.argv[1:] else root / "src" / "interictal" / "example")
