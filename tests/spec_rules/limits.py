"""docs/spec/limits.md"""

from decimal import Decimal

import pytest

from interictal.errors import InvalidInput
from interictal.injection.limits import Bound, limits, parse


def _window(days: int | None, months: int | None) -> str:
    return f"{months} months" if months else f"{days} days" if days else ""


def limit(row: dict[str, str]) -> None:
    found = limits(row["product"], row["jurisdiction"], row["indication"])
    (one,) = (
        each
        for each in found
        if (each.indication, each.bound.value, each.muscle, each.ages)
        == (row["indication"], row["bound"], row["muscle"], row["ages"])
    )
    assert one.value == Decimal(row["value"])
    assert one.per_kg == (row["per kg"] == "yes")
    assert one.cap == (Decimal(row["cap"]) if row["cap"] else None)
    assert _window(one.within_days, one.within_months) == row["window"]
    assert one.confirmed == (row["confirmed"] == "yes")
    assert one.source == row["source"]


def chronic_migraine(row: dict[str, str]) -> None:
    for jurisdiction in ("us", "eu"):
        found = {
            (each.bound, each.muscle): each.value
            for each in limits("onabotulinumtoxinA", jurisdiction, "chronic-migraine")
        }
        whole = row["muscle"] == "all"
        units = found[(Bound.SESSION_UNITS, "") if whole else (Bound.MUSCLE_UNITS, row["muscle"])]
        sites = found[(Bound.SESSION_SITES, "") if whole else (Bound.MUSCLE_SITES, row["muscle"])]
        assert f"{units} ({sites})" == row[jurisdiction]
        assert units == sites * found[Bound.SITE_UNITS, ""]


def file(row: dict[str, str]) -> None:
    head = {"product": 'product = "onabotulinumtoxinA"', "jurisdiction": 'jurisdiction = "us"'}
    if row["set"]:
        head[row["set"].partition(" ")[0]] = row["set"]
    lines = ["[[sets]]", *head.values(), 'source = "us-pi-botox#2"', f"limits = [{{ {row['limit']} }}]"]
    text = "\n".join(lines)
    if not row["refused"]:
        assert len(parse(text, "limits.toml")) == row["limit"].count("bound")
        return
    with pytest.raises(InvalidInput) as problem:
        parse(text, "limits.toml")
    assert problem.value.field.rpartition(".")[2] == row["refused"], problem.value
    assert "\n" not in str(problem.value)


RUNNERS = {"limit": limit, "chronic-migraine-limits": chronic_migraine, "limits-file": file}
