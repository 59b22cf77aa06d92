"""Every rule has a source, every cited source stands in the register, and every row of the register is cited."""

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import interictal
from interictal.errors import InvalidInput
from interictal.guidelines import ids, load
from interictal.outcomes.definitions import DEFINITIONS
from interictal.sources import register, source

SRC = Path(next(iter(interictal.__path__)))
DOCS = SRC.parents[1] / "docs" / "spec"
MODULES = sorted(SRC.rglob("*.py"))
DATA = sorted(path for path in SRC.rglob("data/*") if path.suffix in (".csv", ".toml"))
READ_FOR_COMPARISON = {"ichd-3-beta": "the beta edition, whose pages could be read where those of ICHD-3 could not"}
ID = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")


def _leading(node: ast.expr) -> str | None:
    """The text of a string, or what stands before the first hole of an f-string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
        return str(node.values[0].value)
    return None


def _citations(tree: ast.Module) -> Iterator[str]:
    """What code cites: the fourth argument of Reason, any keyword named source, and SOURCE constants."""
    for node in ast.walk(tree):
        found: list[ast.expr] = []
        if isinstance(node, ast.Call):
            found += [keyword.value for keyword in node.keywords if keyword.arg == "source"]
            if isinstance(node.func, ast.Name) and node.func.id == "Reason":
                found += node.args[3:4]
        elif isinstance(node, ast.Assign):
            names = {each.id.lstrip("_") for each in node.targets if isinstance(each, ast.Name)}
            if names & {"SOURCE", "OURS"}:
                found.append(node.value)
        for each in found:
            text = _leading(each)
            if text is not None:
                yield text


def _docstring_citations(tree: ast.Module) -> Iterator[str]:
    """The ids in the Source paragraphs of docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            text = ast.get_docstring(node) or ""
            for paragraph in re.findall(r"^Source:(.*?)(?:^\w+:|^$|\Z)", text, re.MULTILINE | re.DOTALL):
                for word in re.findall(r"``([^`]+)``", paragraph):
                    cited = word.partition("#")[0]
                    if ID.fullmatch(cited) and "-" in cited and not cited.startswith("interictal."):
                        yield cited


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_what_code_cites_is_in_the_register(path: Path) -> None:
    """In reasons, in constants, and in the Source paragraphs of docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for citation in (*_citations(tree), *_docstring_citations(tree)):
        assert source(citation)


@pytest.mark.parametrize("path", DATA, ids=lambda path: str(path.relative_to(SRC)))
def test_what_data_cite_is_in_the_register(path: Path) -> None:
    """Every column and every key named source."""
    for citation in _data_citations(path):
        assert source(citation)


def _data_citations(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        yield from filter(None, (row.get("source") for row in csv.DictReader(text.splitlines())))
    else:
        yield from _keys_named_source(tomllib.loads(text))


def _keys_named_source(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "source" and isinstance(inner, str):
                yield inner
            else:
                yield from _keys_named_source(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys_named_source(inner)


def test_every_definition_and_every_guideline_has_a_source() -> None:
    """And each criterion of a guideline names its place in it."""
    for one in DEFINITIONS.values():
        assert source(one.source)
    for name in ids():
        guideline = load(name)
        assert source(guideline.id)
        for question in (guideline.start, guideline.go_on, guideline.stop):
            for criterion in question.criteria if question else ():
                document, _, place = criterion.source.partition("#")
                assert source(document)
                assert place


def test_every_row_of_the_register_is_cited() -> None:
    """A document that nothing cites was forgotten, or should go."""
    texts = [path.read_text(encoding="utf-8") for path in (*MODULES, *SRC.rglob("*.toml"), *DOCS.glob("*.md"))]
    texts += [path.read_text(encoding="utf-8") for path in SRC.rglob("*.csv") if path.name != "sources.csv"]
    everything = "\n".join(texts)
    words = set(re.findall(r"[a-z0-9]+(?:[-.][a-z0-9]+)+", everything))
    single = set(re.findall(r"[\"'`|,]([a-z0-9]+)[\"'`|,#]", everything))
    assert sorted(register().keys() - words - single) == sorted(READ_FOR_COMPARISON)


def test_a_rule_without_a_citation_cannot_load() -> None:
    """The check behind all this refuses what the register lacks."""
    with pytest.raises(InvalidInput, match="sources.csv"):
        source("nobody-1900#1")


def test_unconfirmed_and_our_own_rows_are_labelled() -> None:
    """Ours carries no tier; the others say when they were checked."""
    for one in register().values():
        assert one.checked
        assert (one.kind == "ours") == (one.status == "ours") == (one.tier == "" and one.status != "unconfirmed")
