"""What differs between two moments of an incident: in figures, in words, and row by row.

Versions that stood at both moments are the same rows, so only those that stood at one of the two are read.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.past.standing import Part, Standing, rows_of, seen_by, standing_at, tables_of
from incident.queries.events import NATION
from incident.queries.past import footprint_at, last_seen
from incident.queries.state import LEFT_OUT
from incident.rules.differences import Figures, words_of

#: Differing rows that are told of each table; their number is told whole.
MOST_ROWS = 100
#: Tables whose rows are counted by state.
BY_STATE = ("task", "measure", "broadcast")
_COMMITTED = frozenset(
    {"approved", "executing", "held", "partially_applied", "in_effect", "ending", "completed"}
)  # fmt: skip


def compared(
    session: Session, file: sqlite3.Connection, *, incident_id: str, room: str, earlier: int, later: int
) -> dict[str, Any]:
    """`{room, from, to, figures, words, tables}` of two positions that the file must have been derived to.

    `figures` are pairs, before and after; `tables` tell how many rows are new and how many changed, and the first of
    them with what changed.
    """
    before, after = standing_at(file, earlier), standing_at(file, later)
    figures = {name: figures_of(file, one, room) for name, one in (("from", before), ("to", after))}
    return {
        "incident": incident_id,
        "room": room,
        **{
            name: _moment(session, incident_id, room, position)
            for name, position in (("from", earlier), ("to", later))
        },
        "figures": {name: [figures["from"][name], figures["to"][name]] for name in figures["to"]},
        "words": [{"zh": word.zh, "en": word.en} for word in words_of(figures["from"], figures["to"])],
        "tables": _tables(file, before, after, room),
    }  # fmt: skip


def figures_of(file: sqlite3.Connection, standing: Standing, room: str) -> Figures:
    """What the incident looked like at one moment, in a few figures."""
    seen = seen_by(room)
    parts = Counter(standing.parts[number] for number in standing.versions.values())
    told: Figures = {name: _by_state(parts, name, seen) for name in BY_STATE}
    few = tables_of(
        file,
        standing,
        lambda part: seen(part) and part.name in ("incident", "province_incident", "measure", "footprint"),
    )
    heads = few.get("incident" if room == NATION else "province_incident", {}).values()
    head = next(iter(heads), {})
    footprint = footprint_at(file, standing, room)
    told |= {name: head.get(name) for name in ("state", "response_level", "warning_colour")}
    told["footprint_version"] = few.get("footprint", {}).get(footprint, {}).get("version") or head.get(
        "footprint_version"
    )
    told |= _impact(file, standing, room, footprint)
    silent = [row for row in few.get("province_incident", {}).values() if row["unreachable_since"]]
    told["unreachable_provinces"] = len(silent)
    committed = [row for row in few.get("measure", {}).values() if row["state"] in _COMMITTED]
    told["committed_fen"] = sum(row["cost_fen"] for row in committed)
    return told


def _by_state(parts: Mapping[Part, int], name: str, seen: Callable[[Part], bool]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for part, rows in parts.items():
        if part.name == name and seen(part):
            found[part.what] += rows
    return dict(sorted(found.items()))


def _impact(file: sqlite3.Connection, standing: Standing, room: str, footprint: str) -> dict[str, int]:
    """Customers, counties and provinces in the footprint that counted."""
    seen = seen_by(room)
    rows = tables_of(
        file,
        standing,
        lambda part: part.name == "impact_region" and part.what == footprint and bool(footprint) and seen(part),
    ).get("impact_region", {})
    return {
        "customers": sum(row["total"] for row in rows.values() if row["level"] == "province"),
        "counties": len({row["region"] for row in rows.values() if row["level"] == "county"}),
        "provinces": len({row["region"] for row in rows.values() if row["level"] == "province"}),
    }


def _tables(file: sqlite3.Connection, before: Standing, after: Standing, room: str) -> dict[str, Any]:
    """New and changed rows by table; a row never goes, so there are no others."""
    seen = seen_by(room)
    new = _only_in(after, before, seen)
    old = _only_in(before, after, seen)
    was = _rows_by_key(file, before, old)
    told: dict[str, dict[str, Any]] = {}
    for (name, key), row in sorted(_rows_by_key(file, after, new).items()):
        known = was.get((name, key))
        table = told.setdefault(name, {"added": 0, "changed": 0, "rows": []})
        table["added" if known is None else "changed"] += 1
        if len(table["rows"]) < MOST_ROWS:
            table["rows"].append(_differing(known, row))
    return told


def _only_in(one: Standing, other: Standing, seen: Callable[[Part], bool]) -> list[int]:
    return sorted(
        n
        for n in one.versions.keys() - other.versions.keys()
        if seen(part := one.parts[one.versions[n]]) and part.name not in LEFT_OUT
    )


def _rows_by_key(file: sqlite3.Connection, standing: Standing, numbers: list[int]) -> dict[tuple[str, str], Any]:
    found = {}
    for n, text in rows_of(file, numbers):
        row = orjson.loads(text)
        found[standing.parts[standing.versions[n]].name, row["id"]] = row
    return found


def _differing(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
    """A row's id, titles and province, whether it is new, and its columns that differ as pairs."""
    named = {name: after[name] for name in ("id", "province", "title_zh", "title_en", "region") if name in after}
    if before is None:
        return named | {"added": True, "changes": {}}
    changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    return named | {"added": False, "changes": changes}


def _moment(session: Session, incident_id: str, room: str, position: int) -> dict[str, Any]:
    seen, at = last_seen(session, incident_id=incident_id, room=room, upto=position)
    return {"position": seen, "at": as_text(at) if at else None}
