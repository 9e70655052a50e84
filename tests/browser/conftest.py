"""Real Chromium on a real town. The town is one for the module: a story goes on from test to test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.town import PASSWORD, Town, running_town

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
#: A slow machine draws a map in software; nothing here is about speed.
PATIENCE_MS = 90_000

Visitor = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("no Chromium on this machine: install the package `chromium` (make test does where it is root)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(tmp_path_factory.mktemp("town") / "var") as running:
        yield running


@pytest.fixture(scope="module")
def visit(chromium: Browser, town: Town) -> Iterator[Visitor]:
    """`visit("duty")` is a page where that person has logged in; each person has a browser context of their own."""
    pages: dict[str, Page] = {}
    faults: list[str] = []

    def page_of(login: str, *, host: str = "hq", size: tuple[int, int] = (1366, 768), locale: str = "zh-CN") -> Page:
        if login in pages:
            return pages[login]
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale=locale)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{login}: {error}"))
        page.on(
            "request",
            lambda request: (
                None
                if ".localhost:" in request.url or request.url.startswith(("blob:", "data:"))
                else faults.append(f"{login}: a request left the machine: {request.url}")
            ),
        )
        page.goto(town.url("/login", host=host))
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        pages[login] = page
        return page

    yield page_of
    for page in pages.values():
        page.context.close()
    assert faults == []


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where a failing test may leave a picture."""
    folder = Path("var/test-shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
