"""A table of outcomes as it would land: read in the sandbox, looked at beside what counts, nothing written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import GeoError
from geo.table_apart import read_table_apart
from geo.words import in_chinese
from incident.errors import Invalid, NotFound
from incident.models import Blob, OutcomeImport
from incident.queries.outcome_ground import counting_of, ground_of
from incident.rules.outcomes.faults import Fault
from incident.rules.outcomes.rows import COLUMNS, Finder
from incident.rules.outcomes.table import Reading, TableRefused, read_table

MOST_BYTES = 8_000_000


@dataclass(frozen=True)
class Table:
    """A file that somebody brought, and the cells that the sandbox found in it; the head first."""

    name: str
    content: bytes
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    #: What reading it had to say: its encoding, which sheet.
    notes: tuple[str, ...] = ()


def open_table(name: str, content: bytes) -> Table:
    """Read the cells apart; Invalid with the line at fault where it is no table, torn, or too large."""
    if len(content) > MOST_BYTES:
        raise _refused(
            name, f"文件超过 {MOST_BYTES // 1_000_000} MB，请分几份。", "the file is too large; give it in parts."
        )
    try:
        answer = read_table_apart("plain_table", content, columns={})
    except GeoError as error:
        raise _refused(name, in_chinese(str(error)), str(error)) from None
    rows = tuple((int(line), tuple(str(cell) for cell in cells)) for line, cells in answer["rows"])
    return Table(name, content, rows, tuple(str(note) for note in answer["notes"]))


def read_rows(session: Session, table: Table, *, incident_id: str, now: datetime, finder: Finder) -> Reading:
    """What of the table would land now; Invalid where its head cannot be understood."""
    ground, _measures = ground_of(session, incident_id=incident_id, now=now)
    counting = counting_of(session, incident_id=incident_id)
    try:
        return read_table(table.rows, ground=ground, finder=finder, counting=counting)
    except TableRefused as refused:
        raise _refused(table.name, refused.zh, refused.en) from None


def told_faults(reading: Reading) -> list[dict[str, Any]]:
    """The bad rows as pages and files show them: where, what stood there, what is wrong and the way out."""
    return [
        {"row": bad.row, "cells": list(bad.cells), "faults": [_told(fault) for fault in bad.faults]}
        for bad in reading.bad
    ]


def kept_faults(session: Session, import_id: str) -> tuple[Sequence[str], list[dict[str, Any]]]:
    """Head and bad rows of a table that was brought; NotFound where none of it was bad."""
    digest = session.scalar(select(OutcomeImport.faults).where(OutcomeImport.id == import_id))
    blob = session.scalar(select(Blob).where(Blob.digest == digest)) if digest else None
    if blob is None or blob.redacted_at is not None:
        raise NotFound.of("待改的行", "row to be mended")
    kept = json.loads(blob.content)
    return kept["header"], kept["rows"]


def _told(fault: Fault) -> dict[str, str]:
    zh, en = COLUMNS.get(fault.field, (fault.field, fault.field))[:2]
    return vars(fault) | {"column_zh": zh, "column_en": en}


def _refused(name: str, zh: str, en: str) -> Invalid:
    return Invalid("outcome.table", field="file", zh=f"{name}：{zh}", en=f"{name}: {en}")
