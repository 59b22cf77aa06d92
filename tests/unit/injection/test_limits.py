"""The limits as a whole; each of them, and what the file may hold, is in docs/spec/limits.md."""

from decimal import Decimal

import pytest

from interictal.errors import InvalidInput
from interictal.injection import PRODUCTS
from interictal.injection.catalogue import JURISDICTIONS, catalogue
from interictal.injection.indications import INDICATION_IDS
from interictal.injection.limits import Bound, Limit, all_limits, limits, parse
from interictal.injection.protocol_files import all_protocols, muscles
from interictal.sources import source
from support.spec import rows

ONA = "onabotulinumtoxinA"
PREEMPT = {
    "corrugator": ((10, 2), (10, 2)),
    "procerus": ((5, 1), (5, 1)),
    "frontalis": ((20, 4), (20, 4)),
    "temporalis": ((40, 8), (50, 10)),
    "occipitalis": ((30, 6), (40, 8)),
    "cervical paraspinal": ((20, 4), (20, 4)),
    "trapezius": ((30, 6), (50, 10)),
}
"""Units and sites of each muscle: in the fixed part, and at most."""


def _of(bound: Bound, jurisdiction: str) -> dict[str, Decimal]:
    found = limits(ONA, jurisdiction, "chronic-migraine")
    return {each.muscle: each.value for each in found if each.bound is bound}


@pytest.mark.parametrize(("jurisdiction", "column"), [("us", 0), ("eu", 1)])
def test_chronic_migraine_is_preempt(jurisdiction: str, column: int) -> None:
    """Muscle by muscle; the muscles sum to the session: 155 U in 31 sites, 195 U in 39."""
    units, sites = _of(Bound.MUSCLE_UNITS, jurisdiction), _of(Bound.MUSCLE_SITES, jurisdiction)
    assert units == {muscle: most[column][0] for muscle, most in PREEMPT.items()}
    assert sites == {muscle: most[column][1] for muscle, most in PREEMPT.items()}
    assert {"": sum(units.values())} == _of(Bound.SESSION_UNITS, jurisdiction)
    assert {"": sum(sites.values())} == _of(Bound.SESSION_SITES, jurisdiction)
    assert _of(Bound.SITE_UNITS, jurisdiction) == {"": 5}
    assert _of(Bound.INTERVAL_DAYS, jurisdiction) == {"": 84}


def test_the_page_lists_every_limit() -> None:
    """None is missing from docs/spec/limits.md, and none is there twice."""
    listed = [
        tuple(row.cells[key] for key in ("product", "jurisdiction", "indication", "bound", "muscle", "value", "ages"))
        for row in rows()
        if row.rule == "limit"
    ]
    assert listed == [
        (each.product, each.jurisdiction, each.indication, each.bound.value, each.muscle, f"{each.value}", each.ages)
        for each in all_limits()
    ]


def test_every_limit_is_of_a_licence() -> None:
    """Of a label on record, for an indication that it licenses."""
    for each in all_limits():
        label = catalogue().labels[each.product, each.jurisdiction]
        assert not each.indication or each.indication in {one.indication for one in label.licences}
        assert source(each.source)
        assert each.confirmed or each.note


def test_the_muscles_of_limits_are_those_of_protocols() -> None:
    """Under another name a limit would never be met."""
    named = {each.muscle for each in all_limits() if each.muscle}
    assert named <= set(muscles())
    assert len(named) > 30


WITHOUT = {
    ("abobotulinumtoxinA", "eu", "neurogenic-detrusor-overactivity"),
    ("abobotulinumtoxinA", "eu", "blepharospasm"),
    ("incobotulinumtoxinA", "eu", "cervical-dystonia"),
    ("incobotulinumtoxinA", "eu", "blepharospasm"),
    ("incobotulinumtoxinA", "eu", "upper-limb-spasticity"),
}
"""Licences whose limits were not seen, not even in a copy; docs/spec/limits.md says so."""


def test_every_licence_has_limits_except_those_the_page_names() -> None:
    """A licence without one would pass every check in silence."""
    of_licences = {
        (one.product, one.jurisdiction, each.indication) for one in catalogue().labels.values() for each in one.licences
    }
    with_limits = {(each.product, each.jurisdiction, each.indication) for each in all_limits()}
    assert of_licences - with_limits == WITHOUT


def test_no_single_limit_contradicts_the_session() -> None:
    """No muscle, side or site may get more than the whole session may."""
    parts = (Bound.SITE_UNITS, Bound.SIDE_UNITS, Bound.MUSCLE_UNITS)
    compared = 0
    for each in all_limits():
        for session in limits(each.product, each.jurisdiction, each.indication):
            if each.bound in parts and session.bound is Bound.SESSION_UNITS and each.per_kg == session.per_kg:
                assert each.value <= session.value, each
                compared += 1
    assert compared > 50


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_limits_of_the_indication_come_first(product: str, jurisdiction: str) -> None:
    """Then those over all indications; none of another product, jurisdiction or indication."""
    over_all = limits(product, jurisdiction, "")
    assert all(not each.indication for each in over_all)
    for indication in INDICATION_IDS:
        found = limits(product, jurisdiction, indication)
        own = found[: len(found) - len(over_all)]
        assert found == (*own, *over_all)
        assert {(each.product, each.jurisdiction, each.indication) for each in own} <= {
            (product, jurisdiction, indication)
        }
        assert len(own) == sum(
            (each.product, each.jurisdiction, each.indication) == (product, jurisdiction, indication)
            for each in all_limits()
        )


def test_over_all_indications() -> None:
    """400 U in 3 months for adults, the lower of 10 U/kg and 340 U for the young."""
    assert [
        (each.ages, each.value, each.per_kg, each.cap, each.within_months, each.within_days, each.confirmed)
        for each in limits(ONA, "us", "fibromyalgia")
    ] == [("adult", 400, False, None, 3, None, True), ("paediatric", 10, True, 340, 3, None, True)]
    assert [each.confirmed for each in limits(ONA, "eu", "")] == [False, False]


def test_names_are_read_whatever_their_capitals_and_unknown_ones_refused() -> None:
    """Products, jurisdictions and indications."""
    assert limits("OnabotulinumtoxinA", "US", "chronic-migraine") == limits(ONA, "us", "chronic-migraine")
    for product, jurisdiction, indication, field in (
        ("Botox", "us", "chronic-migraine", "product"),
        (ONA, "uk", "chronic-migraine", "jurisdiction"),
        (ONA, "us", "migraine", "indication"),
    ):
        with pytest.raises(InvalidInput) as problem:
            limits(product, jurisdiction, indication)
        assert problem.value.field == field


def test_values_are_exact() -> None:
    """Decimal throughout, never a float."""
    (one,) = parse(
        '[[sets]]\nproduct = "onabotulinumtoxinA"\njurisdiction = "us"\nsource = "us-pi-botox#2"\n'
        'limits = [{ bound = "site_units", value = 1.1 }]',
        "limits.toml",
    )
    assert one.value == Decimal("1.1")
    assert all(isinstance(each.value, Decimal) for each in all_limits())


def test_what_a_set_says_goes_for_limits_that_do_not_say_it() -> None:
    """Source, confirmed and note."""
    own, shared = parse(
        '[[sets]]\nproduct = "onabotulinumtoxinA"\njurisdiction = "eu"\nsource = "uk-smpc-botox-200#4.2"\n'
        'confirmed = false\nnote = "of the set"\n'
        'limits = [{ bound = "site_units", value = 5, source = "us-pi-botox#2", confirmed = true, note = "own" },'
        ' { bound = "session_units", value = 195 }]',
        "limits.toml",
    )
    assert (own.source, own.confirmed, own.note) == ("us-pi-botox#2", True, "own")
    assert (shared.source, shared.confirmed, shared.note) == ("uk-smpc-botox-200#4.2", False, "of the set")


def test_a_file_without_sets_has_no_limits_and_other_tables_are_refused() -> None:
    """And says which key is wrong."""
    assert parse("", "limits.toml") == ()
    with pytest.raises(InvalidInput, match="limit"):
        parse("[[limit]]\n", "limits.toml")
    assert isinstance(all_limits()[0], Limit)


def test_what_limits_of_a_place_do_not_ask() -> None:
    """No site's limit goes by body weight, no muscle's by steps of it: equivalent.toml rests on both."""
    places = [each for each in all_limits() if each.bound is Bound.SITE_UNITS or each.muscle]
    assert not [each for each in places if each.bound is Bound.SITE_UNITS and each.per_kg]
    stepped = {each.indication for each in all_protocols() if each.weight_step_kg is not None}
    assert stepped
    assert not [each for each in places if each.indication in stepped]
