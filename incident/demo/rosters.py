"""Rosters and a phone book for the cast, so that nobody looks at empty screens: twelve hours on, by day and by night.

Xizang lacks its first night and Hainan has no roster at all: what a gap looks like is part of the story. All numbers
are made up; satellite numbers begin with 1749, as those of the Tiantong network do.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta, timezone

from incident.commands import duty
from incident.commands.duty.reach import replace_book
from incident.db import Database
from incident.demo import chance
from incident.demo.cast import HEADQUARTERS, NATION, PROVINCES, cast, lead_of, member_of, mobile_of, person_id
from incident.demo.run import Run
from incident.events.duty import STREAM
from incident.log import Actor
from incident.rules.phonebook import Entry
from incident.rules.sealing import Sealer

CLI = Actor(person="system", via="cli")
CHINA = timezone(timedelta(hours=8))
#: Three days: as far as the page of duty looks ahead from anywhere in the story.
HOURS, SHIFTS = 12, 6
WITHOUT_A_NIGHT, WITHOUT_A_ROSTER = "540000", "460000"
WITH_A_TEAM = ("510000", "620000", "610000", "500000")
_POSTS = {
    "province_member": ("应急值班员", "Duty officer"),
    "province_lead": ("应急保障负责人", "Head of emergency assurance"),
    "duty_officer": ("总部值班长", "Headquarters duty officer"),
    "commander": ("总指挥", "Commander"),
}


def set_rosters(db: Database, run: Run, *, begins: datetime, sealer: Sealer) -> None:
    """Plan everybody's shifts from the morning of the day on which the story begins, and write the phone book."""
    morning = begins.astimezone(CHINA).replace(hour=8, minute=0, second=0, microsecond=0)
    with db.transaction([STREAM]) as tx:
        for scope, pair in _pairs(run).items():
            for number, count in _turns(scope):
                rotation = duty.Rotation(
                    first=morning + timedelta(hours=HOURS * number),
                    hours=HOURS,
                    count=count,
                    people=pair,
                    deputies=pair[::-1],
                )
                name = f"rotation {scope} {number}"
                duty.plan_rotation(tx, CLI, rotation_id=str(_id(run, name)), scope=scope, rotation=rotation)
        for scope in WITH_A_TEAM:
            team = str(_id(run, f"team {scope}"))
            settings = duty.TeamSettings(region=scope, name_zh="应急值班组", name_en="Emergency duty team", kind="duty")
            duty.form_team(tx, CLI, team_id=team, scope=scope, settings=settings)
            for person, role in zip(_pairs(run)[scope], ("member", "lead"), strict=True):
                duty.set_member(tx, CLI, team_id=team, person_id=person, role=role)
        replace_book(tx, CLI, entries=_book(run), sealer=sealer)


def _turns(scope: str) -> list[tuple[int, int]]:
    """(first, count) of the shifts that somebody does at a place."""
    if scope == WITHOUT_A_ROSTER:
        return []
    return [(0, 1), (2, SHIFTS - 2)] if scope == WITHOUT_A_NIGHT else [(0, SHIFTS)]


def _pairs(run: Run) -> dict[str, tuple[str, str]]:
    """Who takes turns at each place."""
    pairs = {NATION: ("duty", "commander")} | {code: (member_of(code), lead_of(code)) for code in PROVINCES}
    return {code: (str(person_id(run.id, one)), str(person_id(run.id, two))) for code, (one, two) in pairs.items()}


def _book(run: Run) -> list[Entry]:
    known = {login for login, _role, _zh, _en in HEADQUARTERS}
    entries = []
    for player in cast(run.seed):
        if player.role not in _POSTS:
            continue
        post_zh, post_en = _POSTS[player.role]
        digits = [chance.whole(run.seed, player.login, "telephone", name, least=0, most=9999) for name in "ac"]
        area = "010" if player.login in known else f"0{(int(player.scope[:2]) * 13) % 900 + 100}"
        entries.append(
            Entry(
                scope=player.scope, name_zh=player.name_zh, name_en=player.name_en, post_zh=post_zh, post_en=post_en,
                region=player.scope, office=f"{area}-5550{digits[0]:04d}", mobile=mobile_of(run.seed, player.login),
                satellite=f"1749 000 {digits[1]:04d}", fax=f"{area}-5551{digits[0]:04d}",
                call_order=1 if player.role in ("province_member", "duty_officer") else 2, login=player.login,
            )
        )  # fmt: skip
    return entries


def _id(run: Run, name: str) -> uuid.UUID:
    return uuid.uuid5(run.id, f"roster {name}")
