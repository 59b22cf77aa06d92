"""Any bytes into any reader: out comes a reading or an InterictalError, never another exception. See README.md."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "unit" / "diary" / "readers" / "synthetic"

TARGETS: dict[str, tuple[str, dict]] = {
    "migraine-buddy-csv": ("migraine_buddy_24_columns.csv", {}),
    "migraine-buddy-html": ("migraine_buddy_report.html", {}),
    "apple-health": ("apple_health.xml", {}),
    "bearable": ("bearable.csv", {}),
    "daylio": ("daylio.csv", {"headache_activity": "headache"}),
    "headi": ("headi.csv", {}),
    "cluster-headache-tracker": ("cluster_headache_tracker.csv", {}),
    "mapped-days": (
        "any_days.csv",
        {"mapping": {"Day": "date", "Pain (0-10)": "intensity", "Hours": "hours", "Nausea": "nausea",
                     "Tablets": "medications", "Second tablet": "medications"}},
    ),
    "mapped-attacks": (
        "any_attacks.csv",
        {"mapping": {"Date": "date", "Start Time": "start", "End Time": "end", "Duration (hours)": "duration",
                     "Pain Level": "intensity", "Strength": "severity", "Medication": "medications",
                     "Nausea": "nausea", "Person": "patient"}},
    ),
    "detect": ("bearable.csv", {}),
}  # fmt: skip
"""Name -> (seed, options); ``detect`` lets the content choose the reader."""


def target(name: str, path: Path) -> Callable[[bytes], None]:
    """The function to be fuzzed: writes its input to ``path`` and reads it."""
    from interictal.diary.canonical import write_canonical
    from interictal.diary.days import Diary
    from interictal.diary.readers import FORMATS, read_diary
    from interictal.errors import InterictalError

    _, options = TARGETS[name]
    choice = {"format": name} if name in FORMATS else {}

    def read(data: bytes) -> None:
        path.write_bytes(data)
        for unlisted_days in ("unknown", "free"):
            try:
                reading = read_diary(path, unlisted_days=unlisted_days, **choice, **options)
                write_canonical(reading.diaries, io.StringIO())
            except InterictalError as error:
                text = str(error)
                assert "\n" not in text, "an error is one line"
                assert len(text) < 1000, "an error is short"
                return
            receipt = reading.receipt
            left_out = sum(map(len, receipt.skipped.values()))
            assert receipt.rows_used + left_out == receipt.rows_read, "each row is used or left out, with the reason"
            assert all(isinstance(diary, Diary) for diary in reading.diaries)
            if receipt.format == "canonical":
                return
            assert unlisted_days == "unknown" or not any(diary.attack_diary and diary.days for diary in reading.diaries)

    return read


def main(arguments: list[str]) -> int:
    if len(arguments) < 2 or arguments[1] not in TARGETS:
        print("one of:", *TARGETS)  # noqa: T201
        return 2
    import atheris

    name = arguments.pop(1)
    with atheris.instrument_imports(include=["interictal", "csv", "html", "_markupbase", "zipfile"]):
        import interictal.diary.readers.apple_health
        import interictal.diary.readers.bearable
        import interictal.diary.readers.cluster_headache_tracker
        import interictal.diary.readers.daylio
        import interictal.diary.readers.headi
        import interictal.diary.readers.mapped
        import interictal.diary.readers.migraine_buddy
        import interictal.diary.readers.migraine_buddy_html  # noqa: F401

    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None))  # noqa: S108
    corpus = folder / "corpus"
    corpus.mkdir()
    for seed in SEEDS.iterdir() if name == "detect" else [SEEDS / TARGETS[name][0]]:
        (corpus / seed.name).write_bytes(seed.read_bytes())
    if name == "apple-health":
        import zipfile

        with zipfile.ZipFile(corpus / "export.zip", "w") as archive:
            archive.write(SEEDS / "apple_health.xml", "apple_health_export/export.xml")
    atheris.Setup([*arguments, str(corpus)], target(name, folder / "input"))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
