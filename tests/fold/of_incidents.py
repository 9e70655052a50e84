"""Stories of an incident as a whole: its states, level, colour, notes, silent provinces, people and the clock."""

from __future__ import annotations

import uuid

from incident.commands import incidents, kiosk, people, worlds
from incident.commands.paging.contacts import note_set
from incident.commands.passwords import prepare_password
from incident.commands.presence import note_heard
from incident.commands.timers import fire_due, watch_silence
from incident.log import SYSTEM, incident_stream
from tests.conftest import QUAKE
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY, SICHUAN, dispatched
from tests.web.browser import PREPARED


@records(
    "IncidentDeclared", "ProvinceInformed", "ResponseLevelSet", "WarningColourSet", "IncidentStabilised",
    "IncidentRelapsed", "IncidentStoodDown", "IncidentClosed", "IncidentReopened", "ReviewFinished",
)  # fmt: skip
def an_incident_through_its_states(stage: Stage) -> None:
    authority = "国务院令，签发人 温家宝"
    stage.do(incidents.set_level, incident_id=stage.incident, response_level="II", authority=authority)
    stage.do(incidents.set_colour, incident_id=stage.incident, warning_colour="red")
    stage.do(incidents.set_colour, incident_id=stage.incident, warning_colour=None)
    stage.move("stabilise")
    stage.move("relapse", "强余震")
    stage.move("stabilise")
    stage.move("stand_down")
    stage.move("close")
    stage.move("reopen", "补记数据")
    stage.move("close")
    stage.move("finish_review")


@records("IncidentActivated", "IncidentCancelled")
def one_that_is_monitored_and_one_that_was_none(stage: Stage) -> None:
    other = str(uuid.uuid4())
    with stage.db.transaction([incident_stream(other)]) as tx:
        incidents.declare_incident(
            tx, DUTY, incident_id=other, kind="network", hazard="cable_cut", title_zh="光缆中断", title_en="Cable cut",
            occurred_at=QUAKE, provinces=(SICHUAN,), warning_colour="blue", monitoring=True,
        )  # fmt: skip
    for action, reason in (("declare", None), ("cancel", "误报")):
        with stage.db.transaction([incident_stream(other)]) as tx:
            incidents.move_incident(tx, DUTY, incident_id=other, action=action, reason=reason)


@records("NoteLogged")
def notes_of_the_nation_and_of_a_province(stage: Stage) -> None:
    for kind, province in (("decision", None), ("call", SICHUAN), ("request", SICHUAN)):
        stage.do(
            incidents.log_note, incident_id=stage.incident, note_id=str(uuid.uuid4()), kind=kind,
            text=f"记录：{kind}", province=province,
        )  # fmt: skip


@records("ProvinceUnreachable", "ProvinceHeardAgain", "AcknowledgementEscalated")
def a_province_that_falls_silent_and_is_heard_again(stage: Stage) -> None:
    dispatched(stage.db, stage.incident)
    stage.clock.step(16 * 60)
    fire_due(stage.db)
    watch_silence(stage.db)
    with stage.db.transaction([incident_stream(stage.incident)]) as tx:
        note_heard(tx, SICHUAN)


@records(
    "PersonAdded", "RoleGranted", "RoleRevoked", "PasswordReset", "PasswordChanged", "PersonDisabled", "PersonEnabled",
    "KioskTokenMade", "KioskTokensRevoked", "NoticesSet",
)  # fmt: skip
def people_with_their_roles_and_passwords(stage: Stage) -> None:
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    told = {"name_zh": "赵管理", "name_en": "Zhao", "employee": "A-1", "password": prepare_password("nine slow rivers")}
    stage.on_people(people.add_first_administrator, SYSTEM, person_id=first, login="zhao", **told)
    told |= {"name_zh": "钱四川", "name_en": "Qian", "employee": "A-2", "password": PREPARED}
    stage.on_people(people.add_person, SYSTEM, person_id=second, login="qian", mail="qian@sc.example", **told)
    stage.on_people(people.set_mail, person_id=second, mail="qian@sichuan.example")
    grant = {"person_id": second, "role": "province_lead", "scope": SICHUAN}
    stage.on_people(people.grant_role, SYSTEM, **grant)
    stage.on_people(people.revoke_role, SYSTEM, **grant)
    stage.on_people(people.reset_password, SYSTEM, person_id=second, password=PREPARED)
    stage.on_people(people.change_password, SYSTEM, person_id=second, password=PREPARED, keep_session=None)
    stage.on_people(note_set, SYSTEM, person_id=second, what=["phone", "order"])
    stage.on_people(people.disable_person, SYSTEM, person_id=second)
    stage.on_people(people.enable_person, SYSTEM, person_id=second)
    stage.on_people(people.grant_role, SYSTEM, person_id=second, role="auditor", scope="nation")
    stage.on_people(kiosk.make_kiosk_token, SYSTEM, person_id=second, token=kiosk.draw_kiosk_token())
    stage.on_people(kiosk.revoke_kiosk_tokens, SYSTEM, person_id=second)


@records("IncidentStabilised")
def a_clock_that_is_turned_up_moves_no_row(stage: Stage) -> None:
    stage.clock.step(60)
    with stage.db.transaction() as tx:
        worlds.set_rate(tx, rate=120)
    stage.clock.step(60)
    stage.move("stabilise")
