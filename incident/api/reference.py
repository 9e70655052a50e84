"""Routes of what does not belong to one incident: regions, the world's clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apiflask import APIBlueprint
from flask import Response, jsonify, request

from incident.clock import as_text
from incident.commands.worlds import set_rate
from incident.db import Tx, World
from incident.log import Actor
from incident.schemas.incidents import SetRate
from incident.web import LOGGED_IN, carry_out, house, policy

blueprint = APIBlueprint("reference", __name__, url_prefix="/api/v1", tag="reference")


@blueprint.get("/regions")
@policy(LOGGED_IN)
def regions() -> Response:
    """Provinces, cities and counties with their names; the ETag is the version of the boundaries.

    `?province=` leaves out the cities and counties of all others, for pages that a phone must load.
    """
    known, wanted = house().regions, request.args.get("province")
    tag = f"{known.version}-{wanted}.2" if wanted else f"{known.version}.2"  # 2: with what they also answer to
    if request.if_none_match.contains(tag):
        return Response(status=304)
    response = jsonify(
        {
            "version": known.version,
            "vintage": known.vintage,
            "note_en": known.source_note,
            "regions": [
                {
                    "adcode": region.adcode,
                    "name": region.name,
                    "name_en": region.name_en,
                    "level": region.level,
                    "province": region.province,
                    "city": region.city,
                    "lon": region.lon,
                    "lat": region.lat,
                    "operator": region.operator,
                    "also": known.searching.also(region.adcode),
                }
                for region in known.all
                if wanted in (None, region.province) or region.level == "province"
            ],
        }
    )
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blueprint.get("/world")
@policy(LOGGED_IN)
def world() -> Mapping[str, Any]:
    """Which world this is, what time it is there, and how fast its clock runs."""
    with house().db.read() as session:
        return _world(session.get_one(World, 1), house().db.real_now(session))


@blueprint.post("/world/rate")
@policy("world.set_rate")
@blueprint.input(SetRate, arg_name="body")
def rate(body: SetRate) -> Response:
    """Let an exercise's clock run faster or at real speed."""

    def command(tx: Tx, _actor: Actor) -> Mapping[str, Any]:
        set_rate(tx, rate=body.rate)
        return _world(tx.world, tx.real_now)

    return carry_out(command, streams=[])


def _world(row: World, real: Any) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "name": row.name,
        "rate": row.rate,
        "now": as_text(row.time().at(real)),
        "real_now": as_text(real),
    }
