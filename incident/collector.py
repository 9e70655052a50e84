"""Python's collector of cycles, tamed once everything is loaded.

What a process has loaded stays for good: regions, exposure, the application. To look through all of it again and again
stops thousands of clients for 200 ms, and costs a burst of small requests a good part of its time.
"""

from __future__ import annotations

import gc

#: A full collection comes when connections have closed, not in between.
_THRESHOLDS = (50_000, 20, 1_000)


def tame() -> None:
    """Leave out what is there now from every later collection, and collect less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
