"""The only translation from geo's impact to the values a footprint's command writes. No transaction is open here."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from geo.exposure import Exposure
from geo.footprint import Footprint, to_geojson
from geo.forecast_apart import forecast_apart
from geo.impact import Impact, ImpactRow
from geo.impact_apart import assess_apart
from geo.regions import Regions
from geo.tracks import Track
from incident.commands.footprints import AssessedFootprint

#: One part per million.
PPM = 1_000_000


def assess_footprint(
    footprint: Footprint, regions: Regions, exposure: Exposure, *, track: Track | None = None
) -> AssessedFootprint:
    """Work out the impact in a walled child: foreign geometry never meets GEOS in this process (rule 27).

    With the `track` that the footprint was made of, what it reaches step by step comes along.
    """
    assessed = spell_impact(footprint, assess_apart(footprint, regions, exposure), exposure)
    if track is None:
        return assessed
    steps = forecast_apart(track, regions, exposure)
    return replace(assessed, steps=json.dumps(steps, ensure_ascii=False, separators=(",", ":")))


def spell_impact(footprint: Footprint, impact: Impact, exposure: Exposure) -> AssessedFootprint:
    """An impact without floats: thousandths of the unit, parts per million, whole square kilometres."""
    return AssessedFootprint(
        title=footprint.title,
        source=footprint.source,
        geojson=json.dumps(to_geojson(footprint), ensure_ascii=False, separators=(",", ":")),
        bands=[
            {
                "band": band.band,
                "value_milli": round(band.value * 1000),
                "unit": band.unit,
                "area_km2": round(band.area_km2),
            }
            for band in impact.bands or _untouched(footprint)
        ],
        notes=list(footprint.remarks),
        exposure_label=exposure.label,
        basis=None if footprint.basis == "area" else footprint.basis,
        not_assessed=[{"adcode": leaf.adcode, "reason": leaf.reason} for leaf in impact.unassessed],
        rows=[_row(row) for row in impact.rows],
    )


def _untouched(footprint: Footprint) -> Any:
    """Bands of a footprint that hits no region: they exist all the same."""
    return footprint.bands


def _row(row: ImpactRow) -> dict[str, Any]:
    return {
        "province": row.province,
        "region": row.adcode,
        "level": row.level,
        "city": row.city,
        "band": row.band,
        "value_milli": round(row.value * 1000),
        "unit": row.unit,
        "area_share_ppm": round(row.area_share * PPM),
        "basis": row.basis,
        "sites": row.sites,
        "halls": row.halls,
        "key_customers": row.key_customers,
        "key_customer_tiers": dict(row.key_customer_tiers),
        "people": row.people,
        "total": row.total,
        "segments": dict(row.segments),
        "of_which": dict(row.of_which),
    }
