"""What a data class is, and how long a kind of data is kept. Pure; the words are shown to auditors.

A class says how bad it would be if a value were read by the wrong person, and so where it may stand: only `text` and
`personal` values can be erased, so nothing else may hold what must be erasable one day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """A name and what it means, in both languages."""

    zh: str
    en: str
    means_zh: str
    means_en: str


PUBLIC, INTERNAL, BUSINESS, REFERENCE, STAFF, TEXT, PERSONAL, CREDENTIAL = (
    "public", "internal", "business", "reference", "staff", "text", "personal", "credential"
)  # fmt: skip
#: From what anybody may read to what nobody may.
CLASSES: Mapping[str, Words] = {
    PUBLIC: Words("公开", "public", "已向社会发布的内容", "what the public is told"),
    INTERNAL: Words("内部", "internal", "工作过程，不涉及个人", "the course of the work; about nobody"),
    BUSINESS: Words(
        "经营",
        "business",
        "用户数、金额、站点等合计数，不到个人",
        "sums of customers, money, sites; never of one person",
    ),
    REFERENCE: Words(
        "不透明引用",
        "opaque reference",
        "只有计费系统能还原到户，本系统不能",
        "only billing can tell whose account it is",
    ),
    STAFF: Words(
        "工作人员",
        "staff",
        "谁在岗位上做了什么：编号、姓名、工号",
        "who did what at work: ids, names, employee numbers",
    ),
    TEXT: Words(
        "自由文本",
        "free text",
        "日志里只有摘要，正文与文件另存，可以删除而链仍有效",
        "the log holds a digest; words and files lie beside it and can be erased, the chain stays valid",
    ),
    PERSONAL: Words(
        "个人信息",
        "personal",
        "联系方式等，不进日志，可以删除",
        "ways to reach a person and the like; never in the log, can be erased",
    ),
    CREDENTIAL: Words(
        "密钥", "credential", "口令摘要、令牌、盐、密封值", "hashes of passwords and tokens, salts, sealed values"
    ),
}
#: Classes of what could say something of a human being.
OF_PEOPLE = frozenset({REFERENCE, STAFF, TEXT, PERSONAL})
#: What may never stand in the log itself, which cannot be erased.
NEVER_LOGGED = frozenset({PERSONAL, CREDENTIAL})


@dataclass(frozen=True)
class Keep:
    """How long something is kept: `days` of real time after what `words` say; None: no time of its own."""

    zh: str
    en: str
    days: int | None = None
    #: Whether an installation may set other days.
    settable: bool = False


#: Kinds of keeping. Days can be set with TONGXIN_RETENTION where `settable`.
KEEPS: Mapping[str, Keep] = {
    "log": Keep(
        "与事件日志同存，不少于六个月（网络安全法第二十一条）",
        "with the log, six months at least (Cybersecurity Law, art. 21)",
    ),
    "use": Keep("在用期间；被替换或删除即止", "while it is in use; until it is replaced or removed"),
    "account": Keep(
        "账户停用之后再留一段时间", "after the account was disabled, a while longer", days=30, settable=True
    ),
    "files": Keep("事件关闭之后", "after its incident was closed", days=1095, settable=True),
    "texts": Keep("与日志同存，可逐条删除", "with the log; can be redacted one by one"),
    "answers": Keep("收到之后", "after it came", days=180, settable=True),
    "sessions": Keep("会话结束之后", "after the session ended", days=180, settable=True),
    "requests": Keep("请求之后（不少于 7 天）", "after the request (7 days at least)", days=30, settable=True),
    "leavings": Keep("送出或作罢之后，正文清空", "after it left or was given up; its content is emptied", days=180,
                     settable=True),
    "looks": Keep("看过之后", "after the look", days=365, settable=True),
    "work": Keep("做完之后，文件 30 天，记录为最近若干次", "when done: files 30 days, rows the last few"),
}  # fmt: skip
LEAST_DAYS = {"requests": 7, "sessions": 180}


@dataclass(frozen=True)
class TableClass:
    """What a table is for, how long its rows are kept, and the class of each of its columns."""

    zh: str
    en: str
    keep: str
    columns: Mapping[str, str]


def classed(zh: str, en: str, keep: str = "log", **columns: str) -> TableClass:
    """A table's entry: names of columns by class, spaces between them; ValueError for a column in two classes."""
    told: dict[str, str] = {}
    for name, names in columns.items():
        if name not in CLASSES:
            raise ValueError(f"{name} is no data class")
        for column in names.split():
            if told.setdefault(column, name) != name:
                raise ValueError(f"{column} is {told[column]} and {name}")
    return TableClass(zh, en, keep, told)
