"""A figure from elsewhere is written down, so that triggers and conditions of playbooks that ask for it can hold."""

from __future__ import annotations

from typing import Any

from incident import fold, log
from incident.commands.reading import open_incident
from incident.db import Tx
from incident.errors import Invalid
from incident.events.readings import ReadingTaken
from incident.log import Actor, incident_stream
from playbooks.source.playbook import Playbook

#: Far above any counter; a larger one is a mistake.
MOST = 10**12


def take_reading(
    tx: Tx, actor: Actor, *, incident_id: str, playbook: Playbook, name: str, reading: int, source: str
) -> dict[str, Any]:
    """Write down a reading of one of the playbook's signals, in the unit that it declares; Invalid for another name."""
    open_incident(tx, incident_id)
    signal = playbook.signals.get(name)
    if signal is None:
        known = list(playbook.signals)
        raise Invalid(
            "reading.unknown",
            field="name",
            zh=f"预案“{playbook.title.zh}”没有信号 {name}；有的是：{'、'.join(known) or '无'}。",
            en=f"“{playbook.title.en}” has no signal {name}; it has: {', '.join(known) or 'none'}.",
        )
    if not -MOST <= reading <= MOST:
        raise Invalid("reading.size", field="reading", zh="读数过大。", en="The reading is too large.")
    event = ReadingTaken(
        incident_id=incident_id,
        name=name,
        unit=signal.unit,
        title_zh=signal.title.zh,
        title_en=signal.title.en,
        reading=reading,
        source=source,
        read_at=tx.now,
        read_by=actor.person or "",
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return fold.row_of(tx.session, "reading", f"{incident_id}:{name}")
