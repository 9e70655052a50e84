"""Holds the rule of goal G9 after every single commit: the old snapshot and the new events give the new snapshot.

The fold here is written a second time, without tables, types or SQL, as a browser does it: an upsert of one row for
each change, with the incident and the event's audience added.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Container
from typing import Any

from sqlalchemy import select

from geo.regions import Regions
from incident.db import Database
from incident.events.drills import STREAM as DRILLS
from incident.events.duty import STREAM as DUTY
from incident.events.findings import STREAM as REVIEW
from incident.events.people import STREAM as PEOPLE
from incident.events.playbooks import STREAM as PLAYBOOKS
from incident.events.record import STREAM as RECORD
from incident.events.signals import STREAM as DATA
from incident.models import EventRow, ProvinceIncident
from incident.queries.events import NATION, events_after, tell
from incident.queries.state import snapshot

Tables = dict[str, dict[str, dict[str, Any]]]
#: Ids of people are cut to eight characters where nobody of that id is known; digests and UUIDs are whole.
UNRESOLVED = re.compile(
    r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{64}\b"
    r"|\b(0000000\d|1{8}|2{8}|3{8})\b|已删除|redacted"
)
ADCODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


class Watch:
    """Follows one incident in all its rooms from commit to commit; `faults` is what did not hold."""

    def __init__(self, db: Database, regions: Regions) -> None:
        self.faults: list[str] = []
        self.seen: set[str] = set()
        self._db = db
        self._regions = regions
        self._rooms: dict[tuple[str, str], tuple[int, Tables]] = {}

    def begin(self) -> None:
        """Look after every commit from now on."""
        self._db.bells.append(self._look)

    def _look(self, streams: frozenset[str], _kinds: frozenset[str]) -> None:
        for stream in sorted(streams):
            if stream in (PEOPLE, DATA, DUTY, PLAYBOOKS, REVIEW, DRILLS, RECORD):
                self._read_all(stream)
            elif stream.startswith("incident:"):
                self._compare(stream.removeprefix("incident:"))

    def _compare(self, incident: str) -> None:
        with self._db.read() as session:
            provinces = session.scalars(
                select(ProvinceIncident.province).where(ProvinceIncident.incident_id == incident)
            ).all()
            for room in (NATION, *(province for province in provinces if province)):
                position, tables = self._rooms.get((incident, room), (0, {}))
                page = events_after(session, incident_id=incident, room=room, after=position, regions=self._regions)
                assert not page["more"], "a story's transaction may not hold more than a page of events"
                fold_plainly(tables, page["events"])
                now = snapshot(session, incident_id=incident, room=room, regions=self._regions)
                self.faults += [f"{room}: {what}" for what in differences(tables, now["tables"])]
                self._rooms[incident, room] = (page["upto"], tables)
                if room == NATION:
                    self._read(page["events"])

    def _read_all(self, stream: str) -> None:
        with self._db.read() as session:
            rows = session.scalars(select(EventRow).where(EventRow.stream == stream)).all()
            self._read(tell(session, rows, self._regions))

    def _read(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            self.seen.add(event["type"])
            self.faults += [f"{event['type']}: {what}" for what in unreadable(event["say"], self._regions)]


def fold_plainly(tables: Tables, events: list[dict[str, Any]]) -> None:
    """Fold events into plain dictionaries; the first change of a row brings its incident and its audience."""
    for event in events:
        audience = event["audience"]
        for table, [key], values in event["changes"]:
            row = tables.setdefault(table, {}).setdefault(
                key,
                {
                    "id": key,
                    "incident_id": event["stream"].removeprefix("incident:"),
                    "province": None if audience == NATION else audience,
                },
            )
            row.update(copy.deepcopy(values))


def differences(folded: Tables, rows: Tables) -> list[str]:
    """Where a folded state is not the snapshot. An older footprint's impact stays with whoever has seen it."""
    found = []
    for table, want in rows.items():
        have = folded.get(table, {})
        for key in want.keys() | have.keys():
            if key not in want and table == "impact_region":
                continue
            if want.get(key) != have.get(key):
                found.append(f"{table} {key} is {want.get(key)}, folded {have.get(key)}")
    return found


def unreadable(say: dict[str, str], regions: Container[str]) -> list[str]:
    """What is wrong with an event's two sentences."""
    found = [f"no {language} sentence" for language in ("zh", "en") if not say[language].strip()]
    if say["zh"] == say["en"]:
        found.append(f"the same sentence in both languages: {say['zh']}")
    for sentence in say.values():
        if match := UNRESOLVED.search(sentence):
            found.append(f"unresolved {match.group()!r} in {sentence!r}")
        found += [f"unresolved region {code} in {sentence!r}" for code in ADCODE.findall(sentence) if code in regions]
    return found
