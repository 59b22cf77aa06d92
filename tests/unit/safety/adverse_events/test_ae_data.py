"""The data files, and the loaders that refuse what they must not hold."""

import pytest

from interictal.errors import InvalidInput
from interictal.injection.catalogue import JURISDICTIONS
from interictal.safety.adverse_events import causality, expectedness, published
from interictal.safety.adverse_events.events import AdverseEvent, Listed, Spread, parse_terms, term_named, terms
from interictal.safety.adverse_events.published import COLUMNS, GROUPS

TERM = '[[term]]\nid = "a-b"\nname = "A"\npublished = ["A b c"]\nsource = "ich-e2a"\n'


def test_terms() -> None:
    """Found by id and by published name, whatever the capitals and hyphens; no group is a term."""
    assert term_named("Eyelid_Ptosis") is terms()["eyelid-ptosis"] is term_named(" eyelid  ptosis ")
    assert term_named("trouble swallowing") is terms()["dysphagia"]
    assert term_named("") is term_named("nothing known") is None
    assert not terms().keys() & GROUPS.keys()
    assert [term.id for term in terms().values() if term.spread is Spread.SIGN_OR_LOCAL] == ["eyelid-ptosis"]
    assert parse_terms(TERM)["a-b"].published == ("A b c",)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("[[", "TOML"),
        ("", "a list of tables"),
        ("term = 3", "a list of tables"),
        ("term = [3]", "a list of tables"),
        (TERM + "[x]\n", "file: 'x'"),
        (TERM + "more = 1\n", "more"),
        (TERM.replace('"A"', '" "'), "term\\[1\\].name"),
        (TERM.replace('["A b c"]', "[3]"), "a list of texts"),
        (TERM.replace('["A b c"]', '"A"'), "a list of texts"),
        (TERM + 'spread = "far"\n', "sign-or-local"),
        (TERM.replace("ich-e2a", "nobody-1900"), "sources.csv"),
        (TERM.replace('source = "ich-e2a"\n', ""), "source"),
        (TERM + TERM, "each name once"),
        (TERM + TERM.replace("a-b", "other-id"), "each name once"),
    ],
)
def test_terms_refused(text: str, match: str) -> None:
    """Each says where."""
    with pytest.raises(InvalidInput, match=match):
        parse_terms(text)


CAUSALITY = """
[naranjo]
source = "naranjo-1981"
[[naranjo.band]]
from = 5
name = "x"
[[naranjo.band]]
name = "y"
[[naranjo.question]]
id = "1"
text = "?"
yes = 1
no = 0
[[who_umc]]
id = "certain"
text = "t"
related = "yes"
source = "who-umc-categories"
"""


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("from = 5", "from = 5.5", "whole number of points"),
        ("yes = 1", "yes = true", "whole number of points"),
        ("no = 0", "", "whole number of points"),
        ("from = 5", "", "falling"),
        ('name = "y"', 'from = 1\nname = "y"', "falling"),
        (
            '[[naranjo.band]]\nname = "y"',
            '[[naranjo.band]]\nfrom = 5\nname = "z"\n[[naranjo.band]]\nname = "y"',
            "falling",
        ),
        (
            '[[naranjo.band]]\nname = "y"',
            '[[naranjo.band]]\nfrom = 6\nname = "z"\n[[naranjo.band]]\nname = "y"',
            "falling",
        ),
        ('related = "yes"', 'related = "maybe"', "yes, no, unknown"),
        ('text = "?"', 'test = "?"', "test"),
        ('source = "naranjo-1981"', "", "naranjo.source"),
        ("who-umc-categories", "nobody-1900", "sources.csv"),
        ("[naranjo]", "[x]", "file"),
    ],
)
def test_causality_refused(old: str, new: str, match: str) -> None:
    """Each says where; the text without the change loads."""
    assert causality.parse(CAUSALITY)
    with pytest.raises(InvalidInput, match=match):
        causality.parse(CAUSALITY.replace(old, new, 1))


def test_causality_needs_a_table() -> None:
    """And the scale has ten questions, each known by its number."""
    with pytest.raises(InvalidInput, match=r"Write \[naranjo\]"):
        causality.parse("naranjo = 3")
    assert [question.id for question in causality.scale().questions] == [str(n) for n in range(1, 11)]
    with pytest.raises(InvalidInput, match="1 to 10"):
        causality.naranjo({"11": True})


LABEL = """
[[label]]
product = "onabotulinumtoxinA"
jurisdiction = "us"
complete = true
note = "all"
[[label.term]]
ids = ["neck-pain"]
source = "us-pi-botox#6"
[[label.term]]
ids = ["headache"]
source = "us-pi-botox#6"
confirmed = false
"""


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ('"us"', '"uk"', "us, eu"),
        ("onabotulinumtoxinA", "Botox", "nonproprietary"),
        ("complete = true", "", "complete"),
        ("complete = true", "complete = 1", "complete"),
        ("confirmed = false", 'confirmed = "no"', "confirmed"),
        ("neck-pain", "sadness", "terms.toml"),
        ('note = "all"', "", "note"),
        ("us-pi-botox#6", "nobody-1900", "sources.csv"),
        ("ids", "id", "ids"),
    ],
)
def test_label_lists_refused(old: str, new: str, match: str) -> None:
    """Each says where."""
    with pytest.raises(InvalidInput, match=match):
        expectedness.parse(LABEL.replace(old, new, 1))


def test_a_label_list_once() -> None:
    """Two lists of one label are refused."""
    with pytest.raises(InvalidInput, match="each label once"):
        expectedness.parse(LABEL + LABEL)


def test_expectedness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listed where it stands; unknown where it does not, as long as the list is not whole."""
    ona = "onabotulinumtoxinA"
    for jurisdiction in JURISDICTIONS:
        found = expectedness.expectedness(AdverseEvent(id="E1", term="neck-pain"), ona, jurisdiction)
        assert (found.listed, found.confirmed) == (Listed.LISTED, True)
        found = expectedness.expectedness(AdverseEvent(id="E1", term="seizure"), ona, jurisdiction)
        assert found.listed is Listed.UNKNOWN
    found = expectedness.expectedness(AdverseEvent(id="E1", term="bronchitis"), ona, "us")
    assert (found.listed, found.confirmed) == (Listed.LISTED, False)
    assert "was not seen" in found.because
    found = expectedness.expectedness(AdverseEvent(id="E1", term="neck-pain"), "abobotulinumtoxinA", "us")
    assert found.listed is Listed.UNKNOWN
    found = expectedness.expectedness(AdverseEvent(id="E1", term="neck-pain", expected=Listed.NOT_LISTED), ona, "us")
    assert found.listed is Listed.NOT_LISTED
    assert "not listed" in found.because
    monkeypatch.setattr(expectedness, "lists", lambda: expectedness.parse(LABEL))
    answers = {
        term: expectedness.expectedness(AdverseEvent(id="E1", term=term), ona, "us").listed
        for term in ("neck-pain", "seizure", "other", "")
    }
    assert list(answers.values()) == [Listed.LISTED, Listed.NOT_LISTED, Listed.UNKNOWN, Listed.UNKNOWN]


ROW = {
    "study": "S",
    "indication": "chronic-migraine",
    "product": "onabotulinumtoxinA",
    "arm": "A",
    "term": "neck-pain",
    "published_term": "neck pain",
    "kind": "all-cause",
    "n": "10",
    "n_events": "1",
    "percent": "10",
    "below": "",
    "exposure": "",
    "source": "compel-2018",
    "confirmed": "true",
    "note": "",
}


def table(*rows: dict[str, str]) -> str:
    return "\n".join([",".join(COLUMNS), *(",".join(row.values()) for row in rows)])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("study", " "),
        ("indication", ""),
        ("arm", ""),
        ("published_term", ""),
        ("product", "Botox"),
        ("term", "sadness"),
        ("kind", "some"),
        ("n", "-1"),
        ("n", "1.5"),
        ("n", "²"),
        ("n", "0"),
        ("n", ""),
        ("n_events", "11"),
        ("n_events", "x"),
        ("percent", "x"),
        ("percent", "101"),
        ("percent", "-1"),
        ("percent", "Infinity"),
        ("below", "no"),
        ("confirmed", "yes"),
        ("source", "nobody-1900"),
        ("note", "a,b"),
    ],
)
def test_published_rows_refused(column: str, value: str) -> None:
    """Each cell that cannot be; the row without the change loads."""
    assert published.parse(table(ROW))[0].n == 10
    with pytest.raises(InvalidInput):
        published.parse(table({**ROW, column: value}))


def test_published_table_refused() -> None:
    """A wrong header, a rate twice, too few cells, and not a number."""
    with pytest.raises(InvalidInput, match="header"):
        published.parse("a,b")
    with pytest.raises(InvalidInput, match="each rate once"):
        published.parse(table(ROW, ROW))
    with pytest.raises(InvalidInput, match="wrong number of cells"):
        published.parse(table(ROW) + "\nS,chronic-migraine")
    with pytest.raises(InvalidInput, match="percent"):
        published.parse(table({**ROW, "percent": "NaN"}))
    with pytest.raises(InvalidInput, match="what was not seen"):
        published.parse(table({**ROW, "confirmed": "false"}))
    assert not published.parse(table({**ROW, "confirmed": "false", "note": "not seen"}))[0].confirmed
    one = published.parse(table({**ROW, "n": "", "n_events": ""}))[0]
    assert (one.n, one.n_events, one.interval) == (None, None, None)
