"""Trials, arms, values and pooled results on the terminal, each with how far it can be relied on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from interictal import INTENDED_USE
from interictal.evidence.library.loading import library
from interictal.evidence.library.records import (
    DESIGNS,
    MEASURES,
    PARTICIPANTS,
    POPULATIONS,
    Arm,
    Status,
    Synthesis,
    Trial,
    Value,
)
from interictal.evidence.library.selection import arms, outcomes, people, trials, version
from interictal.evidence.library.syntheses import doubt, in_words, outcome_words, size_in_words
from interictal.evidence.library.wording import mark, phrases, signed, taking_part
from interictal.report.whole_words import WholeWords
from interictal.report.words import plural

LEGEND = (
    "[A] seen in a journal, a trial register or a regulator's document; [B] on a page of a university, company, clinic "
    "or newspaper; [A+C] in the document named and in a copy; derived: worked out by us from figures that were seen; "
    "unconfirmed: not seen at its source, and in no pooled result unless asked for."
)
WHY = "Where it comes from, with DOI and PMID: interictal evidence why ID, with an id in brackets or a source."


def trials_terminal(found: Sequence[Trial], *, width: int, colour: bool, unicode: bool) -> str:
    """The trials, each with its arms."""
    screen = started(plural(len(found), "trial or analysis", "trials and analyses"), width, colour, unicode)
    for one in found:
        screen.heading(f"{one.name} [{one.id}]")
        screen.text(taking_part(one), "  ")
        screen.text(f"{DESIGNS[one.design]}{_registered(one)}", "  ")
        if one.part_of:
            screen.text(f"patients of {', '.join(one.part_of)}: never pooled beside them", "  ")
        for arm in arms().values():
            if arm.trial == one.id:
                screen.text(f"{_named(arm)}, {_number(arm)}", "    ")
        if one.note:
            screen.text(one.note, "  ", dim=True)
        screen.text(f"source: {one.source}", "  ", dim=True)
    return ended(screen, LEGEND, WHY)


def arms_terminal(found: Sequence[Arm], *, width: int, colour: bool, unicode: bool) -> str:
    """The arms, by trial."""
    screen = started(plural(len(found), "arm", "arms"), width, colour, unicode)
    for trial, group in groupby(found, key=lambda each: each.trial):
        screen.heading(f"{trials()[trial].name} [{trial}]")
        for arm in group:
            screen.text(f"{_named(arm)}, {_number(arm)} [{arm.id}]", "  ")
    return ended(screen, LEGEND, WHY)


def outcomes_terminal(found: Sequence[Value], *, width: int, colour: bool, unicode: bool) -> str:
    """The values, by trial, outcome, week and arm; the other arms of the trial stand dimmed beside those asked for."""
    open_ones = sum(not each.confirmed for each in found)
    said = f"{plural(len(found), 'value', 'values')}, {open_ones} of them unconfirmed"
    screen = started(said, width, colour, unicode)
    for trial, of_trial in groupby(found, key=lambda each: each.trial):
        held = list(of_trial)
        screen.heading(f"{trials()[trial].name} [{trial}]")
        screen.text(_whose(trials()[trial]), "  ")
        for key in dict.fromkeys((each.outcome, each.week) for each in held):
            _outcome(screen, key, [each for each in held if (each.outcome, each.week) == key])
        screen.text(f"sources: {', '.join(dict.fromkeys(each.source for each in held))}", "  ", dim=True)
    return ended(screen, LEGEND, WHY)


def syntheses_terminal(found: Sequence[Synthesis], *, width: int, colour: bool, unicode: bool) -> str:
    """The published pooled results, by the people they are about."""
    screen = started(plural(len(found), "published pooled result", "published pooled results"), width, colour, unicode)
    for population in dict.fromkeys(each.population_words for each in found):
        screen.heading(population)
        for one in (each for each in found if each.population_words == population):
            standing = mark(one) if one.status is Status.VERIFIED else ""
            screen.text(f"{one.comparison}: {outcome_words(one.outcome)} [{one.id}]", "  ")
            screen.text(f"{signed(in_words(one))}{standing}", "    ")
            spread = "" if one.i2_percent is None else f"I2 {one.i2_percent} %{doubt(one, 'i2_percent')}"
            size = ", ".join(filter(None, (size_in_words(one), spread, one.method)))
            if size:
                screen.text(size, "    ")
            if one.note:
                screen.text(signed(one.note), "    ", dim=True)
            screen.text(f"source: {one.source}", "    ", dim=True)
    measures = "; ".join(f"{each}: {words}" for each, words in MEASURES.items() if _shown(each, found))
    return ended(screen, *((f"{measures}.",) if measures else ()), LEGEND, WHY)


def nothing_terminal(what: str, *, width: int, colour: bool, unicode: bool) -> str:
    """That nothing fits, in words.

    Args:
        what: what was asked for.
    """
    screen = started("Nothing fits", width, colour, unicode)
    screen.text(f"The library holds nothing for {what}.")
    return ended(screen)


def started(said: str, width: int, colour: bool, unicode: bool) -> WholeWords:
    """A screen whose title says what of the library stands below."""
    screen = WholeWords(width, colour, unicode)
    screen.title(f"Trial library of {version().date}: {said}")
    return screen


def ended(screen: WholeWords, *remarks: str) -> str:
    """The lines of a screen, with the remarks and the intended use below them."""
    screen.gap()
    for each in (*remarks, INTENDED_USE):
        screen.text(each, dim=True)
    return screen.render()


def _outcome(screen: WholeWords, key: tuple[str, int | None], values: Sequence[Value]) -> None:
    outcome, week = key
    when = "" if week is None else ", before treatment" if week == 0 else f", week {week}"
    screen.text(f"{outcomes()[outcome].words}{when} [{outcome}]", "  ")
    chosen = list(dict.fromkeys(each.arm for each in values))
    for arm in chosen:
        own = [each for each in values if each.arm == arm]
        screen.text(_line(arm, key, own), "    ")
        for note in dict.fromkeys(each.note for each in own if each.note):
            screen.text(note, "      ", dim=True)
    trial = values[0].trial
    for arm in (each.id for each in arms().values() if each.trial == trial and each.id not in chosen):
        own = [each for each in library().values.values() if (each.arm, each.outcome, each.week) == (arm, *key)]
        if own:
            screen.text(f"beside it, {_line(arm, key, own)}", "    ", dim=True)


def _line(arm: str, key: tuple[str, int | None], own: Sequence[Value]) -> str:
    """What was seen of an arm, and the id that its figures share."""
    outcome, week = key
    of = people(arm, outcome, week)
    size = "" if of is None or outcome == PARTICIPANTS or of in own else f", of {of.value}{mark(of)}"
    shared = f"{arm}.{outcome}.{'any' if week is None else week}"
    return f"{_named(arms()[arm])}{size}: {'; '.join(phrases(own))} [{shared}]"


def _whose(one: Trial) -> str:
    who = one.population_words if one.population == "other" else POPULATIONS[one.population]
    of = f", patients of {', '.join(one.part_of)}" if one.part_of else ""
    return f"{who}, {DESIGNS[one.design]}{of}"


def _registered(one: Trial) -> str:
    return "".join(f", {each}" for each in one.registry)


def _named(one: Arm) -> str:
    """Label and dose; a label with a number in it says the dose itself."""
    return one.label if not one.dose or any(map(str.isdigit, one.label)) else f"{one.label}, {one.dose}"


def _number(one: Arm) -> str:
    of: Iterable[str] = () if (n := people(one.id, PARTICIPANTS, None)) is None else phrases((n,))
    return "; ".join(of) or "people not seen"


def _shown(measure: str, found: Sequence[Synthesis]) -> bool:
    """Whether a measure stands below as a word that has to be explained."""
    return measure != "percent" and any(each.measure == measure for each in found)
