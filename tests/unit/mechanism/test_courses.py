"""Courses: every state in its place, in step with relief."""

from itertools import pairwise

import pytest

from interictal.injection.protocol_files import protocols
from interictal.mechanism import course, relief
from interictal.mechanism.branches import sensory
from interictal.mechanism.courses import MODELLED
from interictal.mechanism.parameters import values
from interictal.mechanism.records import Course, Site, Stage
from interictal.mechanism.studied import STUDIED

DOSES = {"cervical-dystonia": 236.0}


@pytest.mark.parametrize("indication", MODELLED)
def test_every_modelled_indication_has_its_states(indication: str) -> None:
    """A value for each day and series, none of them outside what its unit allows, and words on what it rests on."""
    found = course(indication, units=DOSES.get(indication))
    assert len({each.id for each in found.series}) == len(found.series)
    assert found.one(found.leading).values
    assert found.days == tuple(range(len(found.days)))
    for each in found.series:
        assert len(each.values) == len(found.days)
        assert all(0 <= value <= (3 if each.stage is Stage.RELIEF else 1 + 1e-9) for value in each.values), each.id
    assert found.rests_on
    assert found.left_out
    assert bool(found.side_effects) is (indication == "chronic-migraine")


def test_relief_of_a_course_is_that_of_relief() -> None:
    """With the fixed protocol, at any dose and interval."""
    found = course(units=124, sessions=3, interval_weeks=10, weeks=40)
    same = relief([(0, 124), (70, 124), (140, 124)], range(280))
    assert found.one("relief").values == pytest.approx(same)
    assert [session.day for session in found.sessions] == [0, 70, 140]


def test_numbers_of_ones_own() -> None:
    """Other parameters, another course."""
    other = {**values(), "motor_half_life_days": 30.0}
    mine = course("cervical-dystonia", units=236, parameters=other)
    theirs = course("cervical-dystonia", units=236)
    assert mine.timing.half_lost_day_once > theirs.timing.half_lost_day_once  # type: ignore[operator]


def test_weeks_are_means_of_seven_days() -> None:
    """The days after the last whole week are left out."""
    found = course(weeks=2)
    values_there = found.one("drive").values
    assert found.weekly("drive") == pytest.approx((sum(values_there[:7]) / 7, sum(values_there[7:14]) / 7))
    with pytest.raises(KeyError, match="nothing"):
        found.one("nothing")


def test_a_territory_without_sites_is_not_blocked() -> None:
    """Only the forehead treated: the drive falls by its share at most, and there is no line for the others."""
    forehead = [Site(muscle="frontalis", side="left", number=7, units=5.0, territory="V1")]
    series = {each.id: each for each in sensory(forehead, [0], 60, values())}
    assert min(series["drive"].values) == pytest.approx(1 - 7 / 31 * (1 - min(series["sensory-release-V1"].values)))
    assert "sensory-release-C2" not in series


def test_fewer_sites_cover_a_part_of_a_territory() -> None:
    """One of the seven sites of the forehead covers a seventh of it; fourteen no more than seven."""
    lowest = {}
    for number in (1, 7, 14):
        site = Site(muscle="frontalis", side="left", number=number, units=5.0, territory="V1")
        series = {each.id: each for each in sensory([site], [0], 60, values())}
        lowest[number] = 1 - min(series["drive"].values)
    assert lowest[7] == pytest.approx(7 * lowest[1])
    assert lowest[14] == pytest.approx(lowest[7])


def test_drive_shares_are_a_whole() -> None:
    """Of a headache alone."""
    assert sum(share for _, share in course().drive_shares) == pytest.approx(1)
    assert course("overactive-bladder").drive_shares == ()


@pytest.mark.parametrize(
    ("indication", "named", "others"),
    [
        (
            "chronic-migraine",
            {"preempt-week-24", "onset", "sprout_share", "snap25_synthesis", "nerves of trapezius"},
            {"overactive-bladder"},
        ),
        ("blepharospasm", {"sprout_days", "snap25_synthesis", "onset"}, {"preempt-week-24", "nerves of trapezius"}),
        ("overactive-bladder", {"overactive-bladder", "snap25_synthesis"}, {"neurogenic-detrusor", "sprout_share"}),
    ],
)
def test_what_is_unconfirmed_is_named(indication: str, named: set[str], others: set[str]) -> None:
    """Numbers of the indication, figures they are fitted to, nerves of a headache; none of another indication."""
    found = set(course(indication).unconfirmed)
    assert named <= found
    assert not others & found


def test_doses_that_nobody_was_given_say_so() -> None:
    """With the doses that were studied and their source."""
    assert course(units=155.0).extrapolated == ""
    said = course(units=10.5).extrapolated
    assert said.startswith("10.5 U a session is outside the 75 to 225 U of the dose-ranging trial [silberstein-2005]")
    assert tuple(STUDIED) == MODELLED


def test_side_effects_grow_and_keep_above_placebo() -> None:
    """By each day, and no more than with the higher dose."""
    low, high = course(units=100).side_effects, course(units=200).side_effects
    for one, more in zip(low, high, strict=True):
        assert list(one.percent) == sorted(one.percent)
        assert all(a <= b for a, b in zip(one.background, one.percent, strict=True))
        assert one.percent[-1] < more.percent[-1]


def test_what_is_shown_of_terminals_is_of_the_sites_that_count() -> None:
    """A sliver at an added site changes no series: not that of its territory, not that of its muscle."""
    without = course(protocol="preempt-follow-the-pain", units=155, weeks=24)
    sliver = course(protocol="preempt-follow-the-pain", units=155.001, weeks=24)
    for one, other in zip(without.series, sliver.series, strict=True):
        assert other.values == pytest.approx(one.values, abs=1e-6), one.id
    assert sliver.timing == without.timing
    assert sliver.sessions[0].units == pytest.approx(155.001)


EDGES = (1, 75, 154.999, 155, 155.001, 155.1, 156, 160, 165, 175, 194.999, 195, 195.001, 195.1, 196, 225, 399.999, 400)
FINE = sorted(
    {*EDGES, *range(2, 400, 11), *(154.5 + 0.25 * n for n in range(6)), *(194.5 + 0.25 * n for n in range(6))}
)
CHOICES = [
    (indication, plan.id)
    for indication in MODELLED
    for plan in protocols(indication)
    if plan.product == "onabotulinumtoxinA"
]


def effects(found: Course) -> list[float]:
    """By day: the effect, weakness of each region, side effects; at the end, their best and their mean at the end."""
    wanted = [each.values for each in found.series if each.stage in (Stage.RELIEF, Stage.WEAKNESS, Stage.EFFECT)]
    leading = found.one(found.leading).values
    days = [value for values_there in wanted for value in values_there]
    return [
        *days,
        *(value / 100 for each in found.side_effects for value in each.percent),
        max(leading),
        sum(leading[-28:]) / 28,
    ]


def test_every_protocol_is_tried() -> None:
    """Both of chronic migraine among them."""
    assert {indication for indication, _ in CHOICES} == set(MODELLED)
    assert ("chronic-migraine", "preempt-follow-the-pain") in CHOICES


@pytest.mark.parametrize(("indication", "protocol"), CHOICES)
def test_more_units_never_do_less_and_nothing_jumps(indication: str, protocol: str) -> None:
    """From the least dose to the most, close by where sites are added and where they are full; on every day."""
    found = [(dose, effects(course(indication, protocol, units=dose, sessions=2, weeks=24))) for dose in FINE]
    for (less, low), (more, high) in pairwise(found):
        assert all(b >= a - 1e-9 for a, b in zip(low, high, strict=True)), (less, more)
        if more - less < 0.3:
            assert all(b - a <= 0.01 * (more - less) for a, b in zip(low, high, strict=True)), (less, more)
