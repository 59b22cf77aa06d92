"""The published counts of side effects agree with the percentages printed beside them, and with each other."""

from decimal import Decimal

import pytest

from interictal.safety.adverse_events.published import ANY, PLACEBO, SERIOUS, Kind, Published, published
from interictal.sources import source

COUNTED = [one for one in published() if one.n_events is not None]


def name(one: Published) -> str:
    return f"{one.study}-{one.arm}-{one.term}-{one.kind.value}"


@pytest.mark.parametrize("one", COUNTED, ids=name)
def test_count_and_percentage_agree(one: Published) -> None:
    """Within the rounding of the printed figure; Khalil 2014 cuts 14.96 to 14.9; others that do not agree say so."""
    assert one.n is not None
    assert one.n_events is not None
    share = Decimal(100) * one.n_events / one.n
    if one.below:
        assert share < one.percent
        return
    disagrees = "disagree" in one.note
    last = Decimal(1).scaleb(int(one.percent.as_tuple().exponent))
    cut = one.study == "Hull cohort"
    assert abs(share - one.percent) < last if cut else (abs(share - one.percent) <= last / 2) is not disagrees
    assert not (disagrees and one.confirmed)
    limits = one.interval
    assert limits is not None
    assert 100 * limits.low <= share <= 100 * limits.high


def find(study: str, term: str, kind: Kind, arm: str = "") -> Published:
    (found,) = (
        one
        for one in published()
        if (one.study, one.term, one.kind) == (study, term, kind)
        and one.indication == "chronic-migraine"
        and (one.arm == PLACEBO) is (arm == PLACEBO)
    )
    return found


def test_figures_as_published() -> None:
    """COMPEL 131 and 436 of 716, REPOSE 116 of 633, Hull 28 of 254, and PREEMPT 29.4 % against 12.7 %."""
    assert find("COMPEL", ANY, Kind.ALL_CAUSE).n_events == 436
    assert find("COMPEL", ANY, Kind.TREATMENT_RELATED).n_events == 131
    assert find("COMPEL", SERIOUS, Kind.TREATMENT_RELATED).n_events == 1
    assert find("REPOSE", ANY, Kind.ADVERSE_DRUG_REACTION).n_events == 116
    assert find("Hull cohort", "eyelid-ptosis", Kind.ALL_CAUSE).n_events == 28
    preempt = "PREEMPT, double-blind, pooled"
    assert find(preempt, ANY, Kind.TREATMENT_RELATED).percent == Decimal("29.4")
    assert find(preempt, ANY, Kind.TREATMENT_RELATED, PLACEBO).percent == Decimal("12.7")
    assert find(preempt, "neck-pain", Kind.TREATMENT_RELATED).percent == Decimal("6.7")
    assert find(preempt, "neck-pain", Kind.ALL_CAUSE).percent == Decimal("8.7")


def test_related_is_never_more_than_all_cause() -> None:
    """In one arm of one study."""
    pairs = 0
    for related in published():
        if related.kind is not Kind.TREATMENT_RELATED:
            continue
        for every in published():
            same = (every.study, every.indication, every.arm, every.term) == (
                related.study,
                related.indication,
                related.arm,
                related.term,
            )
            if same and every.kind is Kind.ALL_CAUSE:
                assert related.percent <= every.percent
                pairs += 1
    assert pairs >= 5


def test_every_rate_says_where_it_was_seen() -> None:
    """A rate is confirmed only where its source was read; one that is not says so."""
    for one in published():
        assert source(one.source).status == "verified"
        assert one.confirmed or one.note
    assert {one.confirmed for one in published()} == {True, False}
