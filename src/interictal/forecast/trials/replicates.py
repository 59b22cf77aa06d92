"""How many virtual trials a range needs, in words. Standard library only."""

from __future__ import annotations

ENOUGH = 40
"""Of fewer virtual trials not even one lies beyond a limit that 2.5 % are to lie beyond."""


def too_few(replicates: int) -> str:
    """What is to be said of ranges over so few virtual trials; nothing where they are enough.

    >>> too_few(40)
    ''
    >>> too_few(3)
    '3 virtual trials are too few for a 95 % range (40 are needed): ranges show how these few differ.'
    """
    if replicates >= ENOUGH:
        return ""
    said = "1 virtual trial is" if replicates == 1 else f"{replicates} virtual trials are"
    return f"{said} too few for a 95 % range ({ENOUGH} are needed): ranges show how these few differ."
