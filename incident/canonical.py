"""Canonical JSON, RFC 8785, at the speed of a library in Rust wherever the two cannot differ.

The log is chained over canonical bytes, and a burst writes tens of megabytes of them; `rfc8785` is pure Python. What
the house records is words, whole numbers, booleans and null under plain names: for those `orjson` writes the very same
bytes. Anything else goes to `rfc8785` itself, which spells or refuses it.
"""

from __future__ import annotations

from typing import Any

import orjson
import rfc8785

#: Whole numbers that a double holds exactly; RFC 8785 refuses others.
_MOST_INT = 2**53 - 1


def canonical_bytes(value: Any, *, floats: bool = True) -> bytes:
    """The canonical JSON of `value` in UTF-8; rfc8785.CanonicalizationError where there is none.

    Without `floats` one anywhere within is a TypeError: none may stand in the log (DESIGN.md §3.6).
    """
    if _is_plain(value):
        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        except TypeError:  # half of a surrogate pair has no UTF-8, and is refused below
            pass
    elif not floats:
        _refuse_floats(value)
    return rfc8785.dumps(value)


def canonical_text(value: Any, *, floats: bool = True) -> str:
    """The same as text."""
    return canonical_bytes(value, floats=floats).decode()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"a float cannot stand in the log: {value!r}; use thousandths, ppm, fen or 1e-7 degree")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)


def _is_plain(value: Any) -> bool:
    """Whether `orjson` and RFC 8785 spell `value` alike: no floats, no huge numbers, names in ASCII.

    Names are sorted by UTF-16 there and by code point here, which is the same for ASCII.
    """
    parts = [value]
    for part in parts:  # it grows while it is walked through
        kind = type(part)
        if kind is str or part is None or kind is bool:
            continue  # most of what there is
        if kind is dict:
            try:
                if not "".join(part).isascii():
                    return False
            except TypeError:  # a name that is not a word
                return False
            parts += part.values()
        elif kind is list or kind is tuple:
            parts += part
        elif kind is not int or not -_MOST_INT <= part <= _MOST_INT:
            return False
    return True
