"""The ice of January 2008 as the Ministry of Civil Affairs told it: whole provinces, three dated lists.

Nobody published an area of that ice which ships with anything; what there is are lists of provinces. So each version
is those provinces as wholes, which is coarse and says so. The ministry named those hit worst; that they are grade 3
here and the others grade 1 is Tongxin's reading, not the ministry's.
"""

from dataclasses import dataclass

from geo.footprint import Footprint
from geo.footprint_reading import chosen_regions
from geo.regions import Regions

_WORST, _NAMED = 3.0, 1.0


@dataclass(frozen=True, slots=True)
class Told:
    """One list of the ministry: when it stood so, where it was printed, who was named, and who as hit worst."""

    at: str
    title: str
    source: str
    worst: tuple[str, ...]
    others: tuple[str, ...]


LISTS = (
    Told(
        at="2008-01-23T17:00:00+08:00",
        title="雨雪冰冻，民政部 1 月 23 日所列 10 省 / Ice and snow, ten provinces named on 23 January",
        source="Ministry of Civil Affairs, as of 17:00 on 23 January 2008 (Xinhua, 2008-01-23)",
        worst=("湖北省", "湖南省", "安徽省"),
        others=("河南省", "重庆市", "四川省", "贵州省", "陕西省", "甘肃省", "新疆维吾尔自治区"),
    ),
    Told(
        at="2008-01-28T14:00:00+08:00",
        title="雨雪冰冻，民政部 1 月 28 日所列 14 省 / Ice and snow, fourteen provinces named on 28 January",
        source="Ministry of Civil Affairs, as of 14:00 on 28 January 2008 (Xinhua, printed 2008-01-29); "
        "it named none as worst, so those of 23 January stay so",
        worst=("湖北省", "湖南省", "安徽省"),
        others=(
            "江西省", "河南省", "广西壮族自治区", "重庆市", "四川省", "贵州省", "云南省", "陕西省", "甘肃省", "青海省",
            "新疆维吾尔自治区",
        ),
    ),
    Told(
        at="2008-01-31T18:00:00+08:00",
        title="雨雪冰冻，民政部 1 月 31 日所列 18 省 / Ice and snow, eighteen provinces named on 31 January",
        source="Ministry of Civil Affairs, as of 18:00 on 31 January 2008 (press conference of the State Council "
        "Information Office, 2008-02-01); the Xinjiang Production and Construction Corps, also named, lies in Xinjiang",
        worst=("湖南省", "湖北省", "贵州省", "广西壮族自治区", "江西省", "安徽省"),
        others=(
            "浙江省", "江苏省", "河南省", "广东省", "重庆市", "四川省", "云南省", "陕西省", "甘肃省", "青海省",
            "宁夏回族自治区", "新疆维吾尔自治区",
        ),
    ),
)  # fmt: skip
VERSIONS = len(LISTS)


def ice_2008(version: int, regions: Regions) -> Footprint:
    """Return version 1 to 3: whole provinces, LEVEL-3 where the ministry named the worst, else LEVEL-1."""
    told = LISTS[version - 1]
    chosen = [*((name, _WORST) for name in told.worst), *((name, _NAMED) for name in told.others)]
    return chosen_regions(chosen, regions=regions, title=told.title, source=told.source, kind="ice", valid_from=told.at)


def provinces_named(version: int) -> tuple[str, ...]:
    """Return the provinces of a version by their full names, the worst first."""
    told = LISTS[version - 1]
    return (*told.worst, *told.others)
