"""A planner's day in Chromium: a playbook from a template, two errors mended, simulated beside another, submitted.

An approver who has not written it approves and publishes; a duty officer in command activates it.
"""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.browser.api import Api
from tests.browser.conftest import PATIENCE_MS, Visitor
from tests.browser.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.alone(seconds=40)]
expect.set_options(timeout=PATIENCE_MS)


def replace_word(page: Page, line: str, word: str, by: str) -> None:
    """Find a line by the editor's own search, so that it is on the screen, and write over a word in it."""
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+f")
    page.keyboard.type(line)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.type(line.replace(word, by))
    page.keyboard.press("Escape")


def test_a_planner_writes_a_playbook_from_a_template_and_mends_two_errors(town: Town, visit: Visitor) -> None:
    page = visit("planner", size=(1920, 1080))
    page.goto(town.url("/playbooks"))
    page.get_by_role("button", name="写预案").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("模板").select_option("earthquake")
    dialog.get_by_label("新预案的代号").fill("quake-west")
    dialog.get_by_role("button", name="开始写").click()
    page.wait_for_url(re.compile("/playbooks/drafts/"))
    expect(page.locator(".wb-side")).to_contain_text("措施时间线")

    page.get_by_role("button", name="表单").click()
    page.get_by_label("筛选").fill("title.zh")
    page.locator(".wb-group").first.get_by_role("textbox").first.fill("西部破坏性地震客户服务保障")
    page.get_by_role("button", name="写入原文").click()
    expect(page.locator(".cm-content")).to_contain_text("西部破坏性地震客户服务保障")
    replace_word(page, "default: 1_200_000_000", "1_200_000_000", "900_000_000")
    replace_word(page, "kind: fee_waiver", "fee_waiver", "fee_waver")
    replace_word(page, "target: province", "province", "provice")
    expect(page.locator(".wb-problems li")).to_have_count(2)
    expect(page.locator(".wb-problems")).to_contain_text("fee_waiver")

    page.locator(".wb-problems .link").first.click()
    page.locator(".cm-lintRange-error").first.hover()
    page.get_by_role("button", name="改为 fee_waiver").click()
    expect(page.locator(".wb-problems li")).to_have_count(1)
    page.locator(".wb-problems .link").first.click()
    page.locator(".cm-lintRange-error").first.dblclick()
    page.keyboard.type("prov")
    page.locator(".cm-tooltip-autocomplete").get_by_text("province", exact=True).click()
    expect(page.locator(".wb-problems")).to_have_count(0)


def test_the_planner_tests_it_simulates_it_beside_what_is_in_use_and_submits(visit: Visitor) -> None:
    page = visit("planner")
    draft = page.url
    page.get_by_role("button", name="测试", exact=True).click()
    page.get_by_role("button", name="运行测试").click()
    expect(page.locator(".wb-side")).to_contain_text(re.compile(r"(\d+) / \1 通过"))
    page.get_by_role("button", name="差异", exact=True).click()
    expect(page.locator(".wb-side")).to_contain_text("没有可对比的版本")

    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".wb-saved")).to_contain_text("第 2 稿")

    page.get_by_role("link", name="模拟", exact=True).click()
    form = page.locator(".sim-form")
    expect(form.get_by_role("combobox", name="预案", exact=True)).to_have_value(f"draft:{draft.rsplit('/', 1)[1]}")
    form.get_by_role("combobox", name="并排比较").select_option("earthquake")
    form.get_by_role("combobox", name="影响范围").select_option("shipped:wenchuan-2008")
    form.get_by_role("spinbutton", name="模拟次数").fill("1")
    form.get_by_role("button", name="开始模拟").click()
    page.wait_for_url(re.compile("/simulations/[0-9a-f-]{36}"))
    expect(page.locator(".sim-version")).to_have_count(2)
    for chart in ("热线来电", "任务与当班人力", "资金（每天）"):
        expect(page.get_by_role("img", name=chart)).to_have_count(2)
    expect(page.locator(".sim-map [class*=sim-shade-]").first).to_be_attached()
    expect(page.locator(".sim-legend").first).to_contain_text("未评估")
    expect(page.locator(".sim-compare")).to_contain_text(re.compile("资金上限.*多"))

    page.goto(draft)
    page.get_by_role("button", name="提交审阅").click()
    page.get_by_role("dialog").get_by_label("说明改了什么、为什么").fill("西部山区门槛不同")
    page.get_by_role("dialog").get_by_role("button", name="提交审阅").click()
    expect(page.locator(".wb-head .chip")).to_contain_text("待审批")


def test_somebody_else_comments_approves_and_publishes_on_a_phone(visit: Visitor) -> None:
    page = visit("approver1", size=(390, 844))
    page.goto(visit("planner").url)
    expect(page.locator(".wb-decide")).to_contain_text("西部山区门槛不同")
    page.get_by_role("textbox", name="留言").fill("请复盘后再核门槛")
    page.get_by_role("button", name="就整份留言").click()
    expect(page.locator(".wb-comments")).to_contain_text("请复盘后再核门槛")

    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.locator(".wb-head .chip")).to_contain_text("已批准")
    page.get_by_role("button", name="发布", exact=True).click()

    expect(page.locator(".wb-head .chip")).to_contain_text("已发布")


def test_a_duty_officer_in_command_activates_it_and_its_use_is_on_record(town: Town, visit: Visitor) -> None:
    officer = Api(town, "chief")
    incident = str(uuid.uuid4())
    officer.post(
        "/incidents",
        {"id": incident, "kind": "disaster", "hazard": "earthquake", "title_zh": "汶川地震", "title_en": "Wenchuan",
         "response_level": "I", "authority": "总部应急办〔2008〕12 号", "occurred_at": "2008-05-12T14:28:04+08:00"},
    )  # fmt: skip
    officer.post(
        f"/incidents/{incident}/footprints",
        {"id": str(uuid.uuid4()), "reconstruction": "wenchuan-2008", "version": 1},
    )
    page = visit("chief")
    page.goto(town.url(f"/live/{incident}"))
    page.get_by_role("button", name="操作", exact=True).click()
    page.locator("#actions-menu").get_by_role("button", name="预案", exact=True).click()
    drawer = page.get_by_role("dialog")
    drawer.locator(".plan-choice select").select_option("quake-west")
    expect(drawer.locator(".plan-head")).to_contain_text("西部破坏性地震")
    drawer.get_by_role("button", name=re.compile(r"启动 \d+ 项")).click()
    expect(drawer).to_be_hidden()

    page.goto(town.url(f"/measures/{incident}"))
    expect(page.locator("main")).to_contain_text("减免")
    page.goto(town.url(f"/tasks/{incident}"))
    expect(page.locator("main")).to_contain_text("四川")

    planner = visit("planner")
    planner.goto(town.url("/playbooks/quake-west"))
    expect(planner.locator("#record")).to_contain_text("汶川地震")
    expect(planner.locator("#record")).to_contain_text("周敏批准")
