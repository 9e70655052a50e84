"""A table of figures lands: every good row or none, in one transaction; the bad ones are named and kept to be mended.

A row's figure has its id from the file's digest and the row, so the same file brings nothing twice; and what counts
already is known by its place and days, whichever file it came with.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import defaultdict
from typing import Any

from incident import log
from incident.commands.outcomes.stating import accepting, row_of
from incident.db import Tx
from incident.events.base import NATION
from incident.events.outcomes import FiguresImported, OutcomeTableRead
from incident.log import Actor, incident_stream
from incident.queries.outcome_tables import Table, read_rows, told_faults
from incident.rules.attachments import clean_name
from incident.rules.outcomes.rows import Finder
from incident.rules.outcomes.table import Good

#: Figures in one event.
_AT_ONCE = 200
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def import_table(
    tx: Tx, actor: Actor, *, incident_id: str, import_id: str, table: Table, finder: Finder, place: str
) -> dict[str, Any]:
    """Land the good rows of a table; what landed, what was known and what is bad, with each row's faults.

    `place` is who may see the file as a whole: `nation`, or the province that brings it. Where nothing lands and
    nothing is bad, nothing is written.
    """
    accepting(tx, incident_id)
    reading = read_rows(tx.session, table, incident_id=incident_id, now=tx.now, finder=finder)
    digest = hashlib.sha256(table.content).hexdigest()
    corrected = sum(good.replaces is not None for good in reading.good)
    told: dict[str, Any] = {
        "id": import_id,
        "file_digest": digest,
        "landed": len(reading.good),
        "corrected": corrected,
        "known": len(reading.known),
        "bad": len(reading.bad),
        "rows": told_faults(reading),
    }
    if not reading.good and not reading.bad:
        return told | {"id": None}
    media = _SPREADSHEET if table.content.startswith(b"PK") else "text/csv"
    evidence = log.keep_bytes(tx, table.content, audience=place, media_type=media)
    faults = json.dumps({"header": list(reading.header), "rows": told["rows"]}, ensure_ascii=False)
    event = OutcomeTableRead(
        place=place,
        import_id=import_id,
        file_digest=digest,
        evidence=evidence,
        name_text=log.keep_text(tx, clean_name(table.name), audience=place),
        landed=len(reading.good),
        corrected=corrected,
        known=len(reading.known),
        bad=len(reading.bad),
        faults=log.keep_text(tx, faults, audience=place, media_type="application/json") if reading.bad else None,
        by=actor.person,
        at=tx.now,
    )
    landing = _landing(tx, actor, incident_id, event, reading.good)
    log.record_many(tx, [event, *landing], stream=incident_stream(incident_id), actor=actor)
    return told


def _landing(tx: Tx, actor: Actor, incident_id: str, read: OutcomeTableRead, good: list[Good]) -> list[FiguresImported]:
    by_place: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for one in good:
        place = one.candidate.province or NATION
        key = str(uuid.uuid5(uuid.UUID(incident_id), f"{read.import_id}:{read.file_digest}:{one.row}"))
        row = row_of(
            one.candidate,
            evidence=read.evidence if place == read.place else None,
            evidence_name_text=read.name_text if place == read.place else None,
            note_text=log.keep_text(tx, one.candidate.note, audience=place) if one.candidate.note else None,
            import_id=read.import_id,
            row=one.row,
            person_id=actor.person,
            entered_at=tx.now,
            replaces=one.replaces,
            reason_text=log.keep_text(tx, one.candidate.correction, audience=place) if one.replaces else None,
        )
        by_place[place].append((key, row))
    return [
        FiguresImported(
            place=place, import_id=read.import_id, by=actor.person, count=len(rows[at : at + _AT_ONCE]),
            figures=tuple(rows[at : at + _AT_ONCE]),
        )
        for place, rows in sorted(by_place.items())
        for at in range(0, len(rows), _AT_ONCE)
    ]  # fmt: skip
