"""The map in Chromium: what its first view costs, and the count that follows a hand while it draws."""

from __future__ import annotations

import json
import math
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Response, expect

from tests.browser.conftest import PATIENCE_MS, Visitor
from tests.browser.counting_proxy import counting_proxy
from tests.browser.town import PASSWORD, Town

pytestmark = [pytest.mark.browser, pytest.mark.alone(seconds=50)]
expect.set_options(timeout=PATIENCE_MS)

MOST_FIRST_BYTES = 1_500_000
VERTICES = 200
MOVING_S = 2.0
Record = Callable[[str, object], None]

_ASK = """async ([path, body]) => {
  const { csrf } = JSON.parse(document.getElementById('boot').textContent).session
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf, 'Idempotency-Key': crypto.randomUUID() }
  const answer = await fetch('/api/v1' + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return [answer.status, await answer.json()]
}"""
#: Looks at each frame at the number that is on the screen, and at how old it is by then.
_WATCH = """() => {
  const seen = { ages: [], numbers: [] }
  window.seenCounts = seen
  const look = () => {
    const figures = document.querySelector('.draw-note .draw-figures[data-subscribers]')
    if (figures) {
      const until = figures.dataset.until
      seen.ages.push(until === '' ? 0 : performance.now() - Number(until))
      seen.numbers.push(Number(figures.dataset.subscribers))
    }
    if (window.seenCounts === seen) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}"""


@pytest.fixture(scope="module")
def incident(visit: Visitor) -> str:
    """A declared incident without a footprint: its map shows the whole country."""
    incident_id = str(uuid.uuid4())
    body = {
        "id": incident_id,
        "kind": "disaster",
        "hazard": "flood",
        "title_zh": "洪水演练",
        "title_en": "Flood exercise",
        "occurred_at": "2008-05-12T14:28:04+08:00",
    }
    status, told = visit("duty").evaluate(_ASK, ["/incidents", body])
    assert status == 201, told
    return incident_id


def map_drawn(page: Page) -> None:
    expect(page.locator('body[data-map="idle"]')).to_have_count(1)


def test_the_first_view_of_the_whole_country_costs_less_than_one_and_a_half_megabytes(
    chromium: Browser, town: Town, incident: str, record_property: Record
) -> None:
    with counting_proxy(town.port) as line:
        near = Town(line.port, town.var)
        context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(near.url(f"/login?next=/live/{incident}"))
        page.fill("input[name=login]", "commander")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: f"/live/{incident}" in url)
        map_drawn(page)
        page.wait_for_timeout(1000)
        received = line.received
        context.close()

    record_property("first_load_bytes", received)
    assert 200_000 < received < MOST_FIRST_BYTES


def test_the_count_follows_the_hand_that_draws(
    town: Town, visit: Visitor, incident: str, record_property: Record
) -> None:
    page = visit("duty")
    page.goto(town.url(f"/live/{incident}"))
    map_drawn(page)
    page.get_by_role("button", name="画影响范围").click()
    asked: list[Any] = []
    answered: list[int] = []

    def note_question(request: Request) -> None:
        if _counts(request.url):
            asked.append(request.post_data_json)

    def note_answer(response: Response) -> None:
        if _counts(response.url):
            answered.append(response.status)

    page.on("request", note_question)
    page.on("response", note_answer)
    box = page.locator(".map-canvas").bounding_box()
    assert box is not None
    x, y, radius = box["x"] + box["width"] * 0.62, box["y"] + box["height"] * 0.45, box["height"] * 0.28
    for i in range(VERTICES - 1):
        angle = 2 * math.pi * i / VERTICES
        page.mouse.click(x + radius * math.cos(angle), y + radius * math.sin(angle))
    expect(page.locator(".draw-note .draw-figures[data-subscribers]")).to_be_visible()

    page.evaluate(_WATCH)
    began, moves, before = time.monotonic(), 0, len(answered)
    while time.monotonic() - began < MOVING_S:
        moves += 1
        page.mouse.move(x + radius * (1 + 0.3 * math.sin(moves / 20)), y - 10 + 60 * math.sin(moves / 15))
    took, answers = time.monotonic() - began, len(answered) - before
    expect(page.locator(".draw-note .draw-figures[data-until='']")).to_be_visible()
    seen = page.evaluate("() => { const seen = window.seenCounts; window.seenCounts = null; return seen }")

    record_property("answers_a_second", f"{answers / took:.1f}")
    record_property("oldest_shown_ms", f"{max(seen['ages']):.0f}")
    record_property("moves", moves)
    assert answers >= 1
    assert set(answered) == {200}
    final = asked[-1]["ring"]
    assert len(final) == VERTICES
    status, told = page.evaluate(_ASK, ["/count", {"ring": final}])
    assert status == 200
    assert told["subscribers"] > 0
    shown = page.locator(".draw-note .draw-figures")
    expect(shown).to_have_attribute("data-subscribers", str(told["subscribers"]))
    assert len(set(seen["numbers"])) > 1, json.dumps(seen["numbers"][:5])


def _counts(url: str) -> bool:
    return url.endswith("/api/v1/count")
