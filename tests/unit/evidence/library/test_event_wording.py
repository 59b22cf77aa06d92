"""Rates of side effects in words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from interictal.evidence.library.event_wording import (
    KINDS,
    count_words,
    interval_words,
    percent_words,
    rate_words,
    treated_words,
)
from interictal.evidence.library.events import AdverseEventRate, events
from interictal.evidence.library.records import Status
from interictal.safety.adverse_events.published import Kind

SEEN = next(one for one in events() if (one.study, one.event, one.kind) == ("COMPEL", "serious", Kind.ALL_CAUSE))
PERCENT_ALONE = replace(SEEN, n=None, n_events=None)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (SEEN, "10.5 % [A] (75 of 716; 95 % interval 8.3 to 13.0 %)"),
        (replace(SEEN, derivation="10.5 % of 716"), "10.5 % [A] (75 of 716, derived; 95 % interval 8.3 to 13.0 %)"),
        (replace(SEEN, n_events=None), "10.5 % [A] (of 716)"),
        (PERCENT_ALONE, "10.5 % [A]"),
        (replace(PERCENT_ALONE, percent=Decimal(1), below=True), "less than 1 % [A]"),
        (replace(SEEN, percent=None), "75 of 716 [A] (95 % interval 8.3 to 13.0 %)"),
        (replace(SEEN, status=Status.UNCONFIRMED, tier="", n_events=None), "10.5 %, unconfirmed (of 716)"),
    ],
)
def test_rate(one: AdverseEventRate, words: str) -> None:
    """What is known of it, and no interval where nobody was counted."""
    assert rate_words(one) == words


def test_parts() -> None:
    """Each alone; what is unknown is empty."""
    assert (percent_words(SEEN), count_words(SEEN), interval_words(SEEN)) == ("10.5 %", "75 of 716", "8.3 to 13.0 %")
    assert (count_words(PERCENT_ALONE), interval_words(PERCENT_ALONE)) == ("", "")
    assert percent_words(replace(SEEN, percent=None)) == ""
    assert treated_words(SEEN) == "chronic migraine"


def test_no_rate_loses_its_doubt() -> None:
    """Every unconfirmed rate of the library says so, and no other does."""
    for one in events():
        assert ("unconfirmed" in rate_words(one)) is not one.confirmed, one.id


def test_kinds() -> None:
    """Each kind has its own words."""
    assert set(KINDS) == set(Kind)
    assert len(set(KINDS.values())) == len(KINDS)
