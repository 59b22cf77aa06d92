"""Units of one product are never units of another: no conversion exists anywhere in the code."""

import ast
import re
from decimal import Decimal
from pathlib import Path

import pytest

from interictal.errors import InvalidInput, UnitMismatch
from interictal.injection import PRODUCTS
from interictal.units import ToxinUnits

SOURCE = Path(__file__).parents[2] / "src"
SUSPECT = re.compile(
    r"def \w*(convert|conversion|equivalen|ratio)\w*\([^)]*(unit|toxin|product)"
    r"|def \w*(convert|equivalen)\w*(unit|toxin)",
    re.IGNORECASE,
)


def test_no_function_converts_toxin_units() -> None:
    """No function name speaks of converting units, toxins or products."""
    found = [
        f"{path.name}: {line.strip()}"
        for path in SOURCE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if SUSPECT.search(line)
    ]
    assert not found
    assert SUSPECT.search("def convert_units(a, b):"), "the pattern itself can fail"


def _factors(tree: ast.AST) -> list[int]:
    """Lines that hold what a conversion needs: a number for each of several products, or units of a named product."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            numbers = [key for key, value in pairs if _names_a_product(key) and _is_number(value)]
            found += [node.lineno] if len(numbers) > 1 else []
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ToxinUnits" and node.args:
            found += [node.lineno] if _names_a_product(node.args[0]) else []
    return found


def _names_a_product(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value in PRODUCTS


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Decimal", "Fraction", "float"):
        return True
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def test_no_table_of_factors_and_no_units_out_of_nothing() -> None:
    """The product of an amount always comes from the amount, the plan or the record, never from code."""
    for path in SOURCE.rglob("*.py"):
        assert not _factors(ast.parse(path.read_text(encoding="utf-8"))), path.name
    assert _factors(ast.parse("{'onabotulinumtoxinA': 1, 'abobotulinumtoxinA': Decimal('2.5')}"))
    assert _factors(ast.parse("ToxinUnits('abobotulinumtoxinA', units.amount * 3)"))


@pytest.mark.parametrize("other", PRODUCTS[1:])
def test_units_of_two_products_do_not_mix(other: str) -> None:
    """Adding and comparing raise UnitMismatch, which is a TypeError, and never equal each other."""
    ours, theirs = ToxinUnits(PRODUCTS[0], Decimal(5)), ToxinUnits(other, Decimal(5))
    with pytest.raises(UnitMismatch, match="specific to a product"):
        ours + theirs
    with pytest.raises(TypeError):
        ours < theirs  # noqa: B015
    with pytest.raises(TypeError):
        ours <= theirs  # noqa: B015
    assert ours != theirs


def test_units_of_one_product_add_and_compare() -> None:
    """155 U in 31 sites of 5 U."""
    site = ToxinUnits(PRODUCTS[0], Decimal(5))
    total = sum((site for _ in range(30)), site)
    assert total == ToxinUnits(PRODUCTS[0], Decimal(155))
    assert site < total
    assert total <= total
    assert not total < site
    assert str(total) == "155 U onabotulinumtoxinA"


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity"])
def test_impossible_amounts(amount: str) -> None:
    """Negative, not a number, infinite."""
    with pytest.raises(InvalidInput, match="units"):
        ToxinUnits(PRODUCTS[0], Decimal(amount))


def test_a_bare_number_is_no_amount_of_toxin() -> None:
    """Adding 5 to units of a product is refused, and says what was added."""
    with pytest.raises(UnitMismatch, match="int"):
        ToxinUnits(PRODUCTS[0], Decimal(5)) + 5  # type: ignore[operator]
