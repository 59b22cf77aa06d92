"""Doses that people were given when the figures behind the model were seen; beyond them it extrapolates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StudiedDoses:
    """Doses of one session.

    Args:
        low, high: units of onabotulinumtoxinA.
        words: where they were given, after "the".
        sources: citations.
    """

    low: float
    high: float
    words: str
    sources: tuple[str, ...]


STUDIED = {
    "chronic-migraine": StudiedDoses(
        low=75, high=225, words="75 to 225 U of the dose-ranging trial", sources=("silberstein-2005",)
    ),
    "cervical-dystonia": StudiedDoses(
        low=70, high=300, words="70 to 300 U of two trials", sources=("odergren-1998", "us-pi-botox#2")
    ),
    "blepharospasm": StudiedDoses(
        low=7.5, high=30, words="7.5 to 30 U that the label names for two eyes", sources=("us-pi-botox#2",)
    ),
    "axillary-hyperhidrosis": StudiedDoses(
        low=100, high=150, words="100 to 150 U (50 to 75 U an axilla) of the trial", sources=("hdss-trial-2007",)
    ),
    "overactive-bladder": StudiedDoses(low=100, high=100, words="100 U of the label", sources=("us-pi-botox#2",)),
    "neurogenic-detrusor-overactivity": StudiedDoses(
        low=200, high=200, words="200 U of the label", sources=("us-pi-botox#2",)
    ),
}
"""By indication. In cervical dystonia the least and the most of one trial (70 to 240 U), and the upper quartile of
another (300 U); in blepharospasm 1.25 to 5 U in each of 3 sites of an eye."""

_NEAR = 1e-6
"""Units by which a sum over sites may be off."""


def beyond(indication: str, units: float) -> str:
    """Why a dose is extrapolated; "" where it is not.

    Args:
        indication: id of one that the model holds.
        units: of a session.
    """
    known = STUDIED[indication]
    if known.low - _NEAR <= units <= known.high + _NEAR:
        return ""
    return (
        f"{units:.10g} U a session is outside the {known.words} [{', '.join(known.sources)}]: all that is shown for "
        "it, side effects too, is what the equations give, and not what those sources saw."
    )
