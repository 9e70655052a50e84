"""Headquarters says what a kind of figure is held against, with a reason; it outranks playbook and promise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from incident import log
from incident.commands.outcomes.stating import accepting
from incident.db import Tx
from incident.errors import Invalid
from incident.events.base import NATION
from incident.events.outcomes import OutcomeTargetSet
from incident.log import Actor, incident_stream
from incident.queries.outcome_ground import ground_of
from incident.rules.outcomes.kinds import KINDS
from incident.rules.outcomes.words import number_text


def set_target(
    tx: Tx, actor: Actor, *, incident_id: str, kind: str, value: int | None, places: Sequence[str], reason: str
) -> dict[str, Any]:
    """Set what figures of a kind are held against in `places` (adcodes, or `nation` for the total).

    `value` is in the kind's smallest step; None takes the target back. Each place is told by an event of its own.
    """
    accepting(tx, incident_id)
    known = KINDS.get(kind)
    if known is None:
        raise Invalid(
            "outcome.kind_unknown", field="kind", zh=f"没有「{kind}」这个指标。", en=f"There is no indicator “{kind}”."
        )
    if value is not None and not known.least <= value <= known.most:
        least, most = number_text(known, known.least), number_text(known, known.most)
        raise Invalid(
            "outcome.target_range",
            field="value",
            zh=f"目标须在 {least} 至 {most} 之间。",
            en=f"A target is {least} to {most}.",
        )
    if not reason.strip():
        raise Invalid("reason_missing", field="reason", zh="请写明理由。", en="Say why.")
    ground, _measures = ground_of(tx.session, incident_id=incident_id, now=tx.now)
    wanted = sorted(set(places))
    unknown = [place for place in wanted if place != NATION and place not in ground.told]
    if unknown or not wanted:
        raise Invalid(
            "outcome.no_such_place",
            field="places",
            zh=f"本次事件没有通知 {'、'.join(unknown) or '任何省份'}。",
            en=f"{', '.join(unknown) or 'No province'} was not told of this incident.",
        )
    told = [
        OutcomeTargetSet(
            place=place,
            incident_id=incident_id,
            outcome=kind,
            value=value,
            reason_text=log.keep_text(tx, reason.strip(), audience=place),
            by=actor.person,
            at=tx.now,
        )
        for place in wanted
    ]
    log.record_many(tx, told, stream=incident_stream(incident_id), actor=actor)
    return {"kind": kind, "value": value, "places": wanted}
