"""Looks at one installation and says, line by line, what holds, what does not, and how to mend it.

Each check is a function of the settings (or of the open database) that yields findings; nothing is changed. A
finding is `good`, `wrong` (exit 1), or `note`: fine for an exercise or a development machine, worth knowing.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from incident import anchoring, grants, migrate
from incident.anchors import AnchorError
from incident.anchors import newest as newest_anchor
from incident.config import Settings
from incident.db import Database, World, open_engine
from incident.draining.channels import BEHIND
from incident.draining.cycle import PAGE_KINDS
from incident.draining.endpoints import Endpoints, build_endpoints
from incident.models import ContactPoint, Outbox, Person, PersonContact, RoleGrant, Timer
from incident.sqlite_copy import file_of
from incident.verify import verify_chain
from notifications.endpoint import WorldError
from notifications.registry import SettingsError, UnknownEndpoint

Mark = Literal["good", "wrong", "note"]
LEAST_PYTHON = (3, 11)
#: An anchor is made each minute; later than this the anchoring has stopped.
ANCHOR_LATE = timedelta(minutes=3)
#: A watchdog's line (RELIABILITY.md rule 12).
TIMER_LATE_S = 10
#: Who is called when a task is not acknowledged.
PAGED_ROLES = ("province_member", "province_lead", "duty_officer", "commander")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what mends it."""

    what: str
    mark: Mark
    told: str
    mend: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, in the order in which things depend on one another."""
    yield from check_python()
    yield from check_front_end(settings)
    yield from check_base_map(settings)
    yield from check_sandbox()
    yield from check_test_tools()
    yield from check_outside(settings)
    yield from check_certificates(settings)
    yield from check_redis(settings)
    yield from check_database(settings)


def check_python() -> Iterator[Finding]:
    """The interpreter's version."""
    told = f"{platform.python_version()} in {sys.prefix}"
    if sys.version_info >= LEAST_PYTHON:
        yield Finding("Python", "good", told)
    else:
        yield Finding("Python", "wrong", told, f"install Python {LEAST_PYTHON[0]}.{LEAST_PYTHON[1]} or newer")


def check_front_end(settings: Settings) -> Iterator[Finding]:
    """What Vite builds."""
    manifest = settings.static_dist / ".vite" / "manifest.json"
    if manifest.is_file():
        yield Finding("front end", "good", f"built in {settings.static_dist}")
    else:
        yield Finding("front end", "wrong", f"{manifest} is missing", "run `make setup`")


def check_base_map(settings: Settings) -> Iterator[Finding]:
    """Boundaries for the browser."""
    folder = settings.var_dir / "basemap"
    if (folder / "manifest.json").is_file():
        yield Finding("base map", "good", f"built in {folder}")
    else:
        yield Finding("base map", "wrong", f"{folder} holds none", "run `tongxin geo basemap`")


def check_sandbox() -> Iterator[Finding]:
    """Which walls hold around the child that reads foreign files."""
    from geo.errors import FootprintError
    from geo.sandbox import walls

    try:
        found = walls()
    except FootprintError as error:
        yield Finding("sandbox", "wrong", str(error), "run `make setup`; the child needs the project installed")
        return
    down = [name for name, holds in found.items() if not holds]
    if down:
        mend = "read foreign files only on Linux with seccomp, or not at all"
        yield Finding("sandbox", "wrong", f"these walls do not hold: {', '.join(down)}", mend)
    else:
        yield Finding("sandbox", "good", f"{len(found)} walls hold: {', '.join(found)}")


def check_test_tools() -> Iterator[Finding]:
    """What the browser tests need; not needed to serve."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium:
        yield Finding("Chromium", "good", chromium)
    else:
        yield Finding("Chromium", "note", "not found; browser tests are skipped", "apt-get install chromium")
    lister = shutil.which("fc-list")
    fonts = lister and subprocess.run([lister, ":lang=zh-cn"], capture_output=True, check=False).stdout.strip()
    if fonts:
        yield Finding("Chinese font", "good", "installed")
    else:
        yield Finding("Chinese font", "note", "none found; screenshots show boxes", "apt-get install fonts-noto-cjk")


def check_outside(settings: Settings) -> Iterator[Finding]:
    """The systems at the other end."""
    what, value = "broadcast connector", settings.broadcast_url
    if value:
        yield Finding(what, "good", value)
    else:
        yield Finding(what, "note", "not configured: what is for it waits in the outbox", "set TONGXIN_BROADCAST_URL")


def check_certificates(settings: Settings) -> Iterator[Finding]:
    """Whose signatures on CAP messages are trusted."""
    from geo.certificates import trusted_certificates

    folder = settings.cap_certificate_dir()
    found = trusted_certificates(folder)
    for fault in found.faults:
        yield Finding("CAP certificates", "wrong", f"{folder}: {fault}", "put the sender's certificate there (PEM)")
    for one in found.trusted:
        late = one.ends_at < datetime.now(UTC)
        told = f"{one.name}, until {one.ends_at.date()} ({one.file})"
        yield Finding(
            "CAP certificate", "wrong" if late else "good", told, "ask its owner for the new one" if late else ""
        )
    if not found.trusted:
        yield Finding("CAP certificates", "note", f"none in {folder}: signatures on alerts are seen, not verified")


def check_redis(settings: Settings) -> Iterator[Finding]:
    """The queue's bell; without it one process does everything."""
    if not settings.redis_url:
        yield Finding("Redis", "note", "not configured: `tongxin serve` works everything off by itself")
        return
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        connection = Redis.from_url(settings.redis_url, socket_timeout=3, socket_connect_timeout=3)
        policy = connection.config_get("maxmemory-policy").get("maxmemory-policy")
    except (RedisError, ValueError) as error:
        yield Finding("Redis", "wrong", str(error), "start Redis, or unset TONGXIN_REDIS_URL")
        return
    if policy == "noeviction":
        yield Finding("Redis", "good", "answers, evicts nothing")
    else:
        yield Finding("Redis", "wrong", f"evicts jobs ({policy})", "set maxmemory-policy to noeviction")


def check_database(settings: Settings) -> Iterator[Finding]:
    """The database: durable, migrated, holding a world, its log proved."""
    try:
        file = file_of(settings.url())
        if file is not None and not file.exists():
            mend = "run `tongxin db upgrade`, then `tongxin world create`"
            yield Finding("database", "wrong", f"{file} does not exist", mend)
            return
        engine = open_engine(settings.url())
        with engine.connect():
            pass
    except (SQLAlchemyError, ValueError, RuntimeError) as error:
        yield Finding("database", "wrong", str(error).partition("\n")[0], "see docs/operations.md, Database")
        return
    yield Finding("database", "good", f"{engine.dialect.name} with durable settings")
    if not migrate.is_current(engine):
        yield Finding("schema", "wrong", f"at {migrate.current(engine)}, not current", "run `tongxin db upgrade`")
        return
    yield Finding("schema", "good", f"at {migrate.newest()}, the newest migration")
    db = Database(engine)
    with db.read() as session:
        world = session.scalars(select(World)).one_or_none()
        if world is None:
            yield Finding("world", "wrong", "there is none", "run `tongxin world create`")
            return
        yield Finding("world", "good", f"{world.kind} {world.name!r}, clock at {world.rate} times real speed")
        yield from check_role(session, world)
        yield from check_log(session, settings)
        yield from check_work(session, db)
        yield from check_channels(settings, world.kind)
        yield from check_reach(session)
    engine.dispose()


def check_role(session: Session, world: World) -> Iterator[Finding]:
    """Whether PostgreSQL itself keeps us from changing the log: not a superuser, nor the owner of the tables."""
    found = grants.standing(session)
    if found is None:
        yield Finding("rights on the log", "note", "SQLite has no roles: triggers alone keep the log append-only")
        return
    mark: Mark = "wrong" if world.kind == "live" else "note"
    if found.superuser:
        yield Finding("database role", mark, "a superuser, whom no wall stops", "make a role: docs/operations.md")
    elif found.owns:
        told = f"{found.role} owns the tables (or may become who does), so rights keep it from nothing"
        yield Finding("database role", mark, told, "serve as another role: `tongxin db grants --role NAME`")
    elif found.beyond:
        told = f"{found.role} may {', '.join(found.beyond)} on the log"
        yield Finding("database role", "wrong", told, f"as {found.owner}: `tongxin db grants --role {found.role}`")
    else:
        told = f"{found.role}, which may add to the log and read it, and no more; {found.owner} owns the tables"
        yield Finding("database role", "good", told)


def check_log(session: Session, settings: Settings) -> Iterator[Finding]:
    """The chain, and its anchors outside the database."""
    faults = verify_chain(session)
    if faults:
        yield Finding("log", "wrong", f"{len(faults)} faults, first: {faults[0]}", "run `tongxin log verify`")
    else:
        yield Finding("log", "good", "every stream is whole and chained")
    try:
        stored = list(anchoring.stored_anchors(settings.anchors()))
        against, _count = anchoring.check_anchors(session, stored, anchoring.public_key(settings))
        last = newest_anchor(settings.anchors())
    except AnchorError as error:
        yield Finding("anchors", "wrong", str(error), "restore the file, or move it out of the folder")
        return
    if against:
        yield Finding("anchors", "wrong", f"{against[0]}", "run `tongxin log verify`")
    elif last is None:
        yield Finding("anchors", "note", f"none yet in {settings.anchors()}", "`tongxin serve` makes one each minute")
    elif dict(last[1].heads) == dict(anchoring.heads_of(session)):
        yield Finding("anchors", "good", f"the newest covers the whole log ({last[0]})")
    else:
        yield _anchor_age(Database(session.get_bind()).real_now(session) - last[1].at)  # type: ignore[arg-type]


def _anchor_age(age: timedelta) -> Finding:
    told = f"the newest is {age.total_seconds():.0f} s old and the log has moved on"
    if age <= ANCHOR_LATE:
        return Finding("anchors", "good", told)
    return Finding("anchors", "wrong", told, "is `tongxin serve` running, and may it write the anchor directory?")


def check_work(session: Session, db: Database) -> Iterator[Finding]:
    """What is due and what has not left the house."""
    now = db.world_now(session)
    due = session.scalar(select(func.min(Timer.due_at)).where(Timer.fired_at.is_(None), Timer.cancelled.is_(False)))
    late_s = (now - due).total_seconds() if due is not None else 0.0
    world = session.scalars(select(World)).one()
    if late_s / world.rate > TIMER_LATE_S:
        yield Finding(
            "timers", "wrong", f"the oldest is {late_s:.0f} world seconds late", "is `tongxin serve` running?"
        )
    else:
        yield Finding("timers", "good", "none is late")
    # A page whose outcome nobody knows is shown on its task; there is nothing to decide about it.
    decided = select(Outbox.state, func.count().label("rows")).where(Outbox.kind.not_in(PAGE_KINDS))
    counted = session.execute(decided.group_by(Outbox.state))
    states = {row.state: row.rows for row in counted}
    waiting, unknown = states.get("pending", 0) + states.get("leased", 0), states.get("unknown", 0)
    if unknown:
        told = f"{unknown} with an unknown outcome, {waiting} waiting"
        yield Finding("outbox", "wrong", told, "look at the measure or broadcast and decide; nothing is sent twice")
    else:
        yield Finding("outbox", "good", f"{waiting} waiting, none with an unknown outcome")


def check_channels(settings: Settings, world: str) -> Iterator[Finding]:
    """Each way to staff: by which channel it leaves, or that the next one in a person's order takes its place."""
    try:
        endpoints = build_endpoints(settings, world=world)
    except (SettingsError, UnknownEndpoint, WorldError, ValueError) as error:
        yield Finding("channels", "wrong", str(error), "mend TONGXIN_ENDPOINTS: docs/paging.md, docs/channels.md")
        return
    for kind, names in BEHIND.items():
        found = next((name for name in names if name in endpoints.channels.by_name), None)
        if found is not None:
            yield Finding(f"{kind} to staff", "good", f"by {found}")
        else:
            yield Finding(f"{kind} to staff", "note", "not configured: the next channel is used", "docs/paging.md")
    if not endpoints.channels.kinds:
        yield Finding("notices", "note", "no channel at all: notices wait in the outbox", "set TONGXIN_SMTP")
    yield from check_billing(endpoints)
    if len(settings.secret_key) < 16:
        told = f"sealed under a key of this machine, {settings.var_dir / 'contact.key'}"
        yield Finding("telephone numbers", "note", told, "set TONGXIN_SECRET_KEY before a second machine serves")
    endpoints.close()


def check_billing(endpoints: Endpoints) -> Iterator[Finding]:
    """Each province's billing: where, how fast, and whether it can be reached now."""
    systems = {"billing": endpoints.billing} | {f"billing of {at}": one for at, one in endpoints.billings.items()}
    for what, system in systems.items():
        if system is None:
            others = " where a province has none of its own" if endpoints.billings else ""
            told = f"not configured: instructions wait in the outbox{others}"
            yield Finding(what, "note", told, "set TONGXIN_BILLING_URL, or see docs/billing.md")
            continue
        trouble = system.look()
        told = "; ".join(filter(None, (f"{system.name} at {system.place}", system.limits, trouble)))
        yield Finding(what, "wrong" if trouble else "good", told, "docs/billing.md" if trouble else "")
    told = ", ".join(sorted(endpoints.services)) or "none: hotlines and halls are told by their tasks alone"
    yield Finding("hotlines and halls", "good" if endpoints.services else "note", told, "docs/services.md")


def check_reach(session: Session) -> Iterator[Finding]:
    """People who answer for tasks and whom nothing would reach."""
    reached = select(PersonContact.person_id).union(select(ContactPoint.person_id))
    answering = (
        select(Person.login)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            Person.state == "active",
            RoleGrant.held.is_(True),
            RoleGrant.role.in_(PAGED_ROLES),
            Person.id.not_in(reached),
        )
        .distinct()
        .order_by(Person.login)
    )
    unreached = session.scalars(answering).all()
    if unreached:
        told = f"{len(unreached)} without any address, such as {unreached[0]}"
        yield Finding("people", "note", told, "each sets them under “My notices”, or an administrator does")
    else:
        yield Finding("people", "good", "everybody who answers for tasks has an address")
