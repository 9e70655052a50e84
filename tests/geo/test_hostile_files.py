"""G22: hostile files disclose nothing, connect nowhere, leave nothing, and are answered in one line in time.

In every run each kind goes once through its child, and some hundred more files through the readers in process, where
an error that is none of ours shows; `make gate G=G22` puts 3,000 files through children. Two controls take a wall
down and must see the trial turn red.
"""

import os
import random
import resource
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import pytest

from geo import sandbox
from geo.child import run_command
from geo.errors import FootprintError, GeoError
from geo.readers import Options
from geo.readers.choosing import choose, opener_of
from geo.readers.formats import FORMATS, GDAL_FAMILIES, family_of, of_family
from tests.geo import hostile_binary, hostile_json, hostile_xml  # noqa: F401 - they fill the table
from tests.geo.hostile import KINDS, Case, Trial, case

FIXED_SEED = 20080512
WHOLE = os.environ.get("TONGXIN_GATE") == "R"
FRESH_SEED = int(os.environ.get("TONGXIN_GATE_SEED") or secrets.randbelow(10**6))
#: Files that go through a child, and through the readers in process.
CHILDREN, IN_PROCESS = (3_000, 3_000) if WHOLE else (len(KINDS), 130)
ONE_GIB_KB = 1 << 20


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trial]:
    with Trial(tmp_path) as begun:
        monkeypatch.setenv("TONGXIN_TEST_CANARY", begun.words)
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        yield begun


def test_hostile_files_in_their_children_disclose_nothing_and_connect_nowhere(trial: Trial) -> None:
    # every kind comes up; seeds alternate, so that each run sees some files that no run has seen
    cases = [
        case((FIXED_SEED, FRESH_SEED)[i // len(KINDS) % 2 if WHOLE else i % 2], i, trial.ground)
        for i in range(CHILDREN)
    ]

    other_tests_children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with ThreadPoolExecutor(2) as pool:
        found = [fault for faults in pool.map(trial.faults, cases) for fault in faults]

    assert found == [], f"fresh seed {FRESH_SEED}"
    assert {one.kind for one in cases} == KINDS.keys()
    assert trial.visits == 0
    assert trial.left_behind() == []
    # a child counts this process's own memory until it has become another program
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(ONE_GIB_KB, own, other_tests_children)


def test_readers_meet_hostile_files_with_no_error_but_their_own(trial: Trial) -> None:
    found, tried, index = [], 0, 0
    while tried < IN_PROCESS:
        one = case((FIXED_SEED, FRESH_SEED)[index % 2], index, trial.ground)
        index += 1
        if may_be_read_here(one):
            tried += 1
            found += fault_here(one)

    assert found == [], f"fresh seed {FRESH_SEED}"
    assert trial.visits == 0


def may_be_read_here(one: Case) -> bool:
    """Everything but what meets GDAL; bombs are for their own child."""
    family = FORMATS[one.made.how.fmt].family if one.made.how.fmt in FORMATS else family_of(one.made.data[:4096])
    return family not in GDAL_FAMILIES


def fault_here(one: Case) -> list[str]:
    """Read one file with the pure readers; an error of another kind is a fault of theirs."""
    how = one.made.how
    if how.fmt is not None and how.fmt not in FORMATS:
        return []
    family = FORMATS[how.fmt].family if how.fmt else family_of(one.made.data[:4096])
    rows = (FORMATS[how.fmt],) if how.fmt else of_family(family)
    try:
        _, reader, opened = choose(
            [(r, import_module(f"geo.readers.{r.module}")) for r in rows], opener_of(family)(one.made.data)
        )
        reader.read(opened, Options(part=how.part, crs=how.crs, certificates=how.certificates))
    except (GeoError, RecursionError, MemoryError):
        return []
    except Exception as error:  # noqa: BLE001 - whatever it is, a reader let it through
        return [f"{one.kind} (seed {one.seed}, index {one.index}): {type(error).__name__}: {str(error)[:200]}"]
    return []


LEAKY = """
import json, re, socket, sys
data = sys.stdin.buffer.read().decode("utf-8", "replace")
path = re.search(r"(?:file://)?(/[^\\s\\"'<>;,:\\]]+canary\\.txt)", data)
port = re.search(r"http://127\\.0\\.0\\.1:(\\d+)/", data)
if port:
    socket.create_connection(("127.0.0.1", int(port[1]))).close()
print(json.dumps({"error": "cannot be read: " + (open(path[1]).read().strip() if path else "nothing")}))
"""


def without_walls(arguments: list[str], *, stdin: IO[bytes], wall_seconds: float) -> dict[str, Any]:
    """A reader as it would be without any wall: it opens what a file points to."""
    return run_command([sys.executable, "-I", "-c", LEAKY], stdin=stdin, wall_seconds=wall_seconds)


def first_of(kind: str, trial: Trial, wanted: Callable[[Case], bool]) -> Case:
    at = list(KINDS).index(kind)
    return next(one for n in range(200) if wanted(one := case(FIXED_SEED, at + n * len(KINDS), trial.ground)))


def test_a_reader_that_opens_what_a_file_points_to_turns_the_trial_red(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    pointing = first_of("external_entity", trial, lambda one: f"file://{trial.ground.canary}".encode() in one.made.data)
    assert trial.faults(pointing) == []

    monkeypatch.setattr(sandbox, "run_child", without_walls)

    assert any("canary's words" in fault for fault in trial.faults(pointing))


def test_a_reader_that_follows_an_address_turns_the_trial_red(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    pointing = first_of("links_in_kml", trial, lambda one: trial.ground.url.encode() in one.made.data)
    assert trial.faults(pointing) == []
    assert trial.visits == 0

    monkeypatch.setattr(sandbox, "run_child", without_walls)
    trial.faults(pointing)

    assert trial.visits == 1


def test_an_answer_on_two_lines_or_out_of_time_turns_the_trial_red(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = case(FIXED_SEED, 0, trial.ground)

    def two_lines(*_: object) -> Any:
        raise FootprintError("one\ntwo \u202e")

    assert any("not one plain line" in fault for fault in trial.faults(one, read=two_lines))
    clock = iter([0.0, 100.0])
    monkeypatch.setattr("tests.geo.hostile.time.monotonic", lambda: next(clock))
    assert any(
        "answered after 100.0 s" in fault
        for fault in trial.faults(one, read=lambda *_: sandbox.read_bytes_apart(b"", name="x"))
    )


def test_a_case_is_the_same_file_for_ever(trial: Trial) -> None:
    indices = random.Random(FIXED_SEED).sample(range(10_000), 40)

    changed = [one.kind for i in indices if (one := case(7, i, trial.ground)) != case(7, i, trial.ground)]

    assert changed == []
