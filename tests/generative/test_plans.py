"""Plans, generated: they balance, and nothing depends on the order or the side of what was chosen."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.injection.maps import body_map
from interictal.injection.plan import Plan
from interictal.injection.planning import Addition, make_plan, share
from interictal.injection.protocol_files import protocol
from interictal.injection.protocols import Side
from spec_rules.injection_plan import balanced

PAIN = protocol("chronic-migraine", "preempt-follow-the-pain", "onabotulinumtoxinA")
LIMB = protocol("upper-limb-spasticity", "label", "onabotulinumtoxinA")
OPEN = [target for target in PAIN.targets if target.places > target.fixed_sites]
OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.MIDLINE: Side.MIDLINE}

vials = st.sampled_from((Decimal(50), Decimal(100), Decimal(200)))
volumes = st.decimals(min_value=Decimal(2), max_value=Decimal(10), places=2)
units = st.decimals(min_value=Decimal(10), max_value=Decimal(200), places=2)


@st.composite
def pains(draw: st.DrawFn) -> list[Addition]:
    """Any choice of follow-the-pain sites that the map has places for."""
    wanted = []
    for target in OPEN:
        for side in (Side.LEFT, Side.RIGHT):
            sites = draw(st.integers(0, target.places - target.fixed_sites))
            if sites:
                wanted.append(Addition(muscle=target.muscle, side=side, sites=sites))
    return wanted


@st.composite
def limbs(draw: st.DrawFn) -> list[Addition]:
    """Any muscles of an arm, with any units."""
    muscles = draw(st.lists(st.sampled_from(LIMB.targets), min_size=1, max_size=6, unique_by=lambda one: one.muscle))
    return [
        Addition(
            muscle=target.muscle,
            side=draw(st.sampled_from((Side.LEFT, Side.RIGHT))),
            sites=draw(st.integers(1, target.places)),
            units=draw(units),
        )
        for target in muscles
    ]


def plan(additions: list[Addition], vial: Decimal, volume: Decimal, *, limb: bool = False) -> Plan:
    """A plan of these additions."""
    chosen = LIMB if limb else PAIN
    return make_plan(
        chosen,
        body_map(chosen.drawing),
        jurisdiction="us",
        vial_units=vial,
        diluent_ml=volume,
        additions=additions,
    )


def ids(made: Plan, vial: int) -> set[str]:
    """The sites of a vial."""
    return {site.id for site in made.sites if site.vial == vial}


@settings(derandomize=True, max_examples=120, deadline=None)
@given(pains(), vials, volumes)
def test_drawn_is_given_and_left_over(additions: list[Addition], vial: Decimal, volume: Decimal) -> None:
    """Exactly, whatever the dilution; no vial is overdrawn, and no syringe gives more than it holds."""
    made = plan(additions, vial, volume)
    assert balanced(made)
    assert made.total.amount == 155 + 5 * sum(each.sites for each in additions)
    for number, one in enumerate(made.vials, 1):
        given_units = sum(site.units.amount for site in made.sites if site.vial == number)
        assert one.used.amount == given_units
        assert one.used.amount + one.waste.amount == vial
        assert one.drawn_ml + one.left_ml == volume
        assert all(each.vial == number for each in made.syringes if set(each.sites) & ids(made, number))


@settings(derandomize=True, max_examples=120, deadline=None)
@given(limbs(), volumes)
def test_limb_plans_balance_too(additions: list[Addition], volume: Decimal) -> None:
    """Any units in any sites: a muscle's sites add up to what was chosen for it, exactly."""
    made = plan(additions, Decimal(200), volume, limb=True)
    assert balanced(made)
    for each in additions:
        sites = [site for site in made.sites if (site.muscle, site.side) == (each.muscle, each.side)]
        assert len(sites) == each.sites
        assert sum(site.units.amount for site in sites) == each.units


@settings(derandomize=True, max_examples=80, deadline=None)
@given(pains(), st.randoms(use_true_random=False))
def test_the_order_of_choosing_does_not_matter(additions: list[Addition], random: object) -> None:
    """The plan follows the protocol's order, not the order of the command line."""
    shuffled = list(additions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert plan(additions, Decimal(200), Decimal(4)) == plan(shuffled, Decimal(200), Decimal(4))


@settings(derandomize=True, max_examples=80, deadline=None)
@given(pains())
def test_a_mirrored_plan_is_the_same_plan_mirrored(additions: list[Addition]) -> None:
    """Left and right exchanged: the same units, volumes and vials, at mirrored places."""
    mirrored = [Addition(muscle=one.muscle, side=OTHER[one.side], sites=one.sites) for one in additions]
    one, other = (plan(each, Decimal(200), Decimal(4)) for each in (additions, mirrored))
    assert (one.total, one.volume_ml, one.waste) == (other.total, other.volume_ml, other.waste)
    places = {(site.muscle, OTHER[site.side], site.id[-1], 1 - site.x, site.y) for site in one.sites}
    assert places == {(site.muscle, site.side, site.id[-1], site.x, site.y) for site in other.sites}


@settings(derandomize=True, max_examples=200, deadline=None)
@given(units, st.integers(1, 60))
def test_shares_are_fair_and_complete(total: Decimal, parts: int) -> None:
    """They add up exactly and differ by at most 0.01 U."""
    shares = share(total, parts)
    assert len(shares) == parts
    assert sum(shares) == total
    assert max(shares) - min(shares) <= Decimal("0.01")
    assert list(shares) == sorted(shares, reverse=True)
