"""Reading the library: what loads, and what is refused with the file, the line and the column."""

from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.library.loading import read
from interictal.evidence.library.records import Status
from support.libraries import value, write_library, write_version

LAST = 7  # of the values


def test_a_small_library(tmp_path: Path) -> None:
    """Everything is there, in the order of its file, with its types."""
    held = read(write_library(tmp_path))
    assert list(held.trials) == ["one", "part"]
    assert held.trials["one"].registry == ("NCT1", "NCT2")
    assert (held.trials["one"].year, held.trials["part"].year) == (2007, None)
    assert held.trials["part"].part_of == ("one",)
    assert held.drugs["topiramate"].names == ("Topamax", "TPM")
    assert held.drugs["placebo"].names == ()
    assert (held.arms["one.topiramate"].n, held.arms["one.placebo"].n) == (50, None)
    derived = held.values["one.topiramate.responder50.16.n_events"]
    assert derived.status is Status.DERIVED
    assert derived.confirmed
    assert derived.rests_on == ("one.topiramate.responder50.16.percent", "one.topiramate.participants.any.n")
    assert held.values["one.topiramate.responder50.16.p"].below
    assert not held.values["one.placebo.headache_days_28.16.change_mean"].confirmed
    assert (held.version.trials, held.version.arms, held.version.values) == (2, 3, 8)


@pytest.mark.parametrize(
    ("file", "row", "column", "cell", "field"),
    [
        ("drugs.csv", 0, "id", "", "id"),
        ("drugs.csv", 0, "drug_class", " ", "drug_class"),
        ("drugs.csv", 0, "route", "nose", "route"),
        ("outcomes.csv", 1, "id", "Headache days", "id"),
        ("outcomes.csv", 1, "kind", "other", "kind"),
        ("outcomes.csv", 1, "better", "more", "better"),
        ("trials.csv", 0, "id", "One", "id"),
        ("trials.csv", 0, "population", "chronic", "population"),
        ("trials.csv", 0, "design", "blind", "design"),
        ("trials.csv", 0, "year", "1807", "year"),
        ("trials.csv", 0, "source", "nobody-1999", "source"),
        ("trials.csv", 0, "source", "", "source"),
        ("trials.csv", 0, "part_of", "part", "part_of"),
        ("trials.csv", 1, "part_of", "", "part_of"),
        ("trials.csv", 1, "part_of", "two", "part_of"),
        ("trials.csv", 1, "part_of", "part", "part_of"),
        ("trials.csv", 1, "id", "one", "id"),
        ("arms.csv", 0, "trial", "two", "trial"),
        ("arms.csv", 0, "id", "two.topiramate", "id"),
        ("arms.csv", 0, "id", "one.Topiramate", "id"),
        ("arms.csv", 0, "drug", "valproate", "drug"),
        ("arms.csv", 0, "n", "0", "n"),
        ("arms.csv", 0, "n", "49", "n"),
        ("arms.csv", 1, "n", "49", "n"),
        ("values.csv", LAST, "arm", "one.nobody", "arm"),
        ("values.csv", LAST, "trial", "part", "trial"),
        ("values.csv", LAST, "outcome", "hours", "outcome"),
        ("values.csv", LAST, "week", "-1", "week"),
        ("values.csv", LAST, "quantity", "median", "quantity"),
        ("values.csv", LAST, "quantity", "percent", "quantity"),
        ("values.csv", 1, "quantity", "change_mean", "quantity"),
        ("values.csv", LAST, "value", "", "value"),
        ("values.csv", LAST, "value", "few", "value"),
        ("values.csv", LAST, "id", "one.placebo.headache_days_28.16.change", "id"),
        ("values.csv", LAST, "id", "one.placebo.headache_days_28.16.change_mean.", "id"),
        ("values.csv", LAST, "source", "", "source"),
        ("values.csv", LAST, "source", "nobody-1999#2", "source"),
        ("values.csv", LAST, "seen", "", "seen"),
        ("values.csv", LAST, "status", "sure", "status"),
        ("values.csv", LAST, "tier", "D", "tier"),
        ("values.csv", LAST, "tier", "A", "tier"),
        ("values.csv", LAST, "below", "yes", "below"),
        ("values.csv", LAST, "versus", "one.topiramate", "versus"),
        ("values.csv", 3, "versus", "part.topiramate", "versus"),
        ("values.csv", 3, "versus", "one.topiramate", "versus"),
        ("values.csv", 3, "versus", "one.nobody", "versus"),
        ("values.csv", 4, "versus", "", "versus"),
        ("values.csv", 1, "value", "101", "value"),
        ("values.csv", 0, "value", "0", "value"),
        ("values.csv", 0, "value", "49.5", "value"),
        ("values.csv", 2, "value", "-1", "value"),
        ("values.csv", 3, "value", "1.2", "value"),
        ("values.csv", 4, "value", "0", "value"),
        ("values.csv", 6, "value", "-4.1", "value"),
        ("values.csv", 5, "status", "unconfirmed", "tier"),
        ("values.csv", 5, "tier", "", "tier"),
        ("values.csv", 5, "tier", "C", "tier"),
        ("values.csv", 5, "derivation", "[one.topiramate.participants.any.n]", "derivation"),
        ("values.csv", 2, "tier", "A", "tier"),
        ("values.csv", 2, "derivation", "from the percentage", "derivation"),
        ("values.csv", 2, "derivation", "[one.topiramate.hours.16.n]", "derivation"),
        ("values.csv", 2, "derivation", "[one.topiramate.headache_days_28.16.change_sd]", "derivation"),
        ("values.csv", 2, "derivation", "[one.topiramate.responder50.16.n_events]", "derivation"),
    ],
)
def test_refused(tmp_path: Path, file: str, row: int, column: str, cell: str, field: str) -> None:
    """Each wrong cell is refused for what is wrong with it, in one line that names its file."""
    folder = write_library(tmp_path, {(file, row, column): cell})
    with pytest.raises(InvalidInput) as refused:
        read(folder)
    assert refused.value.field == field
    assert str(refused.value).startswith(("trials.csv", "arms.csv", "values.csv", file))
    assert "\n" not in str(refused.value)


def test_an_id_twice_is_refused(tmp_path: Path) -> None:
    """A figure stands once; a second of the same kind says by a further part what it is."""
    twice = value("one.topiramate.headache_days_28.16.change_mean", "-5.7")
    with pytest.raises(InvalidInput, match="each id once"):
        read(write_library(tmp_path, more=[twice]))
    further = {**twice, "id": f"{twice['id']}.rounded"}
    assert read(write_library(tmp_path, more=[further])).values[further["id"]].quantity == "change_mean"


def test_an_unconfirmed_figure_may_say_how_it_was_worked_out(tmp_path: Path) -> None:
    """A figure worked out from what was not seen is itself unconfirmed."""
    more = value(
        "one.placebo.responder50.16.n_events", "9", status="unconfirmed", tier="",
        derivation="9 of [one.placebo.headache_days_28.16.change_mean]",
    )  # fmt: skip
    assert not read(write_library(tmp_path, more=[more])).values[more["id"]].confirmed


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ({"trials": 3}, "trials"),
        ({"values": 7}, "values"),
        ({"schema": '"interictal.evidence-data/2"'}, "schema"),
        ({"date": '"today"'}, "date"),
        ({"date": None}, "keys"),
        ({"colour": 1}, "keys"),
    ],
)
def test_another_version_is_refused(tmp_path: Path, keys: dict[str, object], field: str) -> None:
    """The files and version.toml must say the same."""
    folder = write_library(tmp_path)
    write_version(folder, **{"trials": 2, "arms": 3, "values": 8, **keys})
    with pytest.raises(InvalidInput) as refused:
        read(folder)
    assert refused.value.field == field


def test_a_version_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    """A broken file is named."""
    folder = write_library(tmp_path)
    (folder / "version.toml").write_text("date = ", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"version\.toml"):
        read(folder)


def test_a_circle_of_parts_is_refused(tmp_path: Path) -> None:
    """Two analyses that are parts of each other have no patients."""
    changes = {("trials.csv", 0, "design"): "pooled", ("trials.csv", 0, "part_of"): "part"}
    with pytest.raises(InvalidInput, match="no circle of parts"):
        read(write_library(tmp_path, changes))
