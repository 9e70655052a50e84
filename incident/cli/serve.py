"""`tongxin serve`: one web process under gunicorn; never Werkzeug's own server.

SQLite is served by threads in one process: its busy wait would block gevent's hub for seconds (DESIGN.md §3.13).
PostgreSQL is served by gevent; for more processes, start several on ports of their own behind a proxy that keeps a
client on its process (docs/operations.md).
"""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING, Any

import click

from geo.warm import warm_once
from incident.cli.data import open_world, shown_url
from incident.cli.refusals import BadInput
from incident.config import Settings, read_settings

if TYPE_CHECKING:
    from incident.db import Database

#: A socket holds a thread; 31 provinces with several screens each, and room for requests.
THREADS = 256
#: Screens of one gevent process, and how many may knock at the same moment (a reconnect storm).
CONNECTIONS, BACKLOG = 20_000, 4096
#: Seconds after SIGTERM in which open requests may finish.
GRACE_S = 10
MODES = {"threads": "gthread", "gevent": "gevent"}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--mode", type=click.Choice(list(MODES)), help="Left out: threads on SQLite, gevent on PostgreSQL.")
def serve(host: str, port: int, mode: str | None) -> None:
    """Serve pages, API and sockets until SIGTERM or Ctrl-C.

    Exit 0: ended. 2: the database, the front end or an option is not fit to serve.
    """
    settings = read_settings()
    db = open_world(settings)
    mode = _mode(db, mode)
    _check(settings, db)
    _check_port(host, port)
    warm_once(settings.cache_dir(), say=lambda words: click.echo(f"tongxin serve: {words}", err=True))
    db.engine.dispose()
    if mode == "gevent" and "gevent.monkey" not in sys.modules:
        os.execv(  # noqa: S606  this very program, with its own arguments
            sys.executable, [sys.executable, "-m", "incident.gevent_first", *sys.argv[1:]]
        )
    _run(settings, bind=f"[{host}]:{port}" if ":" in host else f"{host}:{port}", mode=mode)


def _mode(db: Database, asked: str | None) -> str:
    mode = asked or ("threads" if db.is_sqlite else "gevent")
    if mode == "gevent" and db.is_sqlite:
        raise BadInput("--mode: gevent cannot serve SQLite, whose busy wait blocks every client; use threads")
    return mode


def _check(settings: Settings, db: Database) -> None:
    """Refuse to serve what would fail at the first page or stand open in a live world."""
    from sqlalchemy import select

    from incident.db import World
    from incident.grants import standing

    if not (settings.static_dist / ".vite" / "manifest.json").is_file():
        raise BadInput(f"{settings.static_dist}: the front end is not built; run `make setup`")
    with db.read() as session:
        found, live = standing(session), session.scalars(select(World.kind)).one() == "live"
    if found is not None and found.superuser and live:
        raise BadInput(
            f"{shown_url(settings)}: a live world is not served as a PostgreSQL superuser; "
            "make an ordinary role (docs/operations.md)"
        )
    if found is not None and not found.held:
        click.echo(
            f"tongxin serve: {found.role} could change the log, so triggers alone keep it append-only; serve as a role "
            "that owns nothing (`tongxin db grants --role NAME`, docs/operations.md)",
            err=True,
        )


def _check_port(host: str, port: int) -> None:
    """Say in one line that the address is taken or foreign, before gunicorn says it in twenty."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise BadInput(f"--host {host} --port {port}: {error.strerror}; give another address or port") from error


def _run(settings: Settings, *, bind: str, mode: str) -> None:
    """Run gunicorn with one worker process, which opens the database and starts its threads after the fork."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        def load_config(self) -> None:
            options = {
                "bind": bind,
                "worker_class": MODES[mode],
                "workers": 1,
                "threads": THREADS,
                "graceful_timeout": GRACE_S,
                "timeout": 60,
                # gevent holds every screen in one process; its default would let the 1,001st wait
                "worker_connections": CONNECTIONS,
                "backlog": BACKLOG,
                "proc_name": "tongxin",
                "worker_exit": _stop,
                "control_socket_disable": True,
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from incident.app import create_app, start_background
            from incident.collector import tame
            from incident.house import open_house

            app = create_app(open_house(settings), async_mode="gevent" if mode == "gevent" else "threading")
            background = start_background(app)
            started.append(background)
            if mode == "gevent":
                from incident.realtime.gevent_server import settle

                settle(background.realtime.socketio)
            else:
                tame()
            return app

    started: list[Any] = []

    def _stop(_server: object, _worker: object) -> None:
        for background in started:
            background.stop()

    Server().run()
