"""Footprints of past events that ship with the product, by name: reconstructions, each with its source.

`tongxin geo impact wenchuan-2008` works because a name that is no file is looked up here.
"""

from collections.abc import Callable

from geo.errors import FootprintError
from geo.footprint import Footprint


def _wenchuan(version: int) -> Footprint:
    from geo.reconstructions.wenchuan_2008 import wenchuan_2008_versions

    return wenchuan_2008_versions()[version - 1]


_BY_NAME: dict[str, Callable[[], Footprint]] = {
    "wenchuan-2008": lambda: _wenchuan(3),
    "wenchuan-2008-v1": lambda: _wenchuan(1),
    "wenchuan-2008-v2": lambda: _wenchuan(2),
}
NAMES = tuple(_BY_NAME)


def reconstruction(name: str) -> Footprint:
    """Return a reconstruction by name, or refuse with the names there are."""
    if name not in _BY_NAME:
        raise FootprintError(f"{name!r} is neither a file nor a reconstruction; reconstructions: {', '.join(NAMES)}")
    return _BY_NAME[name]()
