"""Routes of footprints: supply one as a file, a drawing, a list of whole regions or a shipped reconstruction; read
area and impact."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from geo.certificates import trusted_certificates
from geo.errors import FootprintError, GeoError
from geo.footprint import Footprint
from geo.footprint_reading import chosen_regions, drawn_ring
from geo.readers.formats import SUFFIXES
from geo.reconstructions import reconstruction_version
from geo.region_choice import title_of_regions
from geo.sandbox import Described, HowToRead, describe_apart
from geo.tracks import Track, from_plain
from geo.words import in_chinese
from incident.commands.assessing import assess_footprint
from incident.commands.footprints import supply_footprint
from incident.errors import Invalid, NotFound
from incident.events.base import NATION
from incident.queries.impact import footprint_geojson, footprints_of, impact_of
from incident.schemas.incidents import ChosenRegion, SupplyFootprint
from incident.web import carry_out, current, house, policy, reach_incident, reading, see_incident

blueprint = APIBlueprint("footprints", __name__, url_prefix="/api/v1", tag="footprints")

Result = TypeVar("Result")


@blueprint.post("/incidents/<uuid:incident_id>/footprints")
@policy("footprint.supply")
def supply(incident_id: UUID) -> Response:
    """Supply a new version of the footprint; its impact is assessed and every province is told its part.

    Multipart with `file` and `id`, and where the file does not say them `part` (which storm) and `crs` (GCJ-02);
    or JSON with `id` and one of `drawn`, `regions` (whole provinces, cities, counties: coarse, and said to be) and
    `reconstruction` with `version`.
    Files are read in the sandbox; one that cannot be read is refused with the line or field at fault.
    """
    place = reach_incident(incident_id)
    footprint_id, footprint, track = _uploaded() if request.files else (*_described(), None)
    regions, exposure = house().regions, house().exposure
    assessed = _read(lambda: assess_footprint(footprint, regions, exposure, track=track), footprint.title)
    return carry_out(
        lambda tx, actor: supply_footprint(
            tx,
            actor,
            incident_id=place.incident_id,
            footprint_id=footprint_id,
            assessed=assessed,
            provinces=house().provinces,
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.get("/incidents/<uuid:incident_id>/footprints")
@policy("footprint.read")
def list_footprints(incident_id: UUID) -> Mapping[str, Any]:
    """All versions, newest first."""
    place = reach_incident(incident_id)
    with reading() as session:
        return {"items": footprints_of(session, place.incident_id)}


@blueprint.get("/incidents/<uuid:incident_id>/footprints/<uuid:footprint_id>.geojson")
@policy("impact.read")
def geojson(incident_id: UUID, footprint_id: UUID) -> Response:
    """The area as a GeoJSON FeatureCollection, one feature a band; public to every province that was told."""
    place = see_incident(incident_id)
    with house().db.read() as session:
        text = footprint_geojson(session, incident_id=place.incident_id, footprint_id=str(footprint_id))
    if text is None:
        raise NotFound.of("影响范围", "footprint")
    response = Response(text, mimetype="application/geo+json")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@blueprint.get("/incidents/<uuid:incident_id>/impact")
@policy("impact.read")
def impact(incident_id: UUID) -> Mapping[str, Any]:
    """Rows of the current (or the named) footprint in the caller's room, totals, and what changed since the last."""
    place, caller = see_incident(incident_id), current()
    room = NATION if caller.sees(NATION) else caller.rooms[0]
    wanted = request.args.get("footprint")
    with reading() as session:
        return impact_of(session, incident_id=place.incident_id, room=room, footprint_id=wanted)


def _uploaded() -> tuple[str, Footprint, Track | None]:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Invalid("file_missing", field="file", zh="请选择一个文件。", en="Choose a file.")
    footprint_id = _uuid(request.form.get("id", ""))
    suffix = Path(upload.filename).suffix.lower()
    if suffix not in SUFFIXES:
        raise Invalid(
            "file_kind",
            field="file",
            zh=f"{upload.filename}：支持的文件后缀：{'、'.join(SUFFIXES)}。",
            en=f"{upload.filename}: files with these suffixes are read: {', '.join(SUFFIXES)}.",
        )
    with tempfile.TemporaryDirectory(prefix="tongxin-") as folder:
        # our own name on disk; the sender's is only for people
        path = Path(folder) / f"footprint{suffix}"
        upload.save(path)
        part, crs = request.form.get("part") or None, request.form.get("crs") or None
        trusted = trusted_certificates(house().settings.cap_certificate_dir()).texts
        how = HowToRead(part=part, crs=crs, regions=house().regions, certificates=trusted)
        return footprint_id, *_read(lambda: _with_track(describe_apart(path, how=how)), upload.filename)


def _with_track(described: Described) -> tuple[Footprint, Track | None]:
    """The area of a file and, where it is a storm's track, the track."""
    if described.footprint is None:
        raise FootprintError(described.refusal or "no area")
    summary = described.summary or {}
    track = from_plain(summary) if summary.get("kind_of_document") == "track" else None
    return described.footprint, track


def _described() -> tuple[str, Footprint]:
    body = SupplyFootprint.model_validate(request.get_json(force=True))
    given = [name for name in ("drawn", "regions", "reconstruction") if getattr(body, name) is not None]
    if len(given) != 1:
        raise Invalid(
            "one_of",
            field="drawn",
            zh="请给出 drawn、regions 或 reconstruction 之一。",
            en="Give one of drawn, regions and reconstruction.",
        )
    if body.regions is not None:
        return str(body.id), _read(lambda: _of_regions(body, body.regions or []), "regions")
    if body.drawn is not None:
        ring, title = body.drawn, body.title or "手绘范围 / Drawn area"
        value = (body.value_milli or 1000) / 1000
        footprint = _read(lambda: drawn_ring(ring, title=title, value=value, unit=body.unit or "level"), "drawn")
        return str(body.id), footprint
    event, version = body.reconstruction or "", body.version
    return str(body.id), _read(
        lambda: reconstruction_version(event, version, lambda: house().regions), "reconstruction"
    )


def _of_regions(body: SupplyFootprint, chosen: Sequence[ChosenRegion]) -> Footprint:
    """The footprint of whole regions; the child that makes it draws them by our own boundaries."""
    return chosen_regions(
        [(one.region, (one.value_milli or 1000) / 1000) for one in chosen],
        regions=house().regions,
        title=body.title or title_of_regions([one.region for one in chosen], house().regions),
        source=body.source or "按名称选定 / chosen by name",
        unit=body.unit or "level",
    )


def _read(read: Callable[[], Result], name: str) -> Result:
    try:
        return read()
    except GeoError as error:
        zh = f"{name}：{in_chinese(str(error))}"
        raise Invalid("footprint_unreadable", field="file", zh=zh, en=f"{name}: {error}") from None


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Invalid("not_a_uuid", field="id", zh="id 须为 UUID。", en="id must be a UUID.") from None
