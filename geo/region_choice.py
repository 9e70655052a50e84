"""Which region a person means by what they typed: a code, a name, pinyin, initials, an old name; one, or a refusal.

Stricter than the search: a footprint must never lie on the wrong county because its name is common. What several
regions are called is refused with all of them; what none is called, with those that come near.
"""

from collections.abc import Sequence

from geo.errors import FootprintError
from geo.names import search_key
from geo.regions import Region, Regions

_SHOWN = 6
#: How many are named in a title.
_NAMED = 3
_KINDS = ("省", "市", "县", "区", "旗", "盟", "地区")


def region_meant(text: str, regions: Regions) -> tuple[Region, ...]:
    """Return the region that `text` means; more than one only for an old name or code that was divided.

    Raises FootprintError with the candidates, each with its code, when it may mean several, and with what comes
    near when it means none.
    """
    wanted = search_key(text.strip())
    hits = regions.find(text)
    whole = [
        hit for hit in hits if search_key(hit.matched.split(" ")[0]) == wanted or search_key(hit.matched) == wanted
    ]
    for kinds in (("code", "name"), ("english", "pinyin"), ("initials",)):
        found = _widest([hit.region for hit in whole if hit.how in kinds])
        if len(found) == 1:
            return tuple(found)
        if found:
            raise FootprintError(f"{text!r} may be {_shown(found, regions)}; give the code")
    short = _widest([hit.region for hit in hits if hit.how == "name"])
    exact = [region for region in short if is_its_core(text.strip(), region.name)]
    if len(exact) == 1:
        return tuple(exact)
    if exact:
        raise FootprintError(f"{text!r} may be {_shown(exact, regions)}; give the code")
    old = [hit.region for hit in whole if hit.how.startswith("old")]
    if old:
        return tuple(old)
    near = f"; near it are {_shown([hit.region for hit in hits], regions)}" if hits else ""
    raise FootprintError(
        f"no region is called or coded {text!r} (boundaries {regions.version}, {regions.vintage}){near}"
    )


def title_of_regions(texts: Sequence[str], regions: Regions) -> str:
    """Return the first regions that these mean by name and how many more there are, `中文 / English`.

    Raises FootprintError as `region_meant` does.
    """
    named = [region for text in texts[:_NAMED] for region in region_meant(text, regions)]
    zh, en = "、".join(region.name for region in named), ", ".join(region.name_en for region in named)
    if len(texts) > _NAMED:
        zh, en = f"{zh}等 {len(texts)} 个区划", f"{en} and {len(texts) - _NAMED} more"
    return f"{zh} / {en}"


def is_its_core(text: str, name: str) -> bool:
    """Whether the name is the text and the word for its kind: 湖南 and 湖南省, 广西 and 广西壮族自治区."""
    rest = name[len(text) :]
    return len(text) >= 2 and name.startswith(text) and (rest in _KINDS or "自治" in rest or "特别行政区" in rest)


def _widest(found: Sequence[Region]) -> list[Region]:
    """Each region once, without those that lie in another of them: 吉林 is the province, 北京 the municipality."""
    codes = {region.adcode for region in found}
    above = [region for region in found if not ({region.parent, region.province} - {region.adcode}) & codes]
    return list({region.adcode: region for region in above}.values())


def _shown(found: Sequence[Region], regions: Regions) -> str:
    words = []
    for region in found[:_SHOWN]:
        province = "" if region.level == "province" else f" ({regions.get(region.province).name})"
        words.append(f"{region.adcode} {region.name}{province}")
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(words) + more
