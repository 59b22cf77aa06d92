"""What a trial of the library says of two treatments, and how its standard error comes about."""

from __future__ import annotations

from decimal import Decimal
from math import sqrt
from statistics import NormalDist, stdev

import pytest

from interictal.evidence.library.records import Arm, Status, Value
from interictal.evidence.studies.effects import NoEffect, Worked, events_of, worked_out

Z = NormalDist().inv_cdf(0.975)


def arm(name: str) -> Arm:
    return Arm(id=f"t.{name}", trial="t", label=name, drug=name, dose="", n=None)


A, A2, B, B2 = arm("a"), arm("a2"), arm("b"), arm("b2")


def value(arm: Arm, quantity: str, figure: str, versus: Arm | None = None, below: bool = False) -> Value:
    return Value(
        id=f"{arm.id}.o.12.{quantity}",
        trial="t",
        arm=arm.id,
        versus="" if versus is None else versus.id,
        outcome="o",
        week=12,
        quantity=quantity,
        value=Decimal(figure),
        below=below,
        source="preempt-1-2010",
        seen="here",
        status=Status.VERIFIED,
        tier="A",
        derivation="",
        note="",
    )


def effect(*values: Value, first: list[Arm] = [A], second: list[Arm] = [B]) -> Worked | NoEffect:  # noqa: B006
    held = {(each.arm, each.quantity, each.versus): each for each in values}
    people = {each.id: held.get((each.id, "n", "")) for each in (*first, *second)}
    return worked_out(lambda arm, quantity, versus: held.get((arm, quantity, versus)), first, second, people)


N = (value(A, "n", "100"), value(B, "n", "400"))
MEANS = (value(A, "change_mean", "-5"), value(B, "change_mean", "-3"))


@pytest.mark.parametrize(
    ("values", "estimate", "se", "how"),
    [
        ((value(A, "difference", "-2", B), value(A, "difference_se", "0.5", B)), -2, 0.5, "SE 0.5 as stated"),
        (
            (
                value(A, "difference", "-2", B),
                value(A, "difference_low", "-3", B),
                value(A, "difference_high", "-1", B),
            ),
            -2,
            1 / Z,
            "from the 95 % interval -3 to -1",
        ),
        (
            (
                value(B, "difference", "2", A),
                value(B, "difference_low", "1", A),
                value(B, "difference_high", "3", A),
            ),
            -2,
            1 / Z,
            "from the 95 % interval 1 to 3",
        ),
        ((*MEANS, value(A, "difference_se", "0.5", B)), -2, 0.5, "as stated"),
        (
            (*MEANS, *N, value(A, "change_sd", "4"), value(B, "change_sd", "6")),
            -2,
            sqrt(16 / 100 + 36 / 400),
            "SD 4 of 100 and SD 6 of 400",
        ),
        (
            (*MEANS, *N, value(A, "change_se", "0.4"), value(B, "change_se", "0.3")),
            -2,
            0.5,
            "SE 0.4 of 100 and SE 0.3 of 400",
        ),
        (
            (
                *MEANS,
                *N,
                value(A, "change_low", "-6"),
                value(A, "change_high", "-4"),
                value(B, "change_se", "0.3"),
            ),
            -2,
            sqrt((1 / Z) ** 2 + 0.09),
            "95 % interval -6 to -4 of 100",
        ),
        (
            (
                *N,
                value(A, "endpoint_mean", "5"),
                value(A, "endpoint_sd", "4"),
                value(B, "endpoint_mean", "7"),
                value(B, "endpoint_sd", "6"),
            ),
            -2,
            0.5,
            "at the end",
        ),
        ((value(A, "difference", "-2", B), value(A, "p", "0.05", B)), -2, 2 / Z, "p = 0.05"),
        ((*MEANS, value(B, "p", "0.05", A)), -2, 2 / Z, "p = 0.05"),
        (
            (value(A, "endpoint_mean", "5"), value(B, "endpoint_mean", "7"), value(A, "p", "0.05", B, True)),
            -2,
            2 / Z,
            "printed as less than that: the SE is rather too large",
        ),
    ],
)
def test_a_standard_error_is_worked_out_and_says_how(values, estimate: float, se: float, how: str) -> None:
    """As stated, from an interval, from the arms' spread, from a p value; in whichever direction it is printed."""
    found = effect(*values)
    assert isinstance(found, Worked)
    assert found.estimate == pytest.approx(estimate)
    assert found.se == pytest.approx(se)
    assert how in found.how
    assert set(found.values) <= set(values)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ((), "neither spread nor interval nor p value"),
        (MEANS, "neither spread nor interval nor p value"),
        ((value(A, "p", "0.05", B),), "neither spread nor interval nor p value"),
        ((value(A, "difference", "0", B), value(A, "p", "0.9", B)), "has no standard error"),
        ((value(A, "difference", "-2", B), value(A, "p", "1", B)), "has no standard error"),
        ((*MEANS, value(A, "change_sd", "4"), value(B, "change_sd", "6")), "neither spread"),
        ((*MEANS, *N, value(A, "change_sd", "0"), value(B, "change_sd", "6")), "neither spread"),
        (
            (
                value(A, "difference", "-2", B),
                value(A, "difference_low", "-1", B),
                value(A, "difference_high", "-3", B),
            ),
            "neither spread",
        ),
        ((value(A, "difference", "-2", B), value(A, "difference_se", "0", B)), "neither spread"),
        ((*MEANS, *N, value(A, "change_low", "-4"), value(A, "change_high", "-6")), "neither spread"),
        ((*MEANS, *N, value(A, "change_se", "0")), "neither spread"),
        ((*N, value(A, "endpoint_mean", "5"), value(A, "endpoint_sd", "0")), "neither spread"),
    ],
)
def test_where_there_is_no_standard_error_it_says_why(values, why: str) -> None:
    """Nothing is filled in."""
    found = effect(*values)
    assert isinstance(found, NoEffect)
    assert why in found.why


def test_doses_with_their_spread_are_one_group() -> None:
    """Mean and standard deviation are those of all their people together."""
    people = ([1.0, 2.0, 4.0], [3.0, 9.0], [0.0, 1.0, 5.0, 7.0])
    values = []
    for each, of in zip((A, A2, B), people, strict=True):
        mean = sum(of) / len(of)
        values += [
            value(each, "n", str(len(of))),
            value(each, "change_mean", f"{mean:.12f}"),
            value(each, "change_sd", f"{stdev(of):.12f}"),
        ]
    found = effect(*values, first=[A, A2])
    assert isinstance(found, Worked)
    both = people[0] + people[1]
    assert found.estimate == pytest.approx(sum(both) / 5 - sum(people[2]) / 4)
    assert found.se == pytest.approx(sqrt(stdev(both) ** 2 / 5 + stdev(people[2]) ** 2 / 4))


def differences(spread: float = 8.0, *, of: tuple[Arm, ...] = (A, A2), other: Arm = B) -> list[Value]:
    """Two doses against one arm; each standard error is that of a common spread."""
    counts = {A: 100, A2: 300, B: 200, B2: 50}
    made = [value(each, "n", str(counts[each])) for each in (*of, other)]
    for each, estimate in zip(of, (-2, -4), strict=False):
        se = spread * sqrt(1 / counts[each] + 1 / counts[other])
        made += [value(each, "difference", str(estimate), other), value(each, "difference_se", f"{se:.12f}", other)]
    return made


def test_doses_against_one_arm_share_it() -> None:
    """100 and 300 people against the same 200: as 400 against 200 with the spread that the standard errors imply."""
    found = effect(*differences(), first=[A, A2])
    assert isinstance(found, Worked)
    assert found.estimate == pytest.approx(-3.5)
    assert found.se == pytest.approx(8 * sqrt(1 / 400 + 1 / 200), rel=1e-6)
    assert "2 doses put together" in found.how
    turned = effect(*differences(), first=[B], second=[A, A2])
    assert isinstance(turned, Worked)
    assert (turned.estimate, turned.se) == (-found.estimate, found.se)


def test_a_dose_that_cannot_be_worked_out_is_left_out_and_named() -> None:
    """Its figures, or its people, are not known."""
    known = [each for each in differences() if each.arm != A2.id]
    for more in ((), (value(A2, "difference", "-4", B), value(A2, "difference_se", "1", B))):
        found = effect(*known, *more, first=[A, A2])
        assert isinstance(found, Worked)
        assert found.estimate == -2
        assert "left out, a2: " in found.how
        assert "doses put together" not in found.how
    nobody = [each for each in differences() if each.quantity != "n" or each.arm == B.id]
    assert effect(*nobody, first=[A, A2]) == NoEffect("a: its people are not known; a2: its people are not known")
    without = [each for each in differences() if each.arm != B.id]
    assert effect(*without, first=[A, A2]) == NoEffect("the people of b are not known")
    assert effect(*without, first=[B], second=[A, A2]) == NoEffect("the people of b are not known")


def test_doses_on_both_sides_need_their_spread() -> None:
    """Differences alone do not say how four arms hang together."""
    found = effect(*differences(), first=[A, A2], second=[B, B2])
    assert isinstance(found, NoEffect)
    assert "several doses on both sides" in found.why


def counted(*values: Value) -> object:
    held = {each.quantity: each for each in values}
    found = events_of(lambda _, quantity, __: held.get(quantity), A, held.get("n"))
    return found if isinstance(found, NoEffect) else found[:3]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"n": "9", "n_events": "5"}, (9, 5, "")),
        ({"n": "9", "percent": "55.6"}, (9, 5, "5 from 55.6 % of 9")),
        ({"n": "9", "percent": "100"}, (9, 9, "9 from 100 % of 9")),
        ({"n": "9", "percent": "0"}, (9, 0, "0 from 0 % of 9")),
        ({"n": "9", "percent": "50"}, NoEffect("50 % of 9: no whole number of people gives that")),
        ({"n": "214", "percent": "56"}, NoEffect("56 % of 214: more than one whole number of people gives that")),
        ({"n": "9", "n_events": "10"}, NoEffect("10 events of 9 people")),
        ({"n": "9"}, NoEffect("neither events nor a percentage is known")),
        ({"n_events": "5"}, NoEffect("the people of an arm are not known")),
    ],
)
def test_events_are_stated_or_the_one_number_that_gives_the_percentage(figures: dict[str, str], said) -> None:
    """A percentage that fits several numbers, or none, is not turned into one."""
    assert counted(*(value(A, name, figure) for name, figure in figures.items())) == said
