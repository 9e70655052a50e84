"""Notices of what somebody owes an answer to: asks upward, mutual aid, merges that are proposed.

Such a notice names the row that it is about and the values in which it is news; that is asked again right before each
page leaves. Keys have first what it is about, so that one prefix stops all of it on every channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incident.events.base import NATION, CancelLeaving, Leave, Value


@dataclass(frozen=True)
class News:
    """A notice is news while `column` of this row holds one of `values`."""

    table: str
    key: str
    values: tuple[str | None, ...]
    column: str = "state"


def owed_notice(
    template: str,
    about: str,
    suffix: str,
    *,
    roles: Sequence[str],
    at: str,
    place: str,
    what: tuple[str, str],
    path: str,
    news: News | None = None,
    to: Sequence[str] = (),
    **values: Value,
) -> Leave:
    """One notice to the holders of `roles` at `at` (`nation` or a province), or to the people `to` names.

    `place` is whose matter it is, `what` the matter in both languages, `path` where it is acted on.
    """
    payload: dict[str, Value] = {
        "template": template,
        "province": None if at == NATION else at,
        "roles": list(roles),
        "place": place,
        "path": path,
        "values": {"title_zh": what[0], "title_en": what[1], **values},
    }
    if to:
        payload["to"] = list(to)
    if news is not None:
        payload["news"] = [news.table, news.key, news.column, list(news.values)]
    return Leave(kind="notice", key=f"notice:{about}:{suffix}", payload=payload)


def stop_telling(about: str) -> list[CancelLeaving]:
    """Nothing that waits about this may leave any more, on whatever channel."""
    return [CancelLeaving(f"notice:{about}:"), CancelLeaving(f"page:{about}:")]
