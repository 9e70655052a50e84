"""YAML to plain values with the line and column of each: nothing is built, expanded or executed while loading.

Values are made here from ruamel's parse events, without any of its constructors: maps with text keys, lists, text,
numbers, true, false and null. Tags, anchors, aliases, directives, several documents and large or deep files are
refused (an alias bomb of 1 kB is 3 GB when expanded).
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from playbooks.terms.problems import Path, PlaybookError, Problem, path_text

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
_INT = re.compile(r"[-+]?[0-9][0-9_]{0,30}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+)")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass
class Source:
    """A parsed file: ``data`` as plain values, ``places`` from path to (line, column), both from 1."""

    filename: str
    data: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    #: Where each text begins and ends in the file, for problems at one of its characters.
    spans: dict[Path, tuple[int, int]] = field(default_factory=dict)
    text: str = ""

    def problem(self, path: Path, *, zh: str, en: str) -> Problem:
        """Return a problem at ``path``, or at its nearest parent that stands in the file."""
        known = path
        while known and known not in self.places:
            known = known[:-1]
        line, column = self.places.get(known, (1, 1))
        return Problem(self.filename, line, column, path_text(path), zh, en)

    def problem_within(self, path: Path, offset: int, *, zh: str, en: str) -> Problem:
        """Return a problem at one character of the text at ``path``, wherever quotes and folds have put it."""
        whole = self.problem(path, zh=zh, en=en)
        if path not in self.spans:
            return whole
        index = _index_in_file(self.text, self.spans[path], value=self._at(path), offset=offset)
        line = self.text.count("\n", 0, index) + 1
        return replace(whole, line=line, column=index - (self.text.rfind("\n", 0, index) + 1) + 1)

    def _at(self, path: Path) -> str:
        here = self.data
        for step in path:
            here = here[step]
        return str(here)

    def note(self, path: Path, event: Any, *, zh: str, en: str) -> None:
        """Add a problem at an event's own mark."""
        mark = event.start_mark
        self.problems.append(Problem(self.filename, mark.line + 1, mark.column + 1, path_text(path), zh, en))


def read_yaml(text: str, *, filename: str) -> Source:
    """Parse ``text``; problems of the file's form are in the result, a file that can't be read raises PlaybookError."""
    source = Source(filename=filename, text=text)
    if len(text.encode("utf-8", errors="surrogatepass")) > MAX_BYTES:
        raise PlaybookError(
            [source.problem((), zh="文件超过 256 kB", en="file is larger than 256 kB; split it or shorten its texts")]
        )
    try:
        source.data = _document(iter(_Yaml(typ="safe", pure=True).parse(text)), source=source)
    except MarkedYAMLError as error:
        raise PlaybookError([*source.problems, _syntax_problem(error, filename=filename)]) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - (text.rfind("\n", 0, error.position) + 1) + 1
        zh, en = "含有不可用的控制字符", "contains a control character that YAML does not allow"
        raise PlaybookError([*source.problems, Problem(filename, line, column, "", zh, en)]) from error
    except YAMLError as error:
        raise PlaybookError([*source.problems, source.problem((), zh="不是 YAML", en=f"not YAML: {error}")]) from error
    return source


class _Yaml(YAML):
    """ruamel's reader without the search for plug-ins on the disk that it makes for every file."""

    def official_plug_ins(self) -> list[str]:
        return []


def _index_in_file(text: str, span: tuple[int, int], *, value: str, offset: int) -> int:
    """Return where a character of a value stands in the file: both have the same characters between their blanks.

    A quoted text begins after its quote, one in a block (| or >) after the line of its sign.
    """
    start, end = span
    if text[start : start + 1] in ("'", '"'):
        start, end = start + 1, end - 1
    elif text[start : start + 1] in ("|", ">"):
        start = text.find("\n", start, end) + 1 or end
    before = sum(not character.isspace() for character in value[:offset])
    for index in range(start, end):
        if not text[index].isspace():
            if before == 0:
                return index
            before -= 1
    return min(len(text[:end].rstrip()), len(text))


def _syntax_problem(error: MarkedYAMLError, *, filename: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = error.problem or "not YAML"
    return Problem(filename, line, column, "", f"YAML 语法有误：{what}", f"YAML syntax: {what}")


def _document(events: Iterator[Any], *, source: Source) -> Any:
    data, documents = None, 0
    for event in events:
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                source.note((), event, zh="只能有一个文档", en="one document a file; remove the second '---'")
                break
            if event.version or event.tags:
                source.note((), event, zh="不接受 % 指令", en="directives (%YAML, %TAG) are not accepted; remove them")
        elif isinstance(event, (ScalarEvent, SequenceStartEvent, MappingStartEvent, AliasEvent)):
            data = _value(event, events=events, source=source, path=())
    return data


def _value(event: Any, *, events: Iterator[Any], source: Source, path: Path) -> Any:
    source.places.setdefault(path, (event.start_mark.line + 1, event.start_mark.column + 1))
    if len(path) > MAX_DEPTH:
        source.note(path, event, zh=f"嵌套超过 {MAX_DEPTH} 层", en=f"nested more than {MAX_DEPTH} deep")
        raise PlaybookError(source.problems)
    if isinstance(event, AliasEvent):
        source.note(
            path,
            event,
            zh="不接受 YAML 别名（*）",
            en="aliases (*name) are not accepted; write the value out",
        )
        return None
    if event.anchor is not None:
        source.note(path, event, zh="不接受 YAML 锚点（&）", en="anchors (&name) are not accepted; remove it")
    if event.tag is not None:
        source.note(path, event, zh="不接受 YAML 标签（!）", en="tags (!name) are not accepted; remove it")
    if isinstance(event, ScalarEvent):
        source.spans[path] = (event.start_mark.index, event.end_mark.index)
        return _scalar(event)
    if isinstance(event, SequenceStartEvent):
        return _sequence(events, source=source, path=path)
    return _mapping(events, source=source, path=path)


def _scalar(event: ScalarEvent) -> Any:
    text: str = event.value
    if event.style is None:
        if text in _WORDS:
            return _WORDS[text]
        if _INT.fullmatch(text):
            return int(text.replace("_", ""))
        if _FLOAT.fullmatch(text):
            return float(text) if math.isfinite(float(text)) else text
    return unicodedata.normalize("NFC", text)


def _sequence(events: Iterator[Any], *, source: Source, path: Path) -> list[Any]:
    found: list[Any] = []
    for event in events:
        if isinstance(event, SequenceEndEvent):
            break
        found.append(_value(event, events=events, source=source, path=(*path, len(found))))
    return found


def _mapping(events: Iterator[Any], *, source: Source, path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for event in events:
        if isinstance(event, MappingEndEvent):
            break
        if not isinstance(event, ScalarEvent):
            source.note(path, event, zh="名称应为一个词", en="a name must be one word, not a list or a group")
            _value(event, events=events, source=source, path=(*path, "?"))
            name = "?"
        else:
            name = unicodedata.normalize("NFC", event.value)
            _check_name(name, event=event, source=source, path=path, seen=name in found)
        place = (*path, name)
        source.places[place] = (event.start_mark.line + 1, event.start_mark.column + 1)
        value = next(events)
        found[name] = _value(value, events=events, source=source, path=place)
    return found


def _check_name(name: str, *, event: ScalarEvent, source: Source, path: Path, seen: bool) -> None:
    if seen:
        source.note((*path, name), event, zh=f"“{name}”写了两次", en=f"{name!r} is given twice; keep one")
    if name == "<<" and event.style is None:
        source.note((*path, name), event, zh="不接受 YAML 合并（<<）", en="merge keys (<<) are not accepted")
    if event.tag is not None or event.anchor is not None:
        source.note((*path, name), event, zh="名称不带标签或锚点", en="a name takes no tag and no anchor")
