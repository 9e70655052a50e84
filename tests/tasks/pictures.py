"""Small pictures built by the byte, each with a place in it that must not come out."""

from __future__ import annotations

import struct
import zlib

#: What stands for a place and a device; no byte of it may pass.
PLACE = b"GPS 31.0N 103.4E by Zhang San's phone"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int) -> bytes:
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"II\x2a\x00" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + struct.pack("<I", 0)
    return segment(0xE1, b"Exif\x00\x00" + tiff + PLACE)


def jpeg(*, orientation: int = 6, scan: bytes = b"\x12\x34\xff\x00\x56\xff\xd0\x78") -> bytes:
    """JFIF, EXIF with a place, XMP, a comment, tables, one scan, and another picture behind the end."""
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00")
        + exif(orientation)
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + PLACE)
        + segment(0xE2, b"MPF\x00" + PLACE)
        + segment(0xFE, PLACE)
        + segment(0xDB, bytes(65))
        + segment(0xC0, bytes(15))
        + segment(0xDA, bytes(10))
        + scan
        + b"\xff\xd9"
        + PLACE
    )


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png() -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    told = chunk(b"eXIf", PLACE) + chunk(b"tEXt", b"Comment\x00" + PLACE) + chunk(b"iTXt", PLACE)
    return b"\x89PNG\r\n\x1a\n" + head + told + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"") + PLACE


def webp() -> bytes:
    def part(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)

    body = b"WEBP" + part(b"VP8X", bytes([0x0C, *bytes(9)])) + part(b"VP8 ", b"picture")
    body += part(b"EXIF", PLACE) + part(b"XMP ", PLACE)
    return b"RIFF" + struct.pack("<I", len(body)) + body
