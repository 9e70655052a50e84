"""The texts of staff notices in both languages: data, so that a translator can read them.

One notice is composed once; each channel takes from it what it can carry. Mail has both languages below each other;
a short message, a call and a push have the one that the person reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

#: Template to (subject, body), Chinese and English; `{title_zh}` and so on come from the notice's values.
TEXTS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "task_dispatched": (
        ("新任务：{title_zh}", "{incident_zh}：下达任务「{title_zh}」{count_zh}，请登录确认。"),
        ("New task: {title_en}", "{incident_en}: “{title_en}”{count_en} was dispatched; sign in to acknowledge."),
    ),
    "task_overdue": (
        ("超时未确认：{title_zh}", "{incident_zh}：任务「{title_zh}」无人确认，已升级到您，请登录处理。"),
        (
            "Not acknowledged in time: {title_en}",
            "{incident_en}: “{title_en}” is not acknowledged; it comes to you.",
        ),
    ),
    "task_expired": (
        ("确认已过期：{title_zh}", "{incident_zh}：任务「{title_zh}」确认后一直没有开始，重新待确认。"),
        (
            "Acknowledgement expired: {title_en}",
            "{incident_en}: “{title_en}” was acknowledged and never begun; it is open again.",
        ),
    ),
    "task_declined": (
        ("任务被拒：{title_zh}", "{incident_zh}：任务「{title_zh}」被省公司拒绝，请另行安排。"),
        ("Task declined: {title_en}", "{incident_en}: a province declined “{title_en}”; find another way."),
    ),
    "task_reminded": (
        ("催办：{title_zh}", "{incident_zh}：总部催办任务「{title_zh}」。"),
        ("Reminder: {title_en}", "{incident_en}: headquarters asks about “{title_en}”."),
    ),
    "test": (
        ("测试通知", "这是您自己发的测试通知，不用回复。"),
        ("Test notice", "You sent this test to yourself; no answer is needed."),
    ),
}
_OTHER = (
    ("通知：{title_zh}", "{incident_zh}：{title_zh}。请登录查看。"),
    ("Notice: {title_en}", "{incident_en}: {title_en}. Sign in to see it."),
)
#: The same on one line, for what has no room.
SHORT: Mapping[str, tuple[str, str]] = {
    "task_dispatched": ("新任务「{title_zh}」{count_zh}", "New task “{title_en}”{count_en}"),
    "task_overdue": ("超时未确认「{title_zh}」", "Not acknowledged: “{title_en}”"),
    "task_expired": ("确认后未开始「{title_zh}」", "Never begun, open again: “{title_en}”"),
    "task_declined": ("被拒「{title_zh}」，请另行安排", "Declined: “{title_en}”; find another way"),
    "task_reminded": ("总部催办「{title_zh}」", "Reminder: “{title_en}”"),
}
MOST_SUBJECT, MOST_SHORT = 300, 240


@dataclass(frozen=True)
class Words:
    """A notice in words: subject and body in both languages, and one line in the reader's."""

    subject: str
    body: str
    short: str


def text_of(
    payload: Mapping[str, Any], *, incident: Mapping[str, str], language: Literal["zh", "en"] = "zh", more: int = 0
) -> Words:
    """Compose a notice; `incident` has title_zh and title_en, `more` is how many further tasks it stands for."""
    values = _values(payload.get("values", {}), incident)
    if "subject_zh" in payload:
        (subject_zh, body_zh), (subject_en, body_en) = _given(payload)
    else:
        (subject_zh, body_zh), (subject_en, body_en) = (
            (subject.format_map(values), body.format_map(values))
            for subject, body in TEXTS.get(str(payload.get("template")), _OTHER)
        )
    zh, en = SHORT.get(str(payload.get("template")), ("{subject_zh}", "{subject_en}"))
    told = values | {"subject_zh": subject_zh, "subject_en": subject_en}
    short = zh.format_map(told) if language == "zh" else en.format_map(told)
    more_zh, more_en = (f"还有 {more} 项任务，请登录查看。", more_tasks(more)) if more else ("", "")
    end = more_zh if language == "zh" else more_en
    where = values["incident_zh"] if language == "zh" else values["incident_en"]
    return Words(
        subject=f"{subject_zh} / {subject_en}"[:MOST_SUBJECT],
        body=f"{body_zh}{more_zh}\n\n{body_en}{' ' if more_en else ''}{more_en}\n",
        short=_joined([_line(short), end, where], stop="。" if language == "zh" else ". "),
    )


def more_tasks(count: int) -> str:
    """6 more tasks: sign in to see them."""
    return f"{count} more task{'' if count == 1 else 's'}: sign in to see {'it' if count == 1 else 'them'}."


def _given(payload: Mapping[str, Any]) -> tuple[tuple[str, str], tuple[str, str]]:
    """A notice that brings its own words."""
    chinese = (_line(str(payload["subject_zh"])), str(payload["body_zh"]))
    return chinese, (_line(str(payload["subject_en"])), str(payload["body_en"]))


def _values(given: Mapping[str, Any], incident: Mapping[str, str]) -> dict[str, str]:
    count = int(given.get("count", 1))
    values = {name: _line(str(value)) for name, value in given.items()}
    return {
        "title_zh": "",
        "title_en": "",
        **values,
        "incident_zh": _line(incident.get("title_zh", "")),
        "incident_en": _line(incident.get("title_en", "")),
        "count_zh": f"等 {count} 项" if count > 1 else "",
        "count_en": f" and {count - 1} more" if count > 1 else "",
    }


def _joined(parts: list[str], *, stop: str) -> str:
    """Sentences behind one another, what matters first: a channel with less room cuts from the end."""
    text = stop.join(part.rstrip("。. ") for part in parts if part)
    return text if len(text) <= MOST_SHORT else text[: MOST_SHORT - 1] + "…"


def _line(text: str) -> str:
    """One line without control characters: a title may not begin a header."""
    return "".join(character if character.isprintable() else " " for character in text)
