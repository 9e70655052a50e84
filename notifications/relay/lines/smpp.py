"""The SMPP 3.4 dialect: one transceiver session, pipelined, for SMSCs that speak that instead of CMPP."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import UTC, datetime

from notifications import sms
from notifications.channels.sms_smpp import SIMULATOR_ID
from notifications.delivery import Unknown
from notifications.heard import Report
from notifications.relay.lines.dialect import Answered, Delivered, Ended, Event, LetIn, Owed, Part, Said, ShutOut
from notifications.relay.settings import SmppLine
from notifications.smpp import pdu as smpp
from notifications.smpp.parts import SHORT_CODE
from notifications.smpp.pdu import Address, Pdu, ShortMessage
from notifications.smpp.receipts import heard
from notifications.smpp.refusals import submit_refusal

_CODING = {"gsm7": 0, "ucs2": 8}
_LAST_SEQUENCE = 0x7FFFFFFF
#: Bind refused for now: already bound, system error.
_COME_BACK = frozenset({0x05, 0x08, 0x0D, 0xFF})


class SmppDialect:
    """One connection to one SMSC. ``simulator`` is the name that an exercise must be answered with, else empty."""

    #: user_message_reference has 16 bits.
    modulus = 0x10000

    def __init__(self, line: SmppLine, *, bind: smpp.Bind, simulator: str) -> None:
        self._line = line
        self._bind = bind
        self._simulator = simulator
        self._sequence = 0

    def hello(self, now: datetime) -> bytes:
        """Return a bind_transceiver."""
        return self._request(smpp.BIND_TRANSCEIVER, smpp.encode_bind(self._bind))[1]

    def compose(self, texts: Sequence[str], key: str) -> list[Part]:
        """Return all parts of all texts, in GSM-7 or UCS-2."""
        found = []
        for place, text in enumerate(texts):
            split = sms.split(text)
            of, reference = len(split.parts), sms.reference_of(f"{key}/{place}")
            for number, one in enumerate(split.parts, 1):
                head = bytes([5, 0, 3, reference, of, number]) if of > 1 else b""
                found.append(Part(head + sms.encode(one, split.coding), _CODING[split.coding], int(of > 1), number, of))
        return found

    def submit(self, part: Part, *, number: int, position: int, until: datetime) -> tuple[int, bytes]:
        """Return a submit_sm that asks for its receipt and bears the lower half of our reference."""
        message = ShortMessage(
            source=Address(*SHORT_CODE, self._line.source),
            dest=Address(1, 1, f"86{number}"),
            message=part.content,
            esm_class=smpp.UDHI if part.udhi else 0,
            data_coding=part.format,
            registered_delivery=1,
            validity=until.astimezone(UTC).strftime("%y%m%d%H%M%S000+"),
            tlvs={smpp.USER_MESSAGE_REFERENCE: struct.pack(">H", position % self.modulus)},
        )
        return self._request(smpp.SUBMIT_SM, smpp.encode_message(message))

    def pulse(self) -> bytes:
        """Return an enquire_link."""
        return self._request(smpp.ENQUIRE_LINK)[1]

    def goodbye(self) -> bytes:
        """Return an unbind."""
        return self._request(smpp.UNBIND)[1]

    def read(self, received: bytearray) -> list[Event]:
        """Say what came."""
        events = []
        while len(received) >= 4 and len(received) >= (length := smpp.length_of(bytes(received[:4]))):
            one = smpp.decode(bytes(received[:length]))
            del received[:length]
            event = self._event(one)
            if event is not None:
                events.append(event)
        return events

    def _event(self, one: Pdu) -> Event | None:
        match one.command:
            case command if command == smpp.SUBMIT_SM | smpp.RESPONSE:
                return _answered(one)
            case smpp.DELIVER_SM:
                return _delivered(one)
            case smpp.ENQUIRE_LINK:
                return Owed(smpp.encode(Pdu(smpp.ENQUIRE_LINK | smpp.RESPONSE, 0, one.sequence)))
            case smpp.UNBIND:
                return Ended(smpp.encode(Pdu(smpp.UNBIND | smpp.RESPONSE, 0, one.sequence)))
            case command if command == smpp.BIND_TRANSCEIVER | smpp.RESPONSE:
                return self._welcome(one)
        return None

    def _welcome(self, one: Pdu) -> Event:
        if one.status:
            return ShutOut(f"bind: {smpp.STATUS.get(one.status, hex(one.status))}", one.status not in _COME_BACK)
        name = smpp.decode_text(one.body)
        if self._simulator and name != self._simulator:
            return ShutOut("this SMSC is not the simulator; an exercise sends to nothing else", for_good=True)
        if not self._simulator and name == SIMULATOR_ID:
            return ShutOut("this SMSC is a simulator; a live relay needs the real one", for_good=True)
        return LetIn()

    def _request(self, command: int, body: bytes = b"") -> tuple[int, bytes]:
        self._sequence = self._sequence % _LAST_SEQUENCE + 1
        return self._sequence, smpp.encode(Pdu(command, 0, self._sequence, body))


def _answered(one: Pdu) -> Answered:
    if not one.status:
        name = smpp.decode_text(one.body)
        return Answered(one.sequence, name.encode(), "" if name else "unclear", "" if name else "no_message_id")
    refused = submit_refusal(one)
    if isinstance(refused, Unknown):
        return Answered(one.sequence, b"", "unclear", refused.reason[-60:])
    return Answered(one.sequence, b"", "later" if refused.retryable else "never", refused.code)


def _delivered(one: Pdu) -> Event:
    receipt = smpp.encode(Pdu(smpp.DELIVER_SM | smpp.RESPONSE, 0, one.sequence, b"\0"))
    try:
        message = smpp.decode_message(one.body)
        said = heard(message, arrival="")
    except smpp.PduError:
        return Said(receipt)
    digits = message.source.digits.removeprefix("+").removeprefix("86")
    if not isinstance(said, Report):
        return Said(receipt, int(digits) if digits.isdigit() and len(digits) < 19 else 0, said.text)
    named = message.tlvs.get(smpp.USER_MESSAGE_REFERENCE, b"")
    return Delivered(
        receipt, said.reference.encode(), said.state, said.code, int(digits) if digits.isdigit() else 0,
        int.from_bytes(named, "big") if len(named) == 2 else None,
    )  # fmt: skip
