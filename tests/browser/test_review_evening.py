"""The evening after, in Chromium: a table of outcomes with mistakes, a figure followed to its moment, a finding to its
end, a report taken away."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.api import Api, incident_with_tasks
from tests.browser.conftest import PATIENCE_MS, Visitor
from tests.browser.town import Town
from tests.outcomes.mistakes import HEAD, RATE, SOUND, workbook

pytestmark = [pytest.mark.browser, pytest.mark.alone(seconds=25)]
expect.set_options(timeout=PATIENCE_MS)

DAY = {"起始日": date(2008, 5, 12)}
OBSERVED = "断电的营业厅仍显示营业，群众白跑一趟"
MENDED = "页面改为按当班报告显示"


def table() -> bytes:
    """Two rows that land, one of a province that is none, one of a share where per cent are meant."""
    rows: list[dict[str, Any]] = [
        {},
        RATE,
        {"省份": "西川省"},
        {**RATE, "数值": 0.853, "起始日": date(2008, 5, 11)},
    ]
    return workbook([[(SOUND | DAY | row).get(name) for name in HEAD] for row in rows])


def a_night(town: Town) -> str:
    """An incident with three tasks in Sichuan, one of them done."""
    commander, duty, sichuan = (Api(town, login) for login in ("commander", "duty", "sichuan"))
    incident, tasks = incident_with_tasks(commander, duty, titles=["报营业厅状态", "开帐篷营业厅", "送油机"])
    revision = 1
    done: dict[str, dict[str, Any]] = {"acknowledge": {}, "start": {}, "resolve": {"outcomes": []}}
    for step, body in done.items():
        revision = sichuan.post(f"/tasks/{tasks[0]}/{step}", body, revision=revision)["revision"]
    return incident


def position_of(page: Page) -> int:
    """The position of the log that the console shows."""
    found = re.search(r"[?&]at=(\d+)", page.url)
    assert found, page.url
    return int(found[1])


def test_an_evening_of_review(town: Town, visit: Visitor, tmp_path: Path) -> None:
    incident = a_night(town)
    import_a_table(visit("duty"), town, incident, tmp_path)
    reviewer = visit("reviewer")
    note_a_finding(reviewer, town, incident)
    travel(reviewer, incident)
    carry_the_finding_to_its_end(reviewer, visit("commander"), town, incident)
    take_a_report(reviewer, town, incident, tmp_path)


def import_a_table(page: Page, town: Town, incident: str, folder: Path) -> None:
    """The good rows land and stand on the page; each bad one is named with its row and the way out."""
    (folder / "成效.xlsx").write_bytes(table())
    page.goto(town.url(f"/outcomes/{incident}"))
    page.get_by_role("button", name="导入表格").click()
    drawer = page.get_by_role("dialog")
    drawer.locator("input[type=file]").set_input_files(folder / "成效.xlsx")
    expect(drawer.get_by_role("status")).to_contain_text("可入库 2 行")
    bad = drawer.locator("tr", has=page.locator("td.bad"))
    expect(bad.filter(has_text="没有「西川省」这个省份")).to_contain_text("4")
    expect(bad.filter(has_text="小数形式的比例")).to_contain_text("百分数写成")

    drawer.get_by_role("button", name="入库 2 行").click()
    expect(drawer.get_by_role("status")).to_contain_text("已入库")
    drawer.get_by_role("button", name="完成").click()

    expect(page.locator("tr", has_text="绿色通道服务人次")).to_contain_text("120")
    expect(page.locator(".outcome-told")).to_contain_text("入库 2（更正 0）· 已有 0 · 待改 2")


def note_a_finding(page: Page, town: Town, incident: str) -> None:
    """One click on a figure shows its event; a table goes into the clipboard; a finding is noted at an event."""
    page.goto(town.url(f"/review/{incident}"))
    page.locator("tr", has_text="热线接通率").locator(".figure-link").first.click()
    behind = page.get_by_role("dialog")
    expect(behind.locator("ol.told li")).to_have_count(1)
    expect(behind).to_contain_text("由表格导入")
    page.keyboard.press("Escape")

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("section", has_text="计划与实际").get_by_role("button", name="复制图片").click()
    expect(page.get_by_role("status").filter(has_text="图片已复制")).to_be_visible()
    held = page.evaluate(
        "async () => (await navigator.clipboard.read())[0].getType('image/png').then((one) => one.size)"
    )
    assert held > 1_000

    done = page.locator(".figure-block", has_text="任务办成").locator(".figure-link")
    expect(done).to_contain_text("1 / 3")
    done.click()
    expect(behind.locator("ol.told li")).to_have_count(1)
    behind.get_by_role("button", name="就此记一项").click()
    form = page.get_by_role("dialog")
    form.get_by_label("看到了什么").fill(OBSERVED)
    expect(form.get_by_label("记录编号")).to_have_value(re.compile(r"\d+"))
    form.get_by_role("button", name="记一项").click()
    expect(page.locator(".finding-card", has_text=OBSERVED)).to_be_visible()


def travel(page: Page, incident: str) -> None:
    """From the finding to its moment by one click; there the scrubber goes by marks, plays, and returns."""
    link = page.locator(".finding-card", has_text=OBSERVED).locator("a.moment")
    position = int((link.inner_text()).lstrip("#").replace(",", ""))
    link.click()
    page.wait_for_url(re.compile(f"/live/{incident}\\?at={position}$"))
    band = page.locator(".past-band")
    expect(band).to_contain_text(f"#{position}")

    page.get_by_role("button", name="上一个标记").click()
    expect(band.locator("time")).not_to_contain_text(f"#{position}")
    page.wait_for_url(lambda url: f"at={position}" not in url)
    assert position_of(page) < position
    page.get_by_role("button", name="播放", exact=True).click()
    expect(band).to_be_hidden()  # a night of few events has been played into the present
    timeline = page.get_by_role("slider", name="时间轴")
    timeline.press("[")
    expect(band).to_be_visible()
    timeline.press("Escape")
    expect(band).to_be_hidden()


def carry_the_finding_to_its_end(reviewer: Page, owner: Page, town: Town, incident: str) -> None:
    """Assigned by one, seen by its owner at once, mended by them, verified by the first, who could not mend it too."""
    owner.goto(town.url("/findings"))
    seen = owner.locator("tr", has_text=OBSERVED)
    expect(seen).to_contain_text("发现")
    reviewer.goto(town.url(f"/review/{incident}"))
    reviewer.locator(".finding-card", has_text=OBSERVED).locator(".finding-title").click()
    drawer = reviewer.get_by_role("dialog")
    drawer.get_by_role("button", name="分派").click()
    form = reviewer.get_by_role("dialog").last
    form.get_by_label("负责人").select_option(label="陈立")
    form.get_by_role("button", name="分派").click()
    expect(drawer.locator(".finding-say")).to_contain_text("已派")
    expect(seen).to_contain_text("已派")  # the page was not read anew by hand

    owner.goto(town.url(f"/review/{incident}"))
    owner.locator(".finding-card", has_text=OBSERVED).locator(".finding-title").click()
    owner.get_by_role("button", name="报告已改").click()
    owner.get_by_role("dialog").last.locator("textarea").fill(MENDED)
    owner.get_by_role("dialog").last.get_by_role("button", name="报告已改").click()
    expect(owner.locator(".finding-say")).to_contain_text("已改")
    expect(owner.get_by_role("button", name="验证通过")).to_be_disabled()

    reviewer.reload()
    reviewer.locator(".finding-card", has_text=OBSERVED).locator(".finding-title").click()
    expect(drawer).to_contain_text(MENDED)
    drawer.get_by_role("button", name="验证通过").click()
    expect(drawer.locator(".finding-say")).to_contain_text("已验证")


def take_a_report(page: Page, town: Town, incident: str, folder: Path) -> None:
    """A PDF is asked for with its purpose, made by another process, and downloaded."""
    page.goto(town.url(f"/reports/{incident}"))
    page.get_by_label("用途").fill("服务分析会")
    page.get_by_role("button", name="生成").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载", exact=True).click()
    waiting.value.save_as(folder / "report.pdf")
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")
    expect(page.locator(".reports-list")).to_contain_text("服务分析会")
