"""Open data as a ZIP: a Parquet file a table, and the dictionary that says what each column means."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy.orm import Session

from incident.queries.open_data import TABLES, OpenTable, dictionary, rows_of

FORMAT = "open-data/1"
_TYPES = {"text": pa.string(), "integer": pa.int64(), "moment": pa.timestamp("us", tz="UTC"), "truth": pa.bool_()}
#: The same data give the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def write_open_data(
    session: Session,
    path: Path,
    *,
    incident_id: str,
    position: int,
    world: str,
    progress: Callable[[int, int], None],
) -> None:
    """Write every table of an incident as it is in this transaction to `path`, as a whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as file:
            rows = {}
            for done, table in enumerate(TABLES):
                progress(done, len(TABLES))
                content, rows[table.name] = _parquet(session, table, incident_id)
                file.writestr(zipfile.ZipInfo(f"{table.name}.parquet", _NO_TIME), content)
            about = {"format": FORMAT, "incident": incident_id, "position": position, "world": world, "rows": rows}
            told = orjson.dumps(about | {"tables": dictionary()}, option=orjson.OPT_INDENT_2)
            file.writestr(zipfile.ZipInfo("dictionary.json", _NO_TIME), told)
            file.writestr(zipfile.ZipInfo("README.md", _NO_TIME), readme())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def schema_of(table: OpenTable) -> Any:
    """The Parquet schema of a table, each column with its meaning."""
    fields = [
        pa.field(one.name, _TYPES[one.sort], metadata={"zh": one.zh.encode(), "en": one.en.encode()})
        for one in table.columns
    ]
    return pa.schema(fields, metadata={"zh": table.zh.encode(), "en": table.en.encode()})


def readme() -> str:
    """The dictionary for people."""
    lines = [
        "# 数据字典 / Data dictionary",
        "",
        "UTC, fen, ppm; world time of the incident. Nobody is named in it.",
        "",
    ]
    for table in TABLES:
        lines += [
            f"## {table.name}.parquet: {table.zh} / {table.en}",
            "",
            "| column | type | 含义 | meaning |",
            "|---|---|---|---|",
        ]
        lines += [f"| {one.name} | {one.sort} | {one.zh} | {one.en} |" for one in table.columns]
        lines.append("")
    return "\n".join(lines)


def _parquet(session: Session, table: OpenTable, incident_id: str) -> tuple[bytes, int]:
    schema, out, count = schema_of(table), io.BytesIO(), 0
    with pq.ParquetWriter(out, schema) as writer:
        for some in rows_of(session, table, incident_id):
            columns = list(zip(*some, strict=True))
            arrays = [pa.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(some)
    return out.getvalue(), count
