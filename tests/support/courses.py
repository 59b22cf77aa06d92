"""Courses of the mechanism put together by hand, so that picture and page are tested without the model behind them."""

from __future__ import annotations

from math import exp
from typing import Any

from interictal.mechanism.records import Branch, Course, Series, Session, SideEffect, Site, Stage, Timing

WORDS = {
    Stage.LIGHT_CHAIN: "active light chain",
    Stage.SNAP25: "intact SNAP-25",
    Stage.RELEASE: "release",
    Stage.TRANSMISSION: "transmission with sprouts",
    Stage.WEAKNESS: "weakness of the muscle",
    Stage.EFFECT: "fall of sweat",
    Stage.DRIVE: "drive from the periphery",
    Stage.SENSITISATION: "central sensitisation",
    Stage.RELIEF: "fall of the log-odds of a headache day",
}


def wave(days: int, interval: int, rise: float, fall: float) -> list[float]:
    """Rises after each session and falls off again, at most about 1."""
    return [
        min(1.0, sum(
            1.6 * (1 - exp(-(day - start) / rise)) * exp(-(day - start) / fall) for start in range(0, day + 1, interval)
        ))
        for day in range(days)
    ]  # fmt: skip


def series(branch: Branch, stage: Stage, values: list[float], **more: Any) -> Series:
    unit = "relief" if stage is Stage.RELIEF else "fraction of untreated"
    name = f"{branch.value}-{stage.value}"
    return Series(
        **{
            "id": name,
            "branch": branch,
            "stage": stage,
            "words": WORDS[stage],
            "unit": unit,
            "values": tuple(values),
            **more,
        }
    )


def _timing_of(values: list[float], until: int, **more: Any) -> Timing:
    """Read from the first cycle as the records define it."""
    first = values[:until]
    best = first.index(max(first))
    half = max(first) / 2
    onset = next(day for day, value in enumerate(first) if value >= half)
    lost = next((day for day in range(best, len(first)) if first[day] < half), None)
    return Timing(
        **{
            "onset_day": onset,
            "best_day": best,
            "best_week": best // 7 + 1,
            "wear_off_day": lost,
            "half_lost_day_once": 76 if lost is None else lost,
            "share_worn_off": 0.61,
            **more,
        }
    )


def headache_course(*, sessions: int = 2, weeks: int = 24, **more: Any) -> Course:
    """Chronic migraine: sensory and motor terminals, drive, sensitisation, relief."""
    days = 7 * weeks
    light = wave(days, 84, 22, 40)
    found = []
    for branch, rise in ((Branch.SENSORY, 1.0), (Branch.MOTOR, 0.85)):
        block = [rise * each for each in light]
        found += [
            series(branch, Stage.LIGHT_CHAIN, block),
            series(branch, Stage.SNAP25, [1 - 0.8 * each for each in block]),
            series(branch, Stage.RELEASE, [(1 - 0.8 * each) ** 3 for each in block]),
        ]
    drive = [1 - 0.7 * each for each in light]
    slow = [1 - 0.4 * each * min(1, (day + 20) / 120) for day, each in enumerate(light)]
    found += [
        series(Branch.MOTOR, Stage.TRANSMISSION, [1 - 0.6 * each for each in light]),
        series(Branch.MOTOR, Stage.WEAKNESS, [0.5 * each for each in light]),
        series(Branch.SENSORY, Stage.DRIVE, drive),
        series(Branch.SENSORY, Stage.DRIVE, drive, id="sensory-drive-V1", territory="V1"),
        series(Branch.CENTRAL, Stage.SENSITISATION, slow),
        series(Branch.CENTRAL, Stage.RELIEF, [1.4 * each for each in light], id="relief"),
    ]
    return Course(
        **{
            "indication": "chronic-migraine",
            "protocol": "preempt-fixed",
            "product": "onabotulinumtoxinA",
            "sessions": tuple(
                Session(day=84 * at, units=155.0, sites=(Site(muscle="frontalis", side="left", number=31, units=5.0),))
                for at in range(sessions)
            ),
            "days": tuple(range(days)),
            "series": tuple(found),
            "leading": "relief",
            "timing": _timing_of([1.4 * each for each in light], 84),
            "side_effects": (
                SideEffect(
                    term="eyelid-ptosis",
                    name="drooping eyelid",
                    muscles=("frontalis",),
                    percent=tuple(min(3.3, 0.1 * day) for day in range(days)),
                    background=(0.3,) * days,
                    published="3.3 % with the toxin, 0.3 % with placebo",
                    source="dodick-2010",
                    confirmed=False,
                ),
            ),
            "drive_shares": (("V1", 0.6), ("C2", 0.4)),
            "rests_on": ("The renewal of SNAP-25 was measured in cells.", "How slow sensitisation is, we assume."),
            "left_out": ("A-delta fibres: in rats they were not blocked.",),
            "unconfirmed": ("wear-off",),
            **more,
        }
    )


def sweat_course(**more: Any) -> Course:
    """Hyperhidrosis: autonomic terminals alone."""
    days = 7 * 40
    light = [max(0.0, 1 - day / 240) * min(1.0, day / 6) for day in range(days)]
    found = (
        series(Branch.AUTONOMIC, Stage.LIGHT_CHAIN, light),
        series(Branch.AUTONOMIC, Stage.SNAP25, [1 - 0.9 * each for each in light]),
        series(Branch.AUTONOMIC, Stage.RELEASE, [(1 - 0.9 * each) ** 3 for each in light]),
        series(Branch.AUTONOMIC, Stage.EFFECT, [1 - (1 - 0.9 * each) ** 3 for each in light]),
    )
    return headache_course(
        sessions=1,
        weeks=40,
        **{
            "indication": "axillary-hyperhidrosis",
            "protocol": "axilla",
            "series": found,
            "leading": "autonomic-effect",
            "timing": _timing_of(list(found[-1].values), days, share_worn_off=None),
            "side_effects": (),
            "drive_shares": (),
            **more,
        },
    )  # fmt: skip
