"""A text as the submit_sm of its parts: coding, user data headers, validity, delivery reports. Pure."""

from __future__ import annotations

from notifications import sms
from notifications.smpp import pdu as smpp
from notifications.smpp.pdu import Address, ShortMessage
from notifications.smpp.receipts import validity

#: Type of number and numbering plan of a short code (network specific) and of a subscriber (international, E.164).
SHORT_CODE = (3, 0)
_SUBSCRIBER = (1, 1)
_CODING: dict[sms.Coding, int] = {"gsm7": 0, "ucs2": 8}


def parts_of(text: str, *, to: str, source: str, key: str, lasts_s: int) -> list[ShortMessage]:
    """Return one submit_sm a part, each asking for its delivery report. Raises sms.TooLong, PduError."""
    split = sms.split(text)
    of = len(split.parts)
    return [
        ShortMessage(
            source=Address(*SHORT_CODE, source),
            dest=Address(*_SUBSCRIBER, to.removeprefix("+")),
            message=(_header(key, number, of) if of > 1 else b"") + sms.encode(part, split.coding),
            esm_class=smpp.UDHI if of > 1 else 0,
            data_coding=_CODING[split.coding],
            registered_delivery=1,
            validity=validity(lasts_s),
            tlvs={smpp.USER_MESSAGE_REFERENCE: bytes([sms.reference_of(key), number])},
        )
        for number, part in enumerate(split.parts, 1)
    ]


def _header(key: str, number: int, of: int) -> bytes:
    """The user data header of one part (3GPP TS 23.040 §9.2.3.24.1): 8-bit reference, number of parts, which one."""
    return bytes([0x05, 0x00, 0x03, sms.reference_of(key), of, number])
