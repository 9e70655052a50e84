"""Part A: sites and sums by band and county in three footprints, the product's index beside its peers.

Timed is the way from shapely objects in memory to the array; building is a row of its own. Every answer is compared
with that of the reference.
"""

import argparse
import gc
import time
from collections.abc import Iterator

import numpy as np
import psutil
import shapely

from bench.footprints import footprints
from bench.national_sites import COLUMNS, COUNTIES, Sites, national_sites
from bench.peers_of_part_a import PEERS, Answer, Ask, Build, postgis
from bench.table import Row, median_ms, told
from geo.exposure import COLUMNS as ALL_COLUMNS
from geo.index.build import build_index
from geo.index.query import count_rings, warm
from geo.index.rings import Rings
from geo.index.site_index import SiteIndex

PRODUCT = "tongxin index"
SIZES = (500_000, 5_000_000)
_MIB = 1 << 20
_REFERENCE = "numpy bbox + prepared"
#: Median at five million sites in ms, and how many times quicker than geopandas.sjoin and than the reference.
GOALS = {"shake5": (5.0, 200, 40), "typhoon": (3.5, 200, 40), "flood5k": (20.0, 80, 50)}
_FIVE_MILLION, _TWENTY_MILLION = 5_000_000, 20_000_000
#: A peer that takes longer than this in one case is not asked the rest.
_MOST_PEER_MS = 60_000.0
_MOST_GROWTH, _MOST_BUILD_MS, _MOST_MIB = 3.0, 15_000.0, 900.0


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """Measure every wanted number of sites."""
    warm()
    cases = footprints()
    at_five: dict[str, float] = {}
    for n in arguments.n or SIZES:
        sites = national_sites(n)
        answers: dict[str, Answer] = {}
        medians: dict[tuple[str, str], float] = {}
        for subject, build, most, repeats in _peers(arguments):
            if most < n:
                yield told(Row("A", "all", n, subject, None, note=f"not run: at most {most:,} sites, or it takes long"))
                continue
            yield from _measure_peer(subject, build(sites), sites, cases, repeats, answers, medians)
            gc.collect()
        if not arguments.postgis:
            yield told(Row("A", "all", n, "PostGIS", None, note="not run: no --postgis URL was given"))
        if not arguments.only or PRODUCT in arguments.only:
            index, rows = _build(sites)
            yield from rows
            yield from _measure_product(index, n, cases, arguments.repeats, answers, medians, at_five)


def _peers(arguments: argparse.Namespace) -> Iterator[tuple[str, Build, int, int]]:
    peers = dict(PEERS)
    if arguments.postgis:
        peers["PostGIS"] = (postgis(arguments.postgis), _FIVE_MILLION, 3)
    for subject, (build, most, repeats) in peers.items():
        if not arguments.only or subject in arguments.only:
            yield subject, build, most, repeats


def _fresh(bands: list[shapely.Geometry]) -> list[shapely.Geometry]:
    """Copies that nobody has prepared."""
    return [shapely.from_wkb(wkb) for wkb in shapely.to_wkb(np.array(bands, dtype=object))]


def _rings(bands: list[shapely.Geometry]) -> Rings:
    """The corners of shapely objects as the index takes them."""
    parts, of_part = shapely.get_parts(np.array(bands, dtype=object), return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    starts = np.concatenate([[0], np.cumsum(shapely.get_num_coordinates(rings))])
    return Rings(corners=shapely.get_coordinates(rings), starts=starts, band=of_part[of_ring], bands=len(bands))


def _measure_peer(
    subject: str,
    ask: Ask,
    sites: Sites,
    cases: dict[str, list[shapely.Geometry]],
    repeats: int,
    answers: dict[str, Answer],
    medians: dict[tuple[str, str], float],
) -> Iterator[Row]:
    slow = ""
    for case, bands in cases.items():
        if slow:
            yield told(Row("A", case, len(sites), subject, None, note=f"not run: {slow}"))
            continue
        fresh = [_fresh(bands) for _ in range(repeats + 1)]
        # bound as a default: the loop goes on, and mypy infers no lambda that has one
        median, answer = median_ms(lambda fresh=fresh: ask(fresh.pop()), repeats=repeats)  # type: ignore[misc]
        medians[subject, case] = median
        slow = f"{case} took {median / 1000:.0f} s" if median > _MOST_PEER_MS else ""
        note = _compared(answer, answers, case)
        yield told(Row("A", case, len(sites), subject, round(median, 2), met=None if note == "equal" else False,
                       note=note))  # fmt: skip


def _compared(answer: Answer, answers: dict[str, Answer], case: str) -> str:
    same = (answers.setdefault(case, answer) == answer).all()
    return "equal" if same else "ANSWER DIFFERS"


def _build(sites: Sites) -> tuple[SiteIndex, list[Row]]:
    rows = []
    index = None
    for name, columns in (("9 columns", ALL_COLUMNS), ("4 columns", COLUMNS)):
        counts = np.concatenate([sites.counts] * 3, axis=1)[:, : len(columns)]
        index = None
        gc.collect()
        started = time.perf_counter()
        index = build_index(sites.lon, sites.lat, sites.county, counts, columns=columns, counties=COUNTIES)
        took = 1000 * (time.perf_counter() - started)
        mib, resident = index.nbytes / _MIB, psutil.Process().memory_info().rss / _MIB
        goal, met = "", None
        if len(sites) == _TWENTY_MILLION and columns == COLUMNS:
            goal = f"<= {_MOST_BUILD_MS / 1000:g} s, <= {_MOST_MIB:g} MiB"
            met = took <= _MOST_BUILD_MS and mib <= _MOST_MIB
        note = f"{mib:,.0f} MiB, process {resident:,.0f} MiB"
        rows.append(
            told(Row("A", f"build, {name}", len(sites), PRODUCT, round(took, 1), goal=goal, met=met, note=note))
        )
    assert index is not None
    return index, rows


def _measure_product(
    index: SiteIndex,
    n: int,
    cases: dict[str, list[shapely.Geometry]],
    repeats: int,
    answers: dict[str, Answer],
    medians: dict[tuple[str, str], float],
    at_five: dict[str, float],
) -> Iterator[Row]:
    for case, bands in cases.items():
        fresh = _fresh(bands)
        median, answer = median_ms(
            # bound as a default: the loop goes on, and mypy infers no lambda that has one
            lambda fresh=fresh: count_rings(index, _rings(fresh)),  # type: ignore[misc]
            repeats=max(15, repeats),
        )
        ratios = {peer: round(took / median, 1) for (peer, of), took in medians.items() if of == case}
        if n == _FIVE_MILLION:
            at_five[case] = median
        goal, met = _judged(case, n, median, ratios, at_five)
        note = _compared(np.cumsum(answer, axis=0), answers, case)
        met = False if note != "equal" else met
        yield told(Row("A", case, n, PRODUCT, round(median, 2), ratios, goal, met, note))


def _judged(
    case: str, n: int, median: float, ratios: dict[str, float], at_five: dict[str, float]
) -> tuple[str, bool | None]:
    """Say what the goal is and whether it is met; a ratio decides where there is one."""
    most_ms, sjoin, reference = GOALS[case]
    if n == _TWENTY_MILLION:
        if case not in at_five:
            return f"<= {_MOST_GROWTH:g}x the time at 5 M (not measured in this run)", None
        return f"<= {_MOST_GROWTH:g}x the {at_five[case]:.2f} ms at 5 M", median <= _MOST_GROWTH * at_five[case]
    if n != _FIVE_MILLION:
        return "", None
    if "geopandas.sjoin" in ratios:
        return f"<= {most_ms:g} ms, >= {sjoin}x sjoin", ratios["geopandas.sjoin"] >= sjoin
    if _REFERENCE in ratios:
        return f"<= {most_ms:g} ms, >= {reference}x the reference", ratios[_REFERENCE] >= reference
    return f"<= {most_ms:g} ms", median <= most_ms
