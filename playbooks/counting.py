"""Adding up a Situation's rows: every way of adding gives the same total."""

from collections import Counter
from collections.abc import Sequence

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
