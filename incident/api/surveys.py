"""Routes of surveys by SMS: what can be asked of whom, asking it, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.commands.broadcasts.surveying import Question, ask_survey
from incident.models import Incident
from incident.queries.survey_ground import ground_of_surveys
from incident.queries.surveys import surveys_of
from incident.rules.outcomes.surveying import LEAST_SAMPLE, MOST_SAMPLE, SCALES, question_texts
from incident.schemas.surveys import AskSurvey
from incident.web import carry_out, policy, reach_incident, reading, see_incident

blueprint = APIBlueprint("surveys", __name__, url_prefix="/api/v1", tag="outcomes")


@blueprint.get("/incidents/<uuid:incident_id>/surveys")
@policy("broadcast.read")
def surveys(incident_id: UUID) -> Mapping[str, Any]:
    """Every survey with its sample, response rate, share of satisfied customers and margin, by province."""
    place = see_incident(incident_id)
    with reading() as session:
        return {"items": surveys_of(session, place.incident_id)}


@blueprint.get("/incidents/<uuid:incident_id>/surveys/ground")
@policy("survey.ask")
def ground(incident_id: UUID) -> Mapping[str, Any]:
    """Covered customers by measure and province, and a question to begin with for each scale."""
    place = see_incident(incident_id)
    with reading() as session:
        row = session.get_one(Incident, place.incident_id)
        return ground_of_surveys(session, place.incident_id) | {
            "texts": [{"scale": scale} | question_texts(row.title_zh, row.title_en, scale=scale) for scale in SCALES],
            "least_sample": LEAST_SAMPLE,
            "most_sample": MOST_SAMPLE,
        }


@blueprint.post("/incidents/<uuid:incident_id>/surveys")
@policy("survey.ask")
@blueprint.input(AskSurvey, arg_name="body")
def ask(incident_id: UUID, body: AskSurvey) -> Response:
    """Draft a survey of a sample of covered customers and put it before the two approvers."""
    place = reach_incident(incident_id)
    question = Question(
        sample=body.sample,
        scale=body.scale,
        body_zh=body.body_zh,
        body_en=body.body_en,
        languages=tuple(body.languages),
        more_texts={tag: block.model_dump() for tag, block in body.more_texts.items()},
        measure_id=str(body.measure) if body.measure else None,
        provinces=tuple(body.provinces),
        valid_until=body.valid_until,
        answer_hours=body.answer_hours,
    )
    return carry_out(
        lambda tx, actor: ask_survey(
            tx, actor, incident_id=place.incident_id, survey_id=str(body.id), question=question
        ),
        streams=[place.stream],
        status=201,
    )
