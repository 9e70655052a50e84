"""Built files, the base map and the icon."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response

from incident.errors import NotFound
from incident.pages.shell import basemap_version
from incident.web import ANYONE, LOGGED_IN, house, policy
from incident.web.files import ASK_EACH_TIME, FOR_EVER, PRIVATE_FOR_EVER, serve

blueprint = APIBlueprint("files", __name__, enable_openapi=False)

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#0b1623"/>'
    '<circle cx="12" cy="12" r="8" fill="none" stroke="#4cc2ff" stroke-width="2"/>'
    '<circle cx="12" cy="12" r="3" fill="#4cc2ff"/></svg>'
)


@blueprint.get("/static/<path:name>")
@policy(ANYONE)
def built(name: str) -> Response:
    """What Vite built; names under assets/ hold a hash and never change."""
    cache = FOR_EVER if name.startswith("assets/") else ASK_EACH_TIME
    return serve(house().settings.static_dist, name, cache=cache)


@blueprint.get("/basemap/<version>/<path:name>")
@policy(LOGGED_IN)
def basemap(version: str, name: str) -> Response:
    """Boundaries for the map; an older version's address is gone rather than answered with newer lines."""
    if version != basemap_version():
        raise NotFound.of("底图版本", "base map version")
    return serve(house().settings.var_dir / "basemap", name, cache=PRIVATE_FOR_EVER)


@blueprint.get("/favicon.ico")
@policy(ANYONE)
def icon() -> Response:
    """The two circles."""
    return Response(_ICON, mimetype="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})
