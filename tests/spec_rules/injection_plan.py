"""docs/spec/injection-plan.md"""

from decimal import Decimal
from fractions import Fraction

import pytest

from interictal.errors import InvalidInput
from interictal.injection.maps import body_map
from interictal.injection.plan import Plan
from interictal.injection.planning import Addition, make_plan
from interictal.injection.protocol_files import muscle_named, protocol
from interictal.injection.protocols import Side


def planned(row: dict[str, str]) -> Plan:
    """The plan of a row."""
    chosen = protocol(row["indication"], row["protocol"], row["product"])
    additions = []
    for text in row["add"].split():
        muscle, side, sites, *units = text.split(":")
        additions.append(
            Addition(
                muscle=muscle_named(muscle),
                side=Side(side),
                sites=int(sites),
                units=Decimal(units[0]) if units else None,
            )
        )
    return make_plan(
        chosen,
        body_map(chosen.drawing),
        jurisdiction="eu",
        vial_units=Decimal(row["vial"]) if row["vial"] else None,
        diluent_ml=Decimal(row["mL"]) if row["mL"] else None,
        additions=additions,
        weight_kg=Decimal(row["kg"]) if row.get("kg") else None,
    )


def balanced(plan: Plan) -> bool:
    """Volume x concentration = units in sites + units left over, exactly; and syringes hold what sites get."""
    volume = sum((Fraction(each.drawn_ml) + Fraction(each.left_ml) for each in plan.vials), Fraction(0))
    concentration = Fraction(plan.dilution.vial.amount) / Fraction(plan.dilution.diluent_ml)
    served = [site for syringe in plan.syringes for site in syringe.sites]
    return (
        volume * concentration == Fraction(plan.total.amount) + Fraction(plan.waste.amount)
        and sorted(served) == sorted(site.id for site in plan.sites)
        and sum(each.volume_ml for each in plan.syringes) == plan.volume_ml
        and sum(each.units.amount for each in plan.syringes) == plan.total.amount
    )


def totals(row: dict[str, str]) -> None:
    plan = planned(row)
    assert str(plan.total) == f"{row['units']} U {row['product']}"
    assert len(plan.sites) == len({site.id for site in plan.sites}) == int(row["sites"])
    assert plan.volume_ml == Decimal(row["volume"])
    assert len(plan.vials) == int(row["vials"])
    assert plan.waste.amount == Decimal(row["left over"])
    assert len(plan.syringes) == int(row["syringes"])
    assert balanced(plan)


def refused(row: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as problem:
        planned(row)
    assert row["says"] in str(problem.value)


RUNNERS = {"plan-totals": totals, "plan-refused": refused}
