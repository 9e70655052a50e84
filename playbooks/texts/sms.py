"""How many parts a text message takes (3GPP TS 23.038 alphabets, 23.040 concatenation, 23.041 cell broadcast).

A message has 140 octets: 160 GSM-7 septets or 70 UCS-2 units; in a series each part gives 6 octets to its header,
which leaves 153 and 67. Extension characters of GSM-7 take two septets and characters outside the basic plane two
UCS-2 units; neither pair may be split, so a part may end one short. A cell broadcast has up to 15 pages of 82
octets, 93 septets or 41 units, each decoded by itself, so that the same holds of its pages.
"""

from dataclasses import dataclass
from typing import Literal

GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")
_GSM7 = GSM7_BASIC | GSM7_EXTENSION

Encoding = Literal["GSM-7", "UCS-2"]


@dataclass(frozen=True)
class PartCount:
    """How a text travels: alphabet, length in its units (septets or UCS-2 units), and number of parts."""

    encoding: Encoding
    units: int
    parts: int
    units_per_part: int


@dataclass(frozen=True)
class PageCount:
    """How a text goes out as a cell broadcast: alphabet, length in its units, pages, and units of a page."""

    encoding: Encoding
    units: int
    pages: int
    units_per_page: int

    @property
    def fits(self) -> bool:
        """Whether it has no more pages than a cell broadcast can have."""
        return self.pages <= MOST_PAGES


#: A cell broadcast has no more pages (3GPP TS 23.041 §9.4.1.2.4).
MOST_PAGES = 15


def count_parts(text: str) -> PartCount:
    """Count the parts of ``text``; an empty text takes one part, as it does on the air."""
    encoding, widths = _widths(text)
    single, many = (160, 153) if encoding == "GSM-7" else (70, 67)
    units = sum(widths)
    if units <= single:
        return PartCount(encoding=encoding, units=units, parts=1, units_per_part=single)
    return PartCount(encoding=encoding, units=units, parts=_filled(widths, room=many), units_per_part=many)


def count_pages(text: str) -> PageCount:
    """Count the pages of ``text`` as a cell broadcast; more than MOST_PAGES can't be sent."""
    encoding, widths = _widths(text)
    room = 93 if encoding == "GSM-7" else 41
    return PageCount(encoding=encoding, units=sum(widths), pages=_filled(widths, room=room), units_per_page=room)


def is_gsm7(char: str) -> bool:
    """Whether the character is in the basic alphabet or its extension."""
    return char in GSM7_BASIC or char in GSM7_EXTENSION


def _widths(text: str) -> tuple[Encoding, list[int]]:
    if _GSM7.issuperset(text):
        if GSM7_EXTENSION.isdisjoint(text):
            return "GSM-7", [1] * len(text)
        return "GSM-7", [2 if char in GSM7_EXTENSION else 1 for char in text]
    if max(text) <= "\uffff":
        return "UCS-2", [1] * len(text)
    return "UCS-2", [2 if ord(char) > 0xFFFF else 1 for char in text]


def _filled(widths: list[int], *, room: int) -> int:
    """Pieces of `room` units that hold them all in order, none of them torn."""
    if 2 not in widths:
        return max(1, -(-len(widths) // room))
    pieces, left = 1, room
    for width in widths:
        if width > left:
            pieces, left = pieces + 1, room
        left -= width
    return pieces
