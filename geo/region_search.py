"""Finds regions by anything people call them: name, pinyin, initials, English, code, and names and codes of old.

安县, anxian, ax and 510724 all find 安州区, with the word that led there. A name that several regions bear gives
all of them, the widest first; the caller shows the province beside each.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from geo.cachefiles import digest_of, write_json
from geo.names import search_key, spelled
from geo.old_codes import old_regions

if TYPE_CHECKING:
    from geo.regions import Region, Regions

How = Literal["code", "name", "english", "pinyin", "initials", "old_code", "old_name", "old_pinyin"]
MOST = 50
_LEVELS = ("province", "city", "county")
#: Initials are short: they must meet as a whole, or at least this many letters from the first on.
_LEAST_INITIALS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A region and what led to it: `matched` is the name or code as it is written, `how` what kind it is."""

    region: "Region"
    matched: str
    how: How


@dataclass(frozen=True, slots=True)
class _Key:
    folded: str
    shown: str
    how: How
    order: int


class RegionSearch:
    """All keys of some regions, folded once; the first spelling of all names takes half a second, then it is kept."""

    def __init__(self, regions: "Regions") -> None:
        self._regions = regions
        self._keys = tuple(_keys(regions))

    def find(self, text: str, *, limit: int = MOST) -> tuple[Found, ...]:
        """Return the regions that `text` means or begins, best first, each once; nothing for an empty text."""
        wanted = search_key(text.strip())
        if not wanted:
            return ()
        best: dict[int, tuple[int, _Key]] = {}
        for key in self._keys:
            rank = _rank(wanted, key)
            if rank is not None and (key.order not in best or rank < best[key.order][0]):
                best[key.order] = (rank, key)
        all_regions = self._regions.all
        ranked = sorted((rank, _LEVELS.index(all_regions[at].level), at) for at, (rank, _) in best.items())
        return tuple(Found(all_regions[at], best[at][1].shown, best[at][1].how) for _, _, at in ranked[:limit])

    def also(self, adcode: str) -> str:
        """Return what else a region answers to beside code, name and English, as one text that a browser searches."""
        return " ".join(dict.fromkeys(self._also.get(adcode, ())))

    @cached_property
    def _also(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key in self._keys:
            region = self._regions.all[key.order]
            spelled_so = key.how == "pinyin" and key.folded.startswith(search_key(region.name_en))
            if key.how not in ("code", "name", "english") and not spelled_so:
                word = key.folded if key.how == "old_pinyin" else key.shown
                found.setdefault(region.adcode, []).append(word)
        return found


def _rank(wanted: str, key: _Key) -> int | None:
    """Return how well a key meets the text: 0 as a whole, more for less, none when it does not."""
    late = 1 if key.how in ("initials", "old_code", "old_name", "old_pinyin") else 0
    if wanted == key.folded:
        return late
    if key.how == "initials":
        return 4 if len(wanted) >= _LEAST_INITIALS and key.folded.startswith(wanted) else None
    if key.folded.startswith(wanted):
        return 2 + late
    return 5 + late if wanted in key.folded else None


def _keys(regions: "Regions") -> Iterator[_Key]:
    spellings, orders = _spellings(regions), _orders(regions)
    for order, (region, (pinyin, core, initials, short)) in enumerate(zip(regions.all, spellings, strict=False)):
        yield _Key(region.adcode, region.adcode, "code", order)
        yield _Key(search_key(region.name), region.name, "name", order)
        yield _Key(search_key(region.name_en), region.name_en, "english", order)
        for letters in dict.fromkeys((core, pinyin)):
            yield _Key(letters, letters, "pinyin", order)
        for letters in dict.fromkeys((short, initials)):
            yield _Key(letters, letters, "initials", order)
    for old, (pinyin, *_) in zip(old_regions(), spellings[len(regions.all) :], strict=True):
        for code in old.now:
            if code in orders:
                yield _Key(old.adcode, old.adcode, "old_code", orders[code])
                yield _Key(search_key(old.name), old.name, "old_name", orders[code])
                yield _Key(pinyin, f"{old.name} {pinyin}", "old_pinyin", orders[code])


def _orders(regions: "Regions") -> dict[str, int]:
    """Return the place of each code in `regions.all`; the widest region where two have one code."""
    return {region.adcode: order for order, region in reversed(list(enumerate(regions.all)))}


def _spellings(regions: "Regions") -> list[tuple[str, str, str, str]]:
    """Return `spelled` of all regions, then of all old ones; kept beside the regions once it has been made."""
    names = [*(region.name for region in regions.all), *(old.name for old in old_regions())]
    kept = regions.folder / f"spellings-{digest_of(name.encode() for name in names)}.json"
    with suppress(OSError, ValueError, TypeError):  # not there yet, or not whole: it is made again
        said = [(str(a), str(b), str(c), str(d)) for a, b, c, d in json.loads(kept.read_text("utf-8"))]
        if len(said) == len(names):
            return said
    made = [spelled(name) for name in names]
    with suppress(OSError):  # a folder that cannot be written costs each process half a second
        write_json(kept, made)
    return made
