"""Takes place, device and comments out of a picture without touching its pixels. Pure, strict, no image library.

A picture whose structure is not exactly what the format says is refused rather than passed on half stripped. What is
kept of a JPEG's EXIF is one number, the orientation, or photos taken upright would lie on their side.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

#: Chunks of a PNG that make the picture; everything else (eXIf, tEXt, zTXt, iTXt, tIME, private ones) goes.
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs"}
)
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
#: Flags of a VP8X chunk that announce EXIF and XMP.
_WEBP_FLAGS = 0x08 | 0x04
_ICC = b"ICC_PROFILE\x00"
_EXIF = b"Exif\x00\x00"
_ORIENTATION = 0x0112


class Unreadable(ValueError):
    """The picture is not built as its format says; nothing of it was passed on."""


def strip_jpeg(content: bytes) -> bytes:
    """The same picture with no APPn but JFIF, Adobe, colour profile and orientation; nothing after its end."""
    kept = [b"\xff\xd8"]
    orientation = None
    for marker, segment in _jpeg_segments(content):
        if marker == 0xE1 and segment[4:].startswith(_EXIF):
            orientation = orientation or _orientation(segment[4 + len(_EXIF) :])
        elif _jpeg_kept(marker, segment):
            kept.append(segment)
    if orientation is not None and orientation != 1:
        kept.insert(1, _orientation_segment(orientation))
    return b"".join(kept)


def strip_png(content: bytes) -> bytes:
    """The same picture with the chunks that make it, and no others."""
    kept, at, ended = [content[:8]], 8, False
    while not ended:
        if at + 12 > len(content):
            raise Unreadable("a PNG that ends before its IEND")
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise Unreadable("a PNG chunk that is longer than the file")
        (check,) = struct.unpack_from(">I", content, end - 4)
        if zlib.crc32(content[at + 4 : end - 4]) != check:
            raise Unreadable("a PNG chunk with a wrong checksum")
        if name in _PNG_KEPT:
            kept.append(content[at:end])
        at, ended = end, name == b"IEND"
    return b"".join(kept)


def strip_webp(content: bytes) -> bytes:
    """The same picture without its EXIF and XMP chunks."""
    if len(content) < 12:
        raise Unreadable("a WebP without a head")
    (size,) = struct.unpack_from("<I", content, 4)
    if size + 8 > len(content):
        raise Unreadable("a WebP that is shorter than it says")
    kept, at = [], 12
    while at < size + 8:
        if at + 8 > size + 8:
            raise Unreadable("a WebP chunk without a head")
        name, (length,) = content[at : at + 4], struct.unpack_from("<I", content, at + 4)
        end = at + 8 + length + length % 2
        if end > size + 8:
            raise Unreadable("a WebP chunk that is longer than the file")
        if name == b"VP8X" and length >= 1:
            flags = content[at + 8] & ~_WEBP_FLAGS
            kept.append(content[at : at + 8] + bytes([flags]) + content[at + 9 : end])
        elif name not in _WEBP_DROPPED:
            kept.append(content[at:end])
        at = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


#: Media type to what strips it; a type that is not here cannot be stripped.
STRIPPERS = {"image/jpeg": strip_jpeg, "image/png": strip_png, "image/webp": strip_webp}


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, segment with its marker) up to and with EOI; a scan's entropy-coded data belong to its SOS."""
    at = 2
    while True:
        if at + 2 > len(content) or content[at] != 0xFF:
            raise Unreadable("a JPEG without a marker where one must be")
        if content[at + 1] == 0xFF:  # fill bytes before a marker
            at += 1
            continue
        marker = content[at + 1]
        if marker == 0xD9:
            yield marker, b"\xff\xd9"
            return
        if marker in (0x00, 0x01, 0xD8) or 0xD0 <= marker <= 0xD7:
            raise Unreadable(f"a JPEG with marker {marker:02x} out of place")
        if at + 4 > len(content):
            raise Unreadable("a JPEG that ends in a segment's head")
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise Unreadable("a JPEG segment that is longer than the file")
        if marker == 0xDA:
            end = _scan_end(content, end)
        yield marker, content[at:end]
        at = end


def _scan_end(content: bytes, at: int) -> int:
    """Where the entropy-coded data that begin at `at` end: at the next marker that is no restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise Unreadable("a JPEG that ends within its picture")
        following = content[at + 1]
        if following == 0x00 or 0xD0 <= following <= 0xD7:
            at += 2
        elif following == 0xFF:
            at += 1
        else:
            return at


def _jpeg_kept(marker: int, segment: bytes) -> bool:
    if marker == 0xFE:  # a comment
        return False
    if marker == 0xE2:
        return segment[4:].startswith(_ICC)
    return not 0xE0 <= marker <= 0xEF or marker in (0xE0, 0xEE)


def _orientation(tiff: bytes) -> int | None:
    """The orientation (1 to 8) in an EXIF block's first directory; None when it has none or is not well formed."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return None
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return None
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for entry in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, _kind, _number, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
        if tag == _ORIENTATION:
            return value if 1 <= value <= 8 else None
    return None


def _orientation_segment(orientation: int) -> bytes:
    """An EXIF segment that says this and nothing else."""
    directory = struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    body = _EXIF + b"MM\x00\x2a" + struct.pack(">I", 8) + directory
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
