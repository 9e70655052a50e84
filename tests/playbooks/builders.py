"""Small situations for tests: say only what matters, the rest adds up by itself."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from playbooks.language.provinces import PROVINCES
from playbooks.language.situation import Situation, SituationRegion
from playbooks.source.playbook import Playbook, library
from playbooks.terms.words import SEGMENTS

STRUCK = datetime(2008, 5, 12, 6, 28, 4, tzinfo=UTC)
WENCHUAN, DUJIANGYAN, NINGQIANG, WUHOU = "513221", "510181", "610726", "510107"


def earthquake() -> Playbook:
    return library()["earthquake"]


def region(
    adcode: str = WENCHUAN,
    *,
    value: int = 8,
    unit: str = "CSI",
    segments: Mapping[str, int] | None = None,
    halls: int = 3,
    key_customers: int = 2,
    vulnerable: int = 5,
) -> SituationRegion:
    held: dict[str, int] = dict.fromkeys(SEGMENTS, 100) if segments is None else dict(segments)
    return SituationRegion(
        adcode=adcode,
        name_zh=f"{adcode}县",
        name_en=f"county {adcode}",
        province=f"{adcode[:2]}0000",
        city=f"{adcode[:4]}00",
        band=f"{unit}-{value}",
        value_milli=value * 1000,
        unit=unit,
        total=sum(held.values()),
        segments=held,
        of_which={"vulnerable": vulnerable},
        sites=10,
        halls=halls,
        key_customers=key_customers,
        people=sum(held.values()),
    )


def situation(
    *regions: SituationRegion,
    level: str | None = "I",
    hazard: str = "earthquake",
    hours: int = 1,
    text_prefix: str = "",
    not_assessed: tuple[str, ...] = (),
) -> Situation:
    return Situation(
        hazard=hazard,
        incident_level=level,
        warning_colour=None,
        occurred_at=STRUCK,
        now=STRUCK + timedelta(hours=hours),
        regions=regions,
        provinces=PROVINCES,
        text_prefix=text_prefix,
        not_assessed=not_assessed,
    )
