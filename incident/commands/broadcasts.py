"""What people decide about a public broadcast. Always two approvers, who each type the number of recipients.

Stopping and correcting take one person (RELIABILITY.md rule 18). What gateways answer is recorded by
incident/commands/gateways.py.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.clock import as_text, from_text
from incident.commands import approvals as deciding
from incident.commands.drafting import area_of_item, measure_id_of
from incident.commands.gateways import end_if_done, parts_of, record_part
from incident.commands.reading import check_revision, open_incident
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events import Event
from incident.events import broadcasts as events
from incident.log import Actor, incident_stream
from incident.models import Outbox
from incident.rules import approvals
from incident.rules import broadcasts as rules
from incident.rules.measures import totals
from playbooks.model import Playbook
from playbooks.plan import PlanItem
from playbooks.timing import CHINA_TIME
from playbooks.words import SEGMENTS

LONGEST_TEXT = 1000
#: A correction is worth sending for this long.
CORRECTION_VALID = timedelta(hours=24)
#: Gateways take no job that is valid for longer.
LONGEST_VALID = timedelta(days=31)


def broadcast_row(tx: Tx, broadcast_id: str) -> dict[str, Any]:
    """The broadcast in log spelling; NotFound when there is none."""
    row = fold.row_of(tx.session, "broadcast", broadcast_id)
    if not row:
        raise NotFound.of("广播", "broadcast")
    return row


def draft_broadcast_from_plan_item(
    tx: Tx, actor: Actor, *, incident_id: str, item: PlanItem, playbook: Playbook
) -> dict[str, Any]:
    """Draft the broadcast that a plan proposes. One that has gone out is never changed by a plan: its row, as is."""
    if item.message is None or item.window is None:
        raise ValueError(f"{item.item_key} is not a broadcast: it has no message or window")
    texts = {message.lang: message.text for message in item.message.texts}
    corrections = {message.lang: message.text for message in item.message.corrections}
    area = area_of_item(item)
    content = {
        "title_zh": item.title.zh,
        "title_en": item.title.en,
        "channel": item.message.channel,
        **_texts(tx, texts["zh"], texts["en"], corrections.get("zh", ""), corrections.get("en", "")),
        "languages": list(item.fields.get("languages", ["zh"])),
        "audience": area,
        "rules": list(item.rules),
        "customers": totals(area),
        "playbook_digest": playbook.digest,
        "valid_until": as_text(datetime.fromisoformat(item.window.until)),
        "reasons": [{"code": reason.code, "args": dict(reason.args)} for reason in item.reasons],
    }
    broadcast_id = measure_id_of(incident_id, item.item_key)
    before = fold.row_of(tx.session, "broadcast", broadcast_id)
    if not before:
        return _draft(tx, actor, incident_id, broadcast_id, content | {"item_key": item.item_key})
    content = {name: value for name, value in content.items() if before[name] != value}
    if before["started_at"] or (set(content) <= {"reasons"} and before["state"] not in ("rejected", "cancelled")):
        return before
    return _revise(tx, actor, before, content)


def draft_broadcast_by_hand(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    broadcast_id: str,
    title_zh: str,
    title_en: str,
    body_zh: str,
    body_en: str,
    correction_zh: str,
    correction_en: str,
    audience: Mapping[str, Any],
    valid_until: datetime,
    languages: tuple[str, ...] = ("zh",),
    rules_counted: tuple[str, ...] = ("home_cell",),
    channel: str = "sms",
) -> dict[str, Any]:
    """Draft a public message without a playbook, with the correction that goes with it."""
    open_incident(tx, incident_id)
    if fold.row_of(tx.session, "broadcast", broadcast_id):
        raise Conflict("broadcast.exists", zh="这条广播已经起草。", en="This broadcast has been drafted already.")
    content = {
        "item_key": f"hand/{broadcast_id}",
        "title_zh": title_zh.strip(),
        "title_en": title_en.strip(),
        "channel": channel,
        **_texts(tx, body_zh, body_en, correction_zh, correction_en),
        "languages": list(languages),
        "audience": {p: {c: dict(s) for c, s in counties.items()} for p, counties in audience.items()},
        "rules": list(rules_counted),
        "customers": totals(audience),
        "playbook_digest": None,
        "valid_until": as_text(valid_until),
        "reasons": [{"code": "by_hand", "args": {}}],
    }
    return _draft(tx, actor, incident_id, broadcast_id, content)


def edit_broadcast(
    tx: Tx, actor: Actor, *, broadcast_id: str, changes: Mapping[str, Any], revision: int | None = None
) -> dict[str, Any]:
    """Change body, correction, titles or validity (`valid_until` a datetime) before it goes out."""
    row = _ready(tx, broadcast_id, "edit", revision)
    open_incident(tx, row["incident_id"])
    if row["started_at"] or row["refers_to"]:
        raise Conflict(
            "broadcast.gone", zh="已发出的广播不能改，只能更正。", en="What has gone out can only be corrected."
        )
    known = {"title_zh", "title_en", "body_zh", "body_en", "correction_zh", "correction_en", "valid_until"}
    if unknown := sorted(set(changes) - known):
        raise Invalid(
            "broadcast.field", field=unknown[0], zh=f"不能修改 {unknown[0]}。", en=f"{unknown[0]} cannot be edited."
        )
    content = dict(changes)
    if "valid_until" in content:
        content["valid_until"] = as_text(content["valid_until"])
    after = {**row, **content}
    content |= _texts(tx, *(after[name] for name in ("body_zh", "body_en", "correction_zh", "correction_en")))
    content = {name: value for name, value in content.items() if row[name] != value}
    return _revise(tx, actor, row, content) if content else row


def submit_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str, revision: int | None = None) -> dict[str, Any]:
    """Put a draft before the approvers; it needs its correction, somebody to reach, and time to be valid."""
    row = _ready(tx, broadcast_id, "submit", revision)
    open_incident(tx, row["incident_id"])
    for name, zh, en in (
        ("body_zh", "中文正文", "the Chinese text"),
        ("body_en", "英文正文", "the English text"),
        ("correction_zh", "中文更正稿", "the Chinese correction"),
        ("correction_en", "英文更正稿", "the English correction"),
    ):
        if not rules.body_of(row[name], exercise=False):
            raise Invalid("broadcast.incomplete", field=name, zh=f"还缺{zh}。", en=f"{en} is missing.")
    if row["customers"] < 1:
        raise Invalid("broadcast.nobody", field="audience", zh="没有接收客户。", en="There is nobody to reach.")
    _check_validity(tx, row)
    return _done(tx, actor, row, events.BroadcastSubmitted(**_of(row), at=tx.now))


def approve_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str, digest: str, typed_count: int) -> dict[str, Any]:
    """Approve exactly the bytes of `digest`, having typed the number of recipients; the second sends it."""
    row = broadcast_row(tx, broadcast_id)
    open_incident(tx, row["incident_id"])
    deciding.refuse_unless_may_approve(tx, actor, row, digest=digest)
    if typed_count != row["customers"]:
        raise Invalid(
            "broadcast.count",
            field="typed_count",
            zh="输入的客户数与将要发送的不一致，请核对。",
            en="The number you typed is not the number of recipients; look again.",
        )
    _check_validity(tx, row)
    _decide(tx, actor, row, "approve", reason=None)
    row = broadcast_row(tx, broadcast_id)
    if approvals.is_enough(row, deciding.decisions_of(tx.session, broadcast_id), approval_class="A"):
        return _start(tx, actor, row)
    return row


def reject_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str, reason: str) -> dict[str, Any]:
    """Say no."""
    row = _ready(tx, broadcast_id, "reject", None)
    _decide(tx, actor, row, "reject", reason=deciding.reason_of(tx, reason, required=True))
    return broadcast_row(tx, broadcast_id)


def return_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str, reason: str) -> dict[str, Any]:
    """Send it back to be changed; an approval given so far no longer counts."""
    row = _ready(tx, broadcast_id, "return", None)
    _decide(tx, actor, row, "return", reason=deciding.reason_of(tx, reason, required=True))
    return broadcast_row(tx, broadcast_id)


def withdraw_broadcast(tx: Tx, actor: Actor, *, incident_id: str, item_key: str, reason: str) -> dict[str, Any]:
    """A new plan has it no more: cancel it while it has not gone out; else nothing, it has gone."""
    row = broadcast_row(tx, measure_id_of(incident_id, item_key))
    if rules.next_state("withdraw", row["state"]) is None:
        return row
    text = deciding.reason_of(tx, reason, required=True)
    event = events.BroadcastEnded(
        **_of(row), state="cancelled", at=tx.now, stopped=row["customers"], gone=0, reason_text=text
    )
    return _done(tx, actor, row, event)


def stop_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str, reason: str = "") -> dict[str, Any]:
    """Stop it, by one person, before everything else: what waits is cancelled, gateways are told at once.

    Returns the row with `stopped_now`, recipients of jobs that had surely not left yet, and `stopping_at`,
    the provinces whose gateways are being told; how many those saved is said when they answer.
    """
    row = _ready(tx, broadcast_id, "stop", None)
    if row["stopping"]:
        return row | {"stopped_now": 0, "stopping_at": []}
    text = deciding.reason_of(tx, reason, required=False)
    waiting, out = _by_departure(tx, row)
    event = events.BroadcastStopping(
        **_of(row), reason_text=text, person_id=actor.person, keys=tuple(_key(part) for part in out)
    )
    _done(tx, actor, row, event)
    for part in waiting:
        record_part(tx, actor, row, part, what="stopped", state="stopped", counts=rules.nothing_left(part["customers"]))
    end_if_done(tx, broadcast_id)
    told = {"stopped_now": sum(part["customers"] for part in waiting), "stopping_at": [p["province"] for p in out]}
    return broadcast_row(tx, broadcast_id) | told


def correct_broadcast(tx: Tx, actor: Actor, *, broadcast_id: str) -> dict[str, Any]:
    """Send the correction that was approved with the original, by one person; the original is stopped first.

    The correction is a broadcast of its own that names the original; nothing of it can be edited.
    """
    original = _ready(tx, broadcast_id, "correct", None)
    if not original["started_at"] or not original["correction_zh"]:
        raise Conflict("broadcast.no_correction", zh="没有可发送的更正。", en="There is no correction to send.")
    correction_id = str(uuid.uuid5(uuid.UUID(broadcast_id), "correction"))
    if fold.row_of(tx.session, "broadcast", correction_id):
        raise Conflict("broadcast.corrected", zh="更正已经发出。", en="The correction has been sent already.")
    if original["state"] == "broadcasting":
        stop_broadcast(tx, actor, broadcast_id=broadcast_id)
    bound = approvals.correction_of(original)
    content = bound | {
        "item_key": f"correction/{broadcast_id}",
        "title_zh": f"更正：{original['title_zh']}"[:200],
        "title_en": f"Correction: {original['title_en']}"[:200],
        "correction_zh": "",
        "correction_en": "",
        "parts": rules.parts_of(bound[f"body_{language}"] for language in bound["languages"]),
        "playbook_digest": original["playbook_digest"],
        "valid_until": as_text(tx.now + CORRECTION_VALID),
        "reasons": [{"code": "correction", "args": {}}],
    }
    row = _draft(tx, actor, original["incident_id"], correction_id, content)
    return _start(tx, actor, row)


def _start(tx: Tx, actor: Actor, row: dict[str, Any]) -> dict[str, Any]:
    customers = {province: totals({province: counties}) for province, counties in row["audience"].items()}
    reached = {province: count for province, count in sorted(customers.items()) if count}
    event = events.BroadcastStarted(**_of(row), at=tx.now, customers=row["customers"], provinces=len(reached))
    row = _done(tx, actor, row, event)
    for province, count in reached.items():
        part = events.BroadcastPartStarted(
            **_of(row), province=province, customers=count, document=_document(tx, row, province)
        )
        log.record(tx, part, stream=incident_stream(row["incident_id"]), actor=actor)
    return row


def _document(tx: Tx, row: dict[str, Any], province: str) -> dict[str, Any]:
    """The `broadcast/1` document of one province: a description of the audience, never numbers."""
    counties = row["audience"][province]
    present = {segment for segments in counties.values() for segment, count in segments.items() if count}
    references = [f"{row['refers_to']}:{province}"] if row["refers_to"] else []
    return {
        "document": "broadcast/1",
        "world": tx.world.kind,
        "audience": {
            "counties": {province: sorted(county for county, segments in counties.items() if any(segments.values()))},
            "segments": [segment for segment in SEGMENTS if segment in present],
            "rules": list(row["rules"]),
            "count": totals({province: counties}),
        },
        "channel": row["channel"],
        "texts": {language: row[f"body_{language}"] for language in row["languages"]},
        "validity": {"from": _moment(row["started_at"]), "until": _moment(row["valid_until"])},
        "references": references,
    }


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


def _texts(tx: Tx, body_zh: str, body_en: str, correction_zh: str, correction_en: str) -> dict[str, Any]:
    """The four texts as they would leave, each at most 1,000 characters."""
    exercise = tx.world.kind == "exercise"
    given = {
        "body_zh": body_zh,
        "body_en": body_en,
        "correction_zh": correction_zh,
        "correction_en": correction_en,
    }
    for name, text in given.items():
        if len(text) > LONGEST_TEXT:
            raise Invalid(
                "broadcast.length",
                field=name,
                zh=f"不超过 {LONGEST_TEXT} 字。",
                en=f"At most {LONGEST_TEXT} characters.",
            )
    return {name: rules.body_of(text, exercise=exercise) if text.strip() else "" for name, text in given.items()}


def _draft(tx: Tx, actor: Actor, incident_id: str, broadcast_id: str, content: dict[str, Any]) -> dict[str, Any]:
    whole = {"refers_to": None} | content
    whole |= {"revision": 1, "author_id": actor.person, "last_editor_id": actor.person}
    whole["parts"] = rules.parts_of(whole[f"body_{language}"] for language in whole["languages"])
    named = {"id": broadcast_id, "incident_id": incident_id} | whole
    whole["digest"] = approvals.digest_of(approvals.broadcast_document(named, world=tx.world.kind))
    event = events.BroadcastDrafted(
        **_of(named), customers=whole["customers"], refers_to=whole["refers_to"], content=whole
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return broadcast_row(tx, broadcast_id)


def _revise(tx: Tx, actor: Actor, row: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    whole = content | {"last_editor_id": actor.person}
    named = {**row, **whole, "revision": row["revision"] + 1}
    whole["parts"] = named["parts"] = rules.parts_of(named[f"body_{language}"] for language in named["languages"])
    whole["digest"] = approvals.digest_of(approvals.broadcast_document(named, world=tx.world.kind))
    event = events.BroadcastRevised(
        **_of(named), revision=named["revision"], changed=tuple(sorted(content)), content=whole
    )
    return _done(tx, actor, row, event)


def _check_validity(tx: Tx, row: dict[str, Any]) -> None:
    left = from_text(row["valid_until"]) - tx.now
    if not timedelta(0) < left <= LONGEST_VALID:
        raise Invalid(
            "broadcast.validity",
            field="valid_until",
            zh=f"有效期须在未来 {LONGEST_VALID.days} 天以内。",
            en=f"It must stay valid for some time, at most {LONGEST_VALID.days} days.",
        )


def _ready(tx: Tx, broadcast_id: str, action: str, revision: int | None) -> dict[str, Any]:
    row = broadcast_row(tx, broadcast_id)
    check_revision(row, revision)
    if rules.next_state(action, row["state"]) is None:
        zh, en = events.STATE_WORDS[row["state"]]
        raise Conflict(
            f"broadcast.not_{action}",
            zh=f"广播「{row['title_zh']}」目前{zh}，不能执行此操作。",
            en=f"“{row['title_en']}” is {en}; this cannot be done now.",
        )
    return row


def _decide(tx: Tx, actor: Actor, row: dict[str, Any], decision: str, *, reason: str | None) -> None:
    decisions = deciding.decisions_of(tx.session, row["id"])
    given = approvals.counting(decisions, revision=row["revision"], digest=row["digest"], by=tx.now)
    following = {**row, "revision": row["revision"] + 1}
    event = events.BroadcastDecided(
        **_of(row),
        reason_text=reason,
        approval_id=deciding.approval_id(row["id"], revision=row["revision"], person_id=actor.person),
        revision=row["revision"],
        digest=row["digest"],
        person_id=actor.person,
        decision=decision,
        at=tx.now,
        given=len(given) + (decision == "approve"),
        needed=rules.NEEDED,
        next_digest=approvals.digest_of(approvals.broadcast_document(following, world=tx.world.kind))
        if decision == "return"
        else None,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)


def _moment(text: str) -> str:
    return from_text(text).astimezone(CHINA_TIME).replace(microsecond=0).isoformat()


def _of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"broadcast_id": row["id"], "title_zh": row["title_zh"], "title_en": row["title_en"]}


def _done(tx: Tx, actor: Actor, row: dict[str, Any], event: Event) -> dict[str, Any]:
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    return broadcast_row(tx, row["id"])
