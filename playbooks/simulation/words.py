"""The figures of a simulation in both languages, with their units, in the order in which they are shown."""

from playbooks.terms.words import Words


class Figure:
    """One figure: its name in documents, what it is called, and its unit (``fen`` is money)."""

    def __init__(self, name: str, zh: str, en: str, unit: str = "") -> None:
        self.name, self.title, self.unit = name, Words(zh=zh, en=en), unit


TOTALS = (
    Figure("customers", "覆盖客户（至少）", "Customers covered (at least)"),
    Figure("told", "收到短信的客户（至少）", "Customers told (at least)"),
    Figure("counties", "覆盖的县", "Counties covered"),
    Figure("provinces", "覆盖的省", "Provinces covered"),
    Figure("items", "列入的条目", "Items planned"),
    Figure("tasks", "任务", "Tasks"),
    Figure("tasks_late", "超时确认的任务", "Tasks acknowledged late"),
    Figure("people_most", "同时最多需要的人", "People needed at once, at most"),
    Figure("done_hours", "任务全部完成（人手足够时）", "All tasks done (with people enough)", "h"),
    Figure("money_day", "资金最多的一天", "Money on the dearest day", "fen"),
    Figure("money_total", "预计资金", "Money expected", "fen"),
    Figure("money_cap", "资金上限合计", "Money at the caps", "fen"),
    Figure("messages", "短信（人次）", "Messages"),
    Figure("parts", "短信（条）", "Message parts"),
    Figure("send_minutes", "发送用时", "Time to send", "min"),
    Figure("calls", "热线来电", "Calls to the hotline"),
    Figure("calls_most", "最忙一小时来电", "Calls in the busiest hour"),
)
_SEGMENTS = {
    "gotone": ("全球通", "GoTone"), "easyown": ("神州行", "Easyown"), "mzone": ("动感地带", "M-Zone"),
    "other": ("其他", "others"),
}  # fmt: skip
_TIERS = {
    "vulnerable": ("需要照顾的客户", "customers in need of care"),
    "A+": ("A+ 类重要客户（家）", "key customers of tier A+"), "A": ("A 类重要客户（家）", "key customers of tier A"),
    "B": ("B 类重要客户（家）", "key customers of tier B"), "C": ("C 类重要客户（家）", "key customers of tier C"),
    "a_plus": ("A+ 类集团成员", "members of groups of tier A+"), "a": ("A 类集团成员", "members of groups of tier A"),
    "b": ("B 类集团成员", "members of groups of tier B"), "c": ("C 类集团成员", "members of groups of tier C"),
}  # fmt: skip
OVERLOADS = {
    "teams": Words(zh="省公司人手", en="people in the provinces"),
    "hotline_grows": Words(zh="热线坐席（排队只增不减）", en="hotline seats (the queue only grows)"),
    "hotline_promise": Words(zh="热线接通承诺", en="the hotline's promise"),
    "sending": Words(zh="短信 6 小时内发完", en="sending within 6 hours"),
    "money": Words(zh="资金上限", en="money: a cap is used up"),
}


def figure(name: str) -> Figure:
    """Return a figure by its name, with those by segment and tier (``segment:gotone``, ``tier:A+``)."""
    kind, _, part = name.partition(":")
    if not part:
        return next(one for one in TOTALS if one.name == name)
    zh, en = (_SEGMENTS if kind == "segment" else _TIERS).get(part, (part, part))
    return Figure(name, f"其中：{zh}", f"of them: {en}")


def said(value: int, unit: str) -> Words:
    """Return a figure in words of both languages: money in whole yuan, others grouped with their unit."""
    if unit == "fen":
        return Words(zh=f"{round(value / 100):,} 元", en=f"{round(value / 100):,} CNY")
    zh = {"h": " 小时", "min": " 分钟"}.get(unit, "")
    en = {"h": " h", "min": " min"}.get(unit, "")
    return Words(zh=f"{value:,}{zh}", en=f"{value:,}{en}")
