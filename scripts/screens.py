"""Which screens there are, who looks at each, and what they do on it before the picture is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

DESK, PHONE = (1920, 1080), (390, 844)
#: A province's photo of the evening: any picture does.
PHOTO = Path(__file__).resolve().parent.parent / "docs" / "console.png"


@dataclass(frozen=True)
class Screen:
    """One page as one person sees it; `{incident}` and its like are filled in by screenshots.py."""

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
    Screen("event", "duty", "/events/{incident}"),
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
    Screen("draft", "planner", "/playbooks/drafts/{draft}", themes=("dark", "light")),
    Screen("simulations", "planner", "/simulations"),
    Screen("simulation", "planner", "/simulations/{simulation}", themes=("dark", "light")),
    Screen("drills", "planner", "/drills"),
    Screen("drill", "planner", "/drills/{drill}"),
    Screen("outcomes", "duty", "/outcomes/{incident}"),
    Screen("league", "reviewer", "/league/{incident}"),
    Screen("review", "watch", "/review/{incident}", themes=("dark", "light")),
    Screen("findings", "reviewer", "/findings"),
    Screen("meetings", "reviewer", "/meetings"),
    Screen("walk", "sichuan", "/walk", host="sichuan", themes=("light",)),
    Screen("reports", "commander", "/reports/{incident}"),
    Screen("analysis", "reviewer", "/analysis"),
    Screen("record", "watch", "/record"),
    Screen("signals", "duty", "/signals"),
    Screen("data", "watch", "/data"),
    Screen("people", "admin", "/people"),
    Screen("help", "watch", "/help"),
    Screen("workspace", "sichuan", "/workspace", host="sichuan", themes=("light",)),
    Screen("workspace-task", "sichuan", "/workspace", "sichuan", (PHONE,), ("light",), act=_open_a_task),
    Screen("workspace-queue", "sichuan", "/workspace", "sichuan", (PHONE,), ("light",), act=_without_a_line),
)
