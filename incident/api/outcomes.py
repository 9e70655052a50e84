"""Routes of outcomes: figures against targets, each figure with its history, stated, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel
from sqlalchemy import select

from incident.api.exported import exported
from incident.commands import outcomes as commands
from incident.errors import Invalid, NotFound
from incident.models import Blob, OutcomeFigure
from incident.queries.outcome_figures import figures_of, imports_of, targets_of
from incident.queries.outcome_ground import measures_of
from incident.queries.outcomes import described, outcomes_of
from incident.rules.outcomes.kinds import KINDS
from incident.schemas.outcomes import CorrectFigure, SetTarget, StateFigure, WithdrawFigure
from incident.web import LOGGED_IN, carry_out, house, policy, reach, reach_incident, reading, see_incident
from incident.web.strict_json import parse_strict

blueprint = APIBlueprint("outcomes", __name__, url_prefix="/api/v1", tag="outcomes")

#: A file is shown by nothing of ours in the page's own origin: no scripts, no frames, no forms.
_CAGE = "default-src 'none'; sandbox; frame-ancestors 'none'"
_MOST_EVIDENCE = 20_000_000
Given = TypeVar("Given", bound=BaseModel)


@blueprint.get("/outcome-kinds")
@policy(LOGGED_IN)
def kinds() -> Mapping[str, Any]:
    """Every kind of figure: its words, unit, bounds, how it adds up, who may state it."""
    return {"items": [described(kind) for kind in KINDS.values()]}


@blueprint.get("/incidents/<uuid:incident_id>/outcomes")
@policy("outcome.read")
def outcomes(incident_id: UUID) -> Mapping[str, Any]:
    """Every kind with its total and a cell a province, against its target; a province sees its own."""
    place = see_incident(incident_id)
    with reading() as session:
        measures = measures_of(session, place.incident_id)
        return outcomes_of(session, incident_id=place.incident_id) | {
            "targets": targets_of(session, incident_id=place.incident_id, regions=house().regions),
            "imports": imports_of(session, incident_id=place.incident_id, regions=house().regions),
            "measures": [
                {
                    "id": measure.id,
                    "title_zh": measure.title_zh,
                    "title_en": measure.title_en,
                    "provinces": sorted(measure.provinces),
                }
                for measure in measures
            ],
        }


@blueprint.get("/incidents/<uuid:incident_id>/outcomes/figures")
@policy("outcome.read")
def figures(incident_id: UUID) -> Mapping[str, Any]:
    """Figures one by one, newest first, with what they corrected; `kind` and `province` narrow them."""
    place = see_incident(incident_id)
    kind, province = request.args.get("kind"), request.args.get("province")
    if kind is not None and kind not in KINDS:
        raise Invalid(
            "query",
            field="kind",
            zh=f"kind 须为 {'、'.join(KINDS)} 之一。",
            en=f"kind must be one of {', '.join(KINDS)}.",
        )
    with reading() as session:
        items = figures_of(
            session, incident_id=place.incident_id, regions=house().regions, kind=kind, province=province
        )
    return {"items": items}


@blueprint.post("/incidents/<uuid:incident_id>/outcomes/figures")
@policy("outcome.enter")
def state(incident_id: UUID) -> Response:
    """State a figure: JSON, or a form with the same JSON as `figure` and the evidence as `file`."""
    body, evidence = _body(StateFigure)
    place = reach_incident(incident_id, province=body.province)
    stated = commands.Stated(
        kind=body.kind,
        value=body.value,
        base=body.base,
        sent=body.sent,
        province=body.province,
        city=_city(body.city, body.province),
        measure_id=str(body.measure) if body.measure else None,
        segment=body.segment,
        from_day=body.from_day,
        to_day=body.to_day or body.from_day,
        source=body.source,
        note=body.note,
    )
    return carry_out(
        lambda tx, actor: commands.state_figure(
            tx, actor, incident_id=place.incident_id, figure_id=str(body.id), stated=stated, evidence=evidence
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.post("/outcome-figures/<uuid:figure_id>/correct")
@policy("outcome.enter")
def correct(figure_id: UUID) -> Response:
    """Put another figure in the place of one that counts, and say why; sent as stating one is."""
    place = reach(OutcomeFigure, figure_id)
    body, evidence = _body(CorrectFigure)
    return carry_out(
        lambda tx, actor: commands.correct_figure(
            tx,
            actor,
            replaces=str(figure_id),
            figure_id=str(body.id),
            value=body.value,
            base=body.base,
            sent=body.sent,
            source=body.source,
            reason=body.reason,
            note=body.note,
            evidence=evidence,
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.post("/outcome-figures/<uuid:figure_id>/withdraw")
@policy("outcome.enter")
@blueprint.input(WithdrawFigure, arg_name="body")
def withdraw(figure_id: UUID, body: WithdrawFigure) -> Response:
    """Let a figure count no more; it stays in sight with the reason."""
    place = reach(OutcomeFigure, figure_id)
    return carry_out(
        lambda tx, actor: commands.withdraw_figure(tx, actor, figure_id=str(figure_id), reason=body.reason),
        streams=[place.stream],
    )


@blueprint.get("/outcome-figures/<uuid:figure_id>/evidence")
@policy("outcome.read")
def evidence_of(figure_id: UUID) -> Response:
    """The file that proves a figure, within the caller's rooms; in the register of exports first."""
    place = reach(OutcomeFigure, figure_id)
    with reading() as session:
        row = session.execute(select(OutcomeFigure).where(OutcomeFigure.id == str(figure_id))).scalar_one()
        wanted = [digest for digest in (row.evidence, row.evidence_name_text) if digest]
        blobs = {blob.digest: blob for blob in session.scalars(select(Blob).where(Blob.digest.in_(wanted)))}
        kept = blobs.get(row.evidence or "")
        if kept is None or kept.redacted_at is not None:
            raise NotFound.of("凭证", "evidence")
        name = blobs.get(row.evidence_name_text or "")
        filename = name.content.decode("utf-8") if name is not None else "evidence"
        answer = Response(kept.content, mimetype=kept.media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
    answer.headers["Content-Security-Policy"] = _CAGE
    answer.headers["Cache-Control"] = "private, no-store"
    ending = filename.rpartition(".")[2][:8].lower() if "." in filename else "file"
    return exported(answer, "figure_evidence", ending, of_incident=place.incident_id, only={"figure": str(figure_id)})


@blueprint.post("/incidents/<uuid:incident_id>/outcomes/targets")
@policy("outcome.set_target")
@blueprint.input(SetTarget, arg_name="body")
def set_target(incident_id: UUID, body: SetTarget) -> Response:
    """Say what a kind of figure is held against in some places, and why; null takes it back."""
    place = reach_incident(incident_id)
    return carry_out(
        lambda tx, actor: commands.set_target(
            tx,
            actor,
            incident_id=place.incident_id,
            kind=body.kind,
            value=body.value,
            places=body.places,
            reason=body.reason,
        ),
        streams=[place.stream],
    )


def _body(schema: type[Given]) -> tuple[Given, commands.Evidence | None]:
    """What was sent, and the evidence beside it or named in it."""
    upload = request.files.get("file")
    given = parse_strict(request.form.get("figure", "")) if request.form else request.get_json(force=True)
    body = schema.model_validate(given)
    if upload is not None and upload.filename:
        content = upload.stream.read(_MOST_EVIDENCE + 1)
        return body, commands.Evidence(name=upload.filename, content=content)
    attachment = getattr(body, "attachment", None)
    return body, commands.Evidence(attachment_id=str(attachment)) if attachment else None


def _city(city: str | None, province: str | None) -> str | None:
    """The city, where it lies in the province."""
    if city is None:
        return None
    inside = {one.adcode for one in house().regions.cities(province)} if province else set()
    if city not in inside:
        raise Invalid(
            "outcome.city_elsewhere",
            field="city",
            zh="这个地市不在所填的省。",
            en="That city does not lie in the province.",
        )
    return city
