"""What templates may name of the place an item is for: when and where it struck, the province, the county."""

from collections.abc import Mapping

from playbooks.planning.selection import Ground, Rows, Target, most_severe
from playbooks.terms.timing import CHINA_TIME
from playbooks.terms.words import Language

Values = Mapping[Language, Mapping[str, str]]


def place_values(target: Target, *, ground: Ground) -> Values:
    """Return what templates may name: when and where it struck, the province and the county."""
    rows = target.rows or ground.rows
    where_zh, where_en = ground.once_of(rows, "where", lambda: _where(rows, ground=ground))
    when_zh, when_en = ground.once("when", lambda: _when(ground))
    zh = {"when": when_zh, "where": where_zh}
    en = {"when": when_en, "where": where_en}
    if target.province is not None:
        zh["province"], en["province"] = target.province.name_zh, target.province.name_en
    if target.county is not None:
        zh["county"], en["county"] = target.county.name_zh, target.county.name_en
    return {"zh": zh, "en": en}


#: What a title names where its item is not planned, so that there is no place to name.
NO_PLACE: Values = {
    "zh": {"when": "发生时", "where": "有关地区", "province": "各省", "county": "各县"},
    "en": {"when": "then", "where": "the area", "province": "each province", "county": "each county"},
}


def _when(ground: Ground) -> tuple[str, str]:
    local = ground.situation.occurred_at.astimezone(CHINA_TIME)
    zh = f"{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"
    return zh, f"{local:%H:%M} on {local.day} {local:%B}"


def _where(rows: Rows, *, ground: Ground) -> tuple[str, str]:
    # Only the worst-hit province is named, so that growth of the area does not void an approved text.
    if not rows:
        return "有关地区", "the area"
    province = ground.provinces[most_severe(rows).province]
    if len(ground.area(rows)) == 1:
        return province.name_zh, province.name_en
    return f"{province.name_zh}等地", f"{province.name_en} and elsewhere"
