"""What is inside a footprint beyond customers: people by day and night, hospitals, and who came in or left."""

from __future__ import annotations

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, jsonify

from geo.errors import GeoError
from geo.inside import of_provinces
from geo.inside_apart import inside_apart
from geo.words import in_chinese
from incident.errors import Conflict, NotFound
from incident.queries.inside import TwoVersions, two_versions
from incident.web import house, policy, see_incident
from incident.web.scope import provinces_in_scope

blueprint = APIBlueprint("inside", __name__, url_prefix="/api/v1", tag="footprints")


@blueprint.get("/incidents/<uuid:incident_id>/footprints/<uuid:footprint_id>/inside")
@policy("impact.read")
def inside(incident_id: UUID, footprint_id: UUID) -> Response:
    """People by band and county, hospitals and shelters that are hit, and customers that came in or left since the
    version before; each part null where nobody brought figures. Numbers are of the caller's provinces alone.

    409 while it cannot be counted, with the reason in words.
    """
    place = see_incident(incident_id)
    with house().db.read() as session:
        found = two_versions(session, incident_id=place.incident_id, footprint_id=str(footprint_id))
    if found is None:
        raise NotFound.of("影响范围", "footprint")
    document = house().inside.of(str(footprint_id), lambda: _counted(found))
    regions = house().regions
    answer = jsonify(of_provinces(document, lambda code: regions.get(code).province, provinces_in_scope()))
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _counted(found: TwoVersions) -> dict[str, object]:
    owned = house()
    try:
        return inside_apart(found.footprint, found.before, owned.regions, owned.exposure, owned.settings.data_dir())
    except GeoError as error:
        raise Conflict(
            "footprint.not_counted",
            zh=f"范围内的人口与场所无法统计：{in_chinese(str(error))}",
            en=f"It cannot be counted: {error}",
        ) from None
