"""The register as a whole; its rows one by one are in docs/spec/sources.md."""

import pytest

from interictal.errors import InvalidInput
from interictal.sources import parse, register, source

HEADER = "id,citation,doi,pmid,url,kind,status,tier,checked,note"
ROW = "a,A document,,1,,trial,verified,A,2026-11-22,read"


def test_the_shipped_register_is_in_order() -> None:
    """It is read and checked whole, and is kept."""
    assert len(register()) > 10
    assert register() is register()


def test_a_citation_with_a_place_finds_its_document() -> None:
    """The place is not part of the id."""
    assert source("nice-ta260#1.1") is source("nice-ta260")


def test_one_row_read_alone_is_the_row_of_the_whole() -> None:
    """Each id, in the order of the file."""
    assert [source(each) for each in register()] == list(register().values())


@pytest.mark.parametrize("citation", ["", "#1.1", "nobody-1900", "nobody-1900#1"])
def test_a_citation_that_the_register_lacks_is_refused(citation: str) -> None:
    """With the file to add it to."""
    with pytest.raises(InvalidInput, match="sources.csv") as problem:
        source(citation)
    assert problem.value.field == "source"


@pytest.mark.parametrize(
    ("text", "field", "row"),
    [
        ("", "header", 1),
        (ROW, "header", 1),
        (f"{HEADER},more\n{ROW},x", "header", 1),
        (f"{HEADER}\n{ROW}\n{ROW}", "id", 3),
        (f"{HEADER}\n{ROW},one more", "row", 2),
        (f'{HEADER}\na,"A\nB",,1,,trial,verified,A,2026-11-22,read', "row", 3),
        (f"{HEADER}\na,A document", "row", 2),
        (f"{HEADER}\na, ,,1,,trial,verified,A,2026-11-22,read", "citation", 2),
    ],
)
def test_a_broken_register_is_refused(text: str, field: str, row: int) -> None:
    """With the row."""
    with pytest.raises(InvalidInput) as problem:
        parse(text)
    assert (problem.value.field, problem.value.row) == (field, row)
