"""Reads a table of cell sites in the child and sends it on, checked, in frames of plain numbers.

A frame is the length of its head (4 bytes, little-endian), the head as JSON, and then what the head says:

    {"kind": "head", "whole": n, "notes": […], "missing": […]}        nothing follows
    {"kind": "rows", "first": r, "rows": n, "names": b, "done": d}    lon, lat (f8), counts (u4, n × 9), code (i4),
                                                                      then, if b ≥ 0, n + 1 begins (i8) and b bytes
    {"kind": "end", "errors": […], "error_count": n, "blanks": {…}}   nothing follows
    {"kind": "error", "error": "one line"}                            nothing follows

Rows are sent until the first error; from then on errors are only counted. A table of any length passes through in
the memory of a batch.
"""

import json
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import IO, Any

from geo.readers import walls

#: An administrator's own file, twenty million rows of it: more time than a footprint, no more memory than a map.
SITES_LIMITS = walls.Limits(memory_bytes=4 << 30, cpu_seconds=1_800, file_bytes=1 << 20)
LAYERS = (".gpkg", ".geojson", ".json", ".shp")


class _WithoutPandas(MetaPathFinder):
    """Arrow would load pandas where it is there, which takes half a second and is not needed."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ImportError(fullname)


def run(request: dict[str, Any]) -> None:
    """Answer one request: `{"kind": csv | parquet | xlsx | layer, "path", "size", "columns": {ours: theirs}}`."""
    # Arrow's own allocator reserves more address space than is granted.
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    sys.meta_path.insert(0, _WithoutPandas())
    walls.limit_resources(SITES_LIMITS)
    out = sys.stdout.buffer
    from geo.errors import GeoError

    try:
        _send_table(request, out)
    except GeoError as error:
        _send(out, {"kind": "error", "error": str(error)})
    except MemoryError:
        _send(out, {"kind": "error", "error": "reading it needs more memory than a reader is given"})
    out.flush()


def _send_table(request: Mapping[str, Any], out: IO[bytes]) -> None:
    is_layer = request["kind"] == "layer"
    if is_layer:
        from geo.readers.boundaries import skip_other_drivers

        skip_other_drivers()  # may start this process anew, so it comes first
    from geo.readers import site_rows, site_tables
    from geo.readers.tables import find_columns

    problems = site_rows.Problems()
    _warm_up(site_rows, kind=request["kind"])
    walls.filter_calls(may_open=is_layer)
    if is_layer:
        table = site_tables.open_layer(Path(request["path"]))
    elif request["kind"] == "parquet":
        table = site_tables.open_parquet(sys.stdin.buffer)
    elif request["kind"] == "xlsx":
        table = site_tables.open_xlsx(sys.stdin.buffer.read(), problems)
    else:
        table = site_tables.open_csv(sys.stdin.buffer, int(request["size"]), problems)
    at = find_columns(table.header, wanted=site_rows.USUAL, told=request["columns"], needed=("lon", "lat"))
    missing = [name for name in site_rows.COLUMNS if name not in at]
    _send(out, {"kind": "head", "whole": table.whole, "notes": table.notes, "missing": missing})
    row = 1
    for batch in table.batches:
        rows = site_rows.check_rows(batch, at, first_row=row, problems=problems)
        if rows is not None and not problems.count:
            _send_rows(out, rows, first=row, done=table.done)
        row += len(batch)
    _send(out, {"kind": "end", "errors": problems.named, "error_count": problems.count, "blanks": problems.blanks})


def _send_rows(out: IO[bytes], rows: Any, *, first: int, done: int) -> None:
    import numpy as np
    import pyarrow.compute as pc

    begins, names = None, b""
    if rows.names is not None:
        begins = np.concatenate([[0], np.cumsum(pc.binary_length(rows.names).to_numpy(), dtype=np.int64)])
        names = "".join(rows.names.to_pylist()).encode()
    head = {"kind": "rows", "first": first, "rows": len(rows.lon), "done": done}
    _send(out, {**head, "names": -1 if begins is None else len(names)})
    for array in (rows.lon, rows.lat, rows.counts, rows.adcode):
        out.write(array.tobytes())
    if begins is not None:
        out.write(begins.astype("<i8").tobytes())
        out.write(names)


def _send(out: IO[bytes], head: Mapping[str, Any]) -> None:
    data = json.dumps(head, ensure_ascii=False, allow_nan=False).encode()
    out.write(len(data).to_bytes(4, "little") + data)


def _warm_up(site_rows: Any, *, kind: str) -> None:
    """Import what is imported late, and start Arrow's threads, while that is still allowed."""
    import pyarrow as pa

    if kind == "xlsx":
        from geo.readers import workbook

        workbook.warm_up()
    elif kind != "layer":
        import_module({"csv": "pyarrow.csv", "parquet": "pyarrow.parquet"}[kind])
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    one = pa.RecordBatch.from_arrays([pa.array(["1"]), pa.array([" 2"])], names=["lon", "lat"])
    site_rows.check_rows(one, {"lon": 0, "lat": 1, "id": 0}, first_row=1, problems=site_rows.Problems())
