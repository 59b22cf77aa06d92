"""The registry itself."""

import pytest

from interictal.errors import InvalidInput
from interictal.outcomes.definitions import DEFAULT_HEADACHE, DEFAULT_MIGRAINE, DEFINITIONS, definition
from interictal.sources import source


def test_the_defaults_are_of_their_kind() -> None:
    assert definition(DEFAULT_HEADACHE).kind == "headache"
    assert definition(DEFAULT_MIGRAINE).kind == "migraine"


def test_every_definition_has_a_kind_a_rule_and_a_source() -> None:
    for id_, one in DEFINITIONS.items():
        assert id_ == one.id
        assert one.kind in ("headache", "migraine")
        assert one.title
        assert one.rule.endswith(".")
        assert source(one.source)


def test_a_rule_whose_source_is_unconfirmed_says_so() -> None:
    unconfirmed = [one for one in DEFINITIONS.values() if source(one.source).status == "unconfirmed"]
    assert [one.id for one in unconfirmed] == ["HALO-HD"]
    assert all("unconfirmed" in one.rule for one in unconfirmed)


def test_an_unknown_id_is_refused_with_the_ids() -> None:
    with pytest.raises(InvalidInput, match="ANY, PREEMPT-HD4, HALO-HD, ICHD3-CM-C"):
        definition("any")
