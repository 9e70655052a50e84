"""What a hotline and a hall system are told of a measure in one province, and under which key. Pure.

The words are made of what was approved (title, counties, days), so they need no approval of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from incident.clock import from_text
from playbooks.terms.timing import CHINA_TIME

KIND = "service_notice/1"
#: Delivery of a measure -> the connector to those who carry it out; of others nobody is told by a machine.
CONNECTORS: Mapping[str, str] = {"hotline": "hotline", "halls": "hall_webhook"}
State = Literal["open", "ended"]
#: States of a part in which the service is over.
OVER = frozenset({"completed", "reversed"})
_MOST_TITLE = 80


@dataclass(frozen=True)
class ServiceKey:
    """`service:connector:measure:province:number`; a later number takes the place of an earlier one."""

    connector: str
    measure_id: str
    province: str
    number: int

    def __str__(self) -> str:
        return f"service:{self.connector}:{self.measure_id}:{self.province}:{self.number}"

    @classmethod
    def read(cls, text: str) -> ServiceKey:
        """The parts of a key that `str()` made; ValueError for any other text."""
        parts = text.split(":")
        if len(parts) != 5 or parts[0] != "service":
            raise ValueError(f"{text!r} is not service:connector:measure:province:number")
        return cls(parts[1], parts[2], parts[3], int(parts[4]))


class Notice(NamedTuple):
    """A notice about to leave, as an event holds it: its number, and `leaving`."""

    number: int | None = None
    leaving: tuple[Any, ...] = ()


#: Where no machine is told.
NOBODY = Notice()


def waiting(row: Mapping[str, Any], province: str) -> str:
    """The beginning of every key of notices about a measure in one province; empty where no machine is told."""
    connector = CONNECTORS.get(row["delivery"])
    return f"service:{connector}:{row['id']}:{province}:" if connector else ""


def telling(row: Mapping[str, Any], *, province: str, state: State, told: int | None, exercise: bool) -> Notice:
    """The next notice for a province's system, after the one numbered `told` (null: the first)."""
    connector = CONNECTORS.get(row["delivery"])
    counties = sorted(row["area"].get(province, {}))
    if connector is None or not counties:
        return NOBODY
    number = (told or 0) + 1
    key = ServiceKey(connector, row["id"], province, number)
    document = {
        "document": KIND,
        "world": "exercise" if exercise else "live",
        "subject": f"{row['id']}:{province}",
        "revision": number,
        "state": state,
        "kind": row["kind"],
        "counties": counties,
        "title": {"zh": _title(row, "zh"), "en": _title(row, "en")},
        "text": _said(row),
        "validity": {"from": _moment(row["window_from"]), "until": _moment(row["window_to"])},
    }
    return Notice(number, (("service", str(key), document, 0),))


def _said(row: Mapping[str, Any]) -> dict[str, str]:
    until = from_text(row["window_to"]).astimezone(CHINA_TIME)
    return {
        "zh": f"{_title(row, 'zh')}：灾区客户现在可以办理，有效期至 {until.month} 月 {until.day} 日。",
        "en": f"{_title(row, 'en')}: open to customers from the area until {until:%d %B}.",
    }


def _title(row: Mapping[str, Any], language: str) -> str:
    return str(row[f"title_{language}"])[:_MOST_TITLE]


def _moment(text: str) -> str:
    return from_text(text).astimezone(CHINA_TIME).isoformat(timespec="seconds")
