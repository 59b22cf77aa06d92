"""Mutants of diagnosis, outcomes, doses, intervals and record checks: killed, a change of wording, or listed.

Runs mutmut in a copy of the tree, so that nothing is left behind. A survivor counts as wording when the two versions
of the function differ only in texts (string constants, arguments of errors, findings and reasons other than the
verdict). Every other survivor must stand in ``tests/mutation/equivalent.toml`` with the reason why no verdict or
figure can change; an entry that no longer survives is reported too.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
LISTED = ROOT / "tests" / "mutation" / "equivalent.toml"
COPIED = ("pyproject.toml", "README.md", "src", "tests", "docs")
WORDING_CALLS = {"InvalidInput", "Finding", "DataUnavailable", "NotSupported"}
FINDING_CALLS = {"_ask", "_block", "_note"}


class _WithoutWords(ast.NodeTransformer):
    """A function with every text taken out."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        codes = [node.args[0]] if name in FINDING_CALLS and node.args else []
        codes += [each.value for each in node.keywords if name == "Finding" and each.arg == "code"]
        kept = [ast.dump(each) for each in codes]  # what a finding is called is no wording
        self.generic_visit(node)
        if name in WORDING_CALLS:
            node.args = [ast.Name(each, ast.Load()) for each in kept]
            node.keywords = [each for each in node.keywords if name == "Finding" and each.arg == "severity"]
        elif kept:
            node.args[0] = ast.Name(kept[0], ast.Load())
        elif name == "Reason":
            node.args = [arg for index, arg in enumerate(node.args) if index == 1]
            node.keywords = [each for each in node.keywords if each.arg == "verdict"]
        elif name == "zip":
            node.keywords = []  # strict= only guards against a later mistake
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.Constant("")


def _functions(tree: Path) -> dict[str, str]:
    """Mangled name of each function of a mutated file -> its syntax without words and without its own name."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(tree.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name:
            name, node.name = node.name, ""
            found[name] = ast.dump(_WithoutWords().visit(node))
    return found


def _is_wording(mutant: str, folder: str, cache: dict[Path, dict[str, str]]) -> bool:
    module, _, name = mutant.rpartition(".")
    path = Path(folder, "mutants", "src", *module.split("."))
    path = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    if path not in cache:
        cache[path] = _functions(path)
    functions = cache[path]
    return functions[name] == functions[name.rpartition("__mutmut_")[0] + "__mutmut_orig"]


def main() -> int:
    """Run, classify, compare with the list; 1 where an unlisted survivor may change a verdict."""
    listed = {one["mutant"]: one for one in tomllib.loads(LISTED.read_text(encoding="utf-8")).get("equivalent", [])}
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder)
        tool = str(Path(sys.executable).with_name("mutmut"))
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        run = subprocess.run(
            [tool, "run", "--max-children", "2"],
            cwd=folder,
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        counts = re.findall(r"(\d+)/(\d+)  \S+ (\d+)", run.stdout)
        if not counts:
            print(run.stdout[-3000:], run.stderr[-3000:], sep="\n", file=sys.stderr)
            return 2
        results = subprocess.run([tool, "results"], cwd=folder, capture_output=True, text=True, check=True).stdout
        survivors = re.findall(r"^\s*(\S+): (survived|no tests|timeout|suspicious)", results, re.MULTILINE)
        wording, open_ones = 0, []
        unused = dict(listed)
        cache: dict[Path, dict[str, str]] = {}
        for mutant, state in survivors:
            if state == "timeout":
                continue  # an endless loop was noticed: killed
            shown = subprocess.run([tool, "show", mutant], cwd=folder, capture_output=True, text=True, check=True)
            diff = re.sub(r"^# .*$", "", shown.stdout, flags=re.MULTILINE)
            change = "\n".join(line for line in diff.splitlines() if re.match(r"[-+](?![-+]{2})", line))
            key = next((name for name, one in unused.items() if one["change"].strip() == change.strip()), None)
            if key is not None:
                del unused[key]
            elif _is_wording(mutant, folder, cache):
                wording += 1
            else:
                open_ones.append(f"{mutant} ({state})\n{change}")
    done, total, killed = counts[-1]
    equivalent = len(listed) - len(unused)
    print(f"{total} mutants, {killed} killed, {wording} change words only, {equivalent} listed as equivalent")
    for name in unused:
        print(f"listed, but not a survivor any more: {name}")
    for one in open_ones:
        print(f"\nSURVIVES: {one}")
    print(f"\n{len(open_ones)} survivors to kill or to explain")
    return int(bool(open_ones) or bool(unused) or done != total)


if __name__ == "__main__":
    raise SystemExit(main())
