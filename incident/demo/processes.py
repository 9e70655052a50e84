"""The demo's processes and what each is told: web, billing, broadcast, mail sink, SMS gateway, and the players."""

from __future__ import annotations

import json
import os
import secrets
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from incident.demo.run import Run
from incident.demo.supervisor import Command

#: Real systems are slow, fail for a few accounts and lose an answer now and then. Times are world milliseconds.
BILLING_FAULTS = {
    "latency_min_ms": 200,
    "latency_max_ms": 4000,
    "fail_ppm": 15,
    "unknown_ppm": 8000,
    "settle_ms": 240_000,
}
BROADCAST_FAULTS = {
    "rate_per_s": 12_000,
    "receipt_ms": 20_000,
    "fail_ppm": 6000,
    "expire_ppm": 0,
    "no_receipt_ppm": 2000,
}
MAIL_FAULTS = {"latency_max_ms": 500, "fail_ppm": 2000}
#: Of a hundred messages some three never arrive and one is never heard of again.
SMS_FAULTS = {
    "receipt_ms": 15_000,
    "fail_ppm": 20_000,
    "expire_ppm": 10_000,
    "no_receipt_ppm": 10_000,
    "per_number": 500,
}
SIMULATORS = ("billing", "broadcast", "smtp", "sms")


@dataclass(frozen=True)
class Ports:
    """Where everything listens; all but the web on loopback only."""

    web: int
    billing: int
    broadcast: int
    smtp: int
    mailbox: int
    sms: int


def free_ports(*, web: int | None) -> Ports:
    """Ports that nobody uses now, the web's as asked. OSError when that one is taken."""
    with_port = [socket.socket() for _ in fields(Ports)]
    try:
        for number, listener in enumerate(with_port):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", (web or 0) if number == 0 else 0))
            except OSError as error:
                raise OSError(error.errno, error.strerror, f"port {web}") from error
        return Ports(*(listener.getsockname()[1] for listener in with_port))
    finally:
        for listener in with_port:
            listener.close()


def secret_of(folder: Path) -> str:
    """The secret of the exercise in `folder`, drawn once: numbers that it sealed must open when the demo goes on."""
    path = folder / "secret.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii")


def environment(folder: Path, ports: Ports) -> dict[str, str]:
    """The settings of the exercise; nothing of a live installation's reaches it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")}
    kept = {
        name: os.environ[name]
        for name in ("TONGXIN_STATIC_DIST", "TONGXIN_CRASH", "TONGXIN_DEMO_LOG")
        if name in os.environ
    }
    return (
        own
        | kept
        | {
            "TONGXIN_VAR_DIR": str(folder),
            "TONGXIN_SECRET_KEY": secret_of(folder),
            "TONGXIN_BILLING_URL": f"http://127.0.0.1:{ports.billing}",
            "TONGXIN_BROADCAST_URL": f"http://127.0.0.1:{ports.broadcast}",
            "TONGXIN_SMTP": f"127.0.0.1:{ports.smtp}",
            "TONGXIN_MAIL_FROM": "tongxin@exercise.example",
            "TONGXIN_ENDPOINTS": json.dumps({"sms_http": {"base_url": f"http://127.0.0.1:{ports.sms}"}}),
            "PYTHONUNBUFFERED": "1",
        }
    )


def commands(folder: Path, run: Run, ports: Ports, *, lan: bool) -> dict[str, Command]:
    """By name, in the order in which they start."""
    told = environment(folder, ports)
    heard = f"http://127.0.0.1:{ports.web}/api/v1/webhooks/channels/sms_http/exercise"
    made = {
        "billing": _simulator("billing", folder, run, told, port=ports.billing, faults=BILLING_FAULTS),
        "broadcast": _simulator("broadcast", folder, run, told, port=ports.broadcast, faults=BROADCAST_FAULTS),
        "smtp": _simulator(
            "smtp", folder, run, told, port=ports.smtp, faults=MAIL_FAULTS, more=[f"--http-port={ports.mailbox}"]
        ),
        "sms": _simulator("sms", folder, run, told, port=ports.sms, faults=SMS_FAULTS, more=[f"--callback={heard}"]),
    }
    serve = ["-c", "from incident.cli import main; main()", "serve", "--port", str(ports.web)]
    serve += ["--host", "0.0.0.0" if lan else "127.0.0.1"]  # noqa: S104  asked for by --lan
    made["web"] = Command("web", [sys.executable, *serve], told)
    players = ["-m", "incident.demo.players", str(folder), f"http://127.0.0.1:{ports.web}"]
    players.append(f"http://127.0.0.1:{ports.sms}")
    made["players"] = Command("players", [sys.executable, *players], told, speaks=True, finishes=True)
    return made


def _simulator(
    name: str,
    folder: Path,
    run: Run,
    told: dict[str, str],
    *,
    port: int,
    faults: dict[str, int],
    more: Sequence[str] = (),
) -> Command:
    books = folder / "simulators" / name
    books.mkdir(parents=True, exist_ok=True)
    arguments = [sys.executable, "-m", f"notifications.simulators.{name}", f"--port={port}", f"--dir={books}"]
    arguments += [f"--seed={run.seed}", f"--faults={json.dumps(faults)}", f"--fast={run.speed}"]
    return Command(name, [*arguments, *more], told)
