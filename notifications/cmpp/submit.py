"""CMPP_SUBMIT and its answer, in both versions."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from notifications.cmpp.frame import Fields, PduError, Version, octets, result_field, small

#: Message formats (Msg_Fmt).
ASCII, UCS2 = 0, 8
#: Result of a SUBMIT_RESP by number: those that the specification names, and 2.0's "from 9 on: other".
RESULT: Mapping[int, str] = {
    0: "ok", 1: "bad_structure", 2: "bad_command", 3: "repeated_sequence", 4: "bad_length", 5: "bad_fee_code",
    6: "too_long", 7: "bad_service", 8: "flow_control", 9: "not_served_here", 10: "bad_src_id", 11: "bad_msg_src",
    12: "bad_fee_terminal", 13: "bad_dest_terminal",
}  # fmt: skip
#: Fee_UserType 2: the sender pays. FeeType 01: free for whoever receives it.
_SENDER_PAYS, _FREE = 2, "01"
_MOST_NUMBERS = 99
_ANSWER_2, _ANSWER_3 = struct.Struct(">QB"), struct.Struct(">QI")


@dataclass(frozen=True)
class Submit:
    """A message, or one part of it, to up to 99 numbers. ``valid_until`` and ``not_before`` in SMPP 3.3's form."""

    service_id: str
    msg_src: str
    src_id: str
    numbers: tuple[str, ...]
    content: bytes
    format: int = UCS2
    udhi: int = 0
    part: int = 1
    parts: int = 1
    wants_report: int = 1
    level: int = 0
    valid_until: str = ""
    not_before: str = ""
    link_id: str = field(default="")
    msg_id: int = 0


class SubmitAnswer(NamedTuple):
    """The gateway's id of what it took, or why it did not."""

    msg_id: int
    result: int


def longest(format_: int) -> int:
    """Return how many octets of content a message of this format has at most."""
    return 159 if format_ == ASCII else 140


def encode_submit(asked: Submit, version: Version) -> bytes:
    """Return the body of a SUBMIT. Raises PduError."""
    form = SubmitForm(asked, version)
    return form.to(asked.numbers, asked.src_id)


class SubmitForm:
    """A SUBMIT all but for whom it goes to and where it comes from: a message to a million is written once."""

    def __init__(self, asked: Submit, version: Version) -> None:
        if len(asked.content) > longest(asked.format):
            raise PduError(f"Msg_Content has at most {longest(asked.format)} octets, not {len(asked.content)}")
        self._wide = 32 if version is Version.V3 else 21
        new = b"\0" if version is Version.V3 else b""
        self._head = b"".join((
            asked.msg_id.to_bytes(8, "big"), small(asked.parts, "Pk_total"), small(asked.part, "Pk_number"),
            small(asked.wants_report, "Registered_Delivery"), small(asked.level, "Msg_level"),
            octets(asked.service_id, 10, "Service_Id"), small(_SENDER_PAYS, "Fee_UserType"), bytes(self._wide), new,
            b"\0", small(asked.udhi, "TP_udhi"), small(asked.format, "Msg_Fmt"), octets(asked.msg_src, 6, "Msg_src"),
            octets(_FREE, 2, "FeeType"), b"000000", octets(asked.valid_until, 17, "ValId_Time"),
            octets(asked.not_before, 17, "At_Time"),
        ))  # fmt: skip
        self._tail = b"".join((
            new, small(len(asked.content), "Msg_Length"), asked.content,
            octets(asked.link_id, 20, "LinkID") if version is Version.V3 else bytes(8),
        ))  # fmt: skip

    def to(self, numbers: Sequence[str], src_id: str) -> bytes:
        """Return the body to up to 99 numbers. Raises PduError."""
        if not 1 <= len(numbers) <= _MOST_NUMBERS:
            raise PduError(f"a SUBMIT goes to 1 to {_MOST_NUMBERS} numbers, not {len(numbers)}")
        return b"".join((
            self._head, octets(src_id, 21, "Src_Id"), small(len(numbers), "DestUsr_tl"),
            *(octets(number, self._wide, "Dest_terminal_Id") for number in numbers), self._tail,
        ))  # fmt: skip


def decode_submit(body: bytes, version: Version) -> Submit:
    """Return the values of a SUBMIT. Raises PduError."""
    read = Fields(body)
    wide = 32 if version is Version.V3 else 21
    msg_id = int.from_bytes(read.raw(8, "Msg_Id"), "big")
    parts, part, report, level = (read.octet(name) for name in ("Pk_total", "Pk_number", "Registered", "Msg_level"))
    service = read.text(10, "Service_Id")
    read.raw(1 + wide + (version is Version.V3) + 1, "Fee_terminal_Id")
    udhi, format_ = read.octet("TP_udhi"), read.octet("Msg_Fmt")
    source = read.text(6, "Msg_src")
    read.raw(2 + 6, "FeeCode")
    until, not_before = read.text(17, "ValId_Time"), read.text(17, "At_Time")
    src_id = read.text(21, "Src_Id")
    count = read.octet("DestUsr_tl")
    if not 1 <= count <= _MOST_NUMBERS:
        raise PduError(f"DestUsr_tl must be 1 to {_MOST_NUMBERS}, not {count}")
    numbers = tuple(read.text(wide, "Dest_terminal_Id") for _ in range(count))
    read.raw(int(version is Version.V3), "Dest_terminal_type")
    content = read.raw(read.octet("Msg_Length"), "Msg_Content")
    link = read.text(20, "LinkID") if version is Version.V3 else read.raw(8, "Reserve")[:0].decode()
    read.end()
    return Submit(
        service, source, src_id, numbers, content, format_, udhi, part, parts, report, level, until, not_before, link,
        msg_id,
    )  # fmt: skip


def encode_submit_answer(answer: SubmitAnswer, version: Version) -> bytes:
    """Return the body of a SUBMIT_RESP."""
    return answer.msg_id.to_bytes(8, "big") + result_field(answer.result, version, "Result")


def decode_submit_answer(body: bytes, version: Version) -> SubmitAnswer:
    """Return the values of a SUBMIT_RESP. Raises PduError."""
    form = _ANSWER_3 if version is Version.V3 else _ANSWER_2
    if len(body) != form.size:
        raise PduError(f"a SUBMIT_RESP has {form.size} octets, not {len(body)}")
    return SubmitAnswer(*form.unpack(body))
