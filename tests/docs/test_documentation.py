"""What the documentation shows runs, and what runs is documented."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from interictal.cli import parser

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def options() -> list[tuple[str, str]]:
    """Every command, inner ones too, with every option it takes."""
    return list(_options("", parser()))


def _options(name: str, command: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner, its in action.choices.items():
                yield from _options(f"{name} {inner}".strip(), its)
        elif name:
            flag = [*action.option_strings][-1:] or [action.dest]
            if flag != ["--help"]:
                yield name, flag[0]


@pytest.mark.parametrize(("command", "flag"), options())
def test_every_command_and_option_is_documented(command: str, flag: str) -> None:
    """docs/commands.md names it, and its help says something."""
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert command in text
    assert flag.upper() in text if not flag.startswith("-") else flag in text


def test_documented_options_exist() -> None:
    """No option in README or commands.md that the command line does not know."""
    known = {flag for _, flag in options()} | {"--help", "--version"}
    for name in ("README.md", "docs/commands.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= known, name


def test_python_in_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The library example prints one line for each cycle of the example."""
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own README
    assert len(capsys.readouterr().out.splitlines()) == 4


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Relative links and pictures exist."""
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_decision_has_its_check() -> None:
    """Context, options, decision, consequences, check; numbered without gaps."""
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(one.name[:4]) for one in records] == list(range(1, len(records) + 1))
    for one in records:
        text = one.read_text(encoding="utf-8")
        assert text.startswith(f"# {one.name[:4]} ")
        for heading in ("Context", "Options", "Decision", "Consequences", "Check"):
            assert f"\n## {heading}\n\n" in text, f"{one.name}: {heading}"


def test_spec_pages_run_or_say_what_they_are() -> None:
    """Each page of the specification has a table that runs, apart from the index."""
    for page in (ROOT / "docs" / "spec").glob("*.md"):
        if page.name != "README.md":
            assert "<!-- spec: " in page.read_text(encoding="utf-8"), page.name


def test_doctests() -> None:
    """Examples in docstrings hold."""
    import doctest
    import importlib

    tried = 0
    for module in ("periods", "verdicts", *_modules_with_examples()):
        result = doctest.testmod(importlib.import_module(f"interictal.{module}"))
        assert result.failed == 0, module
        tried += result.attempted
    assert tried > 0


def _modules_with_examples() -> list[str]:
    source = ROOT / "src" / "interictal"
    return [
        ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(source.rglob("*.py"))
        if ">>>" in path.read_text(encoding="utf-8") and path.parent != source
    ]
