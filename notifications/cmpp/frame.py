"""CMPP framing and fields: a length is looked at before anything is read, and every field has its size.

A gateway's field of text is ASCII, filled up with NUL on the right; one that is longer than its place raises PduError.
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import Final, NamedTuple

CONNECT: Final = 0x01
TERMINATE: Final = 0x02
SUBMIT: Final = 0x04
DELIVER: Final = 0x05
QUERY: Final = 0x06
CANCEL: Final = 0x07
ACTIVE_TEST: Final = 0x08
RESPONSE: Final = 0x80000000

HEADER: Final = 12
#: A CMPP 3.0 submit to 99 numbers has 3,391 octets; nothing is longer.
MAX_PDU: Final = 4096
LAST_SEQUENCE: Final = 0xFFFFFFFF


class Version(IntEnum):
    """A version as it stands in a CONNECT: the major in the upper four bits."""

    V2 = 0x20
    V3 = 0x30


class PduError(ValueError):
    """Bytes are no PDU of this kind, or a value does not fit its field."""


class Frame(NamedTuple):
    """One PDU: command, sequence and the bytes of its body."""

    command: int
    sequence: int
    body: bytes = b""


def pack(command: int, sequence: int, body: bytes = b"") -> bytes:
    """Return the bytes of a PDU. Raises PduError when it is too long."""
    length = HEADER + len(body)
    if length > MAX_PDU:
        raise PduError(f"a PDU has at most {MAX_PDU} octets, not {length}")
    return struct.pack(">III", length, command, sequence) + body


def take_frames(received: bytearray) -> list[Frame]:
    """Take every whole PDU out of what was received; half a one stays. Raises PduError for a length that can't be."""
    frames: list[Frame] = []
    at, have = 0, len(received)
    try:
        while have - at >= HEADER:
            length, command, sequence = struct.unpack_from(">III", received, at)
            if not HEADER <= length <= MAX_PDU:
                raise PduError(f"Total_Length must be {HEADER} to {MAX_PDU}, not {length}")
            if have - at < length:
                break
            frames.append(Frame(command, sequence, bytes(received[at + HEADER : at + length])))
            at += length
    finally:
        del received[:at]
    return frames


def octets(text: str, size: int, name: str) -> bytes:
    """Return a text as a field of ``size`` octets, NUL on the right. Raises PduError when it does not fit."""
    if not text.isascii() or "\0" in text or len(text) > size:
        raise PduError(f"{name} must be at most {size} ASCII characters")
    return text.encode().ljust(size, b"\0")


def plain(field: bytes, name: str) -> str:
    """Return the text of a field up to its first NUL. Raises PduError."""
    try:
        return field.partition(b"\0")[0].decode("ascii")
    except UnicodeDecodeError:
        raise PduError(f"{name} is not ASCII") from None


def small(number: int, name: str, *, most: int = 0xFF) -> bytes:
    """Return a number as one octet. Raises PduError when it does not fit."""
    if not 0 <= number <= most:
        raise PduError(f"{name} must be 0 to {most}, not {number}")
    return bytes([number])


def result_field(number: int, version: Version, name: str) -> bytes:
    """Return a result: one octet in CMPP 2.0, four in 3.0."""
    if version is Version.V2:
        return small(number, name)
    if not 0 <= number <= 0xFFFFFFFF:
        raise PduError(f"{name} must fit 32 bits")
    return struct.pack(">I", number)


class Fields:
    """Reads a body from its beginning; what is missing raises PduError, and so does what is left over."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def raw(self, count: int, name: str) -> bytes:
        """Return so many octets."""
        taken = self._body[self._at : self._at + count]
        if len(taken) != count:
            raise PduError(f"the body ends within {name}")
        self._at += count
        return taken

    def octet(self, name: str) -> int:
        """Return one octet as a number."""
        return self.raw(1, name)[0]

    def word(self, name: str) -> int:
        """Return four octets as a number."""
        return int.from_bytes(self.raw(4, name), "big")

    def text(self, size: int, name: str) -> str:
        """Return a field of text up to its first NUL."""
        return plain(self.raw(size, name), name)

    def result(self, version: Version, name: str) -> int:
        """Return a result as :func:`result_field` writes it."""
        return self.octet(name) if version is Version.V2 else self.word(name)

    def end(self) -> None:
        """Raise PduError unless everything was read."""
        if self._at != len(self._body):
            raise PduError(f"the body has {len(self._body) - self._at} octets too many")
