"""docs/spec/definitions.md"""

from interictal.outcomes.definitions import definition
from support.words import LETTERS, day


def one_day(row: dict[str, str]) -> None:
    assert definition(row["id"]).decide(day(row["day"])) is LETTERS[row["verdict"]]


RUNNERS = {"definition-day": one_day}
