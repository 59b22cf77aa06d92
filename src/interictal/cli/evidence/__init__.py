"""``interictal evidence``: the trials, their synthesis, the comparison, the claims. Parsing is in ``options``."""
