"""A phone without a network, in real Chromium: what is done out of reach arrives once, and a conflict is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.api import Api, dispatch, incident_with_tasks
from tests.browser.conftest import PATIENCE_MS
from tests.browser.town import PASSWORD, Town

pytestmark = [pytest.mark.browser, pytest.mark.alone(seconds=60), pytest.mark.xdist_group("offline")]

#: Resolves when the service worker has the page.
KEPT = """async () => {
  const kept = async () => navigator.serviceWorker.controller && (await (await caches.open('tongxin-page')).match('/workspace'))
  while (!(await kept())) await new Promise((resolve) => setTimeout(resolve, 50))
}"""
expect.set_options(timeout=PATIENCE_MS)

TITLES = ["核查县医院专线", "恢复永昌营业厅", "发放应急充电", "核查安昌镇营业厅"]


class Valley:
    """An incident with tasks for Sichuan, its headquarters, and a phone there whose line can be cut."""

    def __init__(self, town: Town, chromium: Browser) -> None:
        self.town = town
        self.duty = Api(town, "duty")
        self.incident, self.tasks = incident_with_tasks(Api(town, "commander"), self.duty, titles=TITLES)
        self.phone: BrowserContext = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        self.phone.set_default_timeout(PATIENCE_MS)

    def open(self) -> Page:
        """The list on the phone, with or without a line."""
        page = self.phone.new_page()
        page.goto(self.town.url("/workspace", host="sichuan"))
        expect(page.locator(".ws-top h1")).to_contain_text("汶川")
        return page

    def sign_in(self, login: str = "sichuan") -> Page:
        """Log in, and wait until the page would open without a network."""
        page = self.phone.new_page()
        page.goto(self.town.url("/login?next=/workspace", host="sichuan"))
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.evaluate(KEPT)
        return page

    def events(self, kind: str) -> Counter[str]:
        """How often an event of this type was recorded, by task."""
        page = self.duty.get(f"/incidents/{self.incident}/events?room=nation&after=0&limit=500")
        return Counter(event["changes"][0][1][0] for event in page["events"] if event["type"] == kind and event["changes"])

    def task(self, task: str) -> dict[str, object]:
        found: dict[str, object] = self.duty.get(f"/incidents/{self.incident}/state?room=nation")["tables"]["task"][task]
        return found


@pytest.fixture(scope="module")
def valley(town: Town, chromium: Browser) -> Iterator[Valley]:
    made = Valley(town, chromium)
    yield made
    made.phone.close()


def test_three_acknowledged_without_a_line_two_arrive_once_and_one_conflict_is_shown(valley: Valley) -> None:
    page = valley.sign_in()
    expect(page.locator(".ws-card")).to_have_count(4)
    valley.phone.set_offline(True)
    for title in TITLES[:3]:
        page.locator(".ws-card", has_text=title).get_by_role("button", name="确认收到").click()
    expect(page.locator(".of-banner")).to_contain_text("3 条待发")
    # the tab is killed; headquarters recalls one task meanwhile
    page.close()
    revision = int(str(valley.task(valley.tasks[1])["revision"]))
    valley.duty.post(f"/tasks/{valley.tasks[1]}/recall", {"reason": "改由绵阳支援"}, revision=revision)

    page = valley.open()
    expect(page.locator(".of-banner")).to_contain_text("3 条待发")
    expect(page.locator(".ws-card", has_text=TITLES[0])).to_contain_text("待发")
    valley.phone.set_offline(False)

    expect(page.locator(".of-banner")).to_contain_text("1 项需您决定")
    expect(page.locator(".of-banner")).not_to_contain_text("待发")
    acknowledged = valley.events("TaskAcknowledged")
    assert acknowledged == {valley.tasks[0]: 1, valley.tasks[2]: 1}
    assert valley.task(valley.tasks[1])["state"] == "cancelled"
    page.get_by_role("button", name=re.compile("去决定")).click()
    conflict = page.locator(".of-decide")
    expect(conflict).to_contain_text("恢复永昌营业厅")
    expect(conflict).to_contain_text("取消")
    expect(conflict).to_contain_text("林海")
    conflict.get_by_label("放弃的理由").fill("绵阳已到")
    conflict.get_by_role("button", name="只留给我").click()
    expect(page.get_by_role("dialog")).to_contain_text("理由：绵阳已到")
    assert valley.events("TaskAcknowledged") == acknowledged
    page.close()
