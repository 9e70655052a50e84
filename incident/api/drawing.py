"""Counts what lies in a ring while it is drawn: asked many times a second, never stored, no geometry library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from apiflask import APIBlueprint

from geo.errors import GeoError
from geo.words import in_chinese
from incident.errors import Invalid
from incident.schemas.drawing import CountDrawn
from incident.web import house, policy
from incident.web.scope import provinces_in_scope

blueprint = APIBlueprint("drawing", __name__, url_prefix="/api/v1", tag="footprints")


@blueprint.post("/count")
@blueprint.input(CountDrawn, arg_name="body")
@policy("impact.read", reads=True)
def count(body: CountDrawn) -> Mapping[str, Any]:
    """Count subscribers, sites, service halls and key customers in a ring, within the caller's provinces.

    At most 2,000 points. The answer changes nothing and needs no Idempotency-Key; it is a POST because a ring is
    too long for an address.
    """
    from geo.drawn_count import count_drawn  # brings numba, which takes half a second and few processes need

    live = house().live
    try:
        found = count_drawn(live, body.ring, provinces=provinces_in_scope())
    except GeoError as error:
        zh = f"边界不可用：{in_chinese(str(error))}"
        raise Invalid("ring", field="ring", zh=zh, en=f"The ring cannot be used: {error}") from None
    exposure = live.exposure
    source = {"label": exposure.label, "label_zh": exposure.label_zh, "as_of": exposure.as_of}
    return asdict(found) | {"basis": "site", "exposure": source}
