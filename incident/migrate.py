"""Brings a database's schema to the newest migration, and writes migrations from the models.

    python -m incident.migrate check                     do models and migrations agree?
    python -m incident.migrate revision "What changes"   write the next migration from the difference
    python -m incident.migrate renew                     write the first one anew (until the first release)

Migrations are numbered, 0001 on. A difference is always taken on an empty database brought to the newest
migration, never on an installation.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from incident.db import Base, open_engine
from incident.db.archive_table import in_models

FOLDER = Path(__file__).resolve().parent / "migrations"
FIRST = "First schema"
_WALLS = """
    # The walls that no code path passes: approvals, the log, the world's kind.
    install(op.get_bind())
"""


def upgrade(engine: Engine) -> None:
    """Migrate to the newest schema; nothing happens when it is there already."""
    with engine.execution_options(tongxin_writes=True).begin() as connection:
        command.upgrade(_config(connection), "head")


def is_current(engine: Engine) -> bool:
    """Whether the database stands at the newest migration."""
    return current(engine) == newest()


def current(engine: Engine) -> str | None:
    """Number of the migration at which the database stands; None when it has no schema."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Number of the newest migration."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def differences(engine: Engine) -> list[Any]:
    """What the models say beyond what the migrations built; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": in_models})
        return list(compare_metadata(context, Base.metadata))


def write_revision(message: str) -> Path:
    """Write the next migration from the difference between models and migrations, formatted; its path."""
    number = f"{len(list((FOLDER / 'versions').glob('[0-9]*.py'))) + 1:04d}"
    with _fresh_database() as engine:
        if newest() is not None:
            upgrade(engine)
        with engine.connect() as connection:
            script = command.revision(_config(connection), message=message, autogenerate=True, rev_id=number)
    if script is None or isinstance(script, list):
        raise RuntimeError("alembic wrote no migration")
    return _formatted(Path(script.path))


def renew_first() -> Path:
    """Write the first migration anew. Only until the first release: an installation's history never changes."""
    for old in (FOLDER / "versions").glob("[0-9]*.py"):
        old.unlink()
    path = write_revision(FIRST)
    text = path.read_text("utf-8")
    text = text.rstrip("\n") + "\n" + _WALLS
    text = re.sub(r"(from alembic import op\n)", r"\1\nfrom incident.db.triggers import install\n", text, count=1)
    path.write_text(text, "utf-8")
    return _formatted(path)


def _formatted(path: Path) -> Path:
    """The file in the house's style, without what the generator says of itself."""
    told = [line for line in path.read_text("utf-8").splitlines() if not line.strip().startswith("# ###")]
    path.write_text("\n".join(told) + "\n", "utf-8")
    for arguments in (["format", "--quiet"], ["check", "--quiet", "--fix"]):
        subprocess.run([sys.executable, "-m", "ruff", *arguments, str(path)], check=True)
    return path


@contextmanager
def _fresh_database() -> Iterator[Engine]:
    """An empty SQLite database in a folder of its own."""
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/fresh.db")
        yield engine
        engine.dispose()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def main(arguments: list[str]) -> int:
    """Carry out one of the commands above; 1 when models and migrations disagree, 2 for bad usage."""
    if arguments == ["check"]:
        with _fresh_database() as engine:
            upgrade(engine)
            found = differences(engine)
        for difference in found:
            sys.stderr.write(f"the migrations lack: {difference}\n")
        return 1 if found else 0
    if arguments == ["renew"]:
        sys.stdout.write(f"{renew_first()}\n")
        return 0
    if len(arguments) == 2 and arguments[0] == "revision" and arguments[1].strip():
        sys.stdout.write(f"{write_revision(arguments[1].strip())}\n")
        return 0
    sys.stderr.write('usage: python -m incident.migrate check | renew | revision "What changes"\n')
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
