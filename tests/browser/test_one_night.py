"""A person plays commander, duty officer, approvers and the Sichuan team, from declaration to review, in Chromium."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, Visitor
from tests.browser.town import Town, kiosk_token
from tests.browser.weight import weigh

pytestmark = [pytest.mark.browser, pytest.mark.alone(seconds=100)]
expect.set_options(timeout=PATIENCE_MS)


def act(page: Page, name: str) -> None:
    """Choose an action from the console's menu."""
    page.get_by_role("button", name="操作", exact=True).click()
    page.locator("#actions-menu").get_by_role("button", name=name, exact=True).click()


def incident_of(page: Page) -> str:
    found = re.search(r"/live/([0-9a-f-]{36})", page.url)
    assert found, page.url
    return found.group(1)


def test_the_commander_declares_an_incident(town: Town, visit: Visitor) -> None:
    page = visit("commander")
    page.goto(town.url("/incidents"))
    page.get_by_role("button", name=re.compile("宣布")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称（中文）").fill("汶川 8.0 级地震")
    dialog.get_by_label("名称（英文）").fill("Wenchuan earthquake, M 8.0")
    dialog.get_by_label("响应级别").select_option(index=1)
    dialog.get_by_label(re.compile("依据")).fill("总部应急办〔2008〕12 号，签发人 李明")
    dialog.get_by_role("button", name="宣布", exact=True).click()

    page.wait_for_url(re.compile("/live/"))
    expect(page.locator("header.topbar")).to_contain_text("汶川 8.0 级地震")


def test_the_duty_officer_adds_the_footprint_and_the_map_shows_it(town: Town, visit: Visitor) -> None:
    page = visit("duty")
    page.goto(town.url(f"/live/{incident_of(visit('commander'))}"))
    act(page, "影响范围")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="历史重建").click()
    dialog.get_by_text("汶川 2008 · 第 1 版").click()
    dialog.locator("button.button-primary, button[type=submit]").last.click()

    expect(dialog).to_be_hidden()
    expect(page.locator("body")).to_contain_text("影响范围第 1 版")
    expect(page.locator("body[data-map]")).to_have_count(1)


def test_the_commander_activates_the_plan(visit: Visitor) -> None:
    page = visit("commander")
    act(page, "预案")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("缓免停机")
    drawer.get_by_role("button", name=re.compile(r"启动 \d+ 项")).click()

    expect(drawer).to_be_hidden()
    expect(page.locator("body")).to_contain_text("启动预案 earthquake")


def test_a_measure_takes_two_approvers_and_takes_effect(town: Town, visit: Visitor) -> None:
    incident = incident_of(visit("commander"))
    duty = visit("duty")
    duty.goto(town.url(f"/measures/{incident}"))
    duty.get_by_role("link", name="缓免停机").first.click()
    duty.get_by_role("button", name="提交审批").click()
    expect(duty.get_by_role("button", name="提交审批")).to_be_hidden()
    measure = duty.url
    first, second = visit("approver1"), visit("approver2")
    for given, approver in enumerate((first, second), start=1):
        approver.goto(measure)
        expect(approver.locator(".preflight")).to_contain_text("热线预计")
        customers = approver.locator(".type-count small").inner_text()
        yes = approver.get_by_role("button", name="批准", exact=True)
        expect(yes).to_be_disabled()
        approver.locator(".type-count input").fill(customers.replace(",", ""))
        yes.click()
        expect(approver.locator("main")).to_contain_text(f"批准（{given}/2）")
    expect(first.get_by_role("button", name="批准", exact=True)).to_be_hidden()
    expect(second.get_by_role("button", name="批准", exact=True)).to_be_hidden()

    duty.get_by_role("button", name="开始执行").click()

    expect(duty.locator("main")).to_contain_text("生效")
    expect(duty.locator("main")).to_contain_text("四川")
    duty.goto(town.url(f"/measures/{incident}#ledger"))
    expect(duty.locator(".ledger-balance")).to_contain_text("分毫不差")
    duty.get_by_role("button", name="四川", exact=True).click()
    expect(duty.locator(".ledger-path")).to_contain_text("全国 › 四川")
    duty.get_by_role("tab", name="时间表").click()
    duty.locator("[data-bar]").first.press("End")
    expect(duty.locator("[data-bar]").last).to_be_focused()


def test_an_acknowledgement_on_the_phone_reaches_headquarters_at_once(
    town: Town, visit: Visitor, record_property: Callable[[str, object], None]
) -> None:
    headquarters = visit("commander")
    headquarters.goto(town.url(f"/live/{incident_of(headquarters)}"))
    expect(headquarters.locator("body")).to_contain_text("未确认任务")
    phone = visit("sichuan", host="sichuan", size=(390, 844))
    phone.goto(town.url("/workspace", host="sichuan"))
    button = phone.get_by_role("button", name="确认收到").first
    button.wait_for()
    # the feed must be quiet for the text to be new: it names the person
    assert "王建国 已确认" not in headquarters.locator("body").inner_text()

    button.click()
    began = time.monotonic()
    expect(headquarters.locator("body")).to_contain_text("王建国 已确认")
    seen_after_s = time.monotonic() - began

    record_property("seen_after_s", f"{seen_after_s:.2f}")
    expect(phone.locator("body")).to_contain_text("撤销")


def test_the_phone_page_weighs_at_most_150_kb_and_brings_no_map_unasked(
    town: Town, visit: Visitor, chromium: Browser, record_property: Callable[[str, object], None]
) -> None:
    signed_in = visit("sichuan").context.storage_state()
    context = chromium.new_context(viewport={"width": 390, "height": 844}, storage_state=signed_in, locale="zh-CN")

    def open_list(page: Page) -> None:
        page.goto(town.url("/workspace", host="sichuan"))
        expect(page.locator(".ws-card").nth(4)).to_be_visible()

    weight = weigh(context, open_list)
    context.close()

    record_property("phone_page_bytes", weight.total)
    assert 20_000 < weight.total <= 150_000, weight.heaviest()
    assert weight.sockets <= 20_000, weight.heaviest()  # a frame or two, be the machine slow
    assert [url for url in weight.by_url if "/basemap/" in url or "map" in url.rsplit("/", 1)[1]] == []


def test_the_team_works_and_reports_and_headquarters_verifies(town: Town, visit: Visitor) -> None:
    phone = visit("sichuan")
    acknowledged = phone.locator(".ws-card:not(:has(.ws-card-do)) .ws-card-open").first
    acknowledged.click()
    phone.get_by_role("button", name="开始处理").click()
    report = phone.get_by_role("button", name="报告完成")
    report.wait_for()
    for field in phone.locator(".ws-unit-box input").all():
        field.fill("1")
    phone.locator(".ws-unit-box input").first.fill("-1")
    report.click()
    why = phone.get_by_label("如属实，请写明理由")
    expect(why).to_be_focused()
    why.fill("冲正昨天多报的一项")
    report.click()
    expect(report).to_be_hidden()

    duty = visit("duty")
    duty.goto(town.url(f"/tasks/{incident_of(visit('commander'))}"))
    duty.get_by_role("combobox", name="状态").select_option("resolved")
    duty.locator(".cell-link").first.click()
    expect(duty.locator(".also-looking")).to_contain_text("王建国")
    expect(phone.locator(".also-looking")).to_contain_text("林海")
    expect(duty.get_by_role("dialog")).to_contain_text("超出合理范围，已说明")
    duty.get_by_role("button", name="复核通过").click()
    expect(duty.get_by_role("button", name="复核通过")).to_be_hidden()

    headquarters = visit("commander")
    expect(headquarters.locator("body")).to_contain_text("总部核实关闭")


def test_the_duty_officer_drafts_a_measure_by_hand_for_a_county_found_by_pinyin(town: Town, visit: Visitor) -> None:
    incident = incident_of(visit("commander"))
    duty = visit("duty")
    duty.goto(town.url(f"/measures/{incident}"))
    duty.get_by_role("button", name="手工起草措施").click()
    dialog = duty.get_by_role("dialog")
    dialog.get_by_role("combobox").first.select_option("fee_waiver")
    dialog.get_by_label("名称（中文）").fill("汶川手工减免")
    dialog.get_by_role("button", name="全不选").click()
    dialog.get_by_label("资金上限（元）").fill("一百万")
    dialog.get_by_role("button", name="存为草稿").click()
    expect(dialog.get_by_role("alert").filter(has_text="至少选一个有客户的县")).to_be_visible()
    expect(dialog.get_by_role("alert").filter(has_text="请填数字")).to_be_visible()

    dialog.get_by_role("searchbox").fill("wenchuan")
    dialog.locator(".byhand-counties").get_by_role("checkbox").check()
    dialog.get_by_label("资金上限（元）").fill("1,000,000")
    dialog.get_by_role("button", name="存为草稿").click()

    duty.wait_for_url(re.compile(f"/measures/{incident}/[0-9a-f-]{{36}}"))
    expect(duty.locator("main")).to_contain_text("汶川手工减免")
    expect(duty.locator("main")).to_contain_text("1 个县 · 1 个省")
    expect(duty.locator("main")).to_contain_text("100.0 万元")
    expect(duty.get_by_role("button", name="提交审批")).to_be_visible()


def test_a_link_opens_the_console_to_watch_and_its_token_reaches_no_server_log(
    town: Town, visit: Visitor, chromium: Browser
) -> None:
    incident = incident_of(visit("commander"))
    token = kiosk_token(town, "watch")
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))

    page.goto(town.url(f"/live#kiosk={token}"))

    page.wait_for_url(town.url(f"/live/{incident}"))
    expect(page.locator("header.topbar")).to_contain_text("汶川 8.0 级地震")
    expect(page.locator("header.topbar")).to_contain_text("只看")
    assert [line for line in asked if token in line] == []
    page.locator(".who").click()
    page.get_by_role("link", name="登录以操作").click()
    expect(page.get_by_label("账号")).to_be_visible()
    context.close()


def test_the_review_shows_the_night(town: Town, visit: Visitor) -> None:
    page = visit("reviewer")
    page.goto(town.url(f"/review/{incident_of(visit('commander'))}"))
    expect(page.locator("body")).to_contain_text("链完整")
    expect(page.locator("body")).to_contain_text("四川")
    expect(page.locator("svg").first).to_be_visible()
