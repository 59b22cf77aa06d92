"""Published figures as the picture of a trial takes them."""

from __future__ import annotations

from interictal.forecast.trials.published import published
from interictal.forecast.trials.uses import use_of


def published_points(design: str) -> list[dict[str, object]]:
    """The figures of a shipped design; none for a design of one's own.

    Returns:
        Of each figure arm, outcome, week, quantity, value, what it was used for (``Use``), source and status.
    """
    return [
        {
            "arm": one.arm, "outcome": one.outcome, "week": one.week, "quantity": one.quantity, "value": one.value,
            "use": use_of(one).value, "source": one.source, "status": one.status.value,
        }
        for one in published().values()
        if one.design == design
    ]  # fmt: skip
