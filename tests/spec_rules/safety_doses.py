"""docs/spec/safety-doses.md"""

import datetime as dt
import re
from decimal import Decimal

from interictal.injection.findings import Finding
from interictal.injection.limits import Bound, Limit, limits
from interictal.injection.previous import Earlier
from interictal.injection.protocol_files import protocol
from interictal.injection.protocols import Side
from interictal.injection.record import Elsewhere
from interictal.safety.doses import Dose, dose_findings, over_place, window_start
from interictal.safety.intervals import OURS, Toxin, date_findings, history, interval_findings
from interictal.safety.ranges import range_findings

DAY = dt.date(2026, 11, 22)
ONA = "onabotulinumtoxinA"
PRODUCTS = {"ona": ONA, "abo": "abobotulinumtoxinA", "inco": "incobotulinumtoxinA", "?": ""}
SIDES = {"L": Side.LEFT, "R": Side.RIGHT, "M": Side.MIDLINE, "?": None}


def limit(text: str, indication: str = "chronic-migraine") -> Limit:
    """A limit in the words of the page: kind, value, then options."""
    kind, value, *options = text.split()
    made: dict[str, object] = {}
    muscle = ""
    words = iter(options)
    for word in words:
        if word == "/kg":
            made["per_kg"] = True
        elif word == "cap":
            made["cap"] = Decimal(next(words))
        elif word == "all":
            indication = ""
        elif word in ("adult", "paediatric"):
            made["ages"] = word
        elif word == "unconfirmed":
            made["confirmed"] = False
        elif re.fullmatch(r"\d+m", word):
            made["within_months"] = int(word[:-1])
        elif re.fullmatch(r"\d+d", word):
            made["within_days"] = int(word[:-1])
        elif word == "blepharospasm":
            indication = word
        else:
            muscle = word
    return Limit(
        product=ONA,
        jurisdiction="us",
        indication=indication,
        bound=Bound(kind),
        value=Decimal(value),
        muscle=muscle,
        source="us-pi-botox#2",
        **made,  # type: ignore[arg-type]
    )


def doses(text: str) -> tuple[Dose, ...]:
    """Sites in the words of the page: ``temporalis L5x4``."""
    found = []
    for muscle, side, units, times in re.findall(r"([\w-]+) ([LRM?])([\d.]+|\?)(?:x(\d+))?", text):
        for _ in range(int(times or 1)):
            amount = None if units == "?" else Decimal(units)
            name = muscle.replace("-", " ")
            found.append(Dose(site=f"{muscle}-{len(found) + 1}", muscle=name, side=SIDES[side], units=amount))
    return tuple(found)


def toxins(text: str) -> tuple[Toxin, ...]:
    """Earlier injections in the words of the page: ``2026-10-01:ona:100``."""
    found = []
    for word in text.split():
        date, product, units, *indication = word.split(":")
        found.append(
            Toxin(
                date=None if date == "?" else dt.date.fromisoformat(date),
                product=PRODUCTS[product],
                units=None if units == "?" else Decimal(units),
                indication=indication[0] if indication else "",
            )
        )
    return tuple(found)


def check(found: tuple[Finding, ...], row: dict[str, str], code: str) -> None:
    """The severities that the row names, all of one code, and what it says."""
    assert [each.severity.value for each in found] == row["finds"].replace("nothing", "").split(), found
    assert all(each.code == code or (code, each.code) == ("DOSEH", "DOSEHIND") for each in found)
    assert row["says"] in " ".join(each.because for each in found), found


def dose(row: dict[str, str]) -> None:
    own = [limit(each) for each in row["limits"].split(";") if each.strip()]
    found = dose_findings(
        ONA,
        doses(row["sites"]),
        own,
        date=DAY,
        weight_kg=Decimal(row["kg"]) if row["kg"] else None,
        group=row["age"],
    )
    check(found, row, "DOSEH")
    if "over the limit" in row["says"]:
        assert all(site.startswith("temporalis") for each in found for site in each.about)


def window(row: dict[str, str]) -> None:
    number, unit = row["back"].split()
    start = window_start(dt.date.fromisoformat(row["date"]), **{unit: int(number)})
    assert start == dt.date.fromisoformat(row["starts after"])


def total(row: dict[str, str]) -> None:
    text, _, weight = row["limit"].partition(" weight ")
    found = dose_findings(
        ONA,
        doses(f"temporalis L{row['now']}"),
        [limit(text, "")],
        date=DAY,
        toxins=toxins(row["earlier"]),
        weight_kg=Decimal(weight) if weight else None,
    )
    check(found, row, "DOSEH")


def interval(row: dict[str, str]) -> None:
    days = row["days"]
    ages = "paediatric" if "paediatric" in row["interval"] else ""
    numbers = re.findall(r"\d+", row["interval"])
    own = [limit(f"interval_days {number} {ages}") for number in numbers]
    protocols = None
    if row["interval"].startswith("protocol"):
        protocols, own = limit(f"interval_days {numbers[0]} unconfirmed"), []
    before = []
    for word in days.split() if re.match(r"[-\d?]", days) else ():
        number, _, what = word.partition(":")
        before.append(
            Toxin(
                date=None if number == "?" else DAY - dt.timedelta(int(number)),
                product=ONA if what in ("same", "product") else "abobotulinumtoxinA" if what else "",
                indication="chronic-migraine" if what in ("same", "indication") else "blepharospasm" if what else "",
            )
        )
    found = interval_findings(
        before,
        own,
        date=None if days == "no date" else DAY,
        group="adult",
        known=days != "not given",
        protocols=protocols,
    )
    assert all(not protocols or each.source in (protocols.source, OURS) for each in found)
    check(tuple(sorted(found, key=lambda each: each.severity.value)), row, "DOSEIVL")


def in_range(row: dict[str, str]) -> None:
    product = PRODUCTS[row["product"]]
    named = "preempt-fixed" if row["indication"] == "chronic-migraine" else "label"
    chosen, own = protocol(row["indication"], named, product), doses(row["sites"])
    weight = Decimal(row["kg"]) if row["kg"] else None
    over = over_place(own, limits(product, "us", row["indication"]), weight_kg=weight)
    found = range_findings(chosen, own, weight_kg=weight, named=over)
    check(found, row, "DOSEH")
    assert all(each.about for each in found)


def late(row: dict[str, str]) -> None:
    date = DAY + dt.timedelta(int(row["days after the session"]))
    told = row["listed"] == "elsewhere"
    made = history(() if told else [Earlier(date=date)], [Elsewhere(date=date)] if told else ())
    today = DAY + dt.timedelta(int(row["today is"])) if row["today is"] else None
    found = date_findings(made, date=DAY, today=today)
    check(found, {**row, "says": ""}, "DATE")


RUNNERS = {
    "safety-dose": dose,
    "safety-window": window,
    "safety-sum": total,
    "safety-interval": interval,
    "safety-range": in_range,
    "safety-late": late,
}
