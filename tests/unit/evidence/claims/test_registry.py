"""The shipped claims and facts, and how files are put together."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.claims import Kind, claims, facts, merged, statement, statements
from interictal.evidence.library.records import Status
from interictal.sources import source
from spec_rules.claims import statement as table
from spec_rules.claims import toml


def test_all_letters_are_there_once() -> None:
    """The eleven common claims, in the order of their letters, then the further ones."""
    letters = [one.letter for one in claims().values()]
    assert "".join(letters) == "abcdefghijk"
    assert letters[:11] == list("abcdefghijk")
    assert len(letters) == 14


def test_every_figure_can_be_traced() -> None:
    """A document of the register; seen somewhere, worked out, or unconfirmed with the reason."""
    for one in claims().values():
        for figure in one.figures:
            assert source(figure.source)
            assert Decimal(figure.value).is_finite()
            if figure.status is Status.VERIFIED:
                assert figure.seen
                assert figure.tier in ("A", "B", "A+C")
            elif figure.status is Status.DERIVED:
                assert figure.derivation
            else:
                assert figure.note or figure.seen


def test_most_figures_are_named_not_copied() -> None:
    """What the trial library holds stands there alone."""
    figures = [figure for one in claims().values() for figure in one.figures]
    assert sum(bool(figure.refers) for figure in figures) > len(figures) * 2 / 3


def test_a_difference_worked_out_is_the_difference() -> None:
    """44.8 - 34.2, and the number needed to treat in its words."""
    found = {figure.id: figure for figure in claims()["halved-in-40-percent"].figures}
    more = Decimal(found["toxin"].value) - Decimal(found["placebo"].value)
    assert Decimal(found["more"].value) == more
    assert f"{100 / more:.1f}" in found["more"].words


def test_no_claim_rests_on_unconfirmed_figures_without_saying_so() -> None:
    """Of the shipped sentences one rests on figures that were not seen."""
    unsure = {one.id for one in claims().values() if not all(plain.confirmed for plain in one.plain)}
    assert unsure == {"fewer-painkillers"}


def test_by_id_and_by_letter() -> None:
    assert statement("k") is statement("neck-pain-and-fibromyalgia") is claims()["neck-pain-and-fibromyalgia"]
    assert statement("verdict-partly") is facts()["verdict-partly"]
    assert statements().keys() == claims().keys() | facts().keys()


@pytest.mark.parametrize("identifier", ["", "z", "nobody", "Preempt"])
def test_an_unknown_id_lists_the_claims(identifier: str) -> None:
    with pytest.raises(InvalidInput, match="neck-pain-and-fibromyalgia"):
        statement(identifier)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_files_are_put_together(tmp_path: Path) -> None:
    """In their order; one that is not there holds none."""
    first = write(tmp_path, "first.toml", toml("helped", table()))
    second = write(tmp_path, "second.toml", toml("again", table()))
    assert list(merged(Kind.CLAIM, (first, tmp_path / "none.toml", second))) == ["helped", "again"]


def test_one_id_in_two_files(tmp_path: Path) -> None:
    first = write(tmp_path, "first.toml", toml("helped", table()))
    second = write(tmp_path, "second.toml", toml("helped", table()))
    with pytest.raises(InvalidInput, match="each id once") as problem:
        merged(Kind.CLAIM, (first, second))
    assert problem.value.file == "second.toml"


def test_one_letter_for_two(tmp_path: Path) -> None:
    texts = [toml(name, {**table(), "letter": "a"}) for name in ("helped", "again")]
    with pytest.raises(InvalidInput, match="each letter once"):
        merged(Kind.CLAIM, (write(tmp_path, "both.toml", "\n".join(texts)),))


def test_a_claim_among_facts(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="helped: kind"):
        merged(Kind.FACT, (write(tmp_path, "facts.toml", toml("helped", table())),))
