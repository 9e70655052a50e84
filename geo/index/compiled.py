"""How kernels are compiled: once a machine, kept beside the source, or in memory where that cannot be written.

numba looks for a folder for its cache when a function is decorated (beside the source, then NUMBA_CACHE_DIR or the
user's cache) and refuses to go on without one. An installation that is read-only must still work, only slower to
start, so such a function is compiled anew by each process.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Return `function` compiled by numba without the interpreter's lock, cached on disk where possible."""
    try:
        return cast(F, numba.njit(function, nogil=True, cache=True))
    except RuntimeError:  # "no locator available": there is no folder that a cache could be written to
        return cast(F, numba.njit(function, nogil=True))
