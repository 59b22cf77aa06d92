"""The file of indications: what cannot load, and why."""

from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.injection import indications as module
from interictal.injection.indications import INDICATION_IDS, Evidence, indication, indications, parse
from interictal.sources import source
from support.spec import rows

FILE = Path(module.__file__).with_name("data") / "indications.toml"
TEXT = FILE.read_text(encoding="utf-8")


def test_all_are_there_in_order() -> None:
    """The file holds each id once."""
    assert tuple(one.id for one in indications()) == INDICATION_IDS
    assert indications() is indications()


def test_every_name_leads_to_its_indication() -> None:
    """Ids, titles and other names, in capitals too."""
    for one in indications():
        for name in (one.id, one.title, *one.aliases):
            assert indication(name.upper()) is one


def test_every_figure_has_its_own_document() -> None:
    """None is a label of our own, and each is confirmed or says so."""
    for one in indications():
        assert one.results, one.id
        for result in one.results:
            assert source(result.source).status == "verified"
            assert result.confirmed
            assert result.words.endswith(".")


def test_the_specification_lists_every_indication() -> None:
    """With its measure, or with its refusal."""
    listed = {row.cells["indication"] for row in rows() if row.rule in ("indication-measures", "indication-refusals")}
    assert listed == set(INDICATION_IDS)


def test_without_evidence_there_is_nothing_to_follow() -> None:
    """And something that would change the answer."""
    for one in indications():
        licensed = one.evidence is Evidence.LICENSED
        assert bool(one.outcome) == bool(one.followed) == licensed
        assert bool(one.would_change) != licensed


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("[fibromyalgia]", "[fibro]", "fibro", "fibromyalgia"),
        ('title = "Fibromyalgia"', "title = 1", "fibromyalgia.title", "a text"),
        ('aliases = ["fibromyalgia syndrome"]', 'aliases = "x"', "fibromyalgia.aliases", "a list of texts"),
        ('aliases = ["fibromyalgia syndrome"]', 'aliases = [""]', "fibromyalgia.aliases", "a list of texts"),
        ('aliases = ["fibromyalgia syndrome"]', 'aliases = ["OAB"]', "fibromyalgia.aliases", "one indication only"),
        ('evidence = "none"', 'evidence = "hoped for"', "fibromyalgia.evidence", "licensed, contradicted"),
        ('evidence = "none"', 'evidence = "licensed"', "fibromyalgia.outcome", "because evidence is licensed"),
        (
            'evidence = "none"\nwould_change',
            'evidence = "none"\nwill_change',
            "fibromyalgia.will_change",
            "would_change",
        ),
        ('outcome = "headache-days"\n', "", "chronic-migraine.outcome", "because evidence is licensed"),
        ("[[fibromyalgia.results]]\nwords", "[[fibromyalgia.results]]\nword", "fibromyalgia.results[1].word", "words"),
        ("[[fibromyalgia.results]]", "[fibromyalgia.results]", "fibromyalgia.results", "a list of tables"),
    ],
)
def test_what_cannot_load(old: str, new: str, field: str, says: str) -> None:
    """One thing wrong at a time."""
    assert TEXT.count(old) == 1
    with pytest.raises(InvalidInput) as refusal:
        parse(TEXT.replace(old, new))
    assert (refusal.value.field, refusal.value.file) == (field, "indications.toml")
    assert says in str(refusal.value)


def test_an_indication_that_is_missing_cannot_load() -> None:
    """The list of ids is closed on both sides."""
    with pytest.raises(InvalidInput, match="fibromyalgia: 'None' is not allowed"):
        parse(TEXT[: TEXT.index("[fibromyalgia]")])


def test_an_answer_without_evidence_says_what_would_change_it() -> None:
    """A refusal that ends there would be no answer."""
    line = next(line for line in TEXT.splitlines() if line.startswith("would_change"))
    with pytest.raises(InvalidInput, match=r"fibromyalgia\.would_change"):
        parse(TEXT.replace(line + "\n", "", 1))


@pytest.mark.parametrize("evidence", ["contradicted", "inconclusive"])
def test_what_trials_showed_needs_their_figures(evidence: str) -> None:
    """Only where no trial was found may there be no figure."""
    start = TEXT.index("\n[[fibromyalgia.results]]")
    without = TEXT[:start] + "\n" + TEXT[TEXT.index("[chronic-neck-pain]") :]
    assert not next(one for one in parse(without) if one.id == "fibromyalgia").results
    with pytest.raises(InvalidInput, match=f"at least one, because evidence is {evidence}"):
        parse(without.replace('evidence = "none"', f'evidence = "{evidence}"'))


def test_a_figure_that_was_not_seen_is_marked() -> None:
    """Users are shown the mark."""
    text = TEXT.replace("[[fibromyalgia.results]]", "[[fibromyalgia.results]]\nconfirmed = false")
    result = next(one for one in parse(text) if one.id == "fibromyalgia").results[0]
    assert not result.confirmed
