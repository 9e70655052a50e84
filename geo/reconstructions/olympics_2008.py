"""Venues of the Olympic Games of 8 to 24 August 2008: Beijing's largest, and one in each co-host city.

A list written by Tongxin, not the organisers': positions are right within a kilometre, radii cover a venue and its
approaches, grades are Tongxin's. Hong Kong's equestrian venue lies outside the operator; its impact says so.
"""

from dataclasses import replace
from pathlib import Path

from geo.footprint import Footprint
from geo.footprint_reading import read_footprint

VENUES = Path(__file__).with_name("olympics_2008.csv")
_TITLE = "北京奥运会 2008，赛场及周边 / Beijing Olympic Games 2008, venues and their surroundings"
_SOURCE = "Venues of the Beijing Olympic Games, 8 to 24 August 2008, written by Tongxin; each row names its own source"


def olympics_2008() -> Footprint:
    """Return the venues as circles, LEVEL-4 the opening and closing, LEVEL-2 the smaller ones."""
    return replace(read_footprint(VENUES, fmt="venues_csv"), title=_TITLE, source=_SOURCE)
