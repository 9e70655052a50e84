"""SMPP 3.4 as the simulated SMSC reads and writes it. Its own code: a misunderstanding must show between the two."""

from __future__ import annotations

import struct
from dataclasses import dataclass

BIND_TRANSCEIVER, SUBMIT_SM, DELIVER_SM, QUERY_SM, UNBIND, ENQUIRE_LINK = 0x09, 0x04, 0x05, 0x03, 0x06, 0x15
RESPONSE = 0x80000000
NACK = 0x80000000
OK, BAD_COMMAND, BAD_STATE, SYSTEM_ERROR, BAD_DEST, BAD_ID, BAD_PASSWORD, THROTTLED, NO_QUERY = (
    0x00, 0x03, 0x04, 0x08, 0x0B, 0x0C, 0x0E, 0x58, 0x67,
)  # fmt: skip

_STATE_NUMBER = {"submitted": 1, "delivered": 2, "expired": 3, "failed": 5, "silent": 1}
_STATE_WORD = {"delivered": b"DELIVRD", "expired": b"EXPIRED", "failed": b"UNDELIV"}


class BadPdu(ValueError):
    """Octets that are no PDU of this kind."""


@dataclass(frozen=True)
class Submitted:
    """What a submit_sm asks for."""

    source: str
    phone: str
    text: str
    coding: str
    part: tuple[int, int, int]
    wants_report: bool


def pdu(command: int, sequence: int, body: bytes = b"", *, status: int = 0) -> bytes:
    """Return a PDU."""
    return struct.pack(">4I", 16 + len(body), command, status, sequence) + body


def string(body: bytes, at: int) -> tuple[str, int]:
    """Return the C-octet string at a place and the place after it."""
    end = body.index(b"\0", at)
    return body[at:end].decode("ascii"), end + 1


def bind_words(body: bytes) -> tuple[str, str]:
    """Return (system_id, password) of a bind."""
    try:
        system_id, at = string(body, 0)
        return system_id, string(body, at)[0]
    except (ValueError, UnicodeDecodeError) as error:
        raise BadPdu(str(error)) from error


def read_submit(body: bytes) -> Submitted:
    """Return what a submit_sm says. Raises BadPdu."""
    try:
        at = string(body, 0)[1]
        source, at = string(body, at + 2)
        phone, at = string(body, at + 2)
        esm_class, at = body[at], at + 3
        at = string(body, at)[1]
        at = string(body, at)[1]
        registered, coding, length = body[at], body[at + 2], body[at + 4]
        message = body[at + 5 : at + 5 + length]
        if len(message) != length or coding not in {0, 8}:
            raise BadPdu("sm_length or data_coding")
        part = (0, 1, 1)
        if esm_class & 0x40:
            head, message = message[1 : message[0] + 1], message[message[0] + 1 :]
            if len(head) != 5 or head[:2] != b"\x00\x03":
                raise BadPdu("user data header")
            part = (head[2], head[3], head[4])
        text = message.decode("utf-16-be") if coding == 8 else message.decode("latin-1")
    except (IndexError, ValueError) as error:
        raise BadPdu(str(error)) from error
    return Submitted(source, phone, text, "ucs2" if coding == 8 else "gsm7", part, bool(registered & 1))


def read_query(body: bytes) -> str:
    """Return the message id of a query_sm."""
    try:
        return string(body, 0)[0]
    except (ValueError, UnicodeDecodeError) as error:
        raise BadPdu(str(error)) from error


def query_answer(id_: str, *, state: str) -> bytes:
    """Return the body of a query_sm_resp."""
    return id_.encode() + b"\0" + b"\0" + bytes([_STATE_NUMBER[state], 0])


def report(*, id_: str, source: str, phone: str, fate: str) -> bytes:
    """Return the body of a deliver_sm that is a delivery receipt (appendix B), with its TLVs."""
    word = _STATE_WORD[fate]
    text = b"id:%s sub:001 dlvrd:%03d submit date:0805121428 done date:0805121429 stat:%s err:%s text:" % (
        id_.encode(), fate == "delivered", word, b"000" if fate == "delivered" else b"001",
    )  # fmt: skip
    tlvs = _tlv(0x001E, id_.encode() + b"\0") + _tlv(0x0427, bytes([_STATE_NUMBER[fate]]))
    return _deliver(phone, source, text, esm_class=0x04, coding=0) + tlvs


def answer(*, phone: str, dest: str, text: str) -> bytes:
    """Return the body of a deliver_sm that a person wrote; 7-bit where that can carry it, as phones do."""
    plain = text.isascii()
    return _deliver(phone, dest, text.encode("ascii" if plain else "utf-16-be"), esm_class=0, coding=0 if plain else 8)


def _deliver(source: str, dest: str, message: bytes, *, esm_class: int, coding: int) -> bytes:
    return b"".join((
        b"\0", b"\x01\x01", source.encode(), b"\0", b"\x03\x00", dest.encode(), b"\0",
        bytes([esm_class, 0, 0]), b"\0\0", bytes([0, 0, coding, 0, len(message)]), message,
    ))  # fmt: skip


def _tlv(tag: int, value: bytes) -> bytes:
    return struct.pack(">HH", tag, len(value)) + value
