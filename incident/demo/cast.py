"""Who plays: people at headquarters, and in each province a member of the duty team and their lead.

Names are made up. Login names are what a visitor types: `duty`, `approver1`, `sichuan`, `sichuan.lead`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from incident.demo import chance

NATION = "nation"

#: adcode → login, name, English name. The operator's 31 provincial companies.
PROVINCES: dict[str, tuple[str, str, str]] = {
    "110000": ("beijing", "北京", "Beijing"),
    "120000": ("tianjin", "天津", "Tianjin"),
    "130000": ("hebei", "河北", "Hebei"),
    "140000": ("shanxi", "山西", "Shanxi"),
    "150000": ("neimenggu", "内蒙古", "Inner Mongolia"),
    "210000": ("liaoning", "辽宁", "Liaoning"),
    "220000": ("jilin", "吉林", "Jilin"),
    "230000": ("heilongjiang", "黑龙江", "Heilongjiang"),
    "310000": ("shanghai", "上海", "Shanghai"),
    "320000": ("jiangsu", "江苏", "Jiangsu"),
    "330000": ("zhejiang", "浙江", "Zhejiang"),
    "340000": ("anhui", "安徽", "Anhui"),
    "350000": ("fujian", "福建", "Fujian"),
    "360000": ("jiangxi", "江西", "Jiangxi"),
    "370000": ("shandong", "山东", "Shandong"),
    "410000": ("henan", "河南", "Henan"),
    "420000": ("hubei", "湖北", "Hubei"),
    "430000": ("hunan", "湖南", "Hunan"),
    "440000": ("guangdong", "广东", "Guangdong"),
    "450000": ("guangxi", "广西", "Guangxi"),
    "460000": ("hainan", "海南", "Hainan"),
    "500000": ("chongqing", "重庆", "Chongqing"),
    "510000": ("sichuan", "四川", "Sichuan"),
    "520000": ("guizhou", "贵州", "Guizhou"),
    "530000": ("yunnan", "云南", "Yunnan"),
    "540000": ("xizang", "西藏", "Xizang"),
    "610000": ("shaanxi", "陕西", "Shaanxi"),
    "620000": ("gansu", "甘肃", "Gansu"),
    "630000": ("qinghai", "青海", "Qinghai"),
    "640000": ("ningxia", "宁夏", "Ningxia"),
    "650000": ("xinjiang", "新疆", "Xinjiang"),
}
#: (login, role, name, English name)
HEADQUARTERS: tuple[tuple[str, str, str, str], ...] = (
    ("admin", "administrator", "方静", "Fang Jing"),
    ("duty", "duty_officer", "林浩", "Lin Hao"),
    ("commander", "commander", "周国强", "Zhou Guoqiang"),
    ("approver1", "approver", "陈岚", "Chen Lan"),
    ("approver2", "approver", "何建民", "He Jianmin"),
    ("planner", "planner", "吴敏", "Wu Min"),
    ("reviewer", "reviewer", "郑晓", "Zheng Xiao"),
    ("watch", "auditor", "观察员", "Observer"),
)
#: Whose team and lead have a telephone that SMS reach, and who at headquarters; all others are told by mail.
PAGED_BY_SMS = frozenset({"510000", "500000", "610000", "duty", "commander"})
#: The account that a browser watches as before anybody signs in.
WATCHER = "watch"
#: Accounts that only look: a visitor who uses one leaves the clock and the players alone.
WATCHING = frozenset({WATCHER, "reviewer", "planner"})

_SURNAMES = "王Wang 李Li 张Zhang 刘Liu 杨Yang 赵Zhao 黄Huang 徐Xu 孙Sun 马Ma 朱Zhu 胡Hu 郭Guo 罗Luo 高Gao 梁Liang"
_GIVEN = "伟Wei 芳Fang 娜Na 敏Min 静Jing 磊Lei 军Jun 洋Yang 勇Yong 艳Yan 杰Jie 涛Tao 明Ming 超Chao 霞Xia 平Ping"


@dataclass(frozen=True)
class Player:
    """One account: the person, one role, its scope, and where their notices go; no `phone`: no SMS."""

    login: str
    name_zh: str
    name_en: str
    role: str
    scope: str
    mail: str
    phone: str = ""

    @property
    def is_member(self) -> bool:
        """Whether this is who acknowledges for a province."""
        return self.role == "province_member"


def member_of(province: str) -> str:
    """Login of the duty team's member of a province."""
    return PROVINCES[province][0]


def lead_of(province: str) -> str:
    """Login of the lead of a province."""
    return f"{member_of(province)}.lead"


def person_id(run: uuid.UUID, login: str) -> uuid.UUID:
    """Id of a player's account in the world of this run."""
    return uuid.uuid5(run, f"person {login}")


def is_needed(player: Player) -> bool:
    """Whether the story needs this one from the beginning; the others log in when their turn comes."""
    return player.role not in ("administrator", "planner", "reviewer", "province_lead")


def cast(seed: int) -> tuple[Player, ...]:
    """Everybody, headquarters first; provincial people's names are drawn with the seed."""
    people = [_player(seed, login, (zh, en), role, NATION) for login, role, zh, en in HEADQUARTERS]
    for province in PROVINCES:
        for login, role in ((member_of(province), "province_member"), (lead_of(province), "province_lead")):
            people.append(_player(seed, login, _name(seed, login), role, province))
    return tuple(people)


def mobile_of(seed: int, login: str) -> str:
    """A made-up mobile number, for the phone book and for SMS."""
    return f"1990000{chance.whole(seed, login, 'telephone', 'b', least=0, most=9999):04d}"


def _player(seed: int, login: str, name: tuple[str, str], role: str, scope: str) -> Player:
    reached = {login, scope} & PAGED_BY_SMS
    phone = f"+86{mobile_of(seed, login)}" if reached else ""
    return Player(login, *name, role, scope, mail=f"{login}@exercise.example", phone=phone)


def _name(seed: int, login: str) -> tuple[str, str]:
    surname = _drawn(seed, login, "surname", of=_SURNAMES)
    given = _drawn(seed, login, "given", of=_GIVEN)
    return f"{surname[0]}{given[0]}", f"{surname[1:]} {given[1:]}"


def _drawn(seed: int, *words: str, of: str) -> str:
    choices = of.split()
    return choices[chance.whole(seed, *words, least=0, most=len(choices) - 1)]
