"""One evening: set the stage, start everybody, look after them until the story is told, reckon, and clean up."""

from __future__ import annotations

import socket
import threading
import time
import webbrowser
from dataclasses import dataclass
from pathlib import Path

import httpx
from rich.console import Console

from incident.config import Settings
from incident.db import Database, open_engine
from incident.demo import processes, screen
from incident.demo.balance import Reckoning, reckon
from incident.demo.run import write_run
from incident.demo.stage import Stage, kiosk_token, maps_are_there, prepare_maps, set_stage, share_maps
from incident.demo.stopping import stop_signal
from incident.demo.supervisor import AlreadyRunning, Supervisor, alone_in, end_orphans
from incident.scenarios import Scenario, ScenarioError, load_scenario

#: Real seconds between two looks at the children, and in which the web must first answer.
TEND_S, WEB_WITHIN_S = 0.1, 90.0
#: Maps that are built or found before anything else.
STEPS = 3


class DemoError(Exception):
    """The demo cannot go on; the message says why and what to do."""


@dataclass(frozen=True)
class Wishes:
    """What was asked for on the command line."""

    scenario: str
    speed: int
    port: int | None
    #: Another port will do when this one is taken.
    any_port: bool
    browser: bool
    lan: bool
    fresh: bool
    exit_at_end: bool
    seed: int | None
    password: str | None


def perform(wishes: Wishes, installation: Settings) -> int:
    """Play a scenario; 0 when the books agree at the end or it was stopped before, 1 when they differ."""
    terminal, scenario = screen.console(), load_scenario(wishes.scenario)
    if not scenario.beats:
        raise ScenarioError(
            zh=f"{wishes.scenario}：没有 beats，演示无可演；请在 /drills 里由真人演练。",
            en=f"{wishes.scenario}: it has no beats for simulated people to play; real people play it at /drills.",
        )
    folder = (installation.var_dir / "demo").absolute()
    share_maps(installation.var_dir, folder)
    try:
        with alone_in(folder):
            return _perform_in(folder, wishes, scenario, installation, terminal=terminal)
    except AlreadyRunning as error:
        raise DemoError(str(error)) from error


def _perform_in(folder: Path, wishes: Wishes, scenario: Scenario, installation: Settings, *, terminal: Console) -> int:
    end_orphans(folder)
    settings = Settings(
        var_dir=folder, database_url="", redis_url="", anchor_dir="", static_dist=installation.static_dist,
        secret_key=processes.secret_of(folder),
    )  # fmt: skip
    with screen.progress(terminal, steps=STEPS + 1) as step:
        if not maps_are_there(settings):
            prepare_maps(settings, step)
        step("world and accounts")
        stage = set_stage(
            settings,
            scenario,
            name=wishes.scenario,
            speed=wishes.speed,
            seed=wishes.seed,
            password=wishes.password,
            fresh=wishes.fresh,
        )
    ports = _ports(wishes)
    with stop_signal() as stop:
        return _run(wishes, stage, ports, terminal=terminal, stop=stop)


def _ports(wishes: Wishes) -> processes.Ports:
    try:
        return processes.free_ports(web=wishes.port)
    except OSError as error:
        if not wishes.any_port:
            raise DemoError(f"--port {wishes.port}: {error.strerror}; give another one, or 0 for any") from error
        return processes.free_ports(web=None)


def _run(wishes: Wishes, stage: Stage, ports: processes.Ports, *, terminal: Console, stop: threading.Event) -> int:
    folder = stage.settings.var_dir
    supervisor = Supervisor(
        folder,
        on_restart=lambda name, code: terminal.print(f"{name}: ended with {code}, starting it anew", style="yellow"),
    )
    made = processes.commands(folder, stage.run, ports, lan=wishes.lan)
    try:
        for name in (*processes.SIMULATORS, "web"):
            supervisor.start(made[name])
        _wait_for_web(supervisor, ports.web, folder=folder, stop=stop)
        watching = f"http://hq.localhost:{ports.web}/live#kiosk={kiosk_token(stage)}"
        lan = _lan_address() if wishes.lan else None
        screen.show_addresses(terminal, stage, ports, lan=lan, watching=watching)
        if wishes.browser:
            webbrowser.open(watching)
        supervisor.start(made["players"])
        while not stop.is_set() and not supervisor.has_finished("players"):
            supervisor.tend()
            stop.wait(TEND_S)
        if not supervisor.has_finished("players"):
            terminal.print("停在中途；再次运行会接着演。 Stopped before the end; the next run goes on from here.")
            return 0
        write_run(folder, stage.run.ended())
        reckoning = _reckon(stage, ports)
        screen.show_balance(terminal, reckoning)
        if not wishes.exit_at_end:
            _stay(supervisor, ports, terminal=terminal, stop=stop)
        return 0 if reckoning.even else 1
    finally:
        supervisor.stop()


def _stay(supervisor: Supervisor, ports: processes.Ports, *, terminal: Console, stop: threading.Event) -> None:
    """Keep serving after the end, so that the review can be read."""
    terminal.print(
        f"剧终，可看复盘 / The story is told; read the review: http://hq.localhost:{ports.web}/  Ctrl-C ends it."
    )
    while not stop.is_set():
        supervisor.tend()
        stop.wait(TEND_S)


def _reckon(stage: Stage, ports: processes.Ports) -> Reckoning:
    engine = open_engine(stage.settings.url())
    try:
        return reckon(
            Database(engine),
            stage.run.id,
            billing_url=f"http://127.0.0.1:{ports.billing}",
            broadcast_url=f"http://127.0.0.1:{ports.broadcast}",
            sms_url=f"http://127.0.0.1:{ports.sms}",
        )
    finally:
        engine.dispose()


def _wait_for_web(supervisor: Supervisor, port: int, *, folder: Path, stop: threading.Event) -> None:
    until = time.monotonic() + WEB_WITHIN_S
    while time.monotonic() < until and not stop.is_set():
        supervisor.tend()
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            stop.wait(TEND_S)
    if not stop.is_set():
        raise DemoError(f"the web did not answer within {WEB_WITHIN_S:.0f} s; its words are in {folder}/logs/web.log")


def _lan_address() -> str:
    """This machine's address as others see it; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()
