"""Whom a comparison is about."""

import pytest

from interictal.errors import InvalidInput, NotSupported
from interictal.evidence.comparison.strata import parse, person_of, strata
from interictal.profile import Profile

TWO = """
[[stratum]]
id = "chronic"
population = "cm"
failed = 0
words = "w"
source = "interictal-comparison"
[[stratum]]
id = "episodic"
population = "em"
failed = 0
words = "w"
source = "interictal-comparison"
"""


def test_a_child_is_not_compared() -> None:
    """The trials are of adults; 18 is the first age that is one."""
    with pytest.raises(NotSupported, match="somebody of 17 years"):
        person_of(Profile(age=17))
    assert person_of(Profile(age=18)).population == "cm"


def test_every_population_has_a_stratum_of_all() -> None:
    """And a narrower one names its trials."""
    assert {each.population for each in strata().values() if not each.failed} == {"cm", "em"}
    assert all(each.trials for each in strata().values() if each.failed)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TWO.replace('population = "em"', 'population = "cm"'), "for each population"),
        (TWO.replace('"em"', '"dogs"'), "cm, em, mixed, other"),
        (TWO.replace("failed = 0", "failed = -1", 1), "0 or more"),
        (TWO.replace("failed = 0", "failed = true", 1), "0 or more"),
        (TWO.replace("failed = 0", "failed = 1", 1), "exactly where failed is 1 or more"),
        (TWO.replace("failed = 0", 'failed = 1\ntrials = ["dogs"]', 1), "trials of the library"),
        (TWO + "colour = 1", "colour"),
    ],
)
def test_what_is_wrong_is_refused(text: str, message: str) -> None:
    """With its place."""
    with pytest.raises(InvalidInput, match=message):
        parse(text, "strata.toml")
