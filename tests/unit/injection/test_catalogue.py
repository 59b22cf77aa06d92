"""The catalogue as a whole; its entries and its refusals are in docs/spec/products.md."""

import datetime as dt
from decimal import Decimal

import pytest

from interictal.errors import InvalidInput
from interictal.injection import PRODUCTS
from interictal.injection.catalogue import (
    ALLERGENS,
    DATA,
    JURISDICTIONS,
    catalogue,
    jurisdiction_named,
    label,
    parse,
    product,
)
from interictal.sources import source
from support.spec import rows


def test_the_catalogue_is_the_closed_list() -> None:
    """In the same order, and under their own names."""
    assert tuple(catalogue().products) == PRODUCTS
    assert all(one.name == name for name, one in catalogue().products.items())


def test_every_label_is_of_a_product_and_of_a_jurisdiction() -> None:
    """And found under both; each of the two has labels."""
    for (name, jurisdiction), one in catalogue().labels.items():
        assert (one.product, one.jurisdiction) == (name, jurisdiction)
        assert name in PRODUCTS
    assert {jurisdiction for _, jurisdiction in catalogue().labels} == set(JURISDICTIONS)


@pytest.mark.parametrize("rule", ["product-list", "label-list", "licence"])
def test_the_page_lists_everything(rule: str) -> None:
    """No product, label or licence is missing from docs/spec/products.md, and none is there twice."""
    keys = ("product", "jurisdiction", "indication")
    listed = [tuple(row.cells[key] for key in keys if key in row.cells) for row in rows() if row.rule == rule]
    labels = catalogue().labels.values()
    expected = {
        "product-list": [(name,) for name in catalogue().products],
        "label-list": [(one.product, one.jurisdiction) for one in labels],
        "licence": [(one.product, one.jurisdiction, each.indication) for one in labels for each in one.licences],
    }
    assert listed == expected[rule]


def test_what_is_not_confirmed_says_what() -> None:
    """Products and licences alike; every entry cites a document of the register."""
    entries = [
        *catalogue().products.values(),
        *(each for one in catalogue().labels.values() for each in one.licences),
    ]
    for entry in entries:
        assert source(entry.source)
        assert entry.confirmed or entry.note
    assert any(not entry.confirmed for entry in entries)


def test_excipients_with_an_allergen_answer_to_its_question() -> None:
    """Human albumin and cow's milk protein: the two that a label warns of."""
    for one in catalogue().products.values():
        text = ", ".join(one.excipients)
        assert ("albumin" in text) == ("allergy_albumin" in one.allergens)
        assert ("milk" in text) == ("allergy_cows_milk_protein" in one.allergens)
    assert product("abobotulinumtoxinA").allergens == ("allergy_albumin", "allergy_cows_milk_protein")
    assert product("daxibotulinumtoxinA").allergens == ()
    assert set(ALLERGENS) == {"allergy_botulinum_toxin", "allergy_albumin", "allergy_cows_milk_protein"}


def test_only_one_product_licenses_chronic_migraine() -> None:
    """In both jurisdictions, for adults."""
    licensed = [
        (one.product, one.jurisdiction, each.min_age)
        for one in catalogue().labels.values()
        for each in one.licences
        if each.indication == "chronic-migraine"
    ]
    assert licensed == [("onabotulinumtoxinA", "us", 18), ("onabotulinumtoxinA", "eu", 18)]


def test_names_are_read_whatever_their_capitals() -> None:
    """Of products and of jurisdictions."""
    assert product("ONABOTULINUMTOXINA").name == "onabotulinumtoxinA"
    eu = label("onabotulinumtoxina", " EU ")
    assert eu is not None
    assert eu.date == dt.date(2024, 6, 18)
    assert jurisdiction_named("Us") == "us"


def test_a_label_that_is_not_on_record_is_none() -> None:
    """Not an error, and not a label without licences."""
    assert label("daxibotulinumtoxinA", "eu") is None
    glabellar = label("prabotulinumtoxinA", "us")
    assert glabellar is not None
    assert glabellar.licences == ()


def test_unknown_names_are_refused() -> None:
    """A brand does not name a product, and a country is not a jurisdiction."""
    for name in ("Botox", "", "onabotulinumtoxinB"):
        with pytest.raises(InvalidInput, match="nonproprietary"):
            product(name)
        with pytest.raises(InvalidInput, match="nonproprietary"):
            label(name, "us")
    for name in ("uk", "", "Germany"):
        with pytest.raises(InvalidInput, match="us, eu"):
            label("onabotulinumtoxinA", name)


def test_a_missing_product_is_named() -> None:
    """The first one of the closed list that the file lacks."""
    text = DATA.read_text(encoding="utf-8")
    first, second = text.index("[[products]]"), text.index("[[products]]", text.index("[[products]]") + 1)
    with pytest.raises(InvalidInput, match="onabotulinumtoxinA is missing"):
        parse(text[:first] + text[second:], "products.toml")
    with pytest.raises(InvalidInput, match="onabotulinumtoxinA is missing"):
        parse("", "products.toml")


def test_a_file_that_is_not_toml() -> None:
    """Says so, with the file's name."""
    with pytest.raises(InvalidInput, match="products.toml: file: .*TOML"):
        parse("[[products]", "products.toml")


def test_the_catalogue_cannot_be_changed() -> None:
    """It is read once and shared by every check."""
    with pytest.raises(TypeError):
        catalogue().products["onabotulinumtoxinA"] = product("abobotulinumtoxinA")  # type: ignore[index]
    assert all(isinstance(units, Decimal) for one in catalogue().products.values() for units in one.vials)
