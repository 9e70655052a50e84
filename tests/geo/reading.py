"""What tests of readers share: reading behind the walls, and with the same reader in this process."""

import base64
from importlib import import_module

import pytest
import shapely

from geo.errors import FootprintError
from geo.footprint import Band, Footprint, make_footprint
from geo.readers import PLAIN, Options
from geo.readers.assemble import assemble
from geo.readers.choosing import choose, opener_of
from geo.readers.formats import family_of, of_family
from geo.sandbox import read_bytes_apart

#: A box of one degree, and its area on the ellipsoid.
RING = [(103.0, 31.0), (103.0, 32.0), (104.0, 32.0), (104.0, 31.0), (103.0, 31.0)]
BOX_KM2 = 10_534


def behind_walls(data: bytes) -> Footprint:
    """Read as an upload is read; once for each way of reading, since a child costs half a second."""
    return read_bytes_apart(data, name="area")


def read(data: bytes, options: Options = PLAIN) -> Footprint:
    """Read with the same reader in this process."""
    family = family_of(data)
    readers = [(row, import_module(f"geo.readers.{row.module}")) for row in of_family(family)]
    _, reader, opened = choose(readers, opener_of(family)(data))
    said = assemble(reader.read(opened, options))
    bands = [Band(b["band"], b["value"], b["unit"], base64.b64decode(b["wkb"]), b["area_km2"]) for b in said["bands"]]
    return make_footprint(
        kind=said["kind"], title=said["title"] or "", source="test", bands=bands, notes=said["notes"], crs=said["crs"]
    )


def refusal(data: bytes) -> str:
    with pytest.raises(FootprintError) as caught:
        read(data)
    return str(caught.value)


def bounds(footprint: Footprint) -> tuple[float, ...]:
    return tuple(float(edge) for edge in shapely.total_bounds([shapely.from_wkb(band.wkb) for band in footprint.bands]))
