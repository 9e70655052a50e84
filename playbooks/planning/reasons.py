"""Why an item is in the plan or not: codes with arguments; sentences are made when somebody reads them.

Codes, not sentences, are stored, so that an old plan reads well in either language for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from playbooks.planning.quantities import NOTHING_AT_ALL, TOO_FEW, inflected
from playbooks.terms.hazards import hazards_said
from playbooks.terms.words import Language

Arg = str | int


@dataclass(frozen=True)
class Reason:
    """One code with its arguments (text and whole numbers only)."""

    code: str
    args: Mapping[str, Arg] = field(default_factory=dict)


class _Figure(int):
    """A whole number that a sentence writes as ``{n:county|counties}`` (with its noun) or ``{n}`` (grouped)."""

    def __format__(self, spec: str) -> str:
        if "|" not in spec:
            return int.__format__(self, spec or ",")
        one, many = spec.split("|")
        return f"{int(self):,} {one if self == 1 else many}"


_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
#: Arguments that are moments in ISO 8601.
_MOMENTS = frozenset({"window_from", "window_until"})
#: Arguments that are slugs of hazards, one or several joined by ", ".
_HAZARDS = frozenset({"hazard", "hazards"})
_ROMAN_UNITS = frozenset({"CSI", "MMI"})
_SEVERITY: dict[str, tuple[str, str]] = {
    "CSI": ("烈度 {} 度", "CSI {}"),
    "MMI": ("修正麦氏烈度 {} 度", "MMI {}"),
    "level": ("影响等级 {}/4", "grade {} of 4"),
    "force": ("风力 {} 级", "force {}"),
    "kn": ("风速 {} 节", "{} kn"),
}
#: What a footprint is told in.
_UNITS: dict[str, tuple[str, str]] = {
    "CSI": ("烈度（CSI）", "intensity (CSI)"),
    "MMI": ("修正麦氏烈度（MMI）", "intensity (MMI)"),
    "level": ("影响等级", "grades 1 to 4"),
    "force": ("风力等级", "wind force"),
    "kn": ("风速（节）", "knots"),
}

SENTENCES: dict[str, tuple[str, str]] = {
    "why": ("{zh}", "{en}"),
    "level_is": ("响应级别为 {level} 级。", "Response level is {level}."),
    "colour_is": ("预警颜色为{colour_zh}。", "Warning colour is {colour_en}."),
    "counties_reach": (
        "{provinces} 个省的 {counties} 个县达到{threshold_zh}及以上，最高为{name_zh}（{highest_zh}）。",
        (
            "{counties:county|counties} in {provinces:province|provinces} at {threshold_en} or above, "
            "up to {highest_en} in {name_en}."
        ),
    ),
    "province_reached": (
        "{name_zh}有 {counties} 个县达到{threshold_zh}及以上，最高为{highest_zh}。",
        "{name_en} has {counties:county|counties} at {threshold_en} or above; the highest is {highest_en}.",
    ),
    "county_reached": (
        "{name_zh}达到{highest_zh}（要求{threshold_zh}及以上）。",
        "{name_en} is at {highest_en} (needs {threshold_en} or above).",
    ),
    "province_not_reached": (
        "{name_zh}没有县达到{threshold_zh}，作为支援省份。",
        "No county in {name_en} reaches {threshold_en}; it stands ready to support.",
    ),
    "counties_within": (
        "{provinces} 个省的 {counties} 个县在影响范围内，最高为{name_zh}（{highest_zh}）。",
        (
            "{counties:county|counties} in {provinces:province|provinces} within the footprint, "
            "up to {highest_en} in {name_en}."
        ),
    ),
    "province_within": (
        "{name_zh}有 {counties} 个县在影响范围内，最高为{highest_zh}。",
        "{name_en} has {counties:county|counties} within the footprint; the highest is {highest_en}.",
    ),
    "county_within": ("{name_zh}在影响范围内（{highest_zh}）。", "{name_en} lies within the footprint ({highest_en})."),
    "province_not_within": (
        "{name_zh}没有县在影响范围内，作为支援省份。",
        "No county in {name_en} lies within the footprint; it stands ready to support.",
    ),
    "condition_holds": ("条件成立：{condition_zh}。", "The condition holds: {condition_en}."),
    "every_province": ("各省公司都要做。", "Every provincial company does this."),
    "has_quantity": ("范围内有 {count} {quantity_zh}。", "Within the area: {count} {quantity_en}."),
    "retroactive": ("追溯自 {window_from} 起算。", "Counts retroactively from {window_from}."),
    "roaming_not_counted": (
        "漫入客户由各省计费系统当时认定，未计入此客户数。",
        "Customers roaming in are found by billing at the time and are not in this count.",
    ),
    "class_a_public": (
        "面向公众发送，须两人批准（甲类）。",
        "It goes to the public: two approvers (class A).",
    ),
    "class_a_playbook": (
        "预案要求两人批准（甲类）。",
        "The playbook asks for two approvers (class A).",
    ),
    "class_a_money": (
        "上限 {cap_yuan} 元超过一人批准的限额 {limit_yuan} 元，须两人批准（甲类）。",
        "Its cap of {cap_yuan} CNY is above the {limit_yuan} CNY that one person may approve: two approvers (class A).",
    ),
    "class_b": (
        "上限 {cap_yuan} 元在一人批准的限额 {limit_yuan} 元以内（乙类）。",
        "Its cap of {cap_yuan} CNY is within the {limit_yuan} CNY that one person may approve (class B).",
    ),
    "class_b_free": ("不花钱，一人批准即可（乙类）。", "It costs nothing: one approver (class B)."),
    "cap_binds": (
        "按估算会用满上限 {cap_yuan} 元，到上限即止。",
        "The estimate reaches the cap of {cap_yuan} CNY; it stops there.",
    ),
    "for_a_share": (
        "只面向范围内约 {percent}% 的客户（规划假设）。",
        "It is for about {percent} % of the customers in the area, a planning assumption.",
    ),
    "note": ("批准前须知：{zh}。", "To know before approval: {en}."),
    "parts_above_wish": (
        "正文为 {parts} 条，超过预案希望的 {wished} 条。",
        "The text takes {parts:part|parts}, more than the {wished} that the playbook wishes.",
    ),
    "parts_by_exercise": (
        "加上演练字样，正文为 {parts} 条；正式发送时为 {without} 条，不超过预案希望的 {wished} 条。",
        (
            "With the exercise's own words the text takes {parts:part|parts}; in earnest it takes {without}, "
            "no more than the {wished} that the playbook wishes."
        ),
    ),
    "brought_by": ("随「{title_zh}」一并下达。", "Comes with “{title_en}”."),
    "waits_for": ("在「{title_zh}」之后。", "Follows “{title_en}”."),
    "dependency_not_planned": (
        "本应在「{title_zh}」之后，但该项未列入，故不等待。",
        "Would follow “{title_en}”, which is not planned, so it does not wait.",
    ),
    "calendar_has_it": (
        "「{title_zh}」：{provinces} 个省已由日程下达同一节点的任务，不再重复。",
        "“{title_en}”: {provinces:province|provinces} got the task of this step from the calendar; there is no second.",
    ),
    # why not
    "other_hazard": (
        "本预案针对{hazards}，当前事件为{hazard}。",
        "This playbook is for {hazards}; this incident is one of {hazard}.",
    ),
    "needs_level": (
        "需要 {levels} 级响应，当前为 {level} 级。",
        "Needs response level {levels}; the level now is {level}.",
    ),
    "needs_level_none": (
        "需要 {levels} 级响应，尚未宣布级别。",
        "Needs response level {levels}; none is declared.",
    ),
    "needs_colour": (
        "需要{colours_zh}预警，当前为{colour_zh}。",
        "Needs warning colour {colours_en}; it is {colour_en} now.",
    ),
    "no_county_reaches": (
        "没有县达到{threshold_zh}；最高为{name_zh}（{highest_zh}）。",
        "No county reaches {threshold_en}; the highest is {name_en} ({highest_en}).",
    ),
    "no_region_hit": ("没有任何县在影响范围内。", "No county lies within the footprint."),
    "unit_not_known": (
        "影响范围按{unit}划分，本项只有按{units}的门槛，不作换算。",
        "The footprint is told in {unit}; this item has thresholds in {units} only, and nothing is converted.",
    ),
    "no_other_province": (
        "各省都达到{threshold_zh}，没有可支援的省份。",
        "Every province is at {threshold_en}; none is left to support.",
    ),
    "no_province_outside": (
        "各省都在影响范围内，没有可支援的省份。",
        "Every province lies within the footprint; none is left to support.",
    ),
    "none_below": (
        "达到门槛的范围都不低于{limit_zh}。",
        "Wherever the threshold is reached, it is at {limit_en} or above, where this item ends.",
    ),
    "none_in_regions": (
        "本项只用于 {regions}，其中没有县达到条件。",
        "This item is for {regions} only, and no county there is reached.",
    ),
    "counties_near": (
        "只在{near_zh}的县：{counties} 个，离得最近的是{name_zh}（{point_zh}）。",
        "Only {near_en}: {counties:county|counties}, the nearest {name_en} ({point_en}).",
    ),
    "no_county_near": (
        "达到门槛的县里，没有一个在{near_zh}。",
        "No county where the threshold is reached lies {near_en}.",
    ),
    "points_not_told": (
        "本项只用于{near_zh}的县，而这些地点还没有。",
        "This item is for counties {near_en} only, and nobody has said where those points are.",
    ),
    "no_county_with": (
        "所及各县，没有一个有 {least} {quantity_zh}以上。",
        "No county that is reached has {least} {quantity_en} or more.",
    ),
    "condition_fails": (
        "条件不成立。要求：{condition_zh}；目前：{now_zh}。",
        "The condition does not hold. Asked for: {condition_en}. Now: {now_en}.",
    ),
    "measure_not_planned": (
        "随「{title_zh}」下达，而该措施未列入。",
        "Comes with “{title_en}”, which is not planned.",
    ),
    "in_calendar": (
        "当前时间在 {window_from} 至 {window_until} 之间。",
        "The time is between {window_from} and {window_until}.",
    ),
    "not_in_calendar": (
        "当前时间不在 {window_from} 至 {window_until} 之间。",
        "The time is not between {window_from} and {window_until}.",
    ),
    "signal_reached": (
        "{name_zh}为 {now_zh}，达到门槛（{least_zh}）。",
        "{name_en}: {now_en}; the threshold is {least_en}.",
    ),
    "signal_below": (
        "{name_zh}为 {now_zh}，未到门槛（{least_zh}）。",
        "{name_en}: {now_en}, below the threshold of {least_en}.",
    ),
    "signal_not_read": (
        "还没有“{name_zh}”的读数（门槛 {least_zh}）。",
        "Nobody has read “{name_en}” yet; its threshold is {least_en}.",
    ),
    "nothing_there": (
        "所及范围内，不足 {least} {quantity_zh}。",
        "The area that is reached has fewer than {least} {quantity_en}.",
    ),
    "no_longer_selected": (
        "这一处不再达到本项的条件。",
        "This place no longer meets the item's condition.",
    ),
    "window_over": ("时限已过：止于 {window_until}。", "Its window is over: it ended on {window_until}."),
    "window_ahead": (
        "还没到时候：自 {window_from} 起列入，届时再生成一次方案。",
        "It is not time yet: planned from {window_from} on, when the plan is made again.",
    ),
    "not_assessed": (
        "另有 {counties} 个县在影响范围内但未评估，客户数未计入。",
        "{counties:more county is|more counties are} hit and not assessed; customers there are not counted.",
    ),
    "outside_operator": (
        "{counties} 个县不在本公司各省范围内，未列入。",
        "{counties:county lies|counties lie} outside the operator's provinces; nothing is planned there.",
    ),
}

#: Of a place whose highest is the threshold itself, said once.
NOTHING_HIGHER: dict[str, tuple[str, str]] = {
    "counties_reach": (
        "{provinces} 个省的 {counties} 个县达到{threshold_zh}，没有更高的。",
        "{counties:county|counties} in {provinces:province|provinces} at {threshold_en}, none higher.",
    ),
    "province_reached": (
        "{name_zh}有 {counties} 个县达到{threshold_zh}，没有更高的。",
        "{name_en} has {counties:county|counties} at {threshold_en}, none higher.",
    ),
    "county_reached": ("{name_zh}达到要求的{threshold_zh}。", "{name_en} is at {highest_en}, as is asked for."),
}

_NO_WARNING = (
    "需要{colours_zh}预警，目前没有发布预警。",
    "Needs warning colour {colours_en}; no warning is issued.",
)


def say(reason: Reason, lang: Language) -> str:
    """Return the sentence of one reason in ``lang``; KeyError for a code without a sentence."""
    zh, en = _sentence(reason)
    told = {**reason.args, **inflected(reason.args)}
    args = {name: _in_words(name, value, lang=lang) for name, value in told.items()}
    return (zh if lang == "zh" else en).format(**args)


def _sentence(reason: Reason) -> tuple[str, str]:
    """The sentence that fits what is kept of a reason, (zh, en)."""
    code, args = reason.code, reason.args
    if code in NOTHING_HIGHER and args.get("highest_en", "") == args.get("threshold_en"):
        return NOTHING_HIGHER[code]
    if code in NOTHING_AT_ALL and args.get("least") == 1:
        return NOTHING_AT_ALL[code]
    if code in TOO_FEW and "count" in args and "counter_zh" in inflected(args):
        return TOO_FEW[code]
    if code == "needs_colour" and args.get("colour_en") == "not issued":
        return _NO_WARNING
    return SENTENCES[code]


def _in_words(name: str, value: Arg, *, lang: Language) -> Arg:
    if isinstance(value, int):
        return _Figure(value)
    if name == "levels":
        return listed(value.split("/"), lang=lang)
    if name in ("unit", "units"):
        return listed([_UNITS.get(one, (one, one))[lang != "zh"] for one in value.split(", ")], lang=lang)
    if name.endswith("_yuan"):
        return value.removesuffix(".00")
    if name in _HAZARDS:
        said = hazards_said(value.split(", "))
        return said.zh if lang == "zh" else said.en
    if name not in _MOMENTS:
        return value
    at = datetime.fromisoformat(value)  # its own offset: the place where the window counts
    if lang == "zh":
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    return f"{at.day} {at:%b %Y, %H:%M}"


def listed(words: Sequence[str], *, lang: Language) -> str:
    """「I、II 或 III」, “I, II or III”."""
    if len(words) == 1:
        return words[0]
    if lang == "en":
        return f"{', '.join(words[:-1])} or {words[-1]}"
    or_ = "或" if words[-2][-1] > "~" else " 或"
    return f"{'、'.join(words[:-1])}{or_}{words[-1] if words[-1][0] > '~' else f' {words[-1]}'}"


def severity(value_milli: int, *, unit: str) -> tuple[str, str]:
    """Return a severity in words, (zh, en): intensity in Roman numerals, other units as they are."""
    if unit in _ROMAN_UNITS and value_milli % 1000 == 0 and 1000 <= value_milli <= 12000:
        figure = _ROMAN[value_milli // 1000]
    else:
        figure = f"{value_milli / 1000:g}"
    zh, en = _SEVERITY.get(unit, (f"{{}} {unit}", f"{{}} {unit}"))
    return zh.format(figure), en.format(figure)


def percent(share_ppm: int) -> str:
    """Return a share in percent without needless digits: 12500 → '1.25'."""
    return f"{share_ppm / 10_000:.4f}".rstrip("0").rstrip(".")


def yuan(fen: int) -> str:
    """Return money in fen as yuan with two digits, grouped: 1284000000 → '12,840,000.00'."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{rest // 100:,}.{rest % 100:02d}"
