"""Routes of tables of outcomes: the template, how a file would land, landing it, and its bad rows to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from incident.api.exported import exported
from incident.commands import outcomes as commands
from incident.errors import Invalid
from incident.events.base import NATION
from incident.models import OutcomeImport
from incident.queries.outcome_ground import measures_of
from incident.queries.outcome_places import finder_of
from incident.queries.outcome_tables import MOST_BYTES, Table, kept_faults, open_table, read_rows, told_faults
from incident.reports import outcome_tables as files
from incident.rules.outcomes.rows import Finder
from incident.rules.outcomes.table import Reading
from incident.web import (
    Place,
    carry_out,
    current,
    house,
    language,
    policy,
    reach,
    reach_incident,
    reading,
    see_incident,
)

blueprint = APIBlueprint("outcome_tables", __name__, url_prefix="/api/v1", tag="outcomes")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/incidents/<uuid:incident_id>/outcomes/template.<ending>")
@policy("outcome.read")
def template(incident_id: UUID, ending: str) -> Response:
    """The empty table, `xlsx` with a sheet of notes or `csv`."""
    place = see_incident(incident_id)
    spoken = language()
    if _ending(ending) == "csv":
        return _file(files.template_csv(spoken), "outcomes", "csv")
    with reading() as session:
        measures = [
            measure.title_zh if spoken == "zh" else measure.title_en
            for measure in measures_of(session, place.incident_id)
        ]
    own = [house().regions.get(code) for code in house().provinces if current().sees(code)]
    provinces = [region.name if spoken == "zh" else region.name_en for region in own]
    content = files.template_workbook(provinces=provinces, measures=measures, language=spoken)
    return _file(content, "outcomes", "xlsx")


@blueprint.post("/incidents/<uuid:incident_id>/outcomes/preview")
@policy("outcome.enter", reads=True)
def preview(incident_id: UUID) -> Mapping[str, Any]:
    """How a file would land, nothing written: a form with `file`."""
    place = _importing(incident_id)
    table = _uploaded()
    told = _read(place, table)
    return {
        "name": table.name,
        "notes": list(table.notes),
        "landed": len(told.good),
        "corrected": sum(good.replaces is not None for good in told.good),
        "known": len(told.known),
        "bad": len(told.bad),
        "header": list(told.header),
        "rows": told_faults(told),
        "good": [
            {
                "row": good.row,
                "kind": good.candidate.kind.name,
                "province": good.candidate.province,
                "value": good.candidate.value,
                "from_day": good.candidate.from_day.isoformat(),
                "to_day": good.candidate.to_day.isoformat(),
                "corrects": good.replaces is not None,
            }
            for good in told.good[:200]
        ],
    }


@blueprint.post("/incidents/<uuid:incident_id>/outcomes/preview/bad.<ending>")
@policy("outcome.enter", reads=True)
def preview_bad(incident_id: UUID, ending: str) -> Response:
    """The rows of a file that would not land, as a file to be mended."""
    wanted = _ending(ending)
    told = _read(_importing(incident_id), _uploaded())
    return _bad_file(told.header, told_faults(told), wanted)


@blueprint.post("/incidents/<uuid:incident_id>/outcomes/imports")
@policy("outcome.enter")
def land(incident_id: UUID) -> Response:
    """Land the good rows of a file, name the bad ones: a form with `file` and `id`. The same again changes nothing."""
    place = _importing(incident_id)
    import_id = _uuid(request.form.get("id", ""))
    table = _uploaded()
    finder = _finder(place)
    return carry_out(
        lambda tx, actor: commands.import_table(
            tx,
            actor,
            incident_id=place.incident_id,
            import_id=import_id,
            table=table,
            finder=finder,
            place=place.province or NATION,
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.get("/outcome-imports/<uuid:import_id>/bad.<ending>")
@policy("outcome.read")
def bad(import_id: UUID, ending: str) -> Response:
    """The bad rows of a table that was brought, as a file to be mended."""
    place = reach(OutcomeImport, import_id)
    wanted = _ending(ending)
    with reading() as session:
        header, rows = kept_faults(session, str(import_id))
    answer = _bad_file(header, rows, wanted)
    return exported(answer, "bad_rows", wanted, of_incident=place.incident_id, only={"table": str(import_id)})


def _importing(incident_id: UUID) -> Place:
    """The incident, and whose file it is: the nation's, or the province's that brings it."""
    caller = current()
    province = None if caller.may("outcome.enter") else next(iter(caller.rooms), None)
    return reach_incident(incident_id, province=province)


def _finder(place: Place) -> Finder:
    caller = current()
    with reading() as session:
        measures = measures_of(session, place.incident_id)
    own = place.province

    def may(province: str | None) -> bool:
        return caller.may("outcome.enter", province) if own is None else province == own

    return finder_of(house().regions, measures, may=may)


def _read(place: Place, table: Table) -> Reading:
    with reading() as session:
        now = house().db.world_now(session)
        return read_rows(session, table, incident_id=place.incident_id, now=now, finder=_finder(place))


def _uploaded() -> Table:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Invalid("file_missing", field="file", zh="请选择一个文件。", en="Choose a file.")
    return open_table(upload.filename[-100:], upload.stream.read(MOST_BYTES + 1))


def _bad_file(header: Any, rows: Any, ending: str) -> Response:
    make = files.bad_csv if ending == "csv" else files.bad_workbook
    return _file(make(header, rows, language()), "outcomes-to-mend", ending)


def _file(content: bytes, name: str, ending: str) -> Response:
    prefix = "EXERCISE-" if house().world_kind == "exercise" else ""
    headers = {
        "Content-Disposition": f'attachment; filename="{prefix}{name}.{ending}"',
        "Cache-Control": "no-store",
    }
    return Response(content, mimetype="text/csv" if ending == "csv" else _XLSX, headers=headers)


def _ending(ending: str) -> str:
    if ending not in ("csv", "xlsx"):
        raise Invalid("ending", field="ending", zh="只有 csv 和 xlsx。", en="There are csv and xlsx.")
    return ending


def _uuid(given: str) -> str:
    try:
        return str(UUID(given))
    except ValueError:
        raise Invalid("not_a_uuid", field="id", zh="id 须为 UUID。", en="id must be a UUID.") from None
