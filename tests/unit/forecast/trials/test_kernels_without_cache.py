"""Where compiled code can be kept nowhere, trials run all the same."""

from __future__ import annotations

import subprocess
import sys

_CODE = """
import numba.core.caching as caching

for kind in (caching.CacheImpl, *caching.CacheImpl.__subclasses__()):
    kind._locator_classes = []
from numba import njit
try:
    njit(cache=True)(lambda: 0)
except RuntimeError:
    print("nowhere")
import numpy as np
from interictal.forecast.trials.kernels_numbers import mixed
print(mixed(np.uint64(1)))
"""


def test_a_machine_that_keeps_nothing_compiles_each_time() -> None:
    """No folder can be written: neither the module's nor the user's."""
    done = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    nowhere, number = done.stdout.split()
    assert nowhere == "nowhere"
    import numpy as np

    from interictal.forecast.trials.kernels_numbers import mixed

    assert int(number) == int(mixed(np.uint64(1)))
