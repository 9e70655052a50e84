"""Made-up eligibility: most customers live where they registered, some moved to a city, some are roaming.

Home cells add up to the exposure's own subscribers of every county and segment, so that the two never disagree.
Shares are invented, fixed, and called synthetic wherever their numbers are shown.
"""

import numpy as np
from numpy.typing import NDArray

from geo.apportion import largest_remainder
from geo.eligibility import NOWHERE, Eligibility
from geo.exposure import SEGMENTS, Exposure

LABEL = "Synthetic eligibility: subscribers of the synthetic exposure, with invented shares who moved or roam"
LABEL_ZH = "模拟数据：在模拟用户数上按虚构比例设定迁居与漫游，非真实数据"
#: Per mille of a county's home-cell customers: all addresses here; registered in the province's largest county;
#: the bill goes there too; at home here but roaming in the next county.
_SHARES = (880, 60, 40, 20)


def synthetic_eligibility(exposure: Exposure) -> Eligibility:
    """Return groups for every county and segment of the exposure, four each; number segments are not known."""
    here, capital, neighbour = _places(exposure)
    groups = _groups(exposure)
    count, segments = exposure.counts.shape[0], len(SEGMENTS)
    row = np.repeat(np.arange(count, dtype=np.int32), segments * len(_SHARES))
    segment = np.tile(np.repeat(np.arange(segments, dtype=np.int8), len(_SHARES)), count)
    case = np.tile(np.arange(len(_SHARES)), count * segments)
    moved, billed_away, roaming = (case == 1) | (case == 2), case == 2, case == 3
    nowhere = np.int32(NOWHERE)
    return Eligibility(
        label=LABEL,
        label_zh=LABEL_ZH,
        synthetic=True,
        owner=exposure.owner,
        as_of=exposure.as_of,
        regions_version=exposure.regions_version,
        adcodes=exposure.adcodes,
        county={
            "registered_address": np.where(moved, capital[row], here[row]),
            "billing_address": np.where(billed_away, capital[row], here[row]),
            # a fixed line is where one lives; only those who never moved have one, in this invention
            "service_address": np.where(case == 0, here[row], nowhere),
            "home_cell": here[row],
            "roaming_in": np.where(roaming, neighbour[row], nowhere),
        },
        segment=segment,
        customers=groups.ravel(),
    )


def _groups(exposure: Exposure) -> NDArray[np.int64]:
    """Return (county, segment, case) numbers that add up to the exposure's."""
    counts = exposure.counts[:, : len(SEGMENTS)]
    split = [largest_remainder(int(count), _SHARES) for count in counts.ravel()]
    return np.array(split, dtype=np.int64).reshape(*counts.shape, len(_SHARES))


def _places(exposure: Exposure) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return rows: the county itself, its province's largest, and the next in the list of the same province."""
    here = np.arange(len(exposure.adcodes), dtype=np.int32)
    largest: dict[str, int] = {}
    of_province: dict[str, list[int]] = {}
    for row, adcode in enumerate(exposure.adcodes):
        province = adcode[:2]
        of_province.setdefault(province, []).append(row)
        if exposure.totals[row] > exposure.totals[largest.setdefault(province, row)]:
            largest[province] = row
    capital = np.array([largest[adcode[:2]] for adcode in exposure.adcodes], dtype=np.int32)
    following = {row: rows[(at + 1) % len(rows)] for rows in of_province.values() for at, row in enumerate(rows)}
    return here, capital, np.array([following[row] for row in range(len(here))], dtype=np.int32)
