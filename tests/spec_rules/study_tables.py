"""docs/spec/study-tables.md"""

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.tables import StudyTable
from interictal.evidence.tables.reading import FaultyTable, parse_table


def _file(header: str, rows: str) -> str:
    lines = [header, *(line.strip() for line in rows.split(";"))]
    return "\n".join(lines).replace("/", ";") + "\n"


def _shown(table: StudyTable) -> str:
    def cell(value: object) -> str:
        return f"{value:g}" if isinstance(value, float) else str(value).replace(" ", "_")

    return "; ".join(" ".join(cell(getattr(row, name)) for name in row.__slots__) for row in table.rows)


def forms(row: dict[str, str]) -> None:
    text = _file(row["header"], row["rows"])
    if row["read as"] == "refused":
        with pytest.raises(InvalidInput) as refused:
            parse_table(text, "t.csv")
        assert refused.value.field == "header"
        return
    table = parse_table(text, "t.csv")
    assert table.kind.value == row["kind"]
    assert _shown(table) == row["read as"]


HEADERS = {
    "events": "study,treatment,n,events",
    "means": "study,treatment,n,mean,sd",
    "contrasts": "study,treat1,treat2,te,se",
}


def faults(row: dict[str, str]) -> None:
    widths = [len(line.split(",")) for line in row["rows"].split(";")]
    kind = "events" if min(widths) < 5 else "means" if row["rows"].split(",")[2].isdigit() else "contrasts"
    text = _file(HEADERS[kind], row["rows"])
    if not row["field"]:
        parse_table(text, "t.csv")
        return
    with pytest.raises(FaultyTable) as refused:
        parse_table(text, "t.csv")
    (fault,) = refused.value.faults
    assert (fault.field, str(fault.row)) == (row["field"], row["row"])
    assert str(fault).startswith(f"t.csv: row {row['row']}: {row['field']}: ")


def columns(row: dict[str, str]) -> None:
    cells = [cell.strip() for cell in row["cells"].split(";")]
    arms = ("A,x", "A,y", "B,x", "B,y")
    lines = [f"study,treatment,n,events,{row['column']}"]
    lines += [f"{arm},10,3,{cell}" for arm, cell in zip(arms, cells, strict=True)]
    table = parse_table("\n".join(lines), "t.csv")
    title = " ".join(row["column"].casefold().split())
    if not row["kept as"]:
        assert table.columns == {}
        (note,) = table.notes
        assert title in note
        return
    kept = ", ".join(f"{study} {text}".strip() if text else f"{study} " for study, text in table.columns[title].items())
    assert kept.strip() == row["kept as"]


RUNNERS = {"study-table-forms": forms, "study-table-faults": faults, "study-table-columns": columns}
