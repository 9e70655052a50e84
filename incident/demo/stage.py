"""The world a demo plays in: a folder with an exercise database, its accounts, and the maps it needs.

A run that was stopped goes on where it stopped, the world's clock set back to the last thing that happened; one
that ended, or cannot be read, makes room for a new one.
"""

from __future__ import annotations

import secrets
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from incident import migrate
from incident.commands.kiosk import draw_kiosk_token, make_kiosk_token, revoke_kiosk_tokens
from incident.commands.paging.contacts import set_phone, set_preference
from incident.commands.passwords import prepare_password
from incident.commands.people import add_first_administrator, add_person, grant_role, set_mail
from incident.commands.worlds import create_world
from incident.config import Settings
from incident.db import Database, World, open_engine
from incident.demo.cast import WATCHER, Player, cast, person_id
from incident.demo.rosters import set_rosters
from incident.demo.run import Run, read_run, write_run
from incident.errors import Conflict
from incident.events.findings import STREAM as REVIEW
from incident.events.people import STREAM
from incident.log import Actor
from incident.models import EventRow
from incident.rules.paging import Step as OneStep
from incident.rules.passwords import check_password
from incident.rules.permissions import ADMINISTRATOR
from incident.rules.sealing import Sealer
from incident.scenarios import Scenario

#: World seconds before the earth shakes at which the clock begins, at real speed; players speed it up.
LEAD_IN_S = 90
#: How people with a telephone wish to be told; the mail follows where nobody has answered.
SMS_FIRST = (OneStep("sms", 0), OneStep("mail", 300))
CLI = Actor(person="system", via="cli")
#: What a new run takes away of an old one; caches stay.
LEFTOVERS = ("tongxin.db", "tongxin.db-wal", "tongxin.db-shm", "demo.json", "anchors", "simulators", "logs")

Step = Callable[[str], None]


@dataclass(frozen=True)
class Stage:
    """A world that is ready to be played in."""

    run: Run
    settings: Settings
    #: It goes on from an earlier run.
    resumed: bool


def maps_are_there(settings: Settings) -> bool:
    """Whether everything that `prepare_maps` builds is there, so that the start need not wait for it."""
    cache = settings.cache_dir()
    return (settings.var_dir / "basemap" / "manifest.json").is_file() and any(cache.glob("exposure-*/manifest.json"))


def prepare_maps(settings: Settings, step: Step) -> None:
    """Build what all runs share: regions, synthetic exposure, base map. The house renews them when they are old."""
    from geo.basemap import build_basemap  # geometry libraries take seconds to load and are needed only here
    from geo.exposure_store import synthetic_exposure
    from geo.regions import load_regions

    cache = settings.cache_dir()
    step("regions")
    regions = load_regions(cache)
    step("exposure")
    synthetic_exposure(regions, cache_dir=cache)
    step("base map")
    build_basemap(cache, settings.var_dir / "basemap", regions=regions)


def share_maps(var_dir: Path, folder: Path) -> None:
    """Let the demo's folder use the installation's maps instead of building its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("cache", "basemap"):
        (var_dir / name).mkdir(parents=True, exist_ok=True)
        if not (folder / name).exists():
            (folder / name).symlink_to((var_dir / name).resolve(), target_is_directory=True)


def set_stage(
    settings: Settings,
    scenario: Scenario,
    *,
    name: str,
    speed: int,
    seed: int | None,
    password: str | None,
    fresh: bool,
) -> Stage:
    """Take up the run that lives in the settings' folder, or make a new one; `name` is what the scenario is called."""
    folder = settings.var_dir
    run = None if fresh or seed is not None or password is not None else read_run(folder)
    if run is not None and run.scenario == name and not run.over and _is_whole(settings):
        run = Run(run.id, run.scenario, run.seed, speed, run.password)
        with _database(settings) as db:
            _wind_clock(db, scenario)
        write_run(folder, run)
        return Stage(run, settings, resumed=True)
    run = Run(
        id=uuid.uuid4(),
        scenario=name,
        seed=secrets.randbelow(10**6) if seed is None else seed,
        speed=speed,
        password=password or f"demo-{secrets.token_hex(2)}-{secrets.token_hex(2)}",
    )
    for player in cast(run.seed):
        check_password(run.password, login=player.login)
    clear(folder)
    with _database(settings) as db:
        migrate.upgrade(db.engine)
        begins = scenario.begins - timedelta(seconds=LEAD_IN_S)
        create_world(db, kind="exercise", name=scenario.title.zh, begins_at=begins)
        sealer = Sealer.of(settings.contact_key())
        _add_cast(db, run, sealer)
        set_rosters(db, run, begins=begins, sealer=sealer)
    write_run(folder, run)
    return Stage(run, settings, resumed=False)


def kiosk_token(stage: Stage) -> str:
    """A fresh token with which a browser watches as the account that only looks on; earlier ones are revoked."""
    watcher, token = str(person_id(stage.run.id, WATCHER)), draw_kiosk_token()
    with _database(stage.settings) as db, db.transaction([STREAM]) as tx:
        with suppress(Conflict):  # nothing to revoke at the first start
            revoke_kiosk_tokens(tx, CLI, person_id=watcher)
        make_kiosk_token(tx, CLI, person_id=watcher, token=token)
    return token


def clear(folder: Path) -> None:
    """Take away an earlier run; the shared maps stay."""
    for name in LEFTOVERS:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _is_whole(settings: Settings) -> bool:
    if not (settings.var_dir / "tongxin.db").is_file():
        return False
    with _database(settings) as db:
        return migrate.is_current(db.engine)


def _wind_clock(db: Database, scenario: Scenario) -> None:
    """Set the exercise's clock to the last thing that happened in an incident or its review, or to the lead-in.

    It goes on at real speed.
    """
    with Session(db.engine.execution_options(tongxin_writes=True)) as session:
        told = or_(EventRow.stream.startswith("incident:"), EventRow.stream == REVIEW)
        last = session.scalar(select(func.max(EventRow.at)).where(told))
        shows = last or scenario.begins - timedelta(seconds=LEAD_IN_S)
        session.execute(
            update(World)
            .where(World.kind == "exercise")
            .values(anchor_real=db.real_now(session), anchor_world=shows, rate=1)
        )
        session.commit()


def _add_cast(db: Database, run: Run, sealer: Sealer) -> None:
    """Make everybody's account through the commands that a person would use; one password, hashed once."""
    password = prepare_password(run.password)
    with db.transaction([STREAM]) as tx:
        for player in cast(run.seed):
            told = _account(player, run)
            if player.role == ADMINISTRATOR:
                add_first_administrator(tx, CLI, password=password, **told)
            else:
                add_person(tx, CLI, password=password, must_change=False, **told)
                grant_role(tx, CLI, person_id=told["person_id"], role=player.role, scope=player.scope)
            set_mail(tx, person_id=told["person_id"], mail=player.mail)
            if player.phone:
                set_phone(tx, person_id=told["person_id"], phone=player.phone, sealer=sealer)
                set_preference(tx, person_id=told["person_id"], steps=SMS_FIRST, quiet=None, language="zh")


def _account(player: Player, run: Run) -> dict[str, str]:
    return {
        "person_id": str(person_id(run.id, player.login)),
        "login": player.login,
        "name_zh": player.name_zh,
        "name_en": player.name_en,
        "employee": f"demo-{player.login}",
    }


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    engine = open_engine(settings.url())
    try:
        yield Database(engine)
    finally:
        engine.dispose()
