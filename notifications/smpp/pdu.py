"""SMPP 3.4 PDUs, strictly: bytes to values and back, no sockets (SMPP Protocol Specification v3.4, issue 1.2).

Only what a transceiver for staff notices needs. Whatever does not fit its field raises PduError; a length is looked at
before anything is read, so that a hostile peer cannot make us wait for or keep more than a PDU's worth.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

GENERIC_NACK: Final = 0x80000000
QUERY_SM: Final = 0x00000003
SUBMIT_SM: Final = 0x00000004
DELIVER_SM: Final = 0x00000005
UNBIND: Final = 0x00000006
BIND_TRANSCEIVER: Final = 0x00000009
ENQUIRE_LINK: Final = 0x00000015
RESPONSE: Final = 0x80000000

VERSION: Final = 0x34
UDHI: Final = 0x40
RECEIPT: Final = 0x04
_RECEIPT_MASK: Final = 0x3C

USER_MESSAGE_REFERENCE: Final = 0x0204
RECEIPTED_MESSAGE_ID: Final = 0x001E
MESSAGE_STATE: Final = 0x0427
MESSAGE_PAYLOAD: Final = 0x0424
NETWORK_ERROR_CODE: Final = 0x0423

HEADER: Final = 16
MAX_PDU: Final = 8192
_MAX_SHORT_MESSAGE: Final = 254

#: command_status by number (§5.1.3), those that a notice can meet.
STATUS: Mapping[int, str] = {
    0x00: "ESME_ROK", 0x01: "ESME_RINVMSGLEN", 0x02: "ESME_RINVCMDLEN", 0x03: "ESME_RINVCMDID",
    0x04: "ESME_RINVBNDSTS", 0x05: "ESME_RALYBND", 0x08: "ESME_RSYSERR", 0x0A: "ESME_RINVSRCADR",
    0x0B: "ESME_RINVDSTADR", 0x0C: "ESME_RINVMSGID", 0x0D: "ESME_RBINDFAIL", 0x0E: "ESME_RINVPASWD",
    0x0F: "ESME_RINVSYSID", 0x14: "ESME_RMSGQFUL", 0x15: "ESME_RINVSERTYP", 0x43: "ESME_RINVESMCLASS",
    0x45: "ESME_RSUBMITFAIL", 0x58: "ESME_RTHROTTLED", 0x61: "ESME_RINVSCHED", 0x62: "ESME_RINVEXPIRY",
    0x64: "ESME_RX_T_APPN", 0x65: "ESME_RX_P_APPN", 0x66: "ESME_RX_R_APPN", 0x67: "ESME_RQUERYFAIL",
    0xFF: "ESME_RUNKNOWNERR",
}  # fmt: skip


class PduError(ValueError):
    """Bytes are not a PDU, or a value does not fit its field."""


@dataclass(frozen=True)
class Pdu:
    """One PDU: its header's values and the bytes of its body."""

    command: int
    status: int
    sequence: int
    body: bytes = b""


@dataclass(frozen=True)
class Bind:
    """bind_transceiver: who we are."""

    system_id: str
    password: str
    system_type: str = ""


@dataclass(frozen=True)
class Address:
    """A source or destination: type of number, numbering plan, digits."""

    ton: int
    npi: int
    digits: str


@dataclass(frozen=True)
class ShortMessage:
    """The body of submit_sm and deliver_sm; ``validity`` is SMPP's relative time or empty."""

    source: Address
    dest: Address
    message: bytes = b""
    esm_class: int = 0
    data_coding: int = 0
    registered_delivery: int = 0
    validity: str = ""
    service_type: str = ""
    tlvs: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def is_receipt(self) -> bool:
        """Whether this is an SMSC delivery receipt and not somebody's message."""
        return self.esm_class & _RECEIPT_MASK == RECEIPT


@dataclass(frozen=True)
class Query:
    """query_sm: which message, and whose."""

    message_id: str
    source: Address


@dataclass(frozen=True)
class Queried:
    """query_sm_resp: the message's state (1 enroute … 8 rejected, §5.2.28) and the network's error."""

    message_id: str
    state: int
    error: int


def encode(pdu: Pdu) -> bytes:
    """Return a PDU's bytes. Raises PduError when it is too long."""
    length = HEADER + len(pdu.body)
    if length > MAX_PDU:
        raise PduError(f"a PDU has at most {MAX_PDU} octets, not {length}")
    return struct.pack(">IIII", length, pdu.command, pdu.status, pdu.sequence) + pdu.body


def length_of(head: bytes) -> int:
    """Return the whole length that a PDU's first four octets announce. Raises PduError when it cannot be."""
    (length,) = struct.unpack(">I", head[:4])
    if not HEADER <= length <= MAX_PDU:
        raise PduError(f"command_length must be {HEADER} to {MAX_PDU}, not {length}")
    return int(length)


def decode(raw: bytes) -> Pdu:
    """Return the PDU of exactly these bytes. Raises PduError."""
    if len(raw) < HEADER or length_of(raw) != len(raw):
        raise PduError("command_length does not fit the octets that came")
    _, command, status, sequence = struct.unpack(">IIII", raw[:HEADER])
    return Pdu(command, status, sequence, raw[HEADER:])


def encode_bind(bind: Bind) -> bytes:
    """Return the body of bind_transceiver."""
    return b"".join((
        _text(bind.system_id, 16, "system_id"), _text(bind.password, 9, "password"),
        _text(bind.system_type, 13, "system_type"), bytes([VERSION, 0, 0]), _text("", 41, "address_range"),
    ))  # fmt: skip


def decode_text(body: bytes) -> str:
    """Return the first text of a response's body: system_id or message_id; empty when there is no body."""
    return _Reader(body).text(65, "id") if body else ""


def encode_message(message: ShortMessage) -> bytes:
    """Return the body of submit_sm or deliver_sm."""
    if len(message.message) > _MAX_SHORT_MESSAGE:
        raise PduError(f"short_message has at most {_MAX_SHORT_MESSAGE} octets")
    return b"".join((
        _text(message.service_type, 6, "service_type"), _address(message.source), _address(message.dest),
        _octets(message.esm_class, 0, 0), _text("", 17, "schedule_delivery_time"),
        _text(message.validity, 17, "validity_period"),
        _octets(message.registered_delivery, 0, message.data_coding, 0, len(message.message)),
        message.message, *(_tlv(tag, value) for tag, value in message.tlvs.items()),
    ))  # fmt: skip


def decode_message(body: bytes) -> ShortMessage:
    """Return the values of a submit_sm or deliver_sm body. Raises PduError."""
    read = _Reader(body)
    service_type = read.text(6, "service_type")
    source, dest = read.address("source_addr"), read.address("destination_addr")
    esm_class, _, _ = read.octet(), read.octet(), read.octet()
    read.text(17, "schedule_delivery_time")
    validity = read.text(17, "validity_period")
    registered, _, coding, _, length = (read.octet() for _ in range(5))
    message = read.octets(length)
    return ShortMessage(source, dest, message, esm_class, coding, registered, validity, service_type, read.tlvs())


def encode_query(query: Query) -> bytes:
    """Return the body of query_sm."""
    return _text(query.message_id, 65, "message_id") + _address(query.source)


def decode_queried(body: bytes) -> Queried:
    """Return the values of a query_sm_resp body. Raises PduError."""
    read = _Reader(body)
    message_id = read.text(65, "message_id")
    read.text(17, "final_date")
    return Queried(message_id, read.octet(), read.octet())


def _text(text: str, size: int, name: str) -> bytes:
    """A C-octet string of at most ``size`` octets with its NUL."""
    if not text.isascii() or "\0" in text or len(text) >= size:
        raise PduError(f"{name} must be at most {size - 1} ASCII characters")
    return text.encode() + b"\0"


def _octets(*numbers: int) -> bytes:
    if any(not 0 <= number <= 0xFF for number in numbers):
        raise PduError("an octet is 0 to 255")
    return bytes(numbers)


def _address(address: Address) -> bytes:
    return _octets(address.ton, address.npi) + _text(address.digits, 21, "address")


def _tlv(tag: int, value: bytes) -> bytes:
    if not 0 <= tag <= 0xFFFF or len(value) > 0xFFFF:
        raise PduError("a TLV has a tag and a length of 16 bits")
    return struct.pack(">HH", tag, len(value)) + value


class _Reader:
    """Reads a body from its beginning; what is missing raises PduError."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def octets(self, count: int) -> bytes:
        taken = self._body[self._at : self._at + count]
        if len(taken) != count:
            raise PduError("the body ends within a field")
        self._at += count
        return taken

    def octet(self) -> int:
        return self.octets(1)[0]

    def text(self, size: int, name: str) -> str:
        end = self._body.find(b"\0", self._at, self._at + size)
        if end < 0:
            raise PduError(f"{name} does not end within {size} octets")
        raw = self.octets(end - self._at + 1)[:-1]
        if not raw.isascii():
            raise PduError(f"{name} is not ASCII")
        return raw.decode()

    def address(self, name: str) -> Address:
        return Address(self.octet(), self.octet(), self.text(21, name))

    def tlvs(self) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        while self._at < len(self._body):
            tag, length = struct.unpack(">HH", self.octets(4))
            found[tag] = self.octets(length)
        return found
