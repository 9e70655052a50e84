"""A whole small town for browser tests: a served exercise world, its simulators, and people with accounts."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from incident.commands.kiosk import draw_kiosk_token, make_kiosk_token
from incident.commands.passwords import prepare_password
from incident.commands.people import add_person, grant_role
from incident.commands.worlds import create_world
from incident.db import Database, open_engine
from incident.log import SYSTEM
from incident.migrate import upgrade
from incident.models import Person
from tests.conftest import QUAKE, REPO

#: Folder of imported data sets to serve, such as the national sites of `tongxin geo import-sites`.
DATA_SETTING = "TONGXIN_TOWN_DATA"
PASSWORD = "seven quiet pandas"
PEOPLE: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "admin": ("管理员", "Administrator", (("administrator", "nation"),)),
    "duty": ("林海", "Lin Hai", (("duty_officer", "nation"),)),
    "commander": ("陈立", "Chen Li", (("commander", "nation"),)),
    "chief": ("罗斌", "Luo Bin", (("duty_officer", "nation"), ("commander", "nation"))),
    "approver1": ("周敏", "Zhou Min", (("approver", "nation"),)),
    "approver2": ("陈屹", "Chen Yi", (("approver", "nation"),)),
    "planner": ("吴敏", "Wu Min", (("planner", "nation"),)),
    "watch": ("观察员", "Observer", (("auditor", "nation"),)),
    "reviewer": ("沈洁", "Shen Jie", (("reviewer", "nation"),)),
    "sichuan": ("王建国", "Wang Jianguo", (("province_member", "510000"), ("province_lead", "510000"))),
    "gansu": ("何静", "He Jing", (("province_lead", "620000"),)),
}


@dataclass(frozen=True)
class Town:
    """Where the web process answers, and where its database lies."""

    port: int
    var: Path

    def url(self, path: str, *, host: str = "hq") -> str:
        """Address for a browser: a name of its own for each role, so that one browser can hold two."""
        return f"http://{host}.localhost:{self.port}{path}"


@contextmanager
def running_town(var: Path) -> Iterator[Town]:
    """Make the world and its people, start everything, stop everything."""
    var.mkdir(parents=True, exist_ok=True)
    for name in ("cache", "basemap"):
        (var / name).symlink_to(REPO / "var" / name)
    if own := os.environ.get(DATA_SETTING):
        (var / "data").symlink_to(own)
    _make_world(f"sqlite:///{var / 'tongxin.db'}")
    with ExitStack() as stack:
        ports = {name: _free_port() for name in ("billing", "broadcast", "web")}
        for name in ("billing", "broadcast"):
            (var / name).mkdir()
            options = ["--port", str(ports[name]), "--dir", str(var / name), "--seed", "7"]
            stack.enter_context(_process([sys.executable, "-m", f"notifications.simulators.{name}", *options], {}, var))
            _wait(f"http://127.0.0.1:{ports[name]}/healthz")
        settings = {
            "TONGXIN_VAR_DIR": str(var),
            "TONGXIN_BILLING_URL": f"http://127.0.0.1:{ports['billing']}",
            "TONGXIN_BROADCAST_URL": f"http://127.0.0.1:{ports['broadcast']}",
        }
        tongxin = str(Path(sys.executable).with_name("tongxin"))
        stack.enter_context(_process([tongxin, "serve", "--port", str(ports["web"])], settings, var))
        _wait(f"http://127.0.0.1:{ports['web']}/readyz")
        yield Town(ports["web"], var)


def kiosk_token(town: Town, login: str) -> str:
    """A token with which a browser watches in the name of `login`."""
    token = draw_kiosk_token()
    engine = open_engine(f"sqlite:///{town.var / 'tongxin.db'}")
    with Database(engine).transaction(["people"]) as tx:
        person = tx.session.scalars(select(Person.id).where(Person.login == login)).one()
        make_kiosk_token(tx, SYSTEM, person_id=person, token=token)
    engine.dispose()
    return token


def _make_world(url: str) -> None:
    engine = open_engine(url)
    upgrade(engine)
    db = Database(engine)
    create_world(db, kind="exercise", name="test", begins_at=QUAKE)
    password = prepare_password(PASSWORD)
    with db.transaction(["people"]) as tx:
        for login, (name_zh, name_en, roles) in PEOPLE.items():
            person_id = str(uuid.uuid4())
            add_person(
                tx,
                SYSTEM,
                person_id=person_id,
                login=login,
                name_zh=name_zh,
                name_en=name_en,
                employee=login,
                password=password,
                must_change=False,
            )
            for role, scope in roles:
                grant_role(tx, SYSTEM, person_id=person_id, role=role, scope=scope)
    engine.dispose()


@contextmanager
def _process(command: list[str], settings: Mapping[str, str], var: Path) -> Iterator[None]:
    with (var / "processes.log").open("ab") as log:
        child = subprocess.Popen(command, env={**os.environ, **settings}, stdout=log, stderr=log, cwd=REPO)
        try:
            yield
        finally:
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(url: str, *, within_s: float = 60) -> None:
    end = time.monotonic() + within_s
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310  our own loopback address
                json.load(answer)
                return
        except (OSError, ValueError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
