"""What came of notices to hotlines and halls: trouble enters the queue of exceptions, and a retry sends the next one.

A notice that was taken needs no event; one that was overtaken by a later notice of its measure is nobody's trouble.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from incident import fold, log
from incident.commands.deriving import parts_of
from incident.db import Tx
from incident.errors import Conflict, NotFound
from incident.events import service_notices as events
from incident.log import SYSTEM, Actor, incident_stream
from incident.rules import exceptions as rules
from incident.rules import services
from incident.rules.measures import as_running

_MOST_SAID = 200


@dataclass(frozen=True, kw_only=True)
class NoticeResult:
    """A notice that its system has not taken, and will not by itself."""

    key: services.ServiceKey
    trouble: Literal["refused", "unknown"]
    said: str


def note_notices(tx: Tx, results: Sequence[NoticeResult]) -> None:
    """Record the trouble of one incident's notices; the caller's transaction holds its stream."""
    for result in results:
        key = result.key
        row, part = _row_and_part(tx, key.measure_id, key.province)
        if part["notice_number"] != key.number:
            continue
        event = events.ServiceNoticeNotTaken(
            measure_id=row["id"],
            province=key.province,
            title_zh=row["title_zh"],
            title_en=row["title_en"],
            connector=key.connector,
            number=key.number,
            trouble=result.trouble,
            said=result.said[:_MOST_SAID],
        )
        log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=SYSTEM)


def notice_part(tx: Tx, notice_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Measure and part that an exception's `service:measure:province` speaks of; NotFound for anything else."""
    try:
        measure_id, province = rules.read_notice_id(notice_id)
    except ValueError:
        raise NotFound.of("通知", "notice") from None
    return _row_and_part(tx, measure_id, province)


def send_notice_again(tx: Tx, actor: Actor, *, notice_id: str) -> None:
    """Tell a hotline or halls what holds now, under a new key; Conflict where nothing is in trouble or it is held."""
    row, part = notice_part(tx, notice_id)
    if not rules.may_tell_again(part):
        raise Conflict(
            "exception.not_told",
            zh=f"「{row['title_zh']}」的通知现在不能重发：没有被拒收，或措施已暂停（继续时会重新通知）。",
            en=f"The notice of “{row['title_en']}” cannot be sent again now: none was refused, or the measure is held"
            " (resuming it tells anew).",
        )
    notice = services.telling(
        as_running(row),
        province=part["province"],
        state="ended" if part["state"] in services.OVER else "open",
        told=part["notice_number"],
        exercise=tx.world.kind == "exercise",
    )
    if notice.number is None:
        raise NotFound.of("通知", "notice")
    event = events.ServiceNoticeSentAgain(
        measure_id=row["id"],
        province=part["province"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        connector=services.CONNECTORS[row["delivery"]],
        notice_number=notice.number,
        leaving=notice.leaving,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)


def _row_and_part(tx: Tx, measure_id: str, province: str) -> tuple[dict[str, Any], dict[str, Any]]:
    row = fold.row_of(tx.session, "measure", measure_id)
    for part in parts_of(tx, measure_id) if row else ():
        if part["province"] == province:
            return row, part
    raise NotFound.of("通知", "notice")
