"""The shapes in which a table of studies may come: which columns make which kind of row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import sqrt

from interictal.evidence.tables.cells import Cells
from interictal.evidence.tables.records import Contrast, EventsArm, Kind, MeansArm, Row

SAME_AS = {"studlab": "study", "slab": "study", "trial": "study", "treat": "treatment", "event": "events", "sete": "se"}
"""Other names of a column, as the field's programs write them -> the name used here. Case does not matter."""

GROUPS = ("group 1", "group 2")
"""The treatments of a table with one row a study that does not name them."""


@dataclass(frozen=True, slots=True)
class Form:
    """One shape.

    Args:
        kind: of the rows it gives.
        columns: the columns it needs, in the order in which they are named to a person.
        numeric: those of them that hold numbers.
        rows: the rows of one line; called with its cells and the two treatments that the line itself does not name.
        note: what was done, in words; "" where the numbers stand as given.
        wide: whether one line holds a whole study.
    """

    kind: Kind
    columns: tuple[str, ...]
    numeric: tuple[str, ...]
    rows: Callable[[Cells, tuple[str, str]], tuple[Row, ...]]
    note: str = ""
    wide: bool = False

    def fits(self, header: Collection[str]) -> bool:
        """Whether the header has all its columns."""
        return set(self.columns) <= set(header)


def _events(cells: Cells, _: tuple[str, str]) -> tuple[Row, ...]:
    n = cells.whole("n", 1)
    events = cells.at_most("events", cells.whole("events", 0), n, "n")
    return (EventsArm(cells.name("study"), cells.name("treatment"), n, events),)


def _means(cells: Cells, _: tuple[str, str]) -> tuple[Row, ...]:
    study, treatment, n = cells.name("study"), cells.name("treatment"), cells.whole("n", 1)
    return (MeansArm(study, treatment, n, cells.number("mean"), cells.positive("sd")),)


def _means_with_se(cells: Cells, _: tuple[str, str]) -> tuple[Row, ...]:
    study, treatment, n = cells.name("study"), cells.name("treatment"), cells.whole("n", 1)
    return (MeansArm(study, treatment, n, cells.number("mean"), cells.positive("se") * sqrt(n)),)


def _contrast(cells: Cells, _: tuple[str, str]) -> tuple[Row, ...]:
    first, second = cells.name("treat1"), cells.name("treat2")
    return (Contrast(cells.name("study"), first, second, cells.number("te"), cells.positive("se")),)


def _two_of_n(cells: Cells, groups: tuple[str, str]) -> tuple[Row, ...]:
    study = cells.name("study")
    return tuple(
        EventsArm(study, group, n := cells.whole(people, 1), cells.at_most(count, cells.whole(count, 0), n, people))
        for group, count, people in zip(groups, ("ai", "ci"), ("n1i", "n2i"), strict=True)
    )


def _two_by_two(cells: Cells, groups: tuple[str, str]) -> tuple[Row, ...]:
    study = cells.name("study")
    found = []
    for group, having, free in zip(groups, ("ai", "ci"), ("bi", "di"), strict=True):
        events = cells.whole(having, 0)
        # An arm of nobody is said of the cell that makes it one.
        found.append(EventsArm(study, group, events + cells.whole(free, 0 if events else 1), events))
    return tuple(found)


def _two_means(cells: Cells, groups: tuple[str, str]) -> tuple[Row, ...]:
    study = cells.name("study")
    return tuple(
        MeansArm(study, group, cells.whole(f"n{i}i", 1), cells.number(f"m{i}i"), cells.positive(f"sd{i}i"))
        for i, group in enumerate(groups, 1)
    )


def _variance(cells: Cells, groups: tuple[str, str]) -> tuple[Row, ...]:
    return (Contrast(cells.name("study"), *groups, cells.number("yi"), sqrt(cells.positive("vi", squared=True))),)


def _error(cells: Cells, groups: tuple[str, str]) -> tuple[Row, ...]:
    return (Contrast(cells.name("study"), *groups, cells.number("yi"), cells.positive("sei")),)


_SE_NOTE = "The standard errors of the arms were turned into standard deviations: SD = SE times the root of n."
_ROOT_NOTE = "The variances were turned into standard errors: SE is the root of vi."

FORMS = (
    Form(Kind.EVENTS, ("study", "treatment", "n", "events"), ("n", "events"), _events),
    Form(Kind.MEANS, ("study", "treatment", "n", "mean", "sd"), ("n", "mean", "sd"), _means),
    Form(Kind.MEANS, ("study", "treatment", "n", "mean", "se"), ("n", "mean", "se"), _means_with_se, _SE_NOTE),
    Form(Kind.CONTRASTS, ("study", "treat1", "treat2", "te", "se"), ("te", "se"), _contrast),
    Form(Kind.EVENTS, ("study", "ai", "n1i", "ci", "n2i"), ("ai", "n1i", "ci", "n2i"), _two_of_n, wide=True),
    Form(Kind.EVENTS, ("study", "ai", "bi", "ci", "di"), ("ai", "bi", "ci", "di"), _two_by_two, wide=True),
    Form(
        Kind.MEANS,
        ("study", "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"),
        ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"),
        _two_means,
        wide=True,
    ),
    Form(Kind.CONTRASTS, ("study", "yi", "vi"), ("yi", "vi"), _variance, _ROOT_NOTE, wide=True),
    Form(Kind.CONTRASTS, ("study", "yi", "sei"), ("yi", "sei"), _error, wide=True),
)

ALLOWED = "study,treatment,n,events or study,treatment,n,mean,sd or study,treat1,treat2,te,se"
"""The three forms that are named to a person; the others are in docs/spec/study-tables.md."""

NAMED_IN_ROW = ("treat1", "treat2")


def forms_of(header: Collection[str]) -> tuple[Form, ...]:
    """The forms that a header fits, without those that another one holds whole."""
    fitting = [form for form in FORMS if form.fits(header)]
    return tuple(form for form in fitting if not any(set(form.columns) < set(other.columns) for other in fitting))


def canonical(titles: Mapping[int, str]) -> dict[int, str]:
    """Column titles as they are compared: lower case, one blank, the names used here."""
    plain = {at: " ".join(title.casefold().split()) for at, title in titles.items()}
    return {at: SAME_AS.get(name, name) for at, name in plain.items()}


def missing_of(header: Collection[str]) -> tuple[str, ...]:
    """The columns that a header lacks of the form it comes nearest to; () where it has next to nothing of any."""
    form = min(FORMS, key=lambda one: (len(set(one.columns) - set(header)), -len(one.columns)))
    missing = tuple(name for name in form.columns if name not in header)
    return missing if len(missing) < len(form.columns) - 1 else ()
