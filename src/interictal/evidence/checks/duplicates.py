"""One trial in several publications: found, and counted once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from interictal.evidence.checks.figures import ArmFigures
from interictal.evidence.checks.findings import Finding, Severity
from interictal.evidence.library.records import Trial

PARTIAL = frozenset(("subgroup", "extension"))
"""Designs that hold a part of the patients of the trials they name."""

FEWEST_ARMS = 2


def same_sizes(rows: Sequence[ArmFigures]) -> Iterator[Finding]:
    """Studies of one treatment whose arms have the same numbers of people: perhaps one trial in two publications.

    Unknown: studies with one arm, or with arms of one size, are not compared: too many would match by chance.
    """
    sizes: dict[str, dict[tuple[str, int], None]] = {}
    first: dict[str, ArmFigures] = {}
    for row in rows:
        if row.people is not None:
            sizes.setdefault(row.study, {}).setdefault((row.arm, row.people))
            first.setdefault(row.study, row)
    seen: dict[tuple[tuple[str, int], ...], str] = {}
    for study, found in sizes.items():
        arms = tuple(sorted(found))
        if len({people for _, people in arms}) < FEWEST_ARMS:
            continue
        other = seen.setdefault(arms, study)
        if other != study:
            people = ", ".join(str(people) for _, people in arms)
            because = (
                f"{study} and {other} have arms of the same treatments and sizes ({people}): if they are one trial in "
                "two publications, pool one of them."
            )
            place = first[study].place
            yield _finding(place, study, (("n", people),), because)


def same_registration(trials: Mapping[str, Trial]) -> Iterator[Finding]:
    """Trials of the library that share a registry number, and of which neither says that it is part of the other."""
    of_number: dict[str, Trial] = {}
    for trial in trials.values():
        for number in trial.registry:
            other = of_number.setdefault(number, trial)
            if not roots(trial.id, trials) & roots(other.id, trials):
                because = (
                    f"{trial.id} and {other.id} have the registry number {number}, and neither names the other in "
                    "part_of: they would be pooled twice."
                )
                yield _finding(trial.id, trial.id, (("registry", number),), because)


def _finding(place: str, study: str, figures: tuple[tuple[str, str], ...], because: str) -> Finding:
    return Finding(
        code="SAME_TRIAL",
        severity=Severity.DOUBTFUL,
        place=place,
        study=study,
        arm="",
        figures=figures,
        because=because,
    )


def roots(trial: str, trials: Mapping[str, Trial]) -> frozenset[str]:
    """The trials whose patients these are: itself, or those that it is part of, to the last."""
    parts = trials[trial].part_of
    return frozenset((trial,)) if not parts else frozenset().union(*(roots(each, trials) for each in parts))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A trial that is not pooled, because others that are hold its patients."""

    trial: str
    for_the_sake_of: tuple[str, ...]


def independent(
    candidates: Mapping[str, int], trials: Mapping[str, Trial]
) -> tuple[tuple[str, ...], tuple[LeftOut, ...]]:
    """Of trials and analyses of trials, those that hold no patient twice.

    Kept are those that together hold the patients of the most trials, whole trials and pooled analyses before
    subgroups and extensions, single trials before their pooled analysis, more people before fewer.

    Args:
        candidates: id -> people, of those that have the figures to be pooled.
        trials: all trials, for what they are part of.

    Returns:
        The ids kept, in the order of the candidates; and those left out, each with those that hold its patients.
    """
    held = {each: roots(each, trials) for each in candidates}
    order = list(candidates)
    groups: list[set[str]] = []
    for each in order:
        near = [group for group in groups if any(held[each] & held[other] for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append({each}.union(*near))
    kept: set[str] = set()
    for group in groups:
        members = [each for each in order if each in group]
        choices = _free(members, held)
        worth = [_worth(chosen, held, candidates, trials) for chosen in choices]
        kept.update(choices[worth.index(max(worth))])
    left = tuple(
        LeftOut(each, tuple(other for other in order if other in kept and held[each] & held[other]))
        for each in order
        if each not in kept
    )
    return tuple(each for each in order if each in kept), left


def _free(members: Sequence[str], held: Mapping[str, frozenset[str]]) -> list[tuple[str, ...]]:
    """Every choice of members that share no trial."""
    choices: list[tuple[str, ...]] = [()]
    for each in members:
        choices += [(*chosen, each) for chosen in choices if not any(held[each] & held[other] for other in chosen)]
    return choices


def _worth(
    chosen: tuple[str, ...],
    held: Mapping[str, frozenset[str]],
    people: Mapping[str, int],
    trials: Mapping[str, Trial],
) -> tuple[int, int, int, int]:
    whole = [each for each in chosen if trials[each].design not in PARTIAL]
    return (
        sum(len(held[each]) for each in whole),
        sum(len(held[each]) for each in chosen),
        sum(not trials[each].part_of for each in chosen),
        sum(people[each] for each in chosen),
    )
