"""Whom a comparison is about: the population, and how many classes of preventives failed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interictal.errors import InvalidInput, NotSupported
from interictal.evidence.library import trials as library_trials
from interictal.evidence.library.records import POPULATIONS
from interictal.injection.tables import Table, table_of
from interictal.profile import Profile, failed_classes

ADULT = 18
"""Years from which the trials read are about somebody."""

_FILE = "strata.toml"
_KEYS = {"id", "population", "failed", "words", "trials", "source"}
_POPULATION = {"chronic-migraine": "cm", "episodic-migraine": "em", "": "cm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """People in whom trials were done.

    Args:
        id: stable.
        population: code of the population.
        failed: how many classes of preventives had failed at least.
        words: who they are.
        trials: ids of its trials and subgroups; () every trial of the population that is no subgroup.
        source: citation of the rule.
    """

    id: str
    population: str
    failed: int
    words: str
    trials: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the profile says of whom the comparison is for.

    Args:
        population: code of the population.
        assumed: whether the population was assumed, because the profile gives no diagnosis.
        failed_at_least, failed_at_most: classes of preventives that failed.
        untold: whether the profile does not say which preventives were tried.
        fitting: the strata of this population that fit, the narrowest first; the widest is always the last.
    """

    population: str
    assumed: bool
    failed_at_least: int
    failed_at_most: int
    untold: bool
    fitting: tuple[Stratum, ...]


def person_of(profile: Profile) -> Person:
    """The population and the strata that fit a profile.

    Raises:
        NotSupported: a child: the trials of the library are of adults.

    Unknown:
        No diagnosis: chronic migraine is assumed, and said. Preventives nobody asked about: only what certainly failed
        counts, and the widest stratum is taken.
    """
    if profile.age is not None and profile.age < ADULT:
        raise NotSupported(
            f"The trials that were read are of adults; for somebody of {profile.age:g} years nothing is compared. "
            "Ask a headache specialist for children."
        )
    population = _POPULATION[profile.diagnosis]
    failed = failed_classes(profile.preventives)
    fitting = [each for each in strata().values() if each.population == population and each.failed <= failed.at_least]
    return Person(
        population=population,
        assumed=not profile.diagnosis,
        failed_at_least=failed.at_least,
        failed_at_most=failed.at_most,
        untold=profile.preventives is None,
        fitting=tuple(sorted(fitting, key=lambda each: -each.failed)),
    )


@cache
def strata() -> dict[str, Stratum]:
    """All strata by id.

    Raises:
        InvalidInput: see ``parse``.
    """
    return parse((Path(__file__).with_name("data") / _FILE).read_text(encoding="utf-8"), _FILE)


def parse(text: str, file: str) -> dict[str, Stratum]:
    """The strata in the text of a file, by id.

    Raises:
        InvalidInput: what is wrong, with its place; a trial that the library does not have; a population without a
            stratum that holds all its trials.
    """
    whole = table_of(text, file)
    whole.only({"stratum"})
    found = {one.id: one for one in map(_stratum, whole.rows("stratum"))}
    for population in _POPULATION.values():
        if not any(each.population == population and not each.failed for each in found.values()):
            raise InvalidInput("stratum", population, "one with failed = 0 for each population", "Add it.", file=file)
    return found


def _stratum(table: Table) -> Stratum:
    table.only(_KEYS)
    population, failed, trials = table.text("population"), table.given.get("failed"), table.texts("trials")
    if population not in POPULATIONS:
        raise table.wrong("population", population, ", ".join(POPULATIONS))
    if type(failed) is not int or failed < 0:
        raise table.wrong("failed", failed, "a whole number, 0 or more")
    if bool(failed) != bool(trials):
        raise table.wrong("trials", ", ".join(trials), "trials exactly where failed is 1 or more")
    for each in trials:
        if each not in library_trials():
            raise table.wrong("trials", each, "ids of trials of the library")
    return Stratum(
        id=table.text("id"),
        population=population,
        failed=failed,
        words=table.text("words"),
        trials=trials,
        source=table.cited(),
    )
