"""A phone without a network, in real Chromium: what is done out of reach arrives once, and a conflict is shown (G10).

Two cycles of the loop on a push, 50 with TONGXIN_GATE=R.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS
from tests.browser.town import Town, running_town
from tests.browser.valley import ROWS, SENT, TITLES, Valley, acknowledge, attach_photo, comment, copied, give_up
from tests.conftest import REPO
from tests.tasks.pictures import PLACE, jpeg

pytestmark = [pytest.mark.browser, pytest.mark.alone(seconds=60)]
expect.set_options(timeout=PATIENCE_MS)

CYCLES = 50 if os.environ.get("TONGXIN_GATE") == "R" else 2
SEED = int(os.environ.get("TONGXIN_GATE_SEED") or random.SystemRandom().randrange(10**6))


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the built front end, of which a test may make a newer version."""
    folder = tmp_path_factory.mktemp("front") / "dist"
    shutil.copytree(REPO / "static" / "dist", folder)
    return folder


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, dist: Path) -> Iterator[Town]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TONGXIN_STATIC_DIST", str(dist))
        with running_town(tmp_path_factory.mktemp("town") / "var") as running:
            yield running


@pytest.fixture(scope="module")
def valley(town: Town, chromium: Browser) -> Iterator[Valley]:
    made = Valley(town, chromium)
    yield made
    made.phone.close()


def test_three_acknowledged_without_a_line_two_arrive_once_and_one_conflict_is_shown(valley: Valley) -> None:
    page = valley.sign_in()
    expect(page.locator(".ws-card")).to_have_count(4)
    valley.cut()
    for title in TITLES[:3]:
        acknowledge(page, title)
    expect(page.locator(".of-banner")).to_contain_text("3 条待发")
    page.close()  # the tab is killed
    valley.recall(valley.tasks[1])

    page = valley.open()
    expect(page.locator(".of-banner")).to_contain_text("3 条待发")
    expect(page.locator(".ws-card", has_text=TITLES[0])).to_contain_text("待发")
    valley.mend()

    expect(page.locator(".of-banner")).to_contain_text("1 项需您决定")
    expect(page.locator(".of-banner")).not_to_contain_text("待发")
    assert valley.recorded("TaskAcknowledged") == {valley.tasks[0]: 1, valley.tasks[2]: 1}
    assert valley.row(valley.tasks[1])["state"] == "cancelled"
    page.get_by_role("button", name="去决定").click()
    conflict = page.locator(".of-decide")
    for words in (TITLES[1], "确认收到", "取消", "林海"):
        expect(conflict).to_contain_text(words)
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    give_up(page, TITLES[1], "绵阳已到")
    assert valley.recorded("TaskAcknowledged") == {valley.tasks[0]: 1, valley.tasks[2]: 1}
    page.close()


def test_an_acknowledgement_undone_without_a_line_never_leaves(valley: Valley) -> None:
    page = valley.open()
    valley.cut()
    acknowledge(page, TITLES[3])
    expect(page.locator(".of-banner")).to_contain_text("1 条待发")
    page.locator(".ws-undo").get_by_role("button", name="撤销").click()
    expect(page.locator(".of-banner")).not_to_contain_text("待发")
    valley.mend()

    expect(page.locator(".ws-connection")).to_contain_text("实时")
    assert valley.recorded("TaskAcknowledged")[valley.tasks[3]] == 0
    assert valley.row(valley.tasks[3])["state"] == "dispatched"
    page.close()


def test_two_tabs_show_one_queue_and_send_it_once_with_the_time_of_the_tap(valley: Valley) -> None:
    first, second = valley.open(), valley.open()
    valley.cut()
    acknowledge(first, TITLES[3])
    comment(second, TITLES[3], "路通了")
    attach_photo(first, TITLES[3], "路口.jpg", jpeg(orientation=1))
    for page in (first, second):
        expect(page.locator(".of-banner")).to_contain_text("3 条待发")
    second.reload()
    expect(second.locator(".of-banner")).to_contain_text("3 条待发")
    assert second.evaluate(ROWS, "files") == 1
    valley.mend()

    first.evaluate(SENT)
    for page in (first, second):
        expect(page.locator(".of-banner")).to_have_count(0)
        page.close()
    assert valley.recorded("TaskAcknowledged")[valley.tasks[3]] == 1
    assert valley.recorded("TaskCommented")[valley.tasks[3]] == 1
    events = valley.duty.get(f"/incidents/{valley.incident}/events?room=nation&after=0&limit=500")["events"]
    commented = next(event for event in events if event["type"] == "TaskCommented")
    assert commented["actor"]["done_at"] < commented["recorded_at"]


def test_a_photo_taken_without_a_line_arrived_once_without_its_place_and_is_seen_on_the_phone(valley: Valley) -> None:
    [photo] = valley.attachments(valley.tasks[3])
    assert (photo["kind"], photo["stripped"]) == ("photo", True)
    assert PLACE not in valley.duty.download(f"/attachments/{photo['id']}")
    valley.arrange(valley.tasks[3], lon_e7=1_044_567_800, lat_e7=318_234_500)

    page = valley.open()
    page.locator(".ws-card", has_text=TITLES[3]).locator(".ws-card-open").click()
    expect(page.locator(".ws-files")).to_contain_text("已去位置")
    page.locator(".ws-file", has_text="路口.jpg").click()
    expect(page.locator(".ws-files img.ws-photo, .ws-files a.ws-link")).to_be_visible()
    expect(page.locator(".ws-place")).to_contain_text("31.82345, 104.45678")
    expect(page.locator(".place-map")).to_have_count(0)
    page.get_by_role("button", name="看地图").click()
    expect(page.locator(".place-map .place-point")).to_be_visible()
    assert page.evaluate(ROWS, "files") == 0
    page.close()


def test_the_queue_outlives_the_login_and_is_never_sent_in_anothers_name(valley: Valley) -> None:
    title = "登记安置点用电"
    task = valley.dispatch(title)
    page = valley.open()
    expect(page.locator(".ws-card", has_text=title)).to_be_visible()
    valley.cut()
    acknowledge(page, title)
    expect(page.locator(".of-banner")).to_contain_text("1 条待发")
    valley.sign_out()
    valley.mend()
    expect(page.locator(".of-banner")).to_contain_text("登录已过期，1 条待发都还在")

    valley.sign_in("gansu", page=page)
    expect(page.locator("body")).not_to_contain_text(title)
    expect(page.locator(".of-banner")).to_have_count(0)
    assert valley.recorded("TaskAcknowledged")[task] == 0

    valley.sign_out()
    valley.sign_in("sichuan", page=page)
    page.evaluate(SENT)
    expect(page.locator(".ws-card", has_text=title).get_by_role("button", name="确认收到")).to_have_count(0)
    expect(page.locator(".of-banner")).to_have_count(0)
    assert valley.recorded("TaskAcknowledged")[task] == 1
    page.close()


def test_logging_out_leaves_nothing_of_the_person_to_be_read_without_a_line(valley: Valley) -> None:
    page = valley.open()
    page.get_by_role("button", name="我的").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(lambda url: "/login" in url)
    valley.cut()

    page.goto(valley.town.url("/workspace", host="sichuan"))
    expect(page.locator("body")).to_contain_text("没有网络")
    expect(page.locator("body")).not_to_contain_text(TITLES[0])
    left = page.evaluate(ROWS, "copies")
    valley.mend()
    valley.sign_in(page=page).close()
    assert left == 0


def test_a_new_version_waits_for_a_press_and_loses_no_draft(valley: Valley, dist: Path) -> None:
    page, other = valley.open(), valley.open()
    page.locator(".ws-card-open").first.click()
    page.get_by_label("写一句记录").fill("打了一半的")
    worker = dist / "sw.js"
    worker.write_text(worker.read_text("utf-8") + "\n// newer\n", encoding="utf-8")
    worker.with_name("sw.js.gz").unlink()
    page.evaluate("() => navigator.serviceWorker.getRegistration('/').then((found) => found.update())")

    expect(page.locator(".of-banner")).to_contain_text("新版本已就绪")
    page.get_by_role("button", name="更新").click()
    expect(other.locator(".of-banner")).to_contain_text("请重新载入")
    expect(page.locator(".of-banner")).to_have_count(0)
    expect(page.get_by_label("写一句记录")).to_have_value("打了一半的")
    valley.cut()
    page.reload()
    expect(page.get_by_label("写一句记录")).to_have_value("打了一半的")
    valley.mend()
    page.close()
    other.close()


def faults(expected: Counter[str], recorded: Counter[str]) -> list[str]:
    """What was lost, doubled or never asked for, by task."""
    return sorted(key for key in expected | recorded if expected[key] != recorded[key])


def test_a_loss_and_a_double_turn_the_loop_red() -> None:
    assert faults(Counter("ab"), Counter("ab")) == []
    assert faults(Counter("ab"), Counter("a")) == ["b"]
    assert faults(Counter("ab"), Counter("aab")) == ["a"]
    assert faults(Counter("a"), Counter("ab")) == ["b"]


def test_cycles_of_cutting_editing_reloading_and_killing_lose_and_double_nothing(valley: Valley) -> None:
    draw = random.Random(SEED)
    acknowledged, commented = valley.recorded("TaskAcknowledged"), valley.recorded("TaskCommented")
    page = valley.open()
    for cycle in range(CYCLES):
        mine, recalled = (valley.dispatch(f"第 {cycle} 轮{what}") for what in ("核查", "撤回"))
        for what in ("核查", "撤回"):
            expect(page.locator(".ws-card", has_text=f"第 {cycle} 轮{what}")).to_be_visible()
            copied(page, f"第 {cycle} 轮{what}")
        valley.cut()
        acknowledge(page, f"第 {cycle} 轮核查")
        comment(page, f"第 {cycle} 轮核查", f"第 {cycle} 句")
        page = _disturbed(valley, page, draw)
        acknowledge(page, f"第 {cycle} 轮撤回")
        expect(page.locator(".of-banner")).to_contain_text("3 条待发")
        valley.recall(recalled)
        page = _disturbed(valley, page, draw)
        valley.mend()
        if draw.random() < 0.5:  # cut again while it may be sending
            page.wait_for_timeout(draw.random() * 300)
            page.reload()
        expect(page.locator(".of-banner")).to_contain_text("1 项需您决定")
        expect(page.locator(".of-banner")).not_to_contain_text("待发")
        give_up(page, f"第 {cycle} 轮撤回", "已撤回")
        acknowledged[mine] += 1
        commented[mine] += 1
        assert valley.row(recalled)["state"] == "cancelled"
    page.close()

    assert faults(acknowledged, valley.recorded("TaskAcknowledged")) == [], f"seed {SEED}"
    assert faults(commented, valley.recorded("TaskCommented")) == [], f"seed {SEED}"


def _disturbed(valley: Valley, page: Page, draw: random.Random) -> Page:
    """The page after a reload, after its tab was killed, or after its service worker was stopped."""
    way = draw.choice(("reload", "kill", "stop worker"))
    if way == "reload":
        page.reload()
    elif way == "kill":
        page.close()
        return valley.open()
    else:
        protocol = page.context.new_cdp_session(page)
        protocol.send("ServiceWorker.enable")
        protocol.send("ServiceWorker.stopAllWorkers")
        page.reload()
    expect(page.locator(".of-banner")).to_contain_text("待发")
    return page
