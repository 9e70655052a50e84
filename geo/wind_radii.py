"""How far a wind reaches around a typhoon of which only the highest wind is known: an estimate, never more.

The climatological profile of Willoughby, Darling and Rahn 2006 (Mon. Wea. Rev. 134, 1102-1120, eqs. 1b, 7a and
10a-c), fitted to aircraft winds of 493 hurricanes; it is symmetric and knows latitude and highest wind only. Winds
at 10 m are taken to be 0.9 of those that it describes, as in Powell et al. 2003 and the package stormwindmodel
(github.com/geanders/stormwindmodel). One storm's radii may well be half or twice as large. Where a warning centre
gives radii by quadrant, those are used and this is not.
"""

from math import exp

#: Wind at 10 m over the wind of the profile.
_SURFACE = 0.9
#: Second decay length of the profile, km (table 2 of the paper).
_X2_KM = 25.0
_FURTHEST_KM = 1_500.0
SOURCE = "Willoughby et al. 2006, symmetric"


def estimated_radius_km(wind_ms: float, *, max_wind_ms: float, lat: float) -> float:
    """Return how far from the centre 10 m winds of at least `wind_ms` reach, in km; 0 where none are as strong.

    `max_wind_ms` is the highest sustained wind at 10 m, `lat` the latitude of the centre in degrees.
    """
    if max_wind_ms < wind_ms or max_wind_ms <= 0:
        return 0.0
    highest, wanted, phi = max_wind_ms / _SURFACE, wind_ms / _SURFACE, abs(lat)
    at_highest_km = 46.4 * exp(-0.0155 * highest + 0.0169 * phi)
    x1_km = max(317.1 - 2.026 * highest + 1.915 * phi, _X2_KM)
    share = min(1.0, max(0.0, 0.0696 + 0.0049 * highest - 0.0064 * phi))

    def wind_beyond(distance_km: float) -> float:
        return highest * ((1.0 - share) * exp(-distance_km / x1_km) + share * exp(-distance_km / _X2_KM))

    near, far = 0.0, _FURTHEST_KM
    for _ in range(60):  # halving 1,500 km sixty times is far below a millimetre
        middle = (near + far) / 2.0
        near, far = (middle, far) if wind_beyond(middle) >= wanted else (near, middle)
    return at_highest_km + near
