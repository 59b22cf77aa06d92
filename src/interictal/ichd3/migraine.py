"""ICHD-3 1.1 migraine without aura, 1.2 migraine with aura and 1.5.1 probable migraine without aura, over a diary.

A diary shows attacks since its first day only, so it can prove that there were enough, never that there were too few:
that takes the lifetime number, which the profile may hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from interictal.diary.days import Day
from interictal.ichd3.clinician import not_better_accounted_for
from interictal.ichd3.record import Record
from interictal.profile import Profile
from interictal.verdicts import Judgement, Reason, Verdict, all_of, verdict

ATTACKS_WITHOUT_AURA = 5
"""Attacks needed for 1.1 (A), and for 1.3 (B)."""

ATTACKS_WITH_AURA = 2
"""Attacks needed for 1.2 (A)."""


def migraine_without_aura(days: Sequence[Day], profile: Profile, *, last: dt.date | None = None) -> Judgement:
    """1.1: at least five attacks that meet B, C and D; no better diagnosis (E).

    Args:
        days: the diary, sorted.
        profile: ``lifetime_attacks``, ``age`` and the clinician's answer for 1.1.
        last: days after it are ignored; None for the whole diary.

    Source: ``ichd-3#1.1``; how attacks are told apart is our rule (``interictal-ichd3``).
    Unknown: attacks before the diary are unknown, so A is NOT_MET only where the lifetime number says so.
    """
    return without_aura(Record.of(days, profile, last))


def migraine_with_aura(days: Sequence[Day], profile: Profile, *, last: dt.date | None = None) -> Judgement:
    """1.2: at least two attacks with an aura that meet B and C; no better diagnosis (D).

    Args:
        days: the diary, sorted.
        profile: ``lifetime_attacks`` and the clinician's answer for 1.2.
        last: days after it are ignored; None for the whole diary.

    Source: ``ichd-3#1.2``; see ``interictal.ichd3.day.meets_aura`` for what a diary can tell of C.
    Unknown: auras before the diary are unknown, so A is NOT_MET only where there were fewer than two attacks in all.
    """
    return with_aura(Record.of(days, profile, last))


def probable_migraine(days: Sequence[Day], profile: Profile, *, last: dt.date | None = None) -> Judgement:
    """1.5.1: attacks that meet all but one of 1.1 A to D, no other headache disorder (B), no better diagnosis (C).

    All but one means: at least five attacks of which each misses one of B, C and D; or complete attacks, but fewer
    than five in the patient's life.

    Args:
        days: the diary, sorted.
        profile: ``lifetime_attacks``, ``age`` and the clinician's answer for 1.5.1.
        last: days after it are ignored; None for the whole diary.

    Source: ``ichd-3#1.5.1``; that five attacks are asked for is our reading.
    Unknown: what only the clinician can tell (tension-type headache and other disorders) leaves B and C open.
    """
    return probable(Record.of(days, profile, last))


def without_aura(record: Record) -> Judgement:
    """1.1, from a record."""
    return _judged("ichd3.1.1", enough_without_aura(record), not_better_accounted_for(record.profile, "1.1", "E"))


def with_aura(record: Record) -> Judgement:
    """1.2, from a record."""
    return _judged("ichd3.1.2", _enough_with_aura(record), not_better_accounted_for(record.profile, "1.2", "D"))


def probable(record: Record) -> Judgement:
    """1.5.1, from a record."""
    shown, lifetime = record.attacks, record.profile.lifetime_attacks
    few = lifetime is not None and 0 < max(lifetime, shown.migraine) < ATTACKS_WITHOUT_AURA
    all_but_one = Reason(
        "A",
        Verdict.MET if few or shown.probable >= ATTACKS_WITHOUT_AURA else Verdict.UNDETERMINED,
        f"The diary shows {shown.probable} separate attacks that miss exactly one of 1.1 B, C and D (5 are needed) "
        f"and {shown.without_aura} complete ones; {_lifetime(record)}.",
        "ichd-3#1.5.1",
    )
    answer = not_better_accounted_for(record.profile, "1.5.1", "C")
    pairs = (("1.1", enough_without_aura(record)), ("1.2", _enough_with_aura(record)))
    definite = [code for code, reason in pairs if reason.verdict is Verdict.MET]
    if definite:
        other, because = (
            Verdict.NOT_MET,
            f"Enough attacks for {' and '.join(definite)}: a definite diagnosis goes first.",
        )
    else:
        other = answer.verdict
        because = "Not certainly enough attacks for 1.1 or 1.2; other headache disorders are the clinician's answer."
    return _judged("ichd3.1.5.1", all_but_one, Reason("B", other, because, "ichd-3#1.5.1"), answer)


def attack_history(record: Record) -> Reason:
    """1.3 B: at least five attacks in the patient's life that meet 1.1 B to D or 1.2 B and C.

    Unknown: fewer in the diary and no lifetime number: UNDETERMINED.
    """
    return _enough(record, record.attacks.migraine, "B", "meet 1.1 B to D or 1.2 B and C", "ichd-3#1.3")


def enough_without_aura(record: Record) -> Reason:
    """1.1 A: at least five attacks that meet B, C and D."""
    return _enough(record, record.attacks.without_aura, "A", "meet B, C and D", "ichd-3#1.1")


def _enough(record: Record, shown: int, criterion: str, what: str, source: str) -> Reason:
    lifetime = record.profile.lifetime_attacks
    if shown >= ATTACKS_WITHOUT_AURA:
        answer = Verdict.MET
    else:
        answer = verdict(None if lifetime is None else lifetime >= ATTACKS_WITHOUT_AURA)
    return Reason(
        criterion,
        answer,
        f"The diary shows {shown} separate attacks that {what}, in {record.attacks.runs} runs of headache days; "
        f"{_lifetime(record)}; {ATTACKS_WITHOUT_AURA} are needed.",
        source,
    )


def _enough_with_aura(record: Record) -> Reason:
    shown, lifetime = record.attacks, record.profile.lifetime_attacks
    if shown.with_aura >= ATTACKS_WITH_AURA:
        answer = Verdict.MET
    elif lifetime is not None and max(lifetime, shown.migraine) < ATTACKS_WITH_AURA:
        answer = Verdict.NOT_MET
    else:
        answer = Verdict.UNDETERMINED
    return Reason(
        "A",
        answer,
        f"The diary shows {shown.with_aura} separate attacks with an aura of 5 to 60 minutes (its other "
        f"characteristics are not in a diary); {_lifetime(record)}; {ATTACKS_WITH_AURA} with aura are needed.",
        "ichd-3#1.2",
    )


def _lifetime(record: Record) -> str:
    if record.profile.lifetime_attacks is None:
        return "the number of attacks in the patient's life is not known"
    return f"the profile says {record.profile.lifetime_attacks} migraine attacks in the patient's life"


def _judged(id: str, *reasons: Reason) -> Judgement:  # noqa: A002
    return Judgement(id, all_of(reason.verdict for reason in reasons), reasons)
