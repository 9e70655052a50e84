"""A strict JSON parser that knows lines: refuses duplicate keys, NaN, deep nesting and floods of positions.

The standard library's parser takes the last of two equal keys, accepts NaN, and cannot say where an object
began; an error for a person needs the line. Positions (arrays of numbers) are read by one pattern each, which
keeps 200,000 of them within a second.
"""

import re
from bisect import bisect_left
from functools import cached_property
from json.decoder import scanstring  # type: ignore[attr-defined]  # public in CPython, not in typeshed
from math import isfinite
from typing import Any

from geo.errors import FootprintError

_MAX_NESTING = 32
_NEWLINE = re.compile("\n")
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER_TEXT = r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?"
_NUMBER = re.compile(_NUMBER_TEXT)
_POSITION = re.compile(rf"\[\s*({_NUMBER_TEXT})\s*,\s*({_NUMBER_TEXT})\s*(?:,\s*({_NUMBER_TEXT})\s*)?\]")
_WORDS = {"true": True, "false": False, "null": None}


class JsonDocument:
    """A parsed document: `value`, and the line on which each object began."""

    def __init__(self, data: bytes, *, max_positions: int) -> None:
        try:
            self._text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise FootprintError(f"line {line}: not UTF-8; save the file as UTF-8") from None
        self._starts: dict[int, int] = {}
        self._positions = 0
        self._max_positions = max_positions
        self.value, end = self._any(self._skip(0), 0)
        if self._skip(end) != len(self._text):
            raise self._error(self._skip(end), "something follows the end of the document")

    def line_of(self, value: Any) -> int:
        """Return the line on which an object of this document begins."""
        return self._line(self._starts.get(id(value), 0))

    def _line(self, at: int) -> int:
        return bisect_left(self._line_ends, at) + 1

    @cached_property
    def _line_ends(self) -> list[int]:
        """Where lines end: counted once, since a file of 20,000 features asks 20,000 times."""
        return [match.start() for match in _NEWLINE.finditer(self._text)]

    def _error(self, at: int, problem: str) -> FootprintError:
        return FootprintError(f"line {self._line(at)}: {problem}")

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def _any(self, at: int, depth: int) -> tuple[Any, int]:
        if depth > _MAX_NESTING:
            raise self._error(at, f"nested more than {_MAX_NESTING} deep")
        first = self._text[at : at + 1]
        if first == "{":
            return self._object(at, depth)
        if first == "[":
            return self._array(at, depth)
        if first == '"':
            return self._string(at)
        return self._number_or_word(at)

    def _string(self, at: int) -> tuple[str, int]:
        try:
            text, end = scanstring(self._text, at + 1, True)  # noqa: FBT003 - positional in the standard library
        except ValueError as error:
            raise self._error(at, f"a text is not closed or holds a control character ({error})") from None
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise self._error(at, "a text holds half a surrogate pair")
        return text, end

    def _number_or_word(self, at: int) -> tuple[Any, int]:
        match = _NUMBER.match(self._text, at)
        if match:
            number = float(match[0])
            if not isfinite(number):
                raise self._error(at, f"the number {match[0]} is too large")
            return number, match.end()
        for word, value in _WORDS.items():
            if self._text.startswith(word, at):
                return value, at + len(word)
        if self._text.startswith(("NaN", "Infinity", "-Infinity"), at):
            raise self._error(at, "NaN and Infinity are no JSON numbers; leave the place out or give a number")
        shown = self._text[at : at + 12]
        raise self._error(at, f"expected a value, found {shown!r}" if shown else "the document ends too early")

    def _array(self, at: int, depth: int) -> tuple[list[Any], int]:
        position = _POSITION.match(self._text, at)
        if position:
            self._positions += 1
            if self._positions > self._max_positions:
                raise self._error(at, f"more than {self._max_positions:,} positions; simplify the shapes")
            numbers = [float(number) for number in position.groups() if number is not None]
            if not all(map(isfinite, numbers)):
                raise self._error(at, "a coordinate is too large for a number")
            return numbers, position.end()
        items: list[Any] = []
        at = self._skip(at + 1)
        if self._text[at : at + 1] == "]":
            return items, at + 1
        while True:
            item, at = self._any(at, depth + 1)
            items.append(item)
            at = self._skip(at)
            mark, at = self._text[at : at + 1], self._skip(at + 1)
            if mark == "]":
                return items, at
            if mark != ",":
                raise self._error(at - 1, "expected ',' or ']' in a list")

    def _object(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        members: dict[str, Any] = {}
        self._starts[id(members)] = at
        at = self._skip(at + 1)
        if self._text[at : at + 1] == "}":
            return members, at + 1
        while True:
            if self._text[at : at + 1] != '"':
                raise self._error(at, "expected a name in quotation marks")
            begin = at
            name, at = self._string(at)
            if name in members:
                raise self._error(begin, f"the name {name!r} stands twice in one object")
            at = self._skip(at)
            if self._text[at : at + 1] != ":":
                raise self._error(at, f"expected ':' after {name!r}")
            members[name], at = self._any(self._skip(at + 1), depth + 1)
            at = self._skip(at)
            mark, at = self._text[at : at + 1], self._skip(at + 1)
            if mark == "}":
                return members, at
            if mark != ",":
                raise self._error(at - 1, "expected ',' or '}' in an object")
