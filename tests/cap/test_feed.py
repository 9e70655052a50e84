"""The public's feed: what has left and nothing else, to anybody, cheaply, and a stop or correction is never missed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from lxml import etree
from pydantic import ValidationError

from geo.cap import CapFeed, read_cap_bytes
from geo.readers import Options
from geo.readers import cap as reader
from geo.readers.opened import XmlDocument
from incident.clock import SteppedClock
from incident.commands import broadcasts
from incident.config import Settings
from incident.db import Database
from incident.house import House
from notifications.render import EXERCISE_PREFIX
from tests.cap.pem import pem_of
from tests.geo.signing import signer
from tests.measures.stories import LI, begun, broadcasting, do, drafted_broadcast
from tests.web.browser import Answer, Browser


def asked(app: Flask, path: str, **headers: str) -> Any:
    return app.test_client().get(path, headers=headers)


def entries(app: Flask) -> list[tuple[str, str, str]]:
    """Kind, address and title of each entry, newest first."""
    root = etree.fromstring(asked(app, "/cap/feed.xml").data)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    return [
        (
            entry.find("a:category", atom).get("term"),
            entry.find("a:link", atom).get("href").removeprefix("http://localhost"),
            entry.findtext("a:title", namespaces=atom),
        )
        for entry in root.findall("a:entry", atom)
    ]


def message(app: Flask, path: str) -> Any:
    """What our reader finds in one message."""
    answer: Answer = asked(app, path)
    assert answer.status_code == 200, answer.text
    return reader.describe(XmlDocument(answer.get_data()), Options())


def test_before_anything_has_left_the_feed_is_empty_and_a_draft_is_nobodys_business(app: Flask, db: Database) -> None:
    row = drafted_broadcast(db, begun(db))

    assert entries(app) == []
    assert asked(app, f"/cap/tongxin.exercise.{row['id']}.xml").status_code == 404
    for odd in (f"tongxin.live.{row['id']}", "tongxin.exercise.", "x", "tongxin.exercise.%00", row["id"]):
        assert asked(app, f"/cap/{odd}.xml").status_code in (404, 400)


def test_what_has_left_is_read_by_our_own_reader_in_feed_and_message(app: Flask, db: Database) -> None:
    row = broadcasting(db, begun(db))
    feed = read_cap_bytes(asked(app, "/cap/feed.xml").data, name="feed.xml").document
    [(kind, path, title)] = entries(app)
    said = message(app, path)

    assert isinstance(feed, CapFeed)
    assert (feed.problems, [entry.link for entry in feed.entries]) == ((), [f"http://localhost{path}"])
    assert (kind, title) == ("Alert", f"{EXERCISE_PREFIX}灾区公益信息 / Information for the area")
    assert (said["status"], said["msg_type"], said["problems"]) == ("Exercise", "Alert", ())
    assert [info["description"] for info in said["infos"]] == [row["body_zh"], row["body_en"]]


def test_every_further_word_adds_an_entry_and_takes_none_away(app: Flask, db: Database, clock: SteppedClock) -> None:
    incident = begun(db)
    row = broadcasting(db, incident)
    clock.step(60)
    do(db, incident, broadcasts.correct_broadcast, LI, broadcast_id=row["id"])
    corrected = entries(app)
    clock.step(60)
    do(db, incident, broadcasts.cancel_broadcast, LI, broadcast_id=row["id"])

    assert [kind for kind, _, _ in corrected] == ["Update", "Alert"]
    assert [kind for kind, _, _ in entries(app)] == ["Cancel", "Update", "Alert"]
    assert entries(app)[1:] == corrected
    said = [message(app, path) for _, path, _ in entries(app)]
    assert [len(one["references"]) for one in said] == [2, 1, 0]
    assert len({one["identifier"] for one in said}) == 3


def test_a_stop_is_told_as_a_cancel_so_that_nobody_keeps_what_was_stopped(
    app: Flask, db: Database, clock: SteppedClock
) -> None:
    incident = begun(db)
    row = broadcasting(db, incident)
    clock.step(5)
    do(db, incident, broadcasts.stop_broadcast, LI, broadcast_id=row["id"])

    [(kind, path, _), (first, alert_path, _)] = entries(app)
    cancel, alert = message(app, path), message(app, alert_path)

    assert (kind, first) == ("Cancel", "Alert")
    assert [one["identifier"] for one in cancel["references"]] == [alert["identifier"]]
    assert cancel["infos"][0]["description"] == row["cancel_zh"]


@pytest.mark.parametrize("path", ["/cap/feed.xml", "message"])
def test_it_is_kept_a_little_and_asked_again_for_nothing(app: Flask, db: Database, path: str) -> None:
    incident = begun(db)
    broadcasting(db, incident)
    place = entries(app)[0][1] if path == "message" else path
    first = asked(app, place)
    again = asked(app, place, **{"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"].startswith("public, max-age=")
    assert "Set-Cookie" not in first.headers
    assert (again.status_code, again.data) == (304, b"")
    if path != "message":
        broadcasting(db, incident)
        assert asked(app, place, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_messages_are_signed_where_a_key_is_set(app: Flask, house: House, db: Database, tmp_path: Path) -> None:
    who = signer("灾害通信保障中心")
    key, certificate = pem_of(who)
    (tmp_path / "cap.key").write_bytes(key)
    (tmp_path / "cap.pem").write_bytes(certificate)
    house.settings.cap_key, house.settings.cap_certificate = str(tmp_path / "cap.key"), str(tmp_path / "cap.pem")
    broadcasting(db, begun(db))

    data = asked(app, entries(app)[0][1]).data
    said = reader.describe(XmlDocument(data), Options(certificates=(who.text,)))["signature"]

    # the exercise's clock stands in 2008, when no certificate of today was valid
    assert said["state"] == "unverified"
    assert "was not valid when it was sent" in said["why"]
    assert data == asked(app, entries(app)[0][1]).data


def test_a_draft_that_is_no_message_yet_is_told_by_what_it_lacks(
    db: Database, person: Callable[..., Browser], app: Flask
) -> None:
    duty = person(("duty_officer", "nation"))
    incident = begun(db)
    whole = drafted_broadcast(db, incident)
    empty = drafted_broadcast(db, incident, body_zh="", body_en="", audience={})

    shown = duty.get(f"/api/v1/broadcasts/{whole['id']}/cap")
    refused = duty.get(f"/api/v1/broadcasts/{empty['id']}/cap")

    assert (shown.status_code, reader.describe(XmlDocument(shown.get_data()), Options())["status"]) == (200, "Exercise")
    assert (refused.status_code, refused.json["code"]) == (422, "broadcast.no_message")
    assert asked(app, f"/api/v1/broadcasts/{whole['id']}/cap").status_code == 401


@pytest.mark.parametrize(("name", "value"), [("cap_sender", "a b"), ("cap_sender", ""), ("cap_sender_name", " ")])
def test_a_sender_that_cap_forbids_is_refused_when_the_process_starts(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match="TONGXIN_CAP_SENDER"):
        Settings.model_validate({name: value})
