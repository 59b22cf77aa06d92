"""What the library's own files must hold to, beyond what their reader checks."""

from collections import Counter
from decimal import Decimal

from interictal.evidence.library import Status, library
from interictal.sources import source


def test_nothing_on_the_lists_is_unused() -> None:
    """Each drug has an arm, each outcome a value, each trial an arm."""
    held = library()
    assert {each.drug for each in held.arms.values()} == set(held.drugs)
    assert {each.outcome for each in held.values.values()} == set(held.outcomes)
    assert {each.trial for each in held.arms.values()} == set(held.trials)


def test_each_arm_says_something() -> None:
    """No arm is without a figure, but one that another is only compared with."""
    held = library()
    named = {arm for each in held.values.values() for arm in (each.arm, each.versus) if arm}
    assert named == set(held.arms)


def test_documents_have_an_address() -> None:
    """Each value's document can be found: a DOI, a PMID or an address."""
    for each in library().values.values():
        document = source(each.source)
        assert document.doi or document.pmid or document.url, each.id


def test_a_document_that_was_not_read_confirms_nothing() -> None:
    """A source that is itself unconfirmed has no verified value."""
    for each in library().values.values():
        if each.status is Status.VERIFIED:
            assert source(each.source).status == "verified", each.id


def test_limits_hold_their_estimate() -> None:
    """Each printed interval has its lower limit below the upper one, and the estimate between them."""
    held = library().values
    for each in held.values():
        if each.quantity.endswith("_low"):
            high = held[each.id.replace("_low", "_high")]
            assert each.value < high.value, each.id
            estimate = held.get(each.id.replace("_low", "")) or held.get(each.id.replace("_low", "_mean"))
            if estimate is not None and not each.note.startswith("does not lie around"):
                assert each.value <= estimate.value <= high.value, each.id


def test_a_companion_paper_says_whose_patients_it_has() -> None:
    """Trials of one registry number are one trial and its parts."""
    held = library()
    whole = [each for each in held.trials.values() if not each.part_of]
    counts = Counter(number for each in whole for number in each.registry)
    assert not [number for number, often in counts.items() if often > 1]


def test_counts_agree_with_their_percentages() -> None:
    """A count is its percentage of the people, within rounding of the one and of the other."""
    held = library().values
    for each in held.values():
        if each.quantity == "n_events":
            percent = held.get(each.id.replace(".n_events", ".percent"))
            n = held.get(each.id.replace(".n_events", ".n")) or held.get(f"{each.arm}.participants.any.n")
            if percent is not None and n is not None:
                last = Decimal(1).scaleb(int(percent.value.as_tuple().exponent))
                people = Decimal("0.5") if each.status is not Status.VERIFIED else Decimal(0)
                assert abs(each.value - n.value * percent.value / 100) <= people + n.value * last / 200, each.id
