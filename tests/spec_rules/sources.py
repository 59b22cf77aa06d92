"""docs/spec/sources.md"""

import csv
import io

import pytest

from interictal.errors import InvalidInput
from interictal.sources import Source, parse

COLUMNS = list(Source.__dataclass_fields__)


def refused(row: dict[str, str]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerow({name: row.get(name, "A document, with a comma") for name in COLUMNS})
    if not row["refused"]:
        (one,) = parse(text.getvalue()).values()
        assert one.id == row["id"]
        return
    with pytest.raises(InvalidInput) as problem:
        parse(text.getvalue())
    assert problem.value.field == row["refused"]
    assert problem.value.row == 2


RUNNERS = {"sources-row": refused}
