"""Notices to hotlines and halls that were not taken: what the system said, and that somebody sends the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from incident.events.base import Change, Consequence, Leave, Names, Row
from incident.events.measures.base import InProvince, noticed

#: Connector -> whose system it is, in words.
SYSTEMS = {"hotline": ("热线系统", "the hotline's system"), "hall_webhook": ("营业厅系统", "the halls' system")}


@dataclass(frozen=True, kw_only=True)
class ServiceNoticeNotTaken(InProvince):
    """A province's hotline or halls have refused a notice, or nobody can say whether they have it."""

    connector: str
    number: int
    #: refused | unknown
    trouble: str
    #: The system's own words.
    said: str

    def changes(self, before: Row) -> list[Change]:
        return [Change("measure_part", self.part_id(), {"notice_trouble": self.trouble, "notice_said": self.said})]

    def zh(self, names: Names) -> str:
        what = "拒收通知" if self.trouble == "refused" else "没有答复通知"
        return f"{self.where(names, 'zh')}{SYSTEMS[self.connector][0]}{what}（{self.said}），进入例外清单"

    def en(self, names: Names) -> str:
        what = "refused its notice" if self.trouble == "refused" else "did not answer its notice"
        return f"{self.where(names, 'en')} {SYSTEMS[self.connector][1]} {what} ({self.said}); it is an exception now"


@dataclass(frozen=True, kw_only=True)
class ServiceNoticeSentAgain(InProvince):
    """What a hotline or halls did not take is told once more, as things stand now."""

    HEAVY: ClassVar[frozenset[str]] = frozenset({"leaving"})
    connector: str
    notice_number: int
    leaving: tuple[Any, ...] = ()

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name not in self.HEAVY}

    def changes(self, before: Row) -> list[Change]:
        return [Change("measure_part", self.part_id(), noticed(self.notice_number))]

    def consequences(self) -> list[Consequence]:
        return [Leave(kind=kind, key=key, payload=payload, delay_s=s) for kind, key, payload, s in self.leaving]

    def zh(self, names: Names) -> str:
        return f"{self.where(names, 'zh')}再次通知{SYSTEMS[self.connector][0]}"

    def en(self, names: Names) -> str:
        return f"{self.where(names, 'en')} {SYSTEMS[self.connector][1]} is told again"


__all__ = ["ServiceNoticeNotTaken", "ServiceNoticeSentAgain"]
