"""SMPP 3.4 PDUs: what is written is read, what is not a PDU is refused, receipts say what they say."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channels._smpp_books import PartBooks
from notifications.channels.sms_smpp import ExerciseSmsSmpp
from notifications.heard import Answered, Forged, Report
from notifications.registry import build
from notifications.simulators import smpp_wire
from notifications.smpp import pdu as smpp
from notifications.smpp.pdu import Address, Pdu, PduError, ShortMessage
from notifications.smpp.receipts import heard, validity

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
OCTET = st.integers(0, 255)
ASCII = st.characters(min_codepoint=1, max_codepoint=126)
ADDRESSES = st.builds(Address, OCTET, OCTET, st.text(ASCII, max_size=20))
MESSAGES = st.builds(
    ShortMessage,
    source=ADDRESSES,
    dest=ADDRESSES,
    message=st.binary(max_size=254),
    esm_class=OCTET,
    data_coding=OCTET,
    registered_delivery=OCTET,
    validity=st.sampled_from(["", validity(60), validity(86_400)]),
    service_type=st.text(ASCII, max_size=5),
    tlvs=st.dictionaries(st.integers(0, 0xFFFF), st.binary(max_size=40), max_size=4),
)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.binary(max_size=300))
def test_a_pdu_is_read_as_it_was_written(command: int, status: int, sequence: int, body: bytes) -> None:
    pdu = Pdu(command, status, sequence, body)

    assert smpp.decode(smpp.encode(pdu)) == pdu


@given(MESSAGES)
def test_a_message_is_read_as_it_was_written(message: ShortMessage) -> None:
    assert smpp.decode_message(smpp.encode_message(message)) == message


@given(st.binary(max_size=200))
def test_hostile_octets_are_a_pdu_error_and_nothing_else(raw: bytes) -> None:
    for read in (smpp.decode, smpp.decode_message, smpp.decode_text, smpp.decode_queried):
        try:
            read(raw)
        except PduError:
            continue


@given(MESSAGES, st.data())
def test_a_message_cut_short_is_refused(message: ShortMessage, data: st.DataObject) -> None:
    bare = smpp.encode_message(ShortMessage(message.source, message.dest, message.message))
    cut = data.draw(st.integers(0, len(bare) - 1))

    with pytest.raises(PduError):
        smpp.decode_message(bare[:cut])


@pytest.mark.parametrize("length", [0, 15, smpp.MAX_PDU + 1, 2**32 - 1])
def test_a_length_that_cannot_be_is_refused_before_anything_is_read(length: int) -> None:
    with pytest.raises(PduError, match="command_length"):
        smpp.length_of(struct.pack(">I", length))


@pytest.mark.parametrize(
    ("bind", "field"),
    [
        (smpp.Bind("x" * 16, "p"), "system_id"),
        (smpp.Bind("x", "p" * 9), "password"),
        (smpp.Bind("x\0y", "p"), "system_id"),
        (smpp.Bind("同心", "p"), "system_id"),
        (smpp.Bind("x", "p", "t" * 13), "system_type"),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_refused_by_name(bind: smpp.Bind, field: str) -> None:
    with pytest.raises(PduError, match=field):
        smpp.encode_bind(bind)


def test_a_bind_is_the_octets_of_the_specification() -> None:
    assert smpp.encode_bind(smpp.Bind("esme", "pw")) == b"esme\0pw\0\0\x34\0\0\0"


@pytest.mark.parametrize(
    ("lasts_s", "text"),
    [(60, "000000000100000R"), (3600, "000000010000000R"), (86_400, "000001000000000R"), (5025, "000000012345000R")],
)
def test_validity_is_written_as_relative_time(lasts_s: int, text: str) -> None:
    assert validity(lasts_s) == text


def receipt(text: bytes, **tlvs: bytes) -> ShortMessage:
    named = {smpp.RECEIPTED_MESSAGE_ID: tlvs.get("id"), smpp.MESSAGE_STATE: tlvs.get("state")}
    kept = {tag: value for tag, value in named.items() if value is not None}
    return ShortMessage(Address(1, 1, "8613800138000"), Address(3, 0, "10086"), text, esm_class=4, tlvs=kept)


@pytest.mark.parametrize(
    ("message", "state", "reference", "code"),
    [
        (receipt(b"id:A1 sub:001 dlvrd:001 submit date:.. done date:.. stat:DELIVRD err:000 text:x"),
         "delivered", "A1", "DELIVRD"),
        (receipt(b"id:A1 sub:001 dlvrd:000 stat:UNDELIV err:00B text:"), "failed", "A1", "UNDELIV"),
        (receipt(b"id:A1 stat:EXPIRED err:000"), "expired", "A1", "EXPIRED"),
        (receipt(b"id:A1 stat:REJECTD err:099"), "failed", "A1", "REJECTD"),
        (receipt(b"", id=b"7F\0", state=b"\x02"), "delivered", "7F", "DELIVRD"),
        (receipt(b"", id=b"7F\0", state=b"\x63"), "unknown", "7F", "UNKNOWN"),
        (receipt(b"id:wrong stat:UNDELIV", id=b"7F\0", state=b"\x02"), "delivered", "7F", "UNDELIV"),
    ],
)  # fmt: skip
def test_a_receipt_says_what_became_of_a_message(message: ShortMessage, state: str, reference: str, code: str) -> None:
    found = heard(message, arrival="1")

    assert isinstance(found, Report)
    assert (found.state, found.reference, found.code) == (state, reference, code)


def test_a_receipt_without_an_id_says_nothing() -> None:
    with pytest.raises(PduError, match="message id"):
        heard(receipt(b"stat:DELIVRD"), arrival="1")


@pytest.mark.parametrize(
    ("message", "coding", "esm_class", "digit", "code"),
    [
        (b"1", 0, 0, "1", ""),
        ("１".encode("utf-16-be"), 8, 0, "1", ""),
        (b"1 t-abcd-1234", 0, 0, "1", "T-ABCD-1234"),
        (b"\x05\x00\x03\x01\x01\x011", 0, 0x40, "1", ""),
        ("收到".encode("utf-16-be"), 8, 0, "", ""),
    ],
)
def test_a_persons_message_is_read_in_its_coding(
    message: bytes, coding: int, esm_class: int, digit: str, code: str
) -> None:
    sent = ShortMessage(Address(1, 1, "8613800138000"), Address(3, 0, "10086"), message, esm_class, coding)

    found = heard(sent, arrival="1")

    assert isinstance(found, Answered)
    assert (found.sender, found.digit, found.code, found.via) == ("+8613800138000", digit, code, "sms")


def test_two_equal_answers_are_two_since_smpp_gives_them_no_id() -> None:
    sent = ShortMessage(Address(1, 1, "8613800138000"), Address(3, 0, "10086"), b"1")

    assert heard(sent, arrival="1").id != heard(sent, arrival="2").id


@given(st.binary(max_size=120))
def test_parse_reply_of_hostile_octets_is_forged_and_nothing_else(raw: bytes) -> None:
    channel = build("sms_smpp", {"host": "127.0.0.1", "port": 1}, world="exercise")
    assert isinstance(channel, ExerciseSmsSmpp)
    framed = struct.pack(">IIII", 16 + len(raw), smpp.DELIVER_SM, 0, 1) + raw
    for given_ in (raw, framed):
        try:
            found = channel.parse_reply(given_, {}, now=NOW)
        except Forged:
            continue
        assert len(found) == 1


@given(phone=st.from_regex(r"86[0-9]{11}", fullmatch=True), text=st.sampled_from(["1", "收到", "1 T-ABCD-1234"]))
def test_the_simulator_and_the_channel_read_one_another(phone: str, text: str) -> None:
    body = smpp_wire.answer(phone=phone, dest="10086", text=text)
    told = smpp_wire.report(id_="00000001", source="10086", phone=phone, fate="delivered")

    answered = heard(smpp.decode_message(body), arrival="1")
    report = heard(smpp.decode_message(told), arrival="1")

    assert isinstance(answered, Answered)
    assert (answered.sender, answered.text) == (f"+{phone}", text)
    assert isinstance(report, Report)
    assert (report.reference, report.state) == ("00000001", "delivered")


def test_a_notice_is_delivered_when_its_last_part_is_and_failed_with_its_first_failure() -> None:
    books = PartBooks()
    books.remember("n:1", ["a", "b"])
    books.remember("n:2", ["c", "d"])

    assert books.joined(Report("1", "delivered", reference="a")) is None
    whole = books.joined(Report("2", "delivered", reference="b"))
    broken = books.joined(Report("3", "failed", reference="c", code="UNDELIV"))

    assert whole is not None
    assert (whole.key, whole.state, whole.reference) == ("n:1", "delivered", "a b")
    assert broken is not None
    assert (broken.key, broken.state) == ("n:2", "failed")
    stranger = Report("4", "delivered", reference="zz")
    assert books.joined(stranger) is stranger


def test_the_oldest_keys_are_forgotten() -> None:
    books = PartBooks()
    for number in range(10_001):
        books.remember(f"n:{number}", [f"i{number}"])

    assert books.ids("n:0") == []
    assert books.ids("n:10000") == ["i10000"]
    assert books.joined(Report("1", "delivered", reference="i0")) == Report("1", "delivered", reference="i0")
