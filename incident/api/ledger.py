"""Routes of the ledger: sums that add up, batches, the accounts on which they failed, and files of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, get_args
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy.orm import Session

from incident.api.exported import exported
from incident.errors import Invalid
from incident.models import Batch
from incident.models.measures import BATCH_STATES
from incident.queries import ledger as queries
from incident.queries.ledger import By, Filter, Part
from incident.reports import ledger_tables
from incident.schemas.measures import SEGMENTS
from incident.web import current, house, language, policy, query_int, reach, reach_incident, reading

blueprint = APIBlueprint("ledger", __name__, url_prefix="/api/v1", tag="ledger")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: How many lines a file will have, so that a page can say how far it has come.
ROWS_HEADER = "Tongxin-Rows"


@blueprint.get("/incidents/<uuid:incident_id>/ledger")
@policy("balance.read")
def sums(incident_id: UUID) -> Mapping[str, Any]:
    """Lines by province, county, segment or measure, their total, and whether all of it adds up."""
    place = reach_incident(incident_id)
    with reading() as session:
        return queries.ledger(session, place.incident_id, by=_by(), only=_only())


@blueprint.get("/incidents/<uuid:incident_id>/batches")
@policy("balance.read")
def batches(incident_id: UUID) -> Mapping[str, Any]:
    """Batches one by one, a page after `after`."""
    place = reach_incident(incident_id)
    limit = query_int("limit", default=200, least=1, most=1000)
    after = request.args.get("after", "")[:80]
    with reading() as session:
        items = queries.batches(session, place.incident_id, only=_only(), after=after, limit=limit)
        count = queries.batch_count(session, place.incident_id, only=_only())
    return {"items": items, "count": count, "after": items[-1]["id"] if len(items) == limit else None}


@blueprint.get("/batches/<batch_id>/accounts")
@policy("measure.read")
def accounts(batch_id: str) -> Mapping[str, Any]:
    """Accounts on which the batch failed, by the opaque reference that only billing can resolve."""
    reach(Batch, batch_id)
    with reading() as session:
        return {"items": queries.accounts_of(session, batch_id)}


@blueprint.get("/incidents/<uuid:incident_id>/ledger.csv")
@policy("balance.read")
def as_csv(incident_id: UUID) -> Response:
    """The batches that the filter leaves, one a line, their number told before; in the register of exports first."""
    place = reach_incident(incident_id)
    only = _only()
    count = _count(place.incident_id, only)
    lines = ledger_tables.csv_lines(
        queries.batches_in_pages(_reader(), place.incident_id, only=only), name=_name(), language=language()
    )
    answer = Response(lines, mimetype="text/csv", headers=_headers("csv") | {ROWS_HEADER: str(count)})
    return exported(answer, "ledger", "csv", of_incident=place.incident_id, only=asdict(only))


@blueprint.get("/incidents/<uuid:incident_id>/ledger.xlsx")
@policy("balance.read")
def as_workbook(incident_id: UUID) -> Response:
    """The same as a workbook; Invalid where it would be too long for one."""
    place = reach_incident(incident_id)
    only = _only()
    count = _count(place.incident_id, only)
    if count > ledger_tables.MOST_IN_WORKBOOK:
        most = ledger_tables.MOST_IN_WORKBOOK
        raise Invalid(
            "ledger.too_long",
            zh=f"{count:,} 个批次超过工作簿的 {most:,} 行；请先筛选，或导出 CSV。",
            en=f"{count:,} batches are more than the {most:,} lines of a workbook; narrow the filter, or take CSV.",
        )
    content = ledger_tables.workbook(
        queries.batches_in_pages(_reader(), place.incident_id, only=only), name=_name(), language=language()
    )
    answer = Response(content, mimetype=_XLSX, headers=_headers("xlsx") | {ROWS_HEADER: str(count)})
    return exported(answer, "ledger", "xlsx", of_incident=place.incident_id, only=asdict(only))


def _by() -> By:
    given = request.args.get("by", "province")
    if given not in get_args(By):
        raise _unknown("by", get_args(By))
    return given  # type: ignore[return-value]  # one of its words


def _only() -> Filter:
    """The filter of the query string; every value must be one that can exist."""
    given = {name: request.args.get(name) for name in ("measure", "province", "county", "segment", "state")}
    for name, words in (("segment", SEGMENTS), ("state", BATCH_STATES)):
        if given[name] is not None and given[name] not in words:
            raise _unknown(name, words)
    for name in ("province", "county"):
        code = given[name]
        if code is not None and code not in house().regions:
            raise Invalid("query", field=name, zh=f"没有 {code[:12]} 这个地区。", en=f"There is no region {code[:12]}.")
    if given["measure"] is not None and len(given["measure"]) != 36:
        raise Invalid("query", field="measure", zh="measure 须为措施的编号。", en="measure must be a measure's id.")
    part = request.args.get("part", "measure")
    if part not in get_args(Part):
        raise _unknown("part", get_args(Part))
    return Filter(**given, part=part)  # type: ignore[arg-type]  # one of its words


def _unknown(field: str, words: tuple[str, ...]) -> Invalid:
    known = ", ".join(words)
    return Invalid("query", field=field, zh=f"{field} 须为 {known} 之一。", en=f"{field} must be one of {known}.")


def _count(incident_id: str, only: Filter) -> int:
    with reading() as session:
        return queries.batch_count(session, incident_id, only=only)


def _reader() -> Any:
    """Opens sessions of the caller's rooms; a file is still being read when the request is over."""
    db, rooms = house().db, current().rooms

    @contextmanager
    def read() -> Iterator[Session]:
        with db.read(rooms=rooms) as session:
            yield session

    return read


def _name() -> ledger_tables.Name:
    regions, chinese = house().regions, language() == "zh"

    def name(adcode: str) -> str:
        if adcode not in regions:
            return adcode
        known = regions.get(adcode)
        return known.name if chinese else known.name_en

    return name


def _headers(ending: str) -> dict[str, str]:
    prefix = "EXERCISE-" if house().world_kind == "exercise" else ""
    return {
        "Content-Disposition": f'attachment; filename="{prefix}ledger.{ending}"',
        "Cache-Control": "no-store",
    }
