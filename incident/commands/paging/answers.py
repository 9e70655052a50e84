"""The short texts that go back to who answered a page. Data, both languages; short enough for one SMS part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from incident.rules.paging import shown_code

#: Outcome to its text; `{title}`, `{codes}` and `{state}` are put in.
ANSWERS: Mapping[str, tuple[str, str]] = {
    "acknowledged": ("已确认：{title}", "Acknowledged: {title}"),
    "declined": ("已拒绝：{title}", "Declined: {title}"),
    "code_needed": ("有多项任务，请回复 1 加代码：{codes}", "Several tasks are open: reply 1 and a code: {codes}"),
    "unknown_code": ("没有这个代码。待确认：{codes}", "No such code. Open: {codes}"),
    "not_understood": (
        "回复 1 确认，2 加理由拒绝。{codes}",
        "Reply 1 to take it on, 2 and a reason to decline. {codes}",
    ),
    "reason_needed": ("拒绝请写理由：2 {codes} 理由", "To decline give a reason: 2 {codes} reason"),
    "not_now": ("没有待确认的任务，无需回复。", "No task waits for you; nothing was done."),
    "not_allowed": ("您不能这样处理此任务，请登录。", "You cannot do that to this task; sign in."),
    "test_answered": (
        "收到，谢谢。这是可达性测试，没有任务。",
        "Got it, thank you. This was a test; there is no task.",
    ),
    "test_over": ("测试已结束，无需回复。", "The test is over; nothing was done."),
    "refused": ("未执行：{title}", "Not done: {title}"),
    "stranger": ("此号码未登记，请联系省值班。", "This number is not known here; call your duty desk."),
}


@dataclass(frozen=True)
class Told:
    """What came of an answer, with what its text needs."""

    outcome: str
    #: Chinese and English.
    titles: tuple[str, str] = ("", "")
    codes: tuple[str, ...] = ()
    state: str = ""
    count: int = 1


def answer_text(told: Told, language: Literal["zh", "en"]) -> str:
    """The text in the person's language."""
    zh = language == "zh"
    title = told.titles[0] if zh else told.titles[1]
    if told.count > 1:
        title = f"{title}等 {told.count} 项" if zh else f"{title} and {told.count - 1} more"
    codes = ("、" if zh else ", ").join(map(shown_code, told.codes)) or ("无" if zh else "none")
    if told.outcome == "not_understood":
        codes = (f"代码：{codes}" if zh else f"Codes: {codes}") if told.codes else ""
    text = ANSWERS[told.outcome][0 if zh else 1]
    return text.format(title=title, codes=codes, state=told.state).strip()
