"""`inside` in a child: a footprint is a stranger's shape, and GEOS never meets one in a process that serves people."""

import json
import tempfile
from pathlib import Path
from typing import Any

from geo.child import run_child
from geo.errors import ExposureError, FootprintError, GeoError
from geo.exposure import Exposure
from geo.exposure_store import load_exposure
from geo.footprint import Band, Footprint, make_footprint
from geo.inside import InsideData, inside
from geo.regions import Regions, read_regions

_WALL_SECONDS = 30.0
_PLACES = ("hospital", "shelter")


def inside_apart(
    footprint: str, before: str | None, regions: Regions, exposure: Exposure, data_dir: Path
) -> dict[str, Any]:
    """Return the document of `geo.inside.inside` of two footprints in GeoJSON, as `to_geojson` makes it.

    `data_dir` holds the imported data sets. GeoError also when the child is killed or answers out of order; the
    exposure must lie on disk.
    """
    if exposure.folder is None:
        raise ExposureError("this exposure is not on disk; save it first, so that a child can map it")
    request = {
        "footprint": json.loads(footprint),
        "before": json.loads(before) if before else None,
        "regions": str(regions.folder.resolve()),
        "exposure": str(exposure.folder.resolve()),
        "data": str(data_dir.resolve()),
    }
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(request, allow_nan=False).encode())
        file.flush()
        file.seek(0)
        answer = run_child(["inside"], stdin=file, wall_seconds=_WALL_SECONDS)
    if "error" in answer:
        raise GeoError(str(answer["error"])[:500])
    found = answer.get("inside")
    if not isinstance(found, dict) or set(found) != {"people", "places", "growth"}:
        raise FootprintError("what is inside came back out of order")
    return found


def answer_request(request: dict[str, Any]) -> dict[str, Any]:
    """Answer in the child."""
    from geo.people_store import people_in_use
    from geo.points_import import points_in_use

    regions, data_dir = read_regions(Path(request["regions"])), Path(request["data"])
    places = [points_in_use(data_dir, kind, regions) for kind in _PLACES]
    return inside(
        _footprint(request["footprint"]),
        _footprint(request["before"]) if request["before"] else None,
        regions,
        load_exposure(Path(request["exposure"])),
        InsideData(people_in_use(data_dir, regions), tuple(one for one in places if one is not None)),
    )


def _footprint(document: dict[str, Any]) -> Footprint:
    """The footprint whose `to_geojson` this is, as far as counting needs it."""
    import shapely
    from shapely.geometry import shape

    bands = [
        Band(
            band=feature["properties"]["band"],
            value=float(feature["properties"]["value"]),
            unit=feature["properties"]["unit"],
            wkb=shapely.to_wkb(shape(feature["geometry"])),
            area_km2=0.0,
        )
        for feature in document["features"]
    ]
    return make_footprint(kind="stored", title="stored", source="stored", bands=bands)
