"""The page that clinic and patient look at together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from interictal import INTENDED_USE, __version__
from interictal.assessment.result import Assessment
from interictal.diary.findings import Level
from interictal.errors import DataUnavailable
from interictal.figures import NARROW, WIDE, Figure, calendar_strip, cycle_overlay, days_per_28, page_svg
from interictal.figures.figure import recorded_of, synthetic
from interictal.figures.written import day
from interictal.guidelines.rules import GuidelineVerdicts
from interictal.outcomes.definitions import definition
from interictal.outcomes.response import RESPONDER_LEVELS, CycleResponse
from interictal.outcomes.wearing_off import WearingOff
from interictal.periods import Rate
from interictal.report.facts import FOUR_HOURS, Compared, Facts, facts
from interictal.report.shell import document, escaped, listed_source, section, table, theme_choice
from interictal.report.words import (
    NO_RULE,
    SHAPE,
    VERDICT,
    citation,
    citations,
    criterion_title,
    missing,
    number,
    percent,
    place,
    plural,
    shown,
)
from interictal.verdicts import Judgement, Reason, Verdict

_FIRST_CRITERIA = ("ichd3.1.3", "ichd3.8.2")
"""Asked first at every visit; shown in the answer."""


def page(assessment: Assessment) -> str:
    """The assessment as one self-contained HTML page.

    Raises:
        NotSupported: the renderer of the pictures is not installed.
    """
    known = facts(assessment)
    patient = shown(assessment.diary.patient)
    title = f"Headache diary of {patient}" if patient else "Headache diary"
    if synthetic(assessment):
        title += " (SYNTHETIC)"
    sections = (
        _answer(assessment, known),
        _pictures(assessment),
        _counts(assessment, known),
        _criteria(assessment),
        _guidelines(assessment),
        _options(assessment),
        _completeness(assessment),
        _missing(assessment),
        _definitions(assessment),
    )
    return document(
        title,
        f"{_header(assessment)}\n<main>\n{''.join(sections)}</main>\n{_footer(known)}",
        start="answer",
    )


# --- Parts -----------------------------------------------------------------------------------------------------------


def _header(assessment: Assessment) -> str:
    patient = shown(assessment.diary.patient)
    whose = f": <bdi>{escaped(patient)}</bdi>" if patient else ""
    label = '<p class="synthetic">SYNTHETIC: not a real patient</p>' if synthetic(assessment) else ""
    return (
        f'<header>{label}<h1 class="long">Headache diary{whose}</h1>'
        f'<p class="quiet">{day(assessment.first)} to {day(assessment.last)}. {recorded_of(assessment)}.</p>'
        f'<p class="use">{escaped(INTENDED_USE)}</p>'
        f"{theme_choice()}</header>"
    )


def _verdict(verdict: Verdict, words: Mapping[Verdict, str] = VERDICT) -> str:
    return (
        f'<span class="verdict"><span class="shape" aria-hidden="true">{SHAPE[verdict]}</span>{words[verdict]}</span>'
    )


_YES_NO = {Verdict.MET: "yes", Verdict.NOT_MET: "no", Verdict.UNDETERMINED: "cannot tell"}


def _sentence(text: str) -> str:
    """A reason as a sentence of its own."""
    return escaped(text[:1].upper() + text[1:])


def _answer(assessment: Assessment, known: Facts) -> str:
    parts = [_tiles(assessment, known), '<dl class="answers">']
    if assessment.response:
        parts.append(_row("At least this much fewer headache days than before", _levels(assessment.response[-1])))
        parts.append(_row("Wearing off before the next injection", _wearing_off(assessment)))
    by_id = {one.id: one for one in assessment.criteria}
    for identifier in _FIRST_CRITERIA:
        if identifier in by_id:
            title = f"{criterion_title(identifier)}, at the end of this diary"
            parts.append(_row(title, _verdict(by_id[identifier].verdict) + _why(by_id[identifier])))
    parts.append("</dl>")
    if assessment.guidelines:
        parts.append(_matrix(assessment.guidelines))
    if len(assessment.response) > 1:
        parts.append(_cycle_table(assessment, known))
    return section("answer", "How it goes", "".join(parts))


def _tiles(assessment: Assessment, known: Facts) -> str:
    headache = known.compared[0]
    first, last = known.window
    days = f"{day(first)} to {day(last)}"
    tiles = []
    if headache.before is not None:
        tiles.append(_tile("Before the first injection", headache.before, "28 days before"))
    where = f"Cycle {len(known.cycles)}, the latest" if known.cycles else "Latest 28 days with enough recorded"
    tiles.append(_tile(where, headache.now, days))
    if headache.before is not None:
        change = headache.change_percent
        said = "not enough days recorded to tell" if change is None else "in headache days per 28"
        big = "–" if change is None else percent(change)
        tiles.append(f'<div class="tile"><dt>Change</dt><dd><span class="big">{big}</span>{said}</dd></div>')
    return f'<dl class="tiles">{"".join(tiles)}</dl>'


def _tile(title: str, rate: Rate, days: str) -> str:
    said = "headache days in 28" if rate.per_28 is not None else "not enough days recorded to tell"
    return (
        f'<div class="tile"><dt>{title}</dt><dd><span class="big">{number(rate.per_28)}</span>{said}<br>{_of(rate)}<br>'
        f'<span class="quiet">{days}</span></dd></div>'
    )


def _of(rate: Rate) -> str:
    return f"{rate.observed:g} of {plural(rate.known, 'known day', 'known days')}"


def _row(term: str, said: str) -> str:
    return f"<div><dt>{term}</dt><dd>{said}</dd></div>"


def _levels(response: CycleResponse) -> str:
    levels = "; ".join(
        f"{level} % fewer: {_verdict(response.responder[level], _YES_NO)}" for level in RESPONDER_LEVELS[:3]
    )
    return f'{levels}<br><span class="quiet">Cycle {response.cycle}: {_sentence(response.because)}</span>'


def _wearing_off(assessment: Assessment) -> str:
    lines = []
    for one in assessment.wearing_off[-1:]:
        lines.append(f"Cycle {one.cycle}: {_off(one)}")
        lines.append(f'<span class="quiet">{_sentence(one.because)}</span>')
    earlier = [f"cycle {one.cycle} {_off(one)}" for one in assessment.wearing_off[:-1]]
    if earlier:
        lines.append(f"Earlier: {'; '.join(earlier)}")
    return "<br>".join(lines)


def _off(one: WearingOff) -> str:
    if one.verdict is Verdict.MET:
        return "headache back up" + (f" from week {one.week}" if one.week is not None else "")
    return "not seen" if one.verdict is Verdict.NOT_MET else "cannot tell"


def _why(judged: Judgement) -> str:
    """The reasons that carry the verdict."""
    carrying = [one.because for one in judged.reasons if one.verdict is judged.verdict][:2]
    return "".join(f'<br><span class="quiet">{_sentence(one)}</span>' for one in carrying)


def _matrix(guidelines: Sequence[GuidelineVerdicts]) -> str:
    rows = [(escaped(one.title), *(_cell(judged) for judged in (one.start, one.go_on, one.stop))) for one in guidelines]
    caption = "Are the conditions of each document met? The reasons stand below, under Guidelines."
    return table(("Document", "To start", "To go on", "To stop"), rows, caption, "Guidelines", kind="matrix")


def _cell(judged: Judgement | None) -> str:
    if judged is None:
        return f'<span class="quiet">{NO_RULE}</span>'
    return _verdict(judged.verdict)


def _cycle_table(assessment: Assessment, known: Facts) -> str:
    worn = {one.cycle: one for one in assessment.wearing_off}
    given = {one.cycle.number: one for one in known.cycles}
    rows = []
    for one in assessment.response:
        cycle = given[one.cycle]
        rows.append(
            (
                str(one.cycle),
                f'<span class="nowrap">{day(cycle.cycle.start)}</span><br>'
                f'<span class="quiet">{escaped(cycle.given)}</span>',
                number(one.value_per_28),
                percent(one.change_percent),
                _reached(one),
                _off(worn[one.cycle]).removeprefix("headache back up ") if one.cycle in worn else "–",
            )
        )
    header = ("Cycle", "Injection", "Per 28", "Change", "Fewer by", "Wearing off")
    return table(header, rows, "Headache days per 28 in each cycle, days 0 to 83.", "Cycles", right=(2, 3))


def _reached(one: CycleResponse) -> str:
    """The highest level of response that is certain."""
    reached = [level for level in RESPONDER_LEVELS if one.responder[level] is Verdict.MET]
    if reached:
        return f"{reached[-1]} % or more"
    return "cannot tell" if one.responder[RESPONDER_LEVELS[0]] is Verdict.UNDETERMINED else "under 30 %"


def _pictures(assessment: Assessment) -> str:
    parts = []
    for make in (cycle_overlay, days_per_28, calendar_strip):
        if make is cycle_overlay and not _injected(assessment):
            continue
        try:
            parts.append(_figure(make, assessment))
        except DataUnavailable as problem:
            parts.append(f"<p>One picture is left out: {escaped(str(problem))}</p>")
    return section("pictures", "Pictures", "".join(parts))


def _injected(assessment: Assessment) -> bool:
    """Whether a session stands in the time of the diary."""
    return any(one.date <= assessment.last for one in assessment.sessions)


def _figure(make: Callable[[Assessment, int], Figure], assessment: Assessment) -> str:
    narrow, wide = make(assessment, NARROW), make(assessment, WIDE)
    figures = table(wide.header, [tuple(map(escaped, row)) for row in wide.rows], "", f"Figures behind: {wide.title}")
    return (
        f'<figure aria-labelledby="{wide.name}"><h3 id="{wide.name}">{escaped(wide.title)}</h3>'
        f'<div class="wide">{page_svg(wide)}</div><div class="narrow">{page_svg(narrow)}</div>'
        f"<figcaption>{escaped(wide.source)}</figcaption></figure>"
        f'<details class="data"><summary>The figures behind this picture, and the picture in words</summary>'
        f"<p>{escaped(wide.description)}</p>{figures}</details>"
    )


def _counts(assessment: Assessment, known: Facts) -> str:
    rows = []
    for one in known.compared:
        if not one.now.known and not (one.before and one.before.known):
            continue
        name = f' <span class="quiet nowrap">{one.definition}</span>' if one.definition else ""
        before = ("–", "–") if one.before is None else (number(one.before.per_28), _counted(one, one.before))
        rows.append(
            (
                f"{one.title}{name}",
                *(before if known.cycles else ()),
                number(one.now.per_28),
                _counted(one, one.now),
                *((percent(one.change_percent),) if known.cycles else ()),
            )
        )
    first, last = known.window
    if known.cycles:
        header: tuple[str, ...] = (
            "Per 28 days",
            "Before",
            "of days known",
            f"Cycle {len(known.cycles)}",
            "of days known",
            "Change",
        )
        caption = (
            f"Before: the 28 days before the first injection. Cycle {len(known.cycles)}: {day(first)} to {day(last)}."
        )
        right: tuple[int, ...] = (1, 2, 3, 4, 5)
    else:
        header = ("Per 28 days", "Latest", "of days known")
        caption, right = f"{day(first)} to {day(last)}.", (1, 2)
    return section("counts", "Counts per 28 days", table(header, rows, caption, "Counts per 28 days", right=right))


def _counted(one: Compared, rate: Rate) -> str:
    observed = f"{round(rate.observed, 1):g}"
    return f"{observed} of {rate.known}" if one.in_days else f"{observed} h, {rate.known} days"


def _criteria(assessment: Assessment) -> str:
    if not assessment.criteria:
        return ""
    months = (
        "<p>Months here are 30 days, counted back from the last recorded day. A day that is not recorded is never "
        "taken for a day without headache.</p>"
    )
    parts = [_judged(criterion_title(one.id), one, is_open=one.id == _FIRST_CRITERIA[0]) for one in assessment.criteria]
    return section("criteria", "Criteria, with their reasons", months + "".join(parts))


def _judged(title: str, judged: Judgement, *, is_open: bool = False) -> str:
    reasons = "".join(_reason(one) for one in judged.reasons)
    return (
        f"<details class='judged'{' open' if is_open else ''}>"
        f"<summary>{escaped(title)}: {_verdict(judged.verdict)}</summary><ul class='reasons'>{reasons}</ul></details>"
    )


def _reason(one: Reason) -> str:
    document = citation(one.source)
    where = f", {escaped(place(one))}" if place(one) else ""
    status = f" ({document.status})" if document.status else ""
    return (
        f"<li><strong>{escaped(one.criterion)}</strong>: {_verdict(one.verdict)}"
        f"<span class='said'>{_sentence(one.because)}</span>"
        f"<span class='from'>Source: {_link(document.id)}{where}{status}</span></li>"
    )


def _link(identifier: str) -> str:
    """A link to a document's place in the list of sources."""
    return f"<a href='#source-{escaped(identifier)}'>{escaped(identifier)}</a>"


def _guidelines(assessment: Assessment) -> str:
    if not assessment.guidelines:
        return ""
    parts = [
        "<p>Each document's own conditions, read on this diary. What a condition being met means for this patient, the "
        "clinician decides.</p>"
    ]
    for one in assessment.guidelines:
        state = "" if one.confirmed else '<p class="quiet">Some of these rules are unconfirmed at their source.</p>'
        parts.append(f"<h3>{escaped(one.title)}</h3>{state}{_questions_of(one)}")
    return section("guidelines", "Guidelines", "".join(parts))


def _questions_of(one: GuidelineVerdicts) -> str:
    asked = (("to start", one.start), ("to go on", one.go_on), ("to stop", one.stop))
    parts = [_judged(f"Conditions {name}", judged) for name, judged in asked if judged is not None]
    silent = [name for name, judged in asked if judged is None]
    if silent:
        parts.append(f'<p class="silent quiet">The document gives no conditions {" or ".join(silent)}.</p>')
    return "".join(parts)


def _options(assessment: Assessment) -> str:
    items = "".join(
        f"<li><span class='label'>{escaped(one.label)}</span>{escaped(one.because)}{_from(one.sources)}</li>"
        for one in assessment.options
    )
    intro = "<p>Possibilities for clinician and patient to weigh, none of them advice. No change is one of them.</p>"
    return section("options", "Options", f"{intro}<ul class='options'>{items}</ul>")


def _from(sources: Iterable[str]) -> str:
    links = ", ".join(_link(citation(one).id) for one in sources)
    return f"<br><span class='quiet'>Source: {links}</span>" if links else ""


_LEVEL = {Level.ERROR: "Left out or set to unknown", Level.WARNING: "Used under an assumption", Level.NOTE: "To know"}


def _completeness(assessment: Assessment) -> str:
    span = (assessment.last - assessment.first).days + 1
    share = 100 * len(assessment.diary.recorded) // span
    rows = []
    for one in assessment.periods:
        cycle = one.period.cycle
        rows.append(
            (
                day(one.period.start),
                "–" if cycle is None else "before" if cycle == 0 else str(cycle),
                f"{one.days_recorded} of {one.period.days}",
                _HOW[one.counts["headache_days"].imputation.value],
            )
        )
    by_period = table(("28 days from", "Cycle", "Days recorded", "Headache days"), rows, "", "Completeness by period")
    findings = "".join(
        f"<li><strong>{_LEVEL[one.level]}</strong>: {escaped(one.message)}{_lines(one.rows)}</li>"
        for one in sorted(assessment.findings, key=lambda finding: _ORDER[finding.level])
    )
    noticed = f"<h3>What was noticed</h3><ul class='plain'>{findings}</ul>" if findings else ""
    return section(
        "completeness",
        "Completeness",
        f"<p>{recorded_of(assessment)} ({share} %). A day not recorded counts in no figure: not as a headache day, and "
        f"not as a day without headache.</p>"
        f"<details><summary>By period</summary>{by_period}</details>{noticed}",
    )


_ORDER = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}
_HOW = {
    "none": "all days known",
    "prorated": "prorated: 20 days known or more",
    "prorated-low-completeness": "prorated from few days",
    "missing": "not enough days recorded to tell",
}


def _lines(rows: Sequence[int]) -> str:
    if not rows:
        return ""
    listed = ", ".join(map(str, rows[:10])) + (f" and {len(rows) - 10} more" if len(rows) > 10 else "")
    return f" <span class='quiet'>({'line' if len(rows) == 1 else 'lines'} {listed} of the file)</span>"


def _missing(assessment: Assessment) -> str:
    found = missing(assessment)
    if not found:
        content = "<p>Nothing: every question above has an answer.</p>"
    else:
        items = "".join(
            f"<li>{_sentence(because)}<br><span class='quiet'>Leaves open: {escaped('; '.join(titles))}</span></li>"
            for because, titles in found
        )
        content = (
            f"<p>With these, the questions that cannot be answered yet could be.</p><ul class='plain'>{items}</ul>"
        )
    return section("missing", "What is missing", content)


def _definitions(assessment: Assessment) -> str:
    terms = []
    for what, name in (
        ("Headache day", assessment.headache_definition),
        ("Migraine day", assessment.migraine_definition),
        ("Headache day of 4 hours or more", FOUR_HOURS),
    ):
        one = definition(name)
        terms.append(
            f"<div><dt>{what}: {escaped(one.id)}</dt><dd>{escaped(one.rule)} "
            f"<span class='quiet'>Source: {_link(citation(one.source).id)}.</span></dd></div>"
        )
    terms.append(
        "<div><dt>Per 28 days</dt><dd>28 × the count, divided by the days on which the answer is known. With 20 to "
        "27 of 28 days known it is prorated, with 10 to 19 prorated and marked, with fewer it is missing.</dd></div>"
    )
    more = (citation(definition(FOUR_HOURS).source).id,)
    listed = "".join(listed_source(one.id) for one in citations(assessment, more))
    return section(
        "definitions",
        "Definitions and sources",
        f"<dl class='answers'>{''.join(terms)}</dl><ul class='plain long'>{listed}</ul>",
    )


def _footer(known: Facts) -> str:
    return f"<footer><p>{escaped(INTENDED_USE)}</p><p>interictal {__version__}, document {known.version}.</p></footer>"
