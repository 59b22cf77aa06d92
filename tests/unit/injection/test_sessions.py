"""Session files: short, so nothing is skipped, and everything wrong is named."""

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.injection import product_named, read_sessions, session_dates


def sessions_of(tmp_path: Path, text: str | bytes):
    """The sessions of a file with this content."""
    path = tmp_path / "sessions.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_sessions(path)


def test_reads_in_order_of_date(tmp_path: Path) -> None:
    """Any order in the file; capitals, spaces, a BOM and empty lines do not matter."""
    found = sessions_of(
        tmp_path,
        "\ufeffDate,Product,Units\n2024-05-01, ONABOTULINUMTOXINA ,155\n\n2024-02-07,onabotulinumtoxinA,\n,,\n",
    )
    assert [one.date for one in found] == [dt.date(2024, 2, 7), dt.date(2024, 5, 1)]
    assert found[0].units is None
    assert found[1].units is not None
    assert found[1].units.amount == Decimal(155)
    assert found[1].product == "onabotulinumtoxinA"
    assert session_dates(found + found) == (dt.date(2024, 2, 7), dt.date(2024, 5, 1))


def test_dates_alone_are_enough(tmp_path: Path) -> None:
    """Product and units may be unknown."""
    (found,) = sessions_of(tmp_path, "date\n2024-05-01\n")
    assert (found.product, found.units, found.patient) == ("", None, "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("when,what\n2024-05-01,x\n", "row 1: header"),
        ("date\n01.05.2024\n", "row 2: date: '01.05.2024'"),
        ("date\n2024-02-30\n", "row 2: date"),
        ("date,product,units\n2024-05-01,Botox,155\n", "nonproprietary"),
        ("date,product,units\n2024-05-01,,155\n", "Name the product"),
        ("date,product,units\n2024-05-01,onabotulinumtoxinA,many\n", "units: 'many'"),
        ("date,product,units\n2024-05-01,onabotulinumtoxinA,-5\n", "units: '-5'"),
        ("date,product,units\n2024-05-01,onabotulinumtoxinA,0\n", "units: '0'"),
        ("date,product,units\n2024-05-01,onabotulinumtoxinA,50000.1\n", "at most 50000"),
        ("date,product,units\n2024-05-01,onabotulinumtoxinA,1e400\n", "units: '1e400'"),
        ("date,product,units\n2024-05-01,onabotulinumtoxinA,1e2\n", "units: '1e2'"),
        ("date,product,units\n2024-05-01,onabotulinumtoxinA,1_000\n", "units: '1_000'"),
        ("date,product,units\n2024-05-01,onabotulinumtoxinA,١٥٥\n", "units"),
        ("date\n20240501\n", "date: '20240501'"),
        ("date\n2024-W05-1\n", "date"),
        ("date\n٢٠٢٤-05-01\n", "date"),
        ("date,Date\n2024-05-01,2024-05-02\n", "a column twice"),
        ('"date\n2024-05-01\n', "row 1: "),
        ("date,product,units\n2024-05-01,onabotulinumtoxinA,NaN\n", "units: 'NaN'"),
        ("date,product,units\n2024-05-01,onabotulinumtoxinA,155,x\n", "more cells"),
        ('date,product\n2024-05-01,"onabo\n', "broken quoting"),
        (b"date\n2024-05-01\0\n", "binary"),
        (b"date\n\xff\xfe\n", "UTF-8"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str | bytes, message: str) -> None:
    """File, row, field, value, allowed."""
    with pytest.raises(InvalidInput, match="sessions.csv") as caught:
        sessions_of(tmp_path, text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe,born 1971\n2024-05-01,x\n",
        "date,product,Jane Doe\nJane Doe of High Street 1,onabotulinumtoxinA,x\n",
        "date,product\n2024-05-01,Jane Doe of High Street 1\n",
        "date,product,units\n2024-05-01,,Jane Doe of High Street 1\n",
        "date,product,units\n2024-05-01,onabotulinumtoxinA,Jane Doe of High Street 1\n",
        "date,Jane Doe,Jane Doe\n2024-05-01,,\n",
    ],
)
def test_no_name_stands_in_a_message(tmp_path: Path, text: str) -> None:
    """Neither of a column that nobody knows nor of a cell in the wrong column."""
    with pytest.raises(InvalidInput) as caught:
        sessions_of(tmp_path, text)
    assert "jane" not in str(caught.value).lower()


def test_the_most_units_are_read(tmp_path: Path) -> None:
    """50 000, as of rimabotulinumtoxinB over years; all of it exact."""
    (found,) = sessions_of(tmp_path, "date,product,units\n2024-05-01,rimabotulinumtoxinB,50000\n")
    assert found.units is not None
    assert found.units.amount == 50000


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    """One line, not a traceback."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InvalidInput, match="file"):
            read_sessions(path)


def test_a_brand_is_no_product() -> None:
    """Brands differ between countries."""
    with pytest.raises(InvalidInput, match="onabotulinumtoxinA, abobotulinumtoxinA"):
        product_named("Xeomin")


@pytest.mark.parametrize("sign", [";", "\t"])
def test_semicolons_and_tabs(tmp_path: Path, sign: str) -> None:
    """As a spreadsheet writes them where the comma is the decimal mark."""
    text = "\ufeffDate,Product,Units\r\n2024-02-07,onabotulinumtoxinA,155\r\n".replace(",", sign)
    (found,) = sessions_of(tmp_path, text)
    assert (found.date, str(found.units.amount)) == (dt.date(2024, 2, 7), "155")


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_file_is_called_empty(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput, match="'empty'"):
        sessions_of(tmp_path, text)


def test_too_large_a_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="at most 16 MiB"):
        sessions_of(tmp_path, b"," * (16 * 1024 * 1024 + 1))


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InvalidInput, match="not a regular file"):
        read_sessions(tmp_path / "pipe")
