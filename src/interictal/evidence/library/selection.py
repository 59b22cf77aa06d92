"""What stands in the trial library, whole or by drug, outcome and population."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from interictal.errors import InvalidInput
from interictal.evidence.library.loading import library
from interictal.evidence.library.records import PARTICIPANTS, POPULATIONS, Arm, Drug, Outcome, Trial, Value, Version


def version() -> Version:
    """Which data these are."""
    return library().version


def drugs() -> Mapping[str, Drug]:
    """The closed list of drugs, by id."""
    return library().drugs


def outcomes() -> Mapping[str, Outcome]:
    """The closed list of outcomes, by id."""
    return library().outcomes


def trials() -> Mapping[str, Trial]:
    """All trials, and analyses of trials, by id, in the order of their file."""
    return library().trials


def arms() -> Mapping[str, Arm]:
    """All arms by id, in the order of their file."""
    return library().arms


def values() -> tuple[Value, ...]:
    """All values, in the order of their file."""
    return tuple(library().values.values())


def value(identifier: str) -> Value:
    """One value.

    Raises:
        InvalidInput: no value has this id.
    """
    try:
        return library().values[identifier]
    except KeyError:
        raise InvalidInput(
            "value", identifier, "the id of a value", "See: interictal evidence outcomes --json"
        ) from None


def people(arm: str, outcome: str, week: int | None) -> Value | None:
    """The value that holds how many people an outcome of an arm is of.

    Args:
        arm, outcome, week: as in the value; the outcome's own number stands before that of the arm.

    Unknown:
        None: neither was seen.
    """
    found = library().values
    own = found.get(f"{arm}.{outcome}.{'any' if week is None else week}.n")
    return own if own is not None else found.get(f"{arm}.{PARTICIPANTS}.any.n")


def drug_named(name: str, field: str = "drug") -> str:
    """The id of a drug from its id or one of its other names; capitals do not matter.

    Args:
        field: of the message, where no drug has this name.

    Raises:
        InvalidInput: no drug of the library has this name; the message lists the ids.
    """
    wanted = name.strip().casefold()
    for each in library().drugs.values():
        if wanted in (each.id.casefold(), *(other.casefold() for other in each.names)):
            return each.id
    raise _unknown(field, name, library().drugs)


def outcome_named(name: str, field: str = "outcome") -> str:
    """The id of an outcome as the library writes it; capitals do not matter.

    Raises:
        InvalidInput: no outcome has this id; the message lists the ids.
    """
    wanted = name.strip().casefold()
    if wanted not in library().outcomes:
        raise _unknown(field, name, library().outcomes)
    return wanted


def _unknown(field: str, name: str, allowed: Iterable[str]) -> InvalidInput:
    return InvalidInput(field, name, ", ".join(allowed), "Choose one of them.")


def select(
    drug: Collection[str] = (),
    outcome: Collection[str] = (),
    population: str | None = None,
    confirmed_only: bool = False,
) -> tuple[Value, ...]:
    """The values of these drugs, these outcomes and this population.

    Args:
        drug: names of drugs; of the arms that got one of them. Empty: all.
        outcome: ids of outcomes. Empty: all.
        population: one of ``POPULATIONS``; None: all.
        confirmed_only: without what was not seen at its source.

    Returns:
        In the order of the file; empty where nothing fits.

    Raises:
        InvalidInput: an unknown drug, outcome or population; the message lists the known ones.
    """
    chosen = {each.id for each in select_arms(drug, population=population)}
    wanted = {outcome_named(each) for each in outcome}
    return tuple(
        each
        for each in library().values.values()
        if each.arm in chosen and (not wanted or each.outcome in wanted) and (each.confirmed or not confirmed_only)
    )


def select_arms(
    drug: Collection[str] = (), outcome: Collection[str] = (), population: str | None = None
) -> tuple[Arm, ...]:
    """The arms of these drugs, with a value of these outcomes, in trials of this population.

    Raises:
        InvalidInput: see ``select``.
    """
    held = library()
    drugs_wanted, outcomes_wanted = {drug_named(each) for each in drug}, {outcome_named(each) for each in outcome}
    if population is not None and population not in POPULATIONS:
        raise _unknown("population", population, POPULATIONS)
    with_outcome = {each.arm for each in held.values.values() if each.outcome in outcomes_wanted}
    return tuple(
        each
        for each in held.arms.values()
        if (not drugs_wanted or each.drug in drugs_wanted)
        and (not outcomes_wanted or each.id in with_outcome)
        and population in (None, held.trials[each.trial].population)
    )


def select_trials(
    drug: Collection[str] = (), outcome: Collection[str] = (), population: str | None = None
) -> tuple[Trial, ...]:
    """The trials with an arm of these drugs, with a value of these outcomes, of this population.

    Where both are asked for, one arm must have both.

    Raises:
        InvalidInput: see ``select``.
    """
    found = {each.trial for each in select_arms(drug, outcome, population)}
    return tuple(each for each in library().trials.values() if each.id in found)
