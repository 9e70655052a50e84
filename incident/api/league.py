"""Routes of assessment: scores by rules that are shown, objections and their answers, practices and prizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.commands import league as commands
from incident.events.base import NATION
from incident.models import Nomination, Objection
from incident.queries.league import league_of
from incident.queries.teams import team_titles
from incident.schemas.league import AnswerObjection, AwardPrize, NominatePractice, RaiseObjection
from incident.web import carry_out, current, house, policy, reach, reach_incident, reading, see_incident

blueprint = APIBlueprint("league", __name__, url_prefix="/api/v1", tag="league")


@blueprint.get("/incidents/<uuid:incident_id>/league")
@policy("league.read")
def league(incident_id: UUID) -> Mapping[str, Any]:
    """The rules, the published scores, objections, practices and the history; a province sees its own."""
    place = see_incident(incident_id)
    with reading() as session:
        told = league_of(session, incident_id=place.incident_id, regions=house().regions, whole=current().sees(NATION))
    titles = team_titles(house().playbooks.values())
    return told | {"teams": [team | _titled(team["team"], titles) for team in told["teams"]]}


@blueprint.post("/incidents/<uuid:incident_id>/league/publish")
@policy("league.publish")
def publish(incident_id: UUID) -> Response:
    """Publish every province's score from what is known now, with the rulings that stand."""
    place = reach_incident(incident_id)
    return carry_out(
        lambda tx, actor: commands.publish_league(tx, actor, incident_id=place.incident_id), streams=[place.stream]
    )


@blueprint.post("/incidents/<uuid:incident_id>/league/objections")
@policy("league.object")
@blueprint.input(RaiseObjection, arg_name="body")
def object_to(incident_id: UUID, body: RaiseObjection) -> Response:
    """Object to one criterion of the own province's published score."""
    province = _speaking_for(body.province)
    place = reach_incident(incident_id, province=province)
    return carry_out(
        lambda tx, actor: commands.raise_objection(
            tx,
            actor,
            incident_id=place.incident_id,
            objection_id=str(body.id),
            province=province or "",
            criterion=body.criterion,
            text=body.text,
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.post("/league-objections/<uuid:objection_id>/answer")
@policy("league.answer")
@blueprint.input(AnswerObjection, arg_name="body")
def answer(objection_id: UUID, body: AnswerObjection) -> Response:
    """Uphold an objection or dismiss it with words; what was published is reckoned again."""
    place = reach(Objection, objection_id)
    return carry_out(
        lambda tx, actor: commands.answer_objection(
            tx,
            actor,
            objection_id=str(objection_id),
            ruling=body.ruling,
            text=body.text,
            numerator=body.numerator,
            denominator=body.denominator,
        ),
        streams=[place.stream],
    )


@blueprint.post("/incidents/<uuid:incident_id>/nominations")
@policy("league.nominate")
@blueprint.input(NominatePractice, arg_name="body")
def nominate(incident_id: UUID, body: NominatePractice) -> Response:
    """Nominate what a province did, for others to learn from."""
    province = _speaking_for(body.province)
    place = reach_incident(incident_id, province=province)
    return carry_out(
        lambda tx, actor: commands.nominate_practice(
            tx,
            actor,
            incident_id=place.incident_id,
            nomination_id=str(body.id),
            province=province or "",
            title=body.title,
            text=body.text,
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.post("/nominations/<uuid:nomination_id>/award")
@policy("league.award")
@blueprint.input(AwardPrize, arg_name="body")
def award(nomination_id: UUID, body: AwardPrize) -> Response:
    """Give a nominated practice a prize, saying what for."""
    place = reach(Nomination, nomination_id)
    return carry_out(
        lambda tx, actor: commands.award_prize(
            tx, actor, nomination_id=str(nomination_id), prize=body.prize, text=body.text
        ),
        streams=[place.stream],
    )


def _speaking_for(province: str | None) -> str | None:
    """The province that is named, else a provincial caller's own."""
    caller = current()
    return province or (None if caller.sees(NATION) else next(iter(caller.rooms), None))


def _titled(team: str, titles: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """How the playbooks in use call a team; one that they do not know has its own name."""
    title_zh, title_en = titles.get(team, (team, team))
    return {"title_zh": title_zh, "title_en": title_en}
