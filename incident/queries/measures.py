"""What an approver sees: the row, the exact bytes, who has decided, whether the asker may, and what was checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.eligibility import Eligibility, count_eligible
from incident import fold
from incident.clock import as_text, from_text
from incident.errors import NotFound
from incident.models import (
    Approval,
    Batch,
    BatchException,
    BroadcastPart,
    ImpactRegion,
    Incident,
    LandingStage,
    Measure,
    MeasurePart,
)
from incident.queries.approvals import decisions_of, next_approvers, person_of
from incident.queries.checks import Check, broadcast_checks, measure_checks
from incident.queries.figures import figures_of_area
from incident.queries.preflight import Figures, measure_preflight
from incident.queries.reported import reported
from incident.rules import approvals, preflight
from incident.rules.broadcast_texts import MORE_LANGUAGES
from playbooks.measures import KINDS

#: States in which an approver may still see another pre-flight.
UNDECIDED = ("draft", "pending_approval")


def measure_detail(session: Session, measure_id: str, *, asker: str, now: datetime, figures: Figures) -> dict[str, Any]:
    """The measure as `GET /measures/{id}` gives it; `asker` is the person who looks, `now` world time."""
    row = fold.row_of(session, "measure", measure_id)
    if not row:
        raise NotFound.of("举措", "measure")
    document = approvals.measure_document(row, world=figures.world)
    stands = preflight.digest_of(measure_preflight(session, row, figures)) if row["state"] in UNDECIDED else None
    decided = _decided(
        session, row, document, approval_class=row["approval_class"], asker=asker, now=now, stands=stands
    )
    checks = measure_checks(
        row,
        document=document,
        others=_live_measures(session, row),
        now=now,
        figures=figures_of_area(session, row["incident_id"], row["area"]),
    )
    beside = _beside(session, measure_id) | {"checks": _told(checks), "reported": reported(session, row)}
    return row | decided | beside


def _beside(session: Session, measure_id: str) -> dict[str, Any]:
    """Its rows by province, and the steps of its landing."""
    parts = select(fold.TABLES["measure_part"]).where(MeasurePart.measure_id == measure_id)
    stages = select(fold.TABLES["landing_stage"]).where(LandingStage.measure_id == measure_id)
    return {
        "parts": _rows(session, "measure_part", parts),
        "landing_stages": _rows(session, "landing_stage", stages.order_by(LandingStage.number)),
    }


def broadcast_detail(session: Session, broadcast_id: str, *, asker: str, now: datetime, world: str) -> dict[str, Any]:
    """The broadcast as `GET /broadcasts/{id}` gives it."""
    row = fold.row_of(session, "broadcast", broadcast_id)
    if not row:
        raise NotFound.of("广播", "broadcast")
    document = approvals.broadcast_document(row, world=world)
    table = fold.TABLES["broadcast_part"]
    parts = _rows(session, "broadcast_part", select(table).where(BroadcastPart.broadcast_id == broadcast_id))
    decided = _decided(session, row, document, approval_class="A", asker=asker, now=now)
    checks = broadcast_checks(row, document=document, now=now, world=world)
    named = {tag: MORE_LANGUAGES[tag] for tag in row["more_texts"] or {}}
    decided |= {"languages_named": {tag: {"zh": zh, "en": en} for tag, (zh, en) in named.items()}}
    return row | decided | {"approval_class": "A", "parts_by_province": parts, "checks": _told(checks)}


def exceptions(session: Session, measure_id: str, *, limit: int = 2000) -> list[dict[str, Any]]:
    """Accounts on which the measure failed and still fails, as far as they are stored; counts are in the batches."""
    rows = session.execute(
        select(
            BatchException.account_ref,
            BatchException.province,
            Batch.county,
            Batch.segment,
            BatchException.reason,
            BatchException.fen,
        )
        .join(Batch, Batch.id == BatchException.batch_id)
        .where(Batch.measure_id == measure_id, BatchException.resolved.is_(False))
        .order_by(BatchException.id)
        .limit(limit)
    ).mappings()
    return [dict(row) for row in rows]


def measure_types() -> list[dict[str, Any]]:
    """Every measure type with what a form needs: its fields' schema, rules, segments, how it is carried out."""
    return [
        {
            "kind": type_.kind,
            "title_zh": type_.title.zh,
            "title_en": type_.title.en,
            "delivery": type_.delivery,
            "rules": list(type_.eligible_rules),
            "segments": list(type_.eligible_segments),
            "schema": type_.fields_model.model_json_schema(),
            "landing": [
                {"hours_before_end": n.hours_before_end, "zh": n.text.zh, "en": n.text.en} for n in type_.landing
            ],
            "for_whom_zh": type_.for_whom.zh if type_.for_whom else None,
            "for_whom_en": type_.for_whom.en if type_.for_whom else None,
            "cost_zh": type_.cost_model.zh,
            "cost_en": type_.cost_model.en,
            "success_zh": type_.success.text.zh,
            "success_en": type_.success.text.en,
            "about": type(type_).__doc__,
        }
        for type_ in KINDS.values()
    ]


def area_of_counties(
    session: Session, incident_id: str, *, counties: list[str], segments: list[str]
) -> dict[str, dict[str, dict[str, int]]]:
    """Customers hit in these counties by the incident's newest footprint, as an area; only what is hit counts."""
    footprint = session.scalar(select(Incident.footprint_id).where(Incident.id == incident_id))
    rows = session.scalars(
        select(ImpactRegion)
        .where(
            ImpactRegion.footprint_id == footprint, ImpactRegion.level == "county", ImpactRegion.region.in_(counties)
        )
        .order_by(ImpactRegion.province, ImpactRegion.region, ImpactRegion.band)
    )
    area: dict[str, dict[str, dict[str, int]]] = {}
    for row in rows:
        place = area.setdefault(str(row.province), {}).setdefault(row.region, {})
        for segment in segments:
            if row.segments.get(segment):
                place[segment] = place.get(segment, 0) + row.segments[segment]
    return {p: {c: s for c, s in inside.items() if s} for p, inside in area.items()}


def eligible_customers(row: Mapping[str, Any], eligibility: Eligibility) -> dict[str, Any]:
    """Customers of a measure's counties by each of its rules and by any of them, each of these once.

    A rule that the operator cannot say has customers null: not known, which is not zero.
    """
    counties = [county for inside in row["area"].values() for county in inside]
    counted = count_eligible(eligibility, counties, rules=row["rules"])
    return {
        "rules": [{"rule": rule, "customers": counted.total(rule)} for rule in counted.by_rule],
        "union": counted.total() if eligibility.rules else None,
        "not_known": list(counted.not_known),
        "label_zh": eligibility.label_zh,
        "label_en": eligibility.label,
        "synthetic": eligibility.synthetic,
        "as_of": eligibility.as_of,
    }


def _decided(
    session: Session,
    row: Mapping[str, Any],
    document: Mapping[str, Any],
    *,
    approval_class: str,
    asker: str,
    now: datetime,
    stands: str | None = None,
) -> dict[str, Any]:
    """Approvals, bytes and who may be next; `stands` is the digest of the pre-flight that stands now."""
    decisions = decisions_of(session, row["id"])
    given = approvals.counting(
        decisions, revision=row["revision"], digest=row["digest"], by=_counted_until(row, now), preflight=stands
    )
    objection = approvals.objection(
        person_of(session, asker),
        via="web",
        row=row,
        author=person_of(session, row["author_id"]),
        editor=person_of(session, row["last_editor_id"]),
        decisions=decisions,
        now=now,
        preflight=stands,
    )
    table = fold.TABLES["approval"]
    rows = select(table).where(Approval.subject_id == row["id"]).order_by(Approval.at, Approval.id)
    return {
        "approvals": _rows(session, "approval", rows),
        "bytes": approvals.canonical(document).decode(),
        "approvers_needed": approvals.NEEDED[approval_class],
        "approvers_so_far": len(given),
        "may_approve": objection is None,
        "why_not_zh": objection.zh if objection else None,
        "why_not_en": objection.en if objection else None,
        "may_be_next": next_approvers(session, row, given) if row["state"] == "pending_approval" else [],
        "first_lapses_at": as_text(min(one.at for one in given) + approvals.WINDOW) if given else None,
    }


def _counted_until(row: Mapping[str, Any], now: datetime) -> datetime | None:
    """While it waits an approval lapses with time; once decided, those that carried it count for good."""
    return now if row["state"] == "pending_approval" else None


def _live_measures(session: Session, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Other measures of the same kind, in any incident, that have started and not ended."""
    table = fold.TABLES["measure"]
    states = ("approved", "executing", "held", "partially_applied", "in_effect")
    others = select(table).where(
        Measure.kind == row["kind"], Measure.id != row["id"], Measure.state.in_(states), Measure.started_at.is_not(None)
    )
    return [
        other
        for other in _rows(session, "measure", others)
        if from_text(other["window_to"]) > from_text(row["window_from"])
    ]


def _rows(session: Session, name: str, statement: Any) -> list[dict[str, Any]]:
    table = fold.TABLES[name]
    return [fold.log_spelling(table, dict(row)) for row in session.execute(statement).mappings()]


def _told(checks: list[Check]) -> list[dict[str, Any]]:
    return [{"ok": check.ok, "zh": check.zh, "en": check.en} for check in checks]
