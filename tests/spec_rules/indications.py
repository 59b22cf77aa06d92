"""docs/spec/indications.md"""

import pytest

from interictal.errors import InvalidInput, NotSupported
from interictal.injection.indications import INDICATION_IDS, indication
from interictal.injection.protocol_files import protocol, protocols
from interictal.sources import source


def measures(row: dict[str, str]) -> None:
    one = indication(row["indication"])
    assert one.evidence.value == "licensed"
    assert one.outcome == row["outcome"]
    assert row["followed"] in one.followed
    assert row["source"] in [result.source for result in one.results]
    assert {each.outcome for each in protocols(one.id)} == {one.outcome}
    assert {each.followed for each in protocols(one.id)} == {one.followed}


def refuses(row: dict[str, str]) -> None:
    one = indication(row["indication"])
    assert one.evidence.value == row["evidence"]
    said = [result.words for result in one.results if result.source == row["source"]]
    assert any(row["says"] in words for words in said), said
    assert source(row["source"]).doi == row["doi"]
    assert row["would change"] in one.would_change
    assert not one.outcome
    assert protocols(one.id) == ()
    with pytest.raises(NotSupported) as refusal:
        protocol(one.id, "label", "onabotulinumtoxinA")
    assert one.id in str(refusal.value)


def promises(row: dict[str, str]) -> None:
    assert any(
        row["says"] in each.words for each in indication(row["indication"]).results if each.source == row["source"]
    )


def is_named(row: dict[str, str]) -> None:
    if row["indication"]:
        assert indication(row["typed"]).id == row["indication"]
        return
    with pytest.raises(InvalidInput) as refusal:
        indication(row["typed"])
    assert refusal.value.allowed == ", ".join(INDICATION_IDS)


RUNNERS = {
    "indication-measures": measures,
    "indication-results": promises,
    "indication-refusals": refuses,
    "indication-names": is_named,
}
