"""docs/spec/evidence-syntheses.md"""

import math
from decimal import Decimal

from interictal.evidence.library.events import events, select_events
from interictal.evidence.library.events import side_by_side as beside
from interictal.evidence.library.inputs import SynthesisInput, inputs_of
from interictal.evidence.library.syntheses import in_words, synthesis
from interictal.evidence.synthesis.pooling import pool
from support.published import pooled, shown

NAMES = ("estimate", "low", "high")


def _text(value: object) -> str:
    return "" if value is None else str(value)


def published(row: dict[str, str]) -> None:
    one = synthesis(row["id"])
    assert in_words(one) == row["shown"]
    assert (_text(one.k), _text(one.n), one.tier) == (row["k"], row["n"], row["tier"])


def _of_people(inputs: tuple[SynthesisInput, ...], arm: str) -> tuple[float, ...]:
    means = [float(getattr(one, f"mean{arm}")) for one in inputs]
    return (pool(means, [1 / getattr(one, f"n{arm}") for one in inputs], method="FE").estimate,)


def _rounded(value: float, printed: str) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(printed)) + 0  # no negative zero


def again(row: dict[str, str]) -> None:
    inputs = inputs_of(row["analysis"])
    if row["input"]:
        inputs = tuple(one for one in inputs if one.id.endswith(f".{row['input']}"))
    measure, _, arm = row["measure"].partition(" ")
    found = _of_people(inputs, arm) if arm else shown(pooled(inputs, measure), measure)
    printed, expected = row["published"].split(), row["again"].split()
    assert len(printed) == len(expected)
    assert [_rounded(value, text) for value, text in zip(found, expected, strict=False)] == list(map(Decimal, expected))
    same = [name for name, one, other in zip(NAMES, printed, expected, strict=False) if one == other]
    assert same == row["same"].split()
    assert (printed == expected) is not bool(row["why it differs"])
    assert not any(math.isnan(value) for value in found)


def rates(row: dict[str, str]) -> None:
    (one,) = (
        each
        for each in events()
        if (each.study, each.arm, each.event, each.kind.value) == (row["study"], row["arm"], row["event"], row["kind"])
    )
    told = tuple(map(_text, (one.n, one.n_events, one.percent, one.drug, one.population)))
    assert told == (row["n"], row["n_events"], row["percent"], row["drug"], row["population"])
    assert one.confirmed


def side_by_side(row: dict[str, str]) -> None:
    found = select_events(drugs=[row["drug"]], of=[row["event"]], population=row["population"])
    own = [one for one in found if one.drug == row["drug"]]
    told = [
        (one.drug, asked)
        for one, asked in beside(own)
        if (one.study, one.kind.value) == (row["study"], row["kind"]) and one.event == row["event"]
    ]
    assert [drug for drug, asked in told if asked] == row["asked for"].split()
    assert [drug for drug, asked in told if not asked] == row["beside it"].split()


RUNNERS = {
    "published-pooled": published,
    "pooled-again": again,
    "trial-side-effects": rates,
    "side-by-side": side_by_side,
}
