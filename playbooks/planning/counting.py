"""Adding up a Situation's rows: every way of adding gives the same total, also of a share of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from playbooks.language.situation import SituationRegion
from playbooks.measures.base import EVERYBODY_PPM, rounded_up
from playbooks.planning.columns import FIGURES, Columns, sums_by
from playbooks.planning.plan import Counts
from playbooks.terms.words import SEGMENTS, Segment

#: A share of more customers might not fit 64 bits on the way.
_MOST_SHARED = 2**42


def count(rows: Sequence[SituationRegion], *, segments: Sequence[Segment]) -> Counts:
    """Add up rows one by one; every way of adding gives the same total."""
    by_segment: dict[str, int] = dict.fromkeys(segments, 0)
    by_province: dict[str, int] = {}
    by_county: dict[str, dict[str, int]] = {}
    figures: dict[str, int] = dict.fromkeys(FIGURES, 0)
    for row in rows:
        county = by_county.setdefault(row.adcode, dict.fromkeys(segments, 0))
        for segment in segments:
            customers = row.segments.get(segment, 0)
            by_segment[segment] += customers
            county[segment] += customers
            by_province[row.province] = by_province.get(row.province, 0) + customers
        figures["people"] += row.people
        figures["sites"] += row.sites
        figures["halls"] += row.halls
        figures["key_customers"] += row.key_customers
        for name, customers in row.of_which.items():
            figures[name] = figures.get(name, 0) + customers
    return Counts(
        total=sum(by_segment.values()),
        by_segment=by_segment,
        by_province={adcode: by_province[adcode] for adcode in sorted(by_province)},
        by_county={adcode: by_county[adcode] for adcode in sorted(by_county)},
        figures=figures,
    )


def count_columns(columns: Columns, *, segments: Sequence[Segment]) -> Counts:
    """Return what ``count`` does of the same rows, at least one, all at once."""
    asked = columns.segments[:, [SEGMENTS.index(segment) for segment in segments]]
    counties, by_county = sums_by(asked, by=columns.county)
    provinces, by_province = sums_by(asked, by=columns.province)
    by_segment = asked.sum(axis=0).tolist()
    told: list[bool] = np.any(columns.of_which_told, axis=0).tolist()
    of_which = zip(columns.of_which_names, columns.of_which.sum(axis=0).tolist(), told, strict=True)
    return Counts(
        total=sum(by_segment),
        by_segment=dict(zip(segments, by_segment, strict=True)),
        by_province={
            columns.provinces[number]: customers
            for number, customers in zip(provinces, by_province.sum(axis=1).tolist(), strict=True)
        },
        by_county={
            columns.counties[number]: dict(zip(segments, customers, strict=True))
            for number, customers in zip(counties, by_county.tolist(), strict=True)
        },
        figures=dict(zip(FIGURES, columns.figures.sum(axis=0).tolist(), strict=True))
        | {name: customers for name, customers, is_told in of_which if is_told},
    )


def count_by_province(columns: Columns, *, segments: Sequence[Segment]) -> dict[str, Counts]:
    """Return what ``count`` does of the rows of each province, all at once."""
    asked = columns.segments[:, [SEGMENTS.index(segment) for segment in segments]]
    by_county: dict[str, dict[str, dict[str, int]]] = {}
    counties, sums = sums_by(asked, by=columns.county)
    province_of = np.zeros(len(columns.counties), dtype=np.int64)
    province_of[columns.county] = columns.province
    for county, province, customers in zip(counties, province_of[counties].tolist(), sums.tolist(), strict=True):
        within = by_county.setdefault(columns.provinces[province], {})
        within[columns.counties[county]] = dict(zip(segments, customers, strict=True))
    everything = np.column_stack([asked, columns.figures, columns.of_which, columns.of_which_told])
    provinces, sums = sums_by(everything, by=columns.province)
    found: dict[str, Counts] = {}
    for number, numbers in zip(provinces, sums.tolist(), strict=True):
        told = iter(numbers)  # in turn what each of the columns side by side is
        by_segment = dict(zip(segments, told, strict=False))
        figures = dict(zip(FIGURES, told, strict=False))
        of_which = list(zip(columns.of_which_names, told, strict=False))
        figures |= {name: customers for (name, customers), rows in zip(of_which, told, strict=True) if rows}
        province, total = columns.provinces[number], sum(by_segment.values())
        found[province] = Counts(
            total=total,
            by_segment=by_segment,
            by_province={province: total},
            by_county=by_county[province],
            figures=figures,
        )
    return found


def reached(counts: Counts, *, area: Mapping[str, Sequence[str]], share_ppm: int) -> Counts:
    """Return the share of the customers whom a measure is for, rounded up in each county and segment.

    ``area`` is the counties by province. What is not customers (halls, key customers) stays.
    """
    if share_ppm == EVERYBODY_PPM:
        return counts
    by_county = _shares(counts, share_ppm=share_ppm)
    by_segment = {name: sum(segments[name] for segments in by_county.values()) for name in counts.by_segment}
    return replace(
        counts,
        total=sum(by_segment.values()),
        by_segment=by_segment,
        by_province={
            province: sum(sum(by_county[county].values()) for county in counties) for province, counties in area.items()
        },
        by_county=by_county,
    )


def _shares(counts: Counts, *, share_ppm: int) -> dict[str, dict[str, int]]:
    """Return the share in each county and segment, rounded up: all at once where the numbers fit."""
    if counts.total > _MOST_SHARED:
        return {
            county: {segment: rounded_up(count, share_ppm=share_ppm) for segment, count in segments.items()}
            for county, segments in counts.by_county.items()
        }
    whole = np.array([[*segments.values()] for segments in counts.by_county.values()], dtype=np.int64)
    shares = (-(-whole * share_ppm // EVERYBODY_PPM)).tolist()
    names = [*counts.by_segment]
    return {
        county: dict(zip(names, customers, strict=True))
        for county, customers in zip(counts.by_county, shares, strict=True)
    }
