"""Calendars that any program reads back (RFC 5545); the phone book: a fault a line, sealed, shown by scope."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from incident.commands.duty import reach
from incident.commands.people import disable_person
from incident.db import Database
from incident.events.duty import STREAM
from incident.events.people import STREAM as PEOPLE
from incident.log import SYSTEM
from incident.models import EventRow, PhoneEntry
from incident.rules.duty_calendar import Entry, calendar, escaped, folded
from incident.rules.phonebook import COLUMNS, TableFault, read_table, write_table
from incident.rules.phonebook import Entry as Number
from incident.rules.sealing import Sealer
from tests.conftest import QUAKE
from tests.duty.stories import CLI, HOUR, shift
from tests.incident.stories import GANSU, SICHUAN, declared, dispatched
from tests.web.browser import a_person, logged_in, nobody
from tests.web.conftest import app, house, shared_var

__all__ = ["app", "house", "shared_var"]

NOW = datetime(2008, 5, 12, 6, tzinfo=UTC)
PROVINCES = {SICHUAN, GANSU}
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n,;\\:"'), max_size=200)


def unfolded(text: str) -> list[str]:
    """Content lines as a calendar program reads them (RFC 5545 §3.1)."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def value_of(lines: list[str], name: str) -> str:
    return next(line.partition(":")[2] for line in lines if line.startswith(f"{name}:"))


@given(WORDS, WORDS)
def test_every_text_comes_back_as_it_was_and_no_line_is_too_long(summary: str, description: str) -> None:
    entry = Entry("shift-1@x", 3, NOW, NOW + timedelta(hours=12), summary, description)

    text = calendar(summary, [entry], stamp=NOW)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = unfolded(text)
    assert unescaped(value_of(lines, "SUMMARY")) == summary
    assert not description or unescaped(value_of(lines, "DESCRIPTION")) == description
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), min_size=1, max_size=300))
def test_folding_breaks_no_character_and_loses_none(line: str) -> None:
    first, *rest = folded(line)

    assert all(piece.startswith(" ") for piece in rest)
    assert first + "".join(piece[1:] for piece in rest) == line
    assert all(len(piece.encode()) <= 75 for piece in (first, *rest))


def test_a_deadline_takes_no_time_and_a_cancelled_shift_says_so() -> None:
    lines = unfolded(
        calendar(
            "x",
            [Entry("a", 1, NOW, None, "deadline"), Entry("b", 2, NOW, NOW + timedelta(hours=1), "s", cancelled=True)],
            stamp=NOW,
        )
    )

    assert "DTSTART:20080512T060000Z" in lines
    assert [line for line in lines if line.startswith("DTEND")] == ["DTEND:20080512T070000Z"]
    assert [line for line in lines if line.startswith(("STATUS", "TRANSP"))] == [
        "STATUS:CONFIRMED", "TRANSP:TRANSPARENT", "STATUS:CANCELLED", "TRANSP:OPAQUE",
    ]  # fmt: skip
    assert escaped("a\x00b\r\nc") == "ab\\nc"


def test_a_secret_address_reads_the_own_shifts_until_it_is_revoked(app: Flask, db: Database) -> None:
    person = a_person(db, login="li.hua", roles=(("province_member", SICHUAN),))
    shift(db, person, 0, 8)
    browser, stranger = logged_in(app, db, person), nobody(app)

    made = browser.post("/api/v1/calendars/links", {"id": str(uuid.uuid4()), "calendar": "shifts"})
    path = made.json["path"]
    read = stranger.get(path)

    assert made.status_code == 201
    assert (read.status_code, read.mimetype) == (200, "text/calendar")
    assert "DTSTART:20080512T062804Z" in unfolded(read.text)
    with db.read() as session:
        secret = path.removeprefix("/calendar/").removesuffix(".ics")
        assert all(secret not in str(row.data) for row in session.scalars(select(EventRow)))
    assert stranger.get(path.replace(secret[:4], "AAAA")).status_code == 404
    [link] = browser.get("/api/v1/calendars/links").json["items"]
    assert browser.post(f"/api/v1/calendars/links/{link['id']}/revoke").status_code == 200
    assert stranger.get(path).status_code == 404


def test_an_address_dies_with_the_account(app: Flask, db: Database) -> None:
    person = a_person(db, login="li.hua", roles=(("province_member", SICHUAN),))
    browser = logged_in(app, db, person)
    body = {"id": str(uuid.uuid4()), "calendar": "deadlines", "scope": SICHUAN}
    path = browser.post("/api/v1/calendars/links", body).json["path"]
    dispatched(db, declared(db))
    read = nobody(app).get(path, **{"Accept-Language": "en"})
    assert "SUMMARY:[EXERCISE] acknowledge: Report the situation" in unfolded(read.text)

    with db.transaction([PEOPLE]) as tx:
        disable_person(tx, SYSTEM, person_id=person)

    assert nobody(app).get(path).status_code == 404


def test_foreign_deadlines_are_not_to_be_had(app: Flask, db: Database) -> None:
    browser = logged_in(app, db, a_person(db, login="li.hua", roles=(("province_member", SICHUAN),)))
    body = {"id": str(uuid.uuid4()), "calendar": "deadlines", "scope": GANSU}

    assert browser.post("/api/v1/calendars/links", body).status_code == 404
    assert browser.get(f"/api/v1/calendars/deadlines.ics?scope={GANSU}").status_code == 404
    assert browser.get("/api/v1/calendars/deadlines.ics").status_code == 404
    assert browser.get(f"/api/v1/calendars/deadlines.ics?scope={SICHUAN}").status_code == 200


BOOK = f"""scope,name_zh,post_zh,satellite,mobile,call_order
{SICHUAN},李 值班,值班长,1749 000 1234,,1
{GANSU},王班,班长,,+86 138 0000 0000,2
nation,林海,总部值班长,,010-5550 转 12,
"""


def test_a_table_is_read_and_written_back_the_same() -> None:
    entries = read_table(BOOK, provinces=PROVINCES, logins=())

    assert [(one.scope, one.satellite, one.call_order) for one in entries] == [
        (SICHUAN, "1749 000 1234", 1), (GANSU, "", 2), ("nation", "", 999),
    ]  # fmt: skip
    again = write_table({name: getattr(one, name) for name in COLUMNS} for one in entries)
    assert read_table(again, provinces=PROVINCES, logins=()) == entries
    assert "'+86 138" in again, "a spreadsheet would compute it"


@pytest.mark.parametrize(
    ("table", "faults"),
    [
        ("name_zh,post_zh\n", ["line 1: there is no column scope"]),
        (BOOK.replace("call_order", "order"), ["line 1: order is no column"]),
        (BOOK.replace(SICHUAN, "999999"), ["line 2: scope '999999' is neither"]),
        (BOOK.replace("1749 000 1234", "call me"), ["line 2: satellite 'call me' is no telephone number"]),
        (
            BOOK.replace(",,1\n", ",,first\n").replace("王班", ""),
            ["line 2: call_order 'first'", "line 3: name_zh is missing"],
        ),
        (BOOK.replace("1749 000 1234", ""), ["line 2: there is no number at all"]),
        (BOOK + "nation,one cell too few\n", ["line 5: 2 cells where the header has 6"]),
        ("scope,name_zh,post_zh,mobile\n", ["line 1: there is a header and nobody below it"]),
    ],
)
def test_every_line_that_cannot_be_used_is_named(table: str, faults: list[str]) -> None:
    with pytest.raises(TableFault) as refused:
        read_table(table, provinces=PROVINCES, logins=())

    assert len(refused.value.lines) == len(faults)
    assert all(line.startswith(fault) for line, fault in zip(refused.value.lines, faults, strict=True))


def test_numbers_are_sealed_out_of_the_log_and_seen_by_scope(app: Flask, db: Database, house: object) -> None:
    key = house.settings.contact_key()  # type: ignore[attr-defined]
    entries = [
        Number(one, "某", "Some", "职", "Post", one, satellite=f"1749 {one[:2]}") for one in (SICHUAN, GANSU, "nation")
    ]
    with db.transaction([STREAM]) as tx:
        reach.replace_book(tx, CLI, entries=entries, sealer=Sealer.of(key))
    seen = {}
    for login, role, scope in (
        ("a", "province_member", SICHUAN),
        ("b", "auditor", "nation"),
        ("c", "administrator", "nation"),
    ):
        browser = logged_in(app, db, a_person(db, login=f"reader-{login}", roles=((role, scope),)))
        seen[login] = {item["scope"]: item["satellite"] for item in browser.get("/api/v1/phonebook").json["items"]}

    assert seen["a"] == {SICHUAN: "1749 51", "nation": "1749 na"}
    assert seen["b"] == seen["c"] == {SICHUAN: "1749 51", GANSU: "1749 62", "nation": "1749 na"}
    with db.read() as session:
        assert all("1749" not in str(row.satellite) for row in session.scalars(select(PhoneEntry)))
        assert all("1749" not in str(row.data) for row in session.scalars(select(EventRow)))


def test_a_lead_keeps_the_own_book_only(app: Flask, db: Database) -> None:
    browser = logged_in(app, db, a_person(db, login="lead", roles=(("province_lead", SICHUAN),)))
    body = {"scope": SICHUAN, "name_zh": "李", "post_zh": "值班", "satellite": "1749 000 1234", "call_order": 1}
    entry = str(uuid.uuid4())

    assert browser.post(f"/api/v1/phonebook/{entry}", body).status_code == 200
    assert browser.post(f"/api/v1/phonebook/{uuid.uuid4()}", body | {"scope": GANSU}).status_code == 404
    assert browser.post(f"/api/v1/phonebook/{uuid.uuid4()}", body | {"scope": "nation"}).status_code == 404
    refused = browser.post(f"/api/v1/phonebook/{uuid.uuid4()}", body | {"satellite": "ring"})
    assert (refused.status_code, refused.json["field"]) == (422, "satellite")
    csv = browser.get("/api/v1/phonebook/phonebook.csv").text
    assert f"{SICHUAN},李,李,值班,值班,{SICHUAN},,,1749 000 1234,,1," in csv
    assert browser.post(f"/api/v1/phonebook/{entry}/remove").status_code == 200
    assert browser.get("/api/v1/phonebook").json["items"] == []


def test_the_board_names_gaps_overlaps_and_long_duties(app: Flask, db: Database) -> None:
    lead = a_person(db, login="lead", roles=(("province_lead", SICHUAN),))
    member = a_person(db, login="member", roles=(("province_member", SICHUAN),))
    shift(db, member, 0, 8, deputy_id=lead)
    shift(db, member, 8, 14)
    shift(db, lead, 20, 30)
    browser = logged_in(app, db, member)

    board = browser.get("/api/v1/duty").json
    place = next(one for one in board["places"] if one["scope"] == SICHUAN)

    assert {one["scope"] for one in board["places"]} == {"nation", SICHUAN}
    assert (place["on_duty"], place["deputies"], place["leads"]) == ([member], [lead], [])
    assert [gap["begins"][:16] for gap in place["gaps"]] == ["2008-05-12T20:28", "2008-05-13T12:28"]
    assert [(one["person"], one["minutes"]) for one in place["long"]] == [(member, 840)]
    ends = (QUAKE + HOUR * 24).isoformat().replace("+00:00", "Z")
    week = browser.get(f"/api/v1/duty/roster?scope={SICHUAN}&until={ends}").json
    assert len(week["shifts"]) == 3
    assert browser.get(f"/api/v1/duty/roster?scope={GANSU}").status_code == 404
    assert browser.get("/api/v1/duty/roster?scope=x").status_code == 422
