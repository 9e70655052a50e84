"""How an event about a task asks for people to be told, and how it stops that.

A notice stands in the outbox with the roles it is for; who that is, and how each of them is reached, is decided when
it is due (incident/commands/paging). Notices and pages of a task have its id first in their keys, so that one prefix
stops all of them on every channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from incident.events.base import CancelLeaving, Leave


def leave_notice(
    template: str,
    suffix: str,
    *,
    task_id: str,
    titles: tuple[str, str],
    roles: Sequence[str],
    province: str | None,
    to: Sequence[str] = (),
    count: int = 1,
    **values: Any,
) -> Leave:
    """One notice; `province` None is headquarters, `to` names people instead of roles.

    A notice of several tasks that were dispatched together (`count`) goes under a key of its own: one of them being
    acknowledged says nothing of the others.
    """
    return Leave(
        kind="notice",
        key=f"{'notice' if count == 1 else 'notices'}:{task_id}:{suffix}",
        payload={
            "template": template,
            "province": province,
            "roles": list(roles),
            **({"to": list(to)} if to else {}),
            "values": {
                "task_id": task_id,
                "title_zh": titles[0],
                "title_en": titles[1],
                **({"count": count} if count > 1 else {}),
                **values,
            },
        },
    )


def stop_paging(task_id: str) -> list[CancelLeaving]:
    """Nothing that waits for this task may leave any more, on whatever channel (grafana/oncall#4654)."""
    return [CancelLeaving(f"notice:{task_id}:"), CancelLeaving(f"page:{task_id}:")]
