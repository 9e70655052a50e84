"""Who of many is asked: drawn at random, the same again for the same job; and what an answer by SMS says. Pure."""

from __future__ import annotations

import hashlib
import random
import re
import unicodedata
from collections.abc import Mapping

_NUMBER = re.compile(r"[0-9]+")
_CHINESE = {word: number for number, word in enumerate("一二三四五六七八九十", 1)}
#: A longer text is a letter to us and no answer.
_LONGEST_ANSWER = 40


def shared_out(many: int, there: Mapping[str, int]) -> dict[str, int]:
    """So many of all that there are, by county in proportion, or all of them; without empty counties."""
    whole = sum(there.values())
    if not whole:
        return {}
    wanted = min(many, whole)
    given = {county: wanted * here // whole for county, here in there.items()}
    rest = sorted(there, key=lambda county: (-(wanted * there[county] % whole), county))
    for county in rest[: wanted - sum(given.values())]:
        given[county] += 1
    return {county: here for county, here in given.items() if here}


def ranks(name: str, county: str, *, of: int, wanted: int) -> list[int]:
    """Which of `of` entries are drawn, counted from 0, in order; `name` is that of the sample."""
    seed = hashlib.sha256(f"{name}|{county}".encode()).digest()
    return sorted(random.Random(seed).sample(range(of), wanted))  # noqa: S311  a fair draw, no secret


def answer_of(text: str, *, scale: int) -> int | None:
    """The number from 1 to `scale` that a text gives, None where it gives none or more than one."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in _CHINESE and _CHINESE[plain] <= scale:
        return _CHINESE[plain]
    found = _NUMBER.findall(plain)
    if len(found) != 1 or len(plain) > _LONGEST_ANSWER or not 1 <= (number := int(found[0][:6])) <= scale:
        return None
    return number
