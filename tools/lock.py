"""Renew the locked, hashed requirements from pyproject.toml, without index addresses."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Write requirements/run.txt (the demo) and requirements/develop.txt (everything)."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is needed to renew the lock: pip install uv", file=sys.stderr)
        return 2
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = [*project["build-system"]["requires"]]
    for extra in project["project"]["optional-dependencies"].values():
        run += extra
    run.append("editables")  # what hatchling needs for an editable installation
    develop = run + [one for group in project["dependency-groups"].values() for one in group]
    for name, wanted in (("run", run), ("develop", develop)):
        command = [
            uv, "pip", "compile", "-", "-o", f"requirements/{name}.txt", "--universal", "--python-version", "3.11",
            "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet",
            "--no-strip-extras",  # older pips look for the newest release of a bare extra, which has no hash here
        ]  # fmt: skip
        subprocess.run(command, input="\n".join(wanted), text=True, check=True, cwd=ROOT)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
