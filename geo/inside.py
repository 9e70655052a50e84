"""What is inside a footprint beyond the points of an impact: people by day and night, households, places that matter,
and what became of everybody since the version before.

Each part says whose figures it takes and how old they are; a part that nobody brought figures for is none.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from geo.errors import GeoError
from geo.exposure import Exposure
from geo.footprint import Footprint
from geo.growth import growth
from geo.key_points import PointSet, hit_points
from geo.people import People
from geo.people_hit import people_by_leaf
from geo.regions import Regions


@dataclass(frozen=True, slots=True)
class InsideData:
    """The operator's data sets that were imported; none where there is none."""

    people: People | None
    places: tuple[PointSet, ...]


def inside(
    footprint: Footprint, before: Footprint | None, regions: Regions, exposure: Exposure, data: InsideData
) -> dict[str, Any]:
    """Return `{"people", "places", "growth"}` as plain values with a row for each county; none for what is not known.

    `before` is the version that `footprint` replaces. Growth is none also where the two have units that cannot be
    compared. Raises ExposureError when people or places lie on other boundaries.
    """
    return {
        "people": _people(footprint, data.people, regions) if data.people else None,
        "places": _places(footprint, data.places) if data.places else None,
        "growth": _growth(before, footprint, regions, exposure) if before else None,
    }


def _people(footprint: Footprint, people: People, regions: Regions) -> dict[str, Any]:
    bands = [band.band for band in footprint.bands]
    found = people_by_leaf(footprint, people, regions)
    rows = [
        {"adcode": adcode, "band": band, "counts": {name: counts[i] for name, counts in by.items()}}
        for adcode, by in found.counts.items()
        for i, band in enumerate(bands)
        if any(counts[i] for counts in by.values())
    ]
    return {
        "label": people.label, "label_zh": people.label_zh, "owner": people.owner, "as_of": people.as_of,
        "measures": list(people.counts), "bands": bands, "rows": rows,
        "unknown": {name: list(codes) for name, codes in found.unknown.items()},
    }  # fmt: skip


def _places(footprint: Footprint, sets: Sequence[PointSet]) -> dict[str, Any]:
    told = [
        {
            "kind": one.kind, "label": one.label, "label_zh": one.label_zh, "owner": one.owner, "as_of": one.as_of,
            "known": len(one.points),
        }
        for one in sets
    ]  # fmt: skip
    hits = hit_points(footprint, [point for one in sets for point in one.points])
    return {"sets": told, "hits": [{**asdict(hit.point), "band": hit.band} for hit in hits]}


def _growth(before: Footprint, after: Footprint, regions: Regions, exposure: Exposure) -> dict[str, Any] | None:
    try:
        found = growth(before, after, regions, exposure).as_json()
    except GeoError:
        return None
    return {"regions": found["regions"], "without_sites": found["without_sites"]}


def of_provinces(
    document: Mapping[str, Any], province_of: Callable[[str], str], provinces: Collection[str] | None
) -> dict[str, Any]:
    """Return a document of `inside` for some provinces alone (none: all), with the sums over what is left."""

    def own(adcode: str) -> bool:
        return provinces is None or province_of(adcode) in provinces

    return {
        "people": _own_people(document["people"], own) if document["people"] else None,
        "places": _own_places(document["places"], own) if document["places"] else None,
        "growth": _own_growth(document["growth"], own) if document["growth"] else None,
    }


def _own_people(people: Mapping[str, Any], own: Callable[[str], bool]) -> dict[str, Any]:
    rows = [row for row in people["rows"] if own(row["adcode"])]
    bands = [
        {"band": band, "counts": _sums(people["measures"], [row for row in rows if row["band"] == band])}
        for band in people["bands"]
    ]
    return {
        "label": people["label"], "label_zh": people["label_zh"], "owner": people["owner"], "as_of": people["as_of"],
        "totals": _sums(people["measures"], rows), "bands": bands, "rows": rows,
        "unknown": {name: [code for code in codes if own(code)] for name, codes in people["unknown"].items()},
    }  # fmt: skip


def _sums(measures: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {name: sum(row["counts"].get(name, 0) for row in rows) for name in measures}


def _own_places(places: Mapping[str, Any], own: Callable[[str], bool]) -> dict[str, Any]:
    return {"sets": places["sets"], "hits": [hit for hit in places["hits"] if own(hit["county"])]}


def _own_growth(found: Mapping[str, Any], own: Callable[[str], bool]) -> dict[str, Any]:
    from geo.growth import KINDS

    rows = [row for row in found["regions"] if own(row["adcode"])]
    totals = {
        kind: {name: sum(row[kind][name] for row in rows) for name in ("sites", "total")}
        for kind in KINDS
        if kind != "stayed"
    }
    return {
        "totals": totals,
        "regions": [
            {"adcode": row["adcode"], **{kind: row[kind]["total"] for kind in totals}} for row in rows
        ],
        "without_sites": [code for code in found["without_sites"] if own(code)],
    }  # fmt: skip
