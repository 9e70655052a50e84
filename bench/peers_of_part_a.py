"""The peers of part A: each is built from the sites, and answers footprints with sums by polygon and county.

An answer is int64[polygon, county, 1 + 4]: sites and four sums *inside each polygon*. Bands are nested here, so the
exclusive figures of the product are the differences.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from bench.national_sites import COLUMNS, COUNTIES, Sites

Answer = NDArray[np.int64]
Ask = Callable[[list[shapely.Geometry]], Answer]
#: Returns the question; what it does before that is building.
Build = Callable[[Sites], Ask]


def blank(bands: list[shapely.Geometry]) -> Answer:
    return np.zeros((len(bands), COUNTIES, 1 + len(COLUMNS)), dtype=np.int64)


def add(sites: Sites, hit: NDArray[np.intp], found: NDArray[np.int64]) -> None:
    county = sites.county[hit]
    found[:, 0] += np.bincount(county, minlength=COUNTIES)
    for m in range(len(COLUMNS)):
        found[:, m + 1] += np.bincount(county, sites.counts[hit, m], COUNTIES).astype(np.int64)


def numpy_bbox(sites: Sites) -> Ask:
    """Numpy: box first, then prepared `contains_xy`; the reference."""

    def ask(bands: list[shapely.Geometry]) -> Answer:
        found = blank(bands)
        for i, band in enumerate(bands):
            shapely.prepare(band)
            west, south, east, north = shapely.bounds(band)
            near = np.flatnonzero(
                (sites.lon >= west) & (sites.lon <= east) & (sites.lat >= south) & (sites.lat <= north)
            )
            add(sites, near[shapely.contains_xy(band, sites.lon[near], sites.lat[near])], found[i])
        return found

    return ask


def polars_bbox(sites: Sites) -> Ask:
    """Polars: box and group, shapely for the test."""
    import polars as pl

    columns = {name: np.ascontiguousarray(sites.counts[:, m]) for m, name in enumerate(COLUMNS)}
    frame = pl.DataFrame({"x": sites.lon, "y": sites.lat, "c": sites.county, **columns})

    def ask(bands: list[shapely.Geometry]) -> Answer:
        found = blank(bands)
        for i, band in enumerate(bands):
            shapely.prepare(band)
            west, south, east, north = shapely.bounds(band)
            near = frame.lazy().filter(pl.col("x").is_between(west, east) & pl.col("y").is_between(south, north))
            rows = near.collect()
            inside = shapely.contains_xy(band, rows["x"].to_numpy(), rows["y"].to_numpy())
            sums = [pl.col(name).cast(pl.Int64).sum() for name in COLUMNS]
            told = rows.filter(pl.Series(inside)).group_by("c").agg(pl.len(), *sums)
            found[i][told["c"].to_numpy()] = told.select(pl.exclude("c")).to_numpy()
        return found

    return ask


def geopandas_sjoin(sites: Sites) -> Ask:
    """geopandas.sjoin and groupby."""
    import geopandas
    import pandas as pd

    columns = {name: sites.counts[:, m] for m, name in enumerate(COLUMNS)}
    points = geopandas.GeoDataFrame(
        {"county": sites.county, **columns}, geometry=shapely.points(sites.lon, sites.lat), crs=4326
    )

    def ask(bands: list[shapely.Geometry]) -> Answer:
        found = blank(bands)
        areas = geopandas.GeoDataFrame({"band": range(len(bands))}, geometry=bands, crs=4326)
        groups = geopandas.sjoin(points, areas, predicate="within").groupby(["band", "county"])
        sums: pd.DataFrame = groups[list(COLUMNS)].agg("sum")
        band, county = (sums.index.get_level_values(k).to_numpy() for k in (0, 1))
        found[band, county, 1:] = sums.to_numpy()
        found[band, county, 0] = groups.size().to_numpy()
        return found

    return ask


def strtree(sites: Sites) -> Ask:
    """Shapely's STRtree over the points, predicate contains."""
    tree = shapely.STRtree(np.asarray(shapely.points(sites.lon, sites.lat)))
    tree.query(shapely.box(100, 30, 100.1, 30.1))  # it is built when first asked

    def ask(bands: list[shapely.Geometry]) -> Answer:
        found = blank(bands)
        polygon, point = tree.query(np.array(bands, dtype=object), predicate="contains")
        for i in range(len(bands)):
            add(sites, point[polygon == i], found[i])
        return found

    return ask


def duckdb_spatial(sites: Sites) -> Ask:
    """DuckDB with its extension spatial: spatial join, multipolygons taken apart first."""
    import importlib.util
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    spec = importlib.util.find_spec("duckdb_extension_spatial")
    folders = list(spec.submodule_search_locations or []) if spec else []
    extension = next(file for folder in folders for file in Path(folder).rglob("spatial*.duckdb_extension*"))
    base = duckdb.connect(":memory:", config={"allow_unsigned_extensions": "true"})
    base.execute(f"LOAD '{extension}'")
    columns = {name: np.ascontiguousarray(sites.counts[:, m]) for m, name in enumerate(COLUMNS)}
    base.register("sites", pa.table({"x": sites.lon, "y": sites.lat, "c": sites.county, **columns}))
    base.execute("CREATE TABLE points AS SELECT *, ST_Point(x, y) AS g FROM sites")
    sums = ", ".join(["count(*) n", *(f"sum({name}) {name}" for name in COLUMNS)])

    def ask(bands: list[shapely.Geometry]) -> Answer:
        found = blank(bands)
        parts = [(i, shapely.to_wkb(part)) for i, band in enumerate(bands) for part in shapely.get_parts(band)]
        band, wkb = zip(*parts, strict=True)
        base.register("given", pa.table({"b": pa.array(band, pa.int32()), "w": pa.array(wkb)}))
        base.execute("CREATE OR REPLACE TEMP TABLE footprint AS SELECT b, ST_GeomFromWKB(w) g FROM given")
        join = "FROM points JOIN footprint f ON ST_Contains(f.g, points.g) GROUP BY b, c"
        told = base.execute(f"SELECT b, c, {sums} {join}").fetchnumpy()
        for k, name in enumerate(("n", *COLUMNS)):
            found[told["b"], told["c"], k] = np.asarray(told[name]).astype(np.int64)
        return found

    return ask


def postgis(url: str) -> Build:
    """PostGIS: GiST over the points, clustered, the footprint by ST_Subdivide(64), two workers."""

    def build(sites: Sites) -> Ask:
        import psycopg

        base: Any = psycopg.connect(url, autocommit=True).cursor()
        base.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        base.execute("CREATE TEMP TABLE raw (x float8, y float8, c int, s0 int, s1 int, s2 int, s3 int)")
        with base.copy("COPY raw FROM STDIN") as copy:
            for row in _rows(sites):
                copy.write_row(row)
        base.execute("DROP TABLE IF EXISTS tongxin_bench_points")
        base.execute(
            "CREATE UNLOGGED TABLE tongxin_bench_points AS "
            "SELECT ST_Point(x, y, 4326)::geometry(Point, 4326) g, c, s0, s1, s2, s3 FROM raw"
        )
        base.execute("CREATE INDEX tongxin_bench_gist ON tongxin_bench_points USING gist (g)")
        base.execute("CLUSTER tongxin_bench_points USING tongxin_bench_gist")
        base.execute("VACUUM ANALYZE tongxin_bench_points")
        base.execute("SET max_parallel_workers_per_gather = 2")

        def ask(bands: list[shapely.Geometry]) -> Answer:
            found = blank(bands)
            base.execute("DROP TABLE IF EXISTS whole, footprint")
            base.execute("CREATE TEMP TABLE whole (b int, g geometry)")
            given = [(i, shapely.to_wkb(band)) for i, band in enumerate(bands)]
            base.executemany("INSERT INTO whole VALUES (%s, ST_GeomFromWKB(%s, 4326))", given)
            base.execute("CREATE TEMP TABLE footprint AS SELECT b, ST_Subdivide(g, 64) g FROM whole")
            base.execute(
                "SELECT b, c, count(*), sum(s0), sum(s1), sum(s2), sum(s3) "
                "FROM footprint f JOIN tongxin_bench_points p ON ST_Contains(f.g, p.g) GROUP BY 1, 2"
            )
            told = np.array(base.fetchall(), dtype=np.int64).reshape(-1, 3 + len(COLUMNS))
            found[told[:, 0], told[:, 1]] = told[:, 2:]
            return found

        return ask

    return build


def _rows(sites: Sites) -> Iterator[tuple[Any, ...]]:
    for x, y, c, counts in zip(
        sites.lon.tolist(), sites.lat.tolist(), sites.county.tolist(), sites.counts.tolist(), strict=True
    ):
        yield (x, y, c, *counts)


#: Subject → how it is built, the most sites it is asked about, and runs.
PEERS: dict[str, tuple[Build, int, int]] = {
    "numpy bbox + prepared": (numpy_bbox, 20_000_000, 3),
    "polars bbox": (polars_bbox, 20_000_000, 3),
    "geopandas.sjoin": (geopandas_sjoin, 5_000_000, 2),
    "shapely STRtree": (strtree, 5_000_000, 2),
    "DuckDB spatial": (duckdb_spatial, 5_000_000, 1),
}
