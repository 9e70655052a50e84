"""Measures without a playbook, and edits by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from incident import fold
from incident.clock import as_text, from_text
from incident.commands.approvals import reason_of
from incident.commands.drafting.base import record_draft, record_revision
from incident.commands.drafting.landing import checked_landing
from incident.commands.drafting.money import checked_money, known_type, share_reached
from incident.commands.measures import measure_row
from incident.commands.reading import check_revision, open_incident
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.log import Actor
from incident.rules import measures as rules

#: How far a window may reach back, in days.
LONGEST_BACK_DAYS = 92


def draft_by_hand(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    measure_id: str,
    kind: str,
    fields: Mapping[str, Any],
    area: Mapping[str, Any],
    rules_counted: tuple[str, ...],
    window_from: datetime,
    window_to: datetime,
    class_b_cap_fen: int,
    landing: Mapping[str, Any] | None = None,
    title_zh: str = "",
    title_en: str = "",
) -> dict[str, Any]:
    """Draft a measure without a playbook. Money and class are worked out here, never taken from the caller."""
    open_incident(tx, incident_id)
    if fold.row_of(tx.session, "measure", measure_id):
        raise Conflict("measure.exists", zh="这项举措已经起草。", en="This measure has been drafted already.")
    type_ = known_type(kind)
    if type_.delivery == "broadcast":
        raise Invalid(
            "measure.is_broadcast", field="kind", zh="公益信息请按广播起草。", en="Draft that as a broadcast."
        )
    _refuse_wrong_people(type_, area, rules_counted)
    _refuse_long_ago(tx, window_from)
    content = {
        "item_key": f"hand/{measure_id}",
        "kind": kind,
        "delivery": type_.delivery,
        "title_zh": title_zh.strip() or type_.title.zh,
        "title_en": title_en.strip() or type_.title.en,
        "fields": dict(fields),
        "area": _checked_area(area),
        "rules": list(rules_counted),
        "customers": rules.totals(area),
        "window_from": as_text(window_from),
        "window_to": as_text(window_to),
        "landing": checked_landing(kind, landing),
        "playbook_digest": None,
        "reasons": [{"code": "by_hand", "args": {}}],
    }
    content |= checked_money(tx, content, incident_id=incident_id, class_b_cap_fen=class_b_cap_fen)
    return record_draft(tx, actor, incident_id=incident_id, measure_id=measure_id, content=content)


def _refuse_wrong_people(type_: Any, area: Mapping[str, Any], rules_counted: tuple[str, ...]) -> None:
    """Refuse rules and segments that this kind of measure is not for."""
    unknown_rules = sorted(set(rules_counted) - set(type_.eligible_rules))
    if unknown_rules or not rules_counted:
        raise Invalid(
            "measure.rules",
            field="rules",
            zh=f"认定规则须从以下选择：{'、'.join(type_.eligible_rules)}。",
            en=f"Choose eligibility rules of: {', '.join(type_.eligible_rules)}.",
        )
    strangers = sorted(rules.segments_of(area) - set(type_.eligible_segments))
    if strangers:
        raise Invalid(
            "measure.segments",
            field="segments",
            zh=f"{type_.title.zh}只适用于：{'、'.join(type_.eligible_segments)}。",
            en=f"{type_.title.en} is for the segments {', '.join(type_.eligible_segments)} only.",
        )


def edit_measure(
    tx: Tx,
    actor: Actor,
    *,
    measure_id: str,
    class_b_cap_fen: int,
    reason: str | None = None,
    revision: int | None = None,
    fields: Mapping[str, Any] | None = None,
    window_to: datetime | None = None,
    cap_fen: int | None = None,
    landing: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Change a measure by hand: a new revision, any approval void.

    Once started only its end and its cap may change, and only while nothing of it is moving: what customers
    have been given is not changed under them (revoke it and draft another).
    """
    row = measure_row(tx, measure_id)
    check_revision(row, revision)
    if not row["started_at"]:
        open_incident(tx, row["incident_id"])
    _refuse_edit(row, fields=fields, window_to=window_to, landing=landing)
    content: dict[str, Any] = {"fields": {**row["fields"], **(fields or {})}}
    if cap_fen is not None:
        content["fields"]["cap_fen"] = cap_fen
    if window_to is not None:
        content["window_to"] = as_text(window_to)
    _refuse_other_share(row, content["fields"])
    if landing is not None:
        content["landing"] = checked_landing(row["kind"], landing)
    after = {**row, **content}
    content |= checked_money(tx, after, incident_id=row["incident_id"], class_b_cap_fen=class_b_cap_fen)
    content = {name: value for name, value in content.items() if row[name] != value}
    if not content:
        return row
    return record_revision(tx, actor, row, content, reason=reason_of(tx, reason, required=row["state"] != "draft"))


def extend_measure(
    tx: Tx,
    actor: Actor,
    *,
    measure_id: str,
    window_to: datetime,
    reason: str,
    class_b_cap_fen: int,
    revision: int | None = None,
    cap_fen: int | None = None,
) -> dict[str, Any]:
    """Propose a later end for a measure that is carried out; approved by its class it takes effect at once."""
    row = measure_row(tx, measure_id)
    if not row["started_at"] or window_to <= from_text(row["window_to"]):
        raise Invalid(
            "measure.extension",
            field="window_to",
            zh="延期只对已启动的举措，且新的结束须晚于现在的结束。",
            en="Only a started measure is extended, to an end later than the present one.",
        )
    return edit_measure(
        tx,
        actor,
        measure_id=measure_id,
        class_b_cap_fen=class_b_cap_fen,
        reason=reason,
        revision=revision,
        window_to=window_to,
        cap_fen=cap_fen,
    )


def _refuse_edit(
    row: dict[str, Any],
    *,
    fields: Mapping[str, Any] | None,
    window_to: datetime | None,
    landing: Mapping[str, Any] | None,
) -> None:
    if not row["started_at"]:
        if row["state"] in rules.FINAL:
            raise Conflict(
                "measure.over", zh="这项举措已结束，不能再改。", en="This measure is over and cannot change."
            )
        return
    if row["state"] not in ("in_effect", "partially_applied"):
        raise Conflict(
            "measure.moving",
            zh="举措正在执行或审批中，待其生效后再延期或调整上限。",
            en="It is being carried out or decided on; extend it or change its cap once it is in effect.",
        )
    if fields or landing or (window_to is not None and window_to <= from_text(row["window_to"])):
        raise Conflict(
            "measure.promised",
            zh="已经给予客户的内容不能改动或缩短，只能延期、调整上限；要收回请撤销。",
            en="What customers were given cannot be changed or shortened: extend it, change the cap, or revoke it.",
        )


def _refuse_other_share(row: dict[str, Any], fields: Mapping[str, Any]) -> None:
    """Its customers were counted for the share that its fields said; another share is other customers."""
    if share_reached(row["kind"], fields) != share_reached(row["kind"], row["fields"]):
        raise Conflict(
            "measure.other_customers",
            zh="这项改动会改变覆盖的客户，客户数须重新计算：请撤下后另起草。",
            en="This changes which customers it is for, and they must be counted anew: cancel it and draft another.",
        )


def _refuse_long_ago(tx: Tx, window_from: datetime) -> None:
    """A window may begin before anybody decided on it, from the hour of the hazard on, but not with a wrong year."""
    if window_from < tx.now - timedelta(days=LONGEST_BACK_DAYS):
        raise Invalid(
            "measure.long_ago",
            field="window_from",
            zh=f"追溯起点不能早于 {LONGEST_BACK_DAYS} 天前。",
            en=f"The window may reach back at most {LONGEST_BACK_DAYS} days.",
        )


def _checked_area(area: Mapping[str, Any]) -> dict[str, Any]:
    checked = {
        province: {county: {s: n for s, n in segments.items() if n} for county, segments in counties.items()}
        for province, counties in area.items()
    }
    if rules.totals(checked) == 0:
        raise Invalid("measure.area", field="area", zh="范围内没有客户。", en="There is no customer in this area.")
    return checked
