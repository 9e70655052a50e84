"""`assess` in a child, for a process that serves people and must not hand foreign shapes to GEOS.

The shapes were checked and made valid when they were read; this is the second wall. The child maps the regions
and the exposure from disk (the page cache makes that cheap), so the price is the start of an interpreter: about
half a second. It can read files but neither write, connect nor start anything.
"""

import base64
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo.child import run_child
from geo.errors import ExposureError, FootprintError, GeoError
from geo.exposure import Exposure
from geo.exposure_store import load_exposure
from geo.footprint import Footprint
from geo.impact import Impact, assess
from geo.plain import from_plain
from geo.regions import Regions, read_regions

_WALL_SECONDS = 30.0


def assess_apart(
    footprint: Footprint,
    regions: Regions,
    exposure: Exposure,
    *,
    min_value: float | None = None,
    unit: str | None = None,
    wall_seconds: float = _WALL_SECONDS,
) -> Impact:
    """Return what `geo.impact.assess` returns; GeoError also when the child is killed or out of order.

    The exposure must lie on disk, as that of `synthetic_exposure(…, cache_dir=…)` and `load_exposure` does.
    """
    if exposure.folder is None:
        raise ExposureError("this exposure is not on disk; save it first, so that a child can map it")
    document = asdict(footprint)
    for band in document["bands"]:
        band["wkb"] = base64.b64encode(band["wkb"]).decode()
    request = {
        "footprint": document,
        "regions": str(regions.folder.resolve()),
        "exposure": str(exposure.folder.resolve()),
        "min_value": min_value,
        "unit": unit,
    }
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(request, allow_nan=False).encode())
        file.flush()
        file.seek(0)
        answer = run_child(["assess"], stdin=file, wall_seconds=wall_seconds)
    if "error" in answer:
        raise GeoError(str(answer["error"])[:500])
    try:
        return from_plain(Impact, answer["impact"])
    except (KeyError, TypeError) as error:
        raise FootprintError(f"the impact came back out of order ({error})") from None


def answer_request(request: dict[str, Any]) -> dict[str, Any]:
    """Answer in the child: the impact as plain values."""
    document = request["footprint"]
    for band in document["bands"]:
        band["wkb"] = base64.b64decode(band["wkb"])
    impact = assess(
        _footprint(document),
        read_regions(Path(request["regions"])),
        load_exposure(Path(request["exposure"])),
        min_value=request["min_value"],
        unit=request["unit"],
    )
    return asdict(impact)


def _footprint(document: dict[str, Any]) -> Footprint:
    from geo.footprint import Band

    bands = tuple(Band(**band) for band in document["bands"])
    return Footprint(**{**document, "bands": bands, "notes": tuple(document["notes"])})
