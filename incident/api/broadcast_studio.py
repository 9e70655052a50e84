"""The message studio: what it begins with, and what is to be said of texts while they are typed; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint

from incident.queries import broadcast_studio as queries
from incident.schemas.broadcasts import SeveralTexts
from incident.web import house, policy, reach_incident, reading

blueprint = APIBlueprint("broadcast_studio", __name__, url_prefix="/api/v1", tag="broadcasts")


@blueprint.get("/incidents/<uuid:incident_id>/broadcast-studio")
@policy("broadcast.read")
def studio(incident_id: UUID) -> Mapping[str, Any]:
    """The playbook's messages as they would read of this incident, the languages, and CAP's words."""
    place = reach_incident(incident_id)
    with reading() as session:
        return queries.studio(
            session,
            incident_id=place.incident_id,
            playbooks=[book for _slug, book in sorted(house().playbooks.items())],
            regions=house().regions,
            now=house().db.world_now(session),
            exercise=house().world_kind == "exercise",
        )


@blueprint.post("/broadcast-texts")
@blueprint.input(SeveralTexts, arg_name="body")
@policy("broadcast.read", reads=True)
def look(body: SeveralTexts) -> Mapping[str, Any]:
    """Count parts and pages of texts as they would leave, and name what a person should look at.

    The answer changes nothing and needs no Idempotency-Key; it is a POST because texts are no address.
    """
    return queries.look_at(body.texts, channel=body.channel, exercise=house().world_kind == "exercise")
