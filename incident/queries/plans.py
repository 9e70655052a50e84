"""A proposal as the plan drawer shows it: every change with its words, figures and reasons in both languages."""

from __future__ import annotations

from typing import Any

from geo.regions import Regions
from incident.queries.planning import Proposal
from playbooks.planning.difference import Change
from playbooks.planning.plan import PlanItem
from playbooks.planning.reasons import Reason, say


def proposal_document(proposal: Proposal, regions: Regions) -> dict[str, Any]:
    """The answer of GET plan: playbook, changes in the plan's order, what was left out and why."""
    items = {item.item_key: item for item in proposal.plan.items}
    return {
        "playbook": {
            "slug": proposal.playbook.slug,
            "version": proposal.playbook.version,
            "digest": proposal.playbook.digest,
            "title_zh": proposal.playbook.title.zh,
            "title_en": proposal.playbook.title.en,
        },
        "changes": [
            _change(change, items.get(change.item_key), proposal.active.get(change.item_key, {}))
            for change in proposal.changes
        ],
        "omitted": [
            {
                "item": omission.item_id,
                "type": omission.type,
                "kind": omission.kind,
                "title_zh": omission.title.zh,
                "title_en": omission.title.en,
                "phase": omission.phase,
                **reasons_said(omission.reasons),
            }
            for omission in proposal.plan.omitted
        ],
        "notes": reasons_said(proposal.plan.notes),
        "triggers": [
            {
                "trigger": trigger.id,
                "title_zh": trigger.title.zh,
                "title_en": trigger.title.en,
                "holds": trigger.holds,
                **reasons_said(trigger.reasons),
            }
            for trigger in proposal.plan.triggers
        ],
    }


def _change(change: Change, item: PlanItem | None, active: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "item_key": change.item_key,
        "change": change.kind,
        "changed": sorted(change.fields),
        "newly_eligible": list(change.newly_eligible),
        "no_longer_eligible": list(change.no_longer_eligible),
        **reasons_said(item.reasons if item else change.reasons),
    }
    if item is None:
        title = active.get("title", {})
        return told | {
            "type": active.get("type"),
            "kind": active.get("kind"),
            "title_zh": title.get("zh", change.item_key),
            "title_en": title.get("en", change.item_key),
            "target": active.get("target"),
            "province": active.get("province"),
        }
    return told | {
        "type": item.type,
        "kind": item.kind,
        "title_zh": item.title.zh,
        "title_en": item.title.en,
        "target": item.target,
        "province": item.province,
        "region": item.target if item.target != "*" else item.province,
        "group": item.team.removeprefix("province_"),
        "team": item.team,
        "critical": item.critical,
        "phase": item.phase,
        "customers": item.counts.total,
        "counties": sum(len(counties) for counties in item.area.values()),
        "provinces": sorted(item.area),
        "by_segment": dict(item.counts.by_segment),
        "cost_fen": item.cost.fen_total if item.cost else None,
        "cost_fen_per_day": item.cost.fen_per_day if item.cost else None,
        "cap_fen": item.cost.fen_cap if item.cost else None,
        "approval_class": item.approval_class,
        "window_from": item.window.from_ if item.window else None,
        "window_to": item.window.until if item.window else None,
        "acknowledge_minutes": item.clocks.acknowledge_minutes if item.clocks else None,
        "work_minutes": item.clocks.work_minutes if item.clocks else None,
        "depends_on": list(item.depends_on),
        "message": _message(item),
    }


def _message(item: PlanItem) -> dict[str, Any] | None:
    if item.message is None or item.type == "task":
        return None
    texts = {message.lang: message for message in item.message.texts}
    return {
        "zh": texts["zh"].text,
        "en": texts["en"].text,
        "parts_zh": texts["zh"].parts,
        "parts_en": texts["en"].parts,
        "eta_seconds": item.eta_seconds,
    }


def reasons_said(reasons: tuple[Reason, ...]) -> dict[str, list[str]]:
    return {
        "reasons_zh": [say(reason, "zh") for reason in reasons],
        "reasons_en": [say(reason, "en") for reason in reasons],
    }
