"""The auditor's lists as CSV, and the data classes as one table: the same columns in either language."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from incident.events import EVENTS
from incident.fold import TABLES as PROJECTED
from incident.rules.data_classes import CLASSES, KEEPS, TABLES, class_of_field

COLUMNS: Mapping[str, Sequence[str]] = {
    "exports": ("at", "person_id", "name_zh", "name_en", "via", "kind", "format", "incident", "only", "state",
                "purpose", "position", "sha256", "size"),
    "erasures": ("at", "person_id", "name_zh", "name_en", "type", "stream", "position", "reason", "count"),
    "approvals": ("at", "person_id", "name_zh", "name_en", "decision", "subject", "subject_id", "zh", "en",
                  "revision", "class", "digest", "author_id", "incident"),
    "data-classes": ("table", "column", "class", "in_the_log", "purpose_zh", "purpose_en", "keep", "days"),
}  # fmt: skip
#: What a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def data_classes(days: Mapping[str, int | None]) -> dict[str, Any]:
    """Classes, times and every table with the class of each column; fields of events by what they say."""
    return {
        "classes": [
            {"class": name, "zh": one.zh, "en": one.en, "means_zh": one.means_zh, "means_en": one.means_en}
            for name, one in CLASSES.items()
        ],
        "keeps": [
            {"keep": name, "zh": one.zh, "en": one.en, "days": days.get(name, one.days)} for name, one in KEEPS.items()
        ],
        "tables": [
            {
                "table": name, "zh": one.zh, "en": one.en, "keep": one.keep, "in_the_log": name in PROJECTED,
                "columns": [{"column": column, "class": of} for column, of in one.columns.items()],
            }
            for name, one in TABLES.items()
        ],
        "events": [
            {
                "event": name,
                "fields": [{"column": field, "class": class_of_field(name, field)} for field in _fields(kind)],
            }
            for name, kind in sorted(EVENTS.items())
        ],
    }  # fmt: skip


def _fields(kind: Any) -> list[str]:
    return sorted(kind.__dataclass_fields__)


def lines_of_classes(days: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """One line a column and one a field of an event, for the file."""
    told = data_classes(days)
    lasts = {one["keep"]: one["days"] for one in told["keeps"]}
    columns = [
        {
            "table": table["table"], "column": column["column"], "class": column["class"],
            "in_the_log": "yes" if table["in_the_log"] else "no", "purpose_zh": table["zh"], "purpose_en": table["en"],
            "keep": table["keep"], "days": lasts[table["keep"]],
        }
        for table in told["tables"]
        for column in table["columns"]
    ]  # fmt: skip
    fields = [
        {"table": f"event {event['event']}", **field, "in_the_log": "yes", "keep": "log"}
        for event in told["events"]
        for field in event["fields"]
    ]
    return columns + fields


def as_csv(name: str, lines: Iterable[Mapping[str, Any]]) -> bytes:
    """The list `name` as UTF-8 with BOM and CRLF (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS[name])
    for line in lines:
        told = {**line, **(line.get("by") or {})}
        writer.writerow([_cell(told.get(column)) for column in COLUMNS[name]])
    return ("\ufeff" + text.getvalue()).encode("utf-8")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    text = str(value)
    return f"'{text}" if not isinstance(value, int) and text.lstrip().startswith(_FORMULA) else value
