"""Protocol files: what cannot load, and why."""

from decimal import Decimal

import pytest

from interictal.errors import InvalidInput, NotSupported
from interictal.injection import protocol_files
from interictal.injection.indications import INDICATION_IDS, Evidence, indication
from interictal.injection.protocol_files import (
    DATA,
    OTHER_NAMES,
    add,
    all_protocols,
    muscle_named,
    muscles,
    parse,
    protocol,
    protocols,
)
from interictal.injection.protocols import Caution, Protocol, Range
from interictal.sources import source
from support.spec import rows

GOOD = """
indication = "overactive-bladder"
id = "label"
product = "onabotulinumtoxinA"
title = "t"
doses_of = "US label"
drawing = "bladder"
volume_per_site_ml = 0.5
total_units = [7.5, 12.5]
interval_days = 84
depth = "d"
outcome = "bladder-diary"
followed = "f"
source = "us-pi-botox#2"

[[mixtures]]
vial_units = 100
diluent_ml = 2.5
source = "us-pi-botox#2"
steps = "s"

[[targets]]
muscle = "detrusor"
sided = false
fixed_sites = 1
places = 1
units_per_site = 2.5
source = "us-pi-botox#2"

[[targets]]
muscle = "trapezius"
fixed_sites = 1
places = 2
units_per_site = 2.5
source = "us-pi-botox#2"
confirmed = false
note = "n"

[[targets]]
muscle = "axilla"
places = 3
sites = [2, 3]
units = [0.5, 1]
per_kg = true
source = "us-pi-botox#2"
"""


def test_a_good_file_loads_with_exact_numbers() -> None:
    """A number with a point is a decimal number, never a binary one."""
    one = parse(GOOD, "good.toml")
    assert one.total_units == Range(low=Decimal("7.5"), high=Decimal("12.5"))
    assert (one.volume_per_site_ml, one.most_units, one.interval_days) == (Decimal("0.5"), None, 84)
    assert (one.depth, one.needle, one.confirmed, one.per_kg, one.note) == ("d", "", True, False, "")
    mixture = one.mixtures[0]
    assert (mixture.vial_units, mixture.diluent_ml, mixture.steps) == (Decimal(100), Decimal("2.5"), "s")
    detrusor, trapezius, axilla = one.targets
    assert (detrusor.sided, detrusor.fixed_sites, detrusor.places, detrusor.confirmed) == (False, 1, 1, True)
    assert (trapezius.sided, trapezius.confirmed, trapezius.note) == (True, False, "n")
    assert axilla.units == Range(low=Decimal("0.5"), high=Decimal(1))
    assert axilla.sites == Range(low=Decimal(2), high=Decimal(3))
    assert axilla.per_kg
    assert one.target("axilla") is axilla
    assert one.target("masseter") is None


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ('title = "t"', 'title = "t"\ncolour = "red"', "colour", "title"),
        ('title = "t"', 'title = ""', "title", "a text"),
        ('title = "t"', "title = 3", "title", "a text"),
        ('title = "t"', "", "title", "a text"),
        ('doses_of = "US label"\n', "", "doses_of", "a text"),
        ('followed = "f"', 'followed = "f"\nalso = "ich-e2a"', "also", "a list of texts"),
        ('followed = "f"', 'followed = "f"\nalso = ["nobody"]', "source", "interictal sources"),
        ("interval_days = 84", "interval_days = 84\nleast_weight_kg = 12", "least_weight_kg", "only beside per_kg"),
        ('steps = "s"', "dose_ml = 0", "mixtures[1].dose_ml", "above 0"),
        ("[[mixtures]]", '[[cautions]]\nsource = "ich-e2a"\n[[mixtures]]', "cautions[1].words", "a text"),
        ("[[mixtures]]", '[[cautions]]\nwords = "w"\n[[mixtures]]', "cautions[1].source", "a text"),
        ("[[mixtures]]", '[[cautions]]\nwards = "w"\n[[mixtures]]', "cautions[1].wards", "words"),
        ('depth = "d"', 'depth = ""', "depth", "a text"),
        ('"overactive-bladder"', '"oab"', "indication", "overactive-bladder"),
        ('"overactive-bladder"', '"fibromyalgia"', "indication", "with evidence"),
        ('drawing = "bladder"', 'drawing = "kidney"', "drawing", "head, axilla"),
        ('id = "label"', 'id = "La bel"', "id", "small letters"),
        ('"onabotulinumtoxinA"', '"Botox"', "product", "onabotulinumtoxinA"),
        ("volume_per_site_ml = 0.5", "volume_per_site_ml = 0", "volume_per_site_ml", "above 0"),
        ("volume_per_site_ml = 0.5", "volume_per_site_ml = -0.5", "volume_per_site_ml", "above 0"),
        ("volume_per_site_ml = 0.5", "volume_per_site_ml = nan", "volume_per_site_ml", "above 0"),
        ("volume_per_site_ml = 0.5", "volume_per_site_ml = inf", "volume_per_site_ml", "above 0"),
        ("volume_per_site_ml = 0.5", "volume_per_site_ml = true", "volume_per_site_ml", "above 0"),
        ("volume_per_site_ml = 0.5", 'volume_per_site_ml = "0.5"', "volume_per_site_ml", "above 0"),
        ("[7.5, 12.5]", "[12.5, 7.5]", "total_units", "the lower first"),
        ("[7.5, 12.5]", "[7.5]", "total_units", "the lower first"),
        ("[7.5, 12.5]", "7.5", "total_units", "the lower first"),
        ("[7.5, 12.5]", "[0, 7.5]", "total_units", "above 0"),
        ("[7.5, 12.5]", "[7.4, 12.5]", "total_units", "7.5, what the fixed sites add up to"),
        ("[7.5, 12.5]", "[7.6, 12.5]", "total_units", "7.5, what the fixed sites add up to"),
        ("total_units = [7.5, 12.5]\n", "", "total_units", "where sites are fixed"),
        ("interval_days = 84", "interval_days = 84\nmost_units = 200", "most_units", "only beside per_kg"),
        ("interval_days = 84", "interval_days = 84\nweight_step_kg = 2", "weight_step_kg", "only beside per_kg"),
        ("interval_days = 84", "interval_days = 0", "interval_days", "1 or more"),
        ("interval_days = 84", "interval_days = 84.5", "interval_days", "1 or more"),
        ("interval_days = 84", "interval_days = true", "interval_days", "1 or more"),
        ('source = "us-pi-botox#2"\n\n[[mix', 'source = "nobody"\n\n[[mix', "source", "interictal sources"),
        ('source = "us-pi-botox#2"\n\n[[mix', "\n[[mix", "source", "a text"),
        ("vial_units = 100\n", "", "mixtures[1].vial_units", "diluent_ml"),
        ("diluent_ml = 2.5\n", "", "mixtures[1].vial_units", "diluent_ml"),
        ('steps = "s"', 'stops = "s"', "mixtures[1].stops", "steps"),
        ("[[mixtures]]", "[mixtures]", "mixtures", "a list of tables"),
        ("sided = false", "sided = 0", "targets[1].sided", "true, false"),
        ("sided = false", "sides = 2", "targets[1].sides", "sided"),
        ('muscle = "trapezius"', 'muscle = "Trapezius"', "targets[2].muscle", "small letters"),
        ('muscle = "trapezius"', 'muscle = "detrusor"', "targets", "each muscle once"),
        ("fixed_sites = 1\nplaces = 2", "fixed_sites = 1\nplaces = 2.0", "targets[2].places", "1 or more"),
        ("fixed_sites = 1\nplaces = 1", "fixed_sites = 2\nplaces = 1", "targets[1].places", "at least 2"),
        ("fixed_sites = 1\nplaces = 1\n", "", "targets[1].places", "at least 1"),
        ("places = 3\nsites = [2, 3]", "places = 2\nsites = [2, 3]", "targets[3].places", "at least 3"),
        ("sites = [2, 3]", "sites = [1.5, 3]", "targets[3].sites", "whole numbers"),
        ("sites = [2, 3]", "sites = [2, 2.5]", "targets[3].sites", "whole numbers"),
        ("units = [0.5, 1]\n", "", "targets[3].per_kg", "only beside units"),
        ('confirmed = false\nnote = "n"', "confirmed = false", "targets[2].note", "not seen at its source"),
        ("confirmed = false", 'confirmed = "no"', "targets[2].confirmed", "true, false"),
        ('followed = "f"', 'followed = "f"\nconfirmed = false', "note", "not seen at its source"),
        ('indication = "overactive-bladder"', "indication =", "file", "TOML"),
    ],
)
def test_what_cannot_load(old: str, new: str, field: str, says: str) -> None:
    """One thing wrong at a time; the message names the file and the field."""
    assert GOOD.count(old) >= 1
    with pytest.raises(InvalidInput) as refusal:
        parse(GOOD.replace(old, new, 1), "bad.toml")
    assert refusal.value.field == field
    assert says in str(refusal.value)
    assert refusal.value.file == "bad.toml" or field == "source"


def test_a_protocol_without_targets_cannot_load() -> None:
    """There would be nothing to inject."""
    with pytest.raises(InvalidInput, match="at least one"):
        parse(GOOD[: GOOD.index("[[targets]]")], "bad.toml")


def test_a_source_that_was_not_seen_confirms_nothing() -> None:
    """The mark of the document holds for every figure read from it, and asks for a note."""
    text = GOOD.replace('source = "us-pi-botox#2"', 'source = "preempt-proration"', 1)
    assert source("preempt-proration").status == "unconfirmed"
    with pytest.raises(InvalidInput, match="not seen at its source"):
        parse(text, "bad.toml")
    assert not parse(text.replace("[[mixtures]]", 'note = "n"\n[[mixtures]]', 1), "good.toml").confirmed


def test_sites_without_a_dose_share_the_total() -> None:
    """Nothing to add up: 200 U in 30 sites have no end as a decimal number."""
    one = parse(GOOD.replace("units_per_site = 2.5\n", "", 1), "good.toml")
    assert one.targets[0].units_per_site is None
    assert protocol("neurogenic-detrusor-overactivity", "label", "onabotulinumtoxinA").targets[0].units_per_site is None


def test_a_dose_by_weight_has_its_cap_and_its_steps() -> None:
    """Both are exact numbers."""
    weights = "per_kg = true\nmost_units = 340\nleast_weight_kg = 12.5\nweight_step_kg = 2.5"
    one = parse(GOOD.replace("interval_days = 84", weights), "good.toml")
    assert (one.per_kg, one.most_units, one.weight_step_kg) == (True, Decimal(340), Decimal("2.5"))
    assert one.least_weight_kg == Decimal("12.5")


def test_a_dose_may_be_made_up_after_it_is_drawn() -> None:
    """Only where the label says so."""
    assert parse(GOOD, "good.toml").mixtures[0].dose_ml is None
    assert parse(GOOD.replace('steps = "s"', "dose_ml = 12.5"), "good.toml").mixtures[0].dose_ml == Decimal("12.5")


def test_cautions_and_further_documents() -> None:
    """Each with its own source and mark."""
    one = parse(
        GOOD.replace('followed = "f"', 'followed = "f"\nalso = ["ich-e2a"]').replace(
            "[[mixtures]]",
            '[[cautions]]\nwords = "w"\nsource = "us-pi-botox#5"\nconfirmed = false\n[[mixtures]]',
        ),
        "good.toml",
    )
    assert one.cautions == (Caution(words="w", source="us-pi-botox#5", confirmed=False),)
    assert one.also == ("ich-e2a",)
    assert one.doses_of == "US label"


def test_a_protocol_is_confirmed_where_every_part_is() -> None:
    """Its own figures, its muscles, its dilutions, its cautions: one mark anywhere is enough."""
    whole = GOOD.replace('confirmed = false\nnote = "n"\n', "")
    assert parse(whole, "good.toml").wholly_confirmed
    assert not parse(GOOD, "good.toml").wholly_confirmed
    unsure = 'words = "w"\nsource = "ich-e2a"\nconfirmed = false'
    for text in (
        whole.replace('followed = "f"', 'followed = "f"\nconfirmed = false\nnote = "n"'),
        whole.replace('steps = "s"', "confirmed = false"),
        whole.replace("[[mixtures]]", f"[[cautions]]\n{unsure}\n[[mixtures]]"),
    ):
        assert not parse(text, "good.toml").wholly_confirmed


def test_every_protocol_warns_and_says_whose_doses_it_holds() -> None:
    """The boxed warning comes first; words are sentences."""
    for one in all_protocols():
        assert one.cautions[0].source == "us-pi-botox#boxed warning"
        assert all(caution.words.endswith(".") for caution in one.cautions)
        assert "label" in one.doses_of


def test_nothing_to_add_up_where_nothing_is_fixed() -> None:
    """The clinician chooses every muscle; a total may bound them or not."""
    text = GOOD.replace("fixed_sites = 1\n", "").replace("total_units = [7.5, 12.5]\n", "")
    assert parse(text, "good.toml").total_units is None


def test_two_files_of_one_protocol_cannot_load() -> None:
    """The same id for another product is another protocol."""
    one = parse(GOOD, "good.toml")
    found: dict[tuple[str, str, str], Protocol] = {}
    add(found, one, "good.toml")
    with pytest.raises(InvalidInput, match=r"again\.toml: id: 'label'"):
        add(found, one, "again.toml")
    add(found, parse(GOOD.replace("onabotulinumtoxinA", "abobotulinumtoxinA"), "other.toml"), "other.toml")
    assert len(found) == 2


def test_every_file_is_loaded_in_the_order_of_the_indications() -> None:
    """By indication; a file is named for its indication, its id and its product."""
    order = [INDICATION_IDS.index(one.indication) for one in all_protocols()]
    assert order == sorted(order)
    names = {path.stem for path in DATA.glob("*.toml")}
    assert len(names) == len(all_protocols())
    for one in all_protocols():
        named = f"{one.indication}-{one.id}-{one.product.lower()}"
        assert (named if one.id != "label" else f"{one.indication}-{one.product.lower()}") in names


def test_the_specification_lists_every_protocol() -> None:
    """None is left out of the table of sums."""
    listed = [row.cells for row in rows() if row.rule == "protocols"]
    assert {(row["indication"], row["id"], row["product"]) for row in listed} == {
        (one.indication, one.id, one.product) for one in all_protocols()
    }


def test_every_licensed_indication_has_a_protocol_and_no_other_has() -> None:
    """What is refused stays refused."""
    for one in INDICATION_IDS:
        assert bool(protocols(one)) == (indication(one).evidence is Evidence.LICENSED)


def test_every_protocol_cites_documents_that_are_seen() -> None:
    """A protocol, its mixtures and its targets each name theirs."""
    for one in all_protocols():
        for cited in (one.source, *(each.source for each in (*one.mixtures, *one.targets))):
            assert source(cited).kind in ("label", "trial")


def test_no_protocol_names_a_ratio_of_products() -> None:
    """Units are a product's own; a text that compared two of them would be a conversion."""
    brands = ("botox", "dysport", "xeomin", "myobloc", "daxxify", "equivalent", "ratio")
    for path in DATA.glob("*.toml"):
        text = "\n".join(
            line
            for line in path.read_text(encoding="utf-8").lower().splitlines()
            if not line.startswith(("source", "also"))
        )
        assert not [brand for brand in brands if brand in text], path.name


def test_muscles_are_a_closed_list() -> None:
    """Another label's name leads to a muscle of the list and is not on it itself."""
    assert list(muscles()) == sorted(set(muscles()))
    assert set(OTHER_NAMES.values()) <= set(muscles())
    assert not set(OTHER_NAMES) & set(muscles())
    for muscle in muscles():
        assert muscle_named(muscle.upper().replace(" ", "-")) == muscle
    with pytest.raises(InvalidInput) as refusal:
        muscle_named("orbicularis oris")
    assert refusal.value.allowed == ", ".join(muscles())


def test_a_protocol_is_found_for_its_own_product_only() -> None:
    """Each refusal says what there is instead; a dose is never carried over."""
    found = protocol("cervical-dystonia", "label", "IncobotulinumtoxinA")
    assert (found.product, found.id, found.indication) == ("incobotulinumtoxinA", "label", "cervical-dystonia")
    with pytest.raises(NotSupported, match="no protocol label of prabotulinumtoxinA .* only of abobotulinumtoxinA"):
        protocol("cervical-dystonia", "label", "prabotulinumtoxinA")
    with pytest.raises(NotSupported, match="no protocol for fibromyalgia is on record"):
        protocol("fibromyalgia", "label", "onabotulinumtoxinA")
    with pytest.raises(InvalidInput) as refusal:
        protocol("cervical-dystonia", "preempt-fixed", "onabotulinumtoxinA")
    assert refusal.value.allowed == "label"


def test_an_unknown_indication_is_refused_with_the_list() -> None:
    """Titles are for people; files and calls use ids."""
    with pytest.raises(InvalidInput, match="chronic-migraine, axillary-hyperhidrosis"):
        protocols("Chronic migraine")


def test_nothing_is_read_at_import() -> None:
    """Files are read on first use and once."""
    protocol_files.all_protocols.cache_clear()
    assert protocol_files.all_protocols.cache_info().currsize == 0
    assert all_protocols() is all_protocols()
