"""Opens a table of cell sites and gives it batch by batch, whatever its format; runs in the child.

CSV and Parquet come on standard input and are read by Arrow, on one thread; XLSX comes so too and is read as every
other table. GeoPackage, GeoJSON and Shapefile are read by GDAL, all its other drivers switched off; their positions
are those of their points.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import ExposureError
from geo.readers import workbook
from geo.readers.site_rows import MOST_NAMED, USUAL, Problems

#: Rows of a batch, about; CSV comes in blocks of bytes instead.
BATCH_ROWS = 200_000
_BLOCK_BYTES = 16 << 20
_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("xy", "<f8", 2)])
_POINT_HEAD = b"\x01\x01\x00\x00\x00"
#: Point, and PointZ in either of its two spellings (1001, and 1 with the highest bit set).
_POINT_HEADS = (b"\x01\x01\x00", b"\x01\xe9\x03")
_HEAD_BYTES = 1 << 20
_WGS84 = ("4326", "4490", "CRS84", "WGS84", "CGCS2000")
codecs.lookup("gb18030")


@dataclass
class Table:
    """The names of the columns, then the batches; `done` is how much was read, of `whole` bytes or rows."""

    header: list[str]
    batches: Iterator[pa.RecordBatch]
    whole: int
    notes: list[str] = field(default_factory=list)
    done: int = 0


def open_csv(file: IO[bytes], size: int, problems: Problems) -> Table:
    """Open a CSV with a header, in UTF-8 or GB 18030, separated by comma, semicolon or tab."""
    from pyarrow import csv as arrow_csv

    head = file.read(_HEAD_BYTES)
    file.seek(0)
    encoding, line = _first_line(head)
    separator = max(",;\t", key=line.count)
    header = [name.strip().strip("\ufeff") for name in next(csv.reader([line], delimiter=separator), [])]
    if not header or len(set(header)) < len(header):
        raise ExposureError("the first line must hold the names of the columns, each once")

    def odd_line(row: Any) -> str:
        problems.count += 1
        if len(problems.named) < MOST_NAMED:
            where = f"row {row.number - 1}" if row.number else "a row"
            problems.named.append(f"{where}: {row.actual_columns} cells instead of {row.expected_columns}")
        return "skip"

    try:
        reader = arrow_csv.open_csv(
            pa.PythonFile(file, mode="r"),
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=_BLOCK_BYTES, column_names=header, skip_rows=1, encoding=encoding
            ),
            parse_options=arrow_csv.ParseOptions(delimiter=separator, invalid_row_handler=odd_line),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise ExposureError(f"not readable as CSV ({_one_line(error)})") from None
    table = Table(header, iter(()), size)
    table.batches = _arrow_batches(reader, table, file)
    return table


def open_parquet(file: IO[bytes]) -> Table:
    """Open a Parquet file."""
    from pyarrow import parquet

    try:
        reader = parquet.ParquetFile(pa.PythonFile(file, mode="r"))
        header = [str(name) for name in reader.schema_arrow.names]
        table = Table(header, iter(()), reader.metadata.num_rows)
        table.batches = _counted(reader.iter_batches(BATCH_ROWS, use_threads=False), table)
    except (pa.ArrowInvalid, OSError) as error:
        raise ExposureError(f"not readable as Parquet ({_one_line(error)})") from None
    return table


def open_xlsx(data: bytes, problems: Problems) -> Table:
    """Open the first sheet of a workbook that holds anything."""
    if not workbook.is_one(data):
        raise ExposureError("not readable as XLSX (it is no archive)")
    rows, notes = workbook.open_sheet(data)
    _, header = next(rows)
    if len(set(header)) < len(header):
        raise ExposureError("the first row must hold the names of the columns, each once")
    table = Table(header, iter(()), 0, notes)
    table.batches = _counted(_text_batches(rows, header, problems), table)
    return table


def _text_batches(
    rows: Iterator[tuple[int, list[str]]], header: list[str], problems: Problems
) -> Iterator[pa.RecordBatch]:
    while some := list(islice(rows, BATCH_ROWS)):
        for line, cells in some:
            if len(cells) > len(header):
                problems.count += 1
                if len(problems.named) < MOST_NAMED:
                    problems.named.append(f"line {line}: {len(cells)} cells instead of {len(header)}")
        columns = [pa.array([cells[at] for _, cells in some], pa.string()) for at in range(len(header))]
        yield pa.RecordBatch.from_arrays(columns, names=header)


def open_layer(path: Path) -> Table:
    """Open the first layer of a GeoPackage, GeoJSON or Shapefile of points in WGS-84 or CGCS2000 degrees."""
    from pyogrio import raw, read_info
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        about = read_info(path)
        notes = _crs_notes(str(about.get("crs") or ""))
        # A column of the same name gives way to the point itself.
        positions = {*USUAL["lon"], *USUAL["lat"]}
        fields = [str(name) for name in about["fields"] if str(name).casefold() not in positions]
        table = Table([*fields, "lon", "lat"], iter(()), int(about["features"]), notes)
        table.batches = _counted(_layer_batches(raw, path, fields), table)
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise ExposureError(f"not readable as GeoPackage, GeoJSON or Shapefile ({_one_line(error)})") from None
    return table


def _layer_batches(raw: Any, path: Path, fields: list[str]) -> Iterator[pa.RecordBatch]:
    with raw.open_arrow(path, batch_size=BATCH_ROWS, use_pyarrow=True, columns=fields) as (meta, reader):
        shape_name = meta.get("geometry_name") or "wkb_geometry"
        for batch in reader:
            names = batch.schema.names
            shapes = batch.column(names.index(shape_name if shape_name in names else names[-1]))
            x, y = _positions(shapes.to_pylist()).T
            columns = [batch.column(names.index(name)) for name in fields]
            # nan is what Arrow then takes for a missing cell
            columns += [pa.array(x, from_pandas=True), pa.array(y, from_pandas=True)]
            yield pa.RecordBatch.from_arrays(columns, names=[*fields, "lon", "lat"])


def _positions(shapes: list[bytes | None]) -> NDArray[np.float64]:
    """Return (n, 2) of points in WKB, heights left out; nan where there is none."""
    if all(wkb is not None and len(wkb) == _POINT.itemsize and wkb[:5] == _POINT_HEAD for wkb in shapes):
        return np.array(np.frombuffer(b"".join(wkb for wkb in shapes if wkb), dtype=_POINT)["xy"])
    found = np.full((len(shapes), 2), np.nan)
    for i, wkb in enumerate(shapes):
        if wkb is not None and len(wkb) >= _POINT.itemsize and wkb[:3] in _POINT_HEADS:
            found[i] = np.frombuffer(wkb, "<f8", count=2, offset=5)
    return found


def _crs_notes(crs: str) -> list[str]:
    if not crs:
        return ["The file does not say its coordinate system; taken as longitude and latitude in degrees."]
    flat = crs.upper().replace(" ", "")
    if "PROJCS" in flat or not any(known in flat for known in _WGS84):
        raise ExposureError(f"the coordinate system is {crs[:60]}; convert the file to EPSG:4490 or EPSG:4326")
    return []


def _arrow_batches(reader: Any, table: Table, file: IO[bytes]) -> Iterator[pa.RecordBatch]:
    try:
        for batch in reader:
            table.done = min(file.tell(), table.whole)
            yield batch
    except pa.ArrowInvalid as error:
        raise ExposureError(f"not readable as CSV ({_one_line(error)})") from None


def _counted(batches: Iterator[pa.RecordBatch], table: Table) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        table.done += len(batch)
        yield batch


def _first_line(head: bytes) -> tuple[str, str]:
    end = head.find(b"\n")
    line = head[: end if end >= 0 else len(head)].rstrip(b"\r")
    for encoding in ("utf-8", "gb18030"):
        try:
            decoder = codecs.getincrementaldecoder(encoding)()
            decoder.decode(head)
            return encoding, io.StringIO(line.decode(encoding)).read()
        except UnicodeDecodeError:
            continue
    raise ExposureError("the text is neither UTF-8 nor GB 18030")


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
