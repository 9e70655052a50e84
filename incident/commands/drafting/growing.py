"""A measure takes in more places: who becomes newly eligible is shown first, and only they are instructed about.

Within the approved cap and with nothing else changed the approval holds; beyond it the growth is a revision to be
approved again, and nothing leaves until it is. A place that the measure has already is never instructed about again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from incident import fold, log
from incident.commands.approvals import reason_of
from incident.commands.drafting.base import record_revision
from incident.commands.drafting.money import MOST_FEN, class_of, cost_of_area, share_reached
from incident.commands.landing import widen_landing
from incident.commands.measures import measure_row
from incident.commands.reading import check_revision
from incident.commands.starting import start_parts
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events import measures as events
from incident.log import Actor, incident_stream
from incident.queries.measures import area_of_counties
from incident.rules import approvals
from incident.rules import measures as rules
from playbooks.measures import measure_type


@dataclass(frozen=True)
class Growth:
    """What an area adds to a measure: the columns that would change, and of these what is new."""

    columns: dict[str, Any]
    more: dict[str, dict[str, dict[str, int]]]
    #: Counties that it names and whose customers the measure has already.
    there: tuple[str, ...]
    #: Whether the approval that there is covers it.
    within: bool

    @property
    def customers(self) -> int:
        """How many become newly eligible."""
        return rules.totals(self.more)


def growth_by_counties(
    session: Session, measure_id: str, *, counties: Sequence[str], segments: Sequence[str]
) -> tuple[dict[str, Any], Growth]:
    """The measure, and who becomes newly eligible in these counties by the incident's newest impact."""
    row = fold.row_of(session, "measure", measure_id)
    if not row:
        raise NotFound.of("举措", "measure")
    eligible = [str(s) for s in segments if s in measure_type(row["kind"]).eligible_segments]
    hit = area_of_counties(session, row["incident_id"], counties=list(counties), segments=eligible)
    area = rules.reached(hit, share_ppm=share_reached(row["kind"], row["fields"]))
    found = {county for inside in area.values() for county in inside}
    if missing := sorted(set(counties) - found):
        raise Invalid(
            "growth.not_hit",
            field="counties",
            zh=f"最新影响范围里没有这些县的客户：{'、'.join(missing)}。",
            en=f"The newest impact has no customers in: {', '.join(missing)}.",
        )
    columns = grown_columns(session, row, rules.union(area, row["area"]))
    more = rules.growth(columns["area"], row["area"])
    new = {county for inside in more.values() for county in inside}
    within = bool(row["started_at"]) and not rules.needs_approval_again(row, columns)
    return row, Growth(columns, more, tuple(sorted(found - new)), within)


def grow_measure(
    tx: Tx,
    actor: Actor,
    *,
    measure_id: str,
    counties: Sequence[str],
    segments: Sequence[str],
    more_customers: int,
    class_b_cap_fen: int,
    reason: str | None = None,
    revision: int | None = None,
    cap_fen: int | None = None,
) -> dict[str, Any]:
    """Take in counties. `more_customers` is how many the person was shown; another number by now is refused."""
    row, growth = growth_by_counties(tx.session, measure_id, counties=counties, segments=segments)
    check_revision(row, revision)
    _refuse_growth(row, growth, shown=more_customers)
    if growth.within and cap_fen is None:
        return grow(tx, actor, row, growth.columns)
    within = capped(row, growth.columns, cap_fen=cap_fen if cap_fen is not None else row["cap_fen"])
    if row["started_at"] and growth.columns["cost_fen"] > within["cap_fen"]:
        raise Invalid(
            "growth.cap",
            field="cap_fen",
            zh=f"扩大后预计 {growth.columns['cost_fen'] / 100:,.2f} 元，超过上限，请同时提高上限并重新审批。",
            en=f"It would cost {growth.columns['cost_fen'] / 100:,.2f} CNY, above the cap: raise the cap with it.",
        )
    public = measure_type(row["kind"]).public
    within |= {"approval_class": class_of(public=public, cap_fen=within["cap_fen"], class_b_cap_fen=class_b_cap_fen)}
    text = reason_of(tx, reason, required=row["state"] != "draft")
    return record_revision(tx, actor, row, growth.columns | within, reason=text)


def grow(tx: Tx, actor: Actor, row: dict[str, Any], grown: dict[str, Any]) -> dict[str, Any]:
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
    widen_landing(tx, actor, after)
    return measure_row(tx, row["id"])


def grown_columns(session: Session, row: Mapping[str, Any], area: Mapping[str, Any]) -> dict[str, Any]:
    """What growth to `area` changes of a measure: where, how many, and the cost, however far beyond the cap."""
    grown = {"area": dict(area), "customers": rules.totals(area)}
    uncapped = {"fields": {**row["fields"], "cap_fen": MOST_FEN}}
    cost = cost_of_area(session, {**row, **grown, **uncapped}, incident_id=row["incident_id"])
    return grown | {"cost_fen": cost}


def capped(row: Mapping[str, Any], grown: Mapping[str, Any], *, cap_fen: int) -> dict[str, Any]:
    """Growth beyond the approved cap, held to another one."""
    fields = {**row["fields"], "cap_fen": cap_fen}
    return {"cap_fen": cap_fen, "cost_fen": min(grown["cost_fen"], cap_fen), "fields": fields}


def _refuse_growth(row: Mapping[str, Any], growth: Growth, *, shown: int) -> None:
    moving = row["started_at"] and row["state"] not in rules.RUNNING
    if moving or row["state"] in rules.FINAL or (not growth.within and row["state"] in ("executing", "held")):
        raise Conflict(
            "growth.not_now",
            zh="举措正在执行、审批或收尾，现在不能这样扩大范围；上限以内的扩大可在执行中进行。",
            en="It is being carried out, decided on or ended: only growth within the approved cap can be taken in now.",
        )
    if growth.customers == 0:
        raise Conflict(
            "growth.nothing", zh="这些县的客户都已在内。", en="All customers of these counties are in it already."
        )
    if growth.customers != shown:
        raise Conflict(
            "growth.other_count",
            zh=f"新增客户现为 {growth.customers:,} 户，不是你看到的 {shown:,} 户，请重新核对。",
            en=f"By now {growth.customers:,} customers are new, not the {shown:,} that you saw; look again.",
        )
