"""Files on a task: known by their bytes, stripped of their place, kept outside the log, given out caged, redacted."""

from __future__ import annotations

import contextlib
import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select

from incident.db import Database
from incident.models import Blob, EventRow
from incident.rules import attachments, stripping
from incident.rules.stripping import STRIPPERS, Unreadable
from tests.incident.stories import GANSU, dispatched
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.tasks.pictures import PLACE, exif, jpeg, png, webp
from tests.web.browser import Answer, Browser

PICTURES = {"image/jpeg": jpeg(), "image/png": png(), "image/webp": webp()}


def upload(browser: Browser, task: str, content: bytes, *, name: str = "a.jpg", **fields: str) -> Answer:
    form: dict[str, Any] = {"id": str(uuid.uuid4())} | fields | {"file": (io.BytesIO(content), name)}
    headers = {"X-CSRF-Token": browser.csrf, "Idempotency-Key": str(uuid.uuid4())}
    return browser.plain("POST", f"/api/v1/tasks/{task}/attachments", data=form, headers=headers)


@pytest.mark.parametrize("media_type", PICTURES)
def test_a_stripped_picture_holds_no_byte_of_its_place_and_stripping_again_changes_nothing(media_type: str) -> None:
    stripped = STRIPPERS[media_type](PICTURES[media_type])

    assert PLACE not in stripped
    assert STRIPPERS[media_type](stripped) == stripped
    kind = attachments.kind_of(stripped)
    assert kind is not None
    assert kind.media_type == media_type


def test_a_stripped_jpeg_keeps_its_pixels_and_which_way_is_up() -> None:
    stripped = stripping.strip_jpeg(jpeg(orientation=6, scan=b"\x01\xff\x00\xff\xd7\x02"))

    assert b"\x01\xff\x00\xff\xd7\x02\xff\xd9" in stripped
    assert stripping._orientation(stripped[stripped.index(b"MM\x00\x2a") :]) == 6
    assert b"Exif" not in stripping.strip_jpeg(jpeg(orientation=1))


@given(st.sampled_from(sorted(PICTURES)), st.data())
def test_a_broken_picture_is_stripped_whole_or_refused_and_never_leaks(media_type: str, data: st.DataObject) -> None:
    picture = bytearray(PICTURES[media_type])
    at = data.draw(st.integers(0, len(picture) - 1))
    picture[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(picture) // 2, len(picture)))
    try:
        stripped = STRIPPERS[media_type](bytes(picture[:cut]))
    except Unreadable:
        return
    # A segment renamed by the fault to one that makes the picture may stay; no whole EXIF block does.
    assert exif(6)[4:] not in stripped


@given(st.binary(max_size=300))
@example(b"\xff\xd8\xff\xd9")
def test_no_bytes_bring_a_stripper_down(content: bytes) -> None:
    for start, strip in ((b"\xff\xd8", stripping.strip_jpeg), (b"", stripping.strip_png), (b"", stripping.strip_webp)):
        with contextlib.suppress(Unreadable):
            assert isinstance(strip(start + content), bytes)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"  \n<!doctype html>",
        b"\xef\xbb\xbf<?xml version='1.0'?>",
        b"MZ\x90\x00",
        b"\x7fELF",
        b"PK\x03\x04 [Content_Types].xml word/document.xml vbaProject.bin",
        b"PK\x03\x04 anything.exe",
        b"GIF89a",
        b"a\x00b",
        b"",
    ],
)
def test_pages_programs_and_the_unknown_are_not_taken_whatever_their_name(content: bytes) -> None:
    assert attachments.kind_of(content) is None


def test_a_photo_goes_up_stripped_and_comes_down_caged_to_its_own_province_only(
    db: Database, incident: str, team: Browser, officer: Browser, person: Callable[..., Browser]
) -> None:
    [task] = dispatched(db, incident)
    sent = upload(team, task, jpeg(), name="../营业厅.jpg", strip="1")
    assert (sent.status_code, sent.json["kind"], sent.json["stripped"]) == (201, "photo", True)
    path = f"/api/v1/attachments/{sent.json['id']}"

    got = officer.get(path)
    assert (got.status_code, got.mimetype) == (200, "image/jpeg")
    assert PLACE not in got.get_data()
    assert got.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E8%90%A5%E4%B8%9A%E5%8E%85.jpg"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert person(("province_lead", GANSU)).get(path).status_code == 404
    assert team.get(path).status_code == 200
    with db.read() as session:
        event = session.scalars(select(EventRow).where(EventRow.type == "FileAttached")).one()
    assert event.data["content"] in event.texts
    assert "营业厅" not in str(event.data)
    assert_fold_equals_rows(db)


def test_a_redacted_file_is_gone_for_good_and_the_chain_holds(
    db: Database, incident: str, team: Browser, officer: Browser
) -> None:
    [task] = dispatched(db, incident)
    key = upload(team, task, b"%PDF-1.7 something", name="名单.pdf").json["id"]

    assert team.post(f"/api/v1/attachments/{key}/redact", {"reason": "x"}).status_code == 403
    assert officer.post(f"/api/v1/attachments/{key}/redact", {"reason": "含客户号码"}).status_code == 200
    assert officer.post(f"/api/v1/attachments/{key}/redact", {"reason": "again"}).status_code == 409
    assert officer.get(f"/api/v1/attachments/{key}").json["code"] == "attachment.redacted"
    with db.read() as session:
        contents = session.scalars(select(Blob.content)).all()
    assert b"%PDF-1.7 something" not in contents
    assert "名单.pdf".encode() not in contents
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_bad_uploads_are_refused_in_words_that_name_the_field(db: Database, incident: str, team: Browser) -> None:
    [task] = dispatched(db, incident)
    faults = {
        "file": upload(team, task, b"<html>", name="photo.jpg"),
        "strip": upload(team, task, b"OggS" + bytes(20), strip="1"),
        "id": upload(team, task, jpeg(), id="no uuid"),
    }
    large = upload(team, task, b"OggS" + bytes(10_000_001))
    empty = team.plain(
        "POST",
        f"/api/v1/tasks/{task}/attachments",
        data={"id": str(uuid.uuid4())},
        content_type="multipart/form-data",
        headers={"X-CSRF-Token": team.csrf, "Idempotency-Key": "some-key-1"},
    )

    assert {name: (answer.status_code, answer.json["field"]) for name, answer in faults.items()} == {
        name: (422, name) for name in faults
    }
    assert (large.json["code"], empty.json["field"]) == ("attachment.size", "file")
    assert "10 MB" in large.json["detail_en"]
