"""A valley in Sichuan for the offline tests: an incident, its headquarters, and a phone whose line can be cut."""

from __future__ import annotations

import re
from collections import Counter

from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.browser.api import Api, dispatch, incident_with_tasks
from tests.browser.conftest import PATIENCE_MS
from tests.browser.town import PASSWORD, Town

TITLES = ["核查县医院专线", "恢复永昌营业厅", "发放应急充电", "核查安昌镇营业厅"]
#: Resolves when the service worker has the page.
KEPT = """async () => {
  const page = async () => (await caches.open('tongxin-page')).match('/workspace')
  while (!(navigator.serviceWorker.controller && await page())) await new Promise((resolve) => setTimeout(resolve, 50))
}"""

#: Resolves when a copy that would open without a network shows the words.
COPIED = """async (words) => {
  const copies = () => new Promise((resolve, reject) => {
    const opening = indexedDB.open('tongxin')
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const reading = opening.result.transaction('copies').objectStore('copies').getAll()
      reading.onsuccess = () => {
        opening.result.close()
        resolve(reading.result)
      }
    }
  })
  const plain = (_key, value) => (value instanceof Map ? [...value] : value)
  while (!JSON.stringify(await copies(), plain).includes(words)) await new Promise((resolve) => setTimeout(resolve, 50))
}"""

#: How many rows a table of the browser's database has.
ROWS = """(table) => new Promise((resolve, reject) => {
  const opening = indexedDB.open('tongxin')
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const counting = opening.result.transaction(table).objectStore(table).count()
    counting.onsuccess = () => {
      opening.result.close()
      resolve(counting.result)
    }
  }
})"""

#: Resolves when nothing in this browser waits to be sent.
SENT = """async () => {
  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const db = await asked(indexedDB.open('tongxin'))
  const waiting = async () => (await asked(db.transaction('actions').objectStore('actions').getAll()))
    .some((action) => action.state === 'waiting')
  while (await waiting()) await new Promise((resolve) => setTimeout(resolve, 50))
  db.close()
}"""


class Valley:
    """What headquarters has and what the phone shows."""

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

    def sign_in(self, login: str = "sichuan", *, page: Page | None = None) -> Page:
        """Log in, and wait until the page would open without a network."""
        page = page or self.phone.new_page()
        page.goto(self.town.url("/login?next=/workspace", host="sichuan"))
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.evaluate(KEPT)
        return page

    def sign_out(self) -> None:
        """The session is gone, as after twelve hours; the phone does not know yet."""
        self.phone.clear_cookies()

    def cut(self) -> None:
        self.phone.set_offline(True)

    def mend(self) -> None:
        self.phone.set_offline(False)

    def dispatch(self, title: str) -> str:
        return dispatch(self.duty, self.incident, title)

    def recall(self, task: str) -> None:
        revision = int(str(self.row(task)["revision"]))
        self.duty.post(f"/tasks/{task}/recall", {"reason": "改由绵阳支援"}, revision=revision)

    def arrange(self, task: str, *, lon_e7: int, lat_e7: int) -> None:
        """Headquarters says where exactly the task is."""
        revision = int(str(self.row(task)["revision"]))
        point = {"lon_e7": lon_e7, "lat_e7": lat_e7}
        self.duty.post(f"/tasks/{task}/arrange", {"point": point}, revision=revision)

    def attachments(self, task: str) -> list[dict[str, object]]:
        """Rows of the files that headquarters sees on the task."""
        rows = self.duty.get(f"/incidents/{self.incident}/state?room=nation")["tables"]["attachment"].values()
        return [row for row in rows if row["task_id"] == task]

    def row(self, task: str) -> dict[str, object]:
        """The task as headquarters sees it."""
        tables = self.duty.get(f"/incidents/{self.incident}/state?room=nation")["tables"]
        found: dict[str, object] = tables["task"][task]
        return found

    def recorded(self, kind: str) -> Counter[str]:
        """How often an event of this type stands in the log, by task."""
        counted: Counter[str] = Counter()
        after, more = 0, True
        while more:
            page = self.duty.get(f"/incidents/{self.incident}/events?room=nation&after={after}&limit=500")
            counted.update(str(event["data"]["task_id"]) for event in page["events"] if event["type"] == kind)
            after, more = page["upto"], page["more"]
        return counted


def copied(page: Page, title: str) -> None:
    """Wait until the phone keeps the task: it does so within a moment, later where it has much to do."""
    page.evaluate(COPIED, title)


def acknowledge(page: Page, title: str) -> None:
    """Tap the button of one task's card."""
    page.locator(".ws-card", has_text=title).get_by_role("button", name="确认收到").click()


def comment(page: Page, title: str, words: str) -> None:
    """Open a task, write a line into its record, and go back to the list."""
    page.locator(".ws-card", has_text=title).locator(".ws-card-open").click()
    page.get_by_label("写一句记录").fill(words)
    page.get_by_role("button", name="记下").click()
    page.get_by_role("button", name="返回列表").click()


def attach_photo(page: Page, title: str, name: str, content: bytes) -> None:
    """Open a task, attach a photo from the phone, see that it is kept here, and go back to the list."""
    page.locator(".ws-card", has_text=title).locator(".ws-card-open").click()
    photo = FilePayload(name=name, mimeType="image/jpeg", buffer=content)
    page.locator(".ws-adding input[type=file]").first.set_input_files(photo)
    expect(page.locator(".ws-files li", has_text=name)).to_contain_text("待发")
    page.get_by_role("button", name="返回列表").click()


def give_up(page: Page, title: str, why: str) -> None:
    """Settle the conflict of one task: keep it to oneself."""
    page.get_by_role("button", name=re.compile("去决定")).click()
    conflict = page.locator(".of-decide", has_text=title)
    conflict.get_by_label("放弃的理由").fill(why)
    conflict.get_by_role("button", name="只留给我").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"理由：{why}")
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
