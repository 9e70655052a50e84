"""`impact_steps` in a child: the shapes are made of a stranger's numbers, and sixty assessments take their time."""

import base64
import json
import tempfile
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo.child import run_child
from geo.errors import ExposureError, FootprintError, GeoError
from geo.exposure import Exposure
from geo.exposure_store import load_exposure
from geo.forecast import Forecast, impact_steps
from geo.regions import Regions, read_regions
from geo.tracks import Track, from_plain, to_plain
from geo.wkb import check_wkb, polygon_geojson

#: The child's own limit of computing time is shorter; this one is for a machine with much else to do.
_WALL_SECONDS = 60.0


def forecast_apart(track: Track, regions: Regions, exposure: Exposure) -> dict[str, Any]:
    """Return `forecast_document` of the track's steps; GeoError also when the child is killed or out of order.

    The exposure must lie on disk, as for `geo.impact_apart.assess_apart`.
    """
    if exposure.folder is None:
        raise ExposureError("this exposure is not on disk; save it first, so that a child can map it")
    request = {
        "track": to_plain(track),
        "regions": str(regions.folder.resolve()),
        "exposure": str(exposure.folder.resolve()),
    }
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(request, allow_nan=False).encode())
        file.flush()
        file.seek(0)
        answer = run_child(["forecast"], stdin=file, wall_seconds=_WALL_SECONDS)
    if "error" in answer:
        raise GeoError(str(answer["error"])[:500])
    try:
        return _checked(answer["forecast"])
    except (KeyError, TypeError, ValueError) as error:
        raise FootprintError(f"the forecast came back out of order ({error})") from None


def answer_request(request: dict[str, Any]) -> dict[str, Any]:
    """Answer in the child: the forecast as plain values, shapes as base64."""
    forecast = impact_steps(
        from_plain(request["track"]), read_regions(Path(request["regions"])), load_exposure(Path(request["exposure"]))
    )
    return forecast_document(forecast)


def forecast_document(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast as plain values: as its dataclasses, with each `wkb` in base64."""
    document = asdict(forecast)
    for step in document["steps"]:
        for band in step["bands"]:
            band["wkb"] = base64.b64encode(band["wkb"]).decode()
    return document


def _checked(document: Any) -> dict[str, Any]:
    """Return the child's answer with its shapes as GeoJSON; FootprintError for a shape that is none."""
    from geo.plain import from_plain as typed

    for step in document["steps"]:
        for band in step["bands"]:
            wkb = base64.b64decode(band["wkb"], validate=True)
            check_wkb(wkb)
            band["geometry"] = polygon_geojson(wkb)
            band["wkb"] = b""
    geometries = [[band.pop("geometry") for band in step["bands"]] for step in document["steps"]]
    told = asdict(typed(Forecast, document))
    for step, shapes in zip(told["steps"], geometries, strict=True):
        for band, shape in zip(step["bands"], shapes, strict=True):
            del band["wkb"]
            band["geometry"] = shape
    return told


def within(document: dict[str, Any], provinces: Collection[str] | None) -> dict[str, Any]:
    """Return a forecast's document with the numbers and arrivals of some provinces alone; none means all."""
    if provinces is None:
        return document
    own = [
        {**step, "provinces": [row for row in step["provinces"] if row["province"] in provinces]}
        for step in document["steps"]
    ]
    arrivals = [arrival for arrival in document["arrivals"] if arrival["province"] in provinces]
    return {**document, "steps": own, "arrivals": arrivals}
