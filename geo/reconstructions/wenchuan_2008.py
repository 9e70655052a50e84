"""The Wenchuan earthquake of 12 May 2008 as a footprint: a reconstruction, not the published map.

The China Earthquake Administration published the isoseismal map with the axes and area of each zone and the
places it reaches; the lines themselves are not in any package. Each zone is drawn here as a superellipse with
the published axes, its exponent solved for the published cumulative area, placed so that it meets the places
named and lies inside the next one. So areas and reach are right, and the exact line is not.

Two earlier versions show how a first picture grows. They are illustrative: made up for exercises from the
epicentre and the direction of the rupture, not reports that anybody issued.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from geo.footprint import Band, Footprint, band_label, make_footprint, to_geojson
from geo.projection import geodesic_area_km2
from geo.reconstructions.superellipse import Superellipse, exponent_for, outline

SOURCE = (
    "Reconstruction by Tongxin from the areas, axes and places published by the China Earthquake Administration "
    "with the isoseismal map of the Wenchuan M 8.0 earthquake (2008)"
)
ILLUSTRATIVE = "Illustrative early version made up for exercises; nobody issued it"
ORIGIN_TIME = "2008-05-12T14:28:04+08:00"
EPICENTRE = (103.4, 31.0)

#: Published area in km² of everything at or above each degree.
CUMULATIVE_KM2 = {11: 2_419, 10: 5_563, 9: 13_301, 8: 41_087, 7: 125_536, 6: 440_442}


@dataclass(frozen=True, slots=True)
class _Placed:
    """Published axes in km; centre and azimuth chosen so that the zone meets the places named for it."""

    degree: int
    long_km: float
    short_km: float
    lon: float
    lat: float
    azimuth: float


_ZONES = (
    _Placed(11, 66, 20, 103.559, 31.228, 47.8),  # Yingxiu strip: Wenchuan, Dujiangyan, Pengzhou
    _Placed(11, 82, 15, 104.507, 31.999, 44.0),  # Beichuan strip: Anxian, Beichuan, Pingwu
    _Placed(10, 224, 28, 104.093, 31.713, 44.7),
    _Placed(9, 318, 45, 104.376, 31.973, 47.0),
    _Placed(8, 413, 115, 104.532, 31.876, 47.7),
    _Placed(7, 566, 267, 104.235, 32.145, 44.6),
    _Placed(6, 936, 596, 105.129, 32.132, 44.0),
)
_FIRST = (
    _Placed(9, 90, 50, *EPICENTRE, 45.0),
    _Placed(8, 180, 110, *EPICENTRE, 45.0),
    _Placed(7, 330, 220, *EPICENTRE, 45.0),
    _Placed(6, 560, 420, *EPICENTRE, 45.0),
)
_SECOND = (
    _Placed(10, 150, 26, 103.9, 31.5, 45.0),
    _Placed(9, 260, 44, 104.2, 31.8, 46.0),
    _Placed(8, 380, 110, 104.4, 31.8, 46.0),
    _Placed(7, 540, 250, 104.3, 32.0, 45.0),
    _Placed(6, 820, 540, 104.8, 32.0, 44.0),
)


def wenchuan_2008() -> Footprint:
    """Return the reconstruction of the surveyed intensities, CSI 6 to 11; each band holds all above it."""
    return _footprint(
        _ZONES,
        exponents=_solved_exponents(),
        title="汶川 8.0 级，现场调查烈度（重建） / Wenchuan M 8.0, surveyed intensities (reconstruction)",
        source=SOURCE,
        notes=(
            "A reconstruction: areas and reach as published, lines drawn as superellipses.",
            "Areas reached (km², at or above): "
            + ", ".join(f"CSI-{degree} {km2:,}" for degree, km2 in CUMULATIVE_KM2.items()),
        ),
    )


def wenchuan_2008_versions() -> list[Footprint]:
    """Return three versions in order: a first automatic picture, a second along the rupture, the survey."""
    ellipse = dict.fromkeys(range(6, 12), 2.0)
    return [
        _footprint(
            _FIRST,
            exponents=ellipse,
            title="汶川，自动速报，震中周围（示意） / Wenchuan, automatic, around the epicentre (illustrative)",
            source=ILLUSTRATIVE,
            notes=(ILLUSTRATIVE, "Taken as a point source; the length of the rupture is not known yet."),
        ),
        _footprint(
            _SECOND,
            exponents=ellipse,
            title="汶川，沿断裂（示意） / Wenchuan, along the rupture (illustrative)",
            source=ILLUSTRATIVE,
            notes=(ILLUSTRATIVE, "The rupture runs north-east along the Longmen Shan."),
        ),
        wenchuan_2008(),
    ]


def wenchuan_2008_geojson() -> dict[str, object]:
    """Return the reconstruction as the GeoJSON document that `tongxin geo read` would print."""
    return to_geojson(wenchuan_2008())


def _solved_exponents() -> dict[int, float]:
    """Return n for each degree; both strips of XI share one, solved for their area together."""
    strips = sum(zone.long_km * zone.short_km for zone in _ZONES if zone.degree == 11)
    solved = {11: exponent_for(strips, 1.0, CUMULATIVE_KM2[11])}
    for zone in _ZONES[2:]:
        solved[zone.degree] = exponent_for(zone.long_km, zone.short_km, CUMULATIVE_KM2[zone.degree])
    return solved


def _footprint(
    zones: Sequence[_Placed], *, exponents: dict[int, float], title: str, source: str, notes: tuple[str, ...]
) -> Footprint:
    bands: list[Band] = []
    covered: shapely.Geometry = shapely.Polygon()
    for degree in sorted({zone.degree for zone in zones}, reverse=True):
        parts = [
            outline(
                Superellipse(
                    lon=zone.lon, lat=zone.lat, long_km=zone.long_km, short_km=zone.short_km,
                    azimuth=zone.azimuth, exponent=exponents[degree],
                )
            )
            for zone in zones
            if zone.degree == degree
        ]  # fmt: skip
        covered = shapely.union_all([covered, *parts])
        bands.append(
            Band(
                band=band_label("CSI", degree), value=float(degree), unit="CSI",
                wkb=shapely.to_wkb(covered), area_km2=round(geodesic_area_km2(covered), 3),
            )
        )  # fmt: skip
    return make_footprint(
        kind="earthquake", title=title, source=source, bands=bands, valid_from=ORIGIN_TIME, notes=notes
    )
