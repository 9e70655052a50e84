"""Measures are drafted, from a plan or by hand, and changed; what an edit does to an approval is decided here.

`draft_from_plan_item`, `revise_from_plan_change` and `wind_down` are called by the activation command, one for
each change that the playbook's new plan makes of what is already there.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select

from incident import fold, log
from incident.clock import as_text, from_text
from incident.commands.approvals import reason_of
from incident.commands.measures import cancel_measure, end_measure, measure_row
from incident.commands.reading import check_revision, open_incident
from incident.commands.starting import start_parts
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events import measures as events
from incident.log import Actor, incident_stream
from incident.models import ImpactRegion
from incident.rules import approvals
from incident.rules import measures as rules
from playbooks.measures import measure_type
from playbooks.model import Playbook
from playbooks.plan import PlanItem
from playbooks.timing import whole_days

#: Money above this cannot stand in canonical JSON (2^53) and is a slip of the keyboard.
MOST_FEN = 10**15
#: A window may not be longer than this, in days.
LONGEST_DAYS = 730


def measure_id_of(incident_id: str, item_key: str) -> str:
    """Id of the one measure of an item in an incident, the same at every activation (DESIGN.md §4)."""
    return str(uuid.uuid5(uuid.UUID(incident_id), item_key))


def draft_from_plan_item(
    tx: Tx, actor: Actor, *, incident_id: str, item: PlanItem, playbook: Playbook
) -> dict[str, Any]:
    """Draft the measure that a plan proposes; one that was cancelled or rejected becomes a draft again."""
    measure_id = measure_id_of(incident_id, item.item_key)
    content = _content_of_item(item, playbook)
    before = fold.row_of(tx.session, "measure", measure_id)
    if before:
        return _plan_again(tx, actor, before, content)
    identity = {"item_key": item.item_key, "kind": item.kind, "delivery": measure_type(item.kind).delivery}
    return _draft(tx, actor, incident_id=incident_id, measure_id=measure_id, content=content | identity)


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
    title_zh: str = "",
    title_en: str = "",
) -> dict[str, Any]:
    """Draft a measure without a playbook. Money and class are worked out here, never taken from the caller."""
    open_incident(tx, incident_id)
    if fold.row_of(tx.session, "measure", measure_id):
        raise Conflict("measure.exists", zh="这项举措已经起草。", en="This measure has been drafted already.")
    type_ = _known_type(kind)
    if type_.delivery == "broadcast":
        raise Invalid(
            "measure.is_broadcast", field="kind", zh="公益信息请按广播起草。", en="Draft that as a broadcast."
        )
    unknown_rules = sorted(set(rules_counted) - set(type_.eligible_rules))
    if unknown_rules or not rules_counted:
        raise Invalid(
            "measure.rules",
            field="rules",
            zh=f"认定规则须从以下选择：{'、'.join(type_.eligible_rules)}。",
            en=f"Choose eligibility rules of: {', '.join(type_.eligible_rules)}.",
        )
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
        "playbook_digest": None,
        "reasons": [{"code": "by_hand", "args": {}}],
    }
    content |= _money(tx, content, incident_id=incident_id, class_b_cap_fen=class_b_cap_fen)
    return _draft(tx, actor, incident_id=incident_id, measure_id=measure_id, content=content)


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
) -> dict[str, Any]:
    """Change a measure by hand: a new revision, any approval void.

    Once started only its end and its cap may change, and only while nothing of it is moving: what customers
    have been given is not changed under them (revoke it and draft another).
    """
    row = measure_row(tx, measure_id)
    check_revision(row, revision)
    open_incident(tx, row["incident_id"])
    _refuse_edit(row, fields=fields, window_to=window_to)
    content: dict[str, Any] = {"fields": {**row["fields"], **(fields or {})}}
    if cap_fen is not None:
        content["fields"]["cap_fen"] = cap_fen
    if window_to is not None:
        content["window_to"] = as_text(window_to)
    after = {**row, **content}
    content |= _money(tx, after, incident_id=row["incident_id"], class_b_cap_fen=class_b_cap_fen)
    content = {name: value for name, value in content.items() if row[name] != value}
    if not content:
        return row
    return _revise(tx, actor, row, content, reason=reason_of(tx, reason, required=row["state"] != "draft"))


def revise_from_plan_change(
    tx: Tx, actor: Actor, *, incident_id: str, item: PlanItem, playbook: Playbook
) -> dict[str, Any]:
    """Bring a measure to what a new plan says. Returns its row with `outcome`.

    `grown`: more places within the approved cap, carried out at once; `revised`: to be approved (again);
    `kept`: nothing to do; `waiting`: something of it is being decided or is moving, so the plan's difference
    stays open and the next activation takes it up. A place once promised stays, whatever the new map says.
    """
    row = measure_row(tx, measure_id_of(incident_id, item.item_key))
    content = _content_of_item(item, playbook)
    if row["state"] in rules.FINAL or not row["started_at"]:
        return _plan_again(tx, actor, row, content) | {"outcome": "revised"}
    if row["state"] in rules.REVISED or row["state"] in ("ending", "reversing"):
        return row | {"outcome": "waiting"}
    area = rules.union(content["area"], row["area"])
    grown = {"area": area, "customers": rules.totals(area)}
    uncapped = {"fields": {**row["fields"], "cap_fen": MOST_FEN}}
    grown["cost_fen"] = _cost(tx, {**row, **grown, **uncapped}, incident_id=incident_id)
    if rules.growth(area, row["area"]) == {}:
        return row | {"outcome": "kept"}
    if rules.needs_approval_again(row, grown):
        if row["state"] not in ("in_effect", "partially_applied"):
            return row | {"outcome": "waiting"}
        cap_fen = max(row["cap_fen"], content["cap_fen"])
        capped = {"cap_fen": cap_fen, "cost_fen": min(grown["cost_fen"], cap_fen)}
        fields = {"fields": {**row["fields"], "cap_fen": cap_fen}}
        revised = _revise(tx, actor, row, grown | capped | fields, reason=None)
        return revised | {"outcome": "revised"}
    return _grow(tx, actor, row, grown) | {"outcome": "grown"}


def wind_down(tx: Tx, actor: Actor, *, incident_id: str, item_key: str, reason: str) -> dict[str, Any]:
    """A new plan has the measure no more: cancel it before its start, else let it land; nothing is taken back."""
    row = measure_row(tx, measure_id_of(incident_id, item_key))
    if rules.next_state("cancel", row["state"], started=bool(row["started_at"])):
        return cancel_measure(tx, actor, measure_id=row["id"], reason=reason)
    if rules.next_state("end", row["state"], started=bool(row["started_at"])):
        return end_measure(tx, actor, measure_id=row["id"], reason=reason)
    return row


def _draft(tx: Tx, actor: Actor, *, incident_id: str, measure_id: str, content: dict[str, Any]) -> dict[str, Any]:
    whole = content | {"revision": 1, "author_id": actor.person, "last_editor_id": actor.person}
    named = {"id": measure_id, "incident_id": incident_id} | whole
    whole["digest"] = approvals.digest_of(approvals.measure_document(named, world=tx.world.kind))
    event = events.MeasureDrafted(
        measure_id=measure_id,
        title_zh=content["title_zh"],
        title_en=content["title_en"],
        customers=content["customers"],
        cap_fen=content["cap_fen"],
        content=whole,
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return measure_row(tx, measure_id)


def _plan_again(tx: Tx, actor: Actor, row: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """A plan's content for a measure that is not out: changed columns make a new revision, back to draft."""
    if row["started_at"]:
        return row
    changed = {name: value for name, value in content.items() if row[name] != value}
    if set(changed) <= {"reasons"} and row["state"] not in rules.FINAL:
        return row
    return _revise(tx, actor, row, changed, reason=None, state="draft")


def _revise(
    tx: Tx,
    actor: Actor,
    row: dict[str, Any],
    content: dict[str, Any],
    *,
    reason: str | None,
    state: str | None = None,
) -> dict[str, Any]:
    after = state or ("draft" if row["state"] == "draft" else "pending_approval")
    whole = content | {"last_editor_id": actor.person}
    named = {**row, **whole, "revision": row["revision"] + 1}
    whole["digest"] = approvals.digest_of(approvals.measure_document(named, world=tx.world.kind))
    event = events.MeasureRevised(
        measure_id=row["id"],
        title_zh=named["title_zh"],
        title_en=named["title_en"],
        reason_text=reason,
        revision=named["revision"],
        state=after,
        at=tx.now,
        changed=tuple(sorted(content)),
        content=whole,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    return measure_row(tx, row["id"])


def _grow(tx: Tx, actor: Actor, row: dict[str, Any], grown: dict[str, Any]) -> dict[str, Any]:
    """More places under the same approval; the last editor stays who was approved with the bytes."""
    more = rules.growth(grown["area"], row["area"])
    named = {**row, **grown, "revision": row["revision"] + 1}
    digest = approvals.digest_of(approvals.measure_document(named, world=tx.world.kind))
    event = events.MeasureGrown(
        measure_id=row["id"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        revision=named["revision"],
        state="held" if row["state"] == "held" else "executing",
        more_customers=rules.totals(more),
        counties=sum(len(counties) for counties in more.values()),
        content=grown | {"digest": digest},
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    after = measure_row(tx, row["id"])
    start_parts(tx, actor, after)
    return measure_row(tx, row["id"])


def _content_of_item(item: PlanItem, playbook: Playbook) -> dict[str, Any]:
    if item.window is None or item.cost is None or item.approval_class is None:
        raise ValueError(f"{item.item_key} is not a measure: it has no window, cost or class")
    area = area_of_item(item)
    return {
        "title_zh": item.title.zh,
        "title_en": item.title.en,
        "approval_class": item.approval_class,
        "fields": dict(item.fields),
        "area": area,
        "rules": list(item.rules),
        "customers": rules.totals(area),
        "window_from": as_text(datetime.fromisoformat(item.window.from_)),
        "window_to": as_text(datetime.fromisoformat(item.window.until)),
        "cost_fen": item.cost.fen_total,
        "cap_fen": item.cost.fen_cap,
        "playbook_digest": playbook.digest,
        "reasons": [{"code": reason.code, "args": dict(reason.args)} for reason in item.reasons],
    }


def area_of_item(item: PlanItem) -> dict[str, Any]:
    """A planned item's counts as `{province: {county: {segment: customers}}}`, without zeros."""
    return {
        province: {
            county: {segment: n for segment, n in item.counts.by_county[county].items() if n} for county in counties
        }
        for province, counties in item.area.items()
    }


def _money(tx: Tx, content: Mapping[str, Any], *, incident_id: str, class_b_cap_fen: int) -> dict[str, Any]:
    """Checked fields with their cost, cap and class."""
    type_ = _known_type(content["kind"])
    start, end = from_text(content["window_from"]), from_text(content["window_to"])
    if not start < end or whole_days(start, end=end) > LONGEST_DAYS:
        raise Invalid(
            "measure.window",
            field="window_to",
            zh=f"结束须晚于开始，且不超过 {LONGEST_DAYS} 天。",
            en=f"The end must be after the start and at most {LONGEST_DAYS} days later.",
        )
    try:
        fields = type_.fields(content["fields"])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "fields"
        raise Invalid(
            "measure.fields",
            field=f"fields.{place}",
            zh=f"字段 {place} 不合要求：{first['msg']}",
            en=f"{place}: {first['msg']}",
        ) from None
    cost = _cost(tx, content, incident_id=incident_id)
    cap: int = fields.cap_fen
    if cap > MOST_FEN:
        raise Invalid("measure.cap", field="cap_fen", zh="上限过大。", en="The cap is beyond any sum of this house.")
    return {
        "fields": fields.model_dump(mode="json"),
        "cost_fen": cost,
        "cap_fen": cap,
        "approval_class": approvals.approval_class(public=type_.public, cap_fen=cap, class_b_cap_fen=class_b_cap_fen),
    }


def _cost(tx: Tx, content: Mapping[str, Any], *, incident_id: str) -> int:
    """Expected cost in fen of the measure's whole area over its window."""
    type_ = _known_type(content["kind"])
    by_segment: dict[str, int] = {}
    for counties in content["area"].values():
        for segments in counties.values():
            for segment, count in segments.items():
                by_segment[segment] = by_segment.get(segment, 0) + count
    days = whole_days(from_text(content["window_from"]), end=from_text(content["window_to"]))
    halls = _halls(tx, incident_id, content["area"]) if content["delivery"] == "halls" else 0
    cost = type_.estimate(by_segment, window_days=days, fields=type_.fields(content["fields"]), halls=halls)
    return int(cost.fen_total)


def _halls(tx: Tx, incident_id: str, area: Mapping[str, Any]) -> int:
    """Halls in the hit part of the area's counties, by the incident's newest impact."""
    footprint = fold.row_of(tx.session, "incident", incident_id)["footprint_id"]
    counties = [county for inside in area.values() for county in inside]
    total = tx.session.scalar(
        select(func.sum(ImpactRegion.halls)).where(
            ImpactRegion.footprint_id == footprint, ImpactRegion.level == "county", ImpactRegion.region.in_(counties)
        )
    )
    return int(total or 0)


def _refuse_edit(row: dict[str, Any], *, fields: Mapping[str, Any] | None, window_to: datetime | None) -> None:
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
    if fields or (window_to is not None and window_to <= from_text(row["window_to"])):
        raise Conflict(
            "measure.promised",
            zh="已经给予客户的内容不能改动或缩短，只能延期、调整上限；要收回请撤销。",
            en="What customers were given cannot be changed or shortened: extend it, change the cap, or revoke it.",
        )


def _checked_area(area: Mapping[str, Any]) -> dict[str, Any]:
    checked = {
        province: {county: {s: n for s, n in segments.items() if n} for county, segments in counties.items()}
        for province, counties in area.items()
    }
    if rules.totals(checked) == 0:
        raise Invalid("measure.area", field="area", zh="范围内没有客户。", en="There is no customer in this area.")
    return checked


def _known_type(kind: str) -> Any:
    try:
        return measure_type(kind)
    except KeyError as error:
        raise Invalid("measure.kind", field="kind", zh=f"没有这种举措：{kind}。", en=str(error.args[0])) from None


__all__ = [
    "area_of_item",
    "draft_by_hand",
    "draft_from_plan_item",
    "edit_measure",
    "measure_id_of",
    "revise_from_plan_change",
    "wind_down",
]
