"""The exposure as a map asks for it while people look and draw: points by place, counts of a drawn ring, tiles.

Everything here answers for a set of provinces, from their points alone, and uses no geometry library: it runs in the
process that serves people.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.cachefiles import digest_of
from geo.errors import ExposureError
from geo.exposure import SEGMENTS, Exposure, Points
from geo.index.site_index import SiteIndex
from geo.regions import Regions
from geo.tiles_encode import Value
from geo.tiles_points import TilePoints


@dataclass(frozen=True)
class LivePoints:
    """Service halls or key customers, sorted by place, with what is said of each."""

    table: Points
    sorted: TilePoints

    def describe(self, position: int) -> Mapping[str, Value]:
        """Return names, kind and tier of the point at a position of the sorted ones."""
        row = int(self.sorted.points.source[position])
        table = self.table
        said = {
            "name": table.name[row],
            "name_en": table.name_en[row],
            "kind": table.kind[row],
            "tier": table.tier[row],
        }
        return {name: text for name, text in said.items() if text}


@dataclass(frozen=True)
class LiveExposure:
    """Cell sites, service halls and key customers, each with the row of its province in `provinces`."""

    exposure: Exposure
    provinces: tuple[str, ...]
    #: Row in `provinces` of each leaf of the exposure.
    province_of_county: NDArray[np.int16]
    sites: TilePoints
    halls: LivePoints
    key_customers: LivePoints
    #: Of everything in here: another digest, other tiles.
    digest: str

    def rows_of(self, provinces: Collection[str] | None) -> NDArray[np.bool_] | None:
        """Return which rows of `provinces` are meant; none means all of them."""
        if provinces is None:
            return None
        return np.array([code in provinces for code in self.provinces], dtype=bool)


def live_exposure(exposure: Exposure, regions: Regions) -> LiveExposure:
    """Return the exposure sorted by place; ExposureError when one of its counties is in no region."""
    provinces = tuple(region.adcode for region in regions.provinces())
    rows = _province_rows(exposure.adcodes, regions, provinces)
    index = exposure.sites.index
    weighing = tuple(index.columns.index(segment) for segment in SEGMENTS if segment in index.columns)
    said = (regions.version, index.digest or _digest_of_sites(index), exposure.label)
    tables = (exposure.halls, exposure.key_customers)
    return LiveExposure(
        exposure=exposure,
        provinces=provinces,
        province_of_county=rows,
        sites=TilePoints(index.points, index.county, rows, counts=index.counts, weighing=weighing),
        halls=_points(exposure.halls, rows),
        key_customers=_points(exposure.key_customers, rows),
        digest=digest_of([*(part.encode() for part in said), *map(_digest_of_points, tables)]),
    )


def _points(table: Points, province_of_county: NDArray[np.int16]) -> LivePoints:
    placed = table.sorted
    return LivePoints(table, TilePoints(placed, np.asarray(table.county)[placed.source], province_of_county))


def _province_rows(adcodes: tuple[str, ...], regions: Regions, provinces: tuple[str, ...]) -> NDArray[np.int16]:
    row = {code: i for i, code in enumerate(provinces)}
    unknown = [code for code in adcodes if code not in regions]
    if unknown:
        raise ExposureError(f"the exposure speaks of county {unknown[0]}, which boundaries {regions.version} lack")
    return np.array([row[regions.get(code).province] for code in adcodes], dtype=np.int16)


def _digest_of_points(table: Points) -> bytes:
    texts = "\n".join(
        "\t".join(row) for row in zip(table.id, table.name, table.name_en, table.kind, table.tier, strict=True)
    )
    places = (np.ascontiguousarray(column).tobytes() for column in (table.lon, table.lat, table.county))
    return digest_of([texts.encode(), *places]).encode()


def _digest_of_sites(index: SiteIndex) -> str:
    arrays = (index.points.xy, index.county, index.counts)
    return digest_of(np.ascontiguousarray(array).tobytes() for array in arrays)
