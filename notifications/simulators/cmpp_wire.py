"""CMPP as the simulated gateway reads and writes it. Its own code: a misunderstanding must show between the two."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

CONNECT, TERMINATE, SUBMIT, DELIVER, QUERY, CANCEL, ACTIVE_TEST = 1, 2, 4, 5, 6, 7, 8
ANSWER = 0x80000000
V2, V3 = 0x20, 0x30
OK, BAD_STRUCTURE, REPEATED, TOO_LONG, BAD_SERVICE, FLOW, BAD_SOURCE, BAD_MSG_SRC, BAD_NUMBER = (
    0,
    1,
    3,
    6,
    7,
    8,
    10,
    11,
    13,
)
#: 2.0 has no word for what 3.0 numbers from 9 on: "other".
_OTHER = 9
_HEAD = struct.Struct(">III")
_MOST = 4096


class BadPdu(ValueError):
    """Octets that are no PDU of this kind."""


@dataclass(frozen=True)
class Submitted:
    """What a SUBMIT asks for."""

    phones: tuple[str, ...]
    source: str
    service: str
    msg_src: str
    content: bytes
    format: int
    part: tuple[int, int]
    reference: int
    wants_report: bool


def pdu(command: int, sequence: int, body: bytes = b"") -> bytes:
    """Return a PDU."""
    return _HEAD.pack(12 + len(body), command, sequence) + body


def taken(received: bytearray) -> list[tuple[int, int, bytes]]:
    """Take (command, sequence, body) of every whole PDU out of what came. Raises BadPdu."""
    found, at = [], 0
    while len(received) - at >= 12:
        length, command, sequence = _HEAD.unpack_from(received, at)
        if not 12 <= length <= _MOST:
            raise BadPdu("Total_Length")
        if len(received) - at < length:
            break
        found.append((command, sequence, bytes(received[at + 12 : at + length])))
        at += length
    del received[:at]
    return found


def connect_status(body: bytes, *, account: str, secret: bytes) -> tuple[int, int, bytes]:
    """Return (status, version asked for, proof of the source) of a CONNECT."""
    if len(body) != 27:
        return 1, V2, bytes(16)
    source, proof, version, stamp = body[:6].rstrip(b"\0"), body[6:22], body[22], int.from_bytes(body[23:], "big")
    if version not in (V2, V3):
        return 4, V2, proof
    if source != account.encode():
        return 2, version, proof
    right = hashlib.md5(source + bytes(9) + secret + f"{stamp:010d}".encode(), usedforsecurity=False).digest()
    return (0 if proof == right else 3), version, proof


def connect_answer(status: int, version: int, proof: bytes, secret: bytes) -> bytes:
    """Return the body of a CONNECT_RESP."""
    word = bytes([status]) if version == V2 else struct.pack(">I", status)
    own = hashlib.md5(word + proof + secret, usedforsecurity=False).digest()
    return word + (bytes(16) if status else own) + bytes([version])


def read_submit(body: bytes, version: int) -> Submitted:
    """Return what a SUBMIT says. Raises BadPdu."""
    wide, new = (21, 0) if version == V2 else (32, 1)
    try:
        parts, part, report = body[8], body[9], body[10]
        service = _text(body[12:22])
        at = 23 + wide + new
        udhi, format_ = body[at + 1], body[at + 2]
        msg_src = _text(body[at + 3 : at + 9])
        at += 9 + 8 + 34
        source, many = _text(body[at : at + 21]), body[at + 21]
        at += 22
        phones = tuple(_text(body[at + wide * one : at + wide * (one + 1)]) for one in range(many))
        at += wide * many + new
        length = body[at]
        content = body[at + 1 : at + 1 + length]
        if len(content) != length or len(body) != at + 1 + length + (8 if version == V2 else 20) or not many:
            raise BadPdu("lengths do not add up")
        reference = 0
        if udhi:
            if content[:3] != b"\x05\x00\x03" or (content[4], content[5]) != (parts, part):
                raise BadPdu("user data header")
            reference, content = content[3], content[6:]
    except (IndexError, UnicodeDecodeError) as error:
        raise BadPdu(str(error)) from error
    return Submitted(phones, source, service, msg_src, content, format_, (part, parts), reference, bool(report))


def submit_answer(msg_id: int, result: int, version: int) -> bytes:
    """Return the body of a SUBMIT_RESP; from August on the highest bit of an id is set: it is kept as signed."""
    return struct.pack(">q", msg_id) + result_word(result, version)


def result_word(result: int, version: int) -> bytes:
    """Return a result as wide as the version has it."""
    return bytes([min(result, _OTHER)]) if version == V2 else struct.pack(">I", result)


def report(*, msg_id: int, own_id: int, source: str, phone: str, stat: str, version: int) -> bytes:
    """Return the body of a DELIVER that is a status report."""
    wide = 21 if version == V2 else 32
    told = struct.pack(">q", msg_id) + stat.encode().ljust(7, b"\0") + b"0805121428" + b"0805121429"
    told += phone.encode().ljust(wide, b"\0") + bytes(4)
    head = struct.pack(">Q", own_id) + source.encode().ljust(21, b"\0") + bytes(10) + bytes(3)
    head += phone.encode().ljust(wide, b"\0") + (b"" if version == V2 else b"\0")
    return head + bytes([1, len(told)]) + told + bytes(8 if version == V2 else 20)


def spoken(*, own_id: int, source: str, phone: str, text: str, version: int) -> bytes:
    """Return the body of a DELIVER of what a phone wrote, in UCS-2."""
    said, new = text.encode("utf-16-be"), version != V2
    head = struct.pack(">Q", own_id) + source.encode().ljust(21, b"\0") + bytes(10) + bytes([0, 0, 8])
    head += phone.encode().ljust(32 if new else 21, b"\0") + (b"\0" if new else b"")
    return head + bytes([0, len(said)]) + said + bytes(20 if new else 8)


def _text(field: bytes) -> str:
    return field.split(b"\0", 1)[0].decode("ascii")
