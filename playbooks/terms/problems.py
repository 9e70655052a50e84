"""What is wrong with a playbook: every problem at once, each with its place and its way out, in both languages."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]
#: What a check found: where, and what is wrong in Chinese and English.
Finding = tuple[Path, str, str]


@dataclass(frozen=True)
class Problem:
    """One mistake: file, line and column (from 1), path such as ``measures[0].window.until``, and what to do."""

    filename: str
    line: int
    column: int
    path: str
    message_zh: str
    message_en: str

    def __str__(self) -> str:
        place = f" ({self.path})" if self.path else ""
        return f"{self.filename}:{self.line}:{self.column}: {self.message_en}{place}"


class PlaybookError(ValueError):
    """A playbook can't be used. ``problems`` are all that were found, by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.line, p.column, p.path)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def path_text(path: Path) -> str:
    """Return ``measures[0].window.until`` for a path."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def nearest(word: str, *, known: Iterable[str]) -> str | None:
    """Return the known word most like ``word``, None when none is near."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return matches[0] if matches else None


def unknown_word(word: str, *, known: Iterable[str]) -> tuple[str, str]:
    """Return the message for a word that isn't known, proposing the nearest one or listing all."""
    words = list(known)
    near = nearest(word, known=words)
    if near is not None:
        return f"不认识“{word}”；是不是“{near}”？", f"unknown word {word!r}; did you mean {near!r}?"
    listed = ", ".join(words) or "—"
    return f"不认识“{word}”；可用：{listed}", f"unknown word {word!r}; known: {listed}"


_TYPES = {
    "int_type": ("应为整数", "must be a whole number"),
    "string_type": ("应为文字（必要时加引号）", "must be text (put it in quotes if need be)"),
    "bool_type": ("应为 true 或 false", "must be true or false"),
    "model_type": ("应为一组“名称: 值”", "must be a group of 'name: value'"),
    "dict_type": ("应为一组“名称: 值”", "must be a group of 'name: value'"),
    "tuple_type": ("应为列表", "must be a list"),
    "list_type": ("应为列表", "must be a list"),
}


def schema_message(error: ErrorDetails, *, known: Iterable[str]) -> tuple[str, str]:
    """Return (zh, en) for one error of pydantic; ``known`` are the words allowed where it stands."""
    kind, context, given = error["type"], error.get("ctx", {}), error["input"]
    name = str(error["loc"][-1]) if error["loc"] else ""
    if kind in _TYPES:
        zh, en = _TYPES[kind]
        return f"{zh}，现为 {_shown(given)}", f"{en}, got {_shown(given)}"
    if kind == "extra_forbidden":
        return unknown_word(name, known=known)
    if kind == "literal_error":
        return unknown_word(str(given), known=re.findall(r"'([^']*)'", str(context.get("expected", ""))))
    if kind == "missing":
        return f"缺少“{name}”", f"{name!r} is missing"
    return _bounds_message(error)


def _bounds_message(error: ErrorDetails) -> tuple[str, str]:
    kind, context, given = error["type"], error.get("ctx", {}), error["input"]
    shown = _shown(given)
    if kind in ("greater_than_equal", "less_than_equal"):
        sign, bound = ("≥", context["ge"]) if kind == "greater_than_equal" else ("≤", context["le"])
        return f"应 {sign} {bound}，现为 {shown}", f"must be {sign} {bound}, got {shown}"
    if kind in ("too_short", "string_too_short"):
        return "不能为空", "must not be empty"
    if kind in ("too_long", "string_too_long"):
        return f"太长，最多 {context['max_length']}", f"too long, at most {context['max_length']}"
    if kind == "string_pattern_mismatch":
        return (
            f"写法不对：{shown}，应符合 {context['pattern']}",
            f"{shown} is not of the form {context['pattern']}",
        )
    if kind == "moment":
        return (
            f"时刻写法不对：{shown}；写 day（当日 0:00）、T+0、T+90m、T-2h 或 T+30d",
            f"{shown} is not a moment; {error['msg']}",
        )
    return f"此值不合要求：{shown}（{error['msg']}）", f"{error['msg']}, got {shown}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
