"""Migrations give exactly what the models say, walls included, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from incident import migrate
from incident.db import open_engine
from incident.db.schema import create_schema
from tests.postgres import Cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    """A migrated database and one made from the models, of the same kind."""
    dropped: list[Any] = []
    if request.param == "sqlite":
        urls = [f"sqlite:///{tmp_path / name}.db" for name in ("migrated", "created")]
    else:
        cluster: Cluster = request.getfixturevalue("postgres")
        (first, migrated), (second, created) = cluster.fresh(empty=True), cluster.fresh(empty=True)
        urls = [migrated, created]
        dropped = [lambda: cluster.drop(first), lambda: cluster.drop(second)]
    migrated_engine, created_engine = (open_engine(url) for url in urls)
    migrate.upgrade(migrated_engine)
    create_schema(created_engine)
    yield migrated_engine, created_engine
    migrated_engine.dispose()
    created_engine.dispose()
    for drop in dropped:
        drop()


def test_migrations_lack_nothing_that_the_models_say(pair: tuple[Engine, Engine]) -> None:
    migrated, _created = pair

    assert migrate.differences(migrated) == []
    assert migrate.is_current(migrated)


def test_tables_constraints_and_indexes_are_the_same(pair: tuple[Engine, Engine]) -> None:
    migrated, created = map(_shape, pair)

    assert migrated.keys() == created.keys()
    for table in created:
        assert migrated[table] == created[table], table


def test_the_walls_are_the_same(pair: tuple[Engine, Engine]) -> None:
    migrated, created = map(_walls, pair)

    assert len(created) > 10
    assert migrated == created


def test_migrating_again_changes_nothing(pair: tuple[Engine, Engine]) -> None:
    migrated, _created = pair
    before = _shape(migrated)

    migrate.upgrade(migrated)

    assert _shape(migrated) == before


def test_a_database_without_schema_is_not_current(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")

    assert migrate.current(engine) is None
    assert not migrate.is_current(engine)
    assert migrate.differences(engine) != []
    engine.dispose()


def _shape(engine: Engine) -> dict[str, Any]:
    """Everything that the database tells of each table but its own bookkeeping, in a fixed order."""
    found = inspect(engine)
    return {
        table: {
            "columns": [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(table)],
            "primary key": found.get_pk_constraint(table),
            "unique": _sorted(found.get_unique_constraints(table)),
            "checks": _sorted(found.get_check_constraints(table)),
            "foreign keys": _sorted(found.get_foreign_keys(table)),
            "indexes": _sorted(found.get_indexes(table)),
        }
        for table in sorted(found.get_table_names())
        if table != "alembic_version"
    }


def _sorted(entries: Any) -> list[str]:
    return sorted(str(sorted((name, _plain(told)) for name, told in entry.items())) for entry in entries)


def _plain(told: Any) -> Any:
    """A condition of an index is an object of its own each time it is read; its text is what counts."""
    return {name: str(value) for name, value in told.items()} if isinstance(told, dict) else told


def _walls(engine: Engine) -> list[tuple[str, ...]]:
    """Name and text of every trigger, and of every function on PostgreSQL."""
    queries = {
        "sqlite": ["SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"],
        "postgresql": [
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        ],
    }[engine.dialect.name]
    with engine.connect() as connection:
        return sorted(tuple(row) for query in queries for row in connection.execute(text(query)))
