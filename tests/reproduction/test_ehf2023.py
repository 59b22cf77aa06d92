"""European Headache Federation 2023 and 2024, oral preventives, parts 1 to 4: absolute differences of the tables.

Table 2 of parts 1 (amitriptyline), 2 (flunarizine) and 3 (topiramate), Table 1 of part 4 (propranolol): the differences
per 1,000 people follow from the risk ratio and 275 of 1,000 with placebo, or from the risk difference. Tolerance: the
rounding of the printed figure.
"""

import re
from decimal import Decimal

import pytest

from interictal.evidence.library.records import Synthesis
from interictal.evidence.library.syntheses import syntheses
from support.published import rounds_to

TABLES = [one for one in syntheses().values() if one.id.startswith("EHF") and one.measure in ("RR", "RD")]
PLACEBO = Decimal("0.275")


def per_1000(one: Synthesis, value: Decimal) -> float:
    """More people of 1,000."""
    return float(1000 * (PLACEBO * (value - 1) if one.measure == "RR" else value))


@pytest.mark.parametrize("one", TABLES, ids=lambda one: one.id)
def test_absolute_differences(one: Synthesis) -> None:
    """As the table prints them: "165 more per 1,000 (47 to 327 more)"."""
    found = re.match(r"(\d+) more per 1,000 \((\d+)( fewer)? to (\d+) more\)", one.note)
    assert found
    printed = (found[1], f"-{found[2]}" if found[3] else found[2], found[4])
    for value, expected in zip((one.estimate, one.low, one.high), printed, strict=True):
        assert value is not None
        assert rounds_to(per_1000(one, value), expected)


def test_all_four_parts() -> None:
    """Withdrawals of four drugs, responders of three; part 2 has no data on response."""
    assert [one.id for one in TABLES if one.measure == "RD"] == [
        "EHF2023-AMI-STOP",
        "EHF2023-FLU-STOP",
        "EHF2023-TPM-STOP",
        "EHF2024-PRO-STOP",
    ]
    assert len([one for one in TABLES if one.measure == "RR"]) == 3
