"""How the toxin acts, as a page that a clinician shows a patient: plain words, the cascade, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from interictal import INTENDED_USE, __version__
from interictal.evidence.claims import Statement, facts
from interictal.figures.cascade import cascade
from interictal.figures.drawing import page_svg
from interictal.figures.figure import NARROW, WIDE
from interictal.injection.indications import indication
from interictal.mechanism.parameters import parameters
from interictal.mechanism.records import Course, Parameter
from interictal.mechanism.studied import STUDIED
from interictal.mechanism.told import claims_of, verdict_of
from interictal.report.claim_words import FACT, SHAPE, cited
from interictal.report.patient_words import patient_part, sentence, sentences, topic
from interictal.report.shell import document, escaped, listed_source, section, table, theme_choice

_TITLE = "How botulinum toxin may act, and what to expect by week"

_HEADACHE = ("mechanism-nerve", "mechanism-pain", "mechanism-brain", "mechanism-weak")
_STEPS = {
    "relief": _HEADACHE,
    "motor-weakness": ("mechanism-nerve", "mechanism-muscle"),
    "axillary-hyperhidrosis": ("mechanism-nerve", "mechanism-sweat"),
    "autonomic-effect": ("mechanism-nerve", "mechanism-bladder"),
}
"""Facts that tell the chain, by indication or by the series from which its effect is read."""
_STUDIED = {"people": "people", "animal": "animals", "cell": "cells", "assumption": "an assumption of ours"}


def mechanism_page(course: Course) -> str:
    """The mechanism as one self-contained HTML page.

    Args:
        course: what the model expects.

    Raises:
        NotSupported: the renderer of pictures is not installed.
    """
    told = claims_of(course)
    parts = [
        section("answer", "How it may act", _steps(course)),
        section("weeks", "What to expect by week", _weeks(course)),
        section("picture", "The steps over the weeks", _picture(course)),
        section("claims", "What you hear, and what studies say", "".join(map(_claim, told))),
        section("rests", "What is known from animals, from cells, or assumed", _rests(course)),
        section("left-out", "What is left out, and why", _list(course.left_out)),
    ]
    if course.side_effects:
        parts.append(section("side-effects", "Side effects that go with the weak muscle", _side_effects(course)))
    parts += [
        section("numbers", "The numbers of the model, for clinicians", _numbers(course)),
        section(
            "sources", "Sources", f"<ul class='plain long'>{''.join(map(listed_source, _sources(course, told)))}</ul>"
        ),
    ]
    header = (
        f'<header><h1 class="long">{_TITLE}</h1><p class="quiet">{escaped(_given(course))}</p>{_beyond(course)}'
        f'<p class="use">{escaped(INTENDED_USE)}</p>{theme_choice()}</header>'
    )
    footer = f"<footer><p>{escaped(INTENDED_USE)}</p><p>interictal {__version__}.</p></footer>"
    return document(_TITLE, f"{header}\n<main>\n{''.join(parts)}</main>\n{footer}", start="answer")


def _given(course: Course) -> str:
    """Indication, product and sessions in words."""
    weeks = [str(one.day // 7) for one in course.sessions]
    when = "once" if len(weeks) == 1 else f"in weeks {', '.join(weeks[:-1])} and {weeks[-1]}"
    return f"{indication(course.indication).title}: {course.product}, {course.sessions[0].units:g} units, {when}."


def _beyond(course: Course) -> str:
    """What has to be known of a dose that nobody was given; nothing where it was studied."""
    return f"<p><strong>Extrapolated.</strong> {_text(course.extrapolated)}</p>" if course.extrapolated else ""


def _chain(course: Course) -> tuple[str, ...]:
    return _STEPS.get(course.indication) or _STEPS[course.leading]


def _steps(course: Course) -> str:
    said = "".join(f"{topic(name)}{sentences(name)}" for name in _chain(course))
    return patient_part(f"{sentences('mechanism-page')}{said}")


def _weeks(course: Course) -> str:
    """Onset, best and loss as the model has them; what it cannot say is left out."""
    timing, unsure = course.timing, bool(course.unconfirmed or course.extrapolated)
    lost = timing.wear_off_day if timing.wear_off_day is not None else timing.half_lost_day_once
    said = []
    if timing.onset_day is not None:
        said.append(_week_sentence(0, unsure, onset=str(timing.onset_day // 7 + 1)))
    said.append(_week_sentence(1, unsure, best=str(timing.best_week)))
    if lost is not None:
        said.append(_week_sentence(2, unsure, lost=str(lost // 7 + 1)))
    if timing.share_worn_off is not None:
        said.append(_week_sentence(3, unsure, share=f"{100 * timing.share_worn_off:.0f}"))
    dummy = sentence("mechanism-dummy") if course.leading == "relief" else ""
    return patient_part(f"<ul class='plain'>{''.join(said)}</ul>{dummy}") + _beyond(course)


def _week_sentence(n: int, unsure: bool, **numbers: str) -> str:
    return sentence("mechanism-weeks", n, element="li", unconfirmed=unsure, **numbers)


def _picture(course: Course) -> str:
    wide, narrow = cascade(course, WIDE), cascade(course, NARROW)
    rows = [tuple(map(escaped, row)) for row in wide.rows]
    shown = table(wide.header, rows, "Means of each week.", "The picture in figures", right=range(1, len(wide.header)))
    lost = course.timing.wear_off_day is not None
    said = "".join(sentence("mechanism-picture", n) for n in range(3 if lost else 2))
    return (
        f"{patient_part(said)}"
        f'<figure aria-labelledby="cascade-title"><h3 id="cascade-title">{escaped(wide.title)}</h3>'
        f'<div class="wide">{page_svg(wide)}</div><div class="narrow">{page_svg(narrow)}</div>'
        f"<figcaption>{_text(wide.source)}</figcaption></figure>"
        f'<details class="data"><summary>The figures behind this picture, and the picture in words</summary>'
        f"<p>{_text(wide.description)}</p>{shown}</details>"
    )


def _claim(one: Statement) -> str:
    verdict = verdict_of(one)
    shape = f'<span class="shape" aria-hidden="true">{SHAPE[verdict]}</span>'
    meaning = f"{topic(FACT[verdict], element='strong')}:</span> {sentence(FACT[verdict], element='span')}"
    said = patient_part(
        f'<h3>{topic(one.id, element="q")}</h3><p><span class="verdict">{shape}{meaning}</p>{sentences(one.id)}'
    )
    why = [one.why, *(f"{part.about}: {part.verdict.value}. {part.why}" for part in one.parts)]
    links = ", ".join(f"<a href='#source-{escaped(each)}'>{escaped(each)}</a>" for each in cited([one]))
    return f"{said}<details><summary>Reasons</summary>{_list(why)}<p class='quiet'>Sources: {links}.</p></details>"


def _rests(course: Course) -> str:
    return f"{patient_part(sentence('mechanism-unsure'))}{_list(course.rests_on)}"


def _side_effects(course: Course) -> str:
    names = [f"{one.name}{'' if one.confirmed else ' (unconfirmed)'}" for one in course.side_effects]
    rows = [
        (_text(name), _text(f"{one.percent[-1]:.1f} %"), _text(f"{one.background[-1]:.1f} %"))
        for name, one in zip(names, course.side_effects, strict=True)
    ]
    caption = f"Expected up to week {len(course.days) // 7} by the model: share of patients who have had it."
    shown = table(("Side effect", "Expected", "Placebo"), rows, caption, "Side effects", right=(1, 2)) + _beyond(course)
    published = [
        f"{name}: published {one.published} ({one.source})"
        for name, one in zip(names, course.side_effects, strict=True)
    ]
    return f"{shown}{_list(published)}"


def _numbers(course: Course) -> str:
    rows = [_number(one) for one in parameters().values()]
    header = ("What", "Value", "Interval", "Unit", "Measured in", "From")
    shown = table(header, rows, "", "The numbers of the model", right=(1, 2))
    shares = ""
    if course.drive_shares:
        cells = [(escaped(name), f"{100 * share:.0f}&nbsp;%") for name, share in course.drive_shares]
        caption = "How much each nerve territory counts in the drive."
        shares = table(("Territory", "Share"), cells, caption, "Nerve territories", right=(1,))
    return f"{_folded('All numbers of the model', shown)}{_folded('Nerve territories', shares) if shares else ''}"


def _number(one: Parameter) -> tuple[str, ...]:
    rest = f"fitted to {', '.join(one.fitted_to)}" if one.fitted_to else ""
    source = f"{'prior: ' if rest else ''}{one.source}" if one.source else ""
    unsure = "" if one.confirmed else " (unconfirmed)"
    cells = (f"{one.words}{unsure}", f"{one.value:g}", f"{one.low:g} to {one.high:g}", one.unit,
             _STUDIED[one.studied], "; ".join(part for part in (rest, source) if part))  # fmt: skip
    return tuple(map(_text, cells))


def _sources(course: Course, told: Iterable[Statement]) -> tuple[str, ...]:
    said = (facts()[name] for name in ("mechanism-weeks", *_chain(course)))
    named = [
        *cited([*told, *said]),
        *(one.source for one in parameters().values()),
        *(one.source for one in course.side_effects),
        *(STUDIED[course.indication].sources if course.extrapolated else ()),
    ]
    return tuple(dict.fromkeys(each.partition("#")[0] for each in named if each))


def _folded(title: str, content: str) -> str:
    return f"<details><summary>{escaped(title)}</summary>{content}</details>"


def _list(lines: Iterable[str]) -> str:
    return f"<ul class='plain long'>{''.join(f'<li>{_text(one)}</li>' for one in lines)}</ul>"


def _text(text: str) -> str:
    """Escaped, with no percent sign at the start of a line."""
    return escaped(text).replace(" %", "&nbsp;%")
