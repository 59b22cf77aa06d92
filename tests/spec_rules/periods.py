"""docs/spec/periods.md"""

import datetime as dt

from interictal.periods import calendar_periods, injection_periods, rate_per_28


def cut(row: dict[str, str]) -> None:
    first, last = (dt.date.fromisoformat(row[name]) for name in ("first", "last"))
    injections = [dt.date.fromisoformat(one) for one in row["injections"].split()]
    periods = injection_periods(injections, first, last) if injections else calendar_periods(first, last)
    shown = " ".join(
        f"{'-' if p.cycle is None else p.cycle}:{p.period_in_cycle}:{p.start:%m%d}+{p.days}" for p in periods
    )
    assert shown == row["periods (cycle:period:start+days)"]


def rate(row: dict[str, str]) -> None:
    result = rate_per_28(float(row["observed"]), int(row["known"]), int(row["window"]))
    assert (result.observed, result.known) == (float(row["observed"]), int(row["known"]))
    assert result.imputation.value == row["imputation"]
    expected = row["per 28"]
    assert (result.per_28 is None) == (expected == "")
    if expected:
        assert result.per_28 is not None
        assert round(result.per_28, 2) == float(expected)


RUNNERS = {"periods": cut, "rate": rate}
