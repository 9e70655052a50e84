"""`tongxin log state`: an incident at a past moment in a few lines, or as rows; and two moments beside one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

import orjson

from incident.cli.refusals import BadInput
from incident.clock import as_text
from incident.past import Pasts, position_of, read_asked
from incident.past.moments import head_of
from incident.past.standing import seen_by, standing_at, tables_of
from incident.queries.past import last_seen
from incident.queries.past_compare import compared, figures_of
from incident.rules.differences import state_words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from incident.config import Settings

Progress = Callable[[int, int], None]


def tell_state(
    session: Session, settings: Settings, incident: str, at: str, *, room: str, as_json: bool, progress: Progress
) -> str:
    """The incident at the moment `at`: its figures and how many rows each table had, or all rows as JSON."""
    with _past(session, settings, incident, progress) as file:
        position = position_of(session, incident, read_asked(at, field="--at"), field="--at")
        standing = standing_at(file, position)
        tables = tables_of(file, standing, seen_by(room))
        seen, moment = last_seen(session, incident_id=incident, room=room, upto=position)
        if as_json:
            told = {"incident": incident, "room": room, "position": seen, "at": moment and as_text(moment)}
            return orjson.dumps(told | {"tables": tables}, option=orjson.OPT_INDENT_2).decode()
        figures = figures_of(file, standing, room)
    lines = [f"{incident} as {room} at #{seen}" + (f", {as_text(moment)}" if moment else "")]
    lines += [f"  {line}" for line in _figures(figures)]
    lines += [f"  {name}: {len(rows):,}" for name, rows in sorted(tables.items()) if rows]
    return "\n".join(lines)


def tell_difference(
    session: Session,
    settings: Settings,
    incident: str,
    at: str,
    against: str,
    *,
    room: str,
    as_json: bool,
    progress: Progress,
) -> str:
    """What differs between two moments, in sentences and numbers of rows, or whole as JSON."""
    with _past(session, settings, incident, progress) as file:
        first = position_of(session, incident, read_asked(at, field="--at"), field="--at")
        second = position_of(session, incident, read_asked(against, field="--against"), field="--against")
        found = compared(
            session, file, incident_id=incident, room=room, earlier=min(first, second), later=max(first, second)
        )
    if as_json:
        return orjson.dumps(found, option=orjson.OPT_INDENT_2).decode()
    lines = [f"{incident} as {room} from #{found['from']['position']:,} to #{found['to']['position']:,}"]
    lines += [f"  {word['en']}" for word in found["words"]]
    lines += [
        f"  {name}: {table['added']:,} new, {table['changed']:,} changed" for name, table in found["tables"].items()
    ]
    return "\n".join(lines)


@contextmanager
def _past(session: Session, settings: Settings, incident: str, progress: Progress) -> Iterator[Connection]:
    """The incident's past, derived to its head; BadInput where there is no such incident."""
    head = head_of(session, incident)
    if head == 0:
        raise BadInput(f"{incident}: there is no incident with this id")
    pasts = Pasts(settings.past_dir())
    pasts.derive_here(session, incident, told=lambda position: progress(position, head))
    with pasts.open(session, incident, upto=head) as file:
        yield file


def _figures(figures: dict[str, Any]) -> Iterator[str]:
    """The figures as a person reads them."""
    level, colour = figures["response_level"] or "none", figures["warning_colour"] or "none"
    yield f"state {state_words('incident', figures['state'])[1]}, response level {level}, warning {colour}"
    yield f"customers covered {figures['customers']:,} in {figures['counties']:,} counties"
    for name in ("task", "measure", "broadcast"):
        counts = [f"{state_words(name, state)[1]} {count:,}" for state, count in figures[name].items()]
        if counts:
            yield f"{name}s: " + ", ".join(counts)
