"""The age and the weight that doses hinge on: an adult's indication for a child, a weight that cannot be.

Several indications have a paediatric twin: an indication of its own, with doses by body weight ("paediatric-" before
the adult's id).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from interictal.injection.catalogue import Licence
from interictal.injection.findings import Finding, Severity
from interictal.injection.indications import INDICATION_IDS
from interictal.injection.limits import Limit
from interictal.injection.protocols import Protocol
from interictal.profile.answers import Profile
from interictal.safety.intervals import OURS
from interictal.units import digits

ADULT_AGE = 18
"""Years: what labels call an adult."""

LEAST_KG, MOST_KG = Decimal(2), Decimal(350)
"""Beyond these a weight is asked about, because it is more likely a slip than a weight (ours)."""

_CHILDREN = "paediatric-"


def twin_of(indication: str) -> str:
    """The paediatric twin of an indication, "" where it has none.

    >>> twin_of("lower-limb-spasticity"), twin_of("chronic-migraine")
    ('paediatric-lower-limb-spasticity', '')
    """
    twin = f"{_CHILDREN}{indication}"
    return twin if twin in INDICATION_IDS else ""


def age_group(age: float | None, indication: str, licence: Licence | None, listed: Iterable[Limit]) -> str:
    """ "adult" or "paediatric", "" where it may be either.

    Args:
        age: years; None unknown: it then goes by the indication, and is an adult's unless the label of this indication
            has a licence or a limit for children.
        indication: id.
        licence: of this indication, None where the label has none.
        listed: limits of the label.
    """
    if age is not None:
        return "adult" if age >= ADULT_AGE else "paediatric"
    if indication.startswith(_CHILDREN):
        return "paediatric"
    children = licence is not None and licence.min_age is not None and licence.min_age < ADULT_AGE
    return (
        ""
        if children or any((each.indication, each.ages) == (indication, "paediatric") for each in listed)
        else "adult"
    )


def age_findings(
    profile: Profile | None, indication: str, licence: Licence | None, twin: Licence | None
) -> tuple[Finding, ...]:
    """An age that does not fit the indication, or is not known.

    Args:
        profile: None where nobody gave one.
        indication: id.
        licence: of this indication, None where the label has none.
        twin: that of its paediatric twin.

    Returns:
        AGE, at most one.
    """
    age = None if profile is None else profile.age
    source = next((each.source for each in (licence, twin) if each is not None), OURS)
    severity = Severity.ASK
    least = None if licence is None else licence.min_age
    if age is None:
        if least is None:
            return ()
        severity = Severity.NOTE if profile in (None, Profile()) else Severity.ASK
        children = "" if twin is None else f" ({twin.indication} from {twin.min_age} years)"
        because = (
            f"The label is for {least} years or older{children}, and the age is not known. Put it into the profile."
        )
    elif age >= ADULT_AGE and indication.startswith(_CHILDREN):
        because = (
            f"{age:g} years old, under an indication of children. Use {indication.removeprefix(_CHILDREN)}, "
            "or give the reason."
        )
    elif age < ADULT_AGE and (other := twin_of(indication)):
        because = f"{age:g} years old, under an indication of adults: {_for_children(age, other, licence, twin)}"
    elif least is not None and age < least:
        because = f"{age:g} years old; the label is for {least} years or older. Give the reason."
    else:
        return ()
    return (Finding(code="AGE", severity=severity, because=because, source=source),)


def _for_children(age: float, other: str, licence: Licence | None, twin: Licence | None) -> str:
    if twin is not None:
        young = f" from {twin.min_age} years" if age < (twin.min_age or 0) else ""
        return (
            f"the label licenses {other}{young}. Its limits by body weight and its interval were checked too. "
            "Use that indication, or give the reason."
        )
    adults = "" if licence is None else f"the label is for {licence.min_age} years or older, and "
    return (
        f"{adults}no licence for {other} is on file. What limits of {other} are on file were checked too. "
        "Give the reason."
    )


def weights_known(recorded: Decimal | None, profile: Profile | None) -> tuple[Decimal, ...]:
    """The weights that are on record, kilograms: that of the plan or session, then that of the profile."""
    told = None if profile is None or profile.weight_kg is None else Decimal(str(profile.weight_kg))
    return tuple(each for each in (recorded, told) if each is not None)


def weight_findings(weights: Sequence[Decimal], protocols: Iterable[Protocol]) -> tuple[Finding, ...]:
    """Weights that contradict each other, or are not to be dosed by.

    Args:
        weights: ``weights_known``; the lowest is what doses are checked against.
        protocols: by which doses may go here, for the least weight that they name.

    Returns:
        DOSEH findings that ask.
    """
    if not weights:
        return ()
    lowest = min(weights)
    found: list[tuple[str, str]] = []
    if lowest != max(weights):
        told = " and ".join(f"{digits(each)} kg" for each in weights)
        found.append((f"The weights differ: {told}. Doses were checked against the lower one. Correct one.", OURS))
    found += [
        (
            f"A weight of {digits(each)} kg: under {LEAST_KG} kg or over {MOST_KG} kg is most likely a slip. Check it.",
            OURS,
        )
        for each in dict.fromkeys(weights)
        if not LEAST_KG <= each <= MOST_KG
    ]
    for each in protocols:
        if each.least_weight_kg is not None and lowest < each.least_weight_kg:
            found.append(
                (
                    f"{digits(lowest)} kg: the doses of {each.indication} by body weight start at "
                    f"{digits(each.least_weight_kg)} kg. Give the reason.",
                    each.source,
                )
            )
    return tuple(
        Finding(code="DOSEH", severity=Severity.ASK, because=because, source=source) for because, source in found
    )
