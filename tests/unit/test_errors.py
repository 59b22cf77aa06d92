"""Messages are one line, name place, field, value, what is allowed and what to do, and show nothing unprintable."""

from interictal.errors import InterictalError, InvalidInput, NotSupported, UnitMismatch, shown


def test_message() -> None:
    """Everything a user needs, in order."""
    problem = InvalidInput("hours", "25", "a number from 0 to 24", "Correct the cell.", file="a.csv", row=7, source="x")
    assert str(problem) == "a.csv: row 7: hours: '25' is not allowed; allowed: a number from 0 to 24. Correct the cell."
    assert (problem.field, problem.value, problem.row, problem.source) == ("hours", "25", 7, "x")
    assert isinstance(problem, ValueError)
    assert isinstance(problem, InterictalError)


def test_message_without_a_place() -> None:
    """A call has no file and no row."""
    assert str(InvalidInput("id", 1, "a", "Do.")) == "id: '1' is not allowed; allowed: a. Do."


def test_values_are_made_harmless() -> None:
    """Escape sequences, line breaks and length cannot leave the message's line."""
    assert (
        shown("\x1b[2Ja\nb\u202e")
        == "'\N{REPLACEMENT CHARACTER}[2Ja\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}'"
    )
    assert shown("x" * 10**6) == "'" + "x" * 40 + "…'"
    assert shown("x" * 40) == "'" + "x" * 40 + "'"


def test_kinds() -> None:
    """Types that callers may catch."""
    assert issubclass(UnitMismatch, TypeError)
    assert issubclass(NotSupported, InterictalError)


def test_a_number_too_long_to_write_is_named_by_its_kind() -> None:
    """Python refuses to write an integer of more than 4,300 digits."""
    assert shown(1 << 20_000) == "'int'"
