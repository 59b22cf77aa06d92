"""`interictal demo` as its users run it, and without what computing needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from interictal import INTENDED_USE
from interictal.cli.evidence import computing
from support.command import clean, interictal
from support.inside import inside

pytest.importorskip("vl_convert", reason="the renderer is not installed")
pytest.importorskip("typst", reason="the typesetter is not installed")


def test_everything_is_written_and_labelled(tmp_path: Path) -> None:
    """Also the page of treatments side by side, for the made-up patient and with what a label excludes."""
    done = interictal("demo", "--out", tmp_path)
    assert clean(done, 0) == ""
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        "report.html", "funding-sheet.pdf", "cycle-overlay.png", "cycle-overlay-dark.png", "assessment.json",
        "injection-plan.html", "injection-plan.pdf", "injection-map.png", "comparison.html", "claims.html",
        "mechanism.html", "forecast.png",
    }  # fmt: skip
    page = (tmp_path / "comparison.html").read_text(encoding="utf-8")
    assert "<title>Treatments for migraine, side by side (SYNTHETIC)</title>" in page
    assert '<p class="synthetic">SYNTHETIC: not a real patient</p>' in page
    assert "You said yes to: Depression or thoughts of suicide, now or before? By its label that speaks" in page
    assert "You answered “yes” to: Kidney stones, now or before?" in page
    assert "tried, and stopped because it was not tolerated" in page
    assert page.count(INTENDED_USE) >= 2
    assert INTENDED_USE in (tmp_path / "claims.html").read_text(encoding="utf-8")
    assert "comparison.html puts the treatments beside each other" in " ".join(done.stdout.split())


def test_without_numpy_it_says_how_to_install_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else is written; the comparison by itself ends with one line and exit code 4."""
    monkeypatch.setattr(computing, "find_spec", lambda name: None if name == "numpy" else object())
    done = inside("demo", "--out", str(tmp_path))
    assert clean(done, 0) == ""
    said = " ".join(done.stdout.split())
    assert "comparison.html was not made: numpy not installed. Install with: pip install 'interictal[evidence]'" in said
    assert "forecast.png was not made: numpy not installed" in said
    assert not (tmp_path / "comparison.html").exists()
    assert not (tmp_path / "forecast.png").exists()
    assert (tmp_path / "mechanism.html").exists()
    assert (tmp_path / "claims.html").exists()
    assert clean(inside("evidence", "compare"), 4).strip() == (
        "interictal: The comparison cannot be worked out: numpy not installed. Install with: "
        "pip install 'interictal[evidence]'"
    )
