"""A footprint arrives: it becomes the newest version, its impact is assessed, each province is told its part.

Geometry and impact are worked out by `geo` before the transaction; the command only writes values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from incident import fold, log
from incident.commands.freeze import pass_freeze
from incident.commands.reading import open_incident
from incident.db import Tx
from incident.events.base import NATION
from incident.events.incidents import FootprintSupplied, ImpactAssessed
from incident.log import Actor, incident_stream
from incident.models import Footprint, ImpactRegion

LEAF = "county"


@dataclass(frozen=True)
class AssessedFootprint:
    """A footprint and its impact as plain values, ready to be written; made by queries.assessing."""

    title: str
    source: str
    geojson: str
    #: `[{band, value_milli, unit, area_km2}]`, most severe first.
    bands: list[dict[str, Any]]
    notes: list[str]
    exposure_label: str
    #: `[{adcode, reason}]`
    not_assessed: list[dict[str, str]]
    #: Rows of `impact_region` in log spelling without ids.
    rows: list[dict[str, Any]]
    #: What a moving storm reaches step by step, as a JSON document (`geo.forecast_apart`); none for all else.
    steps: str | None = None
    #: `regions` or `venues`, where it is no area as it was given (`geo.footprint.BASES`).
    basis: str | None = None


def supply_footprint(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    footprint_id: str,
    assessed: AssessedFootprint,
    provinces: Iterable[str],
) -> dict[str, Any]:
    """Make `assessed` the newest version of the incident's footprint and tell every province its part."""
    incident = open_incident(tx, incident_id)
    pass_freeze(tx, actor, incident_id=incident_id, what="footprint")
    version = 1 + (
        tx.session.scalar(select(func.max(Footprint.version)).where(Footprint.incident_id == incident_id)) or 0
    )
    before = worst_by_county(tx, incident["footprint_id"]) if incident["footprint_id"] else {}
    by_province: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in assessed.rows:
        by_province[row["province"]].append(row)
    leaves = [row for row in assessed.rows if row["level"] == LEAF]
    stream = incident_stream(incident_id)
    event = FootprintSupplied(
        incident_id=incident_id,
        footprint_id=footprint_id,
        version=version,
        title=assessed.title,
        source=assessed.source,
        geometry_text=log.keep_text(tx, assessed.geojson, audience="public", media_type="application/geo+json"),
        steps_text=(
            log.keep_text(tx, assessed.steps, audience=NATION, media_type="application/json")
            if assessed.steps
            else None
        ),
        bands=tuple(assessed.bands),
        notes=tuple(assessed.notes),
        supplied_at=tx.now,
        exposure_label=assessed.exposure_label,
        not_assessed=tuple(assessed.not_assessed),
        provinces_hit=len(by_province),
        counties_hit=len({row["region"] for row in leaves}),
        subscribers=sum(row["total"] for row in leaves),
        basis=assessed.basis,
    )
    for province in provinces:
        told = _assessment(event, province, by_province.get(province, []), before)
        log.record(tx, told, stream=stream, actor=actor)
    # last, so that no screen counts by the new version before all of its rows are there
    log.record(tx, event, stream=stream, actor=actor)
    return fold.row_of(tx.session, "footprint", footprint_id)


def worst_by_county(tx: Tx, footprint_id: str) -> dict[tuple[str, str], int]:
    """Highest value (thousandths) of each leaf under a footprint, by (province, adcode)."""
    found = tx.session.execute(
        select(ImpactRegion.province, ImpactRegion.region, func.max(ImpactRegion.value_milli))
        .where(ImpactRegion.footprint_id == footprint_id, ImpactRegion.level == LEAF)
        .group_by(ImpactRegion.province, ImpactRegion.region)
    )
    return {(province or "", region): value for province, region, value in found}


@dataclass(frozen=True)
class Moved:
    """How counties moved between two versions."""

    newly_hit: frozenset[str]
    more_severe: frozenset[str]
    less_severe: frozenset[str]
    cleared: frozenset[str]


def compare_worst(before: Mapping[str, int], after: Mapping[str, int]) -> Moved:
    """Which counties are newly hit, worse, better or cleared, by their highest value."""
    both = before.keys() & after.keys()
    return Moved(
        newly_hit=frozenset(after.keys() - before.keys()),
        more_severe=frozenset(code for code in both if after[code] > before[code]),
        less_severe=frozenset(code for code in both if after[code] < before[code]),
        cleared=frozenset(before.keys() - after.keys()),
    )


def _assessment(
    supplied: FootprintSupplied,
    province: str,
    rows: list[dict[str, Any]],
    before: Mapping[tuple[str, str], int],
) -> ImpactAssessed:
    leaves = [row for row in rows if row["level"] == LEAF]
    after: dict[str, int] = {}
    for row in leaves:
        after[row["region"]] = max(after.get(row["region"], 0), row["value_milli"])
    moved = compare_worst({code: value for (home, code), value in before.items() if home == province}, after)
    footprint_id = supplied.footprint_id
    return ImpactAssessed(
        incident_id=supplied.incident_id,
        province=province,
        footprint_id=footprint_id,
        footprint_version=supplied.version,
        basis=supplied.basis,
        affected=bool(rows),
        counties_hit=len(after),
        subscribers=sum(row["total"] for row in leaves),
        newly_hit=len(moved.newly_hit),
        more_severe=len(moved.more_severe),
        less_severe=len(moved.less_severe),
        cleared=len(moved.cleared),
        rows=tuple(
            (
                f"{footprint_id}:{row['level']}:{row['region']}:{row['band']}",
                {name: value for name, value in row.items() if name != "province"} | {"footprint_id": footprint_id},
            )
            for row in rows
        ),
    )
