"""A broadcast goes out, is stopped, or is corrected: by one person, and before everything else."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.clock import as_text, from_text
from incident.commands import approvals as deciding
from incident.commands.broadcasts.base import broadcast_row, naming, ready_for, record_draft, recorded
from incident.commands.gateways import end_if_done, parts_of, record_part
from incident.db import Tx
from incident.errors import Conflict
from incident.events import broadcasts as events
from incident.log import Actor, incident_stream
from incident.models import Outbox
from incident.queries.broadcast_family import sent_family
from incident.rules import approvals
from incident.rules import broadcasts as rules
from incident.rules.broadcast_texts import is_prepared, texts_of
from incident.rules.measures import totals
from playbooks.terms.timing import CHINA_TIME
from playbooks.terms.words import SEGMENTS

#: A correction is worth sending for this long.
CORRECTION_VALID = timedelta(hours=24)
#: Earlier messages that a gateway is told of.
_MOST_REFERENCES = 20


def send_out(tx: Tx, actor: Actor, row: dict[str, Any]) -> dict[str, Any]:
    """Start it: one job for each province with recipients waits in the outbox; the row.

    An update stops what of the matter is still going out: nobody gets the old words behind the new ones.
    """
    earlier = sent_family(tx.session, row) if row["refers_to"] else []
    for one in earlier:
        if one["state"] == "broadcasting":
            stop_broadcast(tx, actor, broadcast_id=one["id"])
    customers = {province: totals({province: counties}) for province, counties in row["audience"].items()}
    reached = {province: count for province, count in sorted(customers.items()) if count}
    event = events.BroadcastStarted(**naming(row), at=tx.now, customers=row["customers"], provinces=len(reached))
    row = recorded(tx, actor, row, event)
    for province, count in reached.items():
        part = events.BroadcastPartStarted(
            **naming(row), province=province, customers=count, document=_document(tx, row, province, earlier)
        )
        log.record(tx, part, stream=incident_stream(row["incident_id"]), actor=actor)
    return row


def stop_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str, reason: str = "") -> dict[str, Any]:
    """Stop it, by one person, before everything else: what waits is cancelled, gateways are told at once.

    Returns the row with `stopped_now`, recipients of jobs that had surely not left yet, and `stopping_at`,
    the provinces whose gateways are being told; how many those saved is said when they answer.
    """
    row = ready_for(tx, broadcast_id, "stop", None)
    if row["stopping"]:
        return row | {"stopped_now": 0, "stopping_at": []}
    text = deciding.reason_of(tx, reason, required=False)
    waiting, out = _by_departure(tx, row)
    event = events.BroadcastStopping(
        **naming(row), reason_text=text, person_id=actor.person, at=tx.now, keys=tuple(_key(part) for part in out)
    )
    recorded(tx, actor, row, event)
    for part in waiting:
        record_part(tx, actor, row, part, what="stopped", state="stopped", counts=rules.nothing_left(part["customers"]))
    end_if_done(tx, broadcast_id)
    told = {"stopped_now": sum(part["customers"] for part in waiting), "stopping_at": [p["province"] for p in out]}
    return broadcast_row(tx, broadcast_id) | told


def correct_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str) -> dict[str, Any]:
    """Send the correction that was approved with the original, by one person; the original is stopped first.

    The correction is a broadcast of its own that names the original; nothing of it can be edited.
    """
    original = ready_for(tx, broadcast_id, "correct", None)
    if not original["started_at"] or not original["correction_zh"]:
        raise Conflict("broadcast.no_correction", zh="没有可发送的更正。", en="There is no correction to send.")
    if fold.row_of(tx.session, "broadcast", _prepared_id(broadcast_id, "cancellation")):
        raise Conflict(
            "broadcast.ended", zh="已发出解除，不能再更正。", en="It has been cancelled; nothing is left to correct."
        )
    return _send_prepared(tx, actor, original, "correction")


def cancel_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str) -> dict[str, Any]:
    """Send the word that the original holds no more, as it was approved with it, by one person; it is stopped first."""
    original = ready_for(tx, broadcast_id, "cancel", None)
    if not original["started_at"] or not original["cancel_zh"]:
        raise Conflict("broadcast.no_cancel", zh="没有可发送的解除。", en="There is no cancel to send.")
    return _send_prepared(tx, actor, original, "cancellation")


def _prepared_id(broadcast_id: str, what: approvals.Prepared) -> str:
    return str(uuid.uuid5(uuid.UUID(broadcast_id), what))


def _send_prepared(tx: Tx, actor: Actor, original: dict[str, Any], what: approvals.Prepared) -> dict[str, Any]:
    prepared_id = _prepared_id(original["id"], what)
    if fold.row_of(tx.session, "broadcast", prepared_id):
        if what == "correction":
            raise Conflict("broadcast.corrected", zh="更正已经发出。", en="The correction has been sent already.")
        raise Conflict("broadcast.ended", zh="解除已经发出。", en="The cancel has been sent already.")
    if original["state"] == "broadcasting":
        stop_broadcast(tx, actor, broadcast_id=original["id"])
    bound = approvals.prepared_of(original, what)
    zh, en = {"correction": ("更正", "Correction"), "cancellation": ("解除", "Cancelled")}[what]
    content = bound | {
        "title_zh": f"{zh}：{original['title_zh']}"[:200],
        "title_en": f"{en}: {original['title_en']}"[:200],
        "correction_zh": "",
        "correction_en": "",
        "cancel_zh": "",
        "cancel_en": "",
        "playbook_digest": original["playbook_digest"],
        "valid_until": as_text(tx.now + CORRECTION_VALID),
        "reasons": [{"code": what, "args": {}}],
    }
    row = record_draft(tx, actor, original["incident_id"], prepared_id, content)
    return send_out(tx, actor, row)


def _document(tx: Tx, row: dict[str, Any], province: str, earlier: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The `broadcast/1` document of one province: a description of the audience, never numbers.

    What was prepared names its original, an update all that went before; an update is no haste, so quiet hours and
    what a customer gets a day hold for it.
    """
    counties = row["audience"][province]
    present = {segment for segments in counties.values() for segment, count in segments.items() if count}
    updates = bool(row["refers_to"]) and not is_prepared(row)
    named = [one["id"] for one in earlier if province in one["audience"]] if updates else [row["refers_to"]]
    references = [f"{one}:{province}" for one in named[-_MOST_REFERENCES:] if one]
    return (
        {
            "document": "broadcast/1",
            "world": tx.world.kind,
            "audience": {
                "counties": {
                    province: sorted(county for county, segments in counties.items() if any(segments.values()))
                },
                "segments": [segment for segment in SEGMENTS if segment in present],
                "rules": list(row["rules"]),
                "count": totals({province: counties}),
            },
            "channel": row["channel"],
            "texts": {language: text for language, text in texts_of(row).items() if language in row["languages"]},
            "validity": {"from": _moment(row["started_at"]), "until": _moment(row["valid_until"])},
            "references": references,
        }
        | ({"waits": True} if updates else {})
        | _of_a_survey(row, province)
    )


def _of_a_survey(row: Mapping[str, Any], province: str) -> dict[str, Any]:
    """A survey asks a sample, drawn under its own key; what follows it goes to those very people and asks nothing."""
    if not row["survey"]:
        return {}
    if is_prepared(row):
        return {"sample_of": f"{row['refers_to']}:{province}"}
    until = from_text(row["valid_until"]) + timedelta(hours=row["survey"]["answer_hours"])
    question = {"scale": row["survey"]["scale"], "answers_until": _moment(as_text(until))}
    return {"sample_of": f"{row['id']}:{province}", "survey": question}


def _by_departure(tx: Tx, row: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Parts that nobody has taken from the outbox, and parts that may be at a gateway."""
    untaken = set(
        tx.session.scalars(
            select(Outbox.key).where(
                Outbox.kind == "broadcast",
                Outbox.key.startswith(f"{row['id']}:", autoescape=True),
                Outbox.state == "pending",
            )
        )
    )
    moving = [part for part in parts_of(tx, row["id"]) if part["state"] not in rules.FINAL_PARTS]
    return [p for p in moving if _key(p) in untaken], [p for p in moving if _key(p) not in untaken]


def _key(part: Mapping[str, Any]) -> str:
    return str(rules.PartKey(part["broadcast_id"], part["province"], part["attempt"]))


def _moment(text: str) -> str:
    return from_text(text).astimezone(CHINA_TIME).replace(microsecond=0).isoformat()
