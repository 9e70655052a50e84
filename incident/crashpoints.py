"""Labelled places where a test may kill the process, so that every one of them is proved harmless (G2).

`crashpoint("name")` does nothing unless `TONGXIN_CRASH=name[:nth]` is set, which only the kill tests do.
The tests find all names by reading the source, so a new point cannot be skipped.
"""

from __future__ import annotations

import os

_name, _, _nth = os.environ.get("TONGXIN_CRASH", "").partition(":")
_left = int(_nth or 1)


def crashpoint(name: str) -> None:
    """End the process at once, as kill -9 would, when this point is the armed one and its turn has come."""
    global _left
    if name != _name:
        return
    _left -= 1
    if _left <= 0:
        os._exit(137)
