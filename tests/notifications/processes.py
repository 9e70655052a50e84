"""Real simulator processes on loopback for tests, and sample deliveries for them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from notifications.delivery import Delivery

BATCH_TEMPLATE = "{measure}:1:510131:gotone"


class RunningSimulator:
    """One simulator process; its folder of books outlives it."""

    def __init__(
        self,
        name: str,
        folder: Path,
        *,
        seed: int = 7,
        fast: int = 1,
        port: int = 0,
        more: Sequence[str] = (),
        **faults: int,
    ) -> None:
        self.name = name
        self._drop = folder / "drop"
        if name == "billing" and not more:
            more = ("--drop", str(self._drop))
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", f"notifications.simulators.{name}", "--port", str(port), "--dir", str(folder),
                "--seed", str(seed), "--fast", str(fast), "--faults", json.dumps(faults),
                *more,
            ],
            stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        ready = json.loads(self._process.stdout.readline())
        self.port: int = ready["port"]
        self.ready: dict[str, Any] = ready
        self.disturbed = False
        # A province of a million accounts takes its time to be set up.
        self._client = httpx.Client(trust_env=False, timeout=300)
        self.url = f"http://127.0.0.1:{ready.get('http_port', self.port)}"

    def settings(self, channel: str = "") -> dict[str, object]:
        """Settings of the channel or connector that speaks to it."""
        if self.name == "smtp":
            return {"host": "127.0.0.1", "port": self.port, "sender": "duty@tongxin.example"}
        if channel == "sms_smpp":
            return {"host": "127.0.0.1", "port": self.ready["smpp_port"], "timeout_s": 5}
        if channel == "billing_file":
            return {"folder": str(self._drop)}
        return {"base_url": self.url, "timeout_s": 5}

    def get(self, path: str, **query: int | str) -> dict[str, Any]:
        """Read one of its pages."""
        answer = self._client.get(f"{self.url}/{path}", params=query)
        assert answer.status_code == 200, answer.text
        read: dict[str, Any] = answer.json()
        return read

    def post(self, path: str, **body: object) -> dict[str, Any]:
        """Let something happen at its side."""
        answer = self._client.post(f"{self.url}/{path}", json=body)
        assert answer.status_code < 300, answer.text
        read: dict[str, Any] = answer.json()
        return read

    def set_faults(self, **faults: int) -> None:
        """Change its faults while it runs."""
        self.disturbed = True
        assert self._client.post(f"{self.url}/faults", json=faults).status_code == 200

    def kill(self) -> None:
        """End it as a power cut does."""
        os.kill(self._process.pid, signal.SIGKILL)
        self._end()

    def stop(self) -> int:
        """End it as its supervisor does; return its exit code."""
        if self._process.poll() is None:
            self._process.terminate()
        return self._end()

    def _end(self) -> int:
        self._client.close()
        code = self._process.wait(timeout=10)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return code


@contextmanager
def running(name: str, folder: Path, **options: Any) -> Iterator[RunningSimulator]:
    """Run a simulator for the length of a block."""
    simulator = RunningSimulator(name, folder, **options)
    try:
        yield simulator
    finally:
        simulator.stop()


def instruction(measure: str, *, customers: int = 1000, actions: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return an ``instruction/1`` document: a waiver of 1 yuan a day for 10 days unless said otherwise."""
    return {
        "document": "instruction/1",
        "world": "exercise",
        "batch": BATCH_TEMPLATE.format(measure=measure),
        "kind": "fee_waiver",
        "county": "510131",
        "segment": "gotone",
        "rules": ["registered_address"],
        "customers": customers,
        "cap_fen": 10_000_000,
        "actions": actions if actions is not None else [waive()],
    }


def waive(*, fen_per_day: int = 100) -> dict[str, Any]:
    """Return a waive action with at most 900 fen for one customer."""
    return action("waive", charges=["voice"], fen_per_customer_day=fen_per_day, cap_per_customer_fen=900)


def action(name: str, **details: Any) -> dict[str, Any]:
    """Return one billing action over ten days."""
    period = {"from": "2008-05-12T00:00:00+08:00", "until": "2008-05-22T00:00:00+08:00"}
    key = f"510131:gotone:{name}:{period['from']}/{period['until']}"
    return {"action": name, "key": key, "period": period, **details}


def broadcast(*, count: int = 1000, **changes: Any) -> dict[str, Any]:
    """Return a ``broadcast/1`` document to one county, valid for six hours."""
    return {
        "document": "broadcast/1",
        "world": "exercise",
        "audience": {
            "counties": {"510000": ["510131"]},
            "segments": ["gotone"],
            "rules": ["home_cell"],
            "count": count,
        },
        "channel": "sms",
        "texts": {"zh": "灾区客户欠费不停机。", "en": "No suspension for debt in the area."},
        "validity": {"from": "2008-05-12T15:00:00+08:00", "until": "2008-05-12T21:00:00+08:00"},
        "references": [],
        **changes,
    }


def cell_broadcast(*, identifier: str = "tongxin.exercise.contract", **changes: Any) -> dict[str, Any]:
    """Return a ``broadcast/1`` document with its CAP message, as a cell-broadcast centre takes it."""
    text = "「演练 EXERCISE」灾区客户欠费不停机。"
    info = {
        "language": "zh-CN", "category": "Infra", "event": "「演练 EXERCISE」公益信息", "response": "Monitor",
        "urgency": "Expected", "severity": "Moderate", "certainty": "Observed",
        "effective": "2008-05-12T15:00:00+08:00", "expires": "2008-05-12T21:00:00+08:00", "sender_name": "Tongxin",
        "headline": "「演练 EXERCISE」公益信息", "description": text,
        "areas": [{"description": "成都", "polygons": [], "counties": ["510131"]}],
    }  # fmt: skip
    cap = {
        "identifier": identifier, "sender": "tongxin@localhost", "sent": "2008-05-12T15:00:00+08:00",
        "status": "Exercise", "message_type": "Alert", "infos": [info],
    }  # fmt: skip
    return broadcast(channel="cell_broadcast", texts={"zh": text}, cap=cap, **changes)


def service_notice(*, subject: str = "m-1:510000", **changes: Any) -> dict[str, Any]:
    """Return a ``service_notice/1`` document: a care hotline for two counties, for a month."""
    return {
        "document": "service_notice/1",
        "world": "exercise",
        "subject": subject,
        "revision": 1,
        "state": "open",
        "kind": "care_hotline",
        "counties": ["510131", "510181"],
        "title": {"zh": "爱心热线", "en": "Care hotline"},
        "text": {"zh": "灾区客户请按 1。", "en": "If you call from the area, press 1."},
        "validity": {"from": "2008-05-12T15:00:00+08:00", "until": "2008-06-11T15:00:00+08:00"},
        **changes,
    }


def notice(*, subject: str = "新任务 [T-ABCD-1234]", body: str = "请确认。") -> dict[str, Any]:
    """Return a ``staff_notice`` document."""
    return {"to": "chengdu.duty@sichuan.example", "subject": subject, "body": body}


def page(**changes: object) -> dict[str, Any]:
    """Return a ``staff_notice`` document for a telephone."""
    return {**notice(), "to": "+8613800138000", "reply_code": "T-ABCD-1234", **changes}


def delivery(kind: str, key: str, document: Mapping[str, Any], *, fence: int = 1, world: str = "exercise") -> Delivery:
    """Return a delivery of a document's bytes."""
    raw = json.dumps(document, ensure_ascii=False).encode()
    return Delivery(key, fence, kind, raw, world)  # type: ignore[arg-type]  # tests also try other words


def eventually(question: Callable[[], bool], *, within_s: float = 20) -> bool:
    """Ask until the answer is yes; False when it still is not after ``within_s``."""
    deadline = time.monotonic() + within_s
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
