"""The criterion that no diary can answer: "not better accounted for by another ICHD-3 diagnosis"."""

from __future__ import annotations

from interictal.profile import Profile
from interictal.verdicts import Reason, verdict


def not_better_accounted_for(profile: Profile, code: str, criterion: str) -> Reason:
    """The clinician's answer as a criterion.

    Args:
        profile: holds the answer under ``not_better_accounted_for``.
        code: the ICHD-3 code asked about.
        criterion: the criterion's letter.

    Unknown: UNDETERMINED until a clinician answers; the diagnosis stays open with it.
    """
    answer = profile.not_better_accounted_for.get(code)
    if answer is None:
        because = (
            "Only a clinician can tell whether another diagnosis accounts for it better; "
            f"not answered (profile: not_better_accounted_for, {code})."
        )
    elif answer:
        because = "The clinician answered that no other diagnosis accounts for it better."
    else:
        because = "The clinician answered that another diagnosis accounts for it better."
    return Reason(criterion, verdict(answer), because, f"ichd-3#{code}")
