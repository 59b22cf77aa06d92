"""Any sessions and any numbers: states stay where they may be, and more toxin never does less."""

from hypothesis import given, settings
from hypothesis import strategies as st

from interictal import mechanism
from interictal.mechanism import relief
from interictal.mechanism.motor import muscle
from interictal.mechanism.parameters import values
from interictal.mechanism.records import Stage
from interictal.mechanism.terminals import terminal

SMALL = 1e-9
units = st.floats(0, 400, allow_nan=False)
sessions = st.lists(st.tuples(st.integers(-100, 200), units), max_size=6)
numbers = st.fixed_dictionaries(
    {
        "half_binding_units": st.floats(0.05, 20),
        "uptake_half_time_days": st.floats(0.1, 30),
        "snap25_synthesis": st.floats(0.02, 1),
        "cleavage": st.floats(0.01, 30),
        "cooperativity": st.floats(1, 6),
        "motor_half_life_days": st.floats(0.5, 300),
        "muscle_days": st.floats(0.5, 60),
        "sprout_share": st.floats(0, 1),
        "sprout_days": st.floats(0.5, 120),
    }
)


@given(sessions, numbers)
@settings(max_examples=60, deadline=None)
def test_states_stay_in_their_range(given_sessions: list[tuple[int, float]], chosen: dict[str, float]) -> None:
    """Light chain is not negative and not more than was bound; the fractions are fractions."""
    found = muscle(given_sessions, 120, {**values(), **chosen})
    assert all(0 <= each <= len(given_sessions) + SMALL for each in found.terminal.light_chain)
    for course in (found.terminal.intact, found.terminal.release, found.transmission, found.weakness):
        assert len(course) == 121
        assert all(-SMALL <= each <= 1 + 1e-6 for each in course)


@given(sessions, st.integers(0, 150), units.filter(bool))
@settings(max_examples=40, deadline=None)
def test_one_more_session_never_does_less(given_sessions: list[tuple[int, float]], day: int, dose: float) -> None:
    """On any day, whatever else was given; and before it nothing changes."""
    days = range(-10, 220)
    without, more = relief(given_sessions, days), relief([*given_sessions, (day, dose)], days)
    for at, less, rather in zip(days, without, more, strict=True):
        assert rather >= less - SMALL
        assert at >= day or abs(rather - less) < SMALL


@given(st.lists(st.integers(0, 200), min_size=1, max_size=4, unique=True), units.filter(bool), st.floats(1, 3))
@settings(max_examples=40, deadline=None)
def test_more_units_never_do_less(days: list[int], dose: float, times: float) -> None:
    """Whatever the days."""
    asked = range(0, 260, 5)
    low = relief([(day, dose) for day in days], asked)
    high = relief([(day, dose * times) for day in days], asked)
    assert all(b >= a - SMALL for a, b in zip(low, high, strict=True))


@given(st.lists(st.tuples(st.integers(0, 200), units), max_size=5), st.integers(-60, 60))
@settings(max_examples=40, deadline=None)
def test_only_days_between_matter(given_sessions: list[tuple[int, float]], shift: int) -> None:
    """Moving sessions and days together changes nothing."""
    moved = relief([(day + shift, dose) for day, dose in given_sessions], range(shift, 150 + shift))
    assert all(abs(a - b) < SMALL for a, b in zip(moved, relief(given_sessions, range(150)), strict=True))


@given(units.filter(bool), st.floats(1, 200))
@settings(max_examples=40, deadline=None)
def test_release_comes_back(dose: float, half_life: float) -> None:
    """Twenty half-lives and two hundred days after the last session nearly all SNAP-25 is whole and rising."""
    days = int(20 * half_life) + 200
    found = terminal([(0, dose)], days, half_life, values())
    assert found.intact[-1] > 0.99
    assert found.intact[-1] >= found.intact[-2] - SMALL


@given(st.sampled_from(["preempt-fixed", "preempt-follow-the-pain"]), st.floats(1, 399), st.floats(1e-6, 1))
@settings(max_examples=40, deadline=None)
def test_more_units_of_a_protocol_never_do_less(protocol: str, dose: float, more: float) -> None:
    """Relief, weakness and side effects, on every day; and a little more does but a little."""
    low, high = (
        mechanism.course(protocol=protocol, units=units, sessions=1, weeks=16) for units in (dose, dose + more)
    )
    pairs = [
        *((a.values, b.values) for a, b in zip(low.series, high.series, strict=True) if a.stage in _EFFECTS),
        *((a.percent, b.percent) for a, b in zip(low.side_effects, high.side_effects, strict=True)),
    ]
    assert len(pairs) == 8
    for less, rather in pairs:
        assert all(-SMALL <= b - a <= 0.3 * more + SMALL for a, b in zip(less, rather, strict=True))


_EFFECTS = (Stage.RELIEF, Stage.WEAKNESS)
