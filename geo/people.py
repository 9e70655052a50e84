"""People by county: usual residents, by day and night where given, and households, with owner and age.

A data set of its own beside the exposure, because it comes from another house on another day. The rows of the
file stay with it, so that it can be placed anew when the boundaries change. What could not be placed is in its
report; a county that nobody counted has people `none`, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.errors import ExposureError
from geo.exposure import PEOPLE_UNKNOWN, Exposure, Gaps
from geo.people_report import PeopleReport

#: What a row may count: usual residents, those present by day and by night, households.
MEASURES = ("people", "people_day", "people_night", "households")


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """One row of a population file; `counts` has a whole number or none for each measure of the file."""

    line: int
    adcode: str
    name: str
    counts: Mapping[str, int | None]


@dataclass(frozen=True)
class People:
    """Counts of the operator's leaves in the order of `adcodes`; PEOPLE_UNKNOWN where nobody has said."""

    label: str
    label_zh: str
    owner: str
    #: The day the numbers speak of (ISO date), and the moment they were taken in (ISO 8601, UTC).
    as_of: str
    imported_at: str
    source_file: str
    source_digest: str
    regions_version: str
    adcodes: tuple[str, ...]
    #: int64 (n,) by measure; `people` is always there, the others only where the file had them.
    counts: Mapping[str, NDArray[np.int64]]
    report: PeopleReport
    #: Where it lies on disk, once it does.
    folder: Path | None = None

    @property
    def people(self) -> NDArray[np.int64]:
        """Usual residents by leaf."""
        return self.counts["people"]

    def of(self, adcode: str, measure: str = "people") -> int | None:
        """Return one count of one leaf, none where it is not known; ExposureError for a code or measure it lacks."""
        if measure not in self.counts:
            raise ExposureError(f"these people have no {measure!r}; there are {', '.join(self.counts)}")
        try:
            count = int(self.counts[measure][self.adcodes.index(adcode)])
        except ValueError:
            raise ExposureError(f"no people for the code {adcode!r}") from None
        return None if count == PEOPLE_UNKNOWN else count


def apply_people(exposure: Exposure, people: People) -> Exposure:
    """Return the exposure with these people in place of its own; pure, and not on disk.

    Raises ExposureError when the two were made for different boundaries.
    """
    if exposure.regions_version != people.regions_version:
        raise ExposureError(
            f"the people were placed on boundaries {people.regions_version}, the exposure on "
            f"{exposure.regions_version}; place the people anew"
        )
    known = dict(zip(people.adcodes, people.people.tolist(), strict=True))
    counts = np.array([known.get(adcode, PEOPLE_UNKNOWN) for adcode in exposure.adcodes], dtype=np.int64)
    return replace(
        exposure,
        people=counts,
        label=f"People: {people.label}. All else: {exposure.label}",
        label_zh=f"人口：{people.label_zh}。其余：{exposure.label_zh}",
        gaps=Gaps(
            leaves_without_people=tuple(
                adcode for adcode, count in zip(exposure.adcodes, counts, strict=True) if count == PEOPLE_UNKNOWN
            ),
            leaves_without_subscribers=exposure.gaps.leaves_without_subscribers,
            codes_without_region=tuple(
                dict.fromkeys((*exposure.gaps.codes_without_region, *people.report.codes_not_placed))
            ),
        ),
        folder=None,
    )
