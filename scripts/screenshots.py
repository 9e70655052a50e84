"""Take a picture of every screen, in both languages and both sizes, of the demo while it plays.

`python scripts/screenshots.py [--out FOLDER] [--minutes N] [--readme]` plays the demo in its own process,
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

REPO = Path(__file__).resolve().parent.parent
PASSWORD = "four quiet herons"  # noqa: S105  of a demo that lives for these minutes
DESK, PHONE = (1920, 1080), (390, 844)
FLAGS = ("--no-sandbox", "--enable-unsafe-swiftshader", "--disable-background-networking", "--no-first-run")
#: A province's photo of the evening: any picture does.
PHOTO = REPO / "docs" / "console.png"
#: Patience with a map that a machine without a graphics card draws in software.
MAP_MS = 120_000


@dataclass(frozen=True)
class Screen:
    """One page as one person sees it; `{incident}`, `{measure}` and `{broadcast}` are filled in."""

    name: str
    login: str
    path: str
    host: str = "hq"
    sizes: tuple[tuple[int, int], ...] = (DESK, PHONE)
    themes: tuple[str, ...] = ("dark",)
    has_map: bool = False
    #: What a person does on the page before the picture.
    act: Callable[[Page], None] | None = None


def _open_a_task(page: Page) -> None:
    page.locator(".ws-card-open").first.click()


def _without_a_line(page: Page) -> None:
    """Out of reach, with a photo attached: what waits in the phone, and how old the screen is."""
    page.context.set_offline(True)
    page.locator(".ws-card-open").first.click()
    page.locator(".ws-adding input[type=file]").first.set_input_files(PHOTO)
    page.wait_for_timeout(3000)
    page.locator(".of-banner button").first.click()


def _write_a_message(page: Page) -> None:
    """A message from the playbook's template, with a third language, as somebody writes it."""
    page.locator("select").first.select_option(index=1)
    page.locator("select").nth(1).select_option("bo")
    page.locator(".studio-language textarea[lang=en]").first.fill("Don’t go back into damaged houses. Call 10086.")
    page.wait_for_timeout(1500)


def _compare_two_moments(page: Page) -> None:
    """From the moment that the address names to now."""
    page.locator(".scrubber-controls .button").first.click()
    page.locator(".compare").wait_for()
    page.locator(".compare details").first.click()


SCREENS = (
    Screen("login", "", "/login"),
    Screen("live", "watch", "/live/{incident}", themes=("dark", "light"), has_map=True),
    Screen("live-past", "duty", "/live/{incident}?at=90", themes=("dark", "light"), has_map=True),
    Screen("live-compared", "duty", "/live/{incident}?at=90", act=_compare_two_moments),
    Screen("wall", "watch", "/wall/{incident}", sizes=(DESK,), has_map=True),
    Screen("incidents", "duty", "/incidents"),
    Screen("tasks", "duty", "/tasks/{incident}"),
    Screen("tasking", "duty", "/tasking/{incident}"),
    Screen("asks", "duty", "/asks"),
    Screen("brief", "duty", "/brief/{incident}", themes=("light",)),
    Screen("sheet", "duty", "/tasks/{incident}/sheet?province=510000", themes=("light",)),
    Screen("enter-code", "duty", "/enter-code"),
    Screen("duty", "duty", "/duty"),
    Screen("events", "duty", "/events"),
    Screen("phonebook", "duty", "/phonebook"),
    Screen("people-told", "admin", "/phonebook#told"),
    Screen("notices", "duty", "/me/notices"),
    Screen("measures", "duty", "/measures/{incident}"),
    Screen("board", "duty", "/measures/{incident}#board", themes=("dark", "light")),
    Screen("ledger", "duty", "/measures/{incident}#ledger", themes=("dark", "light")),
    Screen("exceptions", "commander", "/measures/{incident}#exceptions", themes=("dark", "light")),
    Screen("measure", "approver1", "/measures/{incident}/{measure}", themes=("dark", "light")),
    Screen("studio", "duty", "/broadcasts/{incident}/new", themes=("dark", "light"), act=_write_a_message),
    Screen("broadcast", "approver1", "/broadcasts/{incident}/{broadcast}"),
    Screen("playbooks", "watch", "/playbooks"),
    Screen("playbook", "watch", "/playbooks/earthquake"),
    Screen("review", "watch", "/review/{incident}"),
    Screen("signals", "duty", "/signals"),
    Screen("data", "watch", "/data"),
    Screen("people", "admin", "/people"),
    Screen("help", "watch", "/help"),
    Screen("workspace", "sichuan", "/workspace", host="sichuan", themes=("light",)),
    Screen("workspace-task", "sichuan", "/workspace", "sichuan", (PHONE,), ("light",), act=_open_a_task),
    Screen("workspace-queue", "sichuan", "/workspace", "sichuan", (PHONE,), ("light",), act=_without_a_line),
)


def main() -> int:
    asked = _arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    with _demo(port, speed=asked.speed), sync_playwright() as playwright:
        deadline = time.monotonic() + asked.minutes * 60
        names = _names(port)
        while time.monotonic() < deadline:
            time.sleep(1)
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


def _names(port: int) -> dict[str, str]:
    """Ids that the paths need, once the story has them."""
    base = f"http://127.0.0.1:{port}"
    # a connection for each question: the server closes idle ones, and this one waits long between its questions
    client = httpx.Client(base_url=base, headers={"Origin": base, "Connection": "close"}, timeout=60)
    answer = client.post("/api/v1/session", json={"login": "watch", "password": PASSWORD})
    cookie = {"Cookie": answer.headers["set-cookie"].split(";")[0]}
    while True:
        items = client.get("/api/v1/incidents", headers=cookie).json()["items"]
        if items:
            state = client.get(f"/api/v1/incidents/{items[0]['id']}/state", headers=cookie).json()["tables"]
            if state["measure"] and state["broadcast"]:
                measures = sorted(state["measure"].values(), key=lambda row: row["kind"] != "suspension_deferral")
                broadcast = next(iter(state["broadcast"]))
                return {"incident": items[0]["id"], "measure": measures[0]["id"], "broadcast": broadcast}
        time.sleep(2)


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
