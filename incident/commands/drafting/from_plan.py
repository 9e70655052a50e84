"""Measures as a plan proposes them, and as its next one changes them; called by the activation command."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from incident import fold
from incident.clock import as_text
from incident.commands.drafting.base import measure_id_of, record_draft, record_revision
from incident.commands.drafting.growing import capped, grow, grown_columns
from incident.commands.drafting.landing import landing_of
from incident.commands.measures import cancel_measure, end_measure, measure_row
from incident.db import Tx
from incident.log import Actor
from incident.rules import measures as rules
from playbooks.language.model import Playbook
from playbooks.measures import measure_type
from playbooks.planning.plan import PlanItem


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
    return record_draft(tx, actor, incident_id=incident_id, measure_id=measure_id, content=content | identity)


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
    grown = grown_columns(tx.session, row, rules.union(content["area"], row["area"]))
    if rules.growth(grown["area"], row["area"]) == {}:
        return row | {"outcome": "kept"}
    if rules.needs_approval_again(row, grown):
        if row["state"] not in ("in_effect", "partially_applied"):
            return row | {"outcome": "waiting"}
        within = capped(row, grown, cap_fen=max(row["cap_fen"], content["cap_fen"]))
        revised = record_revision(tx, actor, row, grown | within, reason=None)
        return revised | {"outcome": "revised"}
    return grow(tx, actor, row, grown) | {"outcome": "grown"}


def wind_down(tx: Tx, actor: Actor, *, incident_id: str, item_key: str, reason: str) -> dict[str, Any]:
    """A new plan has the measure no more: cancel it before its start, else let it land; nothing is taken back."""
    row = measure_row(tx, measure_id_of(incident_id, item_key))
    if rules.next_state("cancel", row["state"], started=bool(row["started_at"])):
        return cancel_measure(tx, actor, measure_id=row["id"], reason=reason)
    if rules.next_state("end", row["state"], started=bool(row["started_at"])):
        return end_measure(tx, actor, measure_id=row["id"], reason=reason)
    return row


def _plan_again(tx: Tx, actor: Actor, row: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """A plan's content for a measure that is not out: changed columns make a new revision, back to draft."""
    if row["started_at"]:
        return row
    changed = {name: value for name, value in content.items() if row[name] != value}
    if set(changed) <= {"reasons"} and row["state"] not in rules.FINAL:
        return row
    return record_revision(tx, actor, row, changed, reason=None, state="draft")


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
        "landing": dict(item.landing) if item.landing is not None else landing_of(item.kind),
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
