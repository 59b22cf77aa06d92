"""Generated session records: written and read back, signed and amended, scrambled, mirrored and split."""

import copy
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import biip
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.errors import InvalidInput
from interictal.injection.gs1 import Barcode, read_barcode
from interictal.injection.record import Answer, SessionRecord
from interictal.injection.record_checks import record_findings
from interictal.injection.record_files import json_from, record_document, record_from
from interictal.injection.signing import amend, original, sign, signature_holds
from interictal.profile.conditions import QUESTIONS
from spec_rules.session import NOW, SIGNED_AT, base, record_of

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "session.schema.json").read_text(encoding="utf-8"))
COMMON = settings(derandomize=True, deadline=None, max_examples=80)
units = st.decimals(min_value="0.1", max_value=200, places=2)
words = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)
times = st.datetimes(dt.datetime.fromisoformat("2020-01-01"), dt.datetime.fromisoformat("2030-01-01"))
zoned = st.builds(lambda time, zone: time.replace(tzinfo=zone), times, st.sampled_from([None, dt.UTC, NOW.tzinfo]))


@st.composite
def records(draw: st.DrawFn) -> SessionRecord:
    """A whole session with its values changed."""
    document = base()
    for site in document["sites"]:
        site["units"] = str(draw(units))
    document["sites"] = draw(st.permutations(document["sites"]))[: draw(st.integers(1, 31))]
    document["vials"][0] |= {"lot": draw(words), "units": str(draw(units)), "diluent_ml": str(draw(units))}
    document["vials"][0]["reconstituted_at"] = draw(zoned).isoformat()
    document["answers"] = {
        question: draw(st.sampled_from(Answer)).value for question in draw(st.sets(st.sampled_from(sorted(QUESTIONS))))
    }
    document["patient"] = draw(words)
    document["checklist"] = draw(st.dictionaries(words, st.booleans(), max_size=3))
    record, findings = record_from(document)
    assert not findings
    return record


@given(records())
@COMMON
def test_written_and_read_again(record: SessionRecord) -> None:
    """The same record, and a document of the published schema."""
    document = json.loads(json.dumps(record_document(record)))
    assert record_from(json_from(json.dumps(document))) == (record, ())
    jsonschema.validate(document, SCHEMA)


@given(records(), st.lists(st.tuples(st.integers(1, 31), units), max_size=4))
@COMMON
def test_amendments_lose_nothing(record: SessionRecord, changes: list[tuple[int, Decimal]]) -> None:
    """However many, the record as it was signed comes back."""
    signed = sign(record, "C1", SIGNED_AT)
    better = signed
    for number, amount in changes:
        try:
            better = amend(better, f"sites[{number}].units", str(amount), author="C1", reason="slip", at=NOW)
        except InvalidInput:  # no such site, or the same units
            assert number > len(record.sites) or better.sites[number - 1].units == amount
    assert signature_holds(better)
    assert original(better) == signed


@given(st.permutations(range(31)))
@COMMON
def test_the_order_of_the_sites_does_not_matter(order: list[int]) -> None:
    """The same faults, whichever site comes first."""
    document = base()
    document["sites"][0]["volume_ml"], document["sites"][7]["side"] = 1, "right"
    shuffled = copy.deepcopy(document)
    shuffled["sites"] = [document["sites"][number] for number in order]
    first, second = (record_findings(record_of(each), now=NOW) for each in (document, shuffled))
    assert {(one.code, one.because) for one in first} == {(one.code, one.because) for one in second}


@given(st.sets(st.integers(0, 30), min_size=1))
@COMMON
def test_every_mirrored_site_is_noticed(mirrored: set[int]) -> None:
    """Left for right, whichever sites; the midline has no mirror image."""
    document = base()
    mirror = {"left": "right", "right": "left", "midline": "midline"}
    for number in mirrored:
        document["sites"][number]["side"] = mirror[document["sites"][number]["side"]]
    findings = record_findings(record_of(document), now=NOW)
    swapped = {name for one in findings if one.code == "SIDE" for name in one.about}
    assert swapped == {
        document["sites"][number]["id"] for number in mirrored if document["sites"][number]["side"] != "midline"
    }


@given(units, units, st.sampled_from([(100, 1), (100, 2), (100, 4), (200, 4), (200, 8)]))
@COMMON
def test_units_and_volume(amount: Decimal, volume: Decimal, made: tuple[int, int]) -> None:
    """They disagree exactly where the volume is more than 0.005 mL off."""
    document = base()
    document["vials"][0] |= {"units": made[0], "diluent_ml": made[1]}
    document["sites"] = [document["sites"][0] | {"units": str(amount), "volume_ml": str(volume)}]
    wrong = [one for one in record_findings(record_of(document), now=NOW) if one.code == "VOLUME"]
    assert bool(wrong) == (abs(volume * made[0] - amount * made[1]) > Decimal("0.005") * made[0])


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PLACES = [
    *((key,) for key in base()),
    *(("vials", 0, key) for key in base()["vials"][0]),
    *(("sites", 0, key) for key in base()["sites"][0]),
    ("vials", 0),
    ("sites", 0),
    ("answers", "pregnancy"),
    ("answers", "toxin_elsewhere"),
    ("amendments",),
]


@given(st.sampled_from(PLACES), anything)
@settings(COMMON, max_examples=400)
def test_anything_anywhere(place: tuple[Any, ...], value: object) -> None:
    """Out comes a record with findings, or a clear refusal; every finding is one line; what was read can be written."""
    document: Any = base()
    inner = document
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    try:
        record, findings = record_from(document)
    except InvalidInput:
        assert place == ("schema",)
        return
    everything = (*findings, *record_findings(record, now=NOW))
    assert all("\n" not in one.because and one.because.isprintable() for one in everything)
    written = json.loads(json.dumps(record_document(record)))
    assert record_from(json_from(json.dumps(written)))[0] == record


@given(
    st.integers(0, 10**13 - 1),
    st.dates(dt.date(1980, 1, 1), dt.date(2070, 1, 1)),
    st.text("ABCxyz0123456789-./", min_size=1, max_size=20),
)
@COMMON
def test_barcodes(number: int, expiry: dt.date, lot: str) -> None:
    """What is encoded comes back, as scanned and as printed; one wrong digit does not."""
    body = f"{number:013}"
    check = -sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(body)) % 10
    gtin, today = f"{body}{check}", dt.date(2026, 3, 2)
    wanted = Barcode(gtin=gtin, lot=lot, expiry=expiry)
    assert read_barcode(f"]d201{gtin}17{expiry:%y%m%d}10{lot}", today=today) == wanted
    assert read_barcode(f"10{lot}\x1d01{gtin}17{expiry:%y%m%d}", today=today) == wanted
    assert read_barcode(f"(17){expiry:%y%m%d}(10){lot}(01){gtin}", today=today) == wanted
    with pytest.raises(InvalidInput):
        read_barcode(f"01{body}{(check + 1) % 10}", today=today)


@given(
    st.integers(0, 10**13 - 1),
    st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)),
    st.text("ABCxyz0123456789-./", min_size=1, max_size=20),
    st.text("ABCxyz0123456789-./", min_size=1, max_size=20),
    st.booleans(),
)
@COMMON
def test_barcodes_as_another_reader_has_them(
    number: int, expiry: dt.date, lot: str, serial: str, whole_month: bool
) -> None:
    """A second opinion: what biip makes of a code, this reader makes of it too; day 00 is the month's last day."""
    body = f"{number:013}"
    gtin = f"{body}{-sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(body)) % 10}"
    until = f"{expiry:%y%m}00" if whole_month else f"{expiry:%y%m%d}"
    code = f"01{gtin}17{until}10{lot}\x1d21{serial}"
    theirs = biip.parse(code).gs1_message
    assert theirs is not None
    values = {one.ai.ai: one for one in theirs.element_strings}
    ours = read_barcode(code, today=dt.datetime.now(dt.UTC).date())
    assert (values["01"].value, values["10"].value, values["21"].value) == (ours.gtin, ours.lot, ours.serial)
    assert values["17"].date == ours.expiry
