"""A comparison on the terminal: an overview, then one treatment after another, then what it rests on."""

from __future__ import annotations

from interictal import INTENDED_USE
from interictal.evidence.comparison import Column, Comparison
from interictal.evidence.comparison.exclusions import Outcome
from interictal.report.compare_words import (
    certainty_words,
    closer_words,
    counted_in,
    direct_words,
    fact_words,
    facts,
    footnotes,
    gained_words,
    judged_words,
    overall_words,
    response_words,
    row_words,
    seen_words,
    sentence_case,
    share_words,
    side_effects_words,
    stopped_words,
    stopping_words,
    synthesis_words,
)
from interictal.report.screen import Screen

_NAME, _RESPONSE, _PLACEBO, _STOP = 19, 11, 13, 8
_KEY = (
    "halved: days fell by half or more, which days says the letter; placebo: the same with placebo; stop: stopped for "
    "side effects, against placebo in the same study; -: no number, the reason stands below. Numbers with different "
    "letters are not on one scale. The order is fixed: by kind, then by name."
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def compare_terminal(comparison: Comparison, *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """The comparison as lines of at most ``width`` characters.

    Args:
        comparison: what to show.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = Screen(width, colour, unicode)
    screen.title("Treatments side by side. Nothing is ranked or recommended.")
    for sentence in comparison.why:
        screen.text(sentence)
    screen.heading("Overview, of 100 people (95 % interval)")
    _overview(screen, comparison)
    if comparison.direct:
        screen.heading("Compared with each other in one trial")
        for trial in comparison.direct:
            screen.text(f"{direct_words(trial)} [{trial.trial.source}]", "  ")
            for row in trial.rows:
                screen.text(row_words(row), "    ")
            if not trial.rows:
                screen.text("No figure of the outcomes shown here was read.", "    ")
            if trial.trial.note:
                screen.text(trial.trial.note, "    ")
    for one in comparison.columns:
        _column(screen, one)
    _indirect(screen, comparison)
    screen.heading("What is not compared, and why")
    for sentence in comparison.limits:
        screen.text(sentence, "  ")
    screen.gap()
    screen.text(f"Sources (interictal sources ID): {', '.join(comparison.sources)}")
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    if not unicode:
        screen.lines = [line.translate(_QUOTES) for line in screen.lines]
    return screen.render()


def _overview(screen: Screen, comparison: Comparison) -> None:
    letters = footnotes(comparison)
    head = f"{'':{_NAME}}{'halved':{_RESPONSE}}{'placebo':{_PLACEBO}}{'stop':{_STOP}}"
    days_gained = "days gained"
    screen.line(f"{head}{days_gained}" if len(head) + len(days_gained) <= screen.width else head, bold=True)
    for one in comparison.columns:
        response = placebo = stopping = days = "-"
        if one.response is not None:
            response = _short(share_words(one.response.applied.share))
            placebo = f"{_short(share_words(one.response.without.share))} {letters[counted_in(one.response)]}"
        if one.stopping is not None:
            study = one.stopping.study
            stopping = f"{study.share.of_100[0]} v {study.without.of_100[0]}"
        if one.gained is not None:
            known = one.gained.low is not None and one.gained.high is not None
            limits = f" ({one.gained.low:.1f} to {one.gained.high:.1f})" if known else ""
            days = f"{one.gained.days:.1f}{limits} {letters[one.gained.words]}".replace("-", "−")
        marks = ["excluded"] if one.overall is Outcome.EXCLUDED else []
        if not all(each.confirmed for each in (one.response, one.stopping, one.gained) if each is not None):
            marks.append("unconfirmed")
        start = f"{one.treatment.name:{_NAME}}{response:{_RESPONSE}}{placebo:{_PLACEBO}}{stopping:{_STOP}}"
        rest = [days, *marks]
        if len(start) + len(days) > screen.width:
            screen.line(start.rstrip())
            start, rest[0] = "  ", f"days gained {days}"
        line = f"{start}{'  '.join(rest)}"
        if len(line) <= screen.width:
            screen.line(line)
        else:
            screen.line(f"{start}{rest[0]}")
            screen.line(f"  {', '.join(marks)}")
    for words, letter in letters.items():
        screen.text(f"{letter}: {words}", "  ")
    screen.text(_KEY, dim=True)


def _short(text: str) -> str:
    return text.replace(" of 100", "").replace(" to ", "-")


def _column(screen: Screen, one: Column) -> None:
    treatment = one.treatment
    screen.heading(f"{treatment.name} ({treatment.drug_class})")
    for label, fact in facts(one):
        screen.row(label, fact_words(fact))
    for fact in treatment.acute:
        screen.row("In an attack", fact_words(fact))
    missing = dict.fromkeys(one.missing.values())
    if len(one.missing) == len(("response", "stopping", "gained")) and len(missing) == 1:
        screen.row("Numbers", next(iter(missing)))
    else:
        screen.row("Fall by half or more", response_words(one))
        screen.row("Days gained", gained_words(one))
        screen.row("Stop for side effects", stopping_words(one))
    if treatment.drugs:
        screen.row("Common side effects", side_effects_words(one))
    for tried in one.tried:
        screen.row("Tried", f"{tried.name}: {tried.words}")
    screen.row("Label and profile", overall_words(one))
    for each in one.judged:
        if each.outcome in (Outcome.EXCLUDED, Outcome.ASK, Outcome.UNKNOWN):
            screen.text(judged_words(each), "    ")
    silent = [each.asks for each in one.judged if each.outcome is Outcome.NOT_ASKED]
    if silent:
        screen.text(f"not asked: {' '.join(silent)}", "    ")
    screen.row("Certainty", sentence_case(certainty_words(one)))
    for title, lines in (
        ("Closer to your history", [*map(closer_words, one.closer), *map(seen_words, one.closer_seen)]),
        ("Pooled by others", [*map(synthesis_words, one.published)]),
        ("Stopped, any study", [*map(stopped_words, one.stopping_seen)]),
        ("In other people", [*map(seen_words, one.seen), *map(synthesis_words, one.elsewhere)]),
    ):
        for line in lines:
            screen.row(title, line)


def _indirect(screen: Screen, comparison: Comparison) -> None:
    network = comparison.network
    screen.heading("Indirect comparisons, through placebo")
    if not network.rows:
        screen.text("None: no two of these treatments have trials with the same outcome and time.", "  ")
    else:
        screen.text(f"Indirect: no trial compared these. {sentence_case(network.words)} Odds ratios:", "  ")
    for row in network.rows:
        screen.text(f"{row.first} against {row.second}: {row.odds_ratio:.2f} ({row.low:.2f} to {row.high:.2f})", "    ")
    for line in network.left_out:
        screen.text(f"Not in it: {line}", "    ")
