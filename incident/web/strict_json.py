"""JSON as the house reads it: UTF-8, no duplicate keys, no NaN, no lone surrogates, nothing deep or huge.

The standard reader accepts all of these in silence (RELIABILITY.md rule 23, G20). Strings come out in NFC.
"""

from __future__ import annotations

import json
import math
import unicodedata
from typing import Any, NoReturn

from flask import Request
from flask.json.provider import DefaultJSONProvider

from incident.errors import Refusal

DEEPEST = 32
LARGEST_INT = 2**63 - 1
LONGEST_STRING_BYTES = 64_000
#: A JSON body; files come as multipart with their own cap.
MOST_BYTES = 1_000_000

_HOLDING = (dict, list)


class BadJson(Refusal):
    """A body that is not JSON as we read it; `field` is the path to the fault where it has one."""

    status = 400


def parse_strict(data: str | bytes) -> Any:
    """The document in `data`; an empty body reads as `{}`. Raises BadJson, never anything else."""
    if len(data) > MOST_BYTES:
        raise _bad("too_large", zh=f"JSON 正文超过 {MOST_BYTES} 字节", en=f"the JSON body exceeds {MOST_BYTES} bytes")
    if data == b"{}":  # most commands say all by their path
        return {}
    text = _decoded(data)
    if not text.strip():
        return {}
    try:
        document = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        where = (
            f" ({error.msg}, line {error.lineno}, column {error.colno})"
            if isinstance(error, json.JSONDecodeError)
            else ""
        )
        raise _bad("syntax", zh=f"正文不是合法的 JSON{where}", en=f"the body is not valid JSON{where}") from None
    if len(text) <= LONGEST_STRING_BYTES and text.isascii() and "\\u" not in text:  # no word in it can be odd
        _refuse_deep(document)
        return document
    return _checked(document, path="", depth=1)


class StrictProvider(DefaultJSONProvider):
    """Flask's JSON with our reader, and Chinese written as itself."""

    ensure_ascii = False
    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return parse_strict(s)


class StrictRequest(Request):
    """Flask's request whose JSON is read strictly; `null` is a fault rather than an absent body."""

    def on_json_loading_failed(self, e: ValueError | None) -> NoReturn:
        raise _bad(
            "not_json",
            zh="请求头 Content-Type 应为 application/json",
            en="the request header Content-Type should be application/json",
        )


def _decoded(data: str | bytes) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad(
            "not_utf8",
            zh=f"正文不是 UTF-8（第 {error.start} 字节）",
            en=f"the body is not UTF-8 (byte {error.start})",
        ) from None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            shown = _shown(key)
            raise _bad(
                "duplicate_key",
                zh=f"字段 {shown} 出现了两次",
                en=f"field {shown} stands there twice",
                field=shown,
            )
        found[key] = value
    return found


def _no_constant(text: str) -> NoReturn:
    raise _bad("not_a_number", zh=f"{text} 不是 JSON 的数", en=f"{text} is not a JSON number")


def _bounded(text: str) -> int:
    if len(text) > 20 or abs(int(text)) > LARGEST_INT:
        raise _bad("integer_too_large", zh="整数超出 63 位", en="an integer exceeds 63 bits")
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _bad("not_finite", zh="数值超出范围", en="a number is out of range")
    return value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_doubles, parse_constant=_no_constant, parse_int=_bounded, parse_float=_finite
)


def _refuse_deep(document: Any) -> None:
    """Refuse what `_checked` would find too deep, level by level."""
    level, depth = [document], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise _too_deep()
        within = [one.values() if type(one) is dict else one for one in level if type(one) in _HOLDING]
        level = [value for values in within for value in values]


def _checked(value: Any, *, path: str, depth: int) -> Any:
    if depth > DEEPEST:
        raise _too_deep()
    if isinstance(value, str):
        return _text(value, path=path)
    if isinstance(value, list):
        return [_checked(item, path=f"{path}[{index}]", depth=depth + 1) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {
            _text(key, path=path): _checked(item, path=f"{path}.{key}" if path else key, depth=depth + 1)
            for key, item in value.items()
        }
    return value


def _text(value: str, *, path: str) -> str:
    if value.isascii() and len(value) <= LONGEST_STRING_BYTES and "\x00" not in value:
        return value
    fault = None
    if "\x00" in value:
        fault = ("含有空字符", "contains a null character")
    elif any("\ud800" <= character <= "\udfff" for character in value):
        fault = ("含有不成对的代理字符", "contains a lone surrogate")
    elif len(value) > LONGEST_STRING_BYTES // 4 and len(value.encode("utf-8")) > LONGEST_STRING_BYTES:
        fault = (f"超过 {LONGEST_STRING_BYTES} 字节", f"exceeds {LONGEST_STRING_BYTES} bytes")
    if fault is None:
        return unicodedata.normalize("NFC", value)
    field = _shown(path) or "body"
    raise _bad("text", zh=f"字段 {field} {fault[0]}", en=f"field {field} {fault[1]}", field=field)


def _too_deep() -> BadJson:
    return _bad("too_deep", zh=f"嵌套超过 {DEEPEST} 层", en=f"nested deeper than {DEEPEST} levels")


def _shown(path: str) -> str:
    """A path that is safe to show: short, and without what made it bad."""
    return path.encode("utf-8", "replace").decode("utf-8").replace("\x00", "?")[:100]


def _bad(code: str, *, zh: str, en: str, field: str | None = None) -> BadJson:
    return BadJson(f"json.{code}", zh=f"{zh}。", en=f"{en[0].upper()}{en[1:]}.", field=field)
