"""A client of the kill loop whose writes have an effect outside: public messages, each approved by two.

What the gateway's own books hold is compared at the end: a message that was approved is there once, whoever died
in between.
"""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.conftest import QUAKE
from tests.measures.stories import AREA
from tests.storm.client import Person, Write
from tests.storm.processes import Installation

PAUSE_S = 0.2


def send_messages(duty: Person, approvers: Sequence[Person], incident: str, ended: threading.Event) -> None:
    """Draft one message after the other, and have each approved; all are sent in full."""
    while not ended.is_set():
        message = str(uuid.uuid4())
        path = f"/broadcasts/{message}"
        drafted = duty.write(f"/incidents/{incident}/broadcasts", _texts(message), event="BroadcastDrafted")
        submitted = duty.write(
            f"{path}/submit", revision=drafted.body["revision"], event="BroadcastSubmitted", subject=message
        )
        yes = {"digest": submitted.body["digest"], "typed_count": submitted.body["customers"]}
        for approver in approvers:
            approver.write(f"{path}/approve", yes, event="BroadcastDecided", subject=message)
        ended.wait(PAUSE_S)


def _texts(message: str) -> dict[str, Any]:
    return {
        "id": message, "title_zh": "公益信息", "title_en": "Information", "body_zh": f"欠费不停机。{message[:8]}",
        "body_en": f"No suspension for debt. {message[:8]}", "correction_zh": "上条有误。",
        "correction_en": "The last was wrong.", "area": AREA, "valid_until": (QUAKE + timedelta(days=2)).isoformat(),
    }  # fmt: skip


def gateway_faults(house: Installation, writes: Sequence[Write]) -> list[str]:
    """What stands in the gateway's books other than once for each province of each message approved by two."""
    yes = Counter(write.subject for write in writes if write.event == "BroadcastDecided" and write.accepted)
    expected = {(message, province) for message, times in yes.items() if times == 2 for province in AREA}
    jobs: list[dict[str, Any]] = house.gateway.get("books")["jobs"]
    sent = Counter(tuple(job["externalId"].split(":")[:2]) for job in jobs)
    lost = [f"{message} for {province}: approved, never at the gateway" for message, province in expected - sent.keys()]
    strange = [f"{message} for {province}: nobody approved it" for message, province in sent.keys() - expected]
    return [*lost, *strange, *(f"{key}: {times} times at the gateway" for key, times in sent.items() if times > 1)]
