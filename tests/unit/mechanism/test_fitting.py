"""The fit: what it says of itself, and the file it writes."""

from dataclasses import replace
from math import log

import pytest

from interictal.errors import DataUnavailable
from interictal.mechanism.document import fit_document
from interictal.mechanism.fitting import Fit, back, differs, fit, forth, written
from interictal.mechanism.parameters import DATA, parameters, parse
from interictal.mechanism.records import Parameter
from interictal.mechanism.targets import Target, targets


def small() -> tuple[dict[str, Parameter], dict[str, Target]]:
    """Two numbers to fit to two figures, and one held."""
    known = {
        "cleavage": replace(parameters()["cleavage"], value=2.0, prior=(4.0, 0.5)),
        "central_share": replace(parameters()["central_share"], value=0.3),
        "cooperativity": parameters()["cooperativity"],
    }
    figures = {
        "onset": replace(targets()["onset"], value=3.0, se=0.3),
        "month-1": replace(targets()["month-1"], value=0.6, se=0.05),
    }
    return known, figures


def straight(values: dict[str, float]) -> dict[str, float]:
    """Quantities that are the numbers themselves."""
    return {"onset": values["cleavage"], "month-1": values["central_share"]}


@pytest.fixture(scope="module")
def found() -> Fit:
    """The small problem, fitted."""
    known, figures = small()
    return fit(known, figures, straight)  # type: ignore[arg-type]


def test_prior_and_figure_meet_by_their_weights(found: Fit) -> None:
    """On the logarithm: 3 with SE 0.1 of itself, 4 with SD 0.5: near 3; the other number is its figure."""
    cleavage, share = found.fitted
    weight = (log(4) / 0.5**2 + log(3) / 0.1**2) / (1 / 0.5**2 + 1 / 0.1**2)
    assert log(cleavage.value) == pytest.approx(weight, abs=0.003)
    assert cleavage.narrowed == pytest.approx(0.1 / 0.5, rel=0.05)
    assert share.value == pytest.approx(0.6, abs=1e-6)
    assert 0 < share.low < 0.5 < 0.69 < share.high < 1
    assert (cleavage.identified, share.identified, share.narrowed) == ("figures", "figures", None)
    assert found.values["cooperativity"] == 3
    assert found.misfit == pytest.approx(((cleavage.value - 3) / 0.3) ** 2, abs=1e-6)
    assert found.from_priors == pytest.approx((log(cleavage.value / 4) / 0.5) ** 2)


def test_a_number_told_by_its_prior_says_so() -> None:
    """A figure without weight leaves the prior."""
    known, figures = small()
    figures["onset"] = replace(figures["onset"], se=1000.0)
    cleavage = fit(known, figures, straight).fitted[0]  # type: ignore[arg-type]
    assert cleavage.identified == "prior"
    assert cleavage.value == pytest.approx(4, rel=1e-3)
    assert cleavage.narrowed == pytest.approx(1, rel=1e-3)


def test_a_number_that_nothing_tells_is_refused() -> None:
    """No figure moves with it, and it has no prior."""
    known, figures = small()
    with pytest.raises(DataUnavailable, match="leave a number open"):
        fit(known, figures, lambda values: {"onset": values["cleavage"], "month-1": 0.5})


def test_a_search_that_does_not_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than shown as a fit."""
    import scipy.optimize

    right = scipy.optimize.least_squares
    monkeypatch.setattr(scipy.optimize, "least_squares", lambda *given, **how: right(*given, **how, max_nfev=1))
    known, figures = small()
    with pytest.raises(DataUnavailable, match="did not end"):
        fit(known, figures, straight)  # type: ignore[arg-type]


def test_the_written_file_holds_what_was_fitted(found: Fit) -> None:
    """Values and intervals of the fitted numbers; every other line as it was."""
    before = DATA.read_text(encoding="utf-8")
    after = written(found, before)
    again = parse(after)
    for each in found.fitted:
        one = again[each.id]
        assert (one.value, one.low, one.high) == pytest.approx((each.value, each.low, each.high), rel=1e-4)
    changed = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert len(changed) == 6
    assert all(old.partition(" = ")[0] in ("value", "low", "high") for old, _ in changed)


def test_what_differs_is_counted_in_standard_errors(found: Fit) -> None:
    """Within a tenth of one is the same; an end of an interval counts too; an impossible value differs."""
    known = {
        each.id: replace(parameters()[each.id], value=each.value, low=each.low, high=each.high) for each in found.fitted
    }
    assert differs(found, known) == ()
    error = log(found.fitted[0].high / found.fitted[0].low) / (2 * 1.96)
    for step, expected in ((0.05, ()), (0.2, ("cleavage",))):
        moved = known["cleavage"].value * (1 + step * error)
        assert differs(found, {**known, "cleavage": replace(known["cleavage"], value=moved)}) == expected
    for change in ({"high": 1.0}, {"low": 0.0}):
        broken = {**known, "central_share": replace(known["central_share"], **change)}
        assert differs(found, broken) == ("central_share",)


@pytest.mark.parametrize(("name", "value"), [("cleavage", 0.3), ("central_share", 0.3)])
def test_scale_of_the_fit_and_back(name: str, value: float) -> None:
    """Logarithm, and log-odds for a share."""
    assert back(name, forth(name, value)) == pytest.approx(value)
    assert forth(name, value) == pytest.approx(log(0.3) if name == "cleavage" else log(3 / 7))


def test_document_of_a_small_fit(found: Fit) -> None:
    """Rounded, and the differing ids."""
    document = fit_document(found, ("cleavage",))
    assert document["differs_from_shipped"] == ["cleavage"]
    assert [each["id"] for each in document["fitted"]] == ["cleavage", "central_share"]
    assert document["fitted"][1]["sd_of_prior"] is None
