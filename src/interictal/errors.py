"""The exception tree: one root, four meanings.

Every message is one line and ends with what to do. Edges (command line, API) translate these once;
nothing else is shown to a user. Checking a whole diary *returns* findings instead of raising
(``interictal.diary.findings``): an exception here means that nothing useful could be computed.
"""

from __future__ import annotations

_VALUE_LENGTH = 40


def shown(value: object) -> str:
    """The value as it may stand in a message: one line, printable, at most 40 characters."""
    try:
        written = str(value)
    except ValueError:  # an integer of more digits than Python writes
        written = type(value).__name__
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in written[: _VALUE_LENGTH + 1])
    return f"'{text}'" if len(text) <= _VALUE_LENGTH else f"'{text[:_VALUE_LENGTH]}…'"


class InterictalError(Exception):
    """Root of everything this library raises on purpose."""


class InvalidInput(InterictalError, ValueError):  # noqa: N818 - named for what it says, not for what it is
    """A value that is outside what is allowed.

    Args:
        field: the field, in the words of the file or the call that holds it.
        value: the offending value; shortened and made printable in the message.
        allowed: what is allowed, in words ("a number from 0 to 24").
        do: what to do about it, as an instruction ("Correct the cell.").
        source: id of the source of the limit, where the limit is a published one.
        file: the file's name, where there is one.
        row: the 1-based line in that file, where there is one.
    """

    def __init__(
        self,
        field: str,
        value: object,
        allowed: str,
        do: str,
        *,
        source: str | None = None,
        file: str | None = None,
        row: int | None = None,
    ) -> None:
        self.field = field
        self.value = value
        self.allowed = allowed
        self.do = do
        self.source = source
        self.file = file
        self.row = row
        place = "".join((f"{file}: " if file else "", f"row {row}: " if row is not None else ""))
        super().__init__(f"{place}{field}: {shown(value)} is not allowed; allowed: {allowed}. {do}")


class UnitMismatch(InterictalError, TypeError):  # noqa: N818
    """Two quantities that must never be added or compared, such as the units of two toxin products."""


class NotSupported(InterictalError):  # noqa: N818
    """Asked for something this library does not do; the message says what it does instead."""


class DataUnavailable(InterictalError):  # noqa: N818
    """The question is a good one, but these data cannot answer it; the message says what is missing."""
