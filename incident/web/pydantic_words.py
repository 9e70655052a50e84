"""Pydantic's findings as our refusal: the first fault, its field, and what was expected, in both languages."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from incident.errors import Invalid

#: Pydantic's error type to Chinese words; `{…}` are its context values.
_ZH: dict[str, str] = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "string_type": "应为文字",
    "string_too_short": "至少要有 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "string_pattern_mismatch": "格式不对",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数",
    "float_parsing": "应为数",
    "finite_number": "应为有限的数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不得小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不得大于 {le}",
    "literal_error": "应为以下之一：{expected}",
    "enum": "应为以下之一：{expected}",
    "uuid_parsing": "应为 UUID",
    "uuid_type": "应为 UUID",
    "datetime_parsing": "应为带时区的时间",
    "datetime_from_date_parsing": "应为带时区的时间",
    "datetime_type": "应为带时区的时间",
    "timezone_aware": "时间要带时区",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多 {max_length} 项",
}


def in_words(error: ValidationError) -> Invalid:
    """The first of pydantic's findings; a second one shows itself when the first is mended."""
    fault = error.errors(include_url=False, include_input=False)[0]
    field = _path(fault["loc"]) or "body"
    context = {name: str(value) for name, value in fault.get("ctx", {}).items()}
    zh = _ZH.get(fault["type"], "值不对").format_map(_Known(context))
    return Invalid("invalid", zh=f"{field}：{zh}。", en=f"{field}: {fault['msg']}.", field=field)


class _Known(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def _path(location: tuple[Any, ...]) -> str:
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    return path[:100]
