"""Short ways to a province that reads its folder when a test lets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from notifications.connectors.billing_file import BillingFile
from notifications.registry import build
from notifications.simulators.billing import Billing
from notifications.simulators.simulator import Request
from tests.notifications.processes import delivery, instruction

KEY = "m:1:510131:gotone"


def connector(drop: Path) -> BillingFile:
    built = build("billing_file", {"folder": str(drop)}, world="exercise")
    assert isinstance(built, BillingFile)
    return built


def send(to: BillingFile, *, key: str = KEY, fence: int = 1, **changes: Any) -> Any:
    document = {**instruction("m"), "batch": key, **changes}
    return to.send(delivery("instruction/1", key, document, fence=fence))


def books(province: Billing) -> dict[str, Any]:
    return dict(province.serve(Request("GET", ("books",), {}, {}, {})).body)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
