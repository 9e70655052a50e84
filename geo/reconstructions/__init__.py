"""Footprints of past events that ship with the product, by name: reconstructions, each with its source.

`tongxin geo impact wenchuan-2008` works because a name that is no file is looked up here; `wenchuan-2008-v1` is an
earlier version, the name alone the last one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import FootprintError
from geo.footprint import Footprint

if TYPE_CHECKING:
    from geo.regions import Regions

#: Opens the regions, which only some reconstructions need.
OpenRegions = Callable[[], "Regions"]


@dataclass(frozen=True, slots=True)
class _Shipped:
    """One event: how many versions there are, and what makes one (counted from 1)."""

    versions: int
    make: Callable[[int, OpenRegions], Footprint]


def _wenchuan(version: int, _regions: OpenRegions) -> Footprint:
    from geo.reconstructions.wenchuan_2008 import wenchuan_2008_versions  # brings scipy, which few processes need

    return wenchuan_2008_versions()[version - 1]


def _ice(version: int, regions: OpenRegions) -> Footprint:
    from geo.reconstructions.ice_2008 import ice_2008

    return ice_2008(version, regions())


def _olympics(_version: int, _regions: OpenRegions) -> Footprint:
    from geo.reconstructions.olympics_2008 import olympics_2008

    return olympics_2008()


_SHIPPED = {
    "wenchuan-2008": _Shipped(3, _wenchuan),
    "ice-2008": _Shipped(3, _ice),
    "olympics-2008": _Shipped(1, _olympics),
}
NAMES = tuple(
    name if version == shipped.versions else f"{name}-v{version}"
    for name, shipped in _SHIPPED.items()
    for version in range(shipped.versions, 0, -1)
)


def reconstruction(name: str, regions: OpenRegions) -> Footprint:
    """Return a reconstruction by one of NAMES, or refuse with the names there are."""
    if name not in NAMES:
        raise FootprintError(f"{name!r} is neither a file nor a reconstruction; reconstructions: {', '.join(NAMES)}")
    event, _, version = name.partition("-v")
    return reconstruction_version(event, int(version) if version else None, regions)


def reconstruction_version(event: str, version: int | None, regions: OpenRegions) -> Footprint:
    """Return one version of an event's footprint, the last where none is named; FootprintError where there is none."""
    shipped = _SHIPPED.get(event)
    if shipped is None:
        raise FootprintError(f"{event!r} is no reconstruction; there are {', '.join(_SHIPPED)}")
    wanted = version or shipped.versions
    if not 1 <= wanted <= shipped.versions:
        raise FootprintError(f"{event} has versions 1 to {shipped.versions}, none numbered {wanted}")
    return shipped.make(wanted, regions)
