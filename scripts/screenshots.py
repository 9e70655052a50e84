"""Take a picture of every screen, in both languages and both sizes, of the demo while it plays.

`python -m scripts.screenshots [--out FOLDER] [--minutes N] [--readme]` plays the demo in its own process,
waits until the story has some minutes behind it, visits every page in Chromium and writes PNG files. With
`--readme` the console's picture also goes to docs/console.png, the one that README shows.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.screens import SCREENS, Screen

REPO = Path(__file__).resolve().parent.parent
PASSWORD = "four quiet herons"  # noqa: S105  of a demo that lives for these minutes
FLAGS = ("--no-sandbox", "--enable-unsafe-swiftshader", "--disable-background-networking", "--no-first-run")
#: Patience with a map that a machine without a graphics card draws in software.
MAP_MS = 120_000


def main() -> int:
    asked = _arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    with _demo(port, speed=asked.speed), sync_playwright() as playwright:
        deadline = time.monotonic() + asked.minutes * 60
        names = _names(port)
        while time.monotonic() < deadline:
            time.sleep(1)
        names |= _prepared(port, names["incident"])
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for language in ("zh-CN", "en-US"):
            for screen in SCREENS:
                if asked.only and screen.name not in asked.only:
                    continue
                _take(browser, screen, language, port, names, asked.out)
        browser.close()
    if asked.readme:
        shutil.copyfile(asked.out / "live-dark-zh-1920.png", REPO / "docs" / "console.png")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=REPO / "var" / "screenshots")
    parser.add_argument("--minutes", type=float, default=3.0, help="how long the story plays before the pictures")
    parser.add_argument("--speed", type=int, default=60)
    parser.add_argument("--readme", action="store_true", help="renew docs/console.png")
    parser.add_argument("--only", action="append", help="name of a screen; repeatable")
    return parser.parse_args()


@contextmanager
def _demo(port: int, *, speed: int) -> Iterator[None]:
    tongxin = str(Path(sys.executable).with_name("tongxin"))
    options = ["--no-browser", "--fresh", "--seed", "7", "--port", str(port), "--speed", str(speed)]
    child = subprocess.Popen([tongxin, "demo", *options, "--password", PASSWORD], cwd=REPO, env=os.environ)
    try:
        _wait(port)
        yield
    finally:
        child.terminate()
        child.wait(60)


class Seat:
    """Somebody at the demo's HTTP API."""

    def __init__(self, port: int, login: str) -> None:
        base = f"http://127.0.0.1:{port}"
        # a connection for each question: the server closes idle ones, and some wait long between their questions
        headers = {"Origin": base, "Connection": "close"}
        self._client = httpx.Client(base_url=f"{base}/api/v1", headers=headers, timeout=60)
        answer = self._client.post("/session", json={"login": login, "password": PASSWORD})
        self._headers = {
            "Cookie": answer.headers["set-cookie"].split(";")[0],
            "X-CSRF-Token": answer.json()["csrf"],
        }

    def get(self, path: str) -> Any:
        """The answer of a GET."""
        return self._client.get(path, headers=self._headers).raise_for_status().json()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The answer of a POST."""
        headers = {**self._headers, "Idempotency-Key": str(uuid.uuid4())}
        return self._client.post(path, json=body, headers=headers).raise_for_status().json()


def _names(port: int) -> dict[str, str]:
    """Ids that the paths need, once the story has them."""
    watch = Seat(port, "watch")
    while True:
        items = watch.get("/incidents")["items"]
        if items:
            state = watch.get(f"/incidents/{items[0]['id']}/state")["tables"]
            if state["measure"] and state["broadcast"]:
                measures = sorted(state["measure"].values(), key=lambda row: row["kind"] != "suspension_deferral")
                broadcast = next(iter(state["broadcast"]))
                return {"incident": items[0]["id"], "measure": measures[0]["id"], "broadcast": broadcast}
        time.sleep(2)


def _prepared(port: int, incident: str) -> dict[str, str]:
    """What the story does not have and pages show: a draft, a simulation of it, a drill, a report."""
    planner, commander = Seat(port, "planner"), Seat(port, "commander")
    draft, drill = str(uuid.uuid4()), str(uuid.uuid4())
    planner.post("/playbook-drafts", {"id": draft, "template": "earthquake", "slug": "quake-west"})
    planner.post("/drills", {"id": drill, "shipped": "wenchuan-2008"})
    asked = {
        "playbooks": [{"slug": "earthquake"}, {"draft": draft}],
        "footprint": {"kind": "shipped", "name": "wenchuan-2008"},
        "level": "I",
        "runs": 50,
    }
    simulation = planner.post("/simulations", asked)["id"]
    report = {"id": str(uuid.uuid4()), "kind": "situation", "format": "pdf", "purpose": "前方指挥部例会"}
    commander.post(f"/incidents/{incident}/reports", report)
    while planner.get(f"/simulations/{simulation}")["state"] in ("waiting", "running"):
        time.sleep(1)
    return {"draft": draft, "drill": drill, "simulation": simulation}


def _take(browser: Browser, screen: Screen, language: str, port: int, names: dict[str, str], out: Path) -> None:
    base = f"http://{screen.host}.localhost:{port}"
    for theme in screen.themes:
        for size in screen.sizes:
            context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=language)
            page = context.new_page()
            page.goto(f"{base}/login")
            page.evaluate("theme => localStorage.setItem('tongxin.theme', theme)", theme)
            if screen.login:
                _log_in(page, screen.login)
            page.goto(base + screen.path.format(**names))
            _settle(page, has_map=screen.has_map)
            if screen.act:
                screen.act(page)
                page.wait_for_timeout(1000)
            file = out / f"{screen.name}-{theme}-{language[:2]}-{size[0]}.png"
            page.screenshot(path=file, timeout=MAP_MS)
            print(file.name, flush=True)  # noqa: T201  this script talks to a terminal
            context.close()


def _log_in(page: Page, login: str) -> None:
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url, timeout=MAP_MS)


def _settle(page: Page, *, has_map: bool) -> None:
    """Wait for the map where there is one, and for what a page reads after it stands."""
    page.wait_for_load_state("load")
    if has_map:
        page.wait_for_selector("body[data-map=idle], body[data-map=outlines]", timeout=MAP_MS)
    page.wait_for_selector(".skeleton", state="detached", timeout=MAP_MS)
    if page.locator(".audience-map").count():
        page.wait_for_selector("body[data-map=idle], body[data-map=outlines]", timeout=MAP_MS)
    page.wait_for_timeout(2000)


def _wait(port: int) -> None:
    end = time.monotonic() + 300
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=2).raise_for_status()
            return
        except httpx.HTTPError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    raise SystemExit(main())
