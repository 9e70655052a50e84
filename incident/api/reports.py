"""Routes of reports: asking for one, looking how far it is, fetching the file, the schedule, the verifier."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request, send_file

from incident.api.exported import register as register_export
from incident.commands import reports as commands
from incident.commands.exports import Taken
from incident.errors import Conflict, Invalid, NotFound
from incident.models import ReportRow
from incident.queries.reports import report_document, reports_of
from incident.reports.making import file_of
from incident.reports.media import MEDIA
from incident.rules.reports import ending_of
from incident.schemas.reports import AskReport, ScheduleReports
from incident.web import LOGGED_IN, carry_out, current, house, policy, reach, reach_incident, reading

blueprint = APIBlueprint("reports", __name__, url_prefix="/api/v1", tag="reports")


@blueprint.get("/incidents/<uuid:incident_id>/reports")
@policy("review.read")
def register(incident_id: UUID) -> Mapping[str, Any]:
    """The register of exports with how far each is, the schedule, and what can be asked for."""
    place = reach_incident(incident_id)
    with reading() as session:
        return reports_of(session, place.incident_id)


@blueprint.post("/incidents/<uuid:incident_id>/reports")
@blueprint.input(AskReport, arg_name="body")
@policy("review.export")
def ask(incident_id: UUID, body: AskReport) -> Response:
    """Put a report in line and into the register; it is made beside what the house does."""
    place = reach_incident(incident_id)
    _check_province(body.province)
    base_url = house().settings.public_url or request.host_url
    return carry_out(
        lambda tx, actor: commands.ask_report(
            tx, actor, incident_id=place.incident_id, report_id=str(body.id), kind=body.kind, form=body.format,
            language=body.language, purpose=body.purpose, province=body.province, base_url=base_url.rstrip("/"),
        ),
        streams=[place.stream],
        status=202,
    )  # fmt: skip


@blueprint.get("/reports/<uuid:report_id>")
@policy("review.read")
def read(report_id: UUID) -> Mapping[str, Any]:
    """One line of the register: how far it is, and its digest once it is made."""
    reach(ReportRow, report_id)
    with reading() as session:
        return report_document(session, str(report_id))


@blueprint.get("/reports/<uuid:report_id>/file")
@policy("report.fetch")
def fetch(report_id: UUID) -> Response:
    """The file, for whoever asked for it, or anybody who may export where it was made on schedule; `Range` goes on.

    The register says who took what: somebody else asks for a report of their own.
    """
    place = reach(ReportRow, report_id)
    with reading() as session:
        row = report_document(session, str(report_id))
    if row["number"] is None and row["person_id"] != current().person_id:
        raise NotFound.of("报告", "report")
    if row["state"] != "made":
        raise Conflict("report.not_made", zh="这份报告还没有生成。", en="This report is not made yet.")
    path = file_of(house(), row["id"], row["format"])
    if not row["there"] or not path.is_file():
        raise NotFound(
            "report.dropped",
            zh="文件已过保存期；请再导出一份。登记与摘要仍在。",
            en="The file was kept long enough and is gone; ask for it again. Its line and digest stay.",
        )
    if row["number"] is not None and _begins(request.headers.get("Range", "")):  # nobody asked for it: who takes it?
        register_export(
            Taken(
                "report_file", row["format"], place.incident_id, {"report": row["id"]}, row["position"], row["sha256"],
                row["size"],
            )
        )  # fmt: skip
    answer = send_file(
        path, mimetype=MEDIA[row["format"]], as_attachment=True, download_name=_name(row), conditional=True,
        etag=row["sha256"], max_age=0,
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer


def _begins(wanted: str) -> bool:
    """Whether a request is for the file's beginning, and not for the rest after a broken line."""
    return not wanted or wanted.replace(" ", "").startswith("bytes=0-")


@blueprint.post("/incidents/<uuid:incident_id>/report-schedule")
@blueprint.input(ScheduleReports, arg_name="body")
@policy("report.schedule")
def schedule(incident_id: UUID, body: ScheduleReports) -> Response:
    """Send a situation report to some people every so many hours, from now on and until the incident is over."""
    place = reach_incident(incident_id)
    return carry_out(
        lambda tx, actor: commands.schedule_reports(
            tx, actor, incident_id=place.incident_id, every_hours=body.every_hours,
            people=[str(person) for person in body.people], form=body.format, language=body.language,
        ),
        streams=[place.stream],
    )  # fmt: skip


@blueprint.post("/incidents/<uuid:incident_id>/report-schedule/stop")
@policy("report.schedule")
def stop(incident_id: UUID) -> Response:
    """No more of them."""
    place = reach_incident(incident_id)
    return carry_out(
        lambda tx, actor: commands.schedule_reports(tx, actor, incident_id=place.incident_id, every_hours=None),
        streams=[place.stream],
    )


@blueprint.get("/evidence/verifier.py")
@policy(LOGGED_IN)
def verifier() -> Response:
    """The program that verifies an evidence bundle, by itself: an auditor need not take it out of the bundle."""
    content = (files("incident.evidence") / "verifier.py").read_bytes()
    headers = {"Content-Disposition": 'attachment; filename="verifier.py"'}
    return Response(content, mimetype="text/x-python", headers=headers)


def _name(row: Mapping[str, Any]) -> str:
    prefix = "EXERCISE-" if house().world_kind == "exercise" else ""
    number = f"-{row['number']}" if row["number"] is not None else ""
    return f"{prefix}{row['kind']}{number}-{row['language']}-{row['position']}.{ending_of(row['format'])}"


def _check_province(adcode: str | None) -> None:
    if adcode is not None and adcode not in house().provinces:
        raise Invalid(
            "report.province",
            field="province",
            zh=f"没有 {adcode} 这个省公司。",
            en=f"There is no provincial company {adcode}.",
        )
