"""The list that paging goes down: on duty, deputy, lead; everybody with a role where there is no roster."""

from __future__ import annotations

from incident.commands import duty
from incident.commands.people import disable_person, revoke_role
from incident.db import Database
from incident.events.people import STREAM as PEOPLE
from incident.log import SYSTEM
from incident.queries.duty import duty_now, people_on_duty
from tests.conftest import QUAKE
from tests.duty.stories import HOUR, add, on_duty_stream, shift, team
from tests.incident.stories import GANSU, SICHUAN


def called(db: Database, province: str | None = SICHUAN, hour: float = 1) -> list[str]:
    with db.read() as session:
        return people_on_duty(session, province, at=QUAKE + HOUR * hour)


def test_without_a_roster_everybody_with_a_role_of_the_province_is_called(db: Database) -> None:
    lead, member = add(db, "lead", "province_lead"), add(db, "member")
    add(db, "gansu", scope=GANSU)
    officer = add(db, "officer", "duty_officer", "nation")
    add(db, "boss", "commander", "nation")

    assert called(db) == [member, lead]
    assert called(db, None) == [officer]
    with db.read() as session:
        assert not duty_now(session, SICHUAN, at=QUAKE).rostered


def test_the_one_on_duty_comes_before_the_deputy_and_the_lead(db: Database) -> None:
    lead = add(db, "lead", "province_lead")
    first, second, third = add(db, "first"), add(db, "second"), add(db, "third")
    shift(db, first, 0, 8, deputy_id=second)
    shift(db, third, 8, 16)

    assert called(db) == [first, second, lead]
    assert called(db, hour=8) == [third, lead]
    assert called(db, hour=16) == [first, second, third, lead], "the roster has run out"
    with db.read() as session:
        assert duty_now(session, SICHUAN, at=QUAKE).until == QUAKE + HOUR * 8


def test_a_team_on_duty_is_called_lead_first(db: Database) -> None:
    member, chief = add(db, "member"), add(db, "chief")
    crew = team(db, (member, "member"), (chief, "lead"))
    shift(db, None, 0, 8, team_id=crew)

    assert called(db) == [chief, member]

    on_duty_stream(db, duty.set_member, team_id=crew, person_id=chief, role=None)
    assert called(db) == [member]

    on_duty_stream(db, duty.retire_team, team_id=crew)
    assert called(db) == [chief, member], "a retired team is nobody on the roster"


def test_who_has_lost_account_or_role_is_not_called(db: Database) -> None:
    gone, shut, stays = add(db, "gone"), add(db, "shut"), add(db, "stays")
    shift(db, gone, 0, 8, deputy_id=stays)
    shift(db, shut, 0, 9)
    with db.transaction([PEOPLE]) as tx:
        revoke_role(tx, SYSTEM, person_id=gone, role="province_member", scope=SICHUAN)
        disable_person(tx, SYSTEM, person_id=shut)

    assert called(db) == [stays]


def test_headquarters_has_its_own_roster(db: Database) -> None:
    officer, other = add(db, "officer", "duty_officer", "nation"), add(db, "other", "duty_officer", "nation")
    shift(db, other, 0, 8, scope="nation")

    assert called(db, None) == [other]
    assert called(db, None, hour=9) == [officer, other]
