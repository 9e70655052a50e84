"""CMPP_DELIVER: what a phone sent to us, or a status report of what we sent; and our answer to it."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import NamedTuple

from notifications.cmpp.frame import Fields, PduError, Version, octets, plain, result_field, small
from notifications.delivery import NoticeState

#: Stat of a report (table 1); the carriers' MA:…, DB:… and their like are failures. ACCEPTD is no final word.
STATES: Mapping[str, NoticeState] = {
    "DELIVRD": "delivered", "EXPIRED": "expired", "DELETED": "failed", "UNDELIV": "failed", "REJECTD": "failed",
    "UNKNOWN": "unknown", "ACCEPTD": "submitted",
}  # fmt: skip


#: Msg_Fmt (7.4.3): UCS-2 and GB 18030's older brother; all else is read octet by octet.
_CODINGS = {8: "utf-16-be", 15: "gb18030"}
_HEAD_2, _HEAD_3 = struct.Struct(">Q21s10sBBB21sBB"), struct.Struct(">Q21s10sBBB32sBBB")
_REPORT_2, _REPORT_3 = struct.Struct(">Q7s10s10s21sI"), struct.Struct(">Q7s10s10s32sI")


class Deliver(NamedTuple):
    """What a gateway hands over. ``is_report`` tells whether ``content`` is a status report."""

    msg_id: int
    dest_id: str
    source: str
    content: bytes
    is_report: int = 0
    service_id: str = ""
    format: int = 0
    udhi: int = 0
    link_id: str = ""


class Report(NamedTuple):
    """A status report: of which message, to which number, what became of it (times as YYMMDDhhmm)."""

    msg_id: int
    stat: str
    number: str
    submitted_at: str = ""
    done_at: str = ""
    smsc_sequence: int = 0

    @property
    def state(self) -> NoticeState:
        """What the report means."""
        return STATES.get(self.stat, "failed")


def encode_deliver(said: Deliver, version: Version) -> bytes:
    """Return the body of a DELIVER. Raises PduError."""
    new = version is Version.V3
    return b"".join((
        said.msg_id.to_bytes(8, "big"), octets(said.dest_id, 21, "Dest_Id"),
        octets(said.service_id, 10, "Service_Id"), b"\0", small(said.udhi, "TP_udhi"), small(said.format, "Msg_Fmt"),
        octets(said.source, 32 if new else 21, "Src_terminal_Id"), b"\0" if new else b"",
        small(said.is_report, "Registered_Delivery"), small(len(said.content), "Msg_Length"), said.content,
        octets(said.link_id, 20, "LinkID") if new else bytes(8),
    ))  # fmt: skip


def decode_deliver(body: bytes, version: Version) -> Deliver:
    """Return the values of a DELIVER. Raises PduError."""
    head, behind = (_HEAD_3, 20) if version is Version.V3 else (_HEAD_2, 8)
    if len(body) < head.size or len(body) != head.size + body[head.size - 1] + behind:
        raise PduError("a DELIVER's length does not fit its fields")
    msg_id, dest, service, _, udhi, format_, source, *_, is_report, length = head.unpack_from(body)
    content = body[head.size : head.size + length]
    link = plain(body[head.size + length :], "LinkID") if version is Version.V3 else ""
    return Deliver(
        msg_id, plain(dest, "Dest_Id"), plain(source, "Src_terminal_Id"), content, is_report,
        plain(service, "Service_Id"), format_, udhi, link,
    )  # fmt: skip


def text_of(said: Deliver) -> str:
    """What a phone wrote, without a header of several parts; signs that are none become marks."""
    content = said.content
    if said.udhi and content and content[0] < len(content):
        content = content[content[0] + 1 :]
    return content.decode(_CODINGS.get(said.format, "latin-1"), "replace")


def encode_report(report: Report, version: Version) -> bytes:
    """Return a status report as the content of a DELIVER. Raises PduError."""
    return b"".join((
        report.msg_id.to_bytes(8, "big"), octets(report.stat, 7, "Stat"),
        octets(report.submitted_at, 10, "Submit_time"), octets(report.done_at, 10, "Done_time"),
        octets(report.number, 32 if version is Version.V3 else 21, "Dest_terminal_Id"),
        report.smsc_sequence.to_bytes(4, "big"),
    ))  # fmt: skip


def decode_report(content: bytes, version: Version) -> Report:
    """Return the values of a status report. Raises PduError.

    Some gateways of 3.0 keep 2.0's 21 octets for the number: the length of the content says which it is.
    """
    if len(content) not in {60, 71} or (version is Version.V2 and len(content) == 71):
        raise PduError(f"a status report has 60 or 71 octets, not {len(content)}")
    msg_id, stat, submitted, done, number, smsc = (_REPORT_3 if len(content) == 71 else _REPORT_2).unpack(content)
    return Report(
        msg_id, plain(stat, "Stat"), plain(number, "Dest_terminal_Id"), plain(submitted, "Submit_time"),
        plain(done, "Done_time"), smsc,
    )  # fmt: skip


def encode_deliver_answer(msg_id: int, result: int, version: Version) -> bytes:
    """Return the body of a DELIVER_RESP."""
    return msg_id.to_bytes(8, "big") + result_field(result, version, "Result")


def decode_deliver_answer(body: bytes, version: Version) -> tuple[int, int]:
    """Return (Msg_Id, Result) of a DELIVER_RESP. Raises PduError."""
    read = Fields(body)
    found = int.from_bytes(read.raw(8, "Msg_Id"), "big"), read.result(version, "Result")
    read.end()
    return found
