"""Adding up a Situation's rows: every way of adding gives the same total, also of a share of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from playbooks.measures.base import EVERYBODY_PPM, rounded_up
from playbooks.plan import Counts
from playbooks.situation import SituationRegion
from playbooks.words import Segment


def count(rows: Sequence[SituationRegion], *, segments: Sequence[Segment]) -> Counts:
    """Add up rows; every way of adding gives the same total."""
    by_segment: Counter[str] = Counter(dict.fromkeys(segments, 0))
    by_province: Counter[str] = Counter()
    by_county: dict[str, Counter[str]] = {}
    figures: Counter[str] = Counter({"people": 0, "sites": 0, "halls": 0, "key_customers": 0})
    for row in rows:
        county = by_county.setdefault(row.adcode, Counter(dict.fromkeys(segments, 0)))
        for segment in segments:
            customers = row.segments.get(segment, 0)
            by_segment[segment] += customers
            by_province[row.province] += customers
            county[segment] += customers
        for name in ("people", "sites", "halls", "key_customers"):
            figures[name] += row.quantity(name)
        figures.update(row.of_which)
    return Counts(
        total=sum(by_segment.values()),
        by_segment=dict(by_segment),
        by_province={adcode: by_province[adcode] for adcode in sorted(by_province)},
        by_county={adcode: dict(by_county[adcode]) for adcode in sorted(by_county)},
        figures=dict(figures),
    )


def reached(counts: Counts, *, area: Mapping[str, Sequence[str]], share_ppm: int) -> Counts:
    """Return the share of the customers whom a measure is for, rounded up in each county and segment.

    ``area`` is the counties by province. What is not customers (halls, key customers) stays.
    """
    if share_ppm == EVERYBODY_PPM:
        return counts
    by_county = {
        county: {segment: rounded_up(count, share_ppm=share_ppm) for segment, count in segments.items()}
        for county, segments in counts.by_county.items()
    }
    by_segment: Counter[str] = Counter(dict.fromkeys(counts.by_segment, 0))
    for segments in by_county.values():
        by_segment.update(segments)
    return replace(
        counts,
        total=sum(by_segment.values()),
        by_segment=dict(by_segment),
        by_province={
            province: sum(sum(by_county[county].values()) for county in counties) for province, counties in area.items()
        },
        by_county=by_county,
    )
