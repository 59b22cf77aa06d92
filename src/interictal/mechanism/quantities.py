"""What of the model each published figure is compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log

from interictal.mechanism.headache import fall, mean_fall, scale
from interictal.mechanism.motor import autonomic, muscle
from interictal.mechanism.population import first_responses, net_days, normal
from interictal.mechanism.reading import best, falls_to, mean, rises_to
from interictal.mechanism.terminals import Values, by_day

CYCLE = 84
PREEMPT_UNITS = 165.0
"""Mean dose of a session in PREEMPT. Source: ``dodick-2010``."""
BASELINE = 19.9 / 28
"""Headache days before treatment in PREEMPT. Source: ``dodick-2010``."""
PLACEBO_WEEK = (4.8 - 1.1) / 7
"""Headache days with placebo in the first weeks. Source: ``dodick-2019``."""
PLACEBO_24 = (19.9 - 6.6) / 28
"""Headache days with placebo in weeks 21 to 24. Source: ``dodick-2010``."""
OPEN_36 = (19.9 - 6.6 - (11.1 - 8.4) * 12 / 32) / 28
"""What it would be in weeks 33 to 36, open label: by week 56 those who began with placebo had gained 2.7 days more than
the others had by week 24, and a straight line is drawn from week 24 to there."""
LATE_56 = (19.9 - 11.1) / 28
"""Headache days in weeks 53 to 56 of those who began with placebo. Source: ``aurora-2014``."""

NECK_UNITS, NECK_SITES = 152.0, 14
"""Mean dose in cervical dystonia (Source: ``odergren-1998``). One site in each muscle of the protocol on both sides, as
no source says how many."""
AXILLA_SITES = 12
"""In each axilla: the middle of 10 to 15."""
BLADDER = (100 / 20, 200 / 30)
"""Units of each site in overactive bladder, and in neurogenic detrusor overactivity."""
TWO_YEARS = 730
WORN_OFF = 0.5
"""An effect has worn off when half of its best is lost."""


def _series(cycles: range, days: int, units: float, values: Values) -> list[float]:
    """Mean relief by day with a session at the start of each cycle."""
    one = scale(values)
    return [each / one for each in mean_fall([(CYCLE * cycle, units) for cycle in cycles], days, values)]


class Predictions:
    """The quantities of one set of parameters; courses that several need are worked out once."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self._courses: dict[str, list[float]] = {}

    def _course(self, name: str, made: Callable[[], list[float]]) -> list[float]:
        if name not in self._courses:
            self._courses[name] = made()
        return self._courses[name]

    def five(self) -> list[float]:
        """Relief over five cycles of PREEMPT, 392 days."""
        return self._course("five", lambda: _series(range(5), 392, PREEMPT_UNITS, self.values))

    def one(self) -> list[float]:
        """Relief after one session, 140 days."""
        return self._course("one", lambda: _series(range(1), 140, PREEMPT_UNITS, self.values))

    def preempt_week(self, week: int) -> float:
        """Net headache days in a week of the first cycle."""
        return net_days(PLACEBO_WEEK, mean(self.five(), 7 * week - 7, 7 * week), 7, self.values)

    def preempt_24(self) -> float:
        """Net headache days in weeks 21 to 24; the relief of these is 1."""
        return net_days(PLACEBO_24, 1.0, 28, self.values)

    def delayed_start(self) -> float:
        """Headache days in weeks 53 to 56 that two early cycles take away beside three later ones."""
        late = _series(range(2, 5), 392, PREEMPT_UNITS, self.values)
        gained = mean(self.five(), 364, 392) - mean(late, 364, 392)
        return net_days(LATE_56, gained, 28, self.values)

    def month(self, number: int) -> float:
        """Relief of a month of the first cycle as a fraction of that of month 2."""
        return mean(self.one(), 28 * number - 28, 28 * number) / mean(self.one(), 28, 56)

    def onset(self) -> float:
        """Time at which half of the best relief of the first cycle is there."""
        return rises_to(self.one()[:CYCLE], 0.5) or 0.0

    def best_day(self) -> float:
        """Time of the best relief of the first cycle."""
        return best(self.one())

    def worn_off(self) -> float:
        """Share of patients whose effect halves before the end of the first cycle."""
        return share_worn_off(PREEMPT_UNITS, CYCLE, self.values)

    def first_response(self, cycle: int) -> float:
        """Percentage of patients who respond for the first time in a cycle."""
        counted = [mean(self.five(), CYCLE * each - 28, CYCLE * each) for each in range(1, 4)]
        return first_responses(BASELINE, (PLACEBO_24, PLACEBO_24, OPEN_36), counted, self.values)[cycle - 1]

    def dose_gain(self, lower: float, higher: float, end: int) -> float:
        """Headache days per 30 days that the higher dose takes away beside the lower, in the 30 days before ``end``."""

        def relief(units: float) -> float:
            sessions = [(day, units) for day in (0, 90, 180) if day < end]
            return mean(mean_fall(sessions, end, self.values), end - 30, end) / scale(self.values)

        small, large = (net_days(PLACEBO_24, relief(units), 30, self.values) for units in (lower, higher))
        return large - small

    def neck(self) -> list[float]:
        """Weakness in cervical dystonia after one session, 200 days."""
        doses = [(0, NECK_UNITS / NECK_SITES)]
        return self._course("neck", lambda: by_day(muscle(doses, 200, self.values).weakness))

    def neck_lost(self) -> float:
        """Day on which half of the best weakness is lost."""
        return falls_to(self.neck(), WORN_OFF) or float(len(self.neck()))

    def half_lost(self, kind: str, units: float) -> float:
        """Day on which half of an autonomic effect is lost; the end of two years where it is not."""
        released = autonomic([(0, units)], TWO_YEARS, kind, self.values).release
        return falls_to(by_day([1 - each for each in released]), WORN_OFF) or float(TWO_YEARS)


def share_worn_off(units: float, days: int, values: Values) -> float:
    """Share of patients whose effect of a first session has halved by a day.

    The effect of a patient lasts the longer the longer his light chain does: one place among patients divides them.

    Args:
        units: of the session, shared by the sites of the fixed protocol.
        days: of the next session.
        values: parameters.
    """

    def lasting(z: float) -> float:
        course = fall([(0, units)], 4 * days, values, z)
        lost = falls_to(course, WORN_OFF)
        return log((4 * days if lost is None else lost) / days)

    return normal(_crossing(lasting, -4.0, 4.0))


def _crossing(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function is 0; the nearer end where it is not 0 between. Illinois's rule of false position."""
    below, above = rising(low), rising(high)
    if below > 0 or above < 0:
        return low if below > 0 else high
    side = 0
    while high - low > 1e-9:
        middle = (low * above - high * below) / (above - below)
        here = rising(middle)
        if abs(here) < 1e-10:
            return middle
        if here < 0:
            low, below = middle, here
            above = above / 2 if side < 0 else above
            side = -1
        else:
            high, above = middle, here
            below = below / 2 if side > 0 else below
            side = 1
    return (low + high) / 2


QUANTITIES: Mapping[str, Callable[[Predictions], float]] = {
    "preempt-week-1": lambda model: model.preempt_week(1),
    "preempt-week-3": lambda model: model.preempt_week(3),
    "preempt-week-24": Predictions.preempt_24,
    "delayed-start": Predictions.delayed_start,
    "month-1": lambda model: model.month(1),
    "month-3": lambda model: model.month(3),
    "onset": Predictions.onset,
    "best-week": Predictions.best_day,
    "wear-off": Predictions.worn_off,
    "first-response-1": lambda model: model.first_response(1),
    "first-response-2": lambda model: model.first_response(2),
    "first-response-3": lambda model: model.first_response(3),
    "dose-75-225": lambda model: model.dose_gain(75, 225, 180),
    "dose-150-225": lambda model: model.dose_gain(150, 225, 240),
    "dystonia-week-2": lambda model: model.neck()[14] / model.neck()[28],
    "dystonia-peak": lambda model: best(model.neck()),
    "dystonia-half-lost": Predictions.neck_lost,
    "hyperhidrosis-50": lambda model: model.half_lost("sweat", 50 / AXILLA_SITES),
    "hyperhidrosis-75": lambda model: model.half_lost("sweat", 75 / AXILLA_SITES),
    "overactive-bladder": lambda model: model.half_lost("detrusor", BLADDER[0]),
    "neurogenic-detrusor": lambda model: model.half_lost("neurogenic_detrusor", BLADDER[1]),
}
"""One for each target, by its id."""


def predicted(values: Values) -> dict[str, float]:
    """Every quantity, by the id of its target."""
    model = Predictions(values)
    return {name: quantity(model) for name, quantity in QUANTITIES.items()}
