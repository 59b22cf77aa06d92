"""docs/spec/protocols.md"""

from decimal import Decimal

import pytest

from interictal.errors import InterictalError, InvalidInput, NotSupported
from interictal.injection.protocol_files import all_protocols, muscle_named, muscles, protocol
from interictal.injection.protocols import Mixture, Protocol, Range, Target

ALL_PROTOCOLS = 23


def _of(row: dict[str, str]) -> Protocol:
    return protocol(row["indication"], row["id"], row["product"])


def _text(span: Range | None) -> str:
    return "" if span is None else f"{span.low}-{span.high}"


def _sites(target: Target, sites: int) -> int:
    return sites * (2 if target.sided else 1)


def holds(row: dict[str, str]) -> None:
    one = _of(row)
    assert len(all_protocols()) == ALL_PROTOCOLS
    assert _text(one.total_units) == row["range"]
    assert ("yes" if one.per_kg else "no") == row["per kg"]
    assert str(one.most_units or "") == row["most"]
    assert str(one.interval_days or "") == row["interval"]
    assert str(len(one.targets)) == row["targets"]
    unconfirmed = sum(not target.confirmed for target in one.targets)
    assert f"{unconfirmed}{'' if one.confirmed else '*'}" == row["unconfirmed"]
    assert one.confirmed or one.note
    assert all(target.note for target in one.targets if not target.confirmed)
    assert (one.doses_of, "yes" if one.wholly_confirmed else "no") == (row["doses of"], row["whole"])
    assert str(sum(_sites(target, target.fixed_sites) for target in one.targets) or "") == row["fixed sites"]
    if row["fixed units"]:
        assert one.total_units is not None
        assert str(one.total_units.low) == row["fixed units"]


def weights(row: dict[str, str]) -> None:
    stepped = [one for one in all_protocols() if one.weight_step_kg is not None]
    assert [one.indication for one in stepped] == ["paediatric-neurogenic-detrusor-overactivity"]
    (one,) = stepped
    assert one.weight_step_kg is not None
    assert one.least_weight_kg == 12
    assert one.total_units is not None
    assert one.most_units is not None
    counts = Decimal(row["weight"]) // one.weight_step_kg * one.weight_step_kg
    assert counts == Decimal(row["counts as"])
    assert min(one.total_units.high * counts, one.most_units) == Decimal(row["units"])


def preempt(row: dict[str, str]) -> None:
    fixed, follow = (protocol("chronic-migraine", f"preempt-{name}", "onabotulinumtoxinA") for name in _PREEMPT)
    names = [target.muscle for target in follow.targets] if row["muscle"] == "all" else [row["muscle"]]
    targets = [target for target in follow.targets if target.muscle in names]
    assert [target.fixed_sites for target in targets] == [
        target.fixed_sites for target in fixed.targets if target.muscle in names
    ]
    assert all(target.places == target.fixed_sites for target in fixed.targets)
    assert all(target.units_per_site == 5 for target in (*fixed.targets, *follow.targets))
    assert {(target.source, target.also) for target in fixed.targets} == {(_US, (_EU,))}
    assert {(target.source, target.also) for target in follow.targets} == {(_EU, (_US,))}
    sites = sum(_sites(target, target.fixed_sites) for target in targets)
    places = sum(_sites(target, target.places) for target in targets)
    assert (sites, places) == (int(row["fixed sites"]), int(row["places"]))
    assert Decimal(5) * sites == Decimal(row["fixed units"])
    assert Decimal(5) * int(row["most sites"]) == Decimal(row["most units"])
    assert int(row["most sites"]) == sites + (places - sites) // 2, "one side's places may hold all added sites"
    if row["muscle"] == "all":
        assert follow.total_units == Range(low=Decimal(row["fixed units"]), high=Decimal(row["most units"]))
        assert names == [target.muscle for target in fixed.targets]


_PREEMPT = ("fixed", "follow-the-pain")
_US, _EU = "us-pi-botox#2", "rxreasoner-botox#I-922296"


def chosen(row: dict[str, str]) -> None:
    target = protocol(row["indication"], "label", row["product"]).target(row["muscle"])
    assert target is not None
    assert target.fixed_sites == 0
    assert (_text(target.sites), _text(target.units)) == (row["sites"], row["units"])
    assert ("yes" if target.per_kg else "no") == row["per kg"]
    assert ("yes" if target.confirmed else "no") == row["confirmed"]
    assert row["note says"] in target.note


def mixtures(row: dict[str, str]) -> None:
    assert ", ".join(map(_mixture, _of(row).mixtures)) == row["mixtures"]


def _mixture(each: Mixture) -> str:
    made_up = "" if each.dose_ml is None else f" → {each.dose_ml} mL"
    return f"{each.vial_units} U/{each.diluent_ml} mL{made_up}{'' if each.confirmed else '*'}"


def cautions(row: dict[str, str]) -> None:
    meant = [
        one
        for one in all_protocols()
        if row["indication"] in ("all", one.indication) and row["product"] in ("all", one.product)
    ]
    assert meant
    for one in meant:
        (found,) = (each for each in one.cautions if row["says"] in each.words)
        assert (found.source, "yes" if found.confirmed else "no") == (row["source"], row["confirmed"])


def muscle(row: dict[str, str]) -> None:
    if row["muscle"]:
        assert muscle_named(row["typed"]) == row["muscle"]
        return
    with pytest.raises(InvalidInput) as refusal:
        muscle_named(row["typed"])
    assert refusal.value.allowed == ", ".join(muscles())


_KINDS: dict[str, type[InterictalError]] = {"not supported": NotSupported, "invalid": InvalidInput}


def refused(row: dict[str, str]) -> None:
    if not row["refused as"]:
        assert _of(row).indication == row["indication"]
        return
    with pytest.raises(_KINDS[row["refused as"]]) as refusal:
        _of(row)
    assert row["says"] in str(refusal.value)


RUNNERS = {
    "protocols": holds,
    "protocol-preempt": preempt,
    "protocol-weights": weights,
    "protocol-targets": chosen,
    "protocol-mixtures": mixtures,
    "protocol-cautions": cautions,
    "protocol-muscles": muscle,
    "protocol-refusals": refused,
}
