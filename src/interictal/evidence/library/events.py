"""How often side effects happened in trials of any drug, arm by arm, with the placebo arm beside it.

The rates of the toxins that a clinic compares itself with stand in ``safety``, and those that stand beside the outcomes
of a trial in the values of this library; both are shown here, not copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.evidence.library.cells import Cells, rows
from interictal.evidence.library.event_terms import EVENTS, WITHDRAWAL, event_words
from interictal.evidence.library.records import Status, Value
from interictal.evidence.library.selection import arms, outcomes, people, trials, values
from interictal.safety.adverse_events.exact import Interval, proportion
from interictal.safety.adverse_events.published import ANY, PLACEBO, Kind, Published, published
from interictal.sources import source

__all__ = [
    "INDICATIONS",
    "SEVERAL",
    "WITHDRAWAL",
    "AdverseEventRate",
    "event_words",
    "events",
    "identifier",
    "read",
    "select_events",
    "side_by_side",
]

INDICATIONS = {
    "chronic-migraine": "cm",
    "episodic-migraine": "em",
    "menstrual-migraine": "em",
    "migraine": "mixed",
    "migraine-attack": "mixed",
}
"""What was treated -> code of the population. ``migraine-attack`` is treatment of an attack, which prevents none."""

SEVERAL = "several"
"""The drug of a rate whose arms were not told apart; it stands beside none of them."""

_OUTCOMES = {
    "withdrawal_adverse_event": (WITHDRAWAL, Kind.ALL_CAUSE),
    "treatment_related_adverse_event": (ANY, Kind.TREATMENT_RELATED),
}
"""Outcome of the library's values -> event and kind."""

_TREATED = {"cm": "chronic-migraine", "em": "episodic-migraine", "mixed": "migraine", "other": "headache"}
"""Population of a trial -> what was treated."""

_FILE = Path(__file__).parent / "data" / "adverse_events.csv"
_INDICATION = re.compile(r"[a-z]+(?:-[a-z]+)*")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEventRate:
    """How many people of one arm of one study had one event.

    Args:
        id: ``<what was treated>.<study>.<arm>.<event>.<kind>``, small letters.
        study: short name; arms of one study stand beside each other.
        indication: what was treated: chronic-migraine, episodic-migraine, migraine, migraine-attack ...
        arm: what the people were given, as published.
        drug: canonical name; "placebo" for placebo, ``SEVERAL`` where arms were not told apart.
        event: id of the plain list of the session records, "any", "serious", or one of ``FURTHER``.
        published_event: the study's own words; those of the outcome where the rate stands among the values.
        kind: all-cause, treatment-related, adverse drug reactions: never mixed.
        n: people; None unknown.
        n_events: people with the event; None unknown.
        percent: as printed; None where only a count was.
        below: the percentage is printed as "less than".
        exposure: how long they were observed; "" not seen.
        source, seen, status, tier, note: as for a value; they hold for the percentage, or for the count alone.
        derivation: how a number of people that was not printed was worked out; else "".
    """

    id: str
    study: str
    indication: str
    arm: str
    drug: str
    event: str
    published_event: str
    kind: Kind
    n: int | None
    n_events: int | None
    percent: Decimal | None
    below: bool
    exposure: str
    source: str
    seen: str
    status: Status
    tier: str
    derivation: str
    note: str

    @property
    def population(self) -> str:
        """Code of the population, as for a trial."""
        return INDICATIONS.get(self.indication, "other")

    @property
    def confirmed(self) -> bool:
        """Whether it may be shown without the word "unconfirmed"."""
        return self.status is not Status.UNCONFIRMED

    @property
    def interval(self) -> Interval | None:
        """The exact 95 % interval of the proportion, None where no count is known."""
        return None if self.n is None or self.n_events is None else proportion(self.n_events, self.n)


@cache
def events() -> tuple[AdverseEventRate, ...]:
    """All rates: those of the toxins that ``safety`` holds, those among the library's values, then those of its file.

    Raises:
        InvalidInput: see ``read``; or a rate stands in two of them.
    """
    found = (*map(_shown, published()), *_among_values(), *read(_FILE))
    seen: set[str] = set()
    for each in found:
        if each.id in seen:
            raise InvalidInput("id", each.id, "each rate in one place", "Remove one.", file=_FILE.name)
        seen.add(each.id)
    return found


def read(path: Path) -> tuple[AdverseEventRate, ...]:
    """The rates in a file.

    Raises:
        InvalidInput: a rate without a source in the register, without the place where it was seen, derived without how;
            a percentage outside 0 to 100, more events than people, a count that is not that of its percentage without
            a note that they disagree; a cell that is not allowed.
    """
    return tuple(rows(path, AdverseEventRate, _rate))


def select_events(
    *, drugs: Iterable[str] = (), of: Iterable[str] = (), population: str | None = None
) -> tuple[AdverseEventRate, ...]:
    """The rates of any of the drugs, with the placebo arms of the same studies, of any of the events.

    Args:
        drugs: canonical names; none: all.
        of: ids of events; none: all.
        population: code of the population; None: all.

    Returns:
        Rates in their order; empty where none fits.
    """
    wanted, kinds = set(drugs), set(of)
    studies = {(each.study, each.indication) for each in events() if each.drug in wanted}
    return tuple(
        each
        for each in events()
        if (not wanted or each.drug in wanted or (each.drug == PLACEBO and (each.study, each.indication) in studies))
        and (not kinds or each.event in kinds)
        and population in (None, each.population)
    )


def side_by_side(found: Iterable[AdverseEventRate]) -> tuple[tuple[AdverseEventRate, bool], ...]:
    """These rates, each with those of the other arms of its study: of the same event, counted the same way.

    Returns:
        Each rate with whether it is one of ``found``; study by study, and in a study kind by kind and event by event,
        those of ``found`` first. Rates whose arms were not told apart stand beside none.
    """
    given = {each.id: each for each in found}
    studies = dict.fromkeys((each.study, each.indication) for each in given.values())
    alike: dict[tuple[str, str, Kind, str], list[tuple[AdverseEventRate, bool]]] = {
        (*study, kind, each.event): []
        for study in studies
        for kind in Kind
        for each in given.values()
        if (each.study, each.indication, each.kind) == (*study, kind)
    }
    others = (each for each in events() if each.id not in given and each.drug != SEVERAL)
    for several, asked in ((given.values(), True), (others, False)):
        for each in several:
            key = (each.study, each.indication, each.kind, each.event)
            if key in alike:
                alike[key].append((each, asked))
    return tuple(one for together in alike.values() for one in together)


def identifier(*, indication: str, study: str, arm: str, event: str, kind: Kind) -> str:
    """The id of a rate, from what makes it one."""
    return f"{indication}.{_slug(study)}.{_slug(arm)}.{event}.{kind.value}"


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def _shown(one: Published) -> AdverseEventRate:
    """A rate of ``safety`` in the terms of the library."""
    document = source(one.source)
    return AdverseEventRate(
        id=identifier(indication=one.indication, study=one.study, arm=one.arm, event=one.term, kind=one.kind),
        study=one.study,
        indication=one.indication,
        arm=one.arm,
        drug=PLACEBO if one.arm == PLACEBO else one.product,
        event=one.term,
        published_event=one.published_term,
        kind=one.kind,
        n=one.n,
        n_events=one.n_events,
        percent=one.percent,
        below=one.below,
        exposure=one.exposure,
        source=one.source,
        seen=document.note or document.citation,
        status=Status.VERIFIED if one.confirmed else Status.UNCONFIRMED,
        tier=document.tier if one.confirmed else "",
        derivation="",
        note=one.note,
    )


def _among_values() -> Iterator[AdverseEventRate]:
    """The rates that stand among the values of the library, count and percentage together.

    A count of people whose whole number was not seen is no rate, and is left to the values.
    """
    held: dict[tuple[str, str, int | None], dict[str, Value]] = {}
    for each in values():
        if each.outcome in _OUTCOMES and each.quantity in ("percent", "n_events"):
            held.setdefault((each.arm, each.outcome, each.week), {})[each.quantity] = each
    for (arm, outcome, week), figures in held.items():
        found = _of_values(arm, outcome, week, figures)
        if (found.percent, found.n_events) != (None, None):
            yield found


def _of_values(arm: str, outcome: str, week: int | None, figures: Mapping[str, Value]) -> AdverseEventRate:
    group, trial = arms()[arm], trials()[arms()[arm].trial]
    event, kind = _OUTCOMES[outcome]
    percent, count = figures.get("percent"), figures.get("n_events")
    n, n_events = _counted(people(arm, outcome, week), count)
    first = percent if percent is not None else next(iter(figures.values()))
    indication = _TREATED[trial.population]
    return AdverseEventRate(
        id=identifier(indication=indication, study=trial.name, arm=group.label, event=event, kind=kind),
        study=trial.name,
        indication=indication,
        arm=group.label,
        drug=group.drug,
        event=event,
        published_event=outcomes()[outcome].words,
        kind=kind,
        n=n,
        n_events=n_events,
        percent=percent.value if percent else None,
        below=percent.below if percent else False,
        exposure="" if week is None else f"{week} weeks",
        source=first.source,
        seen=first.seen,
        status=first.status,
        tier=first.tier,
        derivation=count.derivation if count is not None and n_events is not None else "",
        note=first.note,
    )


def _counted(n: Value | None, n_events: Value | None) -> tuple[int | None, int | None]:
    """People, and those with the event; a count that was not seen is none, and neither is one without its people."""
    if n is None or not n.confirmed:
        return None, None
    return int(n.value), int(n_events.value) if n_events is not None and n_events.confirmed else None


def _rate(cell: Cells) -> AdverseEventRate:
    status, tier, derivation = cell.standing()
    if not _INDICATION.fullmatch(cell.text("indication")):
        raise cell.wrong("indication", "small letters with hyphens")
    try:
        event_words(cell.text("event"))
    except InvalidInput:
        raise cell.wrong("event", EVENTS) from None
    kinds: Mapping[str, Kind] = {each.value: each for each in Kind}
    found = AdverseEventRate(
        id=cell.text("id"),
        study=cell.text("study"),
        indication=cell.text("indication"),
        arm=cell.text("arm"),
        drug=cell.text("drug"),
        event=cell.text("event"),
        published_event=cell.text("published_event"),
        kind=kinds[cell.one_of("kind", kinds)],
        n=cell.whole("n", 1),
        n_events=cell.whole("n_events", 0),
        percent=cell.number("percent"),
        below=cell.flag("below"),
        exposure=cell.free("exposure"),
        source=cell.source("source"),
        seen=cell.text("seen", "where the rate was seen, in words or as an address"),
        status=status,
        tier=tier,
        derivation=derivation,
        note=cell.free("note"),
    )
    _check(cell, found)
    return found


def _check(cell: Cells, one: AdverseEventRate) -> None:
    wanted = identifier(indication=one.indication, study=one.study, arm=one.arm, event=one.event, kind=one.kind)
    if one.id != wanted:
        raise cell.wrong("id", wanted)
    if one.percent is None and (one.below or one.n_events is None):
        raise cell.wrong("percent", "a percentage, or a count")
    if one.percent is not None and not 0 <= one.percent <= _HUNDRED:
        raise cell.wrong("percent", "0 to 100")
    if one.n_events is not None and (one.n is None or one.n_events > one.n):
        raise cell.wrong("n_events", "not more than n, and only with it")
    if one.n is not None and one.n_events is not None and one.percent is not None and "disagree" not in one.note:
        last = Decimal(1).scaleb(int(one.percent.as_tuple().exponent))
        if abs(_HUNDRED * one.n_events / one.n - one.percent) > last:
            raise cell.wrong("n_events", "the count of its percentage, or a note that they disagree")
