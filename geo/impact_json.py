"""The document of `tongxin geo impact --json`: plain values in the words of the contract."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.impact import Impact


def impact_document(impact: "Impact") -> dict[str, Any]:
    """Return `{"bands", "totals", "regions", "not_assessed", ...}`; `regions` is empty when nothing is hit."""
    return {
        "bands": [
            {"band": b.band, "value": b.value, "unit": b.unit, "area_km2": b.area_km2, **b.tally.as_json()}
            for b in impact.bands
        ],
        "totals": impact.totals.as_json(),
        "regions": [asdict(row) for row in impact.rows],
        "not_assessed": [asdict(leaf) for leaf in impact.unassessed],
        "exposure": impact.exposure_label,
        "regions_version": impact.regions_version,
        "footprint_digest": impact.footprint_digest,
        "footprint_basis": impact.footprint_basis,
    }
