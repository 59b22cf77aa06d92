"""docs/spec/medicines.md"""

from interictal.diary.medicines import Intake, format_intakes, number_text, parse_intakes, recognise


def name(row: dict[str, str]) -> None:
    found = recognise(row.get("name") or row["written"])
    expected = (row["ingredient"], row["class"]) if row["ingredient"] else None
    assert (found and (found[0], found[1].value)) == expected


def _shown(intake: Intake) -> str:
    dose = "-" if intake.dose is None else f"{number_text(intake.dose)} {intake.unit}".strip()
    drug_class = "-" if intake.drug_class is None else intake.drug_class.value
    return f"{intake.name}, {drug_class}, {dose}, {number_text(intake.count)}"


def cell(row: dict[str, str]) -> None:
    intakes, unclear = parse_intakes(row["cell"])
    assert "; ".join(map(_shown, intakes)) == row["intakes"]
    assert unclear == ([row["not understood"]] if row["not understood"] else [])
    for intake in intakes:
        assert recognise(intake.name) == (intake.drug_class and (intake.ingredient, intake.drug_class))
    assert parse_intakes(format_intakes(intakes))[0] == intakes


RUNNERS = {"medicine-name": name, "medicine-combination": name, "medicine-cell": cell}
