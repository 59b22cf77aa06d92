"""The assessment on one terminal screen: the answer first, then why, then what is missing.

Colour only makes what is already said in words easier to find; on a dark or a light terminal alike (bold and dim only).
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from interictal import INTENDED_USE
from interictal.assessment.result import Assessment
from interictal.diary.findings import Level
from interictal.figures import overlay_text, strip_text
from interictal.guidelines import GuidelineVerdicts
from interictal.outcomes.counts import PeriodCounts
from interictal.outcomes.response import CYCLE_DAYS, RESPONDER_LEVELS, CycleResponse
from interictal.outcomes.wearing_off import WearingOff
from interictal.periods import Imputation
from interictal.report.screen import Screen
from interictal.report.words import number, percent
from interictal.verdicts import Judgement, Verdict

_WORD = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNDETERMINED: "cannot tell"}
_YES = {Verdict.MET: "yes", Verdict.NOT_MET: "no", Verdict.UNDETERMINED: "?"}
_SHOWN_CRITERIA = (
    ("ichd3.1.3", "Chronic migraine (ICHD-3 1.3), last three months"),
    ("ichd3.8.2", "Medication overuse headache (8.2)"),
    ("ehf2020.resistant", "Resistant migraine (EHF 2020)"),
)
_OPTIONS_SHOWN = 6


def terminal(assessment: Assessment, *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """The report as lines of at most ``width`` characters.

    Args:
        assessment: what to show.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows block characters; plain ASCII otherwise.
    """
    page = Screen(width, colour, unicode)
    _heading(page, assessment)
    _answer(page, assessment)
    _cycles(page, assessment)
    picture = overlay_text(assessment, width=width, unicode=unicode) if assessment.response else ""
    page.block(picture or strip_text(assessment, width=width, unicode=unicode))
    _guidelines(page, assessment.guidelines)
    _missing(page, assessment)
    _options(page, assessment)
    page.gap()
    page.text(INTENDED_USE, dim=True)
    return page.render()


_WIDE_CYCLES = 78
_WIDE_GUIDELINES = 76


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)


def _heading(page: Screen, assessment: Assessment) -> None:
    diary = assessment.diary
    span = (assessment.last - assessment.first).days + 1
    patient = _printable(diary.patient)[:40]
    name = f"{patient} · " if patient else ""
    synthetic = " · SYNTHETIC" if diary.patient.startswith("SYNTHETIC") else ""
    title = f"{name}{assessment.first} to {assessment.last} · {len(diary.recorded)} of {span} days recorded{synthetic}"
    page.lines.extend(page.bold(line) for line in textwrap.wrap(title, page.width))
    page.gap()


def _answer(page: Screen, assessment: Assessment) -> None:
    if assessment.response:
        page.row("Headache days in 28", _course(assessment.response))
        page.row("Wearing off", _worn(assessment.wearing_off))
    else:
        page.row("Headache days in 28", _latest(assessment.periods))
    page.row(
        "Counted as", f"headache day {assessment.headache_definition}, migraine day {assessment.migraine_definition}"
    )
    by_id = {one.id: one for one in assessment.criteria}
    for identifier, title in _SHOWN_CRITERIA:
        judged = by_id.get(identifier)
        if judged is not None:
            page.text(f"{title}: {_verdict(judged)}")


def _course(responses: Sequence[CycleResponse]) -> str:
    told = [one for one in responses if one.change_percent is not None]
    if not told:
        return responses[-1].because
    one = told[-1]
    level = max((level for level, verdict in one.responder.items() if verdict is Verdict.MET), default=None)
    if level is not None:
        said = f"a response of at least {level} %"
    elif (one.change_percent or 0) < 0:
        said = f"a fall of less than {RESPONDER_LEVELS[0]} %"
    else:
        said = "a rise" if one.change_percent else "no change"
    so_far = "" if one.running_days is None else f" so far ({one.running_days} of {CYCLE_DAYS} days)"
    few = "; few days known" if one.few_days else ""
    later = "" if one is responses[-1] else f"; cycle {responses[-1].cycle} cannot be told"
    return (
        f"{number(one.baseline_per_28)} before → {number(one.value_per_28)} in cycle {one.cycle}{so_far} "
        f"({percent(one.change_percent)}; {said}{few}){later}"
    )


def _worn(wearing_off: Sequence[WearingOff]) -> str:
    by_week: dict[int | None, list[str]] = {}
    for one in wearing_off:
        if one.verdict is Verdict.MET:
            by_week.setdefault(one.week, []).append(str(one.cycle))
    seen = [
        f"cycle {', '.join(cycles)}" + ("" if week is None else f" from week {week}")
        for week, cycles in by_week.items()
    ]
    undecided = [str(one.cycle) for one in wearing_off if one.verdict is Verdict.UNDETERMINED]
    if len(undecided) == len(wearing_off):
        return _WORD[Verdict.UNDETERMINED]
    return ("; ".join(seen) or "not seen") + (f"; cycle {', '.join(undecided)}: cannot tell" if undecided else "")


def _latest(periods: Sequence[PeriodCounts]) -> str:
    rated = [one for one in periods if one.counts["headache_days"].per_28 is not None]
    if not rated:
        return "not enough days recorded to tell"
    full = [one for one in rated if one.counts["headache_days"].imputation is not Imputation.PRORATED_LOW]
    latest = (full or rated)[-1]
    head, migraine = latest.counts["headache_days"], latest.counts["migraine_days"]
    return (
        f"{number(head.per_28)} ({head.observed:.0f} of {head.known} known days from {latest.period.start}"
        f"{'' if full else ', few days known'}); migraine days "
        + (_WORD[Verdict.UNDETERMINED] if migraine.per_28 is None else number(migraine.per_28))
    )


def _verdict(judged: Judgement) -> str:
    word = _WORD[judged.verdict]
    if judged.verdict is Verdict.MET:
        return word
    open_ones = [r for r in judged.reasons if r.verdict is judged.verdict]
    return f"{word} ({', '.join(dict.fromkeys(reason.criterion for reason in open_ones))})" if open_ones else word


def _cycles(page: Screen, assessment: Assessment) -> None:
    if not assessment.response:
        return
    page.gap()
    wide = page.width >= _WIDE_CYCLES
    if not wide:
        page.lines.append("headache days per 28 in each cycle")
    head = "cycle     headache days/28   change   " if wide else "cycle   per 28   change "
    page.lines.append(page.bold(f"{head} ≥30 %  ≥50 %  ≥75 %  {' ' if wide else ''}wearing off"))
    wearing = {one.cycle: one for one in assessment.wearing_off}
    baseline = assessment.response[0].baseline_per_28
    page.lines.append(f"before    {number(baseline):>8}" if wide else f"before  {number(baseline):>6}")
    for one in assessment.response:
        off = wearing.get(one.cycle)
        said = "" if off is None else _seen(off) if off.verdict is Verdict.MET else _WORD[off.verdict]
        if off is not None and off.verdict is Verdict.NOT_MET:
            said = "not seen"
        value, change = number(one.value_per_28), percent(one.change_percent)
        page.lines.append(
            (f"{one.cycle:<9} {value:>8}   {change:>14}    " if wide else f"{one.cycle:<7} {value:>6} {change:>8}  ")
            + "".join(f"{_YES[one.responder[level]]:<7}" for level in (30, 50, 75))
            + (f" {said}" if wide else said)
        )


def _seen(off: WearingOff) -> str:
    return "seen" if off.week is None else f"from week {off.week}"


def _guidelines(page: Screen, applied: tuple[GuidelineVerdicts, ...]) -> None:
    if not applied:
        return
    page.gap()
    name_width = max(len(one.id) for one in applied) + 2
    page.lines.append(page.bold(f"{'guideline'.ljust(name_width)}{'start':<13}{'go on':<13}stop"))
    for one in applied:
        cells = "".join(
            f"{'no rule' if judged is None else _WORD[judged.verdict]:<13}"
            for judged in (one.start, one.go_on, one.stop)
        )
        unsure = "" if one.confirmed else "unconfirmed in part"
        aside = page.width >= _WIDE_GUIDELINES
        page.lines.append(f"{one.id.ljust(name_width)}{cells}{unsure if aside else ''}".rstrip())
        if unsure and not aside:
            page.lines.append(f"  {unsure}")
    for one in applied:
        if one.stop is not None and one.stop.verdict is Verdict.MET:
            why = " ".join(
                f"{reason.criterion}. {reason.because}" for reason in one.stop.reasons if reason.verdict is Verdict.MET
            )
            page.text(f"{one.id}, stop: {why}")


def _missing(page: Screen, assessment: Assessment) -> None:
    by_code: dict[str, list[str]] = {}
    for finding in assessment.findings:
        if finding.level is not Level.NOTE:
            by_code.setdefault(finding.code, []).append(finding.message)
    if not by_code:
        return
    page.gap()
    page.lines.append(page.bold("To know"))
    for messages in list(by_code.values())[:4]:
        more = f" (and {len(messages) - 1} more like it)" if len(messages) > 1 else ""
        page.text(textwrap.shorten(_printable(messages[0]), 3 * page.width - 40, placeholder="…") + more, "  ")
    if len(by_code) > 4:
        page.text(f"and {len(by_code) - 4} other kinds: see --json or --report", "  ")


def _options(page: Screen, assessment: Assessment) -> None:
    page.gap()
    page.lines.append(page.bold("Options for the clinician and the patient to weigh"))
    labels = [option.label for option in assessment.options]
    page.text(" · ".join(labels[:_OPTIONS_SHOWN]) + (" · …" if len(labels) > _OPTIONS_SHOWN else ""), "  ")
