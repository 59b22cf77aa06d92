"""Where anything that is shown comes from, in one call: values, trials, pooled results, claims, treatments, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from interictal.errors import InvalidInput
from interictal.evidence.claims import statements
from interictal.evidence.claims.records import Figure, Statement
from interictal.evidence.library.event_wording import rate_words
from interictal.evidence.library.events import events
from interictal.evidence.library.inputs import inputs
from interictal.evidence.library.selection import trials, values
from interictal.evidence.library.syntheses import in_words, syntheses
from interictal.evidence.library.tracing import Trace, library_ids, library_traces
from interictal.evidence.library.wording import figure
from interictal.sources import register, source

if TYPE_CHECKING:
    from interictal.evidence.comparison.records import Fact, Rule, Treatment

NEAR = 6
"""How many ids a message offers."""


def traces(identifier: str) -> tuple[Trace, ...]:
    """Everything that has this id.

    Args:
        identifier: of a value, an arm, a trial, an outcome, a published pooled result, an input of one, a rate of a
            side effect, a claim (also by its letter) or fact of the patient pages, a treatment of the comparison, or a
            source (with or without a place); or the beginning that several values share. Brackets around it do not
            matter; capitals only where two ids differ by them alone.

    Returns:
        At least one; several where one id stands for several things, as for a trial and its publication.

    Raises:
        InvalidInput: nothing has this id; the message offers those that are near.
    """
    wanted = identifier.strip().removeprefix("[").removesuffix("]")
    small = wanted.casefold()
    found = _traces(wanted) or [
        trace for each in dict.fromkeys((small, *ids())) if each.casefold() == small for trace in _traces(each)
    ]
    if not found:
        offered = ", ".join(near(wanted))
        allowed = f"an id; near it: {offered}" if offered else "an id of a trial, value, pooled result, claim or source"
        raise InvalidInput("id", identifier, allowed, "Copy it from a list: interictal evidence trials, outcomes ...")
    return tuple(found)


def _traces(identifier: str) -> list[Trace]:
    """What has this id; the treatments, whose package may load what computes, only where nothing else has it."""
    found = [*library_traces(identifier), *_of_claims(identifier), *_of_sources(identifier)]
    return found or list(_of_treatments(identifier))


def ids() -> Iterator[str]:
    """All ids that can be asked for."""
    yield from library_ids()
    yield from statements()
    yield from register()
    yield from _treatments()


def _treatments() -> Mapping[str, Treatment]:
    from interictal.evidence.comparison.treatments import treatments

    return treatments()


def near(identifier: str) -> list[str]:
    """The ids most like this one, at most ``NEAR``: those that hold it first, the shortest before the longer."""
    from difflib import get_close_matches

    known = list(dict.fromkeys(ids()))
    small = identifier.casefold()
    holding = sorted((each for each in known if small and small in each.casefold()), key=len)[:NEAR]
    alike = get_close_matches(identifier, known, NEAR, cutoff=0.4)
    return list(dict.fromkeys((*holding, *alike)))[:NEAR]


def _of_claims(identifier: str) -> Iterator[Trace]:
    for one in statements().values():
        if identifier in (one.id, one.letter) and identifier:
            yield _statement(one)


def _statement(one: Statement) -> Trace:
    verdict = () if one.verdict is None else (("verdict", one.verdict.value),)
    return Trace(
        id=one.id,
        kind=one.kind.value,
        title=one.title,
        status=one.status.value,
        note=one.why,
        details=(
            *verdict,
            *(("patients read", each.text) for each in one.plain),
            *(("source", f"{source(each).citation} [{each}]") for each in one.sources),
        ),
        rests_on=tuple(_figure(each) for each in one.figures),
    )


def _figure(one: Figure) -> Trace:
    return Trace(
        id=one.refers or one.id,
        kind="figure",
        title=one.words,
        figure=one.text,
        status=one.status.value,
        tier=one.tier,
        source=one.source,
        seen=one.seen,
        derivation=one.derivation,
        note=one.note,
        rests_on=tuple(below for value in library_traces(one.refers) for below in value.rests_on),
    )


def _of_treatments(identifier: str) -> Iterator[Trace]:
    if identifier in _treatments():
        yield _treatment(_treatments()[identifier])


def _treatment(one: Treatment) -> Trace:
    told = (
        ("how it is given", one.given),
        ("how it acts", one.acts),
        ("how long an effect lasts", one.lasts),
        ("when to judge it", one.judge),
        ("certainty of the evidence", one.certainty.why),
        *(("for the attack", each) for each in one.acute),
        *((f"{each.effect.value}: {_question(each)}", each.why) for each in one.rules),
    )
    return Trace(
        id=one.id,
        kind="treatment",
        title=one.name,
        details=(("class", one.drug_class), ("drugs", ", ".join(one.drugs) or "none")),
        rests_on=tuple(_fact(one.id, label, fact) for label, fact in told),
        holds=tuple((each.arm, f"stays out of the comparison: {each.why}") for each in one.left_out),
    )


def _question(one: Rule) -> str:
    return one.question.replace("_", " ") or "age and sex"


def _fact(treatment: str, label: str, one: Fact) -> Trace:
    return Trace(
        id=treatment,
        kind="fact",
        title=label,
        figure=one.text,
        status=one.status,
        tier=one.tier,
        source=one.source,
        note=one.note,
    )


def _of_sources(identifier: str) -> Iterator[Trace]:
    named = identifier.partition("#")[0]
    if named in register():
        one = register()[named]
        citing = tuple(_citing(named))
        yield Trace(
            id=named,
            kind="source",
            title=one.citation,
            status=one.status,
            tier=one.tier,
            source=identifier if identifier in {cited for cited, _, _ in citing} else named,
            note=one.note,
            details=(("kind", one.kind), ("checked", one.checked)),
            holds=tuple((each, text) for _, each, text in citing),
        )


def _citing(named: str) -> Iterator[tuple[str, str, str]]:
    """What rests on a source: as it is cited, and the id and words of the trial, figure or statement that cites it."""

    def here(cited: str) -> bool:
        return cited.partition("#")[0] == named

    for trial in trials().values():
        if here(trial.source):
            yield trial.source, trial.id, f"{trial.name}, its publication"
    for one in values():
        if here(one.source):
            yield one.source, one.id, f"{figure(one)}, {one.status.value}"
    for pooled in syntheses().values():
        if here(pooled.source):
            yield pooled.source, pooled.id, f"{in_words(pooled)}, {pooled.status.value}"
    for part in inputs():
        if here(part.source):
            yield part.source, part.id, f"{part.study}, {part.status.value}"
    for rate in events():
        if here(rate.source):
            yield rate.source, rate.id, rate_words(rate)
    for statement in statements().values():
        yield from ((cited, statement.id, statement.title) for cited in statement.sources if here(cited))
