"""Files that want to do harm: refused in one line, or read within bounds."""

import contextlib
import csv
import io
import socket
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import defusedxml.ElementTree
import pytest
from defusedxml.common import DefusedXmlException

from interictal.diary.readers import apple_health, mapped, migraine_buddy_html, read_diary, tables
from interictal.errors import InterictalError, InvalidInput

HERE = Path(__file__).parent / "synthetic"
HEADACHE = (
    '<Record type="HKCategoryTypeIdentifierHeadache" sourceName="Health" startDate="2024-03-{:02} 09:00:00 +0100" '
    'endDate="2024-03-{:02} 10:00:00 +0100" value="HKCategoryValueSeverityMild"/>'
)
GOOD = f"<HealthData>{HEADACHE.format(1, 1)}</HealthData>"


def read_xml(folder: Path, content: str | bytes, name: str = "export.xml"):
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_diary(path, format="apple-health")


def refused(folder: Path, content: str | bytes, match: str) -> None:
    with pytest.raises(InvalidInput, match=match) as found:
        read_xml(folder, content)
    assert "\n" not in str(found.value)


# --- XML -------------------------------------------------------------------------------------------------------------

BOMB = (
    '<!DOCTYPE HealthData [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><HealthData>&c;</HealthData>'
)
ENTITY_ATTACKS = {
    "billion laughs": BOMB,
    "quadratic": f'<!DOCTYPE HealthData [<!ENTITY a "{"a" * 5000}">]><HealthData>{"&a;" * 100}</HealthData>',
    "a file": '<!DOCTYPE HealthData [<!ENTITY x SYSTEM "file:///etc/passwd">]><HealthData>&x;</HealthData>',
    "an address": '<!DOCTYPE HealthData [<!ENTITY x SYSTEM "http://127.0.0.1/x">]><HealthData>&x;</HealthData>',
    "parameter entity": '<!DOCTYPE HealthData [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><HealthData/>',
}


@pytest.mark.parametrize("attack", ENTITY_ATTACKS)
def test_entities_are_refused(tmp_path: Path, attack: str) -> None:
    content = ENTITY_ATTACKS[attack]
    refused(tmp_path, content, "an entity declaration")
    with pytest.raises(DefusedXmlException):  # the second opinion refuses it too
        defusedxml.ElementTree.fromstring(content)


def test_nothing_is_fetched(tmp_path: Path) -> None:
    page = (HERE / "migraine_buddy_report.html").read_text()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        for content in (*ENTITY_ATTACKS.values(), f'<!DOCTYPE HealthData SYSTEM "{address}"><HealthData/>'):
            with contextlib.suppress(InterictalError):
                read_xml(tmp_path, content.replace("http://127.0.0.1/x", address))
        path = tmp_path / "report.html"
        path.write_text(page.replace("</head>", f'<link href="{address}"><script src="{address}"></script></head>'))
        assert read_diary(path).receipt.rows_used == 3
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE HealthData SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE HealthData PUBLIC "x" "file:///etc/passwd">',
        '<!DOCTYPE HealthData SYSTEM "http://127.0.0.1/x.dtd" [<!ELEMENT HealthData ANY>]>',
    ],
)
def test_an_external_document_type_is_refused(tmp_path: Path, doctype: str) -> None:
    refused(tmp_path, f"{doctype}<HealthData/>", "an external document type")


@pytest.mark.parametrize(
    ("content", "match"),
    [
        ("<!DOCTYPE HealthData [<!ELEMENT Record ANY>", "a document type without end"),
        ("<!DOCTYPE HealthData", "a document type without end"),
        (f"<!DOCTYPE HealthData [{' ' * 70_000}]><HealthData/>", "a long document type"),
        (f"<!DOCTYPE HealthData [{' ' * 200_000}]><HealthData/>", "a document type without end"),
        (f"<!--{' ' * 200_000}--><!DOCTYPE HealthData []><HealthData/>", "a document type"),
        ("<!DOCTYPE a []><!DOCTYPE b []><HealthData/>", "a document type"),
        ("<HealthData>&x;</HealthData>", "undefined entity"),
        ("<HealthData><Record", "unclosed token"),
        ("<HealthData>", "no element found"),
        ("<Other/>", "another root element"),
        ("", "a file with content"),
        ("no XML", "syntax error"),
        (b"\xff\xfe<\0H\0", "another encoding"),
        (b"<\0H\0", "another encoding"),
        (b'<?xml version="1.0" encoding="UTF-7"?><HealthData>\xff</HealthData>', "not well-formed"),
        ("<HealthData>" + "<a>" * 40 + "</a>" * 40 + "</HealthData>", "deep nesting"),
        (f'<HealthData><Record sourceName="{"x" * 3_000_000}"/></HealthData>', "an element without end"),
        (f"<HealthData><!--{'x' * 3_000_000}--></HealthData>", "an element without end"),
        ("<HealthData>&#11;</HealthData>", "invalid character number"),
    ],
)
def test_xml_that_is_refused(tmp_path: Path, content: str | bytes, match: str) -> None:
    refused(tmp_path, content, match)


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        f'<?xml version="1.0" encoding="UTF-8"?>\n{GOOD}',
        f"\ufeff{GOOD}",
        f"<!-- a --><?pi?>\n<!DOCTYPE HealthData>\n{GOOD}",
        f"<!DOCTYPE HealthData [<!ATTLIST Record malformed\n<!ELEMENT ] ]>{GOOD}",
        GOOD.replace('Health"', 'a\x0b\x00b"'),
        GOOD.replace("<HealthData>", f"<HealthData>{'x' * 3_000_000}"),
    ],
)
def test_xml_that_is_accepted(tmp_path: Path, content: str) -> None:
    (diary,) = read_xml(tmp_path, content).diaries
    assert [day.hours for day in diary] == [1]


def test_the_same_export_twice_over_is_the_same_diary(tmp_path: Path) -> None:
    once = read_xml(tmp_path, GOOD)
    twice = read_xml(tmp_path, f"<HealthData>{HEADACHE.format(1, 1)}{HEADACHE.format(1, 1)}</HealthData>")
    assert once.diaries == twice.diaries
    assert (twice.receipt.rows_read, twice.receipt.rows_used) == (2, 1)


def test_row_numbers_count_the_lines_of_the_file(tmp_path: Path) -> None:
    content = (
        f"<!DOCTYPE HealthData [\n\n]>\n<HealthData>\n{HEADACHE.format(1, 1).replace('2024', 'then')}</HealthData>"
    )
    assert list(read_xml(tmp_path, content).receipt.skipped.values()) == [[5]]
    with pytest.raises(InvalidInput) as found:
        read_xml(tmp_path, "<!DOCTYPE HealthData [\n\n]>\n<HealthData>\n<<</HealthData>")
    assert found.value.row == 5


@pytest.mark.parametrize("limit", ["MAX_ATTACKS", "4"])
def test_records_are_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(apple_health, "MAX_ATTACKS", 2)
    kind = "Headache" if limit == "MAX_ATTACKS" else "Nausea"
    records = "".join(HEADACHE.format(day, day).replace("Headache", kind) for day in range(1, 12))
    refused(tmp_path, f"<HealthData>{records}</HealthData>", "too many records")


def test_records_inside_records_and_metadata_elsewhere(tmp_path: Path) -> None:
    entry = '<MetadataEntry key="HKMetadataKeyExternalUUID" value="u"/>'
    one = HEADACHE.format(1, 1).replace("/>", f">{HEADACHE.format(2, 2)}{entry}<Other/></Record>")
    two = HEADACHE.format(3, 3).replace("/>", f'>{entry}<MetadataEntry key="x" value="u"/></Record>')
    nausea = HEADACHE.format(1, 1).replace("Headache", "Nausea")
    odd = [nausea.replace("Mild", "Odd"), nausea.replace("2024-03-01 09", "soon"), nausea, nausea]
    (diary,) = read_xml(tmp_path, f"<HealthData>{entry}{one}{two}{''.join(odd)}</HealthData>").diaries
    assert [(day.diary_date.day, day.nausea) for day in diary] == [(1, True)]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    small, large = tmp_path / "small.xml", tmp_path / "large.xml"
    small.write_text(GOOD)
    steps = '<Record type="HKQuantityTypeIdentifierStepCount" sourceName="{}" value="{}"/>\n'
    block = "".join(steps.format("Watch", number) for number in range(15_000))
    with large.open("w") as file:
        file.write("<HealthData>")
        for number in range(170):
            file.write(block.replace("Watch", f"Watch {number}"))
        file.write(f"{HEADACHE.format(1, 1)}</HealthData>")
    assert large.stat().st_size > 200_000_000
    code = (
        "import resource, sys; from interictal.diary.readers import read_diary\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "read_diary(sys.argv[1]); before = peak()\n"
        "days = read_diary(sys.argv[2]).diaries[0].days; print(len(days), peak() - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(small), str(large)], capture_output=True, text=True, check=True
    )
    days, growth = map(int, done.stdout.split())
    unit = 1024 if sys.platform != "darwin" else 1
    large.unlink()
    assert days == 1
    assert growth * unit < 8 * 1024**2, "reading 200 MB takes no more memory than reading 200 bytes"


# --- zip -------------------------------------------------------------------------------------------------------------


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members:
            member = zipfile.ZipInfo(name, (2024, 3, 1, 9, 0, 0))  # the bytes must not depend on the clock
            member.compress_type = method
            member.external_attr = 0o600 << 16
            archive.writestr(member, content)
    return target.getvalue()


EXPORT = ("apple_health_export/export.xml", GOOD.encode())


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_only_the_export_is_opened(tmp_path: Path, method: int) -> None:
    evil = [
        ("../../evil.txt", b"x"),
        ("/etc/evil", b"x"),
        ("..\\evil.txt", b"x"),
        ("CON", b"x"),
        ("export_cda.xml", b"<"),
    ]
    content = zipped(*evil, EXPORT, method=method)
    (diary,) = read_xml(tmp_path, content, "export.zip").diaries
    assert len(diary.days) == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["export.zip"], "nothing is extracted"
    assert read_diary(tmp_path / "export.zip").receipt.format == "apple-health"


def changed(content: bytes, signature: bytes, at: int, value: bytes) -> bytes:
    start = content.index(signature) + at
    return content[:start] + value + content[start + len(value) :]


ZIP = zipped(EXPORT)
BIG = zipped(("export.xml", b"<HealthData>" + b" " * 3_000_000 + b"</HealthData>"))


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (BIG, "200 times the zip"),
        (changed(BIG, b"PK\x01\x02", 24, struct.pack("<I", 1000)), "unpacks without a fault|too much content"),
        (changed(ZIP, b"PK\x01\x02", 24, struct.pack("<I", 2**32 - 2)), "4 GiB unpacked"),
        (changed(ZIP, b"PK\x01\x02", 8, b"\x01\x00"), "encrypted"),
        (changed(ZIP, b"PK\x01\x02", 10, b"\x63\x00"), "unusual"),
        (zipped(EXPORT, method=zipfile.ZIP_BZIP2), "unusual"),
        (zipped(("other.xml", b"<HealthData/>")), "one member named export.xml"),
        (zipped(EXPORT, ("b/export.xml", b"<HealthData/>")), "one member named export.xml"),
        (zipped(("export.xml", ZIP)), "not well-formed|malformed|another encoding"),
        (zipped(("export.xml", BOMB.encode())), "an entity declaration"),
        (zipped(("export.xml", b"")), "no element found"),
        (changed(ZIP, b"PK\x03\x04", 0, b"PK\x03\x05"), "unpacks without a fault"),
        (ZIP[:-30], "whose directory can be read"),
        (ZIP[:60] + b"\xff" * 20 + ZIP[80:], "unpacks without a fault|not well-formed"),
        (b"PK", "whose directory can be read"),
    ],
)
def test_zips_that_are_refused(tmp_path: Path, content: bytes, match: str) -> None:
    refused(tmp_path, content, match)


def test_entries_of_a_zip_are_bound(tmp_path: Path) -> None:
    many = zipped(EXPORT, *((f"{number}", b"") for number in range(10_000)))
    refused(tmp_path, many, "at most 10000 entries")


def test_a_directory_of_a_million_entries_is_not_read(tmp_path: Path) -> None:
    record = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    size = len(record) * 1_000_000
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 65535, 65535, size, 0, 0)
    start = time.perf_counter()
    refused(tmp_path, b"PK\x01\x02" + (record * 1_000_000)[4:] + end, "whose directory can be read")
    assert time.perf_counter() - start < 2


def test_a_zip_that_says_less_than_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apple_health, "MAX_BYTES", 1000)
    path = tmp_path / "export.xml"
    path.write_bytes(GOOD.replace("<HealthData>", "<HealthData>" + " " * 2000).encode())
    with path.open("rb") as file, pytest.raises(InvalidInput, match="too much content"):
        apple_health._parse(file, apple_health._Records("export.xml"), 1000)


# --- text ------------------------------------------------------------------------------------------------------------

BUDDY = "Started,Lasted,Pain Level,Symptoms\n"


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"\x7fELF\0\0\0", "text"),
        (b"a" * 3_000_000 + b"\0", "text"),
        (b"\xff\xfea", "text"),
        (b"\xff\xfe\0\xd8a\0", "text"),
        (BUDDY.encode() + b'11/16/24,"' + b"x\n" * 100_000, "quotation mark"),
        (BUDDY.encode() + b"x" * 2_000_000, "at most 1048576 characters"),
        (b"a,b\n" * 300, "the columns of Migraine Buddy CSV"),
    ],
)
def test_text_that_is_refused(tmp_path: Path, content: bytes, match: str) -> None:
    path = tmp_path / "buddy.csv"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=match):
        read_diary(path, format="migraine-buddy-csv")


def test_size_is_checked_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write(BUDDY.encode())
        file.truncate(256 * 1024**2 + 1)  # a sparse file
    start = time.perf_counter()
    for format_id, limit in (("migraine-buddy-csv", 256), ("migraine-buddy-html", 64), ("headi", 256)):
        with pytest.raises(InvalidInput, match=f"at most (256|{limit}) MiB"):
            read_diary(path, format=format_id)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("module", "limit", "name", "options"),
    [
        ("migraine_buddy", "MAX_ATTACKS", "migraine_buddy_24_columns.csv", {}),
        ("migraine_buddy_html", "MAX_ATTACKS", "migraine_buddy_report.html", {}),
        ("headi", "MAX_ATTACKS", "headi.csv", {}),
        ("cluster_headache_tracker", "MAX_ATTACKS", "cluster_headache_tracker.csv", {}),
        ("bearable", "MAX_ATTACKS", "bearable.csv", {}),
        ("mapped", "MAX_ATTACKS", "any_attacks.csv", {"mapping": {"Date": "date", "Start Time": "start"}}),
        ("mapped", "MAX_ROWS", "any_days.csv", {"mapping": {"Day": "date"}}),
        ("tables", "MAX_ROWS", "daylio.csv", {"headache_activity": "headache"}),
    ],
)
def test_rows_are_bound(monkeypatch: pytest.MonkeyPatch, module: str, limit: str, name: str, options: dict) -> None:
    monkeypatch.setattr(f"interictal.diary.readers.{module}.{limit}", 2)
    with pytest.raises(InvalidInput, match="at most 2 "):
        read_diary(HERE / name, **options)


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<a ", "<a x='", "<![CDATA[", "<?", "<!DOCTYPE [", "<a", "</", "<script>", "&", "&#", "<", "a=b "],
)
def test_html_without_end_takes_no_time(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "report.html"
    path.write_text(f"<html>{piece * (6_000_000 // len(piece))}")
    start = time.perf_counter()
    with pytest.raises(InvalidInput):
        read_diary(path, format="migraine-buddy-html")
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("name", [path.name for path in HERE.glob("*.csv")])
@pytest.mark.parametrize("odd", [" ", "1", "1 ", "(", "x", "1d ", "-", "/", "+"])
def test_cells_without_end_take_no_time(tmp_path: Path, name: str, odd: str) -> None:
    lines = list(
        csv.reader(
            (HERE / name).read_text().splitlines(keepends=True), delimiter=";" if name == "any_days.csv" else ","
        )
    )
    header = next(number for number, cells in enumerate(lines) if len(cells) > 4)
    good = lines[header + 1]
    rows = []
    for column in range(len(good)):
        for begin in (good[column], "2024-03-01", "01h", ""):
            rows.append(list(good))
            rows[-1][column] = f"{begin}{odd * (20_000 // len(odd))}x"
    path = tmp_path / name
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([*lines, *rows])
    options = {"headache_activity": "headache"}
    if "any" in name:
        fields = ("date", "start", "end", "duration", "intensity", "severity", "medications", "nausea")
        days = ("date", "intensity", "hours", "nausea", "medications", "medications")
        options = {"mapping": dict(zip(lines[0], days if "days" in name else fields, strict=False))}
    start = time.perf_counter()
    assert read_diary(path, **options).receipt.rows_read > len(rows)
    assert time.perf_counter() - start < 10


def test_html_rows_that_are_odd(tmp_path: Path) -> None:
    page = (HERE / "migraine_buddy_report.html").read_text()
    odd = (
        "<tr><td>7</td><td>Started: 10/02/24 10:00</td><td>x</td></tr>"
        "<tr><td>8</td>" + "<td>x</td>" * 11 + "</tr>"
        "<tr><td>9</td><td>Started: 31/02/24 10:00</td>" + "<td></td>" * 10 + "</tr>"
        "<tr><td>none</td>" + "<td></td>" * 11 + "</tr>"
        "<tr>" + "<td>y</td>" * 100 + "</tr>"
        "<tr><th>10</th><td>Started: 11/02/24 10:00 Lasted: later</td>" + "<td></td>" * 10 + "</tr>"
        "<td>outside</td><tr></tr></pre></script>"
    )
    path = tmp_path / "report.html"
    path.write_text(page.replace("</tbody></table></body>", f"{odd}</tbody></table></body>"))
    reading = read_diary(path)
    assert {reason: len(rows) for reason, rows in reading.receipt.skipped.items()} == {
        "not as many cells as columns": 1,
        "the start cannot be read": 1,
        "the start is not a date from 1990 to 2100": 1,
    }
    assert reading.receipt.rows_used == 4
    assert "skipped-though-free" in {f.code for f in read_diary(path, unlisted_days="free").diaries[0].findings}


@pytest.mark.parametrize(
    ("old", "new", "claims"),
    [
        (
            "<td>4</td><td>7</td><td>22</td>",
            "<td>many</td><td>6</td>",
            {"attack days": "6", "time period": "01/02/24 - 29/02/24"},
        ),
        ("<td>4</td><td>7</td>", "<td>²</td><td>7</td>", {"number of attacks": "²"}),
        ("01/02/24 - 29/02/24", "February", {"number of attacks": "4"}),
        ("01/02/24 - 29/02/24", "01/02/24 - soon!!!", {"number of attacks": "4"}),
        ("Time Period:", "Period:", {"number of attacks": "4"}),
    ],
)
def test_html_claims_that_are_odd(tmp_path: Path, old: str, new: str, claims: dict[str, str]) -> None:
    path = tmp_path / "report.html"
    path.write_text((HERE / "migraine_buddy_report.html").read_text().replace(old, new))
    reading = read_diary(path)
    assert claims.items() <= reading.receipt.claims.items()
    assert len(reading.diaries[0].days) == 6


def test_html_report_that_is_complete(tmp_path: Path) -> None:
    page = (HERE / "migraine_buddy_report.html").read_text()
    page = page.replace("<td>4</td><td>7</td><td>22</td>", "<td>3</td><td>6</td><td>23</td>")
    for old, new in (("<td>4</td>\n", "<td>1</td>\n"), ("<td>3</td>\n", "<td>2</td>\n")):
        assert page.count(old) == 1
        page = page.replace(old, new)
    page = page.replace(
        "<tr><td>1</td>\n<td><div><div>Started:</div><span> 03", "<tr><td>3</td>\n<td><div><div>Started:</div><span> 03"
    )
    path = tmp_path / "report.html"
    path.write_text(page)
    (diary,) = read_diary(path, unlisted_days="free").diaries
    assert sum(day.headache is False for day in diary) == 23
    assert not {"claims-differ", "attacks-missing"} & {finding.code for finding in diary.findings}


def test_html_report_numbered_from_the_oldest_attack(tmp_path: Path) -> None:
    page = (HERE / "migraine_buddy_report.html").read_text()
    page = page.replace("<td>4</td>\n", "<td>5</td>\n").replace("<td>1</td>\n", "<td>2</td>\n")
    page = page.replace("<td>4</td><td>7</td>", "<td>6</td><td>7</td>")
    path = tmp_path / "report.html"
    path.write_text(page)
    (diary,) = read_diary(path, unlisted_days="free").diaries
    free = [day.diary_date.day for day in diary if day.headache is False]
    assert free == list(range(4, 20)), "attacks 1, 4 and 6 are missing: before the 3rd, after the 20th, after the 28th"


def test_html_that_the_fuzzer_found(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    page = (HERE / "migraine_buddy_report.html").read_text()
    path.write_text(page.replace("<!-- synthetic", "<![OCTYPE [ synthetic"))  # html.parser raises an AssertionError
    with pytest.raises(InvalidInput, match="a tag that is none"):
        read_diary(path)
    # The column of attack numbers stands last, and a row is short.
    last = page.replace('<td rowspan="2">#</td>', "").replace("Methods </td></tr>", "Methods </td><td>#</td></tr>")
    path.write_text(last)
    assert read_diary(path).receipt.rows_read == 0
    # The column of attack numbers spans no column, and two.
    path.write_text(page.replace('<td rowspan="2">#</td>', '<td colspan="0">#</td>'))
    assert read_diary(path).receipt.rows_used == 3
    path.write_text(page.replace('<td rowspan="2">#</td>', '<td colspan="2">#</td>'))
    assert read_diary(path).receipt.skipped == {"not as many cells as columns": [11, 16, 21]}


def test_html_cells_are_bound(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    page = (HERE / "migraine_buddy_report.html").read_text()
    path.write_text(page.replace("Missed work", "Missed work " * 3000))
    with pytest.raises(InvalidInput, match=f"at most {migraine_buddy_html._MAX_TEXT} characters"):
        read_diary(path)


def test_html_without_a_report(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(b"<html><title>Migraine Listing</title>\xfc</html>")
    with pytest.raises(InvalidInput, match="with the columns"):
        read_diary(path)
    page = (HERE / "migraine_buddy_report.html").read_bytes()
    path.write_bytes(page.replace(b"Home", b"H\xfcgel"))
    assert "Windows-1252" in read_diary(path).receipt.guesses[0]


def test_medicine_cells_that_are_too_long(tmp_path: Path) -> None:
    path = tmp_path / "buddy.csv"
    names = ", ".join(["Sumatriptan"] * 300)
    path.write_text(
        "Started,Lasted,Pain Level,Symptoms,Helpful Medication,Unsure Medication\n"
        f'11/16/24 8:00,1h,3,,"{names}",No medication\n11/17/24 8:00,1h,3,,"{names}",Ibuprofen\n'
    )
    (diary,) = read_diary(path).diaries
    assert [day.intakes and [intake.name for intake in day.intakes] for day in diary] == [None, ["Ibuprofen"]]
    assert "medicines-too-long" in {finding.code for finding in diary.findings}


def test_medicines_parted_by_empty_entries() -> None:
    noticed = tables.Noticed()
    named = [intake.name for intake in tables.intakes_in("; ibuprofen;;ibuprofen +  + oxygen;", 2, noticed)]
    assert named == ["ibuprofen", "ibuprofen", "oxygen"]


@pytest.mark.parametrize("name", [path.name for path in HERE.iterdir() if path.suffix != ".md"])
def test_files_cut_off_anywhere(tmp_path: Path, name: str) -> None:
    content = (HERE / name).read_bytes()
    path = tmp_path / name
    for end in range(0, len(content), max(len(content) // 60, 1)):
        path.write_bytes(content[:end])
        with contextlib.suppress(InterictalError):
            read_diary(path, headache_activity="headache", mapping={"Day": "date"} if "any" in name else None)


def test_bounds_stand_in_the_specification() -> None:
    page = (Path(__file__).parents[4] / "docs" / "spec" / "readers.md").read_text()
    for figure in (
        f"{tables.MAX_BYTES // 1024**2} MiB",
        f"{migraine_buddy_html.MAX_BYTES // 1024**2} MiB",
        f"{tables.MAX_ROWS:,} rows ({mapped.MAX_ROWS:,} mapped)",
        f"{tables.MAX_ATTACKS:,} attacks",
        f"{migraine_buddy_html._MAX_CELLS} cells a row; a cell of more than {migraine_buddy_html._MAX_TEXT:,} char",
        f"{apple_health.MAX_ENTRIES:,} entries",
        f"{apple_health.MAX_RATIO} times",
        f"{apple_health.MAX_DEPTH} deep",
        f"{apple_health.MAX_BYTES // 1024**3} GiB",
    ):
        assert figure in page
