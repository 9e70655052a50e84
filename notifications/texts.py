"""The sentences of staff notices in Chinese and English: data, so that a translator can read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType


@dataclass(frozen=True)
class Template:
    """A subject and a body with ``{value}`` places. The reply code stands in the subject's brackets."""

    subject: str
    body: str

    @cached_property
    def fields(self) -> frozenset[str]:
        """The values that must be given, no more and no fewer."""
        return frozenset(re.findall(r"\{([a-z_]+)\}", self.subject + self.body))


_REPLY_ZH = "收到请点回复，在标题末尾或正文首行只写数字 1。"
_REPLY_EN = "To acknowledge, reply with the single digit 1 at the end of the subject or as the first line."

#: ``code`` is the reply code such as T-ABCD-1234; times (``due``, ``since``) are written by the caller.
TEMPLATES: Mapping[str, Mapping[str, Template]] = MappingProxyType(
    {
        "task_dispatched": {
            "zh": Template(
                "{region} 新任务：{task} [{code}]",
                "事件：{incident}（响应等级 {level}）\n任务：{task}\n地区：{region}\n请于 {due} 前确认。\n"
                f"{_REPLY_ZH}\n{{link}}",
            ),
            "en": Template(
                "{region}: new task: {task} [{code}]",
                "Incident: {incident} (response level {level})\nTask: {task}\nRegion: {region}\n"
                f"Acknowledge by {{due}}.\n{_REPLY_EN}\n{{link}}",
            ),
        },
        "task_overdue": {
            "zh": Template(
                "{region} 任务超时未确认：{task} [{code}]",
                "事件：{incident}\n任务：{task}\n地区：{region}\n应于 {due} 前确认，至今无人确认。\n"
                f"{_REPLY_ZH}\n{{link}}",
            ),
            "en": Template(
                "{region}: task not acknowledged in time: {task} [{code}]",
                "Incident: {incident}\nTask: {task}\nRegion: {region}\n"
                f"It was due by {{due}} and nobody has acknowledged it.\n{_REPLY_EN}\n{{link}}",
            ),
        },
        "task_escalated": {
            "zh": Template(
                "第 {escalation} 次升级：{region} {task} [{code}]",
                "事件：{incident}\n任务：{task}\n地区：{region}\n自 {since} 起无人确认，现升级到您。\n"
                f"{_REPLY_ZH}\n{{link}}",
            ),
            "en": Template(
                "Escalation {escalation}: {region}: {task} [{code}]",
                "Incident: {incident}\nTask: {task}\nRegion: {region}\n"
                f"Nobody has acknowledged it since {{since}}; it now comes to you.\n{_REPLY_EN}\n{{link}}",
            ),
        },
        "approval_wanted": {
            "zh": Template(
                "待审批：{subject}（{approval_class} 类）",
                "事件：{incident}\n内容：{subject}\n提交人：{author}\n需要 {approvers} 人审批，截止 {due}。\n"
                "审批只能登录后进行，回复本邮件无效。\n{link}",
            ),
            "en": Template(
                "Approval wanted: {subject} (class {approval_class})",
                "Incident: {incident}\nWhat: {subject}\nAuthor: {author}\n"
                "Approvers needed: {approvers}, by {due}.\n"
                "Approve after signing in; a reply to this mail does not count.\n{link}",
            ),
        },
    }
)
