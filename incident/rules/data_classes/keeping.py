"""How long each kind of data is kept in one installation: the days of the list, or those that were set. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from incident.rules.data_classes.terms import KEEPS, LEAST_DAYS

#: What goes when its time is over, by kind of keeping.
WHAT: Mapping[str, tuple[str, str]] = {
    "files": ("附件、依据文件与导入的表", "attachments, evidence and imported tables"),
    "account": (
        "停用账户的号码、邮箱、通知方式、日历令牌",
        "numbers, addresses, wishes and calendar tokens of disabled accounts",
    ),
    "answers": ("呼叫与应答", "calls to people and their answers"),
    "sessions": ("登录会话", "sessions"),
    "requests": ("请求的答复", "answers of requests"),
    "leavings": ("已送出的内容", "contents of what has left"),
    "looks": ("各人看到哪里", "how far people have looked"),
}
MOST_DAYS = 36_500
NEVER = "never"


def days_kept(setting: str) -> Mapping[str, int | None]:
    """Days by kind of keeping, where it has a time; None: it never goes. ValueError names what is wrong.

    `setting` is TONGXIN_RETENTION: `files=730,answers=never`; what it leaves out is as the list says.
    """
    days: dict[str, int | None] = {name: one.days for name, one in KEEPS.items() if one.days is not None}
    may = ", ".join(name for name, one in KEEPS.items() if one.settable)
    for part in filter(None, (part.strip() for part in setting.split(","))):
        name, _, told = (piece.strip() for piece in part.partition("="))
        if name not in KEEPS or not KEEPS[name].settable:
            raise ValueError(f"TONGXIN_RETENTION: {name or part} has no time of its own; there are {may}")
        if told == NEVER:
            days[name] = None
        elif told.isascii() and told.isdecimal() and LEAST_DAYS.get(name, 1) <= int(told) <= MOST_DAYS:
            days[name] = int(told)
        else:
            least = LEAST_DAYS.get(name, 1)
            raise ValueError(f"TONGXIN_RETENTION: {name} is a number of days from {least} to {MOST_DAYS}, or {NEVER}")
    return days
