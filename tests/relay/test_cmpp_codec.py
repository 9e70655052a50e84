"""CMPP's bytes: what we write the simulator reads, what is cut, torn or made up is refused by name and nothing else."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.cmpp import deliver, frame, login, others, submit
from notifications.cmpp.frame import MAX_PDU, PduError, Version
from notifications.simulators import cmpp_wire

VERSIONS = st.sampled_from(list(Version))
DIGITS = st.text("0123456789", min_size=1, max_size=20)
WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=9)
IDS = st.integers(0, 2**64 - 1)
SUBMITS = st.builds(
    submit.Submit,
    service_id=WORDS,
    msg_src=st.text("0123456789", max_size=6),
    src_id=DIGITS,
    numbers=st.lists(DIGITS, min_size=1, max_size=99).map(tuple),
    content=st.binary(max_size=140),
    format=st.sampled_from([0, 8, 15]),
    level=st.integers(0, 9),
    valid_until=st.text("0123456789", max_size=17),
    msg_id=IDS,
)
DELIVERS = st.builds(
    deliver.Deliver, msg_id=IDS, dest_id=DIGITS, source=DIGITS, content=st.binary(max_size=255),
    is_report=st.integers(0, 1), service_id=WORDS, format=st.integers(0, 15), udhi=st.integers(0, 1),
    link_id=st.just(""),
)  # fmt: skip
REPORTS = st.builds(
    deliver.Report, msg_id=IDS, stat=st.text("ABCDEFGHIJ:0123", max_size=7), number=DIGITS,
    submitted_at=st.text("0123456789", max_size=10), done_at=st.text("0123456789", max_size=10),
    smsc_sequence=st.integers(0, 2**32 - 1),
)  # fmt: skip
#: Everything that reads a stranger's bytes.
READERS: list[Callable[[bytes, Version], object]] = [
    submit.decode_submit,
    submit.decode_submit_answer,
    deliver.decode_deliver,
    deliver.decode_report,
    deliver.decode_deliver_answer,
    others.decode_cancel_answer,
    lambda body, _: login.decode_connect(body),
    lambda body, _: login.decode_connect_answer(body),
    lambda body, _: others.decode_query(body),
    lambda body, _: others.decode_query_answer(body),
    lambda body, _: others.decode_cancel(body),
]

T = TypeVar("T")


def tried(read: Callable[[], T]) -> T | PduError:
    """What reading gives, or why it is refused; any other exception is a fault."""
    try:
        return read()
    except PduError as error:
        return error


@given(SUBMITS, VERSIONS)
def test_a_submit_reads_back_as_it_was_written(asked: submit.Submit, version: Version) -> None:
    assert submit.decode_submit(submit.encode_submit(asked, version), version) == asked


@given(SUBMITS, VERSIONS)
def test_the_simulator_reads_a_submit_as_we_meant_it(asked: submit.Submit, version: Version) -> None:
    read = cmpp_wire.read_submit(submit.encode_submit(asked, version), version)

    assert (read.phones, read.source, read.service, read.msg_src) == (
        asked.numbers, asked.src_id, asked.service_id, asked.msg_src,
    )  # fmt: skip
    assert (read.content, read.format, read.part, read.wants_report) == (asked.content, asked.format, (1, 1), True)


@given(DELIVERS, VERSIONS)
def test_a_deliver_reads_back_as_it_was_written(said: deliver.Deliver, version: Version) -> None:
    assert deliver.decode_deliver(deliver.encode_deliver(said, version), version) == said


@given(REPORTS, VERSIONS)
def test_a_status_report_reads_back_as_it_was_written(report: deliver.Report, version: Version) -> None:
    assert deliver.decode_report(deliver.encode_report(report, version), version) == report


@pytest.mark.parametrize("version", list(Version))
def test_we_read_the_simulators_status_report_as_it_meant_it(version: Version) -> None:
    body = cmpp_wire.report(
        msg_id=-5, own_id=9, source="100860000000042", phone="13800000001", stat="DB:0141", version=version
    )

    said = deliver.decode_deliver(body, version)
    report = deliver.decode_report(said.content, version)

    assert (said.is_report, said.dest_id, report.msg_id) == (1, "100860000000042", 2**64 - 5)
    assert (report.number, report.stat, report.state) == ("13800000001", "DB:0141", "failed")


@given(st.binary(max_size=400), VERSIONS, st.sampled_from(READERS))
def test_bytes_of_a_stranger_are_values_or_a_pdu_error(
    body: bytes, version: Version, read: Callable[[bytes, Version], object]
) -> None:
    found = tried(lambda: read(body, version))

    assert found is not None


@given(SUBMITS, VERSIONS, st.data())
def test_a_submit_that_was_cut_or_changed_is_a_submit_or_a_pdu_error(
    asked: submit.Submit, version: Version, data: st.DataObject
) -> None:
    raw = bytearray(submit.encode_submit(asked, version))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(raw[: data.draw(st.integers(0, len(raw)))])
    for body in (bytes(raw), cut):
        found = tried(lambda body=body: submit.decode_submit(body, version))  # type: ignore[misc]
        assert isinstance(found, submit.Submit | PduError)


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.binary(max_size=60))), st.data())
def test_frames_come_out_whole_however_the_line_tears_them(
    sent: list[tuple[int, int, bytes]], data: st.DataObject
) -> None:
    raw = b"".join(frame.pack(*one) for one in sent)
    received, found = bytearray(), []
    while raw:
        many = data.draw(st.integers(1, len(raw)))
        received += raw[:many]
        raw = raw[many:]
        found += frame.take_frames(received)

    assert [tuple(one) for one in found] == sent
    assert not received


@given(st.binary(max_size=600))
def test_a_length_that_cannot_be_ends_the_line_before_anything_is_kept(raw: bytes) -> None:
    received = bytearray(raw)
    found = tried(lambda: frame.take_frames(received))

    if isinstance(found, PduError):
        assert "Total_Length" in str(found)
    else:
        assert len(received) < MAX_PDU
        assert sum(12 + len(one.body) for one in found) + len(received) == len(raw)


@pytest.mark.parametrize("length", [0, 11, MAX_PDU + 1, 2**32 - 1])
def test_a_length_out_of_bounds_is_refused_at_once(length: int) -> None:
    with pytest.raises(PduError, match="Total_Length must be 12 to 4096"):
        frame.take_frames(bytearray(struct.pack(">III", length, 1, 1)))


@pytest.mark.parametrize("version", list(Version))
def test_each_side_of_a_login_proves_that_it_knows_the_secret(version: Version) -> None:
    proof = login.proof_of_source("901234", b"shared", 1130041500)
    asked = login.Connect("901234", proof, version, 1130041500)
    status, spoken, came = cmpp_wire.connect_status(login.encode_connect(asked), account="901234", secret=b"shared")
    answer = login.decode_connect_answer(cmpp_wire.connect_answer(status, spoken, came, b"shared"))

    assert (status, spoken) == (0, version)
    assert login.decode_connect(login.encode_connect(asked)) == asked
    assert login.is_our_gateway(answer, of_source=proof, secret=b"shared")
    assert not login.is_our_gateway(answer, of_source=proof, secret=b"other")
    assert login.decode_connect_answer(login.encode_connect_answer(answer, version)) == answer


def test_the_proof_of_the_source_is_the_digest_that_the_specification_names() -> None:
    # printf '901234\0\0\0\0\0\0\0\0\0shared1130041500' | md5sum
    assert login.proof_of_source("901234", b"shared", 1130041500).hex() == _MD5


_MD5 = "140d9f313f97eba83eb7fae76ece3732"


@pytest.mark.parametrize("version", list(Version))
def test_query_cancel_and_their_answers_read_back_as_they_were_written(version: Version) -> None:
    asked = others.Query("20261130", "TONGXIN")
    totals = others.Totals(1, 2, 3, 4, 5, 6, 7, 2**32 - 1)

    assert others.decode_query(others.encode_query(asked)) == asked
    assert others.decode_query_answer(others.encode_query_answer(asked, totals)) == (asked, totals)
    assert others.decode_cancel(others.encode_cancel(2**63)) == 2**63
    assert others.decode_cancel_answer(others.encode_cancel_answer(1, version), version) == 1
    assert submit.decode_submit_answer(
        submit.encode_submit_answer(submit.SubmitAnswer(7, 8), version), version
    ) == submit.SubmitAnswer(7, 8)
    assert deliver.decode_deliver_answer(deliver.encode_deliver_answer(7, 0, version), version) == (7, 0)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"numbers": ()}, "1 to 99 numbers"),
        ({"numbers": ("1" * 33,)}, "Dest_terminal_Id"),
        ({"content": bytes(141)}, "Msg_Content"),
        ({"service_id": "服务"}, "Service_Id"),
        ({"src_id": "1" * 22}, "Src_Id"),
        ({"part": 256}, "Pk_number"),
    ],
)
def test_what_does_not_fit_its_field_is_named(change: dict[str, object], names: str) -> None:
    whole: dict[str, object] = {
        "service_id": "S", "msg_src": "901234", "src_id": "10086", "numbers": ("13800000001",), "content": b"",
    }  # fmt: skip

    with pytest.raises(PduError, match=names):
        submit.encode_submit(submit.Submit(**(whole | change)), Version.V3)  # type: ignore[arg-type]
