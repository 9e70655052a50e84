"""Stories of rosters and of mutual aid: planned, swapped, handed over, requested, committed, released."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from incident.commands import aid, duty
from incident.commands.duty import reach
from incident.commands.people import grant_role
from incident.commands.timers import fire_due
from incident.events.duty import STREAM
from incident.log import SYSTEM, Actor
from incident.queries.responsible import streams_of_open_tasks
from incident.rules.phonebook import Entry
from incident.rules.sealing import Sealer
from tests.conftest import QUAKE
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY, GANSU, OTHER, SICHUAN, TEAM, act, dispatched

HOUR = timedelta(hours=1)


def on_rosters(stage: Stage, command: Callable[..., Any], actor: Actor = DUTY, /, **arguments: Any) -> Any:
    """Run a command on the stream of rosters, with the incidents whose tasks it may move."""
    with stage.db.read() as session:
        streams = streams_of_open_tasks(session, SICHUAN)
    with stage.db.transaction([STREAM, *streams]) as tx:
        return command(tx, actor, **arguments)


def a_shift(stage: Stage, actor: Actor, begins: int, ends: int) -> str:
    shift_id = str(uuid.uuid4())
    on_rosters(
        stage, duty.plan_shift, shift_id=shift_id, scope=SICHUAN, person_id=actor.person,
        starts_at=QUAKE + HOUR * begins, ends_at=QUAKE + HOUR * ends,
    )  # fmt: skip
    return shift_id


def on_the_roster(stage: Stage) -> None:
    """Make the two people of the province people of the province."""
    for actor in (TEAM, OTHER):
        stage.on_people(grant_role, SYSTEM, person_id=actor.person, role="province_member", scope=SICHUAN)


@records("TeamFormed", "TeamChanged", "TeamMemberSet", "TeamRetired")
def a_team_that_is_formed_and_retired(stage: Stage) -> None:
    on_the_roster(stage)
    team = str(uuid.uuid4())
    settings = duty.TeamSettings(region="510100", name_zh="成都营业厅组", name_en="Chengdu halls", kind="halls")
    on_rosters(stage, duty.form_team, team_id=team, scope=SICHUAN, settings=settings)
    on_rosters(stage, duty.set_member, team_id=team, person_id=TEAM.person, role="lead")
    on_rosters(stage, duty.set_member, team_id=team, person_id=TEAM.person, role=None)
    on_rosters(stage, duty.change_team, team_id=team, settings=settings)
    on_rosters(stage, duty.retire_team, team_id=team)


@records("ShiftsPlanned", "ShiftChanged", "ShiftCovered", "ShiftCancelled")
def a_roster_that_is_planned_and_changed(stage: Stage) -> None:
    on_the_roster(stage)
    rotation = duty.Rotation(
        first=QUAKE, hours=12, count=4, people=[TEAM.person, OTHER.person], deputies=[OTHER.person, TEAM.person]
    )
    on_rosters(stage, duty.plan_rotation, rotation_id=str(uuid.uuid4()), scope=SICHUAN, rotation=rotation)
    late = a_shift(stage, TEAM, 60, 70)
    on_rosters(
        stage, duty.change_shift, shift_id=late, starts_at=QUAKE + HOUR * 61, ends_at=QUAKE + HOUR * 70,
        deputy_id=OTHER.person,
    )  # fmt: skip
    on_rosters(stage, duty.cover_shift, shift_id=late, person_id=OTHER.person, reason="生病")
    on_rosters(stage, duty.cancel_shift, shift_id=late, reason="不需要")


@records("SwapAsked", "SwapAccepted", "SwapDeclined", "SwapWithdrawn")
def swaps_of_every_outcome(stage: Stage) -> None:
    on_the_roster(stage)
    mine, theirs = a_shift(stage, TEAM, 0, 8), a_shift(stage, OTHER, 8, 16)
    for answer, actor in ((duty.withdraw_swap, TEAM), (duty.decline_swap, OTHER), (duty.accept_swap, OTHER)):
        swap = str(uuid.uuid4())
        on_rosters(
            stage, duty.ask_swap, TEAM, swap_id=swap, shift_id=mine, to_person=OTHER.person, other_shift_id=theirs,
            reason="家中有事",
        )  # fmt: skip
        on_rosters(stage, answer, actor, swap_id=swap)


@records(
    "HandoverOpened", "HandoverOffered", "HandoverDeclined", "HandoverAccepted", "HandoverPassed", "TasksHandedOver"
)
def shifts_that_end_with_open_tasks(stage: Stage) -> None:
    on_the_roster(stage)
    first, second = dispatched(stage.db, stage.incident), dispatched(stage.db, stage.incident)
    act(stage.db, stage.incident, "acknowledge", TEAM, task_id=first[0])
    shift = a_shift(stage, TEAM, 0, 1)
    a_shift(stage, OTHER, 1, 9)
    offer = {"shift_id": shift, "to_person": OTHER.person, "note": "油机在三楼", "task_notes": {first[0]: "等电力"}}
    handover = on_rosters(stage, duty.offer_handover, TEAM, **offer)["id"]
    on_rosters(stage, duty.decline_handover, OTHER, handover_id=handover, reason="在路上")
    on_rosters(stage, duty.offer_handover, TEAM, **offer)
    on_rosters(stage, duty.accept_handover, OTHER, handover_id=handover)
    act(stage.db, stage.incident, "acknowledge", TEAM, task_id=second[0])
    stage.clock.step(3600)
    fire_due(stage.db)
    stage.clock.step(1800)
    fire_due(stage.db)


@records("PhoneBookChanged", "CalendarLinkMade", "CalendarLinksRevoked")
def what_the_log_hears_of_numbers_and_calendars(stage: Stage) -> None:
    sealer = Sealer.drawn()
    entry = Entry(SICHUAN, "王值班", "Wang", "值班长", "Duty head", SICHUAN, satellite="1749 0001234", call_order=1)
    written = on_rosters(stage, reach.write_entry, entry_id=str(uuid.uuid4()), entry=entry, sealer=sealer)
    on_rosters(stage, reach.remove_entry, entry_id=written["id"])
    on_rosters(stage, reach.replace_book, entries=[entry, entry], sealer=sealer)
    link = str(uuid.uuid4())
    token = reach.draw_calendar_token()
    on_rosters(stage, reach.make_calendar_link, link_id=link, calendar="shifts", scope="nation", token=token)
    on_rosters(stage, reach.revoke_calendar_link, link_id=link)


@records(
    "AidRequested", "AidAsked", "AidAccepted", "AidDeclined", "AidCommitted", "AidPromised", "AidReleased",
    "AidWithdrawn", "AidRequestCancelled", "AidPartCancelled",
)  # fmt: skip
def aid_from_one_province_to_another(stage: Stage) -> None:
    need = aid.Need("generator", 6, SICHUAN, QUAKE + HOUR * 6, QUAKE + HOUR * 72, text="汶川基站断电")
    for outcome in ("released", "cancelled"):
        request = str(uuid.uuid4())
        stage.do(aid.request_aid, TEAM, incident_id=stage.incident, request_id=request, scope=SICHUAN, need=need)
        stage.do(aid.ask_provinces, request_id=request, provinces=[GANSU, SICHUAN])
        part = aid.part_id_of(request, GANSU)
        stage.do(aid.decline_aid, OTHER, part_id=part, reason="车辆外出")
        stage.do(aid.accept_aid, OTHER, part_id=part, quantity=4, available_at=QUAKE + HOUR * 10, text="两车")
        stage.do(aid.commit_aid, part_id=part, quantity=3)
        if outcome == "released":
            stage.do(aid.release_aid, part_id=part)
        else:
            stage.do(aid.cancel_aid, request_id=request, reason="电力恢复")


@records("AidRequested", "AidAsked", "AidUnanswered")
def aid_that_nobody_answers(stage: Stage) -> None:
    need = aid.Need("satellite_phone", 2, SICHUAN, QUAKE + HOUR * 6, QUAKE + HOUR * 72)
    request = str(uuid.uuid4())
    stage.do(aid.request_aid, TEAM, incident_id=stage.incident, request_id=request, scope=SICHUAN, need=need)
    stage.clock.step(3600)
    fire_due(stage.db)
    stage.do(aid.ask_provinces, request_id=request, provinces=[GANSU])
    stage.clock.step(3600)
    fire_due(stage.db)
