"""The short code on a printed task sheet: typed back in from paper or over a telephone. Pure.

Eight signs of Crockford's base 32 hold the first 40 bits of the task's id, a ninth is a check over GF(32): a single
wrong sign and two signs swapped are always noticed. No I, L, O or U: what looks like them is read as 1, 1, 0, and a U
is refused.
"""

from __future__ import annotations

import uuid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ = {letter: number for number, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_LENGTH = 9
#: x^5 + x^2 + 1, which generates all of GF(32).
_FIELD = 0b100101


def code_of(task_id: str) -> str:
    """The code of a task, `7KQ-M2X-P9D`."""
    bits = uuid.UUID(task_id).int >> 88
    signs = [(bits >> shift) & 31 for shift in range(35, -1, -5)]
    text = "".join(ALPHABET[sign] for sign in [*signs, _check(signs)])
    return f"{text[:3]}-{text[3:6]}-{text[6:]}"


def id_range(code: str) -> tuple[str, str] | None:
    """First and last task id (both included) that a typed code may mean; None for what is no code."""
    letters = [letter for letter in code.upper() if not letter.isspace() and letter not in "-_.·"]
    if len(letters) != _LENGTH or any(letter not in _READ for letter in letters):
        return None
    *signs, check = (_READ[letter] for letter in letters)
    if _check(signs) != check:
        return None
    bits = 0
    for sign in signs:
        bits = bits << 5 | sign
    return str(uuid.UUID(int=bits << 88)), str(uuid.UUID(int=(bits << 88) | ((1 << 88) - 1)))


def _check(signs: list[int]) -> int:
    """The sign that makes the weighted sum, 1·s₁ + a·s₂ + a²·s₃ …, end in nothing."""
    total = 0
    for place, sign in enumerate(signs, start=1):
        total ^= _times(sign, _power(place))
    return total


def _power(exponent: int) -> int:
    value = 1
    for _ in range(exponent):
        value = _times(value, 2)
    return value


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 32:
            one ^= _FIELD
        other >>= 1
    return product
