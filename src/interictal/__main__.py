"""``python -m interictal`` and the command ``interictal``."""

from interictal.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    raise SystemExit(main())
