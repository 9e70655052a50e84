"""Vector tiles of the map: boundaries for everybody signed in; sites and service points within the caller's scope.

Boundaries are public inside the house and named by their version, so a browser may keep them. The others are put
together for the caller's provinces alone and asked for again each time: an account that follows another at the same
screen must never be shown what the first one saw.
"""

from __future__ import annotations

import gzip
import hashlib

from apiflask import APIBlueprint
from flask import Response, request

from geo.errors import RegionsError
from geo.tiles import Tile, TileError, tile_named
from geo.tiles_boundaries import LEAST_ZOOM, MOST_ZOOM
from geo.tiles_points import LEAST_ZOOM as LEAST_POINT_ZOOM
from geo.tiles_points import MOST_ZOOM as MOST_POINT_ZOOM
from incident.errors import Invalid, NotFound
from incident.queries.tiles import boundaries_of
from incident.web import LOGGED_IN, house, policy
from incident.web.files import ASK_EACH_TIME, PRIVATE_FOR_EVER
from incident.web.packing import LEAST_BYTES, LEVEL
from incident.web.scope import provinces_in_scope

blueprint = APIBlueprint("tiles", __name__, url_prefix="/api/v1/tiles", tag="map")

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"


@blueprint.get("/counties/<z>/<x>/<y>.mvt")
@policy(LOGGED_IN)
def counties(z: str, x: str, y: str) -> Response:
    """Counties, cities and provinces; `?v=` with the base map's version makes the answer one to keep for ever."""
    tile = _tile(z, x, y, least=LEAST_ZOOM, most=MOST_ZOOM)
    try:
        version, boundaries = boundaries_of(house().settings.var_dir)
        packed = boundaries.packed(tile)
    except RegionsError:
        raise NotFound.of("底图", "base map") from None
    given = request.args.get("v")
    if given is not None and given != version:
        raise NotFound.of("底图版本", "base map version")
    answer = _packed(packed) if packed else Response(b"")
    return _finished(answer, tag=f"{version}-{tile}", cache=PRIVATE_FOR_EVER if given else ASK_EACH_TIME)


@blueprint.get("/sites/<z>/<x>/<y>.mvt")
@policy("impact.read")
def sites(z: str, x: str, y: str) -> Response:
    """Cell sites of the caller's provinces: clusters with their counts far away, dots near."""
    tile = _tile(z, x, y, least=LEAST_POINT_ZOOM, most=MOST_POINT_ZOOM)
    return _scoped(house().tiles.sites(tile, provinces=provinces_in_scope()))


@blueprint.get("/points/<z>/<x>/<y>.mvt")
@policy("impact.read")
def points(z: str, x: str, y: str) -> Response:
    """Service halls and key customers of the caller's provinces: clusters far away, each by name near."""
    tile = _tile(z, x, y, least=LEAST_POINT_ZOOM, most=MOST_POINT_ZOOM)
    return _scoped(house().tiles.points(tile, provinces=provinces_in_scope()))


def _tile(z: str, x: str, y: str, *, least: int, most: int) -> Tile:
    try:
        return tile_named(z, x, y, least=least, most=most)
    except TileError as error:
        raise Invalid("tile", zh=f"没有这个瓦片：{error}", en=f"There is no such tile: {error}") from None


def _scoped(content: bytes) -> Response:
    # of what the caller may see and nothing else, so that it changes only when that does
    tag = hashlib.sha256(content).hexdigest()[:16]
    small = len(content) < LEAST_BYTES
    answer = Response(content) if small else _packed(gzip.compress(content, LEVEL, mtime=0))
    return _finished(answer, tag=tag, cache="private, no-cache")


def _packed(content: bytes) -> Response:
    """Bytes under gzip, as they are for who takes them so."""
    if request.accept_encodings.quality("gzip") > 0:
        answer = Response(content)
        answer.headers["Content-Encoding"] = "gzip"
        return answer
    return Response(gzip.decompress(content))


def _finished(answer: Response, *, tag: str, cache: str) -> Response:
    answer.mimetype = MEDIA_TYPE
    answer.headers["Vary"] = "Accept-Encoding, Cookie"
    answer.headers["Cache-Control"] = cache
    answer.set_etag(tag)
    answer.make_conditional(request)
    return answer
