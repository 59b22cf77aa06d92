"""docs/spec/mechanism.md"""

import re
from fractions import Fraction
from pathlib import Path

import pytest

import interictal.mechanism as mechanism
from interictal.errors import InterictalError, InvalidInput
from interictal.mechanism import course, relief, territories
from interictal.mechanism import parameters as numbers
from interictal.mechanism import targets as figures
from interictal.mechanism.parameters import parameters, values
from interictal.mechanism.quantities import predicted
from interictal.mechanism.studied import STUDIED
from interictal.mechanism.targets import targets
from interictal.mechanism.territories import places, reference_sites, shares
from interictal.sources import source

DATA = Path(next(iter(mechanism.__path__))) / "data"
PARSERS = {"parameters": numbers.parse, "targets": figures.parse, "territories": territories.parse}


def target(row: dict[str, str]) -> None:
    one = targets()[row["target"]]
    assert (f"{one.value:g}", one.value_from, f"{one.se:g}", one.se_from, one.source) == (
        row["value"],
        row["value from"],
        row["se"],
        row["se from"],
        row["source"],
    )
    assert one.confirmed is (row["confirmed"] == "yes")
    model = predicted(values())[one.id]
    assert model == pytest.approx(float(row["model"]), rel=0.01)
    assert (model - one.value) / one.se == pytest.approx(float(row["off by"]), abs=0.06)


def number(row: dict[str, str]) -> None:
    one = parameters()[row["number"]]
    assert bool(one.fitted_to) is (row["how"] == "fitted")
    assert (one.source, one.studied) == (row["source"], row["studied"])
    assert (one.prior is not None) is (row["prior"] == "yes")
    assert one.confirmed is (row["confirmed"] == "yes")
    assert set(one.fitted_to) <= set(targets())


def loading(row: dict[str, str]) -> None:
    text = (DATA / f"{row['file']}.toml").read_text(encoding="utf-8")
    with pytest.raises(InvalidInput) as problem:
        PARSERS[row["file"]](_changed(text, row))
    assert row["says"] in str(problem.value)


def _changed(text: str, row: dict[str, str]) -> str:
    """The file with one key of one table changed, added or removed; the table itself where no key is named."""
    head, key, new = f"[{row['table']}]", row["key"], row["becomes"]
    written = new if new[:1] in "[0123456789" or new in ("true", "false") else f'"{new}"'
    if not key:
        text = re.sub(rf"^{re.escape(head)}\n(?:(?!\[).*\n?)*", "", text, flags=re.MULTILINE)
        return text if new == "-" else f"{row['table']} = {written}\n{text}"
    if f"{head}\n" not in text:
        name = f'["{row["table"]}"]' if " " in row["table"] else head
        return f"{text}\n{name}\n{key} = {written}\n"
    start = text.index(f"{head}\n") + len(head) + 1
    stop = text.find("\n[", start)
    body = text[start : stop if stop >= 0 else len(text)]
    without = re.sub(rf"^{key} = .*$\n?", "", body, flags=re.MULTILINE)
    assert new != "-" or without != body
    mended = without if new == "-" else f"{key} = {written}\n{without}"
    return text[:start] + mended + (text[stop:] if stop >= 0 else "")


def territory(row: dict[str, str]) -> None:
    place = places()[row["muscle"]]
    assert (place.territory, place.region) == (row["territory"], row["region"])
    assert place.confirmed is (row["confirmed"] == "yes")
    assert dict(shares())[place.territory] == pytest.approx(float(Fraction(row["territory's share"])))
    assert sum(reference_sites().values()) == values()["reference_sites"] == 31


def relieved(row: dict[str, str]) -> None:
    sessions = [(int(day), float(units)) for day, units in (each.split(":") for each in row["sessions"].split())]
    found = relief(sessions, range(int(row["from"]), int(row["to"]) + 1))
    digits = len(row["relief"].partition(".")[2])
    assert sum(found) / len(found) == pytest.approx(float(row["relief"]), abs=0.6 * 10**-digits)


def followed(row: dict[str, str]) -> None:
    dose = float(row["dose"]) if row["dose"] else None
    found = course(row["indication"], row["protocol"], units=dose, sessions=int(row["sessions"]))
    assert sum(site.number for site in found.sessions[0].sites) == int(row["sites"])
    assert found.leading == row["leading"]
    timing = found.timing
    read = (timing.onset_day, timing.best_week, timing.wear_off_day, timing.half_lost_day_once)
    assert ["" if each is None else str(each) for each in read] == [
        row[each] for each in ("onset", "best week", "worn off", "once")
    ]
    share = "" if timing.share_worn_off is None else f"{timing.share_worn_off:.2f}"
    assert share == row["share"]


def studied(row: dict[str, str]) -> None:
    one = STUDIED[row["indication"]]
    assert (f"{one.low:g}", f"{one.high:g}", " ".join(one.sources)) == (row["low"], row["high"], row["sources"])
    assert all(source(each).status == "verified" for each in one.sources)


def extrapolated(row: dict[str, str]) -> None:
    units = float(row["dose"]) if row["dose"] else None
    found = course(row["indication"], row["protocol"], units=units, weeks=1).extrapolated
    assert bool(found) is (row["extrapolated"] == "yes")
    if found:
        assert found.startswith(f"{row['dose']} U a session is outside the ")
        assert f"[{', '.join(STUDIED[row['indication']].sources)}]" in found


def refused(row: dict[str, str]) -> None:
    whole = {"sessions": "sessions", "interval": "interval_weeks", "weeks": "weeks"}
    asked: dict[str, object] = {name: int(row[column]) for column, name in whole.items() if row[column]}
    if row["dose"]:
        asked["units"] = float(row["dose"])
    if row["product"]:
        asked["product"] = row["product"]
    with pytest.raises(InterictalError) as problem:
        course(row["indication"], row["protocol"] or None, **asked)  # type: ignore[arg-type]
    assert row["says"] in str(problem.value)


def side_effect(row: dict[str, str]) -> None:
    found = course(protocol=row["protocol"], units=float(row["dose"]) if row["dose"] else None)
    (one,) = (each for each in found.side_effects if each.term == row["term"])
    assert len(one.percent) == 168
    assert one.percent[-1] == pytest.approx(float(row["percent"]), abs=0.06)
    assert one.background[-1] == pytest.approx(float(row["placebo"]), abs=0.001)
    assert one.confirmed is (row["confirmed"] == "yes")


def dosed(row: dict[str, str]) -> None:
    found = course(protocol=row["protocol"], units=float(row["dose"]))
    sites = found.sessions[0].sites
    relieved_by = found.one("relief").values
    side = {each.term: each.percent[-1] for each in found.side_effects}
    assert sum(site.number for site in sites) == int(row["sites"])
    assert max(site.units for site in sites) == pytest.approx(float(row["most units of a site"]), abs=6e-4)
    assert max(relieved_by) == pytest.approx(float(row["best relief"]), abs=6e-5)
    assert sum(relieved_by[140:168]) / 28 == pytest.approx(float(row["weeks 21-24"]), abs=6e-5)
    assert side["eyelid-ptosis"] == pytest.approx(float(row["ptosis %"]), abs=6e-4)
    assert side["neck-pain"] == pytest.approx(float(row["neck pain %"]), abs=6e-4)


RUNNERS = {
    "mechanism-targets": target,
    "mechanism-numbers": number,
    "mechanism-loading": loading,
    "mechanism-territories": territory,
    "mechanism-relief": relieved,
    "mechanism-courses": followed,
    "mechanism-studied": studied,
    "mechanism-extrapolated": extrapolated,
    "mechanism-doses": dosed,
    "mechanism-refusals": refused,
    "mechanism-side-effects": side_effect,
}
