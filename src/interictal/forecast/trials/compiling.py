"""Compiling ahead: `python -m interictal.forecast.trials.compiling` after an installation, so that no user waits.

Compiled code is kept beside the modules; where that folder cannot be written, numba keeps it in the user's own cache.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from interictal.forecast.trials import kernels, kernels_draws, kernels_selection, kernels_sums

_ENTRIES = (
    kernels.simulate,
    kernels.tables,
    kernels_sums.add,
    kernels_sums.leaving,
    kernels_selection.solve,
    kernels_selection.frequencies,
    kernels_draws.normals,
    kernels_draws.moved,
    kernels_draws.shifted,
    kernels_draws.times,
    kernels_draws.placebo_shape,
)


def is_compiled() -> bool:
    """Whether every entry is on disk already; nothing is compiled."""
    return all(_on_disk(entry) for entry in _ENTRIES)


def _on_disk(entry: object) -> bool:
    if getattr(entry, "_cache", None) is None:
        return True  # a version of numba that keeps it elsewhere: nothing is said
    return any(path.suffix == ".nbi" for path in _kept(entry))


def _kept(entry: object) -> list[Path]:
    """The files that an entry is kept in; none where this version of numba keeps it elsewhere."""
    cache = getattr(entry, "_cache", None)
    folder, name = getattr(cache, "_cache_path", None), getattr(getattr(cache, "_impl", None), "filename_base", None)
    if folder is None or name is None:
        return []
    return [path for path in Path(folder).glob(f"{name}*") if path.suffix in (".nbi", ".nbc")]


def forget() -> None:
    """Remove what is kept: numba asks only whether an entry's own module has changed, not those that it calls."""
    for entry in _ENTRIES:
        for path in _kept(entry):
            path.unlink(missing_ok=True)


def compile_ahead() -> None:
    """Run each entry once, on a trial of one person."""
    latent = np.zeros(kernels.LATENT)
    latent[[kernels.MU, kernels.FEWEST_HOURS, kernels.MILD_SPAN]] = 1.0, 1.0, 1.0
    visits = np.array([4], np.int64)
    values, left = np.empty((1, 2, kernels.FIELDS), np.int32), np.empty((1, 2), np.int32)
    shape = kernels_draws.placebo_shape(4, 2.0, 52.0, 0.5)
    kernels.simulate(
        np.uint64(1), np.uint64(0), np.uint64(0), 0, latent, np.ones(29), shape, shape, visits, kernels.LAST,
        *kernels.tables(), values, left,
    )  # fmt: skip
    kernels_sums.add(values, np.zeros((1, kernels.FIELDS, kernels_sums.SUMS), np.int64))
    kernels_sums.leaving(left, visits, np.zeros(1, np.int64), np.zeros(1, np.int64))
    share = kernels_selection.frequencies(values[:, 0, 0].copy())
    kernels_selection.solve(20.0, 4.0, 15, np.full_like(share, 1 / 29), np.empty_like(share))
    kernels_draws.moved(np.ones(1), np.ones(1), np.zeros(1, np.int64))
    kernels_draws.shifted(1.0, 0.0, 0.5, 1.0, 0.5)
    kernels_draws.times(np.eye(2), kernels_draws.normals(np.uint64(1), np.uint64(0), 2))


if __name__ == "__main__":
    forget()
    compile_ahead()
