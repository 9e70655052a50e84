"""F: the record: events appended, folded anew, and what stood at any position, as one incident's log grows.

The log is told by the product: tasks dispatched by its command, then events of those tasks through the one writer, with
chain and rows. The peers get the same changes: `eventsourcing` keeps them as events of one aggregate in SQLite with
snapshots, and gives an aggregate as of a version; `fold from the start` is what a log without either would have to do.
Every answer is compared with the product's.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bench.databases import Fresh, databases
from bench.part_f_report import report_times
from bench.peer_of_part_f import Peer
from bench.table import Row, told
from incident.commands.tasks import dispatch_tasks
from incident.db import Database, driver
from incident.events.tasks import TaskTicked, WorkOverdue
from incident.log import SYSTEM, incident_stream, record_many
from incident.past.deriving import derive
from incident.past.files import KeptOpen, opened, path_of
from incident.past.moments import head_of
from incident.past.rows import folded
from incident.past.standing import Part, Tables, standing_at, tables_of, written_of
from incident.verify import compare_fold
from tests.incident.stories import DUTY, declared, new_task

SIZES = (10_000, 100_000, 1_000_000)
#: Events of one task on the average, and events in one transaction.
A_TASK, BATCH = 20, 2_000
PROVINCES = ("510000", "620000", "610000")
#: The peers are asked up to here; beyond, they would take the whole of the bench.
MOST_OF_PEER = {"eventsourcing": 10_000, "fold from the start": 100_000}
ASKED = 60
#: Events for each second of CPU of this process: on a busy machine the clock on the wall tells of others.
GOAL_APPEND, GOAL_REBUILD, GOAL_MS = 10_000, 200_000, 200.0


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """Growth on PostgreSQL, where the largest are at home; SQLite to 10^5. `--only sqlite` asks for one of them."""
    sizes = arguments.n or SIZES
    with databases() as kinds:
        for fresh in kinds:
            for n in sizes:
                if fresh.kind in (arguments.only or ()) or (not arguments.only and _at_home(fresh, n)):
                    yield from _one(fresh, n)


def _at_home(fresh: Fresh, n: int) -> bool:
    return fresh.kind == "postgresql" or n <= SIZES[1]


@dataclass(frozen=True)
class _Grown:
    """An incident's log of `n` events, and how many a second were written in its latter half."""

    db: Database
    incident: str
    n: int
    append_s: float
    #: The same for each second of CPU of this process.
    append_cpu_s: float


def _one(fresh: Fresh, n: int) -> Iterator[Row]:
    grown = _grow(fresh, n)
    rate = grown.append_s
    said = f"{rate:,.0f} events/s, {grown.append_cpu_s:,.0f} a second of CPU, in batches of {BATCH:,}, with chain, rows"
    yield told(Row("F", f"append, {fresh.kind}", n, "tongxin", round(1000 * BATCH / rate, 1), {},
                   f">= {GOAL_APPEND:,}/s of CPU", grown.append_cpu_s >= GOAL_APPEND, said))  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="tongxin-past-") as name, grown.db.read() as session:
        path = path_of(Path(name), grown.incident)
        began, cpu = time.perf_counter(), time.process_time()
        with opened(path) as file:
            head = derive(session, file, grown.incident, upto=head_of(session, grown.incident))
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
        size = sum(one.stat().st_size for one in Path(name).iterdir()) / 1e6
        said = f"{head / took:,.0f} events/s, {head / cpu:,.0f} a second of CPU, into {size:,.0f} MB"
        yield told(Row("F", f"derive, {fresh.kind}", n, "tongxin", round(1000 * took, 1), {}, "", None, said))
        yield from _states(grown, path, head, fresh.kind)
    yield _rebuilt(grown, fresh.kind)
    yield from report_times(grown.db, grown.incident, n=n, kind=fresh.kind)
    grown.db.engine.dispose()


def _rebuilt(grown: _Grown, kind: str) -> Row:
    """The whole log folded anew, for the nation and as provinces see it, and every row compared."""
    began, cpu = time.perf_counter(), time.process_time()
    with grown.db.read() as session:
        faults = compare_fold(session)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    said = f"{grown.n / took:,.0f} events/s, {grown.n / cpu:,.0f} a second of CPU; {len(faults)} differences"
    met = not faults and grown.n / cpu >= GOAL_REBUILD
    return told(Row("F", f"rebuild, {kind}", grown.n, "tongxin", round(1000 * took, 1), {},
                    f"equal, >= {GOAL_REBUILD:,}/s of CPU", met, said))  # fmt: skip


def _grow(fresh: Fresh, n: int) -> _Grown:
    """Dispatch one task for every twenty events, then let things happen to them; the latter half is timed."""
    db = fresh.world()
    incident = declared(db, provinces=PROVINCES)
    stream = incident_stream(incident)
    tasks = [new_task(province=PROVINCES[number % len(PROVINCES)]) for number in range(n // A_TASK)]
    for start in range(0, len(tasks), 500):
        with db.transaction([stream]) as tx:
            for province in PROVINCES:
                some = [task for task in tasks[start : start + 500] if task.province == province]
                dispatch_tasks(tx, DUTY, incident_id=incident, item="earthquake/report", tasks=some)
    draw, timed, cpu, at_end = random.Random(n), 0.0, 0.0, 0
    with db.read() as session:
        written = head_of(session, incident)
    while written < n:
        some = [draw.choice(tasks) for _ in range(min(BATCH, n - written))]
        events = [_happens(task, draw) for task in some]
        began, began_cpu = time.perf_counter(), time.process_time()
        with db.transaction([stream]) as tx:
            record_many(tx, events, stream=stream, actor=SYSTEM)
        if written >= n // 2:
            timed, cpu = timed + time.perf_counter() - began, cpu + time.process_time() - began_cpu
            at_end += len(events)
        written += len(events)
    return _Grown(db, incident, n, at_end / timed, at_end / cpu)


def _happens(task: Any, draw: random.Random) -> TaskTicked | WorkOverdue:
    of = {
        "task_id": task.task_id, "province": task.province, "title_zh": task.title_zh, "title_en": task.title_en
    }  # fmt: skip
    if draw.random() < 0.1:
        return WorkOverdue(**of)
    return TaskTicked(**of, ticked=tuple(sorted(draw.sample((0, 1), draw.randint(0, 2)))), of=2)


def _states(grown: _Grown, path: Path, head: int, kind: str) -> Iterator[Row]:
    """The whole state, and that of a page that holds no rows of tasks, at random positions; then the peers."""
    draw, files = random.Random(7), KeptOpen()
    asked = [draw.randint(1, head) for _ in range(ASKED)]

    def at(position: int, wanted: Callable[[Part], bool]) -> Tables:
        with opened(path) as file:
            return tables_of(file, standing_at(file, position), wanted)

    medians: dict[str, float] = {}
    for subject, wanted in (("whole", _all), ("without rows of tasks", _but_tasks)):
        first = _written(files, path, asked[0], wanted)[0]
        took = [_written(files, path, position, wanted) for position in asked]
        walls, cpus = [wall for wall, _cpu, _size in took], [cpu for _wall, cpu, _size in took]
        medians[subject] = statistics.median(walls)
        p99, p99_cpu = (statistics.quantiles(values, n=100)[98] for values in (walls, cpus))
        rows, size = sum(map(len, at(head, wanted).values())), _written(files, path, head, wanted)[2] / 1e6
        said = (
            f"p99 {p99:.0f} ms, first {first:.0f} ms; of CPU median {statistics.median(cpus):.1f} ms, p99 {p99_cpu:.0f}"
            f" ms; {rows:,} rows, {size:.1f} MB at the head"
        )
        yield told(Row("F", f"state {subject}, {kind}", grown.n, "tongxin", round(medians[subject], 1), {},
                       f"p99 <= {GOAL_MS:g} ms", p99 <= GOAL_MS, said))  # fmt: skip
    some = asked[:5]
    answers = {position: at(position, _all) for position in some}
    for subject, run_peer in (("fold from the start", _fold_from_the_start), ("eventsourcing", _eventsourcing)):
        if grown.n <= MOST_OF_PEER[subject]:
            yield from run_peer(grown, some, answers, medians["whole"], kind)


def _written(files: KeptOpen, path: Path, position: int, wanted: Callable[[Part], bool]) -> tuple[float, float, int]:
    """Milliseconds on the wall and of CPU until the state stands as JSON, and its bytes."""
    wall, cpu = time.perf_counter(), time.process_time()
    with files.opened(path) as file:
        tables, _digests, _people = written_of(file, standing_at(file, position), wanted)
        size = len(orjson.dumps(tables))
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu), size


def _all(_part: Part) -> bool:
    return True


def _but_tasks(part: Part) -> bool:
    return part.name not in ("task", "outcome", "attachment", "checkin")


def _fold_from_the_start(
    grown: _Grown, asked: list[int], answers: dict[int, Tables], ours: float, kind: str
) -> Iterator[Row]:
    """Read every event up to the position and fold it, in memory and in the driver's own words."""
    took, same = [], True
    for position in asked:
        began = time.perf_counter()
        tables: Tables = {}
        for audience, changes in _changes(grown, position):
            for name, [key], values in changes:
                rows = tables.setdefault(name, {})
                rows[key] = folded(name, rows.get(key), key, values, incident=grown.incident, audience=audience)
        took.append(1000 * (time.perf_counter() - began))
        same = same and tables == answers[position]
    yield _peer("fold from the start", grown.n, kind, statistics.median(took), ours, same=same)


def _eventsourcing(
    grown: _Grown, asked: list[int], answers: dict[int, Tables], ours: float, kind: str
) -> Iterator[Row]:
    """The same changes as events of one aggregate, with a snapshot every thousand."""
    with tempfile.TemporaryDirectory(prefix="eventsourcing-") as name:
        peer = Peer(Path(name) / "events.db")
        rate = peer.append(_changes(grown, grown.n), batch=BATCH)
        yield told(Row("F", f"append, {kind}", grown.n, "eventsourcing", round(1000 * BATCH / rate, 1), {}, "", None,
                       f"{rate:,.0f} events/s, no chain, no rows"))  # fmt: skip
        took, same = [], True
        for position in asked:
            began = time.perf_counter()
            rows = peer.at(position)
            took.append(1000 * (time.perf_counter() - began))
            want = {name: table for name, table in answers[position].items() if table}
            same = same and {name: set(table) for name, table in rows.items()} == {k: set(v) for k, v in want.items()}
            same = same and all(
                want[name][key][column] == value
                for name, table in rows.items()
                for key, row in table.items()
                for column, value in row.items()
                if column not in ("id", "incident_id", "province")
            )
        yield _peer("eventsourcing", grown.n, kind, statistics.median(took), ours, same=same)


def _peer(subject: str, n: int, kind: str, took_ms: float, ours_ms: float, *, same: bool) -> Row:
    """A peer's row, with how many times as long it takes as the product."""
    ratio = {"tongxin": round(took_ms / ours_ms, 1)}
    note = "equal" if same else "ANSWER DIFFERS"
    return told(
        Row("F", f"state whole, {kind}", n, subject, round(took_ms, 1), ratio, "", None if same else False, note)
    )


def _changes(grown: _Grown, upto: int) -> Iterator[tuple[str, list[Any]]]:
    """Audience and changes of every event up to a position, in order."""
    mark = "%s" if grown.db.engine.dialect.name == "postgresql" else "?"
    sql = "SELECT audience, changes FROM event WHERE stream = ? AND position <= ? ORDER BY position".replace("?", mark)
    with grown.db.glance() as connection:
        for audience, changes in driver.ask(connection, sql, (incident_stream(grown.incident), upto)):
            yield audience, orjson.loads(changes) if isinstance(changes, str) else changes
