"""From blocked motor terminals to a weaker muscle, and from blocked autonomic ones to less sweat or contraction.

sprouts       dP/dt = (p (1 - R) - P) / T_p       they grow where release is blocked, and are withdrawn
transmission  Q = R + (1 - R) P
weakness      dX/dt = (1 - Q - X) / T_m           the muscle follows its endplates
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interictal.mechanism.terminals import Terminal, Values, follow, terminal


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle's states, at the start of each day and the end of the last.

    Args:
        terminal: its motor terminals.
        transmission: with sprouts, fraction of the untreated muscle.
        weakness: 0 none to 1 complete.
    """

    terminal: Terminal
    transmission: list[float]
    weakness: list[float]


def muscle(doses: Sequence[tuple[int, float]], days: int, values: Values) -> Muscle:
    """The course of a muscle.

    Args:
        doses: (day, units at each of its sites).
        days: how many from day 0 on.
        values: parameters.
    """
    own = terminal(doses, days, values["motor_half_life_days"], values)
    grown = follow([values["sprout_share"] * (1 - each) for each in own.release], values["sprout_days"])
    carried = [release + (1 - release) * sprout for release, sprout in zip(own.release, grown, strict=True)]
    return Muscle(own, carried, follow([1 - each for each in carried], values["muscle_days"]))


def autonomic(doses: Sequence[tuple[int, float]], days: int, kind: str, values: Values) -> Terminal:
    """The course of autonomic terminals; the effect is what is not released.

    Args:
        doses: (day, units at each site).
        days: how many from day 0 on.
        kind: "sweat", "detrusor" or "neurogenic_detrusor".
        values: parameters.
    """
    return terminal(doses, days, values[f"{kind}_half_life_days"], values)
