"""A playbook in a few lines for tests of the language: what a test is about stands in it, the rest is filled in."""

from textwrap import indent

from playbooks.source.playbook import Playbook, load

HEAD = """\
slug: small
version: 1
title: {zh: 小预案, en: Small}
summary: {zh: 用于测试, en: For tests}
owner: {zh: 总部, en: Headquarters}
hazards: [earthquake]
class_b_cap_fen: 500_000_000
sources:
  - {id: proposal, title: {zh: 建议, en: Proposal}, reference: 无}
teams:
  province_halls: {zh: 营业厅, en: Halls}
  province_duty: {zh: 值班, en: Duty}
"""
MEASURE = """\
- id: channel
  kind: green_channel
  why: {zh: 先办, en: First served}
  sources: [proposal]
  team: province_halls
  rules: [service_address]
  window: {from: T+0, until: T+7d}
  fields: {queue_minutes: 10, lanes_for: [affected], report_at: "18:00", fen_per_hall_day: 20_000, cap_fen: 1_000_000}
"""
TASK = """\
- id: report
  title: {zh: 上报, en: Report}
  why: {zh: 要知道, en: To know}
  sources: [proposal]
  team: province_duty
  target: province
  checklist: [{zh: 报, en: Report}]
"""


def text(*, measure: str = "when: {reaches: {CSI: 6}}", task: str = "when: {reaches: {CSI: 6}}", more: str = "") -> str:
    """Return a playbook with one measure and one task, each with more lines, and more parts at its end."""
    measures = "measures:\n" + indent(MEASURE + indent(measure.strip() + "\n", "  "), "  ")
    tasks = "tasks:\n" + indent(TASK + indent(task.strip() + "\n", "  "), "  ")
    return HEAD + more + measures + tasks


def book(
    *, measure: str = "when: {reaches: {CSI: 6}}", task: str = "when: {reaches: {CSI: 6}}", more: str = ""
) -> Playbook:
    """Return the same, loaded."""
    return load(text(measure=measure, task=task, more=more), filename="small.yaml")
