"""The CMPP dialect, 2.0 or 3.0, as a sender speaks it to its gateway."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from notifications import sms
from notifications.cmpp import frame
from notifications.cmpp.deliver import Deliver, decode_deliver, decode_report, encode_deliver_answer, text_of
from notifications.cmpp.frame import Frame, PduError, Version
from notifications.cmpp.login import (
    STATUS,
    Connect,
    decode_connect_answer,
    encode_connect,
    is_our_gateway,
    proof_of_source,
)
from notifications.cmpp.others import ACTIVE_TEST_ANSWER
from notifications.cmpp.submit import (
    ASCII,
    RESULT,
    UCS2,
    Submit,
    SubmitForm,
    decode_submit_answer,
    longest,
)
from notifications.relay.lines.dialect import Answered, Delivered, Ended, Event, LetIn, Owed, Part, Said, ShutOut
from notifications.relay.settings import CmppLine

_CHINA = timezone(timedelta(hours=8))
#: Flow control: surely not taken, and worth another try.
_FLOW = 8
#: A 2.0 gateway's "other error" may be anything, also that it does not know itself.
_UNCLEAR_2 = 9
_MOST_FORMS = 1000


class CmppDialect:
    """One connection to one gateway."""

    def __init__(self, line: CmppLine, *, source_addr: str, secret: bytes) -> None:
        self._line = line
        self._version = Version.V2 if line.version == "2.0" else Version.V3
        self._source_addr = source_addr
        self._secret = secret
        self._proof = b""
        self._sequence = 0
        self._forms: dict[tuple[Part, datetime], SubmitForm] = {}
        self.modulus = 10**line.reference_digits if line.reference_digits else 0

    def hello(self, now: datetime) -> bytes:
        """Return a CONNECT; its timestamp is China's time, as the gateway's is."""
        stamp = int(now.astimezone(_CHINA).strftime("%m%d%H%M%S"))
        self._proof = proof_of_source(self._source_addr, self._secret, stamp)
        asked = Connect(self._source_addr, self._proof, self._version, stamp)
        return frame.pack(frame.CONNECT, self._next(), encode_connect(asked))

    def compose(self, texts: Sequence[str], key: str) -> list[Part]:
        """Return all parts of all texts; what the gateway calls ASCII is, anything else leaves as UCS-2."""
        return [part for number, text in enumerate(texts) for part in _parts(text, f"{key}/{number}")]

    def submit(self, part: Part, *, number: int, position: int, until: datetime) -> tuple[int, bytes]:
        """Return a SUBMIT to one number; our reference stands behind our number, if the gateway has room for it."""
        digits = self._line.reference_digits
        behind = f"{position % self.modulus:0{digits}d}" if digits else ""
        form = self._forms.get((part, until))
        if form is None:
            if len(self._forms) >= _MOST_FORMS:
                self._forms.clear()
            form = self._forms[part, until] = self._form(part, until)
        sequence = self._next()
        body = form.to((str(number),), f"{self._line.source}{behind}")
        return sequence, frame.pack(frame.SUBMIT, sequence, body)

    def pulse(self) -> bytes:
        """Return an ACTIVE_TEST."""
        return frame.pack(frame.ACTIVE_TEST, self._next())

    def goodbye(self) -> bytes:
        """Return a TERMINATE."""
        return frame.pack(frame.TERMINATE, self._next())

    def read(self, received: bytearray) -> list[Event]:
        """Say what came; PduError ends the line, as nobody knows where the next PDU begins."""
        return [event for one in frame.take_frames(received) if (event := self._event(one)) is not None]

    def _form(self, part: Part, until: datetime) -> SubmitForm:
        asked = Submit(
            service_id=self._line.service_id, msg_src=self._source_addr, src_id="", numbers=(), content=part.content,
            format=part.format, udhi=part.udhi, part=part.number, parts=part.of,
            valid_until=until.astimezone(_CHINA).strftime("%y%m%d%H%M%S032+"),
        )  # fmt: skip
        return SubmitForm(asked, self._version)

    def _event(self, one: Frame) -> Event | None:
        match one.command:
            case command if command == frame.SUBMIT | frame.RESPONSE:
                return self._answered(one)
            case frame.DELIVER:
                return self._delivered(one)
            case frame.ACTIVE_TEST:
                return Owed(frame.pack(frame.ACTIVE_TEST | frame.RESPONSE, one.sequence, ACTIVE_TEST_ANSWER))
            case frame.TERMINATE:
                return Ended(frame.pack(frame.TERMINATE | frame.RESPONSE, one.sequence))
            case command if command == frame.CONNECT | frame.RESPONSE:
                return self._welcome(one)
        return None

    def _welcome(self, one: Frame) -> Event:
        answer = decode_connect_answer(one.body)
        if answer.status:
            word = STATUS.get(answer.status, "other")
            return ShutOut(f"CONNECT {answer.status} {word}", for_good=word != "other")
        if not is_our_gateway(answer, of_source=self._proof, secret=self._secret):
            return ShutOut("the gateway did not prove that it knows our secret", for_good=True)
        return LetIn()

    def _answered(self, one: Frame) -> Event:
        answer = decode_submit_answer(one.body, self._version)
        if answer.result == 0:
            return Answered(one.sequence, answer.msg_id.to_bytes(8, "big"), "", "")
        code = RESULT.get(answer.result, f"result_{answer.result}")
        if answer.result == _FLOW:
            return Answered(one.sequence, b"", "later", code)
        unclear = self._version is Version.V2 and answer.result >= _UNCLEAR_2
        return Answered(one.sequence, b"", "unclear" if unclear else "never", code)

    def _delivered(self, one: Frame) -> Event:
        said = decode_deliver(one.body, self._version)
        receipt = frame.pack(
            frame.DELIVER | frame.RESPONSE, one.sequence, encode_deliver_answer(said.msg_id, 0, self._version)
        )
        if said.is_report != 1:
            return Said(receipt, _number(said.source), text_of(said))
        try:
            report = decode_report(said.content, self._version)
        except PduError:
            return Said(receipt)  # it will not become readable by being sent again
        return Delivered(
            receipt, report.msg_id.to_bytes(8, "big"), report.state, report.stat[:16], _number(report.number),
            self._reference(said),
        )  # fmt: skip

    def _reference(self, said: Deliver) -> int | None:
        behind = said.dest_id.removeprefix(self._line.source)
        if not self.modulus or behind == said.dest_id or len(behind) != self._line.reference_digits:
            return None
        return int(behind) if behind.isdigit() else None

    def _next(self) -> int:
        self._sequence = self._sequence % frame.LAST_SEQUENCE + 1
        return self._sequence


def _number(digits: str) -> int:
    """A mobile number as the number file has it; 0 for what is none."""
    plain = digits.removeprefix("+").removeprefix("86") if len(digits) >= 13 else digits
    return int(plain) if plain.isdigit() and len(plain) < 19 else 0


def _parts(text: str, key: str) -> list[Part]:
    ascii_ = text.isascii() and sms.coding_of(text) == "gsm7"
    if ascii_ and len(text) <= longest(ASCII):
        return [Part(text.encode(), ASCII, 0, 1, 1)]
    split = sms.split_as(text, "gsm7" if ascii_ else "ucs2")
    if ascii_ and len(split.parts) == 1:  # 160 septets fit the air but not this field
        split = sms.split_as(text, "ucs2")
    of = len(split.parts)
    reference = zlib.crc32(key.encode()) & 0xFF
    return [
        Part(
            (bytes([5, 0, 3, reference, of, number]) if of > 1 else b"")
            + (one.encode() if split.coding == "gsm7" else sms.encode(one, "ucs2")),
            ASCII if split.coding == "gsm7" else UCS2, int(of > 1), number, of,
        )
        for number, one in enumerate(split.parts, 1)
    ]  # fmt: skip
