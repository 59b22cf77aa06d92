"""docs/spec/products.md"""

import datetime as dt
from decimal import Decimal

import pytest

from interictal.errors import InvalidInput
from interictal.injection.catalogue import DATA, label, parse, product


def listed(row: dict[str, str]) -> None:
    one = product(row["product"])
    assert one.name == row["product"]
    assert one.vials == tuple(Decimal(units) for units in row["vials"].split())
    assert one.ready_to_use == (row["ready to use"] == "yes")
    assert str(one.hours_after_reconstitution or "") == row["hours"]
    assert one.allergens == tuple(f"allergy_{each}" for each in row["allergens"].split())
    assert one.confirmed == (row["confirmed"] == "yes")
    assert one.single_use


def label_listed(row: dict[str, str]) -> None:
    one = label(row["product"], row["jurisdiction"])
    assert one is not None
    assert one.source == row["source"]
    assert one.date == (dt.date.fromisoformat(row["date"]) if row["date"] else None)
    assert one.review_by == dt.date.fromisoformat(row["review by"])
    assert len(one.licences) == int(row["indications"])


def licence(row: dict[str, str]) -> None:
    of_label = label(row["product"], row["jurisdiction"])
    assert of_label is not None
    (one,) = (each for each in of_label.licences if each.indication == row["indication"])
    assert str(one.min_age or "") == row["from age"]
    assert one.confirmed == (row["confirmed"] == "yes")
    assert one.source.startswith(f"{of_label.source}#")


def file(row: dict[str, str]) -> None:
    text = DATA.read_text(encoding="utf-8")
    assert row["instead of"] in text
    changed = text.replace(row["instead of"], row["stands"].replace("; ", "\n"), 1)
    assert changed != text
    if not row["refused"]:
        parse(changed, "products.toml")
        return
    with pytest.raises(InvalidInput) as problem:
        parse(changed, "products.toml")
    assert problem.value.field == row["refused"], problem.value
    assert "\n" not in str(problem.value)


RUNNERS = {"product-list": listed, "label-list": label_listed, "licence": licence, "products-file": file}
