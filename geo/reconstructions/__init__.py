"""Footprints of past events that ship with the product, by name: reconstructions, each with its source.

`tongxin geo impact wenchuan-2008` works because a name that is no file is looked up here.
"""

from collections.abc import Callable

from geo.errors import FootprintError
from geo.footprint import Footprint


def _wenchuan_2008() -> Footprint:
    from geo.reconstructions.wenchuan_2008 import wenchuan_2008

    return wenchuan_2008()


_BY_NAME: dict[str, Callable[[], Footprint]] = {"wenchuan-2008": _wenchuan_2008}
NAMES = tuple(_BY_NAME)


def reconstruction(name: str) -> Footprint:
    """Return a reconstruction by name, or refuse with the names there are."""
    if name not in _BY_NAME:
        raise FootprintError(
            f"{name!r} is neither a file nor a reconstruction; reconstructions: {', '.join(NAMES)}"
        )
    return _BY_NAME[name]()
