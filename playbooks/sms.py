"""How many parts a text message takes (3GPP TS 23.038 alphabets, 23.040 concatenation).

A message has 140 octets: 160 GSM-7 septets or 70 UCS-2 units; in a series each part gives 6 octets to its header,
which leaves 153 and 67. Extension characters of GSM-7 take two septets and characters outside the basic plane two
UCS-2 units; neither pair may be split, so a part may end one short.
"""

from dataclasses import dataclass
from typing import Literal

GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")

Encoding = Literal["GSM-7", "UCS-2"]


@dataclass(frozen=True)
class PartCount:
    """How a text travels: alphabet, length in its units (septets or UCS-2 units), and number of parts."""

    encoding: Encoding
    units: int
    parts: int
    units_per_part: int


def count_parts(text: str) -> PartCount:
    """Count the parts of ``text``; an empty text takes one part, as it does on the air."""
    if all(char in GSM7_BASIC or char in GSM7_EXTENSION for char in text):
        return _count([2 if char in GSM7_EXTENSION else 1 for char in text], encoding="GSM-7", single=160, many=153)
    return _count([2 if ord(char) > 0xFFFF else 1 for char in text], encoding="UCS-2", single=70, many=67)


def _count(widths: list[int], *, encoding: Encoding, single: int, many: int) -> PartCount:
    units = sum(widths)
    if units <= single:
        return PartCount(encoding=encoding, units=units, parts=1, units_per_part=single)
    parts, room = 1, many
    for width in widths:
        if width > room:
            parts, room = parts + 1, many
        room -= width
    return PartCount(encoding=encoding, units=units, parts=parts, units_per_part=many)
