"""Signing: what the table of docs/spec/session.md leaves to say."""

from dataclasses import replace
from decimal import Decimal

import pytest

from interictal.errors import InvalidInput
from interictal.injection import signing
from interictal.injection.record import Amendment, SessionRecord
from interictal.injection.record_files import record_document
from interictal.injection.signing import amend, original, sign, signature_holds
from spec_rules.session import NOW, SIGNED_AT, base, changed, record_of


@pytest.fixture
def signed() -> SessionRecord:
    """The session of the page, signed."""
    return sign(record_of(base()), "C1", SIGNED_AT)


def _again(record: SessionRecord, field: str, new: object) -> SessionRecord:
    return amend(record, field, new, author="C1", reason="slip", at=NOW)


def test_only_once(signed: SessionRecord) -> None:
    """Not by the same hand, not by another, and not over a name that stands there."""
    for by in ("C1", "C2"):
        with pytest.raises(InvalidInput, match="Amend it instead"):
            sign(signed, by, SIGNED_AT)
    named = replace(record_of(base()), signed_by="C2")
    with pytest.raises(InvalidInput, match="Amend it instead"):
        sign(named, "C1", SIGNED_AT)
    assert signature_holds(sign(named, " C2 ", SIGNED_AT))
    with pytest.raises(InvalidInput, match="Say who signs"):
        sign(record_of(base()), " ", SIGNED_AT)


def test_an_unsigned_record_is_not_amended() -> None:
    """It is corrected itself."""
    with pytest.raises(InvalidInput, match="Correct an unsigned record itself"):
        _again(record_of(base()), "sites[3].units", 10)


def test_what_is_changed_shows(signed: SessionRecord) -> None:
    """In the sites, in who signed, in when, in the order."""
    assert signature_holds(signed)
    assert not signature_holds(record_of(base()))
    for other in (
        replace(signed, sites=signed.sites[::-1]),
        replace(signed, signed_by="C2"),
        replace(signed, signed_at=NOW),
        replace(signed, weight_kg=Decimal(70)),
        replace(signed, signature="0" * 64),
    ):
        assert not signature_holds(other)


def test_how_a_number_is_written_does_not_matter(signed: SessionRecord) -> None:
    """5 and "5.0" are the same units."""
    document = changed(record_document(signed), 'sites[3].units = "5.0"')
    assert signature_holds(record_of(document))


def test_amendments_of_amendments(signed: SessionRecord) -> None:
    """Each keeps what it changed; all taken back give what was signed."""
    once = _again(signed, "sites[3].units", "10.0")
    twice = _again(once, "sites", record_document(once)["sites"][:30])
    assert [len(record.amendments) for record in (once, twice)] == [1, 2]
    assert once.sites[2].units == 10
    assert len(twice.sites) == 30
    assert original(twice) == original(once) == original(signed) == signed
    assert signature_holds(twice)
    again = record_of(record_document(twice))
    assert again == twice


def test_a_change_beside_its_amendment_shows(signed: SessionRecord) -> None:
    """The amended value cannot be changed again in silence, nor the amendment."""
    better = _again(signed, "sites[3].units", 10)
    silent = record_of(changed(record_document(better), "sites[3].units = 50"))
    assert not signature_holds(silent)
    with pytest.raises(InvalidInput, match="amendments that fit"):
        original(silent)
    (kept,) = better.amendments
    for wrong in (
        replace(kept, field="sites[99].units"),
        replace(kept, field=""),
        replace(kept, field="signed_by"),
        replace(kept, old="4"),
        replace(kept, old="{"),
        replace(kept, new="11"),
        replace(kept, author="C9"),
        replace(kept, reason="none"),
        replace(kept, at=None),
        replace(kept, at=SIGNED_AT),
        replace(kept, digest=""),
    ):
        assert not signature_holds(replace(better, amendments=(wrong,)))


@pytest.mark.parametrize("wrong", [{"field": ""}, {"field": "sites[99].units"}, {"old": "{"}, {"new": "11"}])
def test_amendments_that_do_not_fit_are_not_taken_back(signed: SessionRecord, wrong: dict[str, str]) -> None:
    """Also where their own digests were made anew."""
    better = _again(signed, "sites[3].units", 10)
    kept = replace(better.amendments[0], **wrong)
    kept = replace(kept, digest=signing._chained(better.signature, (), kept))
    forged = replace(better, amendments=(kept,))
    assert not signature_holds(forged)
    with pytest.raises(InvalidInput, match="amendments that fit"):
        original(forged)


def test_amendments_are_a_chain(signed: SessionRecord) -> None:
    """None can be taken out, put in another order or moved to another record."""
    once = _again(signed, "sites[3].units", 10)
    twice = _again(once, "sites[4].units", 10)
    first, second = twice.amendments
    assert first == once.amendments[0]
    assert not signature_holds(replace(twice, amendments=(second, first)))
    alone = replace(once, amendments=_again(signed, "sites[4].units", 10).amendments)
    assert not signature_holds(alone)
    only_second = replace(_again(signed, "sites[4].units", 10), amendments=(second,))
    assert not signature_holds(only_second)


def test_a_key_added_and_taken_away_again(signed: SessionRecord) -> None:
    """Of an object that was not there, and of one that keeps others."""
    once = _again(signed, "deviations.PREG", "test done")
    assert once.deviations == {"PREG": "test done"}
    twice = _again(once, "deviations.PREG", None)
    assert twice.deviations == {}
    for record in (once, twice, record_of(record_document(twice)), _again(signed, "checklist.vial_read", None)):
        assert signature_holds(record)
        assert original(record) == signed


@pytest.mark.parametrize("text", ["a\x1bb", "a\u202eb", "a\ud800b", "x" * 101])
def test_who_signs_can_be_read_again(signed: SessionRecord, text: str) -> None:
    """What reading would refuse is not written: a signed record is never mended by hand."""
    with pytest.raises(InvalidInput, match="signed_by"):
        sign(record_of(base()), text, SIGNED_AT)
    with pytest.raises(InvalidInput, match="author"):
        amend(signed, "sites[3].units", 10, author=text, reason="slip", at=NOW)
    with pytest.raises(InvalidInput, match="reason"):
        amend(signed, "sites[3].units", 10, author="C1", reason=text * 11, at=NOW)


def test_the_longest_reason(signed: SessionRecord) -> None:
    """1000 characters, with lines; and it reads back."""
    reason = "one\n" * 249 + "last"
    better = amend(signed, "sites[3].units", 10, author="C" * 100, reason=reason, at=NOW)
    assert record_of(record_document(better)) == better


def test_amendments_have_an_end(signed: SessionRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record with more could not be read again."""
    once = _again(signed, "sites[3].units", 10)
    monkeypatch.setattr(signing, "MOST_ENTRIES", 1)
    with pytest.raises(InvalidInput, match="Write a new record"):
        _again(once, "sites[4].units", 10)


def test_a_decimal_may_be_given_as_such(signed: SessionRecord) -> None:
    """As code holds it."""
    assert _again(signed, "sites[3].units", Decimal("2.5")).sites[2].units == Decimal("2.5")


def test_a_faulty_value_elsewhere_does_not_stop_an_amendment(signed: SessionRecord) -> None:
    """Only what the new value breaks is refused."""
    odd = sign(replace(record_of(base()), jurisdiction="moon"), "C1", SIGNED_AT)
    with pytest.raises(InvalidInput, match="nothing to correct|moon|amend"):
        _again(odd, "sites[3].units", 5)


def test_amendment_without_time() -> None:
    """May be read, and is a finding of the record."""
    assert Amendment(field="a", old="1", new="2", author="C1", reason="r", at=None).at is None
