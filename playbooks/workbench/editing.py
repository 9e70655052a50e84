"""Changing single values of a playbook's file and nothing else: comments, order and layout stay byte for byte.

A value is found by its path among ruamel's parse events and only its own characters are replaced, so a form can edit
what people wrote by hand. What the form cannot express (adding an item, moving one) is written in the text.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from playbooks.source.yaml_source import read_yaml
from playbooks.terms.problems import Path, path_text

#: What may stand without quotes: it begins with a letter and has nothing that YAML could read as something else.
_PLAIN = re.compile(r"[A-Za-z\u3400-\u9fff][^\s:#,\[\]{}&*!|>'\"%@`?\\]*(?: [^\s:#,\[\]{}&*!|>'\"%@`?\\]+)*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})

#: What no text of a YAML file may hold: everything but c-printable (YAML 1.2, 5.1).
_UNWRITABLE = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


class EditError(ValueError):
    """A value cannot be changed like this; ``path`` says which, ``zh`` and ``en`` why."""

    def __init__(self, path: Path, *, zh: str, en: str) -> None:
        super().__init__(f"{path_text(path)}: {en}")
        self.path, self.zh, self.en = path_text(path), zh, en


@dataclass(frozen=True)
class _Span:
    """A node of the file: where its characters begin and end, and how it was written."""

    start: int
    end: int
    #: None: plain; a quotation mark, ``|`` or ``>``; ``[`` for a list in one line.
    style: str | None
    written: str
    indent: int


def set_values(text: str, edits: Sequence[tuple[Path, Any]]) -> str:
    """Return ``text`` with the values at these paths replaced; EditError where one is not there or no single value.

    Values are text, whole numbers, true and false, and lists of such where the file has a list in one line.
    """
    for path, value in edits:
        span = _find(text, path)
        text = text[: span.start] + _written(value, like=span, path=path) + text[span.end :]
    found = _data(text)
    for path, value in dict(edits).items():
        if _at(found, path) != value:
            raise EditError(path, zh="这个值不能这样写；请在原文里改。", en="write this value in the text instead")
    return text


def _data(text: str) -> Any:
    return read_yaml(text, filename="draft.yaml").data


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _find(text: str, wanted: Path) -> _Span:
    try:
        for path, span in _spans(iter(YAML(pure=True).parse(text)), text):
            if path == wanted:
                return span
    except YAMLError:
        raise EditError(wanted, zh="原文的 YAML 语法有误，请先改好。", en="mend the YAML syntax first") from None
    raise EditError(
        wanted, zh="原文里没有这个值；请在原文里加上。", en="the file has no such value; add it in the text"
    )


def _spans(events: Iterator[Any], text: str) -> Iterator[tuple[Path, _Span]]:
    for event in events:
        if isinstance(event, (ScalarEvent, SequenceStartEvent, MappingStartEvent)):
            yield from _node(event, events, text, ())


def _node(event: Any, events: Iterator[Any], text: str, path: Path) -> Iterator[tuple[Path, _Span]]:
    if isinstance(event, ScalarEvent):
        start, end = event.start_mark.index, event.end_mark.index
        yield path, _Span(start, end, event.style, text[start:end], _indent(text, start))
    elif isinstance(event, SequenceStartEvent):
        flat = bool(event.flow_style)
        for index, inner in enumerate(events):
            if isinstance(inner, SequenceEndEvent):
                if flat:
                    start, end = event.start_mark.index, inner.end_mark.index
                    yield path, _Span(start, end, "[", text[start:end], _indent(text, start))
                return
            yield from _node(inner, events, text, (*path, index))
    elif isinstance(event, MappingStartEvent):
        for key in events:
            if isinstance(key, MappingEndEvent):
                return
            name = key.value if isinstance(key, ScalarEvent) else "?"
            yield from _node(next(events), events, text, (*path, name))


def _indent(text: str, start: int) -> int:
    line = text.rfind("\n", 0, start) + 1
    return len(text[line:]) - len(text[line:].lstrip(" "))


def _written(value: Any, *, like: _Span, path: Path) -> str:
    """Spell ``value`` as much like the old one as it can be."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:_}" if "_" in like.written else str(value)
    if isinstance(value, list) and like.style == "[":
        return "[" + ", ".join(_written(one, like=_PLAIN_SPAN, path=path) for one in value) + "]"
    if not isinstance(value, str):
        raise EditError(path, zh="这里只能改单个的值。", en="only a single value can be changed here")
    if _UNWRITABLE.search(value):
        raise EditError(path, zh="有 YAML 不容许的字符，请删去。", en="take out the character that YAML does not allow")
    if like.style in ("|", ">"):
        return _block(value, like)
    if like.style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if like.style is None and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def _block(value: str, like: _Span) -> str:
    """Write lines under a ``|``; what was folded becomes literal, which says the same."""
    ended = like.written.endswith("\n")
    margin = " " * (like.indent + 2)
    lines = value.removesuffix("\n").split("\n")
    mark = "|" if value.endswith("\n") else "|-"
    return mark + "\n" + "\n".join(margin + line if line else "" for line in lines) + ("\n" if ended else "")


_PLAIN_SPAN = _Span(0, 0, None, "", 0)
