"""The fit on the terminal."""

import pytest

from interictal.mechanism.fitting import Compared, Fit, Fitted
from interictal.mechanism.parameters import parameters
from interictal.mechanism.quantities import predicted
from interictal.mechanism.targets import READING, targets
from interictal.report.mechanism_fit_terminal import fit_terminal


@pytest.fixture(scope="module")
def shipped() -> Fit:
    """The shipped numbers as if they had just been fitted."""
    known = parameters().values()
    model = predicted({each.id: each.value for each in known})
    return Fit(
        fitted=tuple(
            Fitted(
                id=each.id,
                value=each.value,
                low=each.low,
                high=each.high,
                identified="prior" if each.prior else "figures",
                narrowed=0.9 if each.prior else None,
            )
            for each in known
            if each.fitted_to
        ),
        fixed=tuple(each for each in known if not each.fitted_to),
        compared=tuple(
            Compared(target=each, model=model[each.id], residual=(model[each.id] - each.value) / each.se)
            for each in targets().values()
        ),
        misfit=17.0,
        from_priors=2.9,
    )


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("unicode", [True, False])
def test_lines_fit_the_terminal(shipped: Fit, width: int, unicode: bool) -> None:
    """And what is unconfirmed, or a reading of ours, says so at every width."""
    text = fit_terminal(shipped, (), width=width, unicode=unicode)
    assert max(map(len, text.splitlines())) <= width
    rows = " ".join(text.partition("Sum of squares")[0].split())
    for each in targets().values():
        after = rows.partition(f"{each.id} ")[2].split()[4:6]
        assert (after[:1] in (["unconfirmed"], ["unconfirmed,"])) is not each.confirmed, each.id
    assert rows.count("unconfirmed, our reading") == sum(one.value_from == READING for one in targets().values()) == 5
    held = text.partition("Held at")[2].partition("How the figures")[0]
    assert " ".join(held.split()).count(", unconfirmed]") == 3


def test_every_number_and_figure_is_named(shipped: Fit) -> None:
    """With what tells it, what it is held at, and how it is read."""
    text = fit_terminal(shipped, ("cleavage", "central_days"))
    for name in (*parameters(), *targets()):
        assert name in text
    assert "told mostly by its prior (its prior: interictal-mechanism)" in " ".join(text.split())
    assert "7 of 15 fitted numbers" in " ".join(text.split())
    assert "not what comes out: cleavage, central_days." in text
