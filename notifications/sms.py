"""How long an SMS is: GSM 03.38 or UCS-2, one message or parts, and which characters may not be torn apart.

An SMS holds 140 octets: 160 septets of the GSM alphabet, else 70 UTF-16 units; in a concatenated one each part gives
6 octets to its header and holds 153 or 67 (3GPP TS 23.038, 23.040). A character of the extension table takes two
septets and an emoji two units; neither is split over parts. Chinese is UCS-2: count 70 and 67, never 160.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Coding: TypeAlias = Literal["gsm7", "ucs2"]

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPE = 0x1B
_EXTENSION = {"\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40,
              "€": 0x65}  # fmt: skip
_SEPTETS: dict[str, bytes] = {
    **{character: bytes([place]) for place, character in enumerate(_BASIC) if place != _ESCAPE},
    **{character: bytes([_ESCAPE, code]) for character, code in _EXTENSION.items()},
}
#: (units of a single message, units of one part), by coding.
LIMITS: dict[Coding, tuple[int, int]] = {"gsm7": (160, 153), "ucs2": (70, 67)}
MOST_PARTS = 255


@dataclass(frozen=True)
class Split:
    """A text as it goes over the air: its coding and the text of each part, in order."""

    coding: Coding
    parts: tuple[str, ...]


class TooLong(ValueError):
    """A text needs more parts than a concatenated message can have."""


def coding_of(text: str) -> Coding:
    """Return ``gsm7`` when every character is in the GSM alphabet, else ``ucs2``."""
    return "gsm7" if all(character in _SEPTETS for character in text) else "ucs2"


def units(text: str, coding: Coding) -> int:
    """Return the length of a text in septets or UTF-16 units."""
    return sum(_unit(character, coding) for character in text)


def split(text: str) -> Split:
    """Split a text into the parts in which it is sent. Raises TooLong above 255 parts."""
    return split_as(text, coding_of(text))


def split_as(text: str, coding: Coding) -> Split:
    """Split a text of this coding; any text can be UCS-2. Raises TooLong above 255 parts."""
    single, part = LIMITS[coding]
    if units(text, coding) <= single:
        return Split(coding, (text,))
    parts = tuple(_parts(text, coding, most=part))
    if len(parts) > MOST_PARTS:
        raise TooLong(f"the text needs {len(parts)} parts; a message has at most {MOST_PARTS}")
    return Split(coding, parts)


def encode(text: str, coding: Coding) -> bytes:
    """Return the octets of a text: one an octet for GSM (as SMPP carries it, unpacked), UTF-16BE for UCS-2."""
    if coding == "gsm7":
        return b"".join(_SEPTETS[character] for character in text)
    return text.encode("utf-16-be")


def decode(octets: bytes, coding: Coding) -> str:
    """Return the text of octets; what cannot be read is shown as U+FFFD."""
    if coding == "ucs2":
        return octets.decode("utf-16-be", "replace")
    back = {code: character for character, code in _EXTENSION.items()}
    text, escaped = [], False
    for octet in octets:
        if escaped:
            text.append(back.get(octet, "\ufffd"))
        elif octet != _ESCAPE:
            text.append(_BASIC[octet] if octet < len(_BASIC) else "\ufffd")
        escaped = octet == _ESCAPE and not escaped
    return "".join(text) + ("\ufffd" if escaped else "")


def fitted(line: str, *, tail: str, most_parts: int) -> str:
    """Return ``line`` and ``tail`` in at most so many parts: the line is cut with an ellipsis, the tail never.

    The tail says how to answer and where to look; a notice without it could not be acted upon.
    """
    whole = f"{line}{tail}"
    if len(split(whole).parts) <= most_parts:
        return whole
    for kept in range(len(line) - 1, -1, -1):
        cut = f"{line[:kept].rstrip()}…{tail}"
        if len(split(cut).parts) <= most_parts:
            return cut
    raise TooLong(f"the way of answering alone needs more than {most_parts} parts")


def reference_of(key: str) -> int:
    """Return the 8-bit reference of a key's parts: the same on a repeat, so that a phone joins copies alike."""
    return hashlib.sha256(key.encode()).digest()[0]


def _unit(character: str, coding: Coding) -> int:
    if coding == "gsm7":
        return len(_SEPTETS[character])
    return 2 if ord(character) > 0xFFFF else 1


def _parts(text: str, coding: Coding, *, most: int) -> Iterator[str]:
    begin = used = 0
    for place, character in enumerate(text):
        size = _unit(character, coding)
        if used + size > most:
            yield text[begin:place]
            begin, used = place, 0
        used += size
    yield text[begin:]
