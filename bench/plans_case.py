"""What part E plans: a country of so many counties shaken in nested bands, and a playbook of so many measures.

Everything follows from the seed. Measures take the types in turn, with five thresholds, and bring along the tasks of
their types. The figures are of the size of real ones: a county has some 400,000 customers.
"""

from datetime import UTC, datetime, timedelta

import numpy as np

from bench.footprints import SEED
from playbooks.language.model import MeasureItem, Playbook, When
from playbooks.language.provinces import PROVINCES
from playbooks.language.situation import Situation, SituationRegion
from playbooks.terms.words import SEGMENTS
from tests.playbooks.every_type import every_type

_STRUCK = datetime(2008, 5, 12, 6, 28, 4, tzinfo=UTC)
#: Types that bring along a task for every county.
_BY_COUNTY = ("service_points",)
_TIERS = ("vulnerable", "A+", "A", "B", "C")


def national_situation(counties: int) -> Situation:
    """A quake that reaches every one of `counties` counties, a third of them with two bands."""
    random = np.random.default_rng(SEED + 11)
    rows = []
    for number in range(counties):
        province = PROVINCES[number % len(PROVINCES)].adcode
        adcode = f"{province[:2]}{number // len(PROVINCES) + 1:04d}"
        worst = int(random.choice((6, 7, 8, 9, 10, 11), p=(0.5, 0.25, 0.13, 0.07, 0.03, 0.02)))
        values = (worst, worst - 1) if random.random() < 1 / 3 else (worst,)
        rows += [_row(adcode, province, value, random) for value in values]
    rows.sort(key=lambda row: (-row.value_milli, -row.total, row.adcode))
    return Situation(
        hazard="earthquake", incident_level="I", warning_colour=None, occurred_at=_STRUCK,
        now=_STRUCK + timedelta(hours=1), regions=tuple(rows), provinces=PROVINCES, text_prefix="",
    )  # fmt: skip


def _row(adcode: str, province: str, value: int, random: np.random.Generator) -> SituationRegion:
    segments = dict(zip(SEGMENTS, map(int, random.lognormal(11.0, 0.8, len(SEGMENTS))), strict=True))
    total = sum(segments.values())
    return SituationRegion(
        adcode=adcode, name_zh=f"{adcode} 县", name_en=f"county {adcode}", province=province,
        city=f"{adcode[:4]}00", band=f"CSI-{value}", value_milli=value * 1000, unit="CSI", total=total,
        segments=segments, of_which=dict.fromkeys(_TIERS, total // 1000), sites=total // 800,
        halls=total // 40_000, key_customers=total // 20_000, people=total * 2,
    )  # fmt: skip


def playbook_of(measures: int, *, tasks_by_county: bool = False) -> Playbook:
    """A playbook of so many measures, of all types in turn; without those that want a task in every county."""
    every = every_type()
    types = [item for item in every.measures if tasks_by_county or item.kind not in _BY_COUNTY]
    items = [_measure(types[number % len(types)], number) for number in range(measures)]
    return every.model_copy(update={"slug": f"bench-{measures}", "measures": tuple(items), "tests": ()})


def _measure(item: MeasureItem, number: int) -> MeasureItem:
    changes = {
        "id": f"{item.id}-{number}",
        "when": When(reaches={"CSI": 6 + number % 5, "MMI": 5}),
    }
    return item.model_copy(update=changes)
