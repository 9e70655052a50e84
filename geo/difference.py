"""What changed between two impacts: a new version of a footprint against the one before, county by county."""

from dataclasses import asdict, dataclass
from typing import Any

from geo.impact import Impact, ImpactRow, severity_by_leaf
from geo.intensity import convert

KINDS = ("newly_hit", "more_severe", "less_severe", "cleared", "same")


@dataclass(frozen=True, slots=True)
class LeafChange:
    """One leaf before and after; values are those of its most severe band, none where it is not hit."""

    adcode: str
    name: str
    name_en: str
    province: str
    city: str | None
    before_band: str | None
    before_value: float | None
    after_band: str | None
    after_value: float | None


@dataclass(frozen=True, slots=True)
class ImpactDifference:
    """Each leaf hit before or after stands in exactly one of the five, the most severe first."""

    newly_hit: tuple[LeafChange, ...]
    more_severe: tuple[LeafChange, ...]
    less_severe: tuple[LeafChange, ...]
    cleared: tuple[LeafChange, ...]
    same: tuple[LeafChange, ...]

    def as_json(self) -> dict[str, Any]:
        """Return lists of plain values by kind."""
        return {kind: [asdict(change) for change in getattr(self, kind)] for kind in KINDS}


def difference(before: Impact, after: Impact) -> ImpactDifference:
    """Return how each leaf changed; CSI and MMI are compared by the table of `geo.intensity`.

    The unit of `after` counts. Raises GeoError when the units cannot be compared.
    """
    old, new = severity_by_leaf(before), severity_by_leaf(after)
    found: dict[str, list[LeafChange]] = {kind: [] for kind in KINDS}
    for adcode in sorted(old.keys() | new.keys()):
        was, now = old.get(adcode), new.get(adcode)
        found[_kind(was, now, unit=after.unit)].append(_change(now or old[adcode], was, now))
    for changes in found.values():
        changes.sort(key=lambda c: (-(c.after_value or c.before_value or 0.0), c.adcode))
    return ImpactDifference(**{kind: tuple(changes) for kind, changes in found.items()})


def _kind(was: ImpactRow | None, now: ImpactRow | None, *, unit: str) -> str:
    if was is None or now is None:
        return "newly_hit" if was is None else "cleared"
    old = convert(was.value, unit=was.unit, to=unit)
    if now.value == old:
        return "same"
    return "more_severe" if now.value > old else "less_severe"


def _change(shown: ImpactRow, was: ImpactRow | None, now: ImpactRow | None) -> LeafChange:
    return LeafChange(
        adcode=shown.adcode,
        name=shown.name,
        name_en=shown.name_en,
        province=shown.province,
        city=shown.city,
        before_band=was.band if was else None,
        before_value=was.value if was else None,
        after_band=now.band if now else None,
        after_value=now.value if now else None,
    )
