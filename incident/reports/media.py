"""What the files of each format are called on the wire."""

from __future__ import annotations

from collections.abc import Mapping

MEDIA: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "bundle": "application/zip",
    "parquet": "application/zip",
}
