"""The rest of CMPP between a sender and its gateway: QUERY, CANCEL, ACTIVE_TEST. TERMINATE has no body.

QUERY asks for a day's totals and never about one message, so that a lost answer cannot be asked for in CMPP: what is
unknown waits for its status report.
"""

from __future__ import annotations

import struct
from dataclasses import astuple, dataclass

from notifications.cmpp.frame import Fields, PduError, Version, octets, result_field, small

#: The one reserved octet of an ACTIVE_TEST_RESP.
ACTIVE_TEST_ANSWER = b"\0"


@dataclass(frozen=True)
class Query:
    """Totals of a day (YYYYMMDD), of everything or of one service."""

    day: str
    service_id: str = ""


@dataclass(frozen=True)
class Totals:
    """What a gateway counted that day: to phones (mt) and from them (mo); waiting and failed among them."""

    mt_messages: int
    mt_numbers: int
    mt_forwarded: int
    mt_waiting: int
    mt_failed: int
    mo_delivered: int
    mo_waiting: int
    mo_failed: int


def encode_query(asked: Query) -> bytes:
    """Return the body of a QUERY. Raises PduError."""
    return (
        octets(asked.day, 8, "Time")
        + small(1 if asked.service_id else 0, "Query_Type")
        + octets(asked.service_id, 10, "Query_Code")
        + bytes(8)
    )


def decode_query(body: bytes) -> Query:
    """Return the values of a QUERY. Raises PduError."""
    read = Fields(body)
    day, kind, code = read.text(8, "Time"), read.octet("Query_Type"), read.text(10, "Query_Code")
    read.raw(8, "Reserve")
    read.end()
    if kind > 1:
        raise PduError(f"Query_Type must be 0 or 1, not {kind}")
    return Query(day, code if kind else "")


def encode_query_answer(asked: Query, totals: Totals) -> bytes:
    """Return the body of a QUERY_RESP. Raises PduError."""
    numbers = astuple(totals)
    if any(not 0 <= number <= 0xFFFFFFFF for number in numbers):
        raise PduError("a total must fit 32 bits")
    return encode_query(asked)[:-8] + struct.pack(">8I", *numbers)


def decode_query_answer(body: bytes) -> tuple[Query, Totals]:
    """Return the values of a QUERY_RESP. Raises PduError."""
    if len(body) != 8 + 1 + 10 + 32:
        raise PduError(f"a QUERY_RESP has 51 octets, not {len(body)}")
    return decode_query(body[:19] + bytes(8)), Totals(*struct.unpack(">8I", body[19:]))


def encode_cancel(msg_id: int) -> bytes:
    """Return the body of a CANCEL: which message the gateway is to forget."""
    return msg_id.to_bytes(8, "big")


def decode_cancel(body: bytes) -> int:
    """Return the Msg_Id of a CANCEL. Raises PduError."""
    if len(body) != 8:
        raise PduError(f"a CANCEL has 8 octets, not {len(body)}")
    return int.from_bytes(body, "big")


def encode_cancel_answer(success: int, version: Version) -> bytes:
    """Return the body of a CANCEL_RESP: 0 forgotten, 1 not."""
    return result_field(success, version, "Success_Id")


def decode_cancel_answer(body: bytes, version: Version) -> int:
    """Return the Success_Id of a CANCEL_RESP. Raises PduError."""
    read = Fields(body)
    success = read.result(version, "Success_Id")
    read.end()
    return success
