"""Broadcasts are drafted, from a plan or by hand, and edited until they go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from incident import fold
from incident.clock import as_text
from incident.commands.broadcasts.base import ready_for, record_draft, record_revision, refuse_if_over
from incident.commands.broadcasts.following import follow_up, revised
from incident.commands.broadcasts.writing import check_title, checked_blocks, checked_texts, with_cancel
from incident.commands.drafting import area_of_item, measure_id_of
from incident.commands.reading import open_incident
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.log import Actor
from incident.rules.broadcast_texts import CAP_DEFAULTS, TEXT_COLUMNS, is_prepared
from incident.rules.measures import totals
from playbooks.language.model import Playbook
from playbooks.planning.plan import PlanItem


def draft_broadcast_from_plan_item(
    tx: Tx, actor: Actor, *, incident_id: str, item: PlanItem, playbook: Playbook
) -> dict[str, Any]:
    """Draft the broadcast that a plan proposes, or what is new of it for whom its first message has not told."""
    if item.message is None or item.window is None:
        raise ValueError(f"{item.item_key} is not a broadcast: it has no message or window")
    texts = {message.lang: message.text for message in item.message.texts}
    corrections = {message.lang: message.text for message in item.message.corrections}
    cancels = {f"cancel_{message.lang}": message.text for message in item.message.cancels}
    area = area_of_item(item)
    titles = {"title_zh": item.title.zh, "title_en": item.title.en}
    written = {
        "body_zh": texts["zh"],
        "body_en": texts["en"],
        "correction_zh": corrections.get("zh", ""),
        "correction_en": corrections.get("en", ""),
        **with_cancel(titles | cancels),
    }
    content = {
        **titles,
        "channel": item.message.channel,
        **checked_texts(tx, written),
        "languages": list(item.fields.get("languages", ["zh"])),
        "audience": area,
        "rules": list(item.rules),
        "customers": totals(area),
        "playbook_digest": playbook.digest,
        "valid_until": as_text(datetime.fromisoformat(item.window.until)),
        "reasons": [{"code": reason.code, "args": dict(reason.args)} for reason in item.reasons],
    }
    if item.message.more:  # else what people have written by hand in other languages stays
        content["more_texts"] = checked_blocks(tx, item.message.more)
    broadcast_id = measure_id_of(incident_id, item.item_key)
    before = fold.row_of(tx.session, "broadcast", broadcast_id)
    if not before:
        return record_draft(tx, actor, incident_id, broadcast_id, content | {"item_key": item.item_key})
    if before["started_at"]:
        return follow_up(tx, actor, before, content)
    return revised(tx, actor, before, content)


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
    cancel_zh: str = "",
    cancel_en: str = "",
    more_texts: Mapping[str, Mapping[str, Any]] | None = None,
    cap: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Draft a public message without a playbook, with the correction and the cancel that go with it."""
    open_incident(tx, incident_id)
    if fold.row_of(tx.session, "broadcast", broadcast_id):
        raise Conflict("broadcast.exists", zh="这条广播已经起草。", en="This broadcast has been drafted already.")
    titles = {"title_zh": title_zh.strip(), "title_en": title_en.strip()}
    for name, title in titles.items():
        check_title(title, field=name)
    written = {"body_zh": body_zh, "body_en": body_en, "correction_zh": correction_zh, "correction_en": correction_en}
    ending = with_cancel({**titles, "cancel_zh": cancel_zh.strip(), "cancel_en": cancel_en.strip()})
    blocks = checked_blocks(tx, more_texts or {})
    _check_languages(languages, blocks)
    content = {
        "item_key": f"hand/{broadcast_id}",
        **titles,
        "channel": channel,
        **checked_texts(tx, written | ending),
        "more_texts": blocks,
        "cap": {**CAP_DEFAULTS, **(cap or {})},
        "languages": list(languages),
        "audience": {p: {c: dict(s) for c, s in counties.items()} for p, counties in audience.items()},
        "rules": list(rules_counted),
        "customers": totals(audience),
        "playbook_digest": None,
        "valid_until": as_text(valid_until),
        "reasons": [{"code": "by_hand", "args": {}}],
    }
    return record_draft(tx, actor, incident_id, broadcast_id, content)


def edit_broadcast(
    tx: Tx, actor: Actor, *, broadcast_id: str, changes: Mapping[str, Any], revision: int | None = None
) -> dict[str, Any]:
    """Change texts, titles, languages, channel, CAP's words or validity (a datetime) before it goes out."""
    row = ready_for(tx, broadcast_id, "edit", revision)
    refuse_if_over(tx, row)
    if row["started_at"] or is_prepared(row):
        raise Conflict(
            "broadcast.gone", zh="已发出的广播不能改，只能更正。", en="What has gone out can only be corrected."
        )
    known = {"title_zh", "title_en", *TEXT_COLUMNS, "more_texts", "languages", "channel", "cap", "valid_until"}
    if unknown := sorted(set(changes) - known):
        raise Invalid(
            "broadcast.field", field=unknown[0], zh=f"不能修改 {unknown[0]}。", en=f"{unknown[0]} cannot be edited."
        )
    if row["refers_to"] and changes.get("channel", row["channel"]) != row["channel"]:
        raise Invalid(
            "broadcast.other_way",
            field="channel",
            zh="更新须走前一条的渠道：收到前一条的人才收得到它。",
            en="An update goes the way of the former message, so that whoever got that gets this.",
        )
    if row["survey"] and changes.get("channel", "sms") != "sms":
        raise Invalid(
            "survey.channel",
            field="channel",
            zh="回访只能用短信。",
            en="A survey is an SMS: nobody answers the other way.",
        )
    content = dict(changes)
    if "valid_until" in content:
        content["valid_until"] = as_text(content["valid_until"])
    after = {**row, **content}
    for name in ("title_zh", "title_en"):
        check_title(after[name], field=name)
    content |= checked_texts(tx, {name: after[name] or "" for name in TEXT_COLUMNS})
    if "more_texts" in content:
        content["more_texts"] = checked_blocks(tx, content["more_texts"])
    if "cap" in content:
        content["cap"] = {**(row["cap"] or CAP_DEFAULTS), **content["cap"]}
    after |= content
    _check_languages(after["languages"], after["more_texts"] or {})
    content = {name: value for name, value in content.items() if row[name] != value}
    return record_revision(tx, actor, row, content) if content else row


def _check_languages(languages: Sequence[str], blocks: Mapping[str, Any]) -> None:
    """Refuse to send a language in which nothing is written."""
    for language in languages:
        if language not in ("zh", "en") and language not in blocks:
            raise Invalid(
                "broadcast.no_text",
                field="languages",
                zh=f"还没有 {language} 的文字，不能发送这种语言。",
                en=f"There is no text in {language}, so that language cannot be sent.",
            )
